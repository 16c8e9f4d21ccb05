"""Coverage as taken over into the plan: companies, people, and every share as an expression over them."""

from __future__ import annotations

from kakehashi.declaration.blocks import Cell, Column, Row, Table
from kakehashi.declaration.cells import figure, over, ref, words, worked_out
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import with_used_columns
from kakehashi.plan.item import Figure
from kakehashi.plan.targets import Coverage, Segment
from kakehashi.words import number

COMPANIES, SHARES, PEOPLE = "targets.companies", "targets.shares", "targets.people_reached"
WHOLE = "companies"
STEPS = ("with_leads", "with_target_leads", "with_follow_leads", "with_open", "with_valid", "with_won")
"""From the first contact to the order; each a part of the target companies."""

_COUNTED = (WHOLE, *STEPS, "with_lost")
_REACHED = ("people", "target_leads", "follow_leads", "people_outside")


def covered(context: Context) -> tuple[Coverage, ...]:
    """All targets first, then segments in their order, then tiers; only those whose companies are known."""
    segments = [segment.id for segment in context.plan.items(Segment)]

    def place(item: Coverage) -> tuple[int, int, str]:
        at = segments.index(item.segment) + 1 if item.segment is not None else 0
        return (1 if item.segment is not None else 2 if item.tier else 0, at, item.tier)

    known = (
        item
        for item in context.plan.items(Coverage)
        if count_of(item, WHOLE) is not None and (item.segment is None or item.segment in segments)
    )
    return tuple(sorted(known, key=place))


def count_of(item: Coverage, name: str) -> Figure | None:
    """A figure of the coverage that has a value."""
    found: Figure | None = getattr(item, name)
    return None if found is None or found.value is None else found


def covered_name(context: Context, item: Coverage) -> str:
    """What it is the coverage of: a segment, a tier, a tier of a segment, or all targets."""
    parts = [context.named(item.segment)] if item.segment else []
    if item.tier:
        parts.append(context.choice("Coverage.tier", item.tier))
    return context.listed(parts) if parts else context.say("declaration.targets.all")


def companies_table(context: Context) -> Table | None:
    """How many target companies there are and how many of them stand at each step."""
    return _counts(context, COMPANIES, "declaration.targets.companies", _COUNTED)


def people_table(context: Context) -> Table | None:
    """How many people we know at the target companies."""
    return _counts(context, PEOPLE, "declaration.targets.people_reached", _REACHED)


def shares_table(context: Context) -> Table | None:
    """Of the target companies, the share at each step."""
    items = covered(context)
    names = tuple(name for name in STEPS if any(count_of(item, name) for item in items))
    if not names:
        return None
    return Table(
        key=SHARES,
        title=context.say("declaration.targets.shares"),
        columns=(
            _first(context),
            *(context.column(name, f"Coverage.{name}", "rate", digits=1, width=12) for name in names),
        ),
        rows=tuple(
            Row(
                id=item.id,
                item=item.id,
                cells=(words(covered_name(context, item)), *(_share(item, name) for name in names)),
            )
            for item in items
        ),
        note=context.say("declaration.targets.shares_note"),
    )


def _share(item: Coverage, name: str) -> Cell:
    if count_of(item, name) is None:
        return figure(None)
    return worked_out(over(ref(COMPANIES, item.id, name), ref(COMPANIES, item.id, WHOLE)))


def _counts(context: Context, key: str, title: str, names: tuple[str, ...]) -> Table | None:
    items = covered(context)
    if not any(count_of(item, name) for item in items for name in names):
        return None
    dates = [item.as_of or "" for item in items]
    together = len(set(dates)) == 1 and bool(dates[0])  # then it is said once
    return with_used_columns(
        Table(
            key=key,
            title=context.say(title),
            columns=(
                _first(context),
                *(context.column(name, f"Coverage.{name}", "number", width=12) for name in names),
                *([] if together else [context.column("as_of", "Coverage.as_of", "date", width=12)]),
            ),
            rows=tuple(_row(context, item, names, dated=not together) for item in items),
            note=context.sentences(_notes(context, items, dates[0] if together else "", key)),
            source=_source(context, items),
        )
    )


def _notes(context: Context, items: tuple[Coverage, ...], date: str, key: str) -> list[str]:
    """When it was counted, and how many companies of the data are no targets."""
    said = [context.say("declaration.targets.as_of", date=context.day(date))] if date else []
    outside = next((each.value for item in items if (each := count_of(item, "outside"))), None)
    if key == COMPANIES and outside is not None:
        said.append(context.say("declaration.targets.outside", count=number(outside)))
    return said or [""]


def _first(context: Context) -> Column:
    return context.column("name", "declaration.targets.of", width=30)


def _row(context: Context, item: Coverage, names: tuple[str, ...], *, dated: bool) -> Row:
    found = [count_of(item, name) for name in names]
    return Row(
        id=item.id,
        item=item.id,
        cells=(
            words(covered_name(context, item)),
            *(figure(None if each is None else each.value) for each in found),
            *([words(item.as_of or "")] if dated else []),
        ),
    )


def _source(context: Context, items: tuple[Coverage, ...]) -> str:
    """The files that it was taken over from, each named once."""
    passports = [each.passport for item in items if (each := count_of(item, WHOLE)) and each.passport]
    said = dict.fromkeys(context.typed(each.source) for each in passports)
    files = [source for source in said if source]
    return context.say("declaration.finding.source", files=context.listed(files)) if files else ""
