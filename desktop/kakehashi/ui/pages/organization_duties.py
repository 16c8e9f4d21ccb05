"""Activities x roles as a table: the letter of each pair, and where not exactly one role answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from kakehashi.declaration.raci import LETTERS
from kakehashi.drawing.badges import Badge
from kakehashi.plan.duties import ACCOUNTABLE, answering, duties
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Activity, Responsibility, Role
from kakehashi.plan.plan import Plan
from kakehashi.ui.look import Look
from kakehashi.words import in_language, shown

Index = QModelIndex | QPersistentModelIndex

_KEYS = {"responsible": "R", "accountable": "A", "accountable_responsible": "Shift+A", "consulted": "C"}


def duty_of_letter(said: str) -> str | None:
    """The duty that a letter means, '' for none; None where it means nothing."""
    folded = said.strip().upper().translate(str.maketrans("ＲＡＣＩ", "RACI")).replace("/", "")
    if folded == "RA":
        folded = "AR"
    if not folded:
        return ""
    return next((duty for duty, letter in LETTERS.items() if letter == folded), None)


class DutyModel(QAbstractTableModel):
    """A row an activity, a column a role."""

    letters = tuple((duty, _KEYS.get(duty, letter)) for duty, letter in LETTERS.items())
    """The duties, each with its key."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._plan: Plan | None = None
        self.activities: tuple[Activity, ...] = ()
        self.roles: tuple[Role, ...] = ()
        self._duties: Mapping[tuple[str, str], Responsibility] = {}
        self._answering: Mapping[str, int] = {}

    def show_plan(self, plan: Plan) -> None:
        """Show the duties of a plan."""
        activities, roles = plan.items(Activity), plan.items(Role)
        same = (activities, roles) == (self.activities, self.roles)
        if not same:
            self.beginResetModel()
        self._plan, self.activities, self.roles = plan, activities, roles
        self._duties, self._answering = duties(plan), answering(plan)
        if not same:
            self.endResetModel()
        elif activities and roles:
            self.dataChanged.emit(self.index(0, 0), self.index(len(activities) - 1, len(roles) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(activities) - 1)

    def pair(self, index: Index) -> tuple[str, str]:
        """The activity and the role of a cell."""
        return self.activities[index.row()].id, self.roles[index.column()].id

    def duty(self, index: Index) -> str:
        """What the role has to do with the activity, '' for nothing."""
        known = self._duties.get(self.pair(index))
        return known.duty if known is not None else ""

    def item(self, index: Index) -> str:
        """The item behind a cell: the duty, else the activity."""
        if not index.isValid():
            return ""
        known = self._duties.get(self.pair(index))
        return known.id if known is not None else self.activities[index.row()].id

    def is_bad(self, index: Index) -> bool:
        """Whether this is one of several that answer for the same activity."""
        activity, _ = self.pair(index)
        return self.duty(index) in ACCOUNTABLE and self._answering[activity] > 1

    def trouble(self, row: int) -> tuple[Badge | None, str]:
        """The badge of an activity and its sentence; (None, '') where one role answers for it."""
        count = self._answering.get(self.activities[row].id, 1)
        if count == 0:
            return "warn", self._look.say("ui.raci.none")
        return ("bad", self._look.say("ui.raci.several", count=count)) if count > 1 else (None, "")

    def person(self, column: int) -> str:
        """Who holds a role."""
        return in_language(self.roles[column].person, self._look.language)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.activities)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.roles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        duty = self.duty(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return LETTERS.get(duty, "")
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index, duty)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if self._plan is None:
            return None
        across = orientation == Qt.Orientation.Horizontal
        item = (self.roles if across else self.activities)[section]
        name = shown(name_of(self._plan, item), self._look.language)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return name
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                note = self.person(section) if across else self.trouble(section)[1]
                return f"{name}\n{note}".strip()
        return None

    def _spoken(self, index: Index, duty: str) -> str:
        say = self._look.say
        said = say(f"choice.Responsibility.duty.{duty}") if duty else say("ui.raci.nothing")
        activity = self.headerData(index.row(), Qt.Orientation.Vertical)
        role = self.headerData(index.column(), Qt.Orientation.Horizontal)
        spoken = say("ui.raci.cell", activity=activity, role=role, duty=said)
        return f"{spoken}\n{self.trouble(index.row())[1]}" if self.is_bad(index) else spoken
