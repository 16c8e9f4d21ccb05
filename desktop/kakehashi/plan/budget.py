"""Chapter 9, measures and budget: what is done, what it costs, when it is stopped."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Figure, Item, Origins, Part, Series
from kakehashi.words import Text


class Criterion(Part, frozen=True, kw_only=True):
    """When a measure has succeeded or is stopped, agreed before the money is spent."""

    metric: Annotated[str | None, Field("ref", kinds=("Metric",))] = None
    at: Annotated[Literal["least", "most"], Field("choice")] = "least"
    threshold: Annotated[Decimal | None, Field("number")] = None
    counted_from: Annotated[Text, Field("text")] = ""
    decide_on: Annotated[str | None, Field("date")] = None
    money_goes_to: Annotated[Text, Field("text")] = ""


class Response(Part, frozen=True, kw_only=True):
    """How leads follow from spend: linear (cost per lead) or saturating (top, half, steepness).

    `top` is in leads a month, `half` the spend a month at which half of it is reached; `carry_over` is the
    share of a month's spend that still works in the next month.
    """

    shape: Annotated[Literal["linear", "saturating"], Field("choice")] = "linear"
    cost_per_lead: Annotated[Figure | None, Field("figure", unit="money", low=0)] = None
    top: Annotated[Figure | None, Field("figure", unit="count", low=0)] = None
    half: Annotated[Figure | None, Field("figure", unit="money", low=0)] = None
    steepness: Annotated[Figure | None, Field("figure", unit="factor", low=0)] = None
    carry_over: Annotated[Decimal, Field("number", unit="rate", low=0, high=1)] = Decimal(0)


class Measure(Item, frozen=True, kw_only=True):
    """A measure (施策): what it moves, what it brings, when it succeeds and when it is stopped."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    aim: Annotated[Text, Field("long_text", needed=True)] = ""
    moves: Annotated[tuple[str, ...], Field("refs", kinds=("Metric",))] = ()
    outcome: Annotated[str | None, Field("ref", kinds=("Outcome",))] = None
    big_move: Annotated[str | None, Field("ref", kinds=("BigMove",))] = None
    segment: Annotated[str | None, Field("ref", kinds=("Segment",))] = None
    offer: Annotated[str | None, Field("ref", kinds=("Offer",))] = None
    serves: Annotated[Literal["new", "existing", "lost"], Field("choice")] = "new"
    category: Annotated[str | None, Field("ref", kinds=("BudgetCategory",))] = None
    stage: Annotated[str | None, Field("ref", kinds=("Stage",), needed=True)] = None
    channel: Annotated[Text, Field("text")] = ""
    owner: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    start: Annotated[str | None, Field("month", needed=True)] = None
    end: Annotated[str | None, Field("month", needed=True)] = None
    enters_at: Annotated[str | None, Field("ref", kinds=("FunnelStep",))] = None
    drawn_from: Annotated[Literal["new", "house_list"], Field("choice")] = "new"
    expected: Annotated[Series, Field("series", unit="count", low=0)] = {}
    response: Annotated[Response | None, Field("records")] = None
    own_rates: Annotated[
        Mapping[str, Figure], Field("figures", unit="rate", low=0, high=1, kinds=("FunnelStep",))
    ] = {}
    identified_by: Annotated[tuple[str, ...], Field("list", needed=True)] = ()
    success: Annotated[tuple[Criterion, ...], Field("records", needed=True)] = ()
    stop: Annotated[tuple[Criterion, ...], Field("records", needed=True)] = ()


class Reading(Part, frozen=True, kw_only=True):
    """What an experiment showed on a day."""

    date: Annotated[str | None, Field("date")] = None
    metric: Annotated[str | None, Field("ref", kinds=("Metric",))] = None
    value: Annotated[Text, Field("text")] = ""
    note: Annotated[Text, Field("text")] = ""


