"""A new plugin to begin with: a working one, with its tests."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import Literal

from kakehashi.extension.manifest import is_plugin_name
from kakehashi.storage.errors import told
from kakehashi.words import PlanError

Brings = Literal["source", "exporter"]
_PACKAGE = "package"


class NotMade(PlanError):
    """No plugin can be made so."""


def new_plugin(name: str, folder: Path, brings: Brings, title: str = "") -> Path:
    """Write the files of a new plugin into a folder of its name; the folder.

    Raises NotMade for a name that none can have, and where something of this name is already.
    """
    if not is_plugin_name(name):
        raise NotMade("error.plugin.new_name", name=name)
    place = folder / name
    if place.exists():
        raise NotMade("error.plugin.new_there", folder=str(place))
    plain = name.replace("_", " ").capitalize()
    words = {"name": name, "title": title or plain, "suffix": name.replace("_", "")[:8]}
    with told(place):
        for parts, file in _files(files("kakehashi_templates") / "plugin" / brings, ()):
            target = place.joinpath(*(name if part == _PACKAGE else part for part in parts))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(Template(file.read_text("utf-8")).safe_substitute(words), "utf-8", newline="\n")
    return place


def _files(folder: Traversable, parts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Traversable]]:
    """The files of a template, each with its place; they end in .txt, so that nobody takes them for code."""
    for each in folder.iterdir():
        if each.is_dir():
            yield from _files(each, (*parts, each.name))
        elif each.name.endswith(".txt"):
            yield (*parts, each.name.removesuffix(".txt")), each
