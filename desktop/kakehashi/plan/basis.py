"""Chapter 1, basis: whose plan this is, for which months, in which money; and how far measuring has come."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from msgspec import Meta

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item
from kakehashi.words import Text


class About(Item, frozen=True, kw_only=True):
    """The plan itself: company, title, range of months, currency. Exists once."""

    NAMED_BY = ("title",)
    ONCE_FOR = ()

    company: Annotated[Text, Field("text", needed=True)] = ""
    title: Annotated[Text, Field("text", needed=True)] = ""
    product: Annotated[Text, Field("text", needed=True)] = ""
    author: Annotated[Text, Field("text", needed=True)] = ""
    fiscal_start: Annotated[int, Meta(ge=1, le=12), Field("integer", low=1, high=12)] = 4
    first_month: Annotated[str, Field("month", needed=True)] = "2027-04"
    months: Annotated[int, Meta(ge=1, le=36), Field("integer", unit="months", low=1, high=36)] = 12
    currency: Annotated[str, Field("code", needed=True)] = "JPY"
    display_unit: Annotated[Literal["1", "1000", "10000", "1000000"], Field("choice")] = "10000"
    tax: Annotated[Literal["excluded", "included"], Field("choice")] = "excluded"
    language: Annotated[Literal["ja", "en", "zh_TW"], Field("choice")] = "ja"
    closed_through: Annotated[str | None, Field("month")] = None
    logo: Annotated[str | None, Field("attachment")] = None


Level = Literal["", "activity", "hand_off", "pipeline", "business", "lifecycle"]
Answer = Literal["", "no", "partly", "yes"]
Obstacle = Literal["", "no", "some", "serious"]

# The level with this place is `Metric.level` - 1.
LEVELS: tuple[Level, ...] = ("activity", "hand_off", "pipeline", "business", "lifecycle")
# The questions of the self-assessment by the level that they stand for.
QUESTIONS: Mapping[Level, tuple[str, ...]] = MappingProxyType(
    {
        "activity": ("counts_leads", "knows_cost_per_lead"),
        "hand_off": ("agrees_follow_lead", "tracks_hand_off"),
        "pipeline": ("agrees_valid_opportunity", "knows_pipeline_amount"),
        "business": ("traces_revenue", "agrees_return"),
        "lifecycle": ("measures_retention", "measures_service"),
    }
)


class Maturity(Item, frozen=True, kw_only=True):
    """How far the company has come in measuring marketing, as it judges itself. Exists once."""

    ONCE_FOR = ()

    counts_leads: Annotated[Answer, Field("choice", needed=True)] = ""
    knows_cost_per_lead: Annotated[Answer, Field("choice", needed=True)] = ""
    agrees_follow_lead: Annotated[Answer, Field("choice", needed=True)] = ""
    tracks_hand_off: Annotated[Answer, Field("choice", needed=True)] = ""
    agrees_valid_opportunity: Annotated[Answer, Field("choice", needed=True)] = ""
    knows_pipeline_amount: Annotated[Answer, Field("choice", needed=True)] = ""
    traces_revenue: Annotated[Answer, Field("choice", needed=True)] = ""
    agrees_return: Annotated[Answer, Field("choice", needed=True)] = ""
    measures_retention: Annotated[Answer, Field("choice", needed=True)] = ""
    measures_service: Annotated[Answer, Field("choice", needed=True)] = ""
    level: Annotated[Level, Field("choice", needed=True)] = ""
    aims_at: Annotated[Level, Field("choice")] = ""
    aims_by: Annotated[str | None, Field("month")] = None
    undefined_numbers: Annotated[Obstacle, Field("choice")] = ""
    missing_environment: Annotated[Obstacle, Field("choice")] = ""
    missing_courage: Annotated[Obstacle, Field("choice")] = ""
    obstacles: Annotated[Text, Field("long_text")] = ""
    starts_with: Annotated[tuple[str, ...], Field("refs", kinds=("Metric",))] = ()
    next_step: Annotated[Text, Field("long_text", needed=True)] = ""
    assessed_on: Annotated[str | None, Field("date")] = None
    assessed_by: Annotated[Text, Field("text")] = ""
    next_look: Annotated[str | None, Field("date", needed=True)] = None


def assessed_level(maturity: Maturity) -> Level:
    """The level that the answers prove: all questions up to it are answered yes. Empty below the first."""
    proved: Level = ""
    for level, questions in QUESTIONS.items():
        if any(getattr(maturity, question) != "yes" for question in questions):
            break
        proved = level
    return proved


KINDS: tuple[type[Item], ...] = (About, Maturity)
