"""A small plan whose forecast can be worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetFrame, BudgetLine, Measure
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.months import months_from
from kakehashi.plan.organization import Capacity, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, FunnelStep, Goal

MONTHS = months_from("2027-04", 4)


def figure(value: float | str) -> Figure:
    return Figure(value=Decimal(str(value)))


def small_plan() -> Plan:
    """100 leads in each of April and May; 50 % become opportunities after 1 month, 20 % of these won at once.

    So 10 won in each of May and June, at 1,000,000 each. Money: 2,000,000 in all, 200,000 of it fixed.
    """
    return Plan(
        "small",
        [
            About(id=only_id("About"), first_month=MONTHS[0], months=4),
            FunnelStep(
                id="lead", name="リード", position="a", marks="lead", rate=figure("0.5"), lag=figure(1)
            ),
            FunnelStep(
                id="opp", name="商談", position="b", marks="opportunity", rate=figure("0.2"), lag=figure(0)
            ),
            FunnelStep(id="won", name="受注", position="c", marks="won"),
            Measure(id="fair", name="展示会", expected={MONTHS[0]: Decimal(100), MONTHS[1]: Decimal(100)}),
            BudgetCategory(id="promotion", name="販促"),
            BudgetLine(
                id="booth",
                measure="fair",
                category="promotion",
                planned={MONTHS[0]: Decimal(900_000), MONTHS[1]: Decimal(900_000)},
            ),
            BudgetLine(id="tool", category="it", planned={MONTHS[3]: Decimal(200_000)}),
            Economics(
                id=only_id("Economics"),
                deal_value=figure(1_000_000),
                gross_margin=figure("0.6"),
                contract_months=Decimal(20),
                churn=figure("0.02"),
                expansion=figure(0),
                sales_cost=Decimal(50_000),
            ),
            Metric(id="kgi", name="新規受注", follows="won", target={MONTHS[3]: Decimal(30)}),
            Goal(id="goal", metric="kgi", by=MONTHS[3]),
        ],
    )


def staff() -> Role:
    return Role(id="role", title="担当", monthly_cost=Decimal(250_000))


def frame(total: int, **caps: int) -> BudgetFrame:
    money = {category: Decimal(cap) for category, cap in caps.items()}
    return BudgetFrame(id=only_id("BudgetFrame"), total=Decimal(total), caps=money)


def team(step: str, amount: float, **fields: Any) -> Capacity:
    return Capacity(id=f"team-{step}", step=step, amount=figure(amount), **fields)


def changed(plan: Plan, item: str, **fields: Any) -> Plan:
    """The plan in which an item has other fields."""
    return plan.with_items({item: msgspec.structs.replace(plan.item(item), **fields)})


def plus(plan: Plan, *items: Item) -> Plan:
    return plan.with_items({item.id: item for item in items})
