"""Tables as they are read: header rows, cells, notes, and the room they need on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil

import msgspec

from kakehashi.api import Column, Language, Row, Table, text
from kakehashi_html.marks import Marks
from kakehashi_html.names import ems, word_ems
from kakehashi_html.values import NUMERIC, shown
from kakehashi_html.views import Detail, Head, Legend, Paper, TableCell, TableRow, TableView, Value

A4, DENSE_A4, ACROSS, DENSE_ACROSS, A3 = 61.0, 70.8, 92.0, 106.0, 134.0
"""Ems of a table's print size that go on upright A4, on A4 across, on A3 across; dense: in small print."""

_BREADTHS: dict[Paper, tuple[float, float]] = {
    "": (A4, DENSE_A4),
    "wide": (ACROSS, DENSE_ACROSS),
    "large": (A3, A3),
    "widest": (A3, A3),
}
"""Ems between the margins, in common print and in small print."""

ROOMS = range(2, 25)
"""Least widths of columns that a class of the style sheet stands for, ems."""

_SMALL_SCREEN, _SCREEN, _LAPTOP, _CROWD = 24.0, 46.0, 72.0, 80.0  # ems beside the contents
_SLACK = 0.62  # share of its width that a column of texts can do with when space is short
_LONGEST_WORD = 8  # ems
_HEADING = 5  # ems a heading can do with, in several lines, above values that are shorter
_LONGEST_HEADING_WORD = 12  # ems up to which a word of a heading is never broken
_SENTENCE, _FEW = 12.0, 2  # columns this broad are told like long texts, unless there are more of them
_PADDING, _DENSE_PADDING = 1.0, 0.78  # ems of a cell, left and right together
_TALL = 40  # rows from which a broad table scrolls in a frame of its own, its header in sight
_MANY, _FEW_OF_MANY = 8, 0.34  # rows, and the share of them below which a column of long texts stands below
_EASE = 2.0  # ems that a table keeps free before long texts are moved
_SHORT: dict[Paper, int] = {"": 14, "wide": 10, "large": 14, "widest": 14}
"""Lines up to which a table is kept on one page: a quarter of it, so that no page is left mostly empty."""

_LONG = 16  # lines of a row from which it may be parted by the end of a page
_MORE_ACROSS = 28.0  # ems of a line of the texts below a row, less what is left empty at its end
_MOST_LEVELS = 4


