"""Real workbooks come in by the public road, with the counts and sums of FACTS.md."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kakehashi.evidence.import_job import ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import OutcomeRule, Profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.taking import take_rows
from kakehashi.evidence.text_table import TextTable
from kakehashi.evidence.workspace import engine
from kakehashi.extension.reading import rows_of
from kakehashi.words import text

pytestmark = pytest.mark.once  # each case starts a worker


def load(
    folder: Path, path: Path, table: str, columns: dict[str, Any], sheet: str | None = None, **more: Any
) -> ImportResult:
    profile = Profile(table=table, columns=columns, **more)
    rows = rows_of(None, path, sheet)
    result = import_table(
        folder / "evidence", rows, name=path.name, table=table, profile=profile, when="2027-04-01"
    )
    assert result.read == result.loaded + result.set_aside
    return result


def ask(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with engine(folder / "evidence", read_only=True) as connection:
        found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
        return found


def test_japanese_sales_with_a_used_range_of_6787_rows(data: Path, tmp_path: Path) -> None:
    columns = {"売上": "amount", "取引日時": "closed_on", "顧客番号": "company_name"}
    path = data / "japanese-workbooks/売上データ.xlsx"
    result = load(tmp_path, path, "opportunity", columns, key="取引ID", outcome=OutcomeRule(always="won"))
    assert (result.read, result.loaded, result.won) == (257, 257, 257)
    assert result.won_amount is not None
    assert round(result.won_amount, 2) == Decimal("33471548.96")
    ((first, last, customers),) = ask(
        tmp_path, "SELECT min(closed_on), max(closed_on), count(DISTINCT company_name) FROM opportunity"
    )
    assert (str(first)[:10], str(last)[:10], customers) == ("2019-02-01", "2019-02-07", 219)


@pytest.mark.parametrize(
    ("file", "key", "rows", "columns"),
    [("顧客データ.xlsx", "顧客ID", 500, 4), ("人事データ.xlsx", "ID", 500, 11)],
)
def test_other_japanese_workbooks(
    data: Path, tmp_path: Path, file: str, key: str, rows: int, columns: int
) -> None:
    result = load(tmp_path, data / "japanese-workbooks" / file, "company", {}, key=key)
    assert (result.read, result.loaded, len(result.profile.header)) == (rows, rows, columns)


def test_the_listed_companies_of_japan(data: Path, tmp_path: Path) -> None:
    columns = {"銘柄名": "name", "33業種区分": "industry", "市場・商品区分": "tier"}
    path = data / "jpx-listed-companies/data_j.xls"
    result = load(tmp_path, path, "company", columns, key="コード", nothing=("-",))
    assert (result.read, result.loaded) == (4005, 4005)
    assert ask(tmp_path, "SELECT count(DISTINCT company_id), min(company_id) FROM company") == [
        (4005, "1301")
    ]
    markets = dict(ask(tmp_path, "SELECT tier, count(*) FROM company GROUP BY tier"))
    assert markets["市場第一部（内国株）"] == 2150
    assert markets["マザーズ（内国株）"] == 296
    assert len(markets) == 13
    industries = dict(ask(tmp_path, "SELECT industry, count(*) FROM company GROUP BY industry"))
    assert (industries["サービス業"], industries["情報・通信業"], industries[None]) == (458, 452, 330)


def test_weekly_media_spend(data: Path, tmp_path: Path) -> None:
    columns = {"time": "month", "Channel0_spend": "amount", "Channel0_impression": "impressions"}
    result = load(tmp_path, data / "media-spend/national_media.xlsx", "spend", columns)
    assert (result.read, result.loaded) == (156, 156)
    ((amount, impressions),) = ask(tmp_path, "SELECT sum(amount), sum(impressions) FROM spend")
    import openpyxl

    book = openpyxl.load_workbook(data / "media-spend/national_media.xlsx", read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    at = {name: place for place, name in enumerate(rows[0])}
    assert float(amount) == pytest.approx(sum(row[at["Channel0_spend"]] for row in rows[1:]), rel=1e-12)
    assert impressions == sum(row[at["Channel0_impression"]] for row in rows[1:])


def taken(folder: Path, path: Path, sheet: str | None = None) -> TextTable:
    return take_rows(rows_of(None, path, sheet), folder, path.name)


def test_a_data_dictionary(data: Path, tmp_path: Path) -> None:
    table = taken(tmp_path, data / "x-education-leads/Leads Data Dictionary.xlsx")
    assert (table.rows, table.columns) == (37, ("Variables", "Description"))


def test_a_budget_workbook_asks_which_sheet_and_finds_the_offset_table(data: Path, tmp_path: Path) -> None:
    path = data / "marketing-budget-workbook/Marketing Budget.xlsx"
    with pytest.raises(Question) as asked:
        taken(tmp_path, path)
    assert asked.value.readings == ("Setting", "Tracker", "Data Entry")
    assert asked.value.option == "--sheet NAME"
    table = taken(tmp_path, path, "Data Entry")
    assert table.columns[1:6] == ("Detail", "LTD", "YTD-2025", "2025-03-01", "2025-03-01 (2)")
    rules = {rule.key: rule.value for rule in table.rules}
    assert (rules["header"], rules["errors"], rules["merged"]) == ("5", "142", "6")
    lines = table.path.read_text("utf-8").splitlines()
    assert lines[1].startswith("8,Google,No of Ads,0,")
    assert lines[5].startswith("12,Google,ROAS ,10.0790105547496,")
    tracker = taken(tmp_path, path, "tracker")  # its name ends in a blank
    assert {rule.key: rule.value for rule in tracker.rules}["errors"] == "14"
    with pytest.raises(Question) as asked:
        taken(tmp_path, path, "Forecast")
    assert "Data Entry" in text(asked.value.message, "ja")


@pytest.mark.parametrize("suffix", ["xls", "xlsx"])
def test_small_workbooks(data: Path, tmp_path: Path, suffix: str) -> None:
    folder = data / "csv-dialects/csvkit"
    kinds = ("text", "date", "integer", "boolean", "float", "datetime", "empty_column")
    for name, number in (("test", 2), ("test_skip_lines", 5)):
        table = taken(tmp_path, folder / f"{name}.{suffix}")
        assert (table.rows, table.columns) == (5, kinds)
        first = table.path.read_text("utf-8").splitlines()[0]
        assert first == f"{number},Chicago Reader,1971-01-01,40,true,1,1971-01-01 04:14:00,"
    dummy = taken(tmp_path, folder / f"dummy.{suffix}")
    assert dummy.path.read_text("utf-8") == "2,1,2,3\n"
    with pytest.raises(Question) as asked:
        taken(tmp_path, folder / f"sheets.{suffix}")
    assert asked.value.readings == ("data", "ʤ")
    assert taken(tmp_path, folder / f"sheets.{suffix}", "ʤ").rows > 0


def test_a_long_small_workbook(data: Path, tmp_path: Path) -> None:
    table = taken(tmp_path, data / "csv-dialects/csvkit/ne_1033_data.xlsx")
    assert (table.rows, len(table.columns)) == (1036, 14)


@pytest.mark.parametrize("suffix", ["xls", "xlsb", "xlsx", "ods"])
def test_one_sheet_in_four_formats(data: Path, tmp_path: Path, suffix: str) -> None:
    """Dates that count from 1904 are those that stand beside them as text; hidden sheets are left alone."""
    folder = data / "spreadsheet-cases-sheetjs"
    for start in ("1900", "1904"):
        lines = taken(tmp_path, folder / f"{start}.{suffix}").path.read_text("utf-8").splitlines()
        days = [line.split(",")[2:4] for line in lines]
        assert len(days) == 5
        assert all(as_date == as_text and as_date[:2] == "19" for as_date, as_text in days)
    table = taken(tmp_path, folder / f"sheet_visibility.{suffix}")
    assert next(rule.value for rule in table.rules if rule.key == "sheet") == "Visible"
    hidden = taken(tmp_path, folder / f"sheet_visibility.{suffix}", "Hidden")
    assert hidden.columns != table.columns


@pytest.mark.parametrize(("suffix", "told"), [("xlsx", "20"), ("xls", None), ("xlsb", None)])
def test_errors_are_counted_where_the_format_tells(
    data: Path, tmp_path: Path, suffix: str, told: str | None
) -> None:
    table = taken(tmp_path, data / f"spreadsheet-cases-sheetjs/ErrorTypes.{suffix}")
    assert {rule.key: rule.value for rule in table.rules}.get("errors") == told
    assert "#DIV/0!" not in table.path.read_text("utf-8")
