"""One import after another: repeats, what replaces what, what comes back, and rows that are repaired."""

from __future__ import annotations

import csv
import random
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.plain import WHEN

from kakehashi.evidence.import_job import Choices, ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import Repeats
from kakehashi.evidence.question import Question
from kakehashi.evidence.repairing import write_set_aside
from kakehashi.evidence.replacing import remove_import
from kakehashi.evidence.source import Batch, DelimitedFile
from kakehashi.evidence.workspace import engine, list_imports
from kakehashi.words import PlanError

HEADER = ("Deal ID", "Stage", "Amount", "Create Date", "Modified On")
Row = tuple[str, ...]


def load(folder: Path, rows: list[Row], name: str = "deals", **more: object) -> ImportResult:
    return import_table(
        folder,
        iter([Batch(HEADER, list(rows))]),  # type: ignore[arg-type]
        name=name,
        table="opportunity",
        when=WHEN,
        **more,  # type: ignore[arg-type]
    )


def deal(key: str, amount: str = "5", stage: str = "Closed Won", modified: str = "2026-02-01") -> Row:
    return (key, stage, amount, "2026-01-01", modified)


def amounts(folder: Path) -> dict[str, Decimal]:
    with engine(folder, read_only=True) as connection:
        return dict(connection.execute("SELECT opportunity_id, amount FROM opportunity").fetchall())


def counts_hold(folder: Path) -> None:
    for one in list_imports(folder):
        assert one.read == one.loaded + one.set_aside + one.repaired


# Repeats -----------------------------------------------------------------------------------------------


def test_the_same_row_twice_is_counted_apart(tmp_path: Path) -> None:
    result = load(tmp_path, [deal("1"), deal("1"), deal("2"), deal("1")])
    assert (result.loaded, dict(result.reasons)) == (2, {"evidence.aside.duplicate": 2})


def test_rows_of_one_key_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(Question) as asked:
        load(tmp_path, [deal("1", "5"), deal("1", "7"), deal("2")])
    assert (asked.value.column, asked.value.option) == ("Deal ID", "--repeats")
    assert asked.value.readings == ("lines", "newest", "last", "first")
    assert list_imports(tmp_path) == ()


@pytest.mark.parametrize(
    ("repeats", "amount", "reason"),
    [("lines", 24, "line"), ("first", 5, "repeated"), ("last", 7, "repeated"), ("newest", 12, "repeated")],
)
def test_what_repeats_are(tmp_path: Path, repeats: Repeats, amount: int, reason: str) -> None:
    rows = [
        deal("1", "5", modified="2026-02-01 10:00"),
        deal("1", "12", modified="2026-02-03 09:00"),
        deal("1", "7", modified="2026-02-03 08:00"),
        deal("2"),
        deal("1", "7", modified="2026-02-03 08:00"),
    ]
    result = load(tmp_path, rows, choices=Choices(repeats=repeats))
    assert amounts(tmp_path) == {"1": amount, "2": 5}
    assert dict(result.reasons) == {f"evidence.aside.{reason}": 2, "evidence.aside.duplicate": 1}
    assert result.read == result.loaded + result.set_aside == 5
    # The answer is in the profile of the layout.
    again = load(tmp_path, [*rows, deal("3")], "next")
    assert amounts(tmp_path) == {"1": amount, "2": 5, "3": 5}
    assert again.profile.repeats == repeats


def test_lines_of_one_deal_went_the_same_way(tmp_path: Path) -> None:
    rows = [deal("1", "5"), deal("1", "7", stage="Closed Lost"), deal("2")]
    with pytest.raises(PlanError) as refused:
        load(tmp_path, rows, choices=Choices(repeats="lines"))
    assert refused.value.message.id == "error.evidence.lines_differ"


# What replaces what --------------------------------------------------------------------------------------

files = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d"]),
        st.dictionaries(st.sampled_from("123456"), st.integers(1, 99), min_size=1),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.once
