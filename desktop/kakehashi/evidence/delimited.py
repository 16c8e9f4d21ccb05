"""A delimited text file to the strict text table: the host recodes it, row by row, never all in memory.

Rows that are strict already (most files, all rows) are copied with their number in front; only the others
are taken apart. A row number counts rows as a spreadsheet shows them: the header is row 1, a row that goes
over several lines counts once, blank lines count but are no rows.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from kakehashi.evidence.encodings import FileLook, look_at, unreadable
from kakehashi.evidence.question import Cancelled
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.text_table import TextTable, TextTableWriter, unique_names
from kakehashi.progress import Progress
from kakehashi.words import Message, PlanError

DELIMITERS = (",", ";", "\t")
LONGEST_OPEN = 1 << 20
"""Characters that a quoted cell may go on over several lines, before its quote counts as never closed."""

_QUOTED = re.compile('"[^"]*"')


class _BrokenQuotes(Exception):
    """Quotes that don't close, or text after a closing quote; `more` are the lines read beyond the first."""

    def __init__(self, more: list[str]) -> None:
        self.more = more


def read_delimited(file: DelimitedFile, folder: Path, progress: Progress | None = None) -> TextTable:
    """The file as a strict text table in `folder`.

    Rows of another width than the header, and rows whose quotes don't close, are set aside. Raises
    PlanError: what `encodings.look_at` refuses, no header, no rows.
    """
    look = look_at(file.path, file.encoding)
    try:
        delimiter = file.delimiter or find_delimiter(file.path, look.encoding)
        with (
            file.path.open(encoding=look.encoding, newline=None) as lines,
            TextTableWriter(folder) as writer,
        ):
            columns = _copy(_Lines(lines), writer, delimiter, _reporter(lines, look, progress))
    except OSError as error:
        if error.filename == str(file.path):
            raise unreadable(file.path, error) from error
        raise
    if not columns:
        raise PlanError("error.evidence.empty", name=file.path.name)
    if not writer.rows + writer.aside:
        raise PlanError("error.evidence.no_rows", name=file.path.name)
    return TextTable(
        writer.path,
        writer.aside_path,
        columns,
        writer.rows,
        writer.aside,
        writer.longest * 4,
        look.sha256,
        (("text",),) * len(columns),
        look.encoding,
        delimiter,
    )


class _Lines:
    """The lines of a file, some of which may be given back."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._back: deque[str] = deque()

    def next(self) -> str | None:
        if self._back:
            return self._back.popleft()
        return next(self._file, None)

    def give_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))

    def __iter__(self) -> Iterator[str]:
        while (line := self.next()) is not None:
            yield line


def _reporter(lines: IO[str], look: FileLook, progress: Progress | None) -> Callable[[], None]:
    def report() -> None:
        if progress is None:
            return
        if progress.cancelled:
            raise Cancelled
        done = min(lines.buffer.tell(), look.size)  # type: ignore[attr-defined]  # a TextIOWrapper
        progress(done, look.size, Message("evidence.step.reading"))

    return report


def _copy(
    lines: _Lines, writer: TextTableWriter, delimiter: str, report: Callable[[], None]
) -> tuple[str, ...]:
    """Copy all rows; returns the column names (none: the file has no text)."""
    number, columns = _header(lines, delimiter)
    width = len(columns)
    wanted = width - 1
    between = f'"{delimiter}"'
    strict = _strict_row(width, delimiter)
    plain = delimiter == ","
    for line in lines:
        number += 1
        if number & 0x3FFF == 0:
            report()
        if not line.endswith("\n"):
            line += "\n"
        if '"' not in line:
            if line.count(delimiter) == wanted and (plain or "," not in line):
                if width > 1 or line != "\n":
                    writer.add_line(number, line if plain else line.replace(delimiter, ","))
                continue
        elif line[0] == '"' and line[-2] == '"' and len(line) > 2:
            inner = line[1:-2]
            if inner.count('"') == 2 * wanted and inner.count(between) == wanted:
                writer.add_line(number, line if plain else line.replace(between, '","'))
                continue
        if plain and '"' in line and strict.fullmatch(line):
            writer.add_line(number, line)
            continue
        _take_apart(line, lines, writer, delimiter, number, width)
    return columns


def _header(lines: _Lines, delimiter: str) -> tuple[int, tuple[str, ...]]:
    """The first line that isn't blank, and how many rows were passed with it."""
    number = 0
    for line in lines:
        number += 1
        if line.strip():
            try:
                cells = _cells(line, lines, delimiter)
            except _BrokenQuotes as broken:
                lines.give_back(broken.more)
                cells = [cell.strip('" ') for cell in line.rstrip("\n").split(delimiter)]
            return number, unique_names(cells)
    return number, ()


