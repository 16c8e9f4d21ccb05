"""Chapter 3, organization: who does the work, in the house and outside, and how much they can do."""

from decimal import Decimal
from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Figure, Item
from kakehashi.words import Text


class Department(Item, frozen=True, kw_only=True):
    """A department of the company; its kind tells what it expects from the plan."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    short_name: Annotated[Text, Field("text")] = ""
    function: Annotated[
        Literal["marketing", "board", "sales", "finance", "it", "hr", "product", "service", "legal", "other"],
        Field("choice"),
    ] = "other"
    head: Annotated[Text, Field("text")] = ""


class Partner(Item, frozen=True, kw_only=True):
    """An outsourcing company. Its fee stands in the budget as a derived row."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    services: Annotated[Text, Field("long_text", needed=True)] = ""
    category: Annotated[str | None, Field("ref", kinds=("BudgetCategory",), needed=True)] = None
    start: Annotated[str | None, Field("month", needed=True)] = None
    end: Annotated[str | None, Field("month", needed=True)] = None
    notice_months: Annotated[int | None, Field("integer", unit="months", low=0, high=36)] = None
    monthly_fee: Annotated[Decimal | None, Field("number", unit="money", low=0, confidential=True)] = None
    contact: Annotated[Text, Field("text")] = ""
    owner: Annotated[str | None, Field("ref", kinds=("Role",))] = None


class Role(Item, frozen=True, kw_only=True):
    """A place in the organization; the person may be missing. `reports_to` makes the tree."""

    NAMED_BY = ("title",)

    title: Annotated[Text, Field("text", needed=True)] = ""
    person: Annotated[Text, Field("text")] = ""
    deputy: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    department: Annotated[str | None, Field("ref", kinds=("Department",), needed=True)] = None
    reports_to: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    employment: Annotated[
        Literal["in_house", "concurrent", "outsourced", "open"], Field("choice", needed=True)
    ] = "in_house"
    main_post: Annotated[Text, Field("text")] = ""
    partner: Annotated[str | None, Field("ref", kinds=("Partner",))] = None
    start: Annotated[str | None, Field("month")] = None
    end: Annotated[str | None, Field("month")] = None
    fte: Annotated[Decimal | None, Field("number", unit="person_months", low=0, high=100, needed=True)] = None
    monthly_cost: Annotated[Decimal | None, Field("number", unit="money", low=0, confidential=True)] = None
    category: Annotated[str | None, Field("ref", kinds=("BudgetCategory",))] = None
    responsibility: Annotated[Text, Field("long_text")] = ""
    skills_needed: Annotated[Text, Field("long_text")] = ""
    skills_present: Annotated[Text, Field("long_text")] = ""
    remedy: Annotated[Text, Field("long_text")] = ""
    remedy_by: Annotated[str | None, Field("month")] = None


class Activity(Item, frozen=True, kw_only=True):
    """Something that marketing does again and again, in the house or outside.

    `effort` is our own person-months a month, that of steering a partner included.
    """

    name: Annotated[Text, Field("text", needed=True)] = ""
    covers: Annotated[Text, Field("long_text", needed=True)] = ""
    sourcing: Annotated[Literal["in_house", "partly", "outsourced"], Field("choice", needed=True)] = (
        "in_house"
    )
    why: Annotated[Text, Field("long_text")] = ""
    partner: Annotated[str | None, Field("ref", kinds=("Partner",))] = None
    kept_inside: Annotated[Text, Field("long_text")] = ""
    effort: Annotated[Decimal | None, Field("number", unit="person_months", low=0, high=100, needed=True)] = (
        None
    )


class Responsibility(Item, frozen=True, kw_only=True):
    """What a role has to do with an activity: R, A, C or I; its id is derived from the pair."""

    NAMED_BY = ("activity", "role")
    ONCE_FOR = ("activity", "role")

    activity: Annotated[str | None, Field("ref", kinds=("Activity",), part_of=True, needed=True)] = None
    role: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    duty: Annotated[
        Literal["responsible", "accountable", "accountable_responsible", "consulted", "informed"],
        Field("choice"),
    ] = "responsible"
    remark: Annotated[Text, Field("text")] = ""


class Capacity(Item, frozen=True, kw_only=True):
    """How much a role or a team can take a month, of one funnel step or of one kind of work."""

    NAMED_BY = ("work", "role", "department", "step")

    role: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    department: Annotated[str | None, Field("ref", kinds=("Department",))] = None
    step: Annotated[str | None, Field("ref", kinds=("FunnelStep",))] = None
    work: Annotated[Text, Field("text")] = ""
    amount: Annotated[Figure | None, Field("figure", unit="count", low=0, needed=True)] = None
    people: Annotated[Decimal | None, Field("number", unit="people", low=0)] = None
    start: Annotated[str | None, Field("month")] = None
    end: Annotated[str | None, Field("month")] = None


class Enablement(Item, frozen=True, kw_only=True):
    """Training, onboarding, an incentive or internal news: what people need to carry the plan."""

    NAMED_BY = ("topic",)

    topic: Annotated[Text, Field("text", needed=True)] = ""
    form: Annotated[Literal["training", "onboarding", "incentive", "news"], Field("choice")] = "training"
    for_whom: Annotated[tuple[str, ...], Field("refs", kinds=("Department", "Role"), needed=True)] = ()
    aim: Annotated[Text, Field("long_text")] = ""
    when: Annotated[str | None, Field("month", needed=True)] = None
    recurs: Annotated[Literal["once", "monthly", "quarterly", "yearly"], Field("choice")] = "once"
    owner: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    share_done: Annotated[Decimal | None, Field("number", unit="rate", low=0, high=1)] = None
    learned: Annotated[Text, Field("long_text")] = ""


class CommunicationLink(Item, frozen=True, kw_only=True):
    """How two departments or roles talk: how dense each side finds it (0 to 4) and what is wanted."""

    NAMED_BY = ("one", "other")

    one: Annotated[str | None, Field("ref", kinds=("Department", "Role"), needed=True)] = None
    other: Annotated[str | None, Field("ref", kinds=("Department", "Role"), needed=True)] = None
    about: Annotated[Text, Field("text")] = ""
    channel: Annotated[Text, Field("text", needed=True)] = ""
    frequency: Annotated[
        Literal["", "daily", "weekly", "monthly", "quarterly", "when_needed", "never"], Field("choice")
    ] = ""
    density_one: Annotated[int | None, Field("integer", low=0, high=4, needed=True)] = None
    density_other: Annotated[int | None, Field("integer", low=0, high=4, needed=True)] = None
    wanted: Annotated[int | None, Field("integer", low=0, high=4, needed=True)] = None
    cause: Annotated[Text, Field("long_text")] = ""
    next_step: Annotated[Text, Field("long_text")] = ""
    next_by: Annotated[str | None, Field("date")] = None
    owner: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    rated_on: Annotated[str | None, Field("date")] = None


KINDS: tuple[type[Item], ...] = (
    Department,
    Role,
    Activity,
    Responsibility,
    Partner,
    Capacity,
    Enablement,
    CommunicationLink,
)
