"""The public data sets come in as FACTS.md says, without a profile wherever the file can tell."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from tests.evidence.plain import WHEN, PlainFunnel, iso_date, plain_wilson, rows_of, us_date

from kakehashi.evidence.findings import finding
from kakehashi.evidence.import_job import ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import OutcomeRule, Profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.workspace import engine, list_imports


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


# More systems and tables: counts, sums and months as a plain reader finds them ----------------------------


def _rows(workspace: Path, query: str) -> list[tuple[object, ...]]:
    with engine(workspace, read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize(
    ("file", "table", "rows"),
    [
        ("salesforce-wave-sales/Task.csv", "activity", 7814),
        ("salesforce-wave-sales/Event.csv", "activity", 7823),
        ("salesforce-data-export/Account.csv", "company", 83),
        ("salesforce-data-export/Contact.csv", "lead", 133),
        ("salesforce-connector-seeds/sf_account_data.csv", "company", 10),
        ("salesforce-connector-seeds/sf_contact_data.csv", "lead", 4),
        ("salesforce-connector-seeds/sf_lead_data.csv", "lead", 1),
        ("salesforce-connector-seeds/sf_task_data.csv", "activity", 10),
        ("salesforce-connector-seeds/sf_event_data.csv", "activity", 10),
        ("hubspot-objects/hubspot_activities.csv", "activity", 2000),
        ("hubspot-connector-seeds/company_data.csv", "company", 24),
        ("hubspot-connector-seeds/contact_data.csv", "lead", 22),
        ("hubspot-connector-seeds/engagement_meeting_data.csv", "activity", 100),
        ("hubspot-connector-seeds/engagement_call_data.csv", "activity", 1),
        ("hubspot-connector-seeds/engagement_task_data.csv", "activity", 2),
        ("hubspot-connector-seeds/engagement_email_data.csv", "activity", 1),
        ("hubspot-connector-seeds/engagement_note_data.csv", "activity", 1),
        ("marketo-connector-seeds/marketo_lead_data.csv", "lead", 100),
        ("marketo-connector-seeds/marketo_activity_send_email_data.csv", "activity", 100),
        ("marketo-connector-seeds/marketo_activity_open_email_data.csv", "activity", 100),
        ("marketo-connector-seeds/marketo_activity_click_email_data.csv", "activity", 100),
        ("saas-pipeline-and-spend/subscriptions.csv", "contract", None),
    ],
)
def test_systems_and_tables(data: Path, tmp_path: Path, file: str, table: str, rows: int | None) -> None:
    result = load(tmp_path, data / file, table)
    wanted = sum(1 for _ in rows_of(data / file))
    assert rows in (None, wanted)
    assert (result.read, result.loaded) == (wanted, wanted)


@pytest.mark.parametrize(
    ("file", "day", "cost", "micros"),
    [
        ("facebook_ads_basic_ad_data.csv", "date", "spend", False),
        ("google_ads_account_stats_data.csv", "date", "cost_micros", True),
        ("google_ads_campaign_stats_data.csv", "date", "cost_micros", True),
        ("google_ads_keyword_stats_data.csv", "date", "cost_micros", True),
        ("linkedin_ad_analytics_by_campaign_data.csv", "day", "cost_in_local_currency", False),
        ("linkedin_ad_analytics_by_creative_data.csv", "day", "cost_in_local_currency", False),
        ("microsoft_ads_campaign_performance_daily_report_data.csv", "date", "spend", False),
        ("twitter_campaign_report_data.csv", "date", "billed_charge_local_micro", True),
    ],
)
def test_ad_platforms(data: Path, tmp_path: Path, file: str, day: str, cost: str, micros: bool) -> None:
    """Spend, impressions and months as they stand; millionths of a currency become whole ones."""
    path = data / "ad-platform-seeds" / file
    load(tmp_path, path, "spend")
    amounts: dict[str, Decimal] = {}
    seen = 0
    for row in rows_of(path):
        amount = Decimal(row[cost] or 0) * (Decimal("0.000001") if micros else 1)
        amounts[row[day][:7]] = amounts.get(row[day][:7], Decimal(0)) + amount
        seen += int(row["impressions"] or 0)
    query = "SELECT strftime(month, '%Y-%m'), coalesce(sum(amount), 0) FROM spend GROUP BY 1"
    assert dict(_rows(tmp_path, query)) == amounts  # type: ignore[arg-type]
    assert _rows(tmp_path, "SELECT coalesce(sum(impressions), 0) FROM spend") == [(seen,)]


def test_companies_of_wave_and_their_sums(data: Path, tmp_path: Path) -> None:
    load(tmp_path, data / "salesforce-wave-sales/Account.csv", "company")
    assert _rows(
        tmp_path,
        "SELECT count(DISTINCT name), count(DISTINCT industry), sum(employees), sum(revenue) FROM company",
    ) == [(3774, 32, 28_866_313, 2_022_906_819_000)]


def test_companies_of_maven_and_their_sums(data: Path, tmp_path: Path) -> None:
    load(tmp_path, data / "maven-crm-sales/accounts.csv", "company")
    query = "SELECT sum(employees), sum(revenue), count(DISTINCT region) FROM company"
    assert _rows(tmp_path, query) == [(396_170, Decimal("169543.80"), 15)]


def test_contacts_and_companies_of_hubspot(data: Path, tmp_path: Path) -> None:
    load(tmp_path, data / "hubspot-objects/hubspot_contacts.csv", "lead")
    load(tmp_path, data / "hubspot-objects/hubspot_companies.csv", "company")
    assert _rows(tmp_path, "SELECT count(DISTINCT email) FROM lead") == [(950,)]
    assert _rows(tmp_path, "SELECT count(DISTINCT name), count(DISTINCT domain) FROM company") == [(200, 200)]
    phases = dict(_rows(tmp_path, "SELECT phase, count(*) FROM lead GROUP BY 1"))  # type: ignore[arg-type]
    assert (phases["Marketing Qualified Lead"], phases["Sales Qualified Lead"]) == (131, 101)
    sources = dict(_rows(tmp_path, "SELECT source, count(*) FROM lead GROUP BY 1"))  # type: ignore[arg-type]
    assert (sources["Paid Search"], sources["Referral"]) == (136, 113)


def test_activities_of_hubspot_and_wave(data: Path, tmp_path: Path) -> None:
    load(tmp_path / "hubspot", data / "hubspot-objects/hubspot_activities.csv", "activity")
    kinds = dict(_rows(tmp_path / "hubspot", "SELECT kind, count(*) FROM activity GROUP BY 1"))  # type: ignore[arg-type]
    assert kinds == {"Meeting": 412, "Note": 403, "Call": 402, "Email": 398, "Task": 385}
    days = _rows(
        tmp_path / "hubspot", "SELECT min(happened_on)::VARCHAR, max(happened_on)::VARCHAR FROM activity"
    )
    assert days == [("2022-01-01", "2025-05-02")]
    load(tmp_path / "wave", data / "salesforce-wave-sales/Task.csv", "activity")
    results = dict(_rows(tmp_path / "wave", "SELECT result, count(*) FROM activity GROUP BY 1"))  # type: ignore[arg-type]
    assert (results["Call Successful"], results["No Answer"]) == (3519, 395)
    days = _rows(
        tmp_path / "wave", "SELECT min(happened_on)::VARCHAR, max(happened_on)::VARCHAR FROM activity"
    )
    assert days == [("2015-06-03", "2017-06-13")]


def test_deals_of_a_salesforce_connector(data: Path, tmp_path: Path) -> None:
    result = load(tmp_path, data / "salesforce-connector-seeds/sf_opportunity_data.csv")
    assert (result.won, result.lost, result.open) == (5, 4, 1)
    assert _rows(tmp_path, "SELECT sum(amount) FROM opportunity") == [(24_530_001,)]
    assert not [one for one in result.mapping if one.column == "probability"]  # one of them is 1000


def test_misused_columns_of_a_salesforce_export(data: Path, tmp_path: Path) -> None:
    result = load(tmp_path, data / "salesforce-data-export/Opportunity.csv")
    left = {one.column for one in result.mapping if not one.confidence}
    assert "LeadSource" in left  # it holds serial numbers
    assert not [one for one in result.mapping if one.confidence and one.column == "LeadSource"]


def test_quota_becomes_actuals_by_profile(data: Path, tmp_path: Path) -> None:
    """FACTS: 408 rows of 17 users; the file can't tell what it measures."""
    path = data / "salesforce-wave-sales/Quota.csv"
    with pytest.raises(Question):
        load(tmp_path, path, "actual")
    profile = Profile(
        table="actual",
        columns={"StartDate__c": "month", "QuotaAmount__c": "value"},
        constants={"metric": "Quota"},
        repeats="lines",
    )
    result = load(tmp_path, path, "actual", profile=profile)
    assert result.loaded == 24
    assert _rows(tmp_path, "SELECT sum(value), min(month)::VARCHAR, max(month)::VARCHAR FROM actual") == [
        (210_800_000, "2016-01-01", "2017-12-01")
    ]


