"""Declaring and handing over: declare, editions, export, plugins."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from kakehashi.cli.context import (
    TerminalProgress,
    answer,
    json_option,
    opened,
    plan_argument,
    say,
    spoken_language,
    take_over_option,
    version,
)
from kakehashi.cli.speaking import Listed, WrongValue
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.plan import Plan
from kakehashi.storage.errors import told
from kakehashi.words import ALL_LANGUAGES, Language, Message, PlanError, day


@click.command()
@plan_argument
@click.option("--note", default="")
@take_over_option
@json_option
def declare(file: Path, note: str, take_over: bool, as_json: bool) -> None:
    """Freeze the plan as the next edition; errors that stand in it are told, not refused."""
    from kakehashi.checks.run import run_checks
    from kakehashi.extension.plan_checks import foreign_findings

    with opened(file, take_over=take_over) as plan:
        edition = plan.declare(app_version=version, note=note)
        findings = (*run_checks(plan.plan), *foreign_findings(plan.plan))
        errors = sum(each.severity == "error" for each in findings)
    if as_json:
        answer({**msgspec.structs.asdict(edition), "errors": errors})
        return
    say("cli.declared", number=edition.number, hash=edition.hash[:12])
    if errors:
        say("cli.declared_with_errors", count=errors, file=str(file))


@click.command()
@plan_argument
@json_option
def editions(file: Path, as_json: bool) -> None:
    """All editions, oldest first."""
    with opened(file, read_only=True) as plan:
        found = plan.editions()
    if as_json:
        answer(found)
    elif not found:
        say("cli.no_editions")
    else:
        for each in found:
            date = day(each.date, spoken_language())
            say("cli.edition", number=each.number, date=date, by=each.by, hash=each.hash[:12], note=each.note)


def _audiences() -> tuple[str, ...]:
    from kakehashi.declaration.audience import AUDIENCES

    return tuple(AUDIENCES)


@click.command()
@plan_argument
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--audience", cls=Listed, names=_audiences, required=True)
@click.option("--parameter", multiple=True)
@click.option("--language", type=click.Choice(ALL_LANGUAGES), required=True)
@click.option("--edition", "edition_words", default=None)
@json_option
def export(
    file: Path,
    out: Path,
    audience: str,
    parameter: tuple[str, ...],
    language: Language,
    edition_words: str | None,
    as_json: bool,
) -> None:
    """Write the plan for an audience to OUT; the suffix says which format.

    Without --edition: the newest edition if nothing has changed since, else today's draft.
    """
    from kakehashi.cli.readers import audience_named, made_for
    from kakehashi.extension.exporting import export as exported
    from kakehashi.extension.exporting import exporter_for
    from kakehashi.extension.plugins import exporters

    must_not_be_the_plan(out, file)
    number = edition_number(edition_words)
    exporter = exporter_for(out, exporters())
    with opened(file, read_only=True) as plan:
        source = plan_told(plan, number)
        reader = audience_named(source, audience)
        document = plan.document(
            reader,
            language,
            app_version=version,
            edition=number,
            draft=edition_words == "draft",
            parameter=made_for(source, reader, parameter),
        )
    exported(exporter, document, out, progress=TerminalProgress())
    if as_json:
        answer(
            {
                "file": out,
                "exporter": exporter.offer.key,
                "audience": document.audience,
                "parameter": document.parameter,
                "language": language,
                "edition": document.edition,
                "hash": document.hash,
                "chapters": [chapter.key for chapter in document.chapters],
            }
        )
    else:
        say("cli.exported", file=str(out), edition=document.edition_title, audience=document.audience_title)


def plan_told(plan: OpenPlan, edition: int | None) -> Plan:
    """The plan that the document is made from, its audiences included: the edition's, else today's."""
    from kakehashi.declaration.edition import from_bytes, plan_of

    return plan.plan if edition is None else plan_of(from_bytes(plan.edition(edition)))


class OwnFile(PlanError):
    """An export onto the plan itself."""


def must_not_be_the_plan(out: Path, file: Path) -> None:
    """Raises OwnFile, and FileProblem for a name that no file can have."""
    with told(out):
        if out.exists() and file.exists() and out.samefile(file):
            raise OwnFile("error.cli.own_file", file=file.name)


def edition_number(words: str | None) -> int | None:
    """The number that was typed; None for none and for 'draft'."""
    if words is None or words == "draft":
        return None
    if not (words.isascii() and words.isdigit() and int(words) > 0):
        raise WrongValue("--edition", Message("error.use.edition", {"given": words}))
    return int(words)
