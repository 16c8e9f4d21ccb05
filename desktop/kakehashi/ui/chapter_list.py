"""The chapters of the plan at the left: how full each is, its open checks, and where one is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QSize, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from kakehashi.plan.kinds import chapters
from kakehashi.ui import flags
from kakehashi.ui.grounds import hairline
from kakehashi.ui.labels import label, show
from kakehashi.ui.look import Look
from kakehashi.ui.views import OVERVIEW, OWN_PAGES

if TYPE_CHECKING:  # loaded after the first paint
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent

    from kakehashi.drawing.badges import Badge
    from kakehashi.plan.completeness import Completeness

WIDE, NARROW = 208, 56
_ROW, _BEFORE_NAMES = 30, 34

Index: TypeAlias = "QModelIndex | QPersistentModelIndex"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list. `worst` and `count` are its open checks; `heading` stands above it."""

    key: str
    title: str
    state: Completeness | None = None
    worst: Badge | None = None
    count: int = 0
    spoken: str = ""
    heading: str = ""


class ChapterList(QFrame):
    """Plan and company on top, the list below. `chosen` tells the chapter that was gone to."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.narrow = False
        self.plan_title = label(look, "", 13, 700, parent=self)
        self.company = label(look, "", 11.5, token="text2", parent=self)
        self.view = _List(look, self)
        self.view.setAccessibleName(look.say("ui.chapters"))
        self.view.setFont(look.font())
        self._model = _Entries(self)
        self._model.put(_entries(look, {}, {}))
        self.view.setModel(self._model)
        self.view.selectionModel().currentChanged.connect(self._gone_to)
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 11, 0, 0)
        rows.setSpacing(2)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(rows, 1)
        across.addWidget(hairline(look, "border", self, upright=True))
        for each in (self.plan_title, self.company):
            each.setWordWrap(True)
            each.setContentsMargins(16, 0, 10, 0)
            rows.addWidget(each)
        rows.addSpacing(8)
        rows.addWidget(self.view, 1)
        self.setFixedWidth(look.scaled(WIDE))

    def show_plan(self, title: str, company: str) -> None:
        """Whose plan this is."""
        self.plan_title.setText(title)
        self.company.setText(company)

    def show_chapters(
        self, states: Mapping[str, Completeness], checks: Mapping[str, tuple[Badge, int]]
    ) -> None:
        """Completeness and open checks (worst badge, count) by chapter."""
        if not self.view.finished:
            from kakehashi.ui.chapter_delegate import ChapterDelegate

            self.view.finish(ChapterDelegate(self._look, self))
        self._model.put(_entries(self._look, states, checks))

    def go_to(self, key: str) -> None:
        """Select a chapter, as if it had been clicked."""
        keys = [entry.key for entry in self._model.entries]
        if key in keys:
            self.view.setCurrentIndex(self._model.index(keys.index(key)))

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, where the window is narrow."""
        self.narrow = narrow
        self.setFixedWidth(NARROW if narrow else self._look.scaled(WIDE))
        show(self.plan_title, not narrow)
        show(self.company, not narrow)
        self.view.doItemsLayout()

    def _gone_to(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(flags.ENTRY).key)


class _List(QListView):
    """Knows whether the keyboard is at work in it: only then a ring is drawn."""

    by_keys = False
    finished = False

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chapter_names")
        self.setFrameShape(QFrame.Shape.NoFrame)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, look.colour("window"))
        self.setPalette(palette)
        self.setUniformItemSizes(True)
        self.setViewportMargins(_BEFORE_NAMES, 0, 0, 0)

    def finish(self, delegate: Any) -> None:
        """What the first paint does without: the delegate that draws rings and marks."""
        from PySide6.QtCore import Qt

        self.finished = True
        self.setUniformItemSizes(False)
        self.setViewportMargins(0, 0, 0, 0)
        self.setItemDelegate(delegate)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._keys_used()
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # of the key that brought the focus here, too
        self._keys_used()
        super().keyReleaseEvent(event)

    def _keys_used(self) -> None:
        if not self.by_keys:
            self.by_keys = True
            self.viewport().update()


class _Entries(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def put(self, entries: tuple[Entry, ...]) -> None:
        """Show these; when only their marks differ, whoever is selected stays."""
        if [each.key for each in entries] == [each.key for each in self.entries]:
            self.entries = entries
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = flags.DISPLAY) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == flags.DISPLAY:
            return entry.title
        if role == flags.SIZE:
            return QSize(100, _ROW)
        if role in (flags.TOOLTIP, flags.SPOKEN):
            return entry.spoken or entry.title
        return entry if role == flags.ENTRY else None


def _entries(
    look: Look, states: Mapping[str, Completeness], checks: Mapping[str, tuple[Badge, int]]
) -> tuple[Entry, ...]:
    found = [Entry(key=OVERVIEW, title=look.say("ui.overview"))]
    for at, key in enumerate(chapters()):
        worst, count = checks.get(key, (None, 0))
        title, state = look.say(f"chapter.{key}"), states.get(key)
        spoken = [title]
        if state is not None and state.needed:
            spoken.append(look.say("ui.chapters.filled", share=int(state.share * 100)))
        if worst is not None:
            spoken.append(look.say(f"ui.chapters.open.{worst}", count=count))
        heading = "" if at else look.say("ui.chapters.plan")
        entry = Entry(key=key, title=title, state=state, worst=worst, count=count, heading=heading)
        found.append(msgspec.structs.replace(entry, spoken=" ".join(spoken)))
    for at, key in enumerate(OWN_PAGES):
        title = look.say(f"ui.page.{key}")
        found.append(Entry(key=key, title=title, heading="" if at else look.say("ui.chapters.beside")))
    return tuple(found)
