"""The file: what stands in it, without a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from msgspec.structs import replace
from tests.plugins.kakehashi_html.conftest import Watched, Write
from tests.plugins.kakehashi_html.samples import WORDS, board_paper, by_month

from kakehashi.api import Block, Cell, Chapter, Column, Document, PlanError, Prose, Row, Table
from kakehashi_html import HtmlExporter, HtmlSettings, kakehashi_exporters
from kakehashi_html.grids import table_view
from kakehashi_html.look import css_string, framed
from kakehashi_html.marks import Marks
from kakehashi_html.pages import Reading
from kakehashi_html.sheets import laid_out
from kakehashi_html.views import ChapterView

BOTH = pytest.mark.parametrize("language", ["ja", "en"])


class Outline(HTMLParser):
    """Elements with their attributes, in order."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def outline(file: Path) -> Outline:
    return Outline(file.read_text("utf-8"))


def test_the_exporter_is_found() -> None:
    (exporter,) = kakehashi_exporters()
    assert exporter.key == "html"
    assert exporter.settings() == HtmlSettings()


@BOTH
def test_the_same_document_gives_the_same_bytes(write: Write, language: str) -> None:
    first, second = write(board_paper(language), name="a.html"), write(board_paper(language), name="b.html")
    assert first.read_bytes() == second.read_bytes()


