"""The whole road: counts are conserved, nothing is doubled, nothing half done is left behind."""

from __future__ import annotations

import csv
import errno
import io
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.making import HEADER, Expected, dirty_row
from tests.evidence.plain import WHEN

from kakehashi.evidence import import_job, workspace
from kakehashi.evidence.findings import finding, findings
from kakehashi.evidence.import_job import Choices, ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import OutcomeRule, Profile, write_profile
from kakehashi.evidence.question import Cancelled, Question
from kakehashi.evidence.replacing import remove_import
from kakehashi.evidence.source import Batch, Cell, DelimitedFile
from kakehashi.evidence.text_table import TextTableWriter
from kakehashi.evidence.workspace import (
    Locked,
    delete_workspace,
    engine,
    list_imports,
    set_aside_rows,
)
from kakehashi.words import LANGUAGES, Message, PlanError, text

CLEAN = """Deal ID,Deal Name,Stage,Amount,Create Date,Close Date
D1,One,Closed Won,1200,2026-01-10,2026-03-01
D2,Two,Closed Lost,800,2026-01-20,2026-02-01
D3,Three,Negotiation,500,2026-02-01,
"""

KNOWN = Profile(
    table="opportunity",
    key="Deal ID",
    columns={
        "Deal Name": "name",
        "Stage": "stage",
        "Amount": "amount",
        "Create Date": "created_on",
        "Close Date": "closed_on",
        "Lead Source": "source",
    },
    outcome=OutcomeRule(column="Stage", values={"Closed Won": "won", "Closed Lost": "lost"}),
    date_order="dmy",
    decimal=".",
    repeats="first",
)


def load(folder: Path, content: str, name: str = "deals.csv", **more: object) -> ImportResult:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return import_table(
        folder / "evidence",
        DelimitedFile(path),
        name=name,
        table=str(more.pop("table", "opportunity")),
        when=WHEN,
        **more,  # type: ignore[arg-type]
    )


def deals(folder: Path) -> list[tuple[object, ...]]:
    with engine(folder / "evidence", read_only=True) as connection:
        return connection.execute(
            "SELECT opportunity_id, stage, amount, outcome FROM opportunity ORDER BY opportunity_id"
        ).fetchall()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Conservation -------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.lists(dirty_row(), min_size=1, max_size=30), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_row_is_loaded_or_set_aside(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[list[str], str]], encoding: str
) -> None:
    folder = tmp_path_factory.mktemp("dirty")
    file = io.StringIO()
    csv.writer(file).writerows([HEADER, *(cells for cells, _ in rows)])
    (folder / "deals.csv").write_bytes(file.getvalue().encode(encoding))
    result = import_table(
        folder / "evidence",
        DelimitedFile(folder / "deals.csv"),
        name="deals.csv",
        table="opportunity",
        profile=KNOWN,
        when=WHEN,
    )
    expected = Expected(rows)
    assert result.read == len(rows) == result.loaded + result.set_aside
    assert dict(result.reasons) == expected.reasons
    assert {"won": result.won, "lost": result.lost, "open": result.open} == expected.counts
    assert result.won_amount == expected.amount
    assert {row[0] for row in deals(folder)} == expected.keys
    _, aside = set_aside_rows(folder / "evidence", result.import_id)
    for row in aside:
        assert [cell or "" for cell in row.cells] == rows[row.source_row - 2][0]


def test_cp932_utf16_and_bom_give_the_same(tmp_path: Path) -> None:
    content = (
        "商談ID,会社名,フェーズ,金額,作成日\n1,㈱髙橋,受注,1200万,令和8年4月1日\n2,②,失注,￥300,2026/5/1\n"
    )
    results = []
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp932"):
        (tmp_path / encoding).mkdir()
        path = tmp_path / encoding / "deals.csv"
        path.write_bytes(content.encode(encoding))
        result = import_table(
            tmp_path / encoding / "evidence", DelimitedFile(path), name="x", table="opportunity", when=WHEN
        )
        with engine(tmp_path / encoding / "evidence", read_only=True) as connection:
            rows = connection.execute("SELECT * FROM opportunity ORDER BY source_row").fetchall()
        results.append((result.won, result.lost, result.won_amount, rows))
    assert results[0][:3] == (1, 1, Decimal(12000000))
    assert all(result == results[0] for result in results)


