"""Which column is which field: proposed from header and values, settled into SQL, or asked.

A proposal is applied by itself when the key and how a row went are beyond doubt. Columns that are no field
stay what they are.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from kakehashi.evidence.looking import Look
from kakehashi.evidence.profile import DateOrder, OutcomeRule, Profile, layout_of
from kakehashi.evidence.question import Question
from kakehashi.evidence.sql import chosen, literal
from kakehashi.evidence.tables import Field, Table, table_named
from kakehashi.evidence.values import Reading, reading
from kakehashi.words import Message, PlanError

SURE, LIKELY, TOLD = 0.95, 0.6, 1.0
READABLE = 0.8
"""So many of the filled cells must be readable before a likely column is taken for a date or a number."""


class Applied(msgspec.Struct, frozen=True):
    """One column read as one field, how sure that is (0-1), and why. 0: it was left out, and why."""

    column: str
    field: str
    confidence: float
    reason: Message


class Settled(msgspec.Struct, frozen=True):
    """A settled mapping: what is applied, how every field is read, and the profile that repeats it.

    `readings` are the typed columns by field; `standing` (if the table has standings and the data say so)
    tells where a row stands.
    """

    table: Table
    applied: tuple[Applied, ...]
    readings: Mapping[str, Reading]
    standing: Reading | None
    profile: Profile


class _Proposal(msgspec.Struct):
    """What is found while proposing."""

    columns: dict[str, Applied] = {}
    notes: list[Applied] = []
    outcome: OutcomeRule | None = None
    values: dict[str, dict[str, str]] = {}


def plain_header(name: str) -> str:
    """A header without what differs from system to system: case, width, blanks, signs, `__c`, `property_`."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    plain = re.sub(r"__(p?c|r)\b", "", plain).removeprefix("property_")
    return "".join(sign for sign in plain if sign.isalnum())


@cache
def _data(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("kakehashi.evidence").joinpath(name).read_text("utf-8"))
    return found


def _synonyms(table: str) -> dict[str, Any]:
    found: dict[str, Any] = _data("synonyms.json").get(table, {})
    return found


def _by_header(look: Look) -> dict[str, str]:
    """Plain header -> column; the first of several."""
    found: dict[str, str] = {}
    for column in look.columns:
        found.setdefault(plain_header(column), column)
    return found


