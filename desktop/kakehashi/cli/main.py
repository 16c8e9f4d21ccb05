"""The command line: the same work without a window. Exit codes: see docs/cli.md."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from importlib import import_module

import click
from click.exceptions import NoArgsIsHelpError

from kakehashi import VERSION
from kakehashi.cli.context import answer, spoken_language
from kakehashi.cli.speaking import misuse, speak
from kakehashi.words import Message, PlanError, text

FINE, CHECKS_FAILED, BAD_USE, BAD_INPUT = 0, 1, 2, 3

# command -> module and function; a module is loaded when its command is called
_COMMANDS = {
    "new": "new:new",
    "sample": "sample:sample",
    "roll-forward": "whole_plan:roll_forward",
    "import": "data:import_",
    "source": "sources:source",
    "imports": "imports:imports",
    "remove-import": "imports:remove_import",
    "set-aside": "imports:set_aside",
    "profiles": "imports:profiles",
    "delete-evidence": "imports:delete_evidence",
    "matches": "matching:matches",
    "match": "matching:match",
    "findings": "data:findings",
    "adopt": "data:adopt",
    "show": "look:show",
    "history": "look:history",
    "diff": "look:diff",
    "check": "look:check",
    "forecast": "look:forecast",
    "set": "edit:set_",
    "undo": "edit:undo",
    "redo": "edit:redo",
    "declare": "publish:declare",
    "editions": "publish:editions",
    "audiences": "readers:audiences",
    "export": "publish:export",
    "export-plan": "whole_plan:export_plan",
    "import-plan": "whole_plan:import_plan",
    "send-copy": "care:send_copy",
    "forget": "care:forget",
    "backups": "care:backups",
    "restore": "care:restore",
    "salvage": "care:salvage",
    "plugin": "plugin:plugin",
    "window": "window:window",
}


_WITH_PLUGINS = ("import", "source", "sample", "export", "plugin")


class Commands(click.Group):
    """Commands loaded when called, so that each starts quickly."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """In the order in which one works."""
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, its module loaded now."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, name = place.split(":")
        command: click.Command = getattr(import_module(f"kakehashi.cli.{module}"), name)
        speak(cmd_name, command)
        if cmd_name in _WITH_PLUGINS:
            _log()  # a plugin that fails is logged where it fails
        return command


@click.group(cls=Commands)
@click.version_option(VERSION, message="%(prog)s %(version)s")
@click.option("--safe", is_flag=True)
def kakehashi(safe: bool) -> None:
    """The group of all commands."""
    if safe:
        from kakehashi.extension.safe_start import start_safely

        start_safely()


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit. The one place where anything that was raised becomes a sentence."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    speak("kakehashi", kakehashi)
    try:
        result = kakehashi.main(args=given, prog_name="kakehashi", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo(text("error.cancelled", spoken_language()), err=True)
        return 130
    except click.ClickException as error:
        return _misused(error, as_json="--json" in given)
    except PlanError as error:
        return _refuse(error, as_json="--json" in given)
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception:  # noqa: BLE001 - the border: no traceback reaches a user
        return _report(as_json="--json" in given)
    return result if isinstance(result, int) else FINE


def _misused(error: click.ClickException, *, as_json: bool) -> int:
    if isinstance(error, NoArgsIsHelpError):
        error.show()
        return BAD_USE
    language, message = spoken_language(), misuse(error)
    _say(text(message, language), as_json, kind="BadUse", message=message.id)
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), err=True)
    path = context.command_path if context is not None else "kakehashi"
    click.echo(text("cli.help.see", language, command=f"{path} --help"), err=True)
    return BAD_USE


def _refuse(error: PlanError, *, as_json: bool) -> int:
    _log().info("refused", exc_info=error)
    message = _of_home(error)
    try:
        sentence = text(message, spoken_language())
    except (KeyError, ValueError, IndexError):
        return _report(as_json=as_json)
    _say(sentence, as_json, kind=type(error).__name__, message=message.id)
    return BAD_INPUT


def _of_home(error: PlanError) -> Message:
    """A refusal about a file of our own names the user-data folder, not what we keep in it."""
    from kakehashi.storage.errors import FileProblem
    from kakehashi.storage.folders import user_data

    if not isinstance(error, FileProblem) or error.message.id not in _HOME:
        return error.message
    try:
        home = user_data()
    except FileProblem as problem:
        home = problem.path
    if home != error.path and home not in error.path.parents:
        return error.message
    return Message(_HOME[error.message.id], {"folder": str(home.absolute())})


_HOME = {
    "error.file.disk_full": "error.cli.home_full",
    "error.file.disk": "error.cli.home",
    "error.file.not_writable": "error.cli.home",
    "error.file.unusable": "error.cli.home",
}


def _report(*, as_json: bool) -> int:
    log = _log()
    log.exception("unexpected")
    place = next((each.baseFilename for each in log.handlers if isinstance(each, logging.FileHandler)), "-")
    _say(text("error.unexpected", spoken_language(), log=place), as_json, kind="Unexpected", message="")
    return BAD_INPUT


def _say(sentence: str, as_json: bool, **facts: str) -> None:
    with suppress(OSError):  # nobody can be told any more
        if as_json:
            answer({"error": sentence, **facts})
        click.echo(sentence, err=True)


def _log() -> logging.Logger:
    from kakehashi.cli.log_file import QuietFile
    from kakehashi.storage.folders import log_file

    logger = logging.getLogger("kakehashi")
    logger.propagate = False
    try:
        path = log_file()
    except PlanError:  # no user-data folder: the sentence names it
        logger.addHandler(logging.NullHandler())
        return logger
    if not any(getattr(each, "baseFilename", None) == str(path) for each in logger.handlers):
        for old in logger.handlers[:]:
            logger.removeHandler(old)
            old.close()
        handler = QuietFile(
            path, maxBytes=1_000_000, backupCount=2, encoding="utf-8", errors="backslashreplace", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    return logger


if __name__ == "__main__":
    main()
