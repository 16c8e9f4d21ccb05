"""A whole plan as JSON and back: to look at, to keep beside other text, to be written by other programs.

{"format": "kakehashi-plan", "version": 1, "uuid": ..., "items": [{"id", "kind", "parent", "position",
"fields"}]}: numbers as canonical text; fields that differ from an empty item's, unknown ones too;
items of unknown kinds too. `show --json` has the same items. Attachments are named, not held.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import msgspec

from kakehashi.plan.changes import Patch, apply, plain_fields
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.kinds import KINDS, ONLY_ONE, only_id
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import is_key
from kakehashi.words import Lines, Message, PlanError

FORMAT, VERSION = "kakehashi-plan", 1
MOST_TOLD = 20
_KEYS = ("id", "kind", "parent", "position", "fields")
_NAME = "names"  # of `show --json`: for people, not read


class NoPlainPlan(PlanError):
    """A text that no plan can be read from; tells the places that are wrong."""


class _Wrong(Exception):
    """Something wrong at a place of the file."""

    def __init__(self, problem: Message, field: str = "") -> None:
        self.problem, self.field = problem, field
        super().__init__(problem.id)


def plain_item(item: Item) -> dict[str, Any]:
    """An item as JSON's own types."""
    return {
        "id": item.id,
        "kind": item.kind,
        "parent": item.parent,
        "position": item.position,
        "fields": plain_fields(item),
    }


def written(plan: Plan) -> str:
    """The plan as JSON text, items by chapter and position; the same text for the same plan."""
    items = [plain_item(item) for kind in plan.kinds() for item in plan.of_kind(kind)]
    content = {"format": FORMAT, "version": VERSION, "uuid": plan.uuid, "items": items}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read(raw: bytes) -> Plan:
    """The plan of a file's bytes: what `written` wrote, or `show --json`. Raises NoPlainPlan."""
    content = _content(raw)
    if content.get("format", FORMAT) != FORMAT:
        raise NoPlainPlan("error.plain.other", found=str(content.get("format"))[:60])
    version = content.get("version", VERSION)
    if type(version) is not int or version > VERSION:
        raise NoPlainPlan("error.plain.newer", version=str(version)[:20])
    uuid, entries = content.get("uuid"), content.get("items")
    if not isinstance(uuid, str) or not uuid or not isinstance(entries, list):
        raise NoPlainPlan("error.plain.form")
    items: dict[str, Item] = {}
    problems: list[Message] = []
    for number, entry in enumerate(entries, 1):
        try:
            item = _item(entry)
            if item.id in items:
                raise _Wrong(Message("error.plain.twice", {"item": item.id}))
            items[item.id] = item
        except _Wrong:
            problems += _all_wrong(number, entry, items)
    if problems:
        told = problems[:MOST_TOLD]
        if len(problems) > MOST_TOLD:
            told.append(Message("error.plain.more", {"count": len(problems) - MOST_TOLD}))
        raise NoPlainPlan("error.plain", count=len(problems), problems=Lines(tuple(told)))
    return Plan(uuid, items.values())


