"""Click in the reader's language: its help and what it says about bad use come from the catalogue."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import click
from click.exceptions import NoSuchCommand

from kakehashi.surroundings import spoken_language
from kakehashi.words import Message, PlanError, known, text

_HEADINGS = {"Options": "cli.help.options", "Commands": "cli.help.commands"}
_OPENING = "（「『"
_CLOSING = "。、，）」』：？！"


class WrongValue(click.UsageError):
    """A value that an option can't take, told by a message of ours. Ends with exit code 2."""

    def __init__(self, option: str, said: Message) -> None:
        self.said = Message("error.use.value", {"option": option, "why": said})
        super().__init__(text(self.said, "en"))


@contextmanager
def wrong_value(option: str, *kinds: type[PlanError]) -> Iterator[None]:
    """What is refused within is a wrong value of this option."""
    try:
        yield
    except kinds as error:
        raise WrongValue(option, error.message) from error


# Help ---------------------------------------------------------------------------------------------------


class _Formatter(click.HelpFormatter):
    """Headings in the language, lines broken by what a terminal shows (kanji and kana take two columns)."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002 - click's signature
        super().write_usage(prog, args, text("cli.help.usage", spoken_language()) + " ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_said(_HEADINGS[heading]) if heading in _HEADINGS else heading)

    def write_text(self, text: str) -> None:
        for line in _wrapped(text, self.width - self.current_indent):
            self.write(" " * self.current_indent + line + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        left = min(max((len(first) for first, _ in rows), default=0), col_max) + col_spacing
        room = max(self.width - self.current_indent - left, 20)
        space = " " * self.current_indent
        for first, second in rows:
            lines = _wrapped(_in_words(second), room) or [""]
            if len(first) > left - col_spacing:
                self.write(f"{space}{first}\n")
            else:
                self.write(f"{space}{first:<{left}}{lines.pop(0)}".rstrip() + "\n")
            for line in lines:
                self.write(f"{space}{'':<{left}}{line}".rstrip() + "\n")


def _in_words(said: str) -> str:
    """What click itself writes behind the help of an option."""
    for sign, message in (("[default: ", "cli.help.default"), ("[required]", "cli.help.required")):
        said = said.replace(sign, "[" + _said(message) + ("]" if sign.endswith("]") else " "))
    return said


class SpokenContext(click.Context):
    """A command that is about to run, with its help in the language of the terminal."""

    formatter_class = _Formatter

    def __init__(self, command: click.Command, *arguments: Any, **more: Any) -> None:
        super().__init__(command, *arguments, **more)
        option = command.get_help_option(self)
        if option is not None:
            option.help = _said("cli.help.help")


class Listed(click.Option):
    """An option whose help names the values that it can take now."""

    def __init__(self, *arguments: Any, names: Callable[[], Iterable[str]], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._names = names

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The help, with the names."""
        said, self.help = self.help, f"{self.help} {', '.join(self._names())}"
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = said


def speak(name: str, command: click.Command) -> None:
    """Give a command and its options their help in the language of the terminal."""
    command.context_class = SpokenContext
    if known(f"help.command.{name}", "en"):
        whole = _said(f"help.command.{name}")
        command.help, command.short_help = whole, whole.partition("\n")[0]
    for param in command.params:
        if isinstance(param, click.Option) and known(help_id(name, param), "en"):
            param.help = _said(help_id(name, param))


def help_id(name: str, param: click.Option) -> str:
    """The message id of an option's help: of this command, else the one that all share."""
    own = f"help.option.{name}.{param.name}"
    return own if known(own, "en") else f"help.option.{param.name}"


def _said(message: str) -> str:
    return text(message, spoken_language())


def _wrapped(said: str, width: int) -> list[str]:
    """Lines of at most `width` columns: between words, and between characters that take two."""
    lines: list[str] = []
    for paragraph in said.split("\n"):
        line, used = "", 0
        for piece in _pieces(paragraph):
            wide = sum(map(_columns, piece.rstrip()))
            if line and used + wide > width:
                lines.append(line.rstrip())
                line, used = "", 0
                piece = piece.lstrip()
            line += piece
            used += sum(map(_columns, piece))
        lines.append(line.rstrip())
    return lines


def _pieces(said: str) -> Iterator[str]:
    """Where a line may break: behind blanks, around wide characters; not before a closing sign."""
    piece = ""
    for sign in said:
        wide = _columns(sign) == 2
        breaks = piece and (piece[-1] == " " or wide or _columns(piece[-1]) == 2)
        if breaks and sign != " " and sign not in _CLOSING and piece[-1] not in _OPENING:
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _columns(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


# Bad use ------------------------------------------------------------------------------------------------


def misuse(error: click.ClickException) -> Message:
    """What click says about bad use, as a message of ours."""
    match error:
        case WrongValue():
            return error.said
        case NoSuchCommand():
            return Message("error.use.no_command", {"command": error.command_name, **_like(error)})
        case click.NoSuchOption():
            return Message("error.use.no_option", {"option": error.option_name, **_like(error)})
        case click.BadOptionUsage():
            return Message("error.use.needs_value", {"option": error.option_name})
        case click.MissingParameter():
            return Message("error.use.missing", {"name": _name(error.param)})
        case click.BadParameter():
            return _bad_value(error)
        case click.UsageError() if "unexpected extra argument" in error.message:
            extra = error.message.partition("(")[2].removesuffix(")")
            return Message("error.use.too_many", {"extra": extra})
    return Message("error.use.other", {"said": error.format_message()})


def _like(error: Any) -> dict[str, Message | str]:
    """Names that are alike, where there are any."""
    names: Iterable[str] = getattr(error, "possibilities", None) or ()
    if isinstance(error, NoSuchCommand) and isinstance(error.ctx, click.Context):
        group = error.ctx.command
        known_names = group.list_commands(error.ctx) if isinstance(group, click.Group) else ()
        names = get_close_matches(error.command_name, known_names)
    return {"like": Message("error.use.like", {"names": ", ".join(sorted(names))}) if names else ""}


def _bad_value(error: click.BadParameter) -> Message:
    name = error.param_hint if isinstance(error.param_hint, str) else _name(error.param)
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        why = Message("error.value.choice", {"choices": ", ".join(map(str, kind.choices))})
    elif isinstance(kind, click.IntRange) and kind.min is not None:
        why = Message("error.use.at_least", {"low": kind.min})
    else:
        why = Message("error.use.not_so", {"value": error.message})
    return Message("error.use.value", {"option": name, "why": why})


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.human_readable_name if param is not None else "–"