@BOTH
def test_headings_landmarks_and_headers(write: Write, language: str) -> None:
    page = outline(write(board_paper(language)))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [len(page.all(tag)) for tag in ("main", "header", "footer", "nav")] == [1, 1, 1, 2]
    assert page.elements[0] == ("html", {"lang": language})
    assert all(header["scope"] in ("row", "col", "colgroup") for header in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table")) == 5
    assert all(region["aria-label"] for region in page.all("div") if region.get("role") == "region")


@BOTH
def test_ids_are_unique_and_links_lead_somewhere(write: Write, language: str) -> None:
    page = outline(write(board_paper(language)))
    ids = Counter(str(attributes["id"]) for _, attributes in page.elements if "id" in attributes)
    assert max(ids.values()) == 1
    targets = {str(link["href"]) for tag in ("a", "use") for link in page.all(tag)}
    assert all(target.startswith("#") and target[1:] in ids for target in targets)


@BOTH
def test_nothing_is_loaded_or_run(write: Write, language: str) -> None:
    file = write(board_paper(language))
    page = outline(file)
    assert not {tag for tag, _ in page.elements} & {"script", "img", "iframe", "object", "embed", "form"}
    assert not [
        a for _, attributes in page.elements for a in attributes if a == "style" or a.startswith("on")
    ]
    assert {link["href"] for link in page.all("link")} == {"data:,"}
    assert set(re.findall(r"url\((.{5})", file.read_text("utf-8"))) <= {'"data', "#b-or", "#b-bu"}
    assert not re.search(r"https?://(?!www\.w3\.org)", file.read_text("utf-8"))


def test_the_policy_names_the_style_sheet(write: Write) -> None:
    markup = write(board_paper("ja")).read_text("utf-8")
    style = re.search(r"<style>(.*?)</style>", markup, re.S)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = str(Outline(markup).all("meta")[1]["content"])
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_progress_is_told_and_a_stop_leaves_nothing(tmp_path: Path) -> None:
    document, watched = board_paper("ja"), Watched()
    HtmlExporter().export(document, HtmlSettings(), tmp_path / "a.html", watched)
    assert [done for done, _, _ in watched.told] == list(range(7))
    assert [message for _, _, message in watched.told[:4]] == [chapter.title for chapter in document.chapters]
    HtmlExporter().export(document, HtmlSettings(), tmp_path / "b.html", Watched(cancel_at=2))
    HtmlExporter().export(document, HtmlSettings(), tmp_path / "c.html", Watched(cancel_at=5))
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_inputs_and_models_stand_at_the_end(write: Write) -> None:
    markup = write(board_paper("en")).read_text("utf-8")
    appendix = markup.index('id="c-appendix"')
    assert [
        markup.index(f'id="b-budget-{key}"') > appendix for key in ("assumptions", "model", "months")
    ] == [
        True,
        True,
        False,
    ]


def test_a_document_may_be_empty(write: Write) -> None:
    document = msgspec.structs.replace(
        board_paper("en"), chapters=(Chapter("none", "None", ()),), confidential_mark="", unit="", author=""
    )
    assert "c-appendix" not in write(document).read_text("utf-8")


def test_a_table_may_be_empty(write: Write) -> None:
    table = Table("t", "T", (Column("a", "A"),), ())
    nothing = Table("u", "U", (), ())
    document = msgspec.structs.replace(board_paper("en"), chapters=(Chapter("c", "C", (table, nothing)),))
    assert write(document).read_text("utf-8").count("Nothing to show") == 2


def test_what_cannot_be_written_is_replaced(write: Write) -> None:
    document = msgspec.structs.replace(board_paper("en"), title="a\0b\ud800c\r\nd")
    assert "<h1>a\ufffdb\ufffdc&#13;\nd</h1>" in write(document).read_bytes().decode()


def test_groups_closed_months_and_the_year() -> None:
    view = table_view(by_month(WORDS["en"], "en"), "b-m", "Budget", Marks((), "en"), "en")
    upper, lower = view.heads
    assert [(head.text, head.across, head.down) for head in upper] == [
        ("Measure", 1, 2),
        ("First half", 6, 1),
        ("Second half", 6, 1),
        ("Year", 1, 2),
    ]
    assert [head.closed for head in lower] == ["Closed months"] * 4 + [""] * 8
    assert upper[-1].style == "n year end w3"
    assert [legend.sign for legend in view.legends] == ["closed"]
    marks = [row.mark.letter if row.mark else "" for row in view.rows]
    assert marks == ["P", "", "", "O", "", "C", "", "", "IT", "", ""]


def test_narrow_neighbours_stand_side_by_side_on_broad_paper() -> None:
    """On A3 across what goes on A4 upright; on A4 across what its half has room for."""
    document = board_paper("ja")
    picture = document.chapters[2].blocks[0]
    large = msgspec.structs.replace(picture, scene=msgspec.structs.replace(picture.scene, width=1_500.0))  # type: ignore[union-attr]
    chart, months, decisions = *document.chapters[1].blocks[1:3], document.chapters[0].blocks[2]
    small = msgspec.structs.replace(months, columns=months.columns[:4], rows=())  # type: ignore[union-attr]
    assert _groups(document, large, chart, months) == ("large", [False, True])
    assert _groups(document, picture, small, small) == ("wide", [False, True])
    assert _groups(document, decisions, chart) == ("", [False])


def _groups(document: Document, *blocks: Block) -> tuple[str, list[bool]]:
    chapter = Chapter("c", "C", blocks)
    (view,) = _laid_out(document, chapter)
    return view.sheet, [group.beside for group in view.groups]


def _laid_out(document: Document, *chapters: Chapter) -> list[ChapterView]:
    reading = Reading(msgspec.structs.replace(document, chapters=chapters))
    return laid_out([reading.chapter(n) for n in range(len(chapters))], reading.appendix())[0]


def lines(count: int, columns: int = 2, *, named: bool = True) -> Table:
    """A table of so many rows; every second one may have no name of its own."""
    cells = tuple(Cell(number=Decimal(1)) for _ in range(columns - 1))
    return Table(
        "t",
        "T",
        (Column("a", "A"), *(Column(f"c{n}", "B", "number") for n in range(columns - 1))),
        tuple(Row(f"r{n}", (Cell(value="x" if named or n % 2 == 0 else ""), *cells)) for n in range(count)),
    )


@pytest.mark.parametrize(("rows", "short"), [(14, True), (20, False), (200, False)])
def test_only_what_takes_a_quarter_of_a_page_is_kept_on_one(rows: int, short: bool) -> None:
    """A longer table begins below the block above it, so that no page is left mostly empty."""
    assert table_view(lines(rows), "b", "", Marks((), "ja"), "ja").short == short


def test_texts_below_a_row_count_as_its_lines() -> None:
    columns = (Column("a", "A"), *(Column(f"t{n}", "Text", "long_text") for n in range(6)))
    rows = tuple(Row(f"r{n}", (Cell(value="x"), *[Cell(value="長い文。" * 40)] * 6)) for n in range(8))
    view = table_view(Table("t", "T", columns, rows), "b", "", Marks((), "ja"), "ja")
    assert all(row.more for row in view.rows)
    assert not view.short


def test_a_row_without_a_name_stays_with_the_one_above() -> None:
    view = table_view(lines(4, named=False), "b", "", Marks((), "ja"), "ja")
    assert [row.style for row in view.rows] == ["", "belongs", "", "belongs"]


@pytest.mark.parametrize(("columns", "paper"), [(3, ""), (14, "wide"), (20, "large")])
def test_inputs_and_models_stand_on_one_paper(write: Write, columns: int, paper: str) -> None:
    """Their heading is not left alone on a page of another size."""
    broad = replace(_broad(columns), role="input")
    narrow = msgspec.structs.replace(lines(3), role="input")
    document = msgspec.structs.replace(board_paper("en"), chapters=(Chapter("c", "C", (narrow, broad)),))
    markup = write(document).read_text("utf-8").partition("appendix")[2]
    assert markup.count(f" on-{paper}") == (3 if paper else 0)


def _broad(columns: int) -> Table:
    cells = tuple(Cell(value="1,234,567") for _ in range(columns))
    kinds = tuple(Column(f"c{n}", "", "money") for n in range(columns))
    return Table("b", "B", kinds, (Row("r", cells),))


def test_a_brief_chapter_shares_the_sheet_of_a_neighbour() -> None:
    """A block that needs a broad sheet has it; what stands next to it goes along where that saves a page."""
    document = board_paper("ja")
    brief = Chapter("brief", "B", (), "一文。")
    first, wide = _laid_out(document, brief, document.chapters[2])
    assert wide.sheet != ""
    assert first.sheet == wide.sheet


def test_a_page_is_not_left_mostly_empty_for_a_short_table() -> None:
    """Between two broad tables a short one takes their sheet; a long one goes upright."""
    document = board_paper("en")
    broad = [replace(_broad(20), key=f"broad{n}") for n in range(2)]
    sheets = []
    for rows in (2, 200):
        chapter = Chapter("c", "C", (broad[0], lines(rows), broad[1]))
        (view,) = _laid_out(document, chapter)
        sheets.append([group.sheet for group in view.groups])
    assert sheets == [["large", "large", "large"], ["large", "", "large"]]


@pytest.mark.parametrize(("title", "least"), [("Won", 3), ("Conditional", 7), ("受注", 2)])
def test_a_word_of_a_heading_is_not_broken(title: str, least: int) -> None:
    table = Table("t", "", (Column("a", "A"), Column("b", title, "number")), ())
    (heads,) = table_view(table, "b", "", Marks((), "en"), "en").heads
    assert f" w{least}" in heads[1].style


def test_one_heading_does_for_a_chart_and_its_table() -> None:
    document = board_paper("ja")
    chart, months = document.chapters[1].blocks[1:3]
    same = msgspec.structs.replace(months, title=chart.title)  # type: ignore[union-attr]
    chapter = Chapter("c", "C", (chart, same))
    reading = Reading(msgspec.structs.replace(document, chapters=(chapter,)))
    assert [block.title for block in reading.chapter(0).blocks] == ["月別の予算額", ""]
    assert [link.title for link in reading.page().contents[0].below] == ["月別の予算額"]


def test_added_categories_take_colours_in_their_order() -> None:
    rows = tuple(Row(code, (), mark=code) for code in ("it", "brand", "training"))
    marks = Marks((Table("t", "", (), rows),), "ja")
    assert marks.of("it", "").style == "mark-it"  # type: ignore[union-attr]
    assert marks.of("brand", "・ブランド") == marks.of("brand", "ブ")
    assert marks.of("training", "") is not None
    assert [marks.of(code, "x").style for code in ("brand", "training")] == [  # type: ignore[union-attr]
        "mark-added mark-category-7",
        "mark-added mark-category-8",
    ]


@pytest.mark.parametrize(("columns", "paper"), [(3, ""), (14, "wide"), (40, "widest")])
def test_broad_tables_get_broad_paper(columns: int, paper: str) -> None:
    cells = tuple(Cell(value="1,234,567") for _ in range(columns))
    table = Table("t", "", tuple(Column(f"c{n}", "", "money") for n in range(columns)), (Row("r", cells),))
    assert table_view(table, "b", "", Marks((), "ja"), "ja").paper == paper


def test_no_text_ends_a_css_string_or_a_frame() -> None:
    nasty = '"}</style><script>alert(1)</script>\\\n\0;&'
    assert not set(css_string(nasty)[1:-1]) & set('"<>{};&\n\0')
    assert css_string("第3版 a") == '"第3版 a"'
    assert not set(framed(nasty, "bad", "ja")[5:-2]) & set('"<>{}\n\0')
    assert framed("", "bad", "ja") == '""'


def test_a_frame_is_well_formed() -> None:
    from urllib.parse import unquote

    picture = unquote(framed('<&"\x01社外秘', "bad", "ja").partition(",")[2][:-2])
    assert "".join(ElementTree.fromstring(picture).itertext()) == '<&"社外秘'


def test_templates_of_a_folder_replace_ours(write: Write, tmp_path: Path) -> None:
    (tmp_path / "logo.html").write_text("<svg><title>{{ page.company }}</title></svg>", "utf-8")
    (tmp_path / "colours.css").write_text(":root { --k-accent: #123456; }\r\n", "utf-8")
    markup = write(board_paper("en"), str(tmp_path)).read_text("utf-8")
    assert "<title>Tsumugi Instruments Inc.</title>" in markup
    assert "--k-accent: #123456" in markup
    assert "--k-accent:#1F4E79" not in markup


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("prose.html", b"one\n{% if %}\n", 2),
        ("prose.html", b"one\ntwo\n{{ block.nothing }}\n", 3),
        ("cover.html", b"{{ page.titel }}", 1),
        ("cover.html", b"\n{{ 1 / 0 }}", 2),
        ("cover.html", b'\n\n{% include "absent.html" %}', 3),
        ("cover.html", b"\n\n{{ ''.__class__.__mro__ }}", 3),
        ("print.css", b"a\n{{ nobody }}", 2),
        ("badges.html", b"a\nb\n\xff", 3),
    ],
)
def test_a_broken_template_is_named_with_its_line(
    write: Write, tmp_path: Path, name: str, content: bytes, line: int
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PlanError) as error:
        write(board_paper("ja"), str(tmp_path))
    assert error.value.message.id == "error.html.template"
    assert error.value.message.values["template"] == name
    assert error.value.message.values["line"] == line
    assert not list(tmp_path.glob("*.html*.html"))


