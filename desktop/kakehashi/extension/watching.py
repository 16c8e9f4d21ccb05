"""Whether a plugin writes elsewhere than it is told to: for its author's checks, it is no fence.

What a library writes by itself, without Python's `open`, is not seen.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WATCHED = "KAKEHASHI_WATCH_WRITES"
"""The environment variable with the folders that may be written to, for a worker."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {"os.mkdir": 0, "os.remove": 0, "os.rename": 1, "os.rmdir": 0, "os.symlink": 1, "os.truncate": 0}
"""Events of the file system, and which of their values is the path."""


class WroteOutside(BaseException):
    """Not to be caught by the plugin that did it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def watch_if_asked() -> None:
    """From now on what is written outside of the folders in `$KAKEHASHI_WATCH_WRITES` raises WroteOutside."""
    allowed = os.environ.get(WATCHED)
    if allowed is not None:
        watch([Path(each).resolve() for each in allowed.split(os.pathsep) if each])


def watch(allowed: Sequence[Path]) -> None:
    """From now on whatever is written outside of these folders raises WroteOutside."""

    def look(event: str, values: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = values
            if not isinstance(flags, int) or not flags & _WRITING:
                return
        elif event in _CHANGES:
            path = values[_CHANGES[event]]
        else:
            return
        if isinstance(path, str | bytes | os.PathLike):
            _judge(Path(os.fsdecode(path)), allowed)

    sys.addaudithook(look)


def _judge(path: Path, allowed: Sequence[Path]) -> None:
    if str(path) == os.devnull:
        return
    whole = Path(os.path.realpath(path))
    if not any(whole.is_relative_to(folder) for folder in allowed):
        raise WroteOutside(str(path))
