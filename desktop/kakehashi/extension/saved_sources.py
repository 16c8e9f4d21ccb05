"""Sources that a plan was imported from, with their settings: a file beside the plan's evidence.

Secrets are not among the settings: they are in the system's keychain, by plan, name and setting.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.storage.errors import told
from kakehashi.words import PlanError

log = logging.getLogger(__name__)

FILE = "sources.json"


class SavedSource(msgspec.Struct, frozen=True, omit_defaults=True):
    """A source by the name it was given: its key and settings, which of its tables was read for which table
    of the evidence, and those of its secrets that are in the keychain or are known to be none."""

    name: str
    source: str
    settings: Mapping[str, Any] = {}
    tables: Mapping[str, str] = {}
    secrets: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def saved_sources(workspace: Path) -> dict[str, SavedSource]:
    """Those of a plan, by name, the latest last. Raises PlanError when the file is damaged."""
    file = workspace / FILE
    try:
        found = msgspec.json.decode(file.read_bytes(), type=tuple[SavedSource, ...])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise PlanError("error.source.saved_damaged", file=str(file)) from error
    return {each.name: each for each in found}


def save_source(workspace: Path, saved: SavedSource) -> None:
    """Keep a source under its name, in the place of an older one. Raises FileProblem."""
    others = {name: each for name, each in saved_sources(workspace).items() if name != saved.name}
    _write(workspace, (*others.values(), saved))


def forget_source(workspace: Path, uuid: str, name: str) -> None:
    """Forget a saved source and its secrets. Raises FileProblem."""
    found = saved_sources(workspace)
    saved = found.pop(name)
    forget_secrets(uuid, saved)
    _write(workspace, tuple(found.values()))


def forget_all_secrets(workspace: Path, uuid: str) -> None:
    """Take the secrets of all saved sources out of the keychain, before the list of them is deleted."""
    try:
        saved = saved_sources(workspace)
    except PlanError as error:  # what is damaged can be deleted too
        log.info("secrets in the keychain stay there: %s", error)
        return
    for each in saved.values():
        forget_secrets(uuid, each)


def forget_secrets(uuid: str, saved: SavedSource) -> None:
    """Take the secrets of a saved source out of the keychain; where that can't be used, the log says so."""
    if not saved.secrets:
        return
    from kakehashi.extension import secrets

    for field in saved.secrets:
        try:
            secrets.forget(account(uuid, saved.name, field))
        except secrets.NoKeychain as error:
            log.info("a secret of %s stays where it was: %s", saved.name, error)


def account(uuid: str, name: str, field: str) -> str:
    """What the keychain calls a secret."""
    return f"{uuid}/{name}/{field}"


def _write(workspace: Path, saved: tuple[SavedSource, ...]) -> None:
    from kakehashi.storage.whole_file import write_whole

    file = workspace / FILE
    with told(file):
        workspace.mkdir(parents=True, exist_ok=True)
        write_whole(file, msgspec.json.format(msgspec.json.encode(saved), indent=1) + b"\n")
