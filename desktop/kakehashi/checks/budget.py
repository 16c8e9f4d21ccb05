"""Checks of measures and budget: caps, criteria, whether a measure can be told apart, what costs what.

That a measure by mail or MA expects new leads is told by `drawn_from` alone: a channel is free text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from kakehashi.checks.check import Check, Facts, Found, Repair, Severity, item_check, lacking, reading
from kakehashi.forecast.inputs import FORECAST_READS
from kakehashi.plan.amounts import amount_text
from kakehashi.plan.basis import About
from kakehashi.plan.budget import (
    BudgetCategory,
    BudgetFrame,
    BudgetLine,
    Experiment,
    Measure,
    Seasonality,
)
from kakehashi.plan.changes import Change, joined, setting
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.item import Figure, Series
from kakehashi.plan.measurement import Tool
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import (
    BUDGET_READS,
    cost_month,
    plan_months,
    runs_in,
    total,
)
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.targets import Coverage
from kakehashi.plan.telling import day_words
from kakehashi.rounding import rounded
from kakehashi.words import Listing, Message, number, percent

# A share typed with two decimals of a percent still makes up the whole.
_ROUNDING = Decimal("0.0005")


def _over_total(facts: Facts) -> Iterator[Found]:
    frame = facts.plan.only(BudgetFrame)
    planned = facts.spending.planned
    if frame.total is not None and planned > frame.total:
        yield Found(frame.id, _amounts(facts.plan, planned, frame.total))


def _over_category(facts: Facts) -> Iterator[Found]:
    frame = facts.plan.only(BudgetFrame)
    for category_id, cap in frame.caps.items():
        category = facts.plan.find(BudgetCategory, category_id)
        planned = facts.spending.by_category.get(category_id, Decimal(0))
        if category is not None and planned > cap:
            yield Found(category_id, {"item": category.name, **_amounts(facts.plan, planned, cap)})


def _amounts(plan: Plan, planned: Decimal, cap: Decimal) -> dict[str, object]:
    about = plan.only(About)
    amounts = {"planned": planned, "cap": cap, "over": planned - cap}
    return {name: amount_text(value, about) for name, value in amounts.items()}


def _reserve(facts: Facts) -> Iterator[Found]:
    frame = facts.plan.only(BudgetFrame)
    planned = facts.spending.planned
    if frame.total is None or not frame.reserve:
        return
    if frame.total - frame.reserve < planned <= frame.total:
        yield Found(frame.id, _amounts(facts.plan, planned, frame.total - frame.reserve))


def _alerts(facts: Facts) -> Iterator[Found]:
    frame = facts.plan.only(BudgetFrame)
    if not frame.total:
        return
    used = facts.spending.used
    passed = [alert for alert in sorted(frame.alerts) if used >= alert * frame.total]
    if passed and used > 0:
        yield Found(frame.id, {"alert": int(passed[-1] * 100), "used": int(used / frame.total * 100)})


def _no_category(facts: Facts, line: BudgetLine) -> Iterator[Found]:
    if line.source is None and facts.plan.find(BudgetCategory, line.category) is None:
        yield Found(line.id, {"item": name_of(facts.plan, line)})


def _no_cost(facts: Facts) -> Iterator[Found]:
    paid = facts.spending.paid

    def unpaid(block: Sequence[Measure]) -> tuple[Measure, ...]:
        return tuple(measure for measure in block if measure.id not in paid)

    blocks = facts.kept.blocks("measures without cost", facts.plan.items(Measure), unpaid, context=paid)
    for measure in chain.from_iterable(blocks):
        yield Found(measure.id, {"item": name_of(facts.plan, measure)})


def _tool_without_category(facts: Facts, tool: Tool) -> Iterator[Found]:
    plan = facts.plan
    if not (tool.monthly_cost or tool.initial_cost) or plan.find(BudgetCategory, tool.category) is not None:
        return
    it = next((each for each in plan.items(BudgetCategory) if each.code == "it"), None)
    repair = None
    if it is not None:
        words = Message("repair.choose_category", {"category": it.name})
        repair = Repair(words, setting(plan, tool.id, "category", it.id))
    yield Found(tool.id, {"item": name_of(plan, tool)}, repair)


def _tool_cost_without_start(tool: Tool) -> bool:
    return bool(tool.initial_cost) and tool.start is None


def _cost_beside_fee(facts: Facts, asset: ContentAsset) -> Iterator[Found]:
    plan = facts.plan
    role = plan.find(Role, asset.owner)
    partner = plan.find(Partner, role.partner if role is not None else asset.owner)
    if not asset.cost or partner is None or not partner.monthly_fee:
        return
    if runs_in(partner, cost_month(asset)):
        values = {"item": name_of(plan, asset), "partner": name_of(plan, partner)}
        repair = Repair(Message("repair.clear_cost"), setting(plan, asset.id, "cost", None))
        yield Found(asset.id, values, repair)


def _undecidable(facts: Facts, experiment: Experiment) -> Iterator[Found]:
    names = ("hypothesis", "criteria", "decide_on")
    missing = [Message(f"field.Experiment.{name}") for name in names if not getattr(experiment, name)]
    if missing and not experiment.result:
        values = {"item": name_of(facts.plan, experiment), "fields": Listing(tuple(missing))}
        yield Found(experiment.id, values)


def _undecided(facts: Facts, experiment: Experiment) -> Iterator[Found]:
    closed = facts.plan.only(About).closed_through
    due = experiment.decide_on
    if closed is not None and due is not None and not experiment.result and due[:7] <= closed:
        yield Found(experiment.id, {"item": name_of(facts.plan, experiment), "date": day_words(due)})


def _house_list(plan: Plan) -> Decimal | None:
    """The people we hold, by coverage: inside and outside the targets; None when that is not known.

    Of all targets where there is such a row, else of the segments together.
    """
    rows = plan.items(Coverage)
    for here in (
        [each for each in rows if each.segment is None and not each.tier],
        [each for each in rows if each.segment is None],
        [each for each in rows if not each.tier],
        rows,
    ):
        held = [value for each in here for value in map(_value, (each.people, each.people_outside)) if value]
        if held:
            return sum(held, Decimal(0))
    return None


def _value(figure: Figure | None) -> Decimal | None:
    return None if figure is None else figure.value


def _overdrawn(facts: Facts) -> Iterator[Found]:
    """More people drawn from the house list by one measure than ever stand there.

    That is those held today and all new leads that the forecast brings over the plan's months.
    """
    plan = facts.plan
    held = _house_list(plan)
    drawing = [each for each in plan.items(Measure) if each.drawn_from == "house_list"]
    if held is None or not drawing:
        return
    room = held + _new_leads(facts, drawing)
    months = plan_months(plan)
    for measure in drawing:
        drawn = total(measure.expected, months) or Decimal(0)
        if drawn > room:
            values = {"drawn": number(drawn, 0), "held": number(held, 0), "room": number(room, 0)}
            yield Found(measure.id, {"item": name_of(plan, measure), **values})


def _new_leads(facts: Facts, drawing: list[Measure]) -> Decimal:
    """Those who come to the lead step by the forecast, without those who come from the house list."""
    lead = next((step for step in facts.forecast.steps if step.marks == "lead"), None)
    if lead is None or lead.total is None:
        return Decimal(0)
    months = plan_months(facts.plan)
    held = (total(each.expected, months) for each in drawing if each.enters_at in (None, lead.id))
    return max(Decimal(0), lead.total - sum((each or Decimal(0) for each in held), Decimal(0)))


def _not_whole(facts: Facts, shape: Seasonality) -> Iterator[Found]:
    whole = sum(shape.shares.values(), Decimal(0))
    if not shape.shares or abs(whole - 1) <= _ROUNDING:
        return
    repair = Repair(Message("repair.scale_shares"), _scaled(facts.plan, shape, whole)) if whole else None
    yield Found(shape.id, {"item": name_of(facts.plan, shape), "sum": percent(whole, 2)}, repair)


def _scaled(plan: Plan, shape: Seasonality, whole: Decimal) -> Change:
    """The shares in proportion, so that they make up the whole; what rounding leaves goes to the largest."""
    shares = {month: rounded(share / whole, 4) for month, share in shape.shares.items()}
    largest = max(shares, key=lambda month: (shares[month], month))
    shares[largest] += 1 - sum(shares.values(), Decimal(0))
    return joined(setting(plan, shape.id, "shares", share, month) for month, share in shares.items())


def _total_moved(facts: Facts, shape: Seasonality) -> Iterator[Found]:
    plan = facts.plan
    series = _spread(plan, shape.spreads)
    now = None if series is None else total(series, plan_months(plan))
    if now is not None and shape.total is not None and rounded(now) != rounded(shape.total):
        values = {"total": number(shape.total, 0), "sum": number(now, 0)}
        yield Found(shape.id, {"item": name_of(plan, shape), **values})


def _spread(plan: Plan, item_id: str | None) -> Series | None:
    """The months of what a shape spreads: a line's plan, a measure's expected number, a metric's target."""
    match plan.get(item_id):
        case BudgetLine() as line:
            return line.planned
        case Measure() as measure:
            return measure.expected
        case Metric() as metric if metric.combines == "sum":
            return metric.target
        case _:
            return None


