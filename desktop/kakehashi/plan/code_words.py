"""Codes for which the catalogue has words: a finding, a column of the evidence's tables."""

from __future__ import annotations

from kakehashi.words import Message, known

_SAID_BY = {
    ("FindingRecord", "finding"): "finding",
    ("FindingSource", "table"): "finding.table",
    ("CompanyCondition", "data_field"): "finding.column",
    ("LeadCondition", "data_field"): "finding.column",
}


def code_words(kind: str, field: str, code: str) -> str | Message:
    """What a code stands for; the code itself where nothing is known of it (a plugin may be missing)."""
    said = f"{_SAID_BY.get((kind, field), '')}.{code}"
    return Message(said) if known(said, "en") else code
