"""The starters that are there: the company's own files in the user-data folder, those we ship, and those that
plugins give."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from kakehashi.extension.manifest import OfferedStarter
from kakehashi.extension.plugins import NoSuchPlugin, starters
from kakehashi.plan.starter import read_starter
from kakehashi.plan.starter_file import BadStarter, Library, Starter, is_name, is_part
from kakehashi.storage.errors import told
from kakehashi.storage.folders import starter_folder


def starter_keys() -> tuple[str, ...]:
    """The keys of all starters, files by name, then those of plugins; without files that others take in."""
    files = _file_keys()
    return (*files, *(key for key in starters() if key not in files))


def offered_starters() -> tuple[OfferedStarter, ...]:
    """All starters with title and summary. Nothing of a plugin is run. Raises BadStarter."""
    from_files = [(key, starter_named(key)) for key in _file_keys()]
    own = [OfferedStarter(key=key, title=each.title, summary=each.summary) for key, each in from_files]
    keys = {each.key for each in own}
    return (*own, *(each.offer for key, each in starters().items() if key not in keys))


def _file_keys() -> tuple[str, ...]:
    found = {name for folder in _folders() for name, file in _files(folder) if not is_part(file.read_bytes())}
    return tuple(sorted(found))


def starter_named(key: str) -> Starter:
    """A starter by its key: the company's own before ours, ours before those of plugins.

    Raises NoSuchPlugin naming those that exist, BadStarter, PluginFailed.
    """
    own, shipped = _folders()
    try:
        raw, library = _read(key, own, shipped)
    except LookupError:
        return _given(key)
    if is_part(raw):
        raise _unknown(key)
    try:
        return read_starter(raw, library)
    except BadStarter as error:
        folder = own if (own / f"{key}.json").is_file() else shipped
        raise BadStarter(
            "error.file.within", name=str(folder / f"{key}.json"), problem=error.message
        ) from error


def _given(key: str) -> Starter:
    """A plugin's starter; what it includes are files, the company's own before ours."""
    offered = starters().get(key)
    if offered is None:
        raise _unknown(key)
    from kakehashi.extension.inside import called

    plugin = offered.plugin

    def read(given: Any) -> Starter:
        if not isinstance(given.content, bytes):
            raise TypeError(f"content of the starter {key} is {type(given.content).__name__}, not bytes")
        try:
            return read_starter(given.content, _library(*_folders()))
        except BadStarter as error:
            values = {"plugin": plugin.manifest.title, "starter": key, "problem": error.message}
            raise BadStarter("error.plugin.starter", **values) from error

    return called(plugin, "starters", key, "beginning", read)


def starter_from(folder: Traversable, key: str) -> Starter:
    """A starter of a folder that is none of the usual ones; its includes come from there, then from ours.

    Raises LookupError when there is no such file, BadStarter.
    """
    return read_starter(*_read(key, folder, _folders()[1]))


def _unknown(key: str) -> NoSuchPlugin:
    known = ", ".join(starter_keys())
    return NoSuchPlugin("error.starter.unknown", starter=key, known=known, folder=str(starter_folder()))


def _folders() -> tuple[Traversable, Traversable]:
    return starter_folder(), files("kakehashi_templates") / "starters"


def _files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        if each.name.endswith(".json") and is_name(each.name[:-5]) and each.is_file():
            yield each.name[:-5], each


def _read(name: str, *folders: Traversable) -> tuple[bytes, Library]:
    """A file by its name, and where its own includes are: in the same folder, then in those after it."""
    for at, folder in enumerate(folders if is_name(name) else ()):
        file = folder / f"{name}.json"
        if file.is_file():
            with told(Path(str(file))):
                return file.read_bytes(), _library(*folders[at:])
    raise LookupError(name)


def _library(*folders: Traversable) -> Library:
    return Library(lambda name: _read(name, *folders))
