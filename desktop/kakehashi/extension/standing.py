"""What a person has said to plugins, and what became of them: a file in the user-data folder."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

import msgspec

from kakehashi.storage.errors import told
from kakehashi.storage.folders import user_data
from kakehashi.words import Message

log = logging.getLogger(__name__)


class Trust(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person's yes to a plugin with exactly these files (see `content_hash`); `at` is an ISO time."""

    hash: str
    at: str = ""


class Failure(msgspec.Struct, frozen=True, omit_defaults=True):
    """What went wrong with a plugin last: while doing what ('plugin.doing.…'), when, and what was said."""

    doing: str
    at: str
    id: str
    values: Mapping[str, str] = {}

    @property
    def message(self) -> Message:
        """The sentence that was said."""
        return Message(self.id, dict(self.values))


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """All of it, by the plugins' names."""

    trusted: Mapping[str, Trust] = {}
    disabled: tuple[str, ...] = ()
    failures: Mapping[str, Failure] = {}


def standing() -> Standing:
    """What is kept; where the file is missing or can't be read, nothing was said (and the log tells)."""
    file = user_data() / "plugins.json"
    try:
        return msgspec.json.decode(file.read_bytes(), type=Standing)
    except FileNotFoundError:
        return Standing()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        log.warning("plugins.json not read: %s", error)
        return Standing()


def change_standing(change: Callable[[Standing], Standing]) -> Standing:
    """Change what is kept now; it as it is then. Raises FileProblem."""
    from kakehashi.storage.whole_file import write_whole

    before = standing()
    after = change(before)
    if after != before:
        file = user_data() / "plugins.json"
        with told(file):
            write_whole(file, msgspec.json.format(msgspec.json.encode(after), indent=1))
    return after


def with_trust(kept: Standing, name: str, hash: str, at: str) -> Standing:
    """It with a yes to this plugin."""
    return msgspec.structs.replace(kept, trusted={**kept.trusted, name: Trust(hash, at)})


def with_disabled(kept: Standing, name: str, off: bool) -> Standing:
    """It with this plugin turned off, or on again."""
    others = tuple(each for each in kept.disabled if each != name)
    return msgspec.structs.replace(kept, disabled=(*others, name) if off else others)


def without(kept: Standing, name: str) -> Standing:
    """It as if nothing had ever been said to this plugin."""
    return msgspec.structs.replace(
        with_disabled(kept, name, off=False),
        trusted={key: each for key, each in kept.trusted.items() if key != name},
        failures={key: each for key, each in kept.failures.items() if key != name},
    )


def with_failure(kept: Standing, name: str, failure: Failure | None) -> Standing:
    """It with what went wrong last (None: it works again)."""
    failures = {key: each for key, each in kept.failures.items() if key != name}
    return msgspec.structs.replace(kept, failures={**failures, name: failure} if failure else failures)
