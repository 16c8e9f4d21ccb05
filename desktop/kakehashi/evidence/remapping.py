"""A person's changes to a mapping, each a new profile; and which table a file is likely to be."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kakehashi.evidence.headers import by_header, named, synonyms
from kakehashi.evidence.profile import OutcomeRule, Profile
from kakehashi.evidence.tables import TABLES, table_named


def field_of(profile: Profile, column: str) -> str:
    """The field that a column is read as, '' for none; of several the first."""
    return next((field for field, source in profile.fields().items() if source == column), "")


def assigned(profile: Profile, column: str, field: str) -> Profile:
    """The column read as this field and as no other ('' = kept as it is); no other column is read so."""
    before = profile.fields()
    fields = {name: source for name, source in before.items() if source != column and name != field}
    if field:
        fields[field] = column
    by_column: dict[str, list[str]] = {}
    for name, source in fields.items():
        by_column.setdefault(source, []).append(name)
    return msgspec.structs.replace(
        profile,
        columns={
            source: names[0] if len(names) == 1 else tuple(names) for source, names in by_column.items()
        },
        key=None,
        values={name: read for name, read in profile.values.items() if fields.get(name) == before.get(name)},
        constants={name: value for name, value in profile.constants.items() if name != field},
    )


def told_by(profile: Profile, column: str) -> Profile:
    """How rows went, told by the values of this column."""
    return msgspec.structs.replace(profile, outcome=OutcomeRule(column=column))


def always(profile: Profile, standing: str) -> Profile:
    """How rows went is the same in every row."""
    return msgspec.structs.replace(profile, outcome=OutcomeRule(always=standing))


def meaning(profile: Profile, value: str, standing: str) -> Profile:
    """What a value of the column that tells how rows went means; '' = not told."""
    rule = profile.outcome
    if rule is None or rule.column is None:
        return profile
    values = {name: read for name, read in rule.values.items() if name != value}
    if standing:
        values[value] = standing
    return msgspec.structs.replace(profile, outcome=msgspec.structs.replace(rule, values=values))


def likely_table(columns: Sequence[str]) -> str:
    """The table that knows the most of these headers; the first of equal ones."""
    return max(TABLES, key=lambda name: _known(name, columns))


def _known(name: str, columns: Sequence[str]) -> float:
    """How many headers a table is sure of; those of its key and of what it needs count more."""
    headers, table = by_header(columns), table_named(name)
    found = {
        field for field, names in synonyms(name).get("sure", {}).items() if next(named(headers, names), None)
    }
    asked = {*table.never_missing, *table.needed, *([table.key] if table.key else [])}
    return len(found) + 2 * len(found & asked) - (3 if asked - found else 0)
