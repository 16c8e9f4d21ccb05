"""A chapter as it stands: its pictures, a table for each of its kinds, what is not sound yet. Read-only.

Made from the fields' descriptions alone, so that it serves every kind. A chapter that has no kinds yet says
in a sentence what belongs there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kakehashi.plan.item import Item
from kakehashi.plan.kinds import BY_CHAPTER, ONLY_ONE
from kakehashi.ui.arranging import SCROLL_BAR
from kakehashi.ui.chapter_words import ABOUT
from kakehashi.ui.grounds import hairline
from kakehashi.ui.inspector import Inspector
from kakehashi.ui.item_form import ItemForm
from kakehashi.ui.item_table import ItemTable
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.panel import Panel, empty_place
from kakehashi.ui.picture_pane import PicturePane
from kakehashi.ui.rows import RowsView
from kakehashi.ui.segments import Segments
from kakehashi.ui.sentences import finding_rows, place_of
from kakehashi.ui.session import State

if TYPE_CHECKING:
    from kakehashi.checks.check import Finding
    from kakehashi.ui.pictures import Shown

PICTURE, CHECKS = "picture", "checks"
_MARGIN = 20


class ChapterPage(QWidget):
    """Segments on top: picture, kinds, checks; the inspector at the right of a table."""

    zoomed = Signal(int)
    fitted = Signal(int)

    def __init__(self, look: Look, chapter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._chapter = look, chapter
        self._state: State | None = None
        self._view = ""
        self._chosen = False
        self._zoom = 100
        self._picture: PicturePane | None = None
        self._body = QStackedWidget(self)
        self._pictures: tuple[Shown, ...] = ()
        self._segments = Segments(look, self)
        self._segments.chosen.connect(self._choose)
        self._inspector = Inspector(look, self)
        self._inspector.hide()
        QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_I), self, self._toggle_inspector)
        self._about = label(look, look.say(ABOUT[chapter]), 12.5, token="text2", parent=self)
        self._about.setWordWrap(True)
        self._about.setVisible(bool(BY_CHAPTER.get(chapter)))
        self._edge = hairline(look, "border", self, upright=True)
        self._edge.hide()
        left = QVBoxLayout()
        left.setContentsMargins(_MARGIN, 12, _MARGIN, 14)
        left.setSpacing(10)
        left.addWidget(self._about)
        left.addWidget(self._segments)
        left.addWidget(self._body, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(left, 1)
        across.addWidget(self._edge)
        across.addWidget(self._inspector)

    def show_state(self, state: State) -> None:
        """Show the chapter of a plan; the view that was open stays open."""
        self._state = state
        self._pictures = self._drawn(state)
        views = self._views(state)
        if not self._chosen or self._view not in views:
            self._view = next(iter(views), "")
        self._segments.show_views(views, self._view)
        self._show_view(self._view)

    def show_item(self, item_id: str) -> None:
        """Go to an item's row."""
        item = self._state.plan.get(item_id) if self._state is not None else None
        if item is not None and item.kind in [kind.__name__ for kind in BY_CHAPTER.get(self._chapter, ())]:
            self._choose(item.kind)
            table = self._body.currentWidget()
            if isinstance(table, Panel) and (found := table.findChild(ItemTable)) is not None:
                found.choose(item_id)

    def set_zoom(self, percent: int) -> None:
        """Show pictures this large."""
        self._zoom = percent
        if self._picture is not None:
            self._picture.set_zoom(percent)

    def _views(self, state: State) -> dict[str, str]:
        """The segments: key and title."""
        say, found = self._look.say, {}
        if self._pictures:
            found[PICTURE] = say("ui.view.picture")
        for kind in BY_CHAPTER.get(self._chapter, ()):
            name = kind.__name__
            title = say(f"kind.{name}")
            count = len(state.plan.items(kind))
            counted = say("ui.view.counted", title=title, count=count)
            found[name] = title if name in ONLY_ONE else counted
        findings = self._findings(state)
        if findings:
            found[CHECKS] = say("ui.view.counted", title=say("ui.view.checks"), count=len(findings))
        return found

    def _drawn(self, state: State) -> tuple[Shown, ...]:
        if state.worked is None or state.worked.forecast is None:
            return ()
        from kakehashi.ui.pictures import context_of, pictures_of

        return pictures_of(context_of(state.plan, state.worked.forecast, self._look.language), self._chapter)

    def _findings(self, state: State) -> list[Finding]:
        found = state.worked.findings if state.worked is not None else None
        return [each for each in found or () if each.chapter == self._chapter]

    def _choose(self, view: str) -> None:
        self._view, self._chosen = view, True
        if self._state is not None:
            self._segments.show_views(self._views(self._state), view)
        self._show_view(view)

    def _show_view(self, view: str) -> None:
        while (old := self._body.currentWidget()) is not None:
            self._body.removeWidget(old)
            old.deleteLater()
        self._picture = None
        self._body.addWidget(self._made(view))
        self._show_inspector(self._is_table(view))

    def _is_table(self, view: str) -> bool:
        return (
            view not in ("", PICTURE, CHECKS)
            and view not in ONLY_ONE
            and self._state is not None
            and bool(self._state.plan.of_kind(view))
        )

    def _made(self, view: str) -> QWidget:
        state, look = self._state, self._look
        sheet = Panel(look)
        if state is None or not view:
            sheet.body.addStretch(2)
            sheet.body.addWidget(empty_place(look, look.say(ABOUT[self._chapter]), "text"))
            sheet.body.addWidget(empty_place(look, look.say("ui.chapter.nothing_yet")))
            sheet.body.addStretch(3)
        elif view == PICTURE:
            self._picture = PicturePane(look, self._pictures, self._zoom)
            self._picture.zoomed.connect(self.zoomed)
            self._picture.fitted.connect(self.fitted)
            sheet.body.addWidget(self._picture, 1)
            place = self.parentWidget() or self  # a new page is not as wide as its place yet
            self._picture.fit(place.width() - 2 * _MARGIN - SCROLL_BAR - 2)
        elif view == CHECKS:
            rows = RowsView(look, look.say("ui.view.checks"))
            rows.set_rows(finding_rows(look, self._findings(state), with_chapter=False))
            rows.chosen.connect(lambda key: self.show_item(place_of(key)[1]))
            sheet.body.addWidget(rows, 1)
        else:
            sheet.body.addWidget(self._of_kind(state, view), 1)
        return sheet

    def _of_kind(self, state: State, name: str) -> QWidget:
        kind: type[Item] = next(each for each in BY_CHAPTER[self._chapter] if each.__name__ == name)
        if name in ONLY_ONE:
            return ItemForm(self._look, state.plan, state.plan.only(kind))
        if not state.plan.items(kind):
            said = self._look.say("ui.chapter.no_items", kind=self._look.say(f"kind.{name}"))
            return empty_place(self._look, said)
        table = ItemTable(kind, state.plan, self._look)
        table.item_chosen.connect(lambda item: self._inspect(item))
        self._inspector.show_item(state.plan, None, ())
        table.choose(state.plan.items(kind)[0].id)
        return table

    def _inspect(self, item_id: str) -> None:
        if self._state is not None:
            self._inspector.show_item(
                self._state.plan, self._state.plan.get(item_id), self._findings(self._state)
            )

    def _toggle_inspector(self) -> None:
        self._show_inspector(not self._inspector.isVisible() and self._is_table(self._view))

    def _show_inspector(self, visible: bool) -> None:
        self._inspector.setVisible(visible)
        self._edge.setVisible(visible)
