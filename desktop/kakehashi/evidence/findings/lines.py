"""What a row of spend may name, and the budget line that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.measurement import Tool
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.words import ALL_LANGUAGES, Text, in_language


def lines_by_name(plan: Plan) -> dict[str, str]:
    """What a row of spend may name -> the budget line (or the source of a derived row) it belongs to.

    A measure's identifying values and name stand for its first line, of a measure without one for the
    contract that works for it; then lines and sources by name.
    """
    found: dict[str, str] = {}
    every = plan.items(BudgetLine)
    lines = [line for line in every if line.source is None]
    derived = [line for line in every if line.source is not None]
    first = {line.measure: line.id for line in reversed([*lines, *derived]) if line.measure is not None}
    for measure in plan.items(Measure):
        if measure.id in first:
            for name in (*measure.identified_by, *names_of(measure.name)):
                found.setdefault(folded(name), first[measure.id])
    named = [(line.name, line.id) for line in lines]
    named += [(partner.name, partner.id) for partner in plan.items(Partner)]
    named += [(role.title, role.id) for role in plan.items(Role) if role.category is not None]
    named += [(tool.name, tool.id) for tool in plan.items(Tool)]
    named += [(asset.title, asset.id) for asset in plan.items(ContentAsset)]
    for names, place in named:
        for name in names_of(names):
            found.setdefault(folded(name), place)
    found.pop("", None)
    return found


T = TypeVar("T")


def line_of(lines: Mapping[str, T], row: Mapping[str, Any]) -> T | None:
    """What a row of spend belongs to, of lines by name; None = it names none."""
    return lines.get(folded(row["measure"])) or lines.get(folded(row["campaign"]))


def without_line(lines: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> dict[str, Decimal]:
    """The money that belongs to no budget line, by what the data call it; the most first."""
    left: dict[str, Decimal] = {}
    for row in rows:
        if row["amount"] is not None and line_of(lines, row) is None:
            name = str(row["campaign"] or row["measure"] or row["category"] or "–")
            left[name] = left.get(name, Decimal(0)) + Decimal(row["amount"])
    return dict(sorted(left.items(), key=lambda each: -each[1]))


def names_of(name: Text) -> list[str]:
    """A name in each language."""
    return [in_language(name, language) for language in ALL_LANGUAGES]


def folded(value: object) -> str:
    """A name as it is compared."""
    return str(value or "").strip().casefold()
