"""A delimited text file to the strict text table: the host recodes it, row by row, never all in memory; of a
large one it tells the engine how to read it straight.

Its dialect and the place of the table are found first, and can be overruled. Then rows that are strict
already (most files, all rows) are copied with their number in front; only the others are taken apart. A row
number counts rows as a spreadsheet shows them: a row that goes over several lines counts once, blank lines
count but are no rows.
"""

from __future__ import annotations

import re
import sys
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import islice
from os import SEEK_END
from pathlib import Path
from typing import IO, Literal

import msgspec

from kakehashi.evidence.dialect import (
    NAMED,
    USUAL,
    BrokenQuotes,
    Cells,
    Dialect,
    Lines,
    dialect_rules,
    find_dialect,
    one_line,
    row_of,
    stray_quotes,
    unwrap_rows,
    unwrapped,
)
from kakehashi.evidence.encodings import AS_ASCII, UTF8, FileLook, encoding_rule, look_at, unreadable
from kakehashi.evidence.later_table import LaterTable
from kakehashi.evidence.question import Cancelled, Question
from kakehashi.evidence.read_as import ReadAs, Rule
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.straight import LONGEST
from kakehashi.evidence.table_area import TOTAL_MARKS, TableArea, cell_kind, find_area, is_total
from kakehashi.evidence.text_table import LONGEST_ROW, Straight, TextTable, TextTableWriter
from kakehashi.progress import Progress
from kakehashi.words import Message, PlanError

SAMPLE = 1 << 18
"""Bytes of the beginning, and at most so many of other places, from which the dialect is found."""
PLACES = 5
ROWS_BELOW = 2000
"""Rows below a header far down that are looked at."""
WHOLE = 4 << 20
"""A file up to this size is searched for tables to its end; of a longer one, the beginning."""
BLOCK = 256
"""Rows that are copied at once."""
KEPT = 200
"""Lines that did not fit, by which the dialect is put to the test again."""

_TOTAL_ENDS = re.compile(r"(?:otals?|OTALS?|計)\s*(?:[:：(（][^,]*)?(?:[^\w\s]|\n)")
"""A cell that ends like the name of a total."""


Road = Literal["careful", "straight", "straight always"]
"""How a file is read: row by row here, or straight by the engine where it is large and may be well-formed;
'always' also a small one, which is not worth the trouble."""


def read_delimited(
    file: DelimitedFile,
    folder: Path,
    progress: Progress | None = None,
    told: ReadAs | None = None,
    road: Road = "careful",
) -> TextTable:
    """The file as a strict text table in `folder`, or as it is; `told` overrules what is found.

    Rows of another width than the table, rows whose quotes don't close, totals, and the header where it
    stands again are set aside. Raises PlanError: what `encodings.look_at` refuses, no rows; Question: which
    of several tables.
    """
    told = (told or ReadAs()).over(ReadAs(encoding=file.encoding, delimiter=file.delimiter))
    told = _checked(told, file.path.name)
    if road == "straight always" or (road == "straight" and _is_large(file.path)):
        recoded = folder / "recoded.csv"
        with suppress(OSError):  # then the careful road says what it is
            if (straight := _straight(file.path, told, recoded)) is not None:
                return straight
        recoded.unlink(missing_ok=True)
    look = look_at(file.path, told.encoding)
    try:
        samples = _samples(file.path, look)
        dialect = find_dialect(samples, told)
        copy = _read(file.path, look, dialect, told, folder, progress)
        if copy.hurt * 50 > copy.writer.rows or copy.broken > 1:
            again = find_dialect([*samples, *([line] for line in copy.misfits)], told)
            if again != dialect:
                copy = _read(file.path, look, again, told, folder, progress)
    except OSError as error:
        if error.filename == str(file.path):
            raise unreadable(file.path, error) from error
        raise
    return _table(copy, look)


