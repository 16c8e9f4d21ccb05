"""The file in headless Chromium: quiet, complete, legible, on every width, by keyboard and on paper."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser
from tests.plugins.kakehashi_html.browser import (
    Scheme,
    accessibility,
    cut,
    faint,
    fonts,
    last_lines,
    opened,
    pdf,
    pdf_pages,
    pdf_sizes,
    sideways,
    small_print,
)
from tests.plugins.kakehashi_html.conftest import Write
from tests.plugins.kakehashi_html.samples import board_paper

from kakehashi.api import Cell, Document, Row, Table

BOTH = pytest.mark.parametrize("language", ["ja", "en"])


@BOTH
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_quiet_and_legible(browser: Browser, write: Write, language: str, scheme: Scheme) -> None:
    with opened(browser, write(board_paper(language)), scheme=scheme) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        seen.page.mouse.wheel(0, 4000)
        seen.page.wait_for_load_state("networkidle")
        assert faint(seen.page) == []
        assert seen.events == []


@BOTH
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_page_never_scrolls_sideways(browser: Browser, write: Write, language: str, width: int) -> None:
    with opened(browser, write(board_paper(language)), width=width) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        assert sideways(seen.page) == []


@pytest.mark.slow  # axe-core comes from npm: AXE_CORE names it
@BOTH
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_of_accessibility(
    browser: Browser, write: Write, axe: Path, language: str, scheme: Scheme
) -> None:
    with opened(browser, write(board_paper(language)), scheme=scheme) as seen:
        assert accessibility(seen.page, axe) == []


@BOTH
def test_nothing_is_cut_on_paper(browser: Browser, write: Write, language: str) -> None:
    with opened(browser, write(board_paper(language))) as seen:
        assert cut(seen.page) == []


def test_the_looks_themselves_see(browser: Browser, write: Write) -> None:
    """A planted fault of each kind is found."""
    with opened(browser, write(board_paper("en"))) as seen:
        seen.page.evaluate("document.querySelector('h1').style.color = '#aaa'")
        seen.page.evaluate("document.querySelector('h2').style.width = '2000px'")
        seen.page.evaluate("document.querySelector('table').style.width = '2000px'")
        seen.page.evaluate("fetch('https://example.org/').catch(() => 0)")
        assert [each.split()[1] for each in faint(seen.page)] == ["H1."]
        assert any(each.startswith("H2.") for each in sideways(seen.page))
        assert [each.split()[0] for each in cut(seen.page)] == ["b-summary-decisions"]
        seen.page.evaluate("document.querySelector('h2').style.fontSize = '6.9pt'")
        seen.page.evaluate("document.querySelector('.picture svg text').style.fontSize = '6px'")
        assert [each.split()[0] for each in small_print(seen.page, 7)] == ["6.90", "6.90", "3.96"]
        assert any("Content Security Policy" in each for each in seen.console)


def test_what_scrolls_can_be_reached_by_keyboard(browser: Browser, write: Write) -> None:
    with opened(browser, write(board_paper("ja")), width=360) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        unreachable = seen.page.evaluate(
            "[...document.querySelectorAll('.region')].filter(e => e.scrollWidth > e.clientWidth + 1 &&"
            " e.tabIndex < 0).map(e => e.parentElement.id)"
        )
        assert unreachable == []


@BOTH
def test_japanese_is_drawn_with_a_japanese_font(browser: Browser, write: Write, language: str) -> None:
    with opened(browser, write(board_paper(language))) as seen:
        seen.page.evaluate("document.querySelector('h1').textContent = '下期見直し直骨'")
        assert list(fonts(seen.page, "h1")) == ["Noto Sans CJK JP"]


@BOTH
def test_the_chapters_of_the_audience_exactly(browser: Browser, write: Write, language: str) -> None:
    document = board_paper(language)
    with opened(browser, write(document)) as seen:
        keys = seen.page.evaluate(
            "[...document.querySelectorAll('.chapter:not(.appendix)')].map(e => e.dataset.key)"
        )
        assert keys == [chapter.key for chapter in document.chapters]
        titles = seen.page.locator(".chapter:not(.appendix) h2 > span:last-child").all_text_contents()
        assert titles == [chapter.title for chapter in document.chapters]
        blocks = seen.page.evaluate(
            "[...document.querySelectorAll('.chapter [data-key]')].map(e => e.dataset.key)"
        )
        assert sorted(blocks) == sorted(
            block.key for chapter in document.chapters for block in chapter.blocks
        )


def test_by_keyboard(browser: Browser, write: Write) -> None:
    with opened(browser, write(board_paper("en"))) as seen:
        page = seen.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        links = page.evaluate("[...document.querySelectorAll('.standing a')].map(e => e.hash.slice(1))")
        headed = page.evaluate(
            "[...document.querySelectorAll('h2, h3')].map(e => (e.closest('summary')?.nextElementSibling ??"
            " e.closest('[id]:not(h2, h3)')).id)"
        )
        assert sorted(links) == sorted(headed)


def test_a_link_opens_a_folded_table(browser: Browser, write: Write) -> None:
    with opened(browser, write(board_paper("en"))) as seen:
        seen.page.locator(".behind a").last.click()
        assert seen.page.locator("#b-budget-model table").is_visible()


def test_headers_stay(browser: Browser, write: Write) -> None:
    with opened(browser, write(board_paper("en")), height=400) as seen:
        last = seen.page.locator("#b-budget-categories tr").last
        last.evaluate("e => window.scrollTo(0, window.scrollY + e.getBoundingClientRect().top - 60)")
        top = seen.page.locator("#b-budget-categories thead").evaluate("e => e.getBoundingClientRect().top")
        assert abs(top) < 1


@BOTH
@pytest.mark.parametrize("edition", [3, None])
def test_paper(
    browser: Browser, write: Write, poppler: None, tmp_path: Path, language: str, edition: int | None
) -> None:
    document = board_paper(language, edition=edition)
    with opened(browser, write(document), scheme="dark") as seen:
        file = pdf(seen.page, tmp_path / "plan.pdf")
        assert seen.events == []
    sizes, pages = pdf_sizes(file), [_tight(page) for page in pdf_pages(file)]
    assert set(sizes) == {(210, 297), (297, 210)}  # all of it can be read on A4
    assert len(sizes) == len(pages) <= 5
    for n, page in enumerate(pages, 1):
        assert page.count(f"{n}/5") == 1
        for mark in (document.edition_title, document.confidential_mark, document.audience_title):
            assert _tight(mark) in page
        assert _tight(document.company) in page
    whole = "".join(pages)
    assert [text for text in _texts(document) if _tight(text) not in whole] == []


def test_what_heads_a_group_of_rows_is_never_the_last_on_its_page(
    browser: Browser, write: Write, poppler: None, tmp_path: Path
) -> None:
    document, chapters = board_paper("ja"), []
    for chapter in document.chapters:
        blocks = tuple(_longer(block) if isinstance(block, Table) else block for block in chapter.blocks)
        chapters.append(msgspec.structs.replace(chapter, blocks=blocks))
    with opened(browser, write(msgspec.structs.replace(document, chapters=tuple(chapters)))) as seen:
        file = pdf(seen.page, tmp_path / "plan.pdf")
    last = last_lines(file)
    assert len([line for line in last if line.startswith("行")]) > 2
    assert [line for line in last if line.startswith("群")] == []


def _longer(table: Table) -> Table:
    """With many rows more, each below a heading of its own."""
    if table.key != "budget.months":
        return table
    cells = tuple(Cell(number=Decimal(1)) for _ in table.columns[1:])
    more: list[Row] = []
    for group in range(99):
        more.append(Row(f"g{group}", (Cell(value=f"群{group}"), *cells), style="subtotal"))
        for n in range(1 + (group % 7 == 0)):
            more.append(Row(f"r{group}-{n}", (Cell(value=f"行{group}"), *cells), level=1))
    return msgspec.structs.replace(table, rows=(*more, *table.rows))


def _texts(document: Document) -> Iterator[str]:
    """The texts of all tables of a document, as typed."""
    for chapter in document.chapters:
        yield from (chapter.title, chapter.sentence)
        for block in chapter.blocks:
            if isinstance(block, Table):
                yield block.title
                yield from (column.title for column in block.columns)
                yield from (
                    cell.value
                    for row in block.rows
                    for cell in row.cells
                    if cell.value and "-" not in cell.value
                )


def _tight(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
