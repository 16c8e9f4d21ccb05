"""A finding as tables of words and figures: titles and cells in a language, what is shown of each part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from kakehashi.words import MISSING, Language, day, month, number, percent, text

if TYPE_CHECKING:
    from kakehashi.evidence.findings import Finding

_FUNNEL = ("source", "step_from", "step_to", "entered", "reached", "dropped", "open", "rate", "lag_mean")
_COVERED = ("value", "companies", "with_leads", "covered", "with_open", "with_won", "people", "target_leads")
_SHOWN: Mapping[tuple[str, str], tuple[str, ...]] = {  # by finding and part; without parts by the finding
    ("coverage", "all"): (*_COVERED[1:], "follow_leads", "outside", "people_outside"),
    ("coverage", ""): (*_COVERED, "follow_leads"),
    ("funnel", "step"): _FUNNEL,
    ("funnel", "group"): ("value", "step_from", "step_to", "entered", "rate", "low", "high", "small"),
    ("funnel", "pipeline"): ("step_from", "step_to", "age", "open"),
    ("funnel", "value"): ("currency", "reached", "amount_mean", "amount_p10", "amount_p90", "amount_total"),
    ("won_profile", ""): ("value", "won", "share_won", "share_all", "lift", "low", "high", "proposed"),
    ("reasons", "reason"): ("value", "deals", "rate", "low", "high", "small", "amount", "in_plan"),
    ("reasons", "told"): ("value", "deals", "rate", "small", "amount"),
    ("neglected", "all"): ("entries", "neglected", "rate", "twice", "very_long", "oldest_days", "amount"),
    ("neglected", ""): ("value", "entries", "neglected", "rate", "oldest_days", "amount"),
    ("handoff", "handed"): (
        "value",
        "people",
        "accepted",
        "returned",
        "waiting",
        "rate",
        "small",
        "days_mean",
    ),
    ("handoff", "returns"): ("value", "returned", "rate", "small", "agreed"),
    ("handoff", "level"): ("value", "people", "in_time", "rate", "low", "high", "small"),
    ("handoff", "supply"): ("value", "people", "target_leads", "follow_leads", "rate"),
    ("lead_shortage", ""): ("question", "answer", "count", "of", "gap"),
    ("spend", "spent"): ("month", "category", "measure", "campaign", "amount", "leads"),
    ("spend", "against"): ("value", "planned", "amount", "difference", "rate"),
    ("actuals", ""): ("name", "month", "value", "entries", "complete"),
    ("data_quality", "empty"): ("table", "field", "entries", "count", "rate"),
    ("data_quality", "fault"): ("table", "fault", "entries", "count", "rate"),
    ("data_quality", "logs"): ("value", "entries", "count", "rate", "small"),
}
_SHARES = frozenset({"rate", "covered", "share_all", "share_won", "share_lost"})
_LIFTS = frozenset({"lift", "lift_lost", "low_lost", "high_lost"})
_FLAGS = frozenset({"small", "proposed", "in_plan", "agreed", "complete"})
_WORDS = {  # cells that are keys: column -> the kind of message that says them
    "step_from": "step",
    "step_to": "step",
    "question": "question",
    "answer": "answer",
    "table": "table",
    "field": "column",
    "fault": "fault",
}


class FindingTable(msgspec.Struct, frozen=True):
    """Rows that stand together. `title` may be ''; `right`: columns of figures; `left_out` rows are more than
    were wanted; `small` marks rows whose count is too small to rest on."""

    title: str
    columns: tuple[str, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    small: tuple[bool, ...]
    left_out: int = 0


def finding_tables(finding: Finding, language: Language, most: int | None = None) -> tuple[FindingTable, ...]:
    """A table for each part and group, of the columns in which something stands; `most` rows of each."""
    return tuple(
        _table(finding.key, heading, records, _columns(finding, heading), language, most)
        for heading, records in _tables(finding)
    )


_Heading = tuple[str, str, str]  # part; what the rows are about (outcome, unit); the group, '' = all


def _tables(finding: Finding) -> Iterator[tuple[_Heading, list[dict[str, Any]]]]:
    """Which rows stand together: those of one part, one kind of thing, one group (its rest included)."""
    found: dict[_Heading, list[dict[str, Any]]] = {}
    for record in finding.records():
        found.setdefault(_heading(finding.key, record), []).append(record)
    yield from found.items()


def _heading(key: str, record: Mapping[str, Any]) -> _Heading:
    about = str(record.get("what") or record.get("outcome") or "")
    group = str(record.get("group") or "")
    if key in ("funnel", "data_quality", "reasons") or (key, record.get("part")) == ("handoff", "returns"):
        group = "" if record.get("part") != "group" or group == "rest" else group
    elif key == "won_profile":
        group = str(record["field"])
    elif group == "rest":
        group = str(record.get("field") or "source")
    return str(record.get("part") or ""), about, group


def _title(key: str, heading: _Heading, language: Language) -> str:
    part, about, group = heading
    said = []
    if part:
        said.append(text(f"finding.part.{part}", language))
    if about:
        said.append(text(f"finding.{'what' if key == 'neglected' else 'outcome'}.{about}", language))
    if group and group not in ("all", "level"):
        said.append(text(f"finding.column.{group}", language))
    return " / ".join(said)


def _columns(finding: Finding, heading: _Heading) -> tuple[str, ...]:
    part, _, group = heading
    for place in (part, group, ""):
        if (finding.key, place) in _SHOWN:
            return _SHOWN[finding.key, place]
    return finding.columns


def _table(
    key: str,
    heading: _Heading,
    records: list[dict[str, Any]],
    columns: tuple[str, ...],
    language: Language,
    most: int | None,
) -> FindingTable:
    rows = records[:most]
    told = [name for name in columns if _is_told(rows, name)]
    return FindingTable(
        title=_title(key, heading, language),
        columns=tuple(_column(key, name, heading[2], language) for name in told),
        right=tuple(_is_number(rows, name) for name in told),
        rows=tuple(tuple(_cell(key, row, name, language) for name in told) for row in rows),
        small=tuple(bool(row.get("small")) for row in rows),
        left_out=len(records) - len(rows),
    )


def _column(key: str, name: str, group: str, language: Language) -> str:
    """A column's title; of the values that of what the rows are grouped by."""
    if name == "value" and group and group != "all":
        return text(f"finding.column.{group}", language)
    if name == "rate" and key != "funnel":
        return text("finding.column.share", language)
    return text(f"finding.column.{name}", language)


