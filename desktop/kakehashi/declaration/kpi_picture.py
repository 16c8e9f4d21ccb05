"""The tree of metrics with who agrees to their definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import get_args

from kakehashi.declaration.blocks import Picture
from kakehashi.declaration.context import Context
from kakehashi.declaration.metric_formulas import joints
from kakehashi.declaration.metric_units import count_digits, in_words, metric_unit
from kakehashi.declaration.metric_views import STATES, YEAR, agreement_words, states, year_target
from kakehashi.drawing.badges import AgreementState
from kakehashi.drawing.kpi_tree import KpiTree, LegendEntry, kpi_tree
from kakehashi.drawing.metric_card import Agreement as DrawnAgreement
from kakehashi.drawing.metric_card import Metric as DrawnMetric
from kakehashi.plan.metrics import Metric
from kakehashi.plan.organization import Department
from kakehashi.rounding import around
from kakehashi.words import MISSING, number, percent

KEY = "metrics.tree"
_PAGE = 720.0  # px that fit an upright page
_TREE = 1180.0  # px that a whole tree should not exceed


def kpi_picture(context: Context) -> Picture:
    """The picture of all metrics, parts in the order of their formula."""
    told = told_tree(context)
    scene = kpi_tree(told)
    return Picture(
        key=KEY,
        title=told.title,
        scene=scene,
        description=told.description,
        table=YEAR,
        wide=scene.width > _PAGE,
    )


def told_tree(context: Context) -> KpiTree:
    """What the picture says, to be drawn for any room."""
    found = context.plan.items(Metric)
    parts = parts_of(found)
    metrics = _ordered(found, parts)
    leads_to = {metric.id: metric.leads_to for metric in metrics}
    signs = {p: sign for whole, chain in parts.items() for p, sign in chain if leads_to.get(p) == whole}
    return KpiTree(
        key=KEY,
        title=context.say("declaration.metrics.tree"),
        description=_description(context, metrics),
        metrics=tuple(_drawn(context, metric, signs.get(metric.id, "")) for metric in metrics),
        legend_title=context.say("declaration.metrics.agreement"),
        legend=_legend(context, metrics),
        room=_TREE,
    )


Parts = Mapping[str, tuple[tuple[str, str], ...]]


def parts_of(metrics: tuple[Metric, ...]) -> Parts:
    """Metric -> its parts with the sign before each: by its own formula, or because a part is a ratio of it
    and another part (price = revenue / deals, so revenue = deals × price).
    """
    leads_to = {metric.id: metric.leads_to for metric in metrics}
    found = {metric.id: chain for metric in metrics if (chain := joints(metric.formula))}
    own = {whole for whole, chain in found.items() if any(leads_to.get(part) == whole for part, _ in chain)}
    parts = {whole: found[whole] for whole in own}
    for metric in metrics:
        match found.get(metric.id, ()):
            case ((whole, _), (other, "÷")) if metric.leads_to == leads_to.get(other) == whole:
                parts.setdefault(whole, ((other, ""), (metric.id, "×")))
    return parts


def _ordered(metrics: tuple[Metric, ...], parts: Parts) -> tuple[Metric, ...]:
    """Parts of a metric in the order of its formula, the others behind."""
    rank = {(whole, part): at for whole, chain in parts.items() for at, (part, _) in enumerate(chain)}
    last = len(metrics)
    return tuple(sorted(metrics, key=lambda each: rank.get((each.leads_to or "", each.id), last)))


def _drawn(context: Context, metric: Metric, sign: str) -> DrawnMetric:
    value, unit = _figure(context, metric)
    answers = states(context, metric)
    return DrawnMetric(
        id=metric.id,
        name=context.named(metric.id),
        value=value,
        unit=unit,
        parent=metric.leads_to,
        operator=sign,
        agreements=tuple(
            DrawnAgreement(_state(state), _short(context, department)) for department, state in answers
        ),
        head=context.choice("Metric.role", "kgi") if metric.role == "kgi" else "",
        badge="warn" if any(state == "objected" for _, state in answers) else None,
        note=context.typed(metric.counts),
    )


def _figure(context: Context, metric: Metric) -> tuple[str, str]:
    """The year's target as the card shows it, and its unit."""
    unit, target = metric_unit(context, metric), year_target(context, metric)
    if target is None:
        return MISSING, ""
    if unit.kind == "rate":
        return percent(target, unit.digits).removesuffix("%"), "%"
    digits = count_digits(target) if metric.unit == "count" else unit.digits
    before, after = around(unit.unit)
    return before + number(target / unit.size, digits), after


def _state(state: str) -> AgreementState:
    known: tuple[AgreementState, ...] = get_args(AgreementState)
    return next((each for each in known if each == state), "open")


def _short(context: Context, department: str) -> str:
    item = context.plan.find(Department, department)
    if item is None:
        return ""
    return context.typed(item.short_name) or context.typed(item.name)[:2]


def _legend(context: Context, metrics: tuple[Metric, ...]) -> tuple[LegendEntry, ...]:
    counts = Counter(state for metric in metrics for _, state in states(context, metric))
    if not counts:
        return ()
    return tuple(
        LegendEntry(
            state=_state(state), label=context.choice("Agreement.state", state), count=str(counts[state])
        )
        for state in STATES
    )


def _description(context: Context, metrics: tuple[Metric, ...]) -> str:
    parts = []
    for metric in metrics:
        said = context.say(
            "declaration.labelled",
            label=context.named(metric.id),
            value=in_words(context, metric, year_target(context, metric)),
        )
        answers = agreement_words(context, metric)
        parts.append(context.say("declaration.with_note", value=said, note=answers) if answers else said)
    return context.say("declaration.metrics.tree_described", metrics=context.listed(parts))
