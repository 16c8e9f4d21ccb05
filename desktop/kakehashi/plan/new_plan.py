"""A new plan: a starter, and what its maker answers to the first questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal

import msgspec

from kakehashi.plan.basis import About, Level, Maturity
from kakehashi.plan.budget import BudgetFrame
from kakehashi.plan.direction import Outcome
from kakehashi.plan.fields import describe
from kakehashi.plan.in_currency import in_currency, size_between
from kakehashi.plan.item import Item
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan
from kakehashi.plan.reading_values import read_value
from kakehashi.plan.simulation import Goal
from kakehashi.plan.starter import plan_from
from kakehashi.plan.starter_file import Starter
from kakehashi.plan.values import BadValue, typed
from kakehashi.rounding import canonical
from kakehashi.words import Language, Message

_DIGITS = 3  # of a month's share of the goal; the last month takes what rounding left


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan begins with. '' and None leave the starter's own. `goal` is in full units of `currency`."""

    language: Language
    first_month: str
    company: str = ""
    title: str = ""
    currency: str = ""
    goal: Decimal | None = None
    level: Level = ""


def new_plan(
    starter: Starter, answers: Answers, *, uuid: str, new_id: Callable[[], str]
) -> tuple[tuple[Item, ...], Message | None]:
    """The items of the plan, and what is to be said of its amounts. Raises BadValue, BadStarter."""
    items = plan_from(
        starter, language=answers.language, first_month=answers.first_month, uuid=uuid, new_id=new_id
    )
    items = tuple(_answered(item, answers) for item in items)
    items, said = _amounts_in(items, answers.currency)
    if answers.goal is not None:
        items = _with_goal(items, answers.goal)
    return items, said


def next_fiscal_year(today: str) -> str:
    """The April that comes next: '2026-11-22' -> '2027-04'."""
    year, month = int(today[:4]), int(today[5:7])
    return f"{year if month < 4 else year + 1}-04"


def is_currency(words: str) -> bool:
    """Whether this has the form of ISO 4217: three capital letters."""
    return len(words) == 3 and words.isascii() and words.isalpha() and words.isupper()


def read_goal(words: str, language: Language) -> Decimal | None:
    """The amount that somebody typed as the goal ('3億', '2.4 million'); None: nothing. Raises BadValue."""
    field = describe(BudgetFrame)["total"]
    value = read_value(field, words, Plan(""), language)
    if value is None:
        return None
    if Decimal(value) <= 0:
        raise BadValue(field, words, Message("error.value.number"))
    return Decimal(value)


def _answered(item: Item, answers: Answers) -> Item:
    given: Mapping[str, str] = {}
    if isinstance(item, About):
        given = {"company": answers.company, "title": answers.title}
    elif isinstance(item, Maturity):
        given = {"level": answers.level}
    fields = describe(type(item))
    chosen = {name: typed(fields[name], value) for name, value in given.items() if value}
    return msgspec.structs.replace(item, **chosen) if chosen else item


def _amounts_in(items: tuple[Item, ...], currency: str) -> tuple[tuple[Item, ...], Message | None]:
    """The items with their amounts in another currency, and what is to be said of that."""
    about = next(item for item in items if isinstance(item, About))
    if not currency or currency == about.currency:
        return items, None
    size = size_between(about.currency, currency)
    values = {"of": about.currency, "currency": currency}
    if size is None:
        return in_currency(items, currency, Decimal(1)), Message("plan.new_amounts_as_they_are", values)
    turned = in_currency(items, currency, size)
    per, to = (1 / size, Decimal(1)) if size < 1 else (Decimal(1), size)
    return turned, Message("plan.new_amounts_turned", {**values, "per": per, "to": to})


def _with_goal(items: tuple[Item, ...], goal: Decimal) -> tuple[Item, ...]:
    """The targets of the first goal's metric spread as before, so that they come to this; its outcomes too.

    A starter without targets gets the whole of it in the goal's month.
    """
    wanted = next((item for item in items if isinstance(item, Goal)), None)
    metric = next((item for item in items if wanted is not None and item.id == wanted.metric), None)
    if wanted is None or not isinstance(metric, Metric) or wanted.by is None:
        return items
    months = sorted(month for month in metric.target if month <= wanted.by)
    target = dict(metric.target) | _spread({month: metric.target[month] for month in months}, goal, wanted.by)
    changed: dict[str, Item] = {metric.id: msgspec.structs.replace(metric, target=target)}
    for item in items:
        if isinstance(item, Outcome) and item.metric == metric.id and item.ends_at is not None:
            changed[item.id] = msgspec.structs.replace(item, ends_at=goal)
    return tuple(changed.get(item.id, item) for item in items)


def _spread(before: Mapping[str, Decimal], goal: Decimal, by: str) -> dict[str, Decimal]:
    total = sum(before.values(), Decimal(0))
    if total <= 0:
        return {by: goal}
    shares = {month: _rounded(value * goal / total) for month, value in before.items()}
    last = max(shares)
    shares[last] += goal - sum(shares.values())
    return {month: Decimal(canonical(value)) for month, value in shares.items()}


def _rounded(value: Decimal) -> Decimal:
    """To a few digits, as people set targets."""
    if not value:
        return value
    return value.quantize(Decimal(1).scaleb(value.adjusted() - _DIGITS + 1), rounding=ROUND_HALF_EVEN)
