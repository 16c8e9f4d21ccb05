"""What plugins cost: a million rows through a worker, and the start of the window with fifty installed.

Rows: from the plugin's first batch to typed rows in the evidence, with the worker's start and its way to the
program; against the same batches taken and loaded in one process. Start: whole processes to the painted
overview, with fifty plugins beside the program (entry points) and as many in the user's plugin folder;
against none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.timing import Ratio, compared

from kakehashi.evidence.importing import import_table
from kakehashi.evidence.question import Cancelled
from kakehashi.evidence.source import Batch
from kakehashi.evidence.taking import take_rows
from kakehashi.extension.content_hash import content_hash
from kakehashi.extension.reading import Wish, read_by, source_named
from kakehashi.extension.standing import change_standing, with_trust
from kakehashi.sample.build import build
from kakehashi.storage.folders import plugin_folder

ROWS = 1_000_000
MANY = 50
READER = """
from datetime import date
from decimal import Decimal
import msgspec
from kakehashi.api import Batch, SourceTable, hookimpl

COLUMNS = ("Opportunity ID", "Account Name", "Stage", "Amount", "Created Date", "Close Date", "Lead Source",
           "Opportunity Owner", "Employees", "Description")
DAYS = [date(2025 + n // 336, n // 28 % 12 + 1, n % 28 + 1) for n in range(700)]
STAGES, LEADS = ("Closed Won", "Closed Lost", "Proposal"), ("web", "event", "referral")

class Settings(msgspec.Struct):
    pass

class Deals:
    key, settings = "deals", Settings

    def tables(self, settings):
        return (SourceTable("deals", {"en": "Deals", "ja": "商談"}),)

    def test(self, settings):
        pass

    def read(self, settings, table):
        for start in range(0, 1_000_000, 5_000):
            yield Batch(COLUMNS, [
                (f"D-{at:06}", f"株式会社{at % 5000}商事", STAGES[at % 3],
                 Decimal(at * 7919 % 100_000_000) / 100, DAYS[at % 400], DAYS[400 + at % 300],
                 LEADS[at % 3], f"owner {at % 40}", 10 + at % 9000, f"note {at}" if at % 3 else None)
                for at in range(start, start + 5_000)
            ])

@hookimpl
def kakehashi_sources():
    return [Deals()]
"""


def measure(folder: Path) -> list[Ratio]:
    """Rows and start."""
    place = plugin_folder() / "deals"
    _put(place, "deals", READER, '[[sources]]\nkey = "deals"\ntitle = "Deals"\n')
    _trusted(place, "deals")
    found = [_rows(folder / "rows"), _cancel(folder / "cancel")]
    shutil.rmtree(place)
    return [*found, _start(folder / "start")]


def _put(place: Path, name: str, code: str, manifest: str = "") -> Path:
    package = place / name
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code, "utf-8")
    head = f'name = "{name}"\nversion = "1"\napi = ">=1.0,<2"\ntitle = {{ en = "{name}", ja = "{name}" }}\n'
    (package / "kakehashi-plugin.toml").write_text(head + manifest, "utf-8")
    return place


def _trusted(place: Path, name: str) -> None:
    digest = content_hash(place)
    change_standing(lambda kept: with_trust(kept, name, digest, ""))


def _rows(folder: Path) -> Ratio:
    space: dict[str, object] = {}
    exec(READER, space)
    source = space["Deals"]

    def batches() -> Iterator[Batch]:
        return source().read(None, "deals")  # type: ignore[operator,no-any-return]

    def imported(rows: Callable[[], object]) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        result = import_table(folder, rows(), name="deals", table="opportunity", when="2027-04-01T09:00:00")  # type: ignore[arg-type]
        assert result.loaded == ROWS

    return compared(
        "a million rows through a worker / in one process",
        lambda: imported(lambda: read_by(Wish(source_named("deals"), "deals", {}))),
        lambda: imported(batches),
        bound=1.3,
        runs=3,
    )


class _Stopping:
    """Cancelled once some rows have come; `since` is when."""

    since = 0.0

    @property
    def cancelled(self) -> bool:
        return self.since > 0

    def __call__(self, done: int, total: int | None, message: object = "") -> None:
        if done > 50_000 and not self.since:
            self.since = time.perf_counter()


def _cancel(folder: Path) -> Ratio:
    """From the word to the end of the process, its files gone."""
    seconds = []
    for _ in range(5):
        folder.mkdir()
        progress = _Stopping()
        try:
            take_rows(read_by(Wish(source_named("deals"), "deals", {})), folder, "deals", progress)
        except Cancelled:
            seconds.append(time.perf_counter() - progress.since)
        shutil.rmtree(folder)
    assert len(seconds) == 5
    return Ratio("cancelling a source half way / 1 s", max(seconds), 1.0, bound=1.0)


def _start(folder: Path) -> Ratio:
    plan = folder / "plan.kakehashi"
    folder.mkdir()
    build(plan, "ja", app_version="0")
    beside = folder / "beside"
    for at in range(MANY):
        name = f"plugin{at}"
        manifest = f'[[exporters]]\nkey = "one{at}"\ntitle = "One"\nsuffix = ".one{at}"\n'
        _put(beside, name, "raise RuntimeError\n", manifest)
        told = beside / f"{name}-1.dist-info"
        told.mkdir()
        (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        (told / "entry_points.txt").write_text(f"[kakehashi]\n{name} = {name}\n")
    homes = {"with": folder / "with", "without": folder / "without"}
    before = os.environ["KAKEHASHI_HOME"]
    os.environ["KAKEHASHI_HOME"] = str(homes["with"])
    for at in range(MANY):
        name = f"dropped{at}"
        manifest = f'[[sources]]\nkey = "two{at}"\ntitle = "Two"\n'
        _trusted(_put(plugin_folder() / name, name, "raise RuntimeError\n", manifest), name)
    os.environ["KAKEHASHI_HOME"] = before
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "QT_QPA_PLATFORM": "offscreen"}

    def run(home: str, path: str) -> None:
        subprocess.run(
            (sys.executable, "-m", "kakehashi.ui", str(plan), "--read-only", "--until", "painted"),
            check=True,
            capture_output=True,
            env=environment | {"KAKEHASHI_HOME": str(homes[home]), "PYTHONPATH": path},
        )

    return compared(
        f"window start with {2 * MANY} plugins / with none",
        lambda: run("with", str(beside)),
        lambda: run("without", ""),
        bound=1.1,
    )
