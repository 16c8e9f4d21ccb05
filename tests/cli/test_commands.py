"""The command line as a person or a script uses it."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

import click
import pytest

from kakehashi.cli.main import _COMMANDS, kakehashi, run
from kakehashi.cli.speaking import help_id
from kakehashi.storage.lock import lock_path
from kakehashi.words import LANGUAGES, known


class Terminal:
    """Runs commands; what they said and how they ended."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.plan = str(folder / "plan.kakehashi")
        self.folder = folder

    def __call__(self, *arguments: str, code: int = 0) -> str:
        self._capsys.readouterr()
        ended = run(list(arguments))
        said = self._capsys.readouterr()
        assert ended == code, said.out + said.err
        assert "Traceback" not in said.out + said.err
        return said.out + said.err

    def json(self, *arguments: str, code: int = 0) -> Any:
        self._capsys.readouterr()
        ended = run([*arguments, "--json"])
        said = self._capsys.readouterr()
        assert ended == code, said.out + said.err
        return json.loads(said.out)


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "en")
    monkeypatch.setenv("KAKEHASHI_NOW", "2027-04-01T09:00:00")
    monkeypatch.setenv("KAKEHASHI_PERSON", "白石")
    return Terminal(capsys, tmp_path)


@pytest.fixture
def planned(terminal: Terminal) -> Terminal:
    terminal("new", terminal.plan, "--starter", "b2b-saas", "--language", "en", "--first-month", "2027-04")
    return terminal


def step_rate(terminal: Terminal, mark: str = "valid") -> Any:
    items = terminal.json("show", terminal.plan, "--kind", "FunnelStep")["items"]
    return next(item["fields"]["rate"] for item in items if item["fields"]["marks"] == mark)


def test_a_new_plan_passes_its_checks(planned: Terminal) -> None:
    found = planned.json("check", planned.plan)["findings"]
    assert not [each for each in found if each["severity"] == "error"]
    assert planned.json("show", planned.plan)["editions"] == []


def test_set_undo_redo_by_name(planned: Terminal) -> None:
    before = step_rate(planned)
    said = planned("set", planned.plan, "FunnelStep:Valid opportunity", "rate", "30%")
    assert "25.0% → 30.0%" in said
    after = step_rate(planned)
    assert after["value"] == "0.3"
    assert after["passport"] == {"by": "白石", "checked_on": "2027-04-01"} | after["passport"]
    assert after["was"]["value"] == before["value"]
    planned("undo", planned.plan)
    assert step_rate(planned) == before
    planned("redo", planned.plan)
    assert step_rate(planned) == after
    planned("redo", planned.plan, code=3)


def test_taking_back_a_redo_is_told_as_an_undo(planned: Terminal) -> None:
    planned("set", planned.plan, "About", "company", "Tsumugi")
    for command in ("undo", "redo", "undo"):
        planned(command, planned.plan)
    lines = planned("history", planned.plan).splitlines()
    assert [("(undo)" in line, "(redo)" in line) for line in lines] == [
        (True, False),
        (False, True),
        (True, False),
        (False, False),
    ]
    acts = [each["act"] for each in planned.json("history", planned.plan)]
    assert acts == ["undo", "redo", "undo", "edit"]


def test_set_a_month_a_text_a_choice_a_reference(planned: Terminal) -> None:
    items = planned.json("show", planned.plan, "--kind", "BudgetLine")["items"]
    line = items[0]["id"]
    planned("set", planned.plan, line, "planned@2027-06", "1,234,000")
    planned("set", planned.plan, line, "name", "=1+1 サイト改修")
    planned("set", planned.plan, line, "nature", "fixed")
    category = planned.json("show", planned.plan, "--kind", "BudgetCategory")["items"][3]
    planned("set", planned.plan, line, "category", f"BudgetCategory:{category['names'][0]}")
    fields = next(
        each["fields"]
        for each in planned.json("show", planned.plan, "--kind", "BudgetLine")["items"]
        if each["id"] == line
    )
    assert fields["planned"]["2027-06"] == "1234000"
    assert fields["name"] == "=1+1 サイト改修"
    assert (fields["nature"], fields["category"]) == ("fixed", category["id"])
    planned("set", planned.plan, line, "planned@2027-06", "")
    assert len(planned.json("history", planned.plan)) == 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("FunnelStep:Nobody", "rate", "1"), "no item"),
        (("Measure", "name", "x"), "items are called"),
        (("About", "colour", "red"), 'no field "colour"'),
        (("About", "months", "99"), "at most 36"),
        (("About", "months", "many"), "number"),
        (("About", "currency", "DOLLAR"), "ISO 4217"),
        (("About", "currency", "usd"), "ISO 4217"),
        (("About", "first_month", "2027-13"), "2027-04"),
        (("About", "tax", "none"), "excluding tax, including tax"),
        (("FunnelStep:Valid opportunity", "rate", "130%"), "at most 1"),
    ],
)
def test_a_bad_edit_is_refused_and_changes_nothing(
    planned: Terminal, arguments: tuple[str, ...], said: str
) -> None:
    assert said in planned("set", planned.plan, *arguments, code=3)
    assert planned.json("history", planned.plan) == []


