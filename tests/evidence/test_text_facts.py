"""The text files of FACTS.md: each cell as Python's reader has it, and counts and sums in the evidence."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from tests.evidence.test_files import stage
from tests.evidence.test_real_data import load

from kakehashi.evidence.delimited import read_delimited
from kakehashi.evidence.import_job import ImportResult
from kakehashi.evidence.profile import OutcomeRule, Profile
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.text_table import unique_names
from kakehashi.evidence.workspace import data_table, engine

FOLDERS = (
    "ad-platform-seeds",
    "edinet-company-codes",
    "hubspot-connector-seeds",
    "hubspot-objects",
    "marketo-connector-seeds",
    "maven-crm-sales",
    "media-spend",
    "olist-marketing-funnel",
    "org-chart",
    "saas-pipeline-and-spend",
    "salesforce-connector-seeds",
    "salesforce-data-export",
    "salesforce-wave-sales",
    "x-education-leads",
)
PICTURE = "data_dictionary.csv"  # boxes drawn with cells, no table
BESIDE = {  # other encodings and title lines, as FACTS.md names them
    "EdinetcodeDlInfo.csv": ("cp932", 1),
}


def plain_rows(path: Path) -> list[list[str]]:
    """Python's own reader, told what FACTS.md says; lines that stand in quotes as a whole are read twice."""
    encoding, titles = BESIDE.get(path.name, ("utf-8-sig", 0))
    with path.open(encoding=encoding, newline="") as file:
        rows = list(csv.reader(file))[titles:]
    width = len(rows[0])
    return [next(csv.reader(row)) if len(row) == 1 < width else row for row in rows]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_cell_of_every_text_file(data: Path, tmp_path: Path, folder: str) -> None:
    for path in sorted((data / folder).glob("*.csv")):
        if path.name == PICTURE:
            continue
        (tmp_path / path.stem).mkdir()
        table = read_delimited(DelimitedFile(path), tmp_path / path.stem)
        header, *wanted = plain_rows(path)
        cells, aside = stage(table)
        assert (path.name, table.columns, aside) == (path.name, unique_names(header), [])
        found = [[cell or "" for cell in row[1:]] for row in cells]
        assert found == [[cell.replace("\r\n", "\n") for cell in row] for row in wanted]


def test_rows_and_columns_of_the_connector_seeds(data: Path, tmp_path: Path) -> None:
    """FACTS: 'name rows×columns' of the tables that warehouse connectors write, through the whole import."""
    facts = (data / "FACTS.md").read_text("utf-8")
    named = re.findall(r"(\w+\.csv) (\d+)×(\d+)", facts)
    assert len(named) > 70
    seen: set[Path] = set()
    for name, rows, columns in named:
        (path,) = data.glob(f"*/{name}")
        (tmp_path / path.stem).mkdir()
        table = read_delimited(DelimitedFile(path), tmp_path / path.stem)
        assert (name, table.rows, table.aside, len(table.columns)) == (name, int(rows), 0, int(columns))
        if path.parent not in seen:  # one of each set goes the whole way
            seen.add(path.parent)
            profile = Profile(table="contract", columns={table.columns[0]: "company_name"})
            result = load(tmp_path / "evidence", path, "contract", profile=profile)
            assert (name, result.read) == (name, int(rows))


