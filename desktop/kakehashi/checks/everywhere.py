"""Checks that hold for items of every chapter: references, formulas, passports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kakehashi.checks.check import Check, Facts, Found, Repair, item_check, reading
from kakehashi.plan.changes import Change, Patch
from kakehashi.plan.fields import FieldDescription, describe, plain
from kakehashi.plan.formula import BadFormula, names_in, parse
from kakehashi.plan.item import Figure, Item, Part
from kakehashi.plan.metrics import Metric
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.references import references
from kakehashi.plan.telling import chapter_of
from kakehashi.words import Message


def _dangling(facts: Facts, item: Item) -> Iterator[Found]:
    plan = facts.plan
    for field, target in dict.fromkeys(references(item)):
        found = plan.get(target)
        described = describe(type(item)).get(field)
        if described is not None and described.field.shape == "formula":
            continue  # said by its own check
        if found is not None and _may_refer(described, found):
            continue
        title = Message(described.title) if described is not None else Message("field.envelope.parent")
        change = _without(item, field, described, target)
        repair = Repair(Message("repair.clear_reference", {"field": title}), change) if change else None
        yield Found(item.id, {"item": name_of(plan, item), "field": title}, repair)


def _may_refer(described: FieldDescription | None, found: Item) -> bool:
    """Whether a field may refer to an item of this kind."""
    return described is None or not described.field.kinds or found.kind in described.field.kinds


def _without(item: Item, field: str, described: FieldDescription | None, target: str) -> Change:
    """The change that takes the reference out, whatever holds it."""
    if field == "parent":
        return (Patch(item.id, "parent", None, item.parent, None),)
    if described is None:
        return ()
    before = plain(getattr(item, field))
    if described.keyed:
        return tuple(
            Patch(item.id, field, key, each, _cleared(each, target) if key != target else None)
            for key, each in before.items()
            if key == target or _cleared(each, target) != each
        )
    after = None if described.field.shape == "ref" else _cleared(before, target)
    return (Patch(item.id, field, None, before, after),)


def _cleared(value: Any, target: str) -> Any:
    """A plain value without the id: entries of lists go, fields of small structs are emptied."""
    if isinstance(value, list):
        return [_cleared(each, target) for each in value if each != target and not _is_of(each, target)]
    if isinstance(value, dict):
        return {key: _cleared(each, target) for key, each in value.items() if each != target}
    return value


def _is_of(value: Any, target: str) -> bool:
    return isinstance(value, dict) and value.get("item") == target


def _formulas(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    for metric in plan.items(Metric):
        if not metric.formula:
            continue
        values: dict[str, Any] = {"item": name_of(plan, metric)}
        try:
            parse(metric.formula)
        except BadFormula as error:
            yield Found(metric.id, {**values, "problem": error.message}, sentence="unreadable")
            continue
        unknown = [each for each in names_in(metric.formula) if plan.find(Metric, each) is None]
        if unknown:
            yield Found(metric.id, {**values, "name": unknown[0]}, sentence="unknown")
        elif cycle := _cycle(plan, metric.id):
            names = Message(
                "name.pair",
                {"one": name_of(plan, plan.get(cycle[0])), "other": name_of(plan, plan.get(cycle[-1]))},
            )
            yield Found(metric.id, {**values, "names": names}, sentence="cycle")


def _cycle(plan: Plan, start: str) -> list[str]:
    """The way from a metric back to itself through formulas; empty when there is none."""
    waiting = [[start]]
    seen = set()
    while waiting:
        way = waiting.pop()
        metric = plan.find(Metric, way[-1])
        for target in names_in(metric.formula) if metric is not None else ():
            if target == start:
                return way
            if target not in seen:
                seen.add(target)
                waiting.append([*way, target])
    return []


def _passports(facts: Facts, item: Item) -> Iterator[Found]:
    for name, described in describe(type(item)).items():
        for figure in _figures(described, getattr(item, name)):
            if figure.value is not None and figure.passport is None:
                values = {
                    "chapter": chapter_of(item.kind),
                    "item": name_of(facts.plan, item),
                    "field": Message(described.title),
                }
                yield Found(item.id, values)


def _figures(described: FieldDescription, value: Any) -> Iterable[Figure]:
    if described.field.shape == "figure":
        return (value,) if value is not None else ()
    if described.field.shape == "figures":
        return list(value.values())
    if described.field.shape == "records":
        return [
            figure
            for part in (value if isinstance(value, tuple) else (value,))
            for name, inner in (describe(type(part)).items() if isinstance(part, Part) else ())
            for figure in _figures(inner, getattr(part, name))
        ]
    return ()


def _origins(facts: Facts, item: Item) -> Iterator[Found]:
    for name, described in describe(type(item)).items():
        if described.field.shape != "origins":
            continue
        if not set(getattr(item, name).values()) <= set(item.passports):
            yield Found(item.id, {"item": name_of(facts.plan, item), "field": Message(described.title)})


CHECKS: tuple[Check, ...] = (
    item_check("origin_without_passport", "error", "", Item, _origins),
    item_check("dangling_reference", "error", "", Item, _dangling),
    Check(id="formula", severity="error", chapter="metrics", reads=reading(Metric), run=_formulas),
    item_check("figure_without_passport", "warning", "", Item, _passports),
)