def test_bad_use_ends_with_2(terminal: Terminal) -> None:
    terminal("unknown", code=2)
    terminal("new", code=2)
    terminal("new", terminal.plan, "--language", "xx", code=2)
    terminal("new", terminal.plan, "--first-month", "April", code=2)
    terminal("new", terminal.plan, "--currency", "DOLLAR", code=2)
    assert "b2b-saas" in terminal("new", terminal.plan, "--starter", "nope", code=2)
    assert not Path(terminal.plan).exists()


def test_a_wrong_value_of_an_option_is_bad_use_and_names_the_right_ones(with_data: Terminal) -> None:
    plan = with_data.plan
    out = str(with_data.folder / "out.html")
    export = ("export", plan, out, "--language", "en", "--audience")
    data = str(with_data.folder / "deals.csv")
    assert "executives" in with_data(*export, "martians", code=2)
    assert "needs no parameter" in with_data(*export, "finance", "--parameter", "partner=x", code=2)
    assert "draft" in with_data(*export, "finance", "--edition", "first", code=2)
    assert "opportunity" in with_data("import", plan, data, "--table", "foo", code=2)
    assert "csv" in with_data("import", plan, data, "--table", "lead", "--source", "nope", code=2)
    assert "nope" in with_data("forecast", plan, "--scenario", "nope", code=2)
    assert "FunnelStep" in with_data("show", plan, "--kind", "Nope", code=2)
    assert with_data.json("show", plan, "--kind", "Nope", code=2)["kind"] == "BadUse"
    with_data(*export, "finance", "--edition", "4", code=3)
    assert "Nothing is declared yet" in with_data("diff", plan, code=3)


def test_a_new_plan_speaks_as_the_terminal_and_counts_in_its_currency(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert terminal.json("new", terminal.plan, "--currency", "USD")["language"] == "en"
    (about,) = terminal.json("show", terminal.plan, "--kind", "About")["items"]
    assert about["fields"]["currency"] == "USD"
    assert about["fields"]["display_unit"] == "1000"
    (frame,) = terminal.json("show", terminal.plan, "--kind", "BudgetFrame")["items"]
    assert frame["fields"]["total"] == "600000"  # 60,000,000 yen, by its size
    said = terminal("new", str(terminal.folder / "usd.kakehashi"), "--currency", "USD")
    assert "JPY 100 for USD 1" in said
    assert "as they are" in terminal("new", str(terminal.folder / "mxn.kakehashi"), "--currency", "MXN")
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "ja")
    assert terminal.json("new", str(terminal.folder / "ja.kakehashi"))["language"] == "ja"


def test_an_ambiguous_name_lists_name_chapter_and_id(planned: Terminal) -> None:
    items = planned.json("show", planned.plan, "--kind", "Measure")["items"]
    said = planned("set", planned.plan, "Measure", "name", "x", code=3)
    assert items[0]["id"] in said
    assert items[0]["names"][0] in said or items[0]["names"][-1] in said


def test_bad_use_and_help_speak_the_language(planned: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "ja")
    uses = [
        ("shwo",),
        ("show",),
        ("show", planned.plan, "--knid"),
        ("show", planned.plan, "more"),
        ("show", planned.plan, "--kind"),
        ("import", planned.plan, "x.csv"),
        ("new", "x.kakehashi", "--language", "xx"),
        ("new", "x.kakehashi", "--first-month", "April"),
        ("history", planned.plan, "--newest", "0"),
        ("history", planned.plan, "--newest", "many"),
    ]
    english = re.compile(r"Usage|Error|Missing|Invalid|No such|Try|Options|Got|requires|Did you|is not")
    for use in uses:
        said = planned(*use, code=2)
        assert re.search("[ぁ-ん]", said), said
        assert not english.search(said), said
    assert "show" in planned("shwo", code=2)
    assert "--kind" in planned("show", planned.plan, "--knid", code=2)
    for name in ("", *_COMMANDS):
        said = planned(*filter(None, (name, "--help")))
        sentences = [line for line in said.splitlines() if not re.search("[ぁ-ん]", line)]
        assert not [line for line in sentences if english.search(line) or "default" in line], said
        assert max(map(columns, said.splitlines())) <= 80, said


