"""The plugin that is tried out: its files, and the cases that its maker has written for it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.extension.discovery import Found, found_in
from kakehashi.extension.loading import Code, blame
from kakehashi.extension.plugins import Plugin, code_of
from kakehashi.words import Lines, Message, PlanError

CASES = "kakehashi_cases.py"


class NoPlugin(PlanError):
    """There is no plugin that could be tried out."""


class Cases(msgspec.Struct, frozen=True):
    """The functions of the maker's `kakehashi_cases.py` by name; none where there is no such file."""

    functions: Mapping[str, Callable[..., Any]]

    def get(self, name: str) -> Callable[..., Any] | None:
        """The function of this name."""
        return self.functions.get(name)


class Project(msgspec.Struct, frozen=True):
    """A plugin on its maker's computer."""

    found: Found
    code: Code
    cases: Cases


def project_at(path: Path) -> Project:
    """The plugin in this folder. Raises NoPlugin with all that is wrong with its manifest."""
    if not path.is_dir():
        raise NoPlugin("error.contract.no_folder", name=str(path))
    found = found_in(path)
    if found.manifest is None:
        raise NoPlugin("error.contract.no_plugin", path=str(path), problems=Lines(found.problems))
    return Project(found, code_of(Plugin(found, "ready")), _cases(path, found))


def _cases(path: Path, found: Found) -> Cases:
    package = found.paths[0] / found.module
    for folder in (path, path / "tests", package.parent / "tests", package.parent.parent / "tests"):
        file = folder / CASES
        if file.is_file():
            spec = importlib.util.spec_from_file_location(f"kakehashi_cases_of_{found.name}", file)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            with blame(found.name, "loading"):
                spec.loader.exec_module(module)
            return Cases({name: each for name, each in vars(module).items() if callable(each)})
    return Cases({})


def not_tried(name: str) -> Message:
    """Why something could not be tried: its maker has written no such case."""
    return Message("contract.not_tried", {"case": name, "file": CASES})
