"""Two ways of the same work, timed in turn; the ratio of their medians is what counts on a shared machine."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

import msgspec

RUNS = 15


class Ratio(msgspec.Struct, frozen=True):
    """A measured ratio and the bound it must keep."""

    name: str
    ours: float  # a median, where several were measured
    baseline: float
    bound: float
    unit: str = "s"  # or 'bytes', or 'share': what `ours` and `baseline` are

    @property
    def ratio(self) -> float:
        """ours / baseline."""
        return self.ours / self.baseline


def compared(
    name: str, ours: Callable[[], object], baseline: Callable[[], object], *, bound: float, runs: int = RUNS
) -> Ratio:
    """Median of alternating runs of both, after one of each that isn't counted."""
    ours()
    baseline()
    mine, theirs = [], []
    for _ in range(runs):
        theirs.append(timed(baseline))
        mine.append(timed(ours))
    return Ratio(name, statistics.median(mine), statistics.median(theirs), bound)


def timed(work: Callable[[], object]) -> float:
    """Wall seconds of one run."""
    gc.collect()
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    del result
    return seconds
