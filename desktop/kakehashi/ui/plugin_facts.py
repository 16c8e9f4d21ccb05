"""What is told about a plugin, as lines with their labels."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from kakehashi.extension.describing import Fact
from kakehashi.ui.grounds import ground
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.words import shown

_LABELS = 118


class PluginFacts(QScrollArea):
    """Labels at the left, what is said at the right; it can be copied, and scrolled by keys."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def show_facts(self, facts: Iterable[Fact]) -> None:
        """Show these instead."""
        look, sheet = self._look, QWidget()
        ground(sheet, look, "surface")
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(7)
        grid.setColumnMinimumWidth(0, look.scaled(_LABELS))
        grid.setColumnStretch(1, 1)
        at = 0
        for at, fact in enumerate(facts, 1):
            title = label(look, look.say(fact.label), 12, token="text2", parent=sheet)
            title.setAlignment(Qt.AlignmentFlag.AlignTop)
            words = "\n".join(shown(line, look.language) for line in fact.lines)
            said = label(look, words, 12.5, parent=sheet)
            said.setWordWrap(True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(title, at, 0)
            grid.addWidget(said, at, 1)
        grid.setRowStretch(at + 1, 1)
        self.setWidget(sheet)
