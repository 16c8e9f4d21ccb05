"""Where an import in the window comes from: a file, or a source with its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.evidence.taking import Rows
from kakehashi.extension.kept_rows import KeptRows
from kakehashi.extension.known_source import KnownSource, Secrets, remember, wish_of
from kakehashi.extension.reading import read_by, rows_of
from kakehashi.words import Message


def _nothing(*_: str) -> None:
    return None


class Origin(msgspec.Struct, frozen=True):
    """`rows` gives what is read, on a thread of a job; `keep` is called there when rows have been loaded into
    a table of the evidence, and may have something to say; `drop` when nobody wants the rows any more.
    `folder` is where further files are looked for."""

    name: str
    rows: Callable[[], Rows]
    folder: str = ""
    keep: Callable[[str], Message | None] = _nothing
    drop: Callable[[], None] = _nothing


def of_file(path: Path) -> Origin:
    """A file that was chosen."""
    return Origin(path.name, lambda: rows_of(None, path), str(path.parent))


def of_source(
    workspace: Path, uuid: str, known: KnownSource, settings: Mapping[str, Any], secrets: Secrets, table: str
) -> Origin:
    """A table of a source; it is read once."""
    kept = KeptRows(read_by(wish_of(known, settings, secrets), table), workspace)
    return Origin(
        f"{known.name}: {table}",
        kept.rows,
        keep=lambda loaded: remember(workspace, uuid, known, settings, secrets, {loaded: table}),
        drop=kept.drop,
    )
