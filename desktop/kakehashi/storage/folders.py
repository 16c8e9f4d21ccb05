"""Where the program keeps what is not in a plan file: backups, evidence, logs, settings."""

from __future__ import annotations

import os
from pathlib import Path

from kakehashi.storage.errors import told


def user_data() -> Path:
    """The user-data folder; `$KAKEHASHI_HOME` overrides the system's place. Made when missing."""
    chosen = os.environ.get("KAKEHASHI_HOME")
    if chosen:
        folder = Path(chosen)
    else:
        from platformdirs import user_data_path

        folder = user_data_path("kakehashi", appauthor=False)
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def evidence_folder(uuid: str) -> Path:
    """Where the evidence of a plan lies."""
    return _made("evidence", uuid)


def kept_folder(uuid: str) -> Path:
    """Where copies of a plan file are kept until it is closed cleanly."""
    return _made("kept", uuid)


def log_file() -> Path:
    """The log that an error message names."""
    return _made("log") / "kakehashi.log"


def _made(*parts: str) -> Path:
    folder = user_data().joinpath(*parts)
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder
