"""The tree of metrics: chosen by mouse and keys, with who agrees to each; departments answer below it."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.declaration.kpi_picture import told_tree
from kakehashi.drawing.kpi_tree import KpiTree, card_width, kpi_tree
from kakehashi.drawing.scene import Scene
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan
from kakehashi.ui.arranging import SCROLL_BAR
from kakehashi.ui.beside import Newest
from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.look import Look
from kakehashi.ui.pages.metrics_answers import AnswerBar, answer_entries
from kakehashi.ui.panel import Panel, empty_place
from kakehashi.ui.picture import PictureView
from kakehashi.ui.picture_area import PictureArea
from kakehashi.ui.picture_menu import Act, Entry, open_menu, picture_acts
from kakehashi.ui.picture_tools import PictureTools
from kakehashi.ui.pictures import plan_context
from kakehashi.ui.session import State
from kakehashi.ui.status_line import next_zoom
from kakehashi.ui.while_there import while_there
from kakehashi.words import Language

_LEAST = 400  # px
_MOST_AT_ONCE = 100  # metrics; a tree of more is drawn beside the window


class DrawnTree(msgspec.Struct, frozen=True):
    """The tree of a plan, what it says, and how broad its cards are."""

    plan: Plan
    told: KpiTree
    card: float
    scene: Scene


def _drawn_tree(plan: Plan, language: Language, room: float, before: DrawnTree | None) -> DrawnTree:
    """The tree for a room, px; where only that is another and the cards stay as broad, the same scene."""
    told = before.told if before is not None and before.plan is plan else None
    if told is None:
        told = told_tree(plan_context(plan, language))
    told = msgspec.structs.replace(told, room=room)
    card = card_width(told)
    if before is not None and before.plan is plan and before.card == card:
        return before
    return DrawnTree(plan, told, card, kpi_tree(told))


def view(look: Look, editor: Editor) -> QWidget:
    """See `ui.views`."""
    return MetricsTree(look, editor)


class MetricsTree(QWidget):
    """See `ui.views`."""

    item_chosen = Signal(str)
    zoomed = Signal(int)
    view_wanted = Signal(str)

    def __init__(self, look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor = look, editor
        self._state: State | None = None
        self._percent = 100
        self.tree = PictureView(look, walks=True)
        self._drawn: tuple[Plan, float] | None = None  # what was asked for last
        self._tree: DrawnTree | None = None
        self._wanted = ""
        self._drawing = Newest()
        self._drawing.done.connect(while_there(self, self._take_drawn))
        self.answers = AnswerBar(look, editor, self)
        self._tools = PictureTools(look, self)
        self.add = Button(look, look.say("kind.Metric"), "primary", icon="plus", parent=self)
        self.add.setAccessibleName(look.say("ui.metrics.add"))
        self._empty = empty_place(look, look.say("ui.metrics.empty"), "text")
        self._lay_out()
        self._connect()

    def show_state(self, state: State) -> None:
        """Show the metrics of a plan; what is chosen stays chosen."""
        self._state = state
        self.add.setEnabled(not state.read_only)
        self.add.setToolTip(self._look.say("ui.read_only") if state.read_only else "")
        self._draw()
        self._choose_one(state)

    def _choose_one(self, state: State) -> None:
        """Where no metric is chosen yet: the goal, else the first."""
        metrics = state.plan.items(Metric)
        if metrics and not self.tree.chosen:
            first = next((each for each in metrics if each.role == "kgi"), metrics[0])
            if self.tree.choose(first.id):
                self.item_chosen.emit(first.id)
        self.answers.show_item(state, self.tree.chosen)

    def show_item(self, item_id: str) -> bool:
        """Go to a metric; whether the item is one."""
        if self._drawing.busy and self._state is not None:
            self._wanted = item_id
            return self._state.plan.find(Metric, item_id) is not None
        found = self.tree.choose(item_id)
        if found:
            self._area.show_place(self.tree, self.tree.place_of(item_id))
            self._chosen(item_id)
        return found

    def set_zoom(self, percent: int) -> None:
        """Show the tree this large."""
        self._percent = percent
        self._tools.show_zoom(percent)
        self.tree.set_zoom(percent / 100)

    def _draw(self) -> None:
        """The tree as wide as its place."""
        if self._state is None:
            return
        plan, language = self._state.plan, self._look.language
        count = len(plan.items(Metric))
        place = self._area.width() - SCROLL_BAR - 4  # whether the bar is needed shows too late
        room = max(place, _LEAST) * 100 / self._percent
        if self._drawn is None or self._drawn[0] is not plan or self._drawn[1] != room:
            self._drawn = (plan, room)
            before = self._tree
            if count > _MOST_AT_ONCE:
                self._drawing.ask(lambda: _drawn_tree(plan, language, room, before))
            else:
                self._take(_drawn_tree(plan, language, room, before))
        waiting = self._drawing.busy
        self._empty.setText(self._look.say("ui.working" if waiting else "ui.metrics.empty"))
        self._empty.setVisible(waiting or not count)
        self.tree.setVisible(bool(count) and not waiting)
        self.answers.setVisible(bool(count) and not waiting)

    def _take(self, tree: DrawnTree) -> None:
        """Show what was drawn, unless it is what is shown."""
        if self._tree is None or tree.scene is not self._tree.scene:
            self.tree.set_scene(tree.scene)
        self._tree = tree

    def _take_drawn(self, tree: DrawnTree | None) -> None:
        """A tree of many metrics was drawn beside the window."""
        if tree is None or self._state is None or self._drawing.busy:
            return
        self._take(tree)
        self._draw()
        self._choose_one(self._state)
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self.show_item(wanted)

    def _chosen(self, metric: str) -> None:
        if self._state is not None:
            self.answers.show_item(self._state, metric)
        self.item_chosen.emit(metric)

    def _connect(self) -> None:
        self.tree.item_chosen.connect(self._chosen)
        self.tree.item_activated.connect(lambda _item: self.view_wanted.emit("Metric"))
        self.tree.menu_wanted.connect(self._open_menu)
        self._area.stepped.connect(self._step)
        self._area.resized.connect(self._draw)
        self._tools.stepped.connect(self._step)
        self._tools.menu_wanted.connect(lambda at: self._open_menu("", at))
        self.add.clicked.connect(self._add)
        for keys, act in (("Ins", self._add), ("Del", self._remove), ("T", self._table)):
            shortcut = QShortcut(QKeySequence(keys), self.tree)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def _table(self) -> None:
        self.view_wanted.emit("Metric")

    def _add(self) -> None:
        """A new metric that leads to the chosen one."""
        if self._editor.read_only:
            return
        whole = self.tree.chosen or None
        name = self._look.say("ui.metrics.new")
        added = self._editor.add("Metric", None, name=name, leads_to=whole)
        if added is not None:
            self.show_item(added)
            self.tree.setFocus()

    def _remove(self) -> None:
        if self.tree.chosen and not self._editor.read_only:
            self._editor.remove(self.tree.chosen)

    def _open_menu(self, metric: str, at: QPoint) -> None:
        scene, say = self.tree.scene, self._look.say
        if scene is None:
            return
        refused = self._editor.refused.emit
        entries: list[Entry] = picture_acts(self, self._look, scene, lambda error: refused(error.message))
        if metric:
            locked = say("ui.read_only") if self._editor.read_only else ""
            entries = [
                Act(say("ui.metrics.add_below"), self._add, "Ins", why=locked),
                *answer_entries(self._look, self._editor, metric),
                Act(say("ui.metrics.as_table"), self._table, "T"),
                Act(say("ui.metrics.remove"), self._remove, "Del", why=locked),
                None,
                *entries,
            ]
        open_menu(self, entries, at)

    def _step(self, by: int) -> None:
        self.zoomed.emit(next_zoom(self._percent, by))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addStretch(1)
        top.addWidget(self._tools)
        top.addWidget(self.add)
        name = self._look.say("ui.view.metrics_tree")
        sheet = Panel(self._look)
        sheet.setAccessibleName(name)
        ground = QWidget()
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._empty, 1)
        inside.addWidget(self.tree, 1, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area = PictureArea(ground, self)
        self._area.setAccessibleName(name)
        self._area.follow(self.tree)
        sheet.body.addWidget(self._area, 1)
        sheet.body.addWidget(self.answers)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addLayout(top)
        rows.addWidget(sheet, 1)
