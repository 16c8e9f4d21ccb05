"""Salvage: all that can be read goes into a new file, and what can't is named."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.storage import flipping
from tests.storage.test_samples import SAMPLES, plain, reopen

from kakehashi.open_plan import NothingToUndo
from kakehashi.plan.changes import removing, setting
from kakehashi.storage.errors import AlreadyThere, Newer
from kakehashi.storage.pages import Pages
from kakehashi.storage.plan_file import SCHEMA
from kakehashi.storage.salvage import NothingToSalvage, Salvaged, salvage
from kakehashi.words import text


def saved(path: Path) -> tuple[Path, Salvaged]:
    out = path.with_name("saved.kakehashi")
    result = salvage(path, out, person="x", now="2027-05-01T09:00:00", app_version="0", new_uuid="new")
    return out, result


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_from_a_sound_file_nothing_is_lost(sample: Path, tmp_path: Path) -> None:
    path = shutil.copyfile(sample, tmp_path / "p.kakehashi")
    out, result = saved(path)
    assert result.whole
    first, second = reopen(path, read_only=True), reopen(out)
    assert second.plan == first.plan
    assert [told.row.patches for told in second.history()[1:]] == [
        told.row.patches for told in first.history()
    ]
    assert second.edition(1) == first.edition(1)
    assert second._file.attachments() == first._file.attachments()
    with pytest.raises(NothingToUndo):
        second.undo()
    second.apply(setting(second.plan, "measure", "name", "x"))
    second.undo()
    first.close()
    second.close()
    with pytest.raises(AlreadyThere):
        saved(path)


def zeroed(path: Path, page: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(raw)


def root(path: Path, table: str) -> int:
    db = sqlite3.connect(path)
    page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    db.close()
    return int(page)


def test_items_that_are_gone_are_built_again_from_the_edition_and_the_history(tmp_path: Path) -> None:
    path = shutil.copyfile(SAMPLES[-1], tmp_path / "p.kakehashi")
    before = reopen(path, read_only=True)
    zeroed(path, root(path, "item"))
    out, result = saved(path)
    assert {each.state for each in result.lost_items} == {"rebuilt"}
    assert len(result.lost_items) == len(before.plan)
    after = reopen(out, read_only=True)
    assert plain(after.plan) == plain(before.plan)
    said = [text(words, "ja") for words in after.history(1)[0].words]
    assert "救い出した" in said[0]
    before.close()
    after.close()


def test_what_is_nowhere_else_is_named(tmp_path: Path) -> None:
    path = shutil.copyfile(SAMPLES[-1], tmp_path / "p.kakehashi")
    for table in ("history", "edition"):
        zeroed(path, root(path, table))
    out, result = saved(path)
    assert len(result.unreadable_pages) == 2
    assert not result.lost_items
    opened = reopen(out, read_only=True)
    assert len(opened.plan) == result.items == 10
    opened.close()


def test_what_was_removed_does_not_come_back(tmp_path: Path) -> None:
    path = tmp_path / "p.kakehashi"
    flipping.make(path)
    opened = reopen(path)
    gone = [f"b{n}" for n in range(100, 150)]
    opened.apply(removing(opened.plan, *gone))
    opened.close()
    out, result = saved(path)
    assert result.whole
    assert {item.id for item in reopen(out, read_only=True).plan}.isdisjoint(gone)
    out.unlink()
    zeroed(path, root(path, "item"))  # the topmost page of the tree: all others stray
    assert Pages(path.read_bytes()).count > 100
    out, result = saved(path)
    assert {item.id for item in reopen(out, read_only=True).plan}.isdisjoint(gone)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_that_was_cut_off(tmp_path: Path, share: float) -> None:
    path = tmp_path / "p.kakehashi"
    flipping.make(path)
    was = flipping.content(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert not flipping.opens_whole(path)
    out, result = saved(path)
    flipping.compare(was, flipping.content(out), result)
    assert not result.whole


def test_where_nothing_can_be_read_nothing_is_written(tmp_path: Path) -> None:
    for name, content in (("empty", b""), ("words", b"not a plan"), ("zeros", bytes(20_000))):
        path = tmp_path / f"{name}.kakehashi"
        path.write_bytes(content)
        with pytest.raises(NothingToSalvage) as caught:
            saved(path)
        assert path.name in text(caught.value.message, "ja")
        assert path.read_bytes() == content
    assert not (tmp_path / "saved.kakehashi").exists()


def test_a_file_of_the_future_is_not_half_read(tmp_path: Path) -> None:
    path = shutil.copyfile(SAMPLES[-1], tmp_path / "p.kakehashi")
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {SCHEMA + 1000}")
    db.execute(f"UPDATE history SET schema = {SCHEMA + 1000}")
    db.commit()
    db.close()
    with pytest.raises((Newer, NothingToSalvage)):
        saved(path)


def test_an_edit_left_half_done_is_taken_back_before_salvage(tmp_path: Path) -> None:
    path = shutil.copyfile(SAMPLES[-1], tmp_path / "p.kakehashi")
    want = plain(reopen(path, read_only=True).plan)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA cache_spill = 1")
    db.execute("PRAGMA cache_size = 1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE item SET fields = zeroblob(40000)")
    hot = tmp_path / "hot"
    hot.mkdir()
    for each in (path, path.with_name(path.name + "-journal")):
        shutil.copyfile(each, hot / each.name)
    db.execute("ROLLBACK")
    db.close()
    assert (hot / path.name).read_bytes() != path.read_bytes()
    out, result = saved(hot / path.name)
    assert result.whole
    assert plain(reopen(out, read_only=True).plan) == want


def test_bytes_that_are_no_plan_are_not_called_newer(tmp_path: Path) -> None:
    path = tmp_path / "noise.kakehashi"
    path.write_bytes(bytes(range(1, 256)) * 20)
    with pytest.raises(NothingToSalvage):
        saved(path)
    with sqlite3.connect(path.with_name("later.kakehashi")) as later:
        later.execute("CREATE TABLE other (x)")
        later.execute("PRAGMA user_version = 2000")
    later.close()
    with pytest.raises(Newer):
        saved(path.with_name("later.kakehashi"))
