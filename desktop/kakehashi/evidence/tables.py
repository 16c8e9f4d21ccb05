"""The canonical tables: what the findings read, whatever the company's systems call it.

A table is data; another one is one more entry here, synonyms for its headers and, where it says how things
went, readings of its stages.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from kakehashi.words import PlanError

FieldKind = Literal["text", "number", "count", "date", "month", "choice", "flag"]

SQL_TYPE: dict[FieldKind, str] = {
    "text": "VARCHAR",
    "number": "DECIMAL(38, 10)",
    "count": "BIGINT",
    "date": "DATE",
    "month": "DATE",  # its first day
    "choice": "VARCHAR",
    "flag": "BOOLEAN",
}


class Field(msgspec.Struct, frozen=True):
    """One field that a table knows. `choices` are the only readings of a choice; `percent`: the number may
    be a share, so that 12 % is 0.12."""

    name: str
    kind: FieldKind = "text"
    choices: tuple[str, ...] = ()
    percent: bool = False


class Table(msgspec.Struct, frozen=True):
    """One canonical table.

    `key` is the field that is unique in it; it is never missing unless `key_optional`: records that many
    systems keep without a number; where it is `key_made` such a row is known by its import and row
    number (3:17), so that it can be matched to a company. `required` fields are never missing either; for
    `needed` ones there must be a column, whose cells may be empty. `together` are the fields that are unique
    only together, in a table without a key. `standings` are the readings of its stage column
    (empty: it has none); where `outcome` is true an import needs to know which rows were won and lost.
    """

    name: str
    fields: tuple[Field, ...]
    key: str | None = None
    key_optional: bool = False
    key_made: bool = False
    required: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    outcome: bool = False

    def field(self, name: str) -> Field:
        """The field of this name; KeyError when there is none."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)

    def place(self, name: str) -> int:
        """Where the field of this name stands among the fields; ValueError when there is none."""
        return [each.name for each in self.fields].index(name)

    @property
    def never_missing(self) -> tuple[str, ...]:
        """The fields without which a row is set aside."""
        return (self.key, *self.required) if self.key and not self.key_optional else self.required

    @property
    def identity(self) -> tuple[str, ...]:
        """The fields that tell one row from all others; none where rows are not told apart."""
        return (self.key,) if self.key else self.together

    def has(self, name: str) -> bool:
        """Whether the table knows a field of this name."""
        return any(each.name == name for each in self.fields)


def _fields(names: str, kind: FieldKind = "text") -> tuple[Field, ...]:
    return tuple(Field(name, kind) for name in names.split())


KIND = Field("kind", "choice", ("new", "renewal", "expansion"))
OUTCOMES = ("open", "won", "lost")

COMPANY = Table(
    "company",
    key="company_id",
    fields=(
        *_fields("company_id name corporate_number domain industry"),
        *_fields("employees", "count"),
        *_fields("revenue", "number"),
        *_fields("region"),
        *_fields("listed", "flag"),
        *_fields("tier"),
    ),
)

# `opportunity_id` is the deal that a lead became: Salesforce links lead and deal from this side only.
LEAD = Table(
    "lead",
    key="lead_id",
    fields=(
        *_fields("lead_id opportunity_id company_name corporate_number domain email department job_title"),
        *_fields("role responsibility mission information_source interests source"),
        *_fields("created_on", "date"),
        *_fields("phase"),
        *_fields("wanted_on handed_on accepted_on returned_on", "date"),
        *_fields("return_reason"),
        *_fields("consent", "flag"),
    ),
    standings=("lead", "follow", "opportunity", "dropped"),
)

OPPORTUNITY = Table(
    "opportunity",
    key="opportunity_id",
    fields=(
        *_fields("opportunity_id lead_id company_name domain name stage"),
        *_fields("amount", "number"),
        *_fields("currency"),
        *_fields("created_on valid_on closed_on", "date"),
        Field("outcome", "choice", OUTCOMES),
        *_fields("reason source owner"),
        *_fields("last_activity_on", "date"),
        *_fields("industry"),
        *_fields("employees", "count"),
        *_fields("product competitor background trigger"),
        KIND,
    ),
    standings=("open", "valid", "won", "lost"),
    outcome=True,
)

SPEND = Table(
    "spend",
    required=("month",),
    needed=("amount",),
    fields=(
        *_fields("month", "month"),
        *_fields("campaign measure category"),
        *_fields("amount", "number"),
        *_fields("currency vendor"),
        *_fields("impressions clicks leads", "count"),
    ),
)

ACTIVITY = Table(
    "activity",
    key="activity_id",
    key_optional=True,
    required=("happened_on",),
    fields=(
        *_fields("activity_id lead_id opportunity_id kind"),
        *_fields("happened_on", "date"),
        *_fields("owner measure content summary result"),
        *_fields("next_on", "date"),
    ),
)

# The design's `start` and `end`: END is a word of SQL.
CONTRACT = Table(
    "contract",
    key="contract_id",
    key_optional=True,
    key_made=True,
    required=("company_name",),
    fields=(
        *_fields("contract_id company_name product"),
        *_fields("start_on end_on", "date"),
        *_fields("amount", "number"),
        *_fields("currency"),
        KIND,
        *_fields("renewed", "flag"),
        *_fields("churn_reason"),
    ),
)

VOICE = Table(
    "voice",
    key="voice_id",
    key_optional=True,
    required=("topic",),
    fields=(
        *_fields("voice_id company_name channel product stage topic"),
        Field("sentiment", "choice", ("positive", "neutral", "negative")),
        *_fields("happened_on", "date"),
    ),
)

ACTUAL = Table(
    "actual",
    required=("metric", "month", "value"),
    together=("metric", "month"),
    fields=(*_fields("metric"), *_fields("month", "month"), Field("value", "number", percent=True)),
)

TABLES: dict[str, Table] = {
    table.name: table for table in (OPPORTUNITY, LEAD, COMPANY, SPEND, ACTIVITY, CONTRACT, VOICE, ACTUAL)
}


def table_named(name: str) -> Table:
    """The canonical table of this name; a PlanError that lists the names otherwise."""
    if name not in TABLES:
        raise PlanError("error.evidence.no_such_table", table=name, tables=", ".join(TABLES))
    return TABLES[name]
