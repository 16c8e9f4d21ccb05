"""The rows of FACTS.md about workbooks: what a good import opens, with which counts, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

FOLDERS = {"tafia/calamine:tests/": "spreadsheet-cases", "SheetJS/test_files:": "spreadsheet-cases-sheetjs"}
_ROW = re.compile(r"\| `([^`]+)` \|[^|]*\| (OPENS|FAILS) (.*) \|")
_SHEET = re.compile(r"\s*(.+?):(?:(\d+)r/(\d+)c|OSError)(?:; |$)")


class Case(msgspec.Struct, frozen=True):
    """A workbook: its sheets with rows and filled cells, or `refused` with what a plain reader says."""

    path: Path
    sheets: dict[str, tuple[int, int]]
    refused: str = ""


def cases(data: Path) -> list[Case]:
    """All of them, in the order of the page."""
    return [
        _case(data, *found.groups())
        for line in (data / "FACTS.md").read_text("utf-8").splitlines()
        if (found := _ROW.fullmatch(line)) is not None
    ]


def _case(data: Path, name: str, verdict: str, said: str) -> Case:
    prefix = next(each for each in FOLDERS if name.startswith(each))
    path = data / FOLDERS[prefix] / name.removeprefix(prefix)
    if verdict == "FAILS":
        return Case(path, {}, said)
    sheets = {
        sheet: (int(rows), int(cells))
        for sheet, rows, cells in _SHEET.findall(said.partition("; …")[0])
        if rows
    }
    return Case(path, sheets)
