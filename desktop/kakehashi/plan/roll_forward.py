"""Next year's plan from this year's: what a CMO takes over, what moves by a year, what is asked anew.

Items keep their ids (the two plans can be compared); the plan gets its own uuid and begins twelve months
later. Nothing erases a figure: this year's months stay in their series as last year's targets and actuals.

- Kept: organization, personas, journey, definitions of metrics, categories, playbook, rules, lessons.
- Moved by a year: the plan's months, what is due or meets again, the shape of a season, what a scenario
  assumes for a month. Contracts, capacity and measures that end with this year's last month go on for a year.
- Cleared: what people agreed to or answered, results, and what was true of this year only (frame of the
  budget, opening pipeline, an outcome's from and to). The next steps ask for what is needed.
- Left behind: approvals, comments, decisions, stances, the blueprint, what is done or dropped, and findings
  that no figure rests on. What is part of them goes along; references to them are taken out.
- Proposed: recurring budget lines get the last twelve months again, marked as assumed; one-off lines don't.
  Targets stay empty unless they are to be copied.

Figures keep their passports: `checked_on` stays, so that old ones are pointed out.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from kakehashi.plan.basis import About
from kakehashi.plan.changes import kind_words, with_dependants
from kakehashi.plan.fields import FieldDescription, describe, plain
from kakehashi.plan.item import Item, Passport, RawItem
from kakehashi.plan.months import is_month, months_from, shifted
from kakehashi.plan.plan import Plan
from kakehashi.plan.references import references
from kakehashi.plan.values import typed
from kakehashi.words import LANGUAGES, Message, Text, text

YEAR = 12

Targets = Literal["empty", "copied"]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of the items of a kind; fields by name.

    `leaves` = all of them stay behind; with `leaves_when` (field, values) those with one of the values.
    `moves` = months, dates (also within small structs) and keys of series go by a year. `goes_on` = a last
    month that is this year's last goes by a year, and with it what `moves_along`. `repeats` = the months of a
    series are proposed again, with `repeats_when` of items that have this value. `targets` = series that are
    filled when targets are to be copied.
    """

    leaves: bool = False
    leaves_when: tuple[str, frozenset[str]] | None = None
    clears: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    goes_on: str = ""
    moves_along: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    repeats_when: tuple[str, str] | None = None
    targets: tuple[str, ...] = ()


_LEAVES = Rule(leaves=True)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "About": Rule(moves=("first_month",)),
        "Maturity": Rule(moves=("next_look",)),
        "Outcome": Rule(moves=("by",), clears=("starts_at", "ends_at")),
        "BigMove": Rule(leaves_when=("state", frozenset({"done", "dropped"}))),
        "Stakeholder": Rule(clears=("next_talk",)),
        "Stance": _LEAVES,
        "Ritual": Rule(moves=("first_date",)),
        "Partner": Rule(goes_on="end"),
        "Capacity": Rule(goes_on="end"),
        "Enablement": Rule(moves=("when",), clears=("share_done",)),
        "Metric": Rule(targets=("target",)),
        "Agreement": Rule(clears=("state", "by", "date", "remark")),
        "FollowRule": Rule(moves=("until",)),
        "LeadQuality": Rule(clears=("agreed_by", "agreed_on")),
        "Launch": Rule(leaves_when=("state", frozenset({"launched", "dropped"}))),
        "ContentStrategy": Rule(clears=("agreed_on",)),
        "Measure": Rule(goes_on="end", moves_along=("success", "stop"), targets=("expected",)),
        "Experiment": Rule(moves=("start", "decide_on"), clears=("readings", "result")),
        "Seasonality": Rule(moves=("shares", "shares_from"), clears=("total",)),
        "BudgetLine": Rule(repeats=("planned",), repeats_when=("recurs", "recurring")),
        "BudgetFrame": Rule(clears=("total", "caps", "reserve", "revenue")),
        "OpeningPipeline": Rule(clears=("count",)),
        "CustomerBase": Rule(clears=("customers",)),
        "Goal": Rule(moves=("by",)),
        "Scenario": Rule(moves=("overrides",)),
        "Tool": Rule(goes_on="end"),
        "OperationRule": Rule(clears=("share_kept", "measured_on")),
        "WeeklyCheck": Rule(clears=("results",)),
        "Approach": Rule(clears=("done", "date", "result")),
        "HandoffCondition": Rule(moves=("review_on",)),
        "Request": Rule(leaves_when=("state", frozenset({"done", "declined"}))),
        "BlueprintEntry": _LEAVES,
        "Decision": _LEAVES,
        "Ask": Rule(moves=("start", "end"), clears=("answer", "condition", "answered_by", "answered_on")),
        "Risk": Rule(leaves_when=("state", frozenset({"closed"}))),
        "Comment": _LEAVES,
        "Approval": _LEAVES,
    }
)

