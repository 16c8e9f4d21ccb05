"""What is in the file beside values: sheets, ids, names, rules, links, print, the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from tests.plugins.kakehashi_excel import recalculation, samples
from tests.plugins.kakehashi_excel.samples import Made, Told, document, figure, scene, words

import kakehashi_excel
from kakehashi.api import (
    Block,
    Cell,
    Chapter,
    Chart,
    Column,
    Document,
    Picture,
    PlanError,
    Prose,
    Row,
    Table,
    tables,
    tokens,
)
from kakehashi_excel import Excel, Settings, manifest
from kakehashi_excel.grid import PORTRAIT

HIDDEN = {"kakehashi", "kakehashi_lists", "kakehashi_charts"}


@pytest.fixture(scope="module")
def workbook(sample: Made) -> Any:
    return openpyxl.load_workbook(sample.path)


def export(plan: Document, path: Path, **settings: Any) -> Any:
    Excel().export(plan, Settings(**settings), path, Told())
    return openpyxl.load_workbook(path)


def blocks(plan: Document) -> list[Block]:
    return [block for chapter in plan.chapters for block in chapter.blocks]


def headers_and_footers(path: Path) -> list[tuple[str, str]]:
    """Of the sheets that have them, in Excel's code (openpyxl doesn't read all of it)."""
    with ZipFile(path) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    found = re.compile("<oddHeader>(.*?)</oddHeader><oddFooter>(.*?)</oddFooter>")
    return [(unescape(a), unescape(b)) for part in parts for a, b in found.findall(part)]


def of_table(sample: Made, key: str) -> dict[str, Any]:
    sent = manifest.read(openpyxl.load_workbook(sample.path, read_only=True))
    return next(block for block in sent["blocks"] if block["block"] == key)


# ---- the plugin


def test_the_hook_gives_one_exporter() -> None:
    (exporter,) = kakehashi_excel.kakehashi_exporters()
    assert exporter.key == "excel"
    assert exporter.settings() == Settings()


def test_importing_the_plugin_does_not_import_openpyxl() -> None:
    program = "import kakehashi_excel, sys; kakehashi_excel.Excel(); sys.exit('openpyxl' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_progress_is_told_by_sheet_and_cancelling_writes_nothing(tmp_path: Path) -> None:
    plan, told = samples.plan("ja"), Told()
    Excel().export(plan, Settings(), tmp_path / "whole.xlsx", told)
    done = [step[0] for step in told.steps]
    assert done == sorted(done)
    assert told.steps[-1][0] == told.steps[-1][1]
    assert {"要約", "施策・予算", "入力 予算明細"} <= {step[2] for step in told.steps}
    Excel().export(plan, Settings(), tmp_path / "cancelled.xlsx", Told(cancel_after=2))
    assert [path.name for path in tmp_path.iterdir()] == ["whole.xlsx"]


def test_the_same_document_gives_the_same_bytes_in_any_process(sample: Made, tmp_path: Path) -> None:
    target = tmp_path / "again.xlsx"
    program = (
        "import sys; from pathlib import Path; from kakehashi_excel import Excel, Settings;"
        "from tests.plugins.kakehashi_excel import samples;"
        "Excel().export(samples.plan(sys.argv[1]), Settings(), Path(sys.argv[2]), samples.Told())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-c", program, sample.document.language, str(target)]
    subprocess.run(command, check=True, env=environment)
    assert target.read_bytes() == sample.path.read_bytes()


def test_times_are_the_documents(sample: Made, workbook: Any) -> None:
    day = datetime(2027, 8, 20)
    with ZipFile(sample.path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2027, 8, 20, 0, 0, 0)}
        assert b"<Application>Kakehashi</Application>" in archive.read("docProps/app.xml")
    assert (workbook.properties.created, workbook.properties.modified) == (day, day)
    assert workbook.properties.title == sample.document.title


# ---- sheets


def test_sheets_stand_in_order(sample: Made, workbook: Any) -> None:
    expected = {
        "ja": "表紙|要約|施策・予算|体制|シミュレーション|入力 予算明細|入力 その他の表|計算 予測モデル",
        "en": "Cover|Summary|Measures and budget|Organization|Simulation|Input Budget lines|"
        "Input Further tables|Model Forecast model",
    }[sample.document.language].split("|")
    visible = [sheet.title for sheet in workbook if sheet.sheet_state == "visible"]
    assert visible == expected
    assert {sheet.title for sheet in workbook} - set(visible) == HIDDEN
    assert workbook["kakehashi"].sheet_state == "veryHidden"
    assert workbook.active.title == visible[0]


def test_the_cover_says_whose_plan_this_is_and_links_to_each_sheet(sample: Made, workbook: Any) -> None:
    cover, plan = workbook.worksheets[0], sample.document
    said = {str(cell.value) for row in cover.iter_rows() for cell in row if cell.value is not None}
    assert {plan.title, plan.confidential_mark, plan.author, plan.unit, plan.hash[:16]} <= said
    whole = " ".join(said)
    for text in (plan.company, plan.edition_title, plan.audience_title, plan.language_note):
        assert text in whole
    links = {cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink}
    others = [sheet.title for sheet in workbook.worksheets[1:] if sheet.sheet_state == "visible"]
    assert links == {f"'{title}'!A1" for title in others}


def test_every_text_of_the_document_is_in_the_file(sample: Made, workbook: Any) -> None:
    cells = [cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row]
    said = "\n".join(str(value) for value in cells if value is not None)
    for chapter in sample.document.chapters:
        for block in chapter.blocks:
            for text in samples.texts_of(block):
                assert text in said, text


def test_a_draft_says_so_on_every_page(tmp_path: Path) -> None:
    plan = document("ja", samples.plan("ja").chapters, edition=None, edition_title="案")
    path = tmp_path / "draft.xlsx"
    export(plan, path)
    said = headers_and_footers(path)
    assert len(said) == 8
    for header, footer in said:
        assert "案" in header
        assert "案" in footer


A4_UPRIGHT, A4_ACROSS, A3_ACROSS = ("9", "portrait"), ("9", "landscape"), ("8", "landscape")


def paper_of(sheet: Any) -> tuple[str, str]:
    return str(sheet.page_setup.paperSize), sheet.page_setup.orientation


def test_print_setup(sample: Made, workbook: Any) -> None:
    for sheet in workbook:
        if sheet.sheet_state != "visible":
            continue
        setup = sheet.page_setup
        assert paper_of(sheet) in (A4_UPRIGHT, A4_ACROSS, A3_ACROSS)
        assert setup.fitToWidth == 1
        assert setup.fitToHeight == 0 or not sheet.row_breaks.brk
        assert not sheet.HeaderFooter.scaleWithDoc
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
    plan = sample.document
    for header, footer in headers_and_footers(sample.path):
        for text in (plan.company, plan.edition_title, plan.audience_title, plan.confidential_mark):
            assert text in header
        for text in (plan.edition_title, plan.hash[:12], plan.confidential_mark, "&P / &N"):
            assert text in footer
        assert max(len(header), len(footer)) <= 255
    assert paper_of(workbook[of_table(sample, "budget.lines")["sheet"]]) == A3_ACROSS


@pytest.mark.parametrize(("figures", "expected"), [(8, A4_UPRIGHT), (14, A4_ACROSS), (24, A3_ACROSS)])
def test_the_smallest_paper_on_which_a_sheet_can_be_read(
    tmp_path: Path, figures: int, expected: tuple[str, str]
) -> None:
    columns = (Column("n", "Name"), *(Column(f"v{n}", f"V{n}", "number") for n in range(figures)))
    rows = (Row("r", (words("x"), *(figure(12_345_678) for _ in range(figures)))),)
    table = Table("t", "T", columns, rows)
    sheet = export(document("en", [Chapter("c", "Chapter", (table,))]), tmp_path / "t.xlsx")["Chapter"]
    assert paper_of(sheet) == expected


def test_the_last_table_begins_where_half_a_page_is_free(tmp_path: Path) -> None:
    """Its header is repeated; a row that has no name stays with the one above it."""

    def table(key: str, count: int) -> Table:
        rows = tuple(Row(f"{key}{n}", (words("" if n % 2 else "x"), figure(n))) for n in range(count))
        return Table(key, key, (Column("n", "Name"), Column("v", "Value", "number")), rows)

    chapter = Chapter("c", "Chapter", (table("first", 14), table("last", 44)))
    sheet = export(document("en", [chapter]), tmp_path / "t.xlsx")["Chapter"]
    ((first, last),) = [(each.id, each.id + 1) for each in sheet.row_breaks.brk]
    assert sheet.cell(first, 5).value is not None
    assert sheet.cell(last, 4).value == "x"
    top = next(cell.row for cell in sheet["D"] if cell.value == "last")
    assert sheet.print_title_rows == f"${top + 1}:${top + 1}"


def test_a_table_longer_than_a_page_gets_a_sheet_that_repeats_its_header(tmp_path: Path) -> None:
    """Between other blocks it would be torn without one; the chapter's sheet and the cover lead there."""

    def table(key: str, title: str, count: int) -> Table:
        rows = tuple(Row(f"{key}{n}", (words(f"{title} {n}"), figure(n))) for n in range(count))
        return Table(key, title, (Column("n", "Name"), Column("v", "Value", "number")), rows)

    first = Chapter("c", "Chapter", (table("a", "Short", 3), table("b", "Long", 90), table("d", "End", 3)))
    second = Chapter("e", "Long", (table("e", "Other", 3),))
    made = document("en", [first, second])
    path = tmp_path / "t.xlsx"
    book = export(made, path)
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == [
        "Cover",
        "Chapter",
        "Long Chapter",
        "Long",
    ]
    sheet = book["Long Chapter"]
    places = recalculation.places_of(path)
    assert {places["b", f"b{n}", "v"][0] for n in range(90)} == {sheet.title}
    start = sheet[places["b", "b0", "v"][1]].row
    assert sheet.print_title_rows == f"${start - 1}:${start - 1}"
    assert sheet.auto_filter.ref == f"D{start - 1}:E{start + 89}"
    assert not book["Chapter"].row_breaks.brk
    links = [cell.hyperlink.location for row in book["Chapter"].iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'Long Chapter'!A1"]


@pytest.mark.parametrize(("rows", "pages"), [(50, 1), (60, 0)])
def test_what_opens_with_its_conclusion_is_printed_on_one_page_that_can_be_read(
    tmp_path: Path, rows: int, pages: int
) -> None:
    """A little more than a page is made smaller, but never below what can be read."""
    said = Prose("p", "Conclusion", ("Yes.",), lead=True)
    table = Table(
        "t",
        "T",
        (Column("n", "Name"), Column("v", "Value", "number")),
        tuple(Row(f"r{n}", (words("x"), figure(n))) for n in range(rows)),
    )
    sheet = export(document("en", [Chapter("c", "Chapter", (said, table))]), tmp_path / "t.xlsx")["Chapter"]
    assert sheet.page_setup.fitToHeight == pages


def test_a_chart_is_lower_where_that_keeps_a_conclusion_on_one_page(tmp_path: Path) -> None:
    """And higher on a page that would stay empty below it."""
    months = ("2027-04", "2027-05")
    columns = (Column("n", "Name"), *(Column(month, month, "number") for month in months))
    chart = Chart("c", "Goal", "line", "t", ("r0", "r1"), months, scene("c"), "Two lines.")

    def made(rows: int, lead: bool) -> tuple[int, int]:
        said = Prose("p", "Conclusion", ("Yes.",), lead=lead)
        body = tuple(Row(f"r{at}", (words("x"), figure(at), figure(at))) for at in range(rows))
        path = tmp_path / f"{rows}{lead}.xlsx"
        chapter = Chapter("k", "Chapter", (said, chart, Table("t", "T", columns, body)))
        sheet = export(document("en", [chapter]), path)["Chapter"]
        with ZipFile(path) as archive:
            drawing = archive.read("xl/drawings/drawing1.xml").decode()
        (height,) = re.findall(r'ext cx="\d+" cy="(\d+)"', drawing)
        return sheet.page_setup.fitToHeight, int(height)

    usual, lower, torn = made(30, True), made(42, True), made(50, True)
    assert (usual[0], lower[0], torn[0]) == (1, 1, 0)
    assert lower[1] < usual[1]
    assert made(2, False)[1] > usual[1]


@pytest.mark.parametrize("lead", [True, False])
def test_what_opens_with_its_conclusion_takes_the_whole_width_of_its_page(tmp_path: Path, lead: bool) -> None:
    said = Prose("p", "Conclusion", ("Yes.",), lead=lead)
    columns = tuple(Column(f"c{n}", f"Column {n}", width=34) for n in range(4))
    table = Table("t", "T", columns, (Row("r", (words("A text of some length " * 3),) * 4),))
    sheet = export(document("en", [Chapter("c", "Chapter", (said, table))]), tmp_path / "t.xlsx")["Chapter"]
    shown = [each.width for each in sheet.column_dimensions.values() if not each.hidden]
    assert (sum(shown) > PORTRAIT + 4) == lead
    assert sheet.page_setup.orientation == "portrait"


def test_headers_of_tables_stay(sample: Made, workbook: Any) -> None:
    for key in ("budget.lines", "model.funnel"):
        block = of_table(sample, key)
        sheet = workbook[block["sheet"]]
        assert sheet.freeze_panes == f"E{block['rows'][0]['row']}"


def test_plain_tables_have_a_filter_and_others_none(sample: Made, workbook: Any) -> None:
    lines = of_table(sample, "budget.lines")
    last = lines["rows"][-2]["row"]  # without the total
    assert workbook[lines["sheet"]].auto_filter.ref == f"D{lines['header']}:S{last}"
    assert workbook[of_table(sample, "budget.by_month")["sheet"]].auto_filter.ref is None


def test_a_long_table_repeats_its_header_and_is_never_merged(tmp_path: Path) -> None:
    rows = tuple(Row(f"r{at}", (words(f"行 {at}"), figure(at)), item=f"i{at}") for at in range(2000))
    long = Table("long", "長い表", (Column("n", "名前"), Column("v", "値", "number")), rows)
    wide = Table("wide", "広い表", tuple(Column(f"c{at}", f"列{at}") for at in range(8)), ())
    book = export(document("ja", [Chapter("c", "章", (wide, long))]), tmp_path / "long.xlsx")
    sheet = book["章"]
    start = next(cell.row for cell in sheet["D"] if cell.value == "行 0")
    assert sheet.print_title_rows == f"${start - 1}:${start - 1}"
    assert not [
        area for area in sheet.merged_cells.ranges if area.min_row >= start and area.max_row < start + 2000
    ]
    ids = [sheet.cell(start + at, 1).value for at in range(2000)]
    assert ids == [f"i{at}" for at in range(2000)]
    assert len(sheet.row_breaks.brk) > 20


def test_blocks_are_not_torn(tmp_path: Path) -> None:
    rows = tuple(Row(f"r{at}", (words("x"), figure(at))) for at in range(25))
    blocks = [
        Table(f"t{n}", f"Table {n}", (Column("n", "Name"), Column("v", "Value", "number")), rows)
        for n in range(4)
    ]
    sheet = export(document("en", [Chapter("c", "Chapter", tuple(blocks))]), tmp_path / "t.xlsx")["Chapter"]
    titles = {cell.row for cell in sheet["D"] if str(cell.value).startswith("Table")}
    breaks = {each.id for each in sheet.row_breaks.brk}
    assert breaks
    assert all(row + 1 in titles or row + 2 in titles for row in breaks)


# ---- tables


def test_hidden_ids_name_the_item_of_each_row(sample: Made, workbook: Any) -> None:
    for key, table in tables(sample.document).items():
        block = of_table(sample, key)
        sheet = workbook[block["sheet"]]
        for row, sent in zip(table.rows, block["rows"], strict=True):
            assert (sheet.cell(sent["row"], 1).value or "", sheet.cell(sent["row"], 2).value) == (
                row.item,
                row.id,
            )
            assert (sent["id"], sent["item"]) == (row.id, row.item)
        assert sheet.column_dimensions["A"].hidden
        assert sheet.column_dimensions["B"].hidden


def test_formulas_refer_across_sheets_and_join_neighbours(sample: Made, workbook: Any) -> None:
    places = recalculation.places_of(sample.path)
    sheet, address = places["budget.lines", "c1.l0", "total"]
    row = address[1:]
    months = f"COUNT(G{row}:R{row})=0"
    assert workbook[sheet][address].value.startswith(f"=IF({months},")
    assert workbook[sheet][address].value.endswith(f"SUM(G{row}:R{row}))")
    sheet, address = places["budget.by_month", "c1.l0", "2027-04"]
    assert f"'{places['budget.lines', 'c1.l0', '2027-04'][0]}'!" in workbook[sheet][address].value


def test_assumptions_have_names_and_are_styled(sample: Made, workbook: Any) -> None:
    places = recalculation.places_of(sample.path)
    named = {
        "cap_total": ("budget.caps", "cap", "amount"),
        "rate_valid": ("model.rates", "valid", "rate"),
        "win_rate": ("model.rates", "won", "rate"),
        "受注単価": ("model.rates", "value", "rate"),
    }
    for name, target in named.items():
        sheet, address = places[target]
        absolute = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", address)
        assert workbook.defined_names[name].attr_text == f"'{sheet}'!{absolute}"
        cell = workbook[sheet][address]
        assert (cell.font.color.rgb, cell.fill.fgColor.rgb) == ("FF1F4E79", "FFE9F1F8")


def test_choices_and_figures_are_validated(sample: Made, workbook: Any) -> None:
    block = of_table(sample, "budget.lines")
    sheet = workbook[block["sheet"]]
    rules = {rule.type: [] for rule in sheet.data_validations.dataValidation}
    for rule in sheet.data_validations.dataValidation:
        rules[rule.type].append(rule)
    choices = tables(sample.document)["budget.lines"].columns[0].choices
    listed = rules["list"][0].formula1
    first, last = re.findall(r"\$([A-Z])\$(\d+)", listed)
    rows = range(int(first[1]), int(last[1]) + 1)
    assert tuple(workbook["kakehashi_lists"][f"{first[0]}{row}"].value for row in rows) == choices
    assert len(rules["list"]) == 2
    assert len(rules["decimal"]) == 12
    assert all(rule.error for rule in sheet.data_validations.dataValidation)
    total = f"D{block['rows'][-1]['row']}"
    assert not any(total in rule.sqref for rule in rules["list"])


def test_a_missing_value_says_why(sample: Made, workbook: Any) -> None:
    sheet, address = recalculation.places_of(sample.path)["budget.categories", "c6", "cap"]
    assert workbook[sheet][address].value == {"ja": "算出不可", "en": "n/a"}[sample.document.language]
    (rule,) = (each for each in workbook[sheet].data_validations.dataValidation if each.prompt)
    assert address in rule.sqref
    assert (
        rule.prompt
        == {"ja": "枠が決まっていません。", "en": "No cap has been set."}[sample.document.language]
    )


def test_formats(tmp_path: Path) -> None:
    columns = (
        Column("n", "N"),
        Column("money", "M", "money"),
        Column("rate", "R", "rate", 1),
        Column("month", "Mo", "month"),
        Column("date", "D", "date"),
    )
    cells = (words("x"), figure("-1234.5"), figure("0.256"), Cell(value="2027-04"), Cell(value="2027-04-30"))
    toned = (
        words("y"),
        figure(1, tone="bad"),
        figure(1, tone="warn"),
        Cell(value="soon"),
        Cell(missing="unset"),
    )
    mixed = (
        words("z"),
        figure("0.5", kind="rate", digits=2),
        figure(3, kind="number", digits=0),
        Cell(),
        Cell(),
    )
    table = Table("t", "T", columns, (Row("a", cells), Row("b", toned), Row("c", mixed)))
    minus = '#,##0;"−"#,##0;"–";@'
    for language, negative, expected in (("ja", "minus", minus), ("en", "triangle", minus.replace("−", "△"))):
        path = tmp_path / f"{language}.xlsx"
        book = export(document(language, [Chapter("c", "C", (table,))]), path, negative=negative)
        sheet, places = book["C"], recalculation.places_of(path)

        def at(row: str, column: str, sheet: Any = sheet, places: Any = places) -> Any:
            return sheet[places["t", row, column][1]]

        assert at("a", "money").number_format == expected
        assert at("a", "money").value == -1234.5
        assert at("a", "money").alignment.horizontal == "right"
        assert at("a", "rate").number_format.startswith("0.0%;")
        assert (at("a", "month").value, at("a", "date").value) == (
            datetime(2027, 4, 1),
            datetime(2027, 4, 30),
        )
        month = {"ja": 'yyyy"年"m"月"', "en": "[$-409]mmm yyyy"}[language]
        assert at("a", "month").number_format == month
        assert at("b", "money").number_format.startswith('"◆ "#,##0;')
        assert at("b", "rate").number_format.startswith('"! "0.0%;')
        assert at("b", "money").font.color.rgb == "FFB1332B"
        assert (at("b", "month").value, at("b", "date").value) == ("soon", None)
        assert at("c", "money").number_format.startswith("0.00%;")
        assert at("c", "rate").number_format.startswith("#,##0;")


def test_font_is_that_of_the_language(sample: Made, workbook: Any) -> None:
    name = {"ja": "Yu Gothic UI", "en": "Segoe UI"}[sample.document.language]
    fonts = {
        cell.font.name for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.has_style
    }
    assert fonts == {name}


def test_levels_are_outlined(sample: Made, workbook: Any) -> None:
    block = of_table(sample, "budget.by_month")
    sheet = workbook[block["sheet"]]
    by_row = {sent["id"]: sent["row"] for sent in block["rows"]}
    assert sheet.row_dimensions[by_row["c1"]].outlineLevel == 0
    assert sheet.row_dimensions[by_row["c1.l0"]].outlineLevel == 1
    assert not sheet.sheet_properties.outlinePr.summaryBelow
    assert sheet.cell(by_row["c1"], 3).value == {"ja": "広", "en": "P"}[sample.document.language]


# ---- charts and pictures


def test_charts_draw_the_cells_of_their_table(sample: Made) -> None:
    with ZipFile(sample.path) as archive:
        charts = [archive.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2, 3)]
        drawings = "".join(
            archive.read(name).decode() for name in archive.namelist() if "drawings/drawing" in name
        )
    bars, lines, _ = charts
    months = recalculation.places_of(sample.path)
    sheet = months["budget.by_month", "c1", "2027-04"][0]
    block = next(each for each in blocks(sample.document) if isinstance(each, Chart))
    cells = [months["budget.by_month", "c1", month][1] for month in block.categories]
    areas = [each.split("!")[1].split(":") for each in _series(bars, f"'{sheet}'!${cells[0][0]}$")]
    ends = [(area[0].replace("$", ""), area[-1].replace("$", "")) for area in areas]
    drawn = [cell for first, last in ends for cell in cells[cells.index(first) : cells.index(last) + 1]]
    assert drawn == cells  # without the half year
    assert '<grouping val="stacked" />' in bars
    assert '<a:srgbClr val="2B70B8" />' in bars  # promotion
    assert '<a:prstDash val="dash" />' in bars  # the reserve has no fill
    assert '<ptCount val="12" /><pt idx="0"><v>' in bars  # cached values
    assert "kakehashi_charts" in lines  # what may be missing leaves a gap
    assert '<dispBlanksAs val="gap" />' in lines
    for chart in charts:
        assert '<delete val="0" />' in chart
    for block in (each for each in blocks(sample.document) if isinstance(each, Chart | Picture)):
        assert f'descr="{block.description}"' in drawings


