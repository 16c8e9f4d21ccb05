"""Files of every schema open, and are upgraded without losing anything; newer ones are kept or refused."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kakehashi.declaration.edition import from_bytes, plan_of
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.changes import Patch, plain_fields, setting
from kakehashi.plan.plan import Plan
from kakehashi.storage.backups import backups
from kakehashi.storage.errors import DiskFull, Newer
from kakehashi.storage.plan_file import SCHEMA, PlanFile
from kakehashi.storage.tables import connect, transaction
from kakehashi.storage.upgrades import PlainItem, Step, upgrade, upgraded_edition
from kakehashi.words import text

SAMPLES = sorted((Path(__file__).parent / "samples").glob("schema-*.kakehashi"))
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)


def clock() -> str:
    return "2027-05-01T09:00:00"


def reopen(path: Path, *, read_only: bool = False) -> OpenPlan:
    return OpenPlan.open(path, person="大野", clock=clock, read_only=read_only)


def plain(plan: Plan) -> dict[str, Any]:
    return {item.id: [item.kind, plain_fields(item)] for item in plan}


def test_there_is_a_sample_of_the_present_schema() -> None:
    assert f"schema-{SCHEMA:04d}" in [path.stem for path in SAMPLES]


@each_sample
def test_a_sample_opens_for_reading_and_stays_as_it_is(sample: Path, tmp_path: Path) -> None:
    path = shutil.copyfile(sample, tmp_path / "p.kakehashi")
    opened = reopen(path, read_only=True)
    assert plain(opened.plan) == msgspec.json.decode(sample.with_suffix(".json").read_bytes())
    assert len(opened.history()) == 7
    assert plan_of(from_bytes(opened.edition(1))).item("mail").name == "メール"
    opened.whole_check()
    opened.close()
    assert path.read_bytes() == sample.read_bytes()


@each_sample
def test_a_sample_is_upgraded_when_it_is_opened_for_writing(sample: Path, tmp_path: Path) -> None:
    path = shutil.copyfile(sample, tmp_path / "p.kakehashi")
    opened = reopen(path)
    before = plain(opened.plan)
    opened.undo()
    assert plain(opened.plan)["line"][1]["planned"].keys() == {"2027-04"}
    opened.redo()
    assert plain(opened.plan)["line"][1]["planned"].keys() == {
        "2027-04",
        *(f"2027-{n:02d}" for n in range(5, 9)),
    }
    opened.apply(setting(opened.plan, "measure", "name", "展示会後のウェビナー"))
    opened.close()
    again = reopen(path, read_only=True)
    assert plain(again.plan)["raw"] == before["raw"]
    assert again._file.schema == SCHEMA
    again.whole_check()
    again.close()
    (kept,) = backups(path)
    was = PlanFile.open(kept.path, read_only=True)
    assert was.schema == int(sample.stem.removeprefix("schema-"))
    was.close()


def test_without_a_backup_no_file_is_upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shutil.copyfile(SAMPLES[0], tmp_path / "p.kakehashi")

    def full(*_arguments: object) -> None:
        raise DiskFull("error.file.disk_full", path)

    monkeypatch.setattr("kakehashi.storage.backups.copy", full)
    with pytest.raises(DiskFull):
        reopen(path)
    assert path.read_bytes() == SAMPLES[0].read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_reader_of_an_old_file_sees_that_somebody_upgraded_it(tmp_path: Path) -> None:
    path = shutil.copyfile(SAMPLES[0], tmp_path / "p.kakehashi")
    reader = reopen(path, read_only=True)
    writer = reopen(path)
    writer.apply(setting(writer.plan, "measure", "name", "新しい名前"))
    assert reader.refresh()
    assert reader.plan == writer.plan
    writer.apply(setting(writer.plan, "measure", "name", "もっと新しい名前"))
    assert reader.refresh()
    assert reader.plan == writer.plan
    assert not reader.refresh()
    reader.close()
    writer.close()


# ---- the mechanism, with a step that renames a field and drops a kind


def _item(item: PlainItem) -> PlainItem | None:
    if item.kind == "FromAPlugin":
        return None
    fields = {("title" if name == "name" else name): value for name, value in item.fields.items()}
    return msgspec.structs.replace(item, fields=fields) if item.kind == "Measure" else item


def _patch(kind: str, patch: Patch) -> tuple[Patch, ...]:
    if kind == "Measure" and patch.field == "name":
        return (msgspec.structs.replace(patch, field="title"),)
    return () if kind == "FromAPlugin" else (patch,)


STEP = Step(to=SCHEMA + 1000, tables=("ALTER TABLE meta ADD COLUMN note TEXT",), item=_item, patch=_patch)


def test_a_step_runs_over_items_history_and_editions_alike(tmp_path: Path) -> None:
    path = shutil.copyfile(SAMPLES[-1], tmp_path / "p.kakehashi")
    db = connect(path, read_only=False)
    with transaction(db):
        upgrade(db, SCHEMA, [STEP])
    items = {key: msgspec.json.decode(raw) for key, raw in db.execute("SELECT id, fields FROM item")}
    assert "raw" not in items
    assert items["measure"]["title"] == "ウェビナー"
    assert items["line"]["name"] == "展示会"
    births = [
        patch
        for (raw,) in db.execute("SELECT patches FROM history ORDER BY seq")
        for patch in msgspec.json.decode(raw, type=tuple[Patch, ...])
        if patch.item == "mail" and patch.field in ("name", "title")
    ]
    assert births, "the item that was added, removed, and added again"
    assert {patch.field for patch in births} == {"title"}
    assert db.execute("SELECT DISTINCT schema FROM history").fetchall() == [(SCHEMA + 1000,)]
    assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA + 1000,)
    content, schema = db.execute("SELECT content, schema FROM edition").fetchone()
    told = msgspec.json.decode(upgraded_edition(content, schema, [STEP]))
    assert {item["id"]: item["fields"] for item in told["items"]}["mail"] == {"title": "メール"}
    assert upgraded_edition(content, SCHEMA + 1000, [STEP]) is content
    db.close()


def test_undo_stops_at_an_upgrade_that_changed_rows(tmp_path: Path) -> None:
    path = shutil.copyfile(SAMPLES[-1], tmp_path / "p.kakehashi")
    db = connect(path, read_only=False)
    with transaction(db):
        upgrade(db, SCHEMA, [Step(to=SCHEMA + 1, item=lambda item: item)])
    db.close()
    opened = reopen(path)
    assert not opened.can_undo()
    opened.apply(setting(opened.plan, "measure", "name", "x"))
    assert opened.can_undo()
    opened.close()


# ---- files of the future


def changed(path: Path, *statements: str) -> None:
    db = sqlite3.connect(path)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def test_a_newer_major_is_refused_for_reading_and_writing(tmp_path: Path) -> None:
    path = shutil.copyfile(SAMPLES[-1], tmp_path / "p.kakehashi")
    changed(path, f"PRAGMA user_version = {SCHEMA + 1000}")
    before = path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(Newer) as caught:
            reopen(path, read_only=read_only)
        assert "2.0" in text(caught.value.message, "ja")
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_newer_minor_opens_and_what_it_added_stays(tmp_path: Path) -> None:
    path = shutil.copyfile(SAMPLES[-1], tmp_path / "p.kakehashi")
    changed(
        path,
        f"PRAGMA user_version = {SCHEMA + 7}",
        "ALTER TABLE item ADD COLUMN colour TEXT",
        "ALTER TABLE history ADD COLUMN device TEXT",
        "UPDATE item SET colour = 'red'",
        "CREATE TABLE later (x)",
        "INSERT INTO later VALUES (1)",
    )
    opened = reopen(path)
    assert "1.7" in text(opened.notices[0], "en")
    opened.apply(setting(opened.plan, "measure", "name", "x"))
    opened.undo()
    opened.close()
    db = sqlite3.connect(path)
    assert db.execute("SELECT DISTINCT colour FROM item").fetchall() == [("red",)]
    assert db.execute("SELECT * FROM later").fetchall() == [(1,)]
    assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA + 7,)
    db.close()
