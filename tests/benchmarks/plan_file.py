"""The plan file: an edit against a bare commit of the same bytes, opening against a bare read and decode.

Opening is `PlanFile.open` and `read`: every row decoded into its struct, finiteness and signs checked, kinds
sorted, reverse index built. The baseline decodes with the same typed decoders and, as `read` does, without
Python's garbage collector. Not in it: lock and kept copy of a plan that is opened for writing, the check of
the whole file beside the window, the checks of the plan's content, any window.

An edit is `OpenPlan.apply` with nobody observing: validation, the new plan, the commit. Not in it: what a
window draws afterwards, forecast and checks. Both sides run on the file system of the temporary folder.
"""

from __future__ import annotations

import gc
import itertools
import sqlite3
from decimal import Decimal
from pathlib import Path

import msgspec
from tests.benchmarks.large_plan import large_plan, write
from tests.benchmarks.timing import Ratio, compared

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.changes import setting
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.plan import Plan
from kakehashi.storage.plan_file import PlanFile

EDITS = 40


def measure(folder: Path) -> list[Ratio]:
    """Both ratios on a plan of 20,000 items with 100,000 history rows."""
    path = folder / "large.kakehashi"
    write(path, large_plan(), 100_000)
    return [_opening(path), _editing(path, folder / "bare.kakehashi")]


def _opening(path: Path) -> Ratio:
    def ours() -> Plan:
        file = PlanFile.open(path)
        plan = file.read()
        plan.reverse_index()
        file.close()
        return plan

    decoders = {name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()}

    def baseline() -> list[object]:
        db = sqlite3.connect(path)
        gc.disable()
        try:
            rows = db.execute("SELECT * FROM item").fetchall()
            items = [decoders[row[1]].decode(row[4]) for row in rows]
        finally:
            gc.enable()
        db.close()
        return items

    return compared("open 20,000 items / bare read + msgspec decode", ours, baseline, bound=1.6)


def _editing(path: Path, bare_path: Path) -> Ratio:
    bare_path.write_bytes(path.read_bytes())
    opened = OpenPlan.open(path, person="白石", clock=lambda: "2027-04-01T09:00:00")
    values = itertools.count(1)

    def ours() -> None:
        for n in range(EDITS):
            opened.apply(setting(opened.plan, f"b{n}", "planned", Decimal(next(values)), "2027-06"))

    ours()
    db = sqlite3.connect(path)
    history = db.execute("SELECT * FROM history ORDER BY seq DESC LIMIT 1").fetchone()
    item = db.execute("SELECT * FROM item WHERE id = 'b1'").fetchone()
    db.close()
    bare = sqlite3.connect(bare_path, isolation_level=None)
    bare.execute("PRAGMA journal_mode = DELETE")
    bare.execute("PRAGMA synchronous = FULL")
    rows = itertools.count(1_000_000)

    def baseline() -> None:
        for n in range(EDITS):
            bare.execute("BEGIN IMMEDIATE")
            bare.execute(f"INSERT INTO history VALUES (?{', ?' * 9})", (next(rows), *history[1:]))
            bare.execute("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?, ?)", (f"b{n}", *item[1:]))
            bare.execute("COMMIT")

    try:
        return compared("edit with durable commit / bare SQLite commit", ours, baseline, bound=2.0)
    finally:
        bare.close()
        opened.close()
