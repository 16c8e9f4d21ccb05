"""Blocks: the few kinds of things a document is made of. All text is in the document's language.

Chapters make blocks; exporters render them and know nothing else. Every block is a plain frozen struct, so
that a document can cross to another process as bytes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from kakehashi.drawing.scene import Scene
from kakehashi.plan.formula import Expression
from kakehashi.plan.recurrence import Recurrence

Kind = Literal["text", "long_text", "number", "money", "rate", "points", "month", "date", "choice", "factor"]


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value as the app computed it, and the expression behind it if there is one.

    Numbers are in the column's own unit, unrounded; a rate is a fraction, the difference of two is told in
    percentage points. Months are '2027-04', dates ISO.
    A reference in the expression is ('block key', 'row id', 'column key'), never an address.
    `assumption` marks a cell that a reader may change in a workbook to see what follows; `name` is its name.
    `tone` is for attention: 'warn' (below target, gap), 'bad' (unsound: a cap exceeded).
    `signed` figures are differences: above 0 they carry a plus.
    `kind` and `digits` stand where a column mixes units (a list of assumptions); see `kind_of`, `digits_of`.
    """

    value: str | None = None
    number: Decimal | None = None
    expression: Expression | None = None
    assumption: bool = False
    name: str = ""
    tone: Literal["", "good", "warn", "bad"] = ""
    missing: Literal["", "unset", "not_available"] = ""
    kind: Kind | None = None
    digits: int | None = None
    signed: bool = False


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """A column: `digits` after the decimal point as shown (of the percent for rates); width in characters."""

    key: str
    title: str
    kind: Kind = "text"
    digits: int = 0
    choices: tuple[str, ...] = ()
    width: int = 0
    group: str = ""  # a heading over several columns (first half, quarter)
    closed: bool = False  # a closed month: tinted
    strong_left: bool = False  # the year's column


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row; `item` is the plan item's id behind it ('' = none), which comes back with the file.

    `changed` = the item is new, or differs in what the audience sees, since the edition before.
    """

    id: str
    cells: tuple[Cell, ...]
    item: str = ""
    style: Literal["", "subtotal", "total", "note"] = ""
    level: int = 0
    mark: str = ""  # a category's code, drawn as its mark before the first cell
    changed: Literal["", "added", "changed"] = ""


class Table(msgspec.Struct, frozen=True, omit_defaults=True, tag="table"):
    """Typed columns, rows with item ids. `unit` is said once ('万円（税抜）'); `source` is the source line.

    `role`: 'input' tables hold full units and assumptions and may be edited in a workbook; 'display' tables
    are what is read and printed; 'model' tables are worked out from both (a workbook shows them last).
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    note: str = ""
    source: str = ""
    role: Literal["display", "input", "model"] = "display"
    values_only: bool = False  # draws, saturation: numbers without expressions, and said so in `note`


class Prose(msgspec.Struct, frozen=True, omit_defaults=True, tag="prose"):
    """Heading, paragraphs, list. `lead` = the conclusion, set apart."""

    key: str
    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    lead: bool = False


class KeyFigure(msgspec.Struct, frozen=True, omit_defaults=True):
    """A figure with its unit, largest on the page, and what to compare it with; `key` is its name."""

    label: str
    cell: Cell
    kind: Kind
    unit: str = ""
    digits: int = 0
    comparison: str = ""
    key: str = ""


class KeyFigures(msgspec.Struct, frozen=True, omit_defaults=True, tag="key_figures"):
    """Up to five figures side by side."""

    key: str
    figures: tuple[KeyFigure, ...]
    heading: str = ""


class Chart(msgspec.Struct, frozen=True, omit_defaults=True, tag="chart"):
    """A chart over cells of a table of the same document: native in a workbook, the scene elsewhere."""

    key: str
    title: str
    shape: Literal["column_stacked", "column", "bar", "line"]
    table: str
    series: tuple[str, ...]  # row ids
    categories: tuple[str, ...]  # column keys
    scene: Scene
    description: str
    unit: str = ""
    dashed: tuple[str, ...] = ()  # series of a line chart that are aimed at, not expected


class Picture(msgspec.Struct, frozen=True, omit_defaults=True, tag="picture"):
    """A drawing with its description and, where there is one, the table that says the same."""

    key: str
    title: str
    scene: Scene
    description: str
    table: str = ""
    wide: bool = False  # wants a landscape page


Block = Prose | KeyFigures | Table | Chart | Picture


class Chapter(msgspec.Struct, frozen=True, omit_defaults=True):
    """A chapter of a document: its sentence first, then its blocks."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    sentence: str = ""


class Dated(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A day or a month of the plan, of an item that the document tells of: for calendars.

    `key` stays the same from edition to edition. `on` is a day ('2027-06-30'), or a month ('2027-06') where
    the plan names no day; of a meeting that comes back the day from which `recurrence` counts. `label` says
    what happens then ('Starts'), '' where the title does. `description` = what the document tells of the
    item, a line each. `chapter` = key of the first chapter that tells of it.
    """

    key: str
    item: str
    kind: str  # of the item: 'Ritual'
    kind_title: str
    what: Literal["meeting", "start", "end", "due", "review"]
    title: str
    on: str
    chapter: str
    label: str = ""
    description: str = ""
    minutes: int | None = None  # how long a meeting takes
    recurrence: Recurrence | None = None
    dropped: bool = False  # given up: it doesn't happen any more


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """An edition (or today's draft) told to one audience in one language: all that an exporter gets."""

    plan: str  # uuid
    title: str
    company: str
    department: str
    author: str
    language: str
    audience: str
    audience_title: str
    confidential_mark: str  # '社外秘', 'Confidential'
    edition: int | None  # None = draft
    edition_title: str  # '第3版', 'Draft'
    date: str  # ISO; of the declaration, or of the last edit for a draft
    hash: str  # of the edition; of the plan's state for a draft
    history_row: str
    unit: str  # of the display sheets: '万円（税抜）'
    currency: str
    fiscal_start: int
    chapters: tuple[Chapter, ...]
    language_note: str = ""  # 'what was typed stays in Japanese'
    changes_note: str = ""  # what the marks of changed rows mean; '' when no row is marked
    app_version: str = ""
    unit_size: int = 1  # of the display sheets, in full units of the currency: 10000 for 万円
    parameter: str = ""  # id of the one that it is made for (a partner, a department), '' for none
    dates: tuple[Dated, ...] = ()  # by day, of what the chapters tell


def kind_of(cell: Cell, column: Column) -> Kind:
    """What a cell holds: its own kind where it has one, else its column's."""
    return cell.kind or column.kind


def digits_of(cell: Cell, column: Column) -> int:
    """Digits after the decimal point as shown (of the percent for rates)."""
    return column.digits if cell.digits is None else cell.digits


def tables(document: Document) -> dict[str, Table]:
    """All tables of a document by key."""
    return {
        block.key: block
        for chapter in document.chapters
        for block in chapter.blocks
        if isinstance(block, Table)
    }
