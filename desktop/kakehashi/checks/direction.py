"""Checks of the direction: outcomes that something serves, few big moves, groundwork in its order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from kakehashi.checks.check import Check, Facts, Found, Repair, item_check, lacking, reading
from kakehashi.plan.basis import About
from kakehashi.plan.changes import setting
from kakehashi.plan.direction import BigMove, GuidePoint, Outcome, Playbook, Ritual, Stakeholder, Stance
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import pair_id
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.plan.money import plan_months
from kakehashi.plan.months import from_ordinal, ordinal
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Department
from kakehashi.plan.plan import Plan
from kakehashi.plan.recurrence import recurrence
from kakehashi.plan.telling import month_words
from kakehashi.words import Listing, Message

MOST_BIG_MOVES = 7

# What an outcome can be served by.
SERVING = frozenset({"BigMove", "BlueprintEntry", "Measure", "Request"})

_WAVES = ("executives", "leaders", "everyone")
# Figures are agreed with marketing, then sales, then finance, then the board.
_FIGURES = ("marketing", "sales", "finance", "board")


def _no_guide_point(facts: Facts) -> Iterator[Found]:
    if not any(point.period == "year" and point.sentence for point in facts.plan.items(GuidePoint)):
        yield Found(None)


def _wrong_way(facts: Facts, outcome: Outcome) -> Iterator[Found]:
    metric = facts.plan.find(Metric, outcome.metric)
    if metric is None or outcome.starts_at is None or outcome.ends_at is None:
        return
    gained = outcome.ends_at - outcome.starts_at
    if (gained if metric.better == "up" else -gained) < 0:
        plan = facts.plan
        yield Found(outcome.id, {"item": name_of(plan, outcome), "metric": name_of(plan, metric)})


def _outside_plan(facts: Facts, outcome: Outcome) -> Iterator[Found]:
    months = plan_months(facts.plan)
    if outcome.by is not None and not months[0] <= outcome.by <= months[-1]:
        yield Found(outcome.id, {"item": name_of(facts.plan, outcome), "month": month_words(outcome.by)})


def _unserved(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    index = plan.reverse_index()
    for outcome in plan.items(Outcome):
        if not any(_serves(plan.get(referrer)) for referrer, _ in index.get(outcome.id, ())):
            yield Found(outcome.id, {"item": name_of(plan, outcome)})


def _serves(item: Item | None) -> bool:
    dropped = isinstance(item, BigMove) and item.state == "dropped"
    return item is not None and item.kind in SERVING and not dropped


def _too_many_big_moves(facts: Facts) -> Iterator[Found]:
    """By the fiscal year in which they start; those without a start count in the plan's first."""
    about = facts.plan.only(About)
    years = Counter(
        _fiscal_year(move.start or about.first_month, about.fiscal_start)
        for move in facts.plan.items(BigMove)
        if move.state != "dropped"
    )
    for first_month, count in sorted(years.items()):
        if count > MOST_BIG_MOVES:
            values = {"month": month_words(first_month), "count": count, "most": MOST_BIG_MOVES}
            yield Found(None, values)


def _fiscal_year(month: str, fiscal_start: int) -> str:
    """The first month of the fiscal year that a month lies in."""
    return from_ordinal(ordinal(month) - (int(month[5:7]) - fiscal_start) % 12)


def _unowned(facts: Facts, move: BigMove) -> Iterator[Found]:
    missing = [
        Message(f"field.BigMove.{name}") for name in ("owner", "sponsor") if getattr(move, name) is None
    ]
    if missing and move.state != "dropped":
        yield Found(move.id, {"item": name_of(facts.plan, move), "fields": Listing(tuple(missing))})


def _sponsor_not_behind(facts: Facts, move: BigMove) -> Iterator[Found]:
    plan = facts.plan
    sponsor = plan.find(Stakeholder, move.sponsor)
    if sponsor is None or move.state in ("proposed", "dropped"):
        return
    stance = plan.find(Stance, pair_id("Stance", sponsor.id, move.id))
    if stance is None or stance.state != "supports":
        yield Found(move.id, {"item": name_of(plan, move), "stakeholder": name_of(plan, sponsor)})


def _asked_too_early(facts: Facts) -> Iterator[Found]:
    """A stakeholder asked (or heard) while somebody of an earlier wave doesn't support the big move yet."""
    plan = facts.plan
    waves = {person.id: _WAVES.index(person.wave) for person in plan.items(Stakeholder)}
    people = Counter(waves.values())
    stances: defaultdict[str, list[Stance]] = defaultdict(list)
    for stance in plan.items(Stance):
        move = plan.find(BigMove, stance.big_move)
        if stance.stakeholder in waves and move is not None and move.state != "dropped":
            stances[move.id].append(stance)
    for move_id, here in stances.items():
        behind = Counter(
            waves[person or ""] for person in {each.stakeholder for each in here if each.state == "supports"}
        )
        waiting = next((wave for wave in sorted(people) if behind[wave] < people[wave]), len(_WAVES))
        for stance in here:
            if stance.state != "not_asked" and waves[stance.stakeholder or ""] > waiting:
                values = {
                    "stakeholder": name_of(plan, plan.get(stance.stakeholder)),
                    "big_move": name_of(plan, plan.get(move_id)),
                    "wave": Message(f"choice.Stakeholder.wave.{_WAVES[waiting]}"),
                    "behind": behind[waiting],
                    "people": people[waiting],
                }
                yield Found(stance.id, values)


