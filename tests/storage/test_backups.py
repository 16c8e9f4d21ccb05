"""A backup a day, the last ten days; one can be put back, and what stood there is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.budget import Measure
from kakehashi.plan.changes import setting
from kakehashi.storage.backups import DAYS, backups, copies_kept, restored
from kakehashi.storage.errors import Damaged, DiskFull, OpenElsewhere
from kakehashi.storage.folders import backup_folder
from kakehashi.storage.plan_file import PlanFile
from kakehashi.words import text


def opened(path: Path, day: str, *, read_only: bool = False) -> OpenPlan:
    return OpenPlan.open(path, person="x", clock=lambda: f"{day}T09:00:00", read_only=read_only)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "計画 2027.kakehashi"
    OpenPlan.create(
        path, "u", (Measure(id="m", name="0"),), person="x", clock=lambda: "2027-04-01", app_version="0"
    ).close()
    return path


def work(path: Path, day: str, name: str) -> None:
    plan = opened(path, day)
    plan.apply(setting(plan.plan, "m", "name", name))
    plan.close()


def name_in(path: Path) -> str:
    file = PlanFile.open(path, read_only=True)
    name = str(file.read().item("m").name)
    file.close()
    return name


def test_the_first_opening_of_a_day_is_kept_for_ten_days(path: Path) -> None:
    for day in range(1, 15):
        work(path, f"2027-04-{day:02d}", f"{day}a")
        work(path, f"2027-04-{day:02d}", f"{day}b")
        opened(path, f"2027-04-{day:02d}", read_only=True).close()
    found = backups(path)
    assert [each.day for each in found] == [f"2027-04-{day:02d}" for day in range(14, 14 - DAYS, -1)]
    assert [name_in(each.path) for each in found] == [f"{day}b" for day in range(13, 13 - DAYS, -1)]


def test_a_backup_is_put_back_and_what_stood_there_is_kept(path: Path) -> None:
    work(path, "2027-04-01", "1")
    work(path, "2027-04-02", "2")
    kept = restored(path, backups(path)[0].path, person="x", now="2027-04-02T10:00:00")
    assert name_in(path) == "1"
    assert kept is not None
    assert name_in(kept) == "2"
    assert [each.before_restore for each in backups(path)] == [True, False, False]
    restored(path, kept, person="x", now="2027-04-02T10:00:01")
    assert name_in(path) == "2"
    opened(path, "2027-04-02").close()


def test_a_damaged_or_missing_file_is_replaced_too(path: Path) -> None:
    work(path, "2027-04-01", "1")
    path.write_bytes(b"SQLite format 3\x00 and nothing behind it")
    (backup,) = backups(path)
    kept = restored(path, backup.path, person="x", now="2027-04-01T10:00:00")
    assert kept is not None
    assert kept.read_bytes().endswith(b"behind it")
    assert name_in(path) == "0"
    path.unlink()
    assert restored(path, backup.path, person="x", now="2027-04-01T11:00:00") is None
    assert name_in(path) == "0"


def test_a_damaged_backup_and_an_open_file_are_refused(path: Path) -> None:
    work(path, "2027-04-01", "1")
    (backup,) = backups(path)
    plan = opened(path, "2027-04-01")
    with pytest.raises(OpenElsewhere):
        restored(path, backup.path, person="y", now="2027-04-01T10:00:00")
    plan.close()
    raw = bytearray(backup.path.read_bytes())
    raw[5000:9000] = bytes(4000)
    backup.path.write_bytes(raw)
    with pytest.raises(Damaged):
        restored(path, backup.path, person="y", now="2027-04-01T10:00:00")
    assert name_in(path) == "1"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_two_copies_of_a_plan_have_backups_of_their_own(path: Path) -> None:
    other = path.with_name("other.kakehashi")
    other.write_bytes(path.read_bytes())
    work(path, "2027-04-01", "1")
    work(other, "2027-04-01", "2")
    assert [each.here for each in backups(path)].count(True) == 1
    assert len(backups(path)) == 2
    assert len(copies_kept("u")) == 2


def test_without_a_backup_editing_goes_on_and_the_person_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise DiskFull("error.file.disk_full", path)

    monkeypatch.setattr("kakehashi.storage.backups.copy", full)
    plan = opened(path, "2027-04-01")
    (notice,) = plan.notices
    assert "No backup" in text(notice, "en")
    plan.apply(setting(plan.plan, "m", "name", "1"))
    plan.close()
    assert name_in(path) == "1"


def test_a_uuid_made_to_harm_leads_nowhere_else(home: Path) -> None:
    for uuid in ("../../outside", "/absolute", "a/b", "..", "C:\\x"):
        folder = backup_folder(uuid)
        assert folder.parent == home / "backups"
        assert folder.is_dir()
