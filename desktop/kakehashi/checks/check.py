"""What a check is: it reads kinds of items and says where the plan is not sound yet, and how to repair it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Literal

import msgspec

from kakehashi.forecast.forecast import Forecast, forecast
from kakehashi.plan.changes import Change
from kakehashi.plan.plan import Plan
from kakehashi.words import Message

Severity = Literal["error", "warning", "hint"]


class Repair(msgspec.Struct, frozen=True):
    """An edit that removes the finding, and what it is called."""

    words: Message
    change: Change


class Found(msgspec.Struct, frozen=True):
    """One place where a check fires."""

    item: str | None
    values: dict[str, Any] = {}
    repair: Repair | None = None
    sentence: str = ""  # another sentence than the check's own: `check.<id>.<sentence>`


class Facts:
    """The plan and what is worked out from it once for all checks."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def forecast(self) -> Forecast:
        """The deterministic forecast of the base plan."""
        return forecast(self.plan)


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """A check. `reads` = the kinds whose edits can change its outcome ('*' = any)."""

    id: str
    severity: Severity
    chapter: str
    reads: frozenset[str]
    run: Callable[[Facts], Iterable[Found]]

    @property
    def sentence(self) -> str:
        """Message id of its sentence."""
        return f"check.{self.id}"

    @property
    def why(self) -> str:
        """Message id of why it matters."""
        return f"check.{self.id}.why"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found, ready to be said in any language."""

    check: str
    severity: Severity
    chapter: str
    item: str | None
    sentence: Message
    repair: Repair | None
