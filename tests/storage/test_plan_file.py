"""The plan file: what is saved opens the same; what can't be opened is refused with a sentence."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.plan.drawn import plans
from tests.storage.conftest import SmallDisk

from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.plan import Plan
from kakehashi.storage.errors import (
    AlreadyThere,
    Damaged,
    DiskFull,
    FileProblem,
    Newer,
    NotAPlan,
    NotFound,
    NotWritable,
)
from kakehashi.storage.plan_file import SCHEMA, PlanFile
from kakehashi.storage.tables import seal
from kakehashi.words import text


def made(path: Path, plan: Plan) -> None:
    PlanFile.create(path, plan.uuid, plan, app_version="0", at="2027-04-01T09:00:00").close()


def read(path: Path) -> Plan:
    file = PlanFile.open(path, read_only=True)
    try:
        return file.read()
    finally:
        file.close()


@settings(max_examples=60)
@given(plans())
def test_what_is_saved_opens_the_same(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.kakehashi"
        made(path, plan)
        again = read(path)
    assert again == plan
    assert {item.id: item.extra for item in again} == {item.id: item.extra for item in plan}


def test_a_plan_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "年間計画 2027.kakehashi"
    made(path, Plan("u", [BudgetLine(id="b", planned={"2027-04": Decimal("0.10")})]))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert read(path).uuid == "u"


def refused(path: Path, error: type[FileProblem]) -> None:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error) as caught:
        read(path)
    assert path.name in text(caught.value.message, "ja")
    assert path.name in text(caught.value.message, "en")
    assert (path.read_bytes() if path.is_file() else None) == before


def test_what_is_no_plan_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "missing.kakehashi", NotFound)
    refused(tmp_path, NotAPlan)
    empty = tmp_path / "empty.kakehashi"
    empty.touch()
    refused(empty, NotAPlan)
    words = tmp_path / "words.kakehashi"
    words.write_text("not a plan")
    refused(words, NotAPlan)
    book = tmp_path / "book.kakehashi"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    refused(book, NotAPlan)
    other = tmp_path / "other.kakehashi"
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE t (x)")
    db.commit()
    db.close()
    refused(other, NotAPlan)


def changed(path: Path, statement: str) -> None:
    db = sqlite3.connect(path)
    db.execute(statement)
    if "UPDATE" in statement:
        seal(db)
    db.commit()
    db.close()


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.kakehashi"
    made(path, Plan("u", []))
    changed(path, f"PRAGMA user_version = {SCHEMA + 1000}")
    refused(path, Newer)


@pytest.mark.parametrize(
    "fields",
    [
        '{"planned": {"2027-04": "-5"}}',
        '{"planned": {"2027-04": "NaN"}}',
        '{"planned": {"2027-04": "Infinity"}}',
        '{"planned": {"2027-04": "lots"}}',
        '{"nature": "sometimes"}',
        '{"name": 5}',
        "{broken",
        "",
    ],
)
def test_a_damaged_item_is_named(tmp_path: Path, fields: str) -> None:
    path = tmp_path / "hurt.kakehashi"
    made(path, Plan("u", [BudgetLine(id="line7")]))
    changed(path, f"UPDATE item SET fields = CAST('{fields}' AS BLOB)")
    refused(path, Damaged)
    with pytest.raises(Damaged, match="line7"):
        read(path)


def test_a_truncated_file_is_refused_or_found_by_the_whole_check(tmp_path: Path) -> None:
    path = tmp_path / "cut.kakehashi"
    made(path, Plan("u", [BudgetLine(id=f"b{n}", name="x" * 500) for n in range(200)]))
    path.write_bytes(path.read_bytes()[:40_000])
    refused(path, Damaged)


def test_the_whole_check_finds_what_opening_does_not(tmp_path: Path) -> None:
    path = tmp_path / "high.kakehashi"
    made(path, Plan("u", [BudgetLine(id="b")]))
    changed(path, """UPDATE item SET kind = 'Role', fields = CAST('{"fte": "1000"}' AS BLOB)""")
    file = PlanFile.open(path)
    assert len(file.read()) == 1
    with pytest.raises(Damaged):
        file.whole_check()
    file.close()


def test_a_new_plan_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "plan.kakehashi"
    path.write_text("mine")
    with pytest.raises(AlreadyThere):
        made(path, Plan("u"))
    assert path.read_text() == "mine"
    with pytest.raises(NotFound):
        made(tmp_path / "nowhere" / "plan.kakehashi", Plan("u"))


def test_a_full_disk_is_said_and_leaves_nothing(small_disk: SmallDisk) -> None:
    folder = small_disk("1m")
    path = folder / "plan.kakehashi"
    big = Plan("u", [BudgetLine(id=f"b{n}", name="x" * 30_000) for n in range(60)])
    with pytest.raises(DiskFull):
        made(path, big)
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_read_only_folder_is_said(small_disk: SmallDisk) -> None:
    folder = small_disk("1m")
    path = folder / "plan.kakehashi"
    made(path, Plan("u", [BudgetLine(id="b")]))
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    assert len(read(path)) == 1
    with pytest.raises(NotWritable):
        made(folder / "other.kakehashi", Plan("u"))