def test_actuals_out_of_detailed_rows(data: Path, tmp_path: Path) -> None:
    """FACTS: 24 months, leads 4,658, opps 1,011, wins 285."""
    path = data / "saas-pipeline-and-spend/marketing_spend.csv"
    for column, total in (("sourced_leads", 4658), ("sourced_opps", 1011), ("sourced_wins", 285)):
        profile = Profile(
            table="actual",
            columns={"month": "month", column: "value"},
            constants={"metric": column},
            repeats="lines",
        )
        result = import_table(
            tmp_path,
            DelimitedFile(path),
            name=path.name,
            table="actual",
            profile=profile,
            mode="merge",
            when=WHEN,
        )
        assert (result.read, result.loaded) == (360, 24)
        query = f"SELECT count(*), sum(value) FROM actual WHERE metric = '{column}'"
        assert _rows(tmp_path, query) == [(24, total)]
    assert _rows(tmp_path, "SELECT count(*) FROM actual") == [(72,)]


@pytest.mark.parametrize(
    ("file", "day", "totals"),
    [
        (
            "dt_simulated_weekly.csv",
            "DATE",
            {
                "tv_S": "9262463.32",
                "ooh_S": "26967995.20",
                "print_S": "2326666.53",
                "search_S": "3691280",
                "facebook_S": "1338890.48",
            },
        ),
        (
            "national_all_channels.csv",
            "time",
            {
                "Channel0_spend": "40501713.08",
                "Channel1_spend": "31320298.20",
                "Channel2_spend": "12079349.34",
                "Channel3_spend": "87860358.25",
                "Channel4_spend": "47730683.48",
            },
        ),
    ],
)
def test_spend_in_columns_side_by_side(
    data: Path, tmp_path: Path, file: str, day: str, totals: dict[str, str]
) -> None:
    """Beside sales and counts, amounts are known by a name such as spend; else it is asked, and each column
    comes in by its own profile."""
    path = data / "media-spend" / file
    rows = sum(1 for _ in rows_of(path))
    query = "SELECT category, round(sum(amount), 2), count(*) FROM spend GROUP BY 1"
    sums = {column: (Decimal(total), rows) for column, total in totals.items()}
    if all(column.endswith("spend") for column in totals):
        result = load(tmp_path, path, "spend")
        assert (result.read, result.loaded) == (rows * len(totals), rows * len(totals))
        assert {name: (total, count) for name, total, count in _rows(tmp_path, query)} == sums
        return
    with pytest.raises(Question) as asked:
        load(tmp_path, path, "spend")
    assert asked.value.message.id == "error.evidence.which_key"
    for column in totals:
        profile = Profile(
            table="spend", columns={day: "month", column: "amount"}, constants={"category": column}
        )
        load(tmp_path, path, "spend", profile=profile)
    load(tmp_path, path, "spend", profile=profile)  # the last one again doubles nothing
    assert {name: (total, count) for name, total, count in _rows(tmp_path, query)} == sums


def test_weeks_of_a_marketing_mix(data: Path, tmp_path: Path) -> None:
    path = data / "media-spend/mmm_example.csv"
    with pytest.raises(Question):
        load(tmp_path, path, "spend")
    profile = Profile(table="spend", columns={"date_week": "month", "x1": "amount"})
    result = load(tmp_path, path, "spend", profile=profile)
    assert (result.loaded, result.profile.date_orders) == (179, {"date_week": "mdy"})
    months = _rows(tmp_path, "SELECT min(month)::VARCHAR, max(month)::VARCHAR FROM spend")
    assert months == [("2018-04-01", "2021-08-01")]
