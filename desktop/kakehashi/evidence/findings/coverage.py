"""Coverage: how much of the targets is ours already, in companies and in people.

The denominator is always the target companies: those of the company table that meet the plan's conditions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kakehashi.evidence.findings.base import FEWEST, Asked, FindingCell, Outcome
from kakehashi.evidence.findings.conditions import segment_name, targets
from kakehashi.evidence.findings.counts import share
from kakehashi.plan.basis import About
from kakehashi.words import Message, in_language

COMPANIES = ("companies", "with_leads", "with_target_leads", "with_follow_leads")
DEALS = ("with_open", "with_valid", "with_won", "with_lost")
PEOPLE = ("people", "target_leads", "follow_leads")

COLUMNS = (
    "group",  # all; segment, tier (of the plan); industry, region, company_tier (of the data); rest
    "field",  # of a rest: which groups were put together
    "value",  # the segment's name, the tier, the industry ...; None = the companies that name none
    "segment",  # the segment's id
    *COMPANIES[:2],
    "without_leads",
    *COMPANIES[2:],
    *DEALS,
    "covered",  # with_leads / companies
    "outside",  # companies with leads that are no targets
    *PEOPLE,  # at target companies
    "people_outside",  # at other companies, or at one that is not known
    "people_unmatched",  # of these: whose company is not known
    "conditions",  # all: conditions on companies and leads that apply
    "as_of",  # all: the newest date of the data
)
MOST_VALUES = 30
"""Values of a field that are told; the rest is one row."""
GROUPS = ("segment", "tier", "industry", "region", "company_tier")


def coverage(asked: Asked) -> Outcome:
    """The finding, on the canonical views and `company_match`."""
    wanted = targets(asked.plan)
    found = asked.query("coverage", wanted.relations, wanted.values)
    (outside,) = asked.query("coverage_outside", {"target_company": wanted.companies}, wanted.values)
    whole = next((row for row in found if row["group_kind"] == "all"), None)
    notes = list(wanted.notes)
    if whole is None:
        companies = asked.connection.execute("SELECT COUNT(*) FROM company").fetchone()
        if companies == (0,):
            return Outcome(COLUMNS, ())
        whole = dict.fromkeys((*COMPANIES, *DEALS, *PEOPLE), 0)
        notes.append(Message("finding.note.no_targets"))
    newest = asked.newest()
    told: dict[str, FindingCell] = {
        "conditions": wanted.company_conditions + wanted.lead_conditions,
        "as_of": None if newest is None else newest.isoformat(),
    }
    rows = [_row("all", None, None, whole, {**_outside(outside), **told})]
    withheld = False
    for kind in GROUPS:
        groups = [row for row in found if row["group_kind"] == kind]
        if kind in ("segment", "tier"):
            rows += [_named(asked, kind, row) for row in groups]
            withheld = withheld or any(map(_few, groups))
        else:
            made, few = _by_field(kind, groups)
            rows += made
            withheld = withheld or few
    if withheld:
        notes.append(Message("finding.note.few_people", {"count": FEWEST}))
    if outside["people"] > outside["matched"]:
        unmatched = int(outside["people"] - outside["matched"])
        notes.append(Message("finding.note.unmatched", {"count": unmatched}))
    return Outcome(COLUMNS, tuple(rows), {}, tuple(notes))


def _outside(row: dict[str, Any]) -> dict[str, FindingCell]:
    return {
        "outside": int(row["companies"] - row["companies_inside"]),
        "people_outside": int(row["people"] - row["inside"]),
        "people_unmatched": int(row["people"] - row["matched"]),
    }


def _named(asked: Asked, kind: str, row: dict[str, Any]) -> tuple[FindingCell, ...]:
    if kind == "tier":
        return _row("tier", row["place"], None, row)
    name = in_language(segment_name(asked.plan, row["place"]), asked.plan.only(About).language)
    return _row("segment", name, row["place"], row)


def _few(row: dict[str, Any]) -> bool:
    return 0 < int(row["people"]) < FEWEST


def _by_field(kind: str, groups: list[dict[str, Any]]) -> tuple[list[tuple[FindingCell, ...]], bool]:
    """Groups of a field of the companies; those with so few people that one shows through put together."""
    if {row["place"] for row in groups} <= {None}:
        return [], False
    few, enough = [row for row in groups if _few(row)], [row for row in groups if not _few(row)]
    enough.sort(key=lambda row: -row["companies"])
    hidden = bool(few)
    enough, few = enough[:MOST_VALUES], [*enough[MOST_VALUES:], *few]
    if hidden and sum(row["people"] for row in few) < FEWEST:
        with_people = [row for row in enough if row["people"]]
        if not with_people:
            return [], True
        smallest = min(with_people, key=lambda row: row["people"])
        enough.remove(smallest)
        few.append(smallest)
    rows = [_row(kind, row["place"], None, row) for row in enough]
    if few:
        rows.append(_row("rest", None, None, _together(few), {"field": kind}))
    return rows, hidden


def _together(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {name: sum(row[name] for row in rows) for name in (*COMPANIES, *DEALS, *PEOPLE)}


def _row(
    group: str,
    value: str | None,
    segment: str | None,
    counts: dict[str, Any],
    more: dict[str, FindingCell] | None = None,
) -> tuple[FindingCell, ...]:
    hidden = group in ("segment", "tier") and _few(counts)
    cells: dict[str, FindingCell] = {
        "group": group,
        "value": value,
        "segment": segment,
        **{name: int(counts[name]) for name in (*COMPANIES, *DEALS)},
        "without_leads": int(counts["companies"] - counts["with_leads"]),
        "covered": share(int(counts["with_leads"]), int(counts["companies"])),
        **{name: None if hidden else int(counts[name]) for name in PEOPLE},
        **(more or {}),
    }
    return tuple(cells.get(name) for name in COLUMNS)
