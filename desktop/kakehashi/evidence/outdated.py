"""Which findings of a plan rest on data that has been imported anew since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from kakehashi.evidence.findings import FINDINGS
from kakehashi.evidence.workspace import Import, engine, exists, imports_in
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import FindingRecord
from kakehashi.words import PlanError

WAIT = 0.5
"""Seconds that a look waits for who works with the evidence; then nothing is said about it."""


class Outdated(msgspec.Struct, frozen=True):
    """A finding as taken over on `date`, and the newest import that it doesn't know."""

    finding: str
    record: str
    date: str
    file: str
    imported_on: str


def outdated(plan: Plan, workspace: Path) -> tuple[Outdated, ...]:
    """The newest record of each finding, where an import of its tables came after it.

    Empty where the evidence is not on this computer, or can't be looked at now.
    """
    records = _newest(plan)
    if not records or not exists(workspace):
        return ()
    try:
        with engine(workspace, read_only=True, wait=WAIT) as connection:
            imports = imports_in(connection)
    except PlanError:
        return ()
    return tuple(_behind(records, imports))


def _newest(plan: Plan) -> dict[str, FindingRecord]:
    found: dict[str, FindingRecord] = {}
    for record in plan.items(FindingRecord):
        known = found.get(record.finding)
        if record.finding in FINDINGS and (known is None or (record.date or "") >= (known.date or "")):
            found[record.finding] = record
    return found


def _behind(records: dict[str, FindingRecord], imports: tuple[Import, ...]) -> Iterator[Outdated]:
    for key, record in records.items():
        tables, known = FINDINGS[key][0], {source.sha256 for source in record.sources}
        new = [
            one
            for one in imports
            if one.table in tables
            and one.rows
            and one.sha256 not in known
            and one.imported_on >= (record.date or "")
        ]
        if new:
            newest = max(new, key=lambda one: one.imported_on)
            yield Outdated(key, record.id, record.date or "", newest.name, newest.imported_on)
