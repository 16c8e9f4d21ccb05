"""The strict text table: what every source becomes before the engine sees it.

UTF-8, RFC 4180, comma, \\n at the end of a row, no header; each row begins with its source row number; all
cells are text, dates and numbers in ISO form; nothing = unquoted empty, empty text = `""`; line breaks in
a cell are \\n. Rows that can't be told apart from their neighbours or have another width stand in a second
table of the same form: source row, reason, the cells as JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TypeVar

import msgspec

from kakehashi.evidence.cells import Column, texts_of
from kakehashi.evidence.question import Cancelled
from kakehashi.evidence.read_as import Rule
from kakehashi.progress import Progress
from kakehashi.words import Message, PlanError

T = TypeVar("T")

LONGEST_ROW = 8 * 1024 * 1024
"""Characters; a longer row is set aside."""


class NulFound(PlanError):
    """A NUL character: no text holds one, so the file is damaged or something else than text."""

    def __init__(self, name: str, row: int) -> None:
        super().__init__("error.evidence.nul", name=name, row=row)


class Straight(msgspec.Struct, frozen=True):
    """How the engine reads a file in UTF-8, and what must come of it.

    Its first row stands in line `first_row`, from where on it has `size` bytes, `quotes` and `returns`
    (carriage returns) among them; a missing last line end is counted. `ends` is the length of a line end.
    Rows like those of `headers`, and totals unless `totals` are to be loaded, need care.
    """

    delimiter: str
    first_row: int
    size: int
    quotes: int
    returns: int
    ends: int
    headers: tuple[tuple[str, ...], ...]
    totals: bool


class TextTable(msgspec.Struct, frozen=True):
    """A strict text table on disk. `rows` and `aside` count rows; `read` is both.

    `kinds` are the kinds of cell that each column had ('text', 'number', 'date', 'flag', 'nothing').
    `rules` say how it was read. `longest` is the longest row in bytes. `sha256` is that of the source file,
    or of the rows. `name` is what the reader calls the source. `straight`: `path` is a text file as it is,
    which the engine reads so; its rows are counted then.
    """

    path: Path
    aside_path: Path
    columns: tuple[str, ...]
    rows: int
    aside: int
    longest: int
    sha256: str
    kinds: tuple[tuple[str, ...], ...]
    encoding: str = "utf-8"
    delimiter: str = ","
    rules: tuple[Rule, ...] = ()
    name: str = ""
    straight: Straight | None = None

    @property
    def read(self) -> int:
        """All rows that the source gave."""
        return self.rows + self.aside


class TextTableWriter:
    """Writes a strict text table and its rows set aside; use as a context manager.

    `hashed`: the rows are hashed on the way (see `hash_of`), for a source that is no file.
    """

    def __init__(self, folder: Path, *, hashed: bool = False) -> None:
        self.path = folder / "rows.csv"
        self.aside_path = folder / "aside.csv"
        self.rows = 0
        self.aside = 0
        self.longest = 0
        self._file: IO[bytes]
        self._aside: IO[bytes]
        self._digest = hashlib.sha256() if hashed else None

    def __enter__(self) -> Self:
        self._file = self.path.open("wb")
        self._aside = self.aside_path.open("wb")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._aside.close()

    def add_line(self, number: int, line: str) -> None:
        """A row that is already strict (comma, RFC 4180) and ends in \\n."""
        if len(line) > self.longest:
            if len(line) > LONGEST_ROW:
                self.set_aside(number, "too_long", [line[:1000]])
                return
            self.longest = len(line)
        self.rows += 1
        self._write(f"{number},{line}")

    def add_columns(self, numbers: Sequence[int], columns: Sequence[Column]) -> None:
        """Rows given by column; a text that is empty, not missing, stands in a column of texts one by one."""
        lines = list(map(",".join, zip(map(str, numbers), *map(_strict, columns), strict=True)))
        longest = max(map(len, lines), default=0)
        if longest > LONGEST_ROW:
            for number, *cells in zip(numbers, *map(texts_of, columns), strict=True):
                self.add(number, cells)
            return
        self.longest = max(self.longest, longest)
        self.rows += len(lines)
        lines.append("")
        self._write("\n".join(lines))

    def add_lines(self, lines: list[str]) -> None:
        """Rows that are already strict and begin with their number; none is too long."""
        self.rows += len(lines)
        self.longest = max(self.longest, max(map(len, lines), default=0))
        self._write("".join(lines))

    def add(self, number: int, cells: Iterable[str | None]) -> None:
        """A row of texts; None is nothing."""
        self.add_line(number, ",".join(map(_quoted, cells)) + "\n")

    def set_aside(self, number: int, reason: str, cells: Sequence[str | None]) -> None:
        """A row that can't be loaded, with the id of the reason."""
        self.aside += 1
        raw = json.dumps(cells, ensure_ascii=False).replace('"', '""')
        self._aside.write(_bytes(f'{number},{reason},"{raw}"\n'))

    def _write(self, rows: str) -> None:
        written = _bytes(rows)
        self._file.write(written)
        if self._digest is not None:
            self._digest.update(written)

    def hash_of(self, columns: tuple[str, ...]) -> str:
        """SHA-256 over column names, rows and rows set aside, once all are written."""
        assert self._digest is not None
        whole = hashlib.sha256("\x1f".join(columns).encode())
        whole.update(self._digest.digest())
        whole.update(self.aside_path.read_bytes())
        return whole.hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _strict(column: Column) -> Sequence[str]:
    """The cells of a column as they stand in the file."""
    if isinstance(column, str):
        whole, cells = column, column.split("\n")
    else:
        if "" in column:
            return ['""' if cell == "" else _quoted_if_needed(cell or "") for cell in column]
        cells = [cell or "" for cell in column]
        whole = "".join(cells)
        if "\n" in whole:
            return [_quoted_if_needed(cell) for cell in cells]
    return [_quoted_if_needed(cell) for cell in cells] if "," in whole or '"' in whole else cells


def _quoted_if_needed(cell: str) -> str:
    if '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return f'"{cell}"' if "," in cell or "\n" in cell else cell


def _quoted(cell: str | None) -> str:
    if cell is None:
        return ""
    if cell == "" or not cell.isalnum():
        return '"' + cell.replace('"', '""') + '"'
    return cell


def plain_breaks(text: str) -> str:
    """A text with \\n for every line break."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def unique_names(header: Iterable[str | None]) -> tuple[str, ...]:
    """Header cells as column names: trimmed, empty ones numbered (#3), repeated ones told apart (A (2))."""
    names: list[str] = []
    for place, cell in enumerate(header, 1):
        name = plain = " ".join((cell or "").split()) or f"#{place}"
        count = 1
        while name in names:
            count += 1
            name = f"{plain} ({count})"
        names.append(name)
    return tuple(names)


def given(batches: Iterator[T], name: str) -> Iterator[T]:
    """What a source gives; one that can't be read says so as itself, not as our disk."""
    try:
        yield from batches
    except OSError as error:
        raise PlanError("error.evidence.unreadable", name=name) from error


def tell(progress: Progress | None, done: int) -> None:
    """So many rows are read. Raises Cancelled."""
    if progress is not None:
        if progress.cancelled:
            raise Cancelled
        progress(done, None, Message("evidence.step.reading"))
