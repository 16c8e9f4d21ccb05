"""Workspaces with companies and leads, imported by the public road."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.benchmarks.corrupted_names import Truth

from kakehashi.evidence.importing import import_table
from kakehashi.evidence.matching.steps import match_companies
from kakehashi.evidence.profile import Profile
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.tables import table_named
from kakehashi.evidence.workspace import engine

COMPANY = ("company_id", "name", "corporate_number", "domain")
LEAD = ("lead_id", "company_name", "corporate_number", "domain", "email")


def load(
    workspace: Path, table: str, columns: Sequence[str], rows: Iterable[Sequence[str]], name: str = ""
) -> None:
    """Import rows whose columns are named as the fields."""
    path = workspace.parent / f"{name or table}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows([columns, *rows])
    key = table_named(table).key
    fields = {column: column for column in columns if column != key}
    import_table(
        workspace,
        DelimitedFile(path, "utf-8", ","),
        name=path.name,
        table=table,
        profile=Profile(table=table, key=key, columns=fields),
        when="2027-04-01",
    )


def load_truth(workspace: Path, made: Truth) -> None:
    """Its table and its leads."""
    companies = ((each.company_id, each.name, each.number, each.domain) for each in made.companies)
    load(workspace, "company", COMPANY, companies)
    load(workspace, "lead", LEAD, (lead[:5] for lead in made.leads))


def matches(workspace: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """(table, id) -> (company, method)."""
    match_companies(workspace)
    with engine(workspace, read_only=True) as connection:
        rows = connection.execute(
            "SELECT source_table, source_id, company_id, method FROM company_match"
        ).fetchall()
    found = {(table, source): (company, method) for table, source, company, method in rows}
    assert len(found) == len(rows)
    return found


def lead_matches(workspace: Path) -> dict[str, str]:
    """lead_id -> company_id."""
    return {
        source: company for (table, source), (company, _) in matches(workspace).items() if table == "lead"
    }
