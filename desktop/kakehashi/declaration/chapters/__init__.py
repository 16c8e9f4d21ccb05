"""How each chapter of a plan is told; a chapter that a plugin brings is made the same way."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kakehashi.declaration.chapters import (
    basis,
    budget,
    direction,
    metrics,
    organization,
    simulation,
    summary,
)
from kakehashi.declaration.context import ChapterMaker

CHAPTERS: Mapping[str, ChapterMaker] = MappingProxyType(
    {
        "summary": summary.chapter,
        "basis": basis.chapter,
        "direction": direction.chapter,
        "organization": organization.chapter,
        "metrics": metrics.chapter,
        "budget": budget.chapter,
        "simulation": simulation.chapter,
    }
)
