"""Everything the forward run needs, read from a plan once: plain floats by month, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain

import msgspec

from kakehashi.forecast.lags import Weights, lag_weights
from kakehashi.forecast.leads import Curve, Row, rows_together
from kakehashi.forecast.sources import Source, read_source, together
from kakehashi.plan.basis import About
from kakehashi.plan.budget import Measure
from kakehashi.plan.item import Figure, Series
from kakehashi.plan.kept import Kept
from kakehashi.plan.money import BudgetRow, Spending, plan_months, spending, staff_cost
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, FunnelStep, OpeningPipeline
from kakehashi.words import Message

# The kinds whose edits can change what a forecast gives or says.
FORECAST_READS = frozenset(
    {
        "About",
        "BudgetCategory",
        "BudgetFrame",
        "BudgetLine",
        "Capacity",
        "ContentAsset",
        "Department",
        "Economics",
        "FunnelStep",
        "Goal",
        "Measure",
        "Metric",
        "OpeningPipeline",
        "Partner",
        "Role",
        "Tool",
    }
)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step between lead and won; rate (fraction) and lag lead to the next step, None = missing."""

    id: str
    marks: str
    rate: float | None = None
    lag: Weights | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How many stand at a step (its place; None = not known) when the plan begins, for `age` months."""

    step: int | None
    count: float | None
    age: int


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a won deal is worth and costs: money in full units, rates as fractions, churn a month."""

    deal_value: float | None = None
    gross_margin: float | None = None
    contract_months: float | None = None
    churn: float | None = None
    expansion: float | None = None
    sales_cost: float | None = None
    staff_counts: bool = False


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """The planned money of a category by month; `responding`: that of measures whose leads follow from it."""

    category: str | None
    responding: bool
    planned: Row


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """All assumptions of a forward run. `steps` go from lead to won; empty when either is not marked.

    `together`: the sources, those added up that behave alike.
    `open_from` is the place of the first month that isn't closed (= number of months when all are).
    `budget` and `staff` are None when nothing is planned at all.
    """

    months: tuple[str, ...]
    steps: tuple[Step, ...]
    sources: tuple[Source, ...]
    together: tuple[Source, ...]
    opening: tuple[Standing, ...]
    terms: Terms
    money: tuple[Money, ...]
    budget: Row | None
    staff: Row | None
    open_from: int
    problems: tuple[Message, ...]

    def place(self, mark: str) -> int | None:
        """Where the first step with this mark stands between lead and won."""
        return next((at for at, step in enumerate(self.steps) if step.marks == mark), None)


def inputs_of(plan: Plan, spent: Spending | None = None, kept: Kept | None = None) -> Inputs:
    """Read a plan. What is missing stays missing and is named among the problems.

    `spent` and `kept`: the plan's spending and what was read of it before, where somebody has them.
    """
    kept = kept or Kept()
    spent = spent or spending(plan, kept)
    problems: list[Message] = []
    months = plan_months(plan)
    steps = _steps(plan, problems)
    read = _sources(plan, months, steps, spent, kept) if steps else []
    problems += [problem for each in read for problem in each.problems]
    sources = tuple(chain.from_iterable(each.sources for each in read))
    if steps and not sources:
        problems.append(Message("forecast.problem.no_leads"))
    opening = _opening(plan, steps, problems)
    money = _money(spent, months, sources, kept)
    terms = _terms(plan, problems)
    if not money:
        problems.append(Message("forecast.problem.budget"))
    staff = staff_cost(plan)
    if terms.staff_counts and not staff:
        problems.append(Message("forecast.problem.staff"))
    return Inputs(
        months=months,
        steps=steps,
        sources=sources,
        together=together(each.together for each in read),
        opening=opening,
        terms=terms,
        money=money,
        budget=_row(spent.by_month, months),
        staff=_row(staff, months),
        open_from=_open_from(plan, months),
        problems=tuple(problems),
    )


def _open_from(plan: Plan, months: tuple[str, ...]) -> int:
    closed = plan.only(About).closed_through
    return 0 if closed is None else sum(month <= closed for month in months)


def between_lead_and_won(plan: Plan, problems: list[Message]) -> tuple[FunnelStep, ...]:
    """The steps that the forecast works with, in order; empty (and a problem) when an end is missing."""
    steps = plan.items(FunnelStep)
    first = next((at for at, step in enumerate(steps) if step.marks == "lead"), None)
    last = next((at for at, step in enumerate(steps) if step.marks == "won"), None)
    if first is None:
        problems.append(Message("forecast.problem.lead_step"))
    if last is None:
        problems.append(Message("forecast.problem.won_step"))
    if first is None or last is None:
        return ()
    if last <= first:
        problems.append(Message("forecast.problem.step_order"))
        return ()
    return steps[first : last + 1]


