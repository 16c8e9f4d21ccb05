"""The sample's largest workbook against openpyxl writing the same file bare; and what a larger plan costs.

The bare peer has the finished workbook's cells, styles, merged areas, names, rules, pictures and charts in
hand as plain data and puts them into a new workbook; pictures are drawn by both. It lays nothing out,
measures no texts, makes no formulas, and writes no cached values.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from tests.benchmarks.large_plan import large_plan
from tests.benchmarks.timing import Ratio, compared, timed
from tests.declaration import plans
from tests.declaration.test_confidentiality_law import sample

from kakehashi.api import Document, Picture, png, svg
from kakehashi.declaration.audience import AUDIENCES
from kakehashi.declaration.document import document
from kakehashi_excel import Excel, Settings

BOUND, GROWTH = 1.4, 1.2
FEW, MANY = 500, 5_000
RUNS = 5
SCALE = 2.0  # device px per px, as in the export


class _Quiet:
    cancelled = False

    def __call__(self, done: int, total: int, what: str) -> None:
        pass


def measure(folder: Path) -> list[Ratio]:
    """The ratio, and how time and memory grow with ten times as many measures."""
    told = document(plans.draft(sample("ja")), AUDIENCES["marketing"], "ja")
    path = folder / "marketing.xlsx"
    bare = _bare(told, path, folder / "bare.xlsx")
    name = "workbook of the sample for marketing / openpyxl writing it bare"
    return [
        compared(name, lambda: _export(told, path), bare, bound=BOUND, runs=RUNS),
        *_growth(folder / "large.xlsx"),
    ]


def _export(told: Document, path: Path) -> None:
    Excel().export(told, Settings(), path, _Quiet())


def _growth(path: Path) -> list[Ratio]:
    """Both per measure: 1 is linear growth."""
    few, many = (_large(count) for count in (FEW, MANY))

    def cost(measured: Callable[[Document], float]) -> tuple[float, float]:
        return measured(many) / MANY, measured(few) / FEW

    def seconds(told: Document) -> float:
        return timed(lambda: _export(told, path))

    def peak(told: Document) -> float:
        tracemalloc.start()
        _export(told, path)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return float(size)

    seconds(few)
    name = f"a workbook of {MANY:,} measures, per measure / of {FEW:,}"
    return [
        Ratio(f"{name}: time", *cost(seconds), bound=GROWTH),
        Ratio(f"{name}: memory", *cost(peak), bound=GROWTH, unit="bytes"),
    ]


def _large(measures: int) -> Document:
    """The budget and metrics of a plan of so many measures (a quarter of its items), for marketing."""
    audience = plans.reading("budget", "full", AUDIENCES["marketing"])
    return document(plans.draft(large_plan(4 * measures)), audience, "ja")


# ---- the peer


def _bare(told: Document, path: Path, target: Path) -> Callable[[], None]:
    """Writes the workbook anew, given all that is in it."""
    workbook = _caught(told, path)
    sheets = [_content(sheet) for sheet in workbook]
    looks = {name: getattr(workbook, name) for name in _LOOKS}
    names = list(workbook.defined_names.values())
    pictures = [each for chapter in told.chapters for each in chapter.blocks if isinstance(each, Picture)]

    def write() -> None:
        from openpyxl import Workbook

        new = Workbook()
        new.remove(new.active)
        for name, value in looks.items():
            setattr(new, name, value)
        for each in pictures:
            png(svg(each.scene, language="ja"), SCALE, "ja")
        for content in sheets:
            _write(new, content)
        for name in names:
            new.defined_names.add(name)
        new.save(target)

    return write


def _caught(told: Document, path: Path) -> Any:
    """The openpyxl workbook of an export, just before it is saved."""
    from kakehashi_excel import workbook

    caught: list[Any] = []
    save = workbook.save
    workbook.save = lambda book, *_: caught.append(book)  # type: ignore[assignment]
    try:
        _export(told, path)
    finally:
        workbook.save = save
    return caught[0]


class _Content(msgspec.Struct):
    """What is on a sheet."""

    title: str
    state: str
    cells: list[tuple[int, int, Any, Any, Any]]  # row, column, value, type, style
    merged: list[str]
    parts: dict[str, Any]
    charts: list[Any]
    images: list[Any]


def _content(sheet: Any) -> _Content:
    cells = [
        (row, column, cell._value, cell.data_type, cell._style)
        for (row, column), cell in sorted(sheet._cells.items())
    ]
    parts = {name: getattr(sheet, name) for name in _PARTS}
    merged = [each.coord for each in sheet.merged_cells.ranges]
    charts, images = list(sheet._charts), list(sheet._images)
    return _Content(sheet.title, sheet.sheet_state, cells, merged, parts, charts, images)


def _write(workbook: Any, content: _Content) -> None:
    """By openpyxl's own calls, but for what they are slow at: looks are shared, merged areas not searched."""
    from openpyxl.worksheet.cell_range import CellRange

    sheet = workbook.create_sheet(content.title)
    sheet.sheet_state = content.state
    for row, column, value, kind, look in content.cells:
        cell = sheet.cell(row, column)
        if value is not None:
            cell.value = value
            cell.data_type = kind
        cell._style = look
    for area in content.merged:
        sheet.merged_cells.ranges.add(CellRange(area))
    for name, value in content.parts.items():
        setattr(sheet, name, value)
    for chart in content.charts:
        sheet.add_chart(chart)
    for image in content.images:
        sheet.add_image(image)


_LOOKS = ("_cell_styles", "_fonts", "_fills", "_borders", "_alignments", "_number_formats", "_protections")
_PARTS = (
    "row_dimensions",
    "column_dimensions",
    "data_validations",
    "page_setup",
    "page_margins",
    "HeaderFooter",
    "row_breaks",
    "sheet_format",
    "sheet_properties",
    "views",
)
