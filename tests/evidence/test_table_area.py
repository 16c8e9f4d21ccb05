"""Where the table is in a grid of cells: titles, headers of every kind, several tables, totals, notes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.evidence.question import Question
from kakehashi.evidence.source import Cell
from kakehashi.evidence.table_area import TableArea, find_area, is_total
from kakehashi.words import LANGUAGES, PlanError, text

DATA: list[list[Cell]] = [["D1", "Acme", "2026-04-01", "1,200"], ["D2", "Bolt", "2026-05-02", "300"]] * 3
HEADER: list[Cell] = ["Id", "Name", "Created", "Amount"]


def area(rows: list[list[Cell]], *, sheet: bool = True, part: int | None = None) -> TableArea:
    found = find_area(rows, sheet=sheet, part=part)
    assert found is not None
    for language in LANGUAGES:
        assert all(text(rule.reason, language) for rule in found.rules)
    return found


def padded(rows: list[list[Cell]], left: int = 0, right: int = 0) -> list[list[Cell]]:
    width = max(map(len, rows))
    return [[None] * left + row + [None] * (width - len(row) + right) for row in rows]


@pytest.mark.parametrize("sheet", [True, False])
def test_a_plain_table(sheet: bool) -> None:
    found = area([HEADER, *DATA], sheet=sheet)
    assert (found.header_rows, found.first_row, found.last_row) == ((1,), 2, None)
    assert found.columns == ("Id", "Name", "Created", "Amount")
    assert [rule.key for rule in found.rules] == ["header"]


@pytest.mark.parametrize("sheet", [True, False])
def test_titles_above_the_header(sheet: bool) -> None:
    rows = padded([["Deals of 2026"], ["made on", "2026-11-01"], [], HEADER, *DATA])
    found = area(rows, sheet=sheet)
    assert (found.header_rows, found.first_row) == ((4,), 5)
    assert [(rule.key, rule.value) for rule in found.rules] == [("header", "4"), ("titles", "1-2")]


def test_an_offset_table_with_notes_below() -> None:
    rows = padded([["Deals"], [], HEADER, *DATA, [], ["Source: the CRM"], ["* estimated"]], left=3, right=2)
    found = area(rows)
    assert (found.first_column, found.header_rows, found.first_row, found.last_row) == (3, (3,), 4, 9)
    assert found.columns == ("Id", "Name", "Created", "Amount")


def test_a_header_of_two_rows() -> None:
    groups: list[Cell] = ["", "2026", "", "2027", ""]
    names: list[Cell] = ["Measure", "Plan", "Actual", "Plan", "Actual"]
    body: list[list[Cell]] = [["Events", "1", "2", "3", "4"], ["Web", "5", "6", "7", "8"]] * 2
    wanted = ("Measure", "2026 / Plan", "2026 / Actual", "2027 / Plan", "2027 / Actual")
    assert area([groups, names, *body]).columns == wanted
    assert area([["Budget", "", "", "", ""], groups, names, *body]).header_rows == (2, 3)
    upright: list[Cell] = ["Measure", "2026", "2026", "2027", "2027"]
    below: list[Cell] = ["", "Plan", "Actual", "Plan", "Actual"]
    assert area([upright, below, *body]).columns == wanted


def test_a_header_that_stands_twice_counts_once() -> None:
    found = area([HEADER, HEADER, *DATA], sheet=False)
    assert (found.columns, found.header_rows, found.first_row) == (
        ("Id", "Name", "Created", "Amount"),
        (1, 2),
        3,
    )


def test_no_header() -> None:
    found = area(DATA, sheet=False)
    assert (found.header_rows, found.first_row, found.columns) == ((), 1, ("#1", "#2", "#3", "#4"))
    assert found.rules[0].value == "none"
    assert area([[1, 2, 3]]).header_rows == ()
    assert area([["Deals", "", "", ""], *DATA]).first_row == 2


def test_years_and_months_may_be_names() -> None:
    body: list[list[Cell]] = [["Events", 10, 20.5], ["Web", 300, 4]]
    assert area([["Measure", 2026, 2027], *body]).columns == ("Measure", "2026", "2027")
    months: list[Cell] = ["Measure", date(2026, 4, 1), date(2026, 5, 1)]
    assert area([months, *body]).columns[1] == "2026-04-01"


def test_a_header_that_does_not_fit_names_no_column() -> None:
    short = area([["IdName", "Created", "Amount"], *DATA], sheet=False)
    assert short.columns == ("#1", "#2", "#3", "#4")
    assert short.rules[0].reason.id == "evidence.rule.header_unfit"
    told = find_area([["IdName", "Created", "Amount"], *DATA], header_rows=(1,), sheet=False)
    assert told is not None
    assert told.columns == ("IdName", "Created", "Amount", "#4")
    assert area([["", *HEADER], *DATA], sheet=False).columns == ("Id", "Name", "Created", "Amount")


def test_rows_that_lack_a_named_cell_keep_the_header() -> None:
    """Which cell they lack can't be told: they are set aside, and the columns keep their names."""
    short = [row[:2] for row in DATA]
    found = area([["Id", "Created", "Amount"], *short, *short], sheet=False)
    assert found.columns == ("Id", "Created", "Amount")


