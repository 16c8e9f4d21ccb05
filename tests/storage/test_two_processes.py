"""Two processes on one file: one writes, the other sees each edit, also when the writer is killed."""

from __future__ import annotations

import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.budget import Measure
from kakehashi.plan.changes import setting
from kakehashi.storage.errors import OpenElsewhere

_WRITER = """
import sys
from decimal import Decimal
from pathlib import Path
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.changes import joined, setting
opened = OpenPlan.open(Path(sys.argv[1]), person="writer", clock=lambda: "2027-04-01T09:00:00")
print("open", flush=True)
for n in range(1, 100_000):
    opened.apply(joined(setting(opened.plan, f"m{m}", "expected", Decimal(n), "2027-06") for m in range(30)))
    if sys.stdin.readline() != "go on\\n":
        break
opened.close()
"""


def clock() -> str:
    return "2027-04-01T09:00:00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "p.kakehashi"
    items = tuple(Measure(id=f"m{n}", aim="x" * 1000) for n in range(30))
    OpenPlan.create(path, "u", items, person="x", clock=clock, app_version="0").close()
    return path


def writer(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def refreshed(reader: OpenPlan) -> None:
    ends = time.monotonic() + 20
    while not reader.refresh():
        assert time.monotonic() < ends
        time.sleep(0.002)


def values(reader: OpenPlan) -> set[Decimal]:
    return {item.expected["2027-06"] for item in reader.plan.items(Measure)}


def test_a_reader_sees_each_edit_whole_while_another_process_writes(path: Path) -> None:
    reader = OpenPlan.open(path, person="reader", clock=clock, read_only=True)
    process = writer(path)
    assert process.stdin is not None
    with pytest.raises(OpenElsewhere) as caught:
        OpenPlan.open(path, person="reader", clock=clock)
    assert caught.value.person == "writer"
    for n in range(1, 30):
        refreshed(reader)
        assert values(reader) == {n}
        process.stdin.write("go on\n")
        process.stdin.flush()
    process.communicate("end\n")
    reader.refresh()
    reader.close()
    opened = OpenPlan.open(path, person="reader", clock=clock)
    assert opened.unclosed is None
    opened.apply(setting(opened.plan, "m0", "name", "x"))
    opened.close()


def test_a_reader_goes_on_when_the_writer_is_killed(path: Path) -> None:
    reader = OpenPlan.open(path, person="reader", clock=clock, read_only=True)
    for kill in range(5):
        process = writer(path)
        assert process.stdin is not None
        process.stdin.write("go on\n" * 1000)
        process.stdin.flush()
        time.sleep(0.03 * kill)
        process.kill()
        process.communicate()
        reader.refresh()
        assert len(values(reader)) == 1 if reader.last_row[0] else True
    seen = values(reader)
    reader.close()
    opened = OpenPlan.open(path, person="x", clock=clock)
    assert opened.unclosed is not None
    assert values(opened) == seen
    opened.close()
