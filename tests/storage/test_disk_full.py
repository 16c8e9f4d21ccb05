"""A disk that is full: each work on a file is refused with a sentence, and everything before it is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.storage import flipping
from tests.storage.conftest import SmallDisk
from tests.storage.test_samples import SAMPLES, plain, reopen

from kakehashi.open_plan import OpenPlan, Touched
from kakehashi.plan.budget import Measure
from kakehashi.plan.changes import adding, joined, setting
from kakehashi.storage.backups import backups, restored
from kakehashi.storage.errors import DiskFull
from kakehashi.storage.plan_file import SCHEMA
from kakehashi.storage.salvage import salvage
from kakehashi.storage.whole_file import must_be_writable, write_whole
from kakehashi.words import text


def fill(folder: Path, leave: int = 0) -> None:
    """Fill the disk up to so many bytes."""
    filler = folder / "filler"
    with filler.open("ab", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    with filler.open("r+b") as file:
        file.truncate(max(0, filler.stat().st_size - leave))


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()} - {"filler"}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "p.kakehashi"
    flipping.make(path)
    return path


@pytest.mark.parametrize("leave", [0, 4096, 8192, 40_000])
def test_edits_bulk_edits_and_undo_on_a_full_disk(small_disk: SmallDisk, plan: Path, leave: int) -> None:
    folder = small_disk("2m")
    path = shutil.copyfile(plan, folder / "p.kakehashi")
    opened = reopen(path)
    opened.apply(setting(opened.plan, "b1", "name", "zuvor"))
    fill(folder, leave)
    before, row = opened.plan, opened.last_row
    heard: list[Touched] = []
    opened.observe(heard.append)
    many = adding(*(Measure(id=f"x{n}", aim="x" * 2000) for n in range(100)))
    every = joined(setting(opened.plan, f"b{n}", "name", "y" * 900) for n in range(200))
    for change in (many, every):
        with pytest.raises(DiskFull) as caught:
            opened.apply(change)
        assert path.name in text(caught.value.message, "ja")
        assert (opened.plan, opened.last_row) == (before, row)
    if leave == 0:
        with pytest.raises(DiskFull):
            opened.undo()
        assert (opened.plan, opened.last_row) == (before, row)
        with pytest.raises(DiskFull):
            opened.declare(app_version="0")
        assert len(opened.editions()) == 1
    assert heard == []
    (folder / "filler").unlink()
    opened.whole_check()
    opened.undo()
    opened.redo()
    opened.apply(every)
    opened.close()
    again = reopen(path, read_only=True)
    assert again.plan == opened.plan
    again.close()


def test_no_room_for_a_backup(small_disk: SmallDisk, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = small_disk("300k")
    monkeypatch.setenv("KAKEHASHI_HOME", str(home))
    opened = reopen(plan)
    (notice,) = opened.notices
    assert "控え" in text(notice, "ja")
    opened.apply(setting(opened.plan, "b1", "name", "x"))
    opened.close()
    assert [each for each in home.rglob("*") if each.is_file()] == []


def test_no_room_for_what_salvage_saves_or_for_a_copy(small_disk: SmallDisk, plan: Path) -> None:
    folder = small_disk("200k")
    before = plan.read_bytes()
    with pytest.raises(DiskFull):
        salvage(plan, folder / "out.kakehashi", person="x", now="2027", app_version="0", new_uuid="n")
    opened = reopen(plan, read_only=True)
    with pytest.raises(DiskFull):
        opened.send_copy(folder / "out.kakehashi", app_version="0")
    opened.close()
    assert names(folder) == set()
    assert plan.read_bytes() == before


@pytest.mark.parametrize("leave", [0, 4096, 16_384])
def test_no_room_for_an_upgrade(small_disk: SmallDisk, leave: int) -> None:
    folder = small_disk("300k")
    path = shutil.copyfile(SAMPLES[0], folder / "p.kakehashi")
    fill(folder, leave)
    with pytest.raises(DiskFull):
        reopen(path)
    if leave == 0:  # not even the lock could be written
        assert names(folder) == {"p.kakehashi"}
    (folder / "filler").unlink()
    opened = reopen(path)
    assert plain(opened.plan)["measure"][1]["name"] == "ウェビナー"
    assert opened._file.schema == SCHEMA
    opened.whole_check()
    opened.close()


def test_no_room_to_forget_a_person(small_disk: SmallDisk, plan: Path) -> None:
    folder = small_disk("2m")
    path = shutil.copyfile(plan, folder / "p.kakehashi")
    opened = reopen(path)
    before = opened.plan
    fill(folder)
    with pytest.raises(DiskFull):
        opened.forget("施策")
    assert (opened.plan, plain(opened._file.read())) == (before, plain(before))
    (folder / "filler").unlink()
    opened.forget("施策")
    assert "施策".encode() not in path.read_bytes()
    opened.whole_check()
    opened.close()


def test_no_room_to_put_a_backup_back(small_disk: SmallDisk, plan: Path) -> None:
    folder = small_disk("700k")
    path = shutil.copyfile(plan, folder / "p.kakehashi")
    reopen(path).close()
    before = path.read_bytes()
    (backup,) = backups(path)
    with pytest.raises(DiskFull):
        restored(path, backup.path, person="x", now="2027-04-01T10:00:00")
    assert path.read_bytes() == before
    assert names(folder) == {"p.kakehashi"}
    OpenPlan.open(path, person="x", clock=lambda: "2027-04-01").close()


def test_no_room_for_a_whole_file(small_disk: SmallDisk) -> None:
    folder = small_disk("100k")
    target = folder / "profile.json"
    target.write_text("before")
    for work in (lambda: write_whole(target, bytes(200_000)), lambda: must_be_writable(target, 200_000)):
        with pytest.raises(DiskFull):
            work()
        assert names(folder) == {"profile.json"}
        assert target.read_text() == "before"
    must_be_writable(target, 10_000)
    write_whole(target, b"after")
    assert target.read_text() == "after"
