"""Small ERPs on which `kakehashi plugin check` tries the plugin."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

SCHEMA = (Path(__file__).resolve().parents[1] / "sample" / "erp.sql").read_text(encoding="utf-8")


def empty(key: str, folder: Path) -> tuple[dict[str, object], str]:
    """An ERP without deals."""
    return _made(folder, [])


def unicode(key: str, folder: Path, texts: Sequence[str]) -> tuple[dict[str, object], str]:
    """Deals of which each has one of the texts as its title."""
    return _made(folder, ((f"D-{at:06}", text) for at, text in enumerate(texts)))


def large(key: str, folder: Path, rows: int) -> tuple[dict[str, object], str]:
    """So many deals."""
    return _made(folder, ((f"D-{at:08}", "Deal") for at in range(rows)))


def wrong(key: str, folder: Path) -> dict[str, object]:
    """A folder that is none."""
    return {"folder": str(folder / "nowhere")}


def _made(folder: Path, deals: Iterable[tuple[str, str]]) -> tuple[dict[str, object], str]:
    with closing(sqlite3.connect(folder / "erp.db")) as database:
        database.executescript(SCHEMA)
        database.execute("DELETE FROM deals")
        database.executemany(
            "INSERT INTO deals (no, title, status, yen, opened) VALUES (?, ?, 1, 100, '2026-04-01')", deals
        )
        database.commit()
    return {"folder": str(folder)}, "deals"
