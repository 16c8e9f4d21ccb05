"""Delimited files and batches become one strict text table; what is no text is refused with a sentence."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.evidence.delimited import read_delimited
from kakehashi.evidence.encodings import unreadable
from kakehashi.evidence.looking import load_stage
from kakehashi.evidence.source import Batch, Cell, DelimitedFile
from kakehashi.evidence.taking import take_rows
from kakehashi.evidence.text_table import TextTable
from kakehashi.words import LANGUAGES, PlanError, text

ROWS = [["商談ID", "会社名", "金額"], ["D1", "㈱髙橋①", "1,200"], ["D2", "", '5" pipe'], ["D3", "a\nb", "〜"]]


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    out = []
    for row in rows:
        cells = [
            '"' + cell.replace('"', '""') + '"'
            if any(mark in cell for mark in (delimiter, '"', "\n"))
            else cell
            for cell in row
        ]
        out.append(delimiter.join(cells) + end)
    return "".join(out)


def stage(table: TextTable) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    with duckdb.connect() as connection:
        load_stage(connection, table)
        return (
            connection.execute("SELECT * FROM stage ORDER BY r").fetchall(),
            connection.execute("SELECT r, reason, raw FROM aside ORDER BY r").fetchall(),
        )


def read(path: Path, folder: Path, **more: str) -> TextTable:
    folder.mkdir(exist_ok=True)
    return read_delimited(DelimitedFile(path, **more), folder)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "cp932", "euc_jp"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_delimiter_and_line_end_gives_the_same(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    rows = [[cell.replace("〜", "～") for cell in row] for row in ROWS]
    if encoding == "euc_jp":  # knows neither ㈱ nor ①
        rows = [[cell.replace("㈱髙橋①", "株式会社高橋のデータ") for cell in row] for row in rows]
        rows = [[cell.replace("～", "") for cell in row] for row in rows]
    content = written(rows, delimiter, end)
    path = tmp_path / "file.csv"
    if encoding == "utf-16-le-bom":
        path.write_bytes(b"\xff\xfe" + content.encode("utf-16-le"))
    else:
        path.write_bytes(content.encode(encoding))
    table = read(path, tmp_path / "out")
    assert table.columns == ("商談ID", "会社名", "金額")
    assert table.delimiter == delimiter
    cells, aside = stage(table)
    assert aside == []
    assert [row[0] for row in cells] == [2, 3, 4]
    assert [[cell or "" for cell in row[1:]] for row in cells] == rows[1:]


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=5),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_python_writes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], quoting: int
) -> None:
    folder = tmp_path_factory.mktemp("csv")
    path = folder / "file.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=quoting, lineterminator="\n")
        writer.writerows([["a", "b", "c"], *rows, ["last", "", "1"]])
    cells, aside = stage(read(path, folder / "out"))
    assert aside == []
    # A row with nothing in any cell is no row; one of empty texts ("") is.
    rows = [row for row in rows if any(row) or quoting == csv.QUOTE_ALL]
    assert [[cell or "" for cell in row[1:]] for row in cells] == [*rows, ["last", "", "1"]]


def test_nothing_and_empty_text_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text('a,b\n,""\n"",\n"x",""\n')
    cells, _ = stage(read(path, tmp_path / "out"))
    assert cells == [(2, None, ""), (3, "", None), (4, "x", "")]


def test_hurt_rows_are_set_aside_and_their_neighbours_load(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(
        'a,b\n1,one\n2\n3,three,more\n\n4,"four\n5,five\n"6" x,six\n7,"se,ven"\n'
        '"8,""eight"""\n9,5" pipe\n10,"ten\n'
    )
    cells, aside = stage(read(path, tmp_path / "out"))
    assert [row[1:] for row in cells] == [
        ("1", "one"),
        ("5", "five"),
        ("7", "se,ven"),
        ("8", "eight"),
        ("9", '5" pipe'),
    ]
    assert [(row[0], row[1]) for row in aside] == [
        (3, "width"),
        (4, "width"),
        (6, "quotes"),
        (8, "quotes"),
        (12, "quotes"),
    ]
    assert json.loads(str(aside[1][2])) == ["3", "three", "more"]


