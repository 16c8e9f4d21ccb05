"""Findings: the linted subset of SQL, small groups, steps that the data do or don't tell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp
from tests.evidence.plain import WHEN, plain_wilson

from kakehashi.evidence import findings as package
from kakehashi.evidence.findings import Finding, finding
from kakehashi.evidence.findings.base import month_text
from kakehashi.evidence.findings.counts import wilson
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import OutcomeRule, Profile
from kakehashi.evidence.source import Batch, Cell
from kakehashi.words import LANGUAGES, PlanError, text

SQL = sorted(Path(package.__file__).parent.glob("*.sql"))
FORBIDDEN = (
    exp.TryCast,
    exp.Array,
    exp.Lambda,
    exp.Struct,
    exp.Unnest,
    exp.DateDiff,
    exp.DateSub,
    exp.DateAdd,
    exp.DateTrunc,
    exp.Interval,
    exp.Qualify,
    exp.Pivot,
    exp.Star,
    exp.PercentileCont,
    exp.Quantile,
    exp.Median,
    exp.Round,
    exp.Div,
    exp.IntDiv,
    exp.Avg,
    exp.Stddev,
    exp.Anonymous,
)


@pytest.mark.parametrize("path", SQL, ids=lambda path: path.stem)
def test_the_subset_of_sql(path: Path) -> None:
    """What other engines read differently, or not at all, has no place in a finding."""
    (tree,) = sqlglot.parse(path.read_text("utf-8"), dialect="duckdb")
    assert tree is not None
    for node in tree.walk():
        if isinstance(node, exp.Star) and isinstance(node.parent, exp.Count):
            continue
        assert not isinstance(node, FORBIDDEN), node.sql()
        if isinstance(node, exp.Group):
            assert not node.args.get("all"), "GROUP BY ALL"
        if isinstance(node, exp.Order):
            assert isinstance(node.parent, exp.Window), "rows are put in order in Python"
    for dialect in ("postgres", "spark", "snowflake", "bigquery", "trino"):
        tree.sql(dialect=dialect, unsupported_level=sqlglot.ErrorLevel.RAISE)


def deals(folder: Path, rows: list[tuple[Cell, ...]], **more: object) -> None:
    names = ("Deal ID", "Stage", "Create Date", "Close Date", "Lead Source", "Amount", "valid", "lead")
    profile = Profile(
        table="opportunity",
        key="Deal ID",
        columns={
            "Create Date": "created_on",
            "Close Date": "closed_on",
            "Lead Source": "source",
            "Amount": "amount",
            "valid": "valid_on",
            "lead": "lead_id",
        },
        outcome=OutcomeRule(column="Stage", values={"Proposal": "valid"}),
    )
    import_table(
        folder, iter([Batch(names, rows)]), name="deals", table="opportunity", profile=profile, when=WHEN
    )


def deal(
    number: int,
    stage: str,
    created: str | None = "2026-01-05",
    closed: str | None = None,
    source: str | None = None,
    valid: str | None = None,
    lead: str | None = None,
) -> tuple[Cell, ...]:
    return (f"D{number}", stage, created, closed, source, 100, valid, lead)


def step(found: Finding, step_from: str) -> dict[str, object]:
    (row,) = found.records(part="step", group="all", step_from=step_from)
    return dict(row)


def test_valid_opportunities_are_a_step_where_their_date_is_known(tmp_path: Path) -> None:
    deals(
        tmp_path,
        [
            deal(1, "Closed Won", closed="2026-04-01", valid="2026-02-01"),
            deal(2, "Closed Lost", closed="2026-03-01", valid="2026-02-10"),
            deal(3, "Closed Lost", closed="2026-03-01"),
            deal(4, "Proposal"),
            deal(5, "Prospecting"),
        ],
    )
    found = finding(tmp_path, "funnel", WHEN)
    assert found.parameters["steps"] == "opportunity valid won"
    first, second = step(found, "opportunity"), step(found, "valid")
    assert (first["entered"], first["reached"], first["dropped"], first["open"]) == (5, 3, 1, 1)
    assert first["rate"] == Decimal("0.75")
    assert first["lag_mean"] == 1
    assert (second["entered"], second["reached"], second["dropped"], second["open"]) == (3, 1, 1, 1)
    assert second["lag_mean"] == 2
    assert (first["small"], second["small"]) == (True, True)
    ages = [(row["step_from"], row["age"], row["open"]) for row in found.records(part="pipeline")]
    assert ages == [("opportunity", 3, 1), ("valid", None, 1)]


def test_leads_go_the_whole_way(tmp_path: Path) -> None:
    names = ("Id", "created", "handed", "back", "source")
    leads: list[tuple[Cell, ...]] = [
        ("L1", "2025-12-01", "2026-01-10", None, "Web"),
        ("L2", "2025-12-01", "2026-01-10", "2026-02-01", "Web"),
        ("L3", "2025-12-01", None, "2026-01-01", "Web"),
        ("L4", "2025-12-01", None, None, "Web"),
    ]
    profile = Profile(
        table="lead",
        key="Id",
        columns={"created": "created_on", "handed": "handed_on", "back": "returned_on", "source": "source"},
    )
    import_table(
        tmp_path, iter([Batch(names, leads)]), name="leads", table="lead", profile=profile, when=WHEN
    )
    deals(
        tmp_path,
        [deal(1, "Closed Won", "2026-02-05", "2026-05-01", lead="L1"), deal(2, "Closed Lost", lead=None)],
    )
    found = finding(tmp_path, "funnel", WHEN)
    assert found.parameters["steps"] == "lead follow opportunity won"
    ways = {
        (row["step_from"], row["step_to"]): (row["entered"], row["reached"], row["dropped"], row["open"])
        for row in found.records(part="step", group="all")
    }
    assert ways == {
        ("lead", "follow"): (4, 2, 1, 1),
        ("follow", "opportunity"): (2, 1, 1, 0),
        ("opportunity", "won"): (2, 1, 1, 0),
    }
    assert [source.table for source in found.sources] == ["lead", "opportunity"]
    assert found.imports == tuple(source.sha256 for source in found.sources)


def test_small_groups_are_put_together(tmp_path: Path) -> None:
    sources = ["Web"] * 20 + ["Event"] * 6 + ["Fax"] * 3 + ["Telex"] * 1
    deals(tmp_path, [deal(n, "Closed Won", source=source) for n, source in enumerate(sources)])
    found = finding(tmp_path, "funnel", WHEN)
    shown = [(row["group"], row["source"], row["entered"]) for row in found.records(part="step")]
    # Fax and Telex are 4 together: still too few, so the next larger source joins them.
    assert shown == [("all", None, 30), ("source", "Web", 20), ("rest", None, 10)]
    assert "finding.note.small_groups" in {note.id for note in found.notes}


def test_months_that_cannot_be_are_left_out_and_told(tmp_path: Path) -> None:
    deals(
        tmp_path,
        [
            deal(1, "Closed Won", "2026-05-01", "2026-04-01"),
            deal(2, "Closed Won", "2026-03-01", "2026-04-01"),
        ],
    )
    found = finding(tmp_path, "funnel", WHEN)
    row = step(found, "opportunity")
    assert (row["reached"], row["lag_count"], row["lag_mean"]) == (2, 1, 1)
    note = next(note for note in found.notes if note.id == "finding.note.impossible_lag")
    for language in LANGUAGES:
        assert text(note, language)


def test_a_rate_of_nothing_or_all_has_honest_limits() -> None:
    assert wilson(0, 20)[0] == 0
    assert wilson(20, 20)[1] == 1
    for reached, tried in ((1, 3), (7, 9), (500, 2000)):
        assert [float(limit) for limit in wilson(reached, tried)] == pytest.approx(
            plain_wilson(reached, tried)
        )


def test_months_as_numbers() -> None:
    assert [month_text(2026 * 12 + month) for month in (1, 12)] == ["2026-01", "2026-12"]


def test_no_data_and_no_such_finding(tmp_path: Path) -> None:
    for key in ("funnel", "nothing"):
        with pytest.raises(PlanError) as caught:
            finding(tmp_path, key, WHEN)
        assert text(caught.value.message, "ja")
    assert not (tmp_path / "evidence.duckdb").exists()