@settings(max_examples=5, deadline=None)
@given(files=files, seed=st.randoms(use_true_random=False))
def test_the_latest_import_of_a_key_counts_and_gives_back(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, dict[str, int]]], seed: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("law")
    here: dict[str, dict[str, int]] = {}  # import id -> its rows, the oldest first

    def check() -> None:
        # An import of which nothing counts any more may be gone; that changes nothing.
        wanted = {key: value for rows in here.values() for key, value in rows.items()}
        assert amounts(folder) == wanted
        known = list_imports(folder)
        assert sum(one.rows for one in known) == len(wanted)
        counts_hold(folder)

    for name, rows in files:
        result = load(folder, [deal(key, str(value)) for key, value in rows.items()], name)
        for gone in result.replaced:
            del here[gone]
        here[result.import_id] = rows
        check()
    # Once more: nothing is doubled.
    result = load(folder, [deal(key, str(value)) for key, value in rows.items()], name)
    assert result.import_id not in here
    for gone in result.replaced:
        del here[gone]
    here[result.import_id] = rows
    check()
    order = list(here)
    seed.shuffle(order)
    for import_id in order:
        before = len(amounts(folder))
        removal = remove_import(folder, import_id)
        del here[import_id]
        check()
        assert before - removal.rows + removal.back == len(amounts(folder))


def test_removal_says_what_comes_back_and_what_does_not(tmp_path: Path) -> None:
    load(tmp_path, [deal("1", "1"), deal("2", "2")], "april")
    load(tmp_path, [deal("3", "1")], "march")
    may = load(tmp_path, [deal("2", "20"), deal("3", "30")], "may")
    assert may.superseded == 1
    assert len(may.replaced) == 1  # march: nothing of it counted any more
    removal = remove_import(tmp_path, may.import_id)
    assert (removal.rows, removal.back, removal.back_from, removal.not_back) == (2, 1, ("april",), ("march",))
    assert amounts(tmp_path) == {"1": 1, "2": 2}
    with pytest.raises(PlanError):
        remove_import(tmp_path, may.import_id)


# Rows that are repaired ----------------------------------------------------------------------------------


def content(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]]) -> DelimitedFile:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return DelimitedFile(path)


BROKEN = [
    deal("1", "10"),
    deal("2", "much"),
    deal("", "30"),
    deal("4", "=1+1"),
    deal("5", "-x"),
    deal("'6", "'7"),
    deal("1", "10"),
    deal("8", "80"),
]


def back(folder: Path, path: Path, name: str = "repaired.csv") -> ImportResult:
    return import_table(folder, DelimitedFile(path), name=name, table="opportunity", when=WHEN)


def test_rows_set_aside_come_back_repaired(tmp_path: Path) -> None:
    workspace, out = tmp_path / "evidence", tmp_path / "out.csv"
    first = load(workspace, BROKEN)
    assert (first.read, first.loaded, first.set_aside) == (8, 2, 6)
    assert write_set_aside(workspace, first.import_id, out, "en") == 5  # not the same row once more
    rows = content(out)
    assert rows[0] == ["kakehashi_import", "kakehashi_row", "kakehashi_reason", *HEADER]
    assert [row[1] for row in rows[1:]] == ["2", "3", "4", "5", "6"]
    assert rows[1][2] == "a number cannot be read"
    # A spreadsheet sees no formula.
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [row[5] for row in rows[1:]] == ["much", "30", "'=1+1", "'-x", "''7"]
    rows[1][5], rows[2][3], rows[3][5], rows[5][5] = "20", "3", "40", "70"
    write(out, rows)
    second = back(workspace, out)
    assert (second.completes, second.read, second.loaded, second.set_aside) == (first.import_id, 5, 4, 1)
    assert amounts(workspace) == {"1": 10, "2": 20, "3": 30, "4": 40, "'6": 70, "8": 80}
    whole, part = list_imports(workspace)
    assert (whole.read, whole.loaded, whole.set_aside, whole.repaired) == (8, 2, 2, 4)
    assert part.completes == whole.id
    counts_hold(workspace)
    # The same file again doubles nothing, whatever it is called.
    assert back(workspace, out).loaded == 4
    write(out, [rows[0], *reversed(rows[1:])])
    third = back(workspace, out, "again.csv")
    assert dict(third.reasons) == {"evidence.aside.repaired": 4, "evidence.aside.number": 1}
    assert len(amounts(workspace)) == 6
    counts_hold(workspace)
    remove_import(workspace, third.import_id)
    counts_hold(workspace)
    # What is still set aside is what is written now.
    assert write_set_aside(workspace, first.import_id, out, "ja") == 1
    assert content(out)[1][1] == "5"
    # Taken out, the rows are set aside again; with the whole import everything goes.
    removal = remove_import(workspace, list_imports(workspace)[1].id)
    assert removal.again_aside == 4
    assert list_imports(workspace)[0].set_aside == 6
    write(out, rows)
    back(workspace, out)
    remove_import(workspace, first.import_id)
    assert list_imports(workspace) == ()
    with pytest.raises(PlanError) as refused:
        back(workspace, out)
    assert refused.value.message.id == "error.evidence.repair_of_nothing"


