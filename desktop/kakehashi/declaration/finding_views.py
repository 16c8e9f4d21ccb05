"""Blocks made of the findings that a plan has taken over: of records only, never of the evidence.

Each chapter asks for its own (`finding_blocks`), so that an audience without the chapter sees none of them.
Counts and shares only: owners, and reasons that few gave, are in no record by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

import msgspec

from kakehashi.declaration.blocks import Block, Cell, Column, KeyFigure, KeyFigures, Kind, Row, Table
from kakehashi.declaration.cells import BLANK, figure, signed, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.target_conditions import as_words
from kakehashi.plan.budget import BudgetCategory
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import FindingRecord
from kakehashi.plan.targets import Segment
from kakehashi.words import ALL_LANGUAGES, in_language

MOST_ROWS = 12
"""Rows of a table of values (industries, reasons) that a document shows; the record has all."""

_Row = Mapping[str, str | None]
_Say = Callable[[Context, _Row], str]


class _Shown(msgspec.Struct, frozen=True):
    """A column of a record as a table shows it; `title` where it is not the column's own."""

    name: str
    kind: Kind = "number"
    digits: int = 0
    title: str = ""


def newest(plan: Plan, finding: str) -> FindingRecord | None:
    """The record of a finding that was taken over last."""
    found = [each for each in plan.items(FindingRecord) if each.finding == finding and each.rows]
    return max(found, key=lambda each: each.date or "", default=None)


def finding_blocks(context: Context, chapter: str) -> list[Block]:
    """What the findings say in a chapter of the plan; less of it where only the main figures are wanted."""
    makers = _MAKERS.get(chapter, ())
    wanted = makers[:1] if context.headline else makers
    return [block for make in wanted if (block := make(context)) is not None]


def _records(record: FindingRecord, **where: str) -> list[dict[str, str | None]]:
    rows = [dict(zip(record.columns, cells, strict=True)) for cells in record.rows]
    return [row for row in rows if all(row.get(name) == value for name, value in where.items())]


def _table(
    context: Context,
    record: FindingRecord,
    key: str,
    rows: Iterable[_Row],
    first: tuple[str, _Say],
    shown: tuple[_Shown, ...],
    *,
    note: str = "",
) -> Table | None:
    """A table with the words of its rows first; columns in which nothing stands are left out."""
    rows = list(rows)
    told = [each for each in shown if any(row.get(each.name) is not None for row in rows)]
    if not rows or not told:
        return None
    money = any(each.kind == "money" for each in told)
    digits = context.money_digits(
        _number(row.get(each.name)) for row in rows for each in told if each.kind == "money"
    )
    small = any(row.get("small") == "true" for row in rows)
    columns = [Column(key="name", title=context.say(f"finding.column.{first[0]}"), width=26)]
    columns += [
        Column(
            key=each.name,
            title=context.say(f"finding.column.{each.title or each.name}"),
            kind=each.kind,
            digits=digits if each.kind == "money" else each.digits,
            width=13,
        )
        for each in told
    ]
    if small:
        columns.append(Column(key="small", title=context.say("finding.column.small"), width=12))
    return Table(
        key=key,
        title=context.say(f"declaration.finding.{key}"),
        columns=tuple(columns),
        rows=tuple(
            Row(
                id=f"row{place}",
                style="total" if row.get("group") == "all" and place and place == len(rows) - 1 else "",
                cells=(
                    words(first[1](context, row)),
                    *(_cell(context, row, each) for each in told),
                    *([_small(context, row)] if small else []),
                ),
            )
            for place, row in enumerate(rows)
        ),
        unit=context.unit.title if money else "",
        note=context.sentences([each for each in (note, _when(context, record)) if each]),
        source=_source(context, record),
    )


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _cell(context: Context, row: _Row, shown: _Shown) -> Cell:
    value = row.get(shown.name)
    if shown.kind == "text":
        return words(context.say(f"finding.flag.{shown.name}")) if value == "true" else BLANK
    number = _number(value)
    if number is not None and shown.kind == "money":
        number /= context.unit.size
    cell = figure(number)
    return signed(cell) if shown.name == "difference" else cell


def _small(context: Context, row: _Row) -> Cell:
    return words(context.say("finding.flag.small")) if row.get("small") == "true" else BLANK


