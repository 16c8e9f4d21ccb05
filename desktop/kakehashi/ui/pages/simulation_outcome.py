"""What a trial leads to: key figures, the goal's chart, the funnel, scenarios; worked back, what it takes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kakehashi.ui.arranging import SCROLL_BAR
from kakehashi.ui.facts_table import FactsTable
from kakehashi.ui.figure_strip import FigureStrip
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.marked_line import MarkedLine
from kakehashi.ui.pages.simulation_results import Outcome
from kakehashi.ui.panel import Panel
from kakehashi.ui.picture import PictureView

FORWARD, BACKWARD = "forward", "backward"
_GAP = 14
_CHART = (184, 480)  # least and most height, px
_FUNNEL, _FIGURES = 250, 86
_BESIDE = 620  # px from which funnel and scenarios stand side by side
_LIMITS = 4


class OutcomeView(QScrollArea):
    """`resized` tells that chart and funnel have other room now."""

    resized = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._mode = FORWARD
        self._rooms: tuple[tuple[int, int], int] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(look.say("ui.simulation.results"))
        desk = self._desk = QWidget()
        self.figures = FigureStrip(look, look.say("ui.overview.figures"), 4, desk)
        self.chart = PictureView(look, fits=True)
        self.verdict = MarkedLine(look)
        self._chart_panel = Panel(look, look.say("ui.simulation.chart"), desk)
        self.funnel = PictureView(look, fits=True)
        self._funnel_panel = Panel(look, look.say("ui.simulation.funnel"), desk)
        self.scenarios = FactsTable(look, look.say("ui.simulation.scenarios"))
        self._scenario_panel = Panel(look, look.say("ui.simulation.scenarios"), desk)
        self.needed = FactsTable(look, look.say("ui.simulation.needed"), 2)
        self._needed_panel = Panel(look, look.say("ui.simulation.needed"), desk)
        self.takes = label(look, "", 12.5)
        self.unpriced = label(look, "", 11.5, token="text2")
        self.limits = tuple(MarkedLine(look) for _ in range(_LIMITS))
        self._limit_panel = Panel(look, look.say("ui.simulation.limits"), desk)
        self._fill_panels()
        self._lay_out()

    def rooms(self) -> tuple[tuple[int, int], int]:
        """Width and height of the chart, width of the funnel; px."""
        width = max(self.width() - SCROLL_BAR - 2, 300)  # whether or not there is a scroll bar now
        least, most = _CHART
        free = self.height() - _FIGURES - _FUNNEL - 160
        funnel = (width - _GAP) * 2 // 5 if self._has_beside(width) else width
        return (width - 8, min(max(free, least), most)), max(funnel - 8, 300)

    def _has_beside(self, width: int) -> bool:
        """Whether there is room for what stands beside the funnel, all columns of the scenarios."""
        wanted = self.scenarios.sizeHint().width() if self._mode == FORWARD else 0
        return width >= _BESIDE and wanted <= (width - _GAP) * 3 // 5

    def show_mode(self, mode: str) -> None:
        """Forward: chart and scenarios; backward: what is needed and what limits it."""
        self._mode = mode
        for panel in (self._chart_panel, self._scenario_panel):
            panel.setVisible(mode == FORWARD)
        for panel in (self._needed_panel, self._limit_panel):
            panel.setVisible(mode == BACKWARD)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what a trial leads to."""
        self.figures.show_figures(outcome.figures)
        self.funnel.set_scene(outcome.funnel)
        if self._mode == FORWARD:
            self._show_chart(outcome)
            facts = outcome.compared
            self.scenarios.show_facts(facts.titles, facts.rows, facts.strong)
        else:
            self._show_needed(outcome)
        self._use_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._use_room()

    def _use_room(self) -> None:
        if (rooms := self.rooms()) != self._rooms:
            self._rooms = rooms
            self._arrange()
            self.resized.emit()

    def _show_chart(self, outcome: Outcome) -> None:
        title = outcome.chart_title
        if title and self._chart_panel.title.text() != title:
            self._chart_panel.set_title(title)
            self._chart_panel.set_note(outcome.chart_unit)
        self.chart.set_scene(outcome.chart)
        high = 0 if outcome.chart is None else round(outcome.chart.height)
        if high != self.chart.minimumHeight():
            self.chart.setFixedHeight(high)
        self._show_verdict(outcome)

    def _show_verdict(self, outcome: Outcome) -> None:
        met, why = outcome.met, outcome.why
        if why:
            self.verdict.show_line(self._look.say("ui.simulation.binds", limit=why[0]), "text", "warn")
        else:
            self.verdict.show_line(self._look.say("ui.simulation.holds"), "text", "good" if met else None)

    def _show_needed(self, outcome: Outcome) -> None:
        facts = outcome.needed
        self.needed.setVisible(facts is not None)
        if facts is not None:
            self.needed.show_facts(facts.titles, facts.rows, facts.strong)
        self.takes.setText("\n".join(outcome.takes))
        self.takes.setVisible(bool(self.takes.text()))
        self.unpriced.setText(outcome.unpriced)
        self.unpriced.setVisible(bool(outcome.unpriced))
        met, why = outcome.met, outcome.why
        for line, message in zip(self.limits, (*why, *(None,) * _LIMITS), strict=False):
            line.setVisible(message is not None)
            if message is not None:
                line.show_line(self._look.say(message), "text", "warn")
        if not why:
            self.limits[0].setVisible(True)
            self.limits[0].show_line(self._look.say("ui.simulation.holds"), "text", "good" if met else None)

    def _fill_panels(self) -> None:
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._chart_panel.body.addWidget(self.chart)
        self.verdict.setContentsMargins(14, 0, 14, 10)
        lines = QVBoxLayout()
        lines.setContentsMargins(14, 2, 14, 10)
        lines.addWidget(self.verdict)
        self._chart_panel.body.addLayout(lines)
        self.funnel.setMinimumHeight(_FUNNEL)
        self._funnel_panel.body.addWidget(self.funnel, 1)
        self._scenario_panel.body.addWidget(self.scenarios)
        self._scenario_panel.body.addStretch(1)
        self._needed_panel.body.addWidget(self.needed)
        self.takes.setWordWrap(True)
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 10, 14, 12)
        inner.setSpacing(6)
        inner.addWidget(self.takes)
        for line in self.limits:
            inner.addWidget(line)
        self.unpriced.setWordWrap(True)
        inner.addWidget(self.unpriced)
        inner.addStretch(1)
        self._limit_panel.body.addLayout(inner)

    def _lay_out(self) -> None:
        grid = self._grid = QGridLayout(self._desk)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(_GAP)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        self.setWidget(self._desk)
        self._desk.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._arrange()
        self.show_mode(FORWARD)

    def _arrange(self) -> None:
        """Funnel and scenarios beside each other where there is room, else below each other."""
        grid = self._grid
        beside = self._has_beside(self.width() - SCROLL_BAR - 2)
        for panel in (self._funnel_panel, self._scenario_panel, self._limit_panel):
            grid.removeWidget(panel)
        grid.addWidget(self.figures, 0, 0, 1, 2)
        grid.addWidget(self._chart_panel, 1, 0, 1, 2)
        grid.addWidget(self._needed_panel, 2, 0, 1, 2)
        grid.addWidget(self._funnel_panel, 3, 0, 1, 1 if beside else 2)
        for row, panel in enumerate((self._scenario_panel, self._limit_panel), 4):
            grid.addWidget(panel, *((3, 1) if beside else (row, 0, 1, 2)))
        grid.setRowStretch(6, 1)
