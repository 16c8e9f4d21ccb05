"""The window without the command line: what a double click on a plan starts."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from kakehashi.ui.quick_start import load_msgspec

load_msgspec()
# isort: split
from kakehashi.surroundings import spoken_language  # noqa: E402
from kakehashi.words import LANGUAGES, PlanError, text  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Open the window, with a plan if one is named; the exit code."""
    gc.disable()  # until the first paint, see `application.run`
    from argparse import ArgumentParser

    parser = ArgumentParser(prog="kakehashi-window")
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--theme", choices=("light", "dark", "system"))
    parser.add_argument("--read-only", action="store_true")
    parser.add_argument("--safe", action="store_true")
    parser.add_argument("--until", choices=("painted", "complete"), default="")
    given = parser.parse_args(arguments)
    if given.safe:
        from kakehashi.extension.safe_start import start_safely

        start_safely()
    from kakehashi.ui.before_qt import load_qt

    load_qt()
    from kakehashi.ui.application import Wanted, run

    wanted = Wanted(
        file=given.file,
        language=given.language,
        theme=given.theme,
        read_only=given.read_only,
        until=given.until,
    )
    try:
        return run(wanted)
    except PlanError as error:
        print(text(error.message, given.language or spoken_language()), file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
