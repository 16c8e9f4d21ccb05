"""Documents as Markdown: whole, as HTML says them, and never more than text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from tests.conftest import REPO
from tests.declaration.plans import told
from tests.declaration.test_confidentiality_law import sample
from tests.extension.test_contract import ended
from tests.plugins.kakehashi_html.samples import board_paper, hostile, word
from tests.plugins.kakehashi_markdown.reading import Read, Render, github, markdown_it, shown

from kakehashi.api import Cell, Chapter, Column, Document, KeyFigure, KeyFigures, Prose, Row, Table, said
from kakehashi.declaration.audience import AUDIENCES
from kakehashi.extension.exporting import export, exporter_for
from kakehashi.extension.plugins import exporters
from kakehashi.progress import Quiet
from kakehashi.words import LANGUAGES, Language
from kakehashi_markdown import MarkdownExporter, MarkdownSettings

RENDERERS = pytest.mark.parametrize(
    ("render", "step"), [(github, 1), (markdown_it, 5)]
)  # the slower one: fewer
ALLOWED = {
    *("h1", "h2", "h3", "p", "ul", "li", "blockquote", "hr", "br", "span", "strong"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
OWN = (
    "**bold** _so_ a_b `x` ~~gone~~ ***",
    "| a | b |",
    "# no heading #",
    "1. no list",
    "1) nor this",
    "- nor this",
    "+ nor this",
    "> no quote",
    "---",
    "===",
    "    no code",
    "\tnor this",
    "　全角の空白　",
    "one\ntwo\n\nthree",
    "C:\\new\\|pipe\\",
    "x@example.com, @tanaka, #12 and !3",
    "http://a.example/x www.example.com www. ftp://a.example mailto:a@b.example //a.example HTTPS://A.EXAMPLE",
    "$5 and $6$ $$x$$",
    ":smile: 10:30:45",
    "[a](http://b.example) ![a](b) [[wiki]] [^1]: note [x] done",
    "<b>bold</b> <!-- gone --> <script>alert(1)</script> &lt;b&gt; R&D &#35;",
    "\x1b[31mred\x1b[0m \u202eright to left",
    "{{ __import__('os') }} {: .class}",
)


def written(document: Document, folder: Path) -> str:
    target = folder / "plan.md"
    MarkdownExporter().export(document, MarkdownSettings(), target, Quiet())
    return target.read_bytes().decode()


def with_chapters(*chapters: Chapter) -> Document:
    return msgspec.structs.replace(board_paper("en"), chapters=chapters)


@pytest.fixture(scope="module")
def texts(data: Path) -> list[str]:
    """All strings of the collections, and our own, each once."""
    folder = data / "hostile-text"
    lines = [
        line
        for name in ("xss-payload-list.txt", "csv-payload.txt")
        for line in (folder / name).read_text("utf-8").split("\n")
    ]
    collected = [*OWN, *json.loads((folder / "blns.json").read_text("utf-8")), *lines]
    return [text for text in dict.fromkeys(collected) if text]


def everywhere(texts: Sequence[str]) -> Chapter:
    """Each text as a paragraph, a conclusion, an item of a list, a key figure, and in cells of a table."""
    figures = tuple(KeyFigure(text, word(text), "text", "", 0, text) for text in texts)
    columns = (Column("a", "A"), Column("b", "B", "number"), Column("c", "C"))
    rows = [
        Row(f"r{n}", (word(text), word(text), Cell(value=text, tone="bad"))) for n, text in enumerate(texts)
    ]
    rows += [Row(f"t{n}", (word(text),) * 3, style="total") for n, text in enumerate(texts)]
    return Chapter(
        "all",
        "All",
        (
            Prose("p", "", tuple(texts), tuple(texts)),
            Prose("l", "", tuple(texts), lead=True),
            KeyFigures("k", figures),
            Table("t", "", columns, tuple(rows)),
        ),
    )


@pytest.mark.once
@RENDERERS
def test_no_text_is_more_than_text(render: Render, step: int, texts: list[str], tmp_path: Path) -> None:
    texts = [*OWN, *texts[len(OWN) :: step]]
    markdown = written(with_chapters(everywhere(texts)), tmp_path)
    read = Read(render(markdown))
    assert read.elements <= ALLOWED
    assert read.attributes <= {"align", "style"}  # of columns of figures
    wanted = [shown(text) for text in texts]
    paragraphs = Counter(shown(each) for each in read.of("p"))
    assert [each for each in wanted if paragraphs[each] < 2] == []
    cover = len(read.of("li")) - 2 * len(texts)
    items = [shown(each) for each in read.of("li")][cover:]
    assert items[: len(texts)] == wanted
    assert items[len(texts) :] == [f"{each}: {each}\n{each}" for each in wanted]
    cells = [shown(each) for each in read.of("td")]
    plain, strong = cells[: 3 * len(texts)], cells[3 * len(texts) :]
    assert [each for text in wanted for each in (text, text, f"{text} (Not sound)")] == plain
    assert [each for text in wanted for each in (text,) * 3] == strong


@pytest.mark.once
@RENDERERS
def test_nor_is_one_in_titles_headings_and_notes(
    render: Render, step: int, texts: list[str], tmp_path: Path
) -> None:
    some = [*OWN, *texts[len(OWN) :: 12 * step]]
    read = Read(render(written(hostile(some, "en"), tmp_path)))
    assert read.elements <= ALLOWED
    assert read.attributes <= {"align", "style"}
    wanted = [shown(text) for text in some]
    assert [shown(each) for each in read.of("h1")] == wanted[:1]
    titles = [f"{n}. {each}" for n, each in enumerate(wanted, 1)]
    assert [shown(each) for each in read.of("h2")] == [*titles, "Assumptions and calculation"]
    headings = [shown(each) for each in read.of("h3")]
    in_chapters, behind = headings[: -len(wanted)], headings[-len(wanted) :]
    assert in_chapters == [each for text in wanted for each in (text,) * 5]
    assert behind == wanted
    heads = [shown(each) for each in read.of("th")]
    assert set(heads) == {*wanted, *(f"{each}\n{each}" for each in wanted)}
    paragraphs = {shown(each) for each in read.of("p")}
    assert {f"Unit: {each}" for each in wanted} <= paragraphs
    assert {f"Figure: {each}" for each in wanted} <= paragraphs
    assert {f"n/a: {each}" for each in wanted} <= paragraphs


def _texts(document: Document) -> Iterator[str]:
    """All that a document says, figures as they are said; pictures by their words."""
    yield from (document.title, document.company, document.author, document.edition_title, document.unit)
    for chapter in document.chapters:
        yield from (chapter.title, chapter.sentence)
        for each in chapter.blocks:
            match each:
                case Prose():
                    yield from (each.heading, *each.paragraphs, *each.items)
                case KeyFigures():
                    yield from (word for figure in each.figures for word in (figure.label, figure.comparison))
                case Table():
                    yield from (each.title, each.unit, each.note, each.source)
                    yield from (column.title for column in each.columns)
                    for row in each.rows:
                        for cell, column in zip(row.cells, each.columns, strict=True):
                            yield said(cell, column.kind, column.digits, document.language).text  # type: ignore[arg-type]
                case _:
                    yield from (each.title, each.description)


def _tight(words: str) -> str:
    return "".join(words.split())


@pytest.mark.once
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["executives", "finance", "marketing"])
def test_all_that_a_document_says_is_there(language: Language, key: str, tmp_path: Path) -> None:
    document = told(sample(language), AUDIENCES[key], language)
    read = Read(github(written(document, tmp_path)))
    whole = _tight(" ".join(text for _, text in read.texts))
    assert [text for text in _texts(document) if _tight(text) not in whole] == []
    assert read.elements <= ALLOWED


def test_values_read_as_in_html(tmp_path: Path) -> None:
    columns = (
        Column("name", "Name", "text"),
        Column("money", "Money", "money", group="First half", closed=True),
        Column("more", "More", "money", 1, group="First half", closed=True),
        Column("rate", "Rate", "rate", 1),
        Column("when", "When", "month"),
    )
    rows = (
        Row("a", (word("Ads"), Cell(number=Decimal("1234567.5"), tone="warn"), Cell(number=Decimal(-60)),
                  Cell(number=Decimal("0.125")), word("2027-04")), level=1, changed="added"),
        Row("b", (word("Fairs"), Cell(number=Decimal(0)), Cell(missing="unset"),
                  Cell(missing="not_available"), word("")), changed="changed"),
        Row("c", (word("Sum"), Cell(number=Decimal(5), signed=True), Cell(missing="unset"),
                  Cell(value="no orders yet", missing="not_available"), word("")), style="total"),
    )  # fmt: skip
    table = Table("t", "By category", columns, rows, unit="¥ k", note="Without tax.", source="Source: CRM")
    markdown = written(with_chapters(Chapter("c", "Budget", (table,))), tmp_path)
    assert markdown.split("### By category\n\n")[1].split("\n\n---")[0] == "\n".join(
        (
            "Unit: ¥ k",
            "",
            "| Name | First half<br>Money | First half<br>More | Rate | When |",
            "| --- | ---: | ---: | ---: | --- |",
            "| ＋ &emsp;Ads | 1,234,568 (Needs attention) | −60.0 | 12.5% | Apr 2027 |",
            "| ● Fairs | – |  | n/a |  |",
            "| **Sum** | **+5** |  | **n/a** |  |",
            "",
            "n/a: no orders yet",
            "",
            "n/a: not available, a value it needs is missing",
            "",
            "Closed months: Money to More",
            "",
            "Without tax.",
            "",
            "Source: CRM",
        )
    )


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (KeyFigure("Budget", Cell(number=Decimal("57.9")), "money", "$ M", 1, "cap 60"),
         "**Budget**: $57.9 M<br>cap 60"),
        (KeyFigure("予算", Cell(number=Decimal(5790)), "money", "万円"), "**予算**: 5,790 万円"),
        (KeyFigure("Gap", Cell(number=Decimal(-3), tone="bad"), "number"), "**Gap**: −3 (Not sound)"),
        (KeyFigure("Payback", Cell(missing="not_available"), "number", "months"), "**Payback**: n/a"),
    ],
)  # fmt: skip
def test_key_figures_have_their_units(figure: KeyFigure, words: str, tmp_path: Path) -> None:
    markdown = written(with_chapters(Chapter("c", "C", (KeyFigures("k", (figure,)),))), tmp_path)
    assert f"\n- {words}\n" in markdown


@pytest.mark.parametrize("language", LANGUAGES)
def test_chapters_and_pictures_have_headings_by_level(language: Language, tmp_path: Path) -> None:
    document = board_paper(language)
    read = Read(github(written(document, tmp_path)))
    levels = [(tag, text) for tag, text in read.texts if tag in ("h1", "h2", "h3")]
    assert levels[0] == ("h1", document.title)
    titles = [f"{n}. {chapter.title}" for n, chapter in enumerate(document.chapters, 1)]
    assert [text for tag, text in levels if tag == "h2"][:-1] == titles
    chart = next(
        each for chapter in document.chapters for each in chapter.blocks if each.key == "budget.chart"
    )
    assert ("h3", chart.title) in levels  # type: ignore[union-attr]
    assert any(chart.description in text for text in read.of("p"))  # type: ignore[union-attr]


def test_the_same_document_gives_the_same_bytes_and_ends_with_a_line(tmp_path: Path) -> None:
    one, other = (written(board_paper("ja"), tmp_path) for _ in range(2))
    assert one == other
    assert one.endswith("\n")
    assert "\r" not in one
    assert not re.search("\n{3,}| \n", one)


def test_it_is_found_by_its_suffix_and_runs_in_a_worker(tmp_path: Path) -> None:
    target = tmp_path / "Plan.MD"
    export(exporter_for(target, exporters()), board_paper("ja"), target)
    assert target.read_text("utf-8") == written(board_paper("ja"), tmp_path)


def test_it_keeps_what_every_exporter_keeps() -> None:
    found = ended(REPO / "plugins" / "kakehashi_markdown")
    assert {about: each.how for about, each in found.items()} == dict.fromkeys(found, "kept")
    assert len(found) == 6
