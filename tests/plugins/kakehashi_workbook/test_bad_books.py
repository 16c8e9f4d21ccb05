"""Files that are no good workbook: each is refused in seconds, in a sentence that says what to do, or read as
what it is."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kakehashi.evidence.question import Question
from kakehashi.evidence.taking import take_rows
from kakehashi.evidence.text_table import TextTable
from kakehashi.extension.reading import rows_of
from kakehashi.words import PlanError, text

pytestmark = pytest.mark.once  # each case starts a worker

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="deals" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"'
    ' Target="{}"/></Relationships>'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def raw_book(path: Path, sheet: str, prolog: str = "") -> Path:
    """An xlsx of one sheet, written by hand."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS.format("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format("worksheet", "worksheets/sheet1.xml"))
        archive.writestr("xl/worksheets/sheet1.xml", prolog + sheet)
    return path


def cell(place: str, value: str, kind: str = "n") -> str:
    return f'<c r="{place}" t="{kind}"><v>{value}</v></c>'


def taken(folder: Path, path: Path, sheet: str | None = None) -> TextTable:
    return take_rows(rows_of(None, path, sheet), folder, path.name)


def refused(folder: Path, path: Path) -> str:
    started = time.monotonic()
    with pytest.raises(PlanError) as caught:
        taken(folder, path)
    assert time.monotonic() - started < 60  # not a measure of speed: it doesn't hang
    for language in ("ja", "en"):
        assert path.name in text(caught.value.message, language)  # type: ignore[arg-type]
    return caught.value.message.id


def test_a_book_written_by_hand_opens(tmp_path: Path) -> None:
    header = f"<row>{cell('A1', 'id', 'str')}{cell('B1', 'x', 'str')}</row>"
    rows = f"{header}<row>{cell('A2', '1')}{cell('B2', '2')}</row>"
    path = raw_book(tmp_path / "a.xlsx", SHEET.format(rows))
    assert taken(tmp_path, path).columns == ("id", "x")


def test_a_bomb_of_cells(tmp_path: Path) -> None:
    """Two cells far apart: the reading library makes a place for each of those between."""
    rows = f"<row>{cell('A1', 'id', 'str')}</row><row>{cell('ZZZ1000000', '1')}</row>"
    assert refused(tmp_path, raw_book(tmp_path / "far.xlsx", SHEET.format(rows))) in {
        "error.workbook.too_large",
        "error.worker.reading.memory",
    }


def test_a_sheet_that_needs_more_than_the_limit_of_memory(tmp_path: Path) -> None:
    rows = f"<row>{cell('A1', 'id', 'str')}</row><row>{cell('CV900000', '1')}</row>"
    assert (
        refused(tmp_path, raw_book(tmp_path / "wide.xlsx", SHEET.format(rows)))
        == "error.worker.reading.memory"
    )


def test_a_bomb_of_entities(tmp_path: Path) -> None:
    names = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12))
    prolog = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{names}]>'
    rows = f"<row>{cell('A1', '&a11;', 'str')}{cell('B1', 'x', 'str')}</row>"
    assert refused(tmp_path, raw_book(tmp_path / "ha.xlsx", SHEET.format(rows), prolog)).startswith(
        ("error.workbook.", "error.evidence.")
    )


def test_a_bomb_of_zeros(tmp_path: Path) -> None:
    """An archive says how large its parts are: gigabytes are refused by that, before anything is unpacked."""
    path = tmp_path / "zeros.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("xl/worksheets/sheet1.xml", " " * (1 << 20))
        archive.filelist[-1].file_size = 3 << 30
    assert refused(tmp_path, path) == "error.workbook.too_large"


def deals(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["id", "name"])
    book.active.append([1, "x"])
    book.save(path)
    return path


def test_half_a_file(tmp_path: Path) -> None:
    whole = deals(tmp_path / "whole.xlsx").read_bytes()
    half = tmp_path / "half.xlsx"
    half.write_bytes(whole[: len(whole) // 2])
    assert refused(tmp_path, half) == "error.workbook.damaged"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("empty.xlsx", b"", "empty"),
        ("page.xls", b"\xef\xbb\xbf\r\n<html><table><tr><td>id</td></tr></table></html>", "web_page"),
        ("page16.xls", "<html>".encode("utf-16"), "web_page"),
        ("xml2003.xls", b'<?xml version="1.0"?><Workbook/>', "web_page"),
        ("old.xls", b"\x09\x00\x04\x00\x02\x00\x10\x00", "old_excel"),
        ("noise.xlsx", bytes(range(256)) * 40, "damaged"),
        ("words.xls", b"Attachment not found!", "damaged"),
        ("cut.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
    ],
)
def test_files_that_only_call_themselves_workbooks(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(tmp_path, path) == f"error.workbook.{problem}"


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path, tmp_path / "none.xlsx") == "error.workbook.cannot_open"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tabs.xls", "id\tname\n1\tあおば\n2\t港\n".encode("cp932")),
        ("commas.xlsx", "id,name\n1,あおば\n2,港\n".encode()),
        ("tabs16.xls", "id\tname\n1\tあおば\n2\t港\n".encode("utf-16")),
    ],
)
def test_text_under_the_name_of_a_workbook_is_read_as_text(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    table = taken(tmp_path, path)
    assert table.columns == ("id", "name")
    assert "あおば" in table.path.read_text("utf-8")


def test_a_workbook_under_the_name_of_text_is_read_as_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    deals(tmp_path / "deals.xlsx").rename(path)
    assert taken(tmp_path, path).columns == ("id", "name")


@pytest.mark.parametrize("inside", ["deals.csv", "word/document.xml"])
def test_another_archive_is_said(tmp_path: Path, inside: str) -> None:
    path = tmp_path / "deals.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(inside, "id,name\n1,x\n")
    assert refused(tmp_path, path) == "error.workbook.other_archive"


def sheets(path: Path, **cells: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in cells.items():
        sheet = book.create_sheet(name.removeprefix("hidden_"))
        sheet.sheet_state = "hidden" if name.startswith("hidden_") else "visible"
        for row in rows:
            sheet.append(row)
    if all(name.startswith("hidden_") for name in cells):
        book.create_sheet("empty")
    book.save(path)
    return path


TABLE: list[list[object]] = [["id", "name"], [1, "x"], [2, "y"]]


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        ({"one": TABLE}, "one"),
        ({"one": TABLE, "Sheet2": [], "Sheet3": []}, "one"),
        ({"note": [["作成：営業企画"]], "one": TABLE}, "one"),
        ({"hidden_two": TABLE, "one": TABLE}, "one"),
        ({"one": TABLE, "two": TABLE}, ("one", "two")),
        ({"hidden_one": TABLE}, ("one",)),
        ({"a": [["x"], ["y"]], "b": [["z"], ["w"]]}, ("a", "b")),
    ],
)
def test_which_sheet_is_meant(
    tmp_path: Path, cells: dict[str, list[list[object]]], answer: str | tuple[str, ...]
) -> None:
    path = sheets(tmp_path / "book.xlsx", **cells)
    if isinstance(answer, str):
        table = taken(tmp_path, path)
        assert (table.rows, table.columns) == (2, ("id", "name"))
        told = [rule.value for rule in table.rules if rule.key == "sheet"]
        assert told == ([answer] if len(cells) > 1 else [])
    else:
        with pytest.raises(Question) as asked:
            taken(tmp_path, path)
        assert asked.value.readings == answer
