"""How the cells of a column become typed values: decided over the whole column, done in SQL."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

import msgspec

from kakehashi.evidence.looking import DateLook, Look, NumberLook
from kakehashi.evidence.profile import DateOrder, Decimals
from kakehashi.evidence.question import Question
from kakehashi.evidence.sql import chosen
from kakehashi.evidence.tables import Field

STRAY = 0.05
"""Cells that speak against the rest of their column, up to this share, are taken as mistakes."""


Layer = tuple[tuple[str, str], ...]
"""Columns (name, SQL) that an inner query adds, so that no expression is worked out twice."""


class Reading(msgspec.Struct, frozen=True):
    """A typed column in SQL. `filled` is SQL for the cell before reading; a filled cell whose `value` is NULL
    is unreadable if `strict`. Both name columns of `stage` and of `layers`, the innermost first.
    `order` and `decimal` say what was decided on the way.
    """

    value: str
    filled: str
    strict: bool
    layers: tuple[Layer, ...] = ()
    order: DateOrder | None = None
    decimal: Decimals | None = None


def date_order(
    look: DateLook, column: str, saved: DateOrder | None = None, option: DateOrder | None = None
) -> DateOrder | None:
    """How 4/5/2026 is meant in this column; None when it holds nothing of that form.

    The column itself decides. What it leaves open is decided by `option` (somebody just said so) or the
    `saved` order of a profile. Raises Question when nobody knows, or the profile is contradicted.
    """
    if not look.two:
        return None
    told = option or saved
    proofs = {"dmy": look.day_first, "mdy": look.month_first}
    against = {"dmy": look.month_first, "mdy": look.day_first}
    if told is not None and against[told] <= look.two * STRAY:
        return told
    orders: tuple[DateOrder, DateOrder] = ("dmy", "mdy")
    for order in orders:
        if proofs[order] >= look.two * STRAY and against[order] <= proofs[order] * STRAY:
            if saved is not None and option is None and order != saved:
                raise _ask_order("error.evidence.date_order_changed", column, look)
            return order
    if option is not None:
        return option
    mixed = look.day_first and look.month_first
    raise _ask_order(
        "error.evidence.date_order_mixed" if mixed else "error.evidence.date_order", column, look
    )


def _ask_order(message: str, column: str, look: DateLook) -> Question:
    return Question(
        message,
        column=column,
        readings=("dmy", "mdy"),
        option="--date-order dmy|mdy",
        count=look.two,
        example=look.example,
    )


def decimal_mark(look: NumberLook, column: str, saved: Decimals | None = None) -> Decimals | None:
    """The decimal mark of this column; None when its numbers need none. Question when it can't be told."""
    if look.filled == look.plain and not (look.point or look.comma or look.unclear):
        return None
    if saved is not None:
        return saved
    if look.point and look.comma <= look.point * STRAY:
        return "."
    if look.comma and look.point <= look.comma * STRAY:
        return ","
    if not look.point and not look.comma and not look.unclear:
        return "."
    raise Question(
        "error.evidence.decimal_mark",
        column=column,
        readings=("1.200 = 1200", "1.200 = 1.2"),
        option="--profile",
        count=look.unclear,
    )


def reading(
    look: Look,
    column: str,
    field: Field,
    *,
    saved_order: DateOrder | None = None,
    option_order: DateOrder | None = None,
    decimal: Decimals | None = None,
    values: dict[str, str] | None = None,
) -> Reading:
    """How this column is read as this field. Raises Question where its values can be meant in two ways."""
    name = look.name(column)
    cell = f"x_{name}"
    base: Layer = ((cell, look.cell(column)),)
    match field.kind:
        case "text":
            return Reading(cell, cell, strict=False, layers=(base,))
        case "choice":
            return Reading(chosen(cell, values or {}), cell, strict=False, layers=(base,))
        case "flag":
            return Reading(f"read_flag({cell})", cell, strict=True, layers=(base,))
        case "number" | "count":
            numbers = look.numbers(column)
            mark = decimal_mark(numbers, column, decimal)
            return _number(name, base, numbers, mark, whole=field.kind == "count")
        case "date" | "month":
            dates = look.dates(column, month=field.kind == "month")
            order = date_order(dates, column, saved_order, option_order)
            return _date(name, base, dates, order, month=field.kind == "month")


def _number(name: str, base: Layer, look: NumberLook, mark: Decimals | None, *, whole: bool) -> Reading:
    cell = f"x_{name}"
    layers: tuple[Layer, ...]
    if look.plain == look.filled and mark != ",":
        layers = (base, ((f"n_{name}", f"plain_number({cell})"),))
    else:
        narrow = f"swapped(narrow({cell}))" if mark == "," else f"narrow({cell})"
        layers = (base, ((f"w_{name}", narrow),), ((f"n_{name}", f"read_number(w_{name})"),))
    value = f"whole(n_{name})" if whole else f"n_{name}"
    return Reading(value, cell, strict=True, layers=layers, decimal=mark)


def _date(name: str, base: Layer, look: DateLook, order: DateOrder | None, *, month: bool) -> Reading:
    cell, narrow, form, day = (f"{mark}_{name}" for mark in "xwfd")
    layers: tuple[Layer, ...]
    if look.plain == look.filled:
        layers = (base, ((day, f"plain_date({cell})"),))
        value = f"read_month({day})" if month else day
    else:
        first = "true" if order == "dmy" else "false"
        layers = (
            base,
            ((narrow, f"narrow({cell})"),),
            ((form, f"date_form({narrow})"),),
            ((day, f"TRY_CAST(iso_text({narrow}, {form}, {first}) AS DATE)"),),
        )
        value = f"read_month({day})" if month else f"read_date({day}, {form})"
    return Reading(value, cell, strict=True, layers=layers, order=order)


def layered(readings: Iterable[Reading]) -> str:
    """`stage` with all the columns that these readings name."""
    whole = "stage"
    for layer in zip_longest(*(reading.layers for reading in readings), fillvalue=()):
        columns = dict(column for part in layer for column in part)
        added = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
        if added:
            whole = f"(SELECT *, {added} FROM {whole}) AS layer"
    return whole
