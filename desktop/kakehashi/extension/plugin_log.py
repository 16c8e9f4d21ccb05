"""What went wrong with a plugin: a log of its own for its maker, and the last sentence for its user."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import cache
from logging.handlers import RotatingFileHandler
from pathlib import Path

from kakehashi.extension.standing import Failure, change_standing, with_failure
from kakehashi.storage.folders import plugin_log_file
from kakehashi.words import PlanError

log = logging.getLogger(__name__)

LARGEST = 1 << 20
"""Bytes of a plugin's log; one older file of this size is kept."""


def log_of(plugin: str) -> Path:
    """Where the log of a plugin is."""
    return plugin_log_file(plugin)


def write(plugin: str, doing: str, words: str) -> None:
    """Keep what a plugin printed or raised."""
    log.info("plugin %s failed while %s\n%s", plugin, doing, words)
    try:
        _logger(plugin, log_of(plugin)).error("%s\n%s", doing, words)
    except (OSError, PlanError) as error:
        log.warning("no log of plugin %s: %s", plugin, error)


def note(plugin: str, doing: str, error: PlanError) -> None:
    """Keep the sentence that its user was told."""
    values = {
        name: str(value) for name, value in error.message.values.items() if isinstance(value, str | int)
    }
    at = datetime.now(UTC).isoformat(timespec="seconds")
    failure = Failure(doing, at, error.message.id, values)
    write(plugin, doing, f"{error.message.id} {values}")
    try:
        change_standing(lambda kept: with_failure(kept, plugin, failure))
    except PlanError as trouble:  # a full disk: the sentence is told all the same
        log.warning("failure of plugin %s not kept: %s", plugin, trouble)


@cache
def _logger(plugin: str, file: Path) -> logging.Logger:
    found = logging.Logger(f"kakehashi.plugin.{plugin}")
    handler = RotatingFileHandler(file, maxBytes=LARGEST, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    found.addHandler(handler)
    return found
