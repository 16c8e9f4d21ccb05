"""Admits the kinds that this computer's plugins describe, whether a plugin may run or not: it is data."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from kakehashi.extension.discovery import Found, discovered
from kakehashi.extension.known_kinds import keep_kinds
from kakehashi.extension.plugins import plugins
from kakehashi.plan.admitting import admit_installed
from kakehashi.words import PlanError

log = logging.getLogger(__name__)


def admit_kinds() -> bool:
    """Admit them from all manifests; whether anything is other than before.

    Where two plugins claim the same kind or chapter, the one that may be used keeps it.
    """
    try:
        found = [each for each in discovered() if _describes(each)]
    except PlanError as error:  # without a user-data folder a plan can still be read
        log.info("plugins are not looked for: %s", error)
        return False
    if _clash(found):
        state = {each.name: each.state for each in plugins()}
        found.sort(key=lambda each: state.get(each.name) != "ready")
    described = tuple(each.manifest.described for each in found if each.manifest is not None)
    keep_kinds(described)
    return admit_installed(described)


def _describes(found: Found) -> bool:
    return found.manifest is not None and bool(found.manifest.kinds or found.manifest.chapters)


def _clash(found: Sequence[Found]) -> bool:
    claimed = [
        claim
        for each in found
        for claim in (each.name, *(each.manifest.offers() if each.manifest is not None else ()))
    ]
    return len(claimed) > len(set(claimed))
