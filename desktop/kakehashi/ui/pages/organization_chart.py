"""The organization as a chart that is its own editor: add, carry to another boss, write on the card, fold."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.declaration.context import Context
from kakehashi.drawing.scene import Scene
from kakehashi.plan.organization import Role
from kakehashi.plan.reporting import reports_of
from kakehashi.ui.arranging import SCROLL_BAR
from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.labels import label, set_token
from kakehashi.ui.look import Look
from kakehashi.ui.pages.organization_acts import add_role, put_under, remove_role, shift, why_not, write_names
from kakehashi.ui.pages.organization_card import RoleNames
from kakehashi.ui.pages.organization_menu import role_entries
from kakehashi.ui.pages.organization_scene import chart_of, effort_scene, moments, roles_at
from kakehashi.ui.pages.organization_view import RoleChart
from kakehashi.ui.panel import Panel, empty_place
from kakehashi.ui.picture import PictureView
from kakehashi.ui.picture_area import PictureArea
from kakehashi.ui.picture_file import preview
from kakehashi.ui.picture_menu import open_menu, picture_acts
from kakehashi.ui.picture_tools import PictureTools
from kakehashi.ui.pictures import plan_context
from kakehashi.ui.segments import Segments
from kakehashi.ui.sentences import BADGES
from kakehashi.ui.session import State
from kakehashi.ui.status_line import next_zoom
from kakehashi.words import in_language

_LEAST_FITTED, _MOST_FITTED = 85, 125  # per cent; below it the chart is scrolled instead
_LOW = 540  # px of height below which the effort has no room beside the chart


def view(look: Look, editor: Editor) -> QWidget:
    """See `ui.views`."""
    return OrganizationChart(look, editor)


class OrganizationChart(QWidget):
    """Tools on top, the chart, at the foot the effort by kind."""

    item_chosen = Signal(str)
    zoomed = Signal(int)
    fitted = Signal(int)
    view_wanted = Signal(str)

    def __init__(self, look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.editor = look, editor
        self._state: State | None = None
        self._context: Context | None = None
        self._moment = "planned"
        self.folded: frozenset[str] = frozenset()
        self._percent = self._shown = 100
        self._drawn_for = QSize()
        self._names: RoleNames | None = None
        self.chart = RoleChart(look, lambda role, boss: why_not(editor.plan, look, role, boss))
        self._moments = Segments(look, self)
        self._tools = PictureTools(look, self)
        self._add = Button(look, look.say("ui.organization.add"), "primary", parent=self)
        self._hint = label(look, "", 12, token="text2", parent=self)
        self._effort = PictureView(look.as_drawn, self)
        self._lay_out()
        self._connect()

    def show_state(self, state: State) -> None:
        """Show the roles of a plan; what is chosen, folded and written stays."""
        self._state = state
        self._context = plan_context(state.plan, self.look.language)
        self.chart.can_edit = not state.read_only
        self._add.setEnabled(not state.read_only)
        self._add.setToolTip(self.look.say("ui.read_only") if state.read_only else "")
        titles = moments(self._context)
        if titles and self._moment not in titles:
            self._moment = "planned"
        self._moments.show_views(titles, self._moment)
        self.folded &= {role.id for role in state.plan.items(Role)}
        self._draw()
        if not self.chart.chosen and (roles := state.plan.items(Role)):
            self.chart.choose(roles[0].id)
            self.item_chosen.emit(roles[0].id)

    def show_item(self, item_id: str) -> bool:
        """Go to a role, wherever it is hidden; whether the item is one."""
        if self._state is None or self._state.plan.find(Role, item_id) is None:
            return False
        if not self.chart.choose(item_id):
            self.folded, self._moment = frozenset(), "always"
            self.show_state(self._state)
            self.chart.choose(item_id)
        self._area.show_place(self.chart, self.chart.place_of(item_id))
        return True

    def set_zoom(self, percent: int) -> None:
        """Show the chart this large."""
        self._percent = percent
        self._draw()

    def _draw_in_its_room(self) -> None:
        """Anew where there is another room; a scroll bar that comes or goes with the chart makes none."""
        if self._area.size() != self._drawn_for:
            self._draw()

    def rename(self, role_id: str = "", *, on_title: bool = False) -> None:
        """Write on a role's card; '' = the chosen one."""
        role = self.editor.plan.find(Role, role_id or self.chart.chosen)
        if role is None or self.editor.read_only:
            return
        if self._names is not None:
            self._names.close_it(write=True)
        self._area.show_place(self.chart, self.chart.place_of(role.id))
        language = self.look.language
        person, title = in_language(role.person, language), in_language(role.title, language)
        names = self._names = RoleNames(self.look, role.id, person, title, self.chart)
        names.written.connect(partial(write_names, self.editor, self.look, role.id))
        names.closed.connect(self._names_closed)
        names.open_over(self.chart.place_of(role.id), on_title=on_title or not person)

    def add_role(self, near: str, beside: bool) -> None:
        """Add a role below or beside another ('' = at the end), and write on its card."""
        if self.editor.read_only:
            return
        if not beside:
            self.folded -= {near}
        new = add_role(self.editor, self.look, near, beside=beside)
        if new is not None:
            self.show_item(new)
            self.item_chosen.emit(new)
            self.rename(new, on_title=True)

    def fold(self, role: str) -> None:
        """Fold or unfold what is below a role."""
        if role:
            self.folded ^= {role}
            self._draw()

    def _connect(self) -> None:
        chart = self.chart
        chart.item_chosen.connect(self.item_chosen)
        chart.item_activated.connect(lambda role: self.rename(role))
        chart.menu_wanted.connect(self._open_menu)
        chart.fold_wanted.connect(self.fold)
        chart.dropped.connect(partial(put_under, self.editor))
        chart.carried.connect(self._tell_carried)
        chart.add_wanted.connect(self.add_role)
        self._area.stepped.connect(self._step)
        self._area.resized.connect(self._draw_in_its_room)
        self._tools.stepped.connect(self._step)
        self._tools.menu_wanted.connect(lambda at: self._open_menu("", at))
        self._add.clicked.connect(lambda: self.add_role(self.chart.chosen, False))
        self._moments.chosen.connect(self._choose_moment)
        for keys, act in (
            ("F2", self.rename),
            ("Ins", lambda: self.add_role(chart.chosen, False)),
            ("Shift+Ins", lambda: self.add_role(chart.chosen, True)),
            ("Del", lambda: remove_role(self.editor, chart.chosen)),
            ("Space", lambda: self.fold(chart.chosen)),
            ("M", lambda: chart.pick_up(chart.chosen)),
            ("Alt+Up", lambda: shift(self.editor, chart.chosen, -1)),
            ("Alt+Down", lambda: shift(self.editor, chart.chosen, 1)),
            ("T", lambda: self.view_wanted.emit("Role")),
        ):
            shortcut = QShortcut(QKeySequence(keys), chart)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._unless_carrying, act))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._moments, 1)
        top.addStretch(0)
        top.addWidget(self._tools)
        top.addWidget(self._add)
        self._sheet = Panel(self.look)
        self._sheet.setAccessibleName(self.look.say("ui.view.organization_chart"))
        ground = QWidget()
        inside = self._inside = QVBoxLayout(ground)
        inside.setContentsMargins(0, 0, 0, 0)
        self._empty = empty_place(self.look, self.look.say("ui.organization.empty"), "text")
        inside.addWidget(self._empty, 1)
        inside.addWidget(self.chart, 1, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area = PictureArea(ground, self)
        self._area.setAccessibleName(self.look.say("ui.view.organization_chart"))
        self._area.follow(self.chart)
        self._sheet.body.addWidget(self._area, 1)
        self._hint.setContentsMargins(16, 4, 16, 8)
        self._sheet.body.addWidget(self._hint)
        self._hint.setVisible(False)
        self._foot = Panel(self.look)
        self._foot.body.addWidget(self._effort)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addLayout(top)
        rows.addWidget(self._sheet, 1)
        rows.addWidget(self._foot)

    def _draw(self) -> None:
        """The chart as wide as its place, and the effort below it."""
        if self._context is None or self._state is None:
            return
        roles = roles_at(self._context, self._moment)
        self._drawn_for = self._area.size()
        room = max(self._area.width() - SCROLL_BAR - 2, 400)  # whether the bar is needed shows too late
        least = _LEAST_FITTED if self._percent == 100 else self._percent
        chart = chart_of(self._context, roles, self.folded, room * 100 / least / self.look.scale)
        self._fit(chart.scene, room)
        findings = self._state.worked.findings if self._state.worked is not None else ()
        badges = {each.item: BADGES[each.severity] for each in reversed(findings or ()) if each.item}
        self._empty.setVisible(not roles)
        self.chart.setVisible(bool(roles))
        self._effort.setVisible(bool(roles))
        self._place_effort()
        self.chart.show_chart(chart.scene, chart.below, self.folded, badges)
        if self._names is not None:
            self._names.lie_over(self.chart.place_of(self._names.role))
        if roles:
            wide = self._area.viewport().width() if self.height() < _LOW else self.width()
            self._effort.set_scene(effort_scene(self._context, roles, max(wide - 2, 300)))

    def _fit(self, scene: Scene, room: float) -> None:
        """As large as was wanted; at 100 % a little smaller or larger where the whole chart fits then."""
        percent = self._percent
        if percent == 100:
            whole = 100 / self.look.scale
            across = whole * room / scene.width
            down = whole * self._area.viewport().height() / scene.height
            percent = int(min(max(across, _LEAST_FITTED), max(down, 100), _MOST_FITTED))
        if percent != self._shown:
            self.fitted.emit(percent)
        self._shown = percent
        self._tools.show_zoom(percent)
        self.chart.set_zoom(percent / 100)

    def _place_effort(self) -> None:
        """At the foot; in a low window below the chart, to be scrolled to."""
        low = self.height() < _LOW
        place = self._inside if low else self._foot.body
        if place.indexOf(self._effort) < 0:
            place.addWidget(self._effort)
        self._foot.setVisible(not low and self.chart.isVisibleTo(self))

    def _open_menu(self, role: str, at: QPoint) -> None:
        scene = self.chart.scene
        if scene is None:
            return
        refused = self.editor.refused.emit
        entries = picture_acts(self, self.look, scene, lambda error: refused(error.message))
        if role:
            has_branch = bool(reports_of(self.editor.plan, role))
            entries = [*role_entries(self, role, has_branch=has_branch), None, *entries]
        open_menu(self, entries, at)

    def print_picture(self) -> None:
        """Show how the chart comes on paper."""
        if self.chart.scene is not None:
            preview(self, self.chart.scene, self.look)

    def _choose_moment(self, moment: str) -> None:
        self._moment = moment
        if self._state is not None:
            self.show_state(self._state)

    def _step(self, by: int) -> None:
        self.zoomed.emit(next_zoom(self._shown, by))

    def _unless_carrying(self, act: Callable[[], object]) -> None:
        if not self.chart.carrying:
            act()

    def _names_closed(self) -> None:
        self._names = None
        self.chart.setFocus()

    def _tell_carried(self, role: str, why: str) -> None:
        """What to know while a role is on its way: what forbids its place, else what the keys do."""
        self._hint.setVisible(bool(role))
        set_token(self._hint, self.look, "bad" if why else "text2")
        self._hint.setText(why or self.look.say("ui.organization.carrying"))
        if self.chart.pointer is not None:  # what is carried to the edge moves the chart
            place = QRectF(self.chart.pointer, QSizeF(1, 1))
            self._area.show_place(self.chart, place)
