"""The budget as a sheet: categories with their rows, a column a month, the year; typed like a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kakehashi.plan.amounts import Unit, digits_for
from kakehashi.plan.budget import BudgetCategory, Measure
from kakehashi.plan.budget_entries import line_of
from kakehashi.plan.budget_sums import Group, Sheet, Which, budget_sheet, series_of
from kakehashi.plan.item import Series
from kakehashi.plan.money import BudgetRow, spent_by, total
from kakehashi.plan.naming import name_of
from kakehashi.plan.pasting import Column
from kakehashi.plan.plan import Plan
from kakehashi.ui.editor import Editor
from kakehashi.ui.figure_bars import budget_marks
from kakehashi.ui.grid_cells import Cell, GridColumn, GridRow, Tone
from kakehashi.ui.grid_model import GridModel
from kakehashi.ui.look import Look
from kakehashi.ui.session import State
from kakehashi.words import MISSING, Message, in_language, month, number, shown

NAME, YEAR, TO_DATE, TOTAL, NO_CATEGORY = "name", "year", "to_date", "total", "none"
_ORIGINS = {"Partner": "partner", "Role": "role", "ContentAsset": "content", "Tool": "tool"}
_NAME_WIDTH, _MONTH_WIDTH, _YEAR_WIDTH = 190, 50, 68
_NAME_MOST, _MONTHS = 400, 780  # px of the names at most, of what stands beside them


class BudgetModel(GridModel):
    """`which` says what is shown: planned, committed, actual, or the variance, which is worked out."""

    sortable = False

    def __init__(self, look: Look, editor: Editor) -> None:
        super().__init__(look, editor)
        self.which: Which = "planned"
        self.sheet: Sheet | None = None
        self.name_width = _NAME_WIDTH
        self._made_of: Sheet | None = None
        self._digits_of: tuple[Sheet | None, Unit, int] | None = None
        self._lines: dict[str, BudgetRow] = {}
        self._rows: dict[str, GridRow] = {}
        self._groups: dict[str, Group] = {}
        self.marks: Mapping[str, tuple[str, str]] = {}

    # What there is ---------------------------------------------------------------------------------------

    def show_state(self, state: State) -> None:
        plan = state.plan
        sheet = self.sheet = budget_sheet(plan, self.which)
        if self._made_of is sheet:
            self.show(plan, self._all, self._columns(sheet))
            return
        self._made_of = sheet
        self._marked(plan)
        self._lines = {row.id: row for row in spent_by(plan).rows}
        self._groups = {_key(group): group for group in sheet.groups}
        rows = []
        for group in sheet.groups:
            rows.append(GridRow(key=_key(group), style="subtotal"))
            rows += [self._row_of(row) for row in group.rows]
        rows.append(GridRow(key=TOTAL, style="total"))
        self.show(plan, rows, self._columns(sheet))

    def _row_of(self, row: BudgetRow) -> GridRow:
        known = self._rows.get(row.id)
        item = "" if row.line is None else row.line
        if known is None or known.item != item:
            known = self._rows[row.id] = GridRow(key=row.id, item=item, kind="BudgetLine", level=1)
        return known

    def _columns(self, sheet: Sheet) -> list[GridColumn]:
        say, language = self.look.say, self.look.language
        found = [
            GridColumn(key=NAME, title=say("ui.budget.row"), column=Column("name"), width=self.name_width)
        ]
        for each in sheet.months:
            closed = each in sheet.dated and self._is_closed(each)
            whole = month(each, language)
            note = say("ui.budget.closed_month", month=whole) if closed else whole
            found.append(
                GridColumn(
                    key=each,
                    title=month(each, language, year=False),
                    column=None if self.which == "variance" else Column(self.which, each),
                    right=True,
                    help=note,
                    width=_MONTH_WIDTH + 6 * self._digits(),
                    closed=closed,
                )
            )
        year = say("ui.budget.to_date_sum" if self.which == "variance" else "ui.budget.year")
        found.append(GridColumn(key=YEAR, title=year, right=True, width=_YEAR_WIDTH, strong=True))
        if self.which == "planned" and sheet.dated:
            title = say("ui.budget.spent")
            found.append(GridColumn(key=TO_DATE, title=title, right=True, width=_YEAR_WIDTH))
        return found

    def _is_closed(self, each: str) -> bool:
        closed = self.reader.about.closed_through
        return closed is not None and each <= closed

    def _marked(self, plan: Plan) -> None:
        categories = plan.items(BudgetCategory)
        language = self.look.language
        known = [(each.id, in_language(each.name, language), each.code) for each in categories]
        self.marks = budget_marks(tuple(known), language)

    # Cells -----------------------------------------------------------------------------------------------

    def cell(self, row: GridRow, column: GridColumn) -> Cell | None:
        line = self._lines.get(row.key)
        if line is None or column.column is None:
            return None
        if line.source is None:
            return Cell(line.id, column.column)
        return Cell(line_of(line), column.column) if column.column.field in ("committed", "actual") else None

    def text(self, row: GridRow, column: GridColumn) -> str:
        if column.key == NAME:
            return self._name(row)
        return self._money(self._amount(row, column))

    def said(self, row: GridRow, column: GridColumn) -> str:
        cell = self.cell(row, column)
        if cell is not None and cell.item not in self.plan:
            return ""  # nothing was entered on this line yet
        return super().said(row, column)

    def value(self, row: GridRow, column: GridColumn) -> Decimal | str:
        amount = None if column.key == NAME else self._amount(row, column)
        return self.text(row, column) if amount is None else amount

    def is_rate(self, _cell: Cell, _row: GridRow) -> bool:
        return False

    def tone(self, row: GridRow, column: GridColumn) -> Tone:
        """A category's year, and the month in which it passes its cap; the total above the frame."""
        if self.which != "planned":
            return ""
        group = self._groups.get(row.key)
        if group is not None and group.over is not None and column.key in (YEAR, group.passed):
            return "bad"
        whole = self.sheet
        over = row.key == TOTAL and whole is not None and whole.over is not None
        return "bad" if over and column.key == YEAR else ""

    def tags(self, row: GridRow, column: GridColumn) -> tuple[str, ...]:
        line = self._lines.get(row.key)
        source = self.plan.get(line.source) if line is not None else None
        if column.key != NAME or source is None:
            return ()
        return (self.look.say(f"declaration.origin.{_ORIGINS[source.kind]}"),)

    def mark(self, row: GridRow) -> tuple[str, str] | None:
        return self.marks.get(row.key)

    def why_not(self, row: GridRow, column: GridColumn) -> str:
        line = self._lines.get(row.key)
        source = self.plan.get(line.source) if line is not None else None
        if source is not None and column.key not in (YEAR, TO_DATE) and self.which in ("planned", "variance"):
            values = {"kind": Message(f"kind.{source.kind}"), "name": name_of(self.plan, source)}
            return self.look.say("ui.budget.derived", **values)
        group = self._groups.get(row.key)
        if group is not None and self.tone(row, column) == "bad":
            return self.over_words(group)
        return super().why_not(row, column)

    def over_words(self, group: Group) -> str:
        """By how much a category is over its cap, and from which month."""
        passed = month(group.passed, self.look.language) if group.passed is not None else ""
        return self.look.say("ui.budget.over_from", over=self._money(group.over), month=passed)

    def item_of(self, key: str) -> str:
        """The item that a row stands for: a line, the source that it follows from, a category."""
        line = self._lines.get(key)
        if line is not None:
            return line.source or line.id
        return key if key in self.plan else ""

    def category_of(self, key: str) -> str | None:
        """The category in which a row stands."""
        line = self._lines.get(key)
        if line is not None:
            return line.category
        return key if key in self._groups and key != NO_CATEGORY else None

    # Words -----------------------------------------------------------------------------------------------

    def _name(self, row: GridRow) -> str:
        say, language = self.look.say, self.look.language
        if row.key == TOTAL:
            return say("declaration.total")
        group = self._groups.get(row.key)
        if group is not None:
            category = group.category
            return say("ui.budget.no_category") if category is None else in_language(category.name, language)
        line = self._lines[row.key]
        if line.name or line.measure is None:
            return shown(line.name, language)
        return shown(name_of(self.plan, self.plan.find(Measure, line.measure)), language)

    def _amount(self, row: GridRow, column: GridColumn) -> Decimal | None:
        sheet = self.sheet
        assert sheet is not None
        if column.key == TO_DATE:
            return self._spent(row)
        series = self._series(row, sheet)
        if column.key == YEAR:
            return total(series, sheet.months)
        return series.get(column.key)

    def _series(self, row: GridRow, sheet: Sheet) -> Series:
        if row.key == TOTAL:
            return sheet.total
        group = self._groups.get(row.key)
        if group is not None:
            return sheet.sums[group.category.id if group.category is not None else None]
        return series_of(self._lines[row.key], self.which, sheet.dated)

    def _spent(self, row: GridRow) -> Decimal | None:
        sheet = self.sheet
        assert sheet is not None
        if row.key == TOTAL:
            lines = [line for group in sheet.groups for line in group.rows]
        elif row.key in self._groups:
            lines = list(self._groups[row.key].rows)
        else:
            lines = [self._lines[row.key]]
        values = [line.actual[each] for line in lines for each in sheet.dated if each in line.actual]
        return sum(values, Decimal(0)) if values else None

    def _money(self, value: Decimal | None) -> str:
        if value is None:
            return ""
        if not value:
            return MISSING
        return number(value / self.unit.size, self._digits())

    def _digits(self) -> int:
        """Equal in the whole sheet, so that its smallest amount still shows a figure."""
        known = self._digits_of
        if known is None or known[0] is not self.sheet or known[1] != self.unit:
            smallest = self.sheet.smallest if self.sheet is not None else None
            known = self._digits_of = (self.sheet, self.unit, digits_for((smallest,), self.unit))
        return known[2]


def _key(group: Group) -> str:
    return NO_CATEGORY if group.category is None else group.category.id


def name_width(room: int) -> int:
    """How broad the names of rows are in a sheet that has so many px."""
    return min(max(_NAME_WIDTH, room - _MONTHS), _NAME_MOST)
