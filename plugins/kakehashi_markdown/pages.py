"""The whole document: cover, chapters, and the tables of inputs and models at the end."""

from __future__ import annotations

from collections.abc import Iterator

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
    Progress,
    Prose,
    Table,
    said_day,
    tables,
    text,
)
from kakehashi_markdown.escaping import block, heading, inline
from kakehashi_markdown.grids import table_lines
from kakehashi_markdown.values import figure_words

_HASH_SHOWN = 12


def written(document: Document, progress: Progress) -> bytes:
    """The file as UTF-8; it depends on the document alone."""
    page = _Page(document)
    parts = [*page.cover()]
    for number, chapter in enumerate(document.chapters, 1):
        progress(number - 1, len(document.chapters), chapter.title)
        parts += page.chapter(number, chapter)
    parts += [*page.appendix(), *page.colophon()]
    progress(len(document.chapters), len(document.chapters))
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


class _Page:
    """Turns a document into paragraphs of Markdown, one after the other."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._tables = tables(document)
        self._language: Language = next((each for each in ALL_LANGUAGES if each == document.language), "en")

    def _say(self, message: str, **values: str) -> str:
        """Our own words, with values that are Markdown already."""
        return text(message, self._language, **values)

    def cover(self) -> Iterator[str]:
        """Title, whose plan it is, for whom and as of when."""
        document = self._document
        yield f"# {heading(document.title)}"
        date = said_day(document.date, self._language)
        lines = [
            block(document.confidential_mark),
            block(document.company),
            block(document.department),
            self._say("markdown.author", author=inline(document.author)) if document.author else "",
            block(document.audience_title),
            block(document.edition_title),
            block(date),
            self._say("markdown.identity", hash=inline(document.hash[:_HASH_SHOWN])),
            self._say("markdown.unit", unit=inline(document.unit)) if document.unit else "",
        ]
        yield "\n".join(f"- {line}" for line in lines if line)
        for note in (document.language_note, document.changes_note):
            if note:
                yield block(note)

    def chapter(self, number: int, chapter: Chapter) -> Iterator[str]:
        """A chapter without its tables that stand at the end; these are named."""
        yield f"## {number}. {heading(chapter.title)}"
        if chapter.sentence:
            yield block(chapter.sentence)
        above: Block | None = None
        for each in chapter.blocks:
            if not _stands_behind(each):
                yield from self._block(each, above)
            above = each
        behind = [each.title for each in chapter.blocks if isinstance(each, Table) and _stands_behind(each)]
        if behind:
            items = [f"- {block(title)}" for title in behind]
            yield self._say("markdown.behind")
            yield "\n".join(items)

    def appendix(self) -> Iterator[str]:
        """Inputs and models of all chapters, in their order."""
        behind = [each for each in self._tables.values() if _stands_behind(each)]
        if behind:
            yield f"## {self._say('markdown.appendix')}"
            yield self._say("markdown.appendix.sentence")
        for each in behind:
            yield from self._table(each, None)

    def colophon(self) -> Iterator[str]:
        """What made it."""
        yield "---"
        yield self._say("markdown.made_with", version=inline(self._document.app_version))

    def _block(self, each: Block, above: Block | None) -> Iterator[str]:
        match each:
            case Prose():
                yield from self._prose(each)
            case KeyFigures():
                yield from _titled(each.heading)
                yield "\n".join(f"- {self._figure(figure)}" for figure in each.figures)
            case Table():
                yield from self._table(each, above)
            case Chart() | Picture():
                yield from self._picture(each)

    def _prose(self, prose: Prose) -> Iterator[str]:
        yield from _titled(prose.heading)
        begin = "> " if prose.lead else ""
        yield from (f"{begin}{block(paragraph)}" for paragraph in prose.paragraphs)
        if prose.items:
            yield "\n".join(f"- {block(item)}" for item in prose.items)

    def _figure(self, figure: KeyFigure) -> str:
        value = figure_words(figure, self._language)
        line = self._say("markdown.figure", label=f"**{inline(figure.label)}**", value=value)
        return f"{line}<br>{inline(figure.comparison)}" if figure.comparison else line

    def _table(self, table: Table, above: Block | None) -> Iterator[str]:
        """Its heading unless that of the chart above does for both."""
        of_chart = isinstance(above, Chart | Picture) and above.table == table.key
        if not (of_chart and isinstance(above, Chart | Picture) and above.title == table.title):
            yield from _titled(table.title)
        if table.unit:
            yield self._say("markdown.unit", unit=inline(table.unit))
        yield from table_lines(table, self._language)
        yield from (block(each) for each in (table.note, table.source) if each)

    def _picture(self, picture: Chart | Picture) -> Iterator[str]:
        """What it shows in words, and which table says the same in figures."""
        yield from _titled(picture.title)
        if picture.description:
            yield self._say("markdown.picture", description=inline(picture.description))
        if isinstance(picture, Chart) and picture.unit:
            yield self._say("markdown.unit", unit=inline(picture.unit))
        table = self._tables.get(picture.table)
        if table is not None and table.title:
            yield self._say("markdown.see_table", title=inline(table.title))


def _titled(title: str) -> Iterator[str]:
    if title:
        yield f"### {heading(title)}"


def _stands_behind(each: Block) -> bool:
    return isinstance(each, Table) and each.role != "display"
