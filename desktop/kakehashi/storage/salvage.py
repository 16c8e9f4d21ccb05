"""What can be read of a damaged plan file into a new one, and by name what can't; the file is only read.

A row counts as sound when its checksum holds. An item that is gone is built again from the newest edition and
the history where they have it; else, if it can be read although its checksum doesn't hold, it is kept and
named as doubtful.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from struct import unpack_from
from typing import Any

import msgspec

from kakehashi.plan.changes import Change, apply
from kakehashi.plan.item import Item
from kakehashi.plan.plan import Plan
from kakehashi.storage.carried_kinds import carried
from kakehashi.storage.errors import FileProblem, Newer, told
from kakehashi.storage.pages import Cell, Pages
from kakehashi.storage.plan_file import HistoryRow, PlanFile, history_row, new_row_id
from kakehashi.storage.rows import BadRow, check_item, item_sum, unchecked
from kakehashi.storage.tables import (
    COLUMNS,
    FIRST_WITH_SUMS,
    PLUGIN_KINDS,
    SCHEMA,
    checksum,
    meta_sum,
    roll_back,
    shown_schema,
)
from kakehashi.storage.upgrades import PlainItem, upgraded_item
from kakehashi.words import Message, PlanError


class NothingToSalvage(FileProblem):
    """Not one row of a plan can be read."""


class Lost(msgspec.Struct, frozen=True):
    """An item that could not be read as it was. `state`: gone, doubtful (kept as read), rebuilt."""

    id: str
    kind: str
    state: str


class Salvaged(msgspec.Struct, frozen=True, kw_only=True):
    """What was saved, and what was not."""

    items: int
    history: int
    editions: int
    attachments: int
    lost_items: tuple[Lost, ...] = ()
    lost_history: tuple[int, ...] = ()  # sequence numbers
    lost_editions: tuple[int, ...] = ()
    lost_attachments: tuple[str, ...] = ()
    unreadable_pages: tuple[int, ...] = ()
    unreadable_rows: int = 0  # rows of which not even the key can be read
    new_uuid: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing is lost or doubtful."""
        found = (self.lost_items, self.lost_history, self.lost_editions, self.lost_attachments)
        return not any((*found, self.unreadable_pages, self.unreadable_rows, self.new_uuid))


def salvage(path: Path, out: Path, *, person: str, now: str, app_version: str, new_uuid: str) -> Salvaged:
    """Write what can be read of a file into a new one. Raises NothingToSalvage, AlreadyThere, Newer …"""
    found = _Found(path, _content(path))
    if not found.items and not found.uuid:
        raise NothingToSalvage("error.salvage.nothing", path)
    result = found.result()
    file = PlanFile.create(
        out,
        found.uuid or new_uuid,
        found.items.values(),
        app_version=app_version,
        at=found.created or now,
        meta={PLUGIN_KINDS: found.plugin_kinds} if carried(found.plugin_kinds) else None,
    )
    try:
        _fill(file, found)
        seq = max([0, *found.history, *result.lost_history])
        words = Message("change.salvaged", {"lost": len(result.lost_items), "rows": len(result.lost_history)})
        newest = found.history.get(seq)
        row = HistoryRow(
            seq=seq + 1,
            id=new_row_id(),
            parent=newest[1] if newest is not None else None,
            person=person,
            at=now,
            words=words,
            schema=SCHEMA,
            undoes=None,
            patches=(),
        )
        file.note(row, undo_from=str(seq + 1))
    except BaseException:
        file.close()
        out.unlink(missing_ok=True)
        raise
    file.close()
    return result


def _fill(file: PlanFile, found: _Found) -> None:
    file.put_rows("history", found.history.values())
    file.put_rows("edition", found.editions.values())
    for name, content in found.attachments.items():
        file.attach(name, content)


