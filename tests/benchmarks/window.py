"""The start of the window, whole processes, against an empty PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from tests.benchmarks.timing import Ratio, compared

from kakehashi.plan.item import new_id
from kakehashi.plan.starter import plan_from, read_starter
from kakehashi.storage.plan_file import PlanFile

EMPTY = Path(__file__).with_name("empty_window.py")


def measure(folder: Path) -> list[Ratio]:
    """The window with a starter's plan, as a double click starts it / empty window."""
    plan = folder / "plan.kakehashi"
    raw = (files("kakehashi_templates") / "starters" / "b2b-saas.json").read_bytes()
    items = plan_from(read_starter(raw), language="ja", first_month="2027-04", uuid="u", new_id=new_id)
    PlanFile.create(plan, "u", items, app_version="0", at="2027-04-01T09:00:00").close()
    ours = ("-m", "kakehashi.ui", str(plan), "--read-only", "--until")
    # as installed: with compiled modules, whatever the environment of a test machine says
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "QT_QPA_PLATFORM": "offscreen"}

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
