"""A SQLite file read page by page, without SQLite: as much of each row as can be read from a damaged file.

See https://www.sqlite.org/fileformat2.html. Rows are told apart by their shape, so neither the schema nor the
inner pages of a tree are needed. What the trees still reach counts first; pages that they don't reach and
cells that a page no longer counts are `stray`: they may be remains of something that was removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import error as StructError  # noqa: N812 - a class
from struct import unpack_from
from typing import Any

import msgspec

_TABLE_INNER, _TABLE_LEAF, _INDEX_INNER, _INDEX_LEAF = 0x05, 0x0D, 0x02, 0x0A
_TYPES = frozenset((_TABLE_INNER, _TABLE_LEAF, _INDEX_INNER, _INDEX_LEAF))
_INNER = frozenset((_TABLE_INNER, _INDEX_INNER))
_PAGE = 4096


class Cell(msgspec.Struct, frozen=True):
    """A row: its key in a table with row ids, and its values; `whole` = all of them could be read."""

    page: int
    rowid: int | None
    values: tuple[Any, ...]
    whole: bool
    stray: bool


class Broken(Exception):
    """A page or cell that makes no sense."""


class Pages:
    """The pages of a file. `unreadable` collects those that belong to a tree and make no sense."""

    def __init__(self, content: bytes) -> None:
        self._raw = content
        self._size = _page_size(content)
        reserved = content[20] if len(content) > 20 and content[20] <= 32 else 0
        self._usable = self._size - reserved
        self.count = len(content) // self._size
        self._said = self._number_at(28)  # how many pages the file says it has
        self.unreadable: set[int] = set()

    def cells(self) -> Iterator[Cell]:
        """Every row that can be found, those of the trees first."""
        reached, chained = self._reached()
        chained |= self._free_pages()
        for page in sorted(reached):
            yield from self._cells_of(page, stray=False)
        for page in range(2, self.count + 1):
            if page not in reached and page not in chained and self._raw[self._at(page)] in _TYPES:
                yield from self._cells_of(page, stray=True)

    # ---- the trees

    def _reached(self) -> tuple[set[int], set[int]]:
        """The pages of all trees, and the pages that hold the rest of long rows."""
        waiting = [(page, 1) for page in (1, *self._roots())]
        reached, chained = set[int](), set[int]()
        while waiting:
            page, above = waiting.pop()
            if page in reached:
                continue
            if not 1 <= page <= self.count:  # cut off; or the page above is wrong
                self.unreadable.add(page if 1 <= page <= self._said else above)
                continue
            try:
                kind, pointers, right = self._header(page)
            except Broken:
                self.unreadable.add(page)
                continue
            reached.add(page)
            if right is not None:
                waiting.append((right, page))
            for pointer in pointers:
                if kind in _INNER:
                    waiting.append((self._number(page, pointer), page))
                chained |= self._chain_of(page, kind, pointer)
        return reached, chained

    def _roots(self) -> list[int]:
        """The first pages of all tables, as the list of tables says."""
        found = []
        waiting, seen = [1], set[int]()
        while waiting:
            page = waiting.pop()
            if page in seen or not 1 <= page <= self.count:
                continue
            seen.add(page)
            try:
                kind, pointers, right = self._header(page)
            except Broken:
                continue
            if kind == _TABLE_INNER:
                waiting += [self._number(page, pointer) for pointer in pointers]
                waiting += [right] if right is not None else []
            for cell in self._cells_of(page, stray=False):
                if len(cell.values) > 3 and isinstance(cell.values[3], int):
                    found.append(cell.values[3])
        return found

    def _free_pages(self) -> set[int]:
        found = set[int]()
        trunk = self._number_at(32)
        while trunk and trunk not in found and 1 < trunk <= self.count:
            found.add(trunk)
            at = self._at(trunk)
            for n in range(min(self._number_at(at + 4), self._size // 4 - 2)):
                found.add(self._number_at(at + 8 + 4 * n))
            trunk = self._number_at(at)
        return found

    # ---- a page

    def _at(self, page: int) -> int:
        return (page - 1) * self._size

    def _number_at(self, at: int) -> int:
        try:
            return int(unpack_from(">I", self._raw, at)[0])
        except StructError:
            return 0

    def _number(self, page: int, offset: int) -> int:
        return self._number_at(self._at(page) + offset)

    def _header(self, page: int) -> tuple[int, list[int], int | None]:
        """Type, cell pointers and rightmost child of a page. Raises Broken."""
        at = self._at(page) + (100 if page == 1 else 0)
        kind = self._raw[at] if at < len(self._raw) else 0
        if kind not in _TYPES:
            raise Broken
        head = 12 if kind in _INNER else 8
        count = unpack_from(">H", self._raw, at + 3)[0]
        start = at + head
        room = (self._at(page) + self._size - start) // 2
        pointers = unpack_from(f">{min(count, room)}H", self._raw, start)
        right = self._number_at(at + 8) if kind in _INNER else None
        return kind, list(pointers), right

    def _uncounted(self, page: int, counted: int) -> list[int]:
        """Pointers behind those that the page counts, up to the first that is none."""
        at = self._at(page) + (100 if page == 1 else 0)
        start = at + (12 if self._raw[at] in _INNER else 8) + 2 * counted
        found = []
        while start + 2 <= self._at(page) + self._size:
            pointer = unpack_from(">H", self._raw, start)[0]
            if not start - self._at(page) < pointer < self._size:
                break
            found.append(pointer)
            start += 2
        return found

    def _cells_of(self, page: int, *, stray: bool) -> Iterator[Cell]:
        try:
            kind, pointers, _ = self._header(page)
        except Broken:
            return
        if kind == _TABLE_INNER:
            return
        for pointer in pointers:
            yield self._cell(page, kind, pointer, stray=stray)
        for pointer in self._uncounted(page, len(pointers)):
            yield self._cell(page, kind, pointer, stray=True)

    # ---- a cell

    def _cell(self, page: int, kind: int, pointer: int, *, stray: bool) -> Cell:
        try:
            length, rowid, at = self._cell_head(page, kind, pointer)
        except Broken:
            return Cell(page, None, (), whole=False, stray=stray)
        payload, complete = self._payload(page, kind, at, length)
        values, whole = _record(payload)
        return Cell(page, rowid, values, whole=whole and complete, stray=stray)

    def _cell_head(self, page: int, kind: int, pointer: int) -> tuple[int, int | None, int]:
        """Length of the payload, row id, and where in the file the payload starts."""
        at = self._at(page) + pointer
        end = self._at(page) + self._size
        if kind == _INDEX_INNER:
            at += 4
        length, at = _varint(self._raw, at, end)
        rowid = None
        if kind == _TABLE_LEAF:
            rowid, at = _varint(self._raw, at, end)
        return length, rowid, at

    def _local(self, kind: int, length: int) -> int:
        """How many bytes of a payload stand in the page itself."""
        usable = self._usable
        most = usable - 35 if kind == _TABLE_LEAF else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return length
        least = (usable - 12) * 32 // 255 - 23
        local = least + (length - least) % (usable - 4)
        return local if local <= most else least

    def _payload(self, page: int, kind: int, at: int, length: int) -> tuple[bytes, bool]:
        local = self._local(kind, length)
        end = min(at + local, self._at(page) + self._size)
        found = [self._raw[at:end]]
        left = length - local
        for number in self._chain(self._number_at(end), left):
            start = self._at(number) + 4
            part = self._raw[start : start + min(left, self._usable - 4)]
            found.append(part)
            left -= len(part)
        payload = b"".join(found)
        return payload, len(payload) == length

    def _chain(self, number: int, left: int) -> Iterator[int]:
        seen = set[int]()
        while left > 0 and 1 < number <= self.count and number not in seen:
            seen.add(number)
            yield number
            left -= self._usable - 4
            number = self._number_at(self._at(number))

    def _chain_of(self, page: int, kind: int, pointer: int) -> set[int]:
        if kind == _TABLE_INNER:
            return set()
        try:
            length, _, at = self._cell_head(page, kind, pointer)
        except Broken:
            return set()
        local = self._local(kind, length)
        return set(self._chain(self._number_at(at + local), length - local))


def _page_size(content: bytes) -> int:
    size = unpack_from(">H", content, 16)[0] if len(content) >= 18 else 0
    size = 65536 if size == 1 else size
    good = size >= 512 and size & (size - 1) == 0 and len(content) % size == 0
    return size if good else _PAGE


def _varint(raw: bytes, at: int, end: int) -> tuple[int, int]:
    value = 0
    for n in range(9):
        if at >= end or at >= len(raw):
            raise Broken
        byte = raw[at]
        at += 1
        if n == 8:
            return (value << 8) | byte, at
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at
    raise Broken


_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def _record(payload: bytes) -> tuple[tuple[Any, ...], bool]:
    """The values of a record as far as they can be read, and whether that is all of them."""
    found: list[Any] = []
    try:
        length, at = _varint(payload, 0, len(payload))
        body = length
        while at < length:
            serial, at = _varint(payload, at, min(length, len(payload)))
            value, body = _value(payload, serial, body)
            found.append(value)
    except (Broken, UnicodeDecodeError, StructError):
        return tuple(found), False
    return tuple(found), body == len(payload)


def _value(payload: bytes, serial: int, at: int) -> tuple[Any, int]:
    if serial in (0, 8, 9):
        return {0: None, 8: 0, 9: 1}[serial], at
    if serial == 7:
        return unpack_from(">d", payload, at)[0], at + 8
    size = _INTEGERS.get(serial) or (serial - 12) // 2
    if serial in (10, 11) or at + size > len(payload):
        raise Broken
    raw = payload[at : at + size]
    if serial in _INTEGERS:
        return int.from_bytes(raw, "big", signed=True), at + size
    return (raw.decode() if serial % 2 else raw), at + size
