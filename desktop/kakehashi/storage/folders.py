"""Where the program keeps what is not in a plan file: backups, evidence, logs, settings."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path

from kakehashi.storage.errors import told

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def user_data() -> Path:
    """The user-data folder; `$KAKEHASHI_HOME` overrides the system's place. Made when missing."""
    chosen = os.environ.get("KAKEHASHI_HOME")
    if chosen:
        folder = Path(chosen)
    elif sys.platform == "linux":  # as platformdirs says; loading that takes as long as reading a plan
        folder = (
            Path(os.environ.get("XDG_DATA_HOME", "").strip() or Path.home() / ".local/share") / "kakehashi"
        )
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


def backup_folder(uuid: str) -> Path:
    """Where the backups of a plan lie."""
    return _made("backups", uuid)


def starter_folder() -> Path:
    """Where a company puts its own starters."""
    return _made("starters")


def plugin_folder() -> Path:
    """Where plugins are that a person has put in."""
    return _made("plugins")


def running_folder() -> Path:
    """Where each process notes the plugin that is at work in it."""
    return _made("running")


def kinds_mark() -> Path:
    """The file with the kinds of items that plugins described the last time; there is none without any."""
    return user_data() / "plugin-kinds.json"


def compiled_file() -> Path:
    """The file with modules of others that were compiled once, for a quicker start."""
    return user_data() / "compiled"


def template_folder(kind: str) -> Path:
    """Where a company puts files in place of ours of `kind` ('html'); it need not be there."""
    return user_data() / "templates" / kind


def log_file() -> Path:
    """The log that an error message names."""
    return _made("log") / "kakehashi.log"


def plugin_log_file(plugin: str) -> Path:
    """The log of a plugin, beside the program's."""
    return log_file().with_name(f"plugin-{plugin}.log")


def _made(name: str, uuid: str = "") -> Path:
    """A folder there; a uuid that is none (of a file made to harm) leads nowhere else."""
    if uuid and not _NAME.fullmatch(uuid):
        uuid = hashlib.sha256(uuid.encode("utf-8", "replace")).hexdigest()
    folder = user_data() / name / uuid
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder
