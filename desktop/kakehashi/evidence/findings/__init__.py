"""What the evidence says: each finding is one `.sql` over the canonical views, finished in Python.

A finding is another entry of `FINDINGS`: its key, the tables it needs, and a function of what was asked.
Counting and summing happen in SQL, in the subset that every engine understands; rates, intervals and
rounding here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from kakehashi.evidence.findings.actuals import actuals
from kakehashi.evidence.findings.base import Asked, Asking, Finding, FindingCell, FindingSource, Outcome
from kakehashi.evidence.findings.coverage import coverage
from kakehashi.evidence.findings.data_quality import data_quality
from kakehashi.evidence.findings.funnel import funnel
from kakehashi.evidence.findings.handoff import handoff
from kakehashi.evidence.findings.lead_shortage import lead_shortage
from kakehashi.evidence.findings.neglected import neglected
from kakehashi.evidence.findings.reasons import reasons
from kakehashi.evidence.findings.spend import spend
from kakehashi.evidence.findings.won_profile import won_profile
from kakehashi.evidence.matching.steps import match_companies
from kakehashi.evidence.workspace import Import, engine, exists, imports_in
from kakehashi.words import PlanError

__all__ = ["FINDINGS", "Asking", "Finding", "FindingCell", "FindingSource", "finding", "findings"]

FINDINGS: dict[str, tuple[tuple[str, ...], Callable[[Asked], Outcome]]] = {
    "coverage": (("company", "lead", "opportunity"), coverage),
    "funnel": (("opportunity", "lead"), funnel),
    "won_profile": (("opportunity", "company"), won_profile),
    "reasons": (("opportunity",), reasons),
    "neglected": (("opportunity", "lead", "activity"), neglected),
    "handoff": (("lead",), handoff),
    "lead_shortage": (("company", "lead", "opportunity"), lead_shortage),
    "spend": (("spend",), spend),
    "actuals": (("actual", "opportunity", "lead", "spend"), actuals),
    "data_quality": (("opportunity", "lead", "company", "activity", "spend"), data_quality),
}


_BY_COMPANY = frozenset({"coverage", "funnel", "won_profile", "handoff", "lead_shortage", "data_quality"})
"""Findings that read which company a lead or deal belongs to."""


def findings(
    workspace: Path, when: str, asking: Asking | None = None, keys: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """The findings of these keys (all, when none is named) that the imported tables allow.

    Computed on the day `when` (2027-04-01). PlanError when there is no finding of a key.
    """
    wanted = tuple(keys) or tuple(FINDINGS)
    for key in wanted:
        _must_be_known(key)
    if not exists(workspace):
        return ()
    if not _BY_COMPANY.isdisjoint(wanted):
        match_companies(workspace)
    with engine(workspace, read_only=True) as connection:
        imports = imports_in(connection)
        asked = Asked(connection, asking or Asking())
        made = (_make(key, asked, imports, when) for key in wanted)
        return tuple(each for each in made if each is not None)


def finding(workspace: Path, key: str, when: str, asking: Asking | None = None) -> Finding:
    """One finding by its key. PlanError when there is none of this key, or no data for it."""
    found = findings(workspace, when, asking, (key,))
    if not found:
        raise PlanError("error.evidence.no_data", finding=key)
    return found[0]


def _must_be_known(key: str) -> None:
    if key not in FINDINGS:
        raise PlanError("error.evidence.no_such_finding", finding=key, findings=", ".join(FINDINGS))


def _make(key: str, asked: Asked, imports: tuple[Import, ...], when: str) -> Finding | None:
    """None when no row of the tables it reads has been imported."""
    tables, compute = FINDINGS[key]
    used = [one for one in imports if one.table in tables and one.rows]
    if not used:
        return None
    outcome = compute(asked)
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
