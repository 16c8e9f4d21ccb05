"""An edition: the frozen state of a plan with the results that were shown. Stored once, as canonical JSON.

Items and results stand in plain form (see `plan.fields.plain`), so that an edition written by another version
of the program keeps what this one doesn't know.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from kakehashi.declaration.results import Results, results_from_plain, results_to_plain
from kakehashi.plan.basis import About
from kakehashi.plan.changes import plain_fields
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.kinds import KINDS, OWN_KINDS
from kakehashi.plan.plan import Plan
from kakehashi.plan.unknown import converted
from kakehashi.plan.values import fitted
from kakehashi.words import PlanError

FORMAT = 1

# They arrive after the declaration and point to its number and hash.
NOT_IN_HASH = frozenset({"Comment", "Approval"})


class BadEdition(PlanError):
    """The content of an edition can't be read."""


class StoredItem(msgspec.Struct, frozen=True):
    """An item in plain form; fields that stand at their default are left out."""

    id: str
    kind: str
    parent: str | None
    position: str
    fields: Mapping[str, Any]


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """What was declared. Finding records are among the items; `results` are the figures that were shown."""

    plan: str
    number: int
    date: str
    app_version: str
    language: str
    declared_by: str
    note: str
    items: tuple[StoredItem, ...]
    results: Mapping[str, Any]
    format: int = FORMAT


def frozen(
    plan: Plan, results: Results, *, number: int, date: str, by: str, app_version: str, note: str = ""
) -> Edition:
    """The edition of a plan and of what its numbers lead to (`results.worked_out(plan)`)."""
    return Edition(
        plan=plan.uuid,
        number=number,
        date=date,
        app_version=app_version,
        language=plan.only(About).language,
        declared_by=by,
        note=note,
        items=tuple(sorted((_stored(item) for item in plan), key=lambda item: item.id)),
        results=results_to_plain(results),
    )


def plan_of(edition: Edition) -> Plan:
    """The plan as it was declared. What this program doesn't know stays as raw items and in `extra`."""
    return Plan(edition.plan, (_restored(item) for item in edition.items))


def results_of(edition: Edition) -> Results:
    """The figures as they were declared. Raises BadEdition when this program can't read them."""
    try:
        return results_from_plain(edition.results)
    except (msgspec.ValidationError, ArithmeticError) as error:
        raise BadEdition("error.edition.damaged", number=edition.number) from error


def content_hash(edition: Edition) -> str:
    """SHA-256 of the canonical JSON, without comments and approvals."""
    items = tuple(item for item in edition.items if item.kind not in NOT_IN_HASH)
    return hashlib.sha256(to_bytes(msgspec.structs.replace(edition, items=items))).hexdigest()


def to_bytes(edition: Edition) -> bytes:
    """Canonical JSON: sorted keys, UTF-8, no blanks, numbers as canonical text."""
    return msgspec.json.encode(edition, order="sorted")


def from_bytes(raw: bytes) -> Edition:
    """The edition of its bytes. Raises BadEdition for damaged bytes or a newer format."""
    try:
        found = msgspec.json.decode(raw, type=_Head)
        if found.format > FORMAT:
            raise BadEdition("error.edition.newer", number=found.number, theirs=found.format, ours=FORMAT)
        return msgspec.json.decode(raw, type=Edition)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadEdition("error.edition.unreadable") from error


class _Head(msgspec.Struct, frozen=True):
    format: int
    number: int


def _stored(item: Item) -> StoredItem:
    return StoredItem(item.id, item.kind, item.parent, item.position, plain_fields(item))


def _restored(stored: StoredItem) -> Item:
    kind = KINDS.get(stored.kind)
    if kind is not None and stored.kind not in OWN_KINDS:
        item = fitted(kind, stored.fields)
        return msgspec.structs.replace(item, id=stored.id, parent=stored.parent, position=stored.position)
    if kind is None:
        return RawItem(
            id=stored.id,
            parent=stored.parent,
            position=stored.position,
            name_of_kind=stored.kind,
            fields=stored.fields,
        )
    known: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, value in stored.fields.items():
        _put(describe(kind).get(name), name, value, known, extra)
    return kind(id=stored.id, parent=stored.parent, position=stored.position, extra=extra, **known)


def _put(
    described: FieldDescription | None, name: str, value: Any, known: dict[str, Any], extra: dict[str, Any]
) -> None:
    """A value into the fields when this program can read it, else into those that are only kept."""
    if described is None:
        extra[name] = value
        return
    try:
        known[name] = converted(described.type, value)
    except (msgspec.ValidationError, ArithmeticError):
        extra[name] = value
