"""Chapter 5, personas: whom we sell to, as a company, an organization in it and the people who decide."""

from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item
from kakehashi.words import Text


class CompanyPersona(Item, frozen=True, kw_only=True):
    """A typical company that we want as a customer."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    industry: Annotated[Text, Field("text", needed=True)] = ""
    size: Annotated[Text, Field("text", needed=True)] = ""
    revenue: Annotated[Text, Field("text")] = ""
    region: Annotated[Text, Field("text")] = ""
    business_model: Annotated[Text, Field("long_text")] = ""
    situation: Annotated[Text, Field("long_text", needed=True)] = ""
    goals: Annotated[Text, Field("long_text")] = ""
    challenges: Annotated[Text, Field("long_text", needed=True)] = ""
    trigger: Annotated[Text, Field("long_text", needed=True)] = ""
    alternatives: Annotated[Text, Field("long_text")] = ""
    buying_process: Annotated[Text, Field("long_text", needed=True)] = ""
    budget_cycle: Annotated[Text, Field("text")] = ""
    systems: Annotated[Text, Field("long_text")] = ""


class OrganizationPersona(Item, frozen=True, kw_only=True):
    """A department of a company persona that uses, chooses or pays; its people make the buying committee."""

    NAMED_BY = ("name", "department")

    company: Annotated[str | None, Field("ref", kinds=("CompanyPersona",), part_of=True, needed=True)] = None
    department: Annotated[Text, Field("text", needed=True)] = ""
    name: Annotated[Text, Field("text")] = ""
    mission: Annotated[Text, Field("long_text", needed=True)] = ""
    kpis: Annotated[Text, Field("long_text")] = ""
    challenges: Annotated[Text, Field("long_text")] = ""
    structure: Annotated[Text, Field("long_text")] = ""
    decision_process: Annotated[Text, Field("long_text", needed=True)] = ""
    takes_part: Annotated[Text, Field("long_text")] = ""


class IndividualPersona(Item, frozen=True, kw_only=True):
    """A person of an organization persona, with the part they play in buying."""

    NAMED_BY = ("name", "job_title")

    name: Annotated[Text, Field("text", needed=True)] = ""
    organization: Annotated[
        str | None, Field("ref", kinds=("OrganizationPersona",), part_of=True, needed=True)
    ] = None
    job_title: Annotated[Text, Field("text", needed=True)] = ""
    buying_role: Annotated[
        Literal["", "initiator", "champion", "decider", "approver", "user", "influencer", "blocker"],
        Field("choice", needed=True),
    ] = ""
    stages: Annotated[tuple[str, ...], Field("refs", kinds=("Stage",))] = ()
    responsibilities: Annotated[Text, Field("long_text")] = ""
    goals: Annotated[Text, Field("long_text", needed=True)] = ""
    challenges: Annotated[Text, Field("long_text", needed=True)] = ""
    sources: Annotated[Text, Field("long_text", needed=True)] = ""
    interests: Annotated[Text, Field("long_text")] = ""
    objections: Annotated[Text, Field("long_text")] = ""
    says: Annotated[Text, Field("text")] = ""
    portrait: Annotated[str | None, Field("attachment")] = None


class Research(Item, frozen=True, kw_only=True):
    """What was asked, read or counted to learn about customers."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    method: Annotated[
        Literal[
            "sales_hearing",
            "customer_interview",
            "survey",
            "desk_research",
            "data_analysis",
            "social_listening",
            "reviews",
        ],
        Field("choice"),
    ] = "customer_interview"
    date: Annotated[str | None, Field("date", needed=True)] = None
    whom: Annotated[Text, Field("text", needed=True)] = ""
    names: Annotated[Text, Field("long_text", confidential=True)] = ""
    sample_size: Annotated[int | None, Field("integer", unit="count", low=0)] = None
    by: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    findings: Annotated[Text, Field("long_text", needed=True)] = ""
    limits: Annotated[Text, Field("long_text")] = ""
    link: Annotated[str, Field("code")] = ""


class Statement(Item, frozen=True, kw_only=True):
    """One thing that we say about a persona, marked with what it rests on."""

    NAMED_BY = ("text",)

    persona: Annotated[
        str | None,
        Field(
            "ref",
            kinds=("CompanyPersona", "OrganizationPersona", "IndividualPersona"),
            part_of=True,
            needed=True,
        ),
    ] = None
    about: Annotated[
        Literal[
            "situation", "goal", "challenge", "trigger", "buying", "source", "interest", "objection", "other"
        ],
        Field("choice"),
    ] = "other"
    text: Annotated[Text, Field("long_text", needed=True)] = ""
    mark: Annotated[Literal["assumption", "interview", "data"], Field("choice")] = "assumption"
    research: Annotated[tuple[str, ...], Field("refs", kinds=("Research",))] = ()


KINDS: tuple[type[Item], ...] = (
    CompanyPersona,
    OrganizationPersona,
    IndividualPersona,
    Research,
    Statement,
)