# Taken over as they are. (Findings too, where a figure rests on them.)
KEPT = frozenset(
    {
        "Activity",
        "AttributionRule",
        "Audience",
        "BudgetCategory",
        "Cell",
        "CommunicationLink",
        "CompanyCondition",
        "CompanyPersona",
        "Competitor",
        "ContentAsset",
        "ConversionPoint",
        "Coverage",
        "CustomerVoice",
        "DataFlow",
        "Department",
        "Economics",
        "FindingRecord",
        "FunnelStep",
        "GuidePoint",
        "IndividualPersona",
        "Interview",
        "Journey",
        "KeyMessage",
        "Lane",
        "LeadCondition",
        "LogTemplate",
        "NamedAccount",
        "NurtureFlow",
        "Offer",
        "OrganizationPersona",
        "Phase",
        "Playbook",
        "Positioning",
        "Question",
        "Reason",
        "Research",
        "Responsibility",
        "Role",
        "Segment",
        "ServiceLevel",
        "Stage",
        "Statement",
    }
)

_UNLESS_REFERRED_TO = frozenset({"FindingRecord"})


class Rolled(msgspec.Struct, frozen=True):
    """Next year's plan, and by kind how many items were left behind and how many had something moved,
    cleared, proposed. `kept` counts items that are as they were.
    """

    plan: Plan
    kept: int
    moved: Mapping[str, int]
    cleared: Mapping[str, int]
    proposed: Mapping[str, int]
    left: Mapping[str, int]

    def told(self) -> Iterator[Message]:
        """What was done, a sentence each."""
        yield Message("roll.kept", {"count": self.kept})
        for kind, count in self.moved.items():
            yield Message("roll.moved", {"kind": kind_words(kind), "count": count})
        for kind, count in self.cleared.items():
            yield Message("roll.cleared", {"kind": kind_words(kind), "count": count})
        for kind, count in self.proposed.items():
            yield Message("roll.proposed", {"kind": kind_words(kind), "count": count})
        for kind, count in self.left.items():
            yield Message("roll.left", {"kind": kind_words(kind), "count": count})


def roll_forward(plan: Plan, uuid: str, *, targets: Targets = "empty") -> Rolled:
    """Next year's plan. `uuid` is its own; with targets 'copied' last year's stand in the new year too."""
    return _Rolling(plan, targets).rolled(uuid)


class _Rolling:
    def __init__(self, plan: Plan, targets: Targets) -> None:
        about = plan.only(About)
        self._plan, self._targets = plan, targets
        self._last = shifted(about.first_month, about.months - 1)
        self._year = months_from(shifted(self._last, 1 - YEAR), YEAR)
        self._moved: Counter[str] = Counter()
        self._cleared: Counter[str] = Counter()
        self._proposed: Counter[str] = Counter()

    def rolled(self, uuid: str) -> Rolled:
        plan = self._plan
        # What the plan is about belongs to nothing: an owner that a file names takes it nowhere.
        about = msgspec.structs.replace(plan.only(About), parent=None)
        whole = plan if plan.get(about.id) == about else plan.with_items({about.id: about})
        gone = set(with_dependants(whole, *(item.id for item in whole if _leaves(item))))
        items = {item.id: self._item(item) for item in whole if item.id not in gone}
        referred_to = {target for item in items.values() for _, target in references(item)}
        gone |= {
            item.id
            for item in items.values()
            if item.kind in _UNLESS_REFERRED_TO and item.id not in referred_to
        }
        new = {item.id: _without(item, gone) for item in items.values() if item.id not in gone}
        left = Counter(whole.item(item_id).kind for item_id in gone)
        return Rolled(
            Plan(uuid, new.values()),
            sum(item is plan.get(item.id) for item in new.values()),
            _in_order(plan, self._moved),
            _in_order(plan, self._cleared),
            _in_order(plan, self._proposed),
            _in_order(plan, left),
        )

    def _item(self, item: Item) -> Item:
        rule = RULES.get(item.kind)
        if rule is None or isinstance(item, RawItem):
            return item
        changed: dict[str, Any] = {}
        if moved := self._moves(item, rule):
            self._moved[item.kind] += 1
            changed |= moved
        if cleared := _clears(item, rule):
            self._cleared[item.kind] += 1
            changed |= cleared
        if proposed := self._proposes(item, rule):
            self._proposed[item.kind] += 1
            changed |= proposed
        return msgspec.structs.replace(item, **changed) if changed else item

    def _moves(self, item: Item, rule: Rule) -> dict[str, Any]:
        fields, names = describe(type(item)), rule.moves
        if rule.goes_on and getattr(item, rule.goes_on) == self._last:
            names = (*names, rule.goes_on, *rule.moves_along)
        moved = {name: _moved(fields[name], getattr(item, name)) for name in names}
        if isinstance(item, About):
            moved["title"] = _next_year(item.title, int(item.first_month[:4]))
        return {name: value for name, value in moved.items() if value != getattr(item, name)}

    def _proposes(self, item: Item, rule: Rule) -> dict[str, Any]:
        if rule.repeats_when is None or getattr(item, rule.repeats_when[0]) == rule.repeats_when[1]:
            names = rule.repeats
        else:
            names = ()
        if self._targets == "copied":
            names = (*names, *rule.targets)
        changed: dict[str, Any] = {}
        fields = describe(type(item))
        for name in names:
            series = getattr(item, name)
            fresh = {
                later: series[month]
                for month in self._year
                if month in series and (later := shifted(month, YEAR)) not in series
            }
            if not fresh:
                continue
            changed[name] = {**series, **fresh}
            origins = f"{name}_from"
            if origins in fields:
                key, passport = self._passport(item)
                changed[origins] = {**getattr(item, origins), **dict.fromkeys(fresh, key)}
                changed["passports"] = {**item.passports, key: passport}
        return changed

    def _passport(self, item: Item) -> tuple[str, Passport]:
        """The passport of what is proposed, and a key that is free or holds the same."""
        values = {"first": self._year[0], "last": self._year[-1]}
        source: Text = {language: text("roll.source", language, **values) for language in LANGUAGES}
        passport = Passport(origin="assumed", source=source, period=f"{values['first']}/{values['last']}")
        key = f"rolled-{self._last}"
        while item.passports.get(key, passport) != passport:
            key += "x"
        return key, passport


