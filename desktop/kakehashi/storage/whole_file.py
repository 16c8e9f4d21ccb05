"""A file that is written whole, or stays as it was."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kakehashi.storage.errors import FileProblem, NotFound, told


def write_whole(target: Path, content: bytes) -> None:
    """Write a file whole, or leave it as it was. Raises NotFound, NotWritable, DiskFull."""
    with _written_aside(target, content) as part:
        part.replace(target)


def must_be_writable(target: Path, size: int) -> None:
    """Raise what writing `size` bytes would raise, before work that ends in it."""
    with _written_aside(target, bytes(size)):
        pass


@contextmanager
def _written_aside(target: Path, content: bytes) -> Iterator[Path]:
    if not target.absolute().parent.is_dir():
        raise NotFound("error.file.no_folder", target)
    with told(target):
        if target.is_dir():  # a name that is too long is found here too
            raise FileProblem("error.file.is_folder", target)
    with told(target), tempfile.TemporaryDirectory(prefix=".kakehashi-", dir=target.parent) as folder:
        part = Path(folder) / "part"
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield part