def _money_check(check: str, severity: Severity, run: Callable[[Facts], Iterator[Found]]) -> Check:
    reads = BUDGET_READS | reading(BudgetFrame, BudgetCategory)
    return Check(id=check, severity=severity, chapter="budget", reads=reads, run=run)


CHECKS: tuple[Check, ...] = (
    _money_check("over_total", "error", _over_total),
    _money_check("reserve_used", "warning", _reserve),
    _money_check("over_category", "error", _over_category),
    _money_check("budget_alert", "hint", _alerts),
    item_check("line_without_category", "warning", "budget", BudgetLine, _no_category),
    Check(
        id="measure_without_cost",
        severity="warning",
        chapter="budget",
        reads=BUDGET_READS | reading(Measure),
        run=_no_cost,
    ),
    item_check("seasonality_not_whole", "error", "budget", Seasonality, _not_whole),
    item_check("seasonality_total", "warning", "budget", Seasonality, _total_moved, reads=(About,)),
    Check(
        id="house_list_overdrawn",
        severity="warning",
        chapter="budget",
        reads=FORECAST_READS | reading(Coverage),
        run=_overdrawn,
    ),
    item_check("experiment_not_decidable", "warning", "budget", Experiment, _undecidable),
    item_check("experiment_undecided", "warning", "budget", Experiment, _undecided, reads=(About,)),
    item_check(
        "tool_without_category",
        "warning",
        "budget",
        Tool,
        _tool_without_category,
        reads=(BudgetCategory,),
    ),
    lacking("tool_cost_without_start", "warning", "budget", Tool, _tool_cost_without_start),
    item_check(
        "cost_beside_fee",
        "hint",
        "budget",
        ContentAsset,
        _cost_beside_fee,
        reads=(Partner, Role),
    ),
    lacking(
        "measure_without_outcome",
        "hint",
        "budget",
        Measure,
        lambda each: each.outcome is None and each.big_move is None,
    ),
    lacking("measure_without_stage", "warning", "budget", Measure, lambda each: each.stage is None),
    lacking("measure_without_success", "warning", "budget", Measure, lambda each: not each.success),
    lacking("measure_without_stop", "warning", "budget", Measure, lambda each: not each.stop),
    lacking("measure_not_told_apart", "warning", "budget", Measure, lambda each: not each.identified_by),
    lacking(
        "house_list_as_new",
        "warning",
        "budget",
        Measure,
        lambda each: each.drawn_from == "house_list" and each.serves == "new" and each.enters_at is None,
    ),
)
