"""Where a figure comes from, as columns of a table of assumptions."""

from __future__ import annotations

from kakehashi.declaration.blocks import Cell, Column
from kakehashi.declaration.cells import BLANK, figure, words
from kakehashi.declaration.context import Context
from kakehashi.plan.item import Figure, Passport

NAMES = ("origin", "definition", "source", "period", "sample_size", "checked_on", "agreed_by")


def passport_columns(context: Context) -> tuple[Column, ...]:
    """Origin, definition, source, period, sample, when checked, who agreed."""
    return (
        context.column("origin", "Passport.origin", width=16),
        context.column("definition", "Passport.definition", "long_text", width=34),
        context.column("source", "Passport.source", "long_text", width=34),
        context.column("period", "Passport.period", width=16),
        context.column("sample_size", "Passport.sample_size", "number", width=8),
        context.column("checked_on", "Passport.checked_on", "date", width=12),
        context.column("agreed_by", "Passport.agreed_by", width=14),
    )


def passport_cells(context: Context, value: Figure | None) -> tuple[Cell, ...]:
    """The cells of these columns; a figure without a passport says so."""
    if value is None or value.value is None:
        return (BLANK,) * len(NAMES)
    if value.passport is None:
        none = Cell(value=context.say("declaration.no_passport"), tone="warn")
        return (none, *(BLANK,) * (len(NAMES) - 1))
    passport = value.passport
    return (
        words(context.choice("Passport.origin", passport.origin)),
        words(_definition(context, passport)),
        words(context.typed(passport.source)),
        words(passport.period),
        figure(passport.sample_size) if passport.sample_size is not None else BLANK,
        words(passport.checked_on),
        words(context.listed(list(passport.agreed_by))),
    )


def _definition(context: Context, passport: Passport) -> str:
    """The definition; numerator ÷ denominator where they are said."""
    said = context.typed(passport.definition)
    above, below = context.typed(passport.numerator), context.typed(passport.denominator)
    if not (above and below):
        return said
    ratio = context.say("declaration.ratio", numerator=above, denominator=below)
    return context.say("declaration.with_note", value=said, note=ratio) if said else ratio