def test_other_columns_are_kept_as_they_are(tmp_path: Path) -> None:
    lines = CLEAN.splitlines()
    result = load(tmp_path, "\n".join([lines[0] + ",Note", *(line + ", 007 " for line in lines[1:])]))
    with engine(tmp_path / "evidence", read_only=True) as connection:
        kept = connection.execute(f"SELECT c7 FROM opportunity_{result.import_id}").fetchall()
        labels = connection.execute("SELECT label, fields FROM import_columns ORDER BY place").fetchall()
    assert kept == [(" 007 ",)] * 3
    assert labels[-1] == ("Note", "")


# Again and again ----------------------------------------------------------------------------------------


def test_the_same_file_again_doubles_nothing(tmp_path: Path) -> None:
    first = load(tmp_path, CLEAN)
    second = load(tmp_path, CLEAN, "renamed.csv")
    assert second.replaced == (first.import_id,)
    assert len(deals(tmp_path)) == 3
    assert [one.name for one in list_imports(tmp_path / "evidence")] == ["renamed.csv"]
    third = load(tmp_path, CLEAN, "renamed.csv", mode="merge")
    assert third.replaced == (second.import_id,)
    assert len(deals(tmp_path)) == 3


def test_a_newer_export_of_the_same_name_replaces_as_a_whole(tmp_path: Path) -> None:
    load(tmp_path, CLEAN)
    load(tmp_path, CLEAN.replace("D2,", "D9,"))
    assert [row[0] for row in deals(tmp_path)] == ["D1", "D3", "D9"]


def test_merge_keeps_what_the_new_file_does_not_have(tmp_path: Path) -> None:
    first = load(tmp_path, CLEAN)
    changed = "".join([CLEAN.splitlines(keepends=True)[0], "D3,Three,Closed Won,700,2026-02-01,2026-05-01\n"])
    second = load(tmp_path, changed + "D4,Four,Closed Lost,1,2026-02-01,2026-05-01\n", mode="merge")
    assert (second.replaced, second.superseded) == ((), 1)
    assert deals(tmp_path)[2] == ("D3", "Closed Won", Decimal(700), "won")
    assert [row[0] for row in deals(tmp_path)] == ["D1", "D2", "D3", "D4"]
    assert [(one.id, one.rows) for one in list_imports(tmp_path / "evidence")] == [
        (first.import_id, 2),
        (second.import_id, 2),
    ]


def test_another_file_takes_over_the_rows_it_shares(tmp_path: Path) -> None:
    load(tmp_path, CLEAN)
    result = load(tmp_path, CLEAN + "D4,Four,Closed Lost,1,2026-02-01,2026-05-01\n", "later.csv")
    assert len(deals(tmp_path)) == 4
    assert len(result.replaced) == 1


def test_spend_has_no_key_and_is_still_not_doubled(tmp_path: Path) -> None:
    content = "month,channel,spend\n2026-01,Web,100\n2026-01,Web,100\n2026-02,Event,50\n"
    for mode in ("replace", "merge", "replace"):
        load(tmp_path, content, "spend.csv", table="spend", mode=mode)
    rows = finding(tmp_path / "evidence", "spend", WHEN).records()
    assert [(row["month"], row["amount"]) for row in rows] == [("2026-01", 200), ("2026-02", 50)]


