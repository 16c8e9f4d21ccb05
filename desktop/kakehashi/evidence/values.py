"""How the cells of a column become typed values: decided over the whole column, done in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import zip_longest

import msgspec

from kakehashi.evidence.looking import DateLook, Look, NumberLook
from kakehashi.evidence.profile import DateOrder, Decimals, SerialDates
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
    `order`, `decimal` and `serial` say what was decided on the way.
    """

    value: str
    filled: str
    strict: bool
    layers: tuple[Layer, ...] = ()
    order: DateOrder | None = None
    decimal: Decimals | None = None
    serial: SerialDates | None = None


class Told(msgspec.Struct, frozen=True):
    """What a person or a profile says about how values are written, where they can be meant in two ways.

    `saved_order` comes from a profile, `option_order` was said just now.
    """

    saved_order: DateOrder | None = None
    option_order: DateOrder | None = None
    decimal: Decimals | None = None
    serial: SerialDates | None = None
    scale: Decimal | None = None


NOTHING_TOLD = Told()


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
        option="--decimal .|,",
        count=look.unclear,
    )


def serial_dates(look: DateLook, column: str, told: SerialDates | None) -> SerialDates | None:
    """From which year the day numbers of this column count; None when it holds none. Question otherwise."""
    if not look.serial:
        return None
    if told is None:
        raise Question(
            "error.evidence.serial_dates",
            column=column,
            readings=("1900", "1904"),
            option="--serial-dates 1900|1904",
            count=look.serial,
            example=look.serial_example,
        )
    return told


def reading(
    look: Look, column: str, field: Field, told: Told = NOTHING_TOLD, values: Mapping[str, str] | None = None
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
            percent = field.percent and numbers.percent > 0
            mark = decimal_mark(numbers, column, told.decimal)
            read = _number(name, base, numbers, mark, percent=percent)
            value = read.value
            if told.scale is not None:
                value = f"TRY(CAST({value} * {told.scale:f} AS DECIMAL(38, 10)))"
            value = f"likely_number({value})"
            return msgspec.structs.replace(read, value=f"whole({value})" if field.kind == "count" else value)
        case "date" | "month":
            dates = look.dates(column, month=field.kind == "month")
            order = date_order(dates, column, told.saved_order, told.option_order)
            serial = serial_dates(dates, column, told.serial)
            return _date(name, base, dates, order, serial, month=field.kind == "month")


def _number(name: str, base: Layer, look: NumberLook, mark: Decimals | None, *, percent: bool) -> Reading:
    cell, narrow, number = (f"{letter}_{name}" for letter in "xwn")
    if look.plain == look.filled and mark != ",":
        return Reading(
            number, cell, strict=True, layers=(base, ((number, f"plain_number({cell})"),)), decimal=mark
        )
    written = f"swapped(narrow({cell}))" if mark == "," else f"narrow({cell})"
    body = f"rtrim({narrow}, '% ')" if percent else narrow
    layers = (base, ((narrow, written),), ((number, f"read_number({body})"),))
    value = number
    if percent:
        value = f"CAST({number} * CASE WHEN ends_with({narrow}, '%') THEN 0.01 ELSE 1 END AS DECIMAL(38, 10))"
    return Reading(value, cell, strict=True, layers=layers, decimal=mark)


def _date(
    name: str,
    base: Layer,
    look: DateLook,
    order: DateOrder | None,
    serial: SerialDates | None,
    *,
    month: bool,
) -> Reading:
    cell, narrow, form, day = (f"{mark}_{name}" for mark in "xwfd")
    layers: tuple[Layer, ...]
    if look.plain == look.filled:
        layers = (base, ((day, f"plain_date({cell})"),))
        value = f"read_month({day})" if month else day
    else:
        first = "true" if order == "dmy" else "false"
        written = f"TRY_CAST(iso_text({narrow}, {form}, {first}) AS DATE)"
        if serial == "1904":
            written = f"{written} + CASE WHEN {form} = 'serial' THEN 1462 ELSE 0 END"
        layers = (
            base,
            ((narrow, f"narrow({cell})"),),
            ((form, f"date_form({narrow})"),),
            ((day, written),),
        )
        value = f"read_month({day})" if month else f"read_date({day}, {form})"
    return Reading(value, cell, strict=True, layers=layers, order=order, serial=serial)


def layered(readings: Iterable[Reading]) -> str:
    """`stage` with all the columns that these readings name."""
    whole = "stage"
    for layer in zip_longest(*(reading.layers for reading in readings), fillvalue=()):
        columns = dict(column for part in layer for column in part)
        added = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
        if added:
            whole = f"(SELECT *, {added} FROM {whole}) AS layer"
    return whole
