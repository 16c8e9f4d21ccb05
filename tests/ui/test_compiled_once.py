"""PySide's modules are compiled by the first start and by no other, unless what was kept is of no use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

START = """
import sys
from pathlib import Path
from kakehashi.ui.compiled_once import load_pyside

seen = []
sys.addaudithook(lambda event, given: seen.append(str(given[1])) if event == "compile" else None)
load_pyside(Path(sys.argv[1]))
from PySide6.QtCore import QObject

assert builtins_are_back()
try:
    QObject().setObjectName(3)
except TypeError as error:
    assert "Supported signatures" in str(error)  # told by the modules that were loaded
print(sum(name.startswith(("shibokensupport", "signature_bootstrap")) for name in seen))
"""
BACK = "import builtins\nfound = compile\ndef builtins_are_back(): return builtins.compile is found\n"


def compiled(kept: Path, **environment: str) -> int:
    """How many of PySide's modules a start compiles."""
    told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        (sys.executable, "-c", BACK + START, str(kept)),
        capture_output=True,
        text=True,
        env=told | environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_second_start_compiles_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "compiled"
    assert compiled(kept) > 5
    assert compiled(kept) == 0


def flipped(content: bytes) -> bytes:
    return content[:99] + bytes([content[99] ^ 1]) + content[100:]


@pytest.mark.parametrize("harm", [lambda content: content[:0], lambda content: content[:-9], flipped])
def test_what_was_kept_and_is_damaged_is_made_anew(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    kept = tmp_path / "compiled"
    compiled(kept)
    whole = kept.read_bytes()
    kept.write_bytes(harm(whole))
    assert compiled(kept) > 5
    assert kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_hinders_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = tmp_path / "file" / "compiled"
    assert compiled(kept) > 5
    assert compiled(kept) > 5


def test_nothing_is_kept_where_python_keeps_no_bytecode(tmp_path: Path) -> None:
    kept = tmp_path / "compiled"
    assert compiled(kept, PYTHONDONTWRITEBYTECODE="1") > 5
    assert not kept.exists()
