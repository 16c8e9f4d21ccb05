"""The chart of roles as it is worked on: carried to another boss, folded, added to with buttons at a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget

from kakehashi.drawing.badges import Badge, badge
from kakehashi.drawing.scene import Group, Scene, bounds
from kakehashi.ui.button import Button
from kakehashi.ui.look import Look
from kakehashi.ui.paint import paint_ring, paint_shapes
from kakehashi.ui.picture import PictureView
from kakehashi.ui.picture_walk import named_groups

_FOLD = 8.0  # half the size of the mark below a card, px at 100 %
_BUTTON = 22
_PALE = 0.75


class RoleChart(PictureView):
    """Cards can be carried with the mouse or by keys. `why_not(role, boss)` says what forbids it, or ''.

    `carried`: a role is on its way over another, with the sentence that forbids it; ('', '') at the end.
    """

    fold_wanted = Signal(str)
    dropped = Signal(str, str)  # the role, its new boss
    carried = Signal(str, str)  # the role, what to know now
    add_wanted = Signal(str, bool)  # the role; beside it, else below

    def __init__(self, look: Look, why_not: Callable[[str, str], str], parent: QWidget | None = None) -> None:
        super().__init__(look, parent, walks=True)
        self._why_not = why_not
        self._below: Mapping[str, int] = {}
        self._folded: frozenset[str] = frozenset()
        self._badges: Mapping[str, Badge] = {}
        self._pressed: tuple[str, QPointF] | None = None
        self._carrying = ""
        self._target = ""
        self._pointer: QPointF | None = None
        self._near = ""
        self._buttons = (self._adder("ui.organization.add_below"), self._adder("ui.organization.add_beside"))
        self._buttons[0].clicked.connect(lambda: self.add_wanted.emit(self._near, False))
        self._buttons[1].clicked.connect(lambda: self.add_wanted.emit(self._near, True))
        self.can_edit = True
        self.item_chosen.connect(self._stand_by)

    @property
    def carrying(self) -> str:
        """The role that is on its way, '' for none."""
        return self._carrying

    @property
    def pointer(self) -> QPointF | None:
        """Where the mouse carries a role, px of this widget; None where none is carried, or by keys."""
        return self._pointer

    def show_chart(
        self, scene: Scene, below: Mapping[str, int], folded: frozenset[str], badges: Mapping[str, Badge]
    ) -> None:
        """Show this chart, with a mark at each branch and a badge at each role that is not sound."""
        self._below, self._folded, self._badges = below, folded, badges
        self.set_scene(scene)
        self._stand_by(self.chosen)

    def pick_up(self, role: str) -> None:
        """Begin to carry a role by keys: arrows go to the new boss, Enter drops, Esc leaves all as it was."""
        if self.can_edit and role:
            self._carrying, self._pointer = role, None
            self._go_over(role)

    def paint_scene(self, painter: QPainter, scene: Scene, seen: QRectF | None = None) -> None:
        super().paint_scene(painter, scene, seen)
        groups = {group.item: group for group in named_groups(scene)}
        for role, group in groups.items():
            if role in self._below:
                self._paint_fold(painter, group)
            if role in self._badges:
                box = bounds(group)
                paint_shapes(painter, badge("mark", self._badges[role], box.x + 3, box.y + 3, 14), self._look)
        if self._target and self._target != self._carrying and self._target in groups:
            bad = bool(self._why_not(self._carrying, self._target))
            paint_ring(painter, groups[self._target], self._look, token="bad" if bad else "good")
        if self._carrying in groups and self._pointer is not None:
            self._paint_carried(painter, groups[self._carrying])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._carrying:  # carried by keys; a click ends it
            self._end(drop=False)
        role = self._fold_at(event.position())
        if role and event.button() == Qt.MouseButton.LeftButton:
            self.fold_wanted.emit(role)
            return
        super().mousePressEvent(event)
        group = self.item_at(event.position())
        if group is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = (group.item, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        at = event.position()
        group = self.item_at(at)
        if not event.buttons():
            if group is not None:
                self._stand_by(group.item)
            return
        if self._pressed is None or not self.can_edit:
            return
        event.accept()
        far = (at - self._pressed[1]).manhattanLength() >= QApplication.startDragDistance()
        if self._carrying or far:
            self._carrying, self._pointer = self._pressed[0], at
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._go_over(group.item if group is not None else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if self._carrying and self._pointer is not None:
            self._end(drop=True)
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._stand_by(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While a role is carried, keys are for that."""
        if not self._carrying:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(drop=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(drop=True)
        elif self._pointer is None:
            carried = self._carrying
            super().keyPressEvent(event)
            self._carrying = carried
            self._go_over(self.chosen)

    def _go_over(self, target: str) -> None:
        self._target = target
        other = bool(target) and target != self._carrying
        why = self._why_not(self._carrying, target) if other else ""
        self.carried.emit(self._carrying, why)
        self._show_buttons(False)
        self.update()

    def _end(self, *, drop: bool) -> None:
        role, target = self._carrying, self._target
        self._carrying, self._target, self._pointer, self._pressed = "", "", None, None
        self.unsetCursor()
        self.carried.emit("", "")
        self.update()
        if drop and target and target != role:
            self.dropped.emit(role, target)
        self.choose(role)
        self.item_chosen.emit(role)

    def _paint_carried(self, painter: QPainter, group: Group) -> None:
        assert self._pointer is not None
        box = bounds(group)
        place = self.place_of(group.item)
        moved = (self._pointer - place.center()) / self.zoom
        painter.save()
        painter.translate(moved)
        painter.setOpacity(_PALE)
        paint_shapes(painter, (group,), self._look)
        painter.setPen(QPen(self._look.colour("focus"), 1.4))
        painter.drawRoundedRect(QRectF(box.x, box.y, box.width, box.height), 5, 5)
        painter.restore()

    def _paint_fold(self, painter: QPainter, group: Group) -> None:
        """A round mark below a card: − to fold, the number of those who are hidden to unfold."""
        folded = group.item in self._folded
        said = f"+{self._below[group.item]}" if folded else "−"
        place = _fold_place(group, folded)
        painter.setPen(QPen(self._look.colour("strong"), 1.2))
        painter.setBrush(self._look.colour("selection" if folded else "surface"))
        painter.drawRoundedRect(place, _FOLD, _FOLD)
        painter.setPen(self._look.colour("text"))
        painter.setFont(self._look.font(11, 500))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, said)

    def _fold_at(self, point: QPointF) -> str:
        for group in named_groups(self.scene):
            if group.item in self._below:
                box, place = bounds(group), _fold_place(group, group.item in self._folded)
                at = (point - self.place_of(group.item).topLeft()) / self.zoom + QPointF(box.x, box.y)
                if place.contains(at):
                    return group.item
        return ""

    def _adder(self, name: str) -> Button:
        said = self._look.say(name)
        button = Button(self._look, "+", "outlined", parent=self)
        button.setAccessibleName(said)
        button.setToolTip(said)
        button.setFixedSize(_BUTTON, _BUTTON)
        button.setStyleSheet("padding: 0; min-height: 20px; max-height: 20px; border-radius: 11px;")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.hide()
        return button

    def _stand_by(self, role: str) -> None:
        """Put the buttons at a card: below it and beside it."""
        self._near = role
        place = self.place_of(role)
        self._show_buttons(not place.isNull() and self.can_edit and not self._carrying)
        below, beside = self._buttons
        below.move(round(place.center().x() + 18), round(place.bottom() - _BUTTON / 2))
        right = min(round(place.right() - _BUTTON / 2), self.width() - _BUTTON)
        beside.move(right, round(place.center().y() - _BUTTON / 2))

    def _show_buttons(self, shown: bool) -> None:
        for button in self._buttons:
            button.setVisible(shown)


def _fold_place(group: Group, folded: bool) -> QRectF:
    box = bounds(group)
    half = 1.6 * _FOLD if folded else _FOLD
    return QRectF(box.x + box.width / 2 - half, box.bottom - _FOLD, 2 * half, 2 * _FOLD)