def _series(chart: str, start: str) -> list[str]:
    """The ranges of the first series of figures that begins in a cell."""
    found = re.search(rf"<val><numRef><f>\(?({re.escape(start)}.*?)\)?</f>", chart)
    assert found is not None
    return found[1].split(",")


def test_what_is_aimed_at_is_dashed_and_takes_no_colour(tmp_path: Path) -> None:
    columns = (Column("n", "Name"), *(Column(month, month, "number") for month in ("2027-04", "2027-05")))
    rows = tuple(Row(key, (words(key), figure(1), figure(2))) for key in ("target", "forecast"))
    chart = Chart(
        "c",
        "Goal",
        "line",
        "t",
        ("target", "forecast"),
        ("2027-04", "2027-05"),
        scene("c"),
        "Two lines.",
        dashed=("target",),
    )
    path = tmp_path / "chart.xlsx"
    export(document("en", [Chapter("c", "Chapter", (chart, Table("t", "T", columns, rows)))]), path)
    with ZipFile(path) as archive:
        drawn = archive.read("xl/charts/chart1.xml").decode()
    target, forecast = re.findall(r"<(?:c:)?ser>.*?</(?:c:)?ser>", drawn, re.DOTALL)
    assert 'prstDash val="dash"' in target
    assert 'prstDash val="dash"' not in forecast
    first = tokens.colour(tokens.CATEGORIES[0], "light").lstrip("#")
    assert f'srgbClr val="{first}"' in forecast
    assert f'srgbClr val="{tokens.colour("text", "light").lstrip("#")}"' in target


