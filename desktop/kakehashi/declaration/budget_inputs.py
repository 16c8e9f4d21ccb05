"""The budget's input tables, in full units: lines by month as planned, committed and spent, and the frame."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from kakehashi.declaration.blocks import Cell, Row, Table
from kakehashi.declaration.cells import BLANK, figure, plus, ref, typed, words, worked_out
from kakehashi.declaration.confidential import DERIVED, ShownRow
from kakehashi.declaration.context import Context
from kakehashi.declaration.spans import Span, column, month_spans, sum_of, sums, total_span
from kakehashi.plan.budget import BudgetCategory, BudgetFrame
from kakehashi.plan.item import Series

LINES, COMMITTED, ACTUAL, FRAME = "budget.lines", "budget.committed", "budget.actual", "budget.frame"
FRAME_TOTAL, FRAME_RESERVE, AMOUNT = "total", "reserve", "amount"
NO_CATEGORY = "none"
ALL = "total"
TO_DATE = "to_date"

_SERIES = {LINES: "planned", COMMITTED: "committed", ACTUAL: "actual"}
_TITLES = {
    LINES: "declaration.budget.lines",
    COMMITTED: "declaration.budget.committed",
    ACTUAL: "declaration.budget.actual",
}


class Group(msgspec.Struct, frozen=True):
    """A category (or what has none) with its rows; `code` is the mark of a built-in category."""

    key: str
    item: str
    name: str
    code: str
    rows: tuple[ShownRow, ...]

    @property
    def open_rows(self) -> tuple[ShownRow, ...]:
        """The rows that hide nothing."""
        return tuple(row for row in self.rows if row.origin != "not_itemised")

    @property
    def itemised(self) -> bool:
        """Whether nothing is hidden in its sums."""
        return self.open_rows == self.rows


def groups(context: Context) -> tuple[Group, ...]:
    """The categories in their order, those without money too; last what has no category."""
    found = []
    for category in context.plan.items(BudgetCategory):
        rows = tuple(row for row in context.rows if row.category == category.id)
        code = "" if category.code == "other" else category.code
        found.append(Group(category.id, category.id, context.named(category.id), code, rows))
    loose = tuple(row for row in context.rows if row.category is None)
    if loose:
        found.append(Group(NO_CATEGORY, "", context.say("declaration.budget.no_category"), "", loose))
    return tuple(found)


def to_date(context: Context) -> tuple[str, ...]:
    """The months that actuals are compared over: the closed ones, else up to the last with an actual."""
    closed = context.plan.only(type(context.about)).closed_through
    if closed is None:
        spent = [month for row in context.rows for month in row.actual if month in context.months]
        closed = max(spent, default="")
    return tuple(month for month in context.months if month <= closed)


def has_any(context: Context, key: str) -> bool:
    """Whether there is a figure for such a table in the plan's months."""
    return any(month in _series(row, key) for row in context.rows for month in context.months)


def listed(context: Context, key: str, rows: tuple[ShownRow, ...]) -> tuple[ShownRow, ...]:
    """Those of these rows that stand in a table: where money is hidden, what was spent is not itemised."""
    if key == LINES or context.sees_money:
        return rows
    return tuple(row for row in rows if row.origin == "not_itemised" or _series(row, key))


def lines_table(context: Context, key: str) -> Table | None:
    """One row a budget line. Open lines may be changed in a workbook; what follows from sources may not."""
    if not has_any(context, key):
        return None
    spans = (*month_spans(context.about, context.language), total_span(context.about, context.language))
    columns = [
        context.column("category", "BudgetLine.category", width=18),
        context.column("name", "BudgetLine.name", width=30),
        context.column("origin", "declaration.column.origin", width=12),
        *(column(span, "money") for span in spans),
    ]
    dated = to_date(context)
    if key != LINES or dated:
        columns.append(context.column(TO_DATE, "declaration.column.to_date", "money"))
    rows = [
        _line(context, key, group, row, spans)
        for group in groups(context)
        for row in listed(context, key, group.rows)
    ]
    rows.append(_all_lines(context, key, rows, spans))
    if columns[-1].key == TO_DATE:
        rows = [_dated(key, row, dated) for row in rows]
    return Table(
        key=key,
        title=context.say(_TITLES[key]),
        columns=tuple(columns),
        rows=tuple(rows),
        unit=context.unit.full,
        note=_note(context),
        role="input",
    )


