"""Short ways to write cells and their expressions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

import msgspec

from kakehashi.declaration.blocks import Cell, Kind
from kakehashi.plan.formula import Call, Expression, Number, Operation, Reference

Tone = Literal["", "good", "warn", "bad"]

BLANK = Cell()


def ref(block: str, row: str, column: str) -> Reference:
    """A reference to a cell."""
    return Reference((block, row, column))


def number(value: Decimal | int) -> Number:
    """A number that stands in an expression."""
    return Number(Decimal(value))


def plus(parts: Iterable[Expression]) -> Expression | None:
    """The sum that skips missing values; None when there is nothing to add."""
    found = tuple(parts)
    if not found:
        return None
    return Call("sum", found)


def minus(left: Expression, right: Expression) -> Expression:
    """left - right."""
    return Operation("-", left, right)


def times(left: Expression, right: Expression) -> Expression:
    """left * right."""
    return Operation("*", left, right)


def over(left: Expression, right: Expression) -> Expression:
    """left / right; missing when right is 0."""
    return Operation("/", left, right)


def or_zero(expression: Expression) -> Expression:
    """The value, 0 when it is missing."""
    return Call("if_missing", (expression, Number(Decimal(0))))


def in_unit(expression: Expression, size: int) -> Expression:
    """Money in the display unit."""
    return expression if size == 1 else over(expression, number(size))


def signed(cell: Cell) -> Cell:
    """The cell as a difference, which carries its sign."""
    return msgspec.structs.replace(cell, signed=True)


def words(value: str) -> Cell:
    """A cell of text."""
    return Cell(value=value) if value else BLANK


def figure(
    value: Decimal | int | None, *, tone: Tone = "", kind: Kind | None = None, digits: int | None = None
) -> Cell:
    """A cell with a number as it stands in the plan or in the results."""
    if value is None:
        return Cell(missing="unset", kind=kind, digits=digits)
    return Cell(number=Decimal(value), tone=tone, kind=kind, digits=digits)


def typed(
    value: Decimal | int | None, name: str = "", *, kind: Kind | None = None, digits: int | None = None
) -> Cell:
    """A cell that a reader may change in a workbook to see what follows."""
    if value is None:
        return Cell(missing="unset", assumption=True, name=name, kind=kind, digits=digits)
    return Cell(number=Decimal(value), assumption=True, name=name, kind=kind, digits=digits)


def worked_out(
    expression: Expression | None,
    value: Decimal | None = None,
    *,
    tone: Tone = "",
    kind: Kind | None = None,
    digits: int | None = None,
) -> Cell:
    """A cell with an expression; without a value `document` puts in what the expression gives."""
    if expression is None:
        return figure(value, tone=tone, kind=kind, digits=digits)
    return Cell(number=value, expression=expression, tone=tone, kind=kind, digits=digits)