def test_an_import_can_be_taken_out(tmp_path: Path) -> None:
    result = load(tmp_path, CLEAN)
    remove_import(tmp_path / "evidence", result.import_id)
    assert (deals(tmp_path), list_imports(tmp_path / "evidence")) == ([], ())
    assert findings(tmp_path / "evidence", WHEN) == ()
    with pytest.raises(PlanError):
        remove_import(tmp_path / "evidence", result.import_id)
    delete_workspace(tmp_path / "evidence")
    assert list_imports(tmp_path / "evidence") == ()


# All or nothing -----------------------------------------------------------------------------------------


def test_a_failure_in_the_middle_leaves_everything_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, CLEAN)
    before, rows = contents(tmp_path / "evidence").keys(), deals(tmp_path)

    def fail(*_: object) -> None:
        raise RuntimeError("in the middle")

    for name in ("refresh_views", "imports_in"):
        with monkeypatch.context() as patch:
            patch.setattr(import_job, name, fail)
            with pytest.raises(RuntimeError):
                load(tmp_path, CLEAN.replace("D1", "D7"))
        assert contents(tmp_path / "evidence").keys() == before
        assert deals(tmp_path) == rows
        assert len(list_imports(tmp_path / "evidence")) == 1


def test_a_first_import_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Question):
        load(tmp_path, "a,b\n1,2\n")
    assert not (tmp_path / "evidence").exists()


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, CLEAN)
    rows = deals(tmp_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TextTableWriter, "add_lines", full)
    with pytest.raises(PlanError) as caught:
        load(tmp_path, CLEAN.replace("D1", "D7"))
    assert caught.value.message.id == "error.evidence.disk_full"
    assert deals(tmp_path) == rows


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("a file where the folder should be")
    with pytest.raises(PlanError) as caught:
        load(tmp_path, CLEAN)
    assert caught.value.message.id == "error.evidence.cannot_write"


def test_cancel_leaves_everything_as_before(tmp_path: Path) -> None:
    load(tmp_path, CLEAN)
    rows = deals(tmp_path)

    class Stop:
        steps = 0

        @property
        def cancelled(self) -> bool:
            return self.steps >= 3

        def __call__(self, done: int, total: int | None, message: Message) -> None:
            assert total is None or 0 <= done <= total
            assert text(message, "ja")
            self.steps += 1

    with pytest.raises(Cancelled):
        load(tmp_path, CLEAN.replace("D1", "D7"), progress=Stop())
    assert deals(tmp_path) == rows


