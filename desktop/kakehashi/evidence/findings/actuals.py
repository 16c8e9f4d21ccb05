"""Actuals: what each metric with a data flow came to in every month of the data.

A metric's months come from the table `actual` where it names the metric, else from what the metric follows
(a step of the funnel, won deals, revenue, spend, cost per lead).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from kakehashi.evidence.findings.base import (
    Asked,
    FindingCell,
    Outcome,
    exact,
    month_text,
    period_text,
    twelve,
)
from kakehashi.plan.basis import About
from kakehashi.plan.measurement import DataFlow
from kakehashi.plan.metrics import Metric
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep
from kakehashi.words import ALL_LANGUAGES, Message, in_language

COLUMNS = (
    "metric",  # its id
    "name",
    "month",
    "value",  # in the metric's unit
    "entries",  # rows behind it
    "table",  # actual; lead, opportunity, spend
    "complete",  # the data reach the end of the month
)
TABLE_OF = {
    "lead": "lead",
    "follow": "lead",
    "opportunity": "opportunity",
    "valid": "opportunity",
    "won": "opportunity",
    "revenue": "opportunity",
    "spend": "spend",
    "cost_per_lead": "spend",
}


class _Month(msgspec.Struct, frozen=True):
    value: Decimal
    entries: int


_Series = Mapping[int, _Month]


def actuals(asked: Asked) -> Outcome:
    """The finding. Metrics without a data flow, or that the data say nothing of, are told in the notes."""
    plan = asked.plan
    flows = {flow.metric for flow in plan.items(DataFlow) if flow.metric is not None}
    metrics = [metric for metric in plan.items(Metric) if metric.id in flows]
    series, others = _events(asked)
    named = _named(asked)
    language = plan.only(About).language
    last = _last_complete(asked.newest())
    over = {"spend": max((last or 0, *(month - 1 for month in series.get("spend", {}))))}  # it has no days
    rows: list[tuple[FindingCell, ...]] = []
    notes = []
    for metric in metrics:
        table, months = _of(plan, metric, series, named)
        if not months:
            notes.append(Message("finding.note.no_actuals", {"metric": name_of(plan, metric)}))
        for month in sorted(months):
            rows.append(
                (
                    metric.id,
                    in_language(metric.name, language),
                    month_text(month),
                    months[month].value,
                    months[month].entries,
                    table,
                    table == "actual" or month <= over.get(table, last or 0),
                )
            )
    without = sum(metric.id not in flows for metric in plan.items(Metric))
    if rows and without:
        notes.append(Message("finding.note.no_flow", {"count": without}))
    if others and any(row[5] in ("opportunity", "spend") for row in rows):
        notes.append(Message("finding.note.other_currencies", {"currency": plan.only(About).currency}))
    months_told = [str(row[2]) for row in rows]
    period = period_text(min(months_told), max(months_told)) if rows else ""
    return Outcome(COLUMNS, tuple(rows), {}, tuple(notes), period)


def _last_complete(newest: date | None) -> int | None:
    """The last month (year * 12 + month) that the data tell whole."""
    if newest is None:
        return None
    month = newest.year * 12 + newest.month
    return month if newest.day == monthrange(newest.year, newest.month)[1] else month - 1


def _events(asked: Asked) -> tuple[dict[str, dict[int, _Month]], bool]:
    """What happened by month; money in the plan's currency or in none. And whether there was other money."""
    currency = asked.plan.only(About).currency
    found: dict[str, dict[int, _Month]] = {}
    others = False
    for row in asked.query("actuals"):
        if row["currency"] not in (None, currency):
            others = True
            continue
        months = found.setdefault(row["what"], {})
        month = int(row["month_number"])
        before = months.get(month, _Month(Decimal(0), 0))
        months[month] = _Month(
            exact(before.value + Decimal(row["value"])), before.entries + int(row["entries"])
        )
    _fill_gaps(found)
    leads = found.get("lead", {})
    found["cost_per_lead"] = {
        month: _Month(twelve(spent.value / leads[month].value), spent.entries)
        for month, spent in found.get("spend", {}).items()
        if month in leads and leads[month].value
    }
    return found, others


def _fill_gaps(found: dict[str, dict[int, _Month]]) -> None:
    """A month in which nothing happened, between others of its table in which something did, is 0."""
    for kinds in (("lead", "follow"), ("opportunity", "valid", "won", "revenue")):
        told = [month for what in kinds for month in found.get(what, ())]
        for what in kinds:
            if months := found.get(what):
                for month in range(min(months), max(told) + 1):
                    months.setdefault(month, _Month(Decimal(0), 0))


def _named(asked: Asked) -> dict[str, dict[int, _Month]]:
    """Metrics that the table `actual` names, by folded name. Of several values of a month their sum."""
    found: dict[str, dict[int, _Month]] = {}
    for row in asked.query("actuals_named"):
        months = found.setdefault(row["metric"].strip().casefold(), {})
        months[int(row["month_number"])] = _Month(exact(row["value"]), int(row["entries"]))
    return found


def _of(
    plan: Plan,
    metric: Metric,
    series: Mapping[str, _Series],
    named: Mapping[str, _Series],
) -> tuple[str, _Series]:
    names = [metric.id, *(in_language(metric.name, language) for language in ALL_LANGUAGES)]
    for name in names:
        if months := named.get(name.strip().casefold()):
            return "actual", months
    follows = metric.follows
    if follows == "step":
        step = plan.find(FunnelStep, metric.follows_step)
        follows = step.marks if step is not None else ""  # type: ignore[assignment]
    if follows not in TABLE_OF:
        return "", {}
    return TABLE_OF[follows], series.get(follows, {})
