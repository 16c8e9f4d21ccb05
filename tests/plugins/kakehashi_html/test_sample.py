"""The documents of the sample as their readers get them: whole, quiet, legible, by keyboard and on paper."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.plugins.kakehashi_html.browser import (
    accessibility,
    cut,
    faint,
    filled,
    last_lines,
    opened,
    pdf,
    pdf_pages,
    scrolling,
    sideways,
    small_print,
    smallest_print,
    spilled,
)

from kakehashi.api import Block, Chart, Document, KeyFigures, Picture, Prose, Table
from kakehashi.declaration.audience import AUDIENCES
from kakehashi.drawing.scene import Group, Label, Shape, walk
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.organization import Partner
from kakehashi.progress import Quiet
from kakehashi_html import HtmlExporter, HtmlSettings

pytestmark = pytest.mark.once
Told = Mapping[tuple[str, str], Document]
Files = Mapping[tuple[str, str], Path]
READ = pytest.mark.parametrize(
    ("language", "audience"),
    [
        pytest.param("ja", "marketing", marks=pytest.mark.slow),  # the longest document: minutes in a browser
        pytest.param("en", "marketing", marks=pytest.mark.slow),
        ("ja", "executives"),
        ("en", "executives"),
    ],
)
_TAG = re.compile(r"<[^>]*>")
_SAID = re.compile(r' (?:title|aria-label|alt)="([^"]*)"')
_MOST = 1_500_000  # bytes


@pytest.fixture(scope="module")
def told(sample_file: Callable[[str], Path]) -> Told:
    """The documents of all audiences, by language and audience."""
    made = {}
    for language in ("ja", "en"):
        with _opened_plan(sample_file(language)) as plan:
            partner = plan.plan.items(Partner)[0].id
            for key, audience in AUDIENCES.items():
                parameter = partner if audience.parameter else ""
                made[language, key] = plan.document(
                    audience,
                    language,  # type: ignore[arg-type]
                    app_version="1",
                    parameter=parameter,
                )
    return made


@contextmanager
def _opened_plan(path: Path) -> Iterator[OpenPlan]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAKEHASHI_HOME", str(path.parent / "home"))
        plan = OpenPlan.open(path, person="x", clock=lambda: "2027-07-12T09:00:00", read_only=True)
        yield plan
        plan.close()


@pytest.fixture(scope="module")
def files(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The same as files."""
    folder = tmp_path_factory.mktemp("files")
    made = {}
    for (language, audience), document in told.items():
        made[language, audience] = folder / f"{language}-{audience}.html"
        HtmlExporter().export(document, HtmlSettings(), made[language, audience], Quiet())
    return made


def _texts(document: Document) -> Iterator[str]:
    for chapter in document.chapters:
        yield from (chapter.title, chapter.sentence)
        for block in chapter.blocks:
            yield from _of_block(block)


def _of_block(block: Block) -> Iterator[str]:
    match block:
        case Prose():
            yield from (block.heading, *block.paragraphs, *block.items)
        case KeyFigures():
            yield block.heading
            for figure in block.figures:
                yield from (
                    figure.label,
                    figure.unit if not figure.unit.startswith("¥") else "",
                    figure.comparison,
                )
        case Table():
            yield from (block.title, block.unit, block.note, block.source)
            yield from (column.title for column in block.columns)
            for row in block.rows:
                for cell, column in zip(row.cells, block.columns, strict=True):
                    if (cell.kind or column.kind) not in ("month", "date"):
                        yield cell.value or ""
        case _:
            yield from (block.title, block.description)
            yield from _of_shapes(block.scene.shapes)


def _of_shapes(shapes: tuple[Shape, ...]) -> Iterator[str]:
    for shape in shapes:
        if isinstance(shape, Group):
            yield shape.title
            yield from _of_shapes(shape.shapes)
        elif isinstance(shape, Label):
            yield shape.text


def _tight(words: str) -> str:
    return "".join(words.split())


def _whole(file: Path) -> str:
    """All that can be read in a file, attributes that are read aloud or shown included, without spaces."""
    markup = file.read_text("utf-8").partition("<body>")[2]
    return _tight(html.unescape(" ".join([_TAG.sub("", markup), *_SAID.findall(markup)])))


def test_each_text_is_in_the_file_and_the_file_is_small(told: Told, files: Files) -> None:
    for key, document in told.items():
        file = files[key]
        whole = _whole(file)
        assert [text for text in _texts(document) if _tight(text) not in whole] == []
        assert file.stat().st_size < _MOST


def test_nothing_of_a_chapter_that_is_not_for_the_audience(told: Told, files: Files) -> None:
    for (language, audience), document in told.items():
        every = told[language, "marketing"]
        own = {chapter.key for chapter in document.chapters}
        cover = (document.title, document.company, document.department, document.author)
        allowed = _tight("".join([*cover, *_texts(document)]))
        foreign = {
            text
            for chapter in every.chapters
            if chapter.key not in own
            for block in chapter.blocks
            for text in _of_block(block)
            if len(text) > 20 and _tight(text) not in allowed
        }
        assert foreign or audience == "marketing"
        whole = _whole(files[language, audience])
        assert [text for text in foreign if _tight(text) in whole] == []


