"""The model of a workbook gives the forecast: with the plan's assumptions, and with changed ones."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest
from tests.declaration.plans import EVERYTHING, draft, starter_plan
from tests.forecast.plans import SEEDS, drawn_plan

from kakehashi.declaration.audience import AUDIENCES
from kakehashi.declaration.blocks import Document, Table, tables
from kakehashi.declaration.document import document
from kakehashi.declaration.evaluation import evaluated
from kakehashi.forecast.forecast import forecast
from kakehashi.forecast.results import Forecast
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.changes import apply, setting
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, FunnelStep, OpeningPipeline
from kakehashi.rounding import rounded

FINANCE = AUDIENCES["finance"]
NEAR = Decimal("1e-9")

Values = dict[tuple[str, ...], Decimal | None]


def near(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= NEAR * max(abs(one), abs(other))


def same(values: Values, run: Forecast) -> int:
    """Compare steps, money and economics with a run; how many cells were compared."""
    compared = 0
    for step in run.steps:
        for month, value in step.reached.items():
            key = ("simulation.model", f"step:{step.id}", month)
            assert near(values[key], value) if key in values else not value, (step.id, month)
            compared += 1
    for row, series in (("revenue", run.revenue), ("gross_profit", run.gross_profit), ("budget", run.spend)):
        for month, value in series.items():
            assert near(values["simulation.model", row, month], value), (row, month)
            compared += 1
    for name in run.economics.__struct_fields__:
        key = ("simulation.economics", name, "value")
        value = getattr(run.economics, name)
        if key in values and value is not None:
            assert near(values[key], value), name
            compared += 1
    return compared


def test_the_starter_gives_its_forecast() -> None:
    plan = starter_plan()
    assert same(evaluated(document(draft(plan), FINANCE, "ja")), forecast(plan)) == 12 * 8 + 19


@pytest.mark.parametrize("start", range(0, len(SEEDS), 30))
def test_drawn_plans_give_their_forecast(start: int) -> None:
    for seed in range(start, start + 30):
        plan = drawn_plan(seed)
        compared = same(evaluated(document(draft(plan), FINANCE, "ja")), forecast(plan))
        assert compared >= plan.only(About).months * 5


def changed_cell(found: Document, name: str, value: Decimal) -> Document:
    """The document after a reader has typed another value into the cell of this name."""
    hits = 0

    def put(table: Table) -> Table:
        nonlocal hits
        rows = []
        for row in table.rows:
            cells = tuple(
                msgspec.structs.replace(cell, number=value) if cell.name == name else cell
                for cell in row.cells
            )
            hits += sum(cell.name == name for cell in row.cells)
            rows.append(msgspec.structs.replace(row, cells=cells))
        return msgspec.structs.replace(table, rows=tuple(rows))

    chapters = tuple(
        msgspec.structs.replace(
            chapter,
            blocks=tuple(put(block) if isinstance(block, Table) else block for block in chapter.blocks),
        )
        for chapter in found.chapters
    )
    assert hits == 1, name
    return msgspec.structs.replace(found, chapters=chapters)


def step_marked(plan: Plan, mark: str) -> FunnelStep:
    return next(step for step in plan.items(FunnelStep) if step.marks == mark)


def on_step(mark: str, field: str) -> Callable[[Plan, str], Plan]:
    return lambda plan, value: apply(plan, setting(plan, step_marked(plan, mark).id, field, {"value": value}))


def on_economics(field: str) -> Callable[[Plan, str], Plan]:
    return lambda plan, value: apply(
        plan,
        setting(plan, plan.only(Economics).id, field, value if field == "sales_cost" else {"value": value}),
    )


def on_opening(plan: Plan, value: str) -> Plan:
    return apply(plan, setting(plan, plan.items(OpeningPipeline)[3].id, "count", {"value": value}))


def on_cost_per_lead(plan: Plan, value: str) -> Plan:
    measure = plan.items(Measure)[1]
    assert measure.response is not None
    response = {"shape": "linear", "cost_per_lead": {"value": value}}
    return apply(plan, setting(plan, measure.id, "response", response))


def on_own_rate(plan: Plan, value: str) -> Plan:
    measure, step = plan.items(Measure)[0], step_marked(plan, "lead")
    return apply(plan, setting(plan, measure.id, "own_rates", {step.id: {"value": value}}))


@pytest.mark.parametrize(
    ("name", "value", "change"),
    [
        ("rate_lead_follow", "0.31", on_step("lead", "rate")),
        ("rate_valid_won", "0.18", on_step("valid", "rate")),
        ("lag_valid_won", "4.5", on_step("valid", "lag")),
        ("lag_follow_opportunity", "0.25", on_step("follow", "lag")),
        ("lag_lead_follow", "9", on_step("lead", "lag")),
        ("rate_m1_lead_follow", "0.4", on_own_rate),
        ("deal_value", "7000000", on_economics("deal_value")),
        ("gross_margin", "0.6", on_economics("gross_margin")),
        ("churn", "0.02", on_economics("churn")),
        ("sales_cost", "123456", on_economics("sales_cost")),
        ("opening_4", "40", on_opening),
        ("cpl_m2", "9000", on_cost_per_lead),
    ],
)
def test_a_changed_assumption_gives_the_forecast_of_the_changed_plan(
    name: str, value: str, change: Callable[[Plan, str], Plan]
) -> None:
    plan = starter_plan()
    found = changed_cell(document(draft(plan), FINANCE, "ja"), name, Decimal(value))
    assert same(evaluated(found), forecast(change(plan, value))) > 100


def test_changed_money_gives_other_leads_and_totals() -> None:
    plan = starter_plan()
    line = plan.items(BudgetLine)[1]
    found = document(draft(plan), FINANCE, "ja")
    rows = []
    for row in tables(found)["budget.lines"].rows:
        cells = list(row.cells)
        if row.id == line.id:
            cells[5] = msgspec.structs.replace(cells[5], number=Decimal(2_000_000))
        rows.append(msgspec.structs.replace(row, cells=tuple(cells)))
    table = msgspec.structs.replace(tables(found)["budget.lines"], rows=tuple(rows))
    chapters = tuple(
        msgspec.structs.replace(
            chapter, blocks=tuple(table if block.key == table.key else block for block in chapter.blocks)
        )
        for chapter in found.chapters
    )
    month = table.columns[5].key
    changed = apply(plan, setting(plan, line.id, "planned", "2000000", key=month))
    values = evaluated(msgspec.structs.replace(found, chapters=chapters))
    assert same(values, forecast(changed)) > 100


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_shown_is_what_a_workbook_shows(language: str) -> None:
    """The values that stand in the cells and those of their expressions round to the same digits."""
    for plan in (starter_plan(), *(drawn_plan(seed) for seed in range(20))):
        found = document(draft(plan), EVERYTHING, language)  # type: ignore[arg-type]
        values = evaluated(found)
        for table in tables(found).values():
            for row in table.rows:
                for column, cell in zip(table.columns, row.cells, strict=True):
                    if cell.expression is None:
                        continue
                    value = values[table.key, row.id, column.key]
                    assert near(value, cell.number), (table.key, row.id, column.key)
                    if value is not None and cell.number is not None and not on_the_edge(value):
                        digits = column.digits if cell.digits is None else cell.digits
                        assert rounded(value, digits) == rounded(cell.number, digits)


def on_the_edge(value: Decimal) -> bool:
    """Whether a value lies so near to the middle of two shown ones that 12 digits can't decide."""
    return any(
        abs((value * 10**digits) % 1 - Decimal("0.5")) < Decimal("1e-6")
        or abs((value * 10**digits) % 1 + Decimal("0.5")) < Decimal("1e-6")
        for digits in range(4)
    )


def test_a_missing_rate_leaves_everything_behind_it_missing() -> None:
    plan = starter_plan()
    step = step_marked(plan, "opportunity")
    plan = apply(plan, setting(plan, step.id, "rate", None))
    found = document(draft(plan), FINANCE, "ja")
    rows = {row.id: row for row in tables(found)["simulation.model"].rows}
    won = rows[f"step:{step_marked(plan, 'won').id}"]
    assert all(cell.missing == "not_available" and cell.expression is None for cell in won.cells[2:])
    assert all(cell.missing == "not_available" for cell in rows["revenue"].cells[2:])
    before = rows[f"step:{step.id}"]
    assert all(cell.number is not None and cell.expression is not None for cell in before.cells[2:])


def test_names_of_assumptions_are_ascii_and_used_once() -> None:
    for plan in (starter_plan(), *(drawn_plan(seed) for seed in range(40))):
        names = [
            cell.name
            for table in tables(document(draft(plan), FINANCE, "ja")).values()
            for row in table.rows
            for cell in row.cells
            if cell.name
        ]
        assert len(names) == len(set(names))
        assert all(name.isascii() and name.isidentifier() for name in names)
