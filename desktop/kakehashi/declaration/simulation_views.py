"""The simulation as it is read: steps over the year and by month, economics, what a goal requires."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import msgspec

from kakehashi.declaration.assumptions import LAG, RATES, TERMS, VALUE
from kakehashi.declaration.audience import Detail
from kakehashi.declaration.blocks import Cell, Column, Kind, Row, Table
from kakehashi.declaration.budget_inputs import ALL, LINES, has_any
from kakehashi.declaration.cells import figure, in_unit, minus, over, ref, signed, times, words, worked_out
from kakehashi.declaration.context import Context
from kakehashi.declaration.forward_model import GROSS_PROFIT, MODEL, REVENUE, STAFF, step_row
from kakehashi.declaration.funnel_names import forecast_steps
from kakehashi.declaration.lag_figures import mean_lag
from kakehashi.declaration.metric_units import count_digits, in_words
from kakehashi.declaration.spans import TOTAL, Span, all_spans, column, sum_of
from kakehashi.forecast.results import Backward, StepForecast
from kakehashi.plan.formula import Expression, Operation
from kakehashi.plan.item import Series
from kakehashi.plan.metrics import Metric
from kakehashi.plan.simulation import Economics, FunnelStep
from kakehashi.words import Message, percent

STEPS, BY_MONTH, ECONOMICS, REQUIRED = (
    "simulation.steps",
    "simulation.by_month",
    "simulation.economics",
    "simulation.required",
)


def has_model(context: Context) -> bool:
    """Whether the document holds the forward model: for who sees everything, in full detail."""
    return holds_model(context, context.detail)


def holds_model(context: Context, detail: Detail) -> bool:
    """Whether it would, with the simulation told in this detail."""
    return detail == "full" and context.sees_money


def result_of(context: Context, step: FunnelStep) -> StepForecast:
    """The stored result of a step."""
    return next(each for each in context.results.base.steps if each.id == step.id)


def steps_table(context: Context) -> Table | None:
    """Each step over the plan's months: how many reach it, go on, drop, stand there at the end."""
    steps = forecast_steps(context)
    if not steps:
        return None
    digits = count_digits(*(result_of(context, step).total for step in steps))
    return Table(
        key=STEPS,
        title=context.say("declaration.simulation.steps"),
        columns=(
            context.column("step", "FunnelStep.name", width=22),
            context.column("counts", "FunnelStep.counts", "long_text", width=44),
            context.column("standing", "declaration.column.standing", "number", digits=digits),
            context.column("reached", "declaration.column.reached", "number", digits=digits),
            context.column("rate", "FunnelStep.rate", "rate", digits=1),
            context.column("lag", "FunnelStep.lag", "number", digits=1),
            context.column("passed_on", "declaration.column.passed_on", "number", digits=digits),
            context.column("dropped", "declaration.column.dropped", "number", digits=digits),
            context.column("still_open", "declaration.column.still_open", "number", digits=digits),
        ),
        rows=tuple(_step(context, step, last=step is steps[-1]) for step in steps),
        note=_steps_note(context, steps),
    )


def _steps_note(context: Context, steps: tuple[FunnelStep, ...]) -> str:
    """How the columns go together, and which lags are the mean of a histogram."""
    said = [context.say("declaration.simulation.steps_note")]
    if any(step.lag_shape == "histogram" for step in steps[:-1]):
        said.append(context.say("declaration.simulation.histogram_note"))
    return context.sentences(said)


def _step(context: Context, step: FunnelStep, *, last: bool) -> Row:
    result = result_of(context, step)
    reached = worked_out(ref(MODEL, step_row(step.id), TOTAL), result.total)
    if not has_model(context) or result.total is None:
        reached = _result(result.total)
    lag = figure(mean_lag(step))
    if has_model(context) and lag.number is not None:
        lag = worked_out(ref(RATES, step.id, LAG), lag.number)
    beyond = (Cell(),) * 5
    if not last:
        beyond = (
            _result(result.rate) if context.sees("FunnelStep", "rate") else Cell(),
            lag,
            _result(result.passed_on),
            _result(result.dropped),
            _result(result.still_open),
        )
    standing = Cell() if last else _result(result.standing)
    return Row(
        id=step.id,
        item=step.id,
        cells=(words(context.named(step.id)), words(context.typed(step.counts)), standing, reached, *beyond),
    )


def _result(value: Decimal | None) -> Cell:
    return Cell(missing="not_available") if value is None else figure(value)


