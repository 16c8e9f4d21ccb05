"""The four figures of the overview: goal, landing, budget, cost of a customer. No Qt here.

A figure that can't be given says what is missing; one that is still being worked out says that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

import msgspec

from kakehashi.forecast.targets import Asked, asked_by, come_to
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetFrame
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import plan_months, spent_by
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, Goal
from kakehashi.ui.amounts import bare_money, money, of_metric, small_money, split
from kakehashi.words import MISSING, Language, Message, in_language, month, number, percent, shown, text

if TYPE_CHECKING:  # loaded after the first paint
    from kakehashi.drawing.badges import Badge
    from kakehashi.forecast.economics import UnitEconomics
    from kakehashi.forecast.results import Backward, Forecast
    from kakehashi.ui.figure_bars import Drawn


class KeyFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure; texts ready to be shown. `beside` follows the unit, `line` stands below, with its mark."""

    key: str
    label: str
    figure: str = MISSING
    unit: str = ""
    beside: str = ""
    beside_token: str = "text2"
    line: str = ""
    line_token: str = "text2"
    mark: Badge | None = None
    picture: Drawn | None = None
    chapter: str = ""


def key_figures(plan: Plan, forecast: Forecast | None, language: Language) -> tuple[KeyFigure, ...]:
    """All four, in the order in which they are read. Without a forecast two are still being worked out."""
    say = _Saying(plan, language)
    return (
        _goal(say),
        _landing(say, forecast),
        _budget(say),
        _cost(say, forecast),
    )


class _Saying:
    """A plan in a language: what all four figures need."""

    def __init__(self, plan: Plan, language: Language) -> None:
        self.plan, self.language = plan, language
        self.about = plan.only(About)
        self.months = plan_months(plan)
        goals = plan.items(Goal)
        self.goal: Goal | None = goals[0] if goals else None
        self.asked = asked_by(plan, self.goal, self.months) if self.goal is not None else Asked()

    def __call__(self, message: str | Message, /, **values: object) -> str:
        return text(message, self.language, **values)

    def of(self, metric: Metric, value: Decimal | None) -> str:
        return of_metric(value, metric, self.about, self.language)

    def bare(self, metric: Metric, value: Decimal) -> str:
        """A value of a metric where its unit stands near."""
        if metric.unit == "money":
            return bare_money(value, self.about, self.language)
        return split(self.of(metric, value))[0]

    def month(self, value: str) -> str:
        return month(value, self.language)


def _goal(say: _Saying) -> KeyFigure:
    metric, target = say.asked.metric, say.asked.target
    if say.goal is None or metric is None or target is None:
        missing = say.asked.problem or Message("check.no_goal")
        return KeyFigure(key="goal", label=say("ui.figure.goal"), line=say(missing), chapter="simulation")
    name = shown(name_of(say.plan, metric), say.language)
    figure, unit = split(say.of(metric, target))
    return KeyFigure(
        key="goal",
        label=say("ui.figure.goal_of", name=name),
        figure=figure,
        unit=unit,
        beside=say("ui.figure.by", month=say.month(say.goal.by or say.months[-1])),
        line=_to_date(say, metric),
        picture=_when_drawn(lambda: _trajectory(say, metric)) if metric.target else None,
        chapter="metrics",
    )


def _to_date(say: _Saying, metric: Metric) -> str:
    """Actual against target up to the last month that has an actual."""
    dated = [each for each in say.months if each in metric.actual]
    until = say.months[: say.months.index(dated[-1]) + 1] if dated else ()
    actual = come_to(say.plan, metric, "actual", until)
    target = come_to(say.plan, metric, "target", until)
    if actual is None or not target:
        return say("ui.figure.no_actual")
    return say(
        "ui.figure.to_date",
        month=month(until[-1], say.language, year=False),
        actual=say.bare(metric, actual),
        target=say.bare(metric, target),
        share=percent(actual / target),
    )


def _trajectory(say: _Saying, metric: Metric) -> Drawn:
    from kakehashi.ui.figure_bars import trajectory

    rows = [[series.get(each) for each in say.months] for series in (metric.target, metric.actual)]
    target, actual = (_running(row) if metric.combines == "sum" else row for row in rows)
    return trajectory(tuple(target), tuple(actual))


def _running(row: list[Decimal | None]) -> list[Decimal | None]:
    """The sum up to each month, as far as the row goes."""
    last = max((at for at, value in enumerate(row) if value is not None), default=-1)
    sums = accumulate((value or Decimal(0) for value in row), initial=Decimal(0))
    return [value if at <= last else None for at, value in enumerate(list(sums)[1:])]


def _landing(say: _Saying, forecast: Forecast | None) -> KeyFigure:
    plain = KeyFigure(key="landing", label=say("ui.figure.landing"), chapter="simulation")
    replace = msgspec.structs.replace
    if say.goal is None or say.asked.metric is None:
        return replace(plain, line=say("ui.figure.landing_needs_goal"))
    if forecast is None:
        return replace(plain, figure="", line=say("ui.figure.working"))
    result = next((each for each in forecast.goals if each.goal == say.goal.id), None)
    if result is None or result.forecast is None:
        problem = next(iter(forecast.problems), None) or (result.limit if result is not None else None)
        return replace(plain, line=say(problem or "ui.figure.landing_unknown"))
    return _landed(say, plain, say.asked.metric, result, result.forecast)