def _leaves(item: Item) -> bool:
    rule = RULES.get(item.kind)
    if rule is None or isinstance(item, RawItem):
        return False
    if rule.leaves_when is not None:
        field, values = rule.leaves_when
        return getattr(item, field) in values
    return rule.leaves


def _clears(item: Item, rule: Rule) -> dict[str, Any]:
    fields = describe(type(item))
    return {name: fields[name].default for name in rule.clears if getattr(item, name) != fields[name].default}


def _in_order(plan: Plan, counts: Counter[str]) -> Mapping[str, int]:
    return {kind: counts[kind] for kind in plan.kinds() if counts[kind]}


# ---- by a year


def _moved(described: FieldDescription, value: Any) -> Any:
    """A typed value with its months and dates a year later; keys of a series too."""
    return typed(described, _later(plain(value))) if value else value


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _later(value: Any) -> Any:
    """A plain value in which every month and date is a year later."""
    if isinstance(value, dict):
        return {_later(key): _later(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_later(each) for each in value]
    if isinstance(value, str) and is_month(value):
        return shifted(value, YEAR)
    if isinstance(value, str) and _DATE.fullmatch(value) and is_month(value[:7]):
        month = shifted(value[:7], YEAR)
        last = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
        return f"{month}-{min(int(value[8:]), last):02d}"
    return value


def _next_year(title: Text, year: int) -> Text:
    """A title whose year (and the one after it, in 2027-2028) is one later."""
    if not isinstance(title, str):
        return {language: str(_next_year(each, year)) for language, each in title.items()}
    return re.sub(
        r"(?<!\d)\d{4}(?!\d)",
        lambda found: str(int(found[0]) + 1) if int(found[0]) in (year, year + 1) else found[0],
        title,
    )


# ---- without what was left behind


def _without(item: Item, gone: Iterable[str]) -> Item:
    """The item without references to items that are gone."""
    ids = frozenset(gone)
    changed: dict[str, Any] = {}
    if not any(target in ids for _, target in references(item)):
        return item
    if item.parent in ids:
        changed["parent"] = None
    fields = describe(type(item))
    for name in {field for field, target in references(item) if target in ids and field in fields}:
        described = fields[name]
        if described.field.shape == "formula":
            continue  # said by its check
        if described.field.shape == "ref":
            changed[name] = described.default
        else:
            changed[name] = typed(described, _cleared(plain(getattr(item, name)), ids))
    return msgspec.structs.replace(item, **changed)


def _cleared(value: Any, ids: frozenset[str]) -> Any:
    """A plain value without ids: entries of lists and maps go, fields of small structs are emptied."""
    if isinstance(value, list):
        return [_cleared(each, ids) for each in value if not _is_of(each, ids)]
    if isinstance(value, dict):
        return {
            key: _cleared(each, ids)
            for key, each in value.items()
            if key not in ids and not (isinstance(each, str) and each in ids)
        }
    return value


def _is_of(value: Any, ids: frozenset[str]) -> bool:
    if isinstance(value, dict):
        value = value.get("item")
    return isinstance(value, str) and value in ids
