"""Decisions that readers are asked for: those still open, with boxes to answer in, and of whom they are."""

from __future__ import annotations

from collections.abc import Sequence

from kakehashi.declaration.blocks import Cell, Column, Row, Table
from kakehashi.declaration.cells import words
from kakehashi.declaration.context import Context
from kakehashi.plan.direction import Stakeholder
from kakehashi.plan.organization import Department
from kakehashi.plan.review import Decision

_ANSWERS = ("approve", "with_condition", "send_back")


def open_decisions(context: Context) -> tuple[Decision, ...]:
    """Those that nobody has answered yet, or that were put off."""
    return tuple(each for each in context.plan.items(Decision) if each.answer in ("", "postponed"))


def department_asked(context: Context, decision: Decision) -> Department | None:
    """Whose decision it is; that of the person, when one person is asked."""
    person = context.plan.find(Stakeholder, decision.asked_of)
    asked = decision.asked_of if person is None else person.department
    return context.plan.find(Department, asked)


def box_columns(context: Context) -> tuple[Column, ...]:
    """A column for each answer that can be ticked on paper."""
    return tuple(
        Column(key=answer, title=context.say(f"declaration.box.{answer}"), width=8) for answer in _ANSWERS
    )


def box_cells() -> tuple[Cell, ...]:
    """Empty boxes, one an answer."""
    return tuple(words("\N{WHITE SQUARE}") for _ in _ANSWERS)


def decisions_to_answer(context: Context, key: str, decisions: Sequence[Decision]) -> Table | None:
    """What is to be decided, of whom, by when, what follows from a no, and boxes for the answer."""
    if not decisions:
        return None
    return Table(
        key=key,
        title=context.say("declaration.decisions.title"),
        columns=(
            context.column("what", "declaration.column.decide_what", "long_text", width=36),
            context.column("asked_of", "Decision.asked_of", width=14),
            context.column("by", "Decision.by", "date", width=12),
            context.column("if_no", "Decision.if_no", "long_text", width=36),
            *box_columns(context),
        ),
        rows=tuple(_row(context, each) for each in decisions),
    )


def _row(context: Context, decision: Decision) -> Row:
    return Row(
        id=decision.id,
        item=decision.id,
        cells=(
            words(context.typed(decision.what)),
            words(context.named(decision.asked_of)),
            words(decision.by or ""),
            words(context.typed(decision.if_no)),
            *box_cells(),
        ),
    )
