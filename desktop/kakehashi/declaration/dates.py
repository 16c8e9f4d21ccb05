"""The days and months of a document: when what its chapters tell of happens, for calendars.

Only items that stand in a table of the document are told, and of these only the dates and words whose
columns stand there: a calendar says no more than the text does. Texts come from the redacted plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import msgspec

from kakehashi.declaration.blocks import Chapter, Dated, Row, Table, kind_of
from kakehashi.declaration.chapters.changes import KEY as CHANGES
from kakehashi.declaration.context import Context
from kakehashi.declaration.said import said
from kakehashi.plan.basis import Maturity
from kakehashi.plan.budget import Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.direction import BigMove, Outcome, Ritual, Stakeholder
from kakehashi.plan.fields import describe
from kakehashi.plan.handoff import HandoffCondition
from kakehashi.plan.item import Item
from kakehashi.plan.measurement import Tool
from kakehashi.plan.months import last_day
from kakehashi.plan.organization import Enablement, Partner
from kakehashi.plan.recurrence import Recurrence, recurrence
from kakehashi.plan.review import Ask, Decision
from kakehashi.plan.targets import Launch, NamedAccount
from kakehashi.plan.work import BlueprintEntry

What = Literal["meeting", "start", "end", "due", "review"]


class _Date(msgspec.Struct, frozen=True):
    """A field that holds a day or a month; `told_by` = the column or row that tells it, '' = its own."""

    field: str
    what: What
    told_by: str = ""


_DATES: Mapping[type[Item], tuple[_Date, ...]] = MappingProxyType(
    {
        Maturity: (_Date("next_look", "review"),),
        Outcome: (_Date("by", "due"),),
        BigMove: (_Date("start", "start"), _Date("end", "end")),
        Stakeholder: (_Date("next_talk", "meeting"),),
        Ritual: (_Date("first_date", "meeting", "name"),),
        Partner: (_Date("end", "end"),),
        Enablement: (_Date("when", "start"),),
        NamedAccount: (_Date("next_by", "due"),),
        Launch: (_Date("date", "start"),),
        ContentAsset: (_Date("due", "due"), _Date("review_on", "review")),
        Measure: (
            _Date("start", "start"),
            _Date("end", "end"),
            _Date("success", "review"),
            _Date("stop", "review"),
        ),
        Tool: (_Date("contract_end", "end"),),
        HandoffCondition: (_Date("review_on", "review"),),
        BlueprintEntry: (_Date("month", "due"),),
        Decision: (_Date("by", "due"),),
        Ask: (_Date("start", "start", "period"),),
    }
)
_DROPPED = "dropped"
_NUMERIC = frozenset({"number", "money", "rate", "points", "factor"})


class _Told(msgspec.Struct):
    """What the document tells of an item: the first chapter, keys of columns and rows, and lines of words."""

    chapter: str
    keys: set[str]
    lines: dict[str, str]


def dates(context: Context, chapters: Sequence[Chapter]) -> tuple[Dated, ...]:
    """All that happens on a day or in a month, by day, of the items that these chapters tell."""
    told = _told(context, chapters)
    found = [
        dated
        for kind, its_dates in _DATES.items()
        for item in context.plan.items(kind)
        if item.id in told
        for dated in _of(context, item, its_dates, told[item.id])
    ]
    return tuple(sorted(found, key=lambda each: (each.on, each.key)))


def _told(context: Context, chapters: Sequence[Chapter]) -> Mapping[str, _Told]:
    """By item. What the list of changes tells of an item is no place where it is told."""
    found: dict[str, _Told] = {}
    for chapter in chapters:
        for table in chapter.blocks if chapter.key != CHANGES else ():
            if not isinstance(table, Table):
                continue
            columns = {column.key for column in table.columns}
            for row in table.rows:
                told = found.setdefault(row.item, _Told(chapter.key, set(), {}))
                told.keys |= {row.id, *columns}
                for field, line in _lines(context, table, row):
                    told.lines.setdefault(field, line)
    return found


def _lines(context: Context, table: Table, row: Row) -> Iterator[tuple[str, str]]:
    """Its fields with them in words, 'Owner: Sales lead'; without its name, without figures, and without what
    is confidential even where this audience sees it: calendars go further than documents.
    """
    item = context.plan.get(row.item)
    if item is None or type(item) not in _DATES:
        return
    described = describe(type(item))
    fields = {name for name, each in described.items() if not each.field.confidential} - {*item.NAMED_BY}
    for column, cell in zip(table.columns, row.cells, strict=True):
        if column.key in fields and kind_of(cell, column) not in _NUMERIC:
            words = said(cell, column.kind, column.digits, context.language).text
            if words:
                yield column.key, context.say("declaration.labelled", label=column.title, value=words)


def _of(context: Context, item: Item, its_dates: Sequence[_Date], told: _Told) -> Iterator[Dated]:
    said_already = set()
    for each in its_dates:
        if (each.told_by or each.field) not in told.keys:
            continue
        meeting = isinstance(item, Ritual)
        label = "" if meeting else context.say(f"declaration.date.{item.kind}.{each.field}")
        for key, on in _days(item, each.field):
            if (label, on) in said_already:  # success and stop are mostly judged on one day
                continue
            said_already.add((label, on))
            yield Dated(
                key=f"{item.id}.{key}",
                item=item.id,
                kind=item.kind,
                kind_title=context.say(f"kind.{item.kind}"),
                what=each.what,
                title=context.named(item.id),
                label=label,
                on=on,
                chapter=told.chapter,
                description="\n".join(told.lines.values()),
                minutes=item.minutes if isinstance(item, Ritual) and "minutes" in told.keys else None,
                recurrence=_recurrence(context, item) if isinstance(item, Ritual) else None,
                dropped=getattr(item, "state", "") == _DROPPED,
            )


def _days(item: Item, field: str) -> Iterator[tuple[str, str]]:
    """The days and months in a field, each with a key of its own; criteria hold one each."""
    value = getattr(item, field)
    if isinstance(value, tuple):
        for number, criterion in enumerate(value, 1):
            if criterion.decide_on:
                yield f"{field}.{number}", criterion.decide_on
    elif value:
        yield field, value


def _recurrence(context: Context, ritual: Ritual) -> Recurrence | None:
    """How it comes back; where the rule names no end, to the end of the plan: the next plan says it anew."""
    found = recurrence(ritual.cadence)
    end = last_day(context.months[-1])
    if found is None or found.count or found.until or (ritual.first_date or "") > end:
        return found
    return msgspec.structs.replace(found, until=end)
