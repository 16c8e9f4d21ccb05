"""Formulas of metrics that can be worked out: a ratio over several months follows from the totals."""

from __future__ import annotations

from collections.abc import Mapping

from kakehashi.plan.formula import BadFormula, Call, Expression, Operation, parse, references_in
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan


def sound_formulas(plan: Plan) -> Mapping[str, Expression]:
    """Metric id -> formula of a ratio that can be worked out over totals.

    Left out: what can't be read, refers to no metric or to earlier months, or leads round in a circle.
    """
    found = {}
    for metric in plan.items(Metric):
        expression = _readable(plan, metric)
        if expression is not None:
            found[metric.id] = expression
    circular = {metric for metric in found if _reaches(metric, metric, found)}
    return {metric: expression for metric, expression in found.items() if metric not in circular}


def _readable(plan: Plan, metric: Metric) -> Expression | None:
    if metric.combines != "ratio" or not metric.formula:
        return None
    try:
        expression = parse(metric.formula)
    except BadFormula:
        return None
    references = list(references_in(expression))
    known = all(
        len(each.target) == 1 and not each.back and plan.find(Metric, each.target[0]) is not None
        for each in references
    )
    return expression if references and known and not _over_months(expression) else None


def _over_months(expression: Expression) -> bool:
    match expression:
        case Call(name=name, arguments=arguments):
            return name == "sum_months" or any(map(_over_months, arguments))
        case Operation(left=left, right=right):
            return _over_months(left) or _over_months(right)
    return False


def _reaches(start: str, goal: str, formulas: Mapping[str, Expression]) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for reference in references_in(formulas[waiting.pop()]):
            target = reference.target[0]
            if target == goal:
                return True
            if target in formulas and target not in seen:
                seen.add(target)
                waiting.append(target)
    return False
