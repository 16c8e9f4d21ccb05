"""Where the program starts. A worker process turns off here, before anything else is loaded."""

from __future__ import annotations

import gc
import sys

_GARBAGE = (50_000, 20, 100)  # what a command makes mostly stays: looking for garbage so rarely saves a tenth


def main() -> None:
    """Run the command line, or be a worker."""
    gc.set_threshold(*_GARBAGE)
    if sys.argv[1:2] == ["--worker"]:
        from kakehashi.extension.served import serve

        serve()
    else:
        from kakehashi.cli.main import main as command_line

        command_line()


if __name__ == "__main__":
    main()
