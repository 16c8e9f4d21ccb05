"""What belongs into each chapter and what it gives: the message ids, one sentence a chapter."""

from __future__ import annotations

from collections.abc import Mapping

ABOUT: Mapping[str, str] = {
    "basis": "ui.about.basis",
    "direction": "ui.about.direction",
    "organization": "ui.about.organization",
    "metrics": "ui.about.metrics",
    "personas": "ui.about.personas",
    "journey": "ui.about.journey",
    "targets": "ui.about.targets",
    "content": "ui.about.content",
    "budget": "ui.about.budget",
    "simulation": "ui.about.simulation",
    "measurement": "ui.about.measurement",
    "handoff": "ui.about.handoff",
    "work": "ui.about.work",
    "review": "ui.about.review",
}


def about(chapter: str) -> str:
    """The message id of what belongs into a chapter; of a plugin's it is what the plugin says."""
    return ABOUT.get(chapter) or f"chapter.{chapter}.about"
