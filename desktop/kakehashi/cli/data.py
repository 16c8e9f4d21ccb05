"""The company's data: import, findings, adopt."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kakehashi.asking import asking
from kakehashi.cli.context import (
    TerminalProgress,
    answer,
    json_option,
    now,
    opened,
    person,
    plan_argument,
    say,
    spoken_language,
    take_over_option,
)
from kakehashi.cli.reading_options import reading_options
from kakehashi.cli.source_rows import Asked, rows_from, source_options
from kakehashi.cli.speaking import Listed, wrong_value
from kakehashi.evidence.tables import TABLES, table_named
from kakehashi.storage.folders import evidence_folder
from kakehashi.storage.whole_file import must_be_writable, write_whole
from kakehashi.words import Message, PlanError, text

if TYPE_CHECKING:
    from kakehashi.evidence.findings import Asking
    from kakehashi.evidence.import_job import ImportResult
    from kakehashi.evidence.read_as import ReadAs
    from kakehashi.plan.plan import Plan


_PROFILE_SIZE = 64 * 1024  # more than the widest exports need


@click.command("import")
@plan_argument
@click.argument("data", type=click.Path(path_type=Path), required=False)
@click.option("--table", cls=Listed, names=lambda: TABLES, required=True)
@click.option("--profile", type=click.Path(path_type=Path), default=None)
@reading_options
@click.option("--date-order", type=click.Choice(["dmy", "mdy"]), default=None)
@click.option("--serial-dates", type=click.Choice(["1900", "1904"]), default=None)
@click.option("--decimal", type=click.Choice([".", ","]), default=None)
@click.option("--currency", type=str, default=None, metavar="CODE")
@click.option("--repeats", type=click.Choice(["lines", "newest", "last", "first"]), default=None)
@click.option("--join", type=click.Path(path_type=Path), multiple=True)
@click.option("--hash-email", is_flag=True)
@click.option("--drop-names", is_flag=True)
@click.option("--anew", is_flag=True)
@click.option("--save-profile", type=click.Path(path_type=Path), default=None)
@click.option("--mode", type=click.Choice(["replace", "merge"]), default="replace", show_default=True)
@source_options
@json_option
def import_(
    file: Path,
    data: Path | None,
    table: str,
    profile: Path | None,
    read_as: ReadAs,
    date_order: Any,
    serial_dates: Any,
    decimal: Any,
    currency: str | None,
    repeats: Any,
    join: tuple[Path, ...],
    hash_email: bool,
    drop_names: bool,
    anew: bool,
    save_profile: Path | None,
    mode: Any,
    asked: Asked,
    as_json: bool,
) -> None:
    """Read DATA, or a source, into a table of the plan's evidence; each row is loaded, or set aside with its
    reason."""
    from kakehashi.evidence.import_job import Choices
    from kakehashi.evidence.importing import import_table
    from kakehashi.evidence.mapping import Answers
    from kakehashi.evidence.profile import as_json as profile_json
    from kakehashi.extension.reading import rows_of

    with wrong_value("--table", PlanError):
        table_named(table)
    if data is None and asked.source is None:
        raise click.MissingParameter(param=_parameter("data"))
    joined = [(path.name, rows_of(None, path)) for path in join]
    with opened(file, read_only=True) as plan:
        uuid = plan.plan.uuid
    taken = rows_from(asked, uuid, data, table)
    if save_profile is not None:
        must_be_writable(save_profile, _PROFILE_SIZE)  # else the rows were in before the refusal
    result = import_table(
        evidence_folder(uuid),
        taken.rows,
        name=taken.name,
        table=table,
        profile=profile,
        choices=Choices(
            Answers(date_order, serial_dates, decimal, currency.upper() if currency else None),
            repeats,
            hash_email,
            drop_names,
            anew,
            read_as,
        ),
        joins=joined,
        mode=mode,
        when=now()[:10],
        progress=TerminalProgress(),
    )
    if save_profile is not None:
        write_whole(save_profile, profile_json(result.profile))
    taken.keep()
    if as_json:
        answer(_as_json(result))
    else:
        _tell(result)


def _parameter(name: str) -> click.Parameter:
    """A parameter of the command that runs."""
    command = click.get_current_context().command
    return next(each for each in command.params if each.name == name)


def _as_json(result: ImportResult) -> dict[str, Any]:
    language = spoken_language()
    whole = {
        "table": result.table,
        "read": result.read,
        "loaded": result.loaded,
        "set_aside": result.set_aside,
        "reasons": {text(reason, language): count for reason, count in result.reasons.items()},
        "won": result.won,
        "lost": result.lost,
        "open": result.open,
        "won_amount": result.won_amount,
        "import_id": result.import_id,
        "sha256": result.sha256,
        "mapping": result.mapping,
        "superseded": result.superseded,
        "completes": result.completes,
        "notes": [text(note, language) for note in result.notes],
        "rules": [
            {"key": rule.key, "value": rule.value, "sentence": text(rule.reason, language)}
            for rule in result.rules
        ],
    }
    return {name: value for name, value in whole.items() if value is not None}


def _tell(result: ImportResult) -> None:
    language = spoken_language()
    say("cli.imported", read=result.read, loaded=result.loaded, aside=result.set_aside)
    for reason, count in result.reasons.items():
        click.echo(f"  {text(reason, language)}: {count:,}")
    if result.won is not None:
        say("cli.outcomes", won=result.won, lost=result.lost, open=result.open, amount=result.won_amount)
    for rule in result.rules:
        click.echo("  " + text(rule.reason, language))
    _tell_mapping(result)
    for note in result.notes:
        click.echo(text(note, language))
    if result.superseded:
        say("cli.import_replaced", count=result.superseded)
    if result.completes:
        say("cli.import_completes", id=result.completes)


def _tell_mapping(result: ImportResult) -> None:
    language = spoken_language()
    for applied in result.mapping:
        if applied.confidence >= 0.9:
            say("cli.mapped", column=applied.column, field=_field(applied.field))
        elif applied.confidence:
            field = _field(applied.field)
            say("cli.mapped_likely", column=applied.column, field=field, reason=applied.reason)
        else:
            click.echo("  " + text(applied.reason, language))
    rule = result.profile.outcome
    if rule is not None and rule.always is not None:
        field = _field("outcome" if result.won is not None else "phase")
        say("cli.always", field=field, outcome=rule.always)


def _field(name: str) -> Message:
    """A field's title, with the name that a profile gives it."""
    return Message("finding.field.named", {"title": Message(f"finding.column.{name}"), "name": name})


