"""What is not kept as it is: addresses as keyed hashes, names and telephone numbers not at all.

It happens to the rows before anything else does, so that neither the evidence nor the rows set aside hold
what was to be left out.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.evidence.headers import plain_header, synonyms
from kakehashi.evidence.sql import literal
from kakehashi.words import Message

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KEY_FILE = "hash.key"
_BLOCK = 64
"""Bytes of a block of SHA-256, for HMAC."""

ADDRESS = r"[A-Za-z0-9.!#$%&*+/=?^_`{|}~''-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
"""An e-mail address, as RE2 inside an SQL literal."""
HASHED = r"h[0-9a-f]{32}@[A-Za-z0-9.-]+"


def make_private(
    connection: DuckDBPyConnection,
    workspace: Path,
    table: str,
    columns: tuple[str, ...],
    *,
    hash_email: bool,
    drop_names: bool,
) -> tuple[Message, ...]:
    """Change `stage` and `aside` so; what was done, a sentence each."""
    notes: list[Message] = []
    if drop_names and (dropped := names_of_persons(table, columns)):
        _drop(connection, columns, dropped)
        notes.append(Message("evidence.note.dropped", {"columns": ", ".join(dropped)}))
    if hash_email:
        changed = _hash(connection, columns, _key(workspace))
        notes.append(Message("evidence.note.hashed", {"columns": ", ".join(changed)}))
    return tuple(notes)


def names_of_persons(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that hold names, telephone numbers or birthdays of persons, by their headers."""
    known = synonyms("person")
    plain = {plain_header(name) for name in (*known["names"], *known.get(table, ()))}
    in_lead = {plain_header(name) for name in (*known["names"], *known["lead"])}
    return tuple(
        column
        for column in columns
        if plain_header(column.rpartition(": ")[2]) in (in_lead if column.startswith("lead") else plain)
    )


def _drop(connection: DuckDBPyConnection, columns: tuple[str, ...], dropped: tuple[str, ...]) -> None:
    emptied = ", ".join(f"c{columns.index(column) + 1} = NULL" for column in dropped)
    connection.execute(f"UPDATE stage SET {emptied}")
    # In a row of another width nobody knows which cell is the name.
    connection.execute("UPDATE aside SET raw = '[]'")


def _hash(connection: DuckDBPyConnection, columns: tuple[str, ...], key: bytes) -> tuple[str, ...]:
    """Hash whole cells that are addresses; blot out addresses within a text."""
    places = range(1, len(columns) + 1)
    counts = ", ".join(f"count(*) FILTER (contains(c{place}, '@'))" for place in places)
    row = connection.execute(f"SELECT {counts} FROM stage").fetchone()
    assert row is not None
    found = [place for place in places if row[place - 1]]
    if found:
        changes = ", ".join(f"c{place} = {_hashed(f'c{place}', key)}" for place in found)
        connection.execute(f"UPDATE stage SET {changes}")
    connection.execute(f"UPDATE aside SET raw = regexp_replace(raw, '{ADDRESS}', '***', 'g')")
    return tuple(columns[place - 1] for place in found)


def _hashed(cell: str, key: bytes) -> str:
    """SQL: HMAC-SHA-256 of the lower-case address, with its domain behind: companies are matched by it."""
    outer = _blob(bytes(byte ^ 0x5C for byte in key.ljust(_BLOCK, b"\0")))
    inner = _blob(bytes(byte ^ 0x36 for byte in key.ljust(_BLOCK, b"\0")))
    plain = f"lower(trim({cell}))"
    code = f"sha256({outer} || unhex(sha256({inner} || encode({plain}))))"
    return (
        f"CASE WHEN {cell} IS NULL OR NOT contains({cell}, '@')"
        f" OR regexp_full_match(trim({cell}), '{HASHED}') THEN {cell}"
        f" WHEN regexp_full_match(trim({cell}), '{ADDRESS}')"
        f" THEN 'h' || left({code}, 32) || '@' || split_part({plain}, '@', 2)"
        f" ELSE regexp_replace({cell}, '{ADDRESS}', '***', 'g') END"
    )


def _blob(value: bytes) -> str:
    return f"unhex({literal(value.hex())})"


def _key(workspace: Path) -> bytes:
    """The plan's own key: the same person has the same hash within a plan, another one in another plan."""
    path = workspace / KEY_FILE
    if not path.exists():
        path.write_bytes(secrets.token_bytes(32))
        path.chmod(0o600)
    return path.read_bytes()
