"""Plain cells of many rows as columns of text, with the kind of each cell: quick, and fit to be sent.

Text is as the strict text table holds it (numbers plain, dates ISO, true/false), but for its line breaks,
which are as they were: whoever writes the table looks at its text anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from types import NoneType
from typing import Any

import msgspec

CELLS = 10_000
"""Cells in a block, about: so few that they stay in the processor's own memory."""

KIND_NAMES = {"-": "nothing", "t": "text", "n": "number", "d": "date", "f": "flag"}

Column = str | Sequence[str | None]
"""Texts of a column: joined by line breaks, '' for nothing; or one by one, where a text has such a break."""


class Block(msgspec.Struct, frozen=True, array_like=True):
    """Some rows by column. `first_row` is the number of the first one.

    `kinds` has for each column one letter that all its filled cells share, or a letter for each cell
    (`KIND_NAMES`).
    """

    first_row: int
    height: int
    columns: list[str | list[str | None]]
    kinds: list[str]


def blocks_of(rows: Iterable[Sequence[Any]], first_row: int) -> Iterator[Block]:
    """The rows of a sheet in blocks; '' is nothing there."""
    number = first_row
    size = 1
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield block_of(some, number)
        number += len(some)
        size = max(1, CELLS // max(1, len(some[0])))


def block_of(rows: Sequence[Sequence[Any]], first_row: int) -> Block:
    """Equally wide rows of a sheet as a block. Raises ValueError when they aren't equally wide."""
    columns, kinds = [], []
    for cells in zip(*rows, strict=True):
        texts, kind = _column(cells)
        columns.append(texts)
        kinds.append(kind)
    return Block(first_row, len(rows), columns, kinds)


def texts_of(column: Column) -> list[str | None]:
    """The texts of a column one by one; None is nothing."""
    return [text or None for text in (column.split("\n") if isinstance(column, str) else column)]


def _column(cells: Sequence[Any]) -> tuple[str | list[str | None], str]:
    types = set(map(type, cells))
    if types <= _TEXT:
        filled = [cell or "" for cell in cells] if NoneType in types else cells
        joined = "\n".join(filled)
        return (joined if joined.count("\n") == len(cells) - 1 else texts_of(filled)), "t"
    kind = types - _TEXT
    if len(kind) == 1:
        (only,) = kind
        if len(types) == 1:
            return _joined(only, cells), _KIND[only]
        filled = [cell for cell in cells if type(cell) is only]
        if len(filled) + cells.count("") + cells.count(None) == len(cells):
            texts = iter(_joined(only, filled).split("\n"))
            return "\n".join([next(texts) if type(cell) is only else "" for cell in cells]), _KIND[only]
    return [_one(cell) for cell in cells], "".join(map(_kind, cells))


def _joined(kind: type, cells: Sequence[Any]) -> str:
    """The texts of cells of one kind, joined by line breaks. The encoder writes them all in one go."""
    if kind is float:
        return _numbers(cells)
    if kind is date:
        return _encode(cells)[2:-2].replace(b'","', b"\n").decode()
    if kind is datetime:
        return _moments(cells)
    if kind not in _AS_TEXT:
        raise TypeError(f"a cell can't be {kind.__name__}")
    return "\n".join(map(_AS_TEXT[kind], cells))


def _numbers(cells: Sequence[float]) -> str:
    """`sheet_number` of each."""
    written = _encode(cells)[1:-1].replace(b",", b"\n") + b"\n"
    if b"e" in written or b"n" in written or b"-0.0\n" in written or _LONG in written.translate(_AS_ZERO):
        return "\n".join(map(sheet_number, cells))
    return written.replace(b".0\n", b"\n")[:-1].decode()


def _moments(cells: Sequence[datetime]) -> str:
    """`_moment` of each."""
    written = _encode(cells)[1:-1]
    if len(written) != len(cells) * len('"2026-04-01T09:30:00",') - 1:  # a fraction, or a time zone
        return "\n".join(map(_moment, cells))
    whole = written.replace(b"T00:00:00", b"").replace(b"T", b" ")[1:-1]
    return whole.replace(b'","', b"\n").decode()


def _one(cell: Any) -> str | None:
    if cell is None or cell == "":
        return None
    convert = _AS_TEXT.get(type(cell))
    if convert is None:
        raise TypeError(f"a cell can't be {type(cell).__name__}")
    return convert(cell)


def _kind(cell: Any) -> str:
    return "-" if cell == "" else _KIND[type(cell)]


def sheet_number(value: float) -> str:
    """A number as a spreadsheet shows it: it knows 15 digits, what follows them is rounding of the machine.

    Whole numbers below 2^53 are exact and keep all of theirs.
    """
    if value.is_integer() and abs(value) < 1 << 53:
        return str(int(value))
    text = repr(value)
    if len(text) <= 16 and "e" not in text:
        return text
    if text in ("inf", "-inf", "nan"):
        return text
    return format(Decimal(f"{value:.15g}"), "f")


def _moment(value: datetime) -> str:
    if not value.microsecond and value.tzinfo is None:
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    # A day is stored as a fraction of 15 digits: the milliseconds are meant, no more than those.
    rounded = value + timedelta(microseconds=500)
    rounded = rounded.replace(microsecond=rounded.microsecond // 1000 * 1000)
    if not rounded.microsecond and rounded.tzinfo is None:
        return _moment(rounded)
    return rounded.isoformat(" ", "milliseconds")


def duration(value: timedelta) -> str:
    """Hours, minutes and seconds; hours go on beyond 24, a negative one has its sign in front."""
    sign = "-" if value < timedelta() else ""
    seconds, rest = divmod(round(abs(value) / timedelta(milliseconds=1)), 1000)
    fraction = f".{rest:03}" if rest else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


def _decimal(value: Decimal) -> str:
    return format(value, "f") if value.is_finite() else str(value)


_encode = msgspec.json.encode
_AS_ZERO = bytes.maketrans(b"123456789.-", b"0" * 11)
_LONG = b"0" * 17  # more characters than a number of 15 digits has
_TEXT = {str, NoneType}
_AS_TEXT: dict[type, Callable[[Any], str]] = {
    str: str,
    float: sheet_number,
    int: str,
    bool: lambda cell: "true" if cell else "false",
    Decimal: _decimal,
    datetime: _moment,
    date: date.isoformat,
    time: lambda cell: cell.isoformat("milliseconds" if cell.microsecond else "seconds"),
    timedelta: duration,
}
_KIND: dict[type, str] = {
    NoneType: "-", str: "t", float: "n", int: "n", Decimal: "n", bool: "f", datetime: "d", date: "d",
    time: "t", timedelta: "t",
}  # fmt: skip
