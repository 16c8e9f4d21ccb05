"""Several files: the label of a stage id, the company of a deal, the deal of a lead."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from tests.evidence.plain import WHEN, rows_of

from kakehashi.evidence.import_job import ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import Join, OutcomeRule, Profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.workspace import engine
from kakehashi.words import PlanError


def load(folder: Path, path: Path, *joined: Path, table: str = "opportunity", **more: object) -> ImportResult:
    return import_table(
        folder,
        DelimitedFile(path),
        name=path.name,
        table=table,
        joins=[(other.name, DelimitedFile(other)) for other in joined],
        when=WHEN,
        **more,  # type: ignore[arg-type]
    )


def rows_in(folder: Path, table: str, fields: str) -> list[tuple[object, ...]]:
    with engine(folder, read_only=True) as connection:
        return connection.execute(f"SELECT {fields} FROM {table} ORDER BY source_row").fetchall()


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


DEALS = "Deal ID,Stage ID,Account ID,Amount\n1,s9,A1,10\n2,s8,A2,20\n3,s7,,30\n4,s9,A7,40\n"
STAGES = "stage_id,label\ns9,Closed Won\ns8,Closed Lost\ns7,Negotiation\ns1,Demo\n"
COMPANIES = "Id,Name,Industry,Number of Employees\nA1,Acme,IT,10\nA2,Beta,Retail,20\nA3,Gamma,IT,30\n"


def test_a_stage_and_a_company_by_their_ids(tmp_path: Path) -> None:
    deals = write(tmp_path / "deals.csv", DEALS)
    stages, companies = write(tmp_path / "s.csv", STAGES), write(tmp_path / "companies.csv", COMPANIES)
    with pytest.raises(Question):
        load(tmp_path / "evidence", deals)
    result = load(tmp_path / "evidence", deals, stages, companies)
    assert (result.read, result.loaded, result.won, result.lost, result.open) == (4, 4, 2, 1, 1)
    assert rows_in(tmp_path / "evidence", "opportunity", "company_name, industry, employees, stage") == [
        ("Acme", "IT", 10, "Closed Won"),
        ("Beta", "Retail", 20, "Closed Lost"),
        (None, None, None, "Negotiation"),
        (None, None, None, "Closed Won"),
    ]
    told = [note.values for note in result.notes if note.id == "evidence.note.joined"]
    assert [(note["matched"], note["missed"], note["empty"]) for note in told] == [(4, 0, 0), (2, 1, 1)]
    assert result.profile.joins == (
        Join("stage", "Stage ID", "stage_id"),
        Join("company", "Account ID", "Id"),
    )
    with pytest.raises(PlanError) as missing:
        load(tmp_path / "evidence", deals)
    assert missing.value.message.id == "error.evidence.join_missing"
    # Next month, by the profile that was kept; and a changed label is read anew.
    write(deals, DEALS.replace("1,s9", "1,s8"))
    again = load(tmp_path / "evidence", deals, stages, companies)
    assert (again.won, again.lost, len(rows_in(tmp_path / "evidence", "opportunity", "name"))) == (1, 2, 4)


def test_what_does_not_belong_together_is_asked(tmp_path: Path) -> None:
    deals = write(tmp_path / "deals.csv", DEALS.replace("Stage ID", "Stage").replace("s9", "Won"))
    other = write(tmp_path / "other.csv", COMPANIES.replace("A1", "B1").replace("A2", "B2"))
    with pytest.raises(Question) as asked:
        load(tmp_path / "evidence", deals, other)
    assert asked.value.message.id == "error.evidence.which_join"
    # Numbers that happen to be the same say nothing: no header points there.
    numbers = write(tmp_path / "numbers.csv", "Weight,Colour\n10,red\n20,blue\n30,red\n40,blue\n")
    with pytest.raises(Question):
        load(tmp_path / "evidence", deals, numbers)


def test_several_partners_are_refused(tmp_path: Path) -> None:
    deals = write(tmp_path / "deals.csv", DEALS)
    twice = write(tmp_path / "twice.csv", COMPANIES + "A1,Acme again,IT,1\n")
    profile = Profile(
        table="opportunity",
        key="Deal ID",
        columns={"company: Name": "company_name"},
        outcome=OutcomeRule(always="won"),
        joins=(Join("company", "Account ID", "Id"),),
    )
    with pytest.raises(PlanError) as refused:
        load(tmp_path / "evidence", deals, twice, profile=profile)
    assert refused.value.message.id == "error.evidence.join_repeated"
    with pytest.raises(PlanError) as missing:
        load(tmp_path / "evidence", deals, profile=profile)
    assert missing.value.message.id == "error.evidence.join_missing"
    once = write(tmp_path / "once.csv", COMPANIES)
    assert load(tmp_path / "evidence", deals, once, profile=profile).loaded == 4


def test_deals_and_contacts_of_hubspot(data: Path, tmp_path: Path) -> None:
    """FACTS: contacts join companies by domain in 679 rows, 271 have none; deals name companies."""
    folder = data / "hubspot-objects"
    contacts, companies = folder / "hubspot_contacts.csv", folder / "hubspot_companies.csv"
    result = load(tmp_path, contacts, companies, table="lead")
    (note,) = [note for note in result.notes if note.id == "evidence.note.joined"]
    assert (note.values["matched"], note.values["missed"] + note.values["empty"]) == (679, 271)  # type: ignore[operator]
    assert result.loaded == 950
    names = {row["Company Domain Name"]: row["Company Name"] for row in rows_of(companies)}
    wanted = [names.get(row["Associated Company Domain"]) for row in rows_of(contacts)]
    assert [row[0] for row in rows_in(tmp_path, "lead", "company_name")] == wanted
    deals = folder / "hubspot_deals.csv"
    result = load(tmp_path, deals, companies, contacts)
    assert (result.loaded, result.won, result.won_amount) == (500, 71, Decimal("8934361.48"))
    ids = {row["Email"]: row["Contact ID"] for row in rows_of(contacts)}
    lead_ids = [ids.get(row["Associated Contact Email"]) for row in rows_of(deals)]
    assert [row[0] for row in rows_in(tmp_path, "opportunity", "lead_id")] == lead_ids


def test_deals_and_companies_of_salesforce(data: Path, tmp_path: Path) -> None:
    """FACTS: most wins by industry; every deal has its account."""
    folder = data / "salesforce-wave-sales"
    result = load(tmp_path, folder / "Opportunity.csv", folder / "Account.csv")
    assert (result.loaded, result.won, result.lost, result.open) == (5197, 1166, 3769, 262)
    (note,) = [note for note in result.notes if note.id == "evidence.note.joined"]
    assert (note.values["matched"], note.values["missed"], note.values["empty"]) == (5197, 0, 0)
    with engine(tmp_path, read_only=True) as connection:
        wins = Counter(
            dict(
                connection.execute(
                    "SELECT industry, count(*) FROM opportunity WHERE outcome = 'won' GROUP BY 1"
                ).fetchall()
            )
        )
    most = {"Insurance": 50, "Banking": 48, "Manufacturing": 46, "Consulting": 44, "Recreation": 43}
    assert dict(wins.most_common(5)) == most


def test_deals_of_a_hubspot_connector(data: Path, tmp_path: Path) -> None:
    """In the seed no deal has a stage: that is asked; with ids filled in, labels and outcomes are there."""
    folder = data / "hubspot-connector-seeds"
    deals, stages = folder / "deal_data.csv", folder / "deal_pipeline_stage_data.csv"
    with pytest.raises(Question) as asked:
        load(tmp_path / "evidence", deals, stages)
    assert asked.value.message.id == "error.evidence.which_join"
    known = list(rows_of(stages))
    rows = [{**row, "deal_pipeline_stage_id": known[n]["stage_id"]} for n, row in enumerate(rows_of(deals))]
    filled = tmp_path / "deal_data.csv"
    with filled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    result = load(tmp_path / "evidence", filled, stages)
    ended = [(known[n]["closed_won"], known[n]["is_closed"]) for n in range(len(rows))]
    assert (result.loaded, result.won) == (44, sum(won == "TRUE" for won, _ in ended))
    assert result.lost == sum(closed == "TRUE" and won != "TRUE" for won, closed in ended)
    labels = [row[0] for row in rows_in(tmp_path / "evidence", "opportunity", "stage")]
    assert labels == [known[n]["label"] for n in range(len(rows))]


def test_leads_of_the_saas_deals_have_their_companies(data: Path, tmp_path: Path) -> None:
    folder = data / "saas-pipeline-and-spend"
    load(tmp_path, folder / "opportunities.csv", folder / "accounts.csv")
    with (folder / "accounts.csv").open(encoding="utf-8") as file:
        employees = {row["account_id"]: int(row["employee_count"]) for row in csv.DictReader(file)}
    wanted = [employees[row["account_id"]] for row in rows_of(folder / "opportunities.csv")]
    assert [row[0] for row in rows_in(tmp_path, "opportunity", "employees")] == wanted
