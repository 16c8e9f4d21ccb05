"""Chapter 12, hand-off and win/loss: when a lead goes to sales, and what is learned from what comes of it."""

from decimal import Decimal
from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item
from kakehashi.words import Text


class Approach(Item, frozen=True, kw_only=True):
    """One of the five ways to find hand-off conditions: what was looked at, and what came of it."""

    approach: Annotated[
        Literal["won_companies", "opportunities", "settling", "supply", "exclusions"],
        Field("choice", needed=True),
    ] = "won_companies"
    name: Annotated[Text, Field("text", needed=True)] = ""
    owner: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    done: Annotated[bool, Field("flag")] = False
    date: Annotated[str | None, Field("date", needed=True)] = None
    result: Annotated[Text, Field("long_text", needed=True)] = ""


class HandoffCondition(Item, frozen=True, kw_only=True):
    """When a lead goes from one role to another, or must not. Both sides agree to it (`Agreement`)."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    from_role: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    to_role: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    effect: Annotated[Literal["include", "exclude"], Field("choice")] = "include"
    condition: Annotated[Text, Field("long_text", needed=True)] = ""
    rests_on: Annotated[
        Literal["", "won_companies", "opportunities", "settling", "supply", "exclusions"],
        Field("choice", needed=True),
    ] = ""
    travels: Annotated[Text, Field("long_text", needed=True)] = ""
    review_on: Annotated[str | None, Field("date", needed=True)] = None


class ServiceLevel(Item, frozen=True, kw_only=True):
    """How soon a lead of one type is accepted or returned, and what becomes of it when it is returned."""

    NAMED_BY = ("lead_type",)

    lead_type: Annotated[Text, Field("text", needed=True)] = ""
    conditions: Annotated[tuple[str, ...], Field("refs", kinds=("HandoffCondition",))] = ()
    owner: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    accept_hours: Annotated[Decimal | None, Field("number", low=0, high=1000, needed=True)] = None
    contact_hours: Annotated[Decimal | None, Field("number", low=0, high=1000)] = None
    hours: Annotated[Literal["business", "calendar"], Field("choice")] = "business"
    return_reasons: Annotated[tuple[str, ...], Field("list", needed=True)] = ()
    recycle: Annotated[Text, Field("long_text", needed=True)] = ""
    when_late: Annotated[Text, Field("text")] = ""


class LogTemplate(Item, frozen=True, kw_only=True):
    """What is written down after a call, a meeting or at a deal: which fields, by whom, by when."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    occasion: Annotated[Literal["call", "meeting", "deal"], Field("choice")] = "call"
    required: Annotated[tuple[str, ...], Field("list", needed=True)] = ()
    who: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    due: Annotated[Text, Field("text", needed=True)] = ""
    tool: Annotated[str | None, Field("ref", kinds=("Tool",))] = None
    used_for: Annotated[Text, Field("long_text")] = ""


class Reason(Item, frozen=True, kw_only=True):
    """A reason why deals are won or lost; `belongs_to` makes the taxonomy, `then` is what follows a loss."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    outcome: Annotated[Literal["won", "lost"], Field("choice")] = "lost"
    belongs_to: Annotated[str | None, Field("ref", kinds=("Reason",))] = None
    means: Annotated[Text, Field("long_text", needed=True)] = ""
    then: Annotated[Literal["", "nurture", "drop", "tell_product", "tell_service"], Field("choice")] = ""
    nurture_months: Annotated[int | None, Field("integer", unit="months", low=1, high=120)] = None
    tells: Annotated[str | None, Field("ref", kinds=("Department",))] = None


class Interview(Item, frozen=True, kw_only=True):
    """What a won or lost customer said about the deal, what was learned and what was changed for it."""

    NAMED_BY = ("company",)

    company: Annotated[Text, Field("text", needed=True)] = ""
    outcome: Annotated[Literal["won", "lost"], Field("choice")] = "won"
    date: Annotated[str | None, Field("date", needed=True)] = None
    interviewee: Annotated[Text, Field("text", confidential=True)] = ""
    interviewer: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    said: Annotated[Text, Field("long_text", needed=True)] = ""
    reasons: Annotated[tuple[str, ...], Field("refs", kinds=("Reason",))] = ()
    lesson: Annotated[Text, Field("long_text", needed=True)] = ""
    changed: Annotated[tuple[str, ...], Field("refs")] = ()


KINDS: tuple[type[Item], ...] = (Approach, HandoffCondition, ServiceLevel, LogTemplate, Reason, Interview)