def _content(path: Path) -> bytes:
    """The bytes of the file; an edit that was left half done is taken back in a copy first."""
    with told(path):
        content = path.read_bytes()
    journal = path.with_name(path.name + "-journal")
    if not journal.exists():
        return content
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        with told(path):
            shutil.copyfile(path, copy)
            shutil.copyfile(journal, copy.with_name(journal.name))
        try:
            with told(copy):
                roll_back(copy)
        except FileProblem:
            return content
        return copy.read_bytes()


class _Found:
    """The rows of a damaged file, sorted into sound and lost."""

    def __init__(self, path: Path, content: bytes) -> None:
        self._path = path
        self._pages = Pages(content)
        self._schema = unpack_from(">I", content, 60)[0] if len(content) >= 64 else SCHEMA
        self._a_database = content.startswith(b"SQLite format 3\0")
        self.items: dict[str, Item] = {}
        self.history: dict[int, tuple[Any, ...]] = {}  # columns, without the checksum
        self.editions: dict[int, tuple[Any, ...]] = {}
        self.attachments: dict[str, bytes] = {}
        self.uuid = self.created = ""
        self._meta: dict[str, str] = {}
        self._patches: dict[int, Change] = {}
        self._broken: dict[str, dict[Any, tuple[Any, ...]]] = {"item": {}, "history": {}, "edition": {}}
        self._doubtful: dict[str, str] = {}
        self._rebuilt: dict[str, str] = {}
        self._lost_attachments: list[str] = []
        self._keyless = 0
        cells = list(self._pages.cells())
        for cell in cells:
            if not cell.stray:
                self._take(cell)
        removed = self._alive_by_history()
        for cell in cells:
            if cell.stray and cell.whole:
                self._take(cell, unless=removed)
        self._settle_meta()
        self._refuse_newer()
        self._settle_items()

    # ---- rows by their shape

    def _take(self, cell: Cell, unless: Mapping[str, str | None] | None = None) -> None:
        table = _table_of(cell)
        if table is None:
            self._keyless += not cell.stray
        elif table == "meta":
            self._meta.setdefault(str(cell.values[0]), str(cell.values[1]))
        elif table == "attachment":
            self._take_attachment(cell)
        elif table == "item":
            self._take_item(cell, unless)
        elif table in ("history", "edition"):
            self._take_numbered(table, cell)

    def _take_item(self, cell: Cell, unless: Mapping[str, str | None] | None) -> None:
        key = cell.values[0]
        if key in self.items or (cell.stray and (unless or {}).get(key, "") is None):
            return
        row, total = cell.values[:5], cell.values[5] if len(cell.values) > 5 else None
        sound = cell.whole and len(row) == 5 and isinstance(row[4], bytes)
        sound = sound and (total == item_sum(row) if total is not None else self._schema < FIRST_WITH_SUMS)
        if not sound:
            if not cell.stray:
                self._broken["item"].setdefault(key, row)
            return
        try:
            self.items[key] = self._item(row)
            self._broken["item"].pop(key, None)
        except (BadRow, msgspec.MsgspecError):
            self._broken["item"].setdefault(key, row)

    def _item(self, row: tuple[Any, ...]) -> Item:
        item_id, kind, parent, position, raw = row
        if self._schema < SCHEMA:
            plain = PlainItem(item_id, kind, parent, position, msgspec.json.decode(raw))
            new = upgraded_item(plain, self._schema) or plain
            item_id, kind, parent, position = new.id, new.kind, new.parent, new.position
            raw = raw if new == plain else msgspec.json.encode(new.fields)
        item = unchecked(item_id, kind, parent, position, raw)
        check_item(item)
        return item

    def _take_numbered(self, table: str, cell: Cell) -> None:
        rows = self.history if table == "history" else self.editions
        assert cell.rowid is not None
        if cell.rowid in rows:
            return
        columns = COLUMNS[table]
        values = (cell.rowid, *cell.values[1 : len(columns)])
        total = cell.values[len(columns)] if len(cell.values) > len(columns) else None
        if self._schema < FIRST_WITH_SUMS:
            values, total = _with_sums(table, values)
        if not cell.whole or len(values) != len(columns) or total != checksum(values):
            if not cell.stray:
                self._broken[table].setdefault(cell.rowid, values)
            return
        if table == "history":
            try:
                self._patches[cell.rowid] = history_row((*values, total)).patches
            except BadRow:
                self._broken[table].setdefault(cell.rowid, values)
                return
        rows[cell.rowid] = values
        self._broken[table].pop(cell.rowid, None)

    def _take_attachment(self, cell: Cell) -> None:
        name, content = cell.values[:2]
        if cell.whole and hashlib.sha256(content).hexdigest() == name:
            self.attachments[name] = content
        elif not cell.stray:
            self._lost_attachments.append(str(name))

    # ---- what belongs together

    def _alive_by_history(self) -> dict[str, str | None]:
        """Kind of each item that history knows to be there; None for one that it knows to be removed."""
        known: dict[str, str | None] = {}
        for seq in sorted(self._patches):
            for patch in self._patches[seq]:
                if patch.field == "kind":
                    known[patch.item] = None if patch.after is None else str(patch.after)
                else:
                    known.setdefault(patch.item, "?")
        return known

    @property
    def plugin_kinds(self) -> str:
        """What the file says of the kinds of plugins."""
        return self._meta.get(PLUGIN_KINDS, "")

    def _settle_meta(self) -> None:
        whole = self._meta.get("sum") == str(meta_sum(self._meta)) or self._schema < FIRST_WITH_SUMS
        from_edition = next((str(e["plan"]) for e in self._edition_contents().values() if "plan" in e), "")
        self.uuid = self._meta.get("uuid", "") if whole else from_edition
        self.created = self._meta.get("created", "") if whole else ""

    def _edition_contents(self) -> dict[int, dict[str, Any]]:
        at = COLUMNS["edition"].index("content")
        found = {}
        for number, row in sorted(self.editions.items(), reverse=True):
            try:
                found[number] = msgspec.json.decode(row[at], type=dict[str, Any])
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue
        return found

    def _refuse_newer(self) -> None:
        """A newer major is refused, unless rows of this schema say that only the header is wrong."""
        if self._schema // 1000 <= SCHEMA // 1000:
            return
        if not (self._a_database or self._meta or self.items or self.history):
            return  # no plan at all, so those bytes are no schema
        at = COLUMNS["history"].index("schema")
        written = {row[at] // 1000 for row in self.history.values()}
        if not written or max(written) > SCHEMA // 1000:
            raise Newer(
                "error.file.newer",
                self._path,
                theirs=shown_schema(self._schema),
                ours=shown_schema(SCHEMA),
            )

    def _settle_items(self) -> None:
        """Keep what can be read; build again what editions and history tell of the rest."""
        contents = self._edition_contents()
        expected = {key: str(row[1]) if len(row) > 1 else "?" for key, row in self._broken["item"].items()}
        newest = next(iter(contents), None)
        stored: dict[str, dict[str, Any]] = {}
        if newest is not None:
            stored = {str(each["id"]): each for each in contents[newest].get("items", ())}
        for key, each in stored.items():
            expected.setdefault(key, str(each["kind"]))
        for key, kind in self._alive_by_history().items():
            if kind is None:
                expected.pop(key, None)
            elif kind != "?" or key not in expected:
                expected[key] = kind
        since = self.editions[newest][COLUMNS["edition"].index("seq")] if newest is not None else 0
        missing = {key: kind for key, kind in expected.items() if key not in self.items}
        edits = self._edits_of(missing)
        for key, kind in missing.items():
            later = [own for seq, own in edits[key] if seq > since or key not in stored]
            self._save(key, kind, stored.get(key), later)

    def _edits_of(self, items: Iterable[str]) -> dict[str, list[tuple[int, Change]]]:
        """What was done to these items, by row, oldest first."""
        found: dict[str, list[tuple[int, Change]]] = {key: [] for key in items}
        for seq in sorted(self._patches):
            touched = {patch.item for patch in self._patches[seq]} & found.keys()
            for key in touched:
                found[key].append((seq, tuple(each for each in self._patches[seq] if each.item == key)))
        return found

    def _save(self, key: str, kind: str, stored: Mapping[str, Any] | None, edits: list[Change]) -> None:
        built = self._built(key, stored, edits)
        if built is not None:
            self.items[key] = built
            self._rebuilt[key] = built.kind
            return
        row = self._broken["item"].get(key, ())
        try:
            self.items[key] = self._item(row)
            self._doubtful[key] = self.items[key].kind
        except (BadRow, msgspec.MsgspecError, ValueError, TypeError):
            self._broken["item"].setdefault(key, (key, kind))

    def _built(self, key: str, stored: Mapping[str, Any] | None, edits: list[Change]) -> Item | None:
        """The item as the newest edition and the rows behind it say; None where they don't."""
        try:
            items = [] if stored is None else [self._from_edition(stored)]
            plan = Plan("", items)
            for edit in edits:
                plan = apply(plan, edit)
        except (PlanError, BadRow, KeyError, TypeError):
            return None
        return plan.get(key)

    def _from_edition(self, stored: Mapping[str, Any]) -> Item:
        raw = msgspec.json.encode(stored["fields"])
        return self._item((stored["id"], stored["kind"], stored["parent"], stored["position"], raw))

    # ---- what is said

    def result(self) -> Salvaged:
        """What was saved, and what was not."""
        gone = {
            key: str(row[1]) if len(row) > 1 else "?"
            for key, row in self._broken["item"].items()
            if key not in self.items
        }
        states = (("gone", gone), ("doubtful", self._doubtful), ("rebuilt", self._rebuilt))
        lost = [Lost(str(key), kind, state) for state, found in states for key, kind in found.items()]
        return Salvaged(
            items=len(self.items),
            history=len(self.history),
            editions=len(self.editions),
            attachments=len(self.attachments),
            lost_items=tuple(sorted(lost, key=lambda each: (each.state, each.kind, each.id))),
            lost_history=_missing(self.history, self._broken["history"]),
            lost_editions=_missing(self.editions, self._broken["edition"]),
            lost_attachments=tuple(sorted({*self._lost_attachments} - {*self.attachments})),
            unreadable_pages=tuple(sorted(self._pages.unreadable)),
            unreadable_rows=self._keyless,
            new_uuid=not self.uuid,
        )


def _missing(rows: Mapping[int, object], broken: Mapping[int, object]) -> tuple[int, ...]:
    """The numbers that should be there: up to the highest, from 1 (the lowest, where copies begin later)."""
    sane = [number for number in broken if 0 < number <= max(rows, default=0) + 1000]
    highest, lowest = max([0, *rows, *sane]), min([1, *rows])
    return tuple(number for number in range(lowest, highest + 1) if number not in rows)


def _table_of(cell: Cell) -> str | None:
    """Which table a row belongs to, by its shape; None when that can't be told."""
    values = cell.values
    if cell.rowid is not None:
        if len(values) > 1 and values[0] is None:
            return "history" if isinstance(values[1], bytes) else "edition"
        return "schema" if values and values[0] in ("table", "index") else None
    if not values or not isinstance(values[0], str):
        return None
    if len(values) == 2 and cell.whole:
        return "attachment" if isinstance(values[1], bytes) else "meta"
    return "item" if len(values) > 2 or not cell.whole else None


def _with_sums(table: str, values: tuple[Any, ...]) -> tuple[tuple[Any, ...], int]:
    """A row of before there were checksums, as it would stand now."""
    if table == "edition":
        values = (*values[:8], 1, "")
    return values, checksum(values)


__all__ = ["Lost", "NothingToSalvage", "Salvaged", "salvage"]
