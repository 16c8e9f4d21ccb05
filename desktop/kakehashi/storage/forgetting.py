"""Forget a person: the name goes from items, history and editions, and its bytes from the file.

The same words are put in its place everywhere, so that undo goes on working. An edition keeps its number and
the hash that was declared; `redacted` is the hash of what it holds now. Attachments can't be looked through.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import msgspec

from kakehashi.plan.changes import Patch
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Part
from kakehashi.plan.kinds import KINDS
from kakehashi.storage.plan_file import PlanFile
from kakehashi.storage.tables import seal
from kakehashi.words import PlanError

_WORDS = frozenset(("text", "long_text", "code", "list"))
_STRUCTS = frozenset(("records", "figure", "figures", "passports"))
_LATIN = r"[0-9A-Za-z\u00c0-\u024f]"
_encode = msgspec.json.Encoder(order="deterministic").encode
_patches = msgspec.json.Decoder(tuple[Patch, ...])


class NoName(PlanError):
    """What was given can't be a person's name."""


class Forgotten(msgspec.Struct, kw_only=True):
    """Where the name stood, and what was not looked through."""

    items: tuple[str, ...] = ()
    history: int = 0
    editions: tuple[int, ...] = ()
    attachments: int = 0


Replace = Callable[[str], str]


def replacer(name: str, by: str) -> Replace:
    """What puts `by` in the place of the name. Blanks within it may be missing between Japanese characters.

    A name in Latin letters is found as a word only: Ann, not Annual. Raises NoName.
    """
    parts = name.split()
    if len("".join(parts)) < 2 or not any(each.isalpha() for each in name):
        raise NoName("error.forget.name", name=name)
    pattern = re.escape(parts[0])
    for before, after in pairwise(parts):
        both_latin = re.match(_LATIN, before[-1]) and re.match(_LATIN, after[0])
        pattern += (r"\s+" if both_latin else r"\s*") + re.escape(after)
    if re.match(_LATIN, name.strip()[0]):
        pattern = f"(?<!{_LATIN}){pattern}"
    if re.match(_LATIN, name.strip()[-1]):
        pattern = f"{pattern}(?!{_LATIN})"
    found = re.compile(pattern)
    return lambda words: found.sub(lambda _: by, words)


def forget(file: PlanFile, name: str, by: str) -> Forgotten:
    """Replace the name everywhere, in one transaction, then write the file anew so that no byte of it stays.

    Raises NoName, DiskFull.
    """
    replace = replacer(name, by)
    result = Forgotten(attachments=len(file.attachments()))
    with file.rewriting() as db:
        kinds: dict[str, str] = {}
        result.items = _forget_in_items(db, replace, kinds)
        result.history = _forget_in_history(db, replace, kinds)
        result.editions = _forget_in_editions(db, replace)
        seal(db)
    file.shake_out()
    return result


def _forget_in_items(db: Any, replace: Replace, kinds: dict[str, str]) -> tuple[str, ...]:
    found = []
    for item_id, kind, raw in db.execute("SELECT id, kind, fields FROM item").fetchall():
        kinds[item_id] = kind
        fields = msgspec.json.decode(raw)
        new = _in_fields(kind, fields, replace)
        if new != fields:
            found.append(item_id)
            db.execute("UPDATE item SET fields = ? WHERE id = ?", (_encode(new), item_id))
    return tuple(found)


def _forget_in_history(db: Any, replace: Replace, kinds: dict[str, str]) -> int:
    """Newest row first: an item that is gone was removed by a row that names its kind."""
    count = 0
    rows = db.execute("SELECT seq, person, words, patches FROM history ORDER BY seq DESC").fetchall()
    for seq, person, words, raw in rows:
        patches = _patches.decode(raw)
        for patch in patches:
            if patch.field == "kind":
                kinds.setdefault(patch.item, str(patch.before or patch.after))
        new = (
            replace(person),
            None if words is None else msgspec.json.encode(_everywhere(msgspec.json.decode(words), replace)),
            tuple(_in_patch(kinds.get(patch.item, ""), patch, replace) for patch in patches),
        )
        if new != (person, words, patches):
            count += 1
            db.execute(
                "UPDATE history SET person = ?, words = ?, patches = ? WHERE seq = ?",
                (*new[:2], msgspec.json.encode(new[2]), seq),
            )
    return count


def _forget_in_editions(db: Any, replace: Replace) -> tuple[int, ...]:
    found = []
    for number, by, note, raw in db.execute("SELECT number, by, note, content FROM edition").fetchall():
        content = msgspec.json.decode(raw)
        new = {
            **content,
            **{key: _everywhere(content[key], replace) for key in ("declared_by", "note", "results")},
            "items": [
                {**item, "fields": _in_fields(item["kind"], item["fields"], replace)}
                for item in content["items"]
            ],
        }
        if (replace(by), replace(note), new) != (by, note, content):
            found.append(number)
            written = msgspec.json.encode(new, order="sorted")
            db.execute(
                "UPDATE edition SET by = ?, note = ?, content = ?, redacted = ? WHERE number = ?",
                (replace(by), replace(note), written, hashlib.sha256(written).hexdigest(), number),
            )
    return tuple(found)


def _in_patch(kind: str, patch: Patch, replace: Replace) -> Patch:
    before, after = (_in_field(kind, patch.field, each, replace) for each in (patch.before, patch.after))
    return Patch(patch.item, patch.field, patch.key, before, after)


def _in_fields(kind: str, fields: dict[str, Any], replace: Replace) -> dict[str, Any]:
    return {name: _in_field(kind, name, value, replace) for name, value in fields.items()}


def _in_field(kind: str, name: str, value: Any, replace: Replace) -> Any:
    """The value with the name replaced where words may stand: not in choices, references, numbers, dates."""
    if name in ("kind", "parent", "position"):
        return value
    known = KINDS.get(kind)
    described = describe(known).get(name) if known is not None else None
    if described is None or described.field.shape in _WORDS:
        return _everywhere(value, replace)
    if described.field.shape in _STRUCTS:
        return _everywhere(value, replace, sparing=_choices())
    return value


def _choices() -> frozenset[str]:
    """The keys of all choices in small structs."""
    return frozenset(
        choice
        for part in Part.__subclasses__()
        for described in describe(part).values()
        for choice in described.choices
    )


def _everywhere(value: Any, replace: Replace, sparing: frozenset[str] = frozenset()) -> Any:
    if isinstance(value, str):
        return value if value in sparing else replace(value)
    if isinstance(value, dict):
        return {replace(key): _everywhere(each, replace, sparing) for key, each in value.items()}
    if isinstance(value, list):
        return [_everywhere(each, replace, sparing) for each in value]
    return value