def test_every_command_and_option_has_help_in_the_catalogue() -> None:
    for name in ("kakehashi", *_COMMANDS):
        command = kakehashi if name == "kakehashi" else kakehashi.get_command(click.Context(kakehashi), name)
        assert command is not None
        for language in LANGUAGES:
            assert known(f"help.command.{name}", language), name
            for param in command.params:
                assert not isinstance(param, click.Option) or known(help_id(name, param), language), param


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


def test_what_can_not_be_read_ends_with_3_and_a_sentence(terminal: Terminal) -> None:
    assert "no file" in terminal("show", str(terminal.folder / "none.kakehashi"), code=3)
    broken = terminal.folder / "broken.kakehashi"
    broken.write_bytes(b"PK\x03\x04 a workbook")
    assert "workbook" in terminal("check", str(broken), code=3)
    refused = terminal.json("forecast", str(broken), code=3)
    assert refused["kind"] == "NotAPlan"


def test_a_plan_that_is_open_elsewhere_can_be_read_but_not_edited(planned: Terminal) -> None:
    lock_path(Path(planned.plan)).write_text(
        json.dumps({"host": "KEIRI-07", "person": "宮原", "since": "2027-04-01T08:00:00", "pid": 1})
    )
    planned("show", planned.plan)
    assert "宮原" in planned("set", planned.plan, "About", "company", "Tsumugi", code=3)
    planned("set", planned.plan, "About", "company", "Tsumugi", "--take-over")


def test_the_japanese_terminal_speaks_japanese(planned: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "ja")
    assert "ありません" in planned("set", planned.plan, "Role:誰か", "title", "x", code=3)
    assert "注意" in planned("check", planned.plan)


