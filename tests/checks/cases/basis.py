"""Cases of the checks of basis: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from typing import Any

from kakehashi.plan.basis import QUESTIONS, Level, Maturity
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.metrics import Metric


def maturity(level: Level = "", **fields: Any) -> Maturity:
    return Maturity(id=only_id("Maturity"), level=level, **fields)


def answers(**fields: str) -> dict[str, str]:
    """Yes up to the hand-off, no from there on, but for the given ones."""
    return {
        question: "yes" if level in ("activity", "hand_off") else "no"
        for level, questions in QUESTIONS.items()
        for question in questions
    } | fields


CASES: list[tuple[str, list[Item], list[Item]]] = [
    ("level_above_answers", [maturity("pipeline", **answers())], [maturity("hand_off", **answers())]),
    (
        "level_above_answers",
        [maturity("activity", **answers(knows_cost_per_lead="partly"))],
        [maturity("", **answers(knows_cost_per_lead="partly"))],
    ),
    (
        "level_above_answers",
        [maturity("hand_off", **answers(counts_leads="no"))],
        [maturity("hand_off", **answers(counts_leads=""))],
    ),
    (
        "obstacle_without_step",
        [maturity(missing_environment="serious")],
        [maturity(missing_environment="serious", next_step="名刺を取り込む")],
    ),
    (
        "obstacle_without_step",
        [maturity(missing_courage="serious")],
        [maturity(missing_courage="some")],
    ),
    (
        "no_kpi_to_start_with",
        [maturity("activity"), Metric(id="k", level=3), Metric(id="g", role="kgi", level=1)],
        [maturity("activity"), Metric(id="k", level=2)],
    ),
    ("no_kpi_to_start_with", [maturity("hand_off"), Metric(id="k", level=4)], [maturity("hand_off")]),
    ("maturity_without_next_look", [maturity()], [maturity(next_look="2027-10-01")]),
]
