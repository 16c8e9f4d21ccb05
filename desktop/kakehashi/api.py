"""All that a plugin may import; nothing else is promised.

Within a major version of the API there are additions only. What only documents need is loaded when it is
first asked for: a worker that reads rows starts without it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pluggy

from kakehashi.evidence.source import Batch, DelimitedFile, Grid, GridCell, Merged, Source, SourceTable
from kakehashi.progress import Progress
from kakehashi.rounding import around, canonical, rounded
from kakehashi.setting import Setting
from kakehashi.words import (
    ALL_LANGUAGES,
    LANGUAGES,
    Language,
    Message,
    PlanError,
    Problem,
    in_language,
    language_tag,
    month,
    number,
    percent,
    text,
)

if TYPE_CHECKING:
    from kakehashi.checks.offered import CheckResult, PlanCheck
    from kakehashi.declaration.blocks import (
        Block,
        Cell,
        Chapter,
        Chart,
        Column,
        Dated,
        Document,
        KeyFigure,
        KeyFigures,
        Picture,
        Prose,
        Row,
        Table,
        tables,
    )
    from kakehashi.declaration.evaluation import evaluated
    from kakehashi.declaration.exporting import Exporter
    from kakehashi.declaration.offered import PlanChapter, Reader
    from kakehashi.declaration.said import Said, said, said_day, said_with_sign
    from kakehashi.drawing import tokens
    from kakehashi.drawing.png import png
    from kakehashi.drawing.scene import Scene, smallest_text
    from kakehashi.drawing.svg import svg
    from kakehashi.plan.formula import Call, Expression, Number, Operation, Reference, references_in
    from kakehashi.plan.records import Record, Records
    from kakehashi.plan.recurrence import OnWeekday, Recurrence
    from kakehashi.plan.starter_file import PlanStarter
    from kakehashi.storage.folders import template_folder

API_VERSION = "1.0"

hookimpl = pluggy.HookimplMarker("kakehashi")

__all__ = [
    "ALL_LANGUAGES",
    "API_VERSION",
    "LANGUAGES",
    "Batch",
    "Block",
    "Call",
    "Cell",
    "Chapter",
    "Chart",
    "CheckResult",
    "Column",
    "Dated",
    "DelimitedFile",
    "Document",
    "Exporter",
    "Expression",
    "Grid",
    "GridCell",
    "KeyFigure",
    "KeyFigures",
    "Language",
    "Merged",
    "Message",
    "Number",
    "OnWeekday",
    "Operation",
    "Picture",
    "PlanChapter",
    "PlanCheck",
    "PlanError",
    "PlanStarter",
    "Problem",
    "Progress",
    "Prose",
    "Reader",
    "Record",
    "Records",
    "Recurrence",
    "Reference",
    "Row",
    "Said",
    "Scene",
    "Setting",
    "Source",
    "SourceTable",
    "Table",
    "around",
    "canonical",
    "evaluated",
    "hookimpl",
    "in_language",
    "language_tag",
    "month",
    "number",
    "percent",
    "png",
    "references_in",
    "rounded",
    "said",
    "said_day",
    "said_with_sign",
    "smallest_text",
    "svg",
    "tables",
    "template_folder",
    "text",
    "tokens",
]

_BLOCKS = (
    "Block", "Cell", "Chapter", "Chart", "Column", "Dated", "Document", "KeyFigure", "KeyFigures", "Picture",
    "Prose", "Row", "Table", "tables",
)  # fmt: skip
_FORMULA = ("Call", "Expression", "Number", "Operation", "Reference", "references_in")
_SAID = ("Said", "said", "said_day", "said_with_sign")
_LATER = {
    **dict.fromkeys(_BLOCKS, "kakehashi.declaration.blocks"),
    **dict.fromkeys(_FORMULA, "kakehashi.plan.formula"),
    **dict.fromkeys(("CheckResult", "PlanCheck"), "kakehashi.checks.offered"),
    **dict.fromkeys(("PlanChapter", "Reader"), "kakehashi.declaration.offered"),
    **dict.fromkeys(("Record", "Records"), "kakehashi.plan.records"),
    "PlanStarter": "kakehashi.plan.starter_file",
    **dict.fromkeys(("OnWeekday", "Recurrence"), "kakehashi.plan.recurrence"),
    **dict.fromkeys(_SAID, "kakehashi.declaration.said"),
    "evaluated": "kakehashi.declaration.evaluation",
    "Exporter": "kakehashi.declaration.exporting",
    "png": "kakehashi.drawing.png",
    **dict.fromkeys(("Scene", "smallest_text"), "kakehashi.drawing.scene"),
    "svg": "kakehashi.drawing.svg",
    "template_folder": "kakehashi.storage.folders",
    "tokens": "kakehashi.drawing.tokens",
}


GOING: dict[str, tuple[str, str]] = {}
"""Names that will go: what to use instead, and with which version they go."""

_warned: set[tuple[str, str]] = set()


def _warn(name: str, instead: str, version: str) -> None:
    """Once for each plugin that uses it, with its name."""
    import logging
    import sys

    depth = 2
    while (user := sys._getframe(depth).f_globals.get("__name__", "")).startswith(("importlib", __name__)):
        depth += 1
    plugin = user.partition(".")[0]
    if (plugin, name) not in _warned:
        _warned.add((plugin, name))
        words = "plugin %s uses kakehashi.api.%s, which goes with version %s; use %s"
        logging.getLogger(__name__).warning(words, plugin, name, version, instead)


def __getattr__(name: str) -> Any:
    if name in GOING:
        _warn(name, *GOING[name])
        name = GOING[name][0]
        if name in globals():
            return globals()[name]
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = import_module(_LATER[name])
    if name != "tokens":  # which is a module itself
        found = getattr(found, name)
    globals()[name] = found
    return found
