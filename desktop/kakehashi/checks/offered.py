"""What a plugin's check is and gives: it reads records, and says where the plan is not sound by its rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, Protocol

import msgspec

from kakehashi.plan.records import Records
from kakehashi.words import Text


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """One place where a check fires: a sentence for the reader, by language (what is so, and what to do).

    `item` is the id of the item that it is about, `field` the field to look at. `repair` are values to set on
    this item, as one step that can be undone, and `repair_title` what that is called.
    """

    severity: Literal["error", "warning", "hint"]
    message: Text
    item: str | None = None
    field: str = ""
    repair: Mapping[str, Any] | None = None
    repair_title: Text = ""


class PlanCheck(Protocol):
    """A check of the plan. Its title stands in the plugin's manifest, under the same key."""

    @property
    def key(self) -> str: ...

    def check(self, plan: Records) -> Iterable[CheckResult]:
        """All places where it fires; the same plan gives the same results."""
        ...
