"""What the values of the column mean that tells how a row went: won, lost, valid, open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kakehashi.evidence.previewing import Preview
from kakehashi.evidence.tables import table_named
from kakehashi.ui.choice_box import ChoiceBox
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages.data_aside import number_of
from kakehashi.ui.panel import Panel

_ALWAYS, _FLAGS = "=", "=="
_MOST = 30


class MeaningPanel(Panel):
    """`told_by`: the column that tells; `always`: the same for all rows; `meant`: a value, its meaning."""

    told_by = Signal(str)
    always = Signal(str)
    meant = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, look.say("ui.data.meaning"), parent)
        self.column = ChoiceBox(look, look.say("ui.data.outcome_column"))
        self.column.currentIndexChanged.connect(self._chosen)
        self.boxes: dict[str, ChoiceBox] = {}
        self._values: tuple[str, ...] | None = None
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        rows = QVBoxLayout()
        rows.setContentsMargins(14, 10, 14, 12)
        rows.setSpacing(6)
        rows.addWidget(label(look, look.say("ui.data.outcome_column"), 11.5, token="text2"))
        rows.addWidget(self.column)
        rows.addLayout(self._grid)
        self.body.addLayout(rows)

    def show_preview(self, preview: Preview, table: str) -> None:
        """Show the column that tells, and its values with counts; nothing for a table without stages."""
        standings = table_named(table).standings
        self.setVisible(bool(standings) and preview.profile is not None)
        if not standings or preview.profile is None:
            return
        rule = preview.profile.outcome
        columns = {"": self._look.say("ui.data.choose_column")}
        columns |= {column: column for column in preview.columns}
        columns |= {
            _ALWAYS + each: self._look.say("ui.data.always", standing=self._standing(each))
            for each in standings
        }
        now = ""
        if rule is not None:
            now = _ALWAYS + rule.always if rule.always else rule.column or ""
        if rule is not None and not now and rule.columns:  # two flags tell: won, and closed
            now = _FLAGS
            said = self._look.say("ui.data.flags", columns=self._look.say("ui.comma").join(rule.columns))
            columns = {_FLAGS: said} | columns
        self.column.show_choices(columns, now)
        values = preview.values.get(rule.column or "", {}) if rule is not None else {}
        shown = dict(list(values.items())[:_MOST])
        if tuple(shown) != self._values:
            self._make_rows(shown)
        meanings = {"": self._look.say("ui.data.no_meaning")}
        meanings |= {each: self._standing(each) for each in standings}
        for value, box in self.boxes.items():
            box.show_choices(meanings, rule.values.get(value, "") if rule is not None else "")

    def _standing(self, standing: str) -> str:
        return self._look.say(STANDINGS[standing])

    def _make_rows(self, values: dict[str, int]) -> None:
        while (old := self._grid.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._values, self.boxes = tuple(values), {}
        for row, (value, count) in enumerate(values.items()):
            name = label(self._look, value, 12)
            name.setToolTip(value)
            name.setMaximumWidth(130)
            box = ChoiceBox(self._look, self._look.say("ui.data.meaning_of", value=value))
            box.currentIndexChanged.connect(lambda _at, value=value, box=box: self.meant.emit(value, box.key))
            rows = label(self._look, number_of(count), 12, token="text2")
            rows.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, widget in enumerate((name, box, rows)):
                self._grid.addWidget(widget, row, column)
            self.boxes[value] = box

    def _chosen(self) -> None:
        key = self.column.key
        if key.startswith(_ALWAYS) and key != _FLAGS:
            self.always.emit(key.removeprefix(_ALWAYS))
        elif key and key != _FLAGS:
            self.told_by.emit(key)


STANDINGS = {
    "open": "ui.data.standing.open",
    "valid": "ui.data.standing.valid",
    "won": "ui.data.standing.won",
    "lost": "ui.data.standing.lost",
    "lead": "ui.data.standing.lead",
    "follow": "ui.data.standing.follow",
    "opportunity": "ui.data.standing.opportunity",
    "dropped": "ui.data.standing.dropped",
}
