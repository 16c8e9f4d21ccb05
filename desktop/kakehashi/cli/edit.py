"""Edits: set, undo, redo."""

from __future__ import annotations

from pathlib import Path

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
    take_over_option,
)
from kakehashi.cli.naming import field_named, item_named, key_typed, value_typed
from kakehashi.open_plan import Touched
from kakehashi.plan.changes import Change, NoSuchField
from kakehashi.plan.deciding import deciding
from kakehashi.plan.plan import Plan
from kakehashi.words import Message, text


@click.command("set", context_settings={"ignore_unknown_options": True})
@plan_argument
@click.argument("item")
@click.argument("field")
@click.argument("value", type=click.UNPROCESSED)
@take_over_option
@json_option
def set_(file: Path, item: str, field: str, value: str, take_over: bool, as_json: bool) -> None:
    """Set FIELD (or FIELD@MONTH) of ITEM (an id, or kind:name) to VALUE; '' clears it."""
    with opened(file, take_over=take_over) as plan:
        _told(plan.apply(_change(plan.plan, item, field, value)), as_json)


def _change(plan: Plan, item_words: str, field_words: str, value_words: str) -> Change:
    item = item_named(plan, item_words)
    name, _, key_words = field_words.partition("@")
    field = field_named(item, name)
    if key_words and not field.keyed:
        raise NoSuchField("error.change.no_key", field=Message(field.title), key=key_words)
    if field.keyed and not key_words:
        raise NoSuchField("error.cli.needs_key", field=Message(field.title), name=name)
    key = key_typed(plan, field, key_words) if key_words else None
    value = value_typed(plan, field, value_words)
    if value is None and key is None and field.default is not None:
        value = field.default
    return deciding(plan, item, field, value, key=key, person=person(), date=now()[:10])


@click.command()
@plan_argument
@take_over_option
@json_option
def undo(file: Path, take_over: bool, as_json: bool) -> None:
    """Take back the last edit; works after a restart, back to the last declaration."""
    with opened(file, take_over=take_over) as plan:
        _told(plan.undo(), as_json)


@click.command()
@plan_argument
@take_over_option
@json_option
def redo(file: Path, take_over: bool, as_json: bool) -> None:
    """Do again what was taken back last."""
    with opened(file, take_over=take_over) as plan:
        _told(plan.redo(), as_json)


def _told(touched: Touched, as_json: bool) -> None:
    words = [text(message, spoken_language()) for message in touched.words]
    if as_json:
        answer({"touched": sorted(touched.items), "words": words})
    elif not words:
        say("cli.unchanged")
    else:
        click.echo("\n".join(words[:20]))
        if len(words) > 20:
            say("cli.more", count=len(words) - 20)