def _when(context: Context, record: FindingRecord) -> str:
    return context.say("declaration.finding.when", date=context.day(record.date)) if record.date else ""


def _source(context: Context, record: FindingRecord) -> str:
    """The files behind it, with the rows of each."""
    files = [
        context.say("declaration.finding.file", name=each.name, count=each.rows) for each in record.sources
    ]
    return context.say("declaration.finding.source", files=context.listed(files))


def _named(context: Context, row: _Row) -> str:
    """What a row stands for: its value, or that it is all, the small ones together, or what names none."""
    value = row.get("value")
    if row.get("segment") and context.plan.find(Segment, row["segment"]) is not None:
        return context.named(row["segment"])
    if row.get("group") == "tier" and value:
        return context.choice("Segment.tier", value)
    if value:
        if len(value) == 7 and value[4] == "-" and value.replace("-", "").isdigit():
            return context.month(value)
        return _as_in_the_plan(context, value)
    return context.say(f"finding.group.{ {'all': 'all', 'rest': 'few'}.get(row.get('group') or '', 'none') }")


def _as_in_the_plan(context: Context, value: str) -> str:
    """A name of the plan in the document's language; anything else as it stands in the data."""
    for item in context.plan.items(BudgetCategory):
        if value in {in_language(item.name, language) for language in ALL_LANGUAGES}:
            return context.named(item.id)
    return value


def _answer(kind: str) -> _Say:
    return lambda context, row: context.say(f"finding.{kind}.{row[kind]}")


def _key_figures(
    context: Context,
    record: FindingRecord,
    key: str,
    figures: Iterable[tuple[str, Decimal | None, Kind, str]],
) -> KeyFigures | None:
    """Figures as (name, value, kind, comparison); those without a value are left out."""
    found = tuple(
        KeyFigure(
            label=context.say(f"finding.column.{name}"),
            cell=figure(value),
            kind=kind,
            digits=1 if kind == "rate" else 0,
            comparison=comparison,
            key=name,
        )
        for name, value, kind, comparison in figures
        if value is not None
    )
    if not found:
        return None
    heading = context.say(f"declaration.finding.{key}")
    return KeyFigures(
        key=key,
        figures=found[:5],
        heading=context.say("declaration.finding.dated", heading=heading, date=context.day(record.date)),
    )


# Targets ------------------------------------------------------------------------------------------------


def coverage_figures(context: Context) -> KeyFigures | None:
    """How many companies are targets, and how many of them we know, talk with and have won."""
    record = newest(context.plan, "coverage")
    rows = _records(record, group="all") if record is not None else []
    if record is None or not rows:
        return None
    (row,) = rows
    companies = _number(row["companies"])

    def of_all(name: str) -> tuple[str, Decimal | None, Kind, str]:
        value = _number(row[name])
        share = context.say("declaration.finding.of_targets", count=f"{companies:,}") if companies else ""
        return name, value, "number", share

    return _key_figures(
        context,
        record,
        "targets.covered",
        [
            ("companies", companies, "number", ""),
            ("covered", _number(row["covered"]), "rate", ""),
            of_all("with_leads"),
            of_all("with_open"),
            of_all("with_won"),
        ],
    )


_COMPANIES = (
    _Shown("companies"),
    _Shown("with_leads"),
    _Shown("covered", "rate", 1),
    _Shown("with_open"),
    _Shown("with_valid"),
    _Shown("with_won"),
    _Shown("with_lost"),
)
_PEOPLE = (
    _Shown("people"),
    _Shown("target_leads"),
    _Shown("with_target_leads"),
    _Shown("follow_leads"),
    _Shown("with_follow_leads"),
)


def coverage_table(context: Context) -> Table | None:
    """Companies of all targets, of each segment and of each tier: how far we have come with them."""
    note = context.say("declaration.finding.coverage_note")
    return _covered(context, "targets.coverage", _COMPANIES, note)


def people_table(context: Context) -> Table | None:
    """People at the target companies, and at how many of these companies they are."""
    return _covered(context, "targets.people", _PEOPLE)


def _covered(context: Context, key: str, shown: tuple[_Shown, ...], note: str = "") -> Table | None:
    record = newest(context.plan, "coverage")
    if record is None:
        return None
    rows = [row for group in ("all", "segment", "tier") for row in _records(record, group=group)]
    return _table(context, record, key, rows, ("segment", _named), shown, note=note)


