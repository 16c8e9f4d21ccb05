"""A large plan as a company of many measures would have it: 20,000 items, 100,000 edits."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetLine, Criterion, Measure
from kakehashi.plan.changes import Patch
from kakehashi.plan.item import Figure, Item, Passport
from kakehashi.plan.kinds import only_id
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.plan.months import months_from
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import spread
from kakehashi.plan.simulation import FunnelStep
from kakehashi.storage.plan_file import SCHEMA, PlanFile
from kakehashi.storage.tables import checksum, insert

MONTHS = months_from("2027-04", 12)


def large_plan(count: int = 20_000) -> Plan:
    """That many items: half budget lines with twelve months, a quarter measures, metrics and agreements."""
    lines, measures, metrics = count // 2, count // 4, count // 10
    keys = spread(max(lines, measures, metrics))
    items: list[Item] = [About(id=only_id("About"), title="Plan", company="株式会社ツムギ計測")]
    items += [BudgetCategory(id=f"c{n}", name=f"区分{n}", position=keys[n]) for n in range(4)]
    items += [_line(n, keys[n], measures) for n in range(lines)]
    items += [_measure(n, keys[n], metrics) for n in range(measures)]
    items += [_metric(n, keys[n]) for n in range(metrics)]
    items += [
        Agreement(id=f"a{n}", item=f"k{n % metrics}", department="d1", position="a0")
        for n in range(count - len(items) - 5)
    ]
    items += [_step(n, keys[n]) for n in range(5)]
    return Plan("large", items)


def measures(count: int) -> Plan:
    """A plan of that many measures and little else."""
    keys = spread(count)
    items: list[Item] = [About(id=only_id("About"), title="Plan", company="株式会社ツムギ計測")]
    items += [BudgetCategory(id=f"c{n}", name=f"区分{n}", position=keys[n]) for n in range(4)]
    items += [_metric(n, keys[n]) for n in range(50)]
    items += [_measure(n, keys[n], 50) for n in range(count)]
    return Plan("measures", items)


def _line(n: int, key: str, measures: int) -> BudgetLine:
    return BudgetLine(
        id=f"b{n}",
        position=key,
        name=f"ウェビナー配信費 {n}",
        category=f"c{n % 4}",
        measure=f"m{n % measures}",
        planned={month: Decimal(100_000 + n) for month in MONTHS},
    )


def _measure(n: int, key: str, metrics: int) -> Measure:
    return Measure(
        id=f"m{n}",
        position=key,
        name=f"施策 {n}",
        aim="対象企業の課題に答え、商談につなげる",
        moves=(f"k{n % metrics}",),
        category=f"c{n % 4}",
        start="2027-04",
        end="2028-03",
        expected={month: Decimal(n % 50) for month in MONTHS},
        identified_by=(f"campaign-{n}",),
        success=(Criterion(metric=f"k{n % metrics}", threshold=Decimal("0.25"), counted_from="新規リード"),),
    )


def _metric(n: int, key: str) -> Metric:
    return Metric(
        id=f"k{n}",
        position=key,
        name=f"指標 {n}",
        counts="対象企業との商談のうち、課題と予算を確かめたもの",
        leads_to=f"k{n // 2}",
        target={month: Decimal(10 + n % 90) for month in MONTHS},
    )


def _step(n: int, key: str) -> FunnelStep:
    rate = Figure(
        value=Decimal("0.25"),
        low=Decimal("0.1"),
        high=Decimal("0.4"),
        passport=Passport(origin="borrowed", source="b2blead.io 2026", period="2026"),
    )
    return FunnelStep(id=f"s{n}", position=key, name=f"段階 {n}", rate=rate)


def write(path: Path, plan: Plan, history: int) -> None:
    """A plan file with this many history rows of one cell each."""
    file = PlanFile.create(path, plan.uuid, plan, app_version="0", at="2027-04-01T09:00:00")
    file._db.execute("BEGIN")
    file._db.executemany(
        insert("history"),
        ((*row, checksum(row)) for row in map(_row, range(1, history + 1))),
    )
    file._db.execute("COMMIT")
    file.close()


def _row(n: int) -> tuple[object, ...]:
    head = (n, n.to_bytes(10, "big"), (n - 1).to_bytes(10, "big") if n > 1 else None)
    return (*head, "白石", "2027-04-01T09:00:00", None, SCHEMA, None, _patch(n))


def _patch(n: int) -> bytes:
    patch = Patch(f"b{n % 10_000}", "planned", MONTHS[n % 12], str(n), str(n + 1))
    return msgspec.json.encode((patch,))