def table_view(table: Table, name: str, chapter: str, marks: Marks, language: Language) -> TableView:
    """The table with its values written in this language; `chapter` is the title it stands under."""
    values = [
        [
            shown(cell, column.kind, column.digits, language)
            for cell, column in zip(row.cells, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    wanted = [_room(column, [row[n].text for row in values]) for n, column in enumerate(table.columns)]
    below = _below(table.columns, wanted) | _rare(table.columns, values)
    beside = [n for n in range(len(table.columns)) if n not in below]
    columns = [table.columns[n] for n in beside]
    rooms = _fitted([wanted[n] for n in beside])
    styles = _column_styles(columns, rooms)
    needed = sum(rooms) + _PADDING * len(rooms)
    paper, dense = _paper(needed, sum(rooms) + _DENSE_PADDING * len(rooms))
    rows = tuple(
        _row(row, [said[n] for n in beside], styles, marks, _details(table.columns, said, below))
        for row, said in zip(table.rows, values, strict=True)
    )
    widths = [
        [ems(cell.value.text) for cell in (row.head, *row.cells)] for row in rows
    ]  # of the longest line
    free = _BREADTHS[paper][dense] - (_DENSE_PADDING if dense else _PADDING) * len(rooms)
    printed = _spread(rooms, [max(column, default=0) for column in zip(*widths, strict=True)], free)
    high = [_lines(row, printed) for row in rows]
    rows = tuple(_breaking(row, lines) for row, lines in zip(rows, high, strict=True))
    lines = sum(high)
    return TableView(
        id=name,
        key=table.key,
        title=table.title,
        label="",
        unit=table.unit,
        note=table.note,
        source=table.source,
        heads=_heads(columns, styles, rooms, text("html.closed", language)),
        rows=rows,
        legends=tuple(_legends(table, values, language)),
        chapter=chapter,
        ems=needed,
        paper=paper,
        scrolls=needed > _SMALL_SCREEN,
        broad=needed > _SCREEN,
        tight=needed > _LAPTOP,
        crowded=needed > _CROWD,
        dense=dense,
        across=len(columns),
        flush=not any(row.style == "subtotal" for row in table.rows),
        tall=len(rows) > _TALL,
        lines=lines,
        short=lines <= _SHORT[paper],
    )


def _spread(rooms: Sequence[float], longest: Sequence[float], free: float) -> list[float]:
    """The columns in print: what is free goes to those whose texts would want it."""
    missing = [max(wanted - room, 0.0) for room, wanted in zip(rooms, longest, strict=False)]
    share = min(max(free - sum(rooms), 0.0) / (sum(missing) or 1.0), 1.0)
    return [room + more * share for room, more in zip(rooms, missing, strict=False)]


def _breaking(row: TableRow, lines: int) -> TableRow:
    """A row that would leave much of a page empty may go on overleaf."""
    return msgspec.structs.replace(row, style=f"{row.style} long".lstrip()) if lines > _LONG else row


def _lines(row: TableRow, rooms: Sequence[float]) -> int:
    """Lines of print that a row takes."""
    cells = zip((row.head, *row.cells), rooms, strict=False)
    beside = max(_wrapped(cell.value.text, room) for cell, room in cells)
    details = [_wrapped(f"{detail.title} {detail.value.text}", _MORE_ACROSS) for detail in row.more]
    return beside + ceil(sum(details) / 2)  # they stand in two columns


def _wrapped(words: str, room: float) -> int:
    return sum(ceil(ems(line) / max(room, 1)) or 1 for line in words.split("\n"))


def _paper(needed: float, in_small_print: float) -> tuple[Paper, bool]:
    """The smallest paper on which a table is not cut, and whether it takes small print."""
    if needed <= A4 or in_small_print <= DENSE_A4:
        return "", needed > A4
    if needed <= ACROSS or in_small_print <= DENSE_ACROSS:
        return "wide", needed > ACROSS
    return ("large" if needed <= A3 else "widest"), False


def _below(columns: Sequence[Column], wanted: Sequence[Room]) -> frozenset[int]:
    """The columns of long texts that stand below their row, where a table is broader than upright A4.

    The broadest go first; a table keeps at least two columns.
    """
    long = _long(columns, wanted)
    moved: set[int] = set()
    for n in sorted(long, key=lambda n: (-wanted[n].best, n)):
        kept = [at for at in range(len(columns)) if at not in moved]
        smallest = sum(wanted[at].least for at in kept) + _PADDING * len(kept)
        if smallest <= DENSE_A4 - _EASE or len(kept) <= 2:  # a row's name and one column
            break
        moved.add(n)
    if moved:  # what is told below a row stands together: no long text is left squeezed in a column
        moved |= {n for n in long if wanted[n].best > _LONGEST_WORD}
    return frozenset(moved)


def _rare(columns: Sequence[Column], values: Sequence[Sequence[Value]]) -> frozenset[int]:
    """Columns of long texts in which few of many rows say something: the room is the others'."""
    if len(values) < _MANY:
        return frozenset()
    said = {n: sum(bool(row[n].text) for row in values) for n in range(1, len(columns))}
    few = len(values) * _FEW_OF_MANY
    return frozenset(n for n in said if columns[n].kind == "long_text" and said[n] < few)


def _long(columns: Sequence[Column], wanted: Sequence[Room]) -> list[int]:
    """Columns of long texts, and of sentences that have no such kind; where many are, it is a matrix."""
    after = range(1, len(columns))
    long = [n for n in after if columns[n].kind == "long_text"]
    sentences = [n for n in after if n not in long and wanted[n].best > _SENTENCE and _is_text(columns[n])]
    return sorted(long + sentences) if len(sentences) <= _FEW else long


def _details(columns: Sequence[Column], values: Sequence[Value], below: frozenset[int]) -> tuple[Detail, ...]:
    return tuple(Detail(columns[n].title, values[n]) for n in sorted(below) if values[n].text)


def _is_text(column: Column) -> bool:
    return column.kind not in NUMERIC and column.kind not in ("month", "date")


class Room(msgspec.Struct, frozen=True):
    """Ems a column should have, and those it can do with when space is short."""

    best: float
    least: float


def _room(column: Column, texts: Sequence[str]) -> Room:
    """A column's room: its figures in one line, its texts in a few."""
    longest = max(map(ems, texts), default=0)
    if not _is_text(column):
        best, least = (max(longest, _heading_room(column, most)) for most in (_LONGEST_WORD - 1, _HEADING))
        return Room(best, least)
    widest = max(longest, column.width / 2)
    wanted = widest if widest <= _LONGEST_WORD else max(_LONGEST_WORD, widest / 2.5)
    best = min(max(ceil(wanted), _heading_room(column, _LONGEST_WORD)), ROOMS[-1])
    least = max(min(ceil(wanted), _LONGEST_WORD), wanted * _SLACK, _heading_room(column, _HEADING))
    return Room(best, min(least, best))


def _heading_room(column: Column, most: float) -> int:
    """A heading takes so many ems, or as many as its longest word: values alone may be narrower than that."""
    words = (word_ems(word) for word in column.title.split() if word.isascii())  # Japanese breaks anywhere
    word = min(max(words, default=0), _LONGEST_HEADING_WORD)
    return max(ceil(min(ems(column.title), most)), ceil(word), ROOMS[0])


def _fitted(wanted: Sequence[Room]) -> list[float]:
    """Narrower columns of texts, if the table then fits on A4, on a screen, or at least on A3."""
    whole, smallest = sum(room.best for room in wanted), sum(room.least for room in wanted)
    for target in (A4, DENSE_A4, _LAPTOP, ACROSS, DENSE_ACROSS, A3):
        padding = _DENSE_PADDING if target in (DENSE_A4, DENSE_ACROSS) else _PADDING
        free = target - padding * len(wanted)
        if smallest <= free < whole:
            share = (free - smallest) / (whole - smallest)
            fitted = ((room, room.least + (room.best - room.least) * share) for room in wanted)
            return [max(int(now), room.least) if room.least < room.best else now for room, now in fitted]
    return [room.best for room in wanted]


def _column_styles(columns: Sequence[Column], rooms: Sequence[float]) -> list[str]:
    """Style classes of each column; the last one ends at the edge of the table."""
    styles = []
    for n, (column, room) in enumerate(zip(columns, rooms, strict=True), 1):
        kind = "n" if column.kind in NUMERIC else f"w{int(room)}" if _is_text(column) else "d"
        words = [kind] + ["closed"] * column.closed + ["year"] * column.strong_left
        styles.append(" ".join(words + ["end"] * (n == len(columns))))
    return styles


def _row(
    row: Row, values: Sequence[Value], styles: Sequence[str], marks: Marks, more: tuple[Detail, ...]
) -> TableRow:
    head, *cells = (
        TableCell(value, " ".join(filter(None, (style, value.state, value.tone))))
        for value, style in zip(values, styles, strict=True)
    )
    level = f" l{min(row.level, _MOST_LEVELS)}" if row.level > 0 else ""
    head = msgspec.structs.replace(head, style=head.style + level)
    style = row.style if head.value.text or not row.cells else f"{row.style} belongs".lstrip()
    return TableRow(style, head, tuple(cells), marks.of(row.mark, head.value.text), more, row.changed)


def _heads(
    columns: Sequence[Column], styles: Sequence[str], rooms: Sequence[float], closed: str
) -> tuple[tuple[Head, ...], ...]:
    """One row of headers, or two when columns stand in groups."""
    single = [
        Head(column.title, _head_style(column, style, room), closed=closed if column.closed else "")
        for column, style, room in zip(columns, styles, rooms, strict=True)
    ]
    if not any(column.group for column in columns):
        return (tuple(single),)
    upper: list[Head] = []
    lower: list[Head] = []
    for group, numbers in groupby(range(len(columns)), key=lambda n: columns[n].group):
        members = list(numbers)
        inside = [single[n] for n in members]
        if group:
            year = " year" if columns[members[0]].strong_left else ""
            upper.append(Head(group, f"group{year}", across=len(inside)))
            lower += inside
        else:
            upper += [msgspec.structs.replace(head, down=2) for head in inside]
    return (tuple(upper), tuple(lower))


def _head_style(column: Column, style: str, room: float) -> str:
    """A heading of figures takes no more room than its column has."""
    if _is_text(column):
        return style
    return f"{style} w{max(min(_heading_room(column, _LONGEST_WORD - 1), int(room)), ROOMS[0])}"


def _legends(table: Table, values: Sequence[Sequence[Value]], language: Language) -> Iterator[Legend]:
    """Said once under the table: what tones, n/a and the tint mean."""
    cells = [cell for row in values for cell in row]
    tones = {cell.tone for cell in cells}
    for tone in ("bad", "warn", "good"):
        if tone in tones:
            yield Legend(tone, text(f"html.tone.{tone}", language))
    if any(cell.state == "missing" for cell in cells):
        yield Legend("", text("html.not_available.legend", language))
    if any(column.closed for column in table.columns):
        yield Legend("closed", text("html.closed", language))
