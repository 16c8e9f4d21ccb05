"""Findings once more, row by row in plain Python: nothing of `kakehashi.evidence` is used here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

Row = Mapping[str, str]


def plain_coverage(
    companies: Iterable[str],
    leads: Mapping[str, str | None],
    deals: Iterable[tuple[str | None, str]],
    *,
    segments: Callable[[str], set[str]],
    is_target: Callable[[str, str], bool],
    follows: Callable[[str], bool],
    valid: Callable[[str], bool] = lambda outcome: outcome == "won",
) -> dict[str, Counter[str]]:
    """Segment ('' = all) -> its counts. `leads` are company by lead, `deals` (company, outcome).

    `segments` gives those of a company, `is_target` says so of a lead in a segment.
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    people: dict[str, list[str]] = defaultdict(list)
    for lead, company in leads.items():
        if company is not None:
            people[company].append(lead)
    outcomes: dict[str, set[str]] = defaultdict(set)
    for company, outcome in deals:
        if company is not None:
            outcomes[company].add(outcome)
    inside = set()
    for company in companies:
        places = segments(company)
        if places:
            inside.add(company)
        for place in places | {""} if places else ():
            counts = found[place]
            here = people[company]
            among = places if place == "" else {place}
            targets = [lead for lead in here if any(is_target(lead, each) for each in among)]
            followed = [lead for lead in targets if follows(lead)]
            counts["companies"] += 1
            counts["people"] += len(here)
            counts["target_leads"] += len(targets)
            counts["follow_leads"] += len(followed)
            counts["with_leads"] += bool(here)
            counts["with_target_leads"] += bool(targets)
            counts["with_follow_leads"] += bool(followed)
            for name in ("open", "won", "lost"):
                counts[f"with_{name}"] += name in outcomes[company]
            counts["with_valid"] += any(map(valid, outcomes[company]))
    met = {company for company in leads.values() if company is not None}
    found[""]["outside"] = len(met - inside)
    found[""]["people_outside"] = sum(company not in inside for company in leads.values())
    found[""]["people_unmatched"] = sum(company is None for company in leads.values())
    return found


def plain_neglected(
    open_deals: Iterable[tuple[str, Iterable[date | None], Decimal | None]], standing: date, days: int
) -> dict[str, tuple[int, int, int, Decimal]]:
    """Group -> (open, neglected, days of the oldest, amount behind). Deals as (group, dates seen, amount)."""
    found: dict[str, tuple[int, int, int, Decimal]] = {}
    for group, seen, amount in open_deals:
        last = max((day for day in seen if day is not None and day <= standing), default=None)
        for name in (group, "*"):
            entries, neglected, oldest, money = found.get(name, (0, 0, 0, Decimal(0)))
            late = last is not None and last <= standing - timedelta(days=days)
            if late and last is not None:
                neglected, oldest = neglected + 1, max(oldest, (standing - last).days)
                money += amount or 0
            found[name] = (entries + 1, neglected, oldest, money)
    return found


def plain_groups(
    deals: Iterable[tuple[str | None, str]],
) -> dict[str | None, tuple[int, int, int]]:
    """Group -> (entered, won, lost)."""
    found: dict[str | None, list[int]] = defaultdict(lambda: [0, 0, 0])
    for group, outcome in deals:
        counts = found[group]
        counts[0] += 1
        counts[1] += outcome == "won"
        counts[2] += outcome == "lost"
    return {group: (entered, won, lost) for group, (entered, won, lost) in found.items()}
