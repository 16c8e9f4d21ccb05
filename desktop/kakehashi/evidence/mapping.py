"""Which column is which field: proposed from header and values, settled into SQL, or asked.

A proposal is applied by itself when the key and how a row went are beyond doubt. Columns that are no field
stay what they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from kakehashi.evidence.fitting import fits
from kakehashi.evidence.headers import by_header, named, synonyms, word_list
from kakehashi.evidence.looking import Look
from kakehashi.evidence.money import money_of
from kakehashi.evidence.profile import DateOrder, OutcomeRule, Profile, SerialDates, layout_of
from kakehashi.evidence.question import OfTheData, Question, quoted
from kakehashi.evidence.sql import chosen, literal
from kakehashi.evidence.tables import SQL_TYPE, Table, table_named
from kakehashi.evidence.values import Reading, Told, reading
from kakehashi.words import Message, PlanError

SURE, JOINED, LIKELY, TOLD = 0.95, 0.9, 0.6, 1.0


class Applied(msgspec.Struct, frozen=True):
    """One column read as one field, how sure that is (0-1), and why. 0: it was left out, and why."""

    column: str
    field: str
    confidence: float
    reason: Message


class Answers(msgspec.Struct, frozen=True):
    """What somebody says just now about values that can be meant in two ways; a profile may know the rest."""

    date_order: DateOrder | None = None
    serial_dates: SerialDates | None = None
    decimal: Literal[".", ","] | None = None
    currency: str | None = None


NO_ANSWERS = Answers()


class Settled(msgspec.Struct, frozen=True):
    """A settled mapping: what is applied, how every field is read, and the profile that repeats it.

    `readings` are the typed columns by field; `standing` (if the table has standings and the data say so)
    tells where a row stands. `notes` say what was decided about units and currencies.
    """

    table: Table
    applied: tuple[Applied, ...]
    readings: Mapping[str, Reading]
    standing: Reading | None
    profile: Profile
    notes: tuple[Message, ...] = ()


class _Proposal(msgspec.Struct):
    """What is found while proposing."""

    columns: dict[str, Applied] = {}
    notes: list[Applied] = []
    outcome: OutcomeRule | None = None
    values: dict[str, dict[str, str]] = {}
    doubts: list[Question] = []


# Proposing ---------------------------------------------------------------------------------------------


def propose(table: Table, look: Look) -> tuple[Profile, tuple[Applied, ...]]:
    """A mapping for this layout. Raises Question when the key or how rows went can't be told."""
    draft = drafted(table, look)
    if draft.doubt is not None:
        raise draft.doubt
    return draft.profile, draft.applied


class Draft(msgspec.Struct, frozen=True):
    """A mapping as far as it can be proposed, and what must be asked first."""

    profile: Profile
    applied: tuple[Applied, ...]
    doubt: Question | None


def drafted(table: Table, look: Look) -> Draft:
    """A mapping for this layout, also where a person must complete it."""
    proposal = _Proposal()
    for strength, confidence in (("sure", SURE), ("likely", LIKELY)):
        _propose_columns(table, look, strength, confidence, proposal)
    _propose_joined(table, look, proposal)
    for name in ("kind", "sentiment"):
        _propose_choice(table, name, look, proposal)
    for complete in (_require, _propose_outcome) if table.standings else (_require,):
        try:
            complete(table, look, proposal)
        except Question as question:
            proposal.doubts.append(question)
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
    every = (*proposal.columns.values(), *proposal.notes)
    return Draft(profile, every, next(iter(proposal.doubts), None))


def _propose_columns(table: Table, look: Look, strength: str, confidence: float, proposal: _Proposal) -> None:
    headers = by_header(look.columns)
    taken = {applied.column for applied in proposal.columns.values()}
    for name, names in synonyms(table.name).get(strength, {}).items():
        field = table.field(name)
        if name in proposal.columns or field.kind == "choice":
            continue
        for column in dict.fromkeys(named(headers, names)):
            if column in taken:
                continue
            if not fits(look, column, field, table, likely=strength == "likely"):
                left = Applied(column, name, 0.0, Message("evidence.reason.left_out", {"column": column}))
                if left not in proposal.notes:
                    proposal.notes.append(left)
                continue
            if name in (*table.never_missing, *table.needed) or field.kind in ("number", "date", "month"):
                try:
                    _only_one(look, column, name)
                except Question as question:
                    proposal.doubts.append(question)
            taken.add(column)
            proposal.columns[name] = Applied(
                column, name, confidence, Message("evidence.reason.header", {"column": column})
            )
            break


_FOREIGN: dict[str, dict[str, str]] = {
    "company": {name: name for name in ("domain", "corporate_number", "industry", "employees")}
    | {"name": "company_name"},
    "lead": {name: name for name in ("lead_id", "source", "company_name", "domain")},
    "opportunity": {name: name for name in ("opportunity_id", "lead_id")},
}
"""What a joined file tells about a row: field of its own table -> field of this one."""

