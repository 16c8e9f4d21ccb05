"""The simulation in a window of its own, and beside it a bare widget that draws the same picture."""

from __future__ import annotations

import time
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kakehashi.drawing.scene import Label, Line, Polygon, Polyline, Rect, Scene, walk
from kakehashi.extension.starters import starter_named
from kakehashi.forecast.forecast import forecast
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.item import new_id
from kakehashi.plan.starter import plan_from
from kakehashi.storage.plan_file import PlanFile
from kakehashi.ui.application import application
from kakehashi.ui.editor import Editor
from kakehashi.ui.look import Look
from kakehashi.ui.pages.simulation_board import SimulationBoard
from kakehashi.ui.pages.simulation_results import Outcome
from kakehashi.ui.palette import palette
from kakehashi.ui.session import Session
from kakehashi.ui.style import style_sheet

_SIZE = (1100, 720)
_LONGEST = 10.0  # s that a redraw may take before something is wrong


class Simulated:
    """`step` and `redraw` of the simulation, `bare_step` and `bare_redraw` of the bare widget."""

    def __init__(self, path: Path) -> None:
        app = application()
        items = plan_from(
            starter_named("b2b-saas"), language="ja", first_month="2027-04", uuid="u", new_id=new_id
        )
        PlanFile.create(path, "u", items, app_version="0", at="2027-04-01T09:00:00").close()
        look = Look("light", "ja")
        app.setPalette(palette(look))
        app.setStyleSheet(style_sheet("light"))

        def open_as(read_only: bool) -> OpenPlan:
            return OpenPlan.open(path, person="", clock=lambda: "2027-04-01T09:00:00", read_only=read_only)

        self._session = Session(open_as, read_only=True)
        self.board = SimulationBoard(look, Editor(self._session, "ja"))
        self.board.resize(*_SIZE)
        self.board.show()
        self.board.show_state(self._session.state)
        self._settle()
        slider = list(self.board.assumptions.rows.values())[-2].slider
        self._slider = slider
        self._keys = cycle((Qt.Key.Key_Right, Qt.Key.Key_Left))
        self._outcomes = cycle(self._two())
        self._bare = _Bare(self._outcome)
        self._bare.resize(*_SIZE)
        self._bare.show()
        QApplication.processEvents()

    def redraw(self) -> None:
        """Show another outcome, all of it painted."""
        self.board.right.show_outcome(next(self._outcomes))
        QApplication.processEvents()

    def bare_redraw(self) -> None:
        """Draw the same picture."""
        self._bare.repaint()

    def step(self) -> None:
        """One step of the slider, until what follows from it is painted."""
        waiting = QEventLoop()
        self.board.redrawn.connect(waiting.quit)
        QTest.keyClick(self._slider, next(self._keys))
        waiting.exec()
        QApplication.processEvents()

    def bare_step(self) -> None:
        """One forecast, and the bare widget redrawn."""
        forecast(self._outcome.tried)
        self._bare.repaint()

    def close(self) -> None:
        """Put all away."""
        self.board.close()
        self._bare.close()
        self._session.close()

    @property
    def _outcome(self) -> Outcome:
        assert self.board.outcome is not None
        return self.board.outcome

    def _two(self) -> tuple[Outcome, Outcome]:
        before = self._outcome
        QTest.keyClick(self._slider, Qt.Key.Key_PageUp)
        self._settle()
        return before, self._outcome

    def _settle(self) -> None:
        end = time.perf_counter() + _LONGEST
        while self.board.outcome is None or self.board.outcome.asked.trial != self.board.trial:
            QApplication.processEvents()
            if time.perf_counter() > end:
                raise TimeoutError("the simulation was not redrawn")
        QApplication.processEvents()


class _Bare(QWidget):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self._scenes = tuple(each for each in (outcome.chart, outcome.funnel) if each is not None)
        facts = outcome.compared
        self._texts = [cell for row in (facts.titles, *facts.rows) for cell in row]
        self._texts += [
            said for figure in outcome.figures for said in (figure.label, figure.figure, figure.line)
        ]
        self._fonts: dict[float, QFont] = {}
        self._pen, self._brush = QPen(QColor("#1F4E79"), 2), QColor("#3F78AE")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        for scene in self._scenes:
            self._draw(painter, scene)
        painter.setFont(self._font(12))
        for at, said in enumerate(self._texts):
            painter.drawText(QPointF(10 + 120 * (at % 8), 30 + 20 * (at // 8)), said)

    def _font(self, size: float) -> QFont:
        found = self._fonts.get(size)
        if found is None:
            found = self._fonts[size] = QFont(self.font())
            found.setPixelSize(round(size))
        return found

    def _draw(self, painter: QPainter, scene: Scene) -> None:
        for shape in walk(scene.shapes):
            match shape:
                case Label():
                    painter.setFont(self._font(shape.size))
                    painter.drawText(QPointF(shape.x, shape.y), shape.text)
                case Line():
                    painter.drawLine(QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2))
                case Polyline():
                    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shape.points]))
                case Polygon():
                    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shape.points]))
                case Rect():
                    painter.fillRect(QRectF(shape.x, shape.y, shape.width, shape.height), self._brush)
                case _:
                    pass
