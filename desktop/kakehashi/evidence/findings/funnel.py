"""The funnel: how many go on from step to step, how long it takes, what a won deal is worth, what is open.

Rows of four parts. `step`: one way between consecutive known steps, for all and by source. `group`: the same
by segment, by owner and by cohort (month of entry), without the months it took. `value`: won deals by
currency. `pipeline`: those still at a step by age in months when the data end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from kakehashi.evidence.findings.base import (
    FEWEST,
    SMALL,
    Asked,
    FindingCell,
    Outcome,
    exact,
    month_text,
    period_text,
    twelve,
)
from kakehashi.evidence.findings.conditions import segment_name, targets
from kakehashi.evidence.findings.counts import merged, wilson
from kakehashi.evidence.profile import Profile
from kakehashi.plan.basis import About
from kakehashi.words import Message, in_language

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STEPS = ("lead", "follow", "opportunity", "valid", "won")

COLUMNS = (
    "part",  # step, group, value, pipeline
    "group",  # all, source; segment, owner, cohort; rest = small ones put together
    "source",  # in group 'source': its name, None = the rows that name none
    "value",  # in groups segment, owner, cohort: which; a cohort is the month in which they entered the step
    "step_from",
    "step_to",
    "entered",
    "reached",
    "dropped",
    "open",
    "counted",  # reached and dropped ones behind the rate: not those of an import where all went one way
    "passed",  # the reached ones among them
    "rate",  # passed / counted; None where the data hold nobody who dropped out
    "low",  # 95 % interval of the rate
    "high",
    "small",  # fewer than 30 stand behind the rate (or the value)
    "lag_count",  # reached ones with both dates
    "lag_mean",  # months
    "lag_spread",  # standard deviation, months
    "lag_median",
    "lag_shares",  # share that took 0, 1, 2, ... months
    "lag_counts",
    "age",  # pipeline: months since they entered; None = not known
    "currency",
    "amount_mean",
    "amount_p10",
    "amount_p90",
    "amount_total",
)


class _Way(msgspec.Struct):
    """The counts of one way, for one group."""

    reached: int = 0
    dropped: int = 0
    open: int = 0
    lags: Counter[int] = msgspec.field(default_factory=Counter)
    ages: Counter[int | None] = msgspec.field(default_factory=Counter)
    impossible: int = 0
    outside_reached: int = 0  # of imports whose rows all went the same way: they say nothing about a rate
    outside_dropped: int = 0

    @property
    def passed(self) -> int:
        return self.reached - self.outside_reached

    @property
    def failed(self) -> int:
        return self.dropped - self.outside_dropped

    @property
    def entered(self) -> int:
        return self.reached + self.dropped + self.open

    def add(self, state: str, months: int | None, people: int, *, outside: bool) -> None:
        if outside and state == "reached":
            self.outside_reached += people
        elif outside and state == "dropped":
            self.outside_dropped += people
        if state == "dropped":
            self.dropped += people
        elif state == "open":
            self.open += people
            self.ages[months] += people
        else:
            self.reached += people
            if months is not None and months >= 0:
                self.lags[months] += people
            elif months is not None:
                self.impossible += people

    def join(self, other: _Way) -> None:
        self.reached += other.reached
        self.dropped += other.dropped
        self.open += other.open
        self.lags += other.lags
        self.ages += other.ages
        self.impossible += other.impossible
        self.outside_reached += other.outside_reached
        self.outside_dropped += other.outside_dropped


def funnel(asked: Asked) -> Outcome:
    """The finding, computed on the canonical views and `company_match`."""
    known = asked.query("funnel_known")[0]
    steps = _steps(known)
    wanted = targets(asked.plan)
    found = asked.query("funnel", {"target_company": wanted.companies}, wanted.values)
    ways = _ways(found, _one_way(asked.connection))
    rows: list[tuple[FindingCell, ...]] = []
    notes = [
        Message("finding.note.steps_unknown", {"step": _step(step)}) for step in STEPS if step not in steps
    ]
    small = False
    for pair in pairwise(steps):
        by_source = ways.get((pair, "source"), {})
        whole = _sum(by_source.values())
        told = whole.failed > 0  # an export of won deals alone has no denominator, so it gives no rate
        rows.append(_step_row("all", None, pair, whole, drops_told=told))
        groups, rest = _groups(by_source)
        small = small or rest is not None
        rows.extend(_step_row("source", source, pair, way, drops_told=told) for source, way in groups.items())
        if rest is not None:
            rows.append(_step_row("rest", None, pair, rest, drops_told=told))
        further = list(_further(asked, pair, ways, drops_told=told))
        small = small or any(row[1] == "rest" for row in further)
        rows += further
        notes.extend(_notes(pair, whole))
    for pair in pairwise(steps):
        rows.extend(_pipeline_rows(pair, _sum(ways.get((pair, "source"), {}).values())))
    values = asked.query("deal_value") if "won" in steps else []
    rows.extend(_value_row(row) for row in values)
    if len(values) > 1:
        notes.append(Message("finding.note.currencies", {"count": len(values)}))
    if small:
        notes.append(Message("finding.note.small_groups", {"count": FEWEST}))
    if known["other_kinds"]:
        notes.append(Message("finding.note.new_business", {"count": int(known["other_kinds"])}))
    return Outcome(COLUMNS, tuple(rows), {"steps": " ".join(steps)}, tuple(notes), _period(asked))


def _place(asked: Asked, segment: str | None) -> tuple[str, str]:
    """Where a segment stands in the plan."""
    item = asked.plan.get(segment)
    return item.position if item is not None else "", segment or ""


def _further(
    asked: Asked, pair: tuple[str, str], ways: _Ways, *, drops_told: bool
) -> Iterable[tuple[FindingCell, ...]]:
    """By segment, owner and cohort; those of fewer than five are left out, small owners put together."""
    language = asked.plan.only(About).language
    segments = sorted(ways.get((pair, "segment"), {}).items(), key=lambda each: _place(asked, each[0]))
    for segment, way in segments:
        if way.entered >= FEWEST:
            name = in_language(segment_name(asked.plan, segment or ""), language)
            yield _step_row("segment", None, pair, way, drops_told=drops_told, part="group", value=name)
    owners = sorted(ways.get((pair, "owner"), {}).items(), key=lambda each: each[0] or "")
    kept, rest = merged(owners, lambda each: each[1].entered, lambda few: (None, _sum(w for _, w in few)))
    for owner, way in kept:
        yield _step_row("owner", None, pair, way, drops_told=drops_told, part="group", value=owner)
    if rest is not None:
        yield _step_row("rest", None, pair, rest[1], drops_told=drops_told, part="group")
    for cohort, way in sorted(ways.get((pair, "cohort"), {}).items(), key=lambda each: each[0] or ""):
        if way.entered >= FEWEST:
            yield _step_row("cohort", None, pair, way, drops_told=drops_told, part="group", value=cohort)


def _period(asked: Asked) -> str:
    """First to last month of the data counted."""
    row = asked.query("funnel_period")[0]
    if row["first_month"] is None:
        return ""
    return period_text(month_text(int(row["first_month"])), month_text(int(row["last_month"])))


def _step(step: str) -> Message:
    return Message(f"finding.step.{step}")


def _steps(known: Mapping[str, Any]) -> tuple[str, ...]:
    """The steps that the data tell, in their order. Leads count where some are known to have a deal."""
    has = {
        "lead": known["leads"] > 0 and (known["lead_deals"] > 0 or known["follow_marks"] > 0),
        "follow": known["follow_marks"] > 0,
        "opportunity": known["deals"] > 0 or known["lead_deals"] > 0,
        "valid": known["valid_dates"] > 0,
        "won": known["deals"] > 0,
    }
    return tuple(step for step in STEPS if has[step])


def _one_way(connection: DuckDBPyConnection) -> frozenset[str]:
    """The imports whose profile says that all rows went the same way: there nobody could drop out.

    Not where other imports of the table hold those who went the other way (won and lost ones exported apart).
    """
    rows = connection.execute("SELECT id, table_name, profile FROM imports").fetchall()
    found: dict[str, dict[str, str]] = {}
    for import_id, table, raw in rows:
        rule = msgspec.json.decode(raw, type=Profile).outcome
        if rule is not None and rule.always is not None:
            found.setdefault(table, {})[import_id] = rule.always
    return frozenset(
        import_id
        for always in found.values()
        for import_id in always
        if len({told in ("lost", "dropped") for told in always.values()}) == 1
    )


_Ways = dict[tuple[tuple[str, str], str], dict[str | None, _Way]]


def _ways(rows: Iterable[Mapping[str, Any]], one_way: frozenset[str]) -> _Ways:
    """(step, next step), kind of group -> which group -> its counts."""
    ways: _Ways = {}
    for row in rows:
        groups = ways.setdefault(((row["step_from"], row["step_to"]), row["group_kind"]), {})
        months = None if row["months"] is None else int(row["months"])
        place = row["place"] if row["cohort"] is None else month_text(int(row["cohort"]))
        way = groups.setdefault(place, _Way())
        way.add(row["state"], months, int(row["people"]), outside=row["import_id"] in one_way)
    return ways


def _sum(ways: Iterable[_Way]) -> _Way:
    whole = _Way()
    for way in ways:
        whole.join(way)
    return whole


def _groups(by_source: Mapping[str | None, _Way]) -> tuple[dict[str | None, _Way], _Way | None]:
    """Sources, the largest first, and the small ones put together until they are no small group either.

    None at all where the data name no source, or where merging leaves one group only.
    """
    if set(by_source) <= {None}:
        return {}, None
    order = sorted(by_source.items(), key=lambda item: (-item[1].entered, item[0] or ""))
    rest = _Way()
    while order and (order[-1][1].entered < FEWEST or 0 < rest.entered < FEWEST):
        rest.join(order.pop()[1])
    if not order:
        return {}, None
    return dict(order), rest if rest.entered else None


def _notes(pair: tuple[str, str], way: _Way) -> Iterable[Message]:
    names = {"step_from": _step(pair[0]), "step_to": _step(pair[1])}
    if way.failed and way.outside_reached + way.outside_dropped:
        count = way.outside_reached + way.outside_dropped
        yield Message("finding.note.one_way", {**names, "count": count})
    if way.entered and not way.failed:
        yield Message("finding.note.drops_unknown" if way.open else "finding.note.no_drops", names)
    if way.impossible:
        yield Message("finding.note.impossible_lag", {**names, "count": way.impossible})


def _row(**cells: FindingCell) -> tuple[FindingCell, ...]:
    return tuple(cells.pop(name, None) for name in COLUMNS)


def _step_row(
    group: str,
    source: str | None,
    pair: tuple[str, str],
    way: _Way,
    *,
    drops_told: bool,
    part: str = "step",
    value: str | None = None,
) -> tuple[FindingCell, ...]:
    told = way.passed + way.failed
    known = told > 0 and drops_told and (way.failed > 0 or not way.open)
    low, high = wilson(way.passed, told) if known else (None, None)
    return _row(
        part=part,
        group=group,
        source=source,
        value=value,
        step_from=pair[0],
        step_to=pair[1],
        entered=way.entered,
        reached=way.reached,
        dropped=way.dropped,
        open=way.open,
        counted=told,
        passed=way.passed,
        rate=twelve(Decimal(way.passed) / told) if known else None,
        low=low,
        high=high,
        small=told < SMALL,
        **(_lag_cells(way.lags) if part == "step" else {}),
    )


def _lag_cells(lags: Counter[int]) -> dict[str, FindingCell]:
    """Mean, standard deviation, median and shares by month; the count alone when there is none."""
    count = lags.total()
    if not count:
        return {"lag_count": 0}
    mean = Decimal(sum(month * people for month, people in lags.items())) / count
    variance = sum(people * (month - mean) ** 2 for month, people in lags.items()) / count
    counts = tuple(lags.get(month, 0) for month in range(max(lags) + 1))
    return {
        "lag_count": count,
        "lag_mean": twelve(mean),
        "lag_spread": twelve(Decimal(variance).sqrt()),
        "lag_median": _median(counts, count),
        "lag_shares": tuple(twelve(Decimal(people) / count) for people in counts),
        "lag_counts": counts,
    }


def _median(counts: tuple[int, ...], count: int) -> Decimal:
    def at(place: int) -> int:
        passed = 0
        for month, people in enumerate(counts):
            passed += people
            if place < passed:
                return month
        return len(counts) - 1

    return twelve(Decimal(at((count - 1) // 2) + at(count // 2)) / 2)


def _pipeline_rows(pair: tuple[str, str], way: _Way) -> Iterable[tuple[FindingCell, ...]]:
    """Those still at a step, by age, the youngest first, unknown age last."""
    ages = sorted(way.ages.items(), key=lambda item: (item[0] is None, item[0] or 0))
    for age, people in ages:
        if people:
            yield _row(
                part="pipeline",
                group="all",
                step_from=pair[0],
                step_to=pair[1],
                open=people,
                age=None if age is None else max(age, 0),
            )


def _value_row(row: Mapping[str, Any]) -> tuple[FindingCell, ...]:
    deals = int(row["deals"])
    total = exact(row["total"])
    return _row(
        part="value",
        group="all",
        step_to="won",
        reached=deals,
        small=deals < SMALL,
        currency=row["currency"],
        amount_mean=twelve(total / deals),
        amount_p10=exact(row["p10"]),
        amount_p90=exact(row["p90"]),
        amount_total=total,
    )
