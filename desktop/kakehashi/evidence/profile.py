"""A mapping profile: a plain JSON file that says how the columns of one layout are read.

    {"table": "opportunity", "key": "mql_id", "columns": {"won_date": "closed_on"},
     "outcome": {"always": "won"}, "date_order": "dmy"}

It is the whole mapping: a column that it doesn't name is kept as it is. Profiles of a workspace lie in its
folder `profiles/`, named by table and layout, and are used by themselves for the same layout.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import msgspec

from kakehashi.evidence.read_as import ReadAs
from kakehashi.evidence.tables import Table, table_named
from kakehashi.words import Message, PlanError

DateOrder = Literal["dmy", "mdy"]
Decimals = Literal[".", ","]
SerialDates = Literal["1900", "1904"]
Repeats = Literal["lines", "first", "last", "newest"]
FORMAT = 1


class OutcomeRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How it is told how a row went: always the same, by the values of a column, or by two flags.

    Readings are the table's standings (opportunity: open, valid, won, lost; lead: lead, follow,
    opportunity, dropped).
    """

    always: str | None = None
    column: str | None = None
    values: Mapping[str, str] = {}
    won: str | None = None
    closed: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads."""
        return tuple(name for name in (self.column, self.won, self.closed) if name is not None)


class Join(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A further file: its columns are called '`name`: column' here, and its row is the one whose `other`
    column holds what `column` holds."""

    name: str
    column: str
    other: str


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A whole mapping. `columns`: column -> field, or several fields; `key`: the column of the table's key.

    `values`: field -> value as written -> reading; `date_order` and `decimal` hold for the whole file,
    `date_orders` for one column; `serial_dates`: the year from which day numbers count; `nothing`: texts that
    mean an empty cell ('-', 'Select'). `constants`: field -> what it is in every row. `scales`: column ->
    what its numbers are multiplied by ('1000'). `repeats`: what rows of the same key are ('lines' of one
    deal, whose amounts are summed, or repeats of which one counts). `joins`: the further files. `hash_email`,
    `drop_names`: what is not kept as it is. `read_as`: how the file is read, where it can't be told from it;
    `source_layout` is the fingerprint of the columns for which that was chosen.
    """

    table: str
    columns: Mapping[str, str | tuple[str, ...]] = {}
    key: str | None = None
    outcome: OutcomeRule | None = None
    values: Mapping[str, Mapping[str, str]] = {}
    date_order: DateOrder | None = None
    date_orders: Mapping[str, DateOrder] = {}
    decimal: Decimals | None = None
    serial_dates: SerialDates | None = None
    nothing: tuple[str, ...] = ()
    read_as: ReadAs | None = None
    constants: Mapping[str, str] = {}
    scales: Mapping[str, str] = {}
    repeats: Repeats | None = None
    joins: tuple[Join, ...] = ()
    hash_email: bool = False
    drop_names: bool = False
    source_layout: str = ""
    layout: str = ""
    header: tuple[str, ...] = ()
    format: int = FORMAT

    def fields(self) -> dict[str, str]:
        """Field -> the column it is read from."""
        found: dict[str, str] = {}
        for column, fields in self.columns.items():
            for field in (fields,) if isinstance(fields, str) else fields:
                found[field] = column
        key = table_named(self.table).key
        if self.key is not None and key is not None:
            found[key] = self.key
        return found

    def used_columns(self) -> tuple[str, ...]:
        """Every column that it names, each once."""
        outcome = self.outcome.columns if self.outcome else ()
        return tuple(dict.fromkeys([*self.fields().values(), *outcome]))


def plain_columns(header: Iterable[str]) -> list[str]:
    """The columns' names without what differs between exports of one layout: width, case, outer blanks."""
    return [unicodedata.normalize("NFKC", name).casefold().strip() for name in header]


def layout_of(table: str, header: Iterable[str]) -> str:
    """The fingerprint of a layout: same table and same columns in the same order, however they are typed."""
    plain = "\x1f".join(plain_columns(header))
    return hashlib.sha256(f"{table}\x1e{plain}".encode()).hexdigest()[:16]


