"""Folders that a service keeps in step: named, warned of, and no write over what somebody else wrote."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.budget import Measure
from kakehashi.plan.changes import setting
from kakehashi.storage.errors import ChangedOutside, Overtaken
from kakehashi.storage.synchronised import conflict_copies, service
from kakehashi.words import text


def clock() -> str:
    return "2027-04-01T09:00:00"


def make(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    OpenPlan.create(path, "u", (Measure(id="m"),), person="x", clock=clock, app_version="0").close()
    return path


def opened(path: Path) -> OpenPlan:
    return OpenPlan.open(path, person="x", clock=clock)


@pytest.mark.parametrize(
    ("folder", "named"),
    [
        ("OneDrive/計画", "OneDrive"),
        ("OneDrive - ツムギ計測", "OneDrive"),
        ("Library/CloudStorage/OneDrive-Tsumugi", "OneDrive"),
        ("Dropbox (Tsumugi)/plans", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-a@example.com/My Drive", "Google Drive"),
        ("G/マイドライブ", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Box/plans", "Box"),
        ("Documents", None),
        ("Boxes/Dropboxes", None),
    ],
)
def test_services_are_known_by_the_names_of_folders(tmp_path: Path, folder: str, named: str | None) -> None:
    assert service(tmp_path / folder / "p.kakehashi") == named


def test_services_are_known_by_what_they_lay_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shared" / "deep").mkdir(parents=True)
    path = tmp_path / "shared" / "deep" / "p.kakehashi"
    assert service(path) is None
    (tmp_path / "shared" / ".dropbox").touch()
    assert service(path) == "Dropbox"
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "other"))
    assert service(tmp_path / "other" / "p.kakehashi") == "OneDrive"


def test_the_person_is_warned_and_told_of_doubles(tmp_path: Path) -> None:
    path = make(tmp_path / "OneDrive" / "plan.kakehashi")
    shutil.copyfile(path, path.with_name("plan-KEIRI07.kakehashi"))
    shutil.copyfile(path, path.with_name("plan (1).kakehashi"))
    make(path.with_name("planning.kakehashi"))
    path.with_name("plan-notes.kakehashi").write_text("no plan")
    assert len(conflict_copies(path)) == 3
    plan = opened(path)
    warning, doubles = (text(notice, "en") for notice in plan.notices)
    assert "OneDrive" in warning
    assert "plan (1).kakehashi, plan-KEIRI07.kakehashi" in doubles
    plan.close()


def test_a_file_that_was_written_over_is_not_written_to(tmp_path: Path) -> None:
    path = make(tmp_path / "Dropbox" / "plan.kakehashi")
    other = shutil.copyfile(path, tmp_path / "other.kakehashi")
    theirs = opened(other)
    theirs.apply(setting(theirs.plan, "m", "name", "theirs"))
    theirs.close()
    mine = opened(path)
    path.write_bytes(other.read_bytes())  # in place, as some services do
    with pytest.raises(ChangedOutside) as caught:
        mine.apply(setting(mine.plan, "m", "name", "mine"))
    assert path.name in text(caught.value.message, "ja")
    assert path.read_bytes() == other.read_bytes()
    mine.close()
    again = opened(path)
    again.apply(setting(again.plan, "m", "name", "mine"))
    again.apply(setting(again.plan, "m", "name", "mine, later"))
    again.close()


def test_a_file_that_was_replaced_is_not_written_to_anywhere(tmp_path: Path) -> None:
    path = make(tmp_path / "plan.kakehashi")
    other = make(tmp_path / "other.kakehashi")
    mine = opened(path)
    mine.apply(setting(mine.plan, "m", "name", "mine"))
    before = other.read_bytes()
    other.replace(path)
    with pytest.raises(ChangedOutside):
        mine.apply(setting(mine.plan, "m", "name", "lost"))
    path.unlink()
    with pytest.raises(ChangedOutside):
        mine.apply(setting(mine.plan, "m", "name", "lost"))
    path.write_bytes(before)
    mine.close()


def test_an_older_state_put_in_place_is_not_written_to(tmp_path: Path) -> None:
    path = make(tmp_path / "plan.kakehashi")
    older = path.read_bytes()
    mine = opened(path)
    mine.apply(setting(mine.plan, "m", "name", "1"))
    path.write_bytes(older)
    with pytest.raises((Overtaken, ChangedOutside)):
        mine.apply(setting(mine.plan, "m", "name", "2"))
    assert mine.plan.item("m").name == "1"
    mine.close()


def test_a_reader_follows_a_file_that_is_replaced(tmp_path: Path) -> None:
    path = make(tmp_path / "plan.kakehashi")
    other = shutil.copyfile(path, tmp_path / "other.kakehashi")
    theirs = opened(other)
    theirs.apply(setting(theirs.plan, "m", "name", "theirs"))
    theirs.close()
    reader = OpenPlan.open(path, person="x", clock=clock, read_only=True)
    other.replace(path)
    assert reader.refresh()
    assert reader.plan.item("m").name == "theirs"
    assert not reader.refresh()
    reader.close()
