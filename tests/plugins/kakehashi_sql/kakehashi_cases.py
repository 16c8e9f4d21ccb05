"""Small SQLite databases on which the plugin's contract is tried."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path


def empty(key: str, folder: Path) -> tuple[dict[str, object], str]:
    """A table without rows."""
    return _made(folder, [])


def unicode(key: str, folder: Path, texts: Sequence[str]) -> tuple[dict[str, object], str]:
    """A table in which each of the texts stands in a cell."""
    return _made(folder, enumerate(texts))


def large(key: str, folder: Path, rows: int) -> tuple[dict[str, object], str]:
    """A table of so many rows."""
    return _made(folder, ((at, "Deal") for at in range(rows)))


def wrong(key: str, folder: Path) -> dict[str, object]:
    """A file that isn't there."""
    return {"system": "sqlite", "database": str(folder / "nowhere.db")}


def _made(folder: Path, rows: Iterable[tuple[int, str]]) -> tuple[dict[str, object], str]:
    with closing(sqlite3.connect(folder / "crm.db")) as database:
        database.execute("CREATE TABLE deals (id, name)")
        database.executemany("INSERT INTO deals VALUES (?, ?)", rows)
        database.commit()
    return {"system": "sqlite", "database": str(folder / "crm.db")}, "deals"
