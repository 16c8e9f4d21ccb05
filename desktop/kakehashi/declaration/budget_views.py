"""The budget as it is read: by category and month, and against the caps."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kakehashi.declaration.blocks import Cell, Column, Row, Table
from kakehashi.declaration.budget_inputs import (
    ACTUAL,
    ALL,
    AMOUNT,
    COMMITTED,
    FRAME,
    FRAME_RESERVE,
    FRAME_TOTAL,
    LINES,
    TO_DATE,
    Group,
    caps,
    groups,
    has_any,
    listed,
    not_itemised_note,
    to_date,
)
from kakehashi.declaration.cells import (
    Tone,
    in_unit,
    minus,
    or_zero,
    over,
    plus,
    ref,
    words,
    worked_out,
)
from kakehashi.declaration.confidential import DERIVED, ShownRow
from kakehashi.declaration.context import Context
from kakehashi.declaration.spans import TOTAL, Span, all_spans, column, half_spans, sum_of
from kakehashi.plan.budget import BudgetCategory, BudgetFrame
from kakehashi.plan.money import budget_rows, total
from kakehashi.words import month

BY_MONTH, CATEGORIES = "budget.by_month", "budget.categories"
RESERVE = "reserve"


def by_month(context: Context) -> Table | None:
    """Categories by month in the display unit; their lines below them where all detail is wanted."""
    here = [group for group in groups(context) if group.rows]
    if not has_any(context, LINES):
        return None
    spans = all_spans(context.about, context.language)
    rows: list[Row] = []
    for group in here:
        rows.append(_group_row(context, group, spans))
        if context.full:
            rows += [_line_row(context, row, spans) for row in group.rows]
    cells = (_across(BY_MONTH, span, [group.key for group in here]) for span in spans)
    rows.append(Row(id=ALL, style="total", cells=(words(context.say("declaration.total")), *cells)))
    digits = months_digits(context)
    return Table(
        key=BY_MONTH,
        title=context.say("declaration.budget.by_month"),
        columns=(
            context.column("name", "declaration.column.category", width=28),
            *(column(span, "money", digits) for span in spans),
        ),
        rows=tuple(rows),
        unit=context.unit.title,
        note=not_itemised_note(context) if context.full else "",
    )


def months_digits(context: Context) -> int:
    """Digits of the budget by month: by its lines where they are shown, else by its categories.

    What is hidden has no say: digits would tell of it.
    """
    amounts: list[Decimal | None] = []
    for group in groups(context):
        for each in context.months:
            planned_here = [row.planned.get(each) for row in group.open_rows]
            if context.full:
                amounts += planned_here
            elif group.itemised:
                amounts.append(sum((value for value in planned_here if value is not None), Decimal(0)))
    return context.money_digits(amounts)


def _group_row(context: Context, group: Group, spans: tuple[Span, ...]) -> Row:
    tone: Tone = "bad" if over_cap(context, group.key) else ""
    return Row(
        id=group.key,
        item=group.item,
        mark=group.code,
        style="subtotal" if context.full else "",
        cells=(
            words(group.name),
            *(
                _in_month(context, group.rows, span)
                if span.kind == "month"
                else worked_out(
                    sum_of(BY_MONTH, group.key, span.months), tone=tone if span.key == TOTAL else ""
                )
                for span in spans
            ),
        ),
    )


def _in_month(context: Context, rows: tuple[ShownRow, ...], span: Span) -> Cell:
    money = plus(ref(LINES, row.id, span.key) for row in rows)
    return Cell(missing="unset") if money is None else worked_out(in_unit(money, context.unit.size))


def _line_row(context: Context, row: ShownRow, spans: tuple[Span, ...]) -> Row:
    name = context.called(row.name)
    if row.origin in DERIVED:
        name = context.say(
            "declaration.with_note", value=name, note=context.say(f"declaration.origin.{row.origin}")
        )
    return Row(
        id=row.id,
        item=row.line or "",
        level=1,
        cells=(
            words(name),
            *(
                worked_out(in_unit(ref(LINES, row.id, span.key), context.unit.size))
                if span.kind == "month"
                else worked_out(sum_of(BY_MONTH, row.id, span.months))
                for span in spans
            ),
        ),
    )


def _across(block: str, span: Span, keys: list[str]) -> Cell:
    return worked_out(plus(ref(block, key, span.key) for key in keys))


def over_cap(context: Context, category: str) -> bool:
    """Whether the plan of a category is over its cap."""
    cap = context.plan.only(BudgetFrame).caps.get(category)
    return cap is not None and (planned(context, category) or Decimal(0)) > cap


def planned(context: Context, category: str | None = None) -> Decimal | None:
    """Planned money in full units, of one category or of all: declared aggregates, from the whole plan."""
    known = {each.id for each in context.plan.items(BudgetCategory)}
    rows = [row for row in budget_rows(context.whole) if category is None or row.category == category]
    if category is not None and category not in known:
        rows = []
    found = [money for row in rows if (money := total(row.planned, context.months)) is not None]
    return sum(found, Decimal(0)) if found else None


class _View(msgspec.Struct, frozen=True):
    """Which columns the table of categories has."""

    halves: tuple[Span, ...]
    caps: frozenset[str]
    committed: bool
    dated: tuple[str, ...]


def categories(context: Context) -> Table | None:
    """Each category's plan by half, its share, its cap and what is left, what has been spent."""
    if not has_any(context, LINES):
        return None
    here = [group for group in groups(context) if group.rows or group.key in caps(context)]
    view = _View(
        halves=half_spans(context.about, context.language),
        caps=caps(context),
        committed=has_any(context, COMMITTED),
        dated=to_date(context) if has_any(context, ACTUAL) else (),
    )
    rows = [_category(context, view, group) for group in here]
    keys = [group.key for group in here]
    if FRAME_RESERVE in view.caps:
        rows.append(_reserve(context, view))
        keys.append(RESERVE)
    rows.append(_total(context, view, keys))
    return Table(
        key=CATEGORIES,
        title=context.say("declaration.budget.categories"),
        columns=_columns(context, view, _year_digits(context, view, here)),
        rows=tuple(rows),
        unit=context.unit.title,
    )


