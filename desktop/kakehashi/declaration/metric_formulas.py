"""Formulas of metrics as expressions over cells: a ratio over several months follows from the totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kakehashi.plan.formula import (
    BadFormula,
    Call,
    Expression,
    Number,
    Operation,
    Reference,
    parse,
    references_in,
)
from kakehashi.plan.metric_ratios import sound_formulas
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan


def forecast_formulas(plan: Plan) -> Mapping[str, Expression]:
    """Of the sound ones, those whose parts all have a forecast: follow an output, or are such a ratio."""
    formulas = sound_formulas(plan)
    known = {metric.id for metric in plan.items(Metric) if metric.follows}
    found: dict[str, Expression] = {}
    while fresh := {
        metric: formula
        for metric, formula in formulas.items()
        if metric not in known and all(part.target[0] in known for part in references_in(formula))
    }:
        found |= fresh
        known |= fresh.keys()
    return found


def with_cells(expression: Expression, cell: Callable[[str], Expression]) -> Expression:
    """The formula with each metric replaced by what `cell` gives for its id."""
    match expression:
        case Reference(target=target):
            return cell(target[0])
        case Operation(op=op, left=left, right=right):
            return Operation(op, with_cells(left, cell), with_cells(right, cell))
        case Call(name=name, arguments=arguments):
            return Call(name, tuple(with_cells(each, cell) for each in arguments))
        case Number():
            return expression


_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def joints(formula: str) -> tuple[tuple[str, str], ...]:
    """(metric id, sign before it) of a formula that is a plain chain: a × b ÷ c; () for any other."""
    try:
        expression = parse(formula) if formula else None
    except BadFormula:
        return ()
    chain: list[tuple[str, str]] = []
    while isinstance(expression, Operation):
        if not isinstance(expression.right, Reference):
            return ()
        chain.append((expression.right.target[0], _SIGNS[expression.op]))
        expression = expression.left
    if not isinstance(expression, Reference):
        return ()
    return ((expression.target[0], ""), *reversed(chain))
