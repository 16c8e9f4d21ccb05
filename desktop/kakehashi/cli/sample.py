"""The sample plan, made anew for anyone."""

from __future__ import annotations

from pathlib import Path

import click

from kakehashi.cli.context import TerminalProgress, answer, json_option, say, spoken_language, version
from kakehashi.open_plan import OpenPlan
from kakehashi.words import Language


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(["ja", "en"]), default=None)
@click.option("--exports", type=click.Path(path_type=Path), default=None)
@json_option
def sample(out: Path, language: str | None, exports: Path | None, as_json: bool) -> None:
    """Make the plan of a made-up company, with its data, two editions and the changes between them."""
    from kakehashi.sample.build import build

    spoken: Language = "ja" if (language or spoken_language()) == "ja" else "en"
    build(out, spoken, app_version=version, exports=exports, progress=TerminalProgress())
    made = OpenPlan.open(out, person="", clock=str, read_only=True)
    editions, items, uuid = made.editions(), len(made.plan), made.plan.uuid
    made.close()
    if as_json:
        answer({"file": out, "uuid": uuid, "language": spoken, "items": items, "editions": len(editions)})
    else:
        say("cli.sample", file=str(out), count=items, editions=len(editions))
