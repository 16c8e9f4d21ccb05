"""The funnel finding as steps, economics and opening pipeline of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import msgspec

from kakehashi.evidence.findings import Finding
from kakehashi.evidence.findings.base import SMALL
from kakehashi.evidence.findings.counts import wilson
from kakehashi.evidence.taking_over import Taking, kept, said, was
from kakehashi.plan.amounts import full_amount_text
from kakehashi.plan.basis import About
from kakehashi.plan.budget import Measure
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Capacity
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import spread
from kakehashi.plan.simulation import Economics, FunnelStep, OpeningPipeline, Scenario
from kakehashi.plan.telling import period_words
from kakehashi.words import Message, percent

Z_80 = Decimal("1.2815515655446004")
"""80 % of a normal distribution lie within: the range of a Figure is the 10th to the 90th percentile."""
OLDEST = 120

Row = dict[str, Any]


def funnel_items(
    plan: Plan, finding: Finding, record: str, person: str, date: str, make_id: Callable[[], str]
) -> tuple[tuple[Item, ...], tuple[str, ...], tuple[Message, ...]]:
    """Steps with measured rates and lags, the deal value, the opening pipeline; steps the data skip go."""
    taking = Taking(plan, finding, record, person, date)
    marked: dict[str, FunnelStep] = {
        step.marks: step for step in plan.items(FunnelStep) if step.marks != "other"
    }
    found: list[Row] = finding.records(part="step", group="all")
    ways = [row for row in found if row["step_from"] in marked and row["step_to"] in marked]
    steps = {row["step_from"]: _step(taking, marked[row["step_from"]], row, marked) for row in ways}
    told = [_told(marked, row) for row in ways if row["entered"]]
    skipped = _skipped(plan, marked, ways)
    told += [Message("adopt.skipped", {"step": name_of(plan, step)}) for step in skipped]
    gone_ids = {step.id for step in skipped}
    before = {step.id: marked[row["step_from"]].id for row in ways for step in _between(plan, marked, row)}
    items: list[Item] = [step for step in steps.values() if step.id not in gone_ids]
    items += _economics(taking, told)
    items += _without(plan, gone_ids, before, told)
    pipeline, old = _pipeline(taking, marked, gone_ids, make_id, told)
    changed = [item for item in (*items, *pipeline) if item != plan.get(item.id)]
    if changed and finding.period:
        told.append(Message("adopt.period", {"period": period_words(finding.period)}))
    return tuple(changed), (*gone_ids, *old), tuple(told)


def _told(marked: dict[str, FunnelStep], row: Row) -> Message:
    names = {"step": marked[row["step_from"]].name, "next": marked[row["step_to"]].name}
    if row["rate"] is None:
        return Message("adopt.no_rate", names)
    return Message("adopt.rate", {**names, "rate": percent(row["rate"]), "count": row["counted"]})


def _step(taking: Taking, step: FunnelStep, row: Row, marked: dict[str, FunnelStep]) -> FunnelStep:
    changes: dict[str, Any] = {}
    tried = row["counted"]
    if row["rate"] is not None:
        low, high = wilson(row["passed"], tried, Z_80)
        name, following = step.name, marked[row["step_to"]].name
        passport = taking.passport(
            tried,
            numerator=said("adopt.numerator", step=name, next=following),
            denominator=said("adopt.denominator", step=name, next=following),
        )
        changes["rate"] = Figure(
            value=kept(row["rate"]), low=kept(low), high=kept(high), passport=passport, was=was(step.rate)
        )
        changes |= {"entered": tried, "passed": row["passed"]}
    if row["lag_count"]:
        passport = taking.passport(row["lag_count"])
        changes["lag"] = Figure(value=kept(row["lag_mean"]), passport=passport, was=was(step.lag))
        changes["lag_spread"] = kept(row["lag_spread"])
        enough = row["lag_count"] >= SMALL
        changes["lag_shape"] = "histogram" if enough else "spread"
        changes["lag_shares"] = _summing_to_one(row["lag_shares"]) if enough else ()
    return msgspec.structs.replace(step, **changes)


def _summing_to_one(shares: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """Shares without the trailing months beyond what a step may hold; the largest takes the rounding."""
    months = [kept(share) for share in shares[: OLDEST + 1]]
    largest = months.index(max(months))
    months[largest] += 1 - sum(months)
    return tuple(months)


def _between(plan: Plan, marked: dict[str, FunnelStep], row: Row) -> tuple[FunnelStep, ...]:
    order = plan.items(FunnelStep)
    first, last = order.index(marked[row["step_from"]]), order.index(marked[row["step_to"]])
    return order[first + 1 : last]


def _skipped(plan: Plan, marked: dict[str, FunnelStep], ways: list[Row]) -> list[FunnelStep]:
    """Steps that lie within a way which the data know only as a whole."""
    return [step for row in ways if row["rate"] is not None for step in _between(plan, marked, row)]


def _without(plan: Plan, gone: set[str], before: dict[str, str], told: list[Message]) -> Iterator[Item]:
    """What referred to a step that goes: measures enter at the step before, the rest refers to none.

    `told` gets a sentence for each, so that nothing loses its reference in silence.
    """
    for measure in plan.items(Measure):
        yield from _measure_without(plan, measure, gone, before, told)
    for metric in plan.items(Metric):
        if metric.follows_step in gone:
            field = Message(describe(Metric)["follows_step"].title)
            told.append(_lost("adopt.reference_lost", plan, metric, metric.follows_step, field=field))
            yield msgspec.structs.replace(metric, follows="", follows_step=None)
    for capacity in plan.items(Capacity):
        if capacity.step in gone:
            field = Message(describe(Capacity)["step"].title)
            told.append(_lost("adopt.reference_lost", plan, capacity, capacity.step, field=field))
            yield msgspec.structs.replace(capacity, step=None)
    for scenario in plan.items(Scenario):
        overrides = tuple(each for each in scenario.overrides if each.item not in gone)
        if overrides != scenario.overrides:
            steps = dict.fromkeys(each.item for each in scenario.overrides if each.item in gone)
            told += [_lost("adopt.overrides_lost", plan, scenario, step) for step in steps]
            yield msgspec.structs.replace(scenario, overrides=overrides)


def _measure_without(
    plan: Plan, measure: Measure, gone: set[str], before: dict[str, str], told: list[Message]
) -> Iterator[Measure]:
    entry = before[measure.enters_at] if measure.enters_at in gone else measure.enters_at
    if entry != measure.enters_at:
        now = name_of(plan, plan.get(entry or ""))
        told.append(_lost("adopt.enters_before", plan, measure, measure.enters_at, before=now))
    rates = {step: rate for step, rate in measure.own_rates.items() if step not in gone}
    told += [
        _lost("adopt.own_rates_lost", plan, measure, step) for step in measure.own_rates if step not in rates
    ]
    if rates != measure.own_rates or entry != measure.enters_at:
        yield msgspec.structs.replace(measure, own_rates=rates, enters_at=entry)


def _lost(message: str, plan: Plan, item: Item, step: str | None, **more: Any) -> Message:
    names = {"item": name_of(plan, item), "step": name_of(plan, plan.get(step or ""))}
    return Message(message, {**names, **more})


def _economics(taking: Taking, told: list[Message]) -> Iterator[Item]:
    currency = taking.plan.only(About).currency
    found: list[Row] = taking.finding.records(part="value")
    values = [row for row in found if row["currency"] in (None, currency)]
    if len(values) != 1:
        if found:
            listed = ", ".join(sorted(str(row["currency"] or "–") for row in found))
            told.append(Message("adopt.other_currency", {"found": listed, "currency": currency}))
        return
    (row,) = values
    economics = taking.plan.only(Economics)
    figure = Figure(
        value=kept(row["amount_mean"]),
        low=kept(min(row["amount_p10"], row["amount_mean"])),
        high=kept(max(row["amount_p90"], row["amount_mean"])),
        passport=taking.passport(row["reached"], definition=said("adopt.deal_value")),
        was=was(economics.deal_value),
    )
    value = full_amount_text(Decimal(row["amount_mean"]), taking.plan.only(About))
    told.append(Message("adopt.value", {"value": value, "count": row["reached"]}))
    if row["currency"] is None:
        told.append(Message("adopt.currency", {"currency": currency}))
    yield msgspec.structs.replace(economics, id=only_id("Economics"), deal_value=figure)


def _pipeline(
    taking: Taking,
    marked: dict[str, FunnelStep],
    gone: set[str],
    make_id: Callable[[], str],
    told: list[Message],
) -> tuple[list[Item], list[str]]:
    """Those open in the data stand at the beginning of the plan; they replace what stood at these steps."""
    found: list[Row] = taking.finding.records(part="pipeline")
    rows = [row for row in found if row["step_from"] in marked]
    counts: dict[tuple[str, int, bool], int] = {}
    for row in rows:
        step = marked[row["step_from"]].id
        if step not in gone:
            key = step, min(row["age"] or 0, OLDEST), row["age"] is None
            counts[key] = counts.get(key, 0) + row["open"]
    covered = {step for step, _, _ in counts} | gone
    old = [item.id for item in taking.plan.items(OpeningPipeline) if item.step in covered]
    keys = spread(len(counts), max((i.position for i in taking.plan.items(OpeningPipeline)), default=None))
    items: list[Item] = []
    for ((step, age, unknown), count), position in zip(sorted(counts.items()), keys, strict=True):
        definition = said("adopt.age_unknown") if unknown else ""
        passport = taking.passport(count, definition=definition)
        figure = Figure(value=Decimal(count), passport=passport)
        items.append(OpeningPipeline(id=make_id(), position=position, step=step, count=figure, age=age))
    if counts:
        told.append(Message("adopt.pipeline", {"count": sum(counts.values())}))
    return items, old
