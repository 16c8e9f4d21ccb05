"""Metrics over the months: each combines by its own rule, ratios by their totals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from tests.declaration.plans import EVERYTHING, answered, number, rich_plan, starter_plan, table, told

from kakehashi.declaration.audience import AUDIENCES, Audience
from kakehashi.declaration.blocks import Cell, Document, Picture
from kakehashi.declaration.evaluation import evaluated
from kakehashi.declaration.kpi_picture import parts_of
from kakehashi.declaration.metric_formulas import joints
from kakehashi.drawing.scene import Group, Label, walk
from kakehashi.forecast.targets import combined
from kakehashi.plan.basis import About
from kakehashi.plan.kinds import only_id
from kakehashi.plan.metric_ratios import sound_formulas
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import plan_months
from kakehashi.plan.plan import Plan

EXECUTIVES = AUDIENCES["executives"]


def months(*values: int | str | None) -> dict[str, Decimal]:
    return {f"2027-{4 + at:02}": Decimal(value) for at, value in enumerate(values) if value is not None}


def plan_with(*metrics: Metric, closed: str | None = "2027-06") -> Plan:
    about = About(id=only_id("About"), first_month="2027-04", months=6, closed_through=closed)
    return Plan("m", [about, *metrics])


def metric(name: str, **fields: Any) -> Metric:
    return Metric(id=name, name=name, **fields)


@pytest.mark.parametrize(
    ("rule", "whole", "to_date"), [("sum", 60, 30), ("average", 15, 15), ("last", 30, 20)]
)
def test_each_metric_combines_by_its_own_rule(rule: str, whole: int, to_date: int) -> None:
    target = (
        months(10, None, 20, None, None, 30) if rule != "average" else months(10, None, 20, 15, None, None)
    )
    whole = whole if rule != "average" else 15
    found = told(plan_with(metric("m", combines=rule, target=target)), EVERYTHING)
    assert number(found, "metrics.values", "m:target", "total") == whole
    assert number(found, "metrics.values", "m:target", "to_date") == to_date


def test_a_ratio_follows_from_the_totals_not_from_the_months() -> None:
    won = metric("won", target=months(1, 1), actual=months(1, 9))
    talks = metric("talks", target=months(2, 2), actual=months(10, 10))
    rate = metric(
        "rate", unit="rate", combines="ratio", formula="{won} / {talks}", target=months("0.5", "0.5")
    )
    found = told(plan_with(won, talks, rate), EVERYTHING)
    assert number(found, "metrics.values", "rate:actual", "2027-04") == Decimal("0.1")
    assert number(found, "metrics.values", "rate:actual", "2027-05") == Decimal("0.9")
    assert number(found, "metrics.values", "rate:actual", "to_date") == Decimal("0.5")
    assert number(found, "metrics.year", "rate", "rate") == 1


def test_achievement_to_date_and_its_alarm() -> None:
    up = metric("up", target=months(10, 10, 10, 10), actual=months(8, 8, 8), alarm=Decimal("0.9"))
    down = metric(
        "down", better="down", combines="last", target=months(20, 20, 20), actual=months(30, 30, 25)
    )
    none = metric("none", target=months(1, 1, 1), actual=months(0, 0, 0), alarm=Decimal("0.9"))
    found = told(plan_with(up, down, none), EVERYTHING)
    assert number(found, "metrics.year", "up", "rate") == Decimal("0.8")
    assert number(found, "metrics.year", "down", "rate") == Decimal("0.8")
    cells = {row.id: row.cells for row in table(found, "metrics.year").rows}
    at = [column.key for column in table(found, "metrics.year").columns].index("rate")
    assert cells["up"][at].tone == cells["none"][at].tone == "warn"
    assert cells["down"][at].tone == ""


def test_nothing_is_achieved_where_no_target_stands_yet() -> None:
    later = metric("later", combines="last", target={"2027-09": Decimal(20)}, actual=months(0, 0, 25))
    found = table(told(plan_with(later), EVERYTHING), "metrics.year")
    at = [column.key for column in found.columns].index("rate")
    (row,) = found.rows
    assert (row.cells[at].missing, row.cells[at].expression) == ("unset", None)


@pytest.mark.parametrize("seed", range(20))
def test_the_years_target_is_that_of_the_forecast(seed: int) -> None:
    plan = rich_plan(seed)
    found = told(plan, EVERYTHING)
    here = table(found, "metrics.values")
    for row in here.rows:
        item = plan.find(Metric, row.item)
        assert item is not None
        if item.combines != "ratio" and row.id.endswith(":target"):
            expected = combined(item.target, plan_months(plan), item.combines)
            assert number(found, here.key, row.id, "total") == pytest.approx(expected)


def test_formulas_that_can_not_be_worked_out_are_left_alone() -> None:
    assert sound_formulas(rich_plan(1)).keys() == {"rate"}


def test_a_chain_of_a_formula_gives_the_signs_of_the_tree() -> None:
    assert joints("{a} * {b} / {c}") == (("a", ""), ("b", "×"), ("c", "÷"))
    assert joints("{a} + {b} - {c}") == (("a", ""), ("b", "+"), ("c", "−"))
    assert joints("{a} * ({b} + {c})") == ()
    assert joints("{a} * 2") == ()
    assert joints("{a} +") == ()
    assert joints("") == ()


def tree(plan: Plan) -> Picture:
    found = told(plan, EXECUTIVES)
    return next(
        block
        for chapter in found.chapters
        for block in chapter.blocks
        if isinstance(block, Picture) and block.key == "metrics.tree"
    )


def test_the_tree_tells_targets_and_who_agrees() -> None:
    answers = {f"新規受注額・{each}": "agreed" for each in ("経営会議", "営業部", "経理財務部")}
    answers |= {"有効商談数・営業部": "objected", "有効商談数・インサイドセールス課": "agreed"}
    plan = answered(starter_plan(), answers)
    picture = tree(plan)
    assert "新規受注額：30,000万円（合意3）" in picture.description
    assert "有効商談数：192件（合意1、未回答1、異議1）" in picture.description
    assert picture.wide


def test_months_with_nothing_but_targets_are_called_so() -> None:
    only = metric("m", target=months(1, 2))
    titles = [
        table(told(plan_with(each), EVERYTHING), "metrics.months").title
        for each in (only, msgspec.structs.replace(only, actual=months(1)))
    ]
    assert titles == ["月別の目標", "月別の目標・実績・見込み"]


def test_the_tree_shows_the_target_that_the_table_shows() -> None:
    """A ratio's follows from the totals, whatever its last month says."""
    won, talks = metric("won", target=months(1, 4)), metric("talks", target=months(10, 10))
    rate = metric(
        "rate", unit="rate", combines="ratio", formula="{won} / {talks}", target=months("0.1", "0.4")
    )
    plan = plan_with(won, talks, rate)
    assert number(told(plan, EXECUTIVES), "metrics.year", "rate", "target") == Decimal("0.25")
    picture = tree(plan)
    cards = (
        shape for shape in walk(picture.scene.shapes) if isinstance(shape, Group) and shape.item == "rate"
    )
    texts = {label.text for card in cards for label in walk(card.shapes) if isinstance(label, Label)}
    assert "25.0" in texts
    assert "rate：25.0%" in picture.description


