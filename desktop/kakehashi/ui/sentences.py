"""Findings and changes as rows of a list: their sentences, where they belong, who and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kakehashi.drawing.badges import Badge
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import CHAPTER_OF
from kakehashi.plan.plan import Plan
from kakehashi.ui.look import Look
from kakehashi.ui.on_demand import OnDemand
from kakehashi.ui.rows import Row
from kakehashi.ui.views import BETWEEN, field_place
from kakehashi.words import Lines, Listing, Message, shown

if TYPE_CHECKING:  # checks are not loaded before the first paint
    from kakehashi.checks.check import Finding
    from kakehashi.plan.completeness import Step
    from kakehashi.ui.worked import Change

BADGES: Mapping[str, Badge] = {"error": "bad", "warning": "warn", "hint": "note"}
_ORDER = ("bad", "warn", "note")


def worst_by_chapter(findings: Iterable[Finding]) -> dict[str, tuple[Badge, int]]:
    """Chapter -> the worst badge and how many open checks are as bad: the number belongs to its sign."""
    counts: dict[str, Counter[Badge]] = {}
    for finding in findings:
        counts.setdefault(finding.chapter, Counter())[BADGES[finding.severity]] += 1
    worst = {chapter: min(count, key=_ORDER.index) for chapter, count in counts.items()}
    return {chapter: (badge, counts[chapter][badge]) for chapter, badge in worst.items()}


def finding_rows(
    look: Look, findings: Sequence[Finding], *, with_chapter: bool = True, repairs: bool = False
) -> Sequence[Row]:
    """A row a finding, in their order: the sentence, below it the chapter, why it matters and, with
    `repairs`, how it can be repaired here. The key of the repair is the place of the finding."""
    return OnDemand(
        len(findings),
        lambda at: _finding(look, findings[at], str(at), with_chapter=with_chapter, repairs=repairs),
    )


def _finding(look: Look, finding: Finding, place: str, *, with_chapter: bool, repairs: bool) -> Row:
    note = look.say(finding.why)
    if with_chapter:
        note = look.say("ui.why", chapter=look.say(f"chapter.{finding.chapter}"), why=note)
    repair = finding.repair if repairs else None
    if repair is not None:
        note = look.say("ui.checks.with_repair", why=note, repair=repair.words)
    return Row(
        key=place_key(finding.chapter, finding.item or "", _field_of(finding)),
        head=_in_one_line(look, finding.sentence),
        note=note,
        side=look.say("ui.checks.repair") if repair is not None else "›",
        mark=BADGES[finding.severity],
        spoken_mark=look.say(f"severity.{finding.severity}"),
        act=place if repair is not None else "",
    )


def step_rows(look: Look, steps: Sequence[Step]) -> Sequence[Row]:
    """A row a step, in their order: what to do, and the chapter that it leads to."""
    return OnDemand(len(steps), lambda at: _step(look, steps[at], at + 1))


def _step(look: Look, step: Step, number: int) -> Row:
    return Row(
        key=place_key(step.chapter, step.item or "", named_field(step.message)),
        head=_in_one_line(look, step.message),
        side=look.say("ui.to_chapter", chapter=look.say(f"chapter.{step.chapter}")),
        mark=BADGES["error"] if step.repairs else "",
        number=str(number),
        spoken_mark=look.say("severity.error") if step.repairs else "",
    )


def _in_one_line(look: Look, sentence: Message) -> str:
    """A sentence with what it lists below it."""
    lines = look.say(sentence).split("\n")
    return lines[0] + look.say("ui.comma").join(lines[1:])


def place_key(chapter: str, item: str, field: str = "") -> str:
    """The key of a row that stands for an item of a chapter, or for a field of it."""
    return f"{chapter}{BETWEEN}{field_place(item, field)}"


def place_of(key: str) -> tuple[str, str]:
    """Chapter, and item ('' = none) with its field, that a row's key stands for."""
    chapter, _, item = key.partition(BETWEEN)
    return chapter, item


def named_field(sentence: Message) -> str:
    """The first field of its item that a sentence names by its title; '' for none."""
    for value in sentence.values.values():
        for each in value.messages if isinstance(value, Listing | Lines) else (value,):
            if isinstance(each, Message) and each.id.startswith("field.") and ".envelope." not in each.id:
                return each.id.rpartition(".")[2]
    return ""


def _field_of(finding: Finding) -> str:
    """The field that a finding names, else the first one that its repair would set."""
    named = named_field(finding.sentence)
    if named or finding.repair is None:
        return named
    own = (each.field for each in finding.repair.change if each.item == finding.item)
    return next((each for each in own if each not in ("kind", "position", "parent")), "")


def change_rows(look: Look, changes: Sequence[Change], plan: Plan) -> Sequence[Row]:
    """A row a change: where above, what below, who and when at the right."""
    return OnDemand(len(changes), lambda at: _change(look, changes[at], _chapter(plan.get(changes[at].item))))


def _chapter(item: Item | None) -> str:
    return CHAPTER_OF.get(item.kind, "") if item is not None else ""


def _change(look: Look, change: Change, chapter: str) -> Row:
    values = {name: shown(value, look.language) for name, value in change.words.values.items()}
    where = [values.get(name, "") for name in ("chapter", "item", "field", "key")]
    match change.words.id:
        case "change.value" | "change.key":
            note, head = where, look.say("ui.change.value", before=values["before"], after=values["after"])
        case "change.details":
            note, head = where, look.say("ui.change.details", value=values["after"])
        case "change.added":
            note, head = where[:1], look.say("ui.change.added", kind=values["kind"], item=values["item"])
        case "change.removed":
            note, head = where[:1], look.say("ui.change.removed", kind=values["kind"], item=values["item"])
        case "change.moved":
            note, head = where[:2], look.say("ui.change.moved")
        case _:
            note, head = [], look.say(change.words)
    return Row(
        key=place_key(chapter, change.item),
        head=head,
        note=look.say("ui.path").join(filter(None, note)),
        note_first=True,
        side=" ".join(filter(None, (change.person, _short_day(look, change.at)))),
        side_is="remark",
    )


def _short_day(look: Look, at: str) -> str:
    """'2027-08-05T14:32' -> 8月5日 / 5 Aug."""
    if not at:
        return ""
    return look.say("ui.day", month=look.say(f"month.{int(at[5:7])}"), day=str(int(at[8:10])))
