"""Kills a writer over and over: `python -m tests.storage.killing FOLDER KILLS`.

The writer says after each edit which row it wrote and what the plan is then; when it is killed, the file must
stand at the last row that was said, or at the one behind it, and be whole. Forks, so that a kill costs 20 ms.
"""

from __future__ import annotations

import hashlib
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import msgspec

from kakehashi.open_plan import NothingToUndo, OpenPlan
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.changes import adding, apply, inverse, joined, plain_fields, removing, setting
from kakehashi.plan.item import new_id
from kakehashi.plan.plan import Plan
from kakehashi.storage.plan_file import PlanFile

LINES = 150


def clock() -> str:
    return "2027-04-01T09:00:00"


def make(path: Path) -> None:
    """A plan of a few hundred items."""
    items = [BudgetLine(id=f"b{n}", name=f"費目 {n}") for n in range(LINES)]
    OpenPlan.create(path, "u", tuple(items), person="x", clock=clock, app_version="0").close()


def digest(plan: Plan) -> str:
    """What the plan is, in short."""
    items = sorted((item.id, item.kind, item.parent, item.position, plain_fields(item)) for item in plan)
    return hashlib.sha256(msgspec.json.encode(items, order="sorted")).hexdigest()[:16]


def write(path: Path, pipe: int, seed: int) -> None:
    """Edit for ever: one value, many at once, additions, removals, undo, redo."""
    chance = random.Random(seed)
    opened = OpenPlan.open(path, person="x", clock=clock)
    os.write(pipe, f"{opened.last_row[0]} {digest(opened.plan)} opened\n".encode())
    while True:
        what = chance.choice(("one", "one", "many", "add", "remove", "undo", "undo", "redo"))
        try:
            _edit(opened, what, chance)
        except NothingToUndo:
            continue
        os.write(pipe, f"{opened.last_row[0]} {digest(opened.plan)} {what}\n".encode())


def _edit(opened: OpenPlan, what: str, chance: random.Random) -> None:
    plan = opened.plan
    value = Decimal(chance.randrange(1, 10**9))
    if what == "one":
        opened.apply(setting(plan, f"b{chance.randrange(LINES)}", "planned", value, "2027-06"))
    elif what == "many":
        opened.apply(joined(setting(plan, f"b{n}", "planned", value + n, "2027-07") for n in range(LINES)))
    elif what == "add":
        opened.apply(adding(*(Measure(id=new_id(), name="施策", aim="x" * 500) for _ in range(20))))
    elif what == "remove":
        opened.apply(removing(plan, *(item.id for item in plan.items(Measure)[:20])))
    elif what == "undo":
        opened.undo()
    else:
        opened.redo()


def killed(path: Path, seed: int) -> list[tuple[int, str, str]]:
    """Start a writer, kill it some milliseconds after it has said so many lines; what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write(path, writing, seed)
        finally:
            os._exit(1)
    os.close(writing)
    said = b""
    ends = time.monotonic() + 20
    while said.count(b"\n") < 1 + seed % 6 and time.monotonic() < ends:
        if select.select([reading], [], [], 1)[0]:
            said += os.read(reading, 65536)
    time.sleep(random.Random(seed).uniform(0, 0.015))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 65536):
        said += more
    os.close(reading)
    lines = [line.split() for line in said.decode().splitlines(keepends=True) if line.endswith("\n")]
    return [(int(seq), state, what) for seq, state, what in lines]


def examine(path: Path, said: list[tuple[int, str, str]]) -> str:
    """Where the file stands; raises AssertionError when something acknowledged is lost or half there."""
    assert said, "the writer did not open the plan"
    seq, state, _ = said[-1]
    opened = OpenPlan.open(path, person="x", clock=clock, read_only=True)
    stands = opened.last_row[0]
    assert stands in (seq, seq + 1), (stands, seq)
    plan = opened.plan
    if stands == seq + 1:
        plan = apply(plan, inverse(opened.history(1)[0].row.patches))
    assert digest(plan) == state
    opened.close()
    file = PlanFile.open(path)
    file.whole_check()
    file.close()
    return "one_behind" if stands == seq + 1 else "as_said"


def run(folder: Path, kills: int) -> Counter[str]:
    """So many kills; how many edits of each sort were acknowledged, and where the file stood."""
    path = folder / "p.kakehashi"
    found: Counter[str] = Counter()
    for kill in range(kills):
        if kill % 100 == 0:  # history grows: a fresh file now and then
            path.unlink(missing_ok=True)
            make(path)
        said = killed(path, kill)
        found[examine(path, said)] += 1
        found.update(what for _, _, what in said)
    return found


if __name__ == "__main__":
    print(*(f"{name}={count}" for name, count in sorted(run(Path(sys.argv[1]), int(sys.argv[2])).items())))
