"""What trying other assumptions leads to, worked out beside the window and ready to be shown. No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import msgspec

from kakehashi.declaration.context import Context
from kakehashi.declaration.funnel_picture import count_words, funnel_scene
from kakehashi.declaration.goal_chart import GoalLines, goal_description, goal_lines
from kakehashi.declaration.metric_units import metric_unit
from kakehashi.declaration.spans import calendar_years
from kakehashi.drawing.line_chart import LineChart, Series, SeriesKind, line_chart
from kakehashi.drawing.scene import Scene
from kakehashi.forecast.forecast import forecast
from kakehashi.forecast.results import Backward, Forecast
from kakehashi.forecast.scenarios import overridden
from kakehashi.forecast.what_if import assumed
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Scenario
from kakehashi.ui.key_figures import KeyFigure, key_figures
from kakehashi.ui.pictures import context_of
from kakehashi.words import Language, Message, month, number

CHART, FUNNEL = "simulation.tried", "simulation.tried_funnel"


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What is tried: a scenario (None = the plan as it stands) and other values by assumption."""

    scenario: str | None = None
    values: Mapping[str, Decimal] = {}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A trial of a plan, the language, and the room of chart and funnel, px."""

    plan: Plan
    trial: Trial
    language: Language
    chart: tuple[int, int] = (640, 240)
    funnel: int = 340


Row = tuple[str, ...]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """A small table: titles of columns, rows of texts; `strong` are the rows that sum up."""

    titles: Row
    rows: tuple[Row, ...]
    strong: frozenset[int] = frozenset()
    keys: Row = ()


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a trial leads to. `planned`: the run of the plan as it stands; `scenarios`: of each scenario."""

    asked: Asked
    tried: Plan
    run: Forecast
    planned: Forecast
    scenarios: Mapping[str, Forecast]
    figures: tuple[KeyFigure, ...]
    chart: Scene | None
    chart_title: str
    chart_unit: str
    funnel: Scene | None
    goal: Backward | None
    compared: Facts
    needed: Facts | None
    takes: tuple[str, ...]
    unpriced: str
    met: bool
    why: tuple[Message, ...]


class Known(msgspec.Struct, frozen=True):
    """Runs of a plan without any trial, kept from one moving of a slider to the next."""

    plan: Plan
    planned: Forecast
    scenarios: Mapping[str, Forecast]


def known(plan: Plan, planned: Forecast | None) -> Known:
    """The runs of a plan and of its scenarios; `planned` where somebody has it already."""
    others = [scenario.id for scenario in plan.items(Scenario) if not scenario.base]
    return Known(plan, planned or forecast(plan), {each: forecast(plan, each) for each in others})


def base_of(plan: Plan, scenario: str | None) -> Plan:
    """The plan that a trial starts from: as it stands, or with a scenario's overrides."""
    found = plan.find(Scenario, scenario)
    return plan if found is None else overridden(plan, found)[0]


def work_out(asked: Asked, runs: Known) -> Outcome:
    """Run a trial."""
    base = base_of(asked.plan, asked.trial.scenario)
    tried = changed(base, asked.trial.values)
    run = runs.planned if tried is runs.plan else forecast(tried)
    context = context_of(tried, run, asked.language)
    before = context_of(asked.plan, runs.planned, asked.language)
    lines = goal_lines(context)
    untouched = tried is asked.plan
    chart = None if lines is None else _chart(asked, context, lines, None if untouched else before)
    unit = metric_unit(context, lines.metric) if lines is not None else None
    met, why = verdict(run)
    return Outcome(
        asked=asked,
        tried=tried,
        run=run,
        planned=runs.planned,
        scenarios=runs.scenarios,
        figures=_figures(context),
        chart=chart,
        chart_title="" if lines is None else _title(context, lines),
        chart_unit="" if unit is None else unit.unit,
        funnel=funnel_scene(context, FUNNEL, context.say("ui.simulation.funnel"), asked.funnel),
        goal=next(iter(run.goals), None),
        compared=side_by_side(context, runs),
        needed=needed(context),
        takes=needed_words(context),
        unpriced=unpriced_words(context),
        met=met,
        why=why,
    )


