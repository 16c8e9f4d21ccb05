"""What is only alike is listed with what differs, and a person's word is kept."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from tests.benchmarks.corrupted_names import truth
from tests.evidence.matching_workspaces import COMPANY, LEAD, load, load_truth, matches

from kakehashi.cli.main import run
from kakehashi.evidence.matching.deciding import decide
from kakehashi.evidence.matching.decisions import FILE, Decision, read_decisions
from kakehashi.evidence.matching.doubts import Doubt, review
from kakehashi.storage.folders import evidence_folder
from kakehashi.words import PlanError, text

COMPANIES = [
    ("C1", "株式会社架橋ソリューションズ", "7000012050002", ""),
    ("C2", "有限会社双子", "", ""),
    ("C3", "双子有限会社", "", ""),
    ("C4", "合同会社ひとり", "", ""),
    ("C5", "株式会社昴", "", ""),
]
LEADS = [
    ("L1", "架橋ソリュージョンズ", "", "", ""),
    ("L2", "架橋ソリュージョンズ㈱", "", "", ""),
    ("L3", "双子", "", "", ""),
    ("L4", "株式会社ひとり", "", "", ""),
    ("L5", "㈱架橋ソリューションズ", "5070001000715", "", ""),
    ("L6", "昴", "", "", ""),
    ("L7", "架橋ソリューションズ西日本", "", "", ""),
    ("L8", "まったくべつの名前", "", "", ""),
    ("L9", "架橋ソリュージョンズ", "", "", ""),
]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    load(folder, "company", COMPANY, COMPANIES)
    load(folder, "lead", LEAD, LEADS)
    return folder


def by_name(doubts: tuple[Doubt, ...]) -> dict[str, Doubt]:
    return {each.name: each for each in doubts}


def test_doubts_say_what_differs(workspace: Path) -> None:
    found = review(workspace)
    doubts = by_name(found.doubts)
    told = {name: text(each.candidates[0].reason, "en") for name, each in doubts.items()}
    assert told == {
        "架橋ソリュージョンズ": '"ジ" in the data, "シ" in the company table',
        "架橋ソリュージョンズ㈱": '"ジ" in the data, "シ" in the company table',
        "双子": "2 companies bear this name",
        "株式会社ひとり": "the same name, but another legal form",
        "㈱架橋ソリューションズ": text("evidence.doubt.number", "en"),
        "昴": "a name of one character alone tells too little",
        "架橋ソリューションズ西日本": 'the data also have "西日本"',
    }
    assert found.doubts[0].name == "架橋ソリュージョンズ"  # in most rows
    assert doubts["架橋ソリュージョンズ"].rows == 2
    assert [each.company_id for each in doubts["双子"].candidates] == ["C2", "C3"]
    assert Decimal("0.65") <= doubts["架橋ソリュージョンズ"].candidates[0].score < 1
    assert (found.matched, found.rows) == ({}, {"lead": 9})


def test_as_many_as_wanted_the_newest_first(workspace: Path) -> None:
    load(workspace, "lead", LEAD, [("M1", "有限会社双子", "", "", ""), ("M2", "双子", "", "", "")], "newer")
    first = review(workspace, limit=2).doubts
    assert {each.name for each in first} == {"双子", "架橋ソリュージョンズ"}  # two rows each
    newest = review(workspace, newest=True, limit=2).doubts
    assert [each.name for each in newest] == ["双子", "有限会社双子"]


def test_a_decision_is_kept_and_holds(workspace: Path) -> None:
    made = decide(workspace, "架橋ソリュージョンズ", "C1", by="白石", on="2027-04-01")
    assert (made.company_name, made.rows) == ("株式会社架橋ソリューションズ", 2)
    decide(workspace, "双子", "none", by="白石", on="2027-04-01")
    found = matches(workspace)
    assert found == {("lead", "L1"): ("C1", "decided"), ("lead", "L9"): ("C1", "decided")}
    assert not {"双子", "架橋ソリュージョンズ"} & by_name(review(workspace).doubts).keys()
    assert read_decisions(workspace)[0] == Decision("架橋ソリュージョンズ", "C1", "白石", "2027-04-01")
    lines = (workspace / FILE).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4  # one decision a line
    decide(workspace, "双　子", "C3", by="白石", on="2027-04-02")  # the same name: the earlier word goes
    assert len(read_decisions(workspace)) == 2
    assert matches(workspace)["lead", "L3"] == ("C3", "decided")


def test_decisions_outlive_an_import(workspace: Path) -> None:
    decide(workspace, "双子", "C2", by="白石", on="2027-04-01")
    load(workspace, "lead", LEAD, [*LEADS, ("L10", "双子", "", "", "")])
    found = matches(workspace)
    assert found["lead", "L3"] == found["lead", "L10"] == ("C2", "decided")


@pytest.mark.parametrize(
    ("name", "company", "message"),
    [
        ("誰でもない", "C1", "error.evidence.no_such_name"),
        ("双子", "C99", "error.evidence.no_such_company"),
        ("双子", "双子", "error.evidence.no_such_company"),  # two bear it
    ],
)
def test_what_cannot_be_decided_is_refused(workspace: Path, name: str, company: str, message: str) -> None:
    with pytest.raises(PlanError) as refused:
        decide(workspace, name, company, by="白石", on="2027-04-01")
    assert refused.value.message.id == message
    assert not (workspace / FILE).exists()


def test_the_list_names_the_company_of_many_misspelled_names(tmp_path: Path) -> None:
    made = truth(1_000, 10_000, seed=3)
    load_truth(tmp_path / "evidence", made)
    found = matches(tmp_path / "evidence")
    lost = {
        lead.company_name: lead.truth
        for lead in made.leads
        if lead.truth and ("lead", lead.lead_id) not in found
    }
    doubts = review(tmp_path / "evidence", limit=100_000).doubts
    listed = {each.name: {one.company_id for one in each.candidates} for each in doubts}
    right = sum(1 for name, company in lost.items() if company in listed.get(name, ()))
    assert right > len(lost) * 0.4
    assert len(doubts) < 4 * right  # and is not drowned in others


# The command line -------------------------------------------------------------------------------------


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "en")
    monkeypatch.setenv("KAKEHASHI_NOW", "2027-04-01T09:00:00")
    monkeypatch.setenv("KAKEHASHI_PERSON", "白石")
    file = str(tmp_path / "plan.kakehashi")
    assert run(["new", file, "--starter", "b2b-saas", "--language", "en", "--json"]) == 0
    folder = evidence_folder(json.loads(capsys.readouterr().out)["uuid"])
    load(folder, "company", COMPANY, COMPANIES)
    load(folder, "lead", LEAD, [*LEADS, ("L10", "（同）ひとり", "", "", "")])
    return file


def test_commands(plan: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["matches", plan, "--json", "--limit", "1"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == {"lead": 10}
    assert told["matched"] == {"lead": {"name": 1}}
    (doubt,) = told["doubts"]
    assert (doubt["name"], doubt["rows"]) == ("架橋ソリュージョンズ", 2)
    assert doubt["candidates"][0].keys() == {"company_id", "company", "score", "reason"}
    assert run(["match", plan, "架橋ソリュージョンズ", "C1", "--json"]) == 0
    decided = json.loads(capsys.readouterr().out)
    assert decided == {
        "name": "架橋ソリュージョンズ",
        "company_id": "C1",
        "company": "株式会社架橋ソリューションズ",
        "rows": 2,
    }
    assert run(["match", plan, "双子", "none"]) == 0
    assert "none of the companies" in capsys.readouterr().out
    assert run(["matches", plan]) == 0
    said = capsys.readouterr().out
    assert "Leads: 3 of 10 rows have a company." in said
    assert "decided by a person: 2" in said
    assert "C4 合同会社ひとり: the same name, but another legal form" in said
    assert run(["match", plan, "双子", "C99"]) == 3
    assert "C99" in capsys.readouterr().err


def test_commands_without_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "plan.kakehashi")
    assert run(["new", file]) == 0
    assert run(["matches", file]) == 0
    assert run(["match", file, "双子", "none"]) == 3
    assert "双子" in capsys.readouterr().err
