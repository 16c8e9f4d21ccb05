"""Who has to stand behind the plan, what they want of it, and where they stand on each big move."""

from __future__ import annotations

from typing import Literal

from kakehashi.declaration.blocks import Cell, Column, Row, Table
from kakehashi.declaration.cells import BLANK, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import item_table
from kakehashi.plan.direction import BigMove, Stakeholder, Stance

_TONES: dict[str, Literal["good", "bad"]] = {"supports": "good", "opposes": "bad"}


def stakeholders_table(context: Context) -> Table | None:
    """Each with what they need; what they fear and what is answered only where the reader may see it."""
    return item_table(
        context,
        Stakeholder,
        "direction.stakeholders",
        (
            "person", "post", "department", "wave", "influence", "talked_to_by", "next_talk", "needs",
            "concern", "answer",
        ),
        widths={"person": 16, "post": 16, "department": 16},
    )  # fmt: skip


def stances_table(context: Context) -> Table | None:
    """Rows stakeholders, columns big moves; None for readers from whom stances are hidden."""
    stances = {(each.stakeholder, each.big_move): each for each in context.plan.items(Stance)}
    if not stances or not context.sees("Stance", "state"):
        return None
    moves = [each for each in context.plan.items(BigMove) if each.state != "dropped"]
    people = context.plan.items(Stakeholder)
    columns = [context.column("stakeholder", "Stance.stakeholder", width=18)]
    columns += [Column(key=move.id, title=context.named(move.id), width=16) for move in moves]
    rows = [
        Row(
            id=person.id,
            item=person.id,
            cells=(
                words(context.named(person.id)),
                *(_stance(context, stances.get((person.id, move.id))) for move in moves),
            ),
        )
        for person in people
        if any((person.id, move.id) in stances for move in moves)
    ]
    if not rows:
        return None
    title = context.say("declaration.direction.stances")
    return Table(key="direction.stances", title=title, columns=tuple(columns), rows=tuple(rows))


def _stance(context: Context, stance: Stance | None) -> Cell:
    if stance is None:
        return BLANK
    return Cell(value=context.choice("Stance.state", stance.state), tone=_TONES.get(stance.state, ""))


def stance_reasons_table(context: Context) -> Table | None:
    """The reasons and conditions that were given."""
    return item_table(
        context,
        Stance,
        "direction.stance_reasons",
        ("stakeholder", "big_move", "state", "date", "reason"),
        title="declaration.direction.stance_reasons",
        items=[each for each in context.plan.items(Stance) if context.typed(each.reason).strip()],
        widths={"stakeholder": 18, "big_move": 26},
    )
