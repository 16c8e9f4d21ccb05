"""Plugins: which are there and whether they may be used; installing, allowing, turning off, removing them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kakehashi.cli import plugin_kit
from kakehashi.cli.context import answer, json_option, now, say, spoken_language
from kakehashi.cli.speaking import speak
from kakehashi.words import Language, Message, PlanError, in_language, shown, text

if TYPE_CHECKING:
    from kakehashi.extension.describing import Fact
    from kakehashi.extension.plugins import Plugin


class NeedsYes(PlanError):
    """A question that nobody can be asked here."""


class _Commands(click.Group):
    """Commands with their help in the language of the terminal."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """In the order in which one works."""
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, speaking."""
        found = super().get_command(ctx, cmd_name)
        if found is not None:
            speak(f"plugin.{cmd_name}", found)
        return found


@click.group(cls=_Commands)
def plugin() -> None:
    """The group of what is done with plugins."""


_name = click.argument("name")
_yes = click.option("--yes", is_flag=True)


# ---- looking


@plugin.command("list")
@json_option
def list_(as_json: bool) -> None:
    """The plugins that are there, what they bring, and why some may not be used."""
    from kakehashi.extension.plugins import plugins

    language = spoken_language()
    found = plugins()
    if as_json:
        answer([_plain(each, language) for each in found])
        return
    for each in found:
        click.echo(_line(each, language))
        if each.reason is not None:
            click.echo("  " + text(each.reason, language).replace("\n", "\n  "))


@plugin.command()
@_name
@json_option
def show(name: str, as_json: bool) -> None:
    """All about one plugin."""
    from kakehashi.extension.describing import said_by, seen_of
    from kakehashi.extension.plugin_log import log_of
    from kakehashi.extension.standing import standing

    language, found, kept = spoken_language(), _called(name), standing()
    if as_json:
        failure = kept.failures.get(name)
        more = {
            "summary": in_language(found.manifest.summary, language),
            "contact": found.manifest.contact,
            "place": found.found.place,
            "failure": _failure(failure, language) if failure else None,
            "log": log_of(name) if log_of(name).exists() else None,
        }
        answer({**_plain(found, language), **more})
        return
    click.echo(_line(found, language))
    if found.reason is not None:
        click.echo("  " + text(found.reason, language).replace("\n", "\n  "))
    if found.found.manifest is not None:
        _tell(said_by(found.manifest, ours=found.found.origin == "built_in"))
    _tell(seen_of(found, kept))


@plugin.command()
@_name
@json_option
def log(name: str, as_json: bool) -> None:
    """What a plugin printed and raised."""
    from kakehashi.extension.plugin_log import log_of
    from kakehashi.storage.errors import told

    file = log_of(_called(name).name)
    with told(file):
        words = file.read_text("utf-8", errors="replace") if file.exists() else ""
    if as_json:
        answer({"name": name, "log": file, "text": words})
    elif words:
        click.echo(words, nl=False)
    else:
        say("cli.plugin.no_log", name=name)


# ---- changing


@plugin.command()
@click.argument("file_or_folder", type=click.Path(path_type=Path))
@_yes
@json_option
def install(file_or_folder: Path, yes: bool, as_json: bool) -> None:
    """Install a plugin from a wheel, zip or folder, and allow it."""
    from kakehashi.extension.describing import said_by
    from kakehashi.extension.installing import install as put
    from kakehashi.extension.installing import look_at

    language = spoken_language()
    parcel = look_at(file_or_folder)
    manifest = parcel.manifest
    if not as_json:
        say("cli.plugin.parcel", title=manifest.title, name=manifest.name, version=manifest.version)
        _tell(said_by(manifest))
        for note in parcel.notes:
            click.echo("  " + _clean(text(note, language)))
        say("plugin.trust")
    older = Message("cli.plugin.older", {"version": parcel.older}) if parcel.older else ""
    if older and yes and not as_json:
        click.echo(text(older, language).strip())
    _ask(Message("cli.plugin.sure_install", {"name": manifest.name, "older": older}), yes, as_json)
    place = put(parcel, now())
    if as_json:
        notes = [text(each, language) for each in parcel.notes]
        facts = {"name": manifest.name, "version": manifest.version, "older": parcel.older or None}
        answer({**facts, "place": place, "files": parcel.files, "notes": notes})
    else:
        say("cli.plugin.installed", name=manifest.name, version=manifest.version, place=str(place))