def _is_told(rows: list[dict[str, Any]], name: str) -> bool:
    """Whether a column says something here; marks only where one is set."""
    if name in _FLAGS:
        return any(row[name] for row in rows)
    return name in ("source", "value") or any(row[name] is not None for row in rows)


def _is_number(rows: list[dict[str, Any]], name: str) -> bool:
    return name not in _FLAGS and any(isinstance(row[name], (int, Decimal)) for row in rows)


def _cell(key: str, row: Mapping[str, Any], name: str, language: Language) -> str:
    value = row[name]
    if value is None:
        named = name == "source" or (name == "value" and "group" in row)
        return text(f"finding.group.{_group(row, name)}", language) if named else MISSING
    if isinstance(value, bool):
        return text(f"finding.flag.{name}", language) if value else ""
    if isinstance(value, (int, Decimal)):
        return _figure(key, name, Decimal(value))
    if name in _WORDS:
        return text(f"finding.{_WORDS[name]}.{value}", language)
    if name == "value" and row.get("group") == "tier":
        return text(f"choice.Segment.tier.{value}", language)
    return _said(value, language)


def _group(row: Mapping[str, Any], name: str) -> str:
    """What a row without a name stands for: all, the small ones, or those that name none."""
    group = str(row["group"])
    if name == "source":
        return group
    return {"all": "all", "rest": "few"}.get(group, "none")


def _figure(key: str, name: str, value: Decimal) -> str:
    if name in _SHARES or (name in ("low", "high") and key != "won_profile"):
        return percent(value)
    if name in _LIFTS or name in ("low", "high"):
        return number(value, 2)
    return number(value, 1 if name.startswith(("lag", "days_mean")) else _places(value))


def _said(value: str, language: Language) -> str:
    """Months and dates in words; what comes from a file without signs that a terminal obeys."""
    if len(value) == 7 and value[4] == "-" and value.replace("-", "").isdigit():
        return month(value, language)
    if len(value) == 10 and value[4] == value[7] == "-" and value.replace("-", "").isdigit():
        return day(value, language)
    return "".join(each if each.isprintable() else " " for each in str(value))


def _places(amount: Decimal) -> int:
    """Cents are of no interest in large amounts."""
    return 0 if abs(amount) >= 100 or amount == amount.to_integral_value() else 2
