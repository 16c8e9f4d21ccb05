"""Where in a grid of raw cells the table is: titles above it, its header, its columns, where it ends.

Pure: rows in, a `TableArea` out; the same for text files and worksheets. Rows are numbered from 1 as a
spreadsheet shows them, blank rows count. What can be meant in two ways is asked (Question).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, islice, pairwise

import msgspec

from kakehashi.evidence.question import Question
from kakehashi.evidence.read_as import Rule as Rule
from kakehashi.evidence.source import Cell
from kakehashi.evidence.text_table import unique_names
from kakehashi.words import Message, PlanError

JOINT = " / "
"""Between the names of a header of several rows: '2027 / Planned'."""
BODY = 60
"""So many rows below a header are looked at to tell it from data."""
MAX_HEADER = 4

Row = Sequence[Cell]


class TableArea(msgspec.Struct, frozen=True):
    """Where the table is. Rows are numbered from 1; `last_row` None: to the end of what was given.

    `header_rows` is empty when there is no header; columns are then named by their place (#1). The columns
    stand side by side from `first_column` (0 = the first). `parts` is how many tables were seen, `part`
    which of them this is.
    """

    first_row: int
    header_rows: tuple[int, ...]
    columns: tuple[str, ...]
    last_row: int | None
    rules: tuple[Rule, ...]
    first_column: int = 0
    part: int = 1
    parts: int = 1


def find_area(
    rows: Iterable[Row],
    *,
    header_rows: tuple[int, ...] | None = None,
    part: int | None = None,
    sheet: bool = True,
    whole: bool = True,
    name: str = "",
) -> TableArea | None:
    """The table in these rows, all of a grid or its beginning; None when no cell is filled.

    `header_rows` and `part` are a person's answers (an empty tuple: there is no header). `sheet`: rows are
    those of a worksheet, all equally wide, and empty columns beside the table don't belong to it; a row of
    a text file has as many cells as it has, and keeps all of them. `whole`: these are all rows, not only the
    first. `name` is that of the file, for questions.
    """
    grid = [_Row(number, tuple(row)) for number, row in enumerate(rows, 1)]
    grid = [row for row in grid if row.filled]
    if not grid:
        return None
    parts = _parts(grid, sheet=sheet)
    if header_rows:
        chosen = _part_with(parts, grid, header_rows)
        start, end = parts[chosen]
    else:
        chosen = _chosen(parts, grid, part, name)
        start, end = parts[chosen]
    last = None if end == len(grid) else grid[end - 1].number
    area = _area(grid[start:end], header_rows, last, sheet=sheet)
    if whole:
        area = _without_notes(area, grid[start:end], sheet=sheet)
    rules = area.rules
    if len(parts) > 1:
        spans = ", ".join(f"{grid[a].number}-{grid[b - 1].number}" for a, b in parts)
        message = Message("evidence.rule.part", {"part": chosen + 1, "parts": len(parts), "rows": spans})
        rules = (*rules, Rule("part", str(chosen + 1), message))
    return msgspec.structs.replace(area, rules=rules, part=chosen + 1, parts=len(parts))


# ---- kinds of cell

_NUMBER = re.compile(
    r"[(+\-−△▲]*\s*(?:US\$|[A-Z]{3}\s)?[¥$€£]?\s*-?"
    r"\d[\d,.' ]*(?:[eE][+-]?\d+)?\s*(?:%|円|[千百]?万円?|億円?|[A-Z]{3})?\)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?|FY\s?\d\d(?:\d\d)?", re.IGNORECASE)
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]+\d.*)?|\d{1,4}[-/]\d{1,2}|\d{4}年\d{1,2}月(?:\d{1,2}日)?.*"
    r"|(?:令和|平成|昭和)(?:\d+|元)年.*|\d{1,2}[- ][A-Za-z]{3}[- ]\d{2,4}"
)
_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?[AaPp][Mm])?")
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)+|[0-9A-Fa-f]{12,}|https?://\S+|[^@\s]+@[^@\s]+")


def cell_kind(cell: Cell) -> str:
    """'nothing', 'number', 'year', 'date', 'time', 'code' (ids, addresses), 'flag' or 'text'."""
    match cell:
        case None:
            return "nothing"
        case bool():
            return "flag"
        case int() | float() | Decimal():
            return "year" if 1900 <= cell <= 2100 and cell == int(cell) else "number"
        case date():
            return "date"
        case str():
            return _text_kind(cell)


def _text_kind(cell: str) -> str:
    plain = cell.strip()
    if not plain:
        return "nothing"
    if len(plain) > 60:
        return "text"
    plain = plain if plain.isascii() else unicodedata.normalize("NFKC", plain)
    if plain.lower() in ("true", "false"):
        return "flag"
    for kind, form in _FORMS:
        if form.fullmatch(plain):
            return kind
    return "text"


_FORMS = (("year", _YEAR), ("date", _DATE), ("time", _TIME), ("number", _NUMBER), ("code", _CODE))


class _Row:
    """A row with its number, its cells and the places that hold something."""

    __slots__ = ("_kinds", "cells", "filled", "number")

    def __init__(self, number: int, cells: tuple[Cell, ...]) -> None:
        self.number = number
        self.cells = cells
        self.filled = tuple(at for at, cell in enumerate(cells) if cell_text(cell))
        self._kinds: tuple[str, ...] | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        if self._kinds is None:
            self._kinds = tuple(cell_kind(cell) for cell in self.cells)
        return self._kinds

    def text(self, at: int) -> str:
        return cell_text(self.cells[at]) if at < len(self.cells) else ""

    def kind(self, at: int) -> str:
        return self.kinds[at] if at < len(self.cells) else "nothing"

    @property
    def all_text(self) -> bool:
        return all(self.kinds[at] == "text" for at in self.filled)

    def same_text(self, other: _Row) -> bool:
        width = max(len(self.cells), len(other.cells))
        return all(self.text(at) == other.text(at) for at in range(width))


def cell_text(cell: Cell) -> str:
    """A cell as a name: outer and repeated blanks removed; nothing is ''."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


# ---- several tables


def _parts(grid: list[_Row], *, sheet: bool) -> list[tuple[int, int]]:
    """Where each table begins and ends, as places in `grid`. Titles above a table belong to it."""
    starts = [0]
    usual = Counter(len(row.cells) for row in grid).most_common(1)[0][0]
    for at in range(1, len(grid)):
        if at - starts[-1] >= 2 and _begins_table(grid, starts[-1], at, usual, sheet=sheet):
            starts.append(_with_titles(grid, starts[-1], at))
    return list(pairwise([*starts, len(grid)]))


def _begins_table(grid: list[_Row], start: int, at: int, usual: int, *, sheet: bool) -> bool:
    """Whether another table's header stands here: names only, and below them rows unlike those before."""
    row = grid[at]
    if len(row.filled) < 2:
        return False
    after_blank = _gap_before(grid, at) or (len(grid[at - 1].filled) == 1 and _gap_before(grid, at - 1))
    wider = not sheet and len(row.cells) != len(grid[at - 1].cells)
    if not (after_blank or wider) or at + 1 == len(grid) or _gap_before(grid, at + 1) or not row.all_text:
        return False
    if _only_titles(grid[start:at], row, sheet=sheet):
        return False
    body = list(islice(_together(grid, at + 1), BODY))
    columns = _contrast(row, body)
    if wider:
        alike = sum(len(other.cells) == len(row.cells) for other in body)
        begins = alike >= 3 and alike * 2 > len(body) and (columns > 0 or len(row.cells) != usual)
    else:
        begins = columns >= (1 if sheet else 2) and len(row.filled) * 2 > _usual_filled(body)
    # A row that stands above already is the header of another page, not of another table.
    return begins and not any(row.same_text(other) for other in grid[start:at])


def _only_titles(rows: list[_Row], header: _Row, *, sheet: bool) -> bool:
    """Whether rows above a header are only its titles: much emptier, and no table themselves."""
    if max(len(row.filled) for row in rows) * 2 > len(header.filled):
        return False
    first, *body = _without_titles(rows, sheet=sheet)
    return len(body) < 2 or not first.all_text or not _contrast(first, body)


def _gap_before(grid: list[_Row], at: int) -> bool:
    return at > 0 and grid[at].number - grid[at - 1].number > 1


def _together(grid: list[_Row], at: int) -> Iterable[_Row]:
    """The rows from here on to the next blank one."""
    for place in range(at, len(grid)):
        if place > at and grid[place].number - grid[place - 1].number > 1:
            return
        yield grid[place]


def _with_titles(grid: list[_Row], start: int, at: int) -> int:
    """Title lines stand above the header, after a blank row."""
    first = at
    while first - 1 > start + 1 and len(grid[first - 1].filled) == 1 and not _gap_before(grid, first):
        first -= 1
    return first if first == at or _gap_before(grid, first) else at


def _part_with(parts: list[tuple[int, int]], grid: list[_Row], header_rows: tuple[int, ...]) -> int:
    """The part that holds the rows which a person named as the header."""
    numbers = {row.number for row in grid}
    if not numbers.issuperset(header_rows) or grid[-1].number <= max(header_rows):
        raise PlanError("error.evidence.no_such_header", row=", ".join(map(str, header_rows)))
    return next(at for at, (_, end) in enumerate(parts) if header_rows[0] <= grid[end - 1].number)


def _chosen(parts: list[tuple[int, int]], grid: list[_Row], part: int | None, name: str) -> int:
    """The part a person named; else the only, the first when none is larger, or a much larger one."""
    if part is not None:
        if not 1 <= part <= len(parts):
            raise Question(
                "error.evidence.no_such_part",
                column=None,
                readings=tuple(str(at) for at in range(1, len(parts) + 1)),
                option="--part N",
                part=part,
            )
        return part - 1
    sizes = [end - start for start, end in parts]
    largest = max(range(len(sizes)), key=lambda at: (sizes[at], -at))
    if largest == 0 or all(sizes[largest] >= 2 * size for at, size in enumerate(sizes) if at != largest):
        return largest
    raise Question(
        "error.evidence.which_part",
        column=None,
        readings=tuple(
            f"{at} ({grid[start].number}-{grid[end - 1].number})" for at, (start, end) in enumerate(parts, 1)
        ),
        option="--part N",
        name=name,
    )


# ---- the header


def _area(rows: list[_Row], told: tuple[int, ...] | None, last: int | None, *, sheet: bool) -> TableArea:
    if told:
        header = [row for row in rows if row.number in told]
        first = max(told) + 1
        body = [row for row in rows if row.number >= first]
    elif told is not None:
        header, body = [], _without_titles(rows, sheet=sheet)
        first = body[0].number
    else:
        header, body = _header(rows, sheet=sheet)
        first = header[-1].number + 1 if header else body[0].number
    places = _places(header, body, sheet=sheet)
    names, fits = _names(header, body, places, told, sheet=sheet)
    numbers = tuple(row.number for row in header)
    top = numbers[0] if numbers else first
    titles = [row.number for row in rows if row.number < top]
    rules = [_header_rule(numbers, fits, len(header[-1].cells) if header else 0, len(names))]
    if titles:
        message = Message("evidence.rule.titles", {"rows": _spoken(titles), "count": len(titles)})
        rules.append(Rule("titles", _spoken(titles), message))
    return TableArea(first, numbers, names, last, tuple(rules), places.start)


def _header_rule(numbers: tuple[int, ...], fits: bool, cells: int, width: int) -> Rule:
    if not numbers:
        return Rule("header", "none", Message("evidence.rule.no_header"))
    value = ",".join(map(str, numbers))
    if not fits:
        message = Message("evidence.rule.header_unfit", {"row": value, "cells": cells, "width": width})
        return Rule("header", value, message)
    name = "evidence.rule.header" if len(numbers) == 1 else "evidence.rule.header_rows"
    return Rule("header", value, Message(name, {"row": value, "rows": _spoken(numbers)}))


def _spoken(numbers: Sequence[int]) -> str:
    runs = groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    spans = [[number for _, number in run] for _, run in runs]
    return ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}-{span[-1]}" for span in spans)


