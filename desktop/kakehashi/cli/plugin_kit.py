"""For those who write plugins: a new one, and whether one keeps what it must."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from kakehashi.cli.context import answer, json_option, say, spoken_language
from kakehashi.words import text

if TYPE_CHECKING:
    from kakehashi.extension.contract.trial import Ended

CHECKS_FAILED = 1
_BRINGS = ("source", "exporter")


@click.command()
@click.argument("name")
@click.option("--brings", type=click.Choice(_BRINGS), default="source")
@click.option("--title", default="")
@click.option("--into", type=click.Path(path_type=Path), default=Path())
def new(name: str, brings: str, title: str, into: Path) -> None:
    """Write a working plugin, with its tests, into a folder of its name."""
    from kakehashi.extension.new_plugin import Brings, new_plugin

    chosen: Brings = next(each for each in get_args(Brings) if each == brings)
    place = new_plugin(name, into, chosen, title)
    say("cli.plugin.made", folder=str(place), name=name)


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@json_option
def check(path: Path, as_json: bool) -> int:
    """Try out whether a plugin keeps what every plugin of its kind keeps; the exit code is 1 if not."""
    from kakehashi.extension.contract.project import project_at
    from kakehashi.extension.contract.trial import tried
    from kakehashi.extension.contract.trials import about, trials

    language = spoken_language()
    all_ended: list[Ended] = []
    for trial in trials(project_at(path)):
        ended = tried(trial)
        all_ended.append(ended)
        if not as_json:
            mark = text(f"contract.how.{ended.how}", language)
            click.echo(f"{mark}  {trial.subject}: {text(about(trial), language)}")
            if ended.reason is not None:
                click.echo("    " + text(ended.reason, language).replace("\n", "\n    "))
            if ended.log:
                click.echo("    | " + ended.log.strip().replace("\n", "\n    | "))
    counts = {how: sum(each.how == how for each in all_ended) for how in ("kept", "broken", "not_tried")}
    if as_json:
        answer({**counts, "trials": [_plain(each) for each in all_ended]})
    else:
        say("cli.plugin.checked", **counts)
    return CHECKS_FAILED if counts["broken"] else 0


def _plain(ended: Ended) -> dict[str, object]:
    reason = text(ended.reason, spoken_language()) if ended.reason is not None else None
    trial = ended.trial
    told = {"subject": trial.subject, "about": trial.about, "how": ended.how}
    return {**told, "reason": reason, "log": ended.log}
