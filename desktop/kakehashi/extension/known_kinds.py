"""The kinds of items that plugins described the last time, kept so that a start need not look for plugins."""

from __future__ import annotations

import logging

import msgspec

from kakehashi.plan.admitting import admit_installed
from kakehashi.plan.foreign_kinds import PluginKinds
from kakehashi.storage.folders import kinds_mark
from kakehashi.words import PlanError

log = logging.getLogger(__name__)


def admit_known_kinds() -> None:
    """Admit those that were there the last time: nothing is looked for, so that a start with many plugins
    takes no longer. `admit_kinds` puts right what has changed, once the plan is on the screen."""
    try:
        known = msgspec.json.decode(kinds_mark().read_bytes(), type=tuple[PluginKinds, ...])
    except FileNotFoundError:
        return
    except (OSError, PlanError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        log.info("the kinds of plugins are looked for later: %s", error)
        return
    admit_installed(known)


def keep_kinds(described: tuple[PluginKinds, ...]) -> None:
    """Keep them for the next start."""
    from kakehashi.storage.whole_file import write_whole

    try:
        mark = kinds_mark()
        if described:
            write_whole(mark, msgspec.json.encode(described))
        else:
            mark.unlink(missing_ok=True)
    except (OSError, PlanError) as error:  # the next start shows them a little later
        log.info("the kinds of plugins are not kept: %s", error)
