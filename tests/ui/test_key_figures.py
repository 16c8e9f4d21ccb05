"""The four figures: what they say, and what they say is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.drawing.faults import colliding_labels, overflows
from tests.ui.plans import _starter_items

from kakehashi.drawing.scene import Label, walk
from kakehashi.forecast.forecast import forecast
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetFrame, BudgetLine
from kakehashi.plan.changes import apply, setting
from kakehashi.plan.kinds import only_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import plan_months
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, FunnelStep, Goal
from kakehashi.ui.amounts import split
from kakehashi.ui.key_figures import KeyFigure, key_figures
from kakehashi.words import LANGUAGES, Language


def starter(language: Language = "ja") -> Plan:
    return Plan("u", _starter_items(language))


def shown(plan: Plan, language: Language = "ja") -> dict[str, KeyFigure]:
    return {each.key: each for each in key_figures(plan, forecast(plan), language)}


def test_a_whole_plan() -> None:
    found = shown(starter())
    assert (found["goal"].figure, found["goal"].unit) == ("30,000", "万円")
    assert found["goal"].line == "実績はまだありません"
    assert found["landing"].beside == "目標まであと2,722"
    assert found["landing"].mark == "warn"
    assert found["budget"].line == "残り 210"
    assert found["budget"].mark is None
    assert found["cost"].figure == "321.1"
    english = shown(starter("en"), "en")
    assert (english["goal"].figure, english["goal"].unit) == ("¥300.0", "M")
    assert english["landing"].beside == "27.2 short of the goal"


def test_what_is_not_worked_out_yet_says_so() -> None:
    found = {each.key: each for each in key_figures(starter(), None, "ja")}
    assert found["landing"].figure == ""
    assert found["landing"].line == found["cost"].line == "計算しています…"
    assert found["goal"].figure == "30,000"


def test_an_empty_plan_says_what_is_missing() -> None:
    found = shown(Plan("u"))
    for figure in found.values():
        assert figure.figure == "–", figure.key
        assert figure.line, figure.key
    assert found["goal"].line == "KGIの目標と期限がありません。"


def test_money_over_the_frame_is_bad() -> None:
    plan = starter()
    line = plan.items(BudgetLine)[0]
    plan = apply(plan, setting(plan, line.id, "planned", Decimal(10_000_000), plan_months(plan)[0]))
    found = shown(plan)["budget"]
    assert found.mark == found.line_token == "bad"
    assert found.line.startswith("枠を")


def test_no_frame_no_goal_month_no_churn() -> None:
    plan = starter()
    plan = apply(plan, setting(plan, plan.only(BudgetFrame).id, "total", None))
    assert shown(plan)["budget"].line == "総枠がありません。総枠を入れると、残りが見えます。"
    goal = plan.items(Goal)[0]
    plan = apply(plan, setting(plan, goal.id, "by", None))
    assert shown(plan)["goal"].figure == "–"
    plan = apply(plan, setting(plan, only_id("Economics"), "churn", None))
    assert "LTV" in shown(plan)["cost"].line
    assert plan.find(Economics, only_id("Economics")) is not None


def test_actuals_against_target_to_date() -> None:
    plan = starter()
    metric = plan.find(Metric, plan.items(Goal)[0].metric)
    assert metric is not None
    first = plan_months(plan)[0]
    plan = apply(plan, setting(plan, metric.id, "actual", metric.target[first] / 2, first))
    assert shown(plan)["goal"].line.endswith("（50.0%）")
    assert shown(plan)["goal"].line.startswith("4月まで")


def test_a_goal_in_counts_and_a_goal_that_is_reached() -> None:
    plan = starter()
    won = plan.items(FunnelStep)[-1]
    metric = next(each for each in plan.items(Metric) if each.follows == "won" or each.follows_step == won.id)
    plan = apply(plan, setting(plan, plan.items(Goal)[0].id, "metric", metric.id))
    found = shown(plan)
    assert found["goal"].unit == "件"
    for month in metric.target:
        plan = apply(plan, setting(plan, metric.id, "target", Decimal(1), month))
    assert shown(plan)["landing"].line == "この計画で目標に届きます"
    assert shown(plan)["landing"].mark == "good"


@pytest.mark.parametrize(
    ("better", "factor", "said"),
    [
        ("up", "2", ("目標まであと{gap}", "{gap} short of the goal", "warn")),
        ("up", "0.5", ("目標を{gap}上回る", "{gap} above the goal", "good")),
        ("up", "1", ("", "", "good")),
        ("down", "2", ("目標を{gap}下回る", "{gap} below the goal", "good")),
        ("down", "0.5", ("目標を{gap}上回る", "{gap} above the goal", "warn")),
        ("down", "1", ("", "", "good")),
    ],
)
def test_how_far_the_landing_is_from_the_goal(better: str, factor: str, said: tuple[str, str, str]) -> None:
    plan = starter()
    metric = plan.find(Metric, plan.items(Goal)[0].metric)
    assert metric is not None
    landing = forecast(plan).goals[0].forecast
    assert landing is not None
    target = landing * Decimal(factor)
    first, *others = plan_months(plan)
    plan = apply(plan, setting(plan, metric.id, "better", better))
    plan = apply(plan, setting(plan, metric.id, "target", target, first))
    for month in others:
        plan = apply(plan, setting(plan, metric.id, "target", None, month))
    gap = abs(landing - target)
    shares = {"ja": (Decimal(10_000), ",.0f"), "en": (Decimal(1_000_000), ",.1f")}  # 万円, ¥ M
    for language, words in zip(("ja", "en"), said, strict=False):
        unit, form = shares[language]
        found = shown(plan, language)["landing"]
        assert found.beside == words.format(gap=format(gap / unit, form))
        assert found.mark == said[2]
        assert found.beside_token == ("warn" if said[2] == "warn" else "text2")


def test_two_years_are_not_called_a_year() -> None:
    plan = starter()
    plan = apply(plan, setting(plan, plan.only(About).id, "months", 24))
    assert shown(plan)["budget"].label == "予算（24か月）"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [150, 194, 224, 400])
def test_bars_hold_their_texts(language: Language, width: int) -> None:
    for figure in shown(starter(language), language).values():
        assert figure.picture is not None, figure.key
        scene = figure.picture(width)
        assert overflows(scene) == (), figure.key
        assert colliding_labels(scene) == (), figure.key
        if width >= 194:
            labels = [shape for shape in walk(scene.shapes) if isinstance(shape, Label)]
            assert [label.text for label in labels if label.title] == []


def test_splitting_a_figure_from_its_unit() -> None:
    assert split("5,790万円") == ("5,790", "万円")
    assert split("¥57.9\u00a0M") == ("¥57.9", "M")
    assert split("25.0%") == ("25.0", "%")
    assert split("–") == ("–", "")
