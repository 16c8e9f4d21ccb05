"""The whole document as it is read: cover, contents, chapters, and the tables that stand at the end."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

import msgspec

from kakehashi.api import (
    ALL_LANGUAGES,
    Block,
    Chapter,
    Chart,
    Document,
    KeyFigure,
    KeyFigures,
    Language,
    Picture,
    Prose,
    Table,
    language_tag,
    said_day,
    smallest_text,
    svg,
    tables,
    text,
)
from kakehashi_html.grids import table_view
from kakehashi_html.marks import Marks
from kakehashi_html.names import Anchors, Labels, ems
from kakehashi_html.paper import papers_of
from kakehashi_html.values import shown, with_sign
from kakehashi_html.views import (
    BlockView,
    ChapterView,
    FiguresView,
    FigureView,
    Link,
    PageView,
    PictureView,
    ProseView,
    TableView,
)

_HASH_SHOWN = 12
_LINE = 48.0  # ems of a line of prose in print, less what is left empty at its end
_SHORT = 12  # lines up to which prose is kept on one page
_MOST_FOLLOWED = 150  # links


def language_of(document: Document) -> Language:
    """The language of our own words: the document's, English where we don't speak it."""
    return next((known for known in ALL_LANGUAGES if known == document.language), "en")


class Reading:
    """Turns chapters into what is read, one after the other, so that progress can be told between them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._language = language_of(document)
        self._tables = tables(document)
        self._marks = Marks(self._tables.values(), document.language)
        self._labels = Labels()
        self._anchors = Anchors()
        self._chapter_ids = [self._anchors.new("c", chapter.key) for chapter in document.chapters]
        self._block_ids = [
            [self._anchors.new("b", block.key) for block in chapter.blocks] for chapter in document.chapters
        ]
        self._table_ids = {
            block.key: name
            for chapter, names in zip(document.chapters, self._block_ids, strict=True)
            for block, name in zip(chapter.blocks, names, strict=True)
            if isinstance(block, Table)
        }
        self._appendix_id = self._anchors.new("c", "appendix")

    def page(self) -> PageView:
        """Cover and contents."""
        document, language = self.document, self._language
        contents = tuple(self._contents())
        return PageView(
            lang=language_tag(document.language),
            language=language,
            title=document.title,
            company=document.company,
            department=document.department,
            author=document.author,
            audience=document.audience_title,
            mark=document.confidential_mark,
            draft=document.edition is None,
            edition=document.edition_title,
            date=said_day(document.date, language),
            hash=_spaced(document.hash[:_HASH_SHOWN]),
            unit=document.unit,
            note=document.language_note,
            changes=document.changes_note,
            version=document.app_version,
            contents=contents,
            follows=sum(1 + len(link.below) for link in contents) <= _MOST_FOLLOWED,
            appendix_id=self._appendix_id,
        )

    def chapter(self, n: int) -> ChapterView:
        """The nth chapter from 0, without its tables that stand at the end."""
        chapter = self.document.chapters[n]
        pairs = list(zip(chapter.blocks, self._block_ids[n], strict=True))
        blocks = tuple(self._block(*pair, chapter) for pair in pairs if not _stands_behind(pair[0]))
        behind = (block for block, _ in pairs if isinstance(block, Table) and _stands_behind(block))
        return ChapterView(
            id=self._chapter_ids[n],
            key=chapter.key,
            number=n + 1,
            title=chapter.title,
            sentence=chapter.sentence,
            blocks=blocks,
            behind=tuple(self._link(table) for table in behind),
        )

    def appendix(self) -> tuple[TableView, ...]:
        """Inputs and models of all chapters, in their order."""
        return tuple(
            self._table(block, name, chapter)
            for chapter, names in zip(self.document.chapters, self._block_ids, strict=True)
            for block, name in zip(chapter.blocks, names, strict=True)
            if isinstance(block, Table) and _stands_behind(block)
        )

    def _contents(self) -> Iterable[Link]:
        behind: list[Link] = []
        for n, chapter in enumerate(self.document.chapters):
            inside = []
            for block, name in zip(chapter.blocks, self._block_ids[n], strict=True):
                if _stands_behind(block):
                    behind.append(Link(name, block.title if isinstance(block, Table) else ""))
                elif (title := _title(block)) and not _continues(chapter, block):
                    inside.append(Link(name, title))
            yield Link(self._chapter_ids[n], chapter.title, n + 1, tuple(inside))
        if behind:
            title = text("html.appendix", self._language)
            yield Link(self._appendix_id, title, 0, tuple(link for link in behind if link.title))

    def _label(self, kind: str, title: str) -> str:
        return self._labels.new(text(f"html.label.{kind}", self._language, title=title))

    def _link(self, table: Table) -> Link:
        return Link(self._table_ids[table.key], table.title)

    def _block(self, block: Block, name: str, chapter: Chapter) -> BlockView:
        match block:
            case Prose():
                return _prose(block, name)
            case KeyFigures():
                return self._figures(block, name)
            case Table():
                return self._table(block, name, chapter)
            case Chart():
                return self._picture(block, name, chapter, unit=block.unit, wide=False)
            case Picture():
                return self._picture(block, name, chapter, unit="", wide=block.wide)

    def _table(self, table: Table, name: str, chapter: Chapter) -> TableView:
        view = table_view(table, name, chapter.title, self._marks, self._language)
        one_heading = _continues(chapter, table) and not _stands_behind(table)
        titled = {"title": "", "unit": ""} if one_heading else {}
        return msgspec.structs.replace(
            view, label=self._label("table", table.title or chapter.title), **titled
        )

    def _figures(self, block: KeyFigures, name: str) -> FiguresView:
        figures = tuple(_figure(figure, self._language) for figure in block.figures)
        return FiguresView(id=name, key=block.key, title=block.heading, figures=figures)

    def _picture(
        self, block: Chart | Picture, name: str, chapter: Chapter, *, unit: str, wide: bool
    ) -> PictureView:
        scene = msgspec.structs.replace(
            block.scene,
            key=name,
            title=block.scene.title or block.title,
            description=block.scene.description or block.description,
        )
        table = self._tables.get(block.table)
        markup = svg(scene, language=self.document.language, css_variables=True, standalone=False)
        opening = block is chapter.blocks[0]
        letter = smallest_text(scene)
        papers = papers_of(letter, scene.width, scene.height, wide=wide, opening=opening)
        return PictureView(
            id=name,
            key=block.key,
            title=block.title,
            label=self._label("picture", block.title),
            unit=unit,
            svg=markup,
            letter=letter,
            width=round(scene.width),
            height=round(scene.height),
            description=block.description,
            table=self._link(table) if table else None,
            paper=papers[0],
            papers=papers,
        )