def _landed(say: _Saying, plain: KeyFigure, metric: Metric, result: Backward, landing: Decimal) -> KeyFigure:
    figure, unit = split(say.of(metric, landing))
    found = msgspec.structs.replace(plain, figure=figure, unit=unit)
    if result.gap is None or result.target is None:
        return found
    short = result.gap < 0 if metric.better == "up" else result.gap > 0
    goal = say("ui.figure.goal_mark", value=say.bare(metric, result.target))
    return msgspec.structs.replace(
        found,
        beside=_to_goal(say, metric, result.gap),
        beside_token="warn" if short else "text2",
        line=_what_it_takes(say, result) if short else say("ui.figure.reached"),
        mark="warn" if short else "good",
        picture=_when_drawn(lambda: _landing_bar(landing, result.target, goal)),
    )


def _to_goal(say: _Saying, metric: Metric, gap: Decimal) -> str:
    """How far from the goal: still to come only where more is wanted and there is less."""
    words = say.bare(metric, abs(gap))
    if gap > 0:
        return say("ui.figure.above_goal", gap=words)
    if gap < 0:
        return say("ui.figure.to_goal" if metric.better == "up" else "ui.figure.below_goal", gap=words)
    return ""


def _landing_bar(landing: Decimal, target: Decimal | None, words: str) -> Drawn:
    from kakehashi.ui import figure_bars

    return figure_bars.landing(landing, target or Decimal(0), words)


def _what_it_takes(say: _Saying, result: Backward) -> str:
    if result.factor is not None:
        return say("ui.figure.factor", factor=number(result.factor, 2))
    return say(result.limit) if result.limit is not None else say("ui.figure.short")


def _budget(say: _Saying) -> KeyFigure:
    spent = spent_by(say.plan)
    frame = say.plan.only(BudgetFrame)
    year = say.about.months == 12
    plain = KeyFigure(
        key="budget",
        label=say("ui.figure.budget") if year else say("ui.figure.budget_of", months=say.about.months),
        chapter="budget",
    )
    if not spent.by_month:
        return msgspec.structs.replace(plain, line=say("ui.figure.no_budget"))
    planned = spent.planned
    figure, unit = split(money(planned, say.about, say.language))
    picture = _when_drawn(lambda: _budget_bar(say, spent.by_category, frame.total))
    found = msgspec.structs.replace(plain, figure=figure, unit=unit, picture=picture)
    if frame.total is None:
        return msgspec.structs.replace(found, line=say("ui.figure.no_frame"))
    left = frame.total - planned
    words = bare_money(abs(left), say.about, say.language)
    return msgspec.structs.replace(
        found,
        beside=say("ui.figure.frame", value=bare_money(frame.total, say.about, say.language)),
        line=say("ui.figure.over", value=words) if left < 0 else say("ui.figure.left", value=words),
        line_token="bad" if left < 0 else "text2",
        mark="bad" if left < 0 else None,
    )


def _budget_bar(say: _Saying, sums: Mapping[str | None, Decimal], cap: Decimal | None) -> Drawn:
    from kakehashi.ui import figure_bars

    categories = say.plan.items(BudgetCategory)
    known = [(each.id, in_language(each.name, say.language), each.code) for each in categories]
    marks = figure_bars.budget_marks(tuple(known), say.language)
    marks[""] = ("", "strong")
    parts = []
    for key, name, _ in [*known, ("", "", "")]:
        here = (value for category, value in sums.items() if (category if category in marks else "") == key)
        if (whole := sum(here, Decimal(0))) > 0:
            parts.append((key, name, whole))
    return figure_bars.budget(tuple(parts), cap, marks)


def _cost(say: _Saying, forecast: Forecast | None) -> KeyFigure:
    with_staff = say.plan.only(Economics).staff_in_cac
    label = say("ui.figure.cac_with_staff") if with_staff else say("ui.figure.cac")
    plain = KeyFigure(key="cost", label=label, chapter="simulation")
    if forecast is None:
        return msgspec.structs.replace(plain, figure="", line=say("ui.figure.working"))
    found = forecast.economics
    if found.cac is None:
        problem = next(iter(forecast.problems), None)
        return msgspec.structs.replace(plain, line=say(problem or "ui.figure.cac_unknown"))
    figure, unit = split(small_money(found.cac, say.about, say.language))
    return msgspec.structs.replace(
        plain,
        figure=figure,
        unit=unit,
        beside=say("ui.figure.won", count=number(found.won, 1)) if found.won is not None else "",
        line=_worth(say, found.ltv_cac, found.payback),
        picture=_when_drawn(lambda: _cost_bar(say, found)) if found.ltv is not None else None,
    )


def _worth(say: _Saying, ltv_cac: Decimal | None, payback: Decimal | None) -> str:
    if ltv_cac is None or payback is None:
        return say("ui.figure.no_ltv")
    return say("ui.figure.worth", ratio=number(ltv_cac, 1), months=number(payback, 1))


def _cost_bar(say: _Saying, found: UnitEconomics[Decimal]) -> Drawn:
    from kakehashi.ui import figure_bars

    cac, ltv = found.cac or Decimal(0), found.ltv or Decimal(0)
    words = (
        say("ui.figure.cac_mark", value=small_money(cac, say.about, say.language)),
        say("ui.figure.ltv_mark", value=small_money(ltv, say.about, say.language)),
    )
    return figure_bars.cost(cac, ltv, words)


def _when_drawn(make: Callable[[], Drawn]) -> Drawn:
    """A picture that is made when it is first drawn: the first paint does without."""
    return lambda width: make()(width)
