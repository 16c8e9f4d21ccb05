"""Chapter 13, work: what marketing was asked for, and what it delivers in the next three months."""

from decimal import Decimal
from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item
from kakehashi.words import Text


class Request(Item, frozen=True, kw_only=True):
    """An idea or a request in the one backlog of marketing; the order of requests is their rank."""

    NAMED_BY = ("what",)

    what: Annotated[Text, Field("text", needed=True)] = ""
    details: Annotated[Text, Field("long_text")] = ""
    form: Annotated[Literal["request", "idea"], Field("choice")] = "request"
    asked_by: Annotated[str | None, Field("ref", kinds=("Department",), needed=True)] = None
    person: Annotated[Text, Field("text")] = ""
    came_by: Annotated[
        Literal["", "meeting", "mail", "chat", "form", "workshop", "survey", "talk"], Field("choice")
    ] = ""
    came_on: Annotated[str | None, Field("date", needed=True)] = None
    outcome: Annotated[str | None, Field("ref", kinds=("Outcome",), needed=True)] = None
    moscow: Annotated[Literal["", "must", "should", "could", "wont"], Field("choice", needed=True)] = ""
    effort: Annotated[
        Decimal | None, Field("number", unit="person_months", low=0, high=1000, needed=True)
    ] = None
    wanted_by: Annotated[str | None, Field("month")] = None
    owner: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    state: Annotated[Literal["new", "accepted", "in_progress", "done", "declined"], Field("choice")] = "new"
    still_needed_on: Annotated[str | None, Field("date")] = None
    declined_because: Annotated[Text, Field("long_text")] = ""


class BlueprintEntry(Item, frozen=True, kw_only=True):
    """What is delivered in one of the next three months, as agreed; it serves an outcome."""

    NAMED_BY = ("deliverable",)

    deliverable: Annotated[Text, Field("text", needed=True)] = ""
    month: Annotated[str | None, Field("month", needed=True)] = None
    outcome: Annotated[str | None, Field("ref", kinds=("Outcome",), needed=True)] = None
    owner: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    done_when: Annotated[Text, Field("long_text")] = ""
    requests: Annotated[tuple[str, ...], Field("refs", kinds=("Request",))] = ()
    agreed_with: Annotated[tuple[str, ...], Field("refs", kinds=("Department",))] = ()
    state: Annotated[Literal["planned", "in_progress", "delivered", "dropped"], Field("choice")] = "planned"
    remark: Annotated[Text, Field("long_text")] = ""


KINDS: tuple[type[Item], ...] = (Request, BlueprintEntry)
