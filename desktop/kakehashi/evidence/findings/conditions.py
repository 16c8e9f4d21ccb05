"""A plan's conditions as SQL: which companies are targets, which leads are target leads and follow leads.

One function (`predicate`) turns conditions into a predicate; what a person typed stands only in parameters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from kakehashi.evidence.tables import COMPANY, LEAD, Table
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.targets import CompanyCondition, FollowRule, LeadCondition, NamedAccount, Phase, Segment
from kakehashi.words import Message, Text

_NUMBER = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?")
_YES = frozenset({"1", "true", "yes", "listed", "はい", "○", "〇", "有", "上場"})


class Condition(msgspec.Struct, frozen=True):
    """A condition on a field of a canonical table, whatever item of the plan it comes from."""

    name: Text | Message
    side: Literal["include", "exclude"]
    field: str
    operator: str
    values: tuple[str, ...]


class Values(msgspec.Struct):
    """The values of a query by the names of their parameters."""

    by_name: dict[str, object] = {}

    def add(self, value: object) -> str:
        """Keep a value; gives how the SQL names it."""
        name = f"v{len(self.by_name) + 1}"
        self.by_name[name] = value
        return f"${name}"


class Targets(msgspec.Struct, frozen=True):
    """The plan's targets as relations: `companies` (company_id, segment, tier) and `leads` (lead_id, segment,
    is_follow), with the values of their parameters. A segment is named by its id, '' = none.

    `company_conditions` and `lead_conditions` count those that apply; `notes` say which don't, and why.
    """

    companies: str
    leads: str
    values: dict[str, object]
    segments: tuple[str, ...]
    company_conditions: int
    lead_conditions: int
    notes: tuple[Message, ...]

    @property
    def relations(self) -> dict[str, str]:
        """Both relations by the names that the `.sql` know."""
        return {"target_company": self.companies, "target_lead": self.leads}


def predicate(
    conditions: Sequence[Condition], combine: Literal["all", "any"], table: Table, values: Values
) -> str | None:
    """The SQL predicate of conditions: those that include, all or any of them, and none that exclude.

    Never NULL: a row whose field is empty meets only 'none of'. None when there is no condition.
    """
    inside = [_one(each, table, values) for each in conditions if each.side == "include"]
    outside = [_one(each, table, values) for each in conditions if each.side == "exclude"]
    parts = []
    if inside:
        parts.append("(" + (" AND " if combine == "all" else " OR ").join(inside) + ")")
    parts += [f"NOT {each}" for each in outside]
    return " AND ".join(parts) if parts else None


def _one(condition: Condition, table: Table, values: Values) -> str:
    field, kind = condition.field, table.field(condition.field).kind
    known = f"{field} IS NOT NULL"
    if condition.operator == "known":
        return f"({known})"
    if condition.operator in ("at_least", "at_most", "between"):
        low, high = _bounds(condition)
        parts = [known]
        if low is not None:
            parts.append(f"{field} >= {values.add(low)}")
        if high is not None:
            parts.append(f"{field} <= {values.add(high)}")
        return "(" + " AND ".join(parts) + ")"
    if condition.operator == "contains":
        found = [f"STRPOS(LOWER({field}), {values.add(_plain(each))}) > 0" for each in condition.values]
        return f"({known} AND ({' OR '.join(found)}))"
    if kind == "flag":
        wanted = {_plain(each) in _YES for each in condition.values}
        found = [field if each else f"NOT {field}" for each in sorted(wanted)]
        listed = f"({' OR '.join(found)})"
    else:
        number = kind in ("number", "count")
        among = [values.add(_number(each) if number else _plain(each)) for each in condition.values]
        listed = f"{field if number else f'LOWER(TRIM({field}))'} IN ({', '.join(among)})"
    if condition.operator == "none_of":
        return f"(NOT ({known} AND {listed}))"
    return f"({known} AND {listed})"


def _bounds(condition: Condition) -> tuple[Decimal | None, Decimal | None]:
    numbers = [_number(each) for each in condition.values]
    if condition.operator == "at_least":
        return numbers[0], None
    if condition.operator == "at_most":
        return None, numbers[0]
    return numbers[0], numbers[1]


def _plain(value: str) -> str:
    return value.strip().lower()


def _number(value: str) -> Decimal | None:
    """The number that was typed, full-width digits and commas too; None when it is none."""
    narrow = unicodedata.normalize("NFKC", value).strip()
    return Decimal(narrow.replace(",", "")) if _NUMBER.fullmatch(narrow) else None


def _trouble(condition: Condition, table: Table) -> str | None:
    """Why a condition can't be tried on the data: the last part of a message id, or None."""
    if not condition.field:
        return "no_field"
    if not table.has(condition.field):
        return "unknown_field"
    kind = table.field(condition.field).kind
    wanted = {"known": 0, "between": 2}.get(condition.operator, 1)
    if len(condition.values) < wanted:
        return "no_values"
    compares = condition.operator in ("at_least", "at_most", "between")
    if compares and kind not in ("number", "count"):
        return "not_a_number"
    counts = compares or (kind in ("number", "count") and condition.operator in ("one_of", "none_of"))
    if counts and any(_number(each) is None for each in condition.values):
        return "not_a_number"
    if condition.operator == "contains" and kind not in ("text", "choice"):
        return "not_a_text"
    return None