_LABELS = {
    "stage": ("label", "Stage Name", "Name", "名称", "ステージ名"),
    "owner": ("Name", "Full Name", "氏名"),
}


def _propose_joined(table: Table, look: Look, proposal: _Proposal) -> None:
    """Fields from joined files, where the file itself has no column for them."""
    for role in (*_FOREIGN, *_LABELS):
        mark = f"{role}: "
        headers = by_header(column.removeprefix(mark) for column in look.columns if column.startswith(mark))
        if role in _LABELS:
            wanted = {role: _LABELS[role]}
        else:
            names = synonyms(role)["sure"]
            wanted = {here: names.get(there, ()) for there, here in _FOREIGN[role].items()}
        for name, words in wanted.items():
            if not headers or not table.has(name) or name in proposal.columns or name == table.key:
                continue
            for header in named(headers, words):
                column = mark + header
                if fits(look, column, table.field(name), table, likely=False):
                    why = Message("evidence.reason.joined", {"column": header})
                    proposal.columns[name] = Applied(column, name, JOINED, why)
                    break


_NAMED_BY = {"company_id": "name", "lead_id": "email"}
"""A field that may stand for a key, where it is filled and different in each row."""


def _require(table: Table, look: Look, proposal: _Proposal) -> None:
    stand_in = _NAMED_BY.get(table.key or "")
    if table.key and table.key not in proposal.columns and stand_in in proposal.columns:
        column = proposal.columns[stand_in].column
        if look.different(column) == look.rows:
            proposal.columns[table.key] = Applied(
                column, table.key, LIKELY, Message("evidence.reason.unique", {"column": column})
            )
    for field in (*table.never_missing, *table.needed):
        if field not in proposal.columns:
            raise Question(
                "error.evidence.which_key",
                column=None,
                readings=look.columns,
                option="--profile",
                table=titled(table),
                field=named_field(field),
            )


def titled(table: Table) -> Message:
    """The table as a reader calls it."""
    return Message(f"finding.table.{table.name}")


def named_field(field: str) -> Message:
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
            field=named_field(field),
            places=", ".join(str(look.columns.index(each) + 1) for each in columns),
        )


def _propose_outcome(table: Table, look: Look, proposal: _Proposal) -> None:
    headers = by_header(look.columns)
    names = synonyms(table.name)
    won = next(named(headers, names.get("won", ())), None)
    closed = next(named(headers, names.get("closed", ())), None)
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
        if doubt is not None and doubt.column is not None:
            known = _known_values(table.name)
            read = {
                value: known[plain]
                for value in look.values(doubt.column) or ()
                if (plain := _plain_value(value)) in known
            }
            proposal.outcome = OutcomeRule(column=doubt.column, values=read)
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
    found = list(named(headers, synonyms(table.name)["sure"].get("outcome", ())))
    if stage in proposal.columns:
        found.append(proposal.columns[stage].column)
    for strength in ("sure", "likely"):
        found.extend(named(headers, synonyms(table.name).get(strength, {}).get(stage, ())))
    return list(dict.fromkeys(found))


def _note_outcome(table: Table, look: Look, proposal: _Proposal, columns: tuple[str, ...]) -> None:
    field = "outcome" if table.outcome else "phase"
    for column in columns:
        if table.outcome:
            _only_one(look, column, field)
        if any(one.column == column and one.field == field for one in proposal.columns.values()):
            continue
        message = Message("evidence.reason.outcome", {"column": column})
        proposal.notes.append(Applied(column, field, SURE, message))


def _plain_value(value: str) -> str:
    """A stage or kind without what differs from system to system: case, width, blanks, dashes."""
    plain = unicodedata.normalize("NFKC", value).casefold()
    return " ".join(plain.replace("_", " ").replace(" - ", " ").replace("-", " ").split()) or plain


