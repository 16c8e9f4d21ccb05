"""A new plan from a starter."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import click
import msgspec

from kakehashi.cli.context import answer, json_option, now, person, say, spoken_language, version
from kakehashi.cli.naming import is_currency
from kakehashi.cli.speaking import Listed, WrongValue, wrong_value
from kakehashi.extension.plugins import NoSuchPlugin
from kakehashi.extension.starters import starter_keys, starter_named
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import About
from kakehashi.plan.fields import describe
from kakehashi.plan.in_currency import in_currency, size_between
from kakehashi.plan.item import Item, new_id
from kakehashi.plan.months import is_month
from kakehashi.plan.starter import plan_from
from kakehashi.plan.values import typed
from kakehashi.words import Message


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--starter", cls=Listed, names=starter_keys, default="b2b-saas", show_default=True)
@click.option("--language", type=click.Choice(["ja", "en"]), default=None)
@click.option("--first-month", default=None)
@click.option("--company", default=None)
@click.option("--title", default=None)
@click.option("--currency", default=None)
@json_option
def new(
    file: Path,
    starter: str,
    language: str | None,
    first_month: str | None,
    company: str | None,
    title: str | None,
    currency: str | None,
    as_json: bool,
) -> None:
    """Make a new plan FILE from a starter: one that comes with the program, or a file of your own
    (docs/starters.md). Its language is that of the terminal unless it is named.
    """
    language = language or spoken_language()
    if first_month is not None and not is_month(first_month):
        raise WrongValue("--first-month", Message("error.value.month"))
    if currency is not None and not is_currency(currency):
        raise WrongValue("--currency", Message("error.use.currency", {"given": currency}))
    uuid = str(uuid4())
    month = first_month or next_fiscal_year(now())
    with wrong_value("--starter", NoSuchPlugin):
        found = starter_named(starter)
    items = plan_from(found, language=language, first_month=month, uuid=uuid, new_id=new_id)
    items = tuple(_named(item, company, title) for item in items)
    items, said = _amounts_in(items, currency)
    plan = OpenPlan.create(file, uuid, items, person=person(), clock=now, app_version=version)
    plan.close()
    if as_json:
        answer({"file": file, "uuid": uuid, "starter": starter, "language": language, "items": len(items)})
    else:
        say("cli.new", file=str(file), count=len(items))
        if said is not None:
            say(said)


def next_fiscal_year(today: str) -> str:
    """The April that comes next: '2026-11-22' -> '2027-04'."""
    year, month = int(today[:4]), int(today[5:7])
    return f"{year if month < 4 else year + 1}-04"


def _named(item: Item, company: str | None, title: str | None) -> Item:
    if not isinstance(item, About):
        return item
    fields = describe(About)
    given = {"company": company, "title": title}
    chosen = {name: typed(fields[name], value) for name, value in given.items() if value}
    return msgspec.structs.replace(item, **chosen)


def _amounts_in(items: tuple[Item, ...], currency: str | None) -> tuple[tuple[Item, ...], Message | None]:
    """The items with their amounts in another currency, and what is to be said of that."""
    about = next(item for item in items if isinstance(item, About))
    if currency is None or currency == about.currency:
        return items, None
    size = size_between(about.currency, currency)
    values = {"of": about.currency, "currency": currency}
    if size is None:
        return in_currency(items, currency, Decimal(1)), Message("cli.new_amounts_as_they_are", values)
    turned = in_currency(items, currency, size)
    per, to = (1 / size, Decimal(1)) if size < 1 else (Decimal(1), size)
    return turned, Message("cli.new_amounts_turned", {**values, "per": per, "to": to})
