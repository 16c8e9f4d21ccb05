"""How each chapter of a plan is told; a chapter that a plugin brings is made the same way."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kakehashi.declaration.chapters import (
    approval,
    asks,
    basis,
    budget,
    changes,
    content,
    direction,
    handoff,
    journey,
    measurement,
    metrics,
    organization,
    part,
    personas,
    review,
    simulation,
    summary,
    targets,
    work,
)
from kakehashi.declaration.context import ChapterMaker

CHAPTERS: Mapping[str, ChapterMaker] = MappingProxyType(
    {
        "summary": summary.chapter,
        "approval": approval.chapter,
        "basis": basis.chapter,
        "direction": direction.chapter,
        "organization": organization.chapter,
        "metrics": metrics.chapter,
        "personas": personas.chapter,
        "journey": journey.chapter,
        "targets": targets.chapter,
        "content": content.chapter,
        "budget": budget.chapter,
        "simulation": simulation.chapter,
        "measurement": measurement.chapter,
        "handoff": handoff.chapter,
        "work": work.chapter,
        "review": review.chapter,
        "changes": changes.chapter,
        "asks": asks.chapter,
        part.KEY: part.chapter,
    }
)
