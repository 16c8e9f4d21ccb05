"""Which items an item refers to, read from the field descriptions once per kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import compress
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


def reverse_index(groups: Iterable[Mapping[str, Item]]) -> dict[str, list[tuple[str, str]]]:
    """Target id -> (item id, field) over groups of items of one kind each, field by field for speed."""
    index: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for group in groups:
        sample = next(iter(group.values()), None)
        if sample is None:
            continue
        for name, read in (("parent", _one), *_readers(type(sample))):
            values = [*map(attrgetter(name), group.values())]
            given = zip(compress(group, values), filter(None, values), strict=True)
            if read is _one:
                for item_id, target in given:
                    index[target].append((item_id, name))
            else:
                for item_id, value in given:
                    for target in read(value):
                        index[target].append((item_id, name))
    return dict(index)


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


def _records(value: Any) -> Iterator[str]:
    for record in value if isinstance(value, tuple) else (value,):
        if isinstance(record, Part):
            for name, read in _readers(type(record)):
                if inner := getattr(record, name):
                    yield from read(inner)


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