def _named(headers: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
    """The columns that have one of these names, in the order of the names."""
    for name in names:
        column = headers.get(plain_header(name))
        if column is not None:
            yield column


# Proposing ---------------------------------------------------------------------------------------------


def propose(table: Table, look: Look) -> tuple[Profile, tuple[Applied, ...]]:
    """A mapping for this layout. Raises Question when the key or how rows went can't be told."""
    proposal = _Proposal()
    for strength, confidence in (("sure", SURE), ("likely", LIKELY)):
        _propose_columns(table, look, strength, confidence, proposal)
    _require_key(table, look, proposal)
    if table.standings:
        _propose_outcome(table, look, proposal)
    _propose_kind(table, look, proposal)
    columns: dict[str, list[str]] = {}
    for field, applied in proposal.columns.items():
        columns.setdefault(applied.column, []).append(field)
    profile = Profile(
        table=table.name,
        columns={
            column: fields[0] if len(fields) == 1 else tuple(fields) for column, fields in columns.items()
        },
        outcome=proposal.outcome,
        values=proposal.values,
        layout=layout_of(table.name, look.columns),
        header=look.columns,
    )
    return profile, (*proposal.columns.values(), *proposal.notes)


def _propose_columns(table: Table, look: Look, strength: str, confidence: float, proposal: _Proposal) -> None:
    headers = _by_header(look)
    share = 0.5 if strength == "sure" else READABLE
    taken = {applied.column for applied in proposal.columns.values()}
    for name, synonyms in _synonyms(table.name).get(strength, {}).items():
        field = table.field(name)
        if name in proposal.columns or field.kind == "choice":
            continue
        for column in _named(headers, synonyms):
            if column in taken:
                continue
            if not _fits(look, column, field, table, share):
                left = Message("evidence.reason.left_out", {"column": column})
                proposal.notes.append(Applied(column, name, 0.0, left))
                continue
            if name in table.never_missing or field.kind in ("number", "date", "month"):
                _only_one(look, column, name)
            taken.add(column)
            proposal.columns[name] = Applied(
                column, name, confidence, Message("evidence.reason.header", {"column": column})
            )
            break


def _fits(look: Look, column: str, field: Field, table: Table, share: float) -> bool:
    """Whether the values are what the field needs. Misused columns (a serial as source) are left alone."""
    if field.name == table.key:
        return look.different(column) * 2 > look.rows
    if field.kind in ("date", "month"):
        dates = look.dates(column, month=field.kind == "month")
        return dates.known >= dates.filled * share and (dates.filled > 0 or not look.rows)
    if field.kind in ("number", "count"):
        numbers = look.numbers(column)
        return max(numbers.plain, numbers.as_point, numbers.as_comma) >= numbers.filled * share
    if field.kind == "flag":
        filled, known = look.flags(column)
        return known >= filled * share
    if field.name == "source":
        filled = look.filled(column)
        return filled <= 50 or look.different(column) * 2 <= filled
    return True


def _require_key(table: Table, look: Look, proposal: _Proposal) -> None:
    if table.key == "company_id" and "company_id" not in proposal.columns and "name" in proposal.columns:
        name = proposal.columns["name"].column
        if look.different(name) == look.rows:
            proposal.columns["company_id"] = Applied(
                name, "company_id", LIKELY, Message("evidence.reason.unique", {"column": name})
            )
    for field in table.never_missing:
        if field not in proposal.columns:
            raise Question(
                "error.evidence.which_key",
                column=None,
                readings=look.columns,
                option="--profile",
                table=titled(table),
                field=named(field),
            )


def titled(table: Table) -> Message:
    """The table as a reader calls it."""
    return Message(f"finding.table.{table.name}")


def named(field: str) -> Message:
    """The field as a reader calls it, with the name that a profile gives it."""
    return Message("finding.field.named", {"title": Message(f"finding.column.{field}"), "name": field})


def _only_one(look: Look, column: str, field: str) -> None:
    """Raises Question when several columns have this header and hold different things."""
    columns = look.alike(column)
    if len(columns) > 1:
        raise Question(
            "error.evidence.which_of_same",
            column=column,
            readings=columns,
            option="--profile",
            field=named(field),
            places=", ".join(str(look.columns.index(each) + 1) for each in columns),
        )


def _propose_outcome(table: Table, look: Look, proposal: _Proposal) -> None:
    headers = _by_header(look)
    names = _synonyms(table.name)
    won = next(_named(headers, names.get("won", ())), None)
    closed = next(_named(headers, names.get("closed", ())), None)
    if won and closed and all(filled == known for filled, known in map(look.flags, (won, closed))):
        proposal.outcome = OutcomeRule(won=won, closed=closed)
        _note_outcome(table, look, proposal, (won, closed))
        return
    doubt: Question | None = None
    for column in _outcome_columns(table, headers, proposal):
        try:
            values = standings_of(table, column, look.values(column))
        except Question as question:
            doubt = doubt or question
            continue
        if values or not look.rows:
            proposal.outcome = OutcomeRule(column=column, values=values)
            _note_outcome(table, look, proposal, (column,))
            return
    if table.outcome:
        raise doubt or Question(
            "error.evidence.which_outcome",
            column=None,
            readings=look.columns,
            option="--profile",
            table=titled(table),
        )


def _outcome_columns(table: Table, headers: Mapping[str, str], proposal: _Proposal) -> list[str]:
    """Columns that may say how rows went, the clearest first."""
    stage = "stage" if table.has("stage") else "phase"
    found = list(_named(headers, _synonyms(table.name)["sure"].get("outcome", ())))
    if stage in proposal.columns:
        found.append(proposal.columns[stage].column)
    for strength in ("sure", "likely"):
        found.extend(_named(headers, _synonyms(table.name).get(strength, {}).get(stage, ())))
    return list(dict.fromkeys(found))


def _note_outcome(table: Table, look: Look, proposal: _Proposal, columns: tuple[str, ...]) -> None:
    field = "outcome" if table.outcome else "phase"
    for column in columns:
        if table.outcome:
            _only_one(look, column, field)
        message = Message("evidence.reason.outcome", {"column": column})
        proposal.notes.append(Applied(column, field, SURE, message))


def _plain_value(value: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


@cache
def _known_values(name: str) -> dict[str, str]:
    return {
        _plain_value(value): standing
        for standing, values in _data("standings.json")[name].items()
        if standing != "ended"
        for value in values
    }


def standings_of(
    table: Table, column: str, values: Mapping[str, int] | None, told: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What each value of a stage column means. `told` readings come first, then the known ones.

    What is left counts as open, but only beside known won and lost values, and only if it doesn't look like
    an end itself. Otherwise a table that needs an outcome raises Question; another one leaves it out.
    """
    known = _known_values(table.name)
    found: dict[str, str] = {}
    left: list[str] = []
    for value in values or {}:
        standing = (told or {}).get(value) or known.get(_plain_value(value))
        if standing is not None:
            found[value] = standing
        else:
            left.append(value)
    if not table.outcome:
        return found
    ended = tuple(_data("standings.json")[table.name]["ended"])
    doubtful = [value for value in left if any(mark in _plain_value(value) for mark in ended)]
    both = {"won", "lost"} <= {*found.values(), *(told or {}).values()}
    if values is None or doubtful or (left and not both):
        shown = (doubtful or left)[:10]
        raise Question(
            "error.evidence.which_stage",
            column=column,
            readings=table.standings,
            option="--profile",
            values=", ".join(shown) if values is not None else "…",
        )
    return found | dict.fromkeys(left, "open")


def _propose_kind(table: Table, look: Look, proposal: _Proposal) -> None:
    """New business, renewal or expansion, where a column says so."""
    if not table.has("kind"):
        return
    headers = _by_header(look)
    names = _synonyms(table.name)
    known = _known_values("kind")
    for column in _named(headers, names["sure"].get("kind", ())):
        values = {
            value: known[_plain_value(value)]
            for value in look.values(column) or {}
            if _plain_value(value) in known
        }
        if values:
            _take_kind(proposal, column, values)
            return
    rule = names.get("flags", {}).get("kind")
    for column in _named(headers, rule["columns"]) if rule else ():
        filled, said = look.flags(column)
        if filled and filled == said:
            yes = {"1", "true", "yes", "y", "t", "x", "on", "はい", "○", "〇", "◯", "✓", "✔", "有", "済"}
            values = {
                value: rule["true"] if _plain_value(value) in yes else rule["false"]
                for value in look.values(column) or {}
            }
            _take_kind(proposal, column, values)
            return


def _take_kind(proposal: _Proposal, column: str, values: dict[str, str]) -> None:
    proposal.values["kind"] = values
    message = Message("evidence.reason.values", {"column": column, "count": len(values)})
    proposal.columns["kind"] = Applied(column, "kind", SURE, message)


# Settling ----------------------------------------------------------------------------------------------


def propose_mapping(table: Table, look: Look, option_order: DateOrder | None = None) -> Settled:
    """Propose and settle in one go."""
    profile, applied = propose(table, look)
    return settle(profile, look, option_order, applied)


def settle(
    profile: Profile, look: Look, option_order: DateOrder | None = None, applied: tuple[Applied, ...] = ()
) -> Settled:
    """A profile as typed columns of these rows; the profile that comes back also holds what was decided.

    Raises PlanError for columns that aren't there, Question where values can be meant in two ways.
    """
    table = table_named(profile.table)
    profile = _outcome_as_rule(table, profile)
    missing = [column for column in profile.used_columns() if column not in look.columns]
    if missing:
        raise PlanError(
            "error.evidence.missing_column", column=", ".join(missing), columns=", ".join(look.columns)
        )
    fields = profile.fields()
    for name in table.never_missing:
        if name not in fields:
            raise PlanError("error.evidence.profile_key", table=titled(table), field=named(name))
    readings: dict[str, Reading] = {}
    orders: dict[str, DateOrder] = {}
    for name, column in fields.items():
        read = reading(
            look,
            column,
            table.field(name),
            saved_order=profile.date_orders.get(column) or profile.date_order,
            option_order=option_order,
            decimal=profile.decimal,
            values=dict(profile.values.get(name, {})),
        )
        readings[name] = read
        if read.order is not None:
            orders[column] = read.order
    rule, standing = _standing(table, profile, look)
    if table.outcome and standing is not None:
        # A valid opportunity is an open one.
        value = f"CASE WHEN {standing.value} = 'valid' THEN 'open' ELSE {standing.value} END"
        readings["outcome"] = msgspec.structs.replace(standing, value=value)
    whole = msgspec.structs.replace(
        profile,
        outcome=rule,
        date_orders={**profile.date_orders, **orders},
        layout=layout_of(table.name, look.columns),
        header=look.columns,
    )
    told = tuple(
        Applied(column, name, TOLD, Message("evidence.reason.profile", {"column": column}))
        for name, column in fields.items()
    )
    told += tuple(
        Applied(
            column,
            "outcome" if table.outcome else "phase",
            TOLD,
            Message("evidence.reason.profile", {"column": column}),
        )
        for column in (rule.columns if rule else ())
    )
    return Settled(table, applied or told, readings, standing, whole)


def _outcome_as_rule(table: Table, profile: Profile) -> Profile:
    """A column given as the field 'outcome' is a rule by its values."""
    column = profile.fields().get("outcome")
    if not table.outcome or column is None:
        return profile
    columns: dict[str, str | tuple[str, ...]] = {}
    for name, fields in profile.columns.items():
        kept = tuple(
            field for field in ((fields,) if isinstance(fields, str) else fields) if field != "outcome"
        )
        if kept:
            columns[name] = kept[0] if len(kept) == 1 else kept
    rule = profile.outcome or OutcomeRule(column=column, values=profile.values.get("outcome", {}))
    return msgspec.structs.replace(profile, columns=columns, outcome=rule)


def _standing(table: Table, profile: Profile, look: Look) -> tuple[OutcomeRule | None, Reading | None]:
    """The rule of the profile, completed by values not seen before, and its SQL."""
    rule = profile.outcome
    if rule is None:
        if table.outcome:
            raise PlanError("error.evidence.profile_no_outcome", table=titled(table))
        return None, None
    if rule.always is not None:
        layer = (("told", literal(rule.always)),)
        return rule, Reading("told", "told", strict=False, layers=(layer,))
    if rule.column is None:
        return rule, _flagged(rule, look)
    otherwise = "'open'" if table.outcome else "NULL"
    values = standings_of(table, rule.column, look.values(rule.column), rule.values)
    name = look.name(rule.column)
    said = f"coalesce({chosen(f'x_{name}', values, otherwise)}, {otherwise})"
    layers = (((f"x_{name}", look.cell(rule.column)),), (("told", said),))
    return msgspec.structs.replace(rule, values=values), Reading(
        "told", f"x_{name}", strict=False, layers=layers
    )


def _flagged(rule: OutcomeRule, look: Look) -> Reading:
    """Won and closed as flags; an empty flag is no. A filled flag that says neither is unreadable."""
    flags = {mark: column for mark, column in (("won", rule.won), ("closed", rule.closed)) if column}
    cells = tuple((f"x_{look.name(column)}", look.cell(column)) for column in flags.values())
    read = tuple((f"is_{mark}", f"read_flag(x_{look.name(column)})") for mark, column in flags.items())
    bad = " OR ".join(
        f"(x_{look.name(column)} IS NOT NULL AND is_{mark} IS NULL)" for mark, column in flags.items()
    )
    ways = [
        f"WHEN {bad} THEN NULL",
        *(f"WHEN is_{mark} THEN {how}" for mark, how in _FLAGGED if mark in flags),
    ]
    told = (("told", f"CASE {' '.join(ways)} ELSE 'open' END"),)
    return Reading("told", "'filled'", strict=True, layers=(cells, read, told))


_FLAGGED = (("won", "'won'"), ("closed", "'lost'"))
