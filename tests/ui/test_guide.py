"""The guide: there for every language of the window, whole, and without a word to the network."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from babel.messages.pofile import read_po

from kakehashi.ui.guide import guide_page
from kakehashi.words import LANGUAGES, LOCALE, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_a_page_names_comes_with_it(language: Language) -> None:
    page = Path(url2pathname(urlsplit(guide_page(language)).path))
    said = page.read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in said
    named = re.findall(r'(?:src|href)="([^"#]+)"', said)
    assert len(named) > 5
    assert [name for name in named if not (page.parent / name).is_file()] == []


def test_both_languages_have_the_same_steps() -> None:
    steps = []
    for language in LANGUAGES:
        page = Path(url2pathname(urlsplit(guide_page(language)).path))
        steps.append(len(re.findall(r"<h2>\d", page.read_text(encoding="utf-8"))))
    assert steps == [8, 8]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_guide_quotes_is_what_the_window_says(language: Language) -> None:
    page = Path(url2pathname(urlsplit(guide_page(language)).path))
    said = html.unescape(re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")))
    quoted = set(re.findall(r"[「“]([^」”]+)[」”]", said))
    assert len(quoted) > 12
    assert {each for each in quoted if each.rstrip("…") not in _window_says(language)} == set()


def _window_says(language: Language) -> set[str]:
    """The short texts of the window: chapters, views, buttons."""
    found = set()
    for file in sorted(Path(LOCALE, language).glob("*.po")):
        with file.open("rb") as content:
            for message in read_po(content):
                if file.name.startswith("ui") or str(message.id).startswith("chapter."):
                    found.add(str(message.string).replace("{number}", "1").rstrip("…"))
    return found