def _steps(plan: Plan, problems: list[Message]) -> tuple[Step, ...]:
    found = []
    steps = between_lead_and_won(plan, problems)
    for step in steps[:-1]:
        name = name_of(plan, step)
        rate, lag = number_of(step.rate), lag_weights(step)
        if rate is None:
            problems.append(Message("forecast.problem.rate", {"step": name}))
        if lag is None:
            problems.append(Message(f"forecast.problem.lag.{step.lag_shape}", {"step": name}))
        found.append(Step(id=step.id, marks=step.marks, rate=rate, lag=lag))
    return (*found, *(Step(id=step.id, marks=step.marks) for step in steps[-1:]))


class _Read(msgspec.Struct, frozen=True):
    """The sources of a block of measures."""

    sources: tuple[Source, ...]
    together: tuple[Source, ...]
    problems: tuple[Message, ...]


def _sources(
    plan: Plan, months: tuple[str, ...], steps: tuple[Step, ...], spent: Spending, kept: Kept
) -> list[_Read]:
    places = {step.id: at for at, step in enumerate(steps)}
    rates = tuple(step.rate for step in steps[:-1])

    def read(block: Sequence[tuple[Measure, tuple[BudgetRow, ...]]]) -> _Read:
        found, problems = [], []
        for measure, rows in block:
            source, problem = read_source(plan, measure, months, places, rates, _by_month(rows, months))
            problems += problem
            if source is not None:
                found.append(source)
        return _Read(tuple(found), together([found]), tuple(problems))

    none: tuple[BudgetRow, ...] = ()
    measures = [(measure, spent.by_measure.get(measure.id, none)) for measure in plan.items(Measure)]
    return kept.blocks("sources", measures, read, context=(months, plan.items(FunnelStep)))


def _by_month(rows: Iterable[BudgetRow], months: tuple[str, ...]) -> Series:
    found: dict[str, Decimal] = {}
    for row in rows:
        for month in months:
            if month in row.planned:
                found[month] = found.get(month, Decimal(0)) + row.planned[month]
    return found


def _opening(plan: Plan, steps: tuple[Step, ...], problems: list[Message]) -> tuple[Standing, ...]:
    if not steps:
        return ()
    places = {step.id: at for at, step in enumerate(steps[:-1])}
    found = []
    for item in plan.items(OpeningPipeline):
        step = plan.find(FunnelStep, item.step)
        if step is not None and step.id not in places:
            problems.append(Message("forecast.problem.opening_outside", {"step": name_of(plan, step)}))
            continue
        count = number_of(item.count)
        if step is None:
            problems.append(Message("forecast.problem.opening_step"))
        elif count is None:
            problems.append(Message("forecast.problem.opening_count", {"step": name_of(plan, step)}))
        found.append(Standing(step=places[step.id] if step else None, count=count, age=item.age))
    return tuple(found)


def _row(series: Series, months: tuple[str, ...]) -> Row | None:
    return tuple(float(series.get(month, 0)) for month in months) if series else None


def _money(
    spent: Spending, months: tuple[str, ...], sources: tuple[Source, ...], kept: Kept
) -> tuple[Money, ...]:
    """What is planned by category and by whether leads follow from it; empty when nothing is planned."""
    responding = frozenset(source.id for source in sources if isinstance(source.brings, Curve))

    def added(rows: Sequence[BudgetRow]) -> dict[tuple[str | None, bool], Row]:
        found: dict[tuple[str | None, bool], list[Row]] = {}
        for row in rows:
            if any(month in row.planned for month in months):
                planned = tuple(float(row.planned.get(month, 0)) for month in months)
                found.setdefault((row.category, row.measure in responding), []).append(planned)
        return {key: rows_together(here) for key, here in found.items()}

    parts: dict[tuple[str | None, bool], list[Row]] = {}
    for block in kept.blocks("money", spent.rows, added, context=(months, responding)):
        for key, row in block.items():
            parts.setdefault(key, []).append(row)
    return tuple(
        Money(category=category, responding=follows, planned=rows_together(rows))
        for (category, follows), rows in parts.items()
    )


_ASKED = ("deal_value", "gross_margin", "contract_months", "churn", "sales_cost")


def _terms(plan: Plan, problems: list[Message]) -> Terms:
    said = plan.only(Economics)
    terms = Terms(
        deal_value=number_of(said.deal_value),
        gross_margin=number_of(said.gross_margin),
        contract_months=number_of(said.contract_months),
        churn=number_of(said.churn),
        expansion=number_of(said.expansion),
        sales_cost=number_of(said.sales_cost),
        staff_counts=said.staff_in_cac,
    )
    problems += [Message(f"forecast.problem.{name}") for name in _ASKED if getattr(terms, name) is None]
    return terms


def number_of(value: Figure | Decimal | None) -> float | None:
    """The number of a figure or a decimal as a float; None when missing."""
    if isinstance(value, Figure):
        value = value.value
    return None if value is None else float(value)
