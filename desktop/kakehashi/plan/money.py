"""The plan's money by month: budget lines, and what follows from partners, roles, content and tools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import chain, compress
from operator import is_not
from typing import TypeVar

import msgspec

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.item import Series
from kakehashi.plan.kept import Kept
from kakehashi.plan.measurement import Tool
from kakehashi.plan.months import months_from
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.words import Text

# The kinds that the rows of the budget follow from.
BUDGET_READS = frozenset({"About", "BudgetLine", "ContentAsset", "Partner", "Role", "Tool"})

CostSource = Partner | Role | ContentAsset | Tool


class BudgetRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the budget, in full units of the currency.

    A derived row has id `derived:<source>` and is confidential where it says what a person or a partner gets.
    Its planned months follow from the source, its committed and actual months stand on the budget line `line`
    (None until the first entry).
    """

    id: str
    name: Text
    category: str | None
    measure: str | None
    source: str | None
    line: str | None
    confidential: bool
    planned: Series
    committed: Series
    actual: Series


class Spending(msgspec.Struct, frozen=True, kw_only=True):
    """The budget's rows with their sums over the months of the plan.

    `by_month` has no month in which no row is set; `by_category` and `used` (actual) are over all months;
    `paid` are the measures that a row has money for; `by_measure` are the rows of each measure.
    """

    rows: tuple[BudgetRow, ...]
    by_month: Series
    by_category: Mapping[str | None, Decimal]
    used: Decimal
    paid: frozenset[str | None]
    by_measure: Mapping[str | None, tuple[BudgetRow, ...]]

    @property
    def planned(self) -> Decimal:
        """All that is planned."""
        return sum(self.by_category.values(), Decimal(0))


class _Sums(msgspec.Struct, frozen=True):
    """The sums of a block of rows."""

    by_month: dict[str, Decimal]
    by_category: dict[str | None, Decimal]
    used: Decimal
    paid: set[str | None]


def plan_months(plan: Plan) -> tuple[str, ...]:
    """The months of the plan, first to last."""
    about = plan.only(About)
    return months_from(about.first_month, about.months)


def spending(plan: Plan, kept: Kept) -> Spending:
    """The rows of the budget and their sums; of blocks of rows that have not changed, those of last time."""
    months = plan_months(plan)
    rows = _rows(plan, kept)
    sums = kept.blocks("sums of rows", rows, lambda block: _sums(block, months), context=months)
    return Spending(
        rows=rows,
        by_month=_added([each.by_month for each in sums], months),
        by_category=_added([each.by_category for each in sums], ()),
        used=sum((each.used for each in sums), Decimal(0)),
        paid=frozenset(chain.from_iterable(each.paid for each in sums)),
        by_measure=kept.again("rows by measure", rows, _by_measure, _by_measure_again),
    )


ByMeasure = Mapping[str | None, tuple[BudgetRow, ...]]


def _by_measure(rows: tuple[BudgetRow, ...]) -> ByMeasure:
    found: dict[str | None, list[BudgetRow]] = {}
    for row in rows:
        found.setdefault(row.measure, []).append(row)
    return {measure: tuple(here) for measure, here in found.items()}


def _by_measure_again(
    rows: tuple[BudgetRow, ...], rows_before: tuple[BudgetRow, ...], before: ByMeasure
) -> ByMeasure | None:
    """The same where rows were replaced by others of their measure; None when more has changed."""
    if len(rows) != len(rows_before):
        return None
    replaced = [*compress(zip(rows_before, rows, strict=True), map(is_not, rows_before, rows))]
    if any(old.measure != new.measure for old, new in replaced):
        return None
    instead = {id(old): new for old, new in replaced}
    found = dict(before)
    for measure in {new.measure for _, new in replaced}:
        found[measure] = tuple(instead.get(id(row), row) for row in found[measure])
    return found


def _sums(rows: Sequence[BudgetRow], months: Sequence[str]) -> _Sums:
    found = _Sums({}, {}, Decimal(0), set())
    used = Decimal(0)
    for row in rows:
        whole = Decimal(0)
        for month in months:
            value = row.planned.get(month)
            if value is not None:
                whole += value
                found.by_month[month] = found.by_month.get(month, Decimal(0)) + value
            used += row.actual.get(month, 0)
        found.by_category[row.category] = found.by_category.get(row.category, Decimal(0)) + whole
        if any(row.planned.get(month) for month in months):
            found.paid.add(row.measure)
    return msgspec.structs.replace(found, used=used)


K = TypeVar("K")


def _added(parts: Sequence[Mapping[K, Decimal]], order: Sequence[K]) -> dict[K, Decimal]:
    """The sum by key, keys in this order where it names them."""
    found: dict[K, Decimal] = {}
    for part in parts:
        for key, value in part.items():
            found[key] = found[key] + value if key in found else value
    return {key: found[key] for key in dict.fromkeys((*(k for k in order if k in found), *found))}


def budget_rows(plan: Plan) -> tuple[BudgetRow, ...]:
    """All rows of the budget: typed lines in their order, then those that follow from other items.

    One cost, one source: a partner's fee by month; a role's cost only when it has a category and no partner's
    fee covers it; the cost of a content asset, which is what it costs beyond any monthly fee; a tool's cost.
    """
    return plan.kept.of("rows of the budget", plan, lambda: _rows(plan, plan.kept))


