"""KGI and KPI: the tree, the year at a glance, the months, the definitions that everybody agreed to."""

from __future__ import annotations

from collections import Counter

from kakehashi.declaration.blocks import Block, Chapter
from kakehashi.declaration.context import Context
from kakehashi.declaration.kpi_picture import kpi_picture
from kakehashi.declaration.metric_values import values_table
from kakehashi.declaration.metric_views import definitions_table, months_table, states, year_table
from kakehashi.plan.metrics import Metric


def chapter(context: Context) -> Chapter:
    """The tree first, then the figures, then what is counted."""
    metrics = context.plan.items(Metric)
    if not metrics:
        return context.chapter("metrics", (), context.say("declaration.metrics.empty"))
    found: list[Block | None] = [kpi_picture(context), year_table(context)]
    if not context.headline:
        found += [months_table(context), definitions_table(context)]
    found.append(values_table(context))
    blocks = tuple(block for block in found if block is not None)
    return context.chapter("metrics", blocks, _sentence(context, metrics))


def _sentence(context: Context, metrics: tuple[Metric, ...]) -> str:
    """How many metrics, and whether their definitions are agreed."""
    counts = Counter(state for metric in metrics for _, state in states(context, metric))
    goals = sum(metric.role == "kgi" for metric in metrics)
    said = context.say("declaration.metrics.sentence", count=len(metrics), goals=goals)
    if not counts:
        return said
    answers = context.say(
        "declaration.metrics.agreed",
        agreed=counts["agreed"],
        asked=sum(counts.values()),
        open=counts["open"],
        objected=counts["objected"],
    )
    return context.sentences([said, answers])
