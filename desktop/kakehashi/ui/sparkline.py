"""Sparklines in a column of a grid: target dashed, actual in the accent, 56 x 34, over two rows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kakehashi.drawing.scene import Scene
from kakehashi.ui.look import Look
from kakehashi.ui.paint import paint_shapes

SceneAt = Callable[[int], Scene | None]


class SparklineDelegate(QStyledItemDelegate):
    """Draws what `scene_at(row)` gives in the middle of a cell."""

    def __init__(self, look: Look, scene_at: SceneAt, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._scene_at = look, scene_at

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect, look = option.rect, self._look
        painter.fillRect(rect, look.colour("surface"))
        painter.setPen(look.colour("line"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        scene = self._scene_at(index.row())
        if scene is None:
            return
        painter.save()
        across = (rect.width() - scene.width) / 2
        painter.translate(QPointF(rect.left() + across, rect.center().y() - scene.height / 2 + 1))
        paint_shapes(painter, scene.shapes, look)
        painter.restore()