def _opposes(facts: Facts, stance: Stance) -> Iterator[Found]:
    if stance.state == "opposes":
        plan = facts.plan
        values = {
            "stakeholder": name_of(plan, plan.find(Stakeholder, stance.stakeholder)),
            "big_move": name_of(plan, plan.find(BigMove, stance.big_move)),
        }
        yield Found(stance.id, values)


def _figures_out_of_order(facts: Facts) -> Iterator[Found]:
    """A metric that a later department has agreed to while an earlier one has been asked and hasn't."""
    plan = facts.plan
    places = {
        department.id: _FIGURES.index(department.function)
        for department in plan.items(Department)
        if department.function in _FIGURES
    }
    by_metric: defaultdict[str, list[Agreement]] = defaultdict(list)
    for agreement in plan.items(Agreement):
        if agreement.department in places and plan.find(Metric, agreement.item) is not None:
            by_metric[agreement.item or ""].append(agreement)
    for metric, here in by_metric.items():
        waiting = [each for each in here if each.state != "agreed"]
        if not waiting:
            continue
        first = min(waiting, key=lambda each: places[each.department or ""])
        for agreement in here:
            early = places[agreement.department or ""] > places[first.department or ""]
            if early and agreement.state == "agreed":
                yield Found(agreement.id, _departments(plan, metric, agreement, first))


def _departments(plan: Plan, metric: str, agreement: Agreement, first: Agreement) -> dict[str, object]:
    return {
        "item": name_of(plan, plan.get(metric)),
        "department": name_of(plan, plan.get(agreement.department)),
        "first": name_of(plan, plan.get(first.department)),
    }


def _discusses_and_decides(facts: Facts, ritual: Ritual) -> Iterator[Found]:
    if ritual.discusses and ritual.decides:
        change = setting(facts.plan, ritual.id, "decides", value=False)
        repair = Repair(Message("repair.decide_elsewhere"), change)
        yield Found(ritual.id, {"item": name_of(facts.plan, ritual)}, repair)


CHECKS: tuple[Check, ...] = (
    lacking(
        "outcome_without_metric",
        "warning",
        "direction",
        Outcome,
        lambda outcome: outcome.metric is None or outcome.ends_at is None,
    ),
    Check(
        id="no_guide_point",
        severity="hint",
        chapter="direction",
        reads=reading(GuidePoint),
        run=_no_guide_point,
    ),
    item_check("outcome_wrong_way", "error", "direction", Outcome, _wrong_way),
    item_check("outcome_outside_plan", "warning", "direction", Outcome, _outside_plan, reads=(About,)),
    Check(
        id="outcome_unserved",
        severity="warning",
        chapter="direction",
        reads=SERVING | reading(Outcome),
        run=_unserved,
    ),
    lacking(
        "playbook_without_mandate",
        "warning",
        "direction",
        Playbook,
        lambda playbook: not playbook.commits_to or not playbook.decides_alone,
    ),
    Check(
        id="too_many_big_moves",
        severity="warning",
        chapter="direction",
        reads=reading(About, BigMove),
        run=_too_many_big_moves,
    ),
    item_check("big_move_without_owner", "warning", "direction", BigMove, _unowned),
    lacking(
        "big_move_without_outcome",
        "warning",
        "direction",
        BigMove,
        lambda move: move.state != "dropped" and move.outcome is None,
    ),
    item_check(
        "sponsor_not_behind",
        "warning",
        "direction",
        BigMove,
        _sponsor_not_behind,
        reads=(Stance, Department),
    ),
    Check(
        id="asked_too_early",
        severity="warning",
        chapter="direction",
        reads=reading(Stance, Stakeholder, BigMove, Department),
        run=_asked_too_early,
    ),
    item_check("stakeholder_opposes", "warning", "direction", Stance, _opposes, reads=(Department,)),
    Check(
        id="figures_out_of_order",
        severity="hint",
        chapter="direction",
        reads=reading(Agreement, Department, Metric),
        run=_figures_out_of_order,
    ),
    item_check("ritual_discusses_and_decides", "warning", "direction", Ritual, _discusses_and_decides),
    lacking(
        "cadence_unreadable",
        "error",
        "direction",
        Ritual,
        lambda ritual: ritual.cadence and recurrence(ritual.cadence) is None,
    ),
)
