"""What a grid asks of the plan: money in the display unit, blocks over any cells, rows moved and copied."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest

from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.changes import AlreadyOnce, apply, duplicates, inverse, moving_all
from kakehashi.plan.kinds import pair_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.organization import Activity, Responsibility, Role
from kakehashi.plan.pasting import BadPaste, Column, Typist, copied, new_item, paste_cells, said
from kakehashi.plan.plan import Plan
from kakehashi.words import text

MONEY = 10_000
PLAN = Plan(
    "u",
    [
        BudgetLine(id="b1", position="a1", name="展示会", planned={"2027-04": Decimal(1_234_000)}),
        BudgetLine(id="b2", position="a2", name="動画"),
        BudgetLine(id="b3", position="a3", name="広告"),
        Metric(id="k1", position="a1", name="受注額", unit="money", target={"2027-04": Decimal(500_000)}),
        Metric(id="k2", position="a2", name="受注率", unit="rate", target={"2027-04": Decimal("0.25")}),
        Activity(id="a1", position="a1", name="架電"),
        Role(id="r1", position="a1", title="担当"),
        Responsibility(id=pair_id("Responsibility", "a1", "r1"), activity="a1", role="r1"),
    ],
)
APRIL = Column("planned", "2027-04")


def typist() -> Typist:
    numbers = count(1)
    return Typist("ja", "白石", "2027-05-01", lambda: f"new{next(numbers)}", MONEY)


def order(plan: Plan) -> list[str]:
    return [each.id for each in plan.items(BudgetLine)]


def test_money_is_said_in_the_unit_and_months_of_a_metric_in_its_own() -> None:
    target = Column("target", "2027-04")
    assert said(PLAN, PLAN.item("b1"), APRIL, "ja", money=MONEY) == "123.4"
    assert said(PLAN, PLAN.item("b1"), APRIL, "ja") == "1234000"
    assert said(PLAN, PLAN.item("k1"), target, "ja", money=MONEY) == "50"
    assert said(PLAN, PLAN.item("k2"), target, "ja", money=MONEY) == "25%"


def test_a_block_goes_over_cells_of_several_kinds_and_back() -> None:
    cells = [[("b1", APRIL), ("b2", APRIL)], [("k1", Column("target", "2027-04")), None]]
    change = paste_cells(PLAN, "80\t45,000円\n60\t\n", cells, typist())
    after = apply(PLAN, change)
    assert after.item("b1").planned["2027-04"] == 800_000
    assert after.item("b2").planned["2027-04"] == 45_000
    assert after.item("k1").target["2027-04"] == 600_000
    assert apply(after, inverse(change)) == PLAN
    assert paste_cells(PLAN, copied(PLAN, ["b1"], [APRIL], "ja", money=MONEY), cells, typist()) == ()


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("1\t2\tなし\n", "3番目"),
        ("1\t2\nあ\n", "「あ」"),
        ("1\t2\n1\t9\n", "計算で決まる"),
        ("1\n2\n3\n", "3行目"),
    ],
)
def test_a_block_that_fits_nowhere_says_where(block: str, words: str) -> None:
    cells = [[("b1", APRIL), ("b2", APRIL)], [("b3", APRIL), None]]
    with pytest.raises(BadPaste) as caught:
        paste_cells(PLAN, block, cells, typist())
    assert words in text(caught.value.message, "ja")


def test_several_rows_are_moved_in_their_order() -> None:
    change = moving_all(PLAN, ["b1", "b2"], "b3")
    assert order(apply(PLAN, change)) == ["b3", "b1", "b2"]
    assert order(apply(PLAN, moving_all(PLAN, ["b2", "b3"], None))) == ["b2", "b3", "b1"]
    assert apply(apply(PLAN, change), inverse(change)) == PLAN


def test_copies_stand_behind_the_last_and_a_pair_is_not_copied() -> None:
    numbers = count(1)
    made = duplicates(PLAN, ["b2", "b1"], lambda: f"n{next(numbers)}", "{name}の写し")
    assert order(Plan("u", [*PLAN, *made])) == ["b1", "b2", "n1", "n2", "b3"]
    assert [each.name for each in made] == ["展示会の写し", "動画の写し"]
    with pytest.raises(AlreadyOnce):
        duplicates(PLAN, [pair_id("Responsibility", "a1", "r1")], str, "{name}")


def test_a_new_row_waits_until_its_pair_is_named() -> None:
    assert new_item(PLAN, "Responsibility", [(Column("activity"), "架電")], typist()) is None
    with pytest.raises(AlreadyOnce):
        new_item(PLAN, "Responsibility", [(Column("activity"), "架電"), (Column("role"), "担当")], typist())
    line = new_item(PLAN, "BudgetLine", [(Column("name"), "取材"), (APRIL, "3")], typist())
    assert isinstance(line, BudgetLine)
    assert (line.id, line.planned) == ("new1", {"2027-04": Decimal(30_000)})
