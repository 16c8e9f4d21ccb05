"""All that a plugin may import; nothing else is promised.

Within a major version of the API there are additions only.
"""

from __future__ import annotations

import pluggy

from kakehashi.declaration.blocks import (
    Block,
    Cell,
    Chapter,
    Chart,
    Column,
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
from kakehashi.drawing import tokens
from kakehashi.drawing.png import png
from kakehashi.drawing.scene import Scene
from kakehashi.drawing.svg import svg
from kakehashi.evidence.source import Batch, DelimitedFile, Grid, GridCell, Merged, Source, SourceTable
from kakehashi.plan.formula import Call, Expression, Number, Operation, Reference, references_in
from kakehashi.progress import Progress
from kakehashi.rounding import around, canonical, rounded
from kakehashi.storage.folders import template_folder
from kakehashi.words import (
    ALL_LANGUAGES,
    LANGUAGES,
    Language,
    Message,
    PlanError,
    language_tag,
    month,
    number,
    percent,
    text,
)

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
    "Column",
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
    "Operation",
    "Picture",
    "PlanError",
    "Progress",
    "Prose",
    "Reference",
    "Row",
    "Scene",
    "Source",
    "SourceTable",
    "Table",
    "around",
    "canonical",
    "evaluated",
    "hookimpl",
    "language_tag",
    "month",
    "number",
    "percent",
    "png",
    "references_in",
    "rounded",
    "svg",
    "tables",
    "template_folder",
    "text",
    "tokens",
]