def _line(context: Context, key: str, group: Group, row: ShownRow, spans: tuple[Span, ...]) -> Row:
    series = _series(row, key)
    free = row.origin == "line" or (key != LINES and row.origin != "not_itemised")
    put = typed if free else figure
    return Row(
        id=row.id,
        item=(row.line or "") if free else "",
        mark=group.code,
        cells=(
            words(group.name),
            words(context.called(row.name)),
            words(context.say(f"declaration.origin.{row.origin}") if row.origin != "line" else ""),
            *(put(series.get(span.key)) for span in spans if span.kind == "month"),
            *sums(key, row.id, spans),
        ),
    )


def _all_lines(context: Context, key: str, rows: list[Row], spans: tuple[Span, ...]) -> Row:
    cells = (worked_out(plus(ref(key, row.id, span.key) for row in rows)) for span in spans)
    return Row(id=ALL, style="total", cells=(words(context.say("declaration.total")), BLANK, BLANK, *cells))


def _dated(key: str, row: Row, months: tuple[str, ...]) -> Row:
    cell = Cell(expression=sum_of(key, row.id, months)) if months else Cell(missing="unset")
    return msgspec.structs.replace(row, cells=(*row.cells, cell))


def _note(context: Context) -> str:
    if any(row.origin in DERIVED for row in context.rows):
        return context.say("declaration.budget.derived_note")
    return not_itemised_note(context)


def not_itemised_note(context: Context) -> str:
    """What the rows are that stand for hidden ones; '' when there are none."""
    if any(row.origin == "not_itemised" for row in context.rows):
        return context.say("declaration.budget.not_itemised_note")
    return ""


def _series(row: ShownRow, key: str) -> Series:
    found: Series = getattr(row, _SERIES[key])
    return found


def frame_table(context: Context) -> Table | None:
    """The caps, each with a name for a workbook's named range."""
    frame = context.plan.only(BudgetFrame)
    rows = []
    if frame.total is not None:
        rows.append(_cap(context, FRAME_TOTAL, "cap_total", context.field("BudgetFrame.total"), frame.total))
    names = _cap_names(context)
    for category in context.plan.items(BudgetCategory):
        if (cap := frame.caps.get(category.id)) is not None:
            name = context.say("declaration.budget.cap_of", category=context.named(category.id))
            rows.append(_cap(context, category.id, names[category.id], name, cap))
    if frame.reserve is not None:
        title = context.field("BudgetFrame.reserve")
        rows.append(_cap(context, FRAME_RESERVE, "cap_reserve", title, frame.reserve))
    if not rows:
        return None
    return Table(
        key=FRAME,
        title=context.say("declaration.budget.frame"),
        columns=(
            context.column("name", "declaration.column.frame", width=30),
            context.column(AMOUNT, "declaration.column.amount", "money", width=16),
        ),
        rows=tuple(rows),
        unit=context.unit.full,
        role="input",
    )


def _cap(context: Context, key: str, name: str, title: str, value: Decimal) -> Row:
    item = context.plan.only(BudgetFrame).id
    return Row(id=key, item=item, cells=(words(title), typed(value, name)))


def _cap_names(context: Context) -> Mapping[str, str]:
    """Names in ASCII, stable while the categories stay: cap_promotion, cap_other_2."""
    found: dict[str, str] = {}
    for category in context.plan.items(BudgetCategory):
        count = sum(name.startswith(f"cap_{category.code}") for name in found.values())
        found[category.id] = f"cap_{category.code}_{count + 1}" if count else f"cap_{category.code}"
    return found


def caps(context: Context) -> frozenset[str]:
    """The rows that the frame's table has."""
    table = frame_table(context)
    return frozenset() if table is None else frozenset(row.id for row in table.rows)
