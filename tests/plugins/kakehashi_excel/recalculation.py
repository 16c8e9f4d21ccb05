"""Does a workbook calculate what the app says? Recalculated by LibreOffice, cell by cell.

LibreOffice keeps a cached value even if it is wrong, so cached values are stripped first.
"""

from __future__ import annotations

import atexit
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

from kakehashi.api import Document, KeyFigures, evaluated, rounded, tables
from kakehashi_excel import manifest
from kakehashi_excel.formats import digits_of, kind_of
from kakehashi_excel.prose import key_of

Target = tuple[str, ...]

_CACHED = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?)(?: t="\w+")?>(<f>[^<]*</f>)<v>[^<]*</v></c>')
_NOISE = Decimal("1e-9")  # a spreadsheet calculates in doubles; a figure at .5 may fall on either side


@dataclass(frozen=True)
class Difference:
    """A cell that does not show what the app says."""

    target: Target
    place: str
    expected: Decimal | None
    found: object


def strip_cached(path: Path, target: Path | None = None) -> Path:
    """A copy without the cached values of formulas (beside the file unless a target is given)."""
    target = target or path.with_stem(f"{path.stem}-stripped")
    stripped = 0
    with ZipFile(path) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text, count = _CACHED.subn(r"\1>\2</c>", data.decode())
                stripped += count
                data = text.encode()
            copy.writestr(name, data)
    assert stripped or not _formulas(path), "cached values were not found"
    return target


def recalculate(path: Path, soffice: Path) -> Any:
    """The values as LibreOffice calculates them (a workbook of openpyxl). Strip cached values first."""
    with tempfile.TemporaryDirectory() as folder:
        return openpyxl.load_workbook(converted(path, soffice, Path(folder), "xlsx"), data_only=True)


def converted(path: Path, soffice: Path, folder: Path, form: str) -> Path:
    """The file as LibreOffice writes it in another form ('xlsx', 'pdf')."""
    return all_converted([path], soffice, folder, form)[0]


def all_converted(paths: Sequence[Path], soffice: Path, folder: Path, form: str) -> list[Path]:
    """Files of different names, converted in one run of LibreOffice."""
    command = [
        str(soffice),
        f"-env:UserInstallation={_profile().as_uri()}",
        *("--headless", "--convert-to", form, "--outdir", str(folder), *map(str, paths)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240 + 20 * len(paths))
    return [folder / f"{path.stem}.{form}" for path in paths]


@cache
def _profile() -> Path:
    """LibreOffice's own settings, one set a process: two at once must not share any."""
    folder = tempfile.mkdtemp(prefix="soffice-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def compare(document: Document, path: Path, values: Any = None) -> list[Difference]:
    """Where a workbook shows anything but the document's figures, to the displayed digit.

    Every cell with an expression is compared with `values`, or with the cached values of the file.
    """
    workbook = values if values is not None else openpyxl.load_workbook(path, data_only=True)
    places, digits = places_of(path), _digits(document)
    expected = evaluated(document)
    found = []
    for target, value in expected.items():
        sheet, address = places[target]
        shown = workbook[sheet][address].value
        if not same(value, shown, digits[target]):
            found.append(Difference(target, f"{sheet}!{address}", value, shown))
    return found


def counted(document: Document) -> int:
    """How many cells `compare` compares."""
    return len(evaluated(document))


def places_of(path: Path) -> dict[Target, tuple[str, str]]:
    """Sheet and address of each cell of a table and of each key figure, by the manifest."""
    workbook = openpyxl.load_workbook(path, read_only=True)
    sent = manifest.read(workbook)
    workbook.close()
    return {target: place for block in sent["blocks"] for target, place in _places(block)}


def _places(block: dict[str, Any]) -> Iterator[tuple[Target, tuple[str, str]]]:
    if block["role"] == "key_figures":
        for cell in block["cells"]:
            yield (block["block"], cell["id"], ""), (block["sheet"], cell["cell"])
        return
    for row in block["rows"]:
        for column in block["columns"]:
            yield (
                (block["block"], row["id"], column["key"]),
                (block["sheet"], f"{column['column']}{row['row']}"),
            )


def _digits(document: Document) -> dict[Target, int]:
    """Digits shown of each value; those of a rate are of the percent."""
    found: dict[Target, int] = {}
    for table in tables(document).values():
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns, strict=True):
                digits = digits_of(cell, column) + 2 * (kind_of(cell, column) == "rate")
                found[table.key, row.id, column.key] = digits
    for chapter in document.chapters:
        for block in chapter.blocks:
            if isinstance(block, KeyFigures):
                for at, figure in enumerate(block.figures):
                    found[key_of(block, at)] = figure.digits + 2 * (figure.kind == "rate")
    return found


def same(expected: Decimal | None, shown: object, digits: int) -> bool:
    """Whether a cell shows what is expected; a missing value is a blank or a text that is no error."""
    if isinstance(shown, bool) or not isinstance(shown, int | float):
        return expected is None and (shown is None or (isinstance(shown, str) and not shown.startswith("#")))
    if expected is None:
        return False
    value = Decimal(repr(shown))
    return rounded(value, digits) == rounded(expected, digits) or abs(value - expected) <= _NOISE * max(
        abs(expected), Decimal(1)
    )


def set_value(path: Path, target: Target, value: float | str | None) -> Path:
    """A copy in which somebody has typed something into a cell; pictures are lost."""
    return set_values(path, {target: value})


def set_values(path: Path, typed: Mapping[Target, float | str | None]) -> Path:
    """A copy in which somebody has typed something into cells; pictures are lost."""
    places = places_of(path)
    workbook = openpyxl.load_workbook(path)
    for target, value in typed.items():
        sheet, address = places[target]
        workbook[sheet][address].value = value
    changed = path.with_stem(f"{path.stem}-changed")
    workbook.save(changed)
    return changed


def _formulas(path: Path) -> bool:
    workbook = openpyxl.load_workbook(path)
    return any(cell.data_type == "f" for sheet in workbook for row in sheet.iter_rows() for cell in row)


def alternative_texts(path: Path) -> list[str]:
    """The descriptions of the pictures and charts of a workbook."""
    with ZipFile(path) as archive:
        drawings = [archive.read(name).decode() for name in archive.namelist() if "drawings/drawing" in name]
    return [unescape(text) for each in drawings for text in re.findall(r'descr="([^"]*)"', each)]