def by_month(context: Context) -> Table | None:
    """Who reaches each step, revenue and (for who may see it) gross profit, by month."""
    steps = forecast_steps(context)
    if not steps:
        return None
    spans = all_spans(context.about, context.language)
    rows = [
        _month_row(
            context, step_row(step.id), context.named(step.id), result_of(context, step).reached, spans
        )
        for step in steps
    ]
    base = context.results.base
    rows.append(
        _month_row(context, REVENUE, context.say("declaration.economics.revenue"), base.revenue, spans)
    )
    if context.plan.only(Economics).gross_margin is not None:
        title = context.say("declaration.economics.gross_profit")
        rows.append(_month_row(context, GROSS_PROFIT, title, base.gross_profit, spans))
    return Table(
        key=BY_MONTH,
        title=context.say("declaration.simulation.by_month"),
        columns=(
            context.column("what", "declaration.column.what", width=24),
            context.column("unit", "declaration.column.unit", width=8),
            *(column(span, "number", 1) for span in spans),
        ),
        rows=tuple(rows),
        note=context.say("declaration.simulation.more_than_before") if _overtaken(context, steps) else "",
    )


def _overtaken(context: Context, steps: tuple[FunnelStep, ...]) -> bool:
    """Whether in some month more reach a step than the one before it: those who stood there, or the lag."""
    reached = [result_of(context, step).reached for step in steps]
    return any(
        (after.get(month) or 0) > (before.get(month) or 0)
        for before, after in pairwise(reached)
        for month in context.months
    )


def _month_row(context: Context, key: str, title: str, series: Series, spans: tuple[Span, ...]) -> Row:
    money = key in (REVENUE, GROSS_PROFIT)
    size = context.unit.size if money else 1
    kind: Kind = "money" if money else "number"
    digits = context.unit.digits if money else 1
    unit = context.unit.name if money else context.say("unit.count")
    cells = []
    for span in spans:
        if not series:
            cell = Cell(missing="not_available")
        elif span.kind != "month":
            cell = worked_out(sum_of(BY_MONTH, key, span.months))
        else:
            value = series.get(span.key)
            source = in_unit(ref(MODEL, key, span.key), size) if has_model(context) else None
            cell = worked_out(source, None if value is None else value / size)
        cells.append(msgspec.structs.replace(cell, kind=kind, digits=digits))
    return Row(id=key, cells=(words(title), words(unit), *cells))


class _Line(msgspec.Struct, frozen=True):
    """A row of the economics: its name (of `UnitEconomics`), kind, digits, unit; the expression behind it."""

    name: str
    kind: Kind
    digits: int
    expression: Expression | None = None
    money: bool = False
    open_to_all: bool = False  # a declared aggregate, also where what it is made of is hidden


def economics(context: Context) -> Table | None:
    """What customers cost and are worth over the plan's months, in full units."""
    said = context.results.base.economics
    every = has_model(context)
    lines = [line for line in _lines(context) if (context.sees_money or line.open_to_all)]
    rows = [_economics_row(context, line, getattr(said, line.name), expressed=every) for line in lines]
    if not any(row.cells[1].number is not None for row in rows):
        return None
    columns = [
        context.column("name", "declaration.column.what", width=28),
        Column(key=VALUE, title=context.say("declaration.column.value"), kind="number"),
        context.column("unit", "declaration.column.unit", width=8),
    ]
    if context.sees_money:
        columns.append(context.column("how", "declaration.column.how", "long_text", width=46))
    return Table(
        key=ECONOMICS,
        title=context.say("declaration.simulation.economics"),
        columns=tuple(columns),
        rows=tuple(rows),
        note=context.say("declaration.simulation.economics_note"),
    )


def _economics_row(context: Context, line: _Line, value: Decimal | None, *, expressed: bool) -> Row:
    cell = _result(value)
    if expressed and value is not None and line.expression is not None:
        cell = worked_out(line.expression, value)
    unit = context.unit.full_name if line.money else _units(context).get(line.name, "")
    cells = [
        words(context.say(f"declaration.economics.{line.name}")),
        msgspec.structs.replace(cell, kind=line.kind, digits=line.digits),
        words(unit),
    ]
    if context.sees_money:
        cells.append(words(context.say(f"declaration.economics.{line.name}.how")))
    return Row(id=line.name, cells=tuple(cells))


def _units(context: Context) -> dict[str, str]:
    counts = dict.fromkeys(("leads", "opportunities", "valid", "won"), context.say("unit.count"))
    return {
        **counts,
        "ltv_cac": context.say("unit.factor"),
        "payback": context.say("unit.months"),
    }


