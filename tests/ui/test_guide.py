"""The guide: there for every language of the window, whole, and without a word to the network."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from kakehashi.ui.guide import guide_page
from kakehashi.words import LANGUAGES, Language


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
