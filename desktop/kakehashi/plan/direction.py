"""Chapter 2, direction: what success looks like, how we win, and who has to be won over for it."""

from decimal import Decimal
from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item
from kakehashi.words import Text

_ATTEND = ("Role", "Department", "Stakeholder", "Partner")


class GuidePoint(Item, frozen=True, kw_only=True):
    """What success looks like in the months ahead, in one sentence."""

    NAMED_BY = ("sentence",)

    sentence: Annotated[Text, Field("text", needed=True)] = ""
    period: Annotated[Literal["year", "q1", "q2", "q3", "q4"], Field("choice")] = "year"


class Outcome(Item, frozen=True, kw_only=True):
    """What will have changed, as a metric from a value to a value. The order of outcomes is their rank."""

    NAMED_BY = ("sentence",)

    sentence: Annotated[Text, Field("text", needed=True)] = ""
    metric: Annotated[str | None, Field("ref", kinds=("Metric",), needed=True)] = None
    starts_at: Annotated[Decimal | None, Field("number")] = None
    ends_at: Annotated[Decimal | None, Field("number", needed=True)] = None
    by: Annotated[str | None, Field("month", needed=True)] = None
    wanted_by: Annotated[str | None, Field("ref", kinds=("Department",))] = None
    guide_point: Annotated[str | None, Field("ref", kinds=("GuidePoint",))] = None


class Playbook(Item, frozen=True, kw_only=True):
    """How marketing wins, what it may decide, and how its people work together. Exists once."""

    ONCE_FOR = ()

    vision: Annotated[Text, Field("long_text", needed=True)] = ""
    mission: Annotated[Text, Field("long_text", needed=True)] = ""
    values: Annotated[Text, Field("long_text")] = ""
    strategy: Annotated[Text, Field("long_text", needed=True)] = ""
    gives_up: Annotated[Text, Field("long_text")] = ""
    execution_plan: Annotated[Text, Field("long_text", needed=True)] = ""
    role_of_marketing: Annotated[Text, Field("long_text", needed=True)] = ""
    commits_to: Annotated[Text, Field("long_text", needed=True)] = ""
    decides_alone: Annotated[Text, Field("long_text", needed=True)] = ""
    decides_with_others: Annotated[Text, Field("long_text")] = ""
    team_rules: Annotated[Text, Field("long_text")] = ""
    code_of_conduct: Annotated[Text, Field("long_text")] = ""
    pledge: Annotated[Text, Field("long_text")] = ""
    discussion_rules: Annotated[Text, Field("long_text")] = ""


class BigMove(Item, frozen=True, kw_only=True):
    """A company-wide initiative led by marketing, not a campaign; a few a year."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    outcome: Annotated[str | None, Field("ref", kinds=("Outcome",), needed=True)] = None
    content: Annotated[Text, Field("long_text")] = ""
    why_now: Annotated[Text, Field("long_text", needed=True)] = ""
    owner: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    sponsor: Annotated[str | None, Field("ref", kinds=("Stakeholder",), needed=True)] = None
    start: Annotated[str | None, Field("month", needed=True)] = None
    end: Annotated[str | None, Field("month")] = None
    kgi: Annotated[str | None, Field("ref", kinds=("Metric",), needed=True)] = None
    departments: Annotated[tuple[str, ...], Field("refs", kinds=("Department",))] = ()
    state: Annotated[Literal["proposed", "agreed", "under_way", "done", "dropped"], Field("choice")] = (
        "proposed"
    )
    first_step: Annotated[Text, Field("text")] = ""


class Stakeholder(Item, frozen=True, kw_only=True):
    """A person or department that must stand behind the plan, and in which wave it is asked."""

    NAMED_BY = ("person", "department")

    person: Annotated[Text, Field("text")] = ""
    post: Annotated[Text, Field("text")] = ""
    department: Annotated[str | None, Field("ref", kinds=("Department",), needed=True)] = None
    wave: Annotated[Literal["executives", "leaders", "everyone"], Field("choice")] = "everyone"
    influence: Annotated[Literal["", "low", "medium", "high"], Field("choice", confidential=True)] = ""
    needs: Annotated[Text, Field("long_text", needed=True)] = ""
    concern: Annotated[Text, Field("long_text", needed=True, confidential=True)] = ""
    answer: Annotated[Text, Field("long_text", needed=True, confidential=True)] = ""
    talked_to_by: Annotated[str | None, Field("ref", kinds=("Role",))] = None
    next_talk: Annotated[str | None, Field("date")] = None


class Stance(Item, frozen=True, kw_only=True):
    """Where a stakeholder stands on a big move; its id is derived from the pair."""

    NAMED_BY = ("stakeholder", "big_move")
    ONCE_FOR = ("stakeholder", "big_move")

    stakeholder: Annotated[str | None, Field("ref", kinds=("Stakeholder",), part_of=True, needed=True)] = None
    big_move: Annotated[str | None, Field("ref", kinds=("BigMove",), part_of=True, needed=True)] = None
    state: Annotated[
        Literal["not_asked", "asked", "supports", "opposes"], Field("choice", confidential=True)
    ] = "not_asked"
    date: Annotated[str | None, Field("date")] = None
    reason: Annotated[Text, Field("long_text", confidential=True)] = ""


class Ritual(Item, frozen=True, kw_only=True):
    """A meeting that comes back: what it is for, when it is held, and who comes.

    `cadence` is a recurrence rule of RFC 5545 ('FREQ=MONTHLY;BYDAY=1MO'), counted from `first_date`.
    """

    name: Annotated[Text, Field("text", needed=True)] = ""
    type: Annotated[
        Literal[
            "",
            "annual_kickoff",
            "quarterly_review",
            "monthly_all_hands",
            "strategy_session",
            "pipeline_check",
            "joint_planning",
            "other",
        ],
        Field("choice"),
    ] = ""
    discusses: Annotated[bool, Field("flag")] = False
    decides: Annotated[bool, Field("flag")] = False
    aligns: Annotated[bool, Field("flag")] = False
    purpose: Annotated[Text, Field("long_text", needed=True)] = ""
    first_date: Annotated[str | None, Field("date", needed=True)] = None
    cadence: Annotated[str, Field("code")] = ""
    minutes: Annotated[int | None, Field("integer", low=5, high=10_000)] = None
    chair: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    attendees: Annotated[tuple[str, ...], Field("refs", kinds=_ATTEND, needed=True)] = ()
    agenda: Annotated[Text, Field("long_text", needed=True)] = ""
    covers: Annotated[tuple[str, ...], Field("refs")] = ()
    preparation: Annotated[Text, Field("long_text")] = ""
    recorded_in: Annotated[Text, Field("text")] = ""


KINDS: tuple[type[Item], ...] = (GuidePoint, Outcome, Playbook, BigMove, Stakeholder, Stance, Ritual)
