"""The window's own icons: lines of 1.5 px on a grid of 16, in the colour of the text beside them.

A path is M, L, H, V, Z as in SVG, absolute, and O = circle (centre and radius).
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

SIDE = 16.0
ICON = QSize(20, 16)
"""Size of an icon on a button, with the room before its text."""

_PATHS = {
    "overview": "M2.5 2.5H7V7H2.5Z M9 2.5H13.5V7H9Z M2.5 9H7V13.5H2.5Z M9 9H13.5V13.5H9Z",
    "basis": "M3.5 2H10L12.5 4.5V14H3.5Z M6 7.5H10 M6 10.5H10",
    "direction": "M4 14.5V2 M4 2.5H12.5L10.5 5.5L12.5 8.5H4",
    "organization": "M6 2H10V5.5H6Z M2 10.5H6V14H2Z M10 10.5H14V14H10Z M8 5.5V8 M4 10.5V8H12V10.5",
    "metrics": "M2 13.5H14 M4.5 13.5V9 M8 13.5V3 M11.5 13.5V6.5",
    "personas": "O8 5 2.7 M2.8 14V12.8L5 10.3H11L13.2 12.8V14",
    "journey": "O3.5 11.5 1.6 O12.5 4.5 1.6 M5.1 11.5H8V4.5H10.9",
    "targets": "O8 8 6 O8 8 2.6",
    "content": "M2 3H7L8 4L9 3H14V12.5H9L8 13.5L7 12.5H2Z M8 4V13.5",
    "budget": "O8 8 6 M5.6 4.6L8 8L10.4 4.6 M8 8V12 M6 8.4H10 M6 10.2H10",
    "simulation": "M2.5 2.5V13.5H13.5 M4.8 10.5L7.2 7.3L9.4 9L13 4",
    "measurement": "M1.5 8.5H4.5L6.5 3.5L9.5 12.5L11.5 8.5H14.5",
    "handoff": "M9 3H13.5V13H9 M2 8H9.5 M7 5.5L9.5 8L7 10.5",
    "work": "M2.3 3.8L3.6 5.1L6 2.7 M2.3 8.5L3.6 9.8L6 7.4 M8 4H14 M8 8.7H14 M8 13.2H14 M2.8 13.2H5.4",
    "review": "M2 3H14V11H8L5 13.8V11H2Z M5.5 6.8L7.3 8.6L10.7 5.2",
    "checks": "M8 2L14.2 13.5H1.8Z M8 6.5V9.5 M8 11.4V11.6",
    "data": "M3 4L5.5 2.7H10.5L13 4L10.5 5.3H5.5Z M3 4V12L5.5 13.3H10.5L13 12V4 M3 8L5.5 9.3H10.5L13 8",
    "declare": "M2.5 9.5V13.5H13.5V9.5 M8 10.5V2.5 M5 5.5L8 2.5L11 5.5",
    "lock": "M4 7H12V13.5H4Z M5.5 7V5L6.4 3.3L8 2.6L9.6 3.3L10.5 5V7",
    "open": "M2 13V3.5H6L7.5 5.2H14V13Z",
    "undo": "M6 3.5L3 6.5L6 9.5 M3 6.5H10.5L13 9V12.5",
    "redo": "M10 3.5L13 6.5L10 9.5 M13 6.5H5.5L3 9V12.5",
    "close": "M4 4L12 12 M12 4L4 12",
    "search": "O7 7 4.2 M10.2 10.2L13.8 13.8",
    "menu": "M2.5 4.5H13.5 M2.5 8H13.5 M2.5 11.5H13.5",
    "command": "M5 4L2 8L5 12 M11 4L14 8L11 12",
    "view": "M2 3H14V13H2Z M2 6.5H14 M6.5 6.5V13",
    "item": "M3 8H13 M3 4.5H13 M3 11.5H9",
    "history": "O8 8 6 M8 4.5V8L10.5 9.5",
    "pin": "M5.5 2.5H10.5L9.8 7L12 9.5H4L6.2 7Z M8 9.5V14",
    "plus": "M8 3.5V12.5 M3.5 8H12.5",
    "minus": "M3.5 8H12.5",
    "down": "M4.5 6.5L8 10L11.5 6.5",
    "plugin": "M3 5.5H6V3.8L7.2 2.5H8.8L10 3.8V5.5H13V13.5H3Z",  # and a chapter of one
    "inspector": "M2 3H14V13H2Z M10 3V13",
}
_STEP = re.compile(r"([MLHVZO])([^MLHVZO]*)")


def paint_icon(painter: QPainter, name: str, at: QPointF, colour: QColor, size: float = SIDE) -> None:
    """Draw an icon with its top left corner at a point."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(at)
    painter.scale(size / SIDE, size / SIDE)
    pen = QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_path(name))
    painter.restore()


def icon_of(name: str, colour: QColor, disabled: QColor) -> QIcon:
    """The icon for a button, in its own colour where the button can't be used; sharp up to 200 %."""
    icon = QIcon()
    for mode, drawn_in in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        pixmap = QPixmap(2 * ICON.width(), 2 * ICON.height())
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_icon(painter, name, QPointF(0, 0), drawn_in, 2 * SIDE)
        painter.end()
        pixmap.setDevicePixelRatio(2)
        icon.addPixmap(pixmap, mode)
    return icon


@cache
def _path(name: str) -> QPainterPath:
    path = QPainterPath()
    for sign, rest in _STEP.findall(_PATHS.get(name, _PATHS["plugin"])):
        numbers = [float(each) for each in rest.split()]
        at = path.currentPosition()
        match sign:
            case "M":
                path.moveTo(*numbers)
            case "L":
                path.lineTo(*numbers)
            case "H":
                path.lineTo(numbers[0], at.y())
            case "V":
                path.lineTo(at.x(), numbers[0])
            case "O":
                x, y, radius = numbers
                path.addEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
            case _:
                path.closeSubpath()
    return path
