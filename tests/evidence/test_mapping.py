"""Which column is which field: what systems call them, what their values say, and what must be asked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.evidence.plain import WHEN

from kakehashi.evidence.headers import plain_header, unit_of
from kakehashi.evidence.import_job import Choices, ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.mapping import Answers
from kakehashi.evidence.profile import OutcomeRule, Profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.source import Batch
from kakehashi.evidence.workspace import engine

# What an export of each system looks like: header -> field, with values of two rows.
LAYOUTS: dict[str, tuple[str, dict[str, tuple[str | None, str, str]]]] = {
    "salesforce report": (
        "opportunity",
        {
            "Opportunity ID": ("opportunity_id", "0061", "0062"),
            "Account Name": ("company_name", "Acme", "Beta"),
            "Opportunity Name": ("name", "A", "B"),
            "Stage": ("stage", "Closed Won", "Closed Lost"),
            "Amount": ("amount", "1,200.00", "5.00"),
            "Probability (%)": (None, "100", "0"),
            "Close Date": ("closed_on", "2026-03-01", "2026-03-02"),
            "Created Date": ("created_on", "2026-01-01", "2026-01-02"),
            "Lead Source": ("source", "Web", "Web"),
            "Opportunity Owner": ("owner", "X", "Y"),
            "Age": (None, "50", "51"),
        },
    ),
    "salesforce japanese": (
        "opportunity",
        {
            "商談 ID": ("opportunity_id", "0061", "0062"),
            "取引先名": ("company_name", "㈱エー", "ビー㈱"),
            "フェーズ": ("stage", "受注", "失注"),
            "金額": ("amount", "120万", "5万"),
            "完了予定日": ("closed_on", "2026/3/1", "2026/3/2"),
            "作成日": ("created_on", "2026/1/1", "2026/1/2"),
            "リードソース": ("source", "展示会", "展示会"),
            "商談 所有者": ("owner", "X", "Y"),
        },
    ),
    "zoho": (
        "opportunity",
        {
            "Record Id": ("opportunity_id", "zcrm_1", "zcrm_2"),
            "Deal Name": ("name", "A", "B"),
            "Deal Owner": ("owner", "X", "Y"),
            "Account Name": ("company_name", "Acme", "Beta"),
            "Stage": ("stage", "Closed Won", "Closed Lost to Competition"),
            "Closing Date": ("closed_on", "2026-03-01", "2026-03-02"),
            "Created Time": ("created_on", "2026-01-01 10:00:00", "2026-01-02 10:00:00"),
            "Reason For Loss": ("reason", "", "Price"),
        },
    ),
    "dynamics": (
        "opportunity",
        {
            "(Do Not Modify) Opportunity": ("opportunity_id", "a-1", "a-2"),
            "Topic": ("name", "A", "B"),
            "Potential Customer": ("company_name", "Acme", "Beta"),
            "Status": ("stage", "Won", "Lost"),
            "Est. Close Date": ("closed_on", "2026-03-01", "2026-03-02"),
            "Est. Revenue": ("amount", "1200.50", "5"),
            "Created On": ("created_on", "2026-01-01", "2026-01-02"),
        },
    ),
    "kintone": (
        "opportunity",
        {
            "レコード番号": ("opportunity_id", "1", "2"),
            "会社名": ("company_name", "エー", "ビー"),
            "案件名": ("name", "A", "B"),
            "案件担当者名": ("owner", "X", "Y"),
            "商談ステータス": ("stage", "受注", "失注"),
            "受注予定日": ("closed_on", "2026-03-01", "2026-03-02"),
            "合計費用": ("amount", "1200", "5"),
            "作成日時": ("created_on", "2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z"),
        },
    ),
    "pardot": (
        "lead",
        {
            "Prospect Id": ("lead_id", "11", "12"),
            "First Name": (None, "A", "B"),
            "Email": ("email", "a@example.com", "b@example.com"),
            "Company": ("company_name", "Acme", "Beta"),
            "Job Title": ("job_title", "CMO", "CEO"),
            "Source": ("source", "Web", "Web"),
            "Score": (None, "10", "20"),
            "Created Date": ("created_on", "2026-01-01", "2026-01-02"),
        },
    ),
    "marketo": (
        "lead",
        {
            "Id": ("lead_id", "11", "12"),
            "Email Address": ("email", "a@example.com", "b@example.com"),
            "Company Name": ("company_name", "Acme", "Beta"),
            "Lead Source": ("source", "Web", "Web"),
            "Lead Status": ("phase", "MQL", "Disqualified"),
            "Created At": ("created_on", "2026-01-01", "2026-01-02"),
        },
    ),
    "sansan": (
        "lead",
        {
            "名刺ID": ("lead_id", "11", "12"),
            "会社名": ("company_name", "エー", "ビー"),
            "部署名": ("department", "営業部", "開発部"),
            "役職": ("job_title", "部長", "課長"),
            "氏名": (None, "甲", "乙"),
            "e-mail": ("email", "a@example.com", "b@example.com"),
            "名刺交換日": ("created_on", "2026/01/01", "2026/01/02"),
        },
    ),
    "eight has no id": (
        "lead",
        {
            "会社名": ("company_name", "エー", "ビー"),
            "部署名": ("department", "営業部", "開発部"),
            "e-mail": ("email", "a@example.com", "b@example.com"),
            "名刺交換日": ("created_on", "2026/01/01", "2026/01/02"),
        },
    ),
    "zoho accounts": (
        "company",
        {
            "Account Id": ("company_id", "1", "2"),
            "Account Name": ("name", "Acme", "Beta"),
            "Industry": ("industry", "IT", "Retail"),
            "Employees": ("employees", "10", "20"),
            "Annual Revenue": ("revenue", "1,000", "2,000"),
        },
    ),
    "google ads": (
        "spend",
        {
            "日": ("month", "2026-04-01", "2026-04-02"),
            "キャンペーン": ("campaign", "A", "B"),
            "通貨コード": ("currency", "JPY", "JPY"),
            "費用": ("amount", "1,200", "5"),
            "表示回数": ("impressions", "10", "20"),
            "クリック数": ("clicks", "1", "2"),
        },
    ),
    "meta ads": (
        "spend",
        {
            "Reporting starts": ("month", "2026-04-01", "2026-04-01"),
            "Campaign name": ("campaign", "A", "B"),
            "Amount spent (JPY)": ("amount", "1200", "5"),
            "Impressions": ("impressions", "10", "20"),
            "Link clicks": ("clicks", "1", "2"),
            "Reporting ends": (None, "2026-04-30", "2026-04-30"),
        },
    ),
    "linkedin ads": (
        "spend",
        {
            "Start Date (in UTC)": ("month", "2026-04-01", "2026-04-02"),
            "Campaign Name": ("campaign", "A", "B"),
            "Total Spent": ("amount", "1200.5", "5"),
            "Leads": ("leads", "1", "2"),
        },
    ),
    "activities": (
        "activity",
        {
            "活動ID": ("activity_id", "1", "2"),
            "商談ID": ("opportunity_id", "1", "1"),
            "活動種別": ("kind", "訪問", "電話"),
            "活動日": ("happened_on", "2026/4/1", "2026/4/2"),
            "担当者": ("owner", "X", "Y"),
            "件名": ("summary", "a", "b"),
            "次回予定日": ("next_on", "2026/5/1", ""),
        },
    ),
    "activities without a number": (
        "activity",
        {
            "訪問日": ("happened_on", "2026/4/1", "2026/4/1"),
            "活動内容": ("summary", "a", "b"),
        },
    ),
    "contracts": (
        "contract",
        {
            "契約番号": ("contract_id", "1", "2"),
            "契約先": ("company_name", "エー", "ビー"),
            "プラン": ("product", "S", "M"),
            "契約開始日": ("start_on", "2026/4/1", "2026/5/1"),
            "契約終了日": ("end_on", "2027/3/31", "2027/4/30"),
            "年額": ("amount", "¥120万", "¥5万"),
            "新規/更新": ("kind", "新規", "更新"),
            "更新有無": ("renewed", "○", ""),
            "解約理由": ("churn_reason", "", "予算"),
        },
    ),
    "voices": (
        "voice",
        {
            "Ticket ID": ("voice_id", "1", "2"),
            "Company": ("company_name", "Acme", "Beta"),
            "Category": ("topic", "Price", "Support"),
            "Sentiment": ("sentiment", "Positive", "negative"),
            "Created Date": ("happened_on", "2026-04-01", "2026-04-02"),
        },
    ),
    "actuals": (
        "actual",
        {
            "指標": ("metric", "リード数", "受注率"),
            "年月": ("month", "202604", "202604"),
            "実績": ("value", "1,200", "12%"),
        },
    ),
}


def load(folder: Path, table: str, columns: dict[str, tuple[str, ...]], **more: object) -> ImportResult:
    rows = [tuple(cells) for cells in zip(*columns.values(), strict=True)]
    return import_table(
        folder,
        iter([Batch(tuple(columns), rows)]),  # type: ignore[arg-type]
        name=str(more.pop("name", "rows")),
        table=table,
        when=WHEN,
        **more,  # type: ignore[arg-type]
    )


def rows_in(folder: Path, table: str, fields: str) -> list[tuple[object, ...]]:
    with engine(folder, read_only=True) as connection:
        return connection.execute(f"SELECT {fields} FROM {table} ORDER BY source_row").fetchall()


@pytest.mark.parametrize("system", LAYOUTS)
def test_systems_are_known(tmp_path: Path, system: str) -> None:
    table, layout = LAYOUTS[system]
    result = load(tmp_path, table, {header: cells for header, (_, *cells) in layout.items()})  # type: ignore[misc]
    assert (result.loaded, result.set_aside) == (2, 0)
    wanted = {header: field for header, (field, *_) in layout.items() if field}
    found = {
        one.column: one.field
        for one in result.mapping
        if one.confidence and one.field not in ("outcome", "lead_id" if "no id" in system else "")
    }
    assert found == wanted
    assert all(0 < one.confidence <= 1 and one.reason.id for one in result.mapping)
    # The same layout again comes from its profile, and gives the same fields.
    again = load(tmp_path, table, {header: cells for header, (_, *cells) in layout.items()})  # type: ignore[misc]
    assert {one.field for one in again.mapping} >= set(wanted.values())
    assert all(one.confidence == 1 for one in again.mapping)


def test_misused_columns_are_left_alone(tmp_path: Path) -> None:
    result = load(
        tmp_path,
        "lead",
        {
            "Id": ("1", "2", "3"),
            "Email": ("none", "n/a", "see notes"),
            "Company": ("1001", "1002", "1003"),
            "Domain": ("yes", "no", "yes"),
            "Created Date": ("spring", "summer", "autumn"),
            "Title": ("CMO", "CEO", "CFO"),
        },
    )
    assert {one.column for one in result.mapping if not one.confidence} == {
        "Email",
        "Company",
        "Domain",
        "Created Date",
    }
    assert {one.field for one in result.mapping if one.confidence} == {"lead_id", "job_title"}


def test_headers_without_what_differs() -> None:
    same = ["Close Date", "close_date", "ClosedATE", "CLOSE-DATE", "property_closedate", "Close Date (JPY)"]
    assert {plain_header(header) for header in same} == {"closedate"}
    assert plain_header("External_Id__c") == "externalid"
    units = {
        "売上高（百万円）": (1_000_000, "JPY"),
        "金額(千円)": (1000, "JPY"),
        "金額（単位：万円）": (10_000, "JPY"),
        "Revenue (USD million)": (1_000_000, "USD"),
        "Amount (k€)": (1000, "EUR"),
        "Amount spent (JPY)": (None, "JPY"),
        "cost_micros": (Decimal("0.000001"), None),
        "cost_in_usd": (None, "USD"),
        "Amount (converted)": (None, None),
        "Probability (%)": (None, None),
        "Amount": (None, None),
    }
    assert {header: unit_of(header) for header in units} == units


DEALS = {"Deal ID": ("1", "2"), "Stage": ("Closed Won", "Closed Lost")}


def test_units_of_the_header_are_applied_and_told(tmp_path: Path) -> None:
    result = load(tmp_path, "opportunity", {**DEALS, "金額（千円）": ("1,200", "5")})
    assert result.won_amount == 1_200_000
    assert {note.id for note in result.notes} == {"evidence.note.scale", "evidence.note.currency"}
    assert rows_in(tmp_path, "opportunity", "amount, currency") == [(1_200_000, "JPY"), (5000, "JPY")]
    # Not twice, when the profile comes back.
    assert load(tmp_path, "opportunity", {**DEALS, "金額（千円）": ("1,200", "5")}).won_amount == 1_200_000


def test_units_in_header_and_cells_are_asked(tmp_path: Path) -> None:
    with pytest.raises(Question) as asked:
        load(tmp_path, "opportunity", {**DEALS, "金額（千円）": ("120万", "5")})
    assert asked.value.message.id == "error.evidence.two_units"
    told = Profile(
        table="opportunity",
        columns={"Deal ID": "opportunity_id", "金額（千円）": "amount"},
        scales={"金額（千円）": "1"},
        outcome=OutcomeRule(column="Stage"),
    )
    columns = {**DEALS, "金額（千円）": ("120万", "5")}
    assert load(tmp_path, "opportunity", columns, profile=told).won_amount == 1_200_000


@pytest.mark.parametrize(
    ("amounts", "currencies"),
    [
        (("¥1,200", "¥5"), ("JPY", "JPY")),
        (("¥1,200", "5"), None),
        (("€1,200", "£5"), ("EUR", "GBP")),
        (("USD 1,200", "5 USD"), ("USD", "USD")),
        (("1,200", "5"), (None, None)),
    ],
)
def test_currencies_of_cells(
    tmp_path: Path, amounts: tuple[str, str], currencies: tuple[str | None, ...] | None
) -> None:
    result = load(tmp_path, "opportunity", {**DEALS, "Amount": amounts})
    assert result.won_amount == 1200
    found = tuple(row[0] for row in rows_in(tmp_path, "opportunity", "currency"))
    # Where only one currency is named, the column is in that one.
    assert found == (currencies or ("JPY", "JPY"))


def test_a_shared_sign_is_asked(tmp_path: Path) -> None:
    with pytest.raises(Question) as asked:
        load(tmp_path, "opportunity", {**DEALS, "Amount": ("$1,200", "$5")})
    assert asked.value.option == "--currency"
    chosen = Choices(Answers(currency="TWD"))
    load(tmp_path, "opportunity", {**DEALS, "Amount": ("$1,200", "$5")}, choices=chosen)
    assert rows_in(tmp_path, "opportunity", "currency") == [("TWD",), ("TWD",)]
    # The answer is kept.
    load(tmp_path, "opportunity", {**DEALS, "Amount": ("$1,200", "$6")}, name="next")
    assert rows_in(tmp_path, "opportunity", "currency") == [("TWD",), ("TWD",)]


def test_currencies_of_which_some_are_missing_are_asked(tmp_path: Path) -> None:
    columns = {"Deal ID": ("1", "2", "3"), "Stage": ("Won", "Lost", "Lost"), "Amount": ("€1", "£2", "3")}
    with pytest.raises(Question) as asked:
        load(tmp_path, "opportunity", columns)
    assert asked.value.message.id == "error.evidence.some_currencies"


def test_a_layout_in_another_order_and_with_a_new_column(tmp_path: Path) -> None:
    columns = {**DEALS, "Amount": ("4.500", "5.100"), "Deal Name": ("A", "B")}
    load(tmp_path, "opportunity", columns, choices=Choices(Answers(decimal=",")))
    turned = dict(reversed(columns.items()))
    result = load(tmp_path, "opportunity", turned, name="turned")
    assert (result.won_amount, [note.id for note in result.notes]) == (4500, ["evidence.note.other_order"])
    result = load(tmp_path, "opportunity", {"New": ("x", "y"), **columns}, name="more")
    assert (result.won_amount, [note.id for note in result.notes]) == (4500, ["evidence.note.new_columns"])
    renamed = {"Sum" if name == "Amount" else name.upper(): cells for name, cells in columns.items()}
    with pytest.raises(Question) as asked:
        load(tmp_path, "opportunity", renamed, name="renamed")
    assert asked.value.message.id == "error.evidence.layout_changed"
    result = load(tmp_path, "opportunity", renamed, name="renamed", choices=Choices(anew=True))
    assert result.won_amount is None
    # Another export altogether is not taken for a changed one.
    load(
        tmp_path,
        "opportunity",
        {"Id": ("8", "9"), "Phase": ("受注", "失注"), "フェーズ": ("受注", "失注")},
        name="o",
    )


def test_constants(tmp_path: Path) -> None:
    profile = Profile(
        table="actual",
        columns={"month": "month", "leads": "value"},
        constants={"metric": "Leads"},
        repeats="lines",
    )
    columns = {
        "month": ("2026-04", "2026-04", "2026-05"),
        "leads": ("3", "4", "5"),
        "channel": ("a", "b", "a"),
    }
    result = load(tmp_path, "actual", columns, profile=profile)
    assert (result.read, result.loaded, dict(result.reasons)) == (3, 2, {"evidence.aside.line": 1})
    assert [(str(month), value) for month, value in rows_in(tmp_path, "actual", "month, value")] == [
        ("2026-04-01", 7),
        ("2026-05-01", 5),
    ]
