"""The budget's tables hold the plan's money: sums, shares, caps, variance."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from tests.declaration.plans import EVERYTHING, number, rich_plan, starter_plan, table, told

from kakehashi.declaration.audience import AUDIENCES
from kakehashi.declaration.blocks import Chart, Document, tables
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetFrame, BudgetLine
from kakehashi.plan.changes import apply, setting
from kakehashi.plan.money import budget_rows, plan_months
from kakehashi.plan.plan import Plan

FINANCE = AUDIENCES["finance"]


def money(
    plan: Plan, category: str | None, months: tuple[str, ...], series: str = "planned"
) -> Decimal | None:
    """The same sums, worked out plainly."""
    known = {each.id for each in plan.items(BudgetCategory)}
    found = [
        getattr(row, series)[month]
        for row in budget_rows(plan)
        for month in months
        if month in getattr(row, series)
        and category in ("total", row.category if row.category in known else "none")
    ]
    return sum(found, Decimal(0)) if found else None


@pytest.mark.parametrize("seed", range(30))
def test_by_month_is_the_plans_money(seed: int) -> None:
    plan = rich_plan(seed)
    months, size = plan_months(plan), int(plan.only(About).display_unit)
    found = told(plan, EVERYTHING)
    for row in table(found, "budget.by_month").rows:
        if row.level:
            continue
        spans = [(month, (month,)) for month in months] + [("total", months)]
        for key, over in spans:
            expected = money(plan, row.id, over)
            shown = number(found, "budget.by_month", row.id, key)
            assert shown == (None if expected is None else expected / size), (row.id, key)


@pytest.mark.parametrize("seed", range(15))
def test_halves_and_lines_sum_up(seed: int) -> None:
    found = told(rich_plan(seed), EVERYTHING)
    here = table(found, "budget.by_month")
    halves = [column.key for column in here.columns if "-h" in column.key]
    for row in here.rows:
        parts = [number(found, here.key, row.id, half) or Decimal(0) for half in halves]
        if parts:
            assert sum(parts) == pytest.approx(number(found, here.key, row.id, "total") or 0)
    lines = [row for row in here.rows if row.level]
    whole = sum(number(found, here.key, row.id, "total") or Decimal(0) for row in lines)
    assert whole == pytest.approx(number(found, here.key, "total", "total") or 0)


def test_the_starters_categories_against_their_caps() -> None:
    found = told(starter_plan(), FINANCE)
    shown = {
        row.id: tuple(cell.number for cell in row.cells[3:]) for row in table(found, "budget.categories").rows
    }
    whole = shown["total"]
    assert (whole[0], whole[2], whole[3]) == (5790, 6000, 210)
    assert whole[1] == 1
    assert shown["reserve"][2:] == (140, 140)
    assert sum(shares[1] for key, shares in shown.items() if key != "total" and shares[1] is not None) == 1


def test_a_category_over_its_cap_is_said_and_marked() -> None:
    plan = starter_plan()
    category = plan.items(BudgetCategory)[2]
    frame = plan.only(BudgetFrame)
    plan = apply(plan, setting(plan, frame.id, "caps", "9900000", key=category.id))
    found = told(plan, AUDIENCES["executives"])
    row = next(each for each in table(found, "budget.categories").rows if each.id == category.id)
    assert row.cells[-1].tone == "bad"
    assert row.cells[-1].number == -60
    said = next(chapter.sentence for chapter in found.chapters if chapter.key == "budget")
    assert said.endswith("制作は枠を60万円超えています。")


def test_variance_is_actual_minus_planned_to_date() -> None:
    plan = starter_plan(closed="2027-07")
    months = plan_months(plan)[:4]
    found = told(plan, FINANCE)
    for row in table(found, "budget.variance").rows:
        if row.level:
            continue
        planned, actual = money(plan, row.id, months), money(plan, row.id, months, "actual")
        year = money(plan, row.id, plan_months(plan))
        assert planned is not None
        assert actual is not None
        assert year is not None
        shown = {
            column: number(found, "budget.variance", row.id, column)
            for column in ("variance", "rate", "open")
        }
        assert shown["variance"] == (actual - planned) / 10_000
        assert shown["rate"] == (actual - planned) / planned
        assert shown["open"] == (year - actual) / 10_000
    assert "2027年7月" in table(found, "budget.variance").title


def test_without_actuals_there_is_no_variance_and_no_column_for_it() -> None:
    found = told(starter_plan(), FINANCE)
    assert not {"budget.variance", "budget.actual", "budget.committed"} & tables(found).keys()
    assert [column.key for column in table(found, "budget.categories").columns][-1] == "left"


def test_lines_that_follow_from_the_organization_can_not_be_typed_over() -> None:
    found = told(starter_plan(), FINANCE)
    for row in table(found, "budget.lines").rows:
        typed = [cell for cell in row.cells if cell.assumption]
        assert bool(typed) == (bool(row.item) and not row.id.startswith("derived:"))


def test_unset_is_not_zero() -> None:
    plan = starter_plan()
    line = plan.items(BudgetLine)[0]
    plan = apply(plan, setting(plan, line.id, "planned", "0", key="2027-04"))
    found = told(plan, FINANCE)
    assert number(found, "budget.lines", line.id, "2027-04") == 0
    assert number(found, "budget.by_month", line.id, "2027-07") is None
    unset = next(row for row in table(found, "budget.by_month").rows if row.id == line.id).cells[4]
    assert unset.missing == "unset"


def bars_of(found: Document) -> Chart:
    return next(
        block
        for chapter in found.chapters
        for block in chapter.blocks
        if isinstance(block, Chart) and block.key == "budget.bars"
    )


def test_the_chart_stands_on_the_cells_of_its_table() -> None:
    found = told(starter_plan(), FINANCE)
    chart = bars_of(found)
    here = table(found, chart.table)
    keys = [column.key for column in here.columns]
    first = keys.index(chart.categories[0])
    assert tuple(keys[first : first + len(chart.categories)]) == chart.categories  # side by side
    assert set(chart.series) <= {row.id for row in here.rows}
    assert "5,790万円" in chart.description


def test_an_added_category_has_its_own_colour_and_no_mark() -> None:
    plan = starter_plan()
    category = BudgetCategory(id="fairs", name="見本市", position="zz")
    line = BudgetLine(id="fair", name="出展", category="fairs", planned={"2027-04": Decimal(500_000)})
    found = told(plan.with_items({"fairs": category, "fair": line}), FINANCE)
    row = next(each for each in table(found, "budget.by_month").rows if each.id == "fairs")
    assert row.mark == ""
    assert "fairs" in bars_of(found).series
    assert b"category-7" in msgspec.json.encode(bars_of(found).scene)
