"""An item as a row of the plan file and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from zlib import crc32

import msgspec
from msgspec.structs import force_setattr

from kakehashi.plan.changes import plain_fields
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.kinds import KINDS, OWN_KINDS
from kakehashi.plan.unknown import converted
from kakehashi.plan.values import fitted, trouble

Row = tuple[str, str, str | None, str, bytes, int]  # id, kind, parent, position, fields as JSON, checksum

BATCH = 500

_encoder = msgspec.json.Encoder(order="deterministic")
_NOT_DECODED = (msgspec.MsgspecError, UnicodeDecodeError, ArithmeticError, TypeError)


class BadRow(Exception):
    """A row that can't be read; carries the item's id and kind."""

    def __init__(self, item_id: str, kind: str, reason: str) -> None:
        super().__init__(f"{kind} {item_id}: {reason}")
        self.item_id, self.kind, self.reason = item_id, kind, reason


def to_row(item: Item) -> Row:
    """The row of an item."""
    row = (item.id, item.kind, item.parent, item.position, _encoder.encode(plain_fields(item)))
    return (*row, item_sum(row))


def item_sum(row: Sequence[Any]) -> int:
    """The checksum of an item's row, whose first five columns count."""
    item_id, kind, parent, position, raw = row[:5]
    return crc32(raw, crc32(f"{item_id}\n{kind}\n{parent}\n{position}".encode()))


def batches(rows: Sequence[Row]) -> Iterator[tuple[str, Sequence[str], Sequence[Item]]]:
    """Kind, ids and items of some rows of one kind at a time, each checked: checksum, types, choices, finite
    numbers, signs. Raises BadRow.

    Odd spellings and upper bounds are checked with the whole file, beside the window (`whole_check`).
    """
    by_kind: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row[1]].append(row)
    for kind, here in by_kind.items():
        for start in range(0, len(here), BATCH):
            batch = here[start : start + BATCH]
            items = _together(kind, batch)
            yield kind, [row[0] for row in batch], items if items is not None else [*map(_of_row, batch)]


def _together(kind: str, rows: Sequence[Row]) -> list[Item] | None:
    """The items of sound rows, column by column: a plan has too many to take one after another.

    None when a row asks for a closer look.
    """
    decoder = _decoder(kind)
    if decoder is None:
        return None
    ids, _, parents, positions, raws, sums = zip(*rows, strict=True)
    place = f"%s\n{kind.replace('%', '%%')}\n%s\n%s"
    places = map(place.__mod__, zip(ids, parents, positions, strict=True))
    try:
        if [*map(crc32, raws, map(crc32, map(str.encode, places)))] != [*sums] or _suspicious(raws):
            return None
        items: list[Item] = [*map(decoder.decode, raws)]
    except (UnicodeEncodeError, *_NOT_DECODED):
        return None
    if kind not in OWN_KINDS and any(any(_misfits(item)) for item in items):
        return None
    for item, item_id, parent, position in zip(items, ids, parents, positions, strict=True):
        force_setattr(item, "id", item_id)
        force_setattr(item, "position", position)
        if parent is not None:
            force_setattr(item, "parent", parent)
    return items


def _of_row(row: Row) -> Item:
    """The item of one row, checked: the road of rows that are damaged or not known in full."""
    item_id, kind, parent, position, raw, total = row
    if type(raw) is not bytes or item_sum(row) != total:
        raise BadRow(item_id, kind, "checksum")
    item = unchecked(item_id, kind, parent, position, raw)
    if kind in OWN_KINDS and _suspicious((raw,)):
        check_item(item)
    return item


def unchecked(item_id: str, kind: str, parent: str | None, position: str, raw: bytes) -> Item:
    """The item of these values, whatever their checksum. Raises BadRow."""
    decoder = _decoder(kind)
    if decoder is None:
        item: Item = _raw(item_id, kind, raw)
    else:
        try:
            item = decoder.decode(raw)
            if kind not in OWN_KINDS and any(_misfits(item)):
                item = _with_unknown_fields(item_id, kind, raw)
        except _NOT_DECODED:
            item = _with_unknown_fields(item_id, kind, raw)
    force_setattr(item, "id", item_id)
    force_setattr(item, "position", position)
    if parent is not None:
        force_setattr(item, "parent", parent)
    return item


def _decoder(kind: str) -> msgspec.json.Decoder[Any] | None:
    known = KINDS.get(kind)
    return _decoder_of(known) if known is not None else None


@cache
def _decoder_of(kind: type[Item]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def _raw(item_id: str, kind: str, raw: bytes) -> RawItem:
    try:
        return RawItem(name_of_kind=kind, fields=msgspec.json.decode(raw, type=dict[str, Any]))
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError) as error:
        raise BadRow(item_id, kind, str(error)) from error


def _with_unknown_fields(item_id: str, kind: str, raw: bytes) -> Item:
    """An item of a known kind with fields that this program doesn't know: they are kept in `extra`.

    So are values of a plugin's kind that don't fit its fields: another version of the plugin wrote them.
    """
    try:
        fields = msgspec.json.decode(raw, type=dict[str, Any])
        described = describe(KINDS[kind])
        if kind not in OWN_KINDS:
            return fitted(KINDS[kind], fields)
        known = {name: value for name, value in fields.items() if name in described}
        item = KINDS[kind](**{name: converted(described[name].type, known[name]) for name in known})
    except _NOT_DECODED as error:
        raise BadRow(item_id, kind, str(error)) from error
    extra = {name: value for name, value in fields.items() if name not in known}
    return msgspec.structs.replace(item, extra=extra)


_ODD = (b'"-', b'"NaN"', b'"nan"', b'"Infinity"', b'"inf"')


def _suspicious(raws: Sequence[bytes]) -> bool:
    """Whether the fields of one of the rows may hold a number that is negative or not finite.

    Nearly none do; a look for five byte strings over many rows at once costs a small part of checking every
    number.
    """
    together = b"".join(raws)
    return any(together.rfind(odd) >= 0 for odd in _ODD)  # from the end it takes half the time of `in`


def check_item(item: Item) -> None:
    """Check every field of an item against its description. Raises BadRow.

    Values of a plugin's kind need not fit: its description may be another version's.
    """
    if item.kind in OWN_KINDS and (misfit := next(_misfits(item), None)) is not None:
        raise BadRow(item.id, item.kind, misfit)


def _misfits(item: Item) -> Iterator[str]:
    for name, described in describe(type(item)).items():
        value = getattr(item, name)
        if value != described.default and (problem := trouble(described, value)) is not None:
            yield f"{name}: {problem.id}"
