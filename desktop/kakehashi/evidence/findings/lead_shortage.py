"""Lead shortage: are target conditions not set, are target leads not followed, or are there really too few?

Asked in this order: too few leads is only the answer when the first two are not. What the goal needs comes
from the plan's forecast (`Asking.needed`, by the step that it stands at).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kakehashi.evidence.findings.base import Asked, FindingCell, Outcome, month_text, period_text, twelve
from kakehashi.evidence.findings.conditions import targets
from kakehashi.evidence.findings.counts import share
from kakehashi.evidence.findings.coverage import coverage
from kakehashi.plan.basis import About
from kakehashi.plan.targets import FollowRule
from kakehashi.words import Message

RECENT = 12
"""Months over which the leads that come in are averaged."""

COLUMNS = (
    "question",  # conditions, followed, enough; verdict = the answer to the whole
    "answer",  # conditions: set, partly, not_set. followed: yes, no, none. enough: yes, no, unknown.
    #            verdict: not_set, not_followed, too_few, enough, unknown
    "count",  # conditions that apply; follow leads; leads there are and will come
    "of",  # followed: target leads; enough: what the goal needs
    "rate",  # count / of
    "standing",  # enough: target leads (follow leads) on the house list
    "monthly",  # enough: target leads (follow leads) that came a month, over the last 12 months
    "months",  # enough: months of the plan
    "gap",  # enough: needed - count, where it is more
)


def lead_shortage(asked: Asked) -> Outcome:
    """The finding, on coverage, the supply by month, and what the plan's goal needs."""
    wanted = targets(asked.plan)
    covered = coverage(asked)
    if not covered.rows:
        return Outcome(COLUMNS, ())
    whole = dict(zip(covered.columns, covered.rows[0], strict=True))
    months = asked.query("supply", wanted.relations, wanted.values)
    conditions = _conditions(asked, wanted.company_conditions, wanted.lead_conditions)
    step = "follow" if "follow" in asked.asking.needed else "lead"
    enough = _enough(asked, step, whole, months)
    followed = _followed(whole, needed=asked.asking.needed.get("follow"), enough=str(enough["answer"]))
    verdict = _verdict(str(conditions["answer"]), str(followed["answer"]), str(enough["answer"]))
    rows: list[dict[str, FindingCell]] = [
        {"question": "verdict", "answer": verdict},
        {"question": "conditions", **conditions},
        {"question": "followed", **followed},
        {"question": "enough", **enough},
    ]
    notes = [] if asked.asking.needed else [Message("finding.note.no_need")]
    seen = [month_text(int(row["month_number"])) for row in months[-RECENT:]]
    return Outcome(
        COLUMNS,
        tuple(tuple(row.get(name) for name in COLUMNS) for row in rows),
        {"step": step},
        (*covered.notes, *notes),
        period_text(min(seen), max(seen)) if seen else "",
    )


def _conditions(asked: Asked, companies: int, leads: int) -> dict[str, FindingCell]:
    """Set when companies, leads and what to follow are all said."""
    rules = sum(rule.decision == "follow_now" for rule in asked.plan.items(FollowRule))
    said = sum(count > 0 for count in (companies, leads, rules))
    answer = "set" if said == 3 else "not_set" if not companies else "partly"
    return {"answer": answer, "count": companies + leads + rules}


def _followed(whole: dict[str, Any], *, needed: Decimal | None, enough: str) -> dict[str, FindingCell]:
    """No: the target leads would do for the goal (or, without a goal, most of them are not followed)."""
    target, follow = int(whole["target_leads"] or 0), int(whole["follow_leads"] or 0)
    if not target:
        answer = "none"
    elif needed is not None:
        answer = "no" if follow < needed <= target else "yes"
    else:
        answer = "no" if follow * 2 < target and enough != "yes" else "yes"
    return {"answer": answer, "count": follow, "of": target, "rate": share(follow, target)}


def _enough(
    asked: Asked, step: str, whole: dict[str, Any], months: list[dict[str, Any]]
) -> dict[str, FindingCell]:
    """Target leads there are, and will come in the months of the plan as in the last 12, against the need."""
    standing = int(whole["follow_leads" if step == "follow" else "target_leads"] or 0)
    recent = months[-RECENT:]
    span = int(recent[-1]["month_number"] - recent[0]["month_number"]) + 1 if recent else 0
    name = "follow_leads" if step == "follow" else "target_leads"
    came = sum(int(row[name]) for row in recent)
    monthly = twelve(Decimal(came) / span) if span else Decimal(0)
    length = asked.plan.only(About).months
    there = standing + monthly * length
    needed = asked.asking.needed.get(step)
    answer = "unknown" if needed is None else "yes" if there >= needed else "no"
    return {
        "answer": answer,
        "count": twelve(Decimal(there)),
        "of": needed,
        "rate": twelve(there / needed) if needed else None,
        "standing": standing,
        "monthly": monthly,
        "months": length,
        "gap": twelve(needed - there) if needed is not None and needed > there else None,
    }


def _verdict(conditions: str, followed: str, enough: str) -> str:
    if conditions == "not_set":
        return "not_set"
    if followed == "no":
        return "not_followed"
    return {"no": "too_few", "yes": "enough"}.get(enough, "unknown")
