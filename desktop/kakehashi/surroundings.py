"""Who is at work, what time it is, which language the system speaks: asked at the borders only (cli, ui)."""

from __future__ import annotations

import os
import time

from kakehashi.words import LANGUAGES, Language


def spoken_language() -> Language:
    """`$KAKEHASHI_LANGUAGE`, else the system's language, else English."""
    wanted = os.environ.get("KAKEHASHI_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG", "")
    return next((each for each in LANGUAGES if wanted.startswith(each)), "en")


def now() -> str:
    """The time as ISO text in seconds; `$KAKEHASHI_NOW` stands in for the clock (samples, tests)."""
    return os.environ.get("KAKEHASHI_NOW") or time.strftime("%Y-%m-%dT%H:%M:%S")


def person() -> str:
    """Who is at work: `$KAKEHASHI_PERSON`, else the system's user."""
    for name in ("KAKEHASHI_PERSON", "LOGNAME", "USER", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user in the system's list
        return "?"
