"""How full each chapter is, and what to do next: from fields declared `needed` and from kinds without items.

A kind is asked for when it has needed fields and is not a pair's (`ONCE_FOR`); those of `MAY_BE_ABSENT` come
up as the year goes, or not at all. A kind that is asked for and has no item counts as one empty item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Protocol

import msgspec

from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.changes import kind_words
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.kinds import BY_CHAPTER, CHAPTER_OF, KINDS, ONLY_ONE, chapters
from kakehashi.plan.money import plan_months
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.words import Message

# Kinds that a sound plan may have none of: they come up while it is lived, or not every company has them.
MAY_BE_ABSENT = frozenset(
    {
        "Approval",
        "Capacity",
        "Comment",
        "Competitor",
        "Coverage",
        "CustomerBase",
        "CustomerVoice",
        "Experiment",
        "FindingRecord",
        "Interview",
        "Launch",
        "NamedAccount",
        "OpeningPipeline",
        "Partner",
        "Request",
        "Scenario",
        "Seasonality",
    }
)

# Chapters and kinds in the order in which a CMO works. A kind's own place goes before its chapter's; chapters
# that are not named follow in the order of the plan, kinds of a chapter in the order of their declaration.
WORK_ORDER = (
    "About",
    "GuidePoint",
    "Outcome",
    "Metric",
    "FunnelStep",
    "Economics",
    "Goal",
    "Department",
    "Role",
    "Measure",
    "BudgetFrame",
    "BudgetCategory",
    "BudgetLine",
    "basis",
    "direction",
    "organization",
)


MOST_FIELDS = 3  # named in the sentence of a step


class Completeness(msgspec.Struct, frozen=True):
    """So many of the needed fields are filled; `needed` is 0 where nothing can be filled in yet."""

    filled: int
    needed: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.filled / self.needed if self.needed else 0.0

    @property
    def full(self) -> bool:
        """Whether nothing is missing."""
        return self.needed > 0 and self.filled == self.needed


class Finding(Protocol):
    """What is read of a check's finding."""

    @property
    def check(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def chapter(self) -> str: ...
    @property
    def item(self) -> str | None: ...
    @property
    def sentence(self) -> Message: ...


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do next: repair what a check found, add the first item of a kind, or fill in fields.

    `message` leaves the chapter to whoever shows it. `repairs`: a check found an error. `item` and `fields`
    say where to begin; `missing` counts over all items of the kind (findings of a check).
    """

    message: Message
    chapter: str
    kind: str = ""
    item: str | None = None
    fields: tuple[str, ...] = ()
    missing: int = 1
    repairs: bool = False


def completeness(plan: Plan) -> Mapping[str, Completeness]:
    """Every chapter's. A chapter with kinds but without items is empty, not full."""
    return {chapter: _of_chapter(plan, BY_CHAPTER[chapter]) for chapter in BY_CHAPTER}


def next_steps(plan: Plan, findings: Iterable[Finding] = (), *, most: int = 10) -> tuple[Step, ...]:
    """What to do next, at most so many: errors of checks first, then what is missing, in working order."""
    steps = list(_repairs(plan, findings))
    for kind in sorted(KINDS.values(), key=lambda kind: _place(kind.__name__)):
        if len(steps) >= most:
            break
        step = _step(plan, kind)
        if step is not None:
            steps.append(step)
    return tuple(steps[:most])


def lacks(plan: Plan, item: Item) -> tuple[FieldDescription, ...]:
    """The needed fields of an item that hold nothing, in the order of their declaration."""
    return tuple(
        described
        for described in needed_fields(type(item))
        if not holds(plan, item, described) and not _follows(plan, item, described.name)
    )


@cache
def needed_fields(kind: type[Item]) -> tuple[FieldDescription, ...]:
    """The needed fields of a kind."""
    return tuple(described for described in describe(kind).values() if described.field.needed)


def asked_for(kind: type[Item]) -> bool:
    """Whether a plan without an item of this kind is incomplete."""
    return bool(needed_fields(kind)) and not kind.ONCE_FOR and kind.__name__ not in MAY_BE_ABSENT


def holds(plan: Plan, item: Item, described: FieldDescription) -> bool:
    """Whether a field says anything; 0 and 'no' do. Of a series: anything about the plan's own months."""
    value = getattr(item, described.name)
    if described.field.shape == "series":
        return any(month in value for month in plan_months(plan))
    if isinstance(value, Figure):
        return value.value is not None
    if isinstance(value, Mapping):
        return any(each not in (None, "") for each in value.values())
    return value is not None and value not in ("", ())


def _of_chapter(plan: Plan, kinds: tuple[type[Item], ...]) -> Completeness:
    filled = needed = 0
    for kind in kinds:
        items = _items(plan, kind)
        if not items and asked_for(kind):
            needed += len(needed_fields(kind))
        for item in items:
            open_fields = [each for each in needed_fields(kind) if not _follows(plan, item, each.name)]
            needed += len(open_fields)
            filled += sum(holds(plan, item, each) for each in open_fields)
    return Completeness(0, 1) if kinds and not needed else Completeness(filled, needed)


def _items(plan: Plan, kind: type[Item]) -> tuple[Item, ...]:
    """The items of a kind; of one that a plan has once, also while nothing has been entered."""
    return (plan.only(kind),) if kind.__name__ in ONLY_ONE else plan.items(kind)


def _follows(plan: Plan, item: Item, name: str) -> bool:
    """Whether a needed field of this item has nothing to hold: it follows from another, or leads nowhere."""
    if isinstance(item, BudgetLine):
        spent = name == "planned" and item.recurs == "one_off" and bool(item.planned)  # last year, say
        return item.source is not None or spent
    if item.kind == "FunnelStep" and name in ("rate", "lag"):
        return plan.of_kind("FunnelStep")[-1] is item
    return False


def _place(kind: str) -> tuple[int, int, int]:
    chapter = CHAPTER_OF[kind]
    named = kind if kind in WORK_ORDER else chapter
    place = WORK_ORDER.index(named) if named in WORK_ORDER else len(WORK_ORDER)
    return place, chapters().index(chapter), list(KINDS).index(kind)


def _repairs(plan: Plan, findings: Iterable[Finding]) -> Iterator[Step]:
    """A step for each check that found errors; it names the first."""
    errors: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.severity == "error":
            errors.setdefault((finding.chapter, finding.check), []).append(finding)
    for (chapter, _), found in errors.items():
        first = found[0]
        item = plan.get(first.item)
        more = Message("step.repair_more", {"sentence": first.sentence, "more": len(found) - 1})
        yield Step(
            message=more if len(found) > 1 else first.sentence,
            chapter=chapter,
            kind=item.kind if item is not None else "",
            item=first.item,
            missing=len(found),
            repairs=True,
        )


def _step(plan: Plan, kind: type[Item]) -> Step | None:
    chapter = CHAPTER_OF[kind.__name__]
    values: dict[str, Any] = {"kind": kind_words(kind.__name__)}
    items = _items(plan, kind)
    if not items:
        add = Step(message=Message("step.add", values), chapter=chapter, kind=kind.__name__)
        return add if asked_for(kind) else None
    first: Item | None = None
    fields: tuple[FieldDescription, ...] = ()
    missing = where = 0
    for item in items:
        lacking = tuple(each for each in lacks(plan, item) if not _waits(plan, each))
        if lacking and first is None:
            first, fields = item, lacking
        missing += len(lacking)
        where += bool(lacking)
    if first is None:
        return None
    values |= {
        "fields": _listed([Message(each.title) for each in fields]),
        "missing": missing,
        "items": where,
    }
    values["item"] = name_of(plan, first)
    said = "step.fill" if where == 1 else "step.fill_more"
    return Step(
        message=Message("step.fill_only" if kind.__name__ in ONLY_ONE else said, values),
        chapter=chapter,
        kind=kind.__name__,
        item=first.id if first.id in plan else None,
        fields=tuple(each.name for each in fields),
        missing=missing,
    )


def _waits(plan: Plan, described: FieldDescription) -> bool:
    """Whether the field has nothing to refer to yet: another step comes before it."""
    kinds = described.field.kinds
    return bool(kinds) and not any(
        plan.of_kind(kind) or kind not in KINDS or not asked_for(KINDS[kind]) for kind in kinds
    )


def _listed(titles: list[Message]) -> Message:
    """The first titles, and how many more there are."""
    listed, most = titles[0], MOST_FIELDS if len(titles) > MOST_FIELDS + 1 else len(titles)
    for title in titles[1:most]:
        listed = Message("step.and", {"one": listed, "other": title})
    more = len(titles) - most
    return Message("step.and_more", {"listed": listed, "count": more}) if more else listed