def test_several_tables() -> None:
    other: list[list[Cell]] = [["Month", "Spend"], ["2026-04", "10"], ["2026-05", "20"], ["2026-06", "30"]]
    rows = [HEADER, *DATA, *other]
    found = area(rows, sheet=False)
    assert (found.parts, found.part, found.last_row) == (2, 1, 7)
    second = area(rows, sheet=False, part=2)
    assert (second.header_rows, second.first_row, second.columns) == ((8,), 9, ("Month", "Spend"))
    sheet = padded([*other, [], ["Deals"], HEADER, *DATA])
    larger = area(sheet, part=2)
    assert (larger.header_rows, larger.columns[0]) == ((7,), "Id")
    with pytest.raises(Question) as asked:
        area(padded([*other, [], HEADER, *DATA]))
    assert asked.value.option == "--part N"
    assert len(asked.value.readings) == 2
    with pytest.raises(Question):
        area(rows, sheet=False, part=3)


def test_a_header_that_a_person_names() -> None:
    rows: list[list[Cell]] = [["x", "y"], HEADER[:2], ["1", "2"]]
    found = find_area(rows, header_rows=(2,))
    assert found is not None
    assert (found.columns, found.first_row) == (("Id", "Name"), 3)
    none = find_area(rows, header_rows=())
    assert none is not None
    assert (none.columns, none.first_row) == (("#1", "#2"), 1)
    for row in (3, 9):
        with pytest.raises(PlanError):
            find_area(rows, header_rows=(row,))


def test_nothing_at_all() -> None:
    assert find_area([]) is None
    assert find_area([[None, " "], []]) is None


@pytest.mark.parametrize(
    "cells",
    [
        ["Total", "", "1,200"],
        ["Grand Total", 3, 4.5],
        ["合計", None, "1,200円"],
        ["小計", "3", ""],
        ["総計：", "3"],
        ["", "East Total", "5"],
        ["Total (23)", "", "7"],
        ["2026-04", "合計", "9"],
        ["Total", "#DIV/0!", "3"],
        ["Total", 2000],
    ],
)
def test_totals(cells: list[Cell]) -> None:
    assert is_total(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["Total", "Oil and gas", "100"],
        ["D7", "Total", "100"],
        ["0000", "TOTAL PERSONS", "3"],
        ["会計システム", "100"],
        ["設計", "100"],
        ["Total"],
        ["Totally", "100"],
        ["A", "100"],
        [],
    ],
)
def test_rows_that_are_no_totals(cells: list[Cell]) -> None:
    assert not is_total(cells)


_cells = st.none() | st.text(max_size=4) | st.integers(0, 3000) | st.dates() | st.floats(allow_nan=False)


@given(st.lists(st.lists(_cells, max_size=5), max_size=12), st.booleans())
def test_any_grid_has_an_area_within_it_or_none_or_a_question(rows: list[list[Cell]], sheet: bool) -> None:
    try:
        found = find_area(rows, sheet=sheet)
    except Question:
        return
    if found is None:
        assert not any(str(cell).strip() for row in rows for cell in row if cell is not None)
        return
    assert len(set(found.columns)) == len(found.columns) > 0
    assert 1 <= found.first_row <= len(rows) + 1
    assert all(row < found.first_row for row in found.header_rows)
    assert found.last_row is None or found.first_row - 1 <= found.last_row <= len(rows)
