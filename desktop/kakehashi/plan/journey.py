"""Chapter 6, customer journey: the stages that journeys, content and measures share."""

from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item
from kakehashi.words import Text

PERMITTED = ("anonymous", "named")  # a voice with one of these may be used in content


class Stage(Item, frozen=True, kw_only=True):
    """A stage of the customer's journey, from unaware to expansion; their order is the journey."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    part: Annotated[Literal["", "before", "comparing", "deciding", "after"], Field("choice")] = ""
    happens: Annotated[Text, Field("long_text", needed=True)] = ""
    moves_on: Annotated[Text, Field("long_text")] = ""


class Journey(Item, frozen=True, kw_only=True):
    """The way of one person, or of a buying committee, through the stages: as it is or as it is to be."""

    NAMED_BY = ("name", "persona")

    name: Annotated[Text, Field("text")] = ""
    persona: Annotated[
        str | None, Field("ref", kinds=("IndividualPersona", "OrganizationPersona"), needed=True)
    ] = None
    state: Annotated[Literal["as_is", "to_be"], Field("choice")] = "as_is"
    scene: Annotated[Text, Field("long_text", needed=True)] = ""
    checked_on: Annotated[str | None, Field("date")] = None


class Lane(Item, frozen=True, kw_only=True):
    """A row of a journey map; what it holds tells which fields its cells use."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    journey: Annotated[str | None, Field("ref", kinds=("Journey",), part_of=True, needed=True)] = None
    holds: Annotated[
        Literal[
            "action",
            "touchpoint",
            "question",
            "emotion",
            "information",
            "form",
            "content",
            "measures",
            "metric",
            "owner",
            "pain",
            "failure",
            "other",
        ],
        Field("choice"),
    ] = "other"


class Cell(Item, frozen=True, kw_only=True):
    """What stands in a lane at a stage; its id is derived from the pair."""

    NAMED_BY = ("stage", "lane")
    ONCE_FOR = ("stage", "lane")

    stage: Annotated[str | None, Field("ref", kinds=("Stage",), part_of=True, needed=True)] = None
    lane: Annotated[str | None, Field("ref", kinds=("Lane",), part_of=True, needed=True)] = None
    text: Annotated[Text, Field("long_text")] = ""
    emotion: Annotated[int | None, Field("integer", low=-2, high=2)] = None
    content: Annotated[tuple[str, ...], Field("refs", kinds=("ContentAsset",))] = ()
    measures: Annotated[tuple[str, ...], Field("refs", kinds=("Measure",))] = ()
    metric: Annotated[str | None, Field("ref", kinds=("Metric",))] = None
    owner: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    voices: Annotated[tuple[str, ...], Field("refs", kinds=("CustomerVoice",))] = ()


class CustomerVoice(Item, frozen=True, kw_only=True):
    """What a customer said, whether we may use it, and what we did about it."""

    NAMED_BY = ("title", "customer", "words")

    title: Annotated[Text, Field("text")] = ""
    customer: Annotated[Text, Field("text", needed=True)] = ""
    person: Annotated[Text, Field("text", confidential=True)] = ""
    persona: Annotated[str | None, Field("ref", kinds=("IndividualPersona",))] = None
    date: Annotated[str | None, Field("date", needed=True)] = None
    sort: Annotated[
        Literal["story", "feedback", "outcome", "complaint", "review", "reference"], Field("choice")
    ] = "feedback"
    stage: Annotated[str | None, Field("ref", kinds=("Stage",), needed=True)] = None
    words: Annotated[Text, Field("long_text", needed=True)] = ""
    figure: Annotated[Text, Field("text")] = ""
    permission: Annotated[
        Literal["not_asked", "asked", "internal", "anonymous", "named", "refused"], Field("choice")
    ] = "not_asked"
    permitted_until: Annotated[str | None, Field("date")] = None
    told_to: Annotated[tuple[str, ...], Field("refs", kinds=("Department",))] = ()
    done: Annotated[Text, Field("long_text")] = ""
    owner: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    link: Annotated[str, Field("code")] = ""


KINDS: tuple[type[Item], ...] = (Stage, Journey, Lane, Cell, CustomerVoice)
