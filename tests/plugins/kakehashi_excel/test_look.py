"""Nothing is cut off: columns fit their figures, rows their lines; where tables and key figures stand."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from tests.plugins.kakehashi_excel import recalculation
from tests.plugins.kakehashi_excel.samples import (
    Made,
    Told,
    call,
    constant,
    document,
    figure,
    formula,
    ref,
    times,
    words,
)

from kakehashi.api import Cell, Chapter, Column, Prose, Row, Table, evaluated, number, percent, tables
from kakehashi_excel import Excel, Settings, measure
from kakehashi_excel.formats import NUMERIC, digits_of, kind_of, number_format
from kakehashi_excel.grid import FIRST, GUTTER, PORTRAIT, Edges, Span, grid_of, needs_of
from kakehashi_excel.sharing import Need, shared
from kakehashi_excel.styles import HIGHEST

LINE = 14.0  # pt of a line of 10 pt: Yu Gothic UI and Segoe UI


def room(sheet: Any, row: int, column: int) -> float:
    """Width of a cell, merged ones as a whole."""
    last = column
    for area in sheet.merged_cells.ranges:
        if area.min_row == row and area.min_col == column:
            last = area.max_col
    return sum(sheet.column_dimensions[get_column_letter(at)].width for at in range(column, last + 1))


def height(sheet: Any, row: int, column: int) -> float:
    """Height of a cell, merged ones as a whole."""
    last = row
    for area in sheet.merged_cells.ranges:
        if area.min_row == row and area.min_col == column:
            last = area.max_row
    return sum(sheet.row_dimensions[at].height or 18 for at in range(row, last + 1))


def test_every_figure_fits_its_column(sample: Made) -> None:
    """A figure that doesn't is shown as ####."""
    workbook, places = openpyxl.load_workbook(sample.path), recalculation.places_of(sample.path)
    values = evaluated(sample.document)
    checked = 0
    for key, table in tables(sample.document).items():
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns, strict=True):
                value = values.get((key, row.id, column.key), cell.number)
                kind, digits = kind_of(cell, column), digits_of(cell, column)
                if value is None or kind not in NUMERIC:
                    continue
                title, address = places[key, row.id, column.key]
                shown = percent(value, digits) if kind == "rate" else number(value, digits)
                place = workbook[title][address]
                wide = len(shown.replace(",", "")) + 0.6 * shown.count(",") + (2 if cell.tone else 0)
                assert wide + 0.8 <= room(workbook[title], place.row, place.column), (title, address, shown)
                checked += 1
    assert checked > 500


def test_every_text_has_room_for_its_lines(sample: Made) -> None:
    check_heights(openpyxl.load_workbook(sample.path))