def shortage_table(context: Context) -> Table | None:
    """Why leads are short: the questions in their order, with the answers."""
    record = newest(context.plan, "lead_shortage")
    if record is None:
        return None
    shown = (_Shown("count"), _Shown("of"), _Shown("gap"))
    rows = _records(record)
    said = {row["question"]: row["answer"] for row in rows}
    answer = context.say(f"finding.answer.{said['verdict']}")
    note = context.say("declaration.finding.verdict", answer=answer)
    asked = [row for row in rows if row["question"] != "verdict"]
    return _table(context, record, "targets.shortage", asked, ("question", _question), shown, note=note)


def _question(context: Context, row: _Row) -> str:
    question, answer = (_answer(kind)(context, row) for kind in ("question", "answer"))
    return context.say("declaration.with_note", value=question, note=answer)


# Hand-off and win/loss ----------------------------------------------------------------------------------


def profile_table(context: Context) -> Table | None:
    """What is more frequent among those won than among all, the largest lift first."""
    record = newest(context.plan, "won_profile")
    if record is None:
        return None
    rows = [row for row in _records(record, group="value") if row["low"] is not None]
    rows.sort(key=lambda row: (row["proposed"] != "true", -Decimal(row["low"] or 0)))
    shown = (
        _Shown("won"),
        _Shown("share_won", "rate", 1),
        _Shown("share_all", "rate", 1),
        _Shown("lift", "factor", 2),
        _Shown("low", "factor", 2),
        _Shown("high", "factor", 2),
        _Shown("proposed", "text"),
    )
    note = context.say("declaration.finding.profile_note")
    return _table(context, record, "handoff.profile", rows[:MOST_ROWS], ("trait", _trait), shown, note=note)


def _trait(context: Context, row: _Row) -> str:
    field = context.say(f"finding.column.{row['field']}")
    value = row["value"] or ""
    said = as_words(context, value) if value in ("true", "false") else value
    return context.say("declaration.labelled", label=field, value=said)


_REASONS = (
    _Shown("deals"),
    _Shown("rate", "rate", 1, "share"),
    _Shown("low", "rate", 1),
    _Shown("high", "rate", 1),
    _Shown("at_opportunity"),
    _Shown("at_valid"),
    _Shown("amount", "money"),
)


def _reasons(outcome: str) -> Callable[[Context], Table | None]:
    def table(context: Context) -> Table | None:
        """Reasons of one outcome, the most frequent first."""
        record = newest(context.plan, "reasons")
        if record is None:
            return None
        rows = [_own_money(context, row) for row in _records(record, part="reason", outcome=outcome)]
        told = _records(record, part="told", outcome=outcome, group="all")
        note = ""
        if told and told[0]["rate"] is not None:
            without = f"{(1 - Decimal(told[0]['rate'])) * 100:.0f}%"
            note = context.say("declaration.finding.without_reason", share=without)
        key = f"handoff.reasons_{outcome}"
        return _table(context, record, key, rows[:MOST_ROWS], ("reason", _named), _REASONS, note=note)

    return table


def _own_money(context: Context, row: _Row) -> _Row:
    """Amounts of another currency than the plan's are left out."""
    if row.get("currency") in (None, context.about.currency):
        return row
    return {**row, "amount": None}


def neglected_figures(context: Context) -> KeyFigures | None:
    """How many wait without activity: counts of deals, follow leads and handed-over leads, nothing else."""
    record = newest(context.plan, "neglected")
    if record is None:
        return None
    figures: list[tuple[str, Decimal | None, Kind, str]] = []
    for row in _records(record, group="all"):
        said = context.say("declaration.finding.of_open", count=f"{Decimal(row['entries'] or 0):,}")
        figures.append((f"neglected_{row['what']}", _number(row["neglected"]), "number", said))
    return _key_figures(context, record, "handoff.neglected", figures)


_HANDED = (
    _Shown("people"),
    _Shown("accepted"),
    _Shown("returned"),
    _Shown("waiting"),
    _Shown("rate", "rate", 1, "accepted_share"),
    _Shown("days_mean", digits=1),
    _Shown("days_most"),
)


