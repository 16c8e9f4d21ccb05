"""Values as Markdown: as all formats say them, with what is missing and what needs attention in words."""

from __future__ import annotations

from kakehashi.api import Cell, KeyFigure, Language, said, said_with_sign, text
from kakehashi_markdown.escaping import inline


def cell_words(cell: Cell, kind: str, digits: int, language: Language) -> str:
    """A cell of a table."""
    found = said(cell, kind, digits, language)
    words = found.text or (text("markdown.not_available", language) if found.state else "")
    return _toned(inline(words), cell, language)


def figure_words(figure: KeyFigure, language: Language) -> str:
    """A key figure with its unit: '$57.9 M', '5,790 万円'."""
    found = said(figure.cell, figure.kind, figure.digits, language)
    if found.state == "not_available":
        return inline(text("markdown.not_available", language))
    found, unit = said_with_sign(found, figure.unit)
    return _toned(
        inline(f"{found.text} {unit}" if unit and found.text else found.text), figure.cell, language
    )


def _toned(words: str, cell: Cell, language: Language) -> str:
    """What a colour says elsewhere stands behind the value."""
    if not cell.tone or not words:
        return words
    return text("markdown.toned", language, value=words, tone=text(f"markdown.tone.{cell.tone}", language))
