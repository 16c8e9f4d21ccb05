"""Checks of the basis: whether the self-assessment holds, and whether there is something to start with."""

from __future__ import annotations

from collections.abc import Iterator

from kakehashi.checks.check import Check, Facts, Found, item_check, lacking
from kakehashi.plan.basis import LEVELS, QUESTIONS, Level, Maturity, assessed_level
from kakehashi.plan.metrics import Metric
from kakehashi.words import Message


def _above_answers(_facts: Facts, maturity: Maturity) -> Iterator[Found]:
    answered = [getattr(maturity, question) for asked in QUESTIONS.values() for question in asked]
    if not maturity.level or not all(answered):
        return
    proved = assessed_level(maturity)
    if _number(maturity.level) > _number(proved):
        yield Found(maturity.id, {"level": _words(maturity.level), "proved": _words(proved)})


def _nothing_to_start_with(facts: Facts, maturity: Maturity) -> Iterator[Found]:
    """KPIs there are, but each is two levels or more above what the company can count today."""
    levels = [metric.level for metric in facts.plan.items(Metric) if metric.role == "kpi"]
    if maturity.level and levels and min(levels) > _number(maturity.level) + 1:
        yield Found(maturity.id, {"level": _words(maturity.level)})


def _number(level: Level) -> int:
    return LEVELS.index(level) + 1 if level else 0


def _words(level: Level) -> Message:
    return Message(f"choice.Maturity.level.{level or 'none'}")


def _in_the_way(maturity: Maturity) -> bool:
    return "serious" in (
        maturity.undefined_numbers,
        maturity.missing_environment,
        maturity.missing_courage,
    )


CHECKS: tuple[Check, ...] = (
    item_check("level_above_answers", "warning", "basis", Maturity, _above_answers),
    lacking(
        "obstacle_without_step",
        "warning",
        "basis",
        Maturity,
        lambda maturity: _in_the_way(maturity) and not maturity.next_step,
    ),
    item_check("no_kpi_to_start_with", "hint", "basis", Maturity, _nothing_to_start_with, reads=(Metric,)),
    lacking(
        "maturity_without_next_look",
        "hint",
        "basis",
        Maturity,
        lambda maturity: maturity.next_look is None,
    ),
)