def _usual_filled(rows: Sequence[_Row]) -> int:
    counts = sorted(len(row.filled) for row in rows)
    return counts[len(counts) // 2] if counts else 0


def _usual_width(rows: Sequence[_Row]) -> int:
    counts = Counter(len(row.cells) for row in rows)
    return max(counts, key=lambda width: (counts[width], width))


def _without_titles(rows: list[_Row], *, sheet: bool) -> list[_Row]:
    """The rows from the first one that is as full, and in a text file as wide, as the table."""
    filled = max(len(row.filled) for row in rows[:BODY])
    width = _usual_width(rows[: 5 * BODY])
    for at, row in enumerate(rows):
        near = sheet or abs(len(row.cells) - width) <= max(1, width // 5)
        if near and len(row.filled) * 2 > min(filled, width):
            return rows[at:]
    return rows


def _header(rows: list[_Row], *, sheet: bool) -> tuple[list[_Row], list[_Row]]:
    """The rows of the header (none when the first row is data already), and those below it."""
    below = _without_titles(rows, sheet=sheet)
    header, body = below[:1], below[1:]
    above = rows[: len(rows) - len(below)]
    while body and len(header) < MAX_HEADER and header[-1].same_text(body[0]):
        header, body = [*header, body[0]], body[1:]
    if _is_data(header[0], body[:BODY]):
        return [], below
    if (
        len(header) == 1
        and _has_gaps(header[0])
        and body
        and _goes_on(header[0], body[0], body[1 : BODY + 1])
    ):
        return [header[0], body[0]], body[1:]
    if above and _has_gaps(header[0]) and _groups(above[-1], header[0]):
        header = [above[-1], *header]
    return header, body


def _has_gaps(row: _Row) -> bool:
    """Whether a header leaves something to say: names that repeat, or empty cells between names."""
    names = [row.text(at) for at in row.filled]
    return len(set(names)) < len(names) or row.filled[-1] - row.filled[0] + 1 > len(row.filled)


def _goes_on(upper: _Row, lower: _Row, body: list[_Row]) -> bool:
    """Whether the row below is the second row of this header."""
    if lower.number != upper.number + 1 or not lower.all_text or not body or not _contrast(lower, body):
        return False
    if _is_data(lower, body):
        return False
    names = _joined([upper, lower], range(max(len(upper.cells), len(lower.cells))))
    seen = [name for name in names if name]
    gaps = len([at for at in lower.filled if not upper.text(at)])
    return len(set(seen)) == len(seen) and (
        gaps > 0 or len(set(seen)) > len({upper.text(a) for a in upper.filled})
    )


def _groups(upper: _Row, lower: _Row) -> bool:
    """Whether the row above names groups of columns of this header."""
    return (
        lower.number == upper.number + 1
        and len(upper.filled) >= 2
        and all(upper.kinds[at] in ("text", "year", "date") for at in upper.filled)
        and upper.filled[-1] <= lower.filled[-1]
    )


def _contrast(row: _Row, body: Sequence[_Row]) -> int:
    """In how many columns this row has a name where the rows below have something else than text."""
    found = 0
    for at in row.filled:
        if row.kind(at) == "text":
            kinds = [kind for other in body if (kind := other.kind(at)) != "nothing"]
            found += bool(kinds) and kinds.count("text") * 2 < len(kinds)
    return found


def _is_data(row: _Row, body: Sequence[_Row]) -> bool:
    """Whether a row is like those below it rather than their header."""
    if not body:
        return bool(row.filled) and all(row.kinds[at] in ("number", "date", "time") for at in row.filled)
    data = header = 0
    for at in row.filled:
        kinds = Counter(kind for other in body if (kind := other.kind(at)) != "nothing")
        if not kinds:
            continue
        kind, count = kinds.most_common(1)[0]
        if kind != "text" and count * 5 >= kinds.total() * 4:
            data += row.kind(at) == kind
            header += row.kind(at) == "text"
        elif len(body) >= 10 and row.kind(at) == "text":
            data += sum(other.text(at) == row.text(at) for other in body) >= 2
    return data > header


# ---- the columns


def _places(header: list[_Row], body: list[_Row], *, sheet: bool) -> range:
    if not sheet:
        width = _usual_width(body) if body else 0
        alike = sum(len(row.cells) == width for row in body)
        if header and (alike < 3 or alike * 2 <= len(body) or _named_cells(header[-1]) > width):
            width = len(header[-1].cells)  # rows that lack a cell that has a name are set aside
        return range(width or len(header[-1].cells))
    used = {at for row in (header[-1:] or body) for at in row.filled}
    # A column without a name counts when cells below fill it, not when one stray remark does.
    counts = Counter(at for row in body for at in row.filled)
    used |= {at for at, count in counts.items() if count > 1 or len(body) < 4}
    return range(min(used), max(used) + 1)


def _named_cells(header: _Row) -> int:
    return sum(bool(header.text(at)) for at in range(len(header.cells)))


def _names(
    header: list[_Row], body: list[_Row], places: range, told: tuple[int, ...] | None, *, sheet: bool
) -> tuple[tuple[str, ...], bool]:
    """The columns' names, and whether the header fits the rows below it.

    A header of a text file with more or fewer cells than the rows could name the wrong columns: then they
    are named by their places, unless a person named the header.
    """
    if not header:
        return unique_names([None] * len(places)), True
    names = _joined(header, range(max(len(row.cells) for row in header)))
    if not sheet and not told and len(names) != len(places) and body:
        names = [name for name in names if name]
        if len(names) != len(places):
            return unique_names([None] * len(places)), False
        return unique_names(names), True
    return unique_names([names[at] if at < len(names) else None for at in places]), True


def _joined(header: list[_Row], places: range) -> list[str]:
    """The names of the header's rows joined; a group's name holds up to the next one."""
    parts: list[list[str]] = [[] for _ in places]
    for row in header:
        upper = row is not header[-1]
        group = ""
        for at in places:
            name = row.text(at)
            group = name or group
            if upper and not name and header[-1].text(at) and not _named_above(header, row, at):
                name = group
            if name and name not in parts[at]:
                parts[at].append(name)
    return [JOINT.join(part) for part in parts]


def _named_above(header: list[_Row], row: _Row, at: int) -> bool:
    """Whether a column without a group's name stands alone: before the first group."""
    return at < row.filled[0] or any(other.text(at) for other in header[: header.index(row)])


# ---- the end, and totals


_NOTE = re.compile(
    r"(?:notes?|sources?|remarks?|注|※|＊|\*|出典|備考|資料)[^\w]?.*", re.IGNORECASE | re.DOTALL
)
LONG_NOTE = 50


def _without_notes(area: TableArea, rows: list[_Row], *, sheet: bool) -> TableArea:
    """The table without notes below it: text in one cell, at the end, after a blank row or plainly a note."""
    body = [row for row in rows if row.number >= area.first_row]
    at = len(body)
    end = at
    while at > 1 and len(area.columns) >= 3 and len(body[at - 1].filled) == 1 and body[at - 1].all_text:
        at -= 1
        note = body[at].text(body[at].filled[0])
        if (sheet and _gap_before(body, at)) or len(note) >= LONG_NOTE or _NOTE.fullmatch(note):
            end = at
    if end == len(body):
        return area
    values = {"rows": str(body[end].number)}
    rule = Rule("notes", values["rows"], Message("evidence.rule.notes", values))
    return msgspec.structs.replace(area, last_row=body[end - 1].number, rules=(*area.rules, rule))


_TOTAL = re.compile(
    r"(?:.*\s)?(?:(?:grand|sub|overall|report)[\s-]?)?totals?(?:\s*[:(].*)?"
    r"|(?:.*[\sの])?(?:総|小|中|累)?合?計(?:[:：(（].*)?",
    re.IGNORECASE,
)
TOTAL_MARKS = ("otal", "OTAL", "計")
"""A row that holds none of these has no need to be looked at for totals."""


def is_total(cells: Sequence[Cell]) -> bool:
    """Whether a row only sums up others: 'Grand Total', 合計, 小計 and beside it nothing but numbers."""
    filled = [cell for cell in cells if cell_text(cell)]
    if len(filled) < 2 or not isinstance(filled[0], str):
        return False
    kinds = ["number" if _is_error(cell) else cell_kind(cell) for cell in filled]
    at = max((at for at, kind in enumerate(kinds) if kind == "text"), default=-1)
    below = kinds[at + 1 :]
    if at < 0 or not below or not all(kind in ("number", "year") for kind in below):
        return False
    for kind, cell in zip(kinds[:at], filled, strict=False):
        if kind not in ("text", "year", "date") or (kind == "text" and _DIGIT.search(cell_text(cell))):
            return False
    return is_total_word(cell_text(filled[at]))


def is_total_word(text: str) -> bool:
    """Whether a header or a name says that it sums up others: Grand Total, 合計, 小計."""
    return _TOTAL.fullmatch(text.strip()) is not None


_DIGIT = re.compile(r"\d")


def _is_error(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.startswith("#")
