"""A source without a file on the command line: settings, secrets, and how it is known the next time."""

from __future__ import annotations

import json
import os
import pty
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.extension.vault import CANARY, Memory, put_vault, traces

from kakehashi.cli.main import run
from kakehashi.storage.folders import user_data

DEALS = ("--source", "vault", "--table", "opportunity")


class Terminal:
    """Runs commands on one plan; the password never shows in what they say or leave behind."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.folder, self.plan = folder, str(folder / "plan.kakehashi")

    def __call__(self, *arguments: str, code: int = 0) -> str:
        self._capsys.readouterr()
        ended = run(list(arguments))
        said = self._capsys.readouterr()
        whole = said.out + said.err
        assert ended == code, whole
        assert "c4nary" not in whole
        assert traces(self.folder, user_data()) == []
        return whole

    def load(self, *more: str, code: int = 0) -> str:
        return self("import", self.plan, *DEALS, *more, code=code)

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json"))

    @property
    def imports(self) -> list[tuple[str, int]]:
        return [(each["name"], each["loaded"]) for each in self.json("imports", self.plan)]


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "en")
    monkeypatch.setenv("KAKEHASHI_NOW", "2027-04-01T09:00:00")
    put_vault()
    terminal = Terminal(capsys, tmp_path)
    terminal("new", terminal.plan)
    return terminal


@pytest.fixture
def unattended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAKEHASHI_SECRET_VAULT_PASSWORD", CANARY)


def typing(monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """Somebody sits at the terminal and types this; gives the prompts that were answered."""
    waiting, asked = [*words], []

    def prompt(text: str, *_: object, hide_input: bool = False, **__: object) -> str:
        assert hide_input
        asked.append(text)
        return waiting.pop(0)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", prompt)
    return asked


def test_every_wrong_or_missing_setting_is_named(terminal: Terminal) -> None:
    wrong = ("port=http", "share=nan", "deep=perhaps", "way=best", "colour=red", "password=x")
    said = terminal.load(*(each for one in wrong for each in ("--set", one)), code=2)
    for name in ("server", "port", "share", "deep", "way", "colour", "password"):
        assert f"\n{name}" in said, said
    assert "well, raises" in said
    assert "There are: server, port, share, deep, way, tables" in said
    assert "NAME=VALUE" in terminal.load("--set", "server", code=2)
    assert "vault" in terminal("import", terminal.plan, "--source", "sap", "--table", "lead", code=2)
    assert "DATA" in terminal("import", terminal.plan, "--table", "lead", code=2)


def test_the_source_is_described(terminal: Terminal) -> None:
    said = terminal("source", "vault")
    assert "KAKEHASHI_SECRET_VAULT_PASSWORD" in said
    assert "server  Server (a text, needed)" in said
    assert "vault  Vault" in terminal("source")
    facts = terminal.json("source", "vault")
    by_name = {each["name"]: each for each in facts["settings"]}
    assert (by_name["port"]["default"], by_name["way"]["choices"][0]) == (443, "well")
    assert "sap" in terminal("source", "sap", code=2)


@pytest.mark.usefixtures("unattended")
def test_it_can_be_tried_and_lists_its_tables(terminal: Terminal) -> None:
    reach = ("source", "vault", "--set", "server=erp")
    assert "can be reached" in terminal(*reach, "--test")
    assert terminal(*reach, "--tables").splitlines() == ["deals  Deals", "people  People"]
    assert [each["key"] for each in terminal.json(*reach, "--tables")["tables"]] == ["deals", "people"]
    assert "does not answer" in terminal("source", "vault", "--set", "server=down", "--test", code=3)


@pytest.mark.usefixtures("unattended")
def test_the_next_import_needs_the_key_alone(terminal: Terminal) -> None:
    assert "--sheet" in terminal.load("--set", "server=erp", code=3)
    assert terminal.imports == []
    terminal.load("--set", "server=erp", "--sheet", "deals")
    said = terminal.load()
    assert "as last time: server=erp" in said
    assert terminal.imports == [("vault: deals", 5)]
    assert "last time erp" in terminal("source", "vault", "--plan", terminal.plan)
    other = str(terminal.folder / "other.kakehashi")
    terminal("new", other)
    assert "server" in terminal("import", other, *DEALS, code=2)  # another plan's settings are its own


@pytest.mark.usefixtures("unattended")
def test_a_source_is_saved_under_a_name(terminal: Terminal) -> None:
    terminal.load("--set", "server=tokyo", "--sheet", "deals", "--save-source", "東京")
    terminal.load("--set", "server=osaka", "--sheet", "deals", "--save-source", "大阪")
    terminal("import", terminal.plan, "--source", "東京", "--table", "opportunity", "--mode", "merge")
    saved = terminal.json("source", "--plan", terminal.plan)["saved"]
    assert [(each["name"], each["settings"]) for each in saved] == [
        ("大阪", {"server": "osaka"}),
        ("東京", {"server": "tokyo"}),
    ]
    terminal("source", "東京", "--plan", terminal.plan, "--forget")
    said = terminal("import", terminal.plan, "--source", "東京", "--table", "opportunity", code=2)
    assert "大阪" in said
    said = terminal.load("--set", "server=x", "--save-source", "sql", code=3)
    assert "another name" in said


def test_nobody_to_ask_names_the_variable(terminal: Terminal) -> None:
    said = terminal.load("--set", "server=erp", code=3)
    assert "KAKEHASHI_SECRET_VAULT_PASSWORD" in said


def test_a_secret_is_asked_for_once_and_kept_in_the_keychain(
    terminal: Terminal, keychain: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = typing(monkeypatch, "wrong", "", CANARY, "", CANARY, "")
    terminal.load("--set", "server=erp", "--sheet", "deals", code=3)
    assert keychain.held == {}  # what does not open is not kept
    terminal.load("--set", "server=erp", "--sheet", "deals")
    assert [*keychain.held.values()] == [CANARY]
    assert [each.partition(" for ")[0] for each in asked] == ["Password", "PIN"] * 2
    terminal.load()
    assert len(asked) == 4
    assert "reached" in terminal("source", "vault", "--plan", terminal.plan, "--test")
    terminal.load("--ask")
    assert len(asked) == 6
    terminal("delete-evidence", terminal.plan, "--yes")
    assert keychain.held == {}


def test_a_kept_secret_goes_to_no_other_server(
    terminal: Terminal, keychain: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = typing(monkeypatch, CANARY, "", "", "")
    terminal.load("--set", "server=erp", "--sheet", "deals")
    terminal.load("--set", "server=elsewhere", code=3)
    assert len(asked) == 4
    terminal("source", "vault", "--plan", terminal.plan, "--forget")
    assert keychain.held == {}


def test_without_a_keychain_it_says_so_and_asks_each_time(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = typing(monkeypatch, CANARY, "", CANARY)
    assert "KAKEHASHI_SECRET_VAULT_PASSWORD" in terminal.load("--set", "server=erp", "--sheet", "deals")
    terminal.load()
    assert len(asked) == 3


@pytest.mark.usefixtures("unattended")
@pytest.mark.parametrize("way", ["raises", "quotes", "values", "dies"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_secret_in_words_and_logs(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, way: str, language: str
) -> None:
    """`terminal` looks for it everywhere after each command."""
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", language)
    said = terminal.load("--set", "server=erp", "--set", f"way={way}", "--sheet", "deals", code=3)
    logs = "".join(path.read_text("utf-8") for path in (user_data() / "log").iterdir())
    assert "***" in (logs if way in ("raises", "dies") else said)


def test_the_prompt_of_a_real_terminal_hides_what_is_typed(terminal: Terminal) -> None:
    child, there = pty.fork()
    if child == 0:  # pragma: no cover - the other process
        program = [sys.executable, "-P", "-m", "kakehashi"]
        os.execvp(program[0], [*program, "source", "vault", "--set", "server=erp", "--test"])
    said = b""
    for line in (CANARY, ""):
        while not said.endswith(b": "):
            said += os.read(there, 4096)
        os.write(there, line.encode() + b"\n")
        said += os.read(there, 4096)
    try:
        while more := os.read(there, 4096):
            said += more
    except OSError:  # the end of a terminal
        pass
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, said
    assert b"can be reached" in said
    assert b"c4nary" not in said


@pytest.mark.usefixtures("unattended")
def test_settings_beside_a_file(terminal: Terminal) -> None:
    data = terminal.folder / "deals.csv"
    data.write_bytes("商談ID;フェーズ\n1;受注\n2;失注\n".encode("cp932"))
    reading = ("--source", "csv", "--set", "encoding=cp932", "--set", "delimiter=;")
    terminal("import", terminal.plan, str(data), "--table", "opportunity", *reading)
    assert terminal.imports == [("deals.csv", 2)]
    said = terminal("import", terminal.plan, str(data), "--table", "lead", "--set", "colour=red", code=2)
    assert "path, encoding, delimiter" in said


@pytest.mark.usefixtures("unattended")
def test_a_damaged_list_of_sources_is_named(terminal: Terminal) -> None:
    terminal.load("--set", "server=erp", "--sheet", "deals")
    (file,) = user_data().rglob("sources.json")
    file.write_text("{")
    assert "sources.json" in terminal.load(code=3)
