"""The window, and pictures of it."""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from kakehashi.storage.errors import NotFound
from kakehashi.words import PlanError

_AS_CHOSEN = "Default: as chosen in the window."


class NoQt(PlanError):
    """Qt or a library that it stands on is missing."""


def _size(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    width, _, height = value.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise click.BadParameter(value)
    return int(width), int(height)


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--language", type=click.Choice(["ja", "en"]), default=None, help="Default: as chosen in the window."
)
@click.option(
    "--theme",
    type=click.Choice(["light", "dark", "system"]),
    default=None,
    help="Default: as chosen in the window.",
)
@click.option("--size", callback=_size, default=None, help="Such as 1280x800.")
@click.option("--page", default="", help="A chapter to begin with, such as organization.")
@click.option("--read-only", is_flag=True, help="Look only, also while somebody else writes.")
@click.option(
    "--screenshot",
    type=click.Path(path_type=Path),
    default=None,
    help="Save the window as PNG once all is in it, and end. Needs no display.",
)
@click.option(
    "--until",
    type=click.Choice(["painted", "complete"]),
    default=None,
    help="End there (for timing).",
)
def window(file: Path | None, language: str | None, read_only: bool, **wanted: Any) -> int:
    """Open the window, with the plan FILE."""
    screenshot: Path | None = wanted.pop("screenshot")
    if screenshot is not None and not screenshot.resolve().parent.is_dir():
        raise NotFound("error.file.no_folder", screenshot.resolve())
    gc.disable()  # until the first paint, see `application.run`
    try:
        import_module("kakehashi.ui.before_qt").load_qt()
        application: Any = import_module("kakehashi.ui.application")  # Qt is loaded here and nowhere before
    except ImportError as error:
        raise NoQt("error.ui.no_qt", problem=str(error)) from error
    code: int = application.run(
        application.Wanted(
            file=file,
            language=language,
            read_only=read_only,
            screenshot=screenshot,
            theme=wanted["theme"],
            size=wanted["size"],
            page=wanted["page"],
            until=wanted["until"] or "",
        )
    )
    return code