def read_profile(path: Path) -> Profile:
    """The profile in this file; PlanError when it is missing, damaged, newer, or names what doesn't exist."""
    try:
        raw = path.read_bytes().removeprefix(codecs.BOM_UTF8)
        profile = msgspec.json.decode(raw, type=Profile)
    except FileNotFoundError as error:
        raise PlanError("error.evidence.profile_not_found", name=str(path)) from error
    except OSError as error:
        raise PlanError("error.evidence.profile_unreadable", name=str(path)) from error
    except msgspec.ValidationError as error:
        raise PlanError("error.evidence.profile_damaged", name=str(path), place=_place(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        line = _line(raw)
        raise PlanError("error.evidence.profile_not_json", name=str(path), line=line) from error
    _check(profile, path.name)
    return profile


def _place(error: msgspec.ValidationError) -> str | Message:
    """Which part of the profile is meant: 'outcome.always', or a field that it doesn't know."""
    said = str(error)
    unknown = re.search(r"unknown field `([^`]+)`", said)
    found = re.search(r"at `\$?\.?([^`]*)`", said)
    place = ".".join(part[1] for part in (found, unknown) if part is not None and part[1])
    return f'"{place}"' if place else Message("evidence.profile.whole")


def _line(raw: bytes) -> int:
    """The line at which it stops being JSON."""
    try:
        json.loads(raw)
    except json.JSONDecodeError as error:
        return error.lineno
    except UnicodeDecodeError as error:
        return raw.count(b"\n", 0, error.start) + 1
    return 1


def _check(profile: Profile, name: str) -> None:
    if profile.format > FORMAT:
        raise PlanError("error.evidence.profile_newer", name=name)
    table = table_named(profile.table)
    unknown = [field for field in (*profile.fields(), *profile.constants) if not table.has(field)]
    if unknown:
        raise PlanError("error.evidence.profile_field", name=name, table=table.name, field=", ".join(unknown))
    for place in _wrong_values(profile, table):
        raise PlanError("error.evidence.profile_value", name=name, place=f'"{place}"')
    if profile.outcome is None:
        return
    readings = {
        *profile.outcome.values.values(),
        *([profile.outcome.always] if profile.outcome.always else []),
    }
    wrong = sorted(readings - set(table.standings))
    if wrong or not (profile.outcome.always or profile.outcome.columns):
        raise PlanError(
            "error.evidence.profile_outcome",
            name=name,
            reading=", ".join(wrong),
            readings=", ".join(table.standings),
        )


def _wrong_values(profile: Profile, table: Table) -> Iterator[str]:
    """The places at which a profile says something that cannot be used."""
    for column, scale in profile.scales.items():
        if not _is_number(scale) or Decimal(scale) <= 0:
            yield f"scales.{column}"
    for name, value in profile.constants.items():
        field = table.field(name)
        match field.kind:
            case "number" | "count":
                fine = _is_number(value)
            case "date" | "month":
                fine = re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None and _is_day(value)
            case "flag":
                fine = value in ("true", "false")
            case "choice":
                fine = value in field.choices
            case _:
                fine = bool(value)
        if not fine:
            yield f"constants.{name}"


def _is_number(value: str) -> bool:
    return re.fullmatch(r"-?\d{1,20}(\.\d{1,10})?", value) is not None


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def write_profile(profile: Profile, path: Path) -> None:
    """Write it as JSON that a person can read and edit."""
    path.write_bytes(as_json(profile))


def as_json(profile: Profile) -> bytes:
    """The content of its file, for people to read and edit."""
    return msgspec.json.format(msgspec.json.encode(profile), indent=2) + b"\n"


def profile_path(folder: Path, table: str, layout: str) -> Path:
    """Where a workspace keeps the profile of this layout."""
    return folder / "profiles" / f"{table}-{layout}.json"
