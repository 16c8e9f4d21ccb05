"""Whole plans: as JSON and back, and next year's from this year's."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import click

from kakehashi.cli.context import (
    answer,
    json_option,
    now,
    opened,
    person,
    plan_argument,
    say,
    spoken_language,
    version,
)
from kakehashi.cli.publish import must_not_be_the_plan
from kakehashi.extension.kinds_here import admit_kinds
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.plan import Plan
from kakehashi.storage.errors import NotFound, told
from kakehashi.storage.whole_file import write_whole
from kakehashi.words import text


@click.command("export-plan")
@plan_argument
@click.argument("out", type=click.Path(path_type=Path))
@json_option
def export_plan(file: Path, out: Path, as_json: bool) -> None:
    """Write the whole plan to OUT as JSON, for `import-plan`; without history, evidence, attachments."""
    from kakehashi.plan.plain_plan import written

    must_not_be_the_plan(out, file)
    with opened(file, read_only=True) as opened_plan:
        plan = opened_plan.plan
    write_whole(out, written(plan).encode())
    _tell("cli.plan_exported", out, plan, as_json)


@click.command("import-plan")
@click.argument("plain", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def import_plan(plain: Path, file: Path, as_json: bool) -> None:
    """Make the plan FILE of the JSON in PLAIN (of `export-plan`, or `show --json`)."""
    from kakehashi.plan.plain_plan import NoPlainPlan, read

    if not plain.exists():
        raise NotFound("error.file.not_found", plain)
    with told(plain):
        raw = plain.read_bytes()
    admit_kinds()
    try:
        plan = read(raw)
    except NoPlainPlan as error:
        raise NoPlainPlan("error.file.within", name=str(plain), problem=error.message) from error
    _create(file, plan).close()
    _tell("cli.new", file, plan, as_json)


@click.command("roll-forward")
@plan_argument
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--targets",
    type=click.Choice(["empty", "copied"]),
    default="empty",
    show_default=True,
    help="Whether next year begins with this year's targets.",
)
@json_option
def roll_forward(file: Path, out: Path, targets: str, as_json: bool) -> None:
    """Make next year's plan OUT from this year's: what is taken over is in docs/plan-year.md."""
    from kakehashi.plan.roll_forward import roll_forward as rolled

    with opened(file, read_only=True) as this_year:
        found = rolled(this_year.plan, str(uuid4()), targets="copied" if targets == "copied" else "empty")
        next_year = _create(out, found.plan)
        try:
            next_year.take_attachments(this_year)
        finally:
            next_year.close()
    words = [text(message, spoken_language()) for message in found.told()]
    if as_json:
        answer(
            {
                "file": out,
                "uuid": found.plan.uuid,
                "items": len(found.plan),
                "kept": found.kept,
                "moved": found.moved,
                "cleared": found.cleared,
                "proposed": found.proposed,
                "left": found.left,
                "words": words,
            }
        )
        return
    say("cli.new", file=str(out), count=len(found.plan))
    click.echo("\n".join(words))


def _create(file: Path, plan: Plan) -> OpenPlan:
    items = tuple(plan)
    return OpenPlan.create(file, plan.uuid, items, person=person(), clock=now, app_version=version)


def _tell(message: str, file: Path, plan: Plan, as_json: bool) -> None:
    if as_json:
        answer({"file": file, "uuid": plan.uuid, "items": len(plan)})
    else:
        say(message, file=str(file), count=len(plan))
