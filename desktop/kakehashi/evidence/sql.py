"""Pieces of SQL that must never be put together any other way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def literal(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def literals(values: Iterable[str]) -> str:
    """Texts as an SQL list in brackets."""
    return "(" + ", ".join(map(literal, values)) + ")"


def chosen(expression: str, readings: Mapping[str, str], otherwise: str = "NULL") -> str:
    """A CASE that turns each written value into its reading; `otherwise` is SQL, nothing stays nothing."""
    cases = " ".join(f"WHEN {literal(value)} THEN {literal(to)}" for value, to in readings.items())
    if not cases:
        return f"CASE WHEN {expression} IS NOT NULL THEN {otherwise} END"
    return f"CASE WHEN {expression} IS NULL THEN NULL ELSE CASE {expression} {cases} ELSE {otherwise} END END"