def test_a_missing_folder_is_said(write: Write, tmp_path: Path) -> None:
    with pytest.raises(PlanError) as error:
        write(board_paper("ja"), str(tmp_path / "nowhere"))
    assert error.value.message.id == "error.html.no_templates"


def test_the_language_is_named_as_browsers_know_it(write: Write) -> None:
    document: Document = msgspec.structs.replace(board_paper("en"), language="zh_TW")
    page = outline(write(document))
    assert page.elements[0] == ("html", {"lang": "zh-Hant-TW"})


def with_changes(language: str) -> Document:
    """The board paper with its first rows of the budget marked."""
    made = board_paper(language)
    table = by_month(WORDS[language], language)
    first, second, *others = table.rows
    marked = (
        msgspec.structs.replace(first, changed="added"),
        msgspec.structs.replace(second, changed="changed"),
        *others,
    )
    chapter = Chapter("budget", "B", (msgspec.structs.replace(table, rows=marked),))
    return msgspec.structs.replace(made, chapters=(chapter,), changes_note="＋ ● since edition 2")


@BOTH
def test_rows_that_changed_have_a_mark_that_is_read_aloud_and_explained_once(
    write: Write, language: str
) -> None:
    markup = write(with_changes(language)).read_text("utf-8")
    assert re.findall(r'<span class="changed" aria-hidden="true">(.)</span>', markup) == ["＋", "●"]
    words = {"ja": ["（追加）", "（変更）"], "en": ["(added)", "(changed)"]}[language]
    assert all(f'<span class="unseen">{word}' in markup for word in words)
    assert markup.count("＋ ● since edition 2") == 1


