"""The start of the window, whole processes, against an empty PySide6 window.

From the start of Python to the first paint of the overview: frame, names of the chapters, the key figures
that the plan itself gives. Both sides are painted by Qt's offscreen platform, with compiled modules and files
that the system has already read. Not in it: what follows the first paint (forecast, checks, pictures, marks
and menus: `--until complete`), the lock and the kept copy of a plan opened for writing (this one is opened
for reading), a display server, the first start after installing, and a large plan (see plan_file.py).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.timing import Ratio, compared

from kakehashi.sample.build import build

EMPTY = Path(__file__).with_name("empty_window.py")


def measure(folder: Path) -> list[Ratio]:
    """The window with the sample plan, as a double click starts it / empty window."""
    plan = folder / "plan.kakehashi"
    build(plan, "ja", app_version="0")
    ours = ("-m", "kakehashi.ui", str(plan), "--read-only", "--until")
    # as installed and started before: with compiled modules, whatever the environment of a test machine says
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "QT_QPA_PLATFORM": "offscreen"}
    environment["KAKEHASHI_HOME"] = str(folder / "home")

    def run(*arguments: str) -> None:
        subprocess.run((sys.executable, *arguments), check=True, capture_output=True, env=environment)

    return [
        compared(
            "window start (overview painted) / empty PySide6 window",
            lambda: run(*ours, "painted"),
            lambda: run(str(EMPTY)),
            bound=1.6,
        )
    ]
