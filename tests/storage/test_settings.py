"""The settings of the window: kept, changed, never in the way."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import msgspec
import pytest

from kakehashi.storage.folders import user_data
from kakehashi.storage.settings import (
    MOST_RECENT,
    Place,
    Settings,
    change_settings,
    forgotten,
    left_at,
    opened_lately,
    pinned,
    read_settings,
)


def opened(settings: Settings, name: str, at: str = "2027-04-01T09:00:00") -> Settings:
    return opened_lately(settings, Path(name), title=name, company="", at=at)


def test_without_a_file_they_are_those_of_a_new_program(home: Path) -> None:
    assert read_settings() == Settings()
    assert not (home / "settings.json").exists()


def test_what_was_chosen_is_there_after_a_restart(home: Path) -> None:
    chosen = Settings(
        language="en", theme="dark", text_size=125, person="大野", places={"u": Place(page="budget")}
    )
    assert change_settings(lambda _: chosen) == chosen
    assert read_settings() == chosen
    change_settings(lambda settings: msgspec.structs.replace(settings, text_size=110))
    assert read_settings().person == "大野"
    assert [each.name for each in home.iterdir() if each.name.startswith("settings")] == ["settings.json"]


def test_a_file_that_cant_be_read_is_kept_beside(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    (home / "settings.json").write_text('{"theme": "pink"', encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert read_settings() == Settings()
        change_settings(lambda settings: msgspec.structs.replace(settings, theme="dark"))
    assert "settings.json" in caplog.text
    assert read_settings().theme == "dark"
    assert (home / "settings.unreadable.json").read_text(encoding="utf-8") == '{"theme": "pink"'


def test_recent_plans_are_the_newest_first_and_pinned_ones_stay() -> None:
    settings = pinned(opened(Settings(), "/first"), "/first", True)
    for number in range(MOST_RECENT + 5):
        settings = opened(settings, f"/plan{number}")
    paths = [each.path for each in settings.recent]
    assert paths[0] == f"/plan{MOST_RECENT + 4}"
    assert len(paths) == MOST_RECENT + 1
    assert paths[-1] == "/first"
    assert settings.recent[-1].pinned
    again = opened(settings, "/first")
    assert again.recent[0].path == "/first"
    assert again.recent[0].pinned
    assert "/first" not in [each.path for each in forgotten(again, "/first").recent]


def test_the_place_in_a_plan_is_that_of_the_last_time() -> None:
    settings = left_at(left_at(Settings(), "a", Place(page="budget")), "b", Place())
    settings = left_at(settings, "a", Place(page="journey", view="Stage"))
    assert settings.places["a"] == Place(page="journey", view="Stage")
    assert list(settings.places) == ["b", "a"]


@pytest.mark.skipif(os.name != "posix" or os.uname().sysname != "Linux", reason="the folder of Linux")
@pytest.mark.parametrize("chosen", ["", "/data"])
def test_the_folder_is_the_one_that_platformdirs_says(
    chosen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from platformdirs import user_data_path

    monkeypatch.delenv("KAKEHASHI_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data") if chosen else "")
    assert user_data() == user_data_path("kakehashi", appauthor=False)
