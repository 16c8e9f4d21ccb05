"""Whether the values of a column are what a field needs. A misused column is left alone."""

from __future__ import annotations

from kakehashi.evidence.looking import Look
from kakehashi.evidence.tables import Field, Table

READABLE = 0.8
"""So many of the filled cells must be readable before a likely column is taken for a date or a number."""

_FORMS = {
    # as a whole, RE2; a hashed address counts too, and a web address as a domain
    "email": r"[^\s@]+@[^\s@]+|[0-9a-fA-F]{32,}",
    "domain": r"(?i)(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[/:?].*)?",
    "corporate_number": r"[0-9０-９]{13}",
}
_WORDS = frozenset(
    (
        *("company_name", "name", "industry", "region", "department", "job_title", "category"),
        *("measure", "vendor", "product", "topic", "metric", "tier", "competitor", "channel"),
        *("reason", "return_reason", "churn_reason"),
    )
)
"""Fields in which plain numbers and structures in brackets are ids or something else."""

_NO_WORD = r"[-+\d.,/: ]+|[{\[].*[}\]]"
_ENOUGH = 0.5


def fits(look: Look, column: str, field: Field, table: Table, *, likely: bool) -> bool:
    """Whether the values of the column can be those of the field; more is asked of a `likely` header."""
    share = READABLE if likely else _ENOUGH
    if field.name == table.key:
        # Repeated ids are asked about later; here a sure header only needs some that differ.
        if likely:
            return look.different(column) * 2 > look.rows
        enough = look.filled(column) * 2 > look.rows or table.key_optional
        return enough and (look.different(column) > 1 or look.rows <= 1)
    match field.kind:
        case "date" | "month":
            dates = look.dates(column, month=field.kind == "month")
            return dates.known >= dates.filled * share and (dates.filled > 0 or not look.rows)
        case "number" | "count":
            numbers = look.numbers(column)
            percent = numbers.percent if field.percent else 0
            readable = max(numbers.plain, numbers.as_point, numbers.as_comma) + percent
            return readable >= numbers.filled * share
        case "flag":
            filled, known = look.flags(column)
            return known >= filled * share
        case _:
            return _fits_text(look, column, field, share)


def _fits_text(look: Look, column: str, field: Field, share: float) -> bool:
    if field.name == "source":
        filled = look.filled(column)
        return filled <= 50 or look.different(column) * 2 <= filled
    if field.name in _FORMS:
        return look.matching(column, _FORMS[field.name]) >= share
    if field.name in _WORDS:
        return look.matching(column, _NO_WORD) <= 1 - share or not look.filled(column)
    return True