def test_pictures_are_drawn_at_twice_their_size(sample: Made) -> None:
    with ZipFile(sample.path) as archive:
        data = archive.read("xl/media/image1.png")
    assert data.startswith(b"\x89PNG")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (3000, 1240)


def test_a_picture_is_scaled_to_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "picture.xlsx"
    picture = Picture("p", "Only", scene("p", 2400.4, 900), "A picture.", wide=True)
    book = export(document("en", [Chapter("c", "C", (picture,))]), path)
    columns = book["C"].column_dimensions.values()
    content = sum(each.width for each in columns if not each.hidden and each.index != "C")
    with ZipFile(path) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    ((width, height),) = re.findall(r'ext cx="(\d+)" cy="(\d+)"', drawing)
    assert int(width) / 9525 <= content * 7 + 1
    assert int(width) / int(height) == pytest.approx(2400.4 / 900, rel=1e-3)
    assert book["C"].page_setup.orientation == "landscape"


# ---- the manifest


def test_the_manifest_says_what_was_sent(sample: Made, workbook: Any) -> None:
    sent, plan = manifest.read(workbook), sample.document
    for name in ("plan", "edition", "history_row", "hash", "audience", "language", "unit", "app_version"):
        assert sent[name] == getattr(plan, name)
    found = {block["block"]: block for block in sent["blocks"]}
    assert found.keys() == {*tables(plan), "summary.figures"}
    for key, table in tables(plan).items():
        block = found[key]
        assert [column["key"] for column in block["columns"]] == [column.key for column in table.columns]
        place = f"'{block['sheet']}'!{block['address']}"
        assert workbook.defined_names[block["name"]].attr_text == place
        assert workbook.defined_names[block["name"]].hidden
        assert re.fullmatch("[0-9a-f]{64}", block["hash"])


