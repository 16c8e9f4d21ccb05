"""From older schemas to the present one: steps over plain rows, items and history alike.

A step is needed where an older file would be misread: that makes a new major (see `tables`). Its functions
are pure; what they give for a patch does to a plan of the new schema what the patch did to one of the old.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from kakehashi.plan.changes import Patch
from kakehashi.storage.tables import put_meta, seal


class PlainItem(msgspec.Struct, frozen=True):
    """An item as it stands in the file and in editions."""

    id: str
    kind: str
    parent: str | None
    position: str
    fields: Mapping[str, Any]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What leads to schema `to` from the one before it.

    `item` gives the item in its new form (None = no longer there), `patch` the patches that stand for one of
    an item of this kind ('' where nothing in the file tells its kind). Without them rows stay as they are.
    """

    to: int
    tables: tuple[str, ...] = ()
    item: Callable[[PlainItem], PlainItem | None] | None = None
    patch: Callable[[str, Patch], tuple[Patch, ...]] | None = None


STEPS: tuple[Step, ...] = (
    Step(  # every row has a checksum; an edition says of which schema its items are, and if it was redacted
        to=1000,
        tables=(
            "ALTER TABLE item ADD COLUMN sum INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE history ADD COLUMN sum INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE edition ADD COLUMN schema INTEGER NOT NULL DEFAULT 1",
            "ALTER TABLE edition ADD COLUMN redacted TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE edition ADD COLUMN sum INTEGER NOT NULL DEFAULT 0",
        ),
    ),
)

_encode = msgspec.json.Encoder(order="deterministic").encode
_patches = msgspec.json.Decoder(tuple[Patch, ...])


def upgrade(db: sqlite3.Connection, schema: int, steps: Iterable[Step] = STEPS) -> None:
    """Bring a file of this schema to the present one; within a transaction.

    Undo stops at an upgrade that changed rows.
    """
    for step in (each for each in steps if each.to > schema):
        for statement in step.tables:
            db.execute(statement)
        if step.item is not None or step.patch is not None:
            kinds = _upgrade_items(db, step)
            _upgrade_history(db, step, kinds)
            last = db.execute("SELECT max(seq) FROM history").fetchone()[0] or 0
            put_meta(db, {"undo_from": str(last)})
        db.execute(f"PRAGMA user_version = {step.to}")
    seal(db)


def upgraded_item(item: PlainItem, schema: int, steps: Iterable[Step] = STEPS) -> PlainItem | None:
    """An item of an older schema (one in an edition, say) in its present form."""
    found: PlainItem | None = item
    for step in steps:
        if step.to > schema and step.item is not None and found is not None:
            found = step.item(found)
    return found


def upgraded_edition(content: bytes, schema: int, steps: Iterable[Step] = STEPS) -> bytes:
    """The content of an edition with its items in their present form; what was declared stays in the file."""
    due = [step for step in steps if step.to > schema and step.item is not None]
    if not due:
        return content
    edition = msgspec.json.decode(content)
    items = [upgraded_item(msgspec.convert(each, PlainItem), schema, due) for each in edition["items"]]
    return msgspec.json.encode({**edition, "items": [each for each in items if each is not None]})


def _upgrade_items(db: sqlite3.Connection, step: Step) -> dict[str, str]:
    """Upgrade all items; gives their kinds as they were before."""
    kinds = {}
    for item_id, kind, parent, position, raw in db.execute(
        "SELECT id, kind, parent, position, fields FROM item"
    ).fetchall():
        kinds[item_id] = kind
        item = PlainItem(item_id, kind, parent, position, msgspec.json.decode(raw))
        new = item if step.item is None else step.item(item)
        if new is None:
            db.execute("DELETE FROM item WHERE id = ?", (item_id,))
        elif new != item:
            db.execute(
                "UPDATE item SET kind = ?, parent = ?, position = ?, fields = ? WHERE id = ?",
                (new.kind, new.parent, new.position, _encode(new.fields), item_id),
            )
    return kinds


def _upgrade_history(db: sqlite3.Connection, step: Step, kinds: dict[str, str]) -> None:
    """Upgrade all rows, newest first: an item that is gone was removed by a row that names its kind."""
    rows = db.execute(
        "SELECT seq, patches FROM history WHERE schema < ? ORDER BY seq DESC", (step.to,)
    ).fetchall()
    for seq, raw in rows:
        patches = _patches.decode(raw)
        for patch in patches:
            if patch.field == "kind":
                kinds.setdefault(patch.item, str(patch.before or patch.after))
        if step.patch is not None:
            patches = tuple(new for old in patches for new in step.patch(kinds.get(old.item, ""), old))
        db.execute(
            "UPDATE history SET patches = ?, schema = ? WHERE seq = ?", (_encode(patches), step.to, seq)
        )
