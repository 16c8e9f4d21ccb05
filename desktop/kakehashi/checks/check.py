"""What a check is: it reads kinds of items and says where the plan is not sound yet, and how to repair it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, Literal, TypeVar

import msgspec

from kakehashi.forecast.forecast import Forecast, outlook
from kakehashi.forecast.inputs import FORECAST_READS
from kakehashi.plan.changes import Change
from kakehashi.plan.item import Item
from kakehashi.plan.kept import Kept
from kakehashi.plan.money import BUDGET_READS, Spending, spending
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.words import Message

Severity = Literal["error", "warning", "hint"]
T = TypeVar("T", bound=Item)


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

    def __init__(self, plan: Plan, kept: Kept | None = None) -> None:
        self.plan = plan
        self.kept = kept or Kept()

    def after(self, plan: Plan, kinds: frozenset[str]) -> Facts:
        """The facts of the plan after an edit of these kinds; what they cannot change is handed on."""
        facts = Facts(plan, self.kept)
        for name, reads in (("forecast", FORECAST_READS), ("spending", BUDGET_READS)):
            if name in self.__dict__ and not reads & kinds:
                facts.__dict__[name] = self.__dict__[name]
        return facts

    @cached_property
    def forecast(self) -> Forecast:
        """The deterministic forecast of the base plan, without what each measure brings."""
        return outlook(self.plan, self.spending, self.kept)

    @cached_property
    def spending(self) -> Spending:
        """The rows of the budget, derived ones too, with their sums."""
        return spending(self.plan, self.kept)


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """A check. `reads` = the kinds whose edits can change its outcome ('*' = all).

    With `each` it looks at single items of the kind `of` ('*' = any): the outcome of an item follows from it,
    from the items that it refers to, and from the kinds in `reads`. An edit that touches none of these kinds
    runs it again only for the touched items and for those that refer to them.
    """

    id: str
    severity: Severity
    chapter: str  # '' = the chapter of the item that is found
    reads: frozenset[str]
    run: Callable[[Facts], Iterable[Found]]
    of: str = ""
    each: Callable[[Facts, Any], Iterable[Found]] | None = None

    @property
    def sentence(self) -> str:
        """Message id of its sentence."""
        return f"check.{self.id}"

    @property
    def why(self) -> str:
        """Message id of why it matters."""
        return f"check.{self.id}.why"


def reading(*kinds: type[Item]) -> frozenset[str]:
    """The kinds that a check reads, by name."""
    return frozenset(kind.__name__ for kind in kinds)


def item_check(
    check: str,
    severity: Severity,
    chapter: str,
    kind: type[T],
    each: Callable[[Facts, T], Iterable[Found]],
    *,
    reads: Iterable[type[Item]] = (),
) -> Check:
    """A check that looks at items one by one (`kind` = Item: at all of them). See `Check` for `reads`."""
    anything = kind is Item

    def run(facts: Facts) -> Iterator[Found]:
        for item in facts.plan if anything else facts.plan.items(kind):
            yield from each(facts, item)  # type: ignore[arg-type]

    return Check(
        id=check,
        severity=severity,
        chapter=chapter,
        reads=reading(*reads),
        run=run,
        of="*" if anything else kind.__name__,
        each=each,
    )


def lacking(
    check: str,
    severity: Severity,
    chapter: str,
    kind: type[T],
    fires: Callable[[T], object],
) -> Check:
    """A check of single items by their own fields; its sentence names the item as {item}."""

    def each(facts: Facts, item: T) -> Iterator[Found]:
        if fires(item):
            yield Found(item.id, {"item": name_of(facts.plan, item)})

    return item_check(check, severity, chapter, kind, each)


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found, ready to be said in any language."""

    check: str
    severity: Severity
    chapter: str
    item: str | None
    sentence: Message
    why: Message  # it matters
    repair: Repair | None
    order: tuple[int, int, int, str, str]  # in which findings are shown; the same for one plan
