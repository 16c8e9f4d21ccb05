"""kill -9 amid single, bulk and undo edits: nothing acknowledged is lost, nothing is half there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def _kill(folder: Path, kills: int) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.storage.killing", folder, str(kills)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=3000, check=False)
    assert ran.returncode == 0, ran.stderr
    return {name: int(count) for name, _, count in (each.rpartition("=") for each in ran.stdout.split())}


@pytest.mark.once
@pytest.mark.skipif(os.name == "nt", reason="forks")
def test_30_kills(tmp_path: Path) -> None:
    assert _kill(tmp_path, 30)["opened"] == 30


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="forks")
def test_1000_kills(tmp_path: Path) -> None:
    found = _kill(tmp_path, 1000)
    assert found["opened"] == 1000
    assert all(found[what] > 50 for what in ("one", "many", "undo", "add", "remove")), found
