"""The values of a document's expressions: what a workbook will calculate, calculated here."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kakehashi.declaration.blocks import Cell, Document, KeyFigures, Table, tables
from kakehashi.plan.formula import Expression, Reference, evaluate


class Circular(Exception):
    """Expressions of a document refer to each other in a circle: a mistake of a chapter."""


class Sheet:
    """Looks cells up by (block, row, column) and evaluates what they need, each once."""

    def __init__(self, by_key: Mapping[str, Table]) -> None:
        self._cells: dict[tuple[str, ...], Cell] = {}
        for table in by_key.values():
            keys = [column.key for column in table.columns]
            for row in table.rows:
                for key, cell in zip(keys, row.cells, strict=True):
                    self._cells[table.key, row.id, key] = cell
        self._values: dict[tuple[str, ...], Decimal | None] = {}
        self._open: set[tuple[str, ...]] = set()

    def value(self, target: tuple[str, ...]) -> Decimal | None:
        """The number of a cell, evaluated if it has an expression. KeyError when there is no such cell."""
        if target in self._values:
            return self._values[target]
        cell = self._cells[target]
        if cell.expression is None:
            return cell.number
        if target in self._open:
            raise Circular(target)
        self._open.add(target)
        result = evaluate(cell.expression, self._lookup)
        self._open.discard(target)
        self._values[target] = result
        return result

    def of(self, expression: Expression) -> Decimal | None:
        """The value of an expression over these cells."""
        return evaluate(expression, self._lookup)

    def _lookup(self, reference: Reference) -> Decimal | None:
        return self.value(reference.target)


def evaluated(document: Document) -> dict[tuple[str, ...], Decimal | None]:
    """The value of each cell with an expression, by (block, row, column); key figures: (block, key, '')."""
    by_key = tables(document)
    sheet = Sheet(by_key)
    found: dict[tuple[str, ...], Decimal | None] = {
        (block.key, figure.key, ""): sheet.of(figure.cell.expression)
        for chapter in document.chapters
        for block in chapter.blocks
        if isinstance(block, KeyFigures)
        for figure in block.figures
        if figure.cell.expression is not None
    }
    found |= {
        (table.key, row.id, column.key): sheet.value((table.key, row.id, column.key))
        for table in by_key.values()
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell.expression is not None
    }
    return found