def _checked(told: ReadAs, name: str) -> ReadAs:
    """Delimiters by name as characters; PlanError for what can't be one."""
    delimiter = NAMED.get(told.delimiter or "", told.delimiter)
    marks = {"delimiter": delimiter, "quote": told.quote, "escape": told.escape}
    for option, mark in marks.items():
        fits = mark is None or len(mark) == 1 or (mark == "" and option != "delimiter")
        if not fits or mark in ("\n", "\r"):
            raise PlanError("error.evidence.not_one_character", name=name, option=f"--{option}", value=mark)
    return msgspec.structs.replace(told, delimiter=delimiter)


def _samples(path: Path, look: FileLook) -> list[list[str]]:
    """Lines from the beginning of a file and, when it is long, from other places of it."""
    with path.open(encoding=look.encoding, newline=None) as file:
        samples = [file.readlines(SAMPLE)]
    if look.size <= WHOLE or look.encoding.startswith("utf-16"):
        return samples
    with path.open("rb") as raw:
        for place in range(1, PLACES):
            raw.seek(look.size * place // PLACES)
            raw.readline()
            text = raw.read(SAMPLE // PLACES).decode(look.encoding, errors="ignore")
            lines = text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
            samples.append(lines[:-1])
    return samples


class _Copy:
    """What came of copying the rows of a file."""

    def __init__(self, writer: TextTableWriter, area: TableArea, dialect: Dialect) -> None:
        self.writer = writer
        self.area = area
        self.dialect = dialect
        self.misfits: list[str] = []
        self.hurt = 0
        self.broken = 0
        self.wrapped = 0
        self.totals = 0
        self.again: list[int] = []
        self.header_mark = ""
        self.later = LaterTable()


def _table(copy: _Copy, look: FileLook) -> TextTable:
    writer = copy.writer
    rules = _rules(look, copy.dialect, copy.area)
    if copy.header_mark:
        rules.append(Rule("header_delimiter", copy.header_mark, Message("evidence.rule.header_delimiter")))
    if copy.wrapped:
        values = {"count": copy.wrapped}
        rules.append(Rule("wrapped", str(copy.wrapped), Message("evidence.rule.wrapped", values)))
    if copy.again:
        rows = ", ".join(map(str, copy.again[:5])) + (" …" if len(copy.again) > 5 else "")
        rules.append(Rule("part", "all", Message("evidence.rule.header_again", {"rows": rows})))
    if copy.totals:
        values = {"count": copy.totals}
        rules.append(Rule("totals", str(copy.totals), Message("evidence.rule.totals", values)))
    rules += copy.later.rules()
    return TextTable(
        writer.path,
        writer.aside_path,
        copy.area.columns,
        writer.rows,
        writer.aside,
        writer.longest * 4,
        look.sha256,
        (("text",),) * len(copy.area.columns),
        look.encoding,
        copy.dialect.delimiter,
        tuple(rules),
    )


def _rules(look: FileLook, dialect: Dialect, area: TableArea) -> list[Rule]:
    return [encoding_rule(look), *dialect_rules(dialect), *area.rules]


def _is_large(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > WHOLE


def _straight(path: Path, told: ReadAs, recoded: Path) -> TextTable | None:
    """The file as it is, or in UTF-8 at `recoded`, with what the engine has to make of it; None when it needs
    care."""
    look = look_at(path, told.encoding, recoded)
    if told.part or look.encoding not in (*UTF8, *AS_ASCII):
        return None
    dialect = find_dialect(_samples(path, look), told)
    if not dialect.strict or dialect.delimiter not in USUAL:
        return None
    area, header_mark = _find(path, look, dialect, told)
    if header_mark or area.last_row or len(area.columns) < 2:
        return None
    if look.encoding in AS_ASCII:
        path = recoded
    with path.open("rb") as file:
        lines = [file.readline(LONGEST) for _ in range(area.first_row)]
        file.seek(-1, SEEK_END)
        open_end = file.read(1) != b"\n"
    above = b"".join(lines[:-1])
    rows = [one_line(line.decode("utf-8-sig").replace("\r\n", "\n"), dialect) for line in lines[:-1]]
    if any(row is None for row in rows):
        return None  # it goes on over several lines
    mark = len(BOM_UTF8) if look.encoding == "utf-8-sig" and not above else 0
    ends = 2 if lines[0].endswith(b"\r\n") else 1
    straight = Straight(
        dialect.delimiter,
        area.first_row,
        path.stat().st_size - len(above) - mark + open_end * ends,
        look.quotes - above.count(b'"'),
        look.returns - above.count(b"\r") + (open_end and ends == 2),
        ends,
        tuple(tuple(cell or "" for cell in rows[number - 1] or ()) for number in area.header_rows),
        told.totals,
    )
    rules = tuple(_rules(look, dialect, area))
    kinds = (("text",),) * len(area.columns)
    return TextTable(
        path,
        recoded.with_name("aside.csv"),
        area.columns,
        0,
        0,
        0,
        look.sha256,
        kinds,
        look.encoding,
        dialect.delimiter,
        rules,
        straight=straight,
    )


def _read(
    path: Path, look: FileLook, dialect: Dialect, told: ReadAs, folder: Path, progress: Progress | None
) -> _Copy:
    area, header_mark = _find(path, look, dialect, told)
    with path.open(encoding=look.encoding, newline=None) as file, TextTableWriter(folder) as writer:
        copy = _Copy(writer, area, dialect)
        copy.header_mark = header_mark
        _Copier(copy, Lines(file), told, _reporter(file, look, progress)).run()
    if not writer.rows + writer.aside:
        raise PlanError("error.evidence.no_rows", name=path.name)
    return copy


def _reporter(lines: IO[str], look: FileLook, progress: Progress | None) -> Callable[[], None]:
    def report() -> None:
        if progress is None:
            return
        if progress.cancelled:
            raise Cancelled
        done = min(lines.buffer.tell(), look.size)  # type: ignore[attr-defined]  # a TextIOWrapper
        progress(done, look.size, Message("evidence.step.reading"))

    return report


# ---- where the table is


def _find(path: Path, look: FileLook, dialect: Dialect, told: ReadAs) -> tuple[TableArea, str]:
    """Where the table is in the file, and the delimiter of a header that has another one than its rows."""
    whole = look.size <= WHOLE
    with path.open(encoding=look.encoding, newline=None) as file:
        lines = file.readlines() if whole else file.readlines(SAMPLE)
        grid = _grid(lines, dialect)
        if told.header_rows and told.header_rows[0] > len(grid) and not whole:
            grid += _further(file, told.header_rows[0] - len(grid), dialect)
    mark = _mend_header(grid, dialect)
    part = told.part if isinstance(told.part, int) else None
    area = find_area(
        grid, header_rows=told.header_rows, part=part and 1, sheet=False, whole=whole, name=path.name
    )
    if area is not None and part is not None and area.parts > 1:
        area = find_area(
            grid, header_rows=told.header_rows, part=part, sheet=False, whole=whole, name=path.name
        )
    if area is None:
        raise PlanError("error.evidence.empty", name=path.name)
    return area, mark


def _further(file: Iterable[str], rows: int, dialect: Dialect) -> list[Cells]:
    """The rows around one far down in a large file; those above it are passed, as if they were blank."""
    lines = Lines(file)
    passed = 0
    while passed < rows - 1 and (line := lines.next()) is not None:
        passed += 1
        try:
            row_of(line, lines, dialect)
        except BrokenQuotes as broken:
            lines.give_back(broken.more)
    passed_rows: list[Cells] = [[]] * passed
    return passed_rows + _grid(islice(lines, ROWS_BELOW), dialect)


def _grid(file: Iterable[str], dialect: Dialect) -> list[Cells]:
    """The rows as cells, those with broken quotes cut at each delimiter; a blank line is an empty row."""
    grid: list[Cells | None] = []
    lines = Lines(file)
    for line in lines:
        if not line.strip(" \n"):
            grid.append([])
            continue
        try:
            cells = row_of(line, lines, dialect)[0]
        except BrokenQuotes as broken:
            lines.give_back(broken.more)
            cells = _cut(line, dialect)
        grid.append(cells)
    return [row or [] for row in unwrap_rows(grid, dialect)]


def _cut(line: str, dialect: Dialect) -> Cells:
    return [cell.strip(f"{dialect.quote} ") for cell in line.rstrip("\n").split(dialect.delimiter)]


def _mend_header(grid: list[Cells], dialect: Dialect) -> str:
    """Cut a first line of names that has another delimiter than the rows below; returns that delimiter."""
    first = next((at for at, cells in enumerate(grid) if cells), None)
    if first is None or len(grid[first]) != 1 or len(grid) < first + 3:
        return ""
    width = Counter(len(cells) for cells in grid[first + 1 :] if cells).most_common(1)
    line = (grid[first][0] or "") + "\n"
    for mark in (*USUAL, " "):
        if width and width[0][0] > 1 and mark != dialect.delimiter and mark in line:
            cells = one_line(line, msgspec.structs.replace(dialect, delimiter=mark)) or []
            if len(cells) == width[0][0] and all(cell_kind(cell) == "text" for cell in cells):
                grid[first] = cells
                return mark
    return ""


# ---- copying


class _Copier:
    """Copies the rows of one table to a text table."""

    def __init__(self, copy: _Copy, lines: Lines, told: ReadAs, report: Callable[[], None]) -> None:
        self.copy = copy
        self.writer = copy.writer
        self.dialect = copy.dialect
        self.lines = lines
        self.width = len(copy.area.columns)
        self.told = told
        self.report = report
        self.strict = _strict_row(self.width, self.dialect.delimiter)
        self.headers: tuple[str, ...] = ()
        self.section = 1
        """Counts how often the header has stood before the rows that are read now."""
        self.wanted = told.part if isinstance(told.part, int) and copy.area.parts == 1 else None
        self.passing = self.wanted not in (None, 1)

    def run(self) -> None:
        """Copy all rows of the table. Raises Question when its header stands twice."""
        number = self._pass_header()
        if self.dialect.strict:
            self._copy_strict(number)
        else:
            self._copy_any(number)
        if self.wanted is not None and self.wanted > self.section:
            _no_such_part(self.section, self.wanted)
        if len(self.copy.again) == 1 and self.told.part is None:
            raise Question(
                "error.evidence.header_again",
                column=None,
                readings=("all", "1", "2"),
                option="--part all|1|2",
                row=self.copy.again[0],
            )

    def _pass_header(self) -> int:
        """Pass everything above the first row; returns the number of the last row passed."""
        headers: list[str] = []
        number = 0
        while number < self.copy.area.first_row - 1 and (line := self.lines.next()) is not None:
            number += 1
            self._pass(line)
            if number in self.copy.area.header_rows:
                headers += _ways_to_write(line, self.dialect)
        self.headers = tuple(headers)
        return number

    def _pass(self, line: str) -> None:
        try:
            row_of(line, self.lines, self.dialect)
        except BrokenQuotes as broken:
            self.lines.give_back(broken.more)

    def _copy_strict(self, number: int) -> None:
        """RFC 4180 with any delimiter: most rows are only looked at, not taken apart."""
        last = self.copy.area.last_row or sys.maxsize
        while block := self.lines.block(min(BLOCK, last - number)):
            self.report()
            remarkable = self._remarkable(block)
            at = 0
            while (at := self._copy_block(block, at, number, remarkable)) < len(block):
                alone = one_line(block[at], self.dialect) is not None
                if not alone:  # the row goes on over several lines
                    self.lines.give_back(block[at + 1 :])
                    del block[at + 1 :]
                self._look_closer(block[at], number + at + 1)
                at += 1
            number += len(block)

    def _remarkable(self, block: list[str]) -> bool:
        """Whether some row may be a total, the header again, of another part, or huge."""
        text = "".join(block)
        return (
            self.passing
            or len(text) > LONGEST_ROW
            or any(mark in text for mark in TOTAL_MARKS)
            or any(header in text for header in self.headers)
        )

    def _is_remarkable(self, line: str) -> bool:
        return (
            self.passing
            or len(line) > LONGEST_ROW
            or line in self.headers
            or (any(mark in line for mark in TOTAL_MARKS) and _TOTAL_ENDS.search(line) is not None)
        )

    def _copy_block(self, block: list[str], start: int, number: int, remarkable: bool) -> int:
        """Copy rows of a block as long as they are strict; the place of the first that isn't."""
        delimiter, wanted, width = self.dialect.delimiter, self.width - 1, self.width
        plain, strict = delimiter == ",", self.strict
        out: list[str] = []
        for at in range(start, len(block)):
            line = block[at]
            if remarkable and self._is_remarkable(line):
                break
            if '"' in line:
                if not plain or not strict.fullmatch(line):
                    break
            elif line.count(delimiter) != wanted or len(line) <= width:
                break
            elif not plain:
                if "," in line:
                    break
                line = line.replace(delimiter, ",")
            out.append(f"{number + at + 1},{line}")
        if out:
            self.copy.later.fitting()
        self.writer.add_lines(out)
        return start + len(out)

    def _copy_any(self, number: int) -> None:
        """Any other dialect: each row is taken apart."""
        last = self.copy.area.last_row or sys.maxsize
        for line in self.lines:
            if number == last:
                return
            number += 1
            if number % BLOCK == 0:
                self.report()
            self._look_closer(line, number)

    def _look_closer(self, line: str, number: int) -> None:
        """A row that may be the header once more, or of another part."""
        if line in self.headers:
            again = self.copy.again
            if not again or number >= again[-1] + len(self.copy.area.header_rows):
                again.append(number)
                self.section += 1
                self.passing = self.wanted not in (None, self.section)
            if self.wanted is None:
                self.writer.set_aside(number, "header", [line.rstrip("\n")])
        elif self.passing:
            self._pass(line)
        else:
            self._take_apart(line, number)

    def _take_apart(self, line: str, number: int) -> None:
        try:
            cells = self._cells(line)
        except BrokenQuotes as broken:
            self.lines.give_back(broken.more)
            self.copy.broken += 1
            self._misfit(number, "quotes", [line.rstrip("\n")], line)
            return
        if not any(cells) and not (self.dialect.quote and self.dialect.quote in line):
            return  # a blank row is no row
        if len(cells) != self.width:
            self.copy.later.misfit(number, cells)
            self._misfit(number, "width", cells, line)
            return
        self.copy.later.fitting()
        if not self.told.totals and is_total(cells):
            self.copy.totals += 1
            self.writer.set_aside(number, "total", cells)
        else:
            self.writer.add(number, cells)

    def _cells(self, line: str) -> Cells:
        """The cells of the row; BrokenQuotes also where quotes seem to have cut or joined rows wrongly."""
        cells, more = row_of(line, self.lines, self.dialect)
        if self.width > 1 and len(cells) == 1:
            cells = unwrapped(cells, self.dialect)
            self.copy.wrapped += len(cells) == self.width
        fits = len(cells) == self.width
        if (more and not fits) or (fits and stray_quotes(cells, line, self.dialect)):
            raise BrokenQuotes(more)
        return cells

    def _misfit(self, number: int, reason: str, cells: Cells, line: str) -> None:
        copy = self.copy
        copy.hurt += 1
        if len(copy.misfits) < KEPT:
            copy.misfits.append(line)
        self.writer.set_aside(number, reason, cells)


def _ways_to_write(line: str, dialect: Dialect) -> list[str]:
    """A header's line as it stands, with all its names in quotes, and with none."""
    mark, quote = dialect.delimiter, dialect.quote
    names = [cell or "" for cell in one_line(line, dialect) or ()]
    ways = [line]
    if names and quote and not any(mark in name or quote in name for name in names):
        ways += [mark.join(names) + "\n", mark.join(f"{quote}{name}{quote}" for name in names) + "\n"]
    return ways


def _no_such_part(parts: int, part: int) -> None:
    raise Question(
        "error.evidence.no_such_part",
        column=None,
        readings=tuple(str(at) for at in range(1, parts + 1)),
        option="--part N",
        part=part,
    )


def _strict_row(width: int, delimiter: str) -> re.Pattern[str]:
    cell = f'(?:[^"{re.escape(delimiter)}\n]*|"[^"]*(?:""[^"]*)*")'
    return re.compile(f"{cell}(?:{re.escape(delimiter)}{cell}){{{width - 1}}}\n")
