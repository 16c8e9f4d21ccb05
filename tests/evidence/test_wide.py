"""Tables with a column for each month or channel: one row a cell, totals out, every cell accounted for."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.evidence.plain import WHEN

from kakehashi.evidence.header_months import month_in
from kakehashi.evidence.import_job import Choices, ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import Profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.read_as import ReadAs
from kakehashi.evidence.repairing import write_set_aside
from kakehashi.evidence.workspace import engine, set_aside_rows
from kakehashi.extension.reading import rows_of
from kakehashi.words import LANGUAGES, PlanError, text

JA_CHANNELS = """月,リスティング広告費,展示会,メール,合計,備考
2026年4月,"1,200,000",500000,,"1,700,000",春
2026年5月,900000,0,30000,930000,
合計,2100000,500000,30000,2630000,
"""
EN_CHANNELS = """Month,Search,Trade shows,Email,Total
2026-04,1200,500,,1700
2026-05,900,0,30,930
Total,2100,500,30,2630
"""
JA_MONTHS = """チャネル,2026年4月,2026年5月,2026年6月,上期計
リスティング,1200000,900000,,2100000
展示会,500000,▲1000,30000,529000
合計,1700000,899000,30000,2629000
"""
EN_MONTHS = """Channel,Apr 2026,May 2026,Jun-26,YTD
Search,1200,900,,2100
Trade shows,500,-1,30,529
Grand Total,1700,899,30,2629
"""


def written(folder: Path, content: str, kind: str) -> Path:
    """The table as a text file in CP932, or as a workbook with numbers in its cells."""
    path = folder / f"spend.{kind}"
    if kind == "csv":
        path.write_bytes(content.encode("cp932"))
        return path
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    import csv

    for row in csv.reader(content.splitlines()):
        plain = [cell.replace(",", "").replace("▲", "-") for cell in row]
        sheet.append(
            [int(p) if p.lstrip("-").isdigit() else (c or None) for p, c in zip(plain, row, strict=True)]
        )
    book.save(path)
    return path


def load(path: Path, table: str = "spend", **choices: object) -> ImportResult:
    return import_table(
        path.parent / "evidence",
        rows_of(None, path),
        name=path.name,
        table=table,
        choices=Choices(**choices),  # type: ignore[arg-type]
        when=WHEN,
    )


def loaded(
    path: Path, fields: str = "month, category, amount", table: str = "spend"
) -> list[tuple[object, ...]]:
    with engine(path.parent / "evidence", read_only=True) as connection:
        return connection.execute(f"SELECT {fields} FROM {table} ORDER BY ALL").fetchall()


def spent(path: Path) -> dict[tuple[str, str], int]:
    return {(f"{month:%Y-%m}", category): int(amount) for month, category, amount in loaded(path)}  # type: ignore[str-format, call-overload, misc]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("content", "first", "second"),
    [(JA_CHANNELS, "リスティング広告費", "展示会"), (EN_CHANNELS, "Search", "Trade shows")],
)
def test_a_column_for_each_channel(tmp_path: Path, content: str, first: str, second: str, kind: str) -> None:
    path = written(tmp_path, content, kind)
    result = load(path)
    scale = 1000 if content is JA_CHANNELS else 1
    email = "メール" if content is JA_CHANNELS else "Email"
    assert spent(path) == {
        ("2026-04", first): 1200 * scale,
        ("2026-04", second): 500 * scale,
        ("2026-05", first): 900 * scale,
        ("2026-05", second): 0,
        ("2026-05", email): 30 * scale,
    }
    assert (result.read, result.loaded, result.set_aside) == (6, 5, 1)
    assert result.reasons == {"evidence.aside.total": 1}
    rules = {rule.key: rule for rule in result.rules}
    assert rules["wide"].value == "category"
    assert rules["wide_totals"].value in ("合計", "Total")
    for language in LANGUAGES:
        said = text(rules["wide"].reason, language)
        assert "5" in said
        assert "--wide none" in said


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("content", "first", "second"),
    [(JA_MONTHS, "リスティング", "展示会"), (EN_MONTHS, "Search", "Trade shows")],
)
def test_a_column_for_each_month(tmp_path: Path, content: str, first: str, second: str, kind: str) -> None:
    path = written(tmp_path, content, kind)
    result = load(path)
    scale = 1000 if content is JA_MONTHS else 1
    assert spent(path) == {
        ("2026-04", first): 1200 * scale,
        ("2026-05", first): 900 * scale,
        ("2026-04", second): 500 * scale,
        ("2026-05", second): -1 * scale,
        ("2026-06", second): 30 * scale,
    }
    assert (result.read, result.loaded, result.set_aside) == (6, 5, 1)
    assert {rule.key: rule.value for rule in result.rules}["wide"] == "month"


def test_headers_that_are_dates_in_a_workbook(tmp_path: Path) -> None:
    from datetime import datetime

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2026年度 マーケティング費用"])
    sheet.append([])
    sheet.append(["費目", datetime(2026, 4, 1), datetime(2026, 5, 1)])
    sheet.append(["広告", 100, 200])
    sheet.append(["展示会", 300, None])
    path = tmp_path / "spend.xlsx"
    book.save(path)
    load(path)
    assert spent(path) == {("2026-04", "広告"): 100, ("2026-05", "広告"): 200, ("2026-04", "展示会"): 300}


def test_months_without_a_year_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text("費目,11月,12月,1月\n広告,1,2,3\n展示会,4,5,6\n", "utf-8")
    with pytest.raises(Question) as asked:
        load(path)
    assert "--first-month" in asked.value.option
    assert asked.value.readings == ("11月", "12月", "1月")
    with pytest.raises(Question):
        load(path, read_as=ReadAs(first_month="2026-04"))  # not a November
    load(path, read_as=ReadAs(first_month="2026-11"))
    assert {month for month, _ in spent(path)} == {"2026-11", "2026-12", "2027-01"}
    with pytest.raises(Question):
        load(path)  # next year's file has the same headers


def test_of_planned_and_actual_the_actual_is_read(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text(
        "費目,2026年4月 予算,2026年4月 実績,2026年5月 予算,2026年5月 実績\n"
        "広告,10,11,20,21\n展示会,1,2,3,4\n",
        "utf-8",
    )
    result = load(path)
    assert spent(path) == {
        ("2026-04", "広告"): 11, ("2026-05", "広告"): 21, ("2026-04", "展示会"): 2, ("2026-05", "展示会"): 4,
    }  # fmt: skip
    assert "2026年4月 予算" in {rule.key: rule.value for rule in result.rules}["wide_left"]


def test_a_budget_is_no_spend(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("費目,2026年4月 予算,2026年5月 予算\n広告,10,20\n展示会,1,2\n", "utf-8")
    with pytest.raises(Question):
        load(path)


def test_it_can_be_overruled_and_that_is_remembered(tmp_path: Path) -> None:
    path = written(tmp_path, EN_CHANNELS, "csv")
    load(path, read_as=ReadAs(wide="measure"))
    assert {row[1] for row in loaded(path, "month, measure, category")} == {"Search", "Trade shows", "Email"}
    assert {row[2] for row in loaded(path, "month, measure, category")} == {None}
    load(path)  # the same layout again
    assert {row[1] for row in loaded(path, "month, measure, category")} == {"Search", "Trade shows", "Email"}
    with pytest.raises(PlanError) as refused:
        load(path, read_as=ReadAs(wide="month"))
    assert refused.value.message.id == "error.evidence.not_wide"
    one = Profile(
        table="spend", columns={"Month": "month", "Search": "amount"}, constants={"category": "Ads"}
    )
    import_table(tmp_path / "one", rows_of(None, path), name="x", table="spend", profile=one, when=WHEN)
    with engine(tmp_path / "one", read_only=True) as connection:
        assert connection.execute("SELECT count(*), sum(amount) FROM spend").fetchone() == (2, Decimal(2100))


def test_as_it_is_when_told_so(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text("Month,Search,Email\n2026-04,1,2\n", "utf-8")
    with pytest.raises(Question) as asked:
        load(path, read_as=ReadAs(wide="none"))
    assert asked.value.message.id == "error.evidence.which_key"


def test_a_new_month_or_channel_comes_in_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text("Channel,2026-04,2026-05\nSearch,1,2\nEmail,3,4\n", "utf-8")
    load(path)
    path.write_text("Channel,2026-04,2026-05,2026-06\nSearch,1,2,5\nEmail,3,4,6\nRadio,,,7\n", "utf-8")
    result = load(path)
    assert sum(spent(path).values()) == 28
    assert result.replaced == ("1",)


def test_a_cell_that_cannot_be_read_is_set_aside_alone(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    rows = "\n".join(f"Channel {number},{number},{number}" for number in range(1, 10))
    path.write_text(f"Channel,2026-04,2026-05\nSearch,see note,2\n{rows}\n", "utf-8")
    result = load(path)
    assert (result.read, result.loaded, result.reasons) == (20, 19, {"evidence.aside.number": 1})
    columns, aside = set_aside_rows(tmp_path / "evidence", result.import_id)
    assert columns == ("Channel", "month", "amount")
    assert [(one.source_row, one.cells) for one in aside] == [(2002, ("Search", "2026-04-01", "see note"))]


def test_units_in_the_headers_and_a_total_proven_by_its_figures(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text("月,広告費（千円）,展示会（千円）,全体（千円）\n2026-04,1,2,3\n2026-05,3,4,7\n", "utf-8")
    result = load(path)
    assert spent(path) == {
        ("2026-04", "広告費"): 1000, ("2026-05", "広告費"): 3000,
        ("2026-04", "展示会"): 2000, ("2026-05", "展示会"): 4000,
    }  # fmt: skip
    assert {rule.key: rule.value for rule in result.rules}["wide_totals"] == "全体（千円）"


def test_kinds_of_cost_side_by_side_without_a_total(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text("月,広告費,展示会費,売上\n2026-04,1,2,90\n2026-05,3,4,95\n", "utf-8")
    result = load(path)
    assert sum(spent(path).values()) == 10
    assert {rule.key: rule.value for rule in result.rules}["wide_left"] == "売上"


@pytest.mark.parametrize(
    "content",
    [
        "Month,Amount,CPC,CTR\n2026-04,100,2,3\n2026-05,100,2,3\n",
        "Month,Campaign,Amount,Clicks,Impressions\n2026-04,A,100,2,3\n2026-05,A,100,2,3\n",
        "月,予算,実績\n2026-04,100,90\n2026-05,100,95\n",
        "Month,Campaign,Amount,Tax,Total\n2026-04,A,100,10,110\n2026-05,A,100,10,110\n",
    ],
)
def test_plain_tables_stay_what_they_are(tmp_path: Path, content: str) -> None:
    path = tmp_path / "spend.csv"
    path.write_text(content, "utf-8")
    result = load(path)
    assert "wide" not in {rule.key for rule in result.rules}
    assert result.loaded == 2


@pytest.mark.parametrize(
    "content",
    [
        "Month,Budget,Actual\n2026-04,100,90\n2026-05,100,95\n",
        "月,計画費用,実績費用,差異\n2026-04,100,90,-10\n2026-05,100,95,-5\n",
        "Month,Revenue,TV,Radio\n2026-04,900,1,2\n2026-05,950,3,4\n",
        "費目,区分,2026年4月,2026年5月\n広告,予算,10,20\n広告,実績,11,21\n展示会,予算,1,2\n",
        "Date,y,x1,x2\n2026-04-01,900,1,2\n2026-05-01,950,3,4\n",
    ],
)
def test_what_may_be_something_else_is_asked(tmp_path: Path, content: str) -> None:
    path = tmp_path / "spend.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(Question):
        load(path)


def test_a_person_may_say_that_it_is_wide(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text("Month,Revenue,TV,Radio\n2026-04,900,1,2\n2026-05,950,3,4\n", "utf-8")
    result = load(path, read_as=ReadAs(wide="category"))
    assert sum(spent(path).values()) == 10
    assert {rule.key: rule.value for rule in result.rules}["wide_left"] == "Revenue"


def test_monthly_actuals_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "kpi.csv"
    path.write_text("KPI,2026-04,2026-05\nリード数,120,130\n受注率,12%,13%\n", "utf-8")
    load(path, "actual")
    found = loaded(path, "metric, month, value", "actual")
    assert [(metric, f"{value:f}".rstrip("0").rstrip(".")) for metric, _, value in found] == [
        ("リード数", "120"), ("リード数", "130"), ("受注率", "0.12"), ("受注率", "0.13"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "year", "month"),
    [
        ("2026年4月", 2026, 4), ("2026-04", 2026, 4), ("2026/4", 2026, 4), ("202604", 2026, 4),
        ("2026-04-01", 2026, 4), ("２０２６年４月度", 2026, 4), ("令和8年4月", 2026, 4), ("R8.4", 2026, 4),
        ("26年4月", 2026, 4), ("Apr 2026", 2026, 4), ("April 2026", 2026, 4), ("Apr-26", 2026, 4),
        ("2026 Apr", 2026, 4), ("4月", None, 4), ("12月分", None, 12), ("April", None, 4),
        ("2026年 / 4月", 2026, 4),
    ],
)  # fmt: skip
def test_headers_that_name_a_month(header: str, year: int | None, month: int) -> None:
    found = month_in(header)
    assert found is not None
    assert (found.year, found.month, found.rest) == (year, month, "")


@pytest.mark.parametrize(
    "header", ["2026", "Marketing", "Market 2026", "13月", "4", "Q1 2026", "広告", "", "2026-13", "Mayor 3"]
)
def test_headers_that_name_none(header: str) -> None:
    found = month_in(header)
    assert found is None or found.rest


def test_cells_set_aside_come_back_repaired(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    rows = "\n".join(f"Channel {number},{number},{number}" for number in range(1, 10))
    path.write_text(f"Channel,2026-04,2026-05\nSearch,see note,2\n{rows}\nTotal,1,2\n", "utf-8")
    first = load(path)
    out = tmp_path / "aside.csv"
    write_set_aside(tmp_path / "evidence", first.import_id, out, "en")
    out.write_text(out.read_text("utf-8-sig").replace("see note", "700"), "utf-8-sig")
    result = load(out)
    assert (result.loaded, result.completes) == (1, first.import_id)
    assert spent(path)["2026-04", "Search"] == 700
    assert len(spent(path)) == 20