def test_the_hash_of_a_table_changes_with_its_values(sample: Made, tmp_path: Path) -> None:
    target = ("budget.lines", "c1.l0", "2027-04")
    changed = samples.changed(sample.document, target, samples.figure(1).number)
    before = {
        block["block"]: block.get("hash")
        for block in manifest.read(openpyxl.load_workbook(sample.path))["blocks"]
    }
    after = {
        block["block"]: block.get("hash")
        for block in manifest.read(export(changed, tmp_path / "c.xlsx"))["blocks"]
    }
    assert {key for key in before if before[key] != after[key]} >= {"budget.lines", "budget.by_month"}
    assert before["organization.roles"] == after["organization.roles"]


def test_a_long_manifest_is_kept_in_pieces(tmp_path: Path) -> None:
    items = [hashlib.sha256(b"%d" % at).hexdigest() for at in range(2000)]
    rows = tuple(Row(f"row-{at}", (words("x"),), item=item) for at, item in enumerate(items))
    table = Table("t", "T", (Column("a", "A"),), rows)
    book = export(document("ja", [Chapter("c", "C", (table,))]), tmp_path / "m.xlsx")
    assert book["kakehashi"].max_row > 5
    assert [row["item"] for row in manifest.read(book)["blocks"][0]["rows"]] == items


def test_a_damaged_manifest_is_told(sample: Made, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sample.path)
    book["kakehashi"]["A2"].value = book["kakehashi"]["A2"].value.replace("finance", "board")
    with pytest.raises(PlanError, match="damaged"):
        manifest.read(book)
    del book["kakehashi"]
    with pytest.raises(PlanError, match="not written by Kakehashi"):
        manifest.read(book)


# ---- nothing there


def test_empty_documents_and_tables(tmp_path: Path) -> None:
    empty = Table("t", "T", (Column("a", "A"), Column("b", "B", "money")), ())
    plan = document("en", [Chapter("none", "Nothing", ()), Chapter("c", "C", (empty,), "A sentence.")])
    book = export(plan, tmp_path / "empty.xlsx")
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == ["Cover", "C"]
    assert "None" in [cell.value for cell in book["C"]["D"]]
    assert export(document("en", []), tmp_path / "bare.xlsx").sheetnames == ["Cover", "kakehashi"]
