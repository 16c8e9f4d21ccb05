"""The log file of the command line."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler


class QuietFile(RotatingFileHandler):
    """A log that never speaks itself: what it can't write is lost, the sentence to the user is not."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing."""
