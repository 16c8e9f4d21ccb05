"""A starter: a plan to begin with, as a file without code; and the items of a new plan made from it.

The file is JSON: {"key", "title", "summary", "includes", "leaves_out", "items": [{"kind", "key", "parent",
"fields"}]}; what it includes, `plan.starter_file` joins. In fields a reference is "@key" (in formulas
{@key}), a month "m+3" counts from the plan's first month, a date "m+3-15" is a day of that month (at most its
last), a date that stays is "2026-10-31", a series is a list of numbers from m+0 on (null = not set) or
{"m+3": "100"}, a text is one string or {"ja": ..., "en": ...}, a list of texts likewise (the plan takes that
of its language), a number is a JSON number or a string. Ids, order, first month and language come when a plan
is made.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import count
from typing import Any

from kakehashi.plan.basis import About
from kakehashi.plan.fields import FieldDescription, describe, plain
from kakehashi.plan.formula import parse
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import KINDS, ONLY_ONE, budget_line_of, only_id, pair_id
from kakehashi.plan.months import shifted
from kakehashi.plan.position import spread
from kakehashi.plan.starter_file import (
    NO_LIBRARY,
    BadStarter,
    Library,
    Placed,
    Starter,
    StarterItem,
    joined,
)
from kakehashi.plan.values import typed
from kakehashi.words import Lines, Message, PlanError

_REFERENCE = re.compile(r"@([\w.-]+)")
_MONTH = re.compile(r"m([+-]\d{1,3})")
_DAY = re.compile(r"(m[+-]\d{1,3})-(\d{2})")
_FIXED_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_IN_FORMULA = re.compile(r"\{([^{}|]+)\}")


def read_starter(raw: bytes, library: Library = NO_LIBRARY) -> Starter:
    """The starter of a file's bytes, what it includes taken from the library.

    Raises BadStarter unless a plan can be made from it.
    """
    starter = joined(raw, library)
    numbers = count()
    plan_from(starter, language="en", first_month="2000-01", uuid="", new_id=lambda: str(next(numbers)))
    return starter


def plan_from(
    starter: Starter,
    *,
    language: str,
    first_month: str,
    uuid: str,  # noqa: ARG001 - the plan's; no id of today's kinds follows from it
    new_id: Callable[[], str],
) -> tuple[Item, ...]:
    """The items of a new plan; their texts stay in all languages of the starter. Raises BadStarter."""
    return _Making(starter, language, first_month, new_id).items()


class _Wrong(PlanError):
    """One thing wrong, on its way to the place that knows in which item and field."""


class _Making:
    """One plan in the making: first all ids, then the values. What is wrong is gathered and told together."""

    def __init__(self, starter: Starter, language: str, first_month: str, new_id: Callable[[], str]) -> None:
        self._starter = starter
        self._language = language
        self._first_month = first_month
        self._new_id = new_id
        self._problems: list[Message] = []
        about = () if any(item.kind == "About" for item in starter.items) else (StarterItem(kind="About"),)
        self._items = (*about, *starter.items)
        self._kind_of = {item.key: item.kind for item in self._items if item.key}
        self._id_of: dict[str, str] = {}
        self._ids = self._all_ids()

    def items(self) -> tuple[Item, ...]:
        positions = self._positions()
        made = [
            self._made(number, item, next(positions[item.kind]))
            for number, item in enumerate(self._items)
            if item.kind in KINDS
        ]
        if self._problems:
            raise BadStarter(
                "error.starter",
                starter=self._starter.key,
                count=len(self._problems),
                problems=Lines(tuple(self._problems)),
            )
        return tuple(made)

    def _positions(self) -> Mapping[str, Iterator[str]]:
        kinds = [item.kind for item in self._items]
        return {kind: iter(spread(kinds.count(kind))) for kind in set(kinds)}

    def _tell(self, number: int, field: str, problem: Message) -> None:
        item = self._items[number]
        place = item if isinstance(item, Placed) else Placed(kind=item.kind)
        values = {"number": place.number, "kind": item.kind, "key": item.key, "field": field}
        if place.file:
            values |= {"file": place.file}
            where = Message("error.starter.field_in" if field else "error.starter.item_in", values)
        else:
            where = Message("error.starter.field" if field else "error.starter.item", values)
        self._problems.append(Message("error.starter.problem", {"where": where, "problem": problem}))

    # Ids ------------------------------------------------------------------------------------------------

    def _all_ids(self) -> list[str]:
        """An id for each item. Those that follow from others come after: lines, pairs, pairs of pairs."""
        ids = [""] * len(self._items)
        seen: set[str] = set()
        for turn in (self._own_id, self._line_id, self._pair_id, self._pair_of_pairs_id):
            for number, item in enumerate(self._items):
                if ids[number] or item.kind not in KINDS:
                    continue
                ids[number] = found = turn(item)
                if found in seen:
                    self._tell(number, "", Message("error.starter.twice"))
                elif found and item.key in self._id_of:
                    self._tell(number, "", Message("error.starter.key_twice", {"key": item.key}))
                elif found:
                    seen.add(found)
                    self._id_of |= {item.key: found} if item.key else {}
        for number, item in enumerate(self._items):
            if item.kind not in KINDS:
                self._tell(number, "", Message("error.starter.kind", {"kinds": ", ".join(KINDS)}))
            elif absent := [name for name in KINDS[item.kind].ONCE_FOR or () if not item.fields.get(name)]:
                one, other = KINDS[item.kind].ONCE_FOR or ("", "")
                self._tell(number, absent[0], Message("error.starter.pair", {"one": one, "other": other}))
        return ids

    def _own_id(self, item: StarterItem) -> str:
        if item.kind in ONLY_ONE:
            return only_id(item.kind)
        follows = KINDS[item.kind].ONCE_FOR or (item.kind == "BudgetLine" and item.fields.get("source"))
        return "" if follows else self._new_id()

    def _line_id(self, item: StarterItem) -> str:
        return self._following(budget_line_of, item, "source") if item.kind == "BudgetLine" else ""

    def _pair_id(self, item: StarterItem) -> str:
        """The id of a pair of items that have theirs; empty while one of them has none."""
        pair = KINDS[item.kind].ONCE_FOR or ()
        keys = [str(item.fields.get(field)).removeprefix("@") for field in pair]
        waits = any(key in self._kind_of and key not in self._id_of for key in keys)
        return "" if waits else self._pair_of_pairs_id(item)

    def _pair_of_pairs_id(self, item: StarterItem) -> str:
        return self._following(partial(pair_id, item.kind), item, *(KINDS[item.kind].ONCE_FOR or ()))

    def _following(self, derive: Callable[..., str], item: StarterItem, *fields: str) -> str:
        """The id that follows from these references; any other one where a reference leads nowhere."""
        try:
            return derive(*(self._reference(item.fields.get(field)) for field in fields))
        except _Wrong:  # told where the field is read
            return self._new_id()

    # Values ---------------------------------------------------------------------------------------------

    def _made(self, number: int, item: StarterItem, position: str) -> Item:
        kind = KINDS[item.kind]
        given = item.fields
        if kind is About:
            chosen = {"language": self._language, "first_month": "m+0"}
            given = {"fiscal_start": int(self._first_month[5:]), **given, **chosen}
        fields: dict[str, Any] = {}
        for name, raw in given.items():
            try:
                fields[name] = self._value(kind, name, raw)
            except PlanError as error:
                self._tell(number, name, error.message)
        parent = None
        if item.parent is not None:
            try:
                parent = self._reference(item.parent)
            except _Wrong as wrong:
                self._tell(number, "parent", wrong.message)
        return kind(id=self._ids[number], parent=parent, position=position, **fields)

    def _value(self, kind: type[Item], name: str, raw: Any) -> Any:
        described = describe(kind).get(name)
        if described is None:
            raise _Wrong("error.starter.no_field", fields=", ".join(describe(kind)))
        return typed(described, self._resolved(described, raw))

    def _resolved(self, described: FieldDescription, raw: Any) -> Any:
        """The plain value with ids for references and months for m+3."""
        resolve = self._BY_SHAPE.get(described.field.shape)
        return raw if resolve is None or raw is None else resolve(self, described, raw)

    def _reference(self, raw: Any) -> str:
        match = _REFERENCE.fullmatch(raw) if isinstance(raw, str) else None
        if match is None:
            raise _Wrong("error.starter.reference", value=str(raw))
        found = self._id_of.get(match[1])
        if found is None:
            raise _Wrong("error.starter.unknown_key", key=match[1])
        return found

    def _month(self, raw: Any) -> str:
        match = _MONTH.fullmatch(raw) if isinstance(raw, str) else None
        if match is None:
            raise _Wrong("error.starter.month", value=str(raw))
        return shifted(self._first_month, int(match[1]))

    def _date(self, _described: FieldDescription, raw: Any) -> str:
        return self._day(raw)

    def _day(self, raw: Any) -> str:
        match = _DAY.fullmatch(raw) if isinstance(raw, str) else None
        if match is None and isinstance(raw, str) and _FIXED_DAY.fullmatch(raw):
            return raw  # of something in the world, such as a study
        if match is None:
            raise _Wrong("error.starter.date", value=str(raw))
        month = self._month(match[1])
        last = monthrange(int(month[:4]), int(month[5:]))[1]
        return f"{month}-{min(int(match[2]), last):02}"

    def _ref(self, described: FieldDescription, raw: Any) -> str:
        target = self._reference(raw)
        kind, kinds = self._kind_of[raw[1:]], described.field.kinds
        if kinds and kind not in kinds:
            raise _Wrong("error.starter.wrong_kind", reference=raw, kind=kind, kinds=", ".join(kinds))
        return target

    def _refs(self, described: FieldDescription, raw: Any) -> list[str]:
        return [self._ref(described, each) for each in _list(raw)]

    def _by_item(self, described: FieldDescription, raw: Any) -> dict[str, Any]:
        return {self._ref(described, key): value for key, value in _map(raw).items()}

    def _one_month(self, _described: FieldDescription, raw: Any) -> str:
        return self._month(raw)

    def _series(self, _described: FieldDescription, raw: Any) -> dict[str, Any]:
        if isinstance(raw, list):
            raw = {f"m+{at}": value for at, value in enumerate(raw) if value is not None}
        return {self._month(month): value for month, value in _map(raw).items()}

    def _text(self, _described: FieldDescription, raw: Any) -> Any:
        languages = describe(About)["language"].choices
        if isinstance(raw, dict) and not set(raw) <= set(languages):
            raise _Wrong("error.starter.language", languages=", ".join(languages))
        return raw

    def _texts(self, _described: FieldDescription, raw: Any) -> Any:
        """A list in the plan's language: such texts are data, they have one form only."""
        return raw.get(self._language) or next(iter(raw.values())) if isinstance(raw, dict) and raw else raw

    def _formula(self, _described: FieldDescription, raw: Any) -> Any:
        if not isinstance(raw, str) or not raw:
            return raw
        parse(raw)
        return _IN_FORMULA.sub(lambda match: "{" + self._reference(match[1]) + "}", raw)

    def _records(self, described: FieldDescription, raw: Any) -> Any:
        if described.kind == "Scenario" and described.name == "overrides":
            return [self._override(_map(each)) for each in _list(raw)]
        return self._record(raw)

    def _record(self, raw: Any) -> Any:
        """Small structs: what looks like a reference, a month or a date is one."""
        if isinstance(raw, dict):
            return {name: self._record(value) for name, value in raw.items()}
        if isinstance(raw, list):
            return [self._record(each) for each in raw]
        if isinstance(raw, str) and _REFERENCE.fullmatch(raw):
            return self._reference(raw)
        if isinstance(raw, str) and _MONTH.fullmatch(raw):
            return self._month(raw)
        if isinstance(raw, str) and _DAY.fullmatch(raw):
            return self._day(raw)
        return raw

    def _override(self, raw: dict[str, Any]) -> dict[str, Any]:
        """What a scenario assumes instead; the value must be one of the field that it stands for."""
        item, key, field = (
            self._reference(raw.get("item")),
            self._record(raw.get("key")),
            str(raw.get("field")),
        )
        fields = describe(KINDS[self._kind_of[raw["item"][1:]]])
        if field not in fields:
            raise _Wrong("error.starter.no_field", fields=", ".join(fields))
        described = fields[field]
        keyed = described.keyed and key is not None
        value = raw.get("value") if keyed else self._resolved(described, raw.get("value"))
        value = plain(typed(described, value, key=keyed))
        return {**raw, "item": item, "value": value} | ({} if key is None else {"key": key})

    _BY_SHAPE: Mapping[str, Callable[[_Making, FieldDescription, Any], Any]] = {
        "ref": _ref,
        "refs": _refs,
        "figures": _by_item,
        "amounts": _by_item,
        "month": _one_month,
        "date": _date,
        "list": _texts,
        "series": _series,
        "origins": _series,
        "text": _text,
        "long_text": _text,
        "formula": _formula,
        "records": _records,
    }


def _map(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _Wrong("error.starter.map")
    return raw


def _list(raw: Any) -> list[Any]:
    if not isinstance(raw, list):
        raise _Wrong("error.starter.list")
    return raw
