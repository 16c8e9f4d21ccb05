"""What the templates are given: plain texts, style classes and finished pictures, nothing to compute."""

from __future__ import annotations

from typing import Literal

import msgspec

from kakehashi.api import Language

Paper = Literal["", "wide", "large", "widest"]
"""The page a block wants in print: A4 upright, A4 across, A3 across, or as broad as it takes."""


class Mark(msgspec.Struct, frozen=True):
    """The square of a budget category: its letter and style class."""

    letter: str
    style: str


class Value(msgspec.Struct, frozen=True):
    """A value as it is read; `state` is 'zero' or 'missing', `word` its tone in words.

    `hint` = why it is missing; `plain` = nothing but the text is to be written, no care at line ends.
    """

    text: str
    state: str = ""
    tone: str = ""
    word: str = ""
    hint: str = ""
    plain: bool = False


class Link(msgspec.Struct, frozen=True):
    """A place in the document, and the places within it."""

    id: str
    title: str
    number: int = 0
    below: tuple[Link, ...] = ()


class Head(msgspec.Struct, frozen=True):
    """A header cell over `across` columns and `down` rows; `closed` is said of a closed month."""

    text: str
    style: str = ""
    across: int = 1
    down: int = 1
    closed: str = ""


class TableCell(msgspec.Struct, frozen=True):
    """A value and its style classes."""

    value: Value
    style: str


class Detail(msgspec.Struct, frozen=True):
    """A long text of a row that stands below it: what it is, and the text."""

    title: str
    value: Value


class TableRow(msgspec.Struct, frozen=True):
    """A row; its first cell names it, and `more` is said on a line of its own below it.

    `changed` = 'added' or 'changed' since the edition before; a row of the style 'long' may go on overleaf.
    """

    style: str
    head: TableCell
    cells: tuple[TableCell, ...]
    mark: Mark | None = None
    more: tuple[Detail, ...] = ()
    changed: str = ""


class Legend(msgspec.Struct, frozen=True):
    """What a sign in a table means."""

    sign: str
    words: str


class TableView(msgspec.Struct, frozen=True, kw_only=True):
    """A table. `label` = its name read aloud, `ems` = the room it needs, `chapter` = where it belongs.

    `across` = its columns; `scrolls` = more than a small screen has, `broad` = more than any screen is sure
    to have, `tight` = fits a laptop's screen in small type only, `crowded` = only with columns narrower than
    they should be, `dense` = fits its paper in small print only; `flush` = no tint that would want room
    beside the text; `tall` = more than a screen has; `lines` = of print in its rows; `short` = kept on one
    page.
    """

    kind: Literal["table"] = "table"
    id: str
    key: str
    title: str
    label: str
    unit: str
    note: str
    source: str
    heads: tuple[tuple[Head, ...], ...]
    rows: tuple[TableRow, ...]
    legends: tuple[Legend, ...]
    chapter: str
    ems: float
    paper: Paper
    scrolls: bool
    broad: bool
    tight: bool
    crowded: bool
    dense: bool
    across: int
    flush: bool
    tall: bool
    lines: int
    short: bool


class ProseView(msgspec.Struct, frozen=True, kw_only=True):
    """Text; `lead` = the conclusion, set apart; `lines` = of print, `short` = kept on one page."""

    kind: Literal["prose"] = "prose"
    id: str
    key: str
    title: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]
    lead: bool
    lines: int
    short: bool
    paper: Paper = ""


class FigureView(msgspec.Struct, frozen=True, kw_only=True):
    """One key figure."""

    label: str
    value: Value
    unit: str
    comparison: str


class FiguresView(msgspec.Struct, frozen=True, kw_only=True):
    """Key figures side by side."""

    kind: Literal["figures"] = "figures"
    id: str
    key: str
    title: str
    figures: tuple[FigureView, ...]
    paper: Paper = ""


class PictureView(msgspec.Struct, frozen=True, kw_only=True):
    """A chart or picture: `svg` is markup, `table` says the same.

    `width`, `height` and `letter`, its smallest text, are px at 100 %; `papers` = those on which it can be
    read, `paper` = the smallest of them.
    """

    kind: Literal["picture"] = "picture"
    id: str
    key: str
    title: str
    label: str
    unit: str
    svg: str
    letter: float
    width: int
    height: int
    description: str
    table: Link | None
    paper: Paper
    papers: tuple[Paper, ...]


BlockView = ProseView | FiguresView | TableView | PictureView


class GroupView(msgspec.Struct, frozen=True):
    """Blocks in their order; `beside` = narrow ones that stand in two columns on a broad sheet."""

    blocks: tuple[BlockView, ...]
    beside: bool
    sheet: Paper


class ChapterView(msgspec.Struct, frozen=True, kw_only=True):
    """`behind` = its tables at the end of the document.

    `groups` are its blocks as they are laid out for print, `sheet` is the one that it begins on.
    """

    id: str
    key: str
    number: int
    title: str
    sentence: str
    blocks: tuple[BlockView, ...]
    behind: tuple[Link, ...]
    groups: tuple[GroupView, ...] = ()
    sheet: Paper = ""


class PageView(msgspec.Struct, frozen=True, kw_only=True):
    """Cover and contents; `language` picks the words, `lang` stands in the markup, `hash` is short.

    `follows` = the contents may mark where the reader is; with very many links that would make browsers slow.
    """

    lang: str
    language: Language
    title: str
    company: str
    department: str
    author: str
    audience: str
    mark: str
    draft: bool
    edition: str
    date: str
    hash: str
    unit: str
    note: str
    changes: str
    version: str
    contents: tuple[Link, ...]
    follows: bool
    appendix_id: str
