"""The whole file is checked beside the window, and what is wrong is said above the page."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kakehashi.storage.tables import seal
from kakehashi.ui.application import Program

Files = Callable[[str, str], Path]


def test_a_bound_that_is_passed_in_the_file_is_told(
    files: Files, program: Callable[..., Program], qtbot: QtBot, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.kakehashi"
    plan.write_bytes(files("starter", "ja").read_bytes())
    db = sqlite3.connect(plan)
    db.execute("""UPDATE item SET fields = CAST('{"fte": "1000"}' AS BLOB) WHERE kind = 'Role'""")
    seal(db)
    db.commit()
    db.close()
    started = program(file=plan)
    started.start()
    window = started.window
    assert window is not None

    def told() -> bool:
        return any("Role" in label.text() and "fte" in label.text() for label in window.findChildren(QLabel))

    qtbot.wait_until(told, timeout=20_000)
