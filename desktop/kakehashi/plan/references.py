"""Which items an item refers to, read from the field descriptions once per kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import compress, repeat
from operator import attrgetter
from typing import Any

from kakehashi.plan.fields import declared
from kakehashi.plan.formula import names_in
from kakehashi.plan.item import Figure, Item, Part

Reader = Callable[[Any], Iterable[str]]


def references(item: Item | None) -> Iterator[tuple[str, str]]:
    """(field, id referred to), the owner in the envelope as 'parent'."""
    if item is None:
        return
    if item.parent is not None:
        yield "parent", item.parent
    for name, read in _readers(type(item)):
        value = getattr(item, name)
        if value:
            for target in read(value):
                yield name, target


ReverseIndex = defaultdict[
    str, list[tuple[str, str]]
]  # target id -> (item id, field) of those that refer to it


def reverse_index(groups: Iterable[Mapping[str, Item]]) -> ReverseIndex:
    """The reverse index over groups of items of one kind each."""
    index: ReverseIndex = defaultdict(list)
    for group in groups:
        add_references(index, tuple(group), tuple(group.values()))
    return index


def add_references(index: ReverseIndex, ids: Sequence[str], items: Sequence[Item]) -> None:
    """Put what these items of one kind refer to into the index, field by field for speed."""
    if not items:
        return
    for name, read in (("parent", _one), *_readers(type(items[0]))):
        values = [*map(attrgetter(name), items)]
        given = zip(zip(compress(ids, values), repeat(name), strict=False), filter(None, values), strict=True)
        if read is _one:
            for referrer, target in given:
                index[target].append(referrer)
        else:
            for referrer, value in given:
                for target in read(value):
                    index[target].append(referrer)


@cache
def _readers(kind: type[Item | Part]) -> tuple[tuple[str, Reader], ...]:
    return tuple((name, _READ[field.shape]) for name, field in declared(kind).items() if field.shape in _READ)


def _one(value: str) -> tuple[str]:
    return (value,)


def _each(value: Iterable[str]) -> Iterable[str]:
    return value


def _figure(value: Figure) -> Iterator[str]:
    if value.passport is not None and value.passport.finding:
        yield value.passport.finding


def _figures(value: dict[str, Figure]) -> Iterator[str]:
    for key, figure in value.items():
        yield key
        yield from _figure(figure)


def _records(value: Any) -> list[str]:
    found: list[str] = []
    for record in value if isinstance(value, tuple) else (value,):
        if isinstance(record, Part):
            for name, read in _readers(type(record)):
                if inner := getattr(record, name):
                    found.extend(read(inner))
    return found


def _passports(value: dict[str, Any]) -> Iterator[str]:
    for passport in value.values():
        if passport.finding:
            yield passport.finding


_READ: dict[str, Reader] = {
    "ref": _one,
    "refs": _each,
    "figure": _figure,
    "figures": _figures,
    "amounts": _each,
    "records": _records,
    "passports": _passports,
    "formula": names_in,
}
