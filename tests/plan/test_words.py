"""Every kind, chapter, field, choice and unit of a plan has its words in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest

from kakehashi.plan.fields import Unit, describe
from kakehashi.plan.item import Part
from kakehashi.plan.kinds import CHAPTERS, KINDS
from kakehashi.words import LANGUAGES, Language, known, text

# Small structs inside items; forms show their parts like fields.
PARTS = tuple(Part.__subclasses__())
# The parts of the envelope have one title for all kinds.
ENVELOPE = ("parent", "position", "passports", "extra")
KANA = re.compile(r"[\u3040-\u30ff]")


def needed() -> Iterator[str]:
    """The ids of all words that a plan can ask for."""
    yield from (f"chapter.{chapter}" for chapter in CHAPTERS)
    yield from (f"unit.{unit}" for unit in get_args(Unit) if unit)
    for name in ENVELOPE:
        yield from (f"field.envelope.{name}", f"help.envelope.{name}")
    for kind in KINDS.values():
        yield f"kind.{kind.__name__}"
        for name, described in describe(kind).items():
            if name not in ENVELOPE:
                yield from (described.title, described.help)
            yield from (described.choice(key or "none") for key in described.choices)
    for part in PARTS:
        for info in msgspec.structs.fields(part):
            if info.name not in ENVELOPE:
                yield from (f"field.{part.__name__}.{info.name}", f"help.{part.__name__}.{info.name}")
        for described in describe(part).values():
            yield from (described.choice(key or "none") for key in described.choices)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_without_words(language: Language) -> None:
    assert [each for each in needed() if not known(each, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_short_and_help_is_a_sentence_with_an_example(language: Language) -> None:
    for each in needed():
        said = text(each, language)
        if each.startswith("help."):
            assert re.search("例：" if language == "ja" else "Example: ", said), each
        else:
            assert len(said) <= (20 if language == "ja" else 40), each


def test_english_words_are_english() -> None:
    assert [each for each in needed() if KANA.search(text(each, "en"))] == []


def test_the_walk_sees_everything() -> None:
    """Samples of each sort of id, so that an empty walk can't pass."""
    found = set(needed())
    assert len(found) > 500
    assert found >= {
        "kind.Metric",
        "chapter.journey",
        "field.Measure.stop",
        "help.Economics.churn",
        "choice.Metric.follows.none",
        "choice.Role.employment.open",
        "choice.Passport.confidence.none",
        "choice.Response.shape.saturating",
        "field.FindingSource.sha256",
        "unit.person_months",
    }
