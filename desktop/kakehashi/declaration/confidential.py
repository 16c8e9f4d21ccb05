"""Confidentiality is a law: what an audience must not see is taken out before any text is made.

Figures are computed on the whole plan, all text on the redacted one. Money of a hidden source (a partner's
fee, a role's cost) stands behind one row 'not itemised' in its category; category totals, the grand total and
the forecast's totals are declared aggregates and always shown.

How many sources stand behind such a row follows from the structure of the plan (who has which category),
never from hidden values: otherwise the rows themselves would tell whether a fee is set.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

import msgspec

from kakehashi.declaration.audience import Audience, hidden_fields
from kakehashi.plan.budget import BudgetCategory, BudgetLine
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item, RawItem, Series
from kakehashi.plan.measurement import Tool
from kakehashi.plan.money import (
    BudgetRow,
    CostSource,
    budget_rows,
    cost_source,
    plan_months,
    runs_in,
    total,
)
from kakehashi.plan.naming import Name, name_of
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Audience as Settings
from kakehashi.plan.simulation import Override, Scenario
from kakehashi.words import Message

LEAST_BEHIND = 3

Origin = Literal["line", "partner", "role", "content", "tool", "not_itemised"]

# Where the money of a source stands: a row is hidden from whom any of it is.
_MONEY_OF_SOURCE: Mapping[type[CostSource], frozenset[str]] = {
    Partner: frozenset({"monthly_fee"}),
    Role: frozenset({"monthly_cost"}),
    ContentAsset: frozenset({"cost"}),
    Tool: frozenset({"monthly_cost", "initial_cost"}),
}
_ORIGINS: Mapping[type[CostSource], Origin] = {
    Partner: "partner",
    Role: "role",
    ContentAsset: "content",
    Tool: "tool",
}
DERIVED = frozenset(_ORIGINS.values())
_OF_LINES_WITH_SOURCE = ("planned", "committed", "actual")
_SERIES_OF_LINES = frozenset(_OF_LINES_WITH_SOURCE)


class ShownRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the budget as an audience may see it, in full units. `line` is the budget line it may edit."""

    id: str
    name: Name
    category: str | None
    measure: str | None
    origin: Origin
    line: str | None
    planned: Series
    committed: Series
    actual: Series


def redacted(plan: Plan, audience: Audience) -> Plan:
    """The plan with everything gone that this audience must not see: what all text is made from.

    Kinds and fields that this program doesn't know may hold anything: they are seen only by who sees all. So
    are the settings of audiences: they tell what others see and what is hidden from whom.
    """
    if audience.sees_all:
        return plan
    hidden = hidden_fields(audience)
    changed: dict[str, Item | None] = {}
    for item in plan:
        cleared = None if isinstance(item, RawItem | Settings) else _cleared(plan, item, hidden)
        if cleared is not item:
            changed[item.id] = cleared
    return plan.with_items(changed)


def _cleared(plan: Plan, item: Item, hidden: Mapping[str, frozenset[str]]) -> Item:
    names = set(hidden.get(item.kind, ()))
    if isinstance(item, BudgetLine) and _source_hidden(plan, item.source, hidden):
        names.update(_OF_LINES_WITH_SOURCE, (f"{name}_from" for name in _OF_LINES_WITH_SOURCE), ["passports"])
    described = describe(type(item))
    fields: dict[str, Any] = {
        name: described[name].default for name in names if getattr(item, name) != described[name].default
    }
    if item.extra:
        fields["extra"] = {}
    if isinstance(item, Scenario):
        overrides = tuple(_override(plan, each, hidden) for each in item.overrides)
        if overrides != item.overrides:
            fields["overrides"] = overrides
    return msgspec.structs.replace(item, **fields) if fields else item


def _override(plan: Plan, override: Override, hidden: Mapping[str, frozenset[str]]) -> Override:
    """A scenario may assume something about a hidden field: that it does is told, what it assumes is not."""
    target = plan.get(override.item)
    if target is None or override.field in hidden.get(target.kind, ()):
        return msgspec.structs.replace(override, value=None)
    if isinstance(target, BudgetLine) and _source_hidden(plan, target.source, hidden):
        return msgspec.structs.replace(override, value=None)
    return override


def _source_hidden(plan: Plan, source: str | None, hidden: Mapping[str, frozenset[str]]) -> bool:
    if source is None:
        return False
    owner = cost_source(plan, source)
    return owner is None or _money_hidden(type(owner), hidden)


def _money_hidden(kind: type[CostSource], hidden: Mapping[str, frozenset[str]]) -> bool:
    return bool(_MONEY_OF_SOURCE[kind] & hidden.get(kind.__name__, frozenset()))