def test_an_unexpected_failure_names_the_log_and_shows_no_traceback(
    planned: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("kakehashi.checks.run.run_checks", broken)
    said = planned("check", planned.plan, code=3)
    log = Path(os.environ["KAKEHASHI_HOME"]) / "log" / "kakehashi.log"
    assert str(log) in said
    assert "secret" not in said
    assert "ZeroDivisionError: secret" in log.read_text(encoding="utf-8")


def test_diff_of_two_plans_and_since_an_edition(planned: Terminal) -> None:
    other = str(planned.folder / "copy.kakehashi")
    Path(other).write_bytes(Path(planned.plan).read_bytes())
    assert "no difference" in planned("diff", planned.plan, other)
    planned("set", other, "About", "company", "Tsumugi")
    told = planned.json("diff", planned.plan, other)
    assert told["same_plan"]
    assert len(told["words"]) == 1
    planned("diff", planned.plan, code=3)
    planned("declare", planned.plan)
    assert "no difference" in planned("diff", planned.plan)
    planned("set", planned.plan, "About", "company", "Tsumugi")
    assert "Tsumugi" in planned("diff", planned.plan)
    planned("undo", planned.plan)
    planned("undo", planned.plan, code=3)


def test_forecast_of_the_base_and_a_scenario(planned: Terminal) -> None:
    base = planned.json("forecast", planned.plan)
    assert base["problems"] == []
    assert float(base["economics"]["won"]) > 0
    name = planned.json("show", planned.plan, "--kind", "Scenario")["items"][1]["names"][0]
    other = planned.json("forecast", planned.plan, "--scenario", name)
    assert other["economics"]["won"] != base["economics"]["won"]
    planned("forecast", planned.plan, "--scenario", "nope", code=2)
    assert "Goal" in planned("forecast", planned.plan)


@pytest.fixture
def with_data(planned: Terminal) -> Terminal:
    """A plan with imported deals and spend."""
    deals = [
        f"D{n},{'Closed Won' if n % 3 else 'Closed Lost'},1000000,2026-01-10,2026-04-20,{source}"
        for n, source in enumerate(["展示会", "Web"] * 10)
    ]
    crm, spend = planned.folder / "deals.csv", planned.folder / "spend.csv"
    header = "Opportunity ID,Stage,Amount,Created Date,Close Date,Lead Source"
    crm.write_text("\n".join([header, *deals]), encoding="utf-8")
    rows = [f"2026-{month:02d},広告,検索{n},{n}0000" for month in range(1, 13) for n in range(1, 5)]
    spend.write_text("\n".join(["Month,Category,Campaign,Amount", *rows]), encoding="utf-8")
    planned("import", planned.plan, str(crm), "--table", "opportunity")
    planned("import", planned.plan, str(spend), "--table", "spend")
    return planned


def test_check_tells_when_newer_data_is_there(with_data: Terminal) -> None:
    assert with_data.json("check", with_data.plan)["out_of_date"] == []
    with_data("adopt", with_data.plan, "funnel")
    assert with_data.json("check", with_data.plan)["out_of_date"] == []
    crm = with_data.folder / "deals.csv"
    crm.write_text(crm.read_text(encoding="utf-8").replace("D1,", "E1,"), encoding="utf-8")
    with_data("import", with_data.plan, str(crm), "--table", "opportunity")
    (behind,) = with_data.json("check", with_data.plan)["out_of_date"]
    assert (behind["finding"], behind["file"]) == ("funnel", "deals.csv")
    assert "out of date" in with_data("check", with_data.plan)
    with_data("adopt", with_data.plan, "funnel")
    assert "out of date" not in with_data("check", with_data.plan)


def test_import_tells_the_outcome_also_by_profile(with_data: Terminal) -> None:
    """The second time the saved profile is used; a profile that says 'always' is told too."""
    crm = str(with_data.folder / "deals.csv")
    said = with_data("import", with_data.plan, crm, "--table", "opportunity")
    assert 'column "Stage" -> "Outcome" (outcome)' in said
    assert "set aside: 0" in said
    profile = with_data.folder / "p.json"
    profile.write_text(
        '{"table": "opportunity", "key": "Opportunity ID", "columns": {}, "outcome": {"always": "won"}}'
    )
    said = with_data("import", with_data.plan, crm, "--table", "opportunity", "--profile", str(profile))
    assert 'every row -> "Outcome" (outcome): won' in said
    missing = str(with_data.folder / "none.json")
    said = with_data("import", with_data.plan, crm, "--table", "opportunity", "--profile", missing, code=3)
    assert "no profile" in said


def test_declare_says_how_many_errors_stand(planned: Terminal) -> None:
    planned("set", planned.plan, "BudgetFrame", "total", "1")
    errors = [
        each
        for each in planned.json("check", planned.plan, code=1)["findings"]
        if each["severity"] == "error"
    ]
    assert f"Errors that stand in this edition: {len(errors)}" in planned("declare", planned.plan)
    planned("set", planned.plan, "About", "company", "Tsumugi")
    assert planned.json("declare", planned.plan)["errors"] == len(errors)


def test_words_of_files_and_folders(planned: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(planned.folder)
    assert str(planned.folder) in planned("show", "none.kakehashi", code=3)
    lock_path(Path(planned.plan)).write_text(
        json.dumps({"host": "KEIRI-07", "person": "宮原", "since": "2027-04-01T08:00:00", "pid": 1})
    )
    said = planned("set", planned.plan, "About", "company", "Tsumugi", code=3)
    assert "1 Apr 2027, 08:00" in said
    assert "T08" not in said
    home = planned.folder / "home.txt"
    home.write_text("a file where the folder should be")
    monkeypatch.setenv("KAKEHASHI_HOME", str(home))
    said = planned("import", planned.plan, "x.csv", "--table", "lead", code=3)
    assert str(home) in said
    assert "KAKEHASHI_HOME" in said


def test_an_edit_is_done_although_no_backup_can_be_made(
    planned: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAKEHASHI_HOME", str(planned.folder / "home.txt"))
    (planned.folder / "home.txt").write_text("a file where the folder should be")
    assert "No backup could be made" in planned("set", planned.plan, "About", "company", "Tsumugi")
    assert not lock_path(Path(planned.plan)).exists()
    assert "Tsumugi" in planned("history", planned.plan)


def test_a_name_that_no_file_can_have(planned: Terminal) -> None:
    name = str(planned.folder / ("x" * 300 + ".xlsx"))
    said = planned("export", planned.plan, name, "--audience", "finance", "--language", "en", code=3)
    assert "too long" in said
    assert "too long" in planned("export-plan", planned.plan, name, code=3)


def test_findings_are_tables_with_titles_in_the_language(
    with_data: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = with_data.json("findings", with_data.plan)
    raw = {column for finding in found for column in finding["columns"] if "_" in column}
    said = with_data("findings", with_data.plan)
    assert not [name for name in raw if name in said]
    assert "  Source  From         To   Entered  Reached  Dropped  Open   Rate  Months" in said
    assert "  (all)   opportunity  won       20       13        7     0  65.0%     3.0" in said
    assert "  展示会  opportunity  won       10        6        4     0  60.0%     3.0" in said
    assert "Won deals" in said
    assert "  and 38 more" in said  # of 48 rows of spend
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "ja")
    said = with_data("findings", with_data.plan)
    assert "  流入元    移行元  移行先  対象  到達  脱落  継続中  移行率  平均月数" in said
    assert "  （全体）  商談    受注      20    13     7       0   65.0%       3.0" in said
    assert "2026年1月" in said
