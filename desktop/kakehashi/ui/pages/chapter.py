"""A chapter: what is special to it, its pictures, a view for each of its kinds, what is not sound yet.

Kinds are shown from the fields' descriptions alone, so that every kind is served. A chapter that has no kinds
yet says in a sentence what belongs there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kakehashi.plan.kinds import BY_CHAPTER, ONLY_ONE
from kakehashi.ui.after_paint import after_paint
from kakehashi.ui.arranging import SCROLL_BAR
from kakehashi.ui.chapter_pictures import ChapterPictures
from kakehashi.ui.chapter_words import about
from kakehashi.ui.checks_view import ChecksView
from kakehashi.ui.editor import Editor
from kakehashi.ui.grounds import hairline
from kakehashi.ui.inspector import Aside, Inspector
from kakehashi.ui.kind_view import KindView
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.panel import Panel, empty_place
from kakehashi.ui.picture_pane import PicturePane
from kakehashi.ui.segments import Segments
from kakehashi.ui.session import State
from kakehashi.ui.views import SPECIAL, special_view

if TYPE_CHECKING:
    from kakehashi.checks.check import Finding

PICTURE, CHECKS = "picture", "checks"
_MARGIN = 20


class ChapterPage(QWidget):
    """Segments on top, the chosen view below them; the inspector at the right of what has items to choose."""

    zoomed = Signal(int)
    fitted = Signal(int)
    gone_to = Signal(str, str)  # a chapter, an item in it

    def __init__(self, look: Look, editor: Editor, chapter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor, self._chapter = look, editor, chapter
        self._state: State | None = None
        self._view = ""
        self._chosen = False
        self._item = ""
        self._filling = self._inspected = False
        self._zoom = 100
        self._picture: PicturePane | None = None
        self._drawn = ChapterPictures(chapter, look.language, self)
        self._drawn.changed.connect(self._take_pictures)
        self._views_made: dict[str, QWidget] = {}
        self._body = QStackedWidget(self)
        self._segments = Segments(look, self)
        self._segments.chosen.connect(self._choose)
        self._aside = Aside(look, editor, self)
        self._aside.gone_to.connect(self.gone_to)
        QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_I), self, self.toggle_inspector)
        self._about = label(look, look.say(about(chapter)), 12.5, token="text2", parent=self)
        self._about.setWordWrap(True)
        self._about.setVisible(bool(BY_CHAPTER.get(chapter)))
        self._edge = hairline(look, "border", self, upright=True)
        self._edge.hide()
        self._lay_out()

    def _lay_out(self) -> None:
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
        across.addWidget(self._aside)

    @property
    def _inspector(self) -> Inspector:
        return self._aside.inspector

    @property
    def view(self) -> str:
        """The key of the view that is open (see `choose_view`)."""
        return self._view

    def show_state(self, state: State) -> None:
        """Show the chapter of a plan; the view that was open stays open."""
        self._state = state
        if self._drawn.draw(state.worked, beside=self._chapter in SPECIAL):  # whose own views come first
            self._renew_picture()
        views = self._views(state)
        if not self._chosen or self._view not in views:
            self._view = next(iter(views), "")
        self._segments.show_views(views, self._view)
        self._show_view(self._view)

    def _renew_picture(self) -> None:
        if self._picture is not None and self._drawn.pictures:
            self._picture.show_pictures(self._drawn.pictures)
        else:
            self._forget(PICTURE)

    def _take_pictures(self) -> None:
        """Show the pictures that were drawn meanwhile; without any there is no such view."""
        self._renew_picture()
        if self._state is None:
            return
        views = self._views(self._state)
        if self._view not in views:
            self._view = next(iter(views), "")
            self._show_view(self._view)
        self._segments.show_views(views, self._view)

    def show_item(self, item_id: str) -> None:
        """Go to an item: in the view that is open if it is there, else in the one of its kind."""
        item = self._state.plan.get(item_id) if self._state is not None else None
        if item is None:
            return
        show_item = getattr(self._views_made.get(self._view), "show_item", None)
        if show_item is None or not show_item(item_id):
            if item.kind not in [kind.__name__ for kind in BY_CHAPTER.get(self._chapter, ())]:
                return
            self._choose(item.kind)
            show_item = getattr(self._views_made.get(self._view), "show_item", None)
            if show_item is not None:
                show_item(item_id)
        self._inspect(item_id)

    def show_field(self, item_id: str, field: str) -> None:
        """Put the keyboard into a field of the item that is shown."""
        made = self._views_made.get(self._view)
        if self._state is None or item_id not in self._state.plan:
            return
        if isinstance(made, KindView) and made.show_field(field):
            return
        self._show_inspector(visible=True)
        self._inspect(item_id)
        self._inspector.show_field(field)

    @property
    def views(self) -> tuple[str, ...]:
        """The keys of the views that can be opened."""
        self._drawn.finish()
        return tuple(self._views(self._state)) if self._state is not None else ()

    def choose_view(self, view: str) -> None:
        """Open a view by its key: that of a special one, 'picture', the name of a kind, 'checks'."""
        if view == PICTURE:
            self._drawn.finish()
        if self._state is not None and view in self._views(self._state):
            self._choose(view)

    def set_zoom(self, percent: int) -> None:
        """Show pictures this large."""
        self._zoom = percent
        for made in self._views_made.values():
            set_zoom = getattr(made, "set_zoom", None)
            if set_zoom is not None:
                set_zoom(percent)
        if self._picture is not None:
            self._picture.set_zoom(percent)

    def _views(self, state: State) -> dict[str, str]:
        """The segments: key and title."""
        say, found = self._look.say, {}
        for key in SPECIAL.get(self._chapter, ()):
            found[key] = say(f"ui.view.{key}")
        if self._drawn.pictures:
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

    def _findings(self, state: State) -> tuple[Finding, ...]:
        return state.worked.findings_of(self._chapter) if state.worked is not None else ()

    def _choose(self, view: str) -> None:
        self._view, self._chosen = view, True
        if self._state is not None:
            self._segments.show_views(self._views(self._state), view)
        self._show_view(view)

    def _show_view(self, view: str) -> None:
        """The view, made when it is first wanted, with the plan as it is now."""
        made = self._views_made.get(view)
        if made is None:
            made = self._views_made[view] = self._made(view)
            self._body.addWidget(made)
        self._filling = True  # what is chosen meanwhile is shown once
        self._body.setCurrentWidget(made)
        show_state = getattr(made, "show_state", None)
        if show_state is not None and self._state is not None:
            show_state(self._state)
        if self._state is not None and not self._state.plan.of_kind(view) and isinstance(made, KindView):
            self._item = ""  # nothing can be chosen here: no item of another view stays beside it
        self._show_inspector(hasattr(made, "item_chosen") and view not in ONLY_ONE)
        self._filling = False
        if self._aside.isVisibleTo(self):
            self._inspect_soon()

    def _inspect_soon(self) -> None:
        """What is chosen, at the right: the first time once the page is painted, whose view one waits for."""
        if self._inspected:
            self._inspect(self._item)
        else:
            after_paint(self, lambda: self._inspect(self._item))

    def _forget(self, view: str) -> None:
        made = self._views_made.pop(view, None)
        if made is not None:
            self._body.removeWidget(made)
            made.deleteLater()
            self._picture = None

    def _made(self, view: str) -> QWidget:
        look = self._look
        if not view:
            return self._nothing_yet()
        if view == PICTURE:
            return self._picture_pane()
        if view == CHECKS:
            checks = ChecksView(look, self._editor, self._chapter)
            checks.gone_to.connect(self.gone_to)
            return checks
        if view in SPECIAL.get(self._chapter, ()):
            made = special_view(view, look, self._editor)
            for signal, follow in (
                ("zoomed", self.zoomed),
                ("fitted", self.fitted),
                ("gone_to", self.gone_to),
                ("view_wanted", self.choose_view),
            ):
                if hasattr(made, signal):
                    getattr(made, signal).connect(follow)
            if hasattr(made, "set_zoom"):
                made.set_zoom(self._zoom)
        else:
            kind = next(each for each in BY_CHAPTER[self._chapter] if each.__name__ == view)
            made = KindView(look, self._editor, kind)
            made.gone_to.connect(self.gone_to)
        if hasattr(made, "item_chosen"):
            made.item_chosen.connect(self._inspect)
        return made

    def _nothing_yet(self) -> QWidget:
        sheet = Panel(self._look)
        sheet.body.addStretch(2)
        sheet.body.addWidget(empty_place(self._look, self._look.say(about(self._chapter)), "text"))
        sheet.body.addWidget(empty_place(self._look, self._look.say("ui.chapter.nothing_yet")))
        sheet.body.addStretch(3)
        return sheet

    def _picture_pane(self) -> QWidget:
        sheet = Panel(self._look)
        self._picture = PicturePane(self._look, self._editor, self._drawn.pictures, self._zoom)
        self._picture.item_chosen.connect(self._inspect_shape)
        self._picture.gone_to.connect(self.gone_to)
        self._picture.zoomed.connect(self.zoomed)
        self._picture.fitted.connect(self.fitted)
        sheet.body.addWidget(self._picture, 1)
        place = self.parentWidget() or self  # a new page is not as wide as its place yet
        self._picture.fit(place.width() - 2 * _MARGIN - SCROLL_BAR - 2)
        return sheet

    def _inspect(self, item_id: str) -> None:
        self._item = item_id
        if self._state is not None and not self._filling:
            self._inspected = True
            item = self._state.plan.get(item_id) if item_id else None
            self._inspector.show_item(self._state.plan, item, self._findings(self._state))

    def _inspect_shape(self, item_id: str) -> None:
        """What a shape of a picture shows; the inspector comes with the first one."""
        self._show_inspector(bool(item_id))
        self._inspect(item_id)

    def toggle_inspector(self) -> None:
        """Hide or show the fields of the selected item."""
        has_items = hasattr(self._views_made.get(self._view), "item_chosen")
        self._show_inspector(has_items and not self._aside.isVisible())

    def _show_inspector(self, visible: bool) -> None:
        self._aside.setVisible(visible)
        self._edge.setVisible(visible)
