"""Plugins on the command line: installed after a yes, shown, turned off, removed; and a start without any."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.cli.test_commands import Terminal, columns
from tests.cli.test_commands import terminal as terminal
from tests.extension.making import EXPORTER, HEAD, as_wheel, packed, put, put_writer

from kakehashi.cli.plugin import plugin as group
from kakehashi.cli.speaking import help_id
from kakehashi.extension.plugin_log import note, write
from kakehashi.extension.plugins import plugin_named
from kakehashi.storage.folders import plugin_folder
from kakehashi.words import LANGUAGES, PlanError, known

RICH = HEAD + (
    'summary = {{ en = "Writes text.", ja = "テキストを書きます。" }}\ncontact = "it@example.com"\n'
    'hosts = ["erp.example.com"]\nfolders = ["the folder chosen"]\n'
)


@pytest.fixture
def japanese(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "ja")
    return terminal


def test_a_plugin_from_a_wheel_to_its_end(terminal: Terminal, tmp_path: Path) -> None:
    wheel = str(as_wheel(tmp_path / "from"))
    assert "writer" not in terminal("plugin", "list")
    told = terminal.json("plugin", "install", wheel, "--yes")
    assert (told["name"], told["version"], told["older"], told["notes"]) == ("writer", "1.0", None, [])
    assert Path(told["place"]) == plugin_folder() / "writer"
    (mine,) = (each for each in terminal.json("plugin", "list") if each["name"] == "writer")
    assert (mine["state"], mine["origin"], mine["brings"]) == ("ready", "user", {"exporters": ["plain"]})
    assert "turned off" in terminal("plugin", "disable", "writer")
    assert terminal.json("plugin", "show", "writer")["state"] == "off"
    assert terminal.json("plugin", "enable", "writer")["state"] == "ready"
    assert "1.0" in terminal("plugin", "install", wheel, "--yes")
    assert "removed" in terminal("plugin", "remove", "writer", "--yes")
    assert "writer" not in terminal("plugin", "list")
    assert "kakehashi_csv" in terminal("plugin", "remove", "writer", "--yes", code=3)


def test_all_that_is_to_be_known_is_told_before_the_yes(japanese: Terminal, tmp_path: Path) -> None:
    place = put_writer(folder=tmp_path, trusted=False, head=RICH)
    said = japanese("plugin", "install", str(place), code=3)
    for part in (
        "writer（日本語）", "1.0", "it@example.com", "erp.example.com", "the folder chosen",
        "テキストを書きます", "書き出し形式", "あなたの権限", "--yes",
    ):  # fmt: skip
        assert part in said, part
    assert not [*plugin_folder().iterdir()]
    refused = japanese.json("plugin", "install", str(place), code=3)
    assert refused["kind"] == "NeedsYes"


def test_what_a_manifest_says_can_not_move_about_in_the_terminal(terminal: Terminal, tmp_path: Path) -> None:
    place = put_writer(
        folder=tmp_path, trusted=False, head=RICH.replace("Writes text.", "\\u001b[2J\\rharmless")
    )
    assert "\x1b" not in terminal("plugin", "install", str(place), code=3)


@pytest.mark.parametrize(("typed", "state"), [("y\n", "ready"), ("n\n", None)])
def test_a_person_is_asked(terminal: Terminal, tmp_path: Path, typed: str, state: str | None) -> None:
    """At a real terminal."""
    wheel = as_wheel(tmp_path / "from")
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    command = [sys.executable, "-m", "kakehashi", "plugin", "install", str(wheel)]
    ended = subprocess.run(command, stdin=theirs, capture_output=True, text=True, timeout=60, check=False)
    os.close(ours)
    os.close(theirs)
    assert "your rights" in ended.stdout
    assert "Install" in ended.stderr
    assert ended.returncode == (0 if state else 130), ended.stderr
    found = [each for each in terminal.json("plugin", "list") if each["name"] == "writer"]
    assert [each["state"] for each in found] == ([state] if state else [])


def test_a_plugin_that_lies_there_is_allowed(terminal: Terminal) -> None:
    place = put_writer(trusted=False)
    assert "not allowed yet" in terminal("plugin", "list")
    assert "--yes" in terminal("plugin", "allow", "writer", code=3)
    assert "ready" in terminal("plugin", "allow", "writer", "--yes")
    (place / "writer/more.py").write_text("")
    assert terminal.json("plugin", "show", "writer")["state"] == "changed"
    assert "comes with the program" in terminal("plugin", "allow", "kakehashi_csv", "--yes", code=3)
    assert "comes with the program" in terminal("plugin", "disable", "kakehashi_csv", code=3)
    assert "comes with the program" in terminal("plugin", "remove", "kakehashi_csv", "--yes", code=3)
    assert "writer" in terminal("plugin", "allow", "nobody", "--yes", code=3)


def test_what_went_wrong_is_shown_with_its_log(japanese: Terminal) -> None:
    put_writer()
    assert "ありません" in japanese("plugin", "log", "writer")
    assert japanese.json("plugin", "log", "writer")["text"] == ""
    write("writer", "exporting", "ZeroDivisionError: 鍵")
    note("writer", "exporting", PlanError("error.plugin.failed", plugin="writer", log="x.log"))
    said = japanese("plugin", "show", "writer")
    assert "前回の失敗" in said
    assert "書き出しに失敗しました" in said
    assert "plugin-writer.log" in said
    assert "鍵" in japanese("plugin", "log", "writer")
    shown = japanese.json("plugin", "show", "writer")
    assert shown["failure"]["doing"] == "exporting"
    assert "鍵" in Path(shown["log"]).read_text("utf-8")


def test_a_failure_kept_by_another_version_is_shown(terminal: Terminal) -> None:
    put_writer()
    note("writer", "exporting", PlanError("error.plugin.of_tomorrow"))
    assert "error.plugin.of_tomorrow" in terminal("plugin", "show", "writer")


def test_a_broken_plugin_is_removed_after_naming_what_goes(terminal: Terminal) -> None:
    (plugin_folder() / "broken").mkdir()
    assert "kakehashi-plugin.toml" in terminal("plugin", "show", "broken")
    assert str(plugin_folder() / "broken") in terminal("plugin", "remove", "broken", code=3)
    assert (plugin_folder() / "broken").is_dir()
    assert terminal.json("plugin", "remove", "broken", "--yes")["removed"] == [
        str(plugin_folder() / "broken")
    ]


def test_of_a_packed_one_and_an_installed_one_the_installed_is_meant(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    place = put("twice", "", EXPORTER.format(key="twice", suffix=".two"), folder=tmp_path, trusted=False)
    wheel = packed(place, shared / "twice-1.0-py3-none-any.whl")
    (tmp_path / "policy.json").write_text(json.dumps({"plugin_folder": str(shared)}))
    monkeypatch.setenv("KAKEHASHI_POLICY", str(tmp_path / "policy.json"))
    assert str(wheel) in terminal("plugin", "allow", "twice", "--yes", code=3)
    terminal("plugin", "install", str(wheel), "--yes")
    assert wheel.exists()
    assert terminal.json("plugin", "show", "twice")["state"] == "ready"


def test_a_start_without_plugins(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    put_writer()
    monkeypatch.setenv("KAKEHASHI_SAFE", "0")
    assert plugin_named("writer").state == "ready"
    assert "--safe" in terminal("--safe", "plugin", "show", "writer")
    assert os.environ["KAKEHASHI_SAFE"] == "1"  # processes that it starts hear of it
    assert plugin_named("writer").state == "off"


def test_every_command_of_the_group_has_help_in_both_languages(japanese: Terminal) -> None:
    for name in group.list_commands(click.Context(group)):
        command = group.commands[name]
        for language in LANGUAGES:
            assert known(f"help.command.plugin.{name}", language), name
            for param in command.params:
                if isinstance(param, click.Option):
                    assert known(help_id(f"plugin.{name}", param), language), param
        said = japanese("plugin", name, "--help")
        assert max(map(columns, said.splitlines())) <= 80
