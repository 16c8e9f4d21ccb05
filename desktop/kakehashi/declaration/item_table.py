"""Tables made of items by the descriptions of their fields: one row an item, or one column an item.

Fields that the audience must not see are left out, and so are columns in which nothing stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import msgspec

from kakehashi.declaration.blocks import Cell, Column, Kind, Row, Table
from kakehashi.declaration.cells import BLANK, figure, words
from kakehashi.declaration.context import Context
from kakehashi.plan.amounts import unit_with
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Figure, Item
from kakehashi.words import number, percent

_KINDS: MappingProxyType[str, Kind] = MappingProxyType(
    {
        "long_text": "long_text",
        "number": "number",
        "integer": "number",
        "figure": "number",
        "choice": "choice",
        "month": "month",
        "date": "date",
        "refs": "long_text",
        "list": "long_text",
    }
)
_UNITS: MappingProxyType[str, tuple[Kind, int]] = MappingProxyType(
    {"money": ("money", 0), "rate": ("rate", 1), "months": ("number", 1), "person_months": ("number", 1),
     "factor": ("factor", 1), "ratio": ("number", 2)}
)  # fmt: skip
_WIDTHS: MappingProxyType[Kind, int] = MappingProxyType(
    {"text": 20, "long_text": 34, "number": 10, "money": 12, "rate": 9, "month": 11, "date": 12, "choice": 11}
)

Extra = tuple[Column, Callable[[Any], Cell]]
"""A column that no field holds, with its cell for an item."""


def item_table(
    context: Context,
    kind: type[Item],
    key: str,
    fields: Sequence[str | Extra],
    *,
    title: str = "",
    items: Iterable[Item] | None = None,
    widths: dict[str, int] | None = None,
    note: str = "",
) -> Table | None:
    """One row an item, a column a field (or an extra one); None when there are no items or nothing stands
    in them.

    `items` are those of the redacted plan by default; `title` is a message id, else the kind's own words.
    Money stands in the display unit, said once as the table's unit.
    """
    rows = tuple(context.plan.items(kind) if items is None else items)
    if not rows:
        return None
    columns, makers = [], []
    for each in fields:
        if not isinstance(each, str):
            columns.append(each[0])
            makers.append(each[1])
        elif context.sees(kind.__name__, each):
            described = describe(kind)[each]
            column = _column(context, described, rows, (widths or {}).get(each, 0))
            columns.append(column)
            makers.append(_maker(context, described, column))
    money = any(column.kind == "money" for column in columns)
    made = with_used_columns(
        Table(
            key=key,
            title=context.say(title or f"kind.{kind.__name__}"),
            columns=tuple(columns),
            rows=tuple(
                Row(id=item.id, item=item.id, cells=tuple(make(item) for make in makers)) for item in rows
            ),
            unit=context.unit.title if money else "",
            note=note,
        )
    )
    return made if any(_says(cell) for row in made.rows for cell in row.cells) else None


def profile_table(
    context: Context, items: Sequence[Item], key: str, fields: Sequence[str], *, title: str, width: int = 34
) -> Table | None:
    """A column an item and a row a field, for a few items with much to say; empty rows are left out."""
    if not items:
        return None
    kind = type(items[0])
    columns = [Column(key="field", title=context.say("declaration.column.what"), width=18)]
    columns += [
        Column(key=item.id, title=context.named(item.id), kind="long_text", width=width) for item in items
    ]
    rows = []
    for name in fields:
        if not context.sees(kind.__name__, name):
            continue
        described = describe(kind)[name]
        cells = tuple(words(value_words(context, described, getattr(item, name))) for item in items)
        if any(cell.value for cell in cells):
            rows.append(Row(id=name, cells=(words(context.say(described.title)), *cells)))
    if not rows:
        return None
    return Table(key=key, title=context.say(title), columns=tuple(columns), rows=tuple(rows))


def with_used_columns(table: Table, *, of: frozenset[str] | None = None) -> Table:
    """The table without the columns in which nothing stands, `of` these if given; the first stays."""
    used = [
        at
        for at, column in enumerate(table.columns)
        if at == 0
        or (of is not None and column.key not in of)
        or any(_says(row.cells[at]) for row in table.rows)
    ]
    return msgspec.structs.replace(
        table,
        columns=tuple(table.columns[at] for at in used),
        rows=tuple(
            msgspec.structs.replace(row, cells=tuple(row.cells[at] for at in used)) for row in table.rows
        ),
    )


def value_words(context: Context, described: FieldDescription, value: Any) -> str:
    """A value of a field in words, with its unit; '' for none."""
    if value is None:
        return ""
    match described.field.shape:
        case "month":
            return context.month(value)
        case "date":
            return context.day(value)
        case "number" | "integer" | "figure" if described.field.unit == "money":
            return context.money(_number(value))
    cell = _cell(context, described, value)
    if cell.number is None:
        return cell.value or ""
    kind, digits = _unit(described)
    if kind == "rate":
        return percent(cell.number, digits)
    said = number(cell.number, None)
    if described.field.unit != "months":
        return said
    unit = unit_with(said, "months", context.language)
    return context.say("declaration.with_unit", value=said, unit=unit)


def _says(cell: Cell) -> bool:
    filled = cell.value is not None or cell.number is not None or cell.expression is not None
    return filled or cell.assumption


def _column(context: Context, described: FieldDescription, items: Sequence[Item], width: int) -> Column:
    kind, digits = _unit(described)
    if kind == "money":
        digits = context.money_digits(_number(getattr(item, described.name)) for item in items)
    elif kind == "number" and described.field.shape != "integer":
        digits = max(digits, _decimals(_number(getattr(item, described.name)) for item in items))
    title = context.say(described.title)
    if described.field.unit == "months":
        title = context.say("declaration.with_note", value=title, note=context.say("unit.months"))
    return Column(
        key=described.name,
        title=title,
        kind=kind,
        digits=digits,
        width=width or _WIDTHS.get(kind, 18),
    )


def _unit(described: FieldDescription) -> tuple[Kind, int]:
    if described.field.shape in ("number", "integer", "figure") and described.field.unit in _UNITS:
        kind, digits = _UNITS[described.field.unit]
        return kind, 0 if described.field.shape == "integer" else digits
    return _KINDS.get(described.field.shape, "text"), 0


def _decimals(values: Iterable[Decimal | None]) -> int:
    """As many as the longest needs, two at most."""
    found = [-int(value.normalize().as_tuple().exponent) for value in values if value is not None]
    return min(max([0, *found]), 2)


def _number(value: Any) -> Decimal | None:
    plain = value.value if isinstance(value, Figure) else value
    return None if plain is None else Decimal(plain)


def _maker(context: Context, described: FieldDescription, column: Column) -> Callable[[Item], Cell]:
    size = context.unit.size if column.kind == "money" else 1

    def make(item: Item) -> Cell:
        value = getattr(item, described.name)
        if size != 1:
            amount = _number(value)
            return figure(None if amount is None else amount / size)
        return _cell(context, described, value)

    return make


def _cell(context: Context, described: FieldDescription, value: Any) -> Cell:
    match described.field.shape:
        case "text" | "long_text":
            return words(context.typed(value).strip())
        case "number" | "integer" | "figure":
            return figure(_number(value))
        case "flag":
            return words(context.say("declaration.yes")) if value else BLANK
        case "choice":
            return words(context.say(described.choice(value))) if value else BLANK
        case "ref":
            return words(context.named(value))
        case "refs":
            return words(context.all_named(value))
        case "list":
            return words(context.listed([str(each) for each in value]))
        case "code" | "month" | "date":
            return words(value or "")
    raise TypeError(f"{described.kind}.{described.name}: a {described.field.shape} is no single cell")
