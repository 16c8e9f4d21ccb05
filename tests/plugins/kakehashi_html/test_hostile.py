"""Hostile texts in every text field: nothing runs, nothing is torn, everything comes back as it was typed."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser
from tests.plugins.kakehashi_html.browser import opened
from tests.plugins.kakehashi_html.conftest import Write
from tests.plugins.kakehashi_html.samples import board_paper, hostile

from kakehashi_html.look import css_string, framed

PARTS = 12

_ELEMENTS = "[...new Set([...document.querySelectorAll('*')].map(e => e.localName))].sort()"
_ATTRIBUTES = """[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())
  .filter(a => /^on|^style$/.test(a))"""
_CHANGED = """(texts) => {
  const places = ['h2 > span:last-child', '.sentence', '.prose h3', '.prose p', '.prose li', '.figures h3',
    'dt', 'dd:not(.figure)', '.figures .unit', '.table h3', 'thead .group', 'tbody th .name',
    'td.bad > span:not(.unseen)', '.note', '.source', 'figcaption h3', '.picture details p:first-of-type'];
  const chapters = [...document.querySelectorAll('.chapter:not(.appendix)')];
  const wrong = chapters.length === texts.length ? [] : [['chapters', chapters.length]];
  chapters.forEach((chapter, n) => {
    for (const place of places) {
      const found = chapter.querySelectorAll(place);
      if (!found.length) wrong.push([n, place, null]);
      for (const e of found) if (e.textContent !== texts[n]) wrong.push([n, place, e.textContent]);
    }
    for (const e of chapter.querySelectorAll('abbr')) {
      if (e.title !== texts[n]) wrong.push([n, 'abbr', e.title]);
    }
  });
  return wrong.slice(0, 5);
}"""


_GENERATED = """(pairs) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(pairs.map(pair => 'a { content: ' + pair[1] + '; }').join(''));
  if (sheet.cssRules.length !== pairs.length) return ['rules', sheet.cssRules.length];
  const read = (css) => css.slice(1, -1).replace(/\\\\([0-9a-f]+) |\\\\(.)/g,
    (_, code, char) => code ? String.fromCodePoint(parseInt(code, 16)) : char);
  return pairs.map((pair, n) => [pair[0], read(sheet.cssRules[n].style.content)])
    .filter(([text, found]) => text.replaceAll('\\0', '') !== found).slice(0, 5);
}"""


@pytest.fixture(scope="session")
def texts(data: Path) -> list[str]:
    """All strings of the collections, each once."""
    folder = data / "hostile-text"
    lines = [
        line
        for name in ("xss-payload-list.txt", "csv-payload.txt")
        for line in _read(folder / name).split("\n")
    ]
    return [text for text in dict.fromkeys([*json.loads(_read(folder / "blns.json")), *lines]) if text]


def _read(path: Path) -> str:
    return path.read_text("utf-8")


@pytest.mark.once
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_runs_and_nothing_is_torn(
    browser: Browser, write: Write, texts: list[str], part: int
) -> None:
    some = texts[part::PARTS]
    with opened(browser, write(hostile(some))) as seen:
        assert seen.page.evaluate(_CHANGED, some) == []
        assert seen.page.locator("h1").text_content() == some[0]
        assert seen.page.locator(".masthead span").all_text_contents()[:2] == [some[1 % len(some)], some[2]]
        with opened(browser, write(board_paper("ja"), name="tame.html")) as tame:
            allowed = set(tame.page.evaluate(_ELEMENTS))
        assert set(seen.page.evaluate(_ELEMENTS)) <= allowed
        assert seen.page.evaluate(_ATTRIBUTES) == []
        assert seen.events == []


def test_page_margins_hold_any_text(browser: Browser, write: Write, texts: list[str]) -> None:
    """Drawn as generated content, each text is one rule, and looks as the same text in an element does."""
    with opened(browser, write(board_paper("ja"))) as seen:
        wrong = seen.page.evaluate(_GENERATED, [[text, css_string(text)] for text in texts])
        assert wrong == []


def test_frames_hold_any_text(texts: list[str]) -> None:
    for text in texts:
        picture = ElementTree.fromstring(unquote(framed(text, "bad", "ja").partition(",")[2][:-2]))
        assert "".join(picture.itertext()) == "".join(c for c in text if c.isprintable())
