"""How many cells of a worksheet hold an error. The reading library gives such cells as empty ones; in xlsx
and xlsm they can be counted in the part of the sheet itself.
"""

from __future__ import annotations

import posixpath
import re
import threading
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

_PIECE = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\bt=(?:\"e\"|'e')")


class ErrorCount:
    """Counts in a thread of its own, beside the reading."""

    def __init__(self, path: Path, sheet: str) -> None:
        self._count: int | None = None
        self._thread = threading.Thread(target=self._run, args=(path, sheet), daemon=True)
        self._thread.start()

    def _run(self, path: Path, sheet: str) -> None:
        try:
            with zipfile.ZipFile(path) as archive:
                part = _part_of(archive, sheet)
                self._count = None if part is None else _errors(archive, part)
        except (zipfile.BadZipFile, ET.ParseError, KeyError, OSError, ValueError, MemoryError):
            self._count = None  # the library could read it all the same: then nothing is told

    def wait(self) -> int | None:
        """The number of cells; None when it can't be told."""
        self._thread.join()
        return self._count


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The name of the part that holds a worksheet."""
    book = ET.fromstring(archive.read("xl/workbook.xml"))
    wanted = None
    for element in book.iter():
        if _local(element.tag) == "sheet" and element.get("name") == sheet:
            wanted = next(
                (text for name, text in element.items() if _local(name) == "id" and "}" in name), None
            )
    if wanted is None:
        return None
    for relation in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        if relation.get("Id") == wanted:
            return posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
    return None


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _errors(archive: zipfile.ZipFile, part: str) -> int:
    count = 0
    rest = b""
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            whole = rest + piece
            cut = whole.rfind(b"<") + 1 or len(whole)
            if b'="e"' in whole or b"='e'" in whole:
                # What begins with the last '<' is counted with the next piece.
                count += len(_CELL.findall(whole, 0, cut))
            rest = whole[cut - 1 :] if cut <= len(whole) else b""
    return count + len(_CELL.findall(rest))