def changed(base: Plan, values: Mapping[str, Decimal]) -> Plan:
    """The plan with other values; nobody has typed them yet. Values that a field refuses are left out."""
    from kakehashi.plan.changes import apply

    change = assumed(base, values, person="", date="")
    return apply(base, change) if change else base


def _title(context: Context, lines: GoalLines) -> str:
    said = "declaration.summary.goal_summed" if lines.summed else "declaration.summary.goal_by_month"
    return context.say(said, metric=context.named(lines.metric.id))


def _chart(asked: Asked, context: Context, lines: GoalLines, before: Context | None) -> Scene:
    """Target dashed, what is tried in the accent, the plan as it stands quiet, actual heavy."""
    unit = metric_unit(context, lines.metric)
    scale = 100 if unit.kind == "rate" else Decimal(1) / unit.size

    def line(name: str, values: Mapping[str, Decimal | None], kind: SeriesKind, token: str = "") -> Series:
        shown = [None if (value := values.get(each)) is None else value * scale for each in context.months]
        last = next((value for value in reversed(shown) if value is not None), None)
        named = context.say(f"ui.simulation.line.{name}")
        figure = number(last, unit.digits)
        return Series(id=name, values=tuple(shown), name=named, figure=figure, kind=kind, token=token)

    found = []
    if "target" in lines.lines:
        found.append(line("target", lines.lines["target"], "target"))
    earlier = goal_lines(before) if before is not None else None
    if earlier is not None and "forecast" in earlier.lines:
        found.append(line("planned", earlier.lines["forecast"], "plain", "text2"))
    if "forecast" in lines.lines:
        name = "forecast" if before is None else "tried"
        found.append(line(name, lines.lines["forecast"], "forecast"))
    if "actual" in lines.lines:
        found.append(line("actual", lines.lines["actual"], "actual"))
    closed = context.about.closed_through
    past = [at for at, each in enumerate(context.months) if closed is not None and each <= closed]
    return line_chart(
        LineChart(
            key=CHART,
            title=_title(context, lines),
            description=goal_description(context),
            months=tuple(month(each, context.language, year=False) for each in context.months),
            series=tuple(found),
            years=calendar_years(context.months, context.language),
            today=past[-1] if past else None,
            today_text=context.say("declaration.closed"),
            width=asked.chart[0],
            height=asked.chart[1],
        )
    )


def _figures(context: Context) -> tuple[KeyFigure, ...]:
    """Landing, won deals, budget, cost of a customer."""
    _, landing, budget, cost = key_figures(context.plan, context.results.base, context.language)
    replace = msgspec.structs.replace
    return landing, _won(context), replace(budget, beside=""), replace(cost, beside="")


def _won(context: Context) -> KeyFigure:
    run = context.results.base
    step = next((each for each in reversed(run.steps) if each.in_forecast), None)
    plain = KeyFigure(key="won", label=context.say("ui.simulation.won"), chapter="simulation")
    if step is None or step.total is None:
        return msgspec.structs.replace(plain, line=context.say("ui.figure.landing_unknown"))
    goal = next(iter(run.goals), None)
    needs = next((each for each in goal.required if each.step == step.id), None) if goal else None
    line = ""
    if needs is not None and needs.required is not None:
        line = context.say("ui.simulation.won_needed", count=count_words(needs.required))
    unit = context.say("declaration.count", value="").strip()
    return msgspec.structs.replace(plain, figure=count_words(step.total), unit=unit, line=line)


# ---- what binds


def verdict(run: Forecast) -> tuple[bool, tuple[Message, ...]]:
    """Whether the goal can be met, and what says so: why not, or the limits that don't hold, the first that
    binds first; () where nothing stands in the way.
    """
    goal = next(iter(run.goals), None)
    if goal is None:
        return False, (Message("ui.simulation.no_goal"),)
    if goal.factor is None:
        problem = goal.limit or next(iter(run.problems), Message("ui.figure.landing_unknown"))
        return False, (problem,)
    broken = tuple(limit.message for limit in goal.limits if limit.holds is False)
    return not broken, broken


# ---- tables


