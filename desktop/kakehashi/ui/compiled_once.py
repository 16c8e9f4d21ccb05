"""PySide's Python modules compiled once: a workaround that shortens the start by a twelfth.

Shiboken, on which PySide stands, carries them as sources in a zip file and compiles them in each process,
which takes as long as opening a plan. Without this all is the same, only later.
"""

from __future__ import annotations

import builtins
import marshal
import sys
import zlib
from importlib.util import MAGIC_NUMBER, source_hash
from pathlib import Path
from types import CodeType
from typing import Any

from kakehashi.words import PlanError

_OURS = ("shibokensupport/", "signature_bootstrap.py")
_NOT_NEEDED = "shibokensupport/signature/lib/pyi_generator.py"
"""The writer of type stubs, with all that it loads; a program never calls it."""

Codes = dict[str, tuple[bytes, CodeType]]
"""By the name of the source: its hash, and what was compiled of it."""


def load_pyside(kept: Path) -> None:
    """Import PySide6 with what `kept` holds; that is written where it isn't there or not of these sources.

    Nothing is kept where the folder can't be written, or Python is told to write no bytecode.
    """
    if "PySide6" in sys.modules:
        return
    known, used = _read(kept), Codes()
    real = compile

    def compiled(source: Any, name: Any, mode: str, *more: Any, **named: Any) -> Any:
        if more or named or mode != "exec" or not str(name).startswith(_OURS):
            return real(source, name, mode, *more, **named)
        if name == _NOT_NEEDED:
            source = b""
        mark = source_hash(source.encode() if isinstance(source, str) else source)
        found = known.get(name)
        used[name] = found if found and found[0] == mark else (mark, real(source, name, mode))
        return used[name][1]

    builtins.compile = compiled  # type: ignore[assignment]  # its importer has no other door
    try:
        import PySide6  # noqa: F401
    finally:
        builtins.compile = real
    if used != known and not sys.dont_write_bytecode:
        _write(kept, used)


def _read(file: Path) -> Codes:
    """What a start before this one has written; nothing when that is of another Python or was damaged."""
    try:
        content = file.read_bytes()
    except OSError:
        return {}
    head, codes = content[: len(_head(b""))], content[len(_head(b"")) :]
    if head != _head(codes):
        return {}
    read: Codes = marshal.loads(codes)  # ours, whole and of this Python, as its checksum says
    return read


def _head(codes: bytes) -> bytes:
    return MAGIC_NUMBER + zlib.crc32(codes).to_bytes(4, "big")


def _write(file: Path, used: Codes) -> None:
    from kakehashi.storage.whole_file import write_whole

    codes = marshal.dumps(used)
    try:
        write_whole(file, _head(codes) + codes)
    except PlanError:  # as Python does with bytecode: the next start compiles again
        return