def _figure(figure: KeyFigure, language: Language) -> FigureView:
    value, unit = with_sign(shown(figure.cell, figure.kind, figure.digits, language), figure.unit)
    return FigureView(label=figure.label, value=value, unit=unit, comparison=figure.comparison)


def _prose(block: Prose, name: str) -> ProseView:
    said = [line for words in (*block.paragraphs, *block.items) for line in words.split("\n")]
    lines = sum(max(ceil(ems(line) / _LINE), 1) for line in said)
    return ProseView(
        id=name,
        key=block.key,
        title=block.heading,
        paragraphs=block.paragraphs,
        items=block.items,
        lead=block.lead,
        lines=lines,
        short=lines <= _SHORT,
    )


def _title(block: Block) -> str:
    return block.heading if isinstance(block, (Prose, KeyFigures)) else block.title


def _continues(chapter: Chapter, block: Block) -> bool:
    """Whether it is the table right below a chart of the same title: one heading does for both."""
    at = chapter.blocks.index(block)
    above = chapter.blocks[at - 1] if at else None
    return (
        isinstance(above, Chart | Picture)
        and isinstance(block, Table)
        and above.table == block.key
        and above.title == block.title
        and (not block.unit or (isinstance(above, Chart) and above.unit == block.unit))
    )


def _stands_behind(block: Block) -> bool:
    return isinstance(block, Table) and block.role != "display"


def _spaced(name: str) -> str:
    return " ".join(name[at : at + 4] for at in range(0, len(name), 4))
