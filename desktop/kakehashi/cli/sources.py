"""Data sources that need no file: which there are, what they want to know, whether they can be reached."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kakehashi.cli.context import TerminalProgress, answer, json_option, opened, say, spoken_language
from kakehashi.cli.source_rows import Asked, ask_option, secrets_of, set_option, settings_of, source_called
from kakehashi.storage.folders import evidence_folder
from kakehashi.words import Language, Message, PlanError, in_language, text

if TYPE_CHECKING:
    from kakehashi.api import SourceTable
    from kakehashi.extension.known_source import KnownSource
    from kakehashi.extension.saved_sources import SavedSource
    from kakehashi.setting import SettingField


@click.command()
@click.argument("key", required=False)
@click.option("--plan", type=click.Path(path_type=Path), default=None, metavar="FILE")
@set_option
@ask_option
@click.option("--test", is_flag=True)
@click.option("--tables", is_flag=True)
@click.option("--forget", is_flag=True)
@json_option
def source(
    key: str | None,
    plan: Path | None,
    settings: tuple[str, ...],
    ask: bool,
    test: bool,
    tables: bool,
    forget: bool,
    as_json: bool,
) -> None:
    """The sources; the settings of one, whether it can be reached with them, its tables."""
    uuid = _uuid(plan)
    workspace = evidence_folder(uuid) if uuid else None
    if key is None:
        _list(workspace, as_json)
    elif forget:
        _forget(workspace, uuid, key, as_json)
    else:
        known = source_called(workspace, Asked(key), "KEY")
        if test or tables:
            _reach(known, uuid, settings, ask, tables, as_json)
        elif as_json:
            answer(_plain(known, spoken_language()))
        else:
            _tell(known, spoken_language())


def _uuid(plan: Path | None) -> str:
    if plan is None:
        return ""
    with opened(plan, read_only=True) as found:
        return found.plan.uuid


def _list(workspace: Path | None, as_json: bool) -> None:
    from kakehashi.extension.plugins import sources
    from kakehashi.extension.saved_sources import saved_sources

    language = spoken_language()
    found = sources().values()
    saved = saved_sources(workspace).values() if workspace is not None else ()
    if as_json:
        plain = [
            {
                "key": each.offer.key,
                "title": in_language(each.offer.title, language),
                "plugin": each.plugin.name,
                "suffixes": list(each.offer.suffixes),
            }
            for each in found
        ]
        answer({"sources": plain, "saved": [*saved]})
        return
    for each in found:
        title = in_language(each.offer.title, language)
        files = " ".join(each.offer.suffixes)
        say("cli.source.files" if files else "cli.source.line", key=each.offer.key, title=title, files=files)
    for one in saved:
        say("cli.source.saved", name=one.name, source=one.source, settings=_settings(one))


def _settings(saved: SavedSource) -> str:
    return ", ".join(f"{name}={value}" for name, value in saved.settings.items()) or "–"


def _forget(workspace: Path | None, uuid: str, name: str, as_json: bool) -> None:
    from kakehashi.extension.saved_sources import forget_source, saved_sources

    saved = saved_sources(workspace) if workspace is not None else {}
    if workspace is None or name not in saved:
        raise PlanError("error.source.not_saved", name=name, known=", ".join(saved) or "–")
    forget_source(workspace, uuid, name)
    if as_json:
        answer({"forgotten": name})
    else:
        say("cli.source.forgotten", name=name)


def _reach(
    known: KnownSource, uuid: str, typed: tuple[str, ...], ask: bool, tables: bool, as_json: bool
) -> None:
    """Try it out, or list its tables."""
    from kakehashi.extension.known_source import wish_of
    from kakehashi.extension.reading import tables_of, try_out

    settings = settings_of(known, typed)
    wish = wish_of(known, settings, secrets_of(known, uuid, settings, ask=ask))
    progress = TerminalProgress()
    try_out(wish, progress)
    found = tables_of(wish, progress) if tables else ()
    language = spoken_language()
    if as_json:
        plain: dict[str, Any] = {"key": known.source.offer.key, "reached": True}
        answer(plain | ({"tables": [_table(each, language) for each in found]} if tables else {}))
        return
    if not tables:
        say("cli.source.reached", source=known.source.offer.title)
    elif not found:
        say("cli.source.no_tables")
    for each in found:
        title = in_language(each.title, language)
        click.echo(each.key if title in ("", each.key) else f"{each.key}  {title}")


def _table(table: SourceTable, language: Language) -> dict[str, Any]:
    return {"key": table.key, "title": in_language(table.title, language), "rows": table.rows}


def _plain(known: KnownSource, language: Language) -> dict[str, Any]:
    return {
        "key": known.source.offer.key,
        "title": in_language(known.source.offer.title, language),
        "plugin": known.source.plugin.name,
        "settings": [
            {
                "name": field.name,
                "shape": field.shape,
                "title": in_language(field.title, language),
                "help": in_language(field.help, language),
                "choices": list(field.choices),
                "default": field.default,
                "needed": field.needed,
                "value": known.before.get(field.name),
                "variable": _variable(known, field),
            }
            for field in known.fields
        ],
    }


def _variable(known: KnownSource, field: SettingField) -> str | None:
    from kakehashi.extension.known_source import variable

    return variable(known.source.offer.key, field.name) if field.shape == "secret" else None


def _tell(known: KnownSource, language: Language) -> None:
    offer = known.source.offer
    click.echo(f"{offer.key}  {in_language(offer.title, language)}")
    if offer.summary:
        click.echo("  " + in_language(offer.summary, language))
    for field in known.fields:
        said = [_shape(known, field)]
        if field.needed:
            said.append(Message("cli.source.needed"))
        value = known.before.get(field.name, field.default)
        if value not in (None, "", False):
            which = "cli.source.value" if field.name in known.before else "cli.source.default"
            said.append(Message(which, {"value": "✓" if value is True else str(value)}))
        comma = text("list.comma", language)
        facts = comma.join(text(each, language) for each in said)
        title = in_language(field.title, language)
        say("cli.source.setting", name=field.name, title=title, facts=facts)
        if field.help:
            click.echo("    " + in_language(field.help, language))


def _shape(known: KnownSource, field: SettingField) -> Message:
    if field.shape == "secret":
        return Message("cli.source.is_secret", {"variable": _variable(known, field)})
    if field.shape == "choice":
        return Message("source.wanted.choice", {"choices": ", ".join(field.choices)})
    return Message(f"source.wanted.{field.shape}")
