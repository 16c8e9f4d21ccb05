"""Chapter 11, measurement and operation: the tools, where the numbers come from and who keeps them right."""

from decimal import Decimal
from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item, Part
from kakehashi.words import Text


class ToolFunction(Part, frozen=True, kw_only=True):
    """A function of a tool: used, planned or left unused. The named ones are what a MA is bought for."""

    function: Annotated[
        Literal[
            "data_and_status",
            "behaviour_and_frequency",
            "action_by_situation",
            "pages",
            "forms",
            "mail",
            "other",
        ],
        Field("choice"),
    ] = "other"
    name: Annotated[Text, Field("text")] = ""
    state: Annotated[Literal["used", "planned", "not_used"], Field("choice")] = "used"


class Tool(Item, frozen=True, kw_only=True):
    """A tool of the measurement environment. Its cost stands in the budget as a derived row.

    It costs the initial cost in the month of its start, and the monthly cost from start to end.
    """

    name: Annotated[Text, Field("text", needed=True)] = ""
    type: Annotated[
        Literal["crm", "sfa", "ma", "analytics", "spreadsheet", "cms", "ad", "bi", "other"], Field("choice")
    ] = "other"
    purpose: Annotated[Text, Field("long_text", needed=True)] = ""
    state: Annotated[Literal["planned", "introducing", "in_use", "leaving"], Field("choice")] = "in_use"
    owner: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    functions: Annotated[tuple[ToolFunction, ...], Field("records")] = ()
    users: Annotated[int | None, Field("integer", unit="people", low=0)] = None
    used_by: Annotated[tuple[str, ...], Field("refs", kinds=("Department",))] = ()
    category: Annotated[str | None, Field("ref", kinds=("BudgetCategory",))] = None
    monthly_cost: Annotated[Decimal | None, Field("number", unit="money", low=0)] = None
    initial_cost: Annotated[Decimal | None, Field("number", unit="money", low=0)] = None
    start: Annotated[str | None, Field("month")] = None
    end: Annotated[str | None, Field("month")] = None
    contract_end: Annotated[str | None, Field("date")] = None
    vendor: Annotated[Text, Field("text")] = ""
    objects: Annotated[Text, Field("long_text")] = ""
    personal_data: Annotated[Text, Field("long_text")] = ""
    security: Annotated[Text, Field("long_text")] = ""
    exit_plan: Annotated[Text, Field("long_text")] = ""


class DataFlow(Item, frozen=True, kw_only=True):
    """The way of a number from a field of a tool to a metric or to another tool."""

    NAMED_BY = ("source", "metric", "to_tool")

    source: Annotated[str | None, Field("ref", kinds=("Tool",), needed=True)] = None
    source_field: Annotated[Text, Field("text", needed=True)] = ""
    metric: Annotated[str | None, Field("ref", kinds=("Metric",))] = None
    to_tool: Annotated[str | None, Field("ref", kinds=("Tool",))] = None
    to_field: Annotated[Text, Field("text")] = ""
    how: Annotated[Literal["automatic", "export", "by_hand"], Field("choice")] = "by_hand"
    how_often: Annotated[Literal["live", "daily", "weekly", "monthly", "quarterly"], Field("choice")] = (
        "monthly"
    )
    who: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    minutes: Annotated[int | None, Field("integer", low=0)] = None
    known_faults: Annotated[Text, Field("long_text")] = ""


class NurtureFlow(Item, frozen=True, kw_only=True):
    """What leads that are not followed yet receive, until they stop or are handed over."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    for_whom: Annotated[Text, Field("long_text", needed=True)] = ""
    segment: Annotated[str | None, Field("ref", kinds=("Segment",))] = None
    phase: Annotated[str | None, Field("ref", kinds=("Phase",))] = None
    trigger: Annotated[Text, Field("long_text", needed=True)] = ""
    action: Annotated[Text, Field("long_text", needed=True)] = ""
    content: Annotated[tuple[str, ...], Field("refs", kinds=("ContentAsset",), needed=True)] = ()
    stop_when: Annotated[Text, Field("long_text", needed=True)] = ""
    hand_over_when: Annotated[Text, Field("long_text", needed=True)] = ""
    tool: Annotated[str | None, Field("ref", kinds=("Tool",))] = None
    measure: Annotated[str | None, Field("ref", kinds=("Measure",))] = None
    owner: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    state: Annotated[Literal["planned", "running", "stopped"], Field("choice")] = "planned"


class OperationRule(Item, frozen=True, kw_only=True):
    """A rule of daily work: who enters or checks what, by when, and who answers for it."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    type: Annotated[Literal["log", "pipeline", "data", "consent", "check"], Field("choice")] = "log"
    what: Annotated[Text, Field("long_text", needed=True)] = ""
    who: Annotated[tuple[str, ...], Field("refs", kinds=("Role", "Department"), needed=True)] = ()
    by_when: Annotated[Text, Field("text", needed=True)] = ""
    accountable: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    tool: Annotated[str | None, Field("ref", kinds=("Tool",))] = None
    why: Annotated[Text, Field("long_text")] = ""
    share_kept: Annotated[Decimal | None, Field("number", unit="rate", low=0, high=1)] = None
    share_aimed: Annotated[Decimal | None, Field("number", unit="rate", low=0, high=1)] = None
    measured_on: Annotated[str | None, Field("date")] = None
    state: Annotated[Literal["planned", "trial", "in_force", "dropped"], Field("choice")] = "planned"


class CheckResult(Part, frozen=True, kw_only=True):
    """What a weekly check showed in one week; `week` is its Monday."""

    week: Annotated[str | None, Field("date")] = None
    value: Annotated[Text, Field("text")] = ""
    verdict: Annotated[Literal["", "good", "watch", "bad"], Field("choice")] = ""
    note: Annotated[Text, Field("text")] = ""


class WeeklyCheck(Item, frozen=True, kw_only=True):
    """What is looked at every week, the threshold at which we act, and who looks."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    metric: Annotated[str | None, Field("ref", kinds=("Metric",))] = None
    looks_at: Annotated[Text, Field("long_text", needed=True)] = ""
    threshold: Annotated[Text, Field("text", needed=True)] = ""
    then: Annotated[Text, Field("long_text", needed=True)] = ""
    owner: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    source: Annotated[str | None, Field("ref", kinds=("Tool",))] = None
    results: Annotated[tuple[CheckResult, ...], Field("records")] = ()


KINDS: tuple[type[Item], ...] = (Tool, DataFlow, NurtureFlow, OperationRule, WeeklyCheck)
