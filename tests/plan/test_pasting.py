"""Rows from and to a spreadsheet: a copied block pasted back changes nothing, a bad cell refuses all."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.drawn import plans

from kakehashi.plan.budget import BudgetCategory, BudgetFrame, BudgetLine, Measure
from kakehashi.plan.changes import apply, inverse
from kakehashi.plan.item import Figure, Passport, RawItem
from kakehashi.plan.kinds import only_id, pair_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.months import months_from
from kakehashi.plan.organization import Department, Partner
from kakehashi.plan.pasting import (
    BadPaste,
    Column,
    Typist,
    cells_of,
    column_title,
    columns_of,
    copied,
    paste,
)
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep
from kakehashi.words import Language, text

MONTHS = months_from("2027-04", 3)


def typist(language: Language = "ja") -> Typist:
    numbers = count(1)
    return Typist(language, "白石", "2027-05-01", lambda: f"new{next(numbers)}")


PLAN = Plan(
    "u",
    [
        BudgetCategory(id="c1", position="a1", name={"ja": "広告・販促", "en": "Promotion"}),
        BudgetCategory(id="c2", position="a2", name="IT"),
        BudgetLine(id="b1", position="a1", name="展示会", category="c1", planned={"2027-04": Decimal(100)}),
        BudgetLine(id="b2", position="a2", name={"ja": "動画", "en": "Video"}, recurs="recurring"),
        FunnelStep(
            id="s1",
            name="リード",
            rate=Figure(value=Decimal("0.2"), low=Decimal("0.1"), passport=Passport(source="x")),
            entered=10,
            passed=2,
        ),
        Metric(id="k", name="受注"),
        Department(id="d1", name="営業"),
        Department(id="d2", name="経理"),
    ],
)
LINES = ("b1", "b2")


def changed(kind: str, block: str, items: tuple[str, ...], columns: Any, language: Language = "ja") -> Plan:
    return apply(PLAN, paste(PLAN, kind, block, items, columns, typist(language)))


@given(st.data())
def test_a_copied_block_pasted_back_is_no_change(data: st.DataObject) -> None:
    plan = data.draw(plans())
    language = data.draw(st.sampled_from(["ja", "en", "zh_TW"]))
    for kind in plan.kinds():
        items = [item.id for item in plan.of_kind(kind)]
        if isinstance(plan.item(items[0]), RawItem):
            continue
        columns = columns_of(kind, months_from("2026-10", 18))
        for head in (False, True):
            block = copied(plan, items, columns, language, head=head)
            assert paste(plan, kind, block, items, columns, typist(language)) == ()


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), min_size=1, max_size=4))
def test_cells_come_through_the_clipboard(rows: list[list[str]]) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    for end in ("\n", "\r\n", "\r"):
        assert cells_of(end.join("\t".join(map(quoted, row)) for row in rows) + end) == rows


@pytest.mark.parametrize(
    ("block", "cells"),
    [
        ("", [[""]]),
        ("\r\n", [[""]]),
        ("a\tb\r\nc\t", [["a", "b"], ["c", ""]]),
        ('"two\nlines"\t"say ""so"""\n', [["two\nlines", 'say "so"']]),
        ('"so" he said\tb', [['"so" he said', "b"]]),
        ('a "b"\n5" pipe', [['a "b"'], ['5" pipe']]),
        ('"open\tb', [['"open', "b"]]),
    ],
)
def test_blocks_as_spreadsheets_write_them(block: str, cells: list[list[str]]) -> None:
    assert cells_of(block) == cells


def test_rows_of_a_spreadsheet_become_one_change() -> None:
    columns = columns_of("BudgetLine", MONTHS, ["name", "category", "planned", "recurs"])
    assert [column.key for column in columns] == [None, None, *MONTHS, None]
    block = (
        "展示会\t広告・販促\t1,200,000\t（500）\t\t毎月\r\n".replace("（500）", "５０万円").replace(
            "毎月", "recurring"
        )
        + "動画\tIT\t\t¥30,000\t3万\tone_off\r\n"
        + '"比較サイト\n（新）"\tPromotion\t\t\t10万\t\r\n'
        + "\t\t\t\t\t\r\n"
    )
    after = changed("BudgetLine", block, LINES, columns)
    first, second, third = after.items(BudgetLine)
    assert first.planned == dict(zip(MONTHS, map(Decimal, (1_200_000, 500_000)), strict=False))
    assert (first.recurs, second.recurs) == ("recurring", "one_off")
    assert second.name == {"ja": "動画", "en": "Video"}, "what it said already stays"
    assert second.planned == {"2027-05": Decimal(30_000), "2027-06": Decimal(30_000)}
    assert (third.id, third.name, third.category) == ("new1", "比較サイト\n（新）", "c1")
    assert third.position > second.position
    change = paste(PLAN, "BudgetLine", block, LINES, columns, typist())
    assert apply(after, inverse(change)) == PLAN


def test_an_empty_cell_clears() -> None:
    columns = columns_of("BudgetLine", MONTHS, ["category", "planned", "recurs"])
    first, second = changed("BudgetLine", "\t\t\t\t\n\t\t\t\t\n", LINES, columns).items(BudgetLine)
    assert (first.category, first.planned, second.recurs) == (None, {}, "one_off")


