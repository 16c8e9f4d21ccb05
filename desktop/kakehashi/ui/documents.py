"""Documents of a plan file, made beside the window: what is on disk is what is told. No Qt here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kakehashi import VERSION
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.fields import describe
from kakehashi.plan.kinds import KINDS
from kakehashi.progress import Progress
from kakehashi.rounding import around, rounded
from kakehashi.words import MISSING, Language, number, percent, text

if TYPE_CHECKING:
    from kakehashi.declaration.audience import Audience
    from kakehashi.declaration.blocks import Document, KeyFigure
    from kakehashi.extension.manifest import OfferedExporter
    from kakehashi.extension.plugins import Offered

DRAFT = 0
"""The number that stands for today's plan among those of editions."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """Which document: for whom (`parameter`: the id of the one of many), in which language, of which edition
    (`DRAFT`: of today's plan)."""

    audience: str
    parameter: str = ""
    language: Language
    edition: int = DRAFT


def made(path: Path, wish: Wish) -> Document:
    """The document that is wished for. Raises PlanError."""
    from kakehashi.declaration.own_audiences import audiences_of

    opened = OpenPlan.open(path, person="", clock=lambda: "", read_only=True)
    try:
        return opened.document(
            audiences_of(opened.plan)[wish.audience],
            wish.language,
            app_version=VERSION,
            edition=wish.edition or None,
            draft=wish.edition == DRAFT,
            parameter=wish.parameter,
        )
    finally:
        opened.close()


def written(
    path: Path, wish: Wish, exporter: Offered[OfferedExporter], target: Path, progress: Progress
) -> Path:
    """The file of the document that is wished for. Raises PlanError; the target is as before then."""
    from kakehashi.extension.exporting import export

    export(exporter, made(path, wish), target, progress=progress)
    return target


def figures(document: Document) -> tuple[KeyFigure, ...]:
    """The key figures of the first chapter that has any."""
    from kakehashi.declaration.blocks import KeyFigures

    for chapter in document.chapters:
        for block in chapter.blocks:
            if isinstance(block, KeyFigures):
                return block.figures
    return ()


def said_figure(figure: KeyFigure, language: Language) -> str:
    """A key figure with its sign and unit: '31,289 万円', '+$4.3 M', '12.5%'."""
    cell = figure.cell
    if cell.number is None:
        return cell.value or MISSING
    kind = cell.kind or figure.kind
    digits = figure.digits if cell.digits is None else cell.digits
    said = percent(cell.number, digits) if kind == "rate" else number(rounded(cell.number, digits), digits)
    sign = "+" if cell.signed and cell.number > 0 else ""
    before, unit = around("" if kind == "rate" else figure.unit)
    whole = f"{before}{said}"
    return sign + (text("ui.declare.figure", language, figure=whole, unit=unit) if unit else whole)


def withheld(audience: Audience) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The fields that an audience doesn't get to see: a kind, and the message ids of its fields' titles."""
    from kakehashi.declaration.audience import hidden_fields

    return tuple(
        (kind, tuple(each.title for name, each in describe(KINDS[kind]).items() if name in names))
        for kind, names in hidden_fields(audience).items()
    )
