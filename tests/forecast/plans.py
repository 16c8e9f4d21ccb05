"""Plans drawn for the forecast: every lag, response and way in, from a seed, all assumptions given."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetFrame, BudgetLine, Measure, Response
from kakehashi.plan.item import Figure, Item, Series
from kakehashi.plan.kinds import only_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.months import months_from, shifted
from kakehashi.plan.organization import Capacity, Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import spread
from kakehashi.plan.simulation import Economics, FunnelStep, Goal, OpeningPipeline

SEEDS = range(300)
CATEGORIES = ("promotion", "production")


def figure(value: float | Decimal | str) -> Figure:
    return Figure(value=Decimal(str(value)))


def drawn_plan(seed: int) -> Plan:
    """A plan in which nothing is missing; metrics and goals are left to the tests."""
    rng = Random(seed)
    about = About(
        id=only_id("About"),
        first_month=rng.choice(["2026-10", "2027-01", "2027-04"]),
        months=rng.choice([3, 6, 12, 12, 18, 36]),
    )
    months = months_from(about.first_month, about.months)
    steps = _steps(rng)
    inside = [step for step in steps if step.marks not in ("renewed",) and step.id != "visit"]
    items: list[Item] = [about, *steps, *_economics(rng), *_organization(rng, months, inside)]
    for n, position in enumerate(spread(rng.randint(1, 6))):
        items += _measure(rng, f"m{n}", position, months, inside)
    items += _opening(rng, inside)
    return Plan(f"drawn-{seed}", items)


def with_goal(
    plan: Plan, follows: str, combines: str, by: str, target: Decimal | float, closed: str | None = None
) -> Plan:
    """The plan with one goal, `target` in its month, and these months closed."""
    about = plan.only(About)
    metric = Metric(
        id="kgi",
        name="KGI",
        follows=follows,  # type: ignore[arg-type]
        combines=combines,  # type: ignore[arg-type]
        target={by: Decimal(repr(float(target)))},
    )
    fresh = About(id=about.id, first_month=about.first_month, months=about.months, closed_through=closed)
    return plan.with_items({metric.id: metric, "goal": Goal(id="goal", metric="kgi", by=by), about.id: fresh})


def _steps(rng: Random) -> list[FunnelStep]:
    marks = [mark for mark in ("follow", "opportunity", "valid", "other") if rng.random() < 0.6]
    named = ["lead", *marks, "won"]
    if rng.random() < 0.3:
        named.insert(0, "visit")
    if rng.random() < 0.3:
        named.append("renewed")
    return [_step(rng, mark, position) for mark, position in zip(named, spread(len(named)), strict=True)]


def _step(rng: Random, mark: str, position: str) -> FunnelStep:
    shape = rng.choice(["fixed", "spread", "histogram"])
    rate = Decimal(0) if rng.random() < 0.02 else Decimal(rng.randint(20, 1000)) / 1000
    mean = rng.choice([Decimal(rng.randint(0, 6)), Decimal(rng.randint(1, 800)) / 100])
    return FunnelStep(
        id=mark,
        name=mark,
        position=position,
        marks="other" if mark == "visit" else mark,  # type: ignore[arg-type]
        rate=Figure(value=rate),
        lag_shape=shape,  # type: ignore[arg-type]
        lag=Figure(value=mean),
        lag_spread=rng.choice([None, Decimal(0), *(Decimal(rng.randint(2, 60)) / 10 for _ in range(9))]),
        lag_shares=(*(Decimal(rng.randint(0, 100)) / 100 for _ in range(rng.randint(1, 8))), Decimal("0.25")),
    )


def _economics(rng: Random) -> Iterator[Item]:
    yield Economics(
        id=only_id("Economics"),
        deal_value=figure(rng.randint(100, 5000) * 1000),
        gross_margin=figure(rng.randint(20, 95) / 100),
        contract_months=Decimal(rng.choice(["1", "12", "24", "4.5"])),
        churn=figure(rng.choice([0, 0.01, 0.025])),
        expansion=figure(rng.choice([0, 0.08])),
        sales_cost=Decimal(rng.choice([0, 300_000])),
        staff_in_cac=rng.random() < 0.5,
    )


def _organization(rng: Random, months: tuple[str, ...], steps: list[FunnelStep]) -> Iterator[Item]:
    for category in CATEGORIES:
        yield BudgetCategory(id=category, name=category)
    yield Role(id="staff", title="staff", monthly_cost=Decimal(500_000))
    yield Partner(
        id="agency", name="agency", category="production", monthly_fee=Decimal(200_000), start=months[1]
    )
    yield BudgetFrame(
        id=only_id("BudgetFrame"),
        total=Decimal(rng.randint(1, 100) * 1_000_000),
        caps={"promotion": Decimal(rng.randint(1, 50) * 1_000_000)},
    )
    yield Capacity(
        id="sales",
        step=rng.choice(steps).id,
        amount=figure(rng.randint(1, 200)),
        people=rng.choice([None, Decimal(2)]),
        start=rng.choice([None, months[-1]]),
    )


def _measure(
    rng: Random, name: str, position: str, months: tuple[str, ...], steps: list[FunnelStep]
) -> Iterator[Item]:
    how = rng.choice(["typed", "typed", "linear", "saturating", "saturating"])
    own = {
        step.id: figure(rng.randint(0, 1000) / 1000)
        for step in steps[:-1]
        if rng.random() < 0.25 and (name == "m0" or rng.random() < 0.5)
    }
    yield Measure(
        id=name,
        name=name,
        position=position,
        enters_at=None if rng.random() < 0.6 else rng.choice(steps).id,
        expected=_series(rng, months, 80) if how == "typed" else {},
        response=None if how == "typed" else _response(rng, how),
        own_rates=own,
    )
    for n in range(rng.randint(1, 2)):
        planned = dict(_series(rng, months, 900_000))
        planned[shifted(months[0], -1)] = Decimal(77)  # last year's, outside the plan
        yield BudgetLine(id=f"{name}-line{n}", category=rng.choice(CATEGORIES), measure=name, planned=planned)


def _series(rng: Random, months: tuple[str, ...], most: int) -> Series:
    present = [month for month in months if rng.random() < 0.7] or [months[0]]
    return {month: Decimal(rng.randint(0, most * 10)) / 10 for month in present}


def _response(rng: Random, shape: str) -> Response:
    return Response(
        shape=shape,  # type: ignore[arg-type]
        cost_per_lead=figure(rng.randint(50, 500) * 100),
        top=figure(rng.randint(10, 2000) / 10),
        half=figure(rng.randint(5, 200) * 10_000),
        steepness=figure(rng.randint(50, 400) / 100),
        carry_over=Decimal(rng.randint(1, 9)) / 10 if rng.random() < 0.5 else Decimal(0),
    )


def _opening(rng: Random, steps: list[FunnelStep]) -> Iterator[Item]:
    for n in range(rng.choice([0, 1, 1, 2, 3])):
        yield OpeningPipeline(
            id=f"open{n}",
            step=rng.choice(steps[:-1]).id,
            count=figure(rng.randint(0, 600) / 10),
            age=rng.choice([0, 1, 2, 3, 5, 9, 40]),
        )
