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
    monthly_fee: Annotated[Decimal | None, Field("number", unit="money", low=0, confidential=True)] = None
    contact: Annotated[Text, Field("text")] = ""
    owner: Annotated[str | None, Field("ref", kinds=("Role",))] = None


class Role(Item, frozen=True, kw_only=True):
    """A place in the organization; the person may be missing. `reports_to` makes the tree."""

    NAMED_BY = ("title",)

    title: Annotated[Text, Field("text", needed=True)] = ""
    person: Annotated[Text, Field("text")] = ""
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


KINDS: tuple[type[Item], ...] = (Department, Role, Partner, Capacity)
