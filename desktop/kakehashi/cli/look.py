"""Looking: show, history, diff, check, forecast."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kakehashi.cli.context import answer, json_option, opened, plan_argument, say, spoken_language
from kakehashi.cli.naming import names_of
from kakehashi.open_plan import Told
from kakehashi.plan.changes import difference, kind_words, plain_fields
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import CHAPTER_OF, CHAPTERS
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.telling import tell
from kakehashi.words import Language, shown, text


@click.command()
@plan_argument
@click.option("--kind", default=None, help="Only items of this kind.")
@json_option
def show(file: Path, kind: str | None, as_json: bool) -> None:
    """Show the plan's items by chapter."""
    with opened(file, read_only=True) as opened_plan:
        plan, editions = opened_plan.plan, opened_plan.editions()
    items = [
        item
        for each in plan.kinds()
        if kind is None or each.lower() == kind.lower()
        for item in plan.of_kind(each)
    ]
    if as_json:
        answer(
            {
                "uuid": plan.uuid,
                "editions": editions,
                "items": [_as_json(plan, item) for item in items],
            }
        )
        return
    chapter = ""
    for item in items:
        here = CHAPTER_OF.get(item.kind, "")
        if here != chapter:
            chapter = here
            click.echo("\n" + (text(f"chapter.{chapter}", spoken_language()) if chapter else ""))
        language = spoken_language()
        name = shown(name_of(plan, item), language)
        click.echo(f"  {text(kind_words(item.kind), language)}  {name}  [{item.id}]")


def _as_json(plan: Plan, item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "names": sorted(names_of(plan, item)),
        "parent": item.parent,
        "position": item.position,
        "fields": plain_fields(item),
    }


@click.command()
@plan_argument
@click.option("--newest", type=click.IntRange(min=1), default=20, show_default=True, help="How many edits.")
@json_option
def history(file: Path, newest: int, as_json: bool) -> None:
    """Who changed what, newest first."""
    language = spoken_language()
    with opened(file, read_only=True) as plan:
        told = plan.history(newest)
    if as_json:
        answer(
            [
                {
                    "id": each.row.id.hex(),
                    "at": each.row.at,
                    "person": each.row.person,
                    "undoes": each.row.undoes.hex() if each.row.undoes else None,
                    "words": [text(words, language) for words in each.words],
                    "patches": each.row.patches,
                }
                for each in told
            ]
        )
        return
    for each in told:
        words = [text(message, language) for message in each.words] or [text("cli.unchanged", language)]
        undone = _undone(each, language)
        more = f" (+{len(words) - 1})" if len(words) > 1 else ""
        click.echo(f"{each.row.at}  {each.row.person}  {undone}{words[0]}{more}")


def _undone(told: Told, language: Language) -> str:
    """Whether the row took an edit back, or did one again (said by its own words where it has some)."""
    if told.row.undoes is None or told.row.words is not None:
        return ""
    return text("cli.redone" if told.again else "cli.undone", language)


@click.command()
@plan_argument
@click.argument("other", type=click.Path(path_type=Path), required=False)
@click.option(
    "--from",
    "from_",
    type=click.IntRange(min=1),
    default=None,
    help="Edition number of FILE to compare from (default: newest).",
)
@json_option
def diff(file: Path, other: Path | None, from_: int | None, as_json: bool) -> None:
    """What turns FILE into OTHER; without OTHER, what has changed in FILE since an edition."""
    language = spoken_language()
    with opened(file, read_only=True) as first:
        before = first.plan
        if other is None:
            after = before
            before = _edition_plan(first, from_)
    if other is not None:
        with opened(other, read_only=True) as second:
            after = second.plan
    change = difference(before, after)
    words = [text(message, language) for message in tell(change, before, after)]
    if as_json:
        answer({"same_plan": before.uuid == after.uuid, "words": words, "patches": change})
    elif not words:
        say("cli.same")
    else:
        click.echo("\n".join(words))


def _edition_plan(plan: Any, number: int | str | None) -> Plan:
    from kakehashi.declaration.edition import from_bytes, plan_of
    from kakehashi.open_plan import NoEdition

    editions = plan.editions()
    if number is None:
        if not editions:
            raise NoEdition("error.plan.no_edition", number=1)
        number = editions[-1].number
    return plan_of(from_bytes(plan.edition(int(number))))


@click.command()
@plan_argument
@json_option
def check(file: Path, as_json: bool) -> int:
    """What is not sound yet, by chapter. Exit code 1 when there are errors."""
    from kakehashi.checks.run import run_checks

    language = spoken_language()
    with opened(file, read_only=True) as opened_plan:
        plan = opened_plan.plan
    found = run_checks(plan)
    if as_json:
        answer(
            [
                {
                    "check": each.check,
                    "severity": each.severity,
                    "chapter": each.chapter,
                    "item": each.item,
                    "sentence": text(each.sentence, language),
                    "repair": text(each.repair.words, language) if each.repair else None,
                }
                for each in found
            ]
        )
    else:
        _print_checks(found)
    return 1 if any(each.severity == "error" for each in found) else 0


def _print_checks(found: tuple[Any, ...]) -> None:
    language = spoken_language()
    for chapter in CHAPTERS:
        here = [each for each in found if each.chapter == chapter]
        if here:
            click.echo("\n" + text(f"chapter.{chapter}", language))
        for each in here:
            click.echo(f"  {text(f'severity.{each.severity}', language)}  {text(each.sentence, language)}")
    counts = {
        severity: sum(each.severity == severity for each in found)
        for severity in ("error", "warning", "hint")
    }
    click.echo("")
    say("cli.checked", **counts)


@click.command()
@plan_argument
@click.option("--scenario", default=None, help="Name or id of a scenario; default: the base plan.")
@json_option
def forecast(file: Path, scenario: str | None, as_json: bool) -> None:
    """What the plan's numbers lead to: forward, backward from the goals, economics, feasibility."""
    from kakehashi.cli.forecasting import printed, scenario_id
    from kakehashi.forecast.forecast import forecast as run

    with opened(file, read_only=True) as opened_plan:
        plan = opened_plan.plan
    result = run(plan, scenario_id(plan, scenario))
    if as_json:
        answer(result)
    else:
        click.echo(printed(plan, result, spoken_language()))
