"""The checks of a large plan: all of them, how they grow with it, and again after one edit.

Leaves out: showing the findings. The edits are those that cost most: each kind is read by many checks, and a
cell of the budget or a month of a measure changes the forecast.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

import msgspec
from tests.benchmarks.large_plan import large_plan
from tests.benchmarks.timing import Ratio, timed

from kakehashi.checks.run import Checked, checked, checked_again
from kakehashi.plan.changes import apply, kinds_touched, setting
from kakehashi.plan.item import Figure, Item, Passport
from kakehashi.plan.kinds import only_id
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, Goal

RUNS = 5
MARKS = ("lead", "follow", "opportunity", "valid", "won")
EDITS = (  # item, field, month, value
    ("b5", "planned", "2027-06", "5"),
    ("m5", "expected", "2027-06", "7"),
    ("m5", "channel", None, "ウェビナー"),
    ("k5", "name", None, "有効商談数"),
    ("a5", "remark", None, "予算化の時期を確かめる"),
)


def working_plan(count: int) -> Plan:
    """The large plan with a funnel, economics and a goal, so that it has a forecast."""
    items = [*map(_working, large_plan(count))]
    items.append(
        Economics(
            id=only_id("Economics"),
            deal_value=_figure("1000000"),
            gross_margin=_figure("0.5"),
            churn=_figure("0.01"),
            contract_months=Decimal(12),
            sales_cost=Decimal(0),
        )
    )
    items.append(Goal(id="goal", metric="k0", by="2028-03"))
    return Plan("working", items)


def _working(item: Item) -> Item:
    if item.kind == "FunnelStep":
        return msgspec.structs.replace(item, marks=MARKS[int(item.id[1:])], lag=_figure("1"))
    if item.kind == "Measure":
        return msgspec.structs.replace(item, enters_at="s0")
    if item.id == "k0":
        return msgspec.structs.replace(item, role="kgi", follows="won")
    return item


def _figure(value: str) -> Figure:
    return Figure(value=Decimal(value), passport=Passport(origin="assumed", source="営業部"))


def measure() -> list[Ratio]:
    """Growth of a full run from 2,000 to 20,000 items, and each edit against a full run."""
    small, large = working_plan(2_000), working_plan(20_000)
    seconds: dict[int, list[float]] = {2_000: [], 20_000: []}
    again: dict[str, list[float]] = {}
    checked(small)
    checked(large)
    for _ in range(RUNS):
        seconds[2_000].append(timed(lambda: checked(_fresh(small))))
        seconds[20_000].append(timed(lambda: checked(_fresh(large))))
    large.reverse_index()  # as after opening a file
    before = checked(large)
    for _ in range(RUNS):
        for name, took in _after_each(large, before):
            again.setdefault(name, []).append(took)
    few, many = statistics.median(seconds[2_000]), statistics.median(seconds[20_000])
    growth = Ratio("all checks of 20,000 items / ten times those of 2,000", many, few * 10, 1.2)
    edits = [
        Ratio(f"checks again after an edit of {name} / 1/50 of all", statistics.median(took), many / 50, 1.0)
        for name, took in again.items()
    ]
    return [growth, *edits]


def _fresh(plan: Plan) -> Plan:
    """The same plan with nothing worked out about it yet."""
    return Plan(plan.uuid, plan)


def _after_each(plan: Plan, before: Checked) -> Iterator[tuple[str, float]]:
    for item, field, month, value in EDITS:
        change = setting(plan, item, field, Decimal(value) if month else value, month)
        edited = apply(plan, change)
        kinds = kinds_touched(plan, change)
        took = timed(partial(checked_again, before, edited, frozenset({item}), kinds))
        yield f"{plan.item(item).kind}.{field}", took
        checked_again(before, plan, frozenset({item}), kinds)  # what is kept is that of the plan again
