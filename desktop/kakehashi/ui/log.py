"""The log that a sentence about an unexpected error names."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from types import TracebackType

from kakehashi.storage.folders import log_file

log = logging.getLogger("kakehashi.ui")


def keep_in_log(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Write an unexpected error into the log; where that is."""
    add_handler()
    log.error("unexpected", exc_info=(kind, error, trace))
    return str(log_file())


def add_handler() -> None:
    """Let what the window logs go to the file and nowhere else."""
    if not log.handlers:
        handler = RotatingFileHandler(log_file(), maxBytes=1_000_000, backupCount=2, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        log.addHandler(handler)
        log.propagate = False
