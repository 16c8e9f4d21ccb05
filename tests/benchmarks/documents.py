"""HTML documents: the export of the sample as a command, time and memory by the number of measures, and how
still a long one scrolls.

The command is a process of its own: it imports, opens the plan, makes the document of the edition for
marketing and writes it; what the bare interpreter takes to start is taken off. Ten times the measures may
take ten times as long; that leaves out making the document and the start of the program. Frames are those
of headless Chromium, where there is one.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tracemalloc
from pathlib import Path

import msgspec
from tests.benchmarks.large_plan import measures
from tests.benchmarks.timing import Ratio, compared
from tests.declaration.plans import told

from kakehashi.api import Document
from kakehashi.declaration.audience import AUDIENCES
from kakehashi.progress import Quiet
from kakehashi_html import HtmlExporter, HtmlSettings

FEW, MANY, LONG = 500, 5_000, 2_000
RUNS, SCROLLS = 5, 3
_STARTS = 120.0  # of the interpreter
_STILL = 0.1  # seconds
_WORST = """async () => {
  let last = performance.now(), worst = 0;
  for (let n = 0, end = document.documentElement.scrollHeight; n < 200; n++) {
    window.scrollBy(0, end / 200);
    await new Promise(drawn => requestAnimationFrame(drawn));
    worst = Math.max(worst, performance.now() - last);
    last = performance.now();
  }
  return worst / 1000;
}"""


def measure(folder: Path) -> list[Ratio]:
    """Many measures against ten times few, in seconds and bytes; then the slowest frame of a long one."""
    few, many = _document(FEW), _document(MANY)
    target = folder / "plan.html"
    name = f"HTML of {MANY:,} measures / {MANY // FEW} x {FEW}"
    once = compared(
        f"{name}: time", lambda: _export(many, target), lambda: _export(few, target), bound=1.2, runs=RUNS
    )
    times = msgspec.structs.replace(once, baseline=once.baseline * MANY / FEW)
    memory = Ratio(
        f"{name}: memory", _peak(many, target), _peak(few, target) * MANY / FEW, bound=1.2, unit="bytes"
    )
    return [_command(folder), times, memory, *_frames(folder)]


def _command(folder: Path) -> Ratio:
    """What `export` takes beyond the start of the interpreter, in starts of it."""
    plan, target = folder / "sample.kakehashi", folder / "sample.html"
    _kakehashi("sample", str(plan), "--language", "ja")
    arguments = (str(plan), str(target), "--audience", "marketing", "--language", "ja", "--edition", "2")
    whole = compared(
        "HTML export of the sample beyond interpreter start / that start",
        lambda: _kakehashi("export", *arguments),
        lambda: _python("-c", "pass"),
        bound=_STARTS,
        runs=RUNS,
    )
    return msgspec.structs.replace(whole, ours=whole.ours - whole.baseline)


def _kakehashi(*arguments: str) -> None:
    _python("-m", "kakehashi.cli.main", *arguments)


def _python(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)


def _document(count: int) -> Document:
    return told(measures(count), AUDIENCES["marketing"])


def _export(document: Document, target: Path) -> None:
    HtmlExporter().export(document, HtmlSettings(), target, Quiet())


def _peak(document: Document, target: Path) -> int:
    tracemalloc.start()
    _export(document, target)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _frames(folder: Path) -> list[Ratio]:
    from tests.plugins.kakehashi_html.browser import opened, running

    chromium = shutil.which("chromium")
    if chromium is None:
        return []
    target = folder / "long.html"
    _export(_document(LONG), target)
    with running(Path(chromium)) as browser:
        slowest = []
        for _ in range(SCROLLS):
            with opened(browser, target) as seen:
                slowest.append(float(seen.page.evaluate(_WORST)))
    name = f"slowest frame while {LONG:,} measures scroll by / {_STILL:.1f} s"
    return [Ratio(name, statistics.median(slowest), _STILL, bound=1.0)]
