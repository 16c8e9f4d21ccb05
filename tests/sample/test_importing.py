"""Whole worlds over the public road: dirt is set aside for its reason, the findings count what happened, and
companies are recognised."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.sample.counting import STEPS, Way, accepted, funnel, reasons, values, wilson

from kakehashi.cli.main import run
from kakehashi.evidence.workspace import engine
from kakehashi.open_plan import OpenPlan
from kakehashi.sample.truth import CAMPAIGNS, OWN_SOURCES, SOURCES
from kakehashi.sample.wording import Wording
from kakehashi.sample.world import SEED, STYLES, World, write_world
from kakehashi.storage.folders import evidence_folder
from kakehashi.words import text

pytestmark = pytest.mark.once


class Imported(NamedTuple):
    """A world, what each import told, the findings by key, and table -> row -> matched company."""

    world: World
    wording: Wording
    told: dict[str, Any]
    findings: dict[str, Any]
    matches: dict[str, dict[str, str]]


@pytest.fixture(scope="module", params=[(SEED, "ja"), (11, "en")], ids=["ja", "en"])
def imported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    seed, language = request.param
    folder = tmp_path_factory.mktemp("world")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAKEHASHI_HOME", str(folder / "home"))
        patch.setenv("KAKEHASHI_LANGUAGE", "en")
        patch.setenv("KAKEHASHI_NOW", "2027-04-01T09:00:00")
        world = write_world(folder, seed, language)
        plan = folder / "plan.kakehashi"
        with redirect_stdout(io.StringIO()):
            assert run(["new", str(plan), "--language", language, "--first-month", "2027-04"]) == 0
        told = {}
        for table, style in STYLES.items():
            answer = ["--repeats", "first"] if "repeated" in world.planted[table] else []
            told[table] = answered("import", plan, folder / style.file, "--table", table, *answer)
        findings = {each["key"]: each for each in answered("findings", plan)}
        yield Imported(world, Wording(language), told, findings, matches(plan))


def answered(*arguments: object) -> Any:
    said = io.StringIO()
    with redirect_stdout(said):
        assert run([*map(str, arguments), "--json"]) == 0, arguments
    return json.loads(said.getvalue())


def matches(plan: Path) -> dict[str, dict[str, str]]:
    opened = OpenPlan.open(plan, person="x", clock=lambda: "2027-04-01T09:00:00", read_only=True)
    folder = evidence_folder(opened.plan.uuid)
    opened.close()
    found: dict[str, dict[str, str]] = {}
    with engine(folder, read_only=True) as connection:
        rows = connection.execute("SELECT source_table, source_id, company_id FROM company_match").fetchall()
    for table, row, company in rows:
        found.setdefault(table, {})[row] = company
    return found


def rows(finding: dict[str, Any], **where: object) -> list[dict[str, Any]]:
    named = (dict(zip(finding["columns"], row, strict=True)) for row in finding["rows"])
    return [row for row in named if all(row[name] == value for name, value in where.items())]


def test_every_planted_row_is_set_aside_for_its_reason(imported: Imported) -> None:
    for table, told in imported.told.items():
        planted = imported.world.planted[table]
        assert told["loaded"] == imported.world.rows[table], (table, told["reasons"])
        assert told["reasons"] == {
            text(f"evidence.aside.{reason}", "en"): many for reason, many in planted.items()
        }, table


def test_the_funnel_counts_what_happened(imported: Imported) -> None:
    found, told = imported.findings["funnel"], imported.world.history
    for step in STEPS:
        (row,) = rows(found, part="step", group="all", step_to=step)
        same(row, funnel(told)[step])
        for source in (*SOURCES, *OWN_SOURCES):
            name = imported.wording.word("source", source.name)
            for row in rows(found, part="step", group="source", step_to=step, source=name):
                same(row, funnel(told, source.name)[step])
    (value,) = rows(found, part="value")
    assert (value["reached"], Decimal(value["amount_total"])) == (len(values(told)), sum(values(told)))


def same(row: dict[str, Any], way: Way) -> None:
    counts = (row["reached"], row["dropped"], row["open"])
    assert counts == (way.reached, way.dropped, way.open), (row["step_to"], row["source"])
    if row["lag_count"]:
        assert list(map(int, row["lag_counts"])) == [way.lags[month] for month in range(max(way.lags) + 1)]
    if row["rate"] is not None and 0 < way.reached < way.decided:
        held(row, way.reached, way.decided)


def held(row: dict[str, Any], reached: int, tried: int) -> None:
    low, high = wilson(reached, tried)
    assert (float(row["low"]), float(row["high"])) == (pytest.approx(low), pytest.approx(high))


def test_reasons_and_the_hand_off_count_what_happened(imported: Imported) -> None:
    told, found = imported.world.history, imported.findings["reasons"]
    said = reasons(told)
    silent = said.pop("", 0)
    for reason, many in said.items():
        name = imported.wording.word("lost", reason)
        (row,) = rows(found, part="reason", outcome="lost", value=name)
        assert row["deals"] == many
        held(row, many, said.total())
    (row,) = rows(found, part="told", outcome="lost", group="none")
    assert row["deals"] == silent
    (row,) = rows(imported.findings["handoff"], part="handed", group="all")
    yes, answers = accepted(told)
    assert (row["accepted"], row["accepted"] + row["returned"]) == (yes, answers)
    held(row, yes, answers)


def test_spend_is_what_was_spent(imported: Imported) -> None:
    found = rows(imported.findings["spend"], part="spent")
    for campaign in CAMPAIGNS:
        name = imported.wording.word("campaign", campaign.name)
        spent = sum(Decimal(row["amount"]) for row in found if row["measure"] == name)
        assert spent == imported.world.spent[campaign.name]
        assert spent == pytest.approx(Decimal(imported.world.truth.spend(campaign)), rel=Decimal("0.1"))


def test_companies_are_recognised(imported: Imported) -> None:
    """A company that stands on the list twice is right by either entry."""
    entries = imported.world.companies["company"]
    for table in ("lead", "opportunity", "contract"):
        truth, found = imported.world.companies[table], imported.matches[table]
        right = sum(truth[row] == entries[company] for row, company in found.items())
        known = sum(company is not None for company in truth.values())
        assert right / len(found) >= 0.995, table
        assert right / known >= (0.97 if table == "lead" else 0.93), table  # deals have no address


def test_coverage_is_that_of_the_recognised_companies(imported: Imported) -> None:
    (row,) = rows(imported.findings["coverage"], group="all")
    found, truth = imported.matches["lead"], imported.world.companies["lead"]
    assert row["people_unmatched"] == imported.world.rows["lead"] - len(found)
    with_leads = row["with_leads"] + row["outside"]  # inside and outside the plan's conditions
    assert with_leads == len(set(found.values()))
    true = len({company for company in truth.values() if company})
    assert with_leads == pytest.approx(true, rel=0.03)
