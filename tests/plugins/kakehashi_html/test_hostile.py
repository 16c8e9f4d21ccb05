"""Hostile texts in every text field: nothing runs, nothing is torn, everything comes back as it was typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, cycle
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import msgspec
import pytest
from playwright.sync_api import Browser
from tests.declaration.plans import told
from tests.declaration.test_confidentiality_law import sample
from tests.plugins.kakehashi_html.browser import opened
from tests.plugins.kakehashi_html.conftest import Write
from tests.plugins.kakehashi_html.samples import board_paper, hostile

from kakehashi.api import Document, Prose, Table
from kakehashi.declaration.audience import AUDIENCES
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Part
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
@pytest.mark.parametrize(
    "part", [0, *(pytest.param(each, marks=pytest.mark.slow) for each in range(1, PARTS))]
)
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


_TOLD = """(texts) => {
  document.querySelectorAll('details').forEach(e => e.open = true);
  const said = [...document.querySelectorAll('[title], [aria-label]')].flatMap(
    e => [e.getAttribute('title'), e.getAttribute('aria-label')]);
  const whole = [document.body.textContent, ...said].join('\\n');
  return texts.filter(text => !whole.includes(text)).slice(0, 5);
}"""
_ALONE, _TOGETHER = 1_000, 8
_LONGEST = 4_000  # characters: a field may hold several


@pytest.mark.once
def test_a_plan_of_nothing_else(browser: Browser, write: Write, texts: list[str]) -> None:
    """All of them in the text fields of items: told whole, whatever chapter or picture it is in.

    The first ones stand alone, the others several to a field, so that the plan has room for all.
    """
    short = [text for text in texts if len(text) <= _LONGEST]
    packs = ["\n".join(short[at : at + _TOGETHER]) for at in range(_ALONE, len(short), _TOGETHER)]
    strings = [*short[:_ALONE], *packs]
    some, plan = iter(strings), sample("ja")
    plan = plan.with_items({item.id: _filled(item, chain(some, cycle(strings))) for item in plan})
    assert next(some, None) is None
    document = told(plan, AUDIENCES["marketing"])
    with opened(browser, write(document)) as seen, opened(browser, write(board_paper("ja"))) as tame:
        wanted = [text for text in dict.fromkeys(_cells(document)) if "\0" not in text]
        assert len(wanted) > len(strings) / 2
        assert seen.page.evaluate(_TOLD, wanted) == []
        allowed = {*tame.page.evaluate(_ELEMENTS), *_DRAWN}
        assert set(seen.page.evaluate(_ELEMENTS)) <= allowed
        assert seen.page.evaluate(_ATTRIBUTES) == []
        ids = seen.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
        assert seen.events == []


_DRAWN = {"circle", "ellipse", "path", "polygon", "polyline", "line", "rect", "pattern", "defs", "tspan"}


def _filled(item: Any, some: Iterator[str]) -> Any:
    """The item, or a part of one, with other words wherever it holds any."""
    values: dict[str, Any] = {}
    for name, described in describe(type(item)).items():
        value = getattr(item, name)
        if described.field.shape in ("text", "long_text") and value:
            values[name] = next(some)
        elif described.field.shape == "list" and value:
            values[name] = tuple(next(some) for _ in value)
        elif isinstance(value, tuple) and value and isinstance(value[0], Part):
            values[name] = tuple(_filled(part, some) for part in value)
    return msgspec.structs.replace(item, **values)


def _cells(document: Document) -> Iterator[str]:
    """The texts of titles, rows and paragraphs, as given to the exporter."""
    for chapter in document.chapters:
        yield chapter.sentence
        for block in chapter.blocks:
            if isinstance(block, Table):
                yield from (row.cells[0].value or "" for row in block.rows)
                yield from (
                    cell.value or ""
                    for row in block.rows
                    for cell, column in zip(row.cells, block.columns, strict=True)
                    if (cell.kind or column.kind) in ("text", "long_text")
                )
            elif isinstance(block, Prose):
                yield from (block.heading, *block.paragraphs, *block.items)
