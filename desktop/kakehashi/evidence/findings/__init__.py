"""What the evidence says: each finding is one `.sql` over the canonical views, finished in Python.

A finding is another entry of `FINDINGS`: its key, the tables it needs, and a function of a connection.
Counting and summing happen in SQL, in the subset that every engine understands; rates, intervals and
rounding here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.evidence.findings.base import Finding, FindingCell, FindingSource, Outcome
from kakehashi.evidence.findings.funnel import funnel
from kakehashi.evidence.findings.spend import spend
from kakehashi.evidence.workspace import Import, engine, exists, imports_in
from kakehashi.words import PlanError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["FINDINGS", "Finding", "FindingCell", "FindingSource", "finding", "findings"]

FINDINGS: dict[str, tuple[tuple[str, ...], Callable[[DuckDBPyConnection], Outcome]]] = {
    "funnel": (("opportunity", "lead"), funnel),
    "spend": (("spend",), spend),
}


def findings(workspace: Path, when: str) -> tuple[Finding, ...]:
    """All findings that the imported tables allow, computed on the day `when` (2027-04-01)."""
    if not exists(workspace):
        return ()
    with engine(workspace, read_only=True) as connection:
        imports = imports_in(connection)
        made = (_make(key, connection, imports, when) for key in FINDINGS)
        return tuple(each for each in made if each is not None)


def finding(workspace: Path, key: str, when: str) -> Finding:
    """One finding by its key. PlanError when there is none of this key, or no data for it."""
    if key not in FINDINGS:
        raise PlanError("error.evidence.no_such_finding", finding=key, findings=", ".join(FINDINGS))
    if exists(workspace):
        with engine(workspace, read_only=True) as connection:
            made = _make(key, connection, imports_in(connection), when)
            if made is not None:
                return made
    raise PlanError("error.evidence.no_data", finding=key)


def _make(key: str, connection: DuckDBPyConnection, imports: tuple[Import, ...], when: str) -> Finding | None:
    """None when no row of the tables it reads has been imported."""
    tables, compute = FINDINGS[key]
    used = [one for one in imports if one.table in tables and one.rows]
    if not used:
        return None
    outcome = compute(connection)
    if not outcome.rows:
        return None
    return Finding(
        key=key,
        parameters=outcome.parameters,
        columns=outcome.columns,
        rows=outcome.rows,
        sources=tuple(
            FindingSource(one.table, one.name, one.rows, one.imported_on, one.sha256) for one in used
        ),
        imports=tuple(dict.fromkeys(one.sha256 for one in used)),
        when=when,
        notes=outcome.notes,
        period=outcome.period,
    )