def _lines(context: Context) -> tuple[_Line, ...]:
    """In the order in which each follows from those before."""

    def of(name: str) -> Expression:
        return ref(ECONOMICS, name, VALUE)

    def term(name: str) -> Expression:
        return ref(TERMS, name, VALUE)

    staff_counts = context.plan.only(Economics).staff_in_cac
    spent: Expression = Operation("+", of("budget"), of("staff")) if staff_counts else of("budget")
    margin = times(of("value_per_month"), term("gross_margin"))
    budget = ref(LINES, ALL, TOTAL) if has_any(context, LINES) else None
    staff = ref(MODEL, STAFF, TOTAL) if staff_counts and context.results.base.staff else None
    counts = (
        _Line(name, "number", 1, _count(context, mark), open_to_all=True) for name, mark in _MARKS.items()
    )
    money = [
        _Line("revenue", "money", 0, times(of("won"), term("deal_value")), money=True, open_to_all=True),
        _Line("gross_profit", "money", 0, times(of("revenue"), term("gross_margin")), money=True),
        _Line("budget", "money", 0, budget, money=True, open_to_all=True),
        _Line("sales_cost", "money", 0, times(of("won"), term("sales_cost")), money=True),
        _Line("cost", "money", 0, Operation("+", spent, of("sales_cost")), money=True),
        _Line("cac", "money", 0, over(of("cost"), of("won")), money=True, open_to_all=True),
        _Line("value_per_month", "money", 0, over(term("deal_value"), term("contract_months")), money=True),
        _Line("ltv", "money", 0, over(margin, term("churn")), money=True),
        _Line("ltv_cac", "factor", 1, over(of("ltv"), of("cac")), open_to_all=True),
        _Line("payback", "number", 1, over(of("cac"), margin), open_to_all=True),
        _Line("roi", "rate", 1, over(minus(of("gross_profit"), of("cost")), of("cost")), open_to_all=True),
    ]
    if staff_counts:
        money.insert(3, _Line("staff", "money", 0, staff, money=True))
    costs = (
        _Line(f"cost_per_{one}", "money", 0, over(spent, of(many)), money=True, open_to_all=True)
        for one, many in (("lead", "leads"), ("opportunity", "opportunities"), ("valid", "valid"))
    )
    return (*counts, *money, *costs)


_MARKS = {"leads": "lead", "opportunities": "opportunity", "valid": "valid", "won": "won"}


def _count(context: Context, mark: str) -> Expression | None:
    step = next((step for step in forecast_steps(context) if step.marks == mark), None)
    return None if step is None else ref(MODEL, step_row(step.id), TOTAL)


def main_goal(context: Context) -> Backward | None:
    """The first goal as the results have it; without its target where targets are hidden."""
    goal = next(iter(context.results.base.goals), None)
    if goal is None or context.sees("Metric", "target"):
        return goal
    return msgspec.structs.replace(goal, target=None, gap=None, factor=None, required=())


def required(context: Context) -> Table | None:
    """What the goal requires of each step against what the plan brings. Values: they come from a search."""
    goal = main_goal(context)
    if goal is None or not goal.required:
        return None
    rows = []
    for each in goal.required:
        cells = (_result(each.required), _result(each.planned))
        gap = Cell(missing="not_available")
        if each.required is not None and each.planned is not None:
            short = each.required > each.planned
            gap = signed(figure(each.planned - each.required, tone="warn" if short else ""))
        rows.append(Row(id=each.step, item=each.step, cells=(words(context.named(each.step)), *cells, gap)))
    digits = count_digits(*(value for each in goal.required for value in (each.required, each.planned)))
    return Table(
        key=REQUIRED,
        title=context.say("declaration.simulation.required", month=context.month(goal.by)),
        columns=(
            context.column("step", "FunnelStep.name", width=22),
            context.column("required", "declaration.column.required", "number", digits=digits),
            context.column("planned", "declaration.column.by_plan", "number", digits=digits),
            context.column("gap", "declaration.column.gap", "number", digits=digits),
        ),
        rows=tuple(rows),
        note=_required_note(context, goal),
        values_only=True,
    )


def _required_note(context: Context, goal: Backward) -> str:
    if goal.limit is not None:
        return context.say(_limit(context, goal.limit))
    if goal.factor is None:
        return ""
    if goal.factor <= 1:
        return context.say("declaration.simulation.factor_enough")
    return context.say("declaration.simulation.factor", percent=percent(goal.factor - 1))


def _limit(context: Context, limit: Message) -> Message:
    """Stored words name a step of the whole plan: its name is taken out where names of steps are hidden."""
    if "step" not in limit.values or context.sees("FunnelStep", "name"):
        return limit
    return Message(limit.id, {**limit.values, "step": Message("change.unnamed")})


def goal_words(context: Context, goal: Backward, value: Decimal | None) -> str:
    """A figure of the goal's metric in words."""
    if value is None:
        return context.say("declaration.not_available")
    return in_words(context, context.plan.find(Metric, goal.metric), value)


def months_over(goal: Backward) -> dict[str, tuple[str, ...]]:
    """Step id -> the months in which the goal requires more than the teams can take."""
    return {
        limit.item: limit.months_over
        for limit in goal.limits
        if limit.kind == "capacity" and limit.item is not None and limit.months_over
    }
