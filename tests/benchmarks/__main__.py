"""`make bench`: prints each ratio with its bound; exits 1 when one is above it."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import checks, plan_file, reading, window, workbooks


def main() -> int:
    """Run all benchmarks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["KAKEHASHI_HOME"] = str(folder / "home")
        ratios = [*window.measure(folder), *plan_file.measure(folder), *checks.measure()]
        ratios += [*reading.measure(folder), *reading.measure_large(folder), *workbooks.measure(folder)]
    for each in ratios:
        verdict = "ok" if each.ratio <= each.bound else "ABOVE THE BOUND"
        print(
            f"{each.ratio:5.2f} <= {each.bound:.1f}  {verdict:<16} {each.name}"
            f"  ({each.ours * 1000:.1f} ms / {each.baseline * 1000:.1f} ms)"
        )
    return int(any(each.ratio > each.bound for each in ratios))


if __name__ == "__main__":
    sys.exit(main())
