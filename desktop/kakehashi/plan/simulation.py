"""Chapter 10, simulation: the funnel with its rates and lags, economics, goals and scenarios."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Figure, Item, Part
from kakehashi.words import Text

Mark = Literal["lead", "follow", "opportunity", "valid", "won", "renewed", "expanded", "other"]


class Override(Part, frozen=True, kw_only=True):
    """What a scenario assumes instead: a value for one field (and month) of one item, in plain form."""

    item: Annotated[str, Field("ref")]
    field: Annotated[str, Field("code")]
    key: Annotated[str | None, Field("code")] = None
    value: Any = None  # of the field that it stands for


class FunnelStep(Item, frozen=True, kw_only=True):
    """A step of the funnel, in order. Rate and lag belong to the way to the *next* step.

    rate = reached / (reached + dropped); those still open count in neither. Lag: `fixed` = `lag` months;
    `spread` = mean `lag` with standard deviation `lag_spread`; `histogram` = `lag_shares` by month.
    """

    name: Annotated[Text, Field("text", needed=True)] = ""
    counts: Annotated[Text, Field("long_text", needed=True)] = ""
    marks: Annotated[Mark, Field("choice")] = "other"
    rate: Annotated[Figure | None, Field("figure", unit="rate", low=0, high=1, needed=True)] = None
    entered: Annotated[int | None, Field("integer", unit="count", low=0)] = None
    passed: Annotated[int | None, Field("integer", unit="count", low=0)] = None
    lag_shape: Annotated[Literal["fixed", "spread", "histogram"], Field("choice")] = "fixed"
    lag: Annotated[Figure | None, Field("figure", unit="months", low=0, high=120, needed=True)] = None
    lag_spread: Annotated[Decimal | None, Field("number", unit="months", low=0, high=120)] = None
    lag_shares: Annotated[tuple[Decimal, ...], Field("numbers", unit="rate", low=0, high=1)] = ()
    event_table: Annotated[str, Field("code")] = ""
    event_date: Annotated[str, Field("code")] = ""
    event_condition: Annotated[str, Field("code")] = ""


class Economics(Item, frozen=True, kw_only=True):
    """What a won deal is worth and costs. Exists once. One won deal = one customer.

    `churn` is a month, `expansion` a year: renewed after n months, a contract is worth
    (1 + expansion) ^ (n / 12) times the deal value.
    """

    ONCE_FOR = ()

    deal_value: Annotated[Figure | None, Field("figure", unit="money", low=0, needed=True)] = None
    gross_margin: Annotated[
        Figure | None, Field("figure", unit="rate", low=0, high=1, needed=True, confidential=True)
    ] = None
    contract_months: Annotated[Decimal | None, Field("number", unit="months", low=1, high=600)] = None
    churn: Annotated[Figure | None, Field("figure", unit="rate", low=0, high=1)] = None
    expansion: Annotated[Figure | None, Field("figure", unit="rate", low=0, high=10)] = None
    sales_cost: Annotated[Decimal | None, Field("number", unit="money", low=0, confidential=True)] = None
    staff_in_cac: Annotated[bool, Field("flag")] = False


class OpeningPipeline(Item, frozen=True, kw_only=True):
    """How many stand at a step when the plan begins, and for how many months they have stood there."""

    NAMED_BY = ("step",)

    step: Annotated[str | None, Field("ref", kinds=("FunnelStep",), needed=True)] = None
    count: Annotated[Figure | None, Field("figure", unit="count", low=0, needed=True)] = None
    age: Annotated[int, Field("integer", unit="months", low=0, high=120)] = 0


class CustomerBase(Item, frozen=True, kw_only=True):
    """The customers we have when the plan begins, by tier and offer: worth, renewal, churn, expansion.

    `churn` is a month, `expansion` a year, as in Economics.
    """

    NAMED_BY = ("name", "segment", "offer")

    name: Annotated[Text, Field("text")] = ""
    tier: Annotated[Literal["", "tier_1", "tier_2", "tier_3"], Field("choice")] = ""
    segment: Annotated[str | None, Field("ref", kinds=("Segment",))] = None
    offer: Annotated[str | None, Field("ref", kinds=("Offer",))] = None
    customers: Annotated[Figure | None, Field("figure", unit="count", low=0, needed=True)] = None
    yearly_value: Annotated[Figure | None, Field("figure", unit="money", low=0, needed=True)] = None
    renewal_months: Annotated[
        Decimal | None, Field("number", unit="months", low=1, high=600, needed=True)
    ] = None
    churn: Annotated[Figure | None, Field("figure", unit="rate", low=0, high=1, needed=True)] = None
    expansion: Annotated[Figure | None, Field("figure", unit="rate", low=0, high=10)] = None
    owner: Annotated[str | None, Field("ref", kinds=("Role",))] = None


class Goal(Item, frozen=True, kw_only=True):
    """A KGI and the month by which its targets are to be met; it has no figure of its own."""

    NAMED_BY = ("metric",)

    metric: Annotated[str | None, Field("ref", kinds=("Metric",), needed=True)] = None
    by: Annotated[str | None, Field("month", needed=True)] = None


class Scenario(Item, frozen=True, kw_only=True):
    """The base plan plus what is assumed instead; one scenario is the base and overrides nothing."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    base: Annotated[bool, Field("flag")] = False
    triggers: Annotated[Text, Field("long_text")] = ""
    overrides: Annotated[tuple[Override, ...], Field("records")] = ()
    seed: Annotated[int, Field("integer", low=0)] = 1
    draws: Annotated[int, Field("integer", low=100, high=1_000_000)] = 10_000


KINDS: tuple[type[Item], ...] = (FunnelStep, Economics, OpeningPipeline, CustomerBase, Goal, Scenario)
