"""What is not sound yet in a chapter or in the whole plan: where to go for it, repairs to be done here."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kakehashi.ui.editor import Editor
from kakehashi.ui.look import Look
from kakehashi.ui.panel import Panel, empty_place
from kakehashi.ui.rows import RowsView
from kakehashi.ui.segments import Segments
from kakehashi.ui.sentences import finding_rows, place_of
from kakehashi.ui.session import State

if TYPE_CHECKING:
    from kakehashi.checks.check import Finding

ALL = "all"
_TITLES = {"error": "ui.checks.error", "warning": "ui.checks.warning", "hint": "ui.checks.hint"}


class ChecksView(QWidget):
    """See `views`. `chapter` None: those of all chapters. `gone_to` tells the chapter and the item that a
    check names."""

    gone_to = Signal(str, str)

    def __init__(
        self, look: Look, editor: Editor, chapter: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._editor, self._chapter = look, editor, chapter
        self._state: State | None = None
        self._severity = ALL
        self._shown: tuple[Finding, ...] = ()
        self._repaired: list[Finding] = []
        self._segments = Segments(look, self)
        self._segments.chosen.connect(self.choose_severity)
        sheet = Panel(look, parent=self)
        self._rows = RowsView(look, look.say("ui.view.checks"))
        self._rows.setToolTip("" if editor.read_only else look.say("ui.checks.keys"))
        self._rows.chosen.connect(lambda key: self.gone_to.emit(*place_of(key)))
        self._rows.acted.connect(lambda place: self._repair(self._shown[int(place)]))
        self._nothing = empty_place(look, "")
        sheet.body.addWidget(self._rows, 1)
        sheet.body.addWidget(self._nothing, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(self._segments)
        rows.addWidget(sheet, 1)

    def show_state(self, state: State) -> None:
        """Show the checks of a plan; a repaired one is gone at once."""
        self._state = state
        if state.fresh:
            self._repaired.clear()
        found = state.worked.findings if state.worked is not None else None
        mine = [
            each
            for each in found or ()
            if self._chapter in (None, each.chapter) and each not in self._repaired
        ]
        counts = Counter[str](each.severity for each in mine)
        if self._severity not in counts:
            self._severity = ALL
        self._segments.show_views(self._filters(counts), self._severity)
        self._segments.setVisible(len(counts) > 1)
        self._shown = tuple(each for each in mine if self._severity in (ALL, each.severity))
        whole = self._chapter is None
        self._rows.set_rows(
            finding_rows(self._look, self._shown, with_chapter=whole, repairs=not self._editor.read_only)
        )
        self._rows.setVisible(bool(self._shown))
        self._nothing.setText(self._look.say("ui.checks.none" if found is not None else "ui.working"))
        self._nothing.setVisible(not self._shown)

    def choose_severity(self, severity: str) -> None:
        """Show the checks of this severity only, or 'all'."""
        self._severity = severity
        if self._state is not None:
            self.show_state(self._state)

    def _filters(self, counts: Counter[str]) -> dict[str, str]:
        say = self._look.say
        titles = {ALL: say("ui.view.counted", title=say("ui.checks.all"), count=counts.total())}
        for severity, title in _TITLES.items():
            if counts[severity]:
                titles[severity] = say("ui.view.counted", title=say(title), count=counts[severity])
        return titles

    def _repair(self, finding: Finding) -> None:
        repair = finding.repair
        if repair is None or self._editor.read_only:
            return
        self._repaired.append(finding)
        if not self._editor.apply(repair.change, repair.words):
            self._repaired.remove(finding)
