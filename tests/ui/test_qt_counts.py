"""Qt can be called as often as one likes: PySide6 6.12.0 on Python 3.11 gives back a None too many a call."""

from __future__ import annotations

import subprocess
import sys


def test_none_is_not_used_up() -> None:
    program = """
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(100_000):
    thing.setObjectName("x")
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
