"""What every command needs: the language of its words, who is at work, what time it is, how to answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import msgspec

from kakehashi import VERSION
from kakehashi.open_plan import OpenPlan
from kakehashi.rounding import canonical
from kakehashi.surroundings import now, person, spoken_language
from kakehashi.words import Message, text


@contextmanager
def opened(path: Path, *, read_only: bool = False, take_over: bool = False) -> Iterator[OpenPlan]:
    """An open plan for the time of a command, with the kinds of this computer's plugins."""
    from kakehashi.extension.kinds_here import admit_kinds

    admit_kinds()
    tell_of_left_plugins()
    plan = OpenPlan.open(path, person=person(), clock=now, read_only=read_only, take_over=take_over)
    for notice in plan.notices:
        click.echo(text(notice, spoken_language()), err=True)
    try:
        yield plan
    finally:
        plan.close()


def tell_of_left_plugins() -> None:
    """Say once which plugin was at work when the program ended the last time."""
    from kakehashi.extension.running import forget_left, left_running, said

    for call in left_running():
        told = text("cli.plugin_left", spoken_language(), said=said(call), plugin=call.plugin)
        click.echo(told, err=True)
    forget_left()


def say(message: str | Message, /, **values: Any) -> None:
    """One sentence for the person at the terminal."""
    click.echo(text(message, spoken_language(), **values))


def answer(result: Any) -> None:
    """The answer of a command as JSON, numbers as canonical text."""
    click.echo(msgspec.json.format(msgspec.json.encode(result, enc_hook=_plain), indent=2).decode())


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value))


class TerminalProgress:
    """Progress on standard error, when that is a terminal."""

    cancelled = False

    def __call__(self, done: int, total: int | None, message: Message | str = "") -> None:
        """Show how far it is."""
        if sys.stderr.isatty():
            message = text(message, spoken_language()) if isinstance(message, Message) else message
            share = f"{100 * done // total:3d}%" if total else f"{done:,}"
            click.echo(f"\r{share} {message[:60]:<60}", nl=False, err=True)
            if total and done >= total:
                click.echo("", err=True)


__all__ = [
    "TerminalProgress",
    "answer",
    "json_option",
    "now",
    "opened",
    "person",
    "plan_argument",
    "say",
    "spoken_language",
    "take_over_option",
    "version",
]

json_option = click.option("--json", "as_json", is_flag=True)
take_over_option = click.option("--take-over", is_flag=True)
plan_argument = click.argument("file", type=click.Path(path_type=Path))
version = VERSION
