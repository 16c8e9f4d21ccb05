"""Everything that a window says: labels, buttons, lists, tables, pictures, tooltips, names read aloud."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)

from kakehashi.drawing.scene import Label, walk
from kakehashi.ui.picture import PictureView

ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def widgets(window: QWidget) -> Iterator[QWidget]:
    """Every widget that can be seen, the window first."""
    yield window
    for widget in window.findChildren(QWidget):
        if widget.isVisible():
            yield widget


def texts(window: QWidget) -> Iterator[str]:
    """Everything that is shown or read aloud."""
    for widget in widgets(window):
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, (QLabel, QAbstractButton)):
            yield widget.text()
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _of_model(widget.model(), isinstance(widget, QTableView))
        if isinstance(widget, PictureView) and widget.scene is not None:
            yield from (shape.text for shape in walk(widget.scene.shapes) if isinstance(shape, Label))
    yield window.windowTitle()


def _of_model(model: QAbstractItemModel, table: bool) -> Iterator[str]:
    root = QModelIndex()
    for column in range(model.columnCount(root) if table else 1):
        if table:
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount(root)):
            for role in ROLES:
                yield str(model.data(model.index(row, column, root), role) or "")


def cut_labels(window: QWidget) -> list[str]:
    """The texts of labels that are wider or higher than their place, once all is laid out."""
    QApplication.processEvents()
    return [widget.text() for widget in widgets(window) if isinstance(widget, QLabel) and is_cut(widget)]


def cut_buttons(window: QWidget) -> list[str]:
    """The texts of buttons that are wider than their place."""
    QApplication.processEvents()
    return [
        widget.text()
        for widget in widgets(window)
        if isinstance(widget, QPushButton)
        and len(widget.text()) > 1
        and widget.sizeHint().width() > widget.width() + 1
    ]


def is_cut(label: QLabel) -> bool:
    place = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    metrics = QFontMetricsF(label.font())
    if not label.wordWrap():
        return metrics.horizontalAdvance(label.text()) > place.width() + 1
    flags = int(Qt.TextFlag.TextWordWrap)
    needed = metrics.boundingRect(QRectF(0, 0, place.width(), 10_000), flags, label.text())
    return needed.height() > place.height() + 2 or needed.width() > place.width() + 1
