"""Files that call themselves workbooks and are something else: web pages, text, other archives."""

from __future__ import annotations

import zipfile
from pathlib import Path

from kakehashi.api import DelimitedFile, PlanError

ARCHIVE = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_BYTE_ORDER = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MANIFESTS = {"[content_types].xml", "content.xml"}
LARGEST = 2 << 30
"""Bytes that the parts of an archive may have when unpacked."""


def text_in(path: Path) -> DelimitedFile | None:
    """The file when it is delimited text under a workbook's name; None when it is a workbook.

    Raises PlanError for whatever else it is.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1 << 16)
    except OSError as error:
        raise PlanError("error.workbook.cannot_open", name=path.name) from error
    if head.startswith((ARCHIVE, COMPOUND)):
        return None
    if not head:
        raise PlanError("error.workbook.empty", name=path.name)
    if head.startswith(_OLD_EXCEL):
        raise PlanError("error.workbook.old_excel", name=path.name)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\0\xff\xfe")
    if start.startswith(b"<"):
        raise PlanError("error.workbook.web_page", name=path.name)
    if _delimited(head):
        return DelimitedFile(path)
    raise PlanError("error.workbook.damaged", name=path.name)


def _delimited(head: bytes) -> bool:
    """Whether two lines at least are cut alike by a separator."""
    if b"\0" in head and not head.startswith(_BYTE_ORDER[1:]):
        return False
    lines = [line for line in head.replace(b"\0", b"").splitlines() if line.strip()][:20]
    return any(
        len(lines) > 1 and lines[0].count(mark) and lines[0].count(mark) == lines[1].count(mark)
        for mark in (b"\t", b",", b";")
    )


def check_archive(path: Path) -> None:
    """Raises PlanError when an archive holds no workbook, or would be unpacked beyond all measure."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise PlanError("error.workbook.damaged", name=path.name) from error
    if sum(part.file_size for part in parts) > LARGEST:
        raise PlanError("error.workbook.too_large", name=path.name)
    names = {part.filename.replace("\\", "/").lstrip("/").lower() for part in parts}
    if names.isdisjoint(_MANIFESTS) or any(name.startswith(("word/", "ppt/")) for name in names):
        raise PlanError("error.workbook.other_archive", name=path.name)