def spent_by(plan: Plan) -> Spending:
    """Rows and sums of the budget of a plan, worked out once."""
    return plan.kept.of("spending", plan, lambda: spending(plan, plan.kept))


def _rows(plan: Plan, kept: Kept) -> tuple[BudgetRow, ...]:
    typed, beside = [], {}
    for line in plan.items(BudgetLine):
        if line.source is None or cost_source(plan, line.source) is None:
            typed.append(line)
        else:
            beside[line.source] = line
    own = kept.blocks("rows of lines", typed, lambda block: tuple(map(_typed_row, block)))
    sources: tuple[CostSource, ...] = (
        *plan.items(Partner),
        *plan.items(Role),
        *plan.items(ContentAsset),
        *plan.items(Tool),
    )
    months = plan_months(plan)
    derived = [
        _derived_row(plan, source, months, beside.get(source.id))
        for source in sources
        if source.id in beside or _has_cost(plan, source)
    ]
    return (*chain(*own), *derived)


def cost_source(plan: Plan, item_id: str | None) -> CostSource | None:
    """The item with this id if rows of the budget follow from its kind."""
    found = plan.get(item_id)
    return found if isinstance(found, CostSource) else None


def _has_cost(plan: Plan, source: CostSource) -> bool:
    match source:
        case Partner():
            return bool(source.monthly_fee)
        case Role():
            return bool(_budgeted_cost(plan, source))
        case ContentAsset():
            return bool(source.cost)
        case Tool():
            return bool(source.monthly_cost or source.initial_cost)


def _planned(plan: Plan, source: CostSource, months: Sequence[str]) -> Series:
    """What a source costs the budget in these months."""
    match source:
        case Partner():
            return _monthly(source, source.monthly_fee, months)
        case Role():
            return _monthly(source, _budgeted_cost(plan, source), months)
        case ContentAsset():
            month = cost_month(source)
            return {month: source.cost} if source.cost and month in months else {}
        case Tool():
            found = dict(_monthly(source, source.monthly_cost, months))
            if source.initial_cost and source.start is not None and source.start in months:
                found[source.start] = found.get(source.start, Decimal(0)) + source.initial_cost
            return found


def cost_month(asset: ContentAsset) -> str:
    """The month that carries an asset's cost: that of `due`, else of `start`; '' without either."""
    return (asset.due or asset.start or "")[:7]


def runs_in(source: CostSource, month: str) -> bool:
    """Whether a source may cost the budget something in this month."""
    if isinstance(source, ContentAsset):
        return cost_month(source) == month
    return (source.start is None or source.start <= month) and (source.end is None or month <= source.end)


def _budgeted_cost(plan: Plan, role: Role) -> Decimal | None:
    """What a role costs the budget a month: nothing without a category, or when a partner's fee covers it."""
    return role.monthly_cost if role.category is not None and not covered_by_fee(plan, role) else None


def covered_by_fee(plan: Plan, role: Role) -> bool:
    """Whether a partner's fee already pays for this role."""
    partner = plan.find(Partner, role.partner)
    return partner is not None and bool(partner.monthly_fee)


def staff_cost(plan: Plan) -> Series:
    """Cost of the roles outside the budget (no category, no partner's fee), by month of the plan."""
    total: dict[str, Decimal] = {}
    months = plan_months(plan)
    for role in plan.items(Role):
        if role.category is None and not covered_by_fee(plan, role):
            for month, cost in _monthly(role, role.monthly_cost, months).items():
                total[month] = total.get(month, Decimal(0)) + cost
    return total


def spend_by_measure(plan: Plan) -> Mapping[str, Series]:
    """Planned money of all budget lines of each measure, by month of the plan."""
    months = frozenset(plan_months(plan))
    found: dict[str, dict[str, Decimal]] = {measure.id: {} for measure in plan.items(Measure)}
    for row in budget_rows(plan):
        if row.measure in found:
            series = found[row.measure]
            for month, value in row.planned.items():
                if month in months:
                    series[month] = series.get(month, Decimal(0)) + value
    return found


def total(series: Series, months: tuple[str, ...]) -> Decimal | None:
    """The sum over these months; None when none of them is set."""
    present = [series[month] for month in months if month in series]
    return sum(present, Decimal(0)) if present else None


def _typed_row(line: BudgetLine) -> BudgetRow:
    return BudgetRow(
        id=line.id,
        name=line.name,
        category=line.category,
        measure=line.measure,
        source=None,
        line=line.id,
        confidential=False,
        planned=line.planned,
        committed=line.committed,
        actual=line.actual,
    )


def _derived_row(plan: Plan, source: CostSource, months: Sequence[str], line: BudgetLine | None) -> BudgetRow:
    measure = source.measure if isinstance(source, ContentAsset) else None
    return BudgetRow(
        id=f"derived:{source.id}",
        name=source.title if isinstance(source, Role | ContentAsset) else source.name,
        category=source.category,
        measure=measure or (line.measure if line is not None else None),
        source=source.id,
        line=line.id if line is not None else None,
        confidential=isinstance(source, Partner | Role),
        planned=_planned(plan, source, months),
        committed=line.committed if line is not None else {},
        actual=line.actual if line is not None else {},
    )


def _monthly(source: Partner | Role | Tool, cost: Decimal | None, months: Sequence[str]) -> Series:
    return {month: cost for month in months if runs_in(source, month)} if cost else {}
