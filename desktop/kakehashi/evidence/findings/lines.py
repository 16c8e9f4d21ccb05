"""What a row of spend may name, and the budget line that it belongs to."""

from __future__ import annotations

from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.measurement import Tool
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.words import ALL_LANGUAGES, Text, in_language


def lines_by_name(plan: Plan) -> dict[str, str]:
    """What a row of spend may name -> the budget line (or the source of a derived row) it belongs to.

    A measure's identifying values and name stand for its first line; then lines and sources by name.
    """
    found: dict[str, str] = {}
    lines = [line for line in plan.items(BudgetLine) if line.source is None]
    first = {line.measure: line.id for line in reversed(lines) if line.measure is not None}
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


def names_of(name: Text) -> list[str]:
    """A name in each language."""
    return [in_language(name, language) for language in ALL_LANGUAGES]


def folded(value: object) -> str:
    """A name as it is compared."""
    return str(value or "").strip().casefold()
