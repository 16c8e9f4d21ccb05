"""The one Qt view of a picture: paints a scene, knows which item of the plan lies under a point."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kakehashi.drawing.scene import Group, Scene, Shape, bounds
from kakehashi.ui.look import Look
from kakehashi.ui.paint import paint_shapes

LEAST_ZOOM, MOST_ZOOM = 0.5, 2.0


class PictureView(QWidget):
    """Draws a scene at a zoom, or as large as fits (never above 100 %), in the middle of its place.

    A group of the scene that names an item answers to the pointer: its title is the tooltip, a click and a
    double click are announced with the item's id.
    """

    item_clicked = Signal(str)
    item_activated = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None, *, fits: bool = False) -> None:
        super().__init__(parent)
        self._look = look
        self._scene: Scene | None = None
        self._zoom = 1.0
        self._fits = fits
        policy = QSizePolicy.Policy.Expanding if fits else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, policy)
        self.setMouseTracking(True)

    @property
    def scene(self) -> Scene | None:
        """What is shown."""
        return self._scene

    @property
    def zoom(self) -> float:
        """How large it is drawn, 1 = 100 %."""
        if self._fits and self._scene is not None:
            return self._fitting(self._scene)
        return self._zoom

    def set_scene(self, scene: Scene | None) -> None:
        """Show this picture; its title and description are what a screen reader says."""
        self._scene = scene
        self.setAccessibleName(scene.title if scene is not None else "")
        self.setAccessibleDescription(scene.description if scene is not None else "")
        self._resized()

    def set_zoom(self, zoom: float) -> None:
        """Draw it this large, 0.5 to 2."""
        self._zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        self._resized()

    def item_at(self, point: QPointF) -> Group | None:
        """The innermost group that names an item and covers the point, in px of this widget."""
        if self._scene is None:
            return None
        origin = self._origin(self._scene)
        at = (point - origin) / self.zoom
        return _group_at(self._scene.shapes, at)

    def sizeHint(self) -> QSize:
        if self._scene is None:
            return QSize(0, 0)
        scale = 1.0 if self._fits else self._zoom
        return QSize(round(self._scene.width * scale), round(self._scene.height * scale))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._scene is None:
            return
        painter = QPainter(self)
        painter.translate(self._origin(self._scene))
        painter.scale(self.zoom, self.zoom)
        paint_shapes(painter, self._scene.shapes, self._look)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        group = self.item_at(event.position())
        self.setToolTip(group.title if group is not None else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._announce(event, self.item_clicked)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._announce(event, self.item_activated)

    def _announce(self, event: QMouseEvent, signal: object) -> None:
        group = self.item_at(event.position())
        if group is not None and event.button() == Qt.MouseButton.LeftButton:
            signal.emit(group.item)  # type: ignore[attr-defined]

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
