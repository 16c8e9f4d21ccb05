"""A journey as a table: a row a lane, a column a stage, each cell as it is drawn and as it is read aloud."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from kakehashi.declaration.context import Context
from kakehashi.declaration.journey_maps import ToldMap, signed, whole_map
from kakehashi.declaration.journey_picture import map_cell
from kakehashi.drawing.journey_cell import JourneyCell
from kakehashi.plan.journey import Cell, Journey, Lane, Stage
from kakehashi.plan.journey_map import cell_at
from kakehashi.ui.look import Look

Index = QModelIndex | QPersistentModelIndex


class JourneyModel(QAbstractTableModel):
    """Lanes x stages. `previewed` tells that the value of a point is shown that is not set yet."""

    previewed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._context: Context | None = None
        self.told: ToldMap | None = None
        self._drawn: dict[tuple[int, int], JourneyCell] = {}
        self._preview: tuple[int, int, int] | None = None

    def show_journey(self, context: Context, journey: Journey) -> None:
        """Show this journey of a plan; whoever shows the table keeps its place."""
        told = whole_map(context, journey)
        same = self.told is not None and (told.lanes, told.stages) == (self.told.lanes, self.told.stages)
        if not same:
            self.beginResetModel()
        self._context, self.told, self._preview = context, told, None
        self._drawn = {
            (row, column): map_cell(context, told, lane, stage)
            for row, lane in enumerate(told.lanes)
            for column, stage in enumerate(told.stages)
        }
        if not same:
            self.endResetModel()
        elif self._drawn:
            last = self.index(len(told.lanes) - 1, len(told.stages) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The rows."""
        return self.told.lanes if self.told is not None else ()

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The columns."""
        return self.told.stages if self.told is not None else ()

    def drawn(self, row: int, column: int) -> JourneyCell:
        """The cell as it is drawn."""
        return self._drawn.get((row, column), JourneyCell())

    def cell(self, index: Index) -> Cell | None:
        """The cell of the plan, None where nothing stands yet."""
        if self._context is None or not index.isValid():
            return None
        lane, stage = self.lanes[index.row()], self.stages[index.column()]
        return cell_at(self._context.plan, lane.id, stage.id)

    def is_curve(self, row: int) -> bool:
        """Whether a row holds the emotion's curve."""
        return self.lanes[row].holds == "emotion"

    def value(self, row: int, column: int) -> int | None:
        """The emotion there, or the one that somebody is about to give it."""
        if self._preview is not None and self._preview[:2] == (row, column):
            return self._preview[2]
        value = self.drawn(row, column).value
        return None if value is None else int(value)

    def values(self, row: int) -> list[float | None]:
        """The emotions of a row."""
        return [self.value(row, column) for column in range(len(self.stages))]

    def figure(self, row: int, column: int) -> str:
        """The emotion as it is written, '' without one."""
        value = self.value(row, column)
        return "" if value is None else signed(value)

    def preview(self, at: tuple[int, int, int] | None) -> None:
        """Show a value (row, column, value) that is not set yet; None = as it is."""
        self._preview = at
        self.previewed.emit()

    def name_of_lane(self, row: int) -> str:
        """What a lane is called."""
        return self._context.named(self.lanes[row].id) if self._context is not None else ""

    def name_of_stage(self, column: int) -> str:
        """What a stage is called."""
        return self._context.named(self.stages[column].id) if self._context is not None else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lanes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.stages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._context is None:
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return "\n".join(self._words(row, column))
            case Qt.ItemDataRole.EditRole:
                cell = self.cell(index)
                return self._context.typed(cell.text) if cell is not None else ""
            case Qt.ItemDataRole.AccessibleTextRole:
                said = self._context.listed(self._words(row, column))
                return self._look.say(
                    "ui.journey.cell",
                    lane=self.name_of_lane(row),
                    stage=self.name_of_stage(column),
                    said=said or self._look.say("ui.journey.nothing"),
                )
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if self._context is None:
            return None
        across = orientation == Qt.Orientation.Horizontal
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.name_of_stage(section) if across else self.name_of_lane(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            if across:
                return self._context.typed(self.stages[section].happens)
            return self._context.choice("Lane.holds", self.lanes[section].holds)
        return None

    def note_of_stage(self, column: int) -> str:
        """What stands below a stage's name: before, while or after buying."""
        part = self.stages[column].part
        return self._context.choice("Stage.part", part) if part and self._context is not None else ""

    def _words(self, row: int, column: int) -> list[str]:
        cell = self.drawn(row, column)
        value = self.value(row, column)
        figure = [] if value is None else [signed(value)]
        return [*figure, *cell.texts, *(entry.text for entry in cell.entries), *filter(None, (cell.gap,))]

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.isValid() else usual
