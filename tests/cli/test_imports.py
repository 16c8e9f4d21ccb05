"""What was imported, from the command line: list, take out, repair, profiles, delete."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from kakehashi.cli.main import run

DEALS = """Deal ID,Stage,Amount,Account ID
1,Closed Won,"1.200",A1
2,Closed Lost,much,A2
,Closed Lost,"5.000",A3
"""
COMPANIES = "Account ID,Account Name,Industry\nA1,Acme,IT\nA2,Beta,Retail\n"


class Terminal:
    """Runs commands on one plan; what they said."""

    def __init__(self, capsys: pytest.CaptureFixture[str], plan: Path) -> None:
        self._capsys = capsys
        self.plan = plan

    def __call__(self, command: str, *arguments: object, code: int = 0) -> str:
        ended = run([command, str(self.plan), *map(str, arguments)])
        said = self._capsys.readouterr()
        assert ended == code, said.out + said.err
        return said.out + said.err

    def json(self, command: str, *arguments: object, code: int = 0) -> Any:
        return json.loads(self(command, *arguments, "--json", code=code))


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "en")
    monkeypatch.setenv("KAKEHASHI_NOW", "2027-04-01T09:00:00")
    terminal = Terminal(capsys, tmp_path / "plan.kakehashi")
    terminal("new")
    return terminal


def test_from_import_to_repair_to_removal(terminal: Terminal, tmp_path: Path) -> None:
    deals, companies = tmp_path / "deals.csv", tmp_path / "companies.csv"
    deals.write_text(DEALS)
    companies.write_text(COMPANIES)
    table = ("--table", "opportunity")
    said = terminal("import", deals, *table, code=3)
    assert "--decimal" in said
    profile = tmp_path / "profile.json"
    chosen = ("--decimal", ",", "--currency", "eur", "--join", companies, "--save-profile", profile)
    said = terminal("import", deals, *table, *chosen)
    assert "Rows with a partner: 2; without: 1; empty: 0" in said
    (name,) = [each["name"] for each in terminal.json("profiles")]
    assert name in terminal("profiles")
    saved = json.loads(profile.read_bytes())
    assert (saved["decimal"], saved["constants"]) == (",", {"currency": "EUR"})
    assert [join["name"] for join in saved["joins"]] == ["company"]
    (one,) = terminal.json("imports")
    assert (one["read"], one["loaded"], one["set_aside"], one["imported_on"]) == (3, 1, 2, "2027-04-01")
    assert "read 3, loaded 1, set aside 2" in terminal("imports")
    out = tmp_path / "aside.csv"
    assert terminal.json("set-aside", one["id"], out) == {"file": str(out), "rows": 2}
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows[1][5], rows[2][3] = "7.000", "3"
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert "complete import 1" in terminal("import", out, *table, "--join", companies)
    (whole, part) = terminal.json("imports")
    assert (whole["set_aside"], whole["repaired"], part["loaded"]) == (0, 2, 2)
    assert "2 rows that it had repaired are set aside again" in terminal("remove-import", part["id"])
    assert "99" in terminal("remove-import", "99", code=3)
    assert "99" in terminal("set-aside", "99", out, code=3)
    assert "cannot be written" in terminal("set-aside", one["id"], tmp_path / "no" / "aside.csv", code=3)


def test_profiles_are_exported_edited_and_deleted(terminal: Terminal, tmp_path: Path) -> None:
    assert "No profile" in terminal("profiles")
    deals = tmp_path / "deals.csv"
    deals.write_text("Deal ID,Stage,Amount\n1,Closed Won,5\n2,Closed Lost,6\n")
    terminal("import", deals, "--table", "opportunity")
    name = terminal.json("profiles")[0]["name"]
    exported = tmp_path / "mine.json"
    terminal("profiles", "--export", name, exported)
    content = json.loads(exported.read_bytes())
    content["outcome"]["values"] = {"Closed Won": "lost", "Closed Lost": "won"}
    exported.write_text(json.dumps(content))
    said = terminal.json("import", deals, "--table", "opportunity", "--profile", exported)
    assert (said["won"], said["won_amount"]) == (1, "6")
    assert terminal.json("import", deals, "--table", "opportunity")["won_amount"] == "6"  # kept
    terminal("profiles", "--delete", name)
    assert terminal.json("profiles") == []
    assert terminal.json("import", deals, "--table", "opportunity")["won_amount"] == "5"
    assert name in terminal("profiles", "--delete", "nope", code=3)


def test_a_profile_that_can_not_be_saved_is_told_before_the_import(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deals = tmp_path / "deals.csv"
    deals.write_text("Deal ID,Stage,Amount\n1,Closed Won,5\n2,Closed Lost,6\n")
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "ja")
    for target, said in (
        ("no/p.json", "がありません"),
        ("folder", "はフォルダーです"),
        ("p" * 300, "長すぎます"),
    ):
        refused = terminal(
            "import", deals, "--table", "opportunity", "--save-profile", tmp_path / target, code=3
        )
        assert said in refused
    assert terminal.json("imports") == []


def test_a_profile_of_another_table_says_which_option_to_change(terminal: Terminal, tmp_path: Path) -> None:
    deals, profile = tmp_path / "deals.csv", tmp_path / "profile.json"
    deals.write_text("Deal ID,Stage,Amount\n1,Closed Won,5\n2,Closed Lost,6\n")
    profile.write_text('{"table": "lead"}')
    said = terminal("import", deals, "--table", "opportunity", "--profile", profile, code=3)
    assert "--table lead" in said
    assert "--profile" in said


def test_all_evidence_is_deleted(terminal: Terminal, tmp_path: Path, home: Path) -> None:
    assert "no imported data" in terminal("delete-evidence")
    deals = tmp_path / "deals.csv"
    deals.write_text("Deal ID,Stage,Amount\n1,Closed Won,5\n2,Closed Lost,6\n")
    terminal("import", deals, "--table", "opportunity", "--hash-email")
    assert list(home.rglob("evidence.duckdb"))
    assert terminal.json("delete-evidence", "--yes") == {"imports": 1}
    assert not [path for path in home.rglob("*") if path.name in ("evidence.duckdb", "hash.key")]
    assert terminal.json("imports") == []
