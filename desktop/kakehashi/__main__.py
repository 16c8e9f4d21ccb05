"""Where the program starts. A worker process turns off here, before anything else is loaded."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, or be a worker."""
    if sys.argv[1:2] == ["--worker"]:
        from kakehashi.extension.served import serve

        serve()
    else:
        from kakehashi.cli.main import main as command_line

        command_line()


if __name__ == "__main__":
    main()