class Loaded:
    """The rows of one import, asked by the names of the file's columns."""

    def __init__(self, workspace: Path, result: ImportResult) -> None:
        self.workspace = workspace
        self.result = result
        self.name = data_table(result.table, result.import_id)

    def column(self, label: str) -> str:
        """Where a column of the file stands: in a field, or as it was."""
        for field, column in self.result.profile.fields().items():
            if column == label:
                return field
        return f"c{self.result.profile.header.index(label) + 1}"

    def one(self, query: str) -> tuple[object, ...]:
        """A row; {label} stands for a column, {rows} for the table."""
        labels = {label: self.column(label) for label in re.findall(r"\{([^}]+)\}", query) if label != "rows"}
        for label, place in {**labels, "rows": self.name}.items():
            query = query.replace("{" + label + "}", place)
        with engine(self.workspace, read_only=True) as connection:
            row = connection.execute(query).fetchone()
        assert row is not None
        return row

    def total(self, label: str) -> Decimal:
        """The sum of a column."""
        (value,) = self.one(
            f"SELECT sum(CAST(nullif(CAST({{{label}}} AS VARCHAR), '') AS DECIMAL(38, 6))) FROM {{rows}}"
        )
        assert isinstance(value, Decimal)
        return value

    def counts(self, label: str) -> Counter[str]:
        """How often each value stands in a column; nothing is ''."""
        with engine(self.workspace, read_only=True) as connection:
            place = self.column(label)
            rows = connection.execute(
                f"SELECT coalesce({place}, ''), count(*) FROM {self.name} GROUP BY 1"
            ).fetchall()
        return Counter(dict(rows))

    def span(self, label: str) -> tuple[str, ...]:
        """The first and the last day of a column."""
        place = f"CAST({{{label}}} AS VARCHAR)"
        row = self.one(f"SELECT min({place}), max({place}) FROM {{rows}} WHERE {{{label}}} IS NOT NULL")
        return tuple(str(value)[:10] for value in row)


def loaded(workspace: Path, path: Path, table: str, rows: int, profile: Profile | None = None) -> Loaded:
    result = load(workspace, path, table, profile=profile)
    assert (result.read, result.loaded, result.set_aside) == (rows, rows, 0)
    return Loaded(workspace, result)


def test_x_education_is_read_a_second_time_where_lines_are_wrapped(data: Path, tmp_path: Path) -> None:
    leads = loaded(tmp_path, data / "x-education-leads/Lead Scoring.csv", "lead", 9240)
    wrapped = [rule.value for rule in leads.result.rules if rule.key == "wrapped"]
    assert wrapped == ["338"]
    assert leads.one("SELECT count(DISTINCT {Prospect ID}), count(DISTINCT {Lead Number}) FROM {rows}") == (
        9240,
        9240,
    )
    assert leads.total("Converted") == 3561
    sources = leads.counts("Lead Source")
    assert (sources["Google"], sources["google"], sources["Direct Traffic"], sources[""]) == (
        2868,
        5,
        2543,
        36,
    )
    for label, unset in (("Specialization", 1942), ("City", 2249), ("Lead Profile", 4146)):
        assert leads.counts(label)["Select"] == unset


def test_edinet_has_a_title_line_and_cp932(data: Path, tmp_path: Path) -> None:
    profile = Profile(
        table="company",
        key="ＥＤＩＮＥＴコード",
        columns={"提出者名": "name", "提出者法人番号": "corporate_number", "提出者業種": "industry"},
    )
    path = data / "edinet-company-codes/EdinetcodeDlInfo.csv"
    companies = loaded(tmp_path, path, "company", 11049, profile)
    assert companies.result.encoding == "cp932"
    assert {rule.key: rule.value for rule in companies.result.rules}["titles"] == "1"
    number = "{提出者法人番号}"
    query = f"SELECT count({number}), count(DISTINCT {number}), min(length({number})) FROM {{rows}}"
    assert companies.one(query) == (7034, 7025, 13)
    assert companies.total("資本金") == 400587903
    kinds = companies.counts("提出者種別")
    assert (kinds["内国法人・組合"], kinds["個人（組合発行者を除く）"], kinds["外国政府等"]) == (
        4934,
        3042,
        39,
    )
    assert companies.counts("上場区分") == {"": 5924, "上場": 3928, "非上場": 1197}
    code = "length(nullif({証券コード}, ''))"
    assert companies.one(f"SELECT min({code}), max({code}) FROM {{rows}}") == (5, 5)


