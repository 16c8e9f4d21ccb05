"""Checks of the customer journey: questions met, gaps and low points with something behind them, proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kakehashi.checks.check import Check, Facts, Found, item_check, lacking, reading
from kakehashi.plan.budget import Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.journey import PERMITTED, Cell, CustomerVoice, Journey, Lane, Stage
from kakehashi.plan.journey_map import Placed, journey_name, placed_cells, unanswered
from kakehashi.plan.money import BUDGET_READS
from kakehashi.plan.naming import name_of
from kakehashi.plan.personas import IndividualPersona, OrganizationPersona

PROOF = ("story", "outcome", "review", "reference")


def _questions_unanswered(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    for stage, placed in unanswered(plan).items():
        yield Found(stage, {"item": name_of(plan, placed.stage), "question": placed.cell.text})


def _gap_without_money(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    own = {row.source for row in facts.spending.rows if row.source is not None and any(row.planned.values())}
    paid = facts.spending.paid | own  # measures, and content with a cost of its own
    for placed in placed_cells(plan):
        cell = placed.cell
        if placed.lane.holds == "pain" and cell.text and paid.isdisjoint((*cell.measures, *cell.content)):
            yield Found(cell.id, {"stage": name_of(plan, placed.stage), "pain": cell.text})


def _low_point(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    helped: set[tuple[str | None, str]] = set()
    lowest: dict[str | None, Placed] = {}
    for placed in placed_cells(plan):
        if placed.cell.measures:
            helped.add(placed.column)
        emotion, journey = placed.cell.emotion, placed.lane.journey
        if emotion is not None and emotion < 0:
            known = lowest.get(journey)
            if known is None or emotion < (known.cell.emotion or 0):
                lowest[journey] = placed
    for journey, placed in lowest.items():
        if placed.column not in helped:
            values = {
                "stage": name_of(plan, placed.stage),
                "journey": journey_name(plan, plan.find(Journey, journey)),
            }
            yield Found(placed.cell.id, values)


def _no_proof(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    proofs: Mapping[str, CustomerVoice] = {
        voice.id: voice
        for voice in plan.items(CustomerVoice)
        if voice.sort in PROOF and voice.permission in PERMITTED
    }
    proven = {voice.stage for voice in proofs.values()}
    proven |= {
        asset.stage
        for asset in plan.items(ContentAsset)
        if asset.state != "retire" and any(voice in proofs for voice in asset.voices)
    }
    for stage in plan.items(Stage):
        if stage.part == "deciding" and stage.id not in proven:
            yield Found(stage.id, {"item": name_of(plan, stage)})


def _stages_without_part(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    if not plan.items(ContentAsset) and not plan.items(CustomerVoice):
        return
    without = [stage for stage in plan.items(Stage) if not stage.part]
    if without:
        yield Found(without[0].id, {"item": name_of(plan, without[0]), "count": len(without)})


def _to_be_alone(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    as_is = {journey.persona for journey in plan.items(Journey) if journey.state == "as_is"}
    for journey in plan.items(Journey):
        if journey.state == "to_be" and journey.persona is not None and journey.persona not in as_is:
            yield Found(journey.id, {"item": journey_name(plan, journey)})


def _failure_without_owner(facts: Facts, cell: Cell) -> Iterator[Found]:
    lane = facts.plan.find(Lane, cell.lane)
    if lane is not None and lane.holds == "failure" and cell.text and cell.owner is None:
        yield Found(cell.id, {"failure": cell.text})


_MAP = reading(Stage, Lane, Cell)
_JOURNEYS = reading(Journey, IndividualPersona, OrganizationPersona)

CHECKS: tuple[Check, ...] = (
    Check(
        id="question_unanswered",
        severity="warning",
        chapter="journey",
        reads=_MAP | reading(ContentAsset, Measure),
        run=_questions_unanswered,
    ),
    Check(
        id="gap_without_money",
        severity="warning",
        chapter="journey",
        reads=_MAP | BUDGET_READS,
        run=_gap_without_money,
    ),
    Check(
        id="low_point_without_measure",
        severity="warning",
        chapter="journey",
        reads=_MAP | _JOURNEYS,
        run=_low_point,
    ),
    Check(
        id="decision_without_proof",
        severity="warning",
        chapter="journey",
        reads=reading(Stage, ContentAsset, CustomerVoice),
        run=_no_proof,
    ),
    item_check("failure_without_owner", "hint", "journey", Cell, _failure_without_owner),
    lacking(
        "complaint_without_answer",
        "warning",
        "journey",
        CustomerVoice,
        lambda voice: voice.sort == "complaint" and not (voice.told_to and voice.done),
    ),
    Check(
        id="to_be_without_as_is",
        severity="hint",
        chapter="journey",
        reads=_JOURNEYS,
        run=_to_be_alone,
    ),
    Check(
        id="stage_without_part",
        severity="hint",
        chapter="journey",
        reads=reading(Stage, ContentAsset, CustomerVoice),
        run=_stages_without_part,
    ),
)
