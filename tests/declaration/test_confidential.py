"""Confidentiality is a law: what differs only in a hidden field reads the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.declaration.plans import CURIOUS, EVERYTHING, draft, number, rich_plan, starter_plan, table, told

from kakehashi.declaration.audience import AUDIENCES, Audience, hidden_fields
from kakehashi.declaration.blocks import Block, Cell, Chart, Document, KeyFigures, Picture, Table
from kakehashi.declaration.confidential import LEAST_BEHIND, redacted, shown_rows
from kakehashi.declaration.document import document
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetFrame, BudgetLine
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.kinds import KINDS, budget_line_of, only_id
from kakehashi.plan.measurement import Tool
from kakehashi.plan.money import budget_rows, plan_months, total
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, Scenario
from kakehashi.words import LANGUAGES, Language

pytestmark = pytest.mark.once

EXECUTIVES = AUDIENCES["executives"]
# Who sees all but the cost of content and tools.
DISCREET = msgspec.structs.replace(
    EVERYTHING, key="discreet", hides=("ContentAsset.cost", "Tool.monthly_cost", "Tool.initial_cost")
)
SECRETS = [
    (kind, name)
    for kind, item_type in KINDS.items()
    for name, described in describe(item_type).items()
    if described.field.confidential
]


def encoded(found: Document) -> bytes:
    return msgspec.json.encode(found)


def with_pairs(seed: int, one: int, other: int) -> Plan:
    """A rich plan with two partners, two roles and two members of staff that differ in their cost alone."""
    plan = rich_plan(seed)
    first, last = plan_months(plan)[0], plan_months(plan)[-1]
    items: list[Item] = []
    for name, cost in (("x", one), ("y", other)):
        money = Decimal(cost * 1000)
        items += [
            Partner(
                id=f"pair-{name}", name=f"会社{name}", category="production", monthly_fee=money, start=first
            ),
            Role(id=f"pair-role-{name}", title=f"役割{name}", category="it", monthly_cost=money, end=last),
            Role(id=f"pair-staff-{name}", title=f"社員{name}", monthly_cost=money),
        ]
    return plan.with_items({item.id: item for item in items})


@pytest.mark.parametrize("audience", [EXECUTIVES, CURIOUS], ids=lambda each: each.key)
@given(st.integers(0, 200), st.integers(1, 900), st.integers(1, 900), st.sampled_from(LANGUAGES))
@settings(max_examples=25, deadline=None)
def test_who_costs_what_can_not_be_told_from_equal_totals(
    audience: Audience, seed: int, one: int, other: int, language: Language
) -> None:
    """Two plans whose hidden figures are swapped between two sources of one category: equal bytes."""
    assume(one != other)
    plan, swapped = with_pairs(seed, one, other), with_pairs(seed, other, one)
    assert plan != swapped
    assert encoded(told(plan, audience, language)) == encoded(told(swapped, audience, language))
    assert encoded(told(plan, AUDIENCES["finance"])) != encoded(told(swapped, AUDIENCES["finance"]))


def secret_value(kind: str, name: str, amount: int | None) -> Any:
    described = describe(KINDS[kind])[name]
    if amount is None:
        return described.default
    match described.field.shape:
        case "figure":
            return Figure(value=Decimal(amount) / 1000, low=Decimal(0))
        case "choice":
            return described.choices[amount % len(described.choices)]
        case "text" | "long_text" | "code":
            return f"秘密{amount}"
        case "list":
            return (f"秘密{amount}",)
        case _:
            return Decimal(amount)


def with_secret(plan: Plan, kind: str, name: str, amount: int | None) -> Plan:
    """The plan with another value in a hidden field of one item."""
    item = next(iter(plan.of_kind(kind)), KINDS[kind](id=f"secret-{kind}"))
    return plan.with_items(
        {item.id: msgspec.structs.replace(item, **{name: secret_value(kind, name, amount)})}
    )


# Figures that are declared although hidden ones are part of them: whole rows of these tables ...
AGGREGATES: dict[str, tuple[str, ...] | None] = {
    "budget.lines": ("total", "not-itemised:"),
    "budget.committed": ("total", "not-itemised:"),
    "budget.actual": ("total", "not-itemised:"),
    "budget.categories": None,
    "budget.variance": None,
    "budget.by_month": None,
    "summary.goal": None,
    "approval.cost": None,
    "simulation.steps": None,
    "simulation.by_month": None,
    "simulation.required": None,
    "simulation.economics": None,
    "simulation.scenarios": None,
    "metrics.year": None,
    "metrics.months": None,
}
# ... and what is said or drawn of them.
TOLD = {
    "summary.conclusion",
    "summary.figures",
    "summary.needs",
    "summary.chart",
    "approval.conclusion",
    "approval.effect",
}
DRAWN = {"budget.bars", "simulation.funnel", "summary.chart"}


@pytest.mark.parametrize("audience", [EXECUTIVES, CURIOUS], ids=lambda each: each.key)
@pytest.mark.parametrize(("kind", "name"), SECRETS)
@given(seed=st.integers(0, 200), amounts=st.tuples(st.none() | st.integers(0, 999), st.integers(1, 999)))
@settings(max_examples=12, deadline=None)
def test_only_declared_aggregates_tell_of_a_hidden_field(
    audience: Audience, kind: str, name: str, seed: int, amounts: tuple[int | None, int]
) -> None:
    """Two plans that differ in one hidden field, or in whether it is set: equal but for aggregates."""
    plan = rich_plan(seed)
    one, other = (with_secret(plan, kind, name, amount) for amount in amounts)
    language: Language = LANGUAGES[seed % 2]
    before, after = (list(chapters(told(each, audience, language))) for each in (one, other))
    for block, same in zip(before, after, strict=True):
        assert block == same


def chapters(found: Document) -> Iterator[Any]:
    """Everything of a document with the declared aggregates blotted out."""
    yield msgspec.structs.replace(found, chapters=())
    for chapter in found.chapters:
        yield chapter.key, chapter.title
        yield from (blotted(block) for block in chapter.blocks if block.key not in TOLD)


def blotted(block: Block) -> Any:
    if isinstance(block, (Chart, Picture)) and block.key in DRAWN:
        return block.key
    return blotted_table(block)


def blotted_table(block: Block) -> Any:
    """The block; of a table of aggregates all but their figures."""
    if isinstance(block, Table) and block.key in AGGREGATES:
        rows = AGGREGATES[block.key]
        shown = [
            (row.id, row.item, row.style, row.mark, *(blot(cell) for cell in row.cells))
            if rows is None or row.id.startswith(rows)
            else row
            for row in block.rows
        ]
        return block.key, block.title, block.columns, shown
    return block


def blot(cell: Cell) -> Any:
    return cell.value, cell.expression, cell.assumption, cell.name, cell.kind, cell.digits


CANARY = Decimal("7654321.25")


@pytest.mark.parametrize("audience", [EXECUTIVES, CURIOUS], ids=lambda each: each.key)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_hidden_figure_stands_anywhere(audience: Audience, language: Language) -> None:
    """Canaries in every hidden field, in a scenario, in the lines of hidden sources: none sings."""
    plan = starter_plan()
    spent = {"2027-04": Decimal(1_000), "2027-05": Decimal(2_000)}
    lines = (msgspec.structs.replace(each, actual=spent, committed=spent) for each in plan.items(BudgetLine))
    plan = plan.with_items({each.id: each for each in lines})
    role, partner = plan.items(Role)[0], plan.items(Partner)[0]
    line = BudgetLine(
        id=budget_line_of(partner.id),
        source=partner.id,
        actual={"2027-04": CANARY},
        committed={"2027-05": CANARY},
    )
    economics = msgspec.structs.replace(
        plan.only(Economics),
        sales_cost=CANARY,
        gross_margin=Figure(value=Decimal("0.765432125"), low=Decimal("0.7654321")),
    )
    frame = msgspec.structs.replace(plan.only(BudgetFrame), revenue=CANARY)
    scenario = plan.items(Scenario)[1]
    override = msgspec.structs.replace(
        scenario.overrides[0], item=economics.id, field="sales_cost", value=str(CANARY)
    )
    changed: dict[str, Item | None] = {
        role.id: msgspec.structs.replace(role, monthly_cost=CANARY, extra={"salary": str(CANARY)}),
        partner.id: msgspec.structs.replace(partner, monthly_fee=CANARY),
        line.id: line,
        economics.id: economics,
        frame.id: frame,
        scenario.id: msgspec.structs.replace(scenario, overrides=(override,)),
    }
    plan = plan.with_items(changed)
    raw = encoded(document(draft(plan), audience, language)).decode()
    raw = re.sub(r"(?<=[\[,:])-?[0-9]+\.[0-9]+", "", raw)  # places in pictures; figures of a plan are texts
    for sung in ("7654321", "7,654,321", "765.4", "76.5%", "0.7654"):
        assert sung not in raw
    assert "7654321" in encoded(told(plan, AUDIENCES["finance"])).decode()


def category_plan(fees: list[int | None], lines: list[int]) -> Plan:
    items: list[Item] = [About(id=only_id("About"), first_month="2027-04", months=2)]
    items += [
        Partner(id=f"p{n}", name=f"会社{n}", monthly_fee=None if fee is None else Decimal(fee))
        for n, fee in enumerate(fees)
    ]
    items += [
        BudgetLine(id=f"l{n}", name=f"明細{n}", planned={"2027-04": Decimal(money)}, position=f"a{n}")
        for n, money in enumerate(lines)
    ]
    return Plan("p", items)


@pytest.mark.parametrize(
    ("fees", "lines", "open_lines"),
    [
        ([], [5, 6], ["l0", "l1"]),
        ([100], [50, 10, 30, 20], ["l0", "l2"]),  # the two smallest stand behind the row with it
        ([100, 100], [50, 10, 30], ["l0", "l2"]),
        ([100, 100, 100], [50, 10], ["l0", "l1"]),
        ([100], [50], []),
        ([None], [50, 10, 30], ["l0"]),  # whether a fee is set is not told either
        ([100], [0, 10, 30, 40], ["l0", "l3"]),  # a line without money hides nothing
    ],
)
def test_three_stand_behind_a_row_that_is_not_itemised(
    fees: list[int | None], lines: list[int], open_lines: list[str]
) -> None:
    plan = category_plan(fees, lines)
    rows = shown_rows(plan, redacted(plan, EXECUTIVES), EXECUTIVES)
    assert [row.id for row in rows if row.origin == "line"] == open_lines
    assert len([row for row in rows if row.origin == "not_itemised"]) == bool(fees)
    assert LEAST_BEHIND == 3


def test_three_stand_behind_it_in_every_month_that_has_rows_enough() -> None:
    """Two lines stand behind the fee over the year, but in May neither has money: a third joins."""
    plan = category_plan([100], [10, 20, 30, 40])
    line, other = plan.items(BudgetLine)[2:]
    changed: dict[str, Item | None] = {
        line.id: msgspec.structs.replace(line, planned={"2027-05": Decimal(30)}),
        other.id: msgspec.structs.replace(other, planned={"2027-04": Decimal(40)}),
    }
    plan = plan.with_items(changed)
    rows = shown_rows(plan, redacted(plan, EXECUTIVES), EXECUTIVES)
    assert [row.id for row in rows if row.origin == "line"] == ["l3"]


def test_what_was_spent_in_such_a_category_is_not_itemised_at_all() -> None:
    plan = starter_plan(closed="2027-07")
    rows = shown_rows(plan, redacted(plan, EXECUTIVES), EXECUTIVES)
    for category in {row.category for row in rows if row.origin == "not_itemised"}:
        here = [row for row in rows if row.category == category]
        assert all(not row.actual and not row.committed for row in here if row.origin != "not_itemised")


@pytest.mark.parametrize("seed", range(40))
def test_every_yen_stands_in_one_row(seed: int) -> None:
    """Whatever is hidden, category totals and the grand total are those of the whole plan."""
    plan = rich_plan(seed)
    months = plan_months(plan)
    for audience in (EXECUTIVES, CURIOUS, DISCREET, AUDIENCES["finance"]):
        rows = shown_rows(plan, redacted(plan, audience), audience)
        for series in ("planned", "committed", "actual"):
            for month in months:
                assert sum(getattr(row, series).get(month, 0) for row in rows) == sum(
                    getattr(row, series).get(month, 0) for row in budget_rows(plan)
                )


def test_the_cost_of_a_tool_can_be_hidden_too() -> None:
    tools: list[Item] = [Tool(id=f"t{n}", name=f"道具{n}", monthly_cost=Decimal(5)) for n in range(3)]
    line = BudgetLine(id=budget_line_of("t0"), source="t0", actual={"2027-04": CANARY})
    plan = Plan("p", [About(id=only_id("About"), first_month="2027-04", months=2), *tools, line])
    shown = {
        audience: [row.origin for row in shown_rows(plan, redacted(plan, audience), audience)]
        for audience in (EVERYTHING, DISCREET)
    }
    assert shown == {EVERYTHING: ["tool"] * 3, DISCREET: ["not_itemised"]}
    assert redacted(plan, DISCREET).items(BudgetLine)[0].actual == {}


def test_hidden_money_stays_in_all_totals() -> None:
    plan = starter_plan()
    executives, finance = told(plan, EXECUTIVES), told(plan, AUDIENCES["finance"])
    for row in table(finance, "budget.categories").rows:
        for column in table(finance, "budget.categories").columns[1:]:
            at = ("budget.categories", row.id, column.key)
            assert number(executives, *at) == number(finance, *at)
    whole = sum(total(row.planned, plan_months(plan)) or 0 for row in budget_rows(plan))
    assert number(executives, "budget.lines", "total", "total") == whole == 57_900_000


def test_text_is_made_from_the_redacted_plan() -> None:
    plan = starter_plan()
    clean = redacted(plan, EXECUTIVES)
    for kind, names in hidden_fields(EXECUTIVES).items():
        for item in clean.of_kind(kind):
            for name in names:
                assert getattr(item, name) == describe(type(item))[name].default
    assert redacted(plan, AUDIENCES["marketing"]) is plan
    assert clean.items(Role)[0].title == plan.items(Role)[0].title


def test_what_this_program_does_not_know_is_for_those_who_see_all() -> None:
    plan = rich_plan(1)
    assert "foreign" in plan
    assert "foreign" not in redacted(plan, EXECUTIVES)
    assert "foreign" not in redacted(plan, AUDIENCES["finance"])
    assert "foreign" in redacted(plan, AUDIENCES["marketing"])


def test_a_figure_without_a_table_may_not_lead_to_hidden_cells() -> None:
    """Executives get values where the expression's cells are not theirs."""
    found = told(starter_plan(), EXECUTIVES)
    inside = {block.key for chapter in found.chapters for block in chapter.blocks if isinstance(block, Table)}
    assert not {"simulation.model", "simulation.terms"} & inside
    for chapter in found.chapters:
        for block in chapter.blocks:
            if isinstance(block, KeyFigures):
                assert all(each.cell.expression is None for each in block.figures)