def test_olist(data: Path, tmp_path: Path) -> None:
    folder = data / "olist-marketing-funnel"
    leads = loaded(tmp_path, folder / "olist_marketing_qualified_leads_dataset.csv", "lead", 8000)
    assert leads.one("SELECT count(DISTINCT {mql_id}), count(DISTINCT {landing_page_id}) FROM {rows}") == (
        8000,
        495,
    )
    origins = leads.counts("origin")
    assert (origins["organic_search"], origins["paid_search"], origins[""]) == (2296, 1586, 60)
    assert leads.span("first_contact_date") == ("2017-06-14", "2018-05-31")
    profile = Profile(
        table="opportunity",
        key="mql_id",
        columns={"won_date": "closed_on", "sr_id": "owner"},
        outcome=OutcomeRule(always="won"),
        date_order="dmy",
    )
    deals = loaded(tmp_path, folder / "olist_closed_deals_dataset.csv", "opportunity", 842, profile)
    assert deals.total("declared_monthly_revenue") == 61784006
    assert deals.one(
        "SELECT count(DISTINCT {sr_id}), count(DISTINCT {sdr_id}), count({has_company}) FROM {rows}"
    ) == (22, 32, 63)
    assert deals.span("won_date") == ("2017-12-05", "2018-11-14")
    assert deals.counts("business_segment")["home_decor"] == 105


