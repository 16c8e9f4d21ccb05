"""What a plugin's files hold, as one number: a yes to a plugin counts for these files and no others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from kakehashi.words import PlanError

_CACHES = {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".git", ".venv"}


class LinkInPlugin(PlanError):
    """A plugin's folder holds a link, which leads to what could change without being noticed, or a pipe."""


def plugin_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of a plugin by their place in its folder, sorted, without caches. Raises LinkInPlugin."""
    found: list[tuple[str, Path]] = []
    waiting = [folder]
    while waiting:
        for each in waiting.pop().iterdir():
            if each.is_symlink():
                raise LinkInPlugin("error.plugin.link", name=str(each))
            if not each.is_dir() and not each.is_file():  # a pipe is never read to its end
                raise LinkInPlugin("error.plugin.no_file", name=str(each))
            if each.is_dir():
                if each.name not in _CACHES:
                    waiting.append(each)
            elif each.suffix not in (".pyc", ".pyo"):
                found.append((each.relative_to(folder).as_posix(), each))
    yield from sorted(found)


def content_hash(folder: Path) -> str:
    """SHA-256 over names and contents of a plugin's files. Raises LinkInPlugin, OSError."""
    return hash_of((name, file.read_bytes()) for name, file in plugin_files(folder))


def hash_of(files: Iterable[tuple[str, bytes]]) -> str:
    """The same over files that lie elsewhere, or not yet: names and contents, sorted by name."""
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(f"{len(name.encode())}\n{name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
