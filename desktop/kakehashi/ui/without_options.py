"""Sentences of an import without what they say to the command line: the window has its own places for it."""

from __future__ import annotations

import re

_BRACKETS = re.compile(r"\s*(?:（[^（）]*--[a-z][^（）]*）|\([^()]*--[a-z][^()]*\))")
_SENTENCE = re.compile(r"[^。]*。|[^。]+")
_ENGLISH = re.compile(r"(?<=[.;!?])\s+")


def without_options(said: str) -> str:
    """The text without brackets and sentences that name an option ('--sheet NAME')."""
    kept = _BRACKETS.sub("", said)
    if " --" not in kept and "--" not in kept:
        return kept
    parts = _SENTENCE.findall(kept) if "。" in kept else _ENGLISH.split(kept)
    between = "" if "。" in kept else " "
    return between.join(part for part in parts if "--" not in part).strip().rstrip(";") or kept
