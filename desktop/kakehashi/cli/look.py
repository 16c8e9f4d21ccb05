"""Looking: show, history, diff, check, forecast."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from kakehashi.cli.context import answer, json_option, opened, plan_argument, say, spoken_language
from kakehashi.cli.naming import Ambiguous, names_of
from kakehashi.cli.speaking import WrongValue, wrong_value
from kakehashi.open_plan import Told
from kakehashi.plan.changes import NoSuchItem, difference, kind_words
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import CHAPTER_OF, KINDS
from kakehashi.plan.naming import name_of
from kakehashi.plan.plain_plan import plain_item
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import FindingRecord
from kakehashi.plan.telling import in_order, tell
from kakehashi.storage.errors import moment
from kakehashi.storage.folders import evidence_folder
from kakehashi.words import Language, Message, day, shown, text

if TYPE_CHECKING:  # loaded when they are asked for
    from kakehashi.checks.check import Finding
    from kakehashi.evidence.outdated import Outdated
    from kakehashi.plan.completeness import Completeness, Step


@click.command()
@plan_argument
@click.option("--kind", default=None)
@json_option
def show(file: Path, kind: str | None, as_json: bool) -> None:
    """Show the plan's items by chapter."""
    with opened(file, read_only=True) as opened_plan:
        plan, editions = opened_plan.plan, opened_plan.editions()
    if kind is not None and kind.lower() not in {each.lower() for each in (*KINDS, *plan.kinds())}:
        raise WrongValue("--kind", Message("error.use.no_kind", {"kind": kind, "known": ", ".join(KINDS)}))
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
    return plain_item(item) | {"names": sorted(names_of(plan, item))}


@click.command()
@plan_argument
@click.option("--newest", type=click.IntRange(min=1), default=20, show_default=True)
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
                    "act": _act(each),
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
        click.echo(f"{shown(moment(each.row.at), language)}  {each.row.person}  {undone}{words[0]}{more}")


def _undone(told: Told, language: Language) -> str:
    """Whether the row took an edit back, or did one again (said by its own words where it has some)."""
    act = _act(told)
    if act == "edit" or told.row.words is not None:
        return ""
    return text("cli.redone" if act == "redo" else "cli.undone", language)


def _act(told: Told) -> str:
    if told.row.undoes is None:
        return "edit"
    return "redo" if told.again else "undo"


@click.command()
@plan_argument
@click.argument("other", type=click.Path(path_type=Path), required=False)
@click.option(
    "--from",
    "from_",
    type=click.IntRange(min=1),
    default=None,
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
    change = in_order(difference(before, after), before, after)
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
            raise NoEdition("error.cli.nothing_declared")
        number = editions[-1].number
    return plan_of(from_bytes(plan.edition(int(number))))


@click.command()
@plan_argument
@json_option
def check(file: Path, as_json: bool) -> int:
    """What is not sound yet, by chapter, and what to do next. Exit code 1 when there are errors."""
    from kakehashi.checks.run import in_order, run_checks
    from kakehashi.extension.plan_checks import foreign_findings
    from kakehashi.plan.completeness import completeness, next_steps

    language = spoken_language()
    with opened(file, read_only=True) as opened_plan:
        plan = opened_plan.plan
    found = in_order(plan, (*run_checks(plan), *foreign_findings(plan)))
    complete = completeness(plan)
    steps = next_steps(plan, found)
    behind = _behind(plan, file)
    if as_json:
        answer(
            {
                "findings": [
                    {
                        "check": each.check,
                        "severity": each.severity,
                        "chapter": each.chapter,
                        "item": each.item,
                        "sentence": text(each.sentence, language),
                        "repair": text(each.repair.words, language) if each.repair else None,
                    }
                    for each in found
                ],
                "out_of_date": [
                    {**msgspec.structs.asdict(each), "sentence": sentence} for each, sentence in behind
                ],
                "completeness": complete,
                "next_steps": [
                    {
                        "chapter": each.chapter,
                        "kind": each.kind,
                        "item": each.item,
                        "fields": each.fields,
                        "missing": each.missing,
                        "sentence": text(each.message, language),
                    }
                    for each in steps
                ],
            }
        )
    else:
        _print_checks(found, complete)
        for _, sentence in behind:
            click.echo("\n" + sentence)
        _print_steps(steps)
    return 1 if any(each.severity == "error" for each in found) else 0


def _behind(plan: Plan, file: Path) -> list[tuple[Outdated, str]]:
    """Findings in the plan that rest on older data than what is imported by now, a sentence each."""
    if not plan.items(FindingRecord):
        return []
    from kakehashi.evidence.outdated import outdated

    language = spoken_language()
    return [
        (
            each,
            text(
                "evidence.newer_import",
                language,
                finding=Message(f"finding.{each.finding}"),
                key=each.finding,
                date=day(each.date, language),
                newer=day(each.imported_on, language),
                source=each.file,
                file=str(file),
            ),
        )
        for each in outdated(plan, evidence_folder(plan.uuid))
    ]


def _print_checks(found: tuple[Finding, ...], complete: Mapping[str, Completeness]) -> None:
    language = spoken_language()
    for chapter, state in complete.items():
        click.echo("")
        say("cli.chapter", chapter=Message(f"chapter.{chapter}"), filled=state.filled, needed=state.needed)
        for each in found:
            if each.chapter == chapter:
                severity = text(f"severity.{each.severity}", language)
                click.echo(f"  {severity}  {text(each.sentence, language)}")
    counts = {
        severity: sum(each.severity == severity for each in found)
        for severity in ("error", "warning", "hint")
    }
    click.echo("")
    say("cli.checked", **counts)


def _print_steps(steps: tuple[Step, ...]) -> None:
    if steps:
        click.echo("")
        say("cli.next_steps")
    for number, step in enumerate(steps, 1):
        chapter = Message(f"chapter.{step.chapter}")
        said = text("cli.step", spoken_language(), chapter=chapter, sentence=step.message)
        click.echo(f"{number:3}. {said}")


@click.command()
@plan_argument
@click.option("--scenario", default=None)
@json_option
def forecast(file: Path, scenario: str | None, as_json: bool) -> None:
    """What the plan's numbers lead to: forward, backward from the goals, economics, feasibility."""
    from kakehashi.cli.forecasting import printed, scenario_id
    from kakehashi.forecast.forecast import forecast as run

    with opened(file, read_only=True) as opened_plan:
        plan = opened_plan.plan
    with wrong_value("--scenario", NoSuchItem, Ambiguous):
        chosen = scenario_id(plan, scenario)
    result = run(plan, chosen)
    if as_json:
        answer(result)
    else:
        click.echo(printed(plan, result, spoken_language()))
