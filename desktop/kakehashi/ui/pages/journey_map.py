"""Customer journeys as maps to work in: stages across, lanes down, the emotion's curve over its lane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kakehashi.declaration.context import Context
from kakehashi.declaration.journey_picture import whole_picture
from kakehashi.plan.journey import Cell, Journey, Lane, Stage
from kakehashi.plan.journey_map import STATES, Way, cell_at, journey_name, unanswered, ways
from kakehashi.plan.naming import name_of
from kakehashi.plan.personas import IndividualPersona, OrganizationPersona
from kakehashi.plan.plan import Plan
from kakehashi.ui.button import Button
from kakehashi.ui.combo import Combo
from kakehashi.ui.editor import Editor
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages import journey_acts as acts
from kakehashi.ui.pages.journey_acts import PICKED
from kakehashi.ui.pages.journey_menu import cell_entries, choices_of, lane_entries, stage_entries
from kakehashi.ui.pages.journey_pick import Pick
from kakehashi.ui.pages.journey_table import JourneyTable
from kakehashi.ui.panel import Panel, empty_place
from kakehashi.ui.picture_menu import Act, Entry, open_menu, picture_acts
from kakehashi.ui.pictures import plan_context
from kakehashi.ui.segments import Segments
from kakehashi.ui.session import State
from kakehashi.words import Language, shown


def view(look: Look, editor: Editor) -> QWidget:
    """See `ui.views`."""
    return JourneyPage(look, editor)


Heads = Callable[["JourneyPage", int], list[Entry]]


class JourneyPage(QWidget):
    """Whose journey and in which state on top, the map below."""

    item_chosen = Signal(str)
    gone_to = Signal(str, str)

    def __init__(self, look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.editor = look, editor
        self._plan_state: State | None = None
        self._context: Context | None = None
        self._ways: tuple[Way, ...] = ()
        self._way, self._state, self._told = 0, "as_is", ""
        self.table = JourneyTable(look)
        self._whose = Combo(look, self)
        self._states = Segments(look, self)
        self._keep = Button(look, look.say("ui.picture.keep"), parent=self)
        self._stage = Button(look, look.say("ui.journey.stage"), parent=self)
        self._lane = Button(look, look.say("ui.journey.lane"), parent=self)
        self._caption = label(look, "", 12, token="text2", parent=self)
        self._body = QStackedWidget(self)
        self._sentence = empty_place(look, "", "text")
        self._make = Button(look, "", "primary")
        self._lay_out()
        self._connect()

    @property
    def journey(self) -> Journey | None:
        """The journey that is shown; None where there is none yet."""
        return self._ways[self._way].by_state.get(self._state) if self._ways else None

    def show_state(self, state: State) -> None:
        """Show the journeys of a plan; whose it is, the cell and an open field stay."""
        plan = state.plan
        shown = self.journey
        self._plan_state, self._context = state, plan_context(plan, self.look.language)
        self._ways = ways(plan)
        if shown is not None:
            self._go_to(shown.id)
        self._way = min(self._way, max(len(self._ways) - 1, 0))
        if self._ways and not self._ways[self._way].by_state.get(self._state) and shown is None:
            self._state = self._ways[self._way].any.state
        self._show_choices(plan)
        self._show_map(state)

    def show_item(self, item_id: str) -> bool:
        """Go to a journey, a lane, a stage or a cell; whether it is here."""
        state = self._plan_state
        item = state.plan.get(item_id) if state is not None else None
        if state is None or not isinstance(item, (Journey, Lane, Stage, Cell)):
            return False
        lane = item if isinstance(item, Lane) else state.plan.find(Lane, getattr(item, "lane", None))
        if isinstance(item, Journey):
            self._go_to(item.id)
        elif lane is not None and lane.journey is not None:
            self._go_to(lane.journey)
        self.show_state(state)
        stage = item.id if isinstance(item, Stage) else getattr(item, "stage", None)
        if isinstance(item, (Lane, Stage, Cell)):
            self._choose(lane.id if lane is not None else None, stage)
        return True

    def pick(self, index: QModelIndex, field: str = "") -> None:
        """Choose what stands in a cell; '' = what its lane holds."""
        lane, stage = self.table.journey.lanes[index.row()], self.table.journey.stages[index.column()]
        field = field or PICKED[lane.holds][0]
        kind = next(kind for name, kind in PICKED.values() if name == field)
        several = field in ("content", "measures")
        cell = cell_at(self.editor.plan, lane.id, stage.id)
        value = getattr(cell, field) if cell is not None else None
        chosen = tuple(value or ()) if several else tuple(filter(None, (value,)))
        assert self._context is not None
        names = {each.id: self._context.named(each.id) for each in self.editor.plan.of_kind(kind)}
        pick = Pick(self.look, names, chosen, self, several=several)
        pick.picked.connect(
            lambda now: acts.put(
                self.editor, lane.id, stage.id, field, now if several else next(iter(now), None)
            )
        )
        area = self.table.visualRect(index)
        pick.open_at(self.table.viewport().mapToGlobal(area.topLeft()))

    def answer(self, stage: str) -> None:
        """Add a piece of content for a question that nothing answers, and go there."""
        placed = unanswered(self.editor.plan).get(stage)
        new = acts.add_content(self.editor, self.look, stage, placed.cell if placed else None)
        if new is not None:
            self.gone_to.emit("content", new)

    def add_stage(self, after: str | None = None) -> None:
        """Add a stage behind another (None: behind the last), and write its name."""
        new = acts.add_stage(self.editor, self.look, after)
        stages = [each.id for each in self.table.journey.stages]
        if new in stages:
            self._choose(None, new)
            self.table.stages.write(stages.index(new))

    def move_stage(self, column: int, to: int) -> None:
        """Put a stage elsewhere; the cell that is chosen moves along."""
        if 0 <= to < len(self.table.journey.stages):
            acts.move_stage(self.editor, self.table.journey.stages[column].id, to)

    def move_lane(self, row: int, to: int) -> None:
        """Put a lane elsewhere."""
        if 0 <= to < len(self.table.journey.lanes):
            acts.move_lane(self.editor, self.table.journey.lanes[row].id, to)

    def _connect(self) -> None:
        table, editor = self.table, self.editor
        table.cell_chosen.connect(self._tell)
        table.typed.connect(lambda index, said: acts.put(editor, *self._at(index), "text", said))
        table.felt.connect(lambda index, value: acts.put_emotion(editor, *self._at(index), value))
        table.cleared.connect(lambda index: acts.clear(editor, *self._at(index)))
        table.pasted.connect(self._paste)
        table.picking.connect(self.pick)
        table.stepped.connect(self._step)
        table.menu_wanted.connect(self._open_menu)
        table.stages.carried.connect(self.move_stage)
        table.lanes.carried.connect(self.move_lane)
        table.stages.written.connect(lambda at, said: acts.rename(editor, table.journey.stages[at].id, said))
        table.lanes.written.connect(lambda at, said: acts.rename(editor, table.journey.lanes[at].id, said))
        table.stages.menu_wanted.connect(lambda at, point: self._open_head(stage_entries, at, point))
        table.lanes.menu_wanted.connect(lambda at, point: self._open_head(lane_entries, at, point))
        self._whose.activated.connect(lambda way: self._show_other(way=way))
        self._states.chosen.connect(lambda state: self._show_other(state=state))
        self._keep.clicked.connect(self._open_keep)
        self._stage.clicked.connect(lambda: self.add_stage())
        self._lane.clicked.connect(self._open_lanes)
        self._make.clicked.connect(self._make_journey)

    def _lay_out(self) -> None:
        self._whose.setFont(self.look.font(13))
        self._whose.setAccessibleName(self.look.say("ui.journey.whose"))
        self._whose.setMinimumWidth(140)
        self._whose.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whose.setMaximumWidth(260)
        self._states.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._whose, 4)
        top.addWidget(self._states, 2)
        acts = top if self.look.text_size == 100 else QHBoxLayout()  # larger texts need a line more
        if acts is not top:
            acts.setSpacing(10)
            acts.addStretch(1)
        for button in (self._stage, self._lane, self._keep):
            acts.addWidget(button)
        self._caption.setWordWrap(True)
        sheet = Panel(self.look)
        sheet.setAccessibleName(self.look.say("ui.view.journey_map"))
        sheet.body.addWidget(self.table, 1)
        nothing = Panel(self.look)
        nothing.body.addStretch(2)
        nothing.body.addWidget(self._sentence)
        nothing.body.addWidget(self._make, 0, Qt.AlignmentFlag.AlignHCenter)
        nothing.body.addStretch(3)
        self._body.addWidget(sheet)
        self._body.addWidget(nothing)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(top)
        if acts is not top:
            rows.addLayout(acts)
        rows.addWidget(self._caption)
        rows.addWidget(self._body, 1)

    def _show_choices(self, plan: Plan) -> None:
        names = [_called(plan, way, self._ways, self.look.language) for way in self._ways]
        if names != [self._whose.itemText(at) for at in range(self._whose.count())]:
            self._whose.clear()
            self._whose.addItems(names)
        self._whose.setCurrentIndex(self._way if names else -1)
        self._whose.setVisible(bool(names))
        say = self.look.say
        titles = {state: say(f"choice.Journey.state.{state}") for state in STATES} if names else {}
        self._states.show_views(titles, self._state)

    def _show_map(self, state: State) -> None:
        journey, say = self.journey, self.look.say
        why = say("ui.read_only") if state.read_only else ""
        for button in (self._stage, self._lane, self._make):
            button.setEnabled(not why)
            button.setToolTip(why)
        self.table.set_editable(not state.read_only)
        for button in (self._stage, self._lane, self._keep):
            button.setVisible(journey is not None)
        self._body.setCurrentIndex(0 if journey is not None else 1)
        self._caption.setVisible(False)
        if journey is None or self._context is None:
            copied = bool(self._ways)
            self._sentence.setText(say("ui.journey.no_state" if copied else "ui.journey.empty"))
            self._make.say(say("ui.journey.copy" if copied else "ui.journey.make"))
            return
        now = self.table.currentIndex()
        kept = self._at(now) if now.isValid() else (None, None)
        self.table.journey.show_journey(self._context, journey)
        told = self.table.journey.told
        self._caption.setText(told.caption if told is not None else "")
        self._caption.setVisible(bool(self._caption.text()))
        self._choose(*kept)

    def _choose(self, lane: str | None, stage: str | None) -> None:
        """Make a cell the current one; what is not here any more gives the first."""
        model = self.table.journey
        lanes, stages = [each.id for each in model.lanes], [each.id for each in model.stages]
        row = lanes.index(lane) if lane in lanes else 0
        column = stages.index(stage) if stage in stages else 0
        index = model.index(row, column)
        if index.isValid() and index != self.table.currentIndex():
            self.table.setCurrentIndex(index)
        elif index.isValid():
            self._tell(model.cell(index))

    def _tell(self, cell: Cell | None) -> None:
        """Which cell is chosen, once."""
        now = cell.id if cell is not None else ""
        if now != self._told:
            self._told = now
            self.item_chosen.emit(now)

    def _at(self, index: QModelIndex) -> tuple[str, str]:
        """The lane and the stage of a cell."""
        model = self.table.journey
        return model.lanes[index.row()].id, model.stages[index.column()].id

    def _go_to(self, journey: str) -> None:
        for at, way in enumerate(self._ways):
            for state, each in way.by_state.items():
                if each.id == journey:
                    self._way, self._state = at, state

    def _show_other(self, *, way: int | None = None, state: str | None = None) -> None:
        """Another person's journey, or the other state of the same."""
        self._way = self._way if way is None else way
        self._state = self._state if state is None else state
        if state is None and self._state not in self._ways[self._way].by_state:
            self._state = self._ways[self._way].any.state
        if self._plan_state is not None:
            self._show_choices(self._plan_state.plan)
            self._show_map(self._plan_state)

    def _step(self, across: int, down: int) -> None:
        now = self.table.currentIndex()
        if across:
            self.move_stage(now.column(), now.column() + across)
        else:
            self.move_lane(now.row(), now.row() + down)

    def _paste(self, index: QModelIndex, block: str) -> None:
        """Write the cells of a block from here on; what reaches beyond the map is left."""
        model = self.table.journey
        cells = [
            (model.lanes[row].id, model.stages[column].id, said.strip())
            for row, line in enumerate(block.rstrip("\n").split("\n"), index.row())
            for column, said in enumerate(line.split("\t"), index.column())
            if row < len(model.lanes) and column < len(model.stages)
        ]
        acts.put_block(self.editor, cells)

    def _open_menu(self, index: QModelIndex, at: QPoint) -> None:
        if index.isValid():
            open_menu(self, cell_entries(self, index), at)

    def _open_head(self, entries: Heads, section: int, at: QPoint) -> None:
        if section >= 0:
            open_menu(self, entries(self, section), at)

    def _open_keep(self) -> None:
        told = self.table.journey.told
        if told is not None and self._context is not None:
            scene = whole_picture(self._context, told).scene
            refused = self.editor.refused.emit
            entries = picture_acts(self, self.look, scene, lambda error: refused(error.message))
            open_menu(self, entries, self._keep.mapToGlobal(self._keep.rect().bottomLeft()))

    def _open_lanes(self) -> None:
        """The kinds of lane that can be added behind the current one."""
        journey, now = self.journey, self.table.currentIndex()
        if journey is None:
            return
        after = self._at(now)[0] if now.isValid() else None
        entries = [
            Act(
                self.look.say(f"choice.Lane.holds.{holds}"),
                partial(acts.add_lane, self.editor, self.look, journey.id, holds, after),
            )
            for holds in choices_of(Lane, "holds")
        ]
        open_menu(self, entries, self._lane.mapToGlobal(self._lane.rect().bottomLeft()))

    def _make_journey(self) -> None:
        """The first journey, or a copy of the one that is there in the state that is missing."""
        if self._ways:
            new = acts.copy_journey(self.editor, self._ways[self._way].any, self._state)
        else:
            plan = self.editor.plan
            people = (*plan.items(IndividualPersona), *plan.items(OrganizationPersona))
            new = acts.add_journey(self.editor, self.look, people[0].id if people else None)
        if new is not None:
            self.show_item(new)


def _called(plan: Plan, way: Way, all_of_them: Sequence[Way], language: Language) -> str:
    """Whose journey it is; by its own name where it is nobody's, or one of several."""
    alone = sum(each.key == way.key for each in all_of_them) == 1
    person = plan.get(way.any.persona) if alone else None
    return shown(name_of(plan, person) if person is not None else journey_name(plan, way.any), language)
