"""What an import reads: a file, or a source without one, whose settings and secrets are asked for here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from kakehashi.cli.context import TerminalProgress, spoken_language
from kakehashi.cli.speaking import WrongValue, wrong_value
from kakehashi.extension.plugins import NoSuchPlugin
from kakehashi.extension.typed_settings import SettingsWrong, settings_from
from kakehashi.storage.folders import evidence_folder
from kakehashi.words import Message, PlanError, in_language, text

if TYPE_CHECKING:
    from kakehashi.evidence.taking import Rows
    from kakehashi.extension.known_source import KnownSource, Secrets

set_option = click.option("--set", "settings", multiple=True, metavar="NAME=VALUE")
ask_option = click.option("--ask", is_flag=True)


class Asked(msgspec.Struct, frozen=True):
    """What the command line says about a source: its key or the name it was saved under, settings as they
    were typed, its table, the name to save it under; `ask`: for secrets anew."""

    source: str | None = None
    settings: tuple[str, ...] = ()
    sheet: str | None = None
    name: str = ""
    ask: bool = False


_OPTIONS = (
    click.option("--source", default=None),
    set_option,
    ask_option,
    click.option("--save-source", default="", metavar="NAME"),
    click.option("--sheet", default=None, metavar="NAME"),
)


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options; the command gets them as one `asked`."""

    @wraps(command)
    def with_source(*args: Any, **named: Any) -> Any:
        said = [named.pop(name) for name in ("source", "settings", "sheet", "save_source", "ask")]
        return command(*args, asked=Asked(*said), **named)

    for option in reversed(_OPTIONS):
        with_source = option(with_source)
    return with_source


class Taken(msgspec.Struct, frozen=True):
    """Rows, what the import is called, and what is done when they are in."""

    rows: Rows
    name: str
    keep: Callable[[], None] = lambda: None


def rows_from(asked: Asked, uuid: str, data: Path | None, table: str) -> Taken:
    """The rows of a file or a source. Raises WrongValue for settings that are none, Question, PlanError."""
    from kakehashi.extension.reading import rows_of

    if data is None:
        return _of_source(asked, uuid, table)
    if asked.settings:
        return _of_file_with_settings(asked, uuid, data)
    with wrong_value("--source", NoSuchPlugin):
        return Taken(rows_of(asked.source, data, asked.sheet), data.name)


def _of_source(asked: Asked, uuid: str, table: str) -> Taken:
    from kakehashi.extension.known_source import remember, table_meant, wish_of
    from kakehashi.extension.reading import read_by

    workspace = evidence_folder(uuid)
    known = source_called(workspace, asked)
    settings = settings_of(known, asked.settings)
    secrets = secrets_of(known, uuid, settings, ask=asked.ask)
    say_settings(known, settings)
    wish = wish_of(known, settings, secrets)
    before = known.saved.tables.get(table) if known.saved is not None else None
    read = table_meant(known, wish, asked.sheet or before, TerminalProgress())

    def keep() -> None:
        told = remember(workspace, uuid, known, settings, secrets, {table: read})
        if told is not None:
            click.echo(text(told, spoken_language()), err=True)

    return Taken(read_by(wish, read), f"{known.name}: {read}", keep)


def _of_file_with_settings(asked: Asked, uuid: str, data: Path) -> Taken:
    """A file whose source is told something beside its path; that is not kept."""
    from kakehashi.extension.known_source import PATH, known_source, wish_of
    from kakehashi.extension.reading import read_by, source_of_file

    with wrong_value("--source", NoSuchPlugin):
        known = known_source(None, asked.source or source_of_file(data).offer.key)
    settings = settings_of(known, (*asked.settings, f"{PATH}={data}"))
    wish = wish_of(known, settings, secrets_of(known, uuid, settings))
    return Taken(read_by(msgspec.structs.replace(wish, name=data.name), asked.sheet), data.name)


def source_called(workspace: Path | None, asked: Asked, option: str = "--source") -> KnownSource:
    """The source that was named. Raises WrongValue naming those that there are."""
    from kakehashi.extension.known_source import known_source

    with wrong_value(option, NoSuchPlugin):
        return known_source(workspace, asked.source or "", asked.name)


def settings_of(known: KnownSource, typed: Sequence[str]) -> dict[str, Any]:
    """Its settings: as before, with what was typed now. Raises WrongValue."""
    parts = [each.partition("=") for each in typed]
    for name, sign, value in parts:
        if not sign or not name.strip():
            raise WrongValue("--set", Message("error.use.set", {"given": name + sign + value}))
    with wrong_value("--set", SettingsWrong):
        said = {name.strip(): value for name, _, value in parts}
        return settings_from(known.source.offer.title, known.fields, said, known.before)


def secrets_of(known: KnownSource, uuid: str, settings: Mapping[str, Any], *, ask: bool = False) -> Secrets:
    """Its secrets: of the environment, of the keychain, else asked for at the terminal. `ask`: those of the
    keychain too."""
    from kakehashi.extension.known_source import secrets_at_hand, wanted, with_typed

    if ask:
        known = msgspec.structs.replace(known, saved=None)
    secrets = secrets_at_hand(known, uuid, settings)
    missing = wanted(known, secrets)
    if not sys.stdin.isatty():
        _must_not_lack(known, [field.name for field in missing if field.needed])
        return secrets
    language, typed = spoken_language(), {}
    for field in missing:
        title = in_language(field.title, language)
        words = "cli.source.secret" if field.needed else "cli.source.secret_or_none"
        prompt = text(words, language, title=title, source=known.source.offer.title)
        default = None if field.needed else ""
        typed[field.name] = click.prompt(prompt, default, hide_input=True, show_default=False, err=True)
    return with_typed(secrets, typed)


def _must_not_lack(known: KnownSource, names: Sequence[str]) -> None:
    """Nobody is there to be asked."""
    from kakehashi.extension.known_source import variable

    if names:
        variables = ", ".join(variable(known.source.offer.key, name) for name in names)
        title = known.source.offer.title
        raise PlanError("error.source.secret_needed", source=title, variable=variables)


def say_settings(known: KnownSource, settings: Mapping[str, Any]) -> None:
    """Which settings of the last time are used again."""
    same = {name: value for name, value in settings.items() if known.before.get(name) == value}
    if same:
        told = ", ".join(f"{name}={value}" for name, value in same.items())
        words = text("cli.source.as_before", spoken_language(), name=known.name, settings=told)
        click.echo(words, err=True)
