"""The simulation: assumptions at the left, what follows from them at the right while they are moved.

Nothing is written until somebody says so. Runs are worked out beside the window, only the newest counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from kakehashi.forecast.what_if import Assumption, assumed, assumptions, overriding
from kakehashi.plan.changes import difference, joined
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Scenario
from kakehashi.ui.beside import Newest
from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.grounds import hairline
from kakehashi.ui.look import Look
from kakehashi.ui.pages.simulation_assumptions import AssumptionList
from kakehashi.ui.pages.simulation_outcome import BACKWARD, FORWARD, OutcomeView
from kakehashi.ui.pages.simulation_results import Asked, Known, Outcome, Trial, base_of, known, work_out
from kakehashi.ui.panel import Panel, empty_place
from kakehashi.ui.segments import Segments
from kakehashi.ui.session import State
from kakehashi.words import Message, shown

_LEFT = 318
_AROUND = 46  # px beside the words of two buttons
_KEY = "simulation_board"


def view(look: Look, editor: Editor) -> QWidget:
    """See `views`."""
    return SimulationBoard(look, editor)


class SimulationBoard(QWidget):
    """See `views`. `redrawn` tells that chart and funnel show what was asked for last."""

    redrawn = Signal()

    def __init__(self, look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor = look, editor
        self._plan: Plan | None = None
        self._known: Known | None = None
        self._found: tuple[Assumption, ...] = ()
        self._set_trial(editor.kept.get(_KEY, Trial()))
        self.outcome: Outcome | None = None
        self._worker = Newest()
        self._worker.done.connect(self._take)
        self.assumptions = AssumptionList(look, self)
        self.assumptions.moved.connect(self._moved)
        self.right = OutcomeView(look, self)
        self.right.resized.connect(self._ask)
        self._modes = Segments(look, self)
        self._modes.chosen.connect(self._choose_mode)
        self._scenario = Button(look, "", "flat", parent=self)
        self._menu = QMenu(self)
        self._scenario.setMenu(self._menu)
        self.restore = Button(look, look.say("ui.simulation.restore"), "link", size=12.5, parent=self)
        self.save = Button(look, look.say("ui.simulation.save"), parent=self)
        self.apply = Button(look, look.say("ui.simulation.apply"), "primary", parent=self)
        self.restore.clicked.connect(self._restore)
        self.save.clicked.connect(self._save)
        self.apply.clicked.connect(self._apply)
        self._empty = empty_place(look, look.say("ui.simulation.empty"), parent=self)
        self._lay_out()

    def show_state(self, state: State) -> None:
        """The plan is another: sliders stand on its figures, what is tried stays tried."""
        if state.plan is self._plan and self._known is not None:
            return
        self._plan, self._known = state.plan, None
        if state.plan.get(self.trial.scenario) is None:
            self._set_trial(msgspec.structs.replace(self.trial, scenario=None))
        self._show_trial()
        self._ask()

    # ---- what is tried

    def _set_trial(self, trial: Trial) -> None:
        """What is tried, kept for when the page is left and opened again."""
        self.trial = self._editor.kept[_KEY] = trial

    def _moved(self, key: str, value: Decimal) -> None:
        self._try({**self.trial.values, key: value})

    def _try(self, values: Mapping[str, Decimal]) -> None:
        planned = {each.key: each.value for each in self._found}
        kept = {key: value for key, value in values.items() if planned.get(key, value) != value}
        self._set_trial(msgspec.structs.replace(self.trial, values=kept))
        self._show_buttons()
        self._ask()

    def _start_from(self, scenario: str | None) -> None:
        self._set_trial(Trial(scenario=scenario))
        self._show_trial()
        self._ask()

    def _restore(self) -> None:
        self._start_from(None)

    def _choose_mode(self, mode: str) -> None:
        self._show_modes(mode)
        self.right.show_mode(mode)
        if self.outcome is not None:
            self.right.show_outcome(self.outcome)

    # ---- what is written

    def _apply(self) -> None:
        """What is tried becomes the plan, as one step."""
        plan, typist = self._editor.plan, self._editor.typist
        base = base_of(plan, self.trial.scenario)
        typed = assumed(base, self.trial.values, person=typist.person, date=typist.date)
        change = joined((difference(plan, base), typed))
        if self._editor.apply(change, Message("change.simulated")):
            self._start_from(None)

    def _save(self) -> None:
        """What is tried becomes a scenario of its own; the plan's figures stay."""
        plan = self._editor.plan
        start = plan.find(Scenario, self.trial.scenario)
        own = overriding(base_of(plan, self.trial.scenario), self.trial.values)
        replaced = {(each.item, each.field, each.key) for each in own}
        before = start.overrides if start is not None else ()
        kept = tuple(each for each in before if (each.item, each.field, each.key) not in replaced)
        name = self._look.say("ui.simulation.new_name", number=len(plan.items(Scenario)) + 1)
        added = self._editor.add("Scenario", name=name, overrides=(*kept, *own))
        if added is not None:
            self._start_from(added)

    # ---- working it out

    def _ask(self) -> None:
        plan, runs = self._plan, self._known
        if plan is None or not self._found:
            return
        chart, funnel = self.right.rooms()
        asked = Asked(plan=plan, trial=self.trial, language=self._look.language, chart=chart, funnel=funnel)

        def work() -> tuple[Known, Outcome]:
            of_plan = runs if runs is not None and runs.plan is plan else known(plan, None)
            return of_plan, work_out(asked, of_plan)

        self._worker.ask(work)

    def _take(self, found: tuple[Known, Outcome] | None) -> None:
        if found is None or found[0].plan is not self._plan:
            return
        self._known, self.outcome = found
        self.right.show_outcome(self.outcome)
        if not self._worker.busy:
            self.redrawn.emit()

    # ---- showing it

    def _show_trial(self) -> None:
        plan = self._plan
        if plan is None:
            return
        base = base_of(plan, self.trial.scenario)
        self._found = assumptions(base)
        self._empty.setVisible(not self._found)
        self._whole.setVisible(bool(self._found))
        self.assumptions.show_assumptions(self._found, base, self.trial.values)
        self._show_scenarios(plan)
        self._show_buttons()

    def _show_buttons(self) -> None:
        touched = bool(self.trial.values) or self.trial.scenario is not None
        locked = self._editor.read_only
        self.restore.setEnabled(touched)
        for button in (self.save, self.apply):
            button.setEnabled(touched and not locked)
            reason = "ui.read_only" if locked else "" if touched else "ui.simulation.nothing_moved"
            button.setToolTip(self._look.say(reason) if reason else "")

    def _show_scenarios(self, plan: Plan) -> None:
        look = self._look
        self._menu.clear()
        scenarios = [each for each in plan.items(Scenario) if not each.base]
        base = look.say("ui.simulation.the_plan")
        names = {None: base} | {each.id: shown(name_of(plan, each), look.language) for each in scenarios}
        for key, name in names.items():
            action = self._menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key == self.trial.scenario)
            action.triggered.connect(lambda _checked=False, key=key: self._start_from(key))
        said = look.say("ui.simulation.from", name=names[self.trial.scenario])
        room = self._left - self.restore.sizeHint().width() - _AROUND
        self._scenario.say(QFontMetricsF(look.font()).elidedText(said, Qt.TextElideMode.ElideRight, room))
        self._scenario.setToolTip(said)
        self._scenario.setVisible(bool(scenarios))

    @property
    def _left(self) -> int:
        """Larger texts get half of what they want: the results need room, too."""
        return (_LEFT + self._look.scaled(_LEFT)) // 2

    def _show_modes(self, mode: str) -> None:
        say = self._look.say
        titles = {FORWARD: say("ui.simulation.forward"), BACKWARD: say("ui.simulation.backward")}
        self._modes.show_views(titles, mode)

    def _lay_out(self) -> None:
        left = Panel(self._look, self._look.say("ui.simulation.assumptions"), self)
        left.setFixedWidth(self._left)
        left.add_beside(self._modes)
        self._show_modes(FORWARD)
        start = QHBoxLayout()
        start.setContentsMargins(9, 3, 9, 3)
        start.addWidget(self._scenario)
        start.addStretch(1)
        start.addWidget(self.restore)
        left.body.addLayout(start)
        left.body.addWidget(hairline(self._look, "line", left))
        left.body.addWidget(self.assumptions, 1)
        left.body.addWidget(hairline(self._look, "line", left))
        left.body.addLayout(self._foot())
        self._whole = QWidget(self)
        across = QHBoxLayout(self._whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(14)
        across.addWidget(left)
        across.addWidget(self.right, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._whole, 1)
        rows.addWidget(self._empty, 1)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(14, 10, 14, 12)
        row.setSpacing(8)
        row.addWidget(self.save)
        row.addStretch(1)
        row.addWidget(self.apply)
        return row
