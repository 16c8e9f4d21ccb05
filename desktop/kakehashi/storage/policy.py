"""What a company's IT has set for all who use a computer: a file that the program only reads."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import msgspec

log = logging.getLogger(__name__)


class Policy(msgspec.Struct, frozen=True):
    """`plugin_folder` is where the company puts plugins for all ('' = there is none)."""

    plugin_folder: str = ""


def policy() -> Policy:
    """The policy of this computer; an empty one where the file is missing or can't be read (see the log)."""
    file = policy_file()
    try:
        return msgspec.json.decode(file.read_bytes(), type=Policy)
    except FileNotFoundError:
        return Policy()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        log.warning("policy not read from %s: %s", file, error)
        return Policy()


def policy_file() -> Path:
    """Where the policy stands; `$KAKEHASHI_POLICY` overrides the system's place."""
    chosen = os.environ.get("KAKEHASHI_POLICY")
    if chosen:
        return Path(chosen)
    from platformdirs import site_config_path

    return site_config_path("kakehashi", appauthor=False) / "policy.json"
