"""The one Qt view of a picture: paints a scene, knows which item of the plan each shape shows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kakehashi.drawing.scene import Group, Scene, Shape, bounds
from kakehashi.ui.look import Look
from kakehashi.ui.paint import paint_ring, paint_shapes
from kakehashi.ui.picture_walk import Direction, ahead, beside, named_groups

LEAST_ZOOM, MOST_ZOOM = 0.5, 2.0
_MANY = 200  # shapes, of which only those in sight are painted

_ARROWS: dict[int, Direction] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}


Boxes = tuple[tuple[float, float, float, float], ...]


class PictureView(QWidget):
    """Draws a scene at a zoom, or as large as fits (never above 100 %), in the middle of its place.

    A group of the scene that names an item answers to the pointer: its title is the tooltip, a click and a
    double click are announced with the item's id. With `walks` one of them can be chosen, by click or by the
    keyboard (arrows and Tab), has a ring, and is what a screen reader says; Enter is a double click.
    """

    item_clicked = Signal(str)
    item_activated = Signal(str)
    item_chosen = Signal(str)
    menu_wanted = Signal(str, QPoint)  # an item ('' = the picture), a point of the screen

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, fits: bool = False, walks: bool = False
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._scene: Scene | None = None
        self._zoom = look.scale
        self._fits = fits
        self._walks = walks
        self._chosen: Group | None = None
        self._groups: tuple[Group, ...] = ()
        self._boxes: Boxes = ()  # of the shapes, where they are many
        policy = QSizePolicy.Policy.Expanding if fits else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, policy)
        self.setMouseTracking(True)
        if walks:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def scene(self) -> Scene | None:
        """What is shown."""
        return self._scene

    @property
    def chosen(self) -> str:
        """The item that is chosen, '' for none."""
        return self._chosen.item if self._chosen is not None else ""

    @property
    def zoom(self) -> float:
        """How large it is drawn, 1 = 100 %."""
        if self._fits and self._scene is not None:
            return self._fitting(self._scene)
        return self._zoom

    def set_scene(self, scene: Scene | None) -> None:
        """Show this picture; its title and description are what a screen reader says. A choice stays."""
        before, self._scene = self._scene, scene
        many = scene.shapes if scene is not None and len(scene.shapes) > _MANY else ()
        self._boxes = tuple((box.x, box.y, box.right, box.bottom) for box in map(bounds, many))
        self._groups = named_groups(scene)
        chosen = self._chosen
        if chosen is not None:
            known = [each for each in self._groups if each.item == chosen.item]
            self._chosen = next((each for each in known if each.id == chosen.id), next(iter(known), None))
        self._name()
        self.setAccessibleDescription(scene.description if scene is not None else "")
        if _size_of(before) == _size_of(scene):
            self.update()
        else:
            self._resized()

    def set_zoom(self, zoom: float) -> None:
        """Draw it this large, 0.5 to 2, in texts of the size that was chosen."""
        self._zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM) * self._look.scale
        self._resized()

    def item_at(self, point: QPointF) -> Group | None:
        """The innermost group that names an item and covers the point, in px of this widget."""
        if self._scene is None:
            return None
        origin = self._origin(self._scene)
        at = (point - origin) / self.zoom
        return _group_at(self._scene.shapes, at)

    def choose(self, item: str) -> bool:
        """Choose an item's shape ('' = none); whether it is here."""
        group = next((each for each in self._groups if each.item == item), None)
        self._choose(group, announced=False)
        return group is not None

    def place_of(self, item: str) -> QRectF:
        """Where an item's shape is, in px of this widget; null where it isn't."""
        group = next((each for each in self._groups if each.item == item), None)
        if group is None or self._scene is None:
            return QRectF()
        box, origin, zoom = bounds(group), self._origin(self._scene), self.zoom
        at = QPointF(box.x * zoom, box.y * zoom) + origin
        return QRectF(at.x(), at.y(), box.width * zoom, box.height * zoom)

    def sizeHint(self) -> QSize:
        if self._scene is None:
            return QSize(0, 0)
        scale = 1.0 if self._fits else self._zoom
        return QSize(round(self._scene.width * scale), round(self._scene.height * scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._scene is None:
            return
        painter, origin = QPainter(self), self._origin(self._scene)
        painter.translate(origin)
        painter.scale(self.zoom, self.zoom)
        seen = QRectF(event.rect()).translated(-origin)
        self.paint_scene(painter, self._scene, QRectF(seen.topLeft() / self.zoom, seen.size() / self.zoom))

    def paint_scene(self, painter: QPainter, scene: Scene, seen: QRectF | None = None) -> None:
        """Paint in the scene's own coordinates: the shapes (of many, those that can be seen), the ring of the
        chosen one."""
        shapes = scene.shapes
        if seen is not None and self._boxes:
            shapes = _within(shapes, self._boxes, seen)
        paint_shapes(painter, shapes, self._look)
        if self._walks and self._chosen is not None:
            paint_ring(painter, self._chosen, self._look, strong=self.hasFocus())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        group = self.item_at(event.position())
        self.setToolTip(group.title if group is not None else "")
        if event.buttons():
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        group = self.item_at(event.position())
        if group is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()  # the area around moves the picture
            return
        if self._walks:
            self._choose(group)
        self.item_clicked.emit(group.item)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        group = self.item_at(event.position())
        if group is not None and event.button() == Qt.MouseButton.LeftButton:
            self.item_activated.emit(group.item)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._walks:
            event.ignore()
            return
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.mapToGlobal(self.place_of(self.chosen).center().toPoint())
        else:
            self._choose(self.item_at(QPointF(event.pos())))
        self.menu_wanted.emit(self.chosen, at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        direction = _ARROWS.get(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self._walks or not plain:
            super().keyPressEvent(event)
        elif direction is not None:
            now = self._chosen
            found = ahead(self._groups, now, direction) if now is not None else beside(self._groups, None, 1)
            if found is not None:
                self._choose(found)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen is not None:
            self.item_activated.emit(self._chosen.item)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from shape to shape, and on from the last one."""
        found = beside(self._groups, self._chosen, 1 if forward else -1) if self._walks else None
        if found is None:
            return super().focusNextPrevChild(forward)
        self._choose(found)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        backward = event.reason() == Qt.FocusReason.BacktabFocusReason
        if event.reason() == Qt.FocusReason.TabFocusReason or backward:
            self._choose(beside(self._groups, None, -1 if backward else 1))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _choose(self, group: Group | None, *, announced: bool = True) -> None:
        changed = (group.id if group else "") != (self._chosen.id if self._chosen else "")
        self._chosen = group
        if changed:
            self._name()
            self.update()
            if announced:
                self.item_chosen.emit(group.item if group is not None else "")

    def _name(self) -> None:
        """What is read aloud: the picture, and the shape that is chosen in it."""
        title = self._scene.title if self._scene is not None else ""
        shape = " ".join(self._chosen.title.split("\n")) if self._chosen is not None else ""
        said = self._look.say("ui.picture.at", picture=title, shape=shape) if shape else title
        self.setAccessibleName(said)

    def _resized(self) -> None:
        self.updateGeometry()
        if not self._fits:
            self.resize(self.sizeHint())
        self.update()

    def _fitting(self, scene: Scene) -> float:
        return max(min(1.0, self.width() / scene.width, self.height() / scene.height), 0.05)

    def _origin(self, scene: Scene) -> QPointF:
        """Where the picture begins: in the middle, on whole pixels so that hairlines stay sharp."""
        across = max((self.width() - scene.width * self.zoom) / 2, 0)
        down = max((self.height() - scene.height * self.zoom) / 2, 0)
        return QPointF(round(across), round(down))


def _size_of(scene: Scene | None) -> tuple[float, float]:
    return (0.0, 0.0) if scene is None else (scene.width, scene.height)


def _within(shapes: tuple[Shape, ...], boxes: Boxes, seen: QRectF) -> tuple[Shape, ...]:
    left, top, right, bottom = seen.left(), seen.top(), seen.right(), seen.bottom()
    return tuple(
        shape
        for shape, (x, y, end, low) in zip(shapes, boxes, strict=True)
        if x <= right and end >= left and y <= bottom and low >= top
    )


def _group_at(shapes: tuple[Shape, ...], at: QPointF) -> Group | None:
    for shape in reversed(shapes):
        if not isinstance(shape, Group):
            continue
        inner = _group_at(shape.shapes, at)
        if inner is not None:
            return inner
        box = bounds(shape)
        if shape.item and QRectF(box.x, box.y, box.width, box.height).contains(at):
            return shape
    return None
