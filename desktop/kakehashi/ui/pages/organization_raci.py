"""Who has which part in an activity, as a grid: letters typed or clicked through, two A's marked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kakehashi.plan.duties import giving
from kakehashi.plan.organization import Activity, Responsibility, Role
from kakehashi.ui.editor import Editor
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages.organization_duties import DutyModel, duty_of_letter
from kakehashi.ui.pages.organization_grid import DutyGrid
from kakehashi.ui.panel import Panel, empty_place
from kakehashi.ui.picture_menu import Act, Entry, open_menu
from kakehashi.ui.session import State
from kakehashi.words import Message


def view(look: Look, editor: Editor) -> QWidget:
    """See `ui.views`."""
    return Duties(look, editor)


class Duties(QWidget):
    """What the letters mean, the grid."""

    item_chosen = Signal(str)

    def __init__(self, look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor = look, editor
        self.model = DutyModel(look, self)
        self.grid = DutyGrid(look, self.model)
        self._body = QStackedWidget(self)
        sheet = Panel(look)
        sheet.setAccessibleName(look.say("ui.view.organization_raci"))
        sheet.body.addWidget(self.grid, 1)
        nothing = Panel(look)
        nothing.body.addWidget(empty_place(look, look.say("ui.raci.empty"), "text"), 1)
        self._body.addWidget(sheet)
        self._body.addWidget(nothing)
        hint = label(look, look.say("ui.raci.hint"), 12, token="text2", parent=self)
        hint.setWordWrap(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(hint)
        rows.addWidget(self._body, 1)
        self.grid.given.connect(self._give)
        self.grid.pasted.connect(self._paste)
        self.grid.menu_wanted.connect(self._open_menu)
        self.grid.cell_chosen.connect(self._tell)

    def show_state(self, state: State) -> None:
        """Show who does what in a plan; the cells that are selected stay."""
        self.grid.can_edit = not state.read_only
        self.grid.keep_place(lambda: self.model.show_plan(state.plan))
        self._body.setCurrentIndex(0 if self.model.activities and self.model.roles else 1)
        if not self.grid.currentIndex().isValid():
            self.grid.setCurrentIndex(self.model.index(0, 0))

    def show_item(self, item_id: str) -> bool:
        """Go to a duty, an activity or a role; whether it is here."""
        item = self._editor.plan.get(item_id)
        if isinstance(item, Responsibility):
            return self.grid.go_to(item.activity or "", item.role or "")
        if isinstance(item, (Activity, Role)):
            return self.grid.go_to(item_id, item_id)
        return False

    def _give(self, cells: list[QModelIndex], duty: str) -> None:
        """The same duty to all these cells, as one step."""
        pairs = [self.model.pair(index) for index in cells]
        change = giving(self._editor.plan, pairs, duty)
        if change:
            count = len({patch.item for patch in change})
            words = Message("ui.raci.changed", {"count": count}) if count > 1 else None
            self._editor.apply(change, words)

    def _paste(self, start: QModelIndex, block: str) -> None:
        """Letters of a block from here on, as one step; one wrong letter changes nothing."""
        model, by_duty = self.model, dict[str, list[tuple[str, str]]]()
        for row, line in enumerate(block.rstrip("\n").split("\n"), start.row()):
            for column, said in enumerate(line.split("\t"), start.column()):
                duty = duty_of_letter(said)
                if duty is None:
                    self._editor.refused.emit(Message("ui.raci.bad_paste", {"said": said.strip()}))
                    return
                if row >= len(model.activities) or column >= len(model.roles):
                    self._editor.refused.emit(Message("ui.raci.too_large"))
                    return
                by_duty.setdefault(duty, []).append(model.pair(model.index(row, column)))
        self._editor.apply(
            tuple(
                patch for duty, pairs in by_duty.items() for patch in giving(self._editor.plan, pairs, duty)
            ),
            Message("change.pasted"),
        )

    def _open_menu(self, cells: list[QModelIndex], at: QPoint) -> None:
        say = self._look.say
        why = say("ui.read_only") if self._editor.read_only else ""
        now = {self.model.duty(index) for index in cells}
        entries: list[Entry] = [
            Act(
                say(f"choice.Responsibility.duty.{duty}"),
                lambda duty=duty: self._give(cells, duty),  # type: ignore[misc]
                letter,
                checked=now == {duty},
                why=why,
            )
            for duty, letter in self.model.letters
        ]
        entries += [None, Act(say("ui.raci.clear"), lambda: self._give(cells, ""), "Del", why=why)]
        open_menu(self, entries, at)

    def _tell(self, index: QModelIndex) -> None:
        self.item_chosen.emit(self.model.item(index))
