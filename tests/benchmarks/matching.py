"""Matching 1,000,000 leads to 100,000 companies, against the bare loop that normalises the distinct names;
how right the matches of 100,000 leads and 10,000 companies are.

The large case runs in a child process, so that its peak of memory is its own. Both are measured in seconds of
the processor (all threads together): they take too long to be timed in turns on a shared machine. Leaves out:
importing, the review list.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.corrupted_names import score, truth
from tests.benchmarks.timing import Ratio
from tests.evidence.matching_workspaces import lead_matches, load_truth

from kakehashi.evidence.matching.names import read_name
from kakehashi.evidence.matching.steps import match_companies
from kakehashi.evidence.workspace import engine

BOUND = 5.0
PEAK = 1.5 * 2**30
WRONG, MISSED = 0.005, 0.03
"""Shares allowed: precision at least 0.995, recall at least 0.97."""


def measure(folder: Path) -> list[Ratio]:
    """Seconds and memory of the large case, rightness of the smaller one."""
    large, small = folder / "large", folder / "small"
    large.mkdir()
    small.mkdir()
    load_truth(large / "evidence", truth(100_000, 1_000_000, seed=1))
    command = [sys.executable, "-m", "tests.benchmarks.matching", str(large / "evidence")]
    took = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    made = truth(10_000, 100_000, seed=1)
    load_truth(small / "evidence", made)
    found = score(made, lead_matches(small / "evidence"))
    loop = f"normalising its {took['names']:,} distinct names"
    right, missed = f"precision {found.precision:.4f}", f"recall {found.recall:.4f}"
    beyond = f"{1 - found.reachable:.4f} beyond reach"
    return [
        Ratio(f"matching 1,000,000 x 100,000 / {loop}", took["seconds"], took["loop"], BOUND),
        Ratio("its peak of memory / 1.5 GiB", took["peak"], PEAK, 1.0, "bytes"),
        Ratio(f"wrong matches ({right}) / 0.5 %", 1 - found.precision, WRONG, 1.0, "share"),
        Ratio(f"missed ({missed}, {beyond}) / 3 %", 1 - found.recall, MISSED, 1.0, "share"),
    ]


def _child(workspace: Path) -> None:
    start = time.process_time()
    match_companies(workspace)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # Linux counts in KiB
    with engine(workspace, read_only=True) as connection:
        names = [row[0] for row in connection.execute("SELECT DISTINCT company_name FROM lead").fetchall()]
    start = time.process_time()
    for name in names:
        read_name(name)
    loop = time.process_time() - start
    print(json.dumps({"seconds": seconds, "loop": loop, "names": len(names), "peak": peak}))


if __name__ == "__main__":
    _child(Path(sys.argv[1]))