def _year_digits(context: Context, view: _View, here: list[Group]) -> int:
    frame = context.plan.only(BudgetFrame)
    amounts: list[Decimal | None] = [frame.total, frame.reserve]
    for group in here:
        amounts.append(frame.caps.get(group.key))
        if not group.itemised:
            continue
        for months in (*(half.months for half in view.halves), context.months):
            found = [money for row in group.rows if (money := total(row.planned, months)) is not None]
            amounts.append(sum(found, Decimal(0)))
    return context.money_digits(amounts)


def _columns(context: Context, view: _View, digits: int) -> tuple[Column, ...]:
    found = [
        context.column("name", "declaration.column.category", width=26),
        *(column(half, "money", digits) for half in view.halves),
        context.column("plan", "declaration.column.year_plan", "money", digits=digits),
        context.column("share", "declaration.column.share", "rate", digits=1),
    ]
    if view.caps:
        found += [
            context.column("cap", "declaration.column.cap", "money", digits=digits),
            context.column("left", "declaration.column.left", "money", digits=digits),
        ]
    if view.committed:
        found.append(context.column("committed", "declaration.column.committed", "money", digits=digits))
    if view.dated:
        until = month(view.dated[-1], context.language, year=False)
        title = context.say("declaration.column.actual_until", month=until)
        found.append(Column(key="actual", title=title, kind="money", digits=digits))
        found.append(context.column("used", "declaration.column.used", "rate", digits=1))
    return tuple(found)


def _category(context: Context, view: _View, group: Group) -> Row:
    tone: Tone = "bad" if over_cap(context, group.key) else ""
    has_money = bool(group.rows)
    cells = [
        words(group.name),
        *(_of_month(group, half.key, has_money) for half in view.halves),
        _of_month(group, TOTAL, has_money),
        _share(group.key),
    ]
    if view.caps:
        cells += _cap_cells(context, group.key, group.key in view.caps, tone)
    if view.committed:
        cells.append(_summed(context, COMMITTED, group, TOTAL))
    if view.dated:
        cells += [_summed(context, ACTUAL, group, TO_DATE), _used(group.key)]
    return Row(id=group.key, item=group.item, mark=group.code, cells=tuple(cells))


def _of_month(group: Group, key: str, has_money: bool) -> Cell:
    return worked_out(ref(BY_MONTH, group.key, key)) if has_money else Cell(missing="unset")


def _share(key: str) -> Cell:
    return worked_out(over(ref(CATEGORIES, key, "plan"), ref(CATEGORIES, ALL, "plan")))


def _cap_cells(context: Context, key: str, capped: bool, tone: Tone) -> list[Cell]:
    if not capped:
        return [Cell(missing="unset"), Cell(missing="unset")]
    cap = in_unit(ref(FRAME, key, AMOUNT), context.unit.size)
    left = minus(ref(CATEGORIES, key, "cap"), or_zero(ref(CATEGORIES, key, "plan")))
    return [worked_out(cap), worked_out(left, tone=tone)]


def _summed(context: Context, table: str, group: Group, key: str) -> Cell:
    money = plus(ref(table, row.id, key) for row in listed(context, table, group.rows))
    return Cell(missing="unset") if money is None else worked_out(in_unit(money, context.unit.size))


def _used(key: str) -> Cell:
    return worked_out(over(ref(CATEGORIES, key, "actual"), ref(CATEGORIES, key, "plan")))


def _reserve(context: Context, view: _View) -> Row:
    blank = Cell(missing="unset")
    cap = worked_out(in_unit(ref(FRAME, FRAME_RESERVE, AMOUNT), context.unit.size))
    left = worked_out(ref(CATEGORIES, RESERVE, "cap"))
    after = [blank] * (int(view.committed) + 2 * bool(view.dated))
    before = [blank] * (len(view.halves) + 2)
    name = words(context.field("BudgetFrame.reserve"))
    return Row(id=RESERVE, mark="reserve", cells=(name, *before, cap, left, *after))


def _total(context: Context, view: _View, keys: list[str]) -> Row:
    def across(key: str) -> Cell:
        return worked_out(plus(ref(CATEGORIES, each, key) for each in keys))

    cells = [
        words(context.say("declaration.total")),
        *(across(half.key) for half in view.halves),
        across("plan"),
        _share(ALL),
    ]
    if view.caps:
        whole = FRAME_TOTAL in view.caps
        cap = (
            worked_out(in_unit(ref(FRAME, FRAME_TOTAL, AMOUNT), context.unit.size))
            if whole
            else across("cap")
        )
        cells += [cap, worked_out(minus(ref(CATEGORIES, ALL, "cap"), ref(CATEGORIES, ALL, "plan")))]
    if view.committed:
        cells.append(across("committed"))
    if view.dated:
        cells += [across("actual"), _used(ALL)]
    return Row(id=ALL, style="total", cells=tuple(cells))
