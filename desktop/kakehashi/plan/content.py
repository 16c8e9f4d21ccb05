"""Chapter 8, content: what we publish for which question, by when and with what next step."""

from decimal import Decimal
from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Figure, Item, Part
from kakehashi.words import Text


class StageRelation(Part, frozen=True, kw_only=True):
    """What we are to the customer at a stage."""

    stage: Annotated[str | None, Field("ref", kinds=("Stage",))] = None
    relation: Annotated[Text, Field("long_text")] = ""


class ContentStrategy(Item, frozen=True, kw_only=True):
    """What our content stands for, and what it leaves alone. Exists once."""

    ONCE_FOR = ()

    concept: Annotated[Text, Field("text", needed=True)] = ""
    purpose: Annotated[Text, Field("long_text", needed=True)] = ""
    axis: Annotated[Text, Field("long_text", needed=True)] = ""
    tone: Annotated[Text, Field("long_text")] = ""
    not_done: Annotated[Text, Field("long_text", needed=True)] = ""
    relations: Annotated[tuple[StageRelation, ...], Field("records")] = ()
    agreed_on: Annotated[str | None, Field("date")] = None


class ContentAsset(Item, frozen=True, kw_only=True):
    """A piece of content: for whom, which question it answers, by when, and where the reader goes next.

    Its cost falls into the month of `due`, else of `start`, and stands in the budget as a derived row.
    """

    NAMED_BY = ("title",)

    title: Annotated[Text, Field("text", needed=True)] = ""
    persona: Annotated[
        str | None,
        Field("ref", kinds=("IndividualPersona", "OrganizationPersona", "CompanyPersona"), needed=True),
    ] = None
    stage: Annotated[str | None, Field("ref", kinds=("Stage",), needed=True)] = None
    answers: Annotated[tuple[str, ...], Field("refs", kinds=("Cell",), needed=True)] = ()
    purpose: Annotated[
        Literal["", "notice", "trust", "expectation", "dig_up", "decide", "use"],
        Field("choice", needed=True),
    ] = ""
    type: Annotated[
        Literal[
            "article",
            "white_paper",
            "case",
            "comparison",
            "calculator",
            "checklist",
            "video",
            "webinar",
            "mail",
            "deck",
            "page",
            "ad",
            "guide",
            "other",
        ],
        Field("choice"),
    ] = "article"
    format: Annotated[Text, Field("text")] = ""
    topic: Annotated[Text, Field("text")] = ""
    viewpoint: Annotated[
        Literal["", "problem", "industry", "method", "customer", "product", "company"], Field("choice")
    ] = ""
    reach: Annotated[Literal["", "mail", "phone", "web", "event", "ad", "sales"], Field("choice")] = ""
    state: Annotated[Literal["have", "needed", "in_production", "published", "retire"], Field("choice")] = (
        "needed"
    )
    priority: Annotated[int | None, Field("integer", low=1, high=5)] = None
    difficulty: Annotated[int | None, Field("integer", low=1, high=5)] = None
    effort: Annotated[Decimal | None, Field("number", unit="person_months", low=0)] = None
    owner: Annotated[str | None, Field("ref", kinds=("Role", "Partner"), needed=True)] = None
    start: Annotated[str | None, Field("date")] = None
    due: Annotated[str | None, Field("date")] = None
    cost: Annotated[Decimal | None, Field("number", unit="money", low=0)] = None
    category: Annotated[str | None, Field("ref", kinds=("BudgetCategory",))] = None
    depends_on: Annotated[tuple[str, ...], Field("refs", kinds=("ContentAsset",))] = ()
    next: Annotated[str | None, Field("ref", kinds=("ContentAsset", "ConversionPoint"), needed=True)] = None
    measure: Annotated[str | None, Field("ref", kinds=("Measure",))] = None
    voices: Annotated[tuple[str, ...], Field("refs", kinds=("CustomerVoice",))] = ()
    metric: Annotated[str | None, Field("ref", kinds=("Metric",))] = None
    link: Annotated[str, Field("code")] = ""
    review_on: Annotated[str | None, Field("date")] = None


class ConversionPoint(Item, frozen=True, kw_only=True):
    """A step at which a reader gives something for something; their order is the way to the sales talk."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    stage: Annotated[str | None, Field("ref", kinds=("Stage",), needed=True)] = None
    given: Annotated[Text, Field("long_text", needed=True)] = ""
    asked: Annotated[Text, Field("long_text", needed=True)] = ""
    follow_up: Annotated[Text, Field("long_text")] = ""
    metric: Annotated[str | None, Field("ref", kinds=("Metric",), needed=True)] = None
    rate: Annotated[Figure | None, Field("figure", unit="rate", low=0, high=1, needed=True)] = None
    link: Annotated[str, Field("code")] = ""


KINDS: tuple[type[Item], ...] = (ContentStrategy, ContentAsset, ConversionPoint)
