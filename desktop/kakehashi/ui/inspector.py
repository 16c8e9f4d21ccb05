"""The selected item, every field of it in full: at the right of a page, hidden and shown with Ctrl+I."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from kakehashi.plan.item import Item
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.ui.editor import Editor
from kakehashi.ui.grounds import ground
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.marked_line import MarkedLine
from kakehashi.ui.sentences import BADGES
from kakehashi.ui.values import Reader, told_fields
from kakehashi.words import shown

if TYPE_CHECKING:  # checks are not loaded before the first paint
    from kakehashi.checks.check import Finding

WIDTH = 300


class Inspector(QScrollArea):
    """Name, open checks, fields: label above value, what is not set left out."""

    def __init__(self, look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor = look, editor
        self.setAccessibleName(look.say("ui.inspector"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH)
        self._show(QWidget())

    def show_item(self, plan: Plan, item: Item | None, findings: Sequence[Finding]) -> None:
        """Show an item of a plan, and the findings that name it."""
        sheet = QWidget()
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(16, 14, 14, 16)
        rows.setSpacing(2)
        if item is None:
            rows.addWidget(self._said(self._look.say("ui.inspector_empty"), 12.5, "text2"))
        else:
            self._put(rows, plan, item, findings)
        rows.addStretch(1)
        self._show(sheet)

    def _show(self, sheet: QWidget) -> None:
        ground(sheet, self._look, "surface")
        self.setWidget(sheet)

    def _put(self, rows: QVBoxLayout, plan: Plan, item: Item, findings: Sequence[Finding]) -> None:
        say = self._look.say
        rows.addWidget(self._said(say(f"kind.{item.kind}"), 11.5, "text2"))
        name = shown(name_of(plan, item), self._look.language)
        title = self._said(name, 13.5, "text")
        title.setFont(self._look.font(13.5, 700))
        rows.addWidget(title)
        for finding in findings:
            if finding.item == item.id:
                line = MarkedLine(self._look)
                line.show_line(say(finding.sentence), "text", BADGES[finding.severity])
                rows.addWidget(line)
        reader = Reader(plan, self._look.language)
        for described in told_fields(type(item)):
            lines = reader.whole(item, described)
            if lines and lines != (name,):
                rows.addSpacing(8)
                secret = f" {say('ui.confidential')}" if described.field.confidential else ""
                rows.addWidget(self._said(reader.title(described) + secret, 11, "text2"))
                rows.addWidget(self._said("\n".join(lines), 12.5, "text"))

    def _said(self, said: str, size: float, token: str) -> QLabel:
        found = label(self._look, said, size, token=token)
        found.setWordWrap(True)
        found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return found