def test_without_changes_nothing_is_said_of_marks(write: Write) -> None:
    assert 'class="changed"' not in write(board_paper("en")).read_text("utf-8")


def test_a_row_that_would_leave_a_page_half_empty_may_go_on_overleaf() -> None:
    """A text of many lines is as high as they are, however short each of them is."""
    tall, low = Cell(value="\n".join(["短い行"] * 30)), Cell(value="短い行")
    columns = (Column("a", "A"), Column("b", "B"))
    table = Table("t", "", columns, (Row("r1", (low, tall)), Row("r2", (low, low))))
    view = table_view(table, "b", "", Marks((), "ja"), "ja")
    assert view.lines == 31
    assert [row.style for row in view.rows] == ["long", ""]


def test_long_prose_is_parted_and_short_prose_stays_whole(write: Write) -> None:
    texts = {"brief": ("一文。",) * 3, "long": ("文。" * 40,) * 20}
    blocks = tuple(Prose(key, "H", paragraphs=words) for key, words in texts.items())
    document = msgspec.structs.replace(board_paper("ja"), chapters=(Chapter("c", "C", blocks),))
    styles = {each["data-key"]: each["class"] for each in outline(write(document)).all("div") if "id" in each}
    assert styles == {"brief": "prose short", "long": "prose"}
