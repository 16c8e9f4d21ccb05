"""The hand-off as tables: conditions, the five approaches they rest on, reasons as a taxonomy."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kakehashi.declaration.blocks import Cell, Row, Table
from kakehashi.declaration.cells import BLANK, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import Extra, item_table
from kakehashi.drawing.tree import forest, preorder
from kakehashi.plan.fields import describe
from kakehashi.plan.handoff import Approach, HandoffCondition, Reason
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.organization import Department, Role

APPROACHES: tuple[str, ...] = tuple(describe(Approach)["approach"].choices)


def condition_table(context: Context, effect: str) -> Table | None:
    """When a lead is handed over ('include') or must not be ('exclude'), and who has agreed."""
    fields: Sequence[str | Extra] = (
        "name", "from_role", "to_role", "condition", "rests_on", "travels", _agreed(context), "review_on",
    )  # fmt: skip
    if context.headline:
        fields = ("name", "from_role", "to_role", "condition", "travels")
    return item_table(
        context,
        HandoffCondition,
        "handoff.conditions" if effect == "include" else "handoff.exclusions",
        fields,
        items=[each for each in context.plan.items(HandoffCondition) if each.effect == effect],
        title="declaration.handoff.conditions" if effect == "include" else "declaration.handoff.exclusions",
        widths={"name": 22, "from_role": 16, "to_role": 16, "condition": 36, "rests_on": 12, "travels": 28},
    )


def _agreed(context: Context) -> Extra:
    """How both sides stand to a condition: 'Sales: agreed'."""

    def cell(condition: HandoffCondition) -> Cell:
        plan = context.plan
        roles = [plan.find(Role, each) for each in (condition.from_role, condition.to_role)]
        sides = dict.fromkeys(role.department for role in roles if role is not None and role.department)
        said, settled = [], True
        for side in sides:
            if plan.find(Department, side) is None:
                continue
            answer = plan.find(Agreement, agreement_of(condition.id, side))
            state = "open" if answer is None else answer.state
            settled = settled and state == "agreed"
            value = context.choice("Agreement.state", state)
            said.append(context.say("declaration.labelled", label=context.named(side), value=value))
        return Cell(value=context.listed(said), tone="" if settled else "warn") if said else BLANK

    return context.column("agreed", "declaration.handoff.agreed", "long_text", width=20), cell


def done(context: Context) -> frozenset[str]:
    """The approaches that were taken."""
    return frozenset(card.approach for card in context.plan.items(Approach) if card.done)


def approach_table(context: Context) -> Table | None:
    """All five approaches in their order; one without a card stands there as left out."""
    cards = context.plan.items(Approach)
    if not cards and not context.plan.items(HandoffCondition):
        return None
    rows = []
    for approach in APPROACHES:
        own = [card for card in cards if card.approach == approach]
        rows += [_approach(context, card) for card in own]
        if not own:
            label = words(context.choice("Approach.approach", approach))
            rows.append(Row(id=approach, cells=(label, BLANK, _state(context, None), *[BLANK] * 3)))
    return Table(
        key="handoff.approaches",
        title=context.say("declaration.handoff.approaches"),
        columns=(
            context.column("approach", "Approach.approach", "choice", width=14),
            context.column("name", "Approach.name", width=24),
            context.column("done", "Approach.done", "choice", width=10),
            context.column("date", "Approach.date", "date", width=12),
            context.column("owner", "Approach.owner", width=18),
            context.column("result", "Approach.result", "long_text", width=44),
        ),
        rows=tuple(rows),
    )


def _approach(context: Context, card: Approach) -> Row:
    cells = (
        words(context.choice("Approach.approach", card.approach)),
        words(context.typed(card.name).strip()),
        _state(context, card),
        words(card.date or ""),
        words(context.named(card.owner)),
        words(context.typed(card.result).strip()),
    )
    return Row(id=card.id, item=card.id, cells=cells)


def _state(context: Context, card: Approach | None) -> Cell:
    if card is None:
        return Cell(value=context.say("declaration.handoff.left_out"), tone="warn")
    if card.done:
        return Cell(value=context.say("declaration.handoff.done"))
    return Cell(value=context.say("declaration.handoff.not_done"), tone="warn")


def reason_table(context: Context, outcome: str) -> Table | None:
    """The reasons of won or of lost deals, each below the one that it belongs to."""
    reasons = [each for each in context.plan.items(Reason) if each.outcome == outcome]
    tree = forest([each.id for each in reasons], [each.belongs_to for each in reasons])
    order = [n for root in tree.roots for n in preorder(tree, root)]
    table = item_table(
        context,
        Reason,
        f"handoff.{outcome}_reasons",
        ("name", "means", "then", "nurture_months", "tells"),
        items=[reasons[n] for n in order],
        title="declaration.handoff.won_reasons" if outcome == "won" else "declaration.handoff.lost_reasons",
        widths={"name": 24, "means": 44, "then": 16, "tells": 16},
    )
    if table is None:
        return None
    rows = [
        msgspec.structs.replace(row, level=tree.depths[n]) for row, n in zip(table.rows, order, strict=True)
    ]
    return msgspec.structs.replace(table, rows=tuple(rows))
