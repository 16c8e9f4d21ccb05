"""The raw cells of a sheet become the rows of its table, and what was decided on the way is told."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.evidence.cells import block_of, duration, sheet_number, texts_of
from kakehashi.evidence.grid import sheet_of
from kakehashi.evidence.import_job import ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import OutcomeRule, Profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.read_as import ReadAs
from kakehashi.evidence.source import Grid
from kakehashi.evidence.taking import take_rows
from kakehashi.evidence.text_table import NulFound, TextTable, TextTableWriter
from kakehashi.words import PlanError, text

Rows = Sequence[Sequence[Any]]


def taken(folder: Path, rows: Rows, told: ReadAs | None = None, **more: Any) -> TextTable:
    width = max(map(len, rows))
    cells = iter([[*row, *[None] * (width - len(row))] for row in rows])
    return take_rows(sheet_of(Grid(cells, **more)), folder, "book.xlsx", told=told)


def written(table: TextTable) -> list[list[str]]:
    with table.path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def rules(table: TextTable) -> dict[str, str]:
    for rule in table.rules:
        assert all(text(rule.reason, language) for language in ("ja", "en"))  # type: ignore[arg-type]
    return {rule.key: rule.value for rule in table.rules}


DEALS: Rows = [
    ["案件ID", "会社名", "金額", "受注日"],
    ["D-1", "あおば商事", 1200.0, date(2026, 4, 1)],
    ["D-2", "港精機", 800.5, date(2026, 5, 12)],
    ["D-3", "みなと計器", 0.1 + 0.2, date(2026, 6, 30)],
]


def test_kinds_of_cell(tmp_path: Path) -> None:
    table = taken(
        tmp_path,
        [
            ["id", "number", "on", "at", "flag", "clock", "hours", "code"],
            ["a", 0.1 + 0.2, date(2026, 4, 1), datetime(2026, 4, 1, 9, 30), True, time(13, 45), "", "0012"],
            ["b", 12.0, datetime(2026, 4, 2), datetime(2019, 2, 1, 1, 36, 57, 312000), False, "", "x", "7"],
            ["c", 1e21, "", "", "", "", timedelta(hours=26, minutes=30), "line\r\nbreak"],
        ],
    )
    assert written(table) == [
        ["2", "a", "0.3", "2026-04-01", "2026-04-01 09:30:00", "true", "13:45:00", "", "0012"],
        ["3", "b", "12", "2026-04-02", "2019-02-01 01:36:57.312", "false", "", "x", "7"],
        ["4", "c", "1" + "0" * 21, "", "", "", "", "26:30:00", "line\nbreak"],
    ]
    assert [set(kinds) - {"nothing"} for kinds in table.kinds] == [
        {"text"}, {"number"}, {"date"}, {"date"}, {"flag"}, {"text"}, {"text"}, {"text"},
    ]  # fmt: skip


@given(st.decimals(-(10**11), 10**11, places=4))
def test_a_number_of_15_digits_is_exact(number: Decimal) -> None:
    assert Decimal(sheet_number(float(number))) == number


@given(st.integers(-(2**53) + 1, 2**53 - 1))
def test_a_whole_number_keeps_its_digits(number: int) -> None:
    assert sheet_number(float(number)) == str(number)


@given(st.floats(-9.99e307, 9.99e307))
def test_no_number_is_off_by_more_than_the_15th_digit(number: float) -> None:
    assert float(sheet_number(number)) == pytest.approx(number, rel=1e-14, abs=0)


def test_durations() -> None:
    assert duration(timedelta(hours=26, minutes=30)) == "26:30:00"
    assert duration(timedelta(seconds=-90)) == "-00:01:30"
    assert duration(timedelta(milliseconds=1500)) == "00:00:01.500"


CELLS = st.one_of(
    st.none(), st.text(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(timedelta(-1000), timedelta(1000)),
)  # fmt: skip


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_a_column_reads_like_its_cells_one_by_one(rows: list[tuple[Any, Any]]) -> None:
    whole = block_of(rows, 1)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            alone = block_of([[cell]], 1)
            assert texts_of(whole.columns[column])[at] == texts_of(alone.columns[0])[0]
            kinds = whole.kinds[column]
            if cell is not None and cell != "":
                assert (kinds if len(kinds) == 1 else kinds[at]) == alone.kinds[0]


@pytest.mark.parametrize(
    "name",
    [
        "合計",
        "小計 ",
        "総計：",
        "累計（税抜）",
        "部門の計",
        "Total",
        "Grand Total: all",
        "SUBTOTALS",
        "TOTALs (net)",
    ],
)
@pytest.mark.parametrize("break_", ["", "x\ny"])
def test_totals_far_down_are_set_aside(tmp_path: Path, name: str, break_: str) -> None:
    deals = [[f"D-{at}", "時計設計社", float(at), break_] for at in range(6_000)]
    table = taken(tmp_path, [["ID", "会社名", "金額", "備考"], *deals, [name, "", 9.0, ""], *deals[:3]])
    assert (table.rows, table.aside) == (6_003, 1)
    assert table.aside_path.read_text("utf-8").startswith("6002,total,")


ALIKE = [
    st.floats(), st.sampled_from([0.0, -0.0, 12.0, 1e15, 5e-5, 0.1 + 0.2]), st.dates(), st.times(),
    st.datetimes(), st.sampled_from([datetime(2026, 4, 1), datetime(2026, 4, 1, 9, 30)]),
    st.datetimes(timezones=st.timezones()),
]  # fmt: skip


@given(st.sampled_from(ALIKE).flatmap(lambda kind: st.lists(st.one_of(kind, st.just("")), min_size=2)))
def test_a_column_of_one_kind_reads_like_its_cells_one_by_one(cells: list[Any]) -> None:
    column = block_of([[cell] for cell in cells], 1).columns[0]
    # A true cell beside them: then nothing can be read in one go.
    one_by_one = [block_of([[cell], [True], ["x"]], 1).columns[0] for cell in cells]
    assert texts_of(column) == [texts_of(one)[0] for one in one_by_one]


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.text('ab,"\n 計', min_size=1))] * 3), min_size=1))
def test_columns_are_written_as_they_are(tmp_path_factory: Any, rows: list[tuple[str | None, ...]]) -> None:
    with TextTableWriter(tmp_path_factory.mktemp("text")) as writer:
        writer.add_columns(range(1, len(rows) + 1), block_of(rows, 1).columns)
    with writer.path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            [str(number), *(cell or "" for cell in row)] for number, row in enumerate(rows, 1)
        ]
    assert writer.rows == len(rows)


def test_an_offset_table_with_titles_and_an_over_long_range(tmp_path: Path) -> None:
    rows = [[], ["", "2026年度 商談一覧"], [], *[["", *row] for row in DEALS], *[[]] * 6000]
    table = taken(tmp_path, rows)
    assert table.columns == ("案件ID", "会社名", "金額", "受注日")
    assert written(table)[0] == ["5", "D-1", "あおば商事", "1200", "2026-04-01"]
    assert (table.read, table.rows) == (3, 3)
    assert rules(table) == {"header": "4", "titles": "2"}


def test_blank_rows_between_are_no_rows_but_count(tmp_path: Path) -> None:
    table = taken(tmp_path, [*DEALS[:2], [], *DEALS[2:]])
    assert [row[0] for row in written(table)] == ["2", "4", "5"]


def test_totals_are_set_aside_and_told(tmp_path: Path) -> None:
    rows = [*DEALS, ["小計", "", 2000.8], ["D-4", "時計の計", 5.0, ""], ["", "合計", 2005.8]]
    table = taken(tmp_path, rows)
    assert (table.read, table.rows, table.aside) == (6, 4, 2)
    assert table.aside_path.read_text("utf-8").splitlines()[0].startswith("5,total,")
    assert rules(table)["totals"] == "2"
    kept = taken(tmp_path, rows, ReadAs(totals=True))
    assert (kept.rows, kept.aside) == (6, 0)


def test_merged_header_cells_and_a_header_of_two_rows(tmp_path: Path) -> None:
    rows: Rows = [
        ["会社名", "2026年度", "", "2027年度", ""],
        ["", "予算", "実績", "予算", "実績"],
        ["あおば商事", 10.0, 12.0, 11.0, ""],
        ["港精機", 20.0, 18.0, 21.0, ""],
    ]
    merged = ((1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5))
    table = taken(tmp_path, rows, merged=merged)
    assert table.columns == (
        "会社名", "2026年度 / 予算", "2026年度 / 実績", "2027年度 / 予算", "2027年度 / 実績",
    )  # fmt: skip
    assert [row[1:3] for row in written(table)] == [["あおば商事", "10"], ["港精機", "20"]]
    assert rules(table)["merged"] == "3"


def test_a_merged_group_names_all_of_its_rows_and_a_merged_number_counts_once(tmp_path: Path) -> None:
    rows: Rows = [
        ["部門", "施策", "金額"],
        ["営業", "展示会", 100.0],
        ["", "セミナー", ""],
        ["広報", "記事", 30.0],
    ]
    table = taken(tmp_path, rows, merged=((2, 1, 3, 1), (2, 3, 3, 3)))
    assert [row[1:] for row in written(table)] == [
        ["営業", "展示会", "100"], ["営業", "セミナー", ""], ["広報", "記事", "30"],
    ]  # fmt: skip


def test_a_merged_title_is_no_header(tmp_path: Path) -> None:
    rows = [["商談一覧", "", "", ""], *DEALS]
    table = taken(tmp_path, rows, merged=((1, 1, 1, 4),))
    assert table.columns == ("案件ID", "会社名", "金額", "受注日")


def test_errors_are_nothing_and_counted(tmp_path: Path) -> None:
    rows = [*DEALS, ["D-4", "#N/A", "#DIV/0!", date(2026, 7, 1)]]
    table = taken(tmp_path, rows, errors=3)
    assert written(table)[-1] == ["5", "D-4", "", "", "2026-07-01"]
    assert rules(table)["errors"] == "5"


def test_remarks_beside_the_table_are_counted(tmp_path: Path) -> None:
    rows = [[*DEALS[0]], [*DEALS[1], "", "要確認"], *DEALS[2:], ["D-5", "x", 1.0, date(2026, 7, 1)]]
    table = taken(tmp_path, rows)
    assert table.columns == ("案件ID", "会社名", "金額", "受注日")
    assert rules(table)["outside"] == "1"


def test_more_rows_than_are_looked_at_first(tmp_path: Path) -> None:
    rows = [DEALS[0], *([f"D-{at}", "会社", float(at), date(2026, 4, 1)] for at in range(20_000))]
    rows.append(["合計", "", 1e9, ""])
    table = taken(tmp_path, rows)
    assert (table.rows, table.aside) == (20_000, 1)
    assert written(table)[-1][:2] == ["20001", "D-19999"]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([[], ["", ""]], "error.evidence.no_table"),
        ([["案件ID", "金額"], ["", ""]], "error.evidence.no_rows"),
    ],
)
def test_sheets_without_a_table(tmp_path: Path, rows: Rows, problem: str) -> None:
    with pytest.raises(PlanError) as caught:
        taken(tmp_path, rows)
    assert caught.value.message.id == problem
    assert "book.xlsx" in text(caught.value.message, "ja")


def test_a_nul_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(NulFound) as caught:
        taken(tmp_path, [*DEALS, ["D-4", "a\0b", 1.0]])
    assert "5" in text(caught.value.message, "en")


def imported(folder: Path, rows: Rows) -> ImportResult:
    profile = Profile(
        table="opportunity", key="id", columns={"amount": "amount"}, outcome=OutcomeRule(always="won")
    )
    sheet = sheet_of(Grid(iter(rows)))
    return import_table(
        folder / "evidence", sheet, name="b.xlsx", table="opportunity", profile=profile, when="2027-04-01"
    )


def test_a_number_of_a_sheet_is_never_asked_about(tmp_path: Path) -> None:
    """1.234 in a text file may be a thousand; in a sheet it is a number already."""
    rows: Rows = [["id", "amount"], *([f"D-{at}", 1.234] for at in range(5))]
    assert imported(tmp_path, rows).won_amount == Decimal("6.17")
    text_cells: Rows = [["id", "amount"], *([f"E-{at}", "1.234"] for at in range(5))]
    with pytest.raises(Question):
        imported(tmp_path / "text", text_cells)