@plugin.command()
@_name
@_yes
@json_option
def allow(name: str, yes: bool, as_json: bool) -> None:
    """Say yes to a plugin that lies in a plugin folder."""
    from kakehashi.extension.describing import said_by
    from kakehashi.extension.installing import allow as keep
    from kakehashi.extension.installing import files_of

    found = _called(name)
    files = files_of(found)
    if not as_json:
        click.echo(_line(found, spoken_language()))
        _tell(said_by(found.manifest))
        say("plugin.trust")
    _ask(Message("cli.plugin.sure_allow", {"name": name}), yes, as_json)
    keep(name, files, now())
    _state_now(name, as_json)


@plugin.command()
@_name
@json_option
def enable(name: str, as_json: bool) -> None:
    """Turn a plugin on again."""
    _turn(name, off=False, as_json=as_json)


@plugin.command()
@_name
@json_option
def disable(name: str, as_json: bool) -> None:
    """Turn a plugin off; it stays where it is."""
    _turn(name, off=True, as_json=as_json)


@plugin.command()
@_name
@_yes
@json_option
def remove(name: str, yes: bool, as_json: bool) -> None:
    """Take a plugin out of the user's plugin folder."""
    from kakehashi.extension.installing import remove as take_out
    from kakehashi.extension.installing import to_remove

    places = to_remove(name)
    listed = ", ".join(map(str, places))
    _ask(Message("cli.plugin.sure_remove", {"name": name, "places": listed}), yes, as_json)
    take_out(name)
    if as_json:
        answer({"name": name, "removed": places})
    else:
        say("cli.plugin.removed", name=name)


plugin.add_command(plugin_kit.new)
plugin.add_command(plugin_kit.check)


# ---- what they share


def _called(name: str) -> Plugin:
    """The plugin of this name; of several the one that is not only a packed file."""
    from kakehashi.extension.plugins import plugin_named, plugins

    found = plugins()
    unpacked = [each for each in found if each.state != "packed"]
    return plugin_named(name, unpacked if any(each.name == name for each in unpacked) else found)


def _turn(name: str, *, off: bool, as_json: bool) -> None:
    from kakehashi.extension.installing import turn

    turn(_called(name), off=off)
    _state_now(name, as_json)


def _state_now(name: str, as_json: bool) -> None:
    language, found = spoken_language(), _called(name)
    if as_json:
        answer(_plain(found, language))
        return
    click.echo(_line(found, language))
    if found.reason is not None:
        click.echo("  " + text(found.reason, language).replace("\n", "\n  "))


def _ask(question: Message, yes: bool, as_json: bool) -> None:
    """Go on after a yes. Raises NeedsYes where nobody can be asked."""
    if yes:
        return
    if as_json or not sys.stdin.isatty():
        raise NeedsYes("error.cli.needs_yes", question=question)
    click.confirm(text(question, spoken_language()), abort=True, err=True)


def _line(found: Plugin, language: Language) -> str:
    state = Message(f"plugin.state_name.{found.state}")
    title = in_language(found.manifest.title, language)
    said = {"name": found.name, "title": title, "version": found.found.version, "state": state}
    same = not title or title == found.name
    return _clean(text("cli.plugin.line_untitled" if same else "cli.plugin.line", language, **said))


def _tell(facts: Iterable[Fact]) -> None:
    language = spoken_language()
    for fact in facts:
        for each in fact.lines:
            label = text(fact.label, language)
            said = _clean(shown(each, language))
            click.echo("  " + text("cli.plugin.fact", language, label=label, said=said))


def _clean(words: str) -> str:
    """A plugin's own words can't move about in the terminal and hide what else is said."""
    return "".join(each if each.isprintable() else " " for each in words)


def _failure(failure: Any, language: Language) -> dict[str, str]:
    from kakehashi.extension.describing import what_failed

    return {"at": failure.at, "doing": failure.doing, "sentence": text(what_failed(failure), language)}


def _plain(found: Plugin, language: Language) -> dict[str, Any]:
    offers: dict[str, list[str]] = {}
    for hook, key in found.manifest.offers():
        offers.setdefault(hook, []).append(key)
    return {
        "name": found.name,
        "title": in_language(found.manifest.title, language),
        "version": found.found.version,
        "origin": found.found.origin,
        "state": found.state,
        "reason": text(found.reason, language) if found.reason else None,
        "brings": offers,
        "hosts": list(found.manifest.hosts),
        "folders": list(found.manifest.folders),
    }
