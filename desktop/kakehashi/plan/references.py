"""Which items an item refers to, read from the field descriptions once per kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import Any

from kakehashi.plan.fields import describe
from kakehashi.plan.formula import names_in
from kakehashi.plan.item import Figure, Item, Part

Reader = Callable[[Any], Iterator[str]]


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
        for item_id, item in group.items():
            if item.parent is not None:
                index[item.parent].append((item_id, "parent"))
        sample = next(iter(group.values()), None)
        for name, read in _readers(type(sample)) if sample is not None else ():
            value_of = attrgetter(name)
            for item_id, item in group.items():
                value = value_of(item)
                if not value:
                    continue
                if read is _one:
                    index[value].append((item_id, name))
                else:
                    for target in read(value):
                        index[target].append((item_id, name))
    return dict(index)


@cache
def _readers(kind: type[Item | Part]) -> tuple[tuple[str, Reader], ...]:
    return tuple(
        (name, _READ[described.field.shape])
        for name, described in describe(kind).items()
        if described.field.shape in _READ
    )


def _one(value: str) -> Iterator[str]:
    yield value


def _figure(value: Figure) -> Iterator[str]:
    if value.passport is not None and value.passport.finding:
        yield value.passport.finding


def _figures(value: dict[str, Figure]) -> Iterator[str]:
    for key, figure in value.items():
        yield key
        yield from _figure(figure)


def _records(value: Any) -> Iterator[str]:
    for record in value if isinstance(value, tuple) else (value,):
        for name, read in _readers(type(record)) if isinstance(record, Part) else ():
            inner = getattr(record, name)
            if inner:
                yield from read(inner)


def _passports(value: dict[str, Any]) -> Iterator[str]:
    for passport in value.values():
        if passport.finding:
            yield passport.finding


_READ: dict[str, Reader] = {
    "ref": _one,
    "refs": lambda value: iter(value),
    "figure": _figure,
    "figures": _figures,
    "amounts": lambda value: iter(value),
    "records": _records,
    "passports": _passports,
    "formula": names_in,
}