def side_by_side(context: Context, known: Known) -> Facts:
    """What is tried, the plan, each scenario: a column each. `keys` are the scenarios of the columns."""
    base = next((each for each in context.plan.items(Scenario) if each.base), None)
    runs = {"": context.results.base, "base": known.planned, **known.scenarios}
    titles = [context.say("ui.simulation.tried"), context.named(base.id if base else None)]
    titles[1] = titles[1] or context.say("declaration.simulation.base")
    titles += [context.named(each) for each in known.scenarios]
    rows = [
        (context.say(title, **values), *(say(run) for run in runs.values()))
        for title, values, say in _results(context)
    ]
    return Facts(titles=("", *titles), rows=tuple(rows), keys=("", *runs))


Say = Callable[[Forecast], str]


def _results(context: Context) -> list[tuple[str | Message, dict[str, object], Say]]:
    from kakehashi.declaration.metric_units import in_words

    goal = next(iter(context.results.base.goals), None)
    metric = context.plan.find(Metric, goal.metric) if goal is not None else None

    def of_goal(field: str) -> Say:
        def say(run: Forecast) -> str:
            found = next(iter(run.goals), None)
            value = getattr(found, field) if found is not None else None
            if metric is None or value is None:
                return context.say("declaration.not_available")
            return in_words(context, metric, value)

        return say

    def money(field: str, more: int = 0) -> Say:
        return lambda run: context.money(getattr(run.economics, field), more_digits=more)

    found: list[tuple[str | Message, dict[str, object], Say]] = []
    if metric is not None:
        found.append(("ui.simulation.landing_of", {"metric": context.named(metric.id)}, of_goal("forecast")))
        found.append(("ui.simulation.gap", {}, of_goal("gap")))
    found += [
        ("ui.simulation.won", {}, lambda run: count_words(run.economics.won)),
        ("declaration.economics.leads", {}, lambda run: count_words(run.economics.leads)),
        ("declaration.economics.budget", {}, money("budget")),
        ("declaration.economics.cac", {}, money("cac", 1)),
        ("declaration.economics.ltv_cac", {}, lambda run: number(run.economics.ltv_cac, 1)),
    ]
    return found


def needed(context: Context) -> Facts | None:
    """What the goal requires of each step by month, below it what is tried; None where that is not known."""
    goal = next(iter(context.results.base.goals), None)
    if goal is None or not goal.required:
        return None
    months = context.months
    planned = {step.id: step.reached for step in context.results.base.steps}
    titles = [month(each, context.language, year=False) for each in months]
    rows: list[Row] = []
    strong: list[int] = []
    for each in goal.required:
        strong.append(len(rows))
        until = [m for m in months if goal.by is None or m <= goal.by]
        for name, series, total in (
            ("needed", each.by_month, each.required),
            ("planned", planned.get(each.step, {}), each.planned),
        ):
            cells = [number(series.get(m), 0) if m in until else "" for m in months]
            title = context.named(each.step) if name == "needed" else ""
            rows.append((title, context.say(f"ui.simulation.row.{name}"), count_words(total), *cells))
    head = ("", "", context.say("ui.simulation.until_goal"), *titles)
    return Facts(titles=head, rows=tuple(rows), strong=frozenset(strong))


def needed_words(context: Context) -> tuple[str, ...]:
    """What the goal takes in sentences: the factor, the money it costs."""
    goal = next(iter(context.results.base.goals), None)
    if goal is None or goal.factor is None:
        return ()
    found = []
    if goal.factor > 1:
        found.append(context.say("ui.simulation.takes", factor=number(goal.factor, 2)))
    else:
        found.append(context.say("ui.simulation.enough", factor=number(goal.factor, 2)))
    if goal.spend_total is not None:
        spend = context.money(goal.spend_total)
        found.append(
            context.say("ui.simulation.spend", spend=spend, planned=context.money(goal.spend_planned))
        )
    return tuple(found)


def unpriced_words(context: Context) -> str:
    """Which measures grow without more money; '' for none."""
    goal = next(iter(context.results.base.goals), None)
    if goal is None or not goal.unpriced:
        return ""
    names = context.listed([context.named(each) for each in goal.unpriced])
    return context.say("ui.simulation.unpriced", measures=names)
