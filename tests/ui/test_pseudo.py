"""A language in which every message stands in brackets: what is shown outside of them comes from the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest
from tests.ui.conftest import Opened
from tests.ui.every_page import PAGES, every_view
from tests.ui.walking import texts

from kakehashi import words
from kakehashi.ui.main_window import MainWindow
from kakehashi.words import Language

_INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
_WORDS = re.compile(r"[^\W\d_]{2,}")
OUTSIDE = {
    # no words of ours: codes of languages and money, and what stands for itself in both languages
    *("JPY", "USD", "EUR", "TWD", "English", "日本語"),
    *("大野", "テスト"),  # who worked at the plan
    "Ctrl",  # a key beside the word for what it does
}


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = words._pattern

    def pattern(message: str, language: Language) -> str | None:
        found = real(message, language)
        return None if found is None else f"⟦{found}⟧"

    monkeypatch.setattr(words, "_pattern", pattern)


def whole(said: Iterator[str]) -> Iterator[str]:
    """The texts, those put together again that a picture breaks into lines."""
    waiting = ""
    for each in said:
        waiting += each
        if each.endswith("…"):  # cut there, with its brackets
            waiting += "⟧" * (waiting.count("⟦") - waiting.count("⟧"))
        if waiting.count("⟦") == waiting.count("⟧") or len(waiting) > 2_000:
            yield waiting
            waiting = ""
    yield waiting


def outside(said: str) -> str:
    """What is left of a text without all that the catalogue gave."""
    while (shorter := _INNERMOST.sub(" ", said)) != said:
        said = shorter
    return re.sub(r"[⟦⟧]", " ", said)  # a text that was cut


def of_the_plan(window: MainWindow) -> str:
    """All that the plan holds, as one text; a name may stand in it in any language."""
    items = list(window._session.state.plan)
    return msgspec.json.encode(items, enc_hook=str).decode()


def test_no_text_of_a_page_is_outside_the_catalogue(opened: Opened, bracketed: None) -> None:
    window = opened("edited", "ja")
    own = of_the_plan(window) + str(window._session.state.path)
    found: dict[str, set[str]] = {}
    for page in PAGES:
        for view in every_view(window, page):
            for said in whole(texts(window)):
                for word in _WORDS.findall(outside(said)):
                    if word not in own and word not in OUTSIDE:
                        found.setdefault(f"{page} {view}", set()).add(f"{word} in {said[:60]!r}")
    assert not found
