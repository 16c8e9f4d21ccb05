"""Plain grounds and hairlines by palette; a style sheet for them would cost a tenth of the first paint."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QWidget

from kakehashi.ui.look import Look


def ground(widget: QWidget, look: Look, token: str) -> None:
    """Fill a widget with a token's colour."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Window, look.colour(token))
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)


def edge(widget: QFrame, look: Look, token: str) -> None:
    """A thin edge all around."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.WindowText, look.colour(token))
    widget.setPalette(palette)
    widget.setFrameShape(QFrame.Shape.Box)


def hairline(look: Look, token: str, parent: QWidget, *, upright: bool = False) -> QFrame:
    """A line of one pixel, level or upright."""
    found = QFrame(parent)
    ground(found, look, token)
    if upright:
        found.setFixedWidth(1)
    else:
        found.setFixedHeight(1)
    return found
