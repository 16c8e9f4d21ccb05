"""`make bench`: prints each ratio with its bound; exits 1 when one is above it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tests.benchmarks import (
    checks,
    documents,
    findings,
    matching,
    plan_file,
    plugins,
    reading,
    ui_grid,
    ui_slider,
    window,
    workbook_export,
    workbooks,
)
from tests.benchmarks.timing import Ratio

PARTS: Mapping[str, Callable[[Path], Iterable[Ratio]]] = {
    "window": window.measure,
    "ui_grid": ui_grid.measure,
    "ui_slider": ui_slider.measure,
    "plan_file": plan_file.measure,
    "plugins": plugins.measure,
    "checks": lambda _: checks.measure(),
    "hurt_copies": reading.hurt_copies,
    "reading": reading.measure,
    "large": reading.measure_large,
    "workbooks": workbooks.measure,
    "workbook_export": workbook_export.measure,
    "matching": matching.measure,
    "findings": lambda folder: findings.measure(folder / "findings"),
    "documents": documents.measure,
}


def main() -> int:
    """Run all benchmarks, or those that are named."""
    named = sys.argv[1:] or list(PARTS)
    above = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["KAKEHASHI_HOME"] = str(folder / "home")
        for part in named:
            for each in PARTS[part](folder):
                above |= each.ratio > each.bound
                verdict = "ok" if each.ratio <= each.bound else "ABOVE THE BOUND"
                print(
                    f"{each.ratio:5.2f} <= {each.bound:.1f}  {verdict:<16} {each.name}"
                    f"  ({_said(each.ours, each.unit)} / {_said(each.baseline, each.unit)})",
                    flush=True,
                )
    return int(above)


def _said(value: float, unit: str) -> str:
    factor, name = {"s": (1000.0, "ms"), "bytes": (2.0**-20, "MiB"), "share": (100.0, "%")}[unit]
    return f"{value * factor:.1f} {name}"


if __name__ == "__main__":
    sys.exit(main())
