"""The starters that are there, as files."""

from __future__ import annotations

from importlib.resources import files

from kakehashi.extension.plugins import NoSuchPlugin
from kakehashi.plan.starter import Starter, read_starter


def starter_keys() -> tuple[str, ...]:
    """The keys of all starters, by name."""
    folder = files("kakehashi_templates") / "starters"
    return tuple(sorted(each.name[:-5] for each in folder.iterdir() if each.name.endswith(".json")))


def starter_named(key: str) -> Starter:
    """A starter by its key. Raises NoSuchPlugin naming those that exist, BadStarter."""
    known = starter_keys()
    if key not in known:
        raise NoSuchPlugin("error.starter.unknown", starter=key, known=", ".join(known))
    return read_starter((files("kakehashi_templates") / "starters" / f"{key}.json").read_bytes())