def test_a_tree_of_ratios_reads_as_products() -> None:
    """Price = revenue / deals and leads to revenue as deals do: so revenue = deals × price."""
    deals, price = (
        metric("deals", leads_to="revenue"),
        metric("price", leads_to="revenue", formula="{revenue} / {deals}"),
    )
    loose = metric("loose", leads_to="revenue", formula="{revenue} / {price}")
    parts = parts_of((metric("revenue"), price, deals, loose))
    assert parts == {"revenue": (("deals", ""), ("price", "×"))}
    whole = metric("whole", formula="{a} + {b}")
    parts = parts_of((whole, metric("b", leads_to="whole"), metric("a", leads_to="whole")))
    assert parts == {"whole": (("a", ""), ("b", "+"))}


def test_small_money_is_shown_in_full() -> None:
    price = metric("price", unit="money", combines="last", target=months(12_000))
    large = metric("large", unit="money", target=months(12_000_000))
    cost = metric("cost", unit="money", combines="last", follows="cost_per_lead")
    found = told(plan_with(price, large, cost), EVERYTHING)
    units = {row.id: row.cells[2].value for row in table(found, "metrics.year").rows}
    assert units == {"price": "円", "large": "万円", "cost": "円"}
    assert number(found, "metrics.year", "price", "target") == 12_000
    assert number(found, "metrics.year", "large", "target") == 1_200


def test_money_is_entered_in_full_and_read_in_the_display_unit() -> None:
    found = told(starter_plan(), AUDIENCES["sales"])
    kgi = starter_plan().items(Metric)[0].id
    assert number(found, "metrics.values", f"{kgi}:target", "total") == 300_000_000
    assert number(found, "metrics.year", kgi, "target") == 30_000
    assert number(found, "metrics.months", f"{kgi}:target", "total") == 30_000


def by_name(found: Document, key: str) -> dict[str, dict[str, Cell]]:
    """The rows of a table by the name in their first cell, their cells by column."""
    shown = table(found, key)
    keys = [column.key for column in shown.columns]
    return {str(row.cells[0].value): dict(zip(keys, row.cells, strict=True)) for row in shown.rows}


@pytest.mark.parametrize("audience", [EXECUTIVES, AUDIENCES["finance"]], ids=lambda each: each.key)
def test_a_ratio_is_forecast_by_its_formula_over_what_its_parts_come_to(audience: Audience) -> None:
    """In the year over the totals; a live formula, so that a changed assumption reaches it."""
    found = told(starter_plan(), audience)
    values, rows = evaluated(found), by_name(found, "metrics.year")
    ids = {row.cells[0].value: row.id for row in table(found, "metrics.year").rows}
    won, valid, rate = (
        values.get(("metrics.year", ids[name], "forecast"), rows[name]["forecast"].number)
        for name in ("受注件数", "有効商談数", "受注獲得率")
    )
    assert won
    assert valid
    assert rate == pytest.approx(won / valid)
    assert rows["受注獲得率"]["forecast"].expression is not None


def test_a_ratio_is_forecast_month_by_month() -> None:
    found = told(starter_plan(), AUDIENCES["sales"])
    rate = next(
        metric.id for metric in starter_plan().items(Metric) if metric.formula and metric.unit == "rate"
    )
    row = next(row for row in table(found, "metrics.months").rows if row.id == f"{rate}:forecast")
    assert all(cell.expression is not None and cell.kind == "rate" for cell in row.cells[3:])


def test_the_gap_of_a_rate_is_told_in_points() -> None:
    found = told(starter_plan(), EXECUTIVES)
    row = by_name(found, "metrics.year")["受注獲得率"]
    target, forecast, gap = (row[key].number for key in ("target", "forecast", "gap"))
    assert None not in (target, forecast, gap)
    assert gap == pytest.approx((forecast - target) * 100)  # type: ignore[operator]
    assert (row["gap"].kind, row["gap"].digits, row["gap"].signed) == ("points", 1, True)
    assert by_name(found, "metrics.year")["新規受注額"]["gap"].kind == "money"
