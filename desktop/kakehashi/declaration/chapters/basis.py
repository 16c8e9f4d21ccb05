"""Basis: whose plan this is, for which months, in which money; and how far measuring has come."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter, Row, Table
from kakehashi.declaration.cells import words
from kakehashi.declaration.context import Context
from kakehashi.declaration.maturity_views import maturity_sentence, maturity_tables
from kakehashi.plan.amounts import currency
from kakehashi.plan.basis import Maturity


def chapter(context: Context) -> Chapter:
    """What must be known to read any figure of the document."""
    about = context.about
    first, last = context.months[0], context.months[-1]
    sentence = context.say(
        "declaration.basis.sentence",
        start=context.month(first),
        end=context.month(last),
        months=about.months,
        unit=context.unit.title,
    )
    blocks: list[Block] = [_table(context)]
    maturity = context.plan.only(Maturity)
    if maturity.level and not context.headline:
        sentence = context.sentences([sentence, maturity_sentence(context, maturity)])
        blocks += maturity_tables(context, maturity)
    return context.chapter("basis", blocks, sentence)


def _table(context: Context) -> Table:
    about = context.about
    first, last = context.months[0], context.months[-1]
    said = {
        "company": context.typed(about.company),
        "title": context.typed(about.title),
        "product": context.typed(about.product),
        "author": context.typed(about.author),
        "first_month": context.period(first, last),
        "fiscal_start": context.say(f"month.{about.fiscal_start}"),
        "currency": _currency(context),
        "display_unit": context.unit.name,
        "tax": context.choice("About.tax", about.tax),
        "closed_through": context.month(about.closed_through) or context.say("declaration.basis.none_closed"),
    }
    title = {"first_month": context.say("declaration.basis.period")}
    return Table(
        key="basis.about",
        title=context.say("declaration.basis.about"),
        columns=(
            context.column("what", "declaration.column.what", width=22),
            context.column("value", "declaration.column.value", "long_text", width=60),
        ),
        rows=tuple(
            Row(
                id=name,
                cells=(words(title.get(name) or context.field(f"About.{name}")), words(value)),
                item=about.id,
            )
            for name, value in said.items()
            if value
        ),
    )


def _currency(context: Context) -> str:
    code, sign = context.about.currency, currency(context.about, context.language).strip()
    return code if sign == code else context.say("declaration.with_note", value=code, note=sign)
