"""A person's word about a name."""

from __future__ import annotations

from pathlib import Path

from kakehashi.evidence.matching.decisions import Decision, keep_decision
from kakehashi.evidence.matching.doubts import names_like
from kakehashi.evidence.matching.index import Index, by_name
from kakehashi.evidence.matching.names import read_name
from kakehashi.evidence.matching.steps import company_index
from kakehashi.evidence.workspace import engine, exists
from kakehashi.words import PlanError

NOBODY = "none"


class Decided(Decision, frozen=True):
    """A decision, the company's name, and how many rows bear the name that it is about."""

    company_name: str | None = None
    rows: int = 0


def decide(workspace: Path, name: str, company: str, *, by: str, on: str) -> Decided:
    """Keep whose name `name` is: a company_id, the name of one company, or 'none'.

    It holds from the next use on. PlanError when no row bears the name, or the company isn't in the table.
    """
    if not exists(workspace) or not (rows := names_like(workspace, name)):
        raise PlanError("error.evidence.no_such_name", name=name)
    with engine(workspace, read_only=True) as connection:
        index = company_index(connection)
    chosen = None if company == NOBODY else _company(index, company)
    keep_decision(workspace, Decision(name, chosen, by, on))
    return Decided(name, chosen, by, on, index.names[chosen] if chosen is not None else None, rows)


def _company(index: Index, company: str) -> str:
    if company in index.names:
        return company
    found = by_name(index, read_name(company))
    if found is None or found[1]:
        raise PlanError("error.evidence.no_such_company", company=company)
    return found[0]
