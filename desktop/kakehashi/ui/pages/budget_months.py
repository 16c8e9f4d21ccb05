"""The budget by month: caps on top, below them one sheet of categories and rows, in the display unit."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.plan.amounts import amount, display_unit
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.budget_sums import WHICH, Group, Sheet, Which
from kakehashi.plan.kinds import only_id
from kakehashi.plan.shown_units import in_own_unit, shown_size
from kakehashi.ui.amounts import bare_money
from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.grid import SHEET_ROW, Grid
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages.budget_caps import BudgetCaps, CapCard
from kakehashi.ui.pages.budget_grid import NAME, TOTAL, BudgetModel, name_width
from kakehashi.ui.panel import Panel
from kakehashi.ui.segments import Segments
from kakehashi.ui.session import State
from kakehashi.words import Message, in_language, number

_GAP = 10


def view(look: Look, editor: Editor) -> QWidget:
    """See `ui.views`."""
    return BudgetMonths(look, editor)


class BudgetMonths(QWidget):
    """See `ui.views`."""

    item_chosen = Signal(str)

    def __init__(self, look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor = look, editor
        self._state: State | None = None
        self.model = BudgetModel(look, editor)
        name = look.say("ui.view.budget_months")
        self.grid = Grid(look, editor, self.model, name, row_height=SHEET_ROW, handles=False)
        self.caps = BudgetCaps(look, self._write_cap, self)
        self.views = Segments(look, self)
        self.unit = label(look, "", 11.5, token="text2", parent=self)
        self.fill = Button(look, look.say("ui.grid.fill_right"), parent=self)
        self.add = Button(look, look.say("ui.budget.add"), "primary", icon="plus", parent=self)
        self.grid.selectionModel().currentRowChanged.connect(self._row_changed)
        self.caps.chosen.connect(self._go_to)
        self.views.chosen.connect(self._choose)
        self.fill.clicked.connect(lambda: self.grid.acts.fill(0, 1))
        self.add.clicked.connect(self._add)
        self._lay_out()

    def show_state(self, state: State) -> None:
        """Show a plan; place, selection and an open editor stay."""
        self._state = state
        self.model.name_width = name_width(self.width())
        self.grid.show_state(state)
        sheet = self.model.sheet
        assert sheet is not None
        self.caps.show_cards(self._cards(state.plan.only(About), sheet), read_only=state.read_only)
        self._show_tools(state)

    def show_item(self, item_id: str) -> bool:
        """Go to the row of an item: a line, a category, what a row follows from."""
        for row in self.model.rows:
            if item_id in (row.key, row.item) or self.model.item_of(row.key) == item_id:
                self._go_to(row.key)
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names get more of a broad window."""
        super().resizeEvent(event)
        wide = name_width(self.width())
        if wide != self.model.name_width:
            self.model.name_width = wide
            self.model.widen(NAME, wide)
            self.grid.measure()
        if self._state is not None:
            self._say_unit(self._state)

    def _show_tools(self, state: State) -> None:
        say = self._look.say
        titles: dict[str, str] = {which: say(f"ui.budget.which.{which}") for which in WHICH}
        self.views.show_views(titles, self.model.which)
        self._say_unit(state)
        locked = say("ui.read_only") if state.read_only else ""
        worked_out = say("ui.grid.worked_out") if self.model.which == "variance" else ""
        for button, why in ((self.add, locked), (self.fill, locked or worked_out)):
            button.setEnabled(not why)
            button.setToolTip(why)

    def _say_unit(self, state: State) -> None:
        """The unit, and where there is room what the grey means, or why there is no variance."""
        look = self._look
        unit = display_unit(state.plan.only(About), look.language).title
        said = look.say("ui.grid.unit", unit=unit)
        beside = self.views.whole + self.fill.sizeHint().width() + self.add.sizeHint().width()
        room = self.width() - beside - 3 * _GAP
        more = "ui.budget.unit_closed" if any(column.closed for column in self.model.columns) else ""
        spent = any(row.actual for row in state.plan.items(BudgetLine))
        if self.model.which == "variance" and not (more or spent):
            more = "ui.budget.no_actual"  # an empty grid would say nothing
        if more:
            whole = look.say(more, unit=unit)
            said = whole if look.width(whole, 11.5) <= room else said
            self.unit.setToolTip(whole)
        self.unit.setText(said)
        self.unit.setVisible(look.width(said, 11.5) <= room)  # it stands in the line at the foot, too

    def _choose(self, which: Which) -> None:
        self.model.which = which
        if self._state is not None:
            self.show_state(self._state)

    def _row_changed(self) -> None:
        at = self.grid.currentIndex().row()
        if 0 <= at < len(self.model.rows):
            self.item_chosen.emit(self.model.item_of(self.model.rows[at].key))

    def _go_to(self, key: str) -> None:
        at = self.grid.places.current[1]
        column = self.model.columns[at].key if at > 0 else NAME
        self.grid.places.go_to(key, column)

    def _add(self) -> None:
        """A new line in the category where somebody is, behind the row where that is a line."""
        at = self.grid.currentIndex().row()
        key = self.model.rows[at].key if 0 <= at < len(self.model.rows) else ""
        line = self._editor.plan.get(key)
        after = key if line is not None and line.kind == "BudgetLine" else None
        name = self._look.say("ui.budget.new_line")
        category = self.model.category_of(key)
        added = self._editor.add("BudgetLine", after, name=name, category=category)
        if added is not None:
            self.grid.places.go_to(added, NAME)
            self.grid.setFocus()
            self.grid.edit(self.grid.currentIndex())

    def _cards(self, about: About, sheet: Sheet) -> tuple[CapCard, ...]:
        cards = [
            self._card(about, group)
            for group in sheet.groups
            if group.category is not None and (group.rows or group.cap is not None)
        ]
        return (*cards, self._total(about, sheet))

    def _card(self, about: About, group: Group) -> CapCard:
        category, language = group.category, self._look.language
        assert category is not None
        note = ""
        if group.over is not None:
            note = self._look.say("ui.budget.over", over=bare_money(group.over, about, language))
        elif group.cap is not None:
            left = bare_money(group.cap - group.planned, about, language)
            note = self._look.say("ui.budget.left", left=left)
        return CapCard(
            key=category.id,
            name=in_language(category.name, language),
            planned=group.planned,
            planned_text=bare_money(group.planned, about, language),
            planned_bare=bare_money(group.planned, about, language),
            cap=group.cap,
            cap_text=self._cap(about, group.cap),
            cap_typed=self._typed(about, group.cap),
            note=note,
            token=self.model.marks[category.id][1],
        )

    def _total(self, about: About, sheet: Sheet) -> CapCard:
        say, language = self._look.say, self._look.language
        note = ""
        if sheet.over is not None:
            note = say("ui.budget.over", over=bare_money(sheet.over, about, language))
        elif sheet.cap is not None:
            note = say("ui.budget.left", left=bare_money(sheet.cap - sheet.planned, about, language))
            if sheet.reserve:
                note = say("ui.budget.reserve", left=note, reserve=bare_money(sheet.reserve, about, language))
        return CapCard(
            key=TOTAL,
            name=say("declaration.total"),
            planned=sheet.planned,
            planned_text=amount(sheet.planned, about, language),
            planned_bare=bare_money(sheet.planned, about, language),
            cap=sheet.cap,
            cap_text=self._cap(about, sheet.cap),
            cap_typed=self._typed(about, sheet.cap),
            note=note,
            token="accent",
        )

    def _cap(self, about: About, cap: Decimal | None) -> str:
        if cap is None:
            return self._look.say("ui.budget.no_cap")
        return self._look.say("ui.budget.cap", cap=bare_money(cap, about, self._look.language))

    def _typed(self, about: About, cap: Decimal | None) -> str:
        return "" if cap is None else number(cap / display_unit(about, self._look.language).size, None)

    def _write_cap(self, key: str, words: str) -> Message | None:
        """A bare number is in the unit of the sheet; '' takes the cap away."""
        about = self._editor.plan.only(About)
        typed = in_own_unit(words, shown_size("money", about, self._look.language))
        if key == TOTAL:
            return self._editor.type(only_id("BudgetFrame"), "total", typed)
        return self._editor.type(only_id("BudgetFrame"), "caps", typed, key)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(_GAP)
        top.addWidget(self.views, 1)
        top.addWidget(self.unit)
        top.addWidget(self.fill)
        top.addWidget(self.add)
        sheet = Panel(self._look)
        sheet.setAccessibleName(self._look.say("ui.view.budget_months"))
        sheet.body.addWidget(self.grid)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addLayout(top)
        rows.addWidget(self.caps)
        rows.addWidget(sheet, 1)
