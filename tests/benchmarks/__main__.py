"""`make bench`: prints each ratio with its bound; exits 1 when one is above it."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import (
    checks,
    documents,
    findings,
    matching,
    plan_file,
    reading,
    ui_slider,
    window,
    workbook_export,
    workbooks,
)


def main() -> int:
    """Run all benchmarks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["KAKEHASHI_HOME"] = str(folder / "home")
        ratios = [
            *window.measure(folder),
            *ui_slider.measure(folder),
            *plan_file.measure(folder),
            *checks.measure(),
            *reading.hurt_copies(folder),
            *reading.measure(folder),
            *reading.measure_large(folder),
            *workbooks.measure(folder),
            *workbook_export.measure(folder),
            *matching.measure(folder),
            *findings.measure(folder / "findings"),
            *documents.measure(folder),
        ]
    for each in ratios:
        verdict = "ok" if each.ratio <= each.bound else "ABOVE THE BOUND"
        print(
            f"{each.ratio:5.2f} <= {each.bound:.1f}  {verdict:<16} {each.name}"
            f"  ({_said(each.ours, each.unit)} / {_said(each.baseline, each.unit)})"
        )
    return int(any(each.ratio > each.bound for each in ratios))


def _said(value: float, unit: str) -> str:
    factor, name = {"s": (1000.0, "ms"), "bytes": (2.0**-20, "MiB"), "share": (100.0, "%")}[unit]
    return f"{value * factor:.1f} {name}"


if __name__ == "__main__":
    sys.exit(main())
