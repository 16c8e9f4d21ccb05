"""Starting the program again in the place of this one: the same plan, with or without foreign plugins."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, QProcessEnvironment

from kakehashi.extension.safe_start import SAFE
from kakehashi.ui.jobs import Said
from kakehashi.words import Message, PlanError

if TYPE_CHECKING:
    from pathlib import Path

    from kakehashi.ui.application import Program, Wanted


class NotRestarted(PlanError):
    """The program could not be started again, or not now."""


def restart(program: Program, *, safe: bool) -> None:
    """End, and start again with the same plan. Where that fails a sentence says so, and all is as it was."""
    try:
        _restart(program, safe)
    except NotRestarted as problem:
        program.say_problem(problem)


def tell_safe(program: Program) -> None:
    """That foreign plugins are left alone, and the way back to them."""
    if program.window is not None:
        said = Said(Message("ui.plugins.safe"), "ui.plugins.unsafe", lambda: restart(program, safe=False))
        program.window.say_end("note", said)


def _restart(program: Program, safe: bool) -> None:
    if program.jobs.running:
        raise NotRestarted("error.ui.at_work", name=program.jobs.running[0].name)
    if program.window is not None and (field := program.window.focusWidget()) is not None:
        field.clearFocus()  # what is typed there is given over
    file = program.session.state.path if program.session is not None else None
    program.leave_plan()  # the other one opens it
    try:
        start_again(program.wanted, file, safe=safe)
    except NotRestarted:
        if file is not None:
            program.open_file(file)
        raise
    program.app.quit()


def command(wanted: Wanted, file: Path | None) -> list[str]:
    """What starts a window like this one: installed, from source, or self-contained."""
    start = [] if getattr(sys, "frozen", False) else ["-P", "-m", "kakehashi"]
    chosen = [("--language", wanted.language), ("--theme", wanted.theme)]
    options = [part for name, value in chosen if value for part in (name, value)]
    read_only = ["--read-only"] if wanted.read_only else []
    plan = [str(file)] if file is not None else []
    return [sys.executable, *start, "window", *options, *read_only, *plan]


def start_again(wanted: Wanted, file: Path | None, *, safe: bool) -> None:
    """Begin it; it goes on when this program has ended. Raises NotRestarted."""
    program, *arguments = command(wanted, file)
    surroundings = QProcessEnvironment.systemEnvironment()
    surroundings.insert(SAFE, "1" if safe else "0")
    process = QProcess()
    process.setProgram(program)
    process.setArguments(arguments)
    process.setProcessEnvironment(surroundings)
    started = process.startDetached()
    if not started:
        raise NotRestarted("error.ui.no_restart", reason=process.errorString())