def test_a_paragraph_longer_than_the_highest_row_takes_several(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    text = "とても長い段落です。" * 600
    plan = document("ja", [Chapter("c", "C", (Prose("p", "H", (text, "短い"), (text,)),))])
    Excel().export(plan, Settings(), path, Told())
    workbook = openpyxl.load_workbook(path)
    check_heights(workbook, least=5)
    areas = [area for area in workbook["C"].merged_cells.ranges if area.max_row > area.min_row]
    assert len(areas) == 2


def test_no_row_of_a_table_is_cut_at_the_highest_that_excel_knows(tmp_path: Path) -> None:
    """Upright, the column of the long text would need a higher row; across it does not."""
    columns = tuple(Column(f"c{n}", f"列{n}", "long_text", width=15) for n in range(8))
    texts = ("長い文です。" * 40, *("短い文" * 4 for _ in range(7)))
    table = Table("t", "表", columns, (Row("r", tuple(map(words, texts))),))
    path = tmp_path / "t.xlsx"
    Excel().export(document("ja", [Chapter("c", "章", (table,))]), Settings(), path, Told())
    sheet = openpyxl.load_workbook(path)["章"]
    heights = [each.height for each in sheet.row_dimensions.values() if each.height]
    assert max(heights) < HIGHEST


def test_texts_in_columns_of_a_named_width_get_all_that_a3_holds_rather_than_be_cut(tmp_path: Path) -> None:
    """Nine columns that ask for no more than A4 gives them, with texts that would need a higher row."""
    columns = tuple(Column(f"c{n}", f"Stage {n}", "long_text", width=20) for n in range(9))
    line = "Case: copying inspection sheets, from 120 to 20 minutes (planned)"
    row = Row("r", tuple(words("\n".join([line] * 8)) for _ in columns))
    path = tmp_path / "t.xlsx"
    table = Table("t", "T", columns, (row,))
    Excel().export(document("en", [Chapter("c", "Journey", (table,))]), Settings(), path, Told())
    workbook = openpyxl.load_workbook(path)
    check_heights(workbook, least=5)
    sheet = workbook["Journey"]
    assert max(each.height for each in sheet.row_dimensions.values() if each.height) < HIGHEST
    assert sheet.page_setup.paperSize == 8


def test_a_text_too_high_for_any_row_goes_on_in_the_next_ones(tmp_path: Path, soffice: Path) -> None:
    """Its cell is several rows high: the text is whole, ids and formulas follow, the rows can be told."""
    long = "とても長い文です。" * 1200
    columns = (Column("name", "名前"), Column("text", "文", "long_text"), Column("n", "数", "number"))
    figures = {"a": ("短い", 2), "b": (long, 3), "c": ("短い", 4)}
    rows = [Row(key, (words(key), words(said), figure(n)), item=key) for key, (said, n) in figures.items()]
    total = Row(
        "sum",
        (words("合計"), Cell(), formula(call("sum", *(ref("t", key, "n") for key in figures)))),
        style="total",
    )
    beside = Row("twice", (words("b の2倍"), Cell(), formula(times(ref("t", "b", "n"), constant(2)))))
    table = Table("t", "表", columns, (*rows, beside, total), role="input")
    told = document("ja", [Chapter("c", "章", (table,))])
    path = tmp_path / "t.xlsx"
    Excel().export(told, Settings(), path, Told())
    workbook, places = openpyxl.load_workbook(path), recalculation.places_of(path)
    sheet = workbook[places["t", "b", "text"][0]]
    first, after = (sheet[places["t", key, "n"][1]].row for key in ("b", "c"))
    assert after - first >= 5
    assert sheet[places["t", "b", "text"][1]].value == long
    assert [sheet.cell(row, 2).value for row in range(first, after + 1)] == [
        "b",
        *[None] * (after - first - 1),
        "c",
    ]
    assert max(sheet.row_dimensions[row].height for row in range(first, after)) <= HIGHEST
    check_heights(workbook, least=5)
    assert sheet.auto_filter.ref is None  # merged cells can't be sorted
    assert recalculation.compare(told, path) == []
    calculated = recalculation.recalculate(recalculation.strip_cached(path), soffice)
    assert recalculation.compare(told, path, calculated) == []


def test_a_heading_of_rows_is_not_left_alone_at_the_end_of_a_page(tmp_path: Path) -> None:
    """Wherever the pages end: a heading has its rows below it."""
    columns = (Column("c", "Title"), Column("n", "Number", "integer"))
    rows = tuple(
        Row(f"r{at}", (words(f"Stage {at}" if at % 4 == 0 else f"Content {at}"), Cell()), style=style)
        for at, style in ((at, "" if at % 4 else "subtotal") for at in range(300))
    )
    for before in range(4):
        table = Table("t", "T", columns, (*rows[1 : 1 + before], *rows[4:]))
        path = tmp_path / f"t{before}.xlsx"
        Excel().export(document("en", [Chapter("c", "Content", (table,))]), Settings(), path, Told())
        sheet = openpyxl.load_workbook(path)["Content"]
        ends = [str(sheet.cell(each.id, FIRST).value) for each in sheet.row_breaks.brk]
        assert len(ends) >= 5
        assert not [end for end in ends if end.startswith("Stage")]


def test_short_texts_of_a_column_are_not_wrapped_for_want_of_a_place(tmp_path: Path) -> None:
    """The kinds of figures beside twelve months: one line a row, as wide as they are in Japanese."""
    months = tuple(Column(f"m{at}", f"{at}月", "money") for at in range(12))
    columns = (Column("name", "指標名"), Column("kind", "種別"), *months)
    figures = tuple(figure(30_000) for _ in months)
    name = "導入事例を渡した商談の割合"
    rows = tuple(Row(kind, (words(name), words(kind), *figures)) for kind in ("目標", "実績", "見込み"))
    needs = needs_of(Table("t", "表", columns, rows), {}, "算出不可")
    assert needs[1].least == needs[1].width
    assert needs[0].least < needs[0].width


def test_no_cell_is_merged_twice(sample: Made) -> None:
    """Excel calls such a file damaged."""
    for sheet in openpyxl.load_workbook(sample.path):
        cells = [cell for area in sheet.merged_cells.ranges for row in area.rows for cell in row]
        assert len(cells) == len(set(cells))


def check_heights(workbook: Any, least: int = 100) -> None:
    checked = 0
    for sheet in workbook:
        if sheet.sheet_state != "visible":
            continue
        for row in sheet.iter_rows(min_col=FIRST):
            for cell in row:
                if cell.data_type != "s" or not cell.alignment.wrap_text:
                    continue
                scale = cell.font.size / 10
                width = (room(sheet, cell.row, cell.column) - 2 * cell.alignment.indent - 0.7) / scale
                lines = sum(max(1, -(-_digits(line) // width)) for line in cell.value.split("\n"))
                high = height(sheet, cell.row, cell.column)
                needed = lines * LINE * scale
                assert high + 0.5 >= needed, (sheet.title, cell.coordinate, cell.value)
                checked += 1
    assert checked >= least


def _digits(text: str) -> float:
    """Width by a rule of thumb that is not the exporter's: full width 1.85, anything else 0.85."""
    return sum(1.85 if ord(char) > 0x2E7F else 0.85 for char in text)


def test_printed_there_is_nothing_cut_or_empty(sample: Made, tmp_path: Path, soffice: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("missing: pdftotext")
    printed = recalculation.converted(sample.path, soffice, tmp_path, "pdf")
    command = ["pdftotext", "-layout", str(printed), "-"]
    pages = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\f")[:-1]
    assert 9 <= len(pages) <= 16
    for at, page in enumerate(pages, 1):
        assert "###" not in page
        assert "#N" not in page
        assert f"{at}/{len(pages)}" in page.replace(" ", "")
        assert len(page.split()) > 12


# ---- measuring


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 20, 1),
        ("short", 20, 1),
        ("一二三四五六七八", 20, 1),
        ("一二三四五六七八九十", 20, 2),
        ("a\nb\n\nc", 20, 4),
    ],
)
def test_lines(text: str, width: float, lines: int) -> None:
    assert measure.lines(text, width) == lines


def test_full_width_counts_nearly_two() -> None:
    assert measure.width("予算") == pytest.approx(4, abs=0.3)
    assert measure.width("予算\n長い予算") == pytest.approx(8, abs=0.5)
    assert measure.word("ab 予算 abcdef") == pytest.approx(measure.width("abcdef"))


# ---- the grid


def table(key: str, widths: list[int], rows: int = 2) -> Table:
    columns = tuple(Column(f"c{at}", f"{at}", "text") for at in range(len(widths)))
    cells = tuple(words(("xx " * wide)[:wide]) for wide in widths)
    return Table(key, key, columns, tuple(Row(f"r{at}", cells) for at in range(rows)))


def test_each_table_gets_the_widths_it_wants() -> None:
    months = Table(
        "months",
        "M",
        tuple(Column(f"m{at}", f"{at}月", "money") for at in range(13)),
        (Row("r", tuple(figure(1234) for _ in range(13))),),
    )
    texts = table("texts", [20, 28, 28])
    grid, spans = grid_of([texts, months], {}, 0, "n/a")
    alone = {key: grid_of([each], {}, 0, "n/a") for key, each in (("months", months), ("texts", texts))}
    for key, (own, places) in alone.items():
        for span, place in zip(spans[key], places[key], strict=True):
            assert grid.room(span) == pytest.approx(own.room(place), abs=6)
    for key in spans:
        columns = [span.column for span in spans[key]]
        assert columns == sorted(columns)
        assert all(a.last < b.column for a, b in zip(spans[key], spans[key][1:], strict=False))
    assert grid.last >= max(span.last for each in spans.values() for span in each)


def test_the_room_goes_to_the_texts_that_make_rows_high() -> None:
    """Three columns that would all like more: the one that is long in every row gets most."""
    short, long = (tuple([length] * 5) for length in (40.0, 300.0))
    wants = [Need(30, text=True, least=12, content=max(each), lengths=each) for each in (short, long, short)]
    given = shared(wants, 100)
    assert given is not None
    widths = [need.width for need in given]
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert widths[1] > 3 * widths[0]
    assert min(widths) >= 12
    assert shared(wants, 35) is None


def test_texts_are_narrowed_to_fit_the_smaller_paper() -> None:
    grid, _ = grid_of([table("texts", [30, 28, 28, 28])], {}, 0, "n/a")
    assert grid.width <= PORTRAIT + 1


def test_no_word_is_torn_even_where_a_chapter_wants_a_narrow_column() -> None:
    columns = (Column("a", "A", width=6), Column("b", "B", width=6))
    texts = Table("t", "T", columns, (Row("r", (words("Forecast"), words("Supporting agency"))),))
    grid, spans = grid_of([texts], {}, 0, "n/a")
    for span, word in zip(spans["t"], ("Forecast", "Supporting"), strict=True):
        assert grid.room(span) >= measure.width(word) + measure.PADDING


def test_key_figures_get_parts_of_equal_width() -> None:
    grid, spans = grid_of([table("texts", [40, 40, 8])], {}, 4, "n/a")
    parts = grid.parts(4, grid.whole())
    widths = [grid.room(part) for part in parts]
    assert len(parts) == 4
    assert max(widths) - min(widths) < 14
    assert sum(span.count for span in spans["texts"]) <= len(grid.widths)


def test_tables_share_the_edges_of_columns_that_are_near() -> None:
    edges = Edges(60)
    first = edges.take([Need(10, True), Need(10, False)], whole=False)
    second = edges.take([Need(8, True), Need(9, False), Need(30, False)], whole=False)
    assert edges.grid().widths == [10.0, 10.0, 30.0]
    assert edges.spans(first) == (Span(FIRST), Span(FIRST + 1))
    assert edges.spans(second) == (Span(FIRST), Span(FIRST + 1), Span(FIRST + 2))


def test_the_columns_of_a_long_table_are_not_cut() -> None:
    grid, spans = grid_of([table("short", [9, 9, 9, 9, 9, 30]), table("long", [40, 20], 300)], {}, 3, "n/a")
    assert [span.count for span in spans["long"]] == [1, 1]
    assert all(grid.room(span) >= 5 for span in spans["short"])


def test_months_are_of_one_width() -> None:
    months = tuple(Column(f"m{at}", f"{at}月", "money", group="half") for at in range(6))
    row = Row("r", tuple(figure(1234 if at else 1_234_567_890) for at in range(6)))
    grid, spans = grid_of([Table("t", "T", months, (row,))], {}, 0, "n/a")
    assert len({round(grid.room(span), 6) for span in spans["t"]}) == 1


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("", '#,##0;"−"#,##0;"–";@'),
        ("万円", '#,##0"\u2009万円";"−"#,##0"\u2009万円";"–";@'),
        ("¥ M", '"¥"#,##0"\xa0M";"−¥"#,##0"\xa0M";"–";@'),
        ('"x"', '#,##0"\u2009”x”";"−"#,##0"\u2009”x”";"–";@'),
    ],
)
def test_a_unit_stands_where_its_language_puts_it(unit: str, expected: str) -> None:
    assert number_format("money", 0, "ja", "minus", "", unit) == expected


