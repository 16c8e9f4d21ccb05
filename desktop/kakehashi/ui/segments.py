"""Several views of one page, one of them chosen: joined buttons in a row; a menu holds those without room."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.look import Look

_LEAST = 240  # px: a first view, the menu and the last view
_PADDING = 40  # px inside the menu's button, its larger font counted


class Segments(QWidget):
    """`chosen` tells the key of the view that somebody wants. Nothing is shown where there is no choice.

    Where there is no room for all, the first and the last stay and the menu takes the last of the others.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._titles: Mapping[str, str] = {}
        self._now = ""
        self._buttons: dict[str, Button] = {}
        self._hidden: tuple[str, ...] = ()
        self._more = Button(look, "", "segment", parent=self)
        self._more.clicked.connect(self._open_menu)
        self._group = QButtonGroup(self)
        self._group.addButton(self._more)
        self._row = QHBoxLayout(self)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)

    def show_views(self, titles: Mapping[str, str], now: str) -> None:
        """These views (key -> title), and which is open now."""
        if titles != self._titles:
            self._titles = dict(titles)
            self._rebuild()
        self._now = now
        self._arrange()
        self.setVisible(len(titles) > 1)

    def minimumSizeHint(self) -> QSize:
        """Room for the first, the menu and the last; the rest can do without."""
        least = self._look.scaled(_LEAST) if len(self._buttons) > 2 else self.whole
        return QSize(least, self._more.sizeHint().height())

    @property
    def whole(self) -> int:
        """Width in which all views have room."""
        return sum(button.sizeHint().width() for button in self._buttons.values())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer of the views have room."""
        super().resizeEvent(event)
        self._arrange()

    def _rebuild(self) -> None:
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        self._row.removeWidget(self._more)
        self._buttons = {}
        for at, (key, title) in enumerate(self._titles.items()):
            button = Button(self._look, title, "segment", parent=self)
            button.join(first=at == 0, last=at + 1 == len(self._titles))
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._row.insertWidget(at, button)
            self._buttons[key] = button
        self._more.join(first=False, last=False)
        self._row.insertWidget(max(len(self._titles) - 1, 0), self._more)

    def _arrange(self) -> None:
        """Show what there is room for, and the menu for the rest."""
        keys = list(self._buttons)
        self._hidden = self._without_room(keys)
        for key, button in self._buttons.items():
            button.setVisible(key not in self._hidden)
        self._more.setVisible(bool(self._hidden))
        if self._now in self._hidden:
            self._more.say(self._look.say("ui.view.menu", title=self._titles[self._now]))
            self._more.setChecked(True)
        else:
            self._more.say(self._look.say("ui.view.more", count=len(self._hidden)))
            if self._now in self._buttons:
                self._buttons[self._now].setChecked(True)
        self._row.invalidate()
        self._row.activate()

    def _without_room(self, keys: list[str]) -> tuple[str, ...]:
        widths = {key: self._buttons[key].sizeHint().width() for key in keys}
        if self.whole <= self.width() or len(keys) < 3:
            return ()
        titles = (self._look.say("ui.view.menu", title=title) for title in self._titles.values())
        widest = round(max(self._look.width(title) for title in titles))
        room = self.width() - widths[keys[0]] - widths[keys[-1]] - widest - _PADDING
        middle = keys[1:-1]
        for at, key in enumerate(middle):
            room -= widths[key]
            if room < 0:
                return tuple(middle[at:])
        return ()

    def _open_menu(self) -> None:
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        for key in self._hidden:
            action = menu.addAction(self._titles[key].replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key == self._now)
            action.triggered.connect(lambda _checked=False, key=key: self.chosen.emit(key))
        menu.aboutToHide.connect(self._arrange)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