def targets(plan: Plan) -> Targets:
    """The plan's targets. Without a condition that applies, all companies of the data are targets."""
    return _Made(plan).targets()


class _Made:
    """The relations of one plan, put together."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.values = Values({})
        self.notes: list[Message] = []
        self.companies = list(self._applying(COMPANY, self._company_conditions()))
        self.leads = list(self._applying(LEAD, self._lead_conditions()))
        self.accounts = [
            account
            for account in plan.items(NamedAccount)
            if account.status not in ("lost", "paused") and (account.corporate_number or account.name)
        ]

    def _company_conditions(self) -> Iterator[tuple[str | None, Condition]]:
        for each in self.plan.items(CompanyCondition):
            yield (
                each.segment,
                Condition(name_of(self.plan, each), each.side, each.data_field, each.operator, each.values),
            )

    def _lead_conditions(self) -> Iterator[tuple[str | None, Condition]]:
        """A lead's field only has to contain the value: 部長 means 営業部長 too."""
        for each in self.plan.items(LeadCondition):
            yield (
                each.segment,
                Condition(name_of(self.plan, each), each.side, each.data_field, "contains", each.values),
            )

    def _applying(
        self, table: Table, found: Iterable[tuple[str | None, Condition]]
    ) -> Iterator[tuple[str | None, Condition]]:
        for segment, condition in found:
            trouble = _trouble(condition, table)
            if trouble is None:
                yield segment, condition
            else:
                self.notes.append(
                    Message(
                        f"finding.note.condition.{trouble}",
                        {"condition": condition.name, "field": condition.field},
                    )
                )

    def targets(self) -> Targets:
        parts = []
        segments = []
        for segment in self.plan.items(Segment):
            sql = self._segment(segment)
            if sql is None:
                self.notes.append(
                    Message(
                        "finding.note.segment_without_conditions", {"segment": name_of(self.plan, segment)}
                    )
                )
            else:
                parts.append(sql)
                segments.append(segment.id)
        if not parts:
            parts.append(self._general())
        else:
            parts += self._rest(segments)
        leads = [self._leads(each) for each in ("", *segments)]
        if not self.leads:
            self.notes.append(Message("finding.note.no_lead_conditions"))
        return Targets(
            " UNION ALL ".join(parts),
            " UNION ALL ".join(leads),
            self.values.by_name,
            tuple(segments),
            len(self.companies) + len(self.accounts),
            len(self.leads),
            tuple(self.notes),
        )

    def _select(self, segment: str, tier: str, condition: str) -> str:
        named = f"{self.values.add(segment)} AS segment, {self.values.add(tier)} AS tier"
        return f"SELECT company_id, {named} FROM company WHERE {condition}"

    def _of(self, found: Sequence[tuple[str | None, Condition]], segment: str | None) -> list[Condition]:
        return [condition for place, condition in found if place == segment]

    def _segment(self, segment: Segment) -> str | None:
        own = predicate(self._of(self.companies, segment.id), segment.combine, COMPANY, self.values)
        named = self._named([each for each in self.accounts if each.segment == segment.id])
        if own is None and named is None:
            return None
        if own is None:
            return self._select(segment.id, segment.tier, str(named))
        general = predicate(self._of(self.companies, None), "all", COMPANY, self.values)
        whole = own if general is None else f"{own} AND {general}"
        return self._select(segment.id, segment.tier, whole if named is None else f"({whole}) OR {named}")

    def _general(self) -> str:
        """No segment has conditions: those that belong to no segment, or all companies."""
        general = predicate(self._of(self.companies, None), "all", COMPANY, self.values)
        named = self._named(self.accounts)
        if general is None and named is None:
            self.notes.append(Message("finding.note.no_conditions"))
            return self._select("", "", "1 = 1")
        return self._select("", "", " OR ".join(f"({each})" for each in (general, named) if each is not None))

    def _rest(self, segments: Sequence[str]) -> Iterator[str]:
        """Accounts named without a segment that counts are targets too, each of its own tier."""
        by_tier: dict[str, list[NamedAccount]] = {}
        for account in self.accounts:
            if account.segment not in segments:
                by_tier.setdefault(account.tier, []).append(account)
        for tier, accounts in by_tier.items():
            yield self._select("", tier, str(self._named(accounts)))

    def _named(self, accounts: Sequence[NamedAccount]) -> str | None:
        """Accounts by number, else by the name as it is written."""
        numbers = [each.corporate_number for each in accounts if each.corporate_number]
        names: list[str] = []
        for each in accounts:
            if not each.corporate_number:
                names += {each.name} if isinstance(each.name, str) else set(each.name.values())
        parts = []
        if numbers:
            among = ", ".join(self.values.add(each.strip()) for each in numbers)
            parts.append(f"(corporate_number IS NOT NULL AND corporate_number IN ({among}))")
        if names:
            among = ", ".join(self.values.add(_plain(each)) for each in names)
            parts.append(f"(name IS NOT NULL AND LOWER(TRIM(name)) IN ({among}))")
        return " OR ".join(parts) if parts else None

    def _leads(self, segment: str) -> str:
        item = self.plan.find(Segment, segment)
        combine: Literal["all", "any"] = item.combine if item is not None else "all"
        own = predicate(self._of(self.leads, segment), combine, LEAD, self.values) if segment else None
        general = predicate(self._of(self.leads, None), "all", LEAD, self.values)
        condition = " AND ".join(each for each in (own, general) if each is not None) or "1 = 1"
        follow = " OR ".join(["standing IN ('follow', 'opportunity')", *_MARKED, *self._phases(segment)])
        is_follow = f"CASE WHEN standing = 'dropped' THEN 0 WHEN {follow} THEN 1 ELSE 0 END"
        place = self.values.add(segment)
        return f"SELECT lead_id, {place} AS segment, {is_follow} AS is_follow FROM lead WHERE {condition}"

    def _phases(self, segment: str) -> list[str]:
        """Phases that we decided to follow now, by their values in the lead table."""
        named: dict[str, None] = {}
        for rule in self.plan.items(FollowRule):
            phase = self.plan.find(Phase, rule.phase)
            if phase is not None and rule.decision == "follow_now" and rule.segment in (None, segment):
                named.update(dict.fromkeys(map(_plain, phase.data_values)))
        if not named:
            return []
        among = ", ".join(self.values.add(each) for each in named)
        return [f"(phase IS NOT NULL AND LOWER(TRIM(phase)) IN ({among}))"]


_MARKED = ("handed_on IS NOT NULL", "accepted_on IS NOT NULL", "opportunity_id IS NOT NULL")


def segment_name(plan: Plan, segment: str) -> Text:
    """The name of a segment; its words are not translated."""
    item = plan.find(Segment, segment)
    return "" if item is None else item.name
