"""The options that say how a file is to be read, where a person knows better than the program."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from kakehashi.evidence.read_as import ReadAs
from kakehashi.words import PlanError

_OPTIONS = (
    click.option("--encoding", default=None, metavar="NAME"),
    click.option("--delimiter", default=None, metavar="CHARACTER"),
    click.option("--quote", default=None, metavar="CHARACTER|none"),
    click.option("--escape", default=None, metavar="CHARACTER|none"),
    click.option("--header-row", "header_rows", default=None, metavar="N[,N]"),
    click.option("--no-header", is_flag=True),
    click.option("--part", default=None, metavar="N|all"),
    click.option("--keep-totals", is_flag=True),
    click.option("--wide", default=None, metavar="FIELD|none"),
    click.option("--first-month", default=None, metavar="YYYY-MM"),
)
_NAMES = (
    *("encoding", "delimiter", "quote", "escape", "header_rows", "no_header", "part", "keep_totals"),
    *("wide", "first_month"),
)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options; the command gets them as one `read_as`."""

    @wraps(command)
    def with_reading(*args: Any, **named: Any) -> Any:
        said = {name: named.pop(name) for name in _NAMES}
        return command(*args, read_as=_read_as(**said), **named)

    for option in reversed(_OPTIONS):
        with_reading = option(with_reading)
    return with_reading


def _read_as(
    *,
    encoding: str | None,
    delimiter: str | None,
    quote: str | None,
    escape: str | None,
    header_rows: str | None,
    no_header: bool,
    part: str | None,
    keep_totals: bool,
    wide: str | None,
    first_month: str | None,
) -> ReadAs:
    return ReadAs(
        encoding=encoding,
        delimiter=delimiter,
        quote=_mark(quote),
        escape=_mark(escape),
        header_rows=() if no_header else _numbers("--header-row", header_rows),
        part="all" if part == "all" else next(iter(_numbers("--part", part) or ()), None),
        totals=keep_totals,
        wide=wide,
        first_month=first_month,
    )


def _mark(said: str | None) -> str | None:
    return "" if said == "none" else said


def _numbers(option: str, said: str | None) -> tuple[int, ...] | None:
    """Row numbers as '2' or '2,3'."""
    if said is None:
        return None
    parts = said.split(",") if option == "--header-row" else [said]
    if not all(part.strip().isdecimal() and int(part) > 0 for part in parts):
        raise PlanError("error.evidence.not_a_row", option=option, value=said)
    return tuple(sorted(int(part) for part in parts))
