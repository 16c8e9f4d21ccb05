"""One thing that is tried out, and how it ended."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from kakehashi.words import Message, PlanError

MOST = 4000
"""Characters of a log that are told."""


class Broken(PlanError):
    """The plugin doesn't keep what every plugin of its kind keeps."""


class NotTried(Exception):
    """It could not be tried; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


class Trial(msgspec.Struct, frozen=True):
    """`name` is the key of what is tried and the id of what it is about ('contract.unicode'). `run` gets an
    empty folder; it returns, or raises Broken, NotTried or what the plugin raised."""

    subject: str
    about: str
    run: Callable[[Path], None]


class Ended(msgspec.Struct, frozen=True):
    """How a trial ended, and the reason unless it went well. `log` is what the plugin raised and printed."""

    trial: Trial
    how: Literal["kept", "broken", "not_tried"]
    reason: Message | None = None
    log: str = ""


def tried(trial: Trial) -> Ended:
    """Run a trial with a user-data folder and a temporary folder of its own."""
    with tempfile.TemporaryDirectory(prefix="kakehashi-check-") as name, _home(Path(name) / "home"):
        folder = Path(name) / "work"
        folder.mkdir()
        try:
            trial.run(folder)
        except NotTried as reason:
            return Ended(trial, "not_tried", reason.message)
        except PlanError as error:
            return Ended(trial, "broken", error.message, _logged(Path(name) / "home"))
    return Ended(trial, "kept")


def _logged(home: Path) -> str:
    """The end of what the plugin's log holds."""
    return "\n".join(log.read_text("utf-8", "replace")[-MOST:] for log in home.glob("log/plugin-*.log"))


@contextmanager
def _home(folder: Path) -> Iterator[None]:
    folder.mkdir()
    before = os.environ.get("KAKEHASHI_HOME")
    os.environ["KAKEHASHI_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["KAKEHASHI_HOME"]
        else:
            os.environ["KAKEHASHI_HOME"] = before
