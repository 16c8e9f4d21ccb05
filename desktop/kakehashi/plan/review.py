"""Chapter 14, review and declaration: what readers are asked, what they say, and who gets to read what."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item, Part
from kakehashi.words import Text

Grade = Literal["", "low", "medium", "high"]


class Decision(Item, frozen=True, kw_only=True):
    """A decision that readers of the plan are asked for: by when, and what follows from a no."""

    NAMED_BY = ("what",)

    what: Annotated[Text, Field("text", needed=True)] = ""
    asked_of: Annotated[str | None, Field("ref", kinds=("Department", "Stakeholder"), needed=True)] = None
    by: Annotated[str | None, Field("date", needed=True)] = None
    reason: Annotated[Text, Field("long_text", needed=True)] = ""
    options: Annotated[Text, Field("long_text")] = ""
    if_no: Annotated[Text, Field("long_text", needed=True)] = ""
    amount: Annotated[Decimal | None, Field("number", unit="money", low=0)] = None
    concerns: Annotated[tuple[str, ...], Field("refs")] = ()
    answer: Annotated[Literal["", "yes", "with_condition", "no", "postponed"], Field("choice")] = ""
    condition: Annotated[Text, Field("long_text")] = ""
    decided_on: Annotated[str | None, Field("date")] = None
    decided_by: Annotated[Text, Field("text")] = ""


class Ask(Item, frozen=True, kw_only=True):
    """What a department is asked to give to the plan, and what it gets for it."""

    NAMED_BY = ("what",)

    what: Annotated[Text, Field("text", needed=True)] = ""
    type: Annotated[
        Literal["", "hours", "data", "people", "expert", "review", "logs", "other"], Field("choice")
    ] = ""
    department: Annotated[str | None, Field("ref", kinds=("Department",), needed=True)] = None
    amount: Annotated[Decimal | None, Field("number", low=0)] = None
    counted_in: Annotated[Text, Field("text")] = ""
    start: Annotated[str | None, Field("month", needed=True)] = None
    end: Annotated[str | None, Field("month")] = None
    outcome: Annotated[str | None, Field("ref", kinds=("Outcome",), needed=True)] = None
    gives_back: Annotated[Text, Field("long_text", needed=True)] = ""
    asked_by: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    answer: Annotated[Literal["", "yes", "with_condition", "no"], Field("choice")] = ""
    condition: Annotated[Text, Field("long_text")] = ""
    answered_by: Annotated[Text, Field("text")] = ""
    answered_on: Annotated[str | None, Field("date")] = None


class Risk(Item, frozen=True, kw_only=True):
    """What may go wrong, how we would notice early, and what we do about it."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    likelihood: Annotated[Grade, Field("choice", needed=True)] = ""
    effect: Annotated[Grade, Field("choice", needed=True)] = ""
    consequence: Annotated[Text, Field("long_text")] = ""
    remedy: Annotated[Text, Field("long_text", needed=True)] = ""
    owner: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    early_sign: Annotated[Text, Field("text", needed=True)] = ""
    metric: Annotated[str | None, Field("ref", kinds=("Metric",))] = None
    concerns: Annotated[tuple[str, ...], Field("refs")] = ()
    state: Annotated[Literal["open", "happened", "closed"], Field("choice")] = "open"


class Question(Item, frozen=True, kw_only=True):
    """What a reader will ask, and our answer with the items that back it."""

    NAMED_BY = ("question",)

    question: Annotated[Text, Field("text", needed=True)] = ""
    department: Annotated[str | None, Field("ref", kinds=("Department",))] = None
    answer: Annotated[Text, Field("long_text", needed=True)] = ""
    backed_by: Annotated[tuple[str, ...], Field("refs")] = ()
    answered_by: Annotated[str | None, Field("ref", kinds=("Role",))] = None