@pytest.mark.parametrize("language", ["ja", pytest.param("en", marks=pytest.mark.slow)])
def test_no_text_leaves_its_shape_and_no_table_its_page(
    browser: Browser, files: Files, language: str
) -> None:
    for audience in AUDIENCES:
        with opened(browser, files[language, audience]) as seen:
            assert spilled(seen.page) == []
            assert scrolling(seen.page) == []  # on a laptop's screen


def test_a_text_that_leaves_its_shape_is_found(browser: Browser, files: Files) -> None:
    with opened(browser, files["ja", "hr"]) as seen:
        seen.page.evaluate("document.querySelector('.picture svg text').textContent = '長い名前'.repeat(30)")
        assert len(spilled(seen.page)) == 1


@READ
def test_on_the_screen(browser: Browser, files: Files, language: str, audience: str) -> None:
    with opened(browser, files[language, audience]) as seen:
        page = seen.page
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        assert sideways(page) == []
        assert page.evaluate(_UNREACHABLE) == []
        assert page.evaluate(_UNLISTED) == []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert faint(page) == []
        assert seen.events == []


@READ
def test_on_paper(
    browser: Browser, files: Files, poppler: None, tmp_path: Path, language: str, audience: str
) -> None:
    with opened(browser, files[language, audience]) as seen:
        file = pdf(seen.page, tmp_path / "plan.pdf")
        headings = {_tight(each) for each in seen.page.locator("h2, h3").all_text_contents()}
        assert cut(seen.page) == []
        assert seen.events == []
    last = last_lines(file)
    assert [line for line in last if line in headings] == []
    if audience == "executives":
        assert len(last) <= 18
        assert seen.events == []


def test_no_text_of_a_picture_is_shortened(told: Told) -> None:
    """On paper there is no tooltip that would say the rest."""
    for document in told.values():
        blocks = [block for chapter in document.chapters for block in chapter.blocks]
        pictures = [block for block in blocks if isinstance(block, Chart | Picture)]
        cut = [
            (block.key, shape.title)
            for block in pictures
            for shape in walk(block.scene.shapes)
            if isinstance(shape, Label) and shape.title and shape.text.endswith("…")
        ]
        assert cut == []


@pytest.mark.parametrize("audience", ["marketing", "executives"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_text_is_printed_smaller_than_seven_points(
    browser: Browser, files: Files, language: str, audience: str
) -> None:
    with opened(browser, files[language, audience]) as seen:
        assert small_print(seen.page, 7) == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_journeys_can_be_read_and_fill_their_sheets(
    browser: Browser, files: Files, poppler: None, tmp_path: Path, language: str
) -> None:
    with opened(browser, files[language, "service"]) as seen:
        file = pdf(seen.page, tmp_path / "plan.pdf")
    assert smallest_print(file) > 0.9
    assert min(filled(file)[:-1]) > 0.25


def test_what_is_typed_in_one_language_has_its_summary_on_one_page_in_the_other(
    browser: Browser, sample_file: Callable[[str], Path], poppler: None, tmp_path: Path
) -> None:
    with _opened_plan(sample_file("ja")) as plan:
        document = plan.document(AUDIENCES["executives"], "en", app_version="1", edition=2)
    written = tmp_path / "executives.html"
    HtmlExporter().export(document, HtmlSettings(), written, Quiet())
    with opened(browser, written) as seen:
        pages = pdf_pages(pdf(seen.page, tmp_path / "plan.pdf"))
    assert _tight(document.chapters[1].title) in _tight(pages[1])


@pytest.mark.slow  # axe-core comes from npm: AXE_CORE names it
@READ
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_of_accessibility(
    browser: Browser, files: Files, axe: Path, language: str, audience: str, scheme: str
) -> None:
    with opened(browser, files[language, audience], scheme=scheme) as seen:  # type: ignore[arg-type]
        assert accessibility(seen.page, axe) == []


_UNREACHABLE = """[...document.querySelectorAll('.region')]
  .filter(e => e.tabIndex < 0 && (e.scrollWidth > e.clientWidth + 1 || e.querySelector(':scope > svg')))
  .map(e => e.closest('[data-key]').dataset.key)"""
_UNLISTED = """() => {
  const listed = new Set([...document.querySelectorAll('.standing a')].map(e => e.hash.slice(1)));
  return [...document.querySelectorAll('h2, h3')]
    .map(e => (e.closest('summary')?.nextElementSibling ?? e.closest('[id]:not(h2, h3)')).id)
    .filter(id => !listed.has(id));
}"""
