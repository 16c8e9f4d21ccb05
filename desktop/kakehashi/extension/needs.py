"""What a plugin says it needs beside Python, and what of that is not there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from email.parser import BytesHeaderParser
from importlib.metadata import PackageNotFoundError, version
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import PurePosixPath

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from kakehashi.words import Message

_OURS = "kakehashi"
LARGEST = 1 << 20
"""Bytes of a file that tells what is needed."""


def missing(inside: Traversable, around: Traversable, carried: Sequence[str]) -> tuple[Message, ...]:
    """Dependencies that are neither installed with the program nor among the files in `vendor` (`carried`, by
    their places in the package)."""
    there = {canonicalize_name(name) for name in _vendored(carried)}
    needed = {str(each): each for each in _needed(inside, around)}
    return tuple(
        Message("plugin.note.missing", {"name": said})
        for said, each in needed.items()
        if canonicalize_name(each.name) not in there and not _installed(each)
    )


def _needed(inside: Traversable, around: Traversable) -> Iterator[Requirement]:
    for said in (*_of_wheel(inside), *_of_project(inside), *_of_project(around)):
        try:
            needed = Requirement(said)
        except InvalidRequirement:
            continue  # not a name that anything could be found by
        if canonicalize_name(needed.name) == _OURS:
            continue  # the range of the API says that
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            yield needed


def _of_wheel(inside: Traversable) -> list[str]:
    for folder in inside.iterdir():
        file = folder / "METADATA"
        if folder.name.endswith(".dist-info") and file.is_file():
            return BytesHeaderParser().parsebytes(_start_of(file)).get_all("Requires-Dist", [])
    return []


def _of_project(folder: Traversable) -> list[str]:
    file = folder / "pyproject.toml"
    if not file.is_file():
        return []
    try:
        project = tomllib.loads(_start_of(file).decode()).get("project", {})
        found = project.get("dependencies", [])
    except (ValueError, AttributeError):  # it builds by no such file; the plugin's own manifest counts
        return []
    return [str(each) for each in found] if isinstance(found, list) else []


def _start_of(file: Traversable) -> bytes:
    with file.open("rb") as opened:
        content: bytes = opened.read(LARGEST)
    return content


def _vendored(carried: Sequence[str]) -> Iterator[str]:
    """Names of what lies in `vendor`: modules, packages, and those of wheels."""
    for name in carried:
        parts = PurePosixPath(name).parts
        if len(parts) > 1 and parts[0] == "vendor":
            first = parts[1]
            if first.endswith((".dist-info", ".whl")):
                yield first.split("-")[0]
            else:
                yield first.removesuffix(".py")


def _installed(needed: Requirement) -> bool:
    try:
        return needed.specifier.contains(version(needed.name), prereleases=True)
    except PackageNotFoundError:  # the self-contained folder may have a library without its description
        try:
            return find_spec(needed.name.replace("-", "_").split(".")[0]) is not None
        except (ImportError, ValueError):
            return False
