"""Whether this run of the program uses only the plugins that come with it (`--safe`)."""

from __future__ import annotations

import os

SAFE = "KAKEHASHI_SAFE"
"""The environment variable that tells it, to processes that are started too."""


def is_safe() -> bool:
    """Whether foreign plugins are left alone."""
    return os.environ.get(SAFE, "") not in ("", "0")


def start_safely() -> None:
    """Leave them alone from now on, in processes that this one starts, too."""
    os.environ[SAFE] = "1"