@cache
def _known_values(name: str) -> dict[str, str]:
    return {
        _plain_value(value): standing
        for standing, values in word_list("standings.json")[name].items()
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
    ended = tuple(word_list("standings.json")[table.name]["ended"])
    doubtful = [value for value in left if any(mark in _plain_value(value) for mark in ended)]
    both = {"won", "lost"} <= {*found.values(), *(told or {}).values()}
    if values is None or doubtful or (left and not both):
        shown = (doubtful or left)[:10]
        raise Question(
            "error.evidence.which_stage",
            column=column,
            readings=table.standings,
            option="--profile",
            values=quoted(shown) if values is not None else "…",
        )
    return found | dict.fromkeys(left, "open")


def _propose_choice(table: Table, name: str, look: Look, proposal: _Proposal) -> None:
    """A field whose values are a few known ones (new business or renewal), where a column says so."""
    if not table.has(name) or table.field(name).kind != "choice":
        return
    headers = by_header(look.columns)
    names = synonyms(table.name)
    known = _known_values(name)
    for column in named(headers, names["sure"].get(name, ())):
        values = {
            value: known[_plain_value(value)]
            for value in look.values(column) or {}
            if _plain_value(value) in known
        }
        if values:
            _take_choice(proposal, name, column, values)
            return
    rule = names.get("flags", {}).get(name)
    for column in named(headers, rule["columns"]) if rule else ():
        filled, said = look.flags(column)
        if filled and filled == said:
            values = {
                value: rule["true"] if look.is_yes(value) else rule["false"]
                for value in look.values(column) or {}
            }
            _take_choice(proposal, name, column, values)
            return


def _take_choice(proposal: _Proposal, name: str, column: str, values: dict[str, str]) -> None:
    proposal.values[name] = values
    message = Message("evidence.reason.values", {"column": column, "count": len(values)})
    proposal.columns[name] = Applied(column, name, SURE, message)


# Settling ----------------------------------------------------------------------------------------------


def propose_mapping(table: Table, look: Look, answers: Answers = NO_ANSWERS) -> Settled:
    """Propose and settle in one go."""
    profile, applied = propose(table, look)
    return settle(profile, look, answers, applied)


def settle(
    profile: Profile, look: Look, answers: Answers = NO_ANSWERS, applied: tuple[Applied, ...] = ()
) -> Settled:
    """A profile as typed columns of these rows; the profile that comes back also holds what was decided.

    Raises PlanError for columns that aren't there, Question where values can be meant in two ways.
    """
    table = table_named(profile.table)
    profile = _outcome_as_rule(table, _with_answers(table, profile, answers))
    _check_columns(table, profile, look)
    fields = profile.fields()
    money = money_of(table, profile, look)
    readings: dict[str, Reading] = {}
    orders: dict[str, DateOrder] = {}
    scales: dict[str, str] = {}
    for name, column in fields.items():
        field = table.field(name)
        scale = money.scales.get(column) if field.kind in ("number", "count") else None
        told = Told(
            profile.date_orders.get(column) or profile.date_order,
            answers.date_order,
            profile.decimal,
            profile.serial_dates,
            scale,
        )
        read = reading(look, column, field, told, profile.values.get(name))
        readings[name] = read
        if read.order is not None:
            orders[column] = read.order
        if scale is not None:
            scales[column] = f"{scale:f}"
    readings |= _constants(table, profile)
    if money.reading is not None:
        readings["currency"] = money.reading
    rule, standing = _standing(table, profile, look)
    if table.outcome and standing is not None:
        # A valid opportunity is an open one.
        value = f"CASE WHEN {standing.value} = 'valid' THEN 'open' ELSE {standing.value} END"
        readings["outcome"] = msgspec.structs.replace(standing, value=value)
    whole = msgspec.structs.replace(
        profile,
        outcome=rule,
        date_orders={**profile.date_orders, **orders},
        scales={**profile.scales, **scales},
        layout=layout_of(table.name, look.columns),
        header=look.columns,
    )
    return Settled(table, applied or _told(table, whole), readings, standing, whole, money.notes)


def _with_answers(table: Table, profile: Profile, answers: Answers) -> Profile:
    profile = msgspec.structs.replace(
        profile,
        serial_dates=answers.serial_dates or profile.serial_dates,
        decimal=answers.decimal or profile.decimal,
    )
    if answers.currency and table.has("currency"):
        constants = {**profile.constants, "currency": answers.currency}
        profile = msgspec.structs.replace(profile, constants=constants)
    return profile


def _check_columns(table: Table, profile: Profile, look: Look) -> None:
    missing = [column for column in profile.used_columns() if column not in look.columns]
    if missing:
        raise OfTheData(
            "error.evidence.missing_column", column=", ".join(missing), columns=", ".join(look.columns)
        )
    said = {*profile.fields(), *profile.constants}
    for name in (*table.never_missing, *table.needed):
        if name not in said:
            raise PlanError("error.evidence.profile_key", table=titled(table), field=named_field(name))


def _constants(table: Table, profile: Profile) -> dict[str, Reading]:
    """Fields that are the same in every row."""
    return {
        name: Reading(f"CAST({literal(value)} AS {SQL_TYPE[table.field(name).kind]})", "'told'", strict=False)
        for name, value in profile.constants.items()
    }


def _told(table: Table, profile: Profile) -> tuple[Applied, ...]:
    """What a profile applies: all that it says."""
    outcome = profile.outcome.columns if profile.outcome else ()
    field = "outcome" if table.outcome else "phase"
    pairs = [(column, name) for name, column in profile.fields().items()]
    pairs += [(column, field) for column in outcome]
    return tuple(
        Applied(column, name, TOLD, Message("evidence.reason.profile", {"column": column}))
        for column, name in dict.fromkeys(pairs)
    )


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
