"""Findings on another engine than the embedded one: the same evidence gives the same findings, cell for cell.

Counts and sums are exact, rates have 12 digits, rows stand in the same order, whatever the server's locale.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import missing
from tests.evidence.plain import WHEN
from tests.evidence.postgres import Translating, copy_evidence, programs, server
from tests.evidence.test_conditions import EVERYTHING

from kakehashi.evidence.findings import FINDINGS, Asking
from kakehashi.evidence.findings.base import Asked
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.matching.steps import match_companies
from kakehashi.evidence.source import Batch, Cell
from kakehashi.evidence.workspace import engine
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.plan import Plan
from kakehashi.sample.build import build
from kakehashi.storage.folders import evidence_folder

psycopg = pytest.importorskip("psycopg")
pytestmark = [pytest.mark.slow, pytest.mark.once]

LOCALES = {
    "C": ("--locale=C.UTF-8",),
    "ja": ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=ja-JP"),
}


@pytest.fixture(scope="module", params=LOCALES)
def conninfo(request: pytest.FixtureRequest) -> Iterator[str]:
    with server(programs() or missing("PostgreSQL"), LOCALES[request.param]) as found:
        yield found


def held_against(workspace: Path, conninfo: str, plan: Plan) -> dict[str, int]:
    """How many rows each finding has, here as there."""
    match_companies(workspace)
    counts = {}
    with psycopg.connect(conninfo) as there, engine(workspace, read_only=True) as here:
        copy_evidence(workspace, there)
        for key, (_, compute) in FINDINGS.items():
            found = compute(Asked(here, Asking(plan=plan)))
            assert compute(Asked(Translating(there), Asking(plan=plan))) == found, key
            counts[key] = len(found.rows)
    return counts


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sample_says_the_same_on_postgresql(
    tmp_path: Path, home: Path, conninfo: str, language: str
) -> None:
    path = tmp_path / "sample.kakehashi"
    build(path, language, app_version="0")  # type: ignore[arg-type]
    with_plan = OpenPlan.open(path, person="", clock=lambda: "2027-04-01T09:00:00")
    plan = with_plan.plan
    with_plan.close()
    counts = held_against(evidence_folder(plan.uuid), conninfo, plan)
    assert set(counts) == set(FINDINGS)
    assert all(counts.values())
    assert held_against(evidence_folder(plan.uuid), conninfo, Plan("none"))["coverage"] > 1


AWKWARD = ("価格\u3000", "\u3000価格", "É", "é", "ｶﾞ", "İ", "ß", "Ⅷ", "a%b", "'", '"', "\\", "", None, " x ")


def test_awkward_texts_say_the_same_on_postgresql(tmp_path: Path, conninfo: str) -> None:
    """Blanks of other scripts, letters whose small form differs by language, signs that drivers read."""
    names = ("Deal ID", "Company", "Name", "Stage", "Amount", "Created", "Closed", "Source", "Lost Reason")
    deals: list[tuple[Cell, ...]] = [
        (f"D{number}", each, each, stage, f"{number}.005", "2026-01-31", closed, each, each)
        for number, (each, (stage, closed)) in enumerate(
            (each, how)
            for each in AWKWARD
            for how in (("Closed Won", "2026-03-01"), ("Closed Lost", "2026-02-28"), ("Prospecting", None))
        )
    ]
    people: list[tuple[Cell, ...]] = [
        (f"L{number}", each, each, f"{each}@x.example", each, "2026-01-31")
        for number, each in enumerate([*AWKWARD, *AWKWARD])
    ]
    companies: list[tuple[Cell, ...]] = [
        (f"C{number}", each, each, each, number * 7) for number, each in enumerate(AWKWARD)
    ]
    for table, columns, rows in (
        ("opportunity", names, deals),
        ("lead", ("Lead ID", "Company", "Job Title", "Email", "Lead Source", "Created Date"), people),
        ("company", ("company_id", "Company Name", "Industry", "Region", "Employees"), companies),
    ):
        import_table(tmp_path, iter([Batch(columns, rows)]), name=table, table=table, when=WHEN)
    for plan in (Plan("none"), EVERYTHING):
        counts = held_against(tmp_path, conninfo, plan)
        assert counts["reasons"] > 1
        assert counts["data_quality"] > 1
