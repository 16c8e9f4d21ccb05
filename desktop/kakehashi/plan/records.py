"""A plan as a plugin sees it: records of plain values, to be read only, whatever our structs are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import msgspec

from kakehashi.plan.fields import KEPT, describe
from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.words import Language, shown


class Record(Mapping[str, Any]):
    """An item: `id`, `kind`, `parent`, and the values of its fields by name.

    A value is None, str, bool, int, Decimal, a tuple, or a mapping: of months to numbers, of the parts of a
    figure (`value`, `low`, `high`, `passport`), of languages to a text that a starter brought. A text that
    was typed is a str. A field in which nothing was entered has its empty value.
    """

    __slots__ = ("_item", "_values")

    def __init__(self, item: Item) -> None:
        self._item = item
        self._values: dict[str, Any] = {}

    @property
    def id(self) -> str:
        """The item's id, the same for ever."""
        return self._item.id

    @property
    def kind(self) -> str:
        """The name of its kind ('Measure')."""
        return self._item.kind

    @property
    def parent(self) -> str | None:
        """The id of the item that owns it."""
        return self._item.parent

    def __getitem__(self, field: str) -> Any:
        if field not in self._values:
            self._values[field] = _frozen(self._value(field))
        return self._values[field]

    def __iter__(self) -> Iterator[str]:
        if isinstance(self._item, RawItem):
            yield from self._item.fields
            return
        known = describe(type(self._item))
        yield from known
        yield from self._item.extra.keys() - known.keys()

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id}>"

    def _value(self, field: str) -> Any:
        if isinstance(self._item, RawItem):
            return self._item.fields[field]
        if field in self._item.extra:
            return self._item.extra[field]
        if field not in describe(type(self._item)):
            raise KeyError(field)
        return msgspec.to_builtins(getattr(self._item, field), builtin_types=(Decimal,))


class Records:
    """All items of a plan. Nothing of it can be changed."""

    __slots__ = ("_plan", "_records")

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._records: dict[str, Record] = {}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that have items, by name."""
        return self._plan.kinds()

    def items(self, kind: str) -> tuple[Record, ...]:
        """All items of a kind, in their order; () where there is none."""
        return tuple(map(self._record, self._plan.of_kind(kind)))

    def get(self, item: str | None) -> Record | None:
        """The item with this id; None where there is none."""
        found = self._plan.get(item)
        return None if found is None else self._record(found)

    def name(self, item: str | None, language: Language) -> str:
        """What the item with this id is called in this language, as the program says it."""
        return shown(name_of(self._plan, self._plan.get(item)), language)

    def _record(self, item: Item) -> Record:
        if item.id not in self._records:
            self._records[item.id] = Record(item)
        return self._records[item.id]


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        if isinstance(kept := value.get(KEPT), dict):  # a small struct's unknown fields
            value = {**kept, **{key: each for key, each in value.items() if key != KEPT}}
        return MappingProxyType({key: _frozen(each) for key, each in value.items()})
    if isinstance(value, list | tuple):
        return tuple(map(_frozen, value))
    return value
