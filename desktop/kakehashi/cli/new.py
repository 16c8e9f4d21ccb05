"""A new plan from a starter."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import click

from kakehashi.cli.context import (
    answer,
    json_option,
    now,
    person,
    say,
    spoken_language,
    tell_of_left_plugins,
    version,
)
from kakehashi.cli.speaking import Listed, WrongValue, wrong_value
from kakehashi.extension.kinds_here import admit_kinds
from kakehashi.extension.plugins import NoSuchPlugin
from kakehashi.extension.starters import starter_keys, starter_named
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.item import new_id
from kakehashi.plan.months import is_month
from kakehashi.plan.new_plan import Answers, is_currency, new_plan, next_fiscal_year
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
    admit_kinds()
    tell_of_left_plugins()
    uuid = str(uuid4())
    month = first_month or next_fiscal_year(now())
    with wrong_value("--starter", NoSuchPlugin):
        found = starter_named(starter)
    answers = Answers(
        language="ja" if language == "ja" else "en",
        first_month=month,
        company=company or "",
        title=title or "",
        currency=currency or "",
    )
    items, said = new_plan(found, answers, uuid=uuid, new_id=new_id)
    plan = OpenPlan.create(file, uuid, items, person=person(), clock=now, app_version=version)
    plan.close()
    if as_json:
        answer({"file": file, "uuid": uuid, "starter": starter, "language": language, "items": len(items)})
    else:
        say("cli.new", file=str(file), count=len(items))
        if said is not None:
            say(said)