def _strict_row(width: int, delimiter: str) -> re.Pattern[str]:
    cell = f'(?:[^"{re.escape(delimiter)}\n]*|"[^"]*(?:""[^"]*)*")'
    return re.compile(f"{cell}(?:{re.escape(delimiter)}{cell}){{{width - 1}}}\n")


def _take_apart(
    line: str, lines: _Lines, writer: TextTableWriter, delimiter: str, number: int, width: int
) -> None:
    try:
        cells = _cells(line, lines, delimiter)
    except _BrokenQuotes as broken:
        lines.give_back(broken.more)
        writer.set_aside(number, "quotes", [line.rstrip("\n")])
        return
    if len(cells) == 1 and not (cells[0] or "").strip() and '"' not in line:
        return  # a blank line is no row
    if len(cells) != width:
        writer.set_aside(number, "width", cells)
    else:
        writer.add(number, cells)


def _cells(line: str, lines: _Lines, delimiter: str) -> list[str | None]:
    """The cells of the row that begins with `line`; takes more lines while a quoted cell is open."""
    cells: list[str | None] = []
    more: list[str] = []
    at = 0
    while True:
        if line.startswith('"', at):
            line, end = _closing_quote(line, at + 1, lines, more)
            cells.append(line[at + 1 : end].replace('""', '"'))
            at = end + 1
            if line.startswith(delimiter, at):
                at += 1
                continue
            if line[at:].strip(" \n"):
                raise _BrokenQuotes(more)
            return cells
        end = line.find(delimiter, at)
        if end < 0:
            cells.append(line[at:].rstrip("\n") or None)
            return cells
        cells.append(line[at:end] or None)
        at = end + 1


def _closing_quote(line: str, at: int, lines: _Lines, more: list[str]) -> tuple[str, int]:
    """The row so far and where its open quote closes; fetches lines until it does."""
    while True:
        end = line.find('"', at)
        if end < 0:
            following = lines.next()
            if following is None or len(line) > LONGEST_OPEN:
                raise _BrokenQuotes([*more, *([following] if following is not None else [])])
            more.append(following)
            at = len(line)
            line += following
        elif line.startswith('"', end + 1):
            at = end + 2
        else:
            return line, end


def find_delimiter(path: Path, encoding: str) -> str:
    """Comma, semicolon or tab: the one in the header that cuts most rows of the whole file like it.

    A file whose header has none of them has one column.
    """
    with path.open(encoding=encoding, newline=None) as file:
        header = next((line for line in file if line.strip()), "")
        bare = _QUOTED.sub("", header)
        widths = {mark: bare.count(mark) for mark in DELIMITERS if mark in bare}
        if len(widths) < 2:
            return next(iter(widths), ",")
        same = dict.fromkeys(widths, 0)
        for line in file:
            bare = _QUOTED.sub("", line) if '"' in line else line
            for mark, width in widths.items():
                if bare.count(mark) == width:
                    same[mark] += 1
    return max(widths, key=lambda mark: (same[mark], widths[mark]))