def handed_table(context: Context) -> Table | None:
    """What became of the leads handed over, by source."""
    record = newest(context.plan, "handoff")
    if record is None:
        return None
    rows = [row for row in _records(record, part="handed") if row["group"] != "month"]
    return _table(context, record, "handoff.handed", rows, ("source", _named), _HANDED)


def level_table(context: Context) -> Table | None:
    """Against each service level: how many were answered in time."""
    record = newest(context.plan, "handoff")
    if record is None:
        return None
    shown = (_Shown("people"), _Shown("in_time"), _Shown("rate", "rate", 1, "share"))
    rows = _records(record, part="level")
    return _table(context, record, "handoff.levels", rows, ("level", _named), shown)


def returns_table(context: Context) -> Table | None:
    """Why leads were returned."""
    record = newest(context.plan, "handoff")
    if record is None:
        return None
    shown = (_Shown("returned"), _Shown("rate", "rate", 1, "share"), _Shown("agreed", "text"))
    rows = _records(record, part="returns")
    return _table(context, record, "handoff.returns", rows[:MOST_ROWS], ("reason", _named), shown)


# Budget, simulation, measurement ------------------------------------------------------------------------


def spend_table(context: Context) -> Table | None:
    """Spent against planned by category, for the months that the data hold."""
    record = newest(context.plan, "spend")
    if record is None or "part" not in record.columns:
        return None  # a record of a program that had no comparison yet
    rows = [row for group in ("category", "all") for row in _records(record, part="against", group=group)]
    shown = (
        _Shown("planned", "money"),
        _Shown("amount", "money"),
        _Shown("difference", "money"),
        _Shown("rate", "rate", 1, "share"),
    )
    return _table(context, record, "budget.spent", rows, ("category", _named), shown)


def cohort_table(context: Context) -> Table | None:
    """The funnel's last step by cohort: how those who entered in a month fared."""
    record = newest(context.plan, "funnel")
    if record is None or "value" not in record.columns:
        return None
    rows = _records(record, part="group", group="cohort")
    steps = dict.fromkeys((row["step_from"], row["step_to"]) for row in rows)
    if not steps:
        return None
    step_from, step_to = list(steps)[-1]
    last = [row for row in rows if (row["step_from"], row["step_to"]) == (step_from, step_to)]
    shown = (
        _Shown("entered"),
        _Shown("reached"),
        _Shown("dropped"),
        _Shown("open"),
        _Shown("rate", "rate", 1),
        _Shown("low", "rate", 1),
        _Shown("high", "rate", 1),
    )
    note = context.say(
        "declaration.finding.way",
        step_from=context.say(f"finding.step.{step_from}"),
        step_to=context.say(f"finding.step.{step_to}"),
    )
    return _table(
        context, record, "simulation.cohorts", last[-MOST_ROWS:], ("cohort", _named), shown, note=note
    )


def quality_table(context: Context) -> Table | None:
    """What must be repaired in the data before its figures can be trusted."""
    record = newest(context.plan, "data_quality")
    if record is None:
        return None
    rows = [row for part in ("fault", "empty") for row in _records(record, part=part)]
    shown = (_Shown("entries"), _Shown("count"), _Shown("rate", "rate", 1, "share"))
    return _table(context, record, "measurement.quality", rows[:MOST_ROWS], ("fault", _fault), shown)


def _fault(context: Context, row: _Row) -> str:
    table = context.say(f"finding.table.{row['table']}")
    if row["fault"]:
        fault = context.say(f"finding.fault.{row['fault']}")
    else:
        field = context.say(f"finding.column.{row['field']}")
        fault = context.say("declaration.finding.empty_field", field=field)
    return context.say("declaration.with_note", value=fault, note=table)


_Maker = Callable[[Context], Block | None]

_MAKERS: Mapping[str, tuple[_Maker, ...]] = MappingProxyType(
    {
        "targets": (coverage_figures, coverage_table, people_table, shortage_table),
        "budget": (spend_table,),
        "simulation": (cohort_table,),
        "measurement": (quality_table,),
        "handoff": (
            neglected_figures,
            _reasons("lost"),
            _reasons("won"),
            profile_table,
            handed_table,
            level_table,
            returns_table,
        ),
    }
)
