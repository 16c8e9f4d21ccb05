"""Who a document is made for: audiences, and the audience and parameter that were typed."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from kakehashi.cli.context import answer, json_option, opened, plan_argument, say, spoken_language
from kakehashi.cli.naming import MOST_NAMED, names_of
from kakehashi.cli.speaking import WrongValue
from kakehashi.declaration.audience import Audience, hidden_fields
from kakehashi.declaration.own_audiences import audiences_called, audiences_of
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.words import Language, Lines, Message, text

_KINDS = {"partner": "Partner", "department": "Department"}


@click.command()
@plan_argument
@json_option
def audiences(file: Path, as_json: bool) -> None:
    """Who can be given a document of this plan, with which chapters, and what each sees."""
    language = spoken_language()
    with opened(file, read_only=True) as plan:
        found = audiences_of(plan.plan)
    if as_json:
        answer([_plain(each, language) for each in found.values()])
        return
    for each in found.values():
        click.echo(f"{each.key}  {each.called(language)}")
        comma = text("list.comma", language)
        chapters = comma.join(_chapter(told.chapter, told.detail, language) for told in each.chapters)
        say("cli.audience.chapters", chapters=chapters or Message("change.nothing"))
        if hidden := _hidden(each):
            say("cli.audience.hidden", fields=", ".join(hidden))
        if each.parameter:
            say("cli.audience.parameter", parameter=f"--parameter {each.parameter}=…")


def _plain(audience: Audience, language: Language) -> dict[str, object]:
    return {
        "key": audience.key,
        "title": audience.called(language),
        "chapters": [msgspec.structs.asdict(told) for told in audience.chapters],
        "sees": audience.sees,
        "hidden": _hidden(audience),
        "parameter": audience.parameter,
    }


def _hidden(audience: Audience) -> list[str]:
    return [f"{kind}.{name}" for kind, names in hidden_fields(audience).items() for name in sorted(names)]


def _chapter(key: str, detail: str, language: Language) -> str:
    return key if detail == "normal" else f"{key} ({text(f'choice.Audience.detail.{detail}', language)})"


def audience_named(plan: Plan, words: str) -> Audience:
    """The audience with this key or name. Raises WrongValue for none, and for a name of several."""
    found = audiences_called(plan, words)
    if len(found) == 1:
        return found[0]
    if found:
        values: dict[str, object] = {"given": words, "count": len(found), "known": _listed(found)}
        raise WrongValue("--audience", Message("error.audience.ambiguous", values))
    language = spoken_language()
    known = [each.key if not each.name else each.called(language) for each in audiences_of(plan).values()]
    raise WrongValue(
        "--audience", Message("error.audience.unknown", {"audience": words, "known": ", ".join(known)})
    )


def _listed(found: tuple[Audience, ...]) -> str:
    return ", ".join(each.key for each in found)


def made_for(plan: Plan, audience: Audience, given: tuple[str, ...]) -> str:
    """The id of the partner or department that was named, '' where the audience needs none.

    Raises WrongValue for a missing, unknown or ambiguous one, naming those that there are.
    """
    needed = audience.parameter
    for each in given:
        if not needed:
            raise WrongValue("--parameter", Message("error.use.no_parameter", {"given": each}))
        if each.partition("=")[0].strip() != needed:
            raise WrongValue(
                "--parameter", Message("error.use.parameter", {"given": each, "known": f"{needed}=…"})
            )
    if not needed:
        return ""
    kind = _KINDS[needed]
    if len(given) != 1:
        raise WrongValue(
            "--parameter",
            Message("error.use.one_parameter", {"needed": f"{needed}=…", "known": _known(plan, kind)}),
        )
    return _item_named(plan, kind, given[0].partition("=")[2].strip())


def _item_named(plan: Plan, kind: str, words: str) -> str:
    items = plan.of_kind(kind)
    found = [item.id for item in items if item.id == words]
    found = found or [item.id for item in items if words in names_of(plan, item)]
    if len(found) == 1:
        return found[0]
    values: dict[str, object] = {"given": words, "known": _known(plan, kind)}
    if found:
        values |= {"count": len(found), "known": ", ".join(found)}
        raise WrongValue("--parameter", Message("error.use.parameter_ambiguous", values))
    raise WrongValue("--parameter", Message("error.use.parameter_unknown", values))


def _known(plan: Plan, kind: str) -> Lines | Message:
    """Those that the plan has, the first of them by name and id."""
    items = plan.of_kind(kind)[:MOST_NAMED]
    if not items:
        return Message("change.nothing")
    return Lines(
        tuple(Message("cli.named_by_id", {"name": name_of(plan, item), "id": item.id}) for item in items)
    )
