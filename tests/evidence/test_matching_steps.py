"""Exact steps: equal to a plain version of themselves, right on corrupted names, made again when due."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.benchmarks.corrupted_names import score, truth
from tests.evidence.matching_workspaces import COMPANY, LEAD, lead_matches, load, load_truth, matches

from kakehashi.evidence.findings import findings
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.matching import steps
from kakehashi.evidence.matching.decisions import FILE
from kakehashi.evidence.matching.names import Name, read_name
from kakehashi.evidence.matching.steps import SCORES, match_companies, rebuild
from kakehashi.evidence.replacing import remove_import
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.tables import SQL_TYPE, TABLES
from kakehashi.evidence.workspace import engine, list_imports
from kakehashi.words import PlanError

# A plain version, which reads no name: it knows what each was put together from -----------------------------

CORES = ("架橋商事", "山", "Nexal")
SITED = ("", "東京支店")
FORMS = {"": "", "株式会社": "stock", "(株)": "stock", "有限会社": "limited", "合同会社": "members"}
NUMBERS = ("", "7000012050002", "Ｔ7000012050002", "5070001000715", "5070001000716")  # the last is none
MEANT = {NUMBERS[1]: 1, NUMBERS[2]: 1, NUMBERS[3]: 2}
DOMAINS = ("", "kakehashi.co.jp", "www.tokyo.kakehashi.co.jp", "nexal.com", "gmail.com", "co.jp")
CHAINS = {
    "kakehashi.co.jp": ["kakehashi.co.jp"],
    "www.tokyo.kakehashi.co.jp": ["tokyo.kakehashi.co.jp", "kakehashi.co.jp"],
    "nexal.com": ["nexal.com"],
}


class Written(NamedTuple):
    form: str
    core: str
    site: str

    def __str__(self) -> str:
        return self.form + self.core + self.site


_names = st.builds(Written, st.sampled_from(list(FORMS)), st.sampled_from(CORES), st.sampled_from(SITED))
_companies = st.lists(
    st.tuples(_names, st.sampled_from(NUMBERS), st.sampled_from(DOMAINS)), min_size=1, max_size=5
)
_leads = st.lists(
    st.tuples(
        st.sampled_from(["L1", "L2", "L3", "L4", "L5", "L6"]),
        _names,
        st.sampled_from(NUMBERS),
        st.sampled_from(DOMAINS),
        st.sampled_from(DOMAINS),
    ),
    max_size=8,
)
_decisions = st.dictionaries(_names, st.sampled_from(["C0", "C1", "C9", None]), max_size=1)


def plainly(companies: list[Any], leads: list[Any], decisions: dict[Written, str | None]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for lead_id, name, number, web, mail in leads:
        company = _one(companies, name, MEANT.get(number), web, mail, decisions)
        if company is not None:
            found.setdefault(lead_id, set()).add(company)
    return {lead_id: min(ids) for lead_id, ids in found.items() if len(ids) == 1}


def _one(
    companies: list[Any],
    name: Written,
    number: int | None,
    web: str,
    mail: str,
    decisions: dict[Written, str | None],
) -> str | None:
    for decided, company in decisions.items():
        same = (decided.core, decided.site, FORMS[decided.form]) == (name.core, name.site, FORMS[name.form])
        if same and (company is None or int(company[1:]) < len(companies)):
            return company
    of_number = [f"C{i}" for i, (_, its, _) in enumerate(companies) if number and MEANT.get(its) == number]
    if len(of_number) == 1:
        return of_number[0]
    for candidates in (_of_domain(companies, web), _of_domain(companies, mail), _of_name(companies, name)):
        if len(candidates) == 1:
            its_number = MEANT.get(companies[int(candidates[0][1:])][1])
            if number is None or its_number is None or number == its_number:
                return candidates[0]
    return None


def _of_domain(companies: list[Any], host: str) -> list[str]:
    for each in CHAINS.get(host, []):
        found = [f"C{i}" for i, (_, _, its) in enumerate(companies) if CHAINS.get(its, [""])[0] == each]
        if found:
            return found
    return []


def _of_name(companies: list[Any], name: Written) -> list[str]:
    for site in dict.fromkeys([name.site, ""]):
        there = [(f"C{i}", its) for i, (its, _, _) in enumerate(companies) if its[1:] == (name.core, site)]
        if not there or (site != name.site and len(name.core) == 1):
            continue
        alone = len(name.core + site) == 1
        if not name.form:
            return [] if alone else [company for company, _ in there]
        same = [company for company, its in there if FORMS[its.form] == FORMS[name.form]]
        return same or [company for company, its in there if not its.form and not alone]
    return []


def test_steps_agree_with_a_plain_version(tmp_path: Path) -> None:
    with engine(tmp_path) as connection:
        for name in ("company", "lead"):
            fields = ", ".join(f"{each.name} {SQL_TYPE[each.kind]}" for each in TABLES[name].fields)
            connection.execute(f"DROP VIEW {name}")
            connection.execute(f"CREATE TABLE {name} ({fields})")

        @settings(max_examples=40)
        @given(_companies, _leads, _decisions)
        def agree(companies: list[Any], leads: list[Any], decisions: dict[Written, str | None]) -> None:
            connection.execute("DELETE FROM company; DELETE FROM lead")
            for place, (name, number, web) in enumerate(companies):
                connection.execute(
                    "INSERT INTO company (company_id, name, corporate_number, domain) VALUES (?, ?, ?, ?)",
                    [f"C{place}", str(name), number, web],
                )
            for lead_id, name, number, web, mail in leads:
                connection.execute(
                    "INSERT INTO lead (lead_id, company_name, corporate_number, domain, email)"
                    " VALUES (?, ?, ?, ?, ?)",
                    [lead_id, str(name), number, web, f"a@{mail}" if mail else ""],
                )
            lines = [{"name": str(name), "company": company} for name, company in decisions.items()]
            (tmp_path / FILE).write_text(json.dumps(lines), encoding="utf-8")
            rebuild(connection, tmp_path)
            found = dict(connection.execute("SELECT source_id, company_id FROM company_match").fetchall())
            assert found == plainly(companies, leads, decisions)

        agree()


def test_corrupted_names(tmp_path: Path) -> None:
    made = truth(2_000, 20_000, seed=2)
    load_truth(tmp_path / "evidence", made)
    found = score(made, lead_matches(tmp_path / "evidence"))
    assert found.precision >= 0.995
    assert found.recall >= 0.97
    assert found.reachable < 0.99  # the noise is there


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    load(
        folder,
        "company",
        COMPANY,
        [
            ("C1", "株式会社架橋商事", "7000012050002", "https://www.kakehashi.co.jp/"),
            ("C2", "Nexal Inc.", "", "nexal.com"),
            ("C3", "有限会社双子", "", ""),
            ("C4", "双子有限会社", "", ""),
            ("C5", "合同会社ひとり", "", ""),
        ],
    )
    load(
        folder,
        "lead",
        LEAD,
        [
            ("L1", "べつの名前", "7000012050002", "", ""),
            ("L2", "", "", "kakehashi.co.jp", ""),
            ("L3", "", "", "", "a@mail.nexal.com"),
            ("L4", "ＮＥＸＡＬ", "", "", "a@gmail.com"),
            ("L5", "㈱架橋商事 大阪支店", "", "", ""),
            ("L6", "双子", "", "", ""),
            ("L7", "株式会社架橋商事", "5070001000715", "", ""),
            ("L8", "株式会社ひとり", "", "", ""),
        ],
    )
    return folder


def test_every_match_keeps_its_method_and_score(workspace: Path) -> None:
    found = matches(workspace)
    assert found == {
        ("lead", "L1"): ("C1", "corporate_number"),
        ("lead", "L2"): ("C1", "domain"),
        ("lead", "L3"): ("C2", "mail_domain"),
        ("lead", "L4"): ("C2", "name"),
        ("lead", "L5"): ("C1", "name_without_branch"),
    }
    with engine(workspace, read_only=True) as connection:
        scores = dict(connection.execute("SELECT method, score FROM company_match").fetchall())
    assert scores == {method: SCORES[method] for method in scores}


def test_deals_are_matched_too(workspace: Path) -> None:
    load(workspace, "lead", LEAD, [("L1", "㈱架橋商事", "", "", "")], "more")
    with engine(workspace, read_only=True) as connection:
        before = connection.execute("SELECT count(*) FROM company_match").fetchone()
    assert before == (0,)  # nothing stands for rows that have changed
    assert matches(workspace)["lead", "L1"] == ("C1", "name")


def test_matches_follow_imports(workspace: Path) -> None:
    matches(workspace)
    company = next(one for one in list_imports(workspace) if one.table == "company")
    remove_import(workspace, company.id)
    assert matches(workspace) == {}


def test_matches_are_made_once(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    match_companies(workspace)

    def refuse(*_: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(steps, "rebuild", refuse)
    match_companies(workspace)


def test_findings_see_current_matches(workspace: Path) -> None:
    findings(workspace, "2027-04-01")
    with engine(workspace, read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM company_match").fetchone() == (5,)


def test_no_evidence_is_no_fault(tmp_path: Path) -> None:
    match_companies(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_decisions_win_and_may_be_edited(workspace: Path) -> None:
    decisions = workspace / FILE
    decisions.write_text(
        '\ufeff[\n  {"name": "べつの名前", "company": null},\n  {"name": "双子", "company": "C4"},\n'
        '  {"name": "NEXAL", "company": "C99"}\n]\n',
        encoding="utf-8",
    )
    found = matches(workspace)
    assert ("lead", "L1") not in found
    assert found["lead", "L6"] == ("C4", "decided")
    assert found["lead", "L4"] == ("C2", "name")  # there is no C99
    decisions.unlink()
    assert matches(workspace)["lead", "L1"] == ("C1", "corporate_number")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('[\n{"name": "a", "company": null},\n{"name": "b", "company": 3}\n]', 3),
        ('[\n{"name": "a", "company": null}\n{"name": "b", "company": null}\n]', 3),
        ('[\n{"name": "a"}\n]', 2),
        ('[\n{"name": "a", "company": null, "more": 1}\n]', 2),
        ('[\n\n{"name": "a, "company": null}\n]', 3),
        ('{"name": "a", "company": null}', 1),
        ('[\n{"name": "a", "company": null},\n', 3),
        ('[]\n[]', 2),
        ("[\n" + "[" * 100_000, 2),
    ],
)  # fmt: skip
def test_a_damaged_decision_is_named_by_line(workspace: Path, content: str, line: int) -> None:
    before = matches(workspace)
    (workspace / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(PlanError) as refused:
        match_companies(workspace)
    assert refused.value.message.id == "error.evidence.decisions_damaged"
    assert refused.value.message.values["line"] == line
    (workspace / FILE).unlink()
    assert matches(workspace) == before


def test_decisions_in_another_encoding_are_named_by_line(workspace: Path) -> None:
    (workspace / FILE).write_bytes('[\n{"name": "架橋", "company": null}\n]'.encode("cp932"))
    with pytest.raises(PlanError) as refused:
        match_companies(workspace)
    assert refused.value.message.values["line"] == 2


def test_no_name_is_read_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision about one name costs no second look at the others; new rows are looked at anew."""
    read: list[str] = []

    def counted(written: str) -> Name:
        read.append(written)
        return read_name(written)

    monkeypatch.setattr("kakehashi.evidence.matching.read_names.read_name", counted)
    workspace = tmp_path / "evidence"
    load(workspace, "company", COMPANY, [("C1", "Acme Inc.", "", "acme.example"), ("C2", "Beta", "", "")])
    leads = [(f"L{n}", f"Acme {n}", "", "", "a@acme.example") for n in range(50)]
    load(workspace, "lead", LEAD, [*leads, *((f"M{n}", f"Other {n}", "", "", "") for n in range(50))])
    match_companies(workspace)
    assert len(read) == 50, "a domain has placed the others"
    decisions = workspace / FILE
    decisions.write_text('[{"name": "Other 1", "company": "C2"}]', encoding="utf-8")
    match_companies(workspace)
    assert sorted(read) == sorted({*read}), "each once"
    assert len(read) == 100
    decisions.write_text(
        '[{"name": "Acme 3 Inc.", "company": null}, {"name": "Acme 3", "company": "C2"}]', encoding="utf-8"
    )
    match_companies(workspace)
    assert len(read) == 100
    assert matches(workspace)["lead", "L3"] == ("C2", "decided")
    load(workspace, "lead", LEAD, leads[:2])
    match_companies(workspace)
    assert sorted(read[100:]) == ["Acme 0", "Acme 1"]


