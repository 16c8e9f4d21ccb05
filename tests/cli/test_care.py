"""The care of plan files as a person or a script uses it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kakehashi.cli.main import run

Run = Callable[..., str]


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "en")
    monkeypatch.setenv("KAKEHASHI_NOW", "2027-04-01T09:00:00")
    monkeypatch.setenv("KAKEHASHI_PERSON", "白石 春子")

    def command(*arguments: object, code: int = 0) -> str:
        capsys.readouterr()
        ended = run([str(each) for each in arguments])
        said = capsys.readouterr()
        assert ended == code, said.out + said.err
        assert "Traceback" not in said.out + said.err
        return said.out if "--json" in arguments else said.out + said.err

    return command


@pytest.fixture
def path(terminal: Run, tmp_path: Path) -> Path:
    path = tmp_path / "plan.kakehashi"
    terminal("new", path, "--language", "en", "--first-month", "2027-04")
    terminal("set", path, "About", "author", "白石 春子")
    return path


def answered(said: str) -> Any:
    return json.loads(said)


def test_send_copy(terminal: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "copy.kakehashi"
    said = answered(terminal("send-copy", path, out, "--json"))
    assert said["left_out"]["history"] == 1
    assert said["left_out"]["confidential"] > 0
    assert answered(terminal("history", out, "--json")) == []
    assert "already exists" in terminal("send-copy", path, out, code=3)
    assert "Left out: 1 row " in terminal("send-copy", path, tmp_path / "other.kakehashi")


def test_forget(terminal: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal("declare", path)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    terminal("forget", path, "白石 春子", code=130)  # asked, and nobody answered
    assert "白石".encode() in path.read_bytes()
    said = terminal("forget", path, "白石 春子", "--yes")
    assert "editions: 1" in said
    assert "backups" in said
    assert "白石".encode() not in path.read_bytes()
    assert answered(terminal("editions", path, "--json"))[0]["redacted"]
    terminal("export", path, path.with_suffix(".html"), "--audience", "executives", "--language", "en")
    removed = answered(terminal("forget", path, "白石 春子", "--yes", "--backups", "--json"))
    assert removed["copies_removed"]
    assert not any(Path(each).exists() for each in removed["copies"])
    assert "two characters" in terminal("forget", path, "?", "--yes", code=3)


def test_backups_and_restore(
    terminal: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAKEHASHI_NOW", "2027-04-02T09:00:00")
    terminal("set", path, "About", "company", "Tsumugi")
    found = answered(terminal("backups", path, "--json"))
    assert [each["day"] for each in found] == ["2027-04-02", "2027-04-01"]
    assert terminal("backups", path).startswith("1  2 Apr 2027")
    said = answered(terminal("restore", path, "1", "--json"))
    assert Path(said["kept"]).exists()
    assert len(answered(terminal("history", path, "--json"))) == 1
    terminal("restore", path, said["kept"])
    assert len(answered(terminal("history", path, "--json"))) == 2
    assert "no backup" in terminal("restore", path, "99", code=3)
    other = tmp_path / "other.kakehashi"
    terminal("new", other, "--language", "en")
    assert "another plan" in terminal("restore", path, other, code=3)
    assert "no backups yet" in terminal("backups", other)


def test_salvage(terminal: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.kakehashi"
    assert "Nothing is lost" in terminal("salvage", path, out)
    raw = path.read_bytes()
    at = raw.index(b'"author":"') + 10
    path.write_bytes(raw[:at] + b"\xff" + raw[at + 1 :])
    assert "kakehashi salvage" in terminal("show", path, code=3)
    terminal("salvage", path, out, code=3)
    out.unlink()
    said = answered(terminal("salvage", path, out, "--json", code=1))
    (lost,) = said["lost_items"]
    assert lost["state"] == "gone"
    assert not said["whole"]
    assert lost["id"] in terminal("salvage", path, tmp_path / "again.kakehashi", code=1)
    assert answered(terminal("show", out, "--json"))["items"]
    path.write_bytes(b"nothing at all")
    assert "Nothing of a plan" in terminal("salvage", path, tmp_path / "none.kakehashi", code=3)
