"""Numbers and days past what anything can hold are set aside with their reason, never cut, never nought."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.plain import WHEN

from kakehashi.evidence.import_job import ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import Profile
from kakehashi.evidence.source import Batch, Cell
from kakehashi.evidence.workspace import engine

LIMIT = 10**22
COLUMNS = ("Company ID", "Company Name", "Number of Employees", "Annual Revenue")


def load(folder: Path, employees: list[Cell], revenue: list[Cell], scale: str = "1") -> ImportResult:
    rows = [(f"C{n}", "x", *cells) for n, cells in enumerate(zip(employees, revenue, strict=True))]
    profile = Profile(
        table="company",
        key="Company ID",
        columns={"Number of Employees": "employees", "Annual Revenue": "revenue"},
        scales={"Annual Revenue": scale},
    )
    result = import_table(
        folder, iter([Batch(COLUMNS, rows)]), name="x", table="company", profile=profile, when=WHEN
    )
    assert result.read == result.loaded + result.set_aside
    return result


def loaded(folder: Path) -> list[tuple[object, ...]]:
    with engine(folder, read_only=True) as connection:
        return connection.execute(
            "SELECT company_id, employees, revenue FROM company ORDER BY company_id"
        ).fetchall()


@pytest.mark.parametrize(
    "employees", ["9223372036854775808", "99,999,999,999,999,999,999", "1e30", "1200京", "12.5"]
)
def test_a_count_that_no_count_can_be(tmp_path: Path, employees: str) -> None:
    result = load(tmp_path, ["9223372036854775807", employees], ["1", "1"])
    assert loaded(tmp_path) == [("C0", 9223372036854775807, Decimal(1))]
    assert result.reasons == {"evidence.aside.number": 1}


@pytest.mark.parametrize(
    "revenue",
    [
        "9" * 40, "9" * 28, "¥" + "9" * 40,
        "9,999,999,999,999,999,999,999,999,999", "99999999999999999999兆", "1e300",
        "-" + "9" * 30, "▲" + "9" * 30,
    ],
)  # fmt: skip
def test_an_amount_past_the_engine_s_decimal(tmp_path: Path, revenue: str) -> None:
    result = load(tmp_path, ["1", "2"], [str(LIMIT - 1), revenue])
    assert loaded(tmp_path) == [("C0", 1, Decimal(LIMIT - 1))]
    assert result.reasons == {"evidence.aside.number": 1}


def test_an_amount_that_its_unit_makes_too_large(tmp_path: Path) -> None:
    result = load(tmp_path, ["1", "2", "3"], ["5", "9" * 21, "9" * 27], scale="1000000")
    assert loaded(tmp_path) == [("C0", 1, Decimal(5_000_000))]
    assert result.reasons == {"evidence.aside.number": 2}


def test_as_many_of_the_largest_as_there_are_can_be_added_up(tmp_path: Path) -> None:
    load(tmp_path, ["1"] * 5000, [str(LIMIT - 1)] * 5000)
    with engine(tmp_path, read_only=True) as connection:
        assert connection.execute("SELECT sum(revenue) FROM company").fetchone() == (
            Decimal(5000) * (LIMIT - 1),
        )


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("numbers")


@settings(max_examples=25)
@given(
    st.lists(st.integers(-(10**31), 10**31), min_size=1, max_size=8),
    st.sampled_from(["{}", "¥{:,}", "{:,} 円"]),
)
def test_a_number_is_loaded_as_it_is_or_set_aside(workspaces: Path, numbers: list[int], form: str) -> None:
    load(workspaces, ["1"] * len(numbers), [form.format(number) for number in numbers])
    for name, _, revenue in loaded(workspaces):
        assert revenue == numbers[int(str(name).removeprefix("C"))]


@pytest.mark.parametrize(
    "day",
    [
        "0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "12026-01-01", "2026/4/31", "2026年13月1日",
        "令和99年13月1日",
        "20261301", "1e9", "2026/99/99",
    ],
)  # fmt: skip
def test_a_day_that_no_calendar_has(tmp_path: Path, day: str) -> None:
    columns = ("Deal ID", "Stage", "Create Date")
    rows: list[tuple[Cell, ...]] = [(f"D{n}", "Closed Won", "2026-04-01") for n in range(9)]
    result = import_table(
        tmp_path,
        iter([Batch(columns, [*rows, ("odd", "Closed Won", day)])]),
        name="x",
        table="opportunity",
        when=WHEN,
    )
    assert (result.loaded, result.reasons) == (9, {"evidence.aside.date": 1})
