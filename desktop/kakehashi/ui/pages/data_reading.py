"""How a file is read: what was found out, and a person's word instead."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from kakehashi.evidence.previewing import Preview
from kakehashi.evidence.read_as import ReadAs
from kakehashi.ui.choice_box import ChoiceBox, line_box
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages.data_aside import number_of
from kakehashi.ui.panel import Panel
from kakehashi.ui.without_options import without_options

_ENCODINGS = ("utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "iso2022_jp", "latin-1")
_DELIMITERS = {
    ",": "ui.data.comma",
    "\t": "ui.data.tab",
    ";": "ui.data.semicolon",
    "|": "ui.data.bar",
}
_TOLD_ABOVE = ("encoding", "delimiter", "header")
FOUND = ""


class ReadingPanel(Panel):
    """`read_so`: the parts of a `ReadAs` that somebody has said."""

    read_so = Signal(dict)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, look.say("ui.data.source"), parent)
        self.set_note(name)
        say = look.say
        self.encoding = ChoiceBox(look, say("ui.data.encoding"))
        self.delimiter = ChoiceBox(look, say("ui.data.delimiter"))
        self.header = line_box(look, say("ui.data.header_row"), say("ui.data.header_hint"))
        self.totals = QCheckBox(say("ui.data.keep_totals"))
        self.totals.setFont(look.font(12.5))
        self.rules = label(look, "", 11.5, token="text2")
        self.rules.setWordWrap(True)
        self.read = label(look, "", 12.5)
        grid = QGridLayout()
        grid.setContentsMargins(14, 10, 14, 12)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(12)
        self._labels = []
        for row, (title, widget) in enumerate(
            (
                ("ui.data.read", self.read),
                ("ui.data.encoding", self.encoding),
                ("ui.data.delimiter", self.delimiter),
                ("ui.data.header_row", self.header),
            )
        ):
            said = label(look, say(title), 12, token="text2")
            self._labels.append(said)
            grid.addWidget(said, row, 0)
            grid.addWidget(widget, row, 1)
        grid.addWidget(self.totals, 4, 0, 1, 2)
        grid.addWidget(self.rules, 5, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.encoding.currentIndexChanged.connect(lambda: self._say("encoding", self.encoding.key or None))
        self.delimiter.currentIndexChanged.connect(lambda: self._say("delimiter", self.delimiter.key or None))
        self.header.editingFinished.connect(self._say_header)
        self.totals.toggled.connect(lambda on: self._say("totals", on))

    def show_preview(self, preview: Preview, told: ReadAs | None) -> None:
        """Show how the file is read, and what of it was said by a person."""
        say, told = self._look.say, told or ReadAs()
        found = {rule.key: rule for rule in preview.rules}
        text = "encoding" in found or told.encoding is not None
        for widget in (self._labels[1], self._labels[2], self.encoding, self.delimiter):
            widget.setVisible(text)
        shown = found["encoding"].value if "encoding" in found else preview.encoding
        encodings = {FOUND: say("ui.data.found", value=shown or "?")}
        self.encoding.show_choices(encodings | {each: each for each in _ENCODINGS}, told.encoding or FOUND)
        mark = found["delimiter"].value if "delimiter" in found else "?"
        marks = {FOUND: say("ui.data.found", value=say(_DELIMITERS[mark]) if mark in _DELIMITERS else mark)}
        marks |= {mark: say(title) for mark, title in _DELIMITERS.items()}
        self.delimiter.show_choices(marks, told.delimiter or FOUND)
        if not self.header.hasFocus():
            header = found["header"].value if "header" in found else ""
            self.header.setText("" if header == "none" else header)
        self.read.setText(say("ui.data.rows_read", count=number_of(preview.read)))
        others = [without_options(say(rule.reason)) for rule in preview.rules if rule.key not in _TOLD_ABOVE]
        self.rules.setText("\n".join(others))
        self.rules.setVisible(bool(others))

    def _say(self, name: str, value: object) -> None:
        self.read_so.emit({name: value})

    def _say_header(self) -> None:
        """Row numbers as '2' or '2,3'; nothing: found out."""
        if not self.header.isModified():
            return
        self.header.setModified(False)
        parts = [part.strip() for part in self.header.text().replace("、", ",").split(",")]
        rows = tuple(sorted(int(part) for part in parts if part.isdecimal() and int(part) > 0))
        self._say("header_rows", rows or None)
