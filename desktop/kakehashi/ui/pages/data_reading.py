"""How a file is read: what was found out, and a person's word instead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from kakehashi.evidence.previewing import Preview
from kakehashi.evidence.read_as import ReadAs
from kakehashi.ui.choice_box import ChoiceBox, TickBox, line_box
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages.data_aside import number_of
from kakehashi.ui.panel import Panel
from kakehashi.ui.without_options import without_options

_ENCODINGS = ("utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "iso2022_jp", "latin-1")
_DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe"}
_TOLD_ABOVE = ("encoding", "delimiter", "header")
FOUND = ""
_NAME = 150  # px that the file's name may take


class ReadingPanel(Panel):
    """`read_so`: the parts of a `ReadAs` that somebody has said. A line is there where the file has what it
    is about: several sheets, several tables, cells side by side."""

    read_so = Signal(dict)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, look.say("ui.data.source"), parent)
        metrics = self.note.fontMetrics()
        self.set_note(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, _NAME))
        self.note.setToolTip(name)
        say = look.say
        self.read = label(look, "", 12.5)
        self.encoding = ChoiceBox(look, say("ui.data.encoding"))
        self.delimiter = ChoiceBox(look, say("ui.data.delimiter"))
        self.header = line_box(look, say("ui.data.header_row"), say("ui.data.header_hint"))
        self.sheet = line_box(look, say("ui.data.sheet"), say("ui.data.header_hint"))
        self.part = line_box(look, say("ui.data.part"), say("ui.data.header_hint"))
        self.as_it_is = TickBox(look, say("ui.data.as_it_is"))
        self.totals = TickBox(look, say("ui.data.keep_totals"))
        self.rules = label(look, "", 11.5, token="text2")
        self.rules.setWordWrap(True)
        self._titles = {
            self.read: label(look, say("ui.data.read"), 12, token="text2"),
            self.encoding: label(look, say("ui.data.encoding"), 12, token="text2"),
            self.delimiter: label(look, say("ui.data.delimiter"), 12, token="text2"),
            self.header: label(look, say("ui.data.header_row"), 12, token="text2"),
            self.sheet: label(look, say("ui.data.sheet"), 12, token="text2"),
            self.part: label(look, say("ui.data.part"), 12, token="text2"),
        }
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(14, 10, 14, 12)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(12)
        for row, (widget, title) in enumerate(self._titles.items()):
            grid.addWidget(title, row, 0)
            grid.addWidget(widget, row, 1)
        for row, widget in enumerate((self.as_it_is, self.totals, self.rules), len(self._titles)):
            grid.addWidget(widget, row, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)

    def _connect(self) -> None:
        self.encoding.currentIndexChanged.connect(lambda: self._say("encoding", self.encoding.key or None))
        self.delimiter.currentIndexChanged.connect(lambda: self._say("delimiter", self.delimiter.key or None))
        self.header.editingFinished.connect(lambda: self._typed(self.header, "header_rows", _rows))
        self.sheet.editingFinished.connect(lambda: self._typed(self.sheet, "sheet", str))
        self.part.editingFinished.connect(lambda: self._typed(self.part, "part", _part))
        self.as_it_is.toggled.connect(lambda on: self._say("wide", "none" if on else None))
        self.totals.toggled.connect(lambda on: self._say("totals", on))

    def show_preview(self, preview: Preview, told: ReadAs | None) -> None:
        """Show how the file is read, and what of it was said by a person."""
        say, told = self._look.say, told or ReadAs()
        found = {rule.key: rule.value for rule in preview.rules}
        text = "encoding" in found or told.encoding is not None
        self._show_line(self.encoding, text)
        self._show_line(self.delimiter, text)
        self._show_line(self.sheet, "sheet" in found or told.sheet is not None)
        self._show_line(self.part, "part" in found or told.part is not None)
        self.as_it_is.setVisible("wide" in found or told.wide is not None)
        encodings = {FOUND: say("ui.data.found", value=found.get("encoding", preview.encoding or "?"))}
        self.encoding.show_choices(encodings | {each: each for each in _ENCODINGS}, told.encoding or FOUND)
        names = {mark: say(f"evidence.delimiter.{name}") for mark, name in _DELIMITERS.items()}
        mark = found.get("delimiter", "?")
        known = say(f"evidence.delimiter.{mark}") if mark in _DELIMITERS.values() else mark
        marks = {FOUND: say("ui.data.found", value=known)} | names
        self.delimiter.show_choices(marks, told.delimiter or FOUND)
        header = found.get("header", "")
        _put(self.header, "" if header == "none" else header)
        _put(self.sheet, told.sheet or found.get("sheet", ""))
        _put(self.part, str(told.part or found.get("part", "")))
        self.read.setText(say("ui.data.rows_read", count=number_of(preview.read)))
        others = [without_options(say(rule.reason)) for rule in preview.rules if rule.key not in _TOLD_ABOVE]
        self.rules.setText("\n".join(others))
        self.rules.setVisible(bool(others))

    def _show_line(self, widget: QWidget, visible: bool) -> None:
        widget.setVisible(visible)
        self._titles[widget].setVisible(visible)

    def _say(self, name: str, value: object) -> None:
        self.read_so.emit({name: value})

    def _typed(self, line: QLineEdit, name: str, read: Callable[[str], object]) -> None:
        """What was typed; nothing = found out."""
        if line.isModified():
            line.setModified(False)
            self._say(name, read(line.text().strip()) or None)


def _put(line: QLineEdit, said: str) -> None:
    """Show it, unless somebody is typing there."""
    if not (line.hasFocus() and line.isModified()):
        line.setText(said)


def _rows(said: str) -> tuple[int, ...]:
    """Row numbers: '2', or '2,3'."""
    parts = [part.strip() for part in said.replace("、", ",").split(",")]
    return tuple(sorted(int(part) for part in parts if part.isdecimal() and int(part) > 0))


def _part(said: str) -> int:
    """The number of a table, 0 for none."""
    return int(said) if said.isdecimal() else 0
