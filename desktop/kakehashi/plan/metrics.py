"""Chapter 4, KGI and KPI: what is counted, and who has agreed to count it so."""

from decimal import Decimal
from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item, Origins, Series
from kakehashi.words import Text


class Metric(Item, frozen=True, kw_only=True):
    """A KGI, KPI or supporting metric; `leads_to` makes the tree. Defined only when agreed."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    role: Annotated[Literal["kgi", "kpi", "supporting"], Field("choice")] = "kpi"
    level: Annotated[int, Field("integer", low=1, high=5)] = 3
    leads_to: Annotated[str | None, Field("ref", kinds=("Metric",))] = None
    success_factor: Annotated[Text, Field("long_text")] = ""
    counts: Annotated[Text, Field("long_text", needed=True)] = ""
    counts_not: Annotated[Text, Field("long_text")] = ""
    counted_from: Annotated[Text, Field("text", needed=True)] = ""
    formula: Annotated[str, Field("formula")] = ""
    unit: Annotated[Literal["count", "money", "rate", "months", "factor"], Field("choice")] = "count"
    better: Annotated[Literal["up", "down"], Field("choice")] = "up"
    combines: Annotated[Literal["sum", "last", "average", "ratio"], Field("choice")] = "sum"
    follows: Annotated[
        Literal[
            "",
            "step",
            "won",
            "revenue",
            "gross_profit",
            "spend",
            "cac",
            "ltv",
            "ltv_cac",
            "payback",
            "roi",
            "cost_per_lead",
        ],
        Field("choice"),
    ] = ""
    follows_step: Annotated[str | None, Field("ref", kinds=("FunnelStep",))] = None
    data_tool: Annotated[Text, Field("text", needed=True)] = ""
    data_field: Annotated[Text, Field("text")] = ""
    available: Annotated[Literal["", "now", "soon", "later"], Field("choice")] = ""
    owner: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    shared_by: Annotated[tuple[str, ...], Field("refs", kinds=("Department",))] = ()
    read: Annotated[Literal["weekly", "monthly", "quarterly", "yearly"], Field("choice")] = "monthly"
    target: Annotated[Series, Field("series", needed=True)] = {}
    target_from: Annotated[Origins, Field("origins")] = {}
    actual: Annotated[Series, Field("series")] = {}
    actual_from: Annotated[Origins, Field("origins")] = {}
    alarm: Annotated[Decimal | None, Field("number", unit="rate", low=0, high=10)] = None
    on_alarm: Annotated[Text, Field("long_text")] = ""


class Agreement(Item, frozen=True, kw_only=True):
    """Whether a department agrees with an item; its id is derived from the pair."""

    NAMED_BY = ("item", "department")
    ONCE_FOR = ("item", "department")

    item: Annotated[str | None, Field("ref", part_of=True)] = None
    department: Annotated[str | None, Field("ref", kinds=("Department",), needed=True)] = None
    state: Annotated[Literal["open", "agreed", "objected"], Field("choice")] = "open"
    by: Annotated[Text, Field("text")] = ""
    date: Annotated[str | None, Field("date")] = None
    remark: Annotated[Text, Field("long_text")] = ""


class AttributionRule(Item, frozen=True, kw_only=True):
    """What marketing may call its own: printed beside each return figure. Agreed like a metric."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    credits: Annotated[Literal["sourced", "influenced"], Field("choice")] = "sourced"
    shares: Annotated[Literal["first", "last", "spread"], Field("choice")] = "first"
    counts: Annotated[Text, Field("long_text", needed=True)] = ""
    counts_not: Annotated[Text, Field("long_text")] = ""
    window: Annotated[Decimal | None, Field("number", unit="months", low=0, high=120, needed=True)] = None
    applies_to: Annotated[tuple[str, ...], Field("refs", kinds=("Metric",))] = ()
    shared_by: Annotated[tuple[str, ...], Field("refs", kinds=("Department",), needed=True)] = ()


KINDS: tuple[type[Item], ...] = (Metric, Agreement, AttributionRule)
