"""The open checks of one item, each with its repair: at the head of its form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.grounds import ground
from kakehashi.ui.labels import show
from kakehashi.ui.look import Look
from kakehashi.ui.marked_line import MarkedLine
from kakehashi.ui.sentences import BADGES

if TYPE_CHECKING:  # checks are not loaded before the first paint
    from kakehashi.checks.check import Finding

_GROUNDS = {"error": "bads", "warning": "warns", "hint": "raised"}


class ItemFindings(QWidget):
    """A small sheet a check: the sentence, why it matters, the repair as a link."""

    def __init__(self, look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor = look, editor
        self._shown: tuple[Finding, ...] = ()
        self.sheets: list[QFrame] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        self.hide()

    def show_findings(self, findings: Sequence[Finding], item: str) -> None:
        """Show the findings that name an item."""
        found = tuple(each for each in findings if each.item == item)
        show(self, bool(found))
        if found == self._shown:
            return
        self._shown = found
        for sheet in self.sheets:
            sheet.hide()
            self._rows.removeWidget(sheet)
            sheet.deleteLater()
        self.sheets = [self._made(each) for each in found]
        for sheet in self.sheets:
            self._rows.addWidget(sheet)

    def _made(self, finding: Finding) -> QFrame:
        sheet = QFrame(self)
        ground(sheet, self._look, _GROUNDS[finding.severity])
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(10, 7, 10, 7)
        rows.setSpacing(3)
        line = MarkedLine(self._look, sheet)
        line.show_line(self._look.say(finding.sentence), "text", BADGES[finding.severity])
        line.setAccessibleName(
            f"{self._look.say(f'severity.{finding.severity}')} {self._look.say(finding.sentence)}"
        )
        line.setToolTip(self._look.say(finding.why))
        rows.addWidget(line)
        repair = finding.repair
        if repair is not None and not self._editor.read_only:
            link = Button(self._look, self._look.say(repair.words), "link", size=12, parent=sheet)
            link.setContentsMargins(18, 0, 0, 0)
            link.clicked.connect(lambda: self._editor.apply(repair.change, repair.words))
            rows.addWidget(link)
        return sheet
