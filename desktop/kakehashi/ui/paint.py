"""A scene of `drawing` painted with Qt: the same shapes as in SVG, in the window's fonts."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPolygonF,
)

from kakehashi.drawing.scene import Circle, Group, Label, Line, Paint, Polygon, Polyline, Rect, Shape, bounds
from kakehashi.ui.look import Look

RING = 3.0
"""Px between a shape and the ring around it."""

_PATTERN_STEP = {"lines": 5.0, "diagonal": 6.0, "dots": 6.0}
_MAIN = 0.6  # the part of its group that a shape covers to be what the ring follows


def paint_shapes(painter: QPainter, shapes: tuple[Shape, ...], look: Look) -> None:
    """Paint shapes in their own coordinates; the painter says where and how large."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in shapes:
        _paint(painter, shape, look)


def paint_ring(
    painter: QPainter, group: Group, look: Look, *, token: str = "focus", strong: bool = True
) -> None:
    """A ring that follows the outline of a group's shape; thinner where the keyboard is elsewhere."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour(token), 2.0 if strong else 1.4))
    painter.drawPath(_around(group))


def _around(group: Group) -> QPainterPath:
    """The outline, 3 px outside: of the shapes that cover most of the group, else of its box."""
    box = bounds(group)
    path = QPainterPath()
    for shape in group.shapes:
        if isinstance(shape, (Rect, Circle, Polygon)):
            own = bounds(shape)
            if own.width * own.height >= _MAIN * box.width * box.height:
                path = path.united(_outline(shape))
    if path.isEmpty():
        path.addRect(QRectF(box.x, box.y, box.width, box.height))
    stroker = QPainterPathStroker()
    stroker.setWidth(2 * RING + 1)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return path.united(stroker.createStroke(path)).simplified()


def _paint(painter: QPainter, shape: Shape, look: Look) -> None:
    match shape:
        case Group():
            before = painter.opacity()
            painter.setOpacity(before * shape.opacity)
            for child in shape.shapes:
                _paint(painter, child, look)
            painter.setOpacity(before)
        case Label():
            _label(painter, shape, look)
        case Line(x1=x1, y1=y1, x2=x2, y2=y2):
            painter.setPen(_pen(shape.paint, look))
            painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
        case Polyline(points=points):
            painter.setPen(_pen(shape.paint, look))
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
        case _:
            _filled(painter, shape, look)


def _filled(painter: QPainter, shape: Rect | Circle | Polygon, look: Look) -> None:
    paint = shape.paint
    before = painter.opacity()
    painter.setOpacity(before * paint.opacity)
    path = _outline(shape)
    painter.fillPath(path, QBrush(look.colour(paint.fill)) if paint.fill else Qt.BrushStyle.NoBrush)
    if paint.pattern:
        _pattern(painter, path, shape, look)
    if paint.stroke:
        painter.strokePath(path, _pen(paint, look))
    painter.setOpacity(before)


def _outline(shape: Rect | Circle | Polygon) -> QPainterPath:
    path = QPainterPath()
    match shape:
        case Rect():
            area = QRectF(shape.x, shape.y, max(shape.width, 0), max(shape.height, 0))
            radius = min(shape.radius, area.width() / 2, area.height() / 2)
            path.addRoundedRect(area, radius, radius)
        case Circle():
            path.addEllipse(QPointF(shape.cx, shape.cy), shape.radius, shape.radius)
        case Polygon():
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in shape.points]))
            path.closeSubpath()
    return path


def _pen(paint: Paint, look: Look) -> QPen:
    if not paint.stroke:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(look.colour(paint.stroke), paint.line)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if paint.round_caps else Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin if paint.round_caps else Qt.PenJoinStyle.MiterJoin)
    if paint.dash:
        pen.setDashPattern(paint.dash)
    return pen


def _pattern(painter: QPainter, path: QPainterPath, shape: Rect | Circle | Polygon, look: Look) -> None:
    """Lines, diagonals or dots inside the outline, the same steps as in SVG."""
    box = bounds(shape)
    ink = look.colour(shape.paint.ink)
    kind = shape.paint.pattern or "lines"
    step = _PATTERN_STEP[kind]
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(ink, 1.2))
    left, top = box.x // step * step, box.y // step * step
    if kind == "lines":
        for n in range(int((box.bottom - top) / step) + 1):
            y = top + (n + 0.5) * step
            painter.drawLine(QPointF(box.x, y), QPointF(box.right, y))
    elif kind == "diagonal":
        for n in range(int((box.right - left + box.height) / step) + 2):
            x = left + n * step
            painter.drawLine(QPointF(x, top), QPointF(x - box.height - step, top + box.height + step))
    else:
        _dots(painter, box.right - left, box.bottom - top, QPointF(left, top), step, QBrush(ink))
    painter.restore()


def _dots(painter: QPainter, width: float, height: float, at: QPointF, step: float, brush: QBrush) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    for row in range(int(height / step) + 1):
        for column in range(int(width / step) + 1):
            centre = at + QPointF((column + 0.5) * step, (row + 0.5) * step)
            painter.drawEllipse(centre, 1.05, 1.05)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _label(painter: QPainter, label: Label, look: Look) -> None:
    parts = [(label.text, label.size, label.weight, label.fill)]
    parts += [(run.text, run.size, run.weight, run.fill) for run in label.runs]
    measured, look = [], look.as_drawn
    for said, size, weight, fill in parts:
        font = look.font(size, weight)
        measured.append((said, font, fill, look.width(said, size, weight)))
    width = sum(part[3] for part in measured)
    x = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    for said, font, fill, advance in measured:
        painter.setFont(font)
        painter.setPen(look.colour(fill))
        painter.drawText(QPointF(x, label.y), said)
        x += advance