def _content(raw: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(
            raw.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_without_doubles
        )
    except UnicodeDecodeError as error:
        raise NoPlainPlan("error.plain.encoding", byte=error.start + 1) from None
    except (ValueError, RecursionError) as error:  # JSONDecodeError, or numbers and brackets without end
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        raise NoPlainPlan("error.plain.json", line=line, column=column) from None
    if not isinstance(content, dict):
        raise NoPlainPlan("error.plain.form")
    return content


def _no_number(word: str) -> NoReturn:
    raise NoPlainPlan("error.plain.constant", word=word)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise NoPlainPlan("error.plain.double", name=next(name for name in names if names.count(name) > 1))
    return found


def _all_wrong(number: int, entry: Any, items: Mapping[str, Item]) -> Iterator[Message]:
    """Every problem of an entry, field by field where the envelope can be read."""
    problems: list[_Wrong] = []
    found = entry.get("fields") if isinstance(entry, dict) else None
    fields: dict[str, Any] = found if isinstance(found, dict) else {}
    for name, value in fields.items():
        try:
            _item({**entry, "fields": {name: value}})
        except _Wrong as wrong:
            if wrong.field:
                problems.append(wrong)
    if not problems:
        try:
            item = _item(entry)
            if item.id in items:
                problems.append(_Wrong(Message("error.plain.twice", {"item": item.id})))
        except _Wrong as wrong:
            problems.append(wrong)
    for each in problems:
        place = {"number": number, "kind": _short(entry, "kind"), "item": _short(entry, "id")}
        said = "error.plain.at_field" if each.field else "error.plain.at"
        yield Message(said, {**place, "field": each.field, "problem": each.problem})


def _short(entry: Any, key: str) -> str:
    found = entry.get(key) if isinstance(entry, dict) else None
    return _printable(found)[:60] if isinstance(found, str) else "?"


def _item(entry: Any) -> Item:
    """The item of an entry. Raises _Wrong with the first thing that is wrong."""
    item_id, kind, parent, position, fields = _envelope(entry)
    for name, value in fields.items():
        if not _sound({name: value}):
            raise _Wrong(Message("error.plain.value"), _printable(name))
    if kind not in KINDS:
        return RawItem(id=item_id, name_of_kind=kind, parent=parent, position=position, fields=fields)
    if kind in ONLY_ONE and item_id != only_id(kind):
        raise _Wrong(Message("error.plain.only", {"item": only_id(kind)}))
    known = describe(KINDS[kind])
    birth = Patch(item_id, "kind", None, None, kind)
    try:
        whole = _filled(birth, {name: value for name, value in fields.items() if name in known})
    except PlanError:
        for name in fields.keys() & known.keys():
            try:
                _filled(birth, {name: fields[name]})
            except PlanError as error:
                raise _Wrong(error.message, name) from None
        raise
    extra = {name: value for name, value in fields.items() if name not in known}
    return msgspec.structs.replace(whole, parent=parent, position=position, extra=extra)


def _filled(birth: Patch, fields: Mapping[str, Any]) -> Item:
    patches = [Patch(birth.item, name, None, None, value) for name, value in fields.items()]
    return apply(Plan(""), (birth, *patches)).item(birth.item)


def _envelope(entry: Any) -> tuple[str, str, str | None, str, dict[str, Any]]:
    if not isinstance(entry, dict) or set(entry) - {*_KEYS, _NAME}:
        raise _Wrong(Message("error.plain.entry", {"keys": ", ".join(_KEYS)}))
    for key in ("id", "kind"):
        if not isinstance(entry.get(key), str) or not entry[key] or not _sound(entry[key]):
            raise _Wrong(Message("error.plain.name"), key)
    parent, position, fields = entry.get("parent"), entry.get("position", ""), entry.get("fields", {})
    if parent is not None and not (isinstance(parent, str) and parent and _sound(parent)):
        raise _Wrong(Message("error.plain.name"), "parent")
    if not isinstance(position, str) or not (position == "" or is_key(position)):
        raise _Wrong(Message("error.plain.position"), "position")
    if not isinstance(fields, dict):
        raise _Wrong(Message("error.plain.fields"), "fields")
    return entry["id"], entry["kind"], parent, position, fields


def _sound(value: Any) -> bool:
    """Whether a value can be written to a file: no broken characters, only finite numbers."""
    if isinstance(value, str):
        return value == _printable(value)
    if isinstance(value, dict):
        return all(_sound(key) and _sound(each) for key, each in value.items())
    if isinstance(value, list):
        return all(map(_sound, value))
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or -(2**63) <= value < 2**64  # what the plan file can hold


def _printable(words: str) -> str:
    return words.encode("utf-8", "backslashreplace").decode()
