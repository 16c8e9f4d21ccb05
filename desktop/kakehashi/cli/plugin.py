"""Plugins: which are there, and whether they may be used."""

from __future__ import annotations

from typing import Any

import click

from kakehashi.cli.context import answer, json_option, say, spoken_language
from kakehashi.extension.plugins import Plugin
from kakehashi.words import Language, in_language, text


@click.command()
@json_option
def plugins(as_json: bool) -> None:
    """The plugins that are there, what they bring, and why some may not be used."""
    from kakehashi.extension.plugins import plugins as all_plugins

    language = spoken_language()
    found = all_plugins()
    if as_json:
        answer([_plain(each, language) for each in found])
        return
    for each in found:
        state = text(f"plugin.state_name.{each.state}", language)
        click.echo(f"{each.name} {each.found.version}  {state}")
        if each.reason is not None:
            click.echo("  " + text(each.reason, language).replace("\n", "\n  "))
        for hook, key in each.manifest.offers():
            say("cli.plugin.brings", what=text(f"plugin.hook.{hook}", language), key=key)


def _plain(plugin: Plugin, language: Language) -> dict[str, Any]:
    offers: dict[str, list[str]] = {}
    for hook, key in plugin.manifest.offers():
        offers.setdefault(hook, []).append(key)
    return {
        "name": plugin.name,
        "title": in_language(plugin.manifest.title, language),
        "version": plugin.found.version,
        "origin": plugin.found.origin,
        "state": plugin.state,
        "reason": text(plugin.reason, language) if plugin.reason else None,
        "brings": offers,
        "hosts": list(plugin.manifest.hosts),
        "folders": list(plugin.manifest.folders),
    }
