"""The hooks of a plugin, all of them. See docs/plugins.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:  # a worker starts without them
    from kakehashi.api import Exporter, PlanChapter, PlanCheck, PlanStarter, Source

hookspec = pluggy.HookspecMarker("kakehashi")


@hookspec
def kakehashi_sources() -> Sequence[Source]:
    """Data sources that the plugin brings."""
    raise NotImplementedError


@hookspec
def kakehashi_exporters() -> Sequence[Exporter]:
    """Export formats that the plugin brings."""
    raise NotImplementedError


@hookspec
def kakehashi_checks() -> Sequence[PlanCheck]:
    """Checks of the plan that the plugin brings."""
    raise NotImplementedError


@hookspec
def kakehashi_chapters() -> Sequence[PlanChapter]:
    """Chapters of documents that the plugin brings."""
    raise NotImplementedError


@hookspec
def kakehashi_starters() -> Sequence[PlanStarter]:
    """Starters that the plugin brings."""
    raise NotImplementedError
