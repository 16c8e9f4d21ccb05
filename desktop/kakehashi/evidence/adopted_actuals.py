"""The actuals finding as the actual months of the plan's metrics, with one passport per import and metric."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec

from kakehashi.evidence.findings import Finding
from kakehashi.evidence.findings.base import period_text
from kakehashi.evidence.taking_over import Taking, kept
from kakehashi.plan.basis import About
from kakehashi.plan.item import Item
from kakehashi.plan.metrics import Metric
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.telling import period_words
from kakehashi.words import Message


def actual_items(
    plan: Plan, finding: Finding, record: str, person: str, date: str, _make_id: Callable[[], str]
) -> tuple[tuple[Item, ...], tuple[str, ...], tuple[Message, ...]]:
    """Months that the data tell whole, or that the plan has closed, where they say another value."""
    taking = Taking(plan, finding, record, person, date)
    found, entries, left = _months(finding, plan.only(About).closed_through)
    items = []
    told = []
    for metric_id, months in found.items():
        metric = plan.find(Metric, metric_id)
        new = {m: v for m, v in months.items() if metric is not None and metric.actual.get(m) != v}
        if metric is None or not new:
            continue
        items.append(_with_actual(taking, metric, new, entries[metric_id]))
        told.append(
            Message(
                "adopt.actual",
                {
                    "metric": name_of(plan, metric),
                    "count": len(new),
                    "period": period_words(period_text(min(new), max(new))),
                },
            )
        )
    if found and not items:
        told.append(Message("adopt.actuals_known"))
    if left:
        told.append(Message("adopt.month_not_over", {"months": ", ".join(sorted(left))}))
    return tuple(items), (), tuple(told)


def _months(
    finding: Finding, closed: str | None
) -> tuple[dict[str, dict[str, Decimal]], dict[str, int], set[str]]:
    """Metric -> its months; metric -> the rows behind them; months that are not over yet."""
    found: dict[str, dict[str, Decimal]] = {}
    entries: dict[str, int] = {}
    left: set[str] = set()
    for row in finding.records():
        metric, month, value = str(row["metric"]), str(row["month"]), row["value"]
        if not isinstance(value, Decimal):
            continue
        if not row["complete"] and not (closed is not None and month <= closed):
            left.add(month)
            continue
        found.setdefault(metric, {})[month] = kept(value)
        entries[metric] = entries.get(metric, 0) + int(str(row["entries"]))
    return found, entries, left


def _with_actual(taking: Taking, metric: Metric, months: dict[str, Decimal], entries: int) -> Metric:
    passport = msgspec.structs.replace(
        taking.passport(entries), period=period_text(min(months), max(months)), confidence=""
    )
    return msgspec.structs.replace(
        metric,
        actual={**metric.actual, **months},
        actual_from={**metric.actual_from, **dict.fromkeys(months, taking.record)},
        passports={**metric.passports, taking.record: passport},
    )