def test_contracts_without_a_number_are_matched(tmp_path: Path) -> None:
    workspace = tmp_path / "evidence"
    load(workspace, "company", COMPANY, [("C1", "Acme Inc.", "", ""), ("C2", "Beta", "", "")])
    path = tmp_path / "contracts.csv"
    path.write_text(
        "契約先名,プラン,年額\nAcme Inc.,A,100\nAcme,B,200\nBeta K.K.,A,300\nGamma,A,400\n", encoding="utf-8"
    )
    result = import_table(workspace, DelimitedFile(path), name=path.name, table="contract", when="2027-04-01")
    assert result.loaded == 4
    match_companies(workspace)
    with engine(workspace, read_only=True) as connection:
        found = connection.execute(
            "SELECT company_name, amount::INT, company_match.company_id FROM contract LEFT JOIN company_match"
            " ON source_table = 'contract' AND source_id = contract_id ORDER BY amount"
        ).fetchall()
        ids = connection.execute("SELECT contract_id FROM contract ORDER BY amount").fetchall()
    assert [name for name, *_ in found] == ["Acme Inc.", "Acme", "Beta K.K.", "Gamma"]
    assert [company for *_, company in found] == ["C1", "C1", "C2", None]
    assert ids == [("2:2",), ("2:3",), ("2:4",), ("2:5",)]