def test_a_locked_workspace_says_who_holds_it(tmp_path: Path) -> None:
    load(tmp_path, CLEAN)
    file = tmp_path / "evidence" / workspace.FILE
    code = (
        f"import duckdb, time; c = duckdb.connect({str(file)!r}); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None
            holder.stdout.readline()
            start = time.monotonic()
            with pytest.raises(Locked) as caught, engine(tmp_path / "evidence", wait=0.5):
                pass
            assert time.monotonic() - start < 5
            assert str(holder.pid) in str(caught.value).replace(",", "")
        finally:
            holder.kill()


def test_a_damaged_or_newer_workspace(tmp_path: Path) -> None:
    load(tmp_path, CLEAN)
    file = tmp_path / "evidence" / workspace.FILE
    with duckdb.connect(str(file)) as connection:
        connection.execute("UPDATE about SET format = 99")
    with pytest.raises(PlanError) as caught:
        load(tmp_path, CLEAN)
    assert caught.value.message.id == "error.evidence.newer"
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(PlanError) as caught:
        load(tmp_path, CLEAN)
    assert caught.value.message.id == "error.evidence.damaged"
    assert file.read_bytes() == b"no database" * 1000
    for language in LANGUAGES:
        said = text(caught.value.message, language)
        assert str(file) in said
        assert "valid" not in said
        assert "DuckDB" not in said


# What is asked, and profiles ----------------------------------------------------------------------------


def asked(tmp_path: Path, content: str, **more: object) -> Question:
    with pytest.raises(Question) as caught:
        load(tmp_path, content, **more)
    for language in LANGUAGES:
        assert text(caught.value.message, language)
    return caught.value


def test_columns_with_the_same_header_are_asked_by_place(tmp_path: Path) -> None:
    header, *rows = CLEAN.splitlines()
    twice = [f"{header},Amount", *(f"{row},{n}" for n, row in enumerate(rows))]
    question = asked(tmp_path, "\n".join(twice))
    assert question.message.id == "error.evidence.which_of_same"
    assert question.readings == ("Amount", "Amount (2)")
    place = header.split(",").index("Amount") + 1
    assert f"{place}, {len(header.split(',')) + 1}" in text(question.message, "en")
    same = [f"{header},Amount", *(f"{row},{row.split(',')[place - 1]}" for row in rows)]
    assert load(tmp_path, "\n".join(same)).loaded == len(rows)  # both hold the same: nothing to ask


def test_a_question_shows_a_date_of_the_file_and_a_title_of_the_language(tmp_path: Path) -> None:
    content = "Deal ID,Stage,Close Date\n1,Closed Won,０３/04/2026\n2,Closed Lost,05/06/2026\n"
    said = text(asked(tmp_path, content).message, "en")
    assert "05/06/2026" in said
    assert "4/5/2026" not in said.replace("05/06", "")
    assert "商談ID" in text(asked(tmp_path, CLEAN.replace("Deal ID", "What")).message, "ja")


def test_key_and_outcome_in_doubt_are_asked(tmp_path: Path) -> None:
    assert asked(tmp_path, CLEAN.replace("Deal ID", "What")).message.id == "error.evidence.which_key"
    assert asked(tmp_path, CLEAN.replace("Stage", "What")).message.id == "error.evidence.which_outcome"
    question = asked(tmp_path, CLEAN.replace("Negotiation", "Cancelled by us"))
    assert (question.message.id, question.column) == ("error.evidence.which_stage", "Stage")
    assert "won" in question.readings
    # An unknown stage is open beside known ends, and asked without them.
    assert load(tmp_path, CLEAN.replace("Negotiation", "Third talk")).open == 1
    asked(tmp_path / "new", CLEAN.replace("Negotiation", "Third talk").replace("Closed Lost", "Other"))


def test_a_repeated_id_is_no_key(tmp_path: Path) -> None:
    lines = CLEAN.splitlines(keepends=True)
    twice = load(tmp_path, lines[0] + "".join(lines[1:]) * 3)
    assert (twice.loaded, twice.reasons) == (3, {"evidence.aside.duplicate": 6})
    content = CLEAN + "D1,Again,Closed Won,5,2026-01-01,2026-02-01\n"
    assert asked(tmp_path, content).option == "--repeats"
    result = load(tmp_path, content, choices=Choices(repeats="first"))
    assert result.reasons == {"evidence.aside.repeated": 1}
    assert deals(tmp_path)[0] == ("D1", "Closed Won", Decimal(1200), "won")


def test_a_profile_file(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    path.write_text(
        '{"table": "opportunity", "key": "Deal ID", "columns": {"Amount": "amount"},'
        ' "outcome": {"column": "Stage", "values": {"Closed Won": "won", "Closed Lost": "lost",'
        ' "Negotiation": "valid"}}}'
    )
    result = load(tmp_path, CLEAN, profile=path)
    assert (result.won, result.lost, result.open) == (1, 1, 1)
    assert {applied.field for applied in result.mapping} == {"opportunity_id", "amount", "outcome"}
    assert {applied.field for applied in load(tmp_path, CLEAN).mapping} == {
        "opportunity_id",
        "amount",
        "outcome",
    }
    with engine(tmp_path / "evidence", read_only=True) as connection:
        standings = connection.execute("SELECT standing FROM opportunity ORDER BY source_row").fetchall()
    assert standings == [("won",), ("lost",), ("valid",)]


def test_a_profile_is_used_by_itself_for_the_same_layout(tmp_path: Path) -> None:
    content = CLEAN.replace("Stage", "What")
    load(
        tmp_path,
        content,
        profile=Profile(table="opportunity", key="Deal ID", outcome=OutcomeRule(always="lost")),
    )
    again = load(tmp_path, content.replace("D1", "D8"), "next month.csv")
    assert again.lost == 3
    # A column that the profile uses is gone: asked. One that it doesn't use: told.
    assert asked(tmp_path, content.replace("Deal ID", "Nr")).message.id == "error.evidence.layout_changed"
    changed = load(tmp_path, content.replace("Deal Name", "Title"), "third month.csv")
    assert {note.id for note in changed.notes} == {"evidence.note.new_columns", "evidence.note.gone_columns"}


def test_bad_profiles_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    for content, message in [
        ("{", "profile_not_json"),
        ('{"table": "opportunity", "colums": {}}', "profile_damaged"),
        ('{"table": "opportunity", "format": 99}', "profile_newer"),
        ('{"table": "deal"}', "no_such_table"),
        ('{"table": "lead"}', "profile_table"),
        ('{"table": "opportunity", "columns": {"a": "b"}}', "profile_field"),
        ('{"table": "opportunity", "outcome": {"always": "maybe"}}', "profile_outcome"),
        ('{"table": "opportunity", "key": "Deal ID"}', "profile_no_outcome"),
        ('{"table": "opportunity", "outcome": {"always": "won"}}', "profile_key"),
        ('{"table": "opportunity", "key": "Nr", "outcome": {"always": "won"}}', "missing_column"),
    ]:
        path.write_text(content)
        with pytest.raises(PlanError) as caught:
            load(tmp_path, CLEAN, profile=path)
        assert caught.value.message.id == f"error.evidence.{message}"
        said = text(caught.value.message, "ja")
        assert not re.search(r"Object|unknown field|JSON is|Expected|truncated", said), said
        assert text(caught.value.message, "ja")
    with pytest.raises(PlanError) as caught:
        load(tmp_path, CLEAN, profile=tmp_path / "nowhere.json")
    assert caught.value.message.id == "error.evidence.profile_not_found"
    with pytest.raises(PlanError) as caught:
        load(tmp_path, CLEAN, table="nothing")
    assert caught.value.message.id == "error.evidence.no_such_table"


def test_a_profile_survives_writing_and_reading(tmp_path: Path) -> None:
    result = load(tmp_path, CLEAN)
    write_profile(result.profile, tmp_path / "saved.json")
    again = load(tmp_path / "second", CLEAN, profile=tmp_path / "saved.json")
    assert (again.won, again.lost, again.open, again.won_amount) == (1, 1, 1, Decimal(1200))
    assert again.profile == result.profile


def test_nothing_words_mean_empty(tmp_path: Path) -> None:
    content = CLEAN.replace("500,", "n/a,") + "D4,Four,Closed Lost,-,2026-01-01,2026-02-01\n"
    assert load(tmp_path / "strict", content).reasons == {"evidence.aside.number": 2}
    profile = Profile(
        table="opportunity",
        key="Deal ID",
        columns={"Amount": "amount"},
        outcome=OutcomeRule(column="Stage"),
        nothing=("n/a", "-"),
    )
    assert load(tmp_path / "told", content, profile=profile).set_aside == 0


def test_flags_tell_the_outcome(tmp_path: Path) -> None:
    content = "Id,IsWon,IsClosed\n1,1,1\n2,,1\n3,,\n4,perhaps,\n"
    profile = Profile(table="opportunity", key="Id", outcome=OutcomeRule(won="IsWon", closed="IsClosed"))
    result = load(tmp_path, content, profile=profile)
    assert (result.won, result.lost, result.open) == (1, 1, 1)
    assert result.reasons == {"evidence.aside.outcome": 1}


def test_column_names_never_reach_sql(tmp_path: Path) -> None:
    """Whatever a header says, it is a name."""
    nasty = "x\"; DROP TABLE imports; --,'); SELECT 1; --,\u202edlo,a' OR '1'='1"
    content = CLEAN.replace("Close Date\n", f'Close Date,"{nasty.replace(chr(34), chr(34) * 2)}"\n')
    rows = [line + ",'); DROP TABLE x; --\n" for line in content.splitlines()[1:]]
    result = load(tmp_path, content.splitlines(keepends=True)[0] + "".join(rows))
    assert (result.loaded, result.set_aside) == (3, 0)
    profile = Profile(
        table="opportunity",
        key="Deal ID",
        columns={" ".join(nasty.split()): "reason"},
        outcome=OutcomeRule(
            column="Stage", values={"it's": "won", "Closed Won": "won", "Closed Lost": "lost"}
        ),
    )
    assert load(tmp_path, content.splitlines(keepends=True)[0] + "".join(rows), profile=profile).won == 1


def test_hostile_text_is_kept_to_the_letter(data: Path, tmp_path: Path) -> None:
    lines = (data / "hostile-text/blns.txt").read_text("utf-8").splitlines()
    lines = [line for line in lines if line.strip() and not line.startswith("#") and "\0" not in line]
    file = io.StringIO()
    csv.writer(file).writerows(
        [["Deal ID", "Stage", "Note"], *([n, "Won", line] for n, line in enumerate(lines))]
    )
    load(tmp_path, file.getvalue())
    with engine(tmp_path / "evidence", read_only=True) as connection:
        notes = connection.execute("SELECT c3 FROM opportunity_1 ORDER BY source_row").fetchall()
    assert [note for (note,) in notes] == [line.replace("\r", "\n") for line in lines]


def test_batches_come_the_same_road(tmp_path: Path) -> None:
    def rows() -> Iterator[Batch]:
        names = ("Id", "StageName", "Amount", "CloseDate", "CreatedDate")
        first: list[tuple[Cell, ...]] = [("a", "Closed Won", Decimal("12.50"), None, None)]
        yield Batch(names, first, first_row=2)
        yield Batch(
            names, [("b", "Closed Lost", 3.5, "2026-04-01", None), (None, "Closed Lost", 1, None, None)]
        )

    result = import_table(tmp_path, rows(), name="crm", table="opportunity", when=WHEN)
    assert (result.read, result.loaded, result.won_amount) == (3, 2, Decimal("12.5"))
    _, aside = set_aside_rows(tmp_path, result.import_id)
    assert [(row.source_row, row.reason, row.column) for row in aside] == [
        (4, "evidence.aside.missing", "Id")
    ]


def test_no_personal_value_reaches_a_sentence(tmp_path: Path) -> None:
    """Sentences name columns, rows and stages, never a person."""
    secret = "hanako.yamada@example.com"
    row = f"{secret},Closed Won,1,{secret}\n"
    for header in ("Contact,Stage,Amount,Mail", "Deal ID,How,Amount,Mail"):
        assert secret not in str(asked(tmp_path, f"{header}\n{row}"))
    many = "Deal ID,Stage,Amount\n" + "".join(f"{n},{n}{secret},1\n" for n in range(300))
    assert secret not in str(asked(tmp_path, many))


def test_a_column_whose_values_do_not_fit_is_left_out_and_told(tmp_path: Path) -> None:
    content = CLEAN.replace("Close Date\n", "Close Date,Employees\n")
    rows = [line + ",50-99" for line in content.splitlines()[1:]]
    result = load(tmp_path, "\n".join([content.splitlines()[0], *rows]) + "\n")
    assert (result.loaded, result.set_aside) == (3, 0)
    (left,) = [applied for applied in result.mapping if not applied.confidence]
    assert (left.column, left.field) == ("Employees", "employees")
