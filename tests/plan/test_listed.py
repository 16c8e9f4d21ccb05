"""Lists that hold chapters and fields are said and typed in words."""

from __future__ import annotations

import pytest

from kakehashi.plan.changes import adding, apply, setting
from kakehashi.plan.fields import describe
from kakehashi.plan.listed import can_hold, listed_words
from kakehashi.plan.pasting import Column, said
from kakehashi.plan.plan import Plan
from kakehashi.plan.reading_values import read_value
from kakehashi.plan.review import Audience
from kakehashi.plan.telling import tell
from kakehashi.words import ALL_LANGUAGES, Language, text

EMPTY = Plan("u")


@pytest.mark.parametrize("language", ALL_LANGUAGES)
@pytest.mark.parametrize("name", ["chapters", "in_full", "sees", "hides"])
def test_every_value_is_read_back_from_its_words(name: str, language: Language) -> None:
    described = describe(Audience)[name]
    known = can_hold(described)
    assert len(known) > 10
    assert len({listed_words(described, key, language) for key in known}) == len(known)
    whole = said(EMPTY, Audience(id="a", **{name: known}), Column(name), language)  # type: ignore[arg-type]
    assert tuple(read_value(described, whole, EMPTY, language)) == known
    for key in (known[0], known[3], known[-1]):
        assert read_value(described, listed_words(described, key, language), EMPTY, language) == [key]
        assert read_value(described, key, EMPTY, language) == [key]


def test_what_a_list_does_not_know_stays_as_it_is_typed() -> None:
    described = describe(Audience)["chapters"]
    assert read_value(described, "要約, ours", EMPTY, "ja") == ["summary", "ours"]
    assert listed_words(described, "ours", "ja") == "ours"
    assert listed_words(describe(Audience)["sees"], "Gone.field", "ja") == "Gone.field"


def test_history_says_the_chapter() -> None:
    before = apply(EMPTY, adding(Audience(id="a", name="Board")))
    change = setting(before, "a", "chapters", ("summary",))
    (told,) = tell(change, before, apply(before, change))
    assert "Summary" in text(told, "en")
    assert "要約" in text(told, "ja")
