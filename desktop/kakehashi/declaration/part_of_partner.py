"""The part of a plan that is a partner's: what remains when everything is taken out that is not theirs.

Their document is made from this part alone, so that nothing else can stand in it. What is kept is listed
here field by field: a field that is added to a kind later is not theirs until it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Criterion, Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.direction import Ritual
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item
from kakehashi.plan.metrics import Metric
from kakehashi.plan.organization import Activity, Capacity, Enablement, Partner, Responsibility, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Ask
from kakehashi.plan.work import BlueprintEntry

# Kind -> the fields of its items that a partner may know.
_KEPT: Mapping[type[Item], tuple[str, ...]] = MappingProxyType(
    {
        About: (
            "company", "title", "product", "fiscal_start", "first_month", "months", "currency",
            "display_unit", "tax", "language", "closed_through",
        ),
        Partner: ("name", "services", "start", "end", "notice_months", "contact", "owner"),
        Role: ("title", "person", "deputy", "employment", "partner", "start", "end", "fte", "responsibility",
               "skills_needed"),
        Activity: ("name", "covers", "sourcing", "partner", "kept_inside"),
        Responsibility: ("activity", "role", "duty", "remark"),
        Capacity: ("role", "work", "amount", "people", "start", "end"),
        Enablement: ("topic", "form", "for_whom", "aim", "when", "recurs"),
        Measure: ("name", "aim", "channel", "moves", "owner", "start", "end", "success", "stop"),
        ContentAsset: (
            "title", "purpose", "type", "format", "topic", "viewpoint", "reach", "state", "priority",
            "owner", "start", "due", "depends_on", "next", "measure", "metric", "review_on",
        ),
        BlueprintEntry: ("deliverable", "month", "owner", "done_when", "state"),
        Ritual: ("name", "type", "purpose", "first_date", "cadence", "minutes", "attendees", "agenda",
                 "preparation"),
        Metric: ("name", "role", "counts", "counts_not", "counted_from", "unit", "better", "combines",
                 "owner", "read", "target", "actual", "alarm", "on_alarm"),
        Ask: ("what", "type", "amount", "counted_in", "start", "end", "gives_back", "asked_by", "answer",
              "condition"),
    }
)  # fmt: skip
_CONTACT = ("title", "person")
_TOLD_OF_MONEY = frozenset(
    {"revenue", "gross_profit", "spend", "cac", "ltv", "ltv_cac", "payback", "roi", "cost_per_lead"}
)


def part_of(plan: Plan, partner_id: str) -> Plan:
    """The plan with nothing in it but a partner's part; without such a partner, its basis alone."""
    kept: dict[str, Item] = {item.id: item for item in plan.items(About)}
    partner = plan.find(Partner, partner_id)
    if partner is not None:
        kept |= {item.id: item for item in _theirs(plan, partner)}
        contact = plan.find(Role, partner.owner)
        if contact is not None and contact.id not in kept:
            kept[contact.id] = _only(contact, _CONTACT)
    ids = frozenset(kept)
    return Plan(plan.uuid, (_within(_only(item, _KEPT[type(item)]), ids) for item in kept.values()))


def _theirs(plan: Plan, partner: Partner) -> Iterator[Item]:
    """The partner, its roles, and what these do, make, attend, learn, ask for and are measured by."""
    roles = [role for role in plan.items(Role) if role.partner == partner.id]
    own = frozenset({partner.id, *(role.id for role in roles)})
    duties = [each for each in plan.items(Responsibility) if each.role in own]
    done = {each.activity for each in duties}
    lines = [line for line in plan.items(BudgetLine) if line.partner == partner.id or line.source in own]
    paid = {line.measure for line in lines} | {line.source for line in lines}
    measures = [each for each in plan.items(Measure) if each.owner in own or each.id in paid]
    assets = [each for each in plan.items(ContentAsset) if each.owner in own or each.id in paid]
    yield partner
    yield from roles
    yield from (each for each in plan.items(Activity) if each.partner == partner.id or each.id in done)
    yield from duties
    yield from measures
    yield from assets
    yield from _metrics(plan, own, measures, assets)
    yield from _chosen(plan, Capacity, lambda each: each.role in own)
    yield from _chosen(plan, Enablement, lambda each: not own.isdisjoint(each.for_whom))
    yield from _chosen(plan, BlueprintEntry, lambda each: each.owner in own)
    yield from _chosen(plan, Ritual, lambda each: each.chair in own or not own.isdisjoint(each.attendees))
    yield from _chosen(plan, Ask, lambda each: each.asked_by in own)


def _chosen(plan: Plan, kind: type[Item], theirs: Callable[[Any], bool]) -> Iterator[Item]:
    return (item for item in plan.items(kind) if theirs(item))


def _metrics(
    plan: Plan, own: frozenset[str], measures: Iterable[Measure], assets: Iterable[ContentAsset]
) -> Iterator[Metric]:
    """What they are measured by: what they answer for, and counts that their work moves (no money)."""
    moved = {asset.metric for asset in assets}
    for measure in measures:
        moved.update(measure.moves)
        moved.update(each.metric for each in (*measure.success, *measure.stop))
    for metric in plan.items(Metric):
        money = metric.unit == "money" or metric.follows in _TOLD_OF_MONEY
        if metric.owner in own or (metric.id in moved and not money):
            yield metric


def _only(item: Item, names: Iterable[str]) -> Item:
    """The item with these fields alone."""
    return type(item)(id=item.id, position=item.position, **{name: getattr(item, name) for name in names})


def _within(item: Item, ids: frozenset[str]) -> Item:
    """The item without references that lead out of these."""
    changed: dict[str, Any] = {}
    for name, described in describe(type(item)).items():
        value = getattr(item, name)
        if described.field.shape == "ref" and value not in ids and value is not None:
            changed[name] = None
        elif described.field.shape == "refs":
            changed[name] = tuple(each for each in value if each in ids)
    if isinstance(item, Measure):
        changed["success"], changed["stop"] = (_criteria(each, ids) for each in (item.success, item.stop))
    if isinstance(item, Capacity) and item.amount is not None:
        changed["amount"] = msgspec.structs.replace(item.amount, passport=None, was=None)
    return msgspec.structs.replace(item, **changed) if changed else item


def _criteria(criteria: tuple[Criterion, ...], ids: frozenset[str]) -> tuple[Criterion, ...]:
    """Those over metrics of theirs; where the money would go instead is not theirs."""
    return tuple(
        Criterion(metric=each.metric, at=each.at, threshold=each.threshold, counted_from=each.counted_from,
                  decide_on=each.decide_on)
        for each in criteria
        if each.metric in ids
    )  # fmt: skip
