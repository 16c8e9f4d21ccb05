"""Whether this run of the program uses only the plugins that come with it (`--safe`)."""

from __future__ import annotations

import os

_SAFE = "KAKEHASHI_SAFE"


def is_safe() -> bool:
    """Whether foreign plugins are left alone."""
    return os.environ.get(_SAFE, "") not in ("", "0")


def start_safely() -> None:
    """Leave them alone from now on, in processes that this one starts, too."""
    os.environ[_SAFE] = "1"
