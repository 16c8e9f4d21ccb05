"""Cases of the checks of simulation: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.item import Figure, Item, Passport
from kakehashi.plan.kinds import only_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.review import FindingRecord
from kakehashi.plan.simulation import CustomerBase, FunnelStep, Goal


def figure(value: str, finding: str = "") -> Figure:
    passport = Passport(origin="measured", source="SFA", finding=finding)
    return Figure(value=Decimal(value), passport=passport)


PLAN: tuple[Item, ...] = (
    About(id=only_id("About"), first_month="2027-04", months=12),
    FunnelStep(id="lead", name="リード", marks="lead", rate=figure("0.5"), lag=figure("0"), position="a0"),
    FunnelStep(id="won", name="受注", marks="won", position="a1"),
    Measure(id="m", name="展示会", expected={"2027-04": Decimal(100)}),
    BudgetLine(id="line", measure="m", planned={"2027-04": Decimal(1000)}),
)


def leads(target: int) -> Metric:
    target_series = {"2027-04": Decimal(target)}
    return Metric(id="k", name="リード数", follows="step", follows_step="lead", target=target_series)


def cost_per_lead(target: int) -> Metric:
    return Metric(
        id="k",
        name="CPL",
        follows="cost_per_lead",
        better="down",
        unit="money",
        target={"2027-05": Decimal(target)},
    )


def rates(date: str, **parameters: str) -> FindingRecord:
    return FindingRecord(id=f"of-{date}", finding="rates", date=date, parameters=parameters)


STEP = FunnelStep(id="s", name="有効商談", rate=figure("0.5", "of-2027-03-01"))
CASES: list[tuple[str, list[Item], list[Item]]] = [
    ("metric_gap", [*PLAN, leads(101)], [*PLAN, leads(100)]),
    ("metric_gap", [*PLAN, cost_per_lead(9)], [*PLAN, cost_per_lead(10)]),
    ("metric_gap", [*PLAN, leads(101)], [*PLAN, leads(101), Goal(id="g", metric="k")]),
    (
        "customer_base_contradicts",
        [CustomerBase(id="c", churn=figure("0.01"))],
        [CustomerBase(id="c", churn=figure("0.01"), customers=figure("68"))],
    ),
    (
        "customer_base_contradicts",
        [CustomerBase(id="c", churn=figure("1"), customers=figure("68"))],
        [CustomerBase(id="c", churn=figure("0.99"), customers=figure("68"))],
    ),
    (
        "older_finding",
        [STEP, rates("2027-03-01"), rates("2027-09-01")],
        [STEP, rates("2027-03-01"), rates("2027-09-01", kind="renewal")],
    ),
]
