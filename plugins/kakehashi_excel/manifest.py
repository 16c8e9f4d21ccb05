"""The hidden manifest: what was sent, so that the workbook can come back.

A very hidden sheet; its first cell names the form and the SHA-256 of the rest, the cells below hold one JSON
text in pieces. Every table also has a hidden name that covers its rows, which follows when rows are added or
moved, and hidden columns with the plan item's id and the row's id, which follow when rows are sorted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kakehashi.api import KeyFigures, PlanError, Table, canonical
from kakehashi_excel.book import MANIFEST, Book
from kakehashi_excel.formats import kind_of
from kakehashi_excel.formulas import Target, letters
from kakehashi_excel.grid import ITEM_IDS, READING, Values
from kakehashi_excel.layout import Page, PlacedTable, bands
from kakehashi_excel.prose import key_of
from kakehashi_excel.text import escaped, quoted_sheet, restored

if TYPE_CHECKING:
    from openpyxl import Workbook

FORM = "kakehashi-manifest/1"
_PIECE = 30_000


class NoManifest(PlanError):
    """A workbook that Kakehashi did not write, or whose manifest was damaged."""


def manifest(book: Book) -> dict[str, Any]:
    """What was sent and where it stands."""
    document = book.document
    return {
        "form": FORM,
        "plan": document.plan,
        "edition": document.edition,
        "history_row": document.history_row,
        "hash": document.hash,
        "date": document.date,
        "audience": document.audience,
        **({"parameter": document.parameter} if document.parameter else {}),
        "language": document.language,
        "unit": document.unit,
        "unit_size": document.unit_size,
        "currency": document.currency,
        "app_version": document.app_version,
        "negative": book.negative,
        "blocks": list(_blocks(book)),
    }


def _blocks(book: Book) -> Iterator[dict[str, Any]]:
    number = 0
    for page in book.pages:
        for placed in page.placed:
            if isinstance(placed, PlacedTable):
                number += 1
                yield _table(book, page, placed, name_of(number))
            elif isinstance(placed.block, KeyFigures):
                yield _figures(page, placed.block, placed.top)


def name_of(number: int) -> str:
    """The hidden name of the nth table."""
    return f"_kakehashi_{number}"


def _table(book: Book, page: Page, placed: PlacedTable, name: str) -> dict[str, Any]:
    table = placed.table
    return {
        "block": table.key,
        "role": table.role,
        "sheet": page.title,
        "name": name,
        "address": address_of(placed),
        "header": placed.header,
        "columns": [
            {"key": column.key, "column": letters(span.column), "kind": column.kind, "digits": column.digits}
            for column, span in zip(table.columns, placed.spans, strict=True)
        ],
        "rows": [
            {"id": row.id, "item": row.item, "row": at}
            for at, row in zip(placed.places, table.rows, strict=True)
        ],
        "hash": values_hash(table, book.values),
    }


def address_of(placed: PlacedTable) -> str:
    """The rows of a table, hidden ids included, as a name refers to them."""
    first, last = letters(ITEM_IDS), letters(placed.right)
    return f"${first}${placed.body}:${last}${max(placed.end, placed.body)}"


def _figures(page: Page, block: KeyFigures, top: int) -> dict[str, Any]:
    """Key figures, like a table of one column whose rows stand side by side."""
    first = top + bool(block.heading) + 1
    whole = page.grid.whole(READING)
    widest = max((end - start for start, end in bands(block)), default=1)
    cells = []
    for line, (start, end) in enumerate(bands(block)):
        spans = page.grid.parts(widest, whole)
        for at in range(start, end):
            column = letters(spans[at - start].column)
            cells.append({"id": key_of(block, at)[1], "cell": f"{column}{first + 3 * line}"})
    return {"block": block.key, "role": "key_figures", "sheet": page.title, "cells": cells}


def values_hash(table: Table, values: Values) -> str:
    """The hash of what a table's cells held when they were sent."""
    rows = [
        [
            _value(values, (table.key, row.id, column.key), cell.number, cell.value, kind_of(cell, column))
            for cell, column in zip(row.cells, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    return hashlib.sha256(_json(rows).encode()).hexdigest()


def _value(values: Values, target: Target, number: Decimal | None, text: str | None, kind: str) -> list[str]:
    shown = values.get(target, number)
    return [kind, canonical(shown) if shown is not None else "", text or ""]


def write(book: Book) -> None:
    """The manifest's sheet and the names of the tables."""
    from openpyxl.workbook.defined_name import DefinedName

    sheet = book.workbook.create_sheet(MANIFEST)
    sheet.sheet_state = "veryHidden"
    text = _json(manifest(book))
    digest = hashlib.sha256(text.encode()).hexdigest()
    pieces = [f"{FORM} {digest}", *(text[at : at + _PIECE] for at in range(0, len(text), _PIECE))]
    for row, piece in enumerate(pieces, 1):
        cell = sheet.cell(row, 1)
        cell._value = escaped(piece)
        cell.data_type = "s"
    number = 0
    for page in book.pages:
        for placed in page.tables:
            number += 1
            place = f"{quoted_sheet(page.title)}!{address_of(placed)}"
            book.workbook.defined_names.add(DefinedName(name_of(number), attr_text=place, hidden=True))


def read(workbook: Workbook) -> Mapping[str, Any]:
    """The manifest of a workbook that openpyxl has opened. Raises NoManifest."""
    if MANIFEST not in workbook.sheetnames:
        raise NoManifest("error.excel.no_manifest")
    column = [str(row[0]) for row in workbook[MANIFEST].iter_rows(max_col=1, values_only=True) if row[0]]
    text = restored("".join(column[1:]))
    if not column or column[0] != f"{FORM} {hashlib.sha256(text.encode()).hexdigest()}":
        raise NoManifest("error.excel.manifest_damaged")
    found: dict[str, Any] = json.loads(text)
    return found


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