def test_a_quote_that_never_closes_takes_one_row_only(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a,b\n" + '1,"open\n' + "".join(f"{n},text\n" for n in range(200_000)))
    table = read(path, tmp_path / "out")
    assert (table.rows, table.aside) == (200_000, 1)


def test_rows_of_csv_spectrum(data: Path, tmp_path: Path) -> None:
    for path in sorted((data / "csv-dialects/csv-spectrum/csvs").glob("*.csv")):
        right = json.loads((path.parent.parent / "json" / f"{path.stem}.json").read_text("utf-8"))
        right = [right] if isinstance(right, dict) else right
        table = read(path, tmp_path / path.stem)
        cells, aside = stage(table)
        found = [dict(zip(table.columns, (cell or "" for cell in row[1:]), strict=True)) for row in cells]
        # Our columns are trimmed, and a line break in a cell is \n whatever the file has.
        wanted = [
            {" ".join(key.split()): value.replace("\r\n", "\n") for key, value in row.items()}
            for row in right
        ]
        if path.stem == "location_coordinates":  # the two files name different telephone numbers
            for row in (*found, *wanted):
                del row["Contact Phone Number"]
        assert (path.name, found, aside) == (path.name, wanted, [])


def test_the_delimiter_is_found_from_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("name;amount, net;stage\n" + "x;1,5;won\ny;2;lost\n" * 3)
    assert read(path, tmp_path / "out").columns == ("name", "amount, net", "stage")


def refused(path: Path, tmp_path: Path, **more: str) -> PlanError:
    with pytest.raises(PlanError) as caught:
        read(path, tmp_path / "out", **more)
    for language in LANGUAGES:
        assert text(caught.value.message, language)
    return caught.value


def test_what_is_no_text_file_is_refused(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "deals.csv"
    assert refused(path, tmp_path).message.id == "error.evidence.not_found"
    assert refused(tmp_path, tmp_path).message.id == "error.evidence.is_folder"
    for content, message in [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\n", "empty"),
        (b"a,b\n", "no_rows"),
        (b"%PDF-1.7 ...", "binary"),
        (b"\x1f\x8b\x08", "binary"),
        (b"<!DOCTYPE html><table>", "web_page"),
        (b"a,b\n1,2\n3,\0\n", "nul"),
    ]:
        path.write_bytes(content)
        assert refused(path, tmp_path).message.id == f"error.evidence.{message}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    assert refused(path, tmp_path).message.id == "error.evidence.workbook"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert refused(path, tmp_path).message.id == "error.evidence.binary"
    sheets = data / "spreadsheet-cases-sheetjs"
    path.write_bytes((sheets / "1904.xls").read_bytes())
    assert refused(path, tmp_path).message.id == "error.evidence.workbook"
    locked = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + locked)
    assert refused(path, tmp_path).message.id == "error.evidence.locked_workbook"


def test_nul_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"a,b\n1,2\n3,\0\n")
    assert refused(path, tmp_path).message.values["row"] == 3


def test_bad_bytes_are_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("名前,b\n一,2\n".encode() + b"x\xff\xfe,3\n" + "二,4\n".encode())
    error = refused(path, tmp_path)
    assert error.message.id == "error.evidence.bad_bytes"
    assert (error.message.values["lines"], error.message.values["encoding"]) == ("3", "UTF-8")
    path.write_bytes("名前,b\n一,2\n".encode("cp932"))
    assert refused(path, tmp_path, encoding="utf-8").message.values["lines"] == "1, 2"
    path.write_bytes(b"\xff\xfea\x00,\x00b\x00\n\x00\x00\xd8x\x00")
    assert refused(path, tmp_path).message.id == "error.evidence.bad_bytes"
    assert refused(path, tmp_path, encoding="klingon").message.id == "error.evidence.no_such_encoding"


def test_a_western_code_page_is_not_read_as_japanese(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("name,b\nSociété,1\nMüller,2\nGarçon,3\n".encode("cp1252"))
    table = read(path, tmp_path / "out")
    assert [row[1] for row in stage(table)[0]] == ["Société", "Müller", "Garçon"]
    assert table.rules[0].reason.id == "evidence.rule.western"
    assert read(path, tmp_path / "out", encoding="cp1252").rules[0].reason.id == "evidence.rule.encoding"


def test_shift_jis_means_cp932(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("名前,b\n㈱①,2\n".encode("cp932"))
    assert stage(read(path, tmp_path / "out", encoding="shift_jis"))[0] == [(2, "㈱①", "2")]


def test_a_file_without_permission(tmp_path: Path) -> None:
    error = unreadable(tmp_path / "file.csv", PermissionError(13, "Permission denied"))
    assert error.message.id == "error.evidence.unreadable"
    assert "file.csv" in str(error)


def test_header_cells_become_unique_names(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a,,a, a \n1,2,3,4\n")
    assert read(path, tmp_path / "out").columns == ("a", "#2", "a (2)", "a (3)")


def batches(*rows: tuple[Cell, ...], columns: tuple[str, ...] = ("a", "b")) -> Iterator[Batch]:
    yield Batch(columns, list(rows))


def test_batches_become_the_same_kind_of_table(tmp_path: Path) -> None:
    table = take_rows(
        batches(
            ("x", None),
            ("", True),
            (Decimal("1E+3"), 1.5),
            (date(2026, 4, 1), datetime(2026, 4, 1, 9, 30)),
            ("a\r\nb", 7),
            ("short",),
        ),
        tmp_path,
        "source",
    )
    cells, aside = stage(table)
    assert cells == [
        (1, "x", None),
        (2, "", "true"),
        (3, "1000", "1.5"),
        (4, "2026-04-01", "2026-04-01 09:30:00"),
        (5, "a\nb", "7"),
    ]
    assert [row[:2] for row in aside] == [(6, "width")]
    assert table.kinds[1] == ("date", "flag", "nothing", "number")


def test_batches_that_cannot_be_right_are_refused(tmp_path: Path) -> None:
    def changing() -> Iterator[Batch]:
        yield Batch(("a",), [("1",)])
        yield Batch(("b",), [("2",)])

    def broken() -> Iterator[Batch]:
        yield Batch(("a",), [("1",)])
        raise ConnectionResetError(104, "Connection reset by peer")

    for rows, message in [
        (batches(("x", "nul \0")), "nul"),
        (batches(), "no_rows"),
        (changing(), "columns_changed"),
        (broken(), "unreadable"),
    ]:
        with pytest.raises(PlanError) as caught:
            take_rows(rows, tmp_path, "source")
        assert caught.value.message.id == f"error.evidence.{message}"