_as_of = click.option("--as-of", metavar="DATE", default=None)
_days = click.option("--days", type=click.IntRange(1, 3650), default=30, show_default=True)


def _asking(plan: Plan, as_of: str | None, days: int) -> Asking:
    with wrong_value("--as-of", PlanError):
        _must_be_date(as_of)
    return asking(plan, as_of=as_of, days=days)


def _must_be_date(value: str | None) -> None:
    try:
        date.fromisoformat(value or "2000-01-01")
    except ValueError:
        raise PlanError("error.value.date") from None


@click.command()
@plan_argument
@click.argument("keys", nargs=-1, metavar="[FINDING]...")
@_as_of
@_days
@json_option
def findings(file: Path, keys: tuple[str, ...], as_of: str | None, days: int, as_json: bool) -> None:
    """What the imported data says: all findings, or those named."""
    from kakehashi.cli.finding_table import printed
    from kakehashi.evidence.findings import findings as all_findings

    with opened(file, read_only=True) as plan:
        asked = _asking(plan.plan, as_of, days)
        found = all_findings(evidence_folder(plan.plan.uuid), now()[:10], asked, keys)
    if as_json:
        answer(found)
    elif not found:
        say("cli.no_findings")
    else:
        for finding in found:
            click.echo("\n" + printed(finding, spoken_language()))


@click.command()
@plan_argument
@click.argument("finding")
@_as_of
@_days
@take_over_option
@json_option
def adopt(file: Path, finding: str, as_of: str | None, days: int, take_over: bool, as_json: bool) -> None:
    """Take FINDING over into the plan: figures with passports, in one edit."""
    from kakehashi.evidence.adoption import adopt as taken_over
    from kakehashi.evidence.findings import finding as finding_named

    language = spoken_language()
    with opened(file, take_over=take_over) as plan:
        asked = _asking(plan.plan, as_of, days)
        found = finding_named(evidence_folder(plan.plan.uuid), finding, now()[:10], asked)
        adoption = taken_over(plan.plan, found, person=person(), date=now()[:10])
        touched = plan.apply(adoption.change, adoption.words)
    told = [text(message, language) for message in adoption.told]
    if as_json:
        answer({"finding": finding, "touched": sorted(touched.items), "words": told})
    else:
        click.echo("\n".join([text(adoption.words, language), *told]))
