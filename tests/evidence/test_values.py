"""Dates, numbers and flags: read as a plain Python reader of the same forms reads them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.evidence import workspace
from kakehashi.evidence.looking import Look, load_stage
from kakehashi.evidence.question import Question
from kakehashi.evidence.source import Batch
from kakehashi.evidence.tables import Field, FieldKind
from kakehashi.evidence.taking import take_rows
from kakehashi.evidence.values import Reading, Told, layered, reading

MACROS = (Path(workspace.__file__).parent / "reading.sql").read_text("utf-8")


@contextmanager
def looking(folder: Path, values: list[str]) -> Iterator[tuple[Look, duckdb.DuckDBPyConnection]]:
    table = take_rows(iter([Batch(("x",), [(value,) for value in values])]), folder, "values")
    with duckdb.connect() as connection:
        connection.execute(MACROS)
        load_stage(connection, table)
        yield Look(connection, table), connection


def values_of(connection: duckdb.DuckDBPyConnection, read: Reading) -> list[Any]:
    rows = connection.execute(f"SELECT {read.value} FROM {layered([read])} ORDER BY r").fetchall()
    return [row[0] for row in rows]


def read(folder: Path, values: list[str], kind: FieldKind, **more: Any) -> list[Any]:
    with looking(folder, values) as (look, connection):
        field = Field("f", kind, percent=bool(more.pop("percent", False)))
        return values_of(connection, reading(look, "x", field, Told(**more)))


DATES = {
    "2026-04-01": date(2026, 4, 1),
    "2026/4/1": date(2026, 4, 1),
    "2026.4.1": date(2026, 4, 1),
    "20260401": date(2026, 4, 1),
    "2026年4月1日": date(2026, 4, 1),
    "2026年4月1日(水)": date(2026, 4, 1),
    "２０２６／４／１": date(2026, 4, 1),
    "令和8年4月1日": date(2026, 4, 1),
    "令和元年5月1日": date(2019, 5, 1),
    "平成31年4月30日": date(2019, 4, 30),
    "昭和64年1月7日": date(1989, 1, 7),
    "R8.4.1": date(2026, 4, 1),
    "H30/12/31": date(2018, 12, 31),
    "1-Apr-2026": date(2026, 4, 1),
    "Apr 1, 2026": date(2026, 4, 1),
    "2017-08-04T09:09:33.000+0000": date(2017, 8, 4),
    "2026-04-01 10:00": date(2026, 4, 1),
    "　2026-04-01 ": date(2026, 4, 1),
    "2026-04-01T23:30:00+09:00": date(2026, 4, 1),
    "2026-04-01T23:30:00Z": date(2026, 4, 1),
    "2026-04-01 23:30:00 JST": date(2026, 4, 1),
    "2026/4/1 午後3:05": date(2026, 4, 1),
    "2026年4月1日 10時30分": date(2026, 4, 1),
    "1775001600000": date(2026, 4, 1),
    "2026-02-30": None,
    "2026-13-01": None,
    "9999-12-31": None,
    "0026-04-01": None,
    "soon": None,
    "2026": None,
    "": None,
}


def test_dates(tmp_path: Path) -> None:
    assert dict(zip(DATES, read(tmp_path, list(DATES), "date"), strict=True)) == DATES


def test_months(tmp_path: Path) -> None:
    written = [
        "2026-04",
        "2026/4",
        "2026年4月",
        "2026年4月度",
        "202604",
        "Apr 2026",
        "2026-04-17",
        "2026年4月17日",
    ]
    assert read(tmp_path, [*written, "202613", "x"], "month") == [date(2026, 4, 1)] * 8 + [None, None]
    assert read(tmp_path, ["2026-04-17"], "month") == [date(2026, 4, 1)]


def test_a_date_order_that_the_column_tells(tmp_path: Path) -> None:
    assert read(tmp_path, ["04/05/2026", "13/05/2026"], "date") == [date(2026, 5, 4), date(2026, 5, 13)]
    assert read(tmp_path, ["04/05/2026", "05/13/26"], "date") == [date(2026, 4, 5), date(2026, 5, 13)]


def test_a_date_order_that_must_be_asked(tmp_path: Path) -> None:
    doubtful = ["04/05/2026", "01/02/2026"]
    with pytest.raises(Question) as asked:
        read(tmp_path, doubtful, "date")
    assert (asked.value.column, asked.value.readings) == ("x", ("dmy", "mdy"))
    assert read(tmp_path, doubtful, "date", option_order="dmy")[0] == date(2026, 5, 4)
    assert read(tmp_path, doubtful, "date", saved_order="mdy")[0] == date(2026, 4, 5)


def test_one_stray_date_does_not_decide_a_column(tmp_path: Path) -> None:
    with pytest.raises(Question):
        read(tmp_path, ["04/05/2026"] * 100 + ["05/13/2026"], "date")
    found = read(tmp_path, ["04/05/2026"] * 100 + ["05/13/2026"], "date", option_order="dmy")
    assert found == [date(2026, 5, 4)] * 100 + [None]


def test_mixed_orders_are_asked(tmp_path: Path) -> None:
    mixed = ["13/05/2026", "05/13/2026", "01/02/2026"]
    with pytest.raises(Question) as asked:
        read(tmp_path, mixed, "date")
    assert asked.value.message.id == "error.evidence.date_order_mixed"
    assert read(tmp_path, mixed, "date", option_order="dmy") == [date(2026, 5, 13), None, date(2026, 2, 1)]


def test_a_profile_that_the_column_contradicts_is_asked(tmp_path: Path) -> None:
    with pytest.raises(Question) as asked:
        read(tmp_path, ["05/13/2026"] * 3, "date", saved_order="dmy")
    assert asked.value.message.id == "error.evidence.date_order_changed"


NUMBERS = {
    "1200": "1200",
    "1,200": "1200",
    "1,234,567.89": "1234567.89",
    "¥1,200": "1200",
    "￥１，２００": "1200",
    "$1,234.56": "1234.56",
    "1200円": "1200",
    "1200万": "12000000",
    "1,200万円": "12000000",
    "1.5億": "150000000",
    "1億2000万": "120000000",
    "1億2000万500円": "120000500",
    "1200千円": "1200000",
    "3百万円": "3000000",
    "(1,200)": "-1200",
    "（１，２００）": "-1200",
    "▲1,200": "-1200",
    "△500": "-500",
    "-¥5": "-5",
    "−5": "-5",
    "1,200-": "-1200",
    "\\1,200": "1200",
    "1.2E+03": "1200",
    "1.2M": "1200000",
    "$1.2m": "1200000",
    "3K": "3000",
    "€2.5 bn": "2500000000",
    "4 Mio. €": "4000000",
    "1.2 million": "1200000",
    "3億": "300000000",
    "1.2兆円": "1200000000000",
    "JPY 1,200": "1200",
    "1,200 USD": "1200",
    "5 KRW": "5",
    "NT$500": "500",
    "1200 EURO": None,
    "3KK": None,
    ".5": "0.5",
    "12,34": None,
    "1-2": None,
    "12%": None,
    "1_000": None,
    "n/a": None,
    "()": None,
    "": None,
}


def test_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, list(NUMBERS), "number", decimal=".")
    wanted = {key: None if value is None else Decimal(value) for key, value in NUMBERS.items()}
    assert dict(zip(NUMBERS, found, strict=True)) == wanted


def test_numbers_with_a_decimal_comma(tmp_path: Path) -> None:
    assert read(tmp_path, ["1.200,50", "3,5", "1.234.567", "10"], "number") == [
        Decimal("1200.5"),
        Decimal("3.5"),
        Decimal(1234567),
        Decimal(10),
    ]


def test_numbers_that_must_be_asked(tmp_path: Path) -> None:
    with pytest.raises(Question):
        read(tmp_path, ["1.200", "3.500"], "number")
    assert read(tmp_path, ["1.200", "3.500"], "number", decimal=",") == [1200, 3500]
    assert read(tmp_path, ["1.200", "3.500"], "number", decimal=".") == [Decimal("1.2"), Decimal("3.5")]


def test_counts_are_whole(tmp_path: Path) -> None:
    assert read(tmp_path, ["20.0", "1,200", "2.5", "x"], "count") == [20, 1200, None, None]


def test_percent_where_a_share_makes_sense(tmp_path: Path) -> None:
    written = ["12%", "12.5 %", "１２％", "-3%", "0.4", "7", "%"]
    shares = ["0.12", "0.125", "0.12", "-0.03", "0.4", "7", None]
    assert read(tmp_path, written, "number", percent=True, decimal=".") == [
        None if share is None else Decimal(share) for share in shares
    ]
    assert read(tmp_path, ["12%", "7"], "number") == [None, 7]


def test_numbers_in_thousands(tmp_path: Path) -> None:
    assert read(tmp_path, ["1,200", "0.5"], "number", scale=Decimal(1000)) == [1_200_000, 500]
    assert read(tmp_path, ["20836690"], "number", scale=Decimal("0.000001")) == [Decimal("20.83669")]


@settings(max_examples=10, deadline=None)
@given(days=st.lists(st.dates(date(1932, 1, 1), date(2150, 1, 1)), min_size=1, max_size=5), old=st.booleans())
def test_day_numbers_are_asked_and_counted_from_either_year(
    tmp_path_factory: pytest.TempPathFactory, days: list[date], old: bool
) -> None:
    start = date(1904, 1, 1) if old else date(1899, 12, 30)
    written = [f"{(day - start).days}.25" for day in days]
    folder = tmp_path_factory.mktemp("serial")
    with pytest.raises(Question) as asked:
        read(folder, written, "date")
    assert (asked.value.option, asked.value.readings) == ("--serial-dates 1900|1904", ("1900", "1904"))
    assert read(folder, written, "date", serial="1904" if old else "1900") == days


def test_currencies_that_cells_name(tmp_path: Path) -> None:
    written = {
        "¥1,200": "JPY",
        "￥１２": "JPY",
        "1200万円": "JPY",
        "€5": "EUR",
        "5 GBP": "GBP",
        "US$5": "USD",
        "usd 5": "USD",
        "NT$5": "TWD",
        "$5": "$",
        "30元": "元",
        "5": None,
        "1.2M": None,
    }
    with looking(tmp_path, list(written)) as (look, connection):
        rows = connection.execute(
            f"SELECT named_currency({look.narrow('x')}) FROM stage ORDER BY r"
        ).fetchall()
    assert [row[0] for row in rows] == list(written.values())


def test_flags(tmp_path: Path) -> None:
    yes = ["1", "1.0", "TRUE", "はい", "○", "Yes", "有", "あり", "済み", "☑"]
    no = ["0", "0.0", "False", "いいえ", "×", "no", "無", "なし", "未", "☐"]
    found = read(tmp_path, [*yes, *no, "", "maybe"], "flag")
    assert found == [True] * len(yes) + [False] * len(no) + [None, None]


# Against a plain reader ---------------------------------------------------------------------------------


def plain_number(written: str) -> Decimal | None:
    """The same forms with a decimal point, read step by step."""
    rest = unicodedata.normalize("NFKC", written).strip().replace("−", "-")
    negative = bool(re.search(r"[-▲△(]", rest))
    rest = re.sub(r"[-+▲△()¥$€£円\s]", "", rest)
    total = Decimal(0)
    for unit, factor in (("億", 10**8), ("万", 10**4), ("", 1)):
        if unit and unit in rest:
            part, rest = rest.split(unit, 1)
        elif not unit:
            part, rest = rest, ""
        else:
            continue
        if part:
            total += Decimal(part.replace(",", "")) * factor
    return -total if negative else total


money = st.builds(
    lambda amount, form: form.format(amount),
    st.integers(0, 10**9),
    st.sampled_from(
        ["{}", "{:,}", "¥{:,}", "{:,}円", "({:,})", "▲{:,}", "-{:,}", "{}万", "{:,}.25", "1億{}万"]
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(money, min_size=1, max_size=20))
def test_money_as_a_plain_reader_reads_it(
    tmp_path_factory: pytest.TempPathFactory, written: list[str]
) -> None:
    found = read(tmp_path_factory.mktemp("numbers"), written, "number", decimal=".")
    assert found == [plain_number(value) for value in written]


ERAS = (("令和", 2018), ("平成", 1988))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.dates(date(2019, 5, 1), date(2069, 12, 31)), st.integers(0, 5)), min_size=1))
def test_dates_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, days: list[tuple[date, int]]
) -> None:
    forms = (
        "{0:%Y-%m-%d}",
        "{0.year}/{0.month}/{0.day}",
        "{0.year}年{0.month}月{0.day}日",
        "{0.day}/{0.month}/{0.year}",
        "{0:%d-%b-%Y} 10:30",
        "令和{1}年{0.month}月{0.day}日",
    )
    written = [forms[form].format(day, day.year - 2018) for day, form in days]
    folder = tmp_path_factory.mktemp("dates")
    assert read(folder, [*written, *["31/12/2025"] * 50], "date")[: len(days)] == [day for day, _ in days]
