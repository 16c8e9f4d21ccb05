"""A finding as tables for a terminal: titles and cells in words, columns below one another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kakehashi.words import MISSING, Language, month, number, percent, text

if TYPE_CHECKING:
    from kakehashi.evidence.findings import Finding

MOST_ROWS = 10
"""Rows of a table that are shown; `--json` has all."""

_FUNNEL = ("source", "step_from", "step_to", "entered", "reached", "dropped", "open", "rate", "lag_mean")
_SHOWN: Mapping[str, tuple[str, ...]] = {  # by part; a finding without parts shows all its columns
    "step": _FUNNEL,
    "pipeline": ("step_from", "step_to", "age", "open"),
    "value": ("currency", "reached", "amount_mean", "amount_p10", "amount_p90", "amount_total"),
}


def printed(finding: Finding, language: Language) -> str:
    """Title, a table for each part with those columns in which something stands, and the notes."""
    lines = [text(f"finding.{finding.key}", language) + f" ({finding.key})"]
    for part, records in _parts(finding).items():
        if part:
            lines.append("  " + text(f"finding.part.{part}", language))
        lines += _table(records, _SHOWN.get(part, finding.columns), language)
        if len(records) > MOST_ROWS:
            lines.append("  " + text("cli.more", language, count=len(records) - MOST_ROWS))
    lines += ["  " + text(note, language) for note in finding.notes]
    return "\n".join(lines)


def _parts(finding: Finding) -> dict[str, list[dict[str, Any]]]:
    """Part -> its rows; '' for a finding that has none."""
    found: dict[str, list[dict[str, Any]]] = {}
    for record in finding.records():
        found.setdefault(str(record.get("part", "")), []).append(record)
    return found


def _table(records: list[dict[str, Any]], columns: tuple[str, ...], language: Language) -> Iterator[str]:
    """Lines of equal columns: the titles, and the first rows."""
    rows = records[:MOST_ROWS]
    told = [name for name in columns if name == "source" or any(row[name] is not None for row in rows)]
    cells = [[text(f"finding.column.{name}", language) for name in told]]
    cells += [[_cell(row, name, language) for name in told] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    right = [_is_number(rows, name) for name in told]
    for line in cells:
        placed = zip(line, widths, right, strict=True)
        yield ("  " + "  ".join(_placed(*each) for each in placed)).rstrip()


def _is_number(rows: list[dict[str, Any]], name: str) -> bool:
    return any(isinstance(row[name], (int, Decimal)) for row in rows)


def _cell(row: Mapping[str, Any], name: str, language: Language) -> str:
    value = row[name]
    if name == "source" and value is None:
        return text(f"finding.group.{row['group']}", language)
    match value:
        case None:
            return MISSING
        case Decimal() if name == "rate":
            return percent(value)
        case Decimal():
            return number(value, 1 if name.startswith("lag") else _places(value))
        case int():
            return number(Decimal(value))
    if name == "month":
        return month(value, language)
    if name in ("step_from", "step_to"):
        return text(f"finding.step.{value}", language)
    return "".join(each if each.isprintable() else " " for each in str(value))  # it comes from a file


def _places(amount: Decimal) -> int:
    """Cents are of no interest in large amounts."""
    return 0 if abs(amount) >= 100 or amount == amount.to_integral_value() else 2


def _placed(cell: str, width: int, right: bool) -> str:
    space = " " * (width - _width(cell))
    return space + cell if right else cell + space


def _width(said: str) -> int:
    """Columns of a terminal: kanji and kana take two, accents none."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in said
    )