@pytest.mark.parametrize(
    ("kind", "digits", "expected"),
    [
        ("money", 0, '[>=0.5]"+"#,##0;[<=-0.5]"−"#,##0;"–";@'),
        ("number", 1, '[>=0.05]"+"#,##0.0;[<=-0.05]"−"#,##0.0;"–";@'),
        ("rate", 1, '[>=0.0005]"+"0.0%;[<=-0.0005]"−"0.0%;"–";@'),
        ("points", 1, '[>=0.05]"+"#,##0.0"\u2009pt";[<=-0.05]"−"#,##0.0"\u2009pt";"–";@'),
    ],
)
def test_a_difference_carries_its_sign_unless_there_is_none(kind: str, digits: int, expected: str) -> None:
    assert number_format(kind, digits, "ja", "minus", "", "", signed=True) == expected


def test_a_chapter_may_have_tables_of_any_shape(tmp_path: Path) -> None:
    shapes = [[5], [60, 60, 60], [3] * 20, [80], [10, 50]]
    chapter = Chapter("c", "C", tuple(table(f"t{at}", shape) for at, shape in enumerate(shapes)))
    grid, spans = grid_of([b for b in chapter.blocks if isinstance(b, Table)], {}, 5, "n/a")
    for block, shape in zip(chapter.blocks, shapes, strict=True):
        assert len(spans[block.key]) == len(shape)
        assert all(grid.room(span) >= 5 for span in spans[block.key])


def test_rows_that_changed_are_marked_in_the_gutter_and_the_cover_says_what_it_means(tmp_path: Path) -> None:
    rows = (
        Row("a", (words("A"),), changed="added"),
        Row("b", (words("B"),), changed="changed"),
        Row("c", (words("C"),)),
        Row("d", (words("D"),), mark="it", changed="changed"),
    )
    table = Table("t", "T", (Column("name", "Name"),), rows)
    made = document("en", [Chapter("c", "C", (table,))], changes_note="＋ ● since edition 2")
    path = tmp_path / "a.xlsx"
    Excel().export(made, Settings(), path, Told())
    workbook, places = openpyxl.load_workbook(path), recalculation.places_of(path)
    marks = {}
    for row in rows:
        title, address = places["t", row.id, "name"]
        marks[row.id] = workbook[title].cell(workbook[title][address].row, GUTTER).value
    assert marks == {"a": "＋", "b": "●", "c": None, "d": "IT●"}
    cover = [cell.value for row in workbook.worksheets[0].iter_rows() for cell in row]
    assert cover.count("＋ ● since edition 2") == 1
