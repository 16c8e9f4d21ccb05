"""The pictures of a chapter one below the other: to scroll, zoom, walk through, to work on their items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.plan.kinds import CHAPTER_OF
from kakehashi.ui.arranging import SCROLL_BAR
from kakehashi.ui.editor import Editor
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.picture import PictureView
from kakehashi.ui.picture_area import PictureArea
from kakehashi.ui.picture_file import preview
from kakehashi.ui.picture_items import item_entries, name_field, write_name
from kakehashi.ui.picture_menu import Act, Entry, open_menu, picture_acts
from kakehashi.ui.picture_name import ShapeName
from kakehashi.ui.picture_table import PictureTable
from kakehashi.ui.picture_tools import PictureTools
from kakehashi.ui.pictures import Shown
from kakehashi.ui.status_line import next_zoom
from kakehashi.words import in_language

_MARGINS = 6
_FITTED = (85, 125)  # per cent; below a picture is scrolled instead, above it would only be large


class PicturePane(QWidget):
    """Tools on top, pictures below. `zoomed` tells what somebody asked for, `fitted` what the room did.

    `item_chosen` tells the item of the chosen shape, `gone_to` a chapter and an item to be opened there.
    """

    zoomed = Signal(int)
    fitted = Signal(int)
    item_chosen = Signal(str)
    gone_to = Signal(str, str)

    def __init__(
        self, look: Look, editor: Editor, shown: Sequence[Shown], percent: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look, self.editor, self._percent = look, editor, percent
        self._shown: Sequence[Shown] = ()
        self._views: list[PictureView] = []
        self._tables: dict[int, PictureTable] = {}
        self._now = self._fitted = 0
        self._tools = PictureTools(look, self)
        self._tools.stepped.connect(self._step)
        self._tools.menu_wanted.connect(lambda at: self._open_menu(self._now, "", at))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 6, 0, 0)
        rows.setSpacing(4)
        top = QHBoxLayout()
        top.setContentsMargins(14, 0, 10, 0)
        top.addStretch(1)
        top.addWidget(self._tools)
        rows.addLayout(top)
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(_MARGINS - 2, 0, 2, 14)
        self._column.setSpacing(4)
        self._area = PictureArea(self._sheet, self)
        self._area.setAccessibleName(look.say("ui.view.picture"))
        self._area.stepped.connect(self._step)
        rows.addWidget(self._area, 1)
        self.show_pictures(shown)

    def show_pictures(self, shown: Sequence[Shown]) -> None:
        """Show these; where they are the same as before but for what they say, all keeps its place."""
        same = [each.scene.key for each in shown] == [each.scene.key for each in self._shown]
        self._shown = shown
        if same and self._views:
            for at, each in enumerate(shown):
                self._views[at].set_scene(each.scene)
            return
        while (old := self._column.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._views, self._tables, self._now = [], {}, 0
        for at, each in enumerate(shown):
            self._add(at, each)
        self._column.addStretch(1)
        self.set_zoom(self._percent)

    def fit(self, width: int) -> None:
        """Show pictures so large that the broadest fits, if that can still be read; a chosen size stays."""
        broadest = max((view.scene.width for view in self._views if view.scene is not None), default=0)
        percent = int(100 * width / (broadest * self.look.scale + _MARGINS)) if broadest else 100
        least, most = _FITTED
        again = self._percent == self._fitted
        if again or (self._percent == 100 and percent >= least):
            self._fitted = min(max(percent, least), most)
            self.set_zoom(self._fitted)
            self.fitted.emit(self._percent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._percent == self._fitted:  # also where the window was resized on another page
            self.fit(event.size().width() - SCROLL_BAR)  # its area is laid out only after it

    def set_zoom(self, percent: int) -> None:
        """Show all pictures this large."""
        self._percent = percent
        self._tools.show_zoom(percent)
        for view in self._views:
            view.set_zoom(percent / 100)

    def choose(self, item: str) -> bool:
        """Choose an item's shape and bring it into sight; whether it is in a picture."""
        for view in self._views:
            if view.choose(item):
                self._area.show_place(view, view.place_of(item))
                return True
        return False

    def rename(self, view: PictureView, item: str) -> None:
        """Write over a shape what its item is called."""
        field = name_field(self.editor.plan, item)
        if field is None or self.editor.read_only:
            return
        said = in_language(getattr(self.editor.plan.item(item), field), self.look.language)
        name = ShapeName(self.look, said, view)
        name.written.connect(partial(write_name, self.editor, item))
        name.open_over(view.place_of(item))

    def show_table(self, at: int) -> None:
        """The table that says the same in the place of a picture, or the picture again."""
        table = self._tables.pop(at, None)
        view = self._views[at]
        if table is not None:
            table.hide()
            table.deleteLater()
            view.show()
            view.setFocus()
            return
        told = self._shown[at].table
        if told is None:
            return
        table = self._tables[at] = PictureTable(self.look, told)
        self._key("T", table, partial(self.show_table, at))
        self._column.insertWidget(self._column.indexOf(view), table)
        view.hide()
        table.show()
        table.setFocus()

    def _add(self, at: int, each: Shown) -> None:
        heading = label(self.look, f"{each.title}  {each.unit}".strip(), 13.5, 700, parent=self._sheet)
        heading.setContentsMargins(12, 0, 0, 0)
        self._column.addWidget(heading)
        view = PictureView(self.look, self._sheet, walks=True)
        view.set_scene(each.scene)
        view.item_chosen.connect(partial(self._chosen, at))
        view.item_activated.connect(partial(self._open, view))
        view.menu_wanted.connect(partial(self._open_menu, at))
        self._key("F2", view, lambda: self.rename(view, view.chosen))
        self._key("T", view, partial(self.show_table, at))
        self._area.follow(view)
        self._views.append(view)
        self._column.addWidget(view, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addSpacing(14)

    def _key(self, keys: str, widget: QWidget, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _chosen(self, at: int, item: str) -> None:
        self._now = at
        self.item_chosen.emit(item)

    def _open(self, view: PictureView, item: str) -> None:
        """A double click writes on the shape; what has no name of its own is opened where it is edited."""
        if item not in self.editor.plan:
            return
        if name_field(self.editor.plan, item) is None or self.editor.read_only:
            self.gone_to.emit(CHAPTER_OF.get(self.editor.plan.item(item).kind, ""), item)
        else:
            self.rename(view, item)

    def _open_menu(self, at: int, item: str, point: QPoint) -> None:
        scene = self._shown[at].scene
        refused = self.editor.refused.emit
        entries = picture_acts(self, self.look, scene, lambda error: refused(error.message))
        if self._shown[at].table is not None:
            key = "ui.picture.back" if at in self._tables else "ui.picture.table"
            entries.append(Act(self.look.say(key), partial(self.show_table, at), "T"))
        if item:
            first: list[Entry] = item_entries(self, self._views[at], item)
            entries = [*first, None, *entries]
        open_menu(self, entries, point)

    def print_picture(self) -> None:
        """Show how the picture at which one is comes on paper."""
        if self._shown:
            preview(self, self._shown[self._now].scene, self.look)

    def _step(self, by: int) -> None:
        self.zoomed.emit(next_zoom(self._percent, by))