def test_rows_without_a_key_come_back_once(tmp_path: Path) -> None:
    workspace, out = tmp_path / "evidence", tmp_path / "out.csv"
    first = import_table(
        workspace,
        iter([Batch(("Month", "Cost"), [("2026-04", "5"), ("soon", "7"), ("2026-05", "x")])]),
        name="spend",
        table="spend",
        when=WHEN,
    )
    write_set_aside(workspace, first.import_id, out, "en")
    rows = content(out)
    rows[1][3], rows[2][4] = "2026-06", "9"
    write(out, rows)
    for name in ("repaired.csv", "repaired.csv", "other.csv"):
        import_table(workspace, DelimitedFile(out), name=name, table="spend", when=WHEN)
        with engine(workspace, read_only=True) as connection:
            assert connection.execute("SELECT count(*), sum(amount) FROM spend").fetchone() == (3, 21)
        counts_hold(workspace)


@settings(max_examples=6, deadline=None)
@given(
    rows=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=1, max_size=8)
)
def test_a_row_set_aside_comes_back_cell_for_cell(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("cells")
    first = load(
        folder / "evidence", [*(deal(f"G{n}") for n in range(9)), *(deal("", text) for text in rows)]
    )
    out = folder / "out.csv"
    write_set_aside(folder / "evidence", first.import_id, out, "en")
    lines = content(out)
    for number, line in enumerate(lines[1:]):
        line[3], line[4], line[7] = f"K{number}", "Closed Won", line[5]
        line[5] = "1"
    write(out, lines)
    result = back(folder / "evidence", out)
    assert result.loaded == len(rows)
    with engine(folder / "evidence", read_only=True) as connection:
        found = connection.execute(
            f"SELECT opportunity_id, coalesce(c5, '') FROM opportunity_{result.import_id} ORDER BY source_row"
        ).fetchall()
    assert found == [(f"K{number}", text) for number, text in enumerate(rows)]


def test_evidence_of_the_first_format_is_brought_up(tmp_path: Path) -> None:
    load(tmp_path, [deal("1", "1"), deal("2", "2"), deal("", "3")], "april")
    with engine(tmp_path) as connection:
        for view in ("opportunity", "lead", "company", "spend", "activity", "contract", "voice", "actual"):
            connection.execute(f"DROP VIEW IF EXISTS {view}")
        for table, column in (
            ("imports", "rows_repaired"),
            ("imports", "completes"),
            ("imports", "replaced"),
            ("set_aside", "repaired_by"),
            ("opportunity_1", "superseded_by"),
        ):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("UPDATE about SET format = 1")
    (one,) = list_imports(tmp_path)
    assert (one.read, one.loaded, one.set_aside, one.repaired) == (3, 2, 1, 0)
    assert amounts(tmp_path) == {"1": 1, "2": 2}
    may = load(tmp_path, [deal("2", "20")], "may")
    assert amounts(tmp_path) == {"1": 1, "2": 20}
    remove_import(tmp_path, may.import_id)
    assert amounts(tmp_path) == {"1": 1, "2": 2}
