"""The page that executives read, and the scenarios beside the base."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from tests.declaration.plans import EVERYTHING, starter_plan, table, told

from kakehashi.declaration.audience import AUDIENCES, Told
from kakehashi.declaration.blocks import Chapter, Chart, Document, KeyFigures, Prose
from kakehashi.declaration.evaluation import evaluated
from kakehashi.forecast.forecast import forecast
from kakehashi.plan.basis import About
from kakehashi.plan.changes import apply, removing, setting
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, FunnelStep, Goal, Scenario

EXECUTIVES = AUDIENCES["executives"]


def summary(found: Document) -> Chapter:
    return found.chapters[0]


def block(found: Document, key: str) -> object:
    return next((each for each in summary(found).blocks if each.key == key), None)


def conclusion(found: Document) -> str:
    prose = block(found, "summary.conclusion")
    assert isinstance(prose, Prose)
    assert prose.lead
    return prose.paragraphs[0]


def figures(found: Document) -> dict[str, tuple[Decimal | None, str, str]]:
    here = block(found, "summary.figures")
    assert isinstance(here, KeyFigures)
    return {each.key: (each.cell.number, each.unit, each.comparison) for each in here.figures}


def test_the_conclusion_says_goal_forecast_gap_and_money() -> None:
    plan = starter_plan()
    run = forecast(plan)
    assert run.goals[0].forecast == run.economics.revenue
    assert conclusion(told(plan, EXECUTIVES)) == (
        "この計画では、2028年3月までの新規受注額は27,278万円の見込みで、目標の30,000万円に2,722万円届きません。"
        "予算は合計5,790万円で、総枠6,000万円まで210万円の余裕があります。"
    )
    assert conclusion(told(plan, EXECUTIVES, "en")) == (
        "New order value is forecast to reach ¥272.8\u00a0M by Mar 2028: "
        "¥27.2\u00a0M short of the goal of ¥300.0\u00a0M. "
        "The budget is ¥57.9\u00a0M, which leaves ¥2.1\u00a0M of the frame of ¥60.0\u00a0M."
    )


def test_the_conclusion_says_what_is_reached_of_the_goal_so_far() -> None:
    plan = starter_plan(closed="2027-05")
    kgi = plan.find(Metric, plan.items(Goal)[0].metric)
    assert kgi is not None
    for month, target, actual in (("2027-04", 10, 5), ("2027-05", 30, 25)):
        plan = apply(plan, setting(plan, kgi.id, "target", Decimal(target * 1_000_000), month))
        plan = apply(plan, setting(plan, kgi.id, "actual", Decimal(actual * 1_000_000), month))
    so_far = "2027年5月までの実績は3,000万円で、そこまでの目標4,000万円の75.0%です。"
    assert so_far in conclusion(told(plan, EXECUTIVES))
    assert "実績は" not in conclusion(told(starter_plan(), EXECUTIVES))


def test_a_goal_that_is_met_is_said_to_be() -> None:
    plan = starter_plan()
    target = {"2028-03": Decimal(200_000_000)}
    kgi = msgspec.structs.replace(plan.items(Metric)[0], target=target)
    found = told(plan.with_items({kgi.id: kgi}), EXECUTIVES)
    assert "目標の20,000万円を満たします（差7,278万円）" in conclusion(found)
    here = block(found, "summary.figures")
    assert isinstance(here, KeyFigures)
    assert all(not figure.cell.tone for figure in here.figures)
    assert figures(found)["gap"][2] == ""


def test_five_figures_with_their_units() -> None:
    plan = starter_plan()
    said = forecast(plan).economics
    found = figures(told(plan, EXECUTIVES))
    assert list(found) == ["goal", "forecast", "gap", "budget", "cac"]
    assert found["goal"] == (30_000, "万円", "2028年3月まで")
    assert said.revenue is not None
    assert said.cac is not None
    assert found["forecast"][0] == said.revenue / 10_000
    assert found["budget"] == (5_790, "万円", "枠 6,000万円")
    assert found["cac"] == (said.cac / 10_000, "万円", "回収 17.1か月")


def test_goal_and_forecast_are_drawn_over_their_table() -> None:
    found = told(starter_plan(closed="2027-06"), EXECUTIVES)
    chart = block(found, "summary.chart")
    assert isinstance(chart, Chart)
    assert chart.series == ("target", "forecast", "actual")
    rows = {row.id: [cell.number for cell in row.cells[1:]] for row in table(found, "summary.goal").rows}
    assert rows["target"][-1] == 30_000
    assert rows["actual"][3:] == [None] * 9
    assert all(before <= after for before, after in zip(rows["target"], rows["target"][1:], strict=False))  # type: ignore[operator]


def test_what_the_plan_needs() -> None:
    needs = block(told(starter_plan(), EXECUTIVES), "summary.needs")
    assert isinstance(needs, Prose)
    assert needs.items[0].startswith("目標の30,000万円に届かせる場合の追加予算：")
    assert "空席の補充：導入事例・編集担当（2027年10月から）" in needs.items
    assert any("フォローリードの対応能力" in item for item in needs.items)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("metric", None, "達成目標は、まだ設定されていません。"),
        ("by", None, "達成目標は、まだ設定されていません。"),
    ],
)
def test_without_a_goal_the_page_says_so(field: str, value: None, said: str) -> None:
    plan = starter_plan()
    goal = plan.items(Goal)[0]
    plan = (
        apply(plan, removing(plan, goal.id))
        if field == "by"
        else apply(plan, setting(plan, goal.id, field, value))
    )
    found = told(plan, EXECUTIVES)
    assert said in conclusion(found)
    assert block(found, "summary.chart") is None
    assert list(figures(found)) == ["budget", "cac"]


def test_without_a_forecast_the_goal_stands_alone() -> None:
    plan = starter_plan()
    step = plan.items(FunnelStep)[1]
    found = told(apply(plan, setting(plan, step.id, "rate", None)), EXECUTIVES)
    assert "前提が足りないため、見込みはまだ計算できません。" in conclusion(found)
    assert list(figures(found)) == ["goal", "budget"]


def test_an_empty_plan_has_a_page_that_says_what_is_missing() -> None:
    found = told(Plan("empty"), EXECUTIVES)
    assert [each.key for each in summary(found).blocks] == ["summary.conclusion"]
    assert "達成目標は、まだ設定されていません。" in conclusion(found)


def test_scenarios_stand_beside_the_base() -> None:
    plan = starter_plan()
    found = told(plan, AUDIENCES["finance"])
    here = table(found, "simulation.scenarios")
    assert here.values_only
    scenarios = [each for each in plan.items(Scenario) if not each.base]
    assert [column.key for column in here.columns[2:]] == ["base", *(each.id for each in scenarios)]
    revenue = next(row for row in here.rows if row.id == "revenue")
    for cell, scenario in zip(revenue.cells[2:], [None, *(each.id for each in scenarios)], strict=True):
        run = forecast(plan, scenario).economics.revenue
        assert run is not None
        assert cell.number == run / 10_000


def test_what_a_scenario_assumes_is_told_with_its_unit_and_hidden_where_it_must_be() -> None:
    plan = starter_plan()
    scenario = plan.items(Scenario)[1]
    override = msgspec.structs.replace(
        scenario.overrides[0], item=plan.only(Economics).id, field="gross_margin", value="0.61"
    )
    plan = plan.with_items(
        {scenario.id: msgspec.structs.replace(scenario, overrides=(*scenario.overrides, override))}
    )
    whole, hidden = (
        [tuple(cell.value for cell in row.cells[1:4]) for row in table(found, "simulation.overrides").rows]
        for found in (told(plan, AUDIENCES["finance"]), told(plan, EXECUTIVES))
    )
    assert ("有効商談 > 次へ進む率", "25.0%", "22.0%") in whole
    assert ("採算の前提 > 粗利率", "72.0%", "61.0%") in whole
    assert ("採算の前提 > 粗利率", "社外秘", "社外秘") in hidden


def test_finance_reads_every_assumption_with_its_passport() -> None:
    found = told(starter_plan(), AUDIENCES["finance"])
    keys = [each.key for chapter in found.chapters for each in chapter.blocks]
    assert {
        "simulation.rates",
        "simulation.own_rates",
        "simulation.terms",
        "simulation.responses",
        "simulation.expected",
        "simulation.opening",
        "simulation.lags",
        "simulation.model",
    } <= set(keys)
    rates = table(found, "simulation.rates")
    origin = [column.key for column in rates.columns].index("origin")
    assert {row.cells[origin].value for row in rates.rows} == {"借用（他社・調査の値）"}


def test_a_figure_without_a_passport_is_marked() -> None:
    plan = starter_plan()
    step = plan.items(FunnelStep)[0]
    assert step.rate is not None
    bare = msgspec.structs.replace(step, rate=msgspec.structs.replace(step.rate, passport=None))
    rates = table(told(plan.with_items({step.id: bare}), AUDIENCES["finance"]), "simulation.rates")
    origin = [column.key for column in rates.columns].index("origin")
    cell = rates.rows[0].cells[origin]
    assert (cell.value, cell.tone) == ("根拠なし", "warn")


def test_direction_and_basis_are_told() -> None:
    chapters = (Told("direction"), Told("basis"))
    found = told(starter_plan(), msgspec.structs.replace(EVERYTHING, chapters=chapters))
    assert found.chapters[0].sentence.startswith("ターゲット企業の担当者が")
    outcomes = table(found, "direction.outcomes")
    assert [row.cells[0].number for row in outcomes.rows] == [1, 2, 3, 4, 5]
    assert [(cell.number, cell.kind) for cell in outcomes.rows[0].cells[3:5]] == [
        (24_600, "money"),
        (30_000, "money"),
    ]
    play = next(block for block in found.chapters[0].blocks if block.key == "direction.playbook")
    assert isinstance(play, Prose)
    assert [item.split("：")[0] for item in play.items] == ["戦略", "やらないこと", "約束すること"]
    moves = table(found, "direction.big_moves")
    assert [cell.value for cell in moves.rows[0].cells][3:] == [
        "企画・計測マネージャー",
        "経理財務部",
        "2027-04",
        "2027-06",
        "提案中",
    ]
    assert found.chapters[1].sentence == (
        "2027年4月から2028年3月までの12か月の計画です。金額の表示単位は万円（税抜）です。"
    )
    about = starter_plan().only(About)
    assert all(row.item == about.id for row in table(found, "basis.about").rows)


def test_a_lag_given_by_months_has_a_mean_and_a_spread() -> None:
    """20 %, 50 % and 30 % after no, one and two months: 1.1 months, give or take 0.7."""
    plan = starter_plan()
    step = plan.items(FunnelStep)[1]
    shares = tuple(map(Decimal, ("0.2", "0.5", "0.3")))
    plan = plan.with_items({step.id: msgspec.structs.replace(step, lag_shape="histogram", lag_shares=shares)})
    assert _lag_of(told(plan, EXECUTIVES), "simulation.steps", step.id)["lag"] == Decimal("1.1")
    found = told(plan, AUDIENCES["finance"])
    figures = _lag_of(found, "simulation.rates", step.id)
    assert figures["lag"] == pytest.approx(Decimal("1.1"))
    assert figures["lag_spread"] == pytest.approx(Decimal("0.7"))
    assert _lag_of(found, "simulation.steps", step.id)["lag"] == pytest.approx(Decimal("1.1"))


def _lag_of(found: Document, key: str, row: str) -> dict[str, Decimal | None]:
    shown, values = table(found, key), evaluated(found)
    cells = next(each for each in shown.rows if each.id == row).cells
    return {
        column.key: values.get((key, row, column.key), cell.number)
        for column, cell in zip(shown.columns, cells, strict=True)
    }
