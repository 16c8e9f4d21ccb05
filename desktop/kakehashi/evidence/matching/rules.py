"""The data files of this package, read once, each in the form that its reader needs."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

FILES = ("legal_forms", "same_signs", "branches", "web_domains")


def raw(name: str) -> bytes:
    """A data file as it is."""
    return files("kakehashi.evidence.matching").joinpath(f"{name}.json").read_bytes()


@cache
def rules(name: str) -> dict[str, Any]:
    """A data file's content."""
    content: dict[str, Any] = json.loads(raw(name))
    return content


@cache
def same_signs() -> dict[int, str]:
    """Old or small sign -> the one it counts as."""
    content = rules("same_signs")
    return {ord(pair[0]): pair[1] for pair in f"{content['kanji']} {content['kana']}".split()}
