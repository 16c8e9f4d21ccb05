"""The goal against the forecast, month by month: a table and a line chart over it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from kakehashi.declaration.blocks import Cell, Chart, Row, Table
from kakehashi.declaration.cells import figure, in_unit, ref, words, worked_out
from kakehashi.declaration.context import Context
from kakehashi.declaration.metric_units import MetricUnit, metric_unit
from kakehashi.declaration.metric_values import VALUES, dated, row_id
from kakehashi.declaration.simulation_views import goal_words, main_goal
from kakehashi.declaration.spans import calendar_years, column, month_spans
from kakehashi.drawing.line_chart import LineChart, Series, SeriesKind, line_chart
from kakehashi.forecast.bound import TO_DATE, metric_forecast
from kakehashi.forecast.targets import come_to
from kakehashi.plan.formula import Call, Expression
from kakehashi.plan.metrics import Metric
from kakehashi.words import month, number, percent

TABLE, CHART = "summary.goal", "summary.chart"
_KINDS: dict[str, SeriesKind] = {"target": "target", "forecast": "forecast", "actual": "actual"}

Values = Mapping[str, Decimal | None]


class GoalLines(msgspec.Struct, frozen=True):
    """Target, forecast and actual of the goal's metric by month; summed up where the metric sums."""

    metric: Metric
    summed: bool
    lines: Mapping[str, Values]
    by: str


def goal_lines(context: Context) -> GoalLines | None:
    """What the chart shows; None without a goal or without any figure."""
    goal = main_goal(context)
    metric = None if goal is None else context.plan.find(Metric, goal.metric)
    if goal is None or metric is None:
        return None
    summed = metric.combines == "sum" and metric.follows not in TO_DATE
    series: dict[str, Values] = {
        "target": metric.target,
        "forecast": metric_forecast(context.plan, context.results.base, metric),
        "actual": metric.actual,
    }
    lines = {
        name: _running(values, context.months) if summed else values
        for name, values in series.items()
        if any(values.get(each) is not None for each in context.months)
    }
    if not lines:
        return None
    return GoalLines(metric, summed, lines, goal.by or context.months[-1])


def _running(values: Values, months: tuple[str, ...]) -> Values:
    """The sum so far; from the first month with a value to the last one."""
    last = max((each for each in months if values.get(each) is not None), default="")
    found: dict[str, Decimal | None] = {}
    total: Decimal | None = None
    for each in months:
        value = values.get(each)
        total = total if value is None else value + (total or Decimal(0))
        found[each] = total if each <= last else None
    return found


def goal_table(context: Context, lines: GoalLines) -> Table:
    """The chart's table in the display unit; sums so far are expressions over the metric's months."""
    unit = metric_unit(context, lines.metric)
    spans = month_spans(context.about, context.language)
    return Table(
        key=TABLE,
        title=_title(context, lines),
        columns=(
            context.column("which", "declaration.column.which", width=16),
            *(column(span, unit.kind, unit.digits) for span in spans),
        ),
        rows=tuple(
            Row(
                id=name,
                item=lines.metric.id if name != "forecast" else "",
                cells=(
                    words(context.say(f"declaration.which.{name}")),
                    *(_cell(context, lines, unit, name, each) for each in context.months),
                ),
            )
            for name in lines.lines
        ),
        unit=unit.unit if unit.kind != "money" else context.unit.title,
        role="model",
    )


def _cell(context: Context, lines: GoalLines, unit: MetricUnit, name: str, at: str) -> Cell:
    value = lines.lines[name].get(at)
    if value is None:
        return Cell(missing="unset")
    if name == "forecast":
        return figure(value / unit.size)
    return worked_out(in_unit(_source(context, lines, name, at), unit.size), value / unit.size)


def _source(context: Context, lines: GoalLines, name: str, at: str) -> Expression:
    row = row_id(lines.metric.id, name)
    if not lines.summed:
        return ref(VALUES, row, at)
    return Call("sum", tuple(ref(VALUES, row, each) for each in context.months if each <= at))


def _title(context: Context, lines: GoalLines) -> str:
    message = "declaration.summary.goal_summed" if lines.summed else "declaration.summary.goal_by_month"
    return context.say(message, metric=context.named(lines.metric.id))


def goal_chart(context: Context, lines: GoalLines) -> Chart:
    """Target dashed, forecast in the accent, actual heavy."""
    unit = metric_unit(context, lines.metric)
    title, description = _title(context, lines), goal_description(context)
    picture = LineChart(
        key=CHART,
        title=title,
        description=description,
        months=tuple(month(each, context.language, year=False) for each in context.months),
        series=tuple(_series(context, unit, name, values) for name, values in lines.lines.items()),
        years=calendar_years(context.months, context.language),
        today=_today(context),
        today_text=context.say("declaration.closed"),
        width=440,
        height=152,
    )
    return Chart(
        key=CHART,
        title=title,
        shape="line",
        table=TABLE,
        series=tuple(lines.lines),
        categories=context.months,
        scene=line_chart(picture),
        description=description,
        unit=unit.unit if unit.kind != "money" else context.unit.title,
        dashed=tuple(name for name in lines.lines if _KINDS[name] == "target"),
    )


def _series(context: Context, unit: MetricUnit, name: str, values: Values) -> Series:
    scale = 100 if unit.kind == "rate" else Decimal(1) / unit.size
    shown = [None if (value := values.get(each)) is None else value * scale for each in context.months]
    last = next((value for value in reversed(shown) if value is not None), None)
    return Series(
        id=name,
        values=tuple(shown),
        name=context.say(f"declaration.which.{name}"),
        figure=number(last, unit.digits),
        kind=_KINDS[name],
    )


def _today(context: Context) -> int | None:
    """The last closed month, when there is one."""
    closed = context.about.closed_through
    past = [at for at, each in enumerate(context.months) if closed is not None and each <= closed]
    return past[-1] if past else None


def goal_description(context: Context) -> str:
    """Goal, forecast and gap in one sentence."""
    goal = main_goal(context)
    metric = None if goal is None else context.plan.find(Metric, goal.metric)
    if goal is None or metric is None:
        return context.say("declaration.summary.no_goal")
    said = {"metric": context.named(metric.id), "month": context.month(goal.by)}
    if goal.target is None:
        return context.say("declaration.summary.no_target", **said)
    said["target"] = goal_words(context, goal, goal.target)
    if goal.forecast is None or goal.gap is None:
        return context.say("declaration.summary.no_forecast", **said)
    said["forecast"] = goal_words(context, goal, goal.forecast)
    said["gap"] = goal_words(context, goal, abs(goal.gap))
    better = metric.better == "up"
    missed = goal.gap < 0 if better else goal.gap > 0
    return context.say("declaration.summary.short" if missed else "declaration.summary.met", **said)


def goal_words_so_far(context: Context) -> list[str]:
    """Goal, forecast and gap in one sentence; what is reached of it so far in another, once months are
    closed: the forecast is the model's, of the months gone by too."""
    said, goal = [goal_description(context)], main_goal(context)
    metric = None if goal is None else context.plan.find(Metric, goal.metric)
    months = dated(context)
    if goal is None or metric is None or not months:
        return said
    actual = come_to(context.plan, metric, "actual", months)
    target = come_to(context.plan, metric, "target", months)
    if actual is None or not target:
        return said
    so_far = {
        "month": context.month(months[-1]),
        "actual": goal_words(context, goal, actual),
        "target": goal_words(context, goal, target),
        "rate": percent(actual / target),
    }
    return [*said, context.say("declaration.summary.so_far", **so_far)]