def test_maven(data: Path, tmp_path: Path) -> None:
    deals = loaded(tmp_path, data / "maven-crm-sales/sales_pipeline.csv", "opportunity", 8800)
    assert deals.total("close_value") == 10005534
    assert deals.counts("deal_stage") == {"Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500}
    assert deals.span("engage_date") == ("2016-10-20", "2017-12-27")
    assert deals.span("close_date") == ("2017-03-01", "2017-12-31")
    assert deals.counts("account")[""] == 1425
    assert deals.counts("product")["GTXPro"] == 1480
    accounts = loaded(tmp_path, data / "maven-crm-sales/accounts.csv", "company", 85)
    assert accounts.total("revenue") == Decimal("169543.80")
    assert accounts.total("employees") == 396170
    assert accounts.counts("sector")["technolgy"] == 12


def test_wave(data: Path, tmp_path: Path) -> None:
    folder = data / "salesforce-wave-sales"
    accounts = loaded(tmp_path, folder / "Account.csv", "company", 3775)
    assert accounts.total("NumberOfEmployees") == 28866313
    assert accounts.total("AnnualRevenue") == 2022906819000
    assert accounts.one("SELECT count(DISTINCT {Name}), count(DISTINCT {Industry}) FROM {rows}") == (3774, 32)
    assert accounts.span("CreatedDate__c") == ("2015-06-02", "2017-06-01")
    leads = loaded(tmp_path, folder / "Lead.csv", "lead", 1307)
    assert leads.counts("LeadSource") == {
        "Reseller": 607,
        "Fields Sales": 602,
        "Telesales": 48,
        "Other": 40,
        "Telecoverage": 10,
    }
    assert leads.one("SELECT count({Company}) FROM {rows}") == (119,)
    assert leads.span("CreatedDate__c") == ("2015-04-21", "2017-05-20")
    deals = loaded(tmp_path, folder / "Opportunity.csv", "opportunity", 5197)
    assert deals.total("Amount") == 456577120
    assert deals.counts("StageName")["Negotiation"] == 77
    assert deals.span("CloseDate") == ("2015-06-03", "2017-08-30")


def test_history_and_activities_of_wave(data: Path, tmp_path: Path) -> None:
    folder = data / "salesforce-wave-sales"
    path = folder / "OpportunityHistory.csv"
    first, *_ = plain_rows(path)
    date = next(name for name in first if name.startswith("CreatedDate"))
    profile = Profile(table="activity", columns={date: "happened_on", "StageName__c": "kind"})
    history = loaded(tmp_path, path, "activity", 17502, profile)
    stages = history.counts("StageName__c")
    assert (stages["Qualification"], stages["Closed Won"], stages.total()) == (5368, 1166, 17502)
    profile = Profile(table="activity", columns={"ActivityDate": "happened_on"})
    tasks = loaded(tmp_path, folder / "Task.csv", "activity", 7814, profile)
    assert tasks.counts("Status")["Completed"] == 2335
    assert tasks.span("ActivityDate") == ("2015-06-03", "2017-06-13")
    event = folder / "Event.csv"
    date = next(name for name in plain_rows(event)[0] if "Date" in name)
    events = loaded(
        tmp_path, event, "activity", 7823, Profile(table="activity", columns={date: "happened_on"})
    )
    assert events.counts("Subject")["Pipeline 1:1"] == 157
    profile = Profile(table="spend", columns={"StartDate__c": "month", "QuotaAmount__c": "amount"})
    quota = loaded(tmp_path, folder / "Quota.csv", "spend", 408, profile)
    assert quota.total("QuotaAmount__c") == 210800000
    assert quota.span("StartDate__c") == ("2016-01-01", "2017-12-01")


def test_salesforce_export(data: Path, tmp_path: Path) -> None:
    folder = data / "salesforce-data-export"
    accounts = loaded(tmp_path, folder / "Account.csv", "company", 83)
    assert accounts.result.encoding == "utf-8-sig"
    assert len(accounts.result.profile.header) == 66
    assert accounts.counts("Type")["Customer"] == 30
    contacts = loaded(tmp_path, folder / "Contact.csv", "lead", 133)
    assert len(contacts.result.profile.header) == 61
    deals = loaded(tmp_path, folder / "Opportunity.csv", "opportunity", 774)
    assert deals.total("Amount") == 15972371
    assert deals.counts("IsClosed")["1"] == 679
    assert deals.span("CloseDate") == ("2018-01-07", "2024-10-14")


def test_hubspot(data: Path, tmp_path: Path) -> None:
    folder = data / "hubspot-objects"
    companies = loaded(tmp_path, folder / "hubspot_companies.csv", "company", 200)
    assert companies.one("SELECT count(DISTINCT {Company Domain Name}) FROM {rows}") == (200,)
    contacts = loaded(tmp_path, folder / "hubspot_contacts.csv", "lead", 950)
    assert contacts.counts("Lifecycle Stage")["Marketing Qualified Lead"] == 131
    assert contacts.counts("Associated Company Domain")[""] == 271
    deals = loaded(tmp_path, folder / "hubspot_deals.csv", "opportunity", 500)
    assert deals.total("Amount") == Decimal("62499790.17")
    assert deals.counts("Pipeline") == {"Sales Pipeline": 252, "Renewals Pipeline": 248}
    path = folder / "hubspot_activities.csv"
    names = plain_rows(path)[0]
    kind = next(name for name in names if "Type" in name)
    date = next(name for name in names if "Date" in name or "Timestamp" in name)
    profile = Profile(table="activity", columns={date: "happened_on", kind: "kind"})
    activities = loaded(tmp_path, path, "activity", 2000, profile)
    assert activities.counts(kind) == {"Meeting": 412, "Note": 403, "Call": 402, "Email": 398, "Task": 385}


def test_saas(data: Path, tmp_path: Path) -> None:
    folder = data / "saas-pipeline-and-spend"
    deals = loaded(tmp_path, folder / "opportunities.csv", "opportunity", 2266)
    assert deals.total("amount") == Decimal("117618926.83")
    assert deals.span("created_date") == ("2024-06-30", "2026-06-25")
    assert deals.counts("loss_reason")["Budget Cut"] == 227
    spend = loaded(tmp_path, folder / "marketing_spend.csv", "spend", 360)
    assert spend.total("spend") == Decimal("5969284.27")
    for label, total in (("sourced_leads", 4658), ("sourced_opps", 1011), ("sourced_wins", 285)):
        assert spend.total(label) == total


def test_media_spend(data: Path, tmp_path: Path) -> None:
    folder = data / "media-spend"
    profile = Profile(table="spend", columns={"DATE": "month", "tv_S": "amount"})
    weekly = loaded(tmp_path, folder / "dt_simulated_weekly.csv", "spend", 208, profile)
    sums = {
        "tv_S": "9262463.32",
        "ooh_S": "26967995.20",
        "print_S": "2326666.53",
        "search_S": "3691280",
        "facebook_S": "1338890.48",
    }
    for label, total in sums.items():
        assert round(weekly.total(label), 2) == Decimal(total)
    profile = Profile(table="spend", columns={"date_week": "month", "x1": "amount"}, date_order="mdy")
    example = loaded(tmp_path, folder / "mmm_example.csv", "spend", 179, profile)
    assert example.span("date_week") == ("2018-04-01", "2021-08-01")
    profile = Profile(table="spend", columns={"time": "month", "Channel0_spend": "amount"})
    national = loaded(tmp_path, folder / "national_all_channels.csv", "spend", 156, profile)
    assert round(national.total("Channel0_spend"), 2) == Decimal("40501713.08")
    assert round(national.total("Channel3_spend"), 2) == Decimal("87860358.25")


def test_org_chart(data: Path, tmp_path: Path) -> None:
    profile = Profile(table="company", key="id", columns={"area": "region"})
    people = loaded(tmp_path, data / "org-chart/org.csv", "company", 1516, profile)
    assert people.one("SELECT count(DISTINCT {id}), count(*) - count({parentId}) FROM {rows}") == (1516, 1)
    assert people.one("SELECT count(*) FROM {rows} WHERE starts_with({name}, ' ')") == (181,)
    assert people.counts("area") == {"Corporate": 1516}


# ---- the dialects


CSVKIT = {  # file: rows loaded, rows set aside, columns
    "bad.csv": (1, 2, ("column_a", "column_b", "column_c")),
    "bad_skip_lines.csv": (1, 2, ("column_a", "column_b", "column_c")),
    "dummy.tsv": (1, 0, ("a", "b", "c")),
    "Datagov_FY10_EDU_recp_by_State.csv": (53, 0, None),
    "mac_newlines.csv": (2, 0, ("a", "b", "c")),
    "no_header_row3.csv": (2, 0, ("#1", "#2", "#3")),
    "optional_quote_characters.csv": (1, 0, ("a", "b", "c")),
    "sniff_limit.csv": (1, 0, ("a", "b", "c")),
    "test_header_newline.csv": (1, 0, ("start end", "b", "c")),
    "test_latin1.csv": (2, 0, ("a", "b", "c")),
    "test_locale.csv": (1, 0, ("a", "b", "c")),
    "test_skip_lines.csv": (1, 0, ("a", "b", "c")),
    "test_utf16_big.csv": (2, 0, ("a", "b", "c")),
    "test_utf16_little.csv": (2, 0, ("a", "b", "c")),
    "test_utf8_bom.csv": (2, 0, ("foo", "bar", "baz")),
}


def test_the_cases_of_csvkit(data: Path, tmp_path: Path) -> None:
    for name, (rows, aside, columns) in CSVKIT.items():
        folder = tmp_path / name
        folder.mkdir()
        table = read_delimited(DelimitedFile(data / "csv-dialects/csvkit" / name), folder)
        assert (name, table.rows, table.aside) == (name, rows, aside)
        assert columns is None or table.columns == columns
    western, _ = stage(read_delimited(DelimitedFile(data / "csv-dialects/csvkit/test_latin1.csv"), tmp_path))
    assert western[1][3] == "©"
    wide, _ = stage(read_delimited(DelimitedFile(data / "csv-dialects/csvkit/test_utf16_big.csv"), tmp_path))
    assert wide[1][3] == "ʤ"


def test_every_other_case_of_csvkit_equals_pythons_reader(data: Path, tmp_path: Path) -> None:
    """Well-formed files: each row of the header's width is loaded as Python has it."""
    left = {*CSVKIT, "null_byte.csv", "empty.csv", "no_header_row.csv", "no_header_row2.csv"}
    seen = 0
    for path in sorted((data / "csv-dialects/csvkit").glob("*.csv")):
        if path.name in left:
            continue
        text = path.read_bytes().decode("utf-8-sig")
        header, *rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
        (tmp_path / path.stem).mkdir()
        wanted = [row for row in rows if len(row) == len(header) and any(row)]
        if not wanted:
            continue
        table = read_delimited(DelimitedFile(path), tmp_path / path.stem)
        if table.columns != unique_names(header):
            continue
        cells, aside = stage(table)
        found = [[cell or "" for cell in row[1:]] for row in cells]
        totals = [row for row in aside if row[1] == "total"]
        assert (path.name, len(found) + len(totals)) == (path.name, len(wanted))
        wanted = [[cell.replace("\r", "\n") for cell in row] for row in wanted]
        assert [path.name for row in found if row not in wanted] == []
        seen += 1
    assert seen > 45
