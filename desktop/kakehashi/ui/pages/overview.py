"""The overview: key figures, what to do next, who, the funnel, what has changed. Read-only.

It is painted first with the plan's figures as text; bars, lists and pictures follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from kakehashi.ui.arranging import GAP, MARGIN, SCROLL_BAR, Columns, Needs, Place, arrange, columns
from kakehashi.ui.arranging import Panel as Name
from kakehashi.ui.figure_card import FigureRow
from kakehashi.ui.key_figures import key_figures
from kakehashi.ui.labels import show
from kakehashi.ui.look import Look
from kakehashi.ui.panel import HEADER, Panel
from kakehashi.ui.picture_panel import PicturePanel
from kakehashi.ui.rows_panel import RowsPanel
from kakehashi.ui.window_words import not_worked_out

if TYPE_CHECKING:  # loaded after the first paint
    from PySide6.QtGui import QResizeEvent

    from kakehashi.declaration.context import Context
    from kakehashi.ui.chapter_bars import ChapterBars
    from kakehashi.ui.session import State

_LEAST_ROOM = 240  # left for the list above or below the chart, px


class Overview(QScrollArea):
    """`gone_to` tells the chapter, and the item in it, that somebody wants to see."""

    gone_to = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state: State | None = None
        self._context: Context | None = None
        self._drawn_for: tuple[object, ...] = ()
        self._bars: ChapterBars | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(look.say("ui.overview"))
        desk = self._desk = QWidget()
        self.figures = FigureRow(look, desk)
        self.todo = RowsPanel(look, look.say("ui.overview.todo"), desk)
        self.changes = RowsPanel(look, look.say("ui.overview.changes"), desk)
        self.organization = PicturePanel(look, look.say("ui.overview.organization"), desk)
        self.funnel = PicturePanel(look, look.say("ui.overview.funnel"), desk)
        self.budget = PicturePanel(look, look.say("ui.overview.budget"), desk)
        self.chapters = Panel(look, look.say("ui.overview.chapters"), desk)
        self._panels: Mapping[Name, QWidget] = {
            "figures": self.figures,
            "todo": self.todo,
            "organization": self.organization,
            "funnel": self.funnel,
            "changes": self.changes,
            "chapters": self.chapters,
            "budget": self.budget,
        }
        self.setWidget(desk)

    def show_state(self, state: State) -> None:
        """Show a plan; what is still being worked out says so."""
        self._state = state
        forecast = state.worked.forecast if state.worked is not None else None
        figures = key_figures(state.plan, forecast, self._look.language)
        self.figures.show_figures(figures, texts_only=self._bars is None)
        if self._bars is None:
            return
        self._bars.show_states(state.completeness)
        self._show_todo(state)
        self._show_changes(state)
        self._context = self._new_context(state)
        self._drawn_for = ()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @property
    def furnished(self) -> bool:
        """Whether all of it is here."""
        return self._bars is not None

    def furnish(self) -> None:
        """What the first paint does without: links, bars, where clicks lead."""
        from PySide6.QtCore import Qt

        from kakehashi.ui.chapter_bars import ChapterBars
        from kakehashi.ui.sentences import place_of

        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bars = ChapterBars(self._look, self.chapters)
        self.chapters.set_note(self._look.say("ui.overview.chapters_note"))
        self.chapters.body.addWidget(self._bars)
        self.chapters.body.addStretch(1)
        every = self.todo.add_link(self._look.say("ui.checks.see_all"))
        every.clicked.connect(lambda: self.gone_to.emit("checks", ""))
        self.figures.chosen.connect(lambda chapter: self.gone_to.emit(chapter, ""))
        self._bars.chosen.connect(lambda chapter: self.gone_to.emit(chapter, ""))
        for rows in (self.todo, self.changes):
            rows.chosen.connect(lambda key: self.gone_to.emit(*place_of(key)))
        for panel, chapter in (
            (self.organization, "organization"),
            (self.funnel, "simulation"),
            (self.budget, "budget"),
        ):
            title = self._look.say(f"chapter.{chapter}")
            link = panel.add_link(self._look.say("ui.to_chapter", chapter=title))
            link.clicked.connect(lambda _checked=False, chapter=chapter: self.gone_to.emit(chapter, ""))
            panel.item_activated.connect(lambda item, chapter=chapter: self.gone_to.emit(chapter, item))

    def _new_context(self, state: State) -> Context | None:
        if state.worked is None or state.worked.forecast is None:
            return None
        from kakehashi.ui.pictures import context_of

        return context_of(state.worked.plan, state.worked.forecast, self._look.language)

    def _show_todo(self, state: State) -> None:
        """The next steps in their order, then what else the checks found: errors are among the steps."""
        from kakehashi.ui.on_demand import one_after_another
        from kakehashi.ui.sentences import finding_rows, step_rows

        say = self._look.say
        if state.worked is None:
            self.todo.show_sentence(say("ui.working"))
            return
        steps, found = state.worked.steps, state.worked.findings
        if steps is None or found is None:
            self.todo.show_sentence(not_worked_out(self._look))
            return
        others = [each for each in found if each.severity != "error"]
        if not steps and not others:
            self.todo.show_sentence(say("ui.overview.nothing_to_do"))
            return
        note = (
            "ui.overview.steps"
            if not others
            else "ui.overview.to_check"
            if not steps
            else "ui.overview.todo_note"
        )
        self.todo.set_note(say(note, steps=len(steps), findings=len(others)))
        rows = one_after_another(step_rows(self._look, steps), finding_rows(self._look, others))
        self.todo.show_rows(rows)

    def _show_changes(self, state: State) -> None:
        from kakehashi.ui.sentences import change_rows

        say = self._look.say
        edition = state.edition
        if edition is None:
            self.changes.set_title(say("ui.overview.edits"))
        else:
            self.changes.set_title(say("ui.overview.changes_since", number=edition.number))
        if state.worked is None:
            self.changes.show_sentence(say("ui.working"))
        elif state.worked.changes is None:
            self.changes.show_sentence(not_worked_out(self._look))
        elif not state.worked.changes:
            self.changes.show_sentence(
                say("ui.overview.never_declared" if edition is None else "ui.overview.unchanged")
            )
        else:
            found = state.worked.changes
            self.changes.set_note(say("ui.overview.changes_note", count=len(found)))
            self.changes.show_rows(change_rows(self._look, found, state.worked.plan))

    def _arrange(self) -> None:
        """Draw the pictures as wide as their places, and put every panel where there is room for it."""
        width, height = self.width(), self.height()
        places, low = self._places(width, height)
        if low > height:
            width -= SCROLL_BAR
            places, low = self._places(width, height)
        self._desk.resize(width, max(low, height))
        for name, panel in self._panels.items():
            place = places.get(name)
            show(panel, place is not None)
            if place is not None:
                panel.setGeometry(place.x, place.y, place.width, place.height)

    def _places(self, width: int, height: int) -> tuple[Mapping[Name, Place], int]:
        here = columns(width)
        self.figures.fit(width - 2 * MARGIN)
        self._draw(here, height)
        needs = Needs(
            figures=self.figures.height_for(width - 2 * MARGIN),
            organization=self.organization.height_for(here.width_of("organization"), 320),
            funnel=self.funnel.height_for(here.width_of("funnel"), 290),
            chapters=self._chapters_height(here),
            todo=self.todo.heights(here.width_of("todo")),
            changes=self.changes.heights(here.width_of("changes")),
        )
        return arrange(width, height, needs)

    def _chapters_height(self, here: Columns) -> int:
        if self._bars is None:
            return 166
        return HEADER + self._bars.height_for(here.width_of("chapters") - 2) + 2

    def _draw(self, here: Columns, height: int) -> None:
        """The pictures, anew when plan or room are others."""
        if self._state is None or self._bars is None or self._drawn_for == (here, height):
            return
        self._drawn_for = (here, height)
        say = self._look.say
        if self._context is None:
            waiting = self._state.worked is None
            for panel in (self.organization, self.funnel, self.budget):
                panel.show_sentence(say("ui.working") if waiting else not_worked_out(self._look))
            return
        from kakehashi.declaration.funnel_picture import funnel_scene
        from kakehashi.ui.pictures import budget_of

        self._draw_organization(self._context, here, height)
        room = here.width_of("funnel") - 4
        title = say("ui.overview.funnel")
        funnel = funnel_scene(self._context, "overview.funnel", title, room, only_short=True)
        if funnel is not None:
            self.funnel.show_scene(funnel)
        else:
            self.funnel.show_sentence(say("ui.overview.no_funnel"))
        budget = budget_of(self._context) if here.shape == "broad" else None
        if budget is not None:
            self.budget.set_note(budget.unit)
            self.budget.show_scene(budget.scene)
        else:
            self.budget.show_sentence(say("ui.figure.no_budget"))

    def _draw_organization(self, context: Context, here: Columns, height: int) -> None:
        """The whole chart where it can be read and leaves room for what stands beside it, else its heads."""
        from kakehashi.declaration.org_picture import total_effort
        from kakehashi.declaration.org_within import effort_within, heads_within, whole_within
        from kakehashi.plan.organization import Role
        from kakehashi.words import number

        say = self._look.say
        roles = context.plan.items(Role)
        if not roles:
            self.organization.set_note("")
            self.organization.show_sentence(say("ui.overview.no_roles"))
            return
        total = number(total_effort(roles), 1)
        self.organization.set_note(say("ui.organization.total", effort=total, count=len(roles)))
        title = say("ui.overview.organization")
        room = here.width_of("organization") - 8
        effort = effort_within(context, title, room)
        free = height - self.figures.height_for(sum(here.widths)) - 3 * GAP - HEADER - effort.height
        if here.shape == "broad":
            free -= GAP + self._chapters_height(here)
        if here.shape == "two":
            free -= _LEAST_ROOM
        chart = whole_within(context, title, room)
        if chart is not None and here.shape != "narrow" and chart.height * min(1, room / chart.width) > free:
            chart = None
        self.organization.show_scene(chart or heads_within(context, title, room), effort)