def shown_rows(whole: Plan, plan: Plan, audience: Audience) -> tuple[ShownRow, ...]:
    """The budget's rows by category (in the categories' order, those without one last), hidden ones in one.

    `whole` gives the money, the redacted `plan` the names. Where fewer than three sources are hidden in a
    category, its smallest open rows with money join them until three stand behind the row, and in every month
    in which a hidden source runs, as far as there are rows: the money is shown by month. What was committed
    and spent in such a category stands in that row altogether. Where the money of lines is hidden itself, all
    lines stand there.
    """
    hidden = hidden_fields(audience)
    lines_too = not _SERIES_OF_LINES.isdisjoint(hidden.get("BudgetLine", ()))
    months = plan_months(whole)
    rows = budget_rows(whole)
    categories: list[str | None] = [category.id for category in plan.items(BudgetCategory)]
    known = frozenset(categories)
    shown: list[ShownRow] = []
    for category in [*categories, None]:
        here = [row for row in rows if (row.category if row.category in known else None) == category]
        sources = _hidden_sources(plan, category, known, hidden)
        lines = [row for row in here if lines_too and row.line is not None]
        if not sources and not lines:
            shown += [_open(plan, row, category) for row in here]
            continue
        closed = [row for row in here if row in lines or _source_hidden(plan, row.source, hidden)]
        open_rows = [row for row in here if row not in closed]
        joining = _joining(open_rows, sources, len(lines), months)
        shown += [_open(plan, row, category, spent=False) for row in open_rows if row.id not in joining]
        behind = [*closed, *(row for row in open_rows if row.id in joining)]
        shown.append(_not_itemised(category, behind, here))
    return tuple(shown)


def _hidden_sources(
    plan: Plan, category: str | None, known: frozenset[str | None], hidden: Mapping[str, frozenset[str]]
) -> list[CostSource]:
    """The sources of hidden money in a category, whether or not money is set on them.

    A role without a category is staff, outside the budget.
    """
    sources: list[CostSource] = [
        source for kind in _MONEY_OF_SOURCE if _money_hidden(kind, hidden) for source in plan.items(kind)
    ]
    return [
        each
        for each in sources
        if (each.category if each.category in known else None) == category
        and not (isinstance(each, Role) and each.category is None)
    ]


def _joining(
    open_rows: list[BudgetRow], sources: list[CostSource], lines: int, months: tuple[str, ...]
) -> frozenset[str]:
    """The open rows that stand behind the row 'not itemised' too, with so many hidden lines."""
    waiting = sorted(
        (row for row in open_rows if total(row.planned, months)),
        key=lambda row: (total(row.planned, months), row.id),
    )
    needed = max(0, LEAST_BEHIND - len(sources) - lines)
    joined = waiting[:needed]
    for row in waiting[needed:]:
        if any(row.planned.get(month) and _lonely(sources, joined, month) for month in months):
            joined.append(row)
    return frozenset(row.id for row in joined)


def _lonely(sources: list[CostSource], joined: list[BudgetRow], month: str) -> bool:
    """Whether a hidden source runs in a month and fewer than three stand behind its money."""
    running = sum(runs_in(each, month) for each in sources)
    return (
        0 < running < LEAST_BEHIND
        and running + sum(bool(row.planned.get(month)) for row in joined) < LEAST_BEHIND
    )


def _open(plan: Plan, row: BudgetRow, category: str | None, *, spent: bool = True) -> ShownRow:
    source = cost_source(plan, row.source)
    return ShownRow(
        id=row.id,
        name=name_of(plan, source if source is not None else plan.get(row.id)),
        category=category,
        measure=row.measure,
        origin="line" if source is None else _ORIGINS[type(source)],
        line=row.line,
        planned=row.planned,
        committed=row.committed if spent else {},
        actual=row.actual if spent else {},
    )


def _not_itemised(category: str | None, rows: list[BudgetRow], every: list[BudgetRow]) -> ShownRow:
    return ShownRow(
        id=f"not-itemised:{category or ''}",
        name=Message("declaration.not_itemised"),
        category=category,
        measure=None,
        origin="not_itemised",
        line=None,
        planned=_together([row.planned for row in rows]),
        committed=_together([row.committed for row in every]),
        actual=_together([row.actual for row in every]),
    )


def _together(series: list[Series]) -> Series:
    found: dict[str, Decimal] = {}
    for each in series:
        for month, value in each.items():
            found[month] = found.get(month, Decimal(0)) + value
    return dict(sorted(found.items()))
