"""Reading through a source plugin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kakehashi.api import Batch, DelimitedFile
from kakehashi.extension.plugins import NoSuchPlugin, blame, sources


def rows_of(source_key: str, path: Path) -> Iterator[Batch] | DelimitedFile:
    """What a source reads from a file. Raises NoSuchPlugin naming those that exist."""
    known = sources()
    if source_key not in known:
        raise NoSuchPlugin("error.plugin.unknown", plugin=source_key, known=", ".join(sorted(known)))
    source = known[source_key]
    with blame(source_key, "reading"):
        settings = source.settings(path=str(path))
        table = source.tables(settings)[0]
        read = source.read(settings, table.key)
    return read if isinstance(read, DelimitedFile) else _guarded(source_key, read)


def _guarded(key: str, batches: Iterator[Batch]) -> Iterator[Batch]:
    with blame(key, "reading"):
        yield from batches