class Audience(Item, frozen=True, kw_only=True):
    """Who reads a document: which chapters, how much of them, and what stays hidden.

    With `stands_for` it takes the place of a built-in audience; no `chapters` then means the built-in's own.
    Chapters in `in_headline` or `in_full` differ from `detail`. `sees` (confidential fields) and `hides` hold
    fields as 'Role.monthly_cost' ('*' in `sees` = all).
    """

    name: Annotated[Text, Field("text")] = ""
    stands_for: Annotated[
        Literal[
            "",
            "executives",
            "sales",
            "finance",
            "it",
            "hr",
            "product",
            "service",
            "partners",
            "marketing",
        ],
        Field("choice"),
    ] = ""
    chapters: Annotated[tuple[str, ...], Field("list")] = ()
    detail: Annotated[Literal["headline", "normal", "full"], Field("choice")] = "normal"
    in_headline: Annotated[tuple[str, ...], Field("list")] = ()
    in_full: Annotated[tuple[str, ...], Field("list")] = ()
    sees: Annotated[tuple[str, ...], Field("list")] = ()
    hides: Annotated[tuple[str, ...], Field("list")] = ()
    parameter: Annotated[Literal["", "partner", "department"], Field("choice")] = ""
    foreword: Annotated[Text, Field("long_text")] = ""


class Comment(Item, frozen=True, kw_only=True):
    """What a reader says about an item or a chapter, and what became of it."""

    NAMED_BY = ("text",)

    item: Annotated[str | None, Field("ref", part_of=True)] = None
    chapter: Annotated[str, Field("code")] = ""
    type: Annotated[
        Literal["question", "condition", "objection", "number_correction", "wording", "approval"],
        Field("choice"),
    ] = "question"
    text: Annotated[Text, Field("long_text", needed=True)] = ""
    weight: Annotated[Literal["minor", "normal", "blocking"], Field("choice")] = "normal"
    author: Annotated[Text, Field("text", needed=True)] = ""
    department: Annotated[str | None, Field("ref", kinds=("Department",), needed=True)] = None
    date: Annotated[str | None, Field("date", needed=True)] = None
    edition: Annotated[int | None, Field("integer", low=1)] = None
    state: Annotated[Literal["open", "done", "declined"], Field("choice")] = "open"
    answer: Annotated[Text, Field("long_text")] = ""
    answered_on: Annotated[str | None, Field("date")] = None
    led_to: Annotated[Text, Field("long_text")] = ""


class Approval(Item, frozen=True, kw_only=True):
    """What a department decided on an edition of the plan, which it names by number and hash."""

    NAMED_BY = ("person", "department")

    department: Annotated[str | None, Field("ref", kinds=("Department",), needed=True)] = None
    person: Annotated[Text, Field("text", needed=True)] = ""
    decision: Annotated[Literal["", "approve", "with_condition", "send_back"], Field("choice")] = ""
    condition: Annotated[Text, Field("long_text")] = ""
    condition_met_on: Annotated[str | None, Field("date")] = None
    date: Annotated[str | None, Field("date", needed=True)] = None
    edition: Annotated[int | None, Field("integer", low=1, needed=True)] = None
    edition_hash: Annotated[str, Field("code")] = ""
    remark: Annotated[Text, Field("long_text")] = ""


class FindingSource(Part, frozen=True, kw_only=True):
    """One import that a finding was computed from."""

    table: Annotated[str, Field("code")]
    name: Annotated[str, Field("code")]
    sha256: Annotated[str, Field("code")]
    rows: Annotated[int, Field("integer", unit="count", low=0)]
    imported_on: Annotated[str, Field("date")]


class FindingRecord(Item, frozen=True, kw_only=True):
    """A finding taken over from evidence: aggregates only, with its sources, so that figures can point to it.

    Cells are text as the finding gave it, numbers in canonical form.
    """

    NAMED_BY = ("finding",)

    finding: Annotated[str, Field("code", needed=True)] = ""
    date: Annotated[str | None, Field("date", needed=True)] = None
    parameters: Annotated[Mapping[str, str], Field("records")] = {}
    columns: Annotated[tuple[str, ...], Field("list")] = ()
    rows: Annotated[tuple[tuple[str | None, ...], ...], Field("records")] = ()
    sources: Annotated[tuple[FindingSource, ...], Field("records")] = ()


KINDS: tuple[type[Item], ...] = (
    Decision,
    Ask,
    Risk,
    Question,
    Audience,
    Comment,
    Approval,
    FindingRecord,
)
