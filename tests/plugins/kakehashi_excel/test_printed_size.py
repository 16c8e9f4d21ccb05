"""What the sample's workbooks look like on paper: pictures that can be read, tables that don't sprawl.

Everything is told from the files: paper, widths of columns, sizes of pictures, heights of rows, breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import openpyxl
import pytest
from tests.declaration import plans
from tests.declaration.test_confidentiality_law import sample
from tests.plugins.kakehashi_excel import recalculation
from tests.plugins.kakehashi_excel.samples import Made, Told

from kakehashi.api import Picture, Scene, tables
from kakehashi.declaration.audience import AUDIENCES
from kakehashi.declaration.document import document
from kakehashi.drawing.scene import Label, walk
from kakehashi.words import LANGUAGES, Language
from kakehashi_excel import Excel, Settings
from kakehashi_excel.text import one_line

pytestmark = [pytest.mark.once, pytest.mark.slow]

LEAST = 7.0  # pt of the smallest text printed
SHEETS = {"9": (595.3, 841.9), "8": (841.9, 1190.6)}  # pt of A4 and A3 upright
DIGIT, POINTS = 7, 0.75  # px of a digit of the body, pt of a px
GUTTER = 4.2  # digits: the widest


class Printed(msgspec.Struct, frozen=True):
    """A sheet on its paper: the scale, and width and height in pt that may be printed on."""

    title: str
    scale: float
    wide: float
    tall: float

    @property
    def room(self) -> float:
        """Height of a page in pt of the sheet."""
        return self.tall / self.scale


@pytest.fixture(scope="module", params=LANGUAGES)
def books(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Made]:
    """Those with most pictures, and the one that is read by those who decide."""
    language: Language = request.param
    folder, found = tmp_path_factory.mktemp("printed"), {}
    for audience in ("marketing", "executives"):
        told = document(plans.draft(sample(language)), AUDIENCES[audience], language)
        path = folder / f"{audience}-{language}.xlsx"
        Excel().export(told, Settings(), path, Told())
        found[audience] = Made(told, path)
    return found


def printed(sheet: Any) -> Printed:
    width, height = SHEETS[str(sheet.page_setup.paperSize)]
    if sheet.page_setup.orientation == "landscape":
        width, height = height, width
    margins = sheet.page_margins
    wide = width - 72 * (margins.left + margins.right)
    tall = height - 72 * (margins.top + margins.bottom)
    if not sheet.sheet_properties.pageSetUpPr.fitToPage:
        return Printed(sheet.title, sheet.page_setup.scale / 100, wide, tall)
    shown = [each for each in sheet.column_dimensions.values() if not each.hidden and each.index != "C"]
    columns = (sum(each.width for each in shown) + GUTTER) * DIGIT * POINTS
    scale = min(1.0, wide / columns)
    if sheet.page_setup.fitToHeight == 1:
        scale = min(scale, tall / sum(heights(sheet)))
    return Printed(sheet.title, scale, wide, tall)


def heights(sheet: Any) -> list[float]:
    return [sheet.row_dimensions[row].height or 16.5 for row in range(1, sheet.max_row + 1)]


def drawn(path: Path, workbook: Any) -> Iterator[tuple[Any, str, float, float]]:
    """Each picture: its sheet, its description, width and height in pt of the sheet."""
    with ZipFile(path) as archive:
        for number, sheet in enumerate(workbook.worksheets, 1):
            rels = f"xl/worksheets/_rels/sheet{number}.xml.rels"
            if rels not in archive.namelist():
                continue
            for target in re.findall(r"drawings/drawing\d+\.xml", archive.read(rels).decode()):
                anchors = archive.read(f"xl/{target}").decode().split("<oneCellAnchor")[1:]
                for each in anchors:
                    size = re.search(r'ext cx="(\d+)" cy="(\d+)"', each)
                    said = re.search(r'descr="([^"]*)"', each)
                    if "<pic" in each and size and said:
                        yield sheet, unescape(said[1]), int(size[1]) / 12_700, int(size[2]) / 12_700


def smallest(scene: Scene) -> float:
    """Size in px of the smallest text."""
    labels = [shape for shape in walk(scene.shapes) if isinstance(shape, Label)]
    return min(size for each in labels for size in (each.size, *(run.size for run in each.runs)))


def test_no_text_of_a_picture_is_printed_too_small_to_be_read(books: Mapping[str, Made]) -> None:
    checked = 0
    for told, path in books.values():
        workbook = openpyxl.load_workbook(path)
        pictures = {
            one_line(each.description or each.title): each
            for chapter in told.chapters
            for each in chapter.blocks
            if isinstance(each, Picture)
        }
        for sheet, said, wide, _ in drawn(path, workbook):
            picture, paper = pictures[said], printed(sheet)
            scale = wide / picture.scene.width * paper.scale  # pt on paper of a px
            assert smallest(picture.scene) * scale >= LEAST, (sheet.title, picture.key)
            checked += 1
    assert checked >= 20


def test_pictures_use_the_page_that_they_have(books: Mapping[str, Made]) -> None:
    """Nearly its width or its height, or what tables leave of it; never more."""
    largest = []
    for _, path in books.values():
        workbook = openpyxl.load_workbook(path)
        for sheet, said, wide, tall in drawn(path, workbook):
            paper = printed(sheet)
            across, down = wide * paper.scale / paper.wide, tall / paper.room
            assert across <= 1
            assert down <= 1
            assert max(across, down) >= 0.7, (sheet.title, said)
            if str(sheet.page_setup.paperSize) == "8":
                largest.append(max(across, down))
    assert len(largest) >= 6
    assert min(largest) >= 0.75  # below a heading of several lines
    assert sum(largest) / len(largest) >= 0.85


def test_pages_are_full_before_a_new_one_begins(books: Mapping[str, Made]) -> None:
    """Of the pages that are followed by another of the same sheet."""
    full = []
    for _, path in books.values():
        for sheet in openpyxl.load_workbook(path):
            if sheet.sheet_state != "visible" or not sheet.row_breaks.brk:
                continue
            paper, tall, start = printed(sheet), heights(sheet), 0
            for end in (each.id for each in sheet.row_breaks.brk):
                full.append(sum(tall[start:end]) / paper.room)
                start = end
            assert sum(tall[start:]) <= paper.room, sheet.title
    assert len(full) > 50
    assert max(full) <= 1.0
    assert sum(full) / len(full) >= 0.8
    assert sum(each < 0.58 for each in full) <= len(full) / 10


def test_the_measures_take_few_lines(books: Mapping[str, Made]) -> None:
    """Ten columns, two of them long: these get the room, so that a row is no higher than it must be."""
    told, path = books["marketing"]
    workbook, places = openpyxl.load_workbook(path), recalculation.places_of(path)
    table = tables(told)["budget.measures"]
    cells = [places[table.key, row.id, table.columns[0].key] for row in table.rows]
    sheet = workbook[cells[0][0]]
    high = [sheet.row_dimensions[sheet[address].row].height for _, address in cells]
    assert sum(high) / len(high) <= 100
    assert sum(high) <= 4 * printed(sheet).room
