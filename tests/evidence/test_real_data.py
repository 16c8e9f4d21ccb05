"""The public data sets come in as FACTS.md says, without a profile wherever the file can tell."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from tests.evidence.plain import WHEN, PlainFunnel, iso_date, plain_wilson, rows_of, us_date

from kakehashi.evidence.findings import finding
from kakehashi.evidence.importing import ImportResult, import_table
from kakehashi.evidence.profile import OutcomeRule, Profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.workspace import list_imports


def load(workspace: Path, path: Path, table: str = "opportunity", **more: object) -> ImportResult:
    result = import_table(
        workspace,
        DelimitedFile(path),
        name=path.name,
        table=table,
        when=WHEN,
        **more,  # type: ignore[arg-type]
    )
    assert result.read == result.loaded + result.set_aside
    assert result.set_aside == sum(result.reasons.values())
    return result


@pytest.mark.parametrize(
    ("file", "rows", "won", "lost", "open_", "amount"),
    [
        ("maven-crm-sales/sales_pipeline.csv", 8800, 4238, 2473, 2089, "10005534"),
        ("salesforce-wave-sales/Opportunity.csv", 5197, 1166, 3769, 262, "81674862"),
        ("salesforce-data-export/Opportunity.csv", 774, 640, 39, 95, "11257622"),
        ("hubspot-objects/hubspot_deals.csv", 500, 71, 69, 360, "8934361.48"),
        ("saas-pipeline-and-spend/opportunities.csv", 2266, 789, 1338, 139, "41156803.8"),
    ],
)
def test_deals(
    data: Path, tmp_path: Path, file: str, rows: int, won: int, lost: int, open_: int, amount: str
) -> None:
    result = load(tmp_path, data / file)
    assert (result.read, result.loaded, result.set_aside) == (rows, rows, 0)
    assert (result.won, result.lost, result.open) == (won, lost, open_)
    assert result.won_amount == Decimal(amount)


@pytest.mark.parametrize(
    ("file", "table", "rows"),
    [
        ("olist-marketing-funnel/olist_marketing_qualified_leads_dataset.csv", "lead", 8000),
        ("salesforce-wave-sales/Lead.csv", "lead", 1307),
        ("salesforce-wave-sales/Account.csv", "company", 3775),
        ("hubspot-objects/hubspot_contacts.csv", "lead", 950),
        ("hubspot-objects/hubspot_companies.csv", "company", 200),
        ("maven-crm-sales/accounts.csv", "company", 85),
        ("saas-pipeline-and-spend/accounts.csv", "company", 480),
        ("saas-pipeline-and-spend/marketing_spend.csv", "spend", 360),
        ("ad-platform-seeds/microsoft_ads_campaign_performance_daily_report_data.csv", "spend", 2630),
    ],
)
def test_other_tables(data: Path, tmp_path: Path, file: str, table: str, rows: int) -> None:
    result = load(tmp_path, data / file, table)
    assert (result.read, result.loaded) == (rows, rows)
    assert (result.won, result.lost, result.open, result.won_amount) == (None, None, None, None)


OLIST = Profile(
    table="opportunity",
    key="mql_id",
    columns={"won_date": "closed_on", "sr_id": "owner"},
    outcome=OutcomeRule(always="won"),
)


def test_olist_asks_for_what_the_file_cannot_tell(data: Path, tmp_path: Path) -> None:
    path = data / "olist-marketing-funnel/olist_closed_deals_dataset.csv"
    with pytest.raises(Question) as asked:
        load(tmp_path, path)
    assert asked.value.option == "--profile"
    assert "mql_id" in asked.value.readings
    result = load(tmp_path, path, profile=OLIST)
    assert (result.read, result.loaded, result.won, result.lost, result.open) == (842, 842, 842, 0, 0)
    assert result.won_amount is None
    assert result.profile.date_orders == {"won_date": "dmy"}


def test_olist_dates_that_cannot_be_told(data: Path, tmp_path: Path) -> None:
    """The 302 rows with both parts up to 12: asked, loaded with the answer, and known the next time."""
    source = data / "olist-marketing-funnel/olist_closed_deals_dataset.csv"
    lines = source.read_text("ascii").splitlines(keepends=True)
    place = lines[0].split(",").index("won_date")
    parts = [line.split(",")[place].split("-") for line in lines[1:]]
    doubtful = [
        line for line, (a, b, _) in zip(lines[1:], parts, strict=True) if int(a) <= 12 and int(b) <= 12
    ]
    assert len(doubtful) == 302
    path = tmp_path / "doubtful.csv"
    path.write_text("".join([lines[0], *doubtful]))
    workspace = tmp_path / "evidence"
    with pytest.raises(Question) as asked:
        load(workspace, path, profile=OLIST)
    assert asked.value.column == "won_date"
    assert asked.value.readings == ("dmy", "mdy")
    assert asked.value.option == "--date-order dmy|mdy"
    assert list_imports(workspace) == ()
    assert load(workspace, path, profile=OLIST, date_order="dmy").loaded == 302
    assert load(workspace, path).loaded == 302
    assert len(list_imports(workspace)) == 1


def _check_funnel(workspace: Path, plain: PlainFunnel) -> None:
    found = finding(workspace, "funnel", WHEN)
    (row,) = found.records(part="step", group="all", step_from="opportunity")
    assert row["step_to"] == "won"
    assert row["entered"] == plain.counts.total()
    assert (row["reached"], row["dropped"], row["open"]) == tuple(
        plain.counts[outcome] for outcome in ("won", "lost", "open")
    )
    assert float(row["rate"]) == pytest.approx(plain.rate, abs=1e-11)  # type: ignore[arg-type]
    low, high = plain_wilson(plain.counts["won"], plain.counts["won"] + plain.counts["lost"])
    assert float(row["low"]) == pytest.approx(low, abs=1e-11)  # type: ignore[arg-type]
    assert float(row["high"]) == pytest.approx(high, abs=1e-11)  # type: ignore[arg-type]
    assert row["lag_count"] == len(plain.lags)
    assert float(row["lag_mean"]) == pytest.approx(plain.lag_mean, rel=1e-11)  # type: ignore[arg-type]
    assert float(row["lag_spread"]) == pytest.approx(plain.lag_spread, rel=1e-11)  # type: ignore[arg-type]
    lags = Counter(plain.lags)
    assert row["lag_counts"] == tuple(lags[lag] for lag in range(max(lags) + 1))
    assert sum(row["lag_shares"]) == pytest.approx(1)  # type: ignore[arg-type]
    ages = {row["age"]: row["open"] for row in found.records(part="pipeline", step_from="opportunity")}
    assert ages == dict(plain.ages)
    (value,) = found.records(part="value")
    assert value["reached"] == len(plain.amounts)
    assert value["amount_total"] == sum(plain.amounts)
    assert (value["amount_p10"], value["amount_p90"]) == (plain.rank(1), plain.rank(9))
    for name, counts in plain.by_source.items():
        rows = found.records(part="step", group="source", step_from="opportunity", source=name or None)
        if name and counts.total() >= 5:
            assert [row["reached"] for row in rows] == [counts["won"]]


def test_funnel_of_maven(data: Path, tmp_path: Path) -> None:
    path = data / "maven-crm-sales/sales_pipeline.csv"
    load(tmp_path, path)
    outcomes = {"Won": "won", "Lost": "lost"}
    plain = PlainFunnel(
        (
            outcomes.get(row["deal_stage"], "open"),
            "",
            us_date(row["engage_date"]),
            us_date(row["close_date"]),
            row["close_value"],
        )
        for row in rows_of(path)
    )
    _check_funnel(tmp_path, plain)


def test_funnel_of_wave(data: Path, tmp_path: Path) -> None:
    """New business alone, by source."""
    path = data / "salesforce-wave-sales/Opportunity.csv"
    load(tmp_path, path)
    outcomes = {"Closed Won": "won", "Closed Lost": "lost"}
    plain = PlainFunnel(
        (
            outcomes.get(row["StageName"], "open"),
            row["LeadSource"],
            iso_date(row["DateTimeCreated__c"]),
            iso_date(row["CloseDate"]),
            row["Amount"],
        )
        for row in rows_of(path)
        if row["Type"] not in ("Existing Business", "Add-On Business")
    )
    # Activity dates also count for when the data end; here they are not later than the last deal.
    last = max(iso_date(row["LastActivityDate__c"]) or iso_date("1900-01-01") for row in rows_of(path))  # type: ignore[type-var]
    assert last is not None
    assert last.year * 12 + last.month <= plain.newest
    _check_funnel(tmp_path, plain)


def test_funnel_of_hubspot_and_saas(data: Path, tmp_path: Path) -> None:
    path = data / "hubspot-objects/hubspot_deals.csv"
    load(tmp_path / "hubspot", path)
    outcomes = {"Closed Won": "won", "Closed Lost": "lost"}
    _check_funnel(
        tmp_path / "hubspot",
        PlainFunnel(
            (
                outcomes.get(row["Deal Stage"], "open"),
                "",
                iso_date(row["Create Date"]),
                iso_date(row["Close Date"]),
                row["Amount"],
            )
            for row in rows_of(path)
            if row["Deal Type"] == "New Business"
        ),
    )
    path = data / "saas-pipeline-and-spend/opportunities.csv"
    load(tmp_path / "saas", path)
    _check_funnel(
        tmp_path / "saas",
        PlainFunnel(
            (
                outcomes.get(row["stage"], "open"),
                "",
                iso_date(row["created_date"]),
                iso_date(row["close_date"]),
                row["amount"],
            )
            for row in rows_of(path)
            if row["is_renewal"] == "False"
        ),
    )


def test_leads_and_deals_of_wave_join(data: Path, tmp_path: Path) -> None:
    """FACTS: 119 leads converted, all of them found among the opportunities."""
    load(tmp_path, data / "salesforce-wave-sales/Opportunity.csv")
    load(tmp_path, data / "salesforce-wave-sales/Lead.csv", "lead")
    found = finding(tmp_path, "funnel", WHEN)
    (row,) = found.records(part="step", group="all", step_from="lead")
    dropped = sum(
        lead["Status"] in ("Rejected", "Archived")
        for lead in rows_of(data / "salesforce-wave-sales/Lead.csv")
    )
    assert (row["step_to"], row["entered"], row["reached"], row["dropped"]) == (
        "opportunity",
        1307,
        119,
        dropped,
    )


def test_leads_of_olist_join_and_get_no_rate(data: Path, tmp_path: Path) -> None:
    """FACTS: 842 of 8,000, by origin; nothing says who dropped out, so no rate is invented."""
    folder = data / "olist-marketing-funnel"
    load(tmp_path, folder / "olist_marketing_qualified_leads_dataset.csv", "lead")
    profile = Profile(
        table="opportunity",
        columns={"mql_id": ("opportunity_id", "lead_id"), "won_date": "closed_on"},
        outcome=OutcomeRule(always="won"),
    )
    load(tmp_path, folder / "olist_closed_deals_dataset.csv", profile=profile)
    found = finding(tmp_path, "funnel", WHEN)
    (row,) = found.records(part="step", group="all", step_from="lead")
    assert (row["entered"], row["reached"], row["dropped"], row["open"]) == (8000, 842, 0, 7158)
    assert row["rate"] is None
    assert "finding.note.drops_unknown" in {note.id for note in found.notes}
    by_origin = {
        row["source"]: row["reached"] for row in found.records(part="step", group="source", step_from="lead")
    }
    assert by_origin["organic_search"] == 271
    assert by_origin["paid_search"] == 195
    assert by_origin[None] == 14


def test_spend_of_saas(data: Path, tmp_path: Path) -> None:
    path = data / "saas-pipeline-and-spend/marketing_spend.csv"
    load(tmp_path, path, "spend")
    found = finding(tmp_path, "spend", WHEN)
    amounts: dict[tuple[str, str], Decimal] = {}
    leads: Counter[tuple[str, str]] = Counter()
    for row in rows_of(path):
        key = (row["month"][:7], row["channel"])
        amounts[key] = amounts.get(key, Decimal(0)) + Decimal(row["spend"])
        leads[key] += int(row["sourced_leads"])
    rows = {(row["month"], row["category"]): row for row in found.records()}
    assert {key: row["amount"] for key, row in rows.items()} == amounts
    assert {key: row["leads"] for key, row in rows.items()} == dict(leads)
    assert sum(amounts.values()) == Decimal("5969284.27")


def test_spend_by_day_becomes_spend_by_month(data: Path, tmp_path: Path) -> None:
    path = data / "ad-platform-seeds/microsoft_ads_campaign_performance_daily_report_data.csv"
    load(tmp_path, path, "spend")
    rows = finding(tmp_path, "spend", WHEN).records()
    assert sum(row["amount"] for row in rows) == Decimal("946.34")  # type: ignore[misc]
    assert sum(row["clicks"] for row in rows) == 592  # type: ignore[misc]
    assert (rows[0]["month"], rows[-1]["month"]) == ("2018-09", "2019-06")