def test_a_pasted_figure_is_decided_by_who_pastes() -> None:
    columns = columns_of("FunnelStep", (), ["rate", "entered", "passed"])
    step = changed("FunnelStep", "15%\t10\t2\n", ("s1",), columns).item("s1")
    assert isinstance(step, FunnelStep)
    assert step.rate is not None
    assert step.rate.passport == Passport(origin="decided", by="白石", checked_on="2027-05-01")
    assert step.rate.was is not None
    assert (step.entered, step.passed) == (None, None), "counts of another rate go with it"
    same = paste(PLAN, "FunnelStep", "20%\t11\t2\n", ("s1",), columns, typist())
    assert [patch.field for patch in same] == ["entered"]


def test_a_first_row_of_titles_says_which_column_is_which() -> None:
    columns = columns_of("BudgetLine", MONTHS)
    head = "\t".join(
        [
            column_title(PLAN, "BudgetLine", Column("planned", "2027-06"), "en").upper(),
            column_title(PLAN, "BudgetLine", Column("name"), "ja"),
        ]
    )
    first, second = changed("BudgetLine", f"{head}\n7\tExpo\n8\tFilm\n", LINES, columns, "en").items(
        BudgetLine
    )
    assert (first.name, second.name) == ("Expo", "Film")
    assert (first.planned["2027-06"], second.planned["2027-06"]) == (Decimal(7), Decimal(8))
    months = columns_of("BudgetLine", MONTHS, ["planned"])
    line = changed("BudgetLine", "2027年6月\t2027/7\n7\t8\n", LINES, months).item("b1")
    assert isinstance(line, BudgetLine)
    assert line.planned == {"2027-04": Decimal(100), "2027-06": Decimal(7), "2027-07": Decimal(8)}
    numbers = changed("BudgetLine", "202706\t202707\n7\t8\n", LINES, months).item("b1")
    assert isinstance(numbers, BudgetLine)
    assert numbers.planned["2027-04"] == Decimal(202_706), "bare numbers are amounts"


def test_every_bad_cell_is_named_and_nothing_changes() -> None:
    columns = columns_of("BudgetLine", MONTHS, ["name", "category", "planned"])
    block = "a\t誰か\t1,2\t\t\nb\tIT\t\tmany\t-5\t余り\nc\tIT\tx\n"
    with pytest.raises(BadPaste) as refused:
        changed("BudgetLine", block, LINES, columns)
    told = [text(each, "en") for each in refused.value.problems]
    starts = (
        'Row 1 ("展示会"), Budget category ("誰か"): No item',
        'Row 1 ("展示会"), Planned Apr 2027 ("1,2"): Set the commas',
        "Row 2: the table has no column for the cell number 6",
        'Row 2 ("Video"), Planned May 2027 ("many"): Enter a number',
        'Row 2 ("Video"), Planned Jun 2027 ("-5"): It must be at least 0',
        'Row 3, Planned Apr 2027 ("x"): Enter a number',
    )
    for line, start in zip(told, starts, strict=True):
        assert line.startswith(start)
    assert "2027年4月" in text(refused.value.message, "ja")


def test_the_bad_cell_of_an_item_is_told_with_its_name() -> None:
    plan = Plan("p", [BudgetLine(id="ads", name="検索広告")])
    with pytest.raises(BadPaste) as refused:
        paste(plan, "BudgetLine", "abc", ["ads"], [Column("planned", "2027-04")], typist())
    assert text(refused.value.problems[0], "ja").startswith("1行目「検索広告」、計画 2027年4月（「abc」）")


def test_a_zero_in_the_accounting_format_is_a_zero() -> None:
    plan = Plan("p", [BudgetLine(id="ads", name="検索広告")])
    columns = [Column("planned", month) for month in MONTHS]
    pasted = apply(plan, paste(plan, "BudgetLine", " -   \t1,200\t -   ", ["ads"], columns, typist()))
    assert pasted.item("ads").planned == dict(zip(MONTHS, (0, 1200, 0), strict=True))


def test_pairs_have_the_id_of_the_pair() -> None:
    columns = columns_of("Agreement", (), ["item", "department", "state"])
    after = changed("Agreement", "受注\t営業\tagreed\n受注\t経理\t\n", (), columns)
    assert after.item(pair_id("Agreement", "k", "d1")).state == "agreed"  # type: ignore[attr-defined]
    assert pair_id("Agreement", "k", "d2") in after
    for block, reason in (("受注\t営業\n受注\t営業\n", "already"), ("受注\t\tagreed\n", "must name")):
        with pytest.raises(BadPaste) as refused:
            changed("Agreement", block, (), columns)
        assert reason in text(refused.value.message, "en")


def test_what_a_plan_has_once_cannot_be_added() -> None:
    columns = columns_of("BudgetFrame", (), ["total"])
    plan = Plan("u", [BudgetFrame(id=only_id("BudgetFrame"))])
    with pytest.raises(BadPaste, match="only one item"):
        paste(plan, "BudgetFrame", "1\n2\n", (only_id("BudgetFrame"),), columns, typist())


def test_planned_months_that_follow_from_a_partner_are_refused() -> None:
    plan = Plan("u", [Partner(id="p", name="制作会社"), BudgetLine(id="b", source="p")])
    columns = columns_of("BudgetLine", MONTHS, ["planned"])
    with pytest.raises(BadPaste) as refused:
        paste(plan, "BudgetLine", "5\n", ("b",), columns, typist())
    assert "source" in text(refused.value.message, "en")


def test_a_thousand_rows_take_a_moment() -> None:
    rows = [Measure(id=f"m{n:04}", position=f"b{n:02}", name=f"施策{n}") for n in range(1000)]
    plan = Plan("u", rows)
    items = [row.id for row in rows]
    columns = columns_of("Measure", MONTHS)
    block = copied(plan, items, columns, "ja")
    assert paste(plan, "Measure", block, items, columns, typist()) == ()
