"""Files that are no table of ours, such as links, histories and lists: every row and column as FACTS.md says.

They come in over the public road by a profile; the named ones as what they are, without one.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from tests.conftest import REPO
from tests.evidence.plain import WHEN

from kakehashi.evidence.import_job import ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import Profile
from kakehashi.evidence.workspace import engine
from kakehashi.extension.reading import rows_of

FOLDERS = (
    *("salesforce-connector-seeds", "hubspot-connector-seeds", "marketo-connector-seeds"),
    "ad-platform-seeds",
)
ANY = Profile(table="voice", constants={"topic": "seed"})


def load(workspace: Path, path: Path, table: str = "voice", profile: Profile | None = None) -> ImportResult:
    result = import_table(
        workspace, rows_of(None, path), name=path.name, table=table, profile=profile, when=WHEN
    )
    assert result.read == result.loaded + result.set_aside
    return result


def shapes(data: Path, folder: str) -> dict[str, tuple[int, int]]:
    """File -> rows and columns, as the facts of this folder say."""
    facts = (data / "FACTS.md").read_text("utf-8")
    (line,) = [
        row for row in facts.splitlines() if row.startswith(f"| {folder} |") and "rows×columns:" in row
    ]
    found = re.findall(r"(\w+\.csv) (\d+)×(\d+)", line)
    return {name: (int(rows), int(columns)) for name, rows, columns in found}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_row_and_cell_of_the_seeds(data: Path, tmp_path: Path, folder: str) -> None:
    told = shapes(data, folder)
    assert set(told) == {path.name for path in (data / folder).glob("*.csv")}
    for name, (rows, columns) in told.items():
        path = data / folder / name
        result = load(tmp_path, path, profile=ANY)
        assert (name, result.read, result.loaded) == (name, rows, rows)
        with path.open(encoding="utf-8-sig", newline="") as file:
            plain = list(csv.reader(file))[1:]
        with engine(tmp_path, read_only=True) as connection:
            filled = connection.execute(
                f"SELECT {', '.join(f'count(c{at})' for at in range(1, columns + 1))}"
                f" FROM voice_{result.import_id}"
            ).fetchone()
        assert filled == tuple(sum(1 for row in plain if row[at]) for at in range(columns)), name


@pytest.mark.parametrize(
    ("file", "rows", "leads"),
    [
        ("marketo-connector-seeds/marketo_activity_change_data_value_data.csv", 100, True),
        ("marketo-connector-seeds/marketo_activity_click_email_data.csv", 100, True),
        ("marketo-connector-seeds/marketo_activity_delete_lead_data.csv", 31, True),
        ("marketo-connector-seeds/marketo_activity_email_bounced_data.csv", 100, True),
        ("marketo-connector-seeds/marketo_activity_email_delivered_data.csv", 100, True),
        ("marketo-connector-seeds/marketo_activity_merge_leads_data.csv", 100, True),
        ("marketo-connector-seeds/marketo_activity_open_email_data.csv", 100, True),
        ("marketo-connector-seeds/marketo_activity_send_email_data.csv", 100, True),
        ("marketo-connector-seeds/marketo_activity_unsubscribe_email_data.csv", 100, True),
        ("hubspot-connector-seeds/email_event_data.csv", 100, False),
        ("hubspot-connector-seeds/contact_form_submission_data.csv", 5, True),
    ],
)
def test_events_of_systems_are_activities(
    data: Path, tmp_path: Path, file: str, rows: int, leads: bool
) -> None:
    result = load(tmp_path, data / file, "activity")
    assert (result.read, result.loaded) == (rows, rows)
    with engine(tmp_path, read_only=True) as connection:
        found = connection.execute("SELECT count(happened_on), count(lead_id) FROM activity").fetchone()
    assert found == (rows, rows if leads else 0)


def test_tickets_are_voices(data: Path, tmp_path: Path) -> None:
    path = data / "hubspot-objects/hubspot_tickets.csv"
    result = load(tmp_path, path, "voice")
    with path.open(encoding="utf-8-sig", newline="") as file:
        plain = Counter(row["Ticket Name"] for row in csv.DictReader(file))
    with engine(tmp_path, read_only=True) as connection:
        found = connection.execute("SELECT topic, count(*) FROM voice GROUP BY topic").fetchall()
    assert result.loaded == sum(plain.values())
    assert dict(found) == dict(plain)


def _voices(data: Path, tmp_path: Path, file: str, topic: str) -> dict[str, int]:
    profile = Profile(table="voice", columns={topic: "topic"})
    load(tmp_path, data / file, profile=profile)
    with engine(tmp_path, read_only=True) as connection:
        return dict(connection.execute("SELECT topic, count(*) FROM voice GROUP BY topic").fetchall())


def test_the_history_of_stages(data: Path, tmp_path: Path) -> None:
    file = "salesforce-wave-sales/OpportunityHistory.csv"
    found = _voices(data, tmp_path, file, "StageName__c")
    assert found == {
        "Qualification": 5368, "Closed Lost": 4361, "Proposal/Quote": 2272, "Needs Analysis": 2267,
        "Negotiation": 2068, "Closed Won": 1166,
    }  # fmt: skip


def test_events_and_their_subjects(data: Path, tmp_path: Path) -> None:
    result = load(tmp_path, data / "salesforce-wave-sales/Event.csv", "activity")
    assert result.loaded == 7823
    with engine(tmp_path, read_only=True) as connection:
        most = connection.execute(
            "SELECT summary, count(*) FROM activity GROUP BY summary ORDER BY 2 DESC, 1 LIMIT 5"
        ).fetchall()
    assert most == [
        ("Develop Mutual Plan Document", 160), ("Pipeline 1:1", 157), ("Territory Plan Review", 157),
        ("Coaching 1:1", 156), ("Customer Briefing", 156),
    ]  # fmt: skip


def test_products_and_teams(data: Path, tmp_path: Path) -> None:
    assert len(_voices(data, tmp_path / "p", "maven-crm-sales/products.csv", "product")) == 7
    managers = _voices(data, tmp_path / "m", "maven-crm-sales/sales_teams.csv", "manager")
    assert (len(managers), sum(managers.values())) == (6, 35)
    offices = _voices(data, tmp_path / "o", "maven-crm-sales/sales_teams.csv", "regional_office")
    assert len(offices) == 3


def test_every_row_of_the_facts_has_a_test(data: Path) -> None:
    """Each folder of company data is read by some test that imports it."""
    facts = (data / "FACTS.md").read_text("utf-8")
    folders = {found[1] for found in re.finditer(r"^\| ([a-z0-9-]+) \| `[^`]+:", facts, re.MULTILINE)}
    tests = "".join(path.read_text("utf-8") for path in (REPO / "tests").rglob("test_*.py"))
    assert len(folders) > 10
    assert [folder for folder in sorted(folders) if folder not in tests] == []
