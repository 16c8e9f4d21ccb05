"""What readers are asked to decide, what may go wrong, what they will ask, what they decided: to look at as a
whole; each row leads to where it is written."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kakehashi.drawing.badges import Badge
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import CHAPTER_OF
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Approval, Decision, Question, Risk
from kakehashi.ui.editor import Editor
from kakehashi.ui.look import Look
from kakehashi.ui.rows import Row
from kakehashi.ui.rows_panel import RowsPanel
from kakehashi.ui.sentences import place_key, place_of
from kakehashi.ui.session import Session, State
from kakehashi.words import Text, day, in_language, listed, shown

_ANSWERS: dict[str, Badge] = {"yes": "good", "with_condition": "warn", "no": "bad", "postponed": "note"}
_DECIDED: dict[str, Badge] = {"approve": "good", "with_condition": "warn", "send_back": "bad"}
_GRADES: dict[str, Badge] = {"high": "bad", "medium": "warn", "low": "note"}


class _Told:
    """What a row needs: the plan, and how to say it."""

    def __init__(self, look: Look, plan: Plan) -> None:
        self.look, self.plan = look, plan

    def row(self, item: Item, notes: list[str], side: str, mark: Badge) -> Row:
        return Row(
            key=place_key(CHAPTER_OF[item.kind], item.id),
            head=self.name(item.id),
            note=listed([each for each in notes if each], self.look.language),
            side=side,
            side_is="remark",
            mark=mark,
        )

    def name(self, item_id: str | None) -> str:
        item = self.plan.get(item_id or "")
        return shown(name_of(self.plan, item), self.look.language) if item is not None else ""

    def typed(self, value: Text) -> str:
        return in_language(value, self.look.language)

    def day(self, value: str | None) -> str:
        return day(value, self.look.language) if value else ""


def _decision(told: _Told, item: Decision) -> Row:
    said = f"choice.Decision.answer.{item.answer}" if item.answer else "ui.declare.open_answer"
    notes = [told.name(item.asked_of), told.day(item.by), told.typed(item.condition)]
    return told.row(item, notes, told.look.say(said), _ANSWERS.get(item.answer, "note"))


def _risk(told: _Told, item: Risk) -> Row:
    state = told.look.say(f"choice.Risk.state.{item.state}")
    worst = "high" if "high" in (item.likelihood, item.effect) else item.effect
    mark = "good" if item.state == "closed" else _GRADES.get(worst, "note")
    return told.row(item, [told.typed(item.remedy), told.name(item.owner)], state, mark)


def _question(told: _Told, item: Question) -> Row:
    answer = told.typed(item.answer)
    notes = [told.name(item.department), answer or told.look.say("ui.declare.unanswered")]
    return told.row(item, notes, "", "good" if answer else "note")


def _approval(told: _Told, item: Approval) -> Row:
    say = told.look.say
    decision = say(f"choice.Approval.decision.{item.decision}" if item.decision else "ui.declare.open_answer")
    edition = say("ui.declare.approval_to", number=item.edition) if item.edition else ""
    notes = [edition, told.day(item.date), told.typed(item.condition), told.typed(item.remark)]
    return told.row(item, notes, decision, _DECIDED.get(item.decision, "note"))


class _List(msgspec.Struct, frozen=True):
    """One of the lists: of which items, its words, how a row is told, which of its items are still open."""

    kind: type[Item]
    title: str
    nothing: str
    row: Callable[..., Row]
    is_open: Callable[..., bool]


_LISTS = (
    _List(
        Decision,
        "ui.declare.decisions",
        "ui.declare.no_decisions",
        _decision,
        lambda each: each.answer in ("", "postponed"),
    ),
    _List(
        Approval,
        "ui.declare.approvals",
        "ui.declare.no_approvals",
        _approval,
        lambda each: not each.decision,
    ),
    _List(Risk, "ui.declare.risks", "ui.declare.no_risks", _risk, lambda each: each.state != "closed"),
    _List(
        Question, "ui.declare.questions", "ui.declare.no_questions", _question, lambda each: not each.answer
    ),
)


class DeclareAsked(QWidget):
    """See `views`."""

    gone_to = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.panels: dict[str, RowsPanel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(14)
        self._first: dict[str, str] = {}
        for at, each in enumerate(_LISTS):
            panel, kind = RowsPanel(look, look.say(each.title), self), each.kind.__name__
            panel.chosen.connect(lambda key: self.gone_to.emit(*place_of(key)))
            link = panel.add_link(look.say("ui.to_chapter", chapter=look.say("chapter.review")))
            link.clicked.connect(
                lambda _checked=False, kind=kind: self.gone_to.emit("review", self._first.get(kind, ""))
            )
            grid.addWidget(panel, at // 2, at % 2)
            self.panels[kind] = panel
        for at in (0, 1):
            grid.setRowStretch(at, 1)
            grid.setColumnStretch(at, 1)

    def show_state(self, state: State) -> None:
        """See `views`."""
        told, say = _Told(self._look, state.plan), self._look.say
        for each in _LISTS:
            panel, items = self.panels[each.kind.__name__], state.plan.items(each.kind)
            self._first[each.kind.__name__] = items[0].id if items else ""
            if not items:
                panel.show_sentence(say(each.nothing))
                continue
            still_open = sum(map(each.is_open, items))
            panel.show_rows(tuple(each.row(told, item) for item in items))
            panel.set_note(
                say("ui.declare.some_open", count=len(items), open=still_open)
                if still_open
                else say("ui.declare.none_open", count=len(items))
            )


def view(look: Look, _editor: Editor, _session: Session) -> QWidget:
    """See `declare.VIEWS`."""
    return DeclareAsked(look)