class Experiment(Item, frozen=True, kw_only=True):
    """A micro-campaign: a hypothesis tried on few people, read, and then stopped, continued or scaled."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    hypothesis: Annotated[Text, Field("long_text", needed=True)] = ""
    measure: Annotated[str | None, Field("ref", kinds=("Measure",))] = None
    segment: Annotated[str | None, Field("ref", kinds=("Segment",))] = None
    audience: Annotated[Text, Field("text", needed=True)] = ""
    size: Annotated[int | None, Field("integer", unit="people", low=0)] = None
    criteria: Annotated[tuple[Criterion, ...], Field("records", needed=True)] = ()
    owner: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    start: Annotated[str | None, Field("date")] = None
    decide_on: Annotated[str | None, Field("date", needed=True)] = None
    readings: Annotated[tuple[Reading, ...], Field("records")] = ()
    result: Annotated[Literal["", "stop", "continue", "scale"], Field("choice")] = ""
    learned: Annotated[Text, Field("long_text")] = ""
    follows: Annotated[str | None, Field("ref", kinds=("Experiment",))] = None
    next: Annotated[Text, Field("text")] = ""


class Seasonality(Item, frozen=True, kw_only=True):
    """How the total of one thing spreads over the months: shares that make up the whole, the total locked."""

    NAMED_BY = ("name", "spreads")

    name: Annotated[Text, Field("text")] = ""
    spreads: Annotated[str | None, Field("ref", kinds=("Measure", "BudgetLine", "Metric"), needed=True)] = (
        None
    )
    total: Annotated[Decimal | None, Field("number", low=0, needed=True)] = None
    shares: Annotated[Series, Field("series", unit="rate", low=0, high=1, needed=True)] = {}
    shares_from: Annotated[Origins, Field("origins")] = {}
    why: Annotated[Text, Field("long_text")] = ""


class BudgetCategory(Item, frozen=True, kw_only=True):
    """One of the four categories, or one that the company added."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    code: Annotated[Literal["promotion", "outsourcing", "production", "it", "other"], Field("choice")] = (
        "other"
    )


class BudgetLine(Item, frozen=True, kw_only=True):
    """Money of one thing by month, in full units of the plan's currency.

    With `source` (a partner, role, content asset or tool) the planned months follow from the source and only
    committed and actual stand here; its id is then `budget_line_of(source)`.
    """

    NAMED_BY = ("name", "source")
    name: Annotated[Text, Field("text", needed=True)] = ""
    category: Annotated[str | None, Field("ref", kinds=("BudgetCategory",), needed=True)] = None
    measure: Annotated[str | None, Field("ref", kinds=("Measure",))] = None
    partner: Annotated[str | None, Field("ref", kinds=("Partner",))] = None
    source: Annotated[
        str | None, Field("ref", kinds=("Partner", "Role", "ContentAsset", "Tool"), part_of=True)
    ] = None
    planned: Annotated[Series, Field("series", unit="money", low=0, needed=True)] = {}
    planned_from: Annotated[Origins, Field("origins")] = {}
    committed: Annotated[Series, Field("series", unit="money", low=0)] = {}
    committed_from: Annotated[Origins, Field("origins")] = {}
    actual: Annotated[Series, Field("series", unit="money")] = {}
    actual_from: Annotated[Origins, Field("origins")] = {}
    nature: Annotated[Literal["variable", "fixed"], Field("choice")] = "variable"
    recurs: Annotated[Literal["one_off", "recurring"], Field("choice")] = "one_off"
    account_code: Annotated[str, Field("code")] = ""


class BudgetFrame(Item, frozen=True, kw_only=True):
    """What may be spent over the plan's months: in all, by category, and when to warn. Exists once."""

    ONCE_FOR = ()

    total: Annotated[Decimal | None, Field("number", unit="money", low=0, needed=True)] = None
    caps: Annotated[
        Mapping[str, Decimal], Field("amounts", unit="money", low=0, kinds=("BudgetCategory",))
    ] = {}
    reserve: Annotated[Decimal | None, Field("number", unit="money", low=0)] = None
    revenue: Annotated[Decimal | None, Field("number", unit="money", low=0, confidential=True)] = None
    share_of_revenue: Annotated[Decimal | None, Field("number", unit="rate", low=0, high=1)] = None
    alerts: Annotated[tuple[Decimal, ...], Field("numbers", unit="rate", low=0)] = (
        Decimal("0.5"),
        Decimal("0.75"),
        Decimal("0.9"),
    )


KINDS: tuple[type[Item], ...] = (
    Measure,
    Experiment,
    Seasonality,
    BudgetCategory,
    BudgetLine,
    BudgetFrame,
)
