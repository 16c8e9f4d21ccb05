"""A plan file whose bytes are flipped: whatever happens, nothing is lost without being named."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.changes import adding, joined, setting
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.plan import Plan
from kakehashi.storage.plan_file import PlanFile
from kakehashi.storage.salvage import Salvaged, salvage
from kakehashi.words import PlanError, text


def clock() -> str:
    return "2027-04-01T09:00:00"


def make(path: Path) -> None:
    """Some 250 items, long ones too, 40 edits, an edition, an attachment."""
    items: list[Item] = [About(id=only_id("About"), title="年間計画")]
    items += [
        BudgetLine(id=f"b{n}", name=f"費目 {n}", planned={"2027-04": Decimal(n), "2027-05": Decimal(7)})
        for n in range(200)
    ]
    items += [Measure(id=f"m{n}", name="施策", aim="目的 " * (n * 30)) for n in range(40)]
    opened = OpenPlan.create(path, "uuid", tuple(items), person="白石", clock=clock, app_version="0")
    for n in range(20):
        opened.apply(setting(opened.plan, f"b{n}", "planned", Decimal(n + 100), "2027-06"))
    opened.apply(adding(*(Measure(id=f"new{n}", name="追加") for n in range(20))))
    opened.declare(app_version="0")
    for n in range(15):
        opened.apply(setting(opened.plan, f"new{n}", "name", "変更"))
    opened.apply(joined([setting(opened.plan, f"b{n}", "name", "まとめて") for n in range(50, 80)]))
    opened.undo()
    opened._file.attach("a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447", b"hello world\n")
    opened.close()


def content(path: Path) -> dict[str, Any]:
    """All that the file holds."""
    file = PlanFile.open(path, read_only=True)
    try:
        return {
            "plan": file.read(),
            "history": {row.seq: row for row in file.history()},
            "editions": {row.number: (row, file.edition_content(row.number)) for row in file.editions()},
            "attachments": {name: file.attachment(name) for name in file.attachments()},
        }
    finally:
        file.close()


def flipped(original: bytes, seed: int) -> bytes:
    """The file with one to eight bytes changed, now and then a whole page zeroed."""
    chance = random.Random(seed)
    raw = bytearray(original)
    for _ in range(chance.choice([1, 1, 2, 4, 8])):
        raw[chance.randrange(len(raw))] ^= chance.randrange(1, 256)
    if seed % 10 == 9:
        page = chance.randrange(len(raw) // 4096)
        raw[page * 4096 : (page + 1) * 4096] = bytes(4096)
    return bytes(raw)


def said(error: PlanError) -> None:
    """A refusal has a sentence in both languages."""
    assert text(error.message, "ja")
    assert text(error.message, "en")


def opens_whole(path: Path) -> bool:
    """Whether it opens and its whole check finds nothing."""
    try:
        file = PlanFile.open(path, read_only=True)
        try:
            file.read()
            file.whole_check()
        finally:
            file.close()
    except PlanError as error:
        said(error)
        return False
    return True


def outcome(folder: Path, original: bytes, was: dict[str, Any], seed: int) -> str:
    """What becomes of one flipped copy; raises AssertionError when something is lost without being named."""
    path, out = folder / f"{seed}.kakehashi", folder / f"{seed}-saved.kakehashi"
    path.write_bytes(flipped(original, seed))
    before = path.read_bytes()
    if opens_whole(path):
        assert content(path) == was
        return "whole"
    try:
        result = salvage(path, out, person="白石", now=clock(), app_version="0", new_uuid="new")
    except PlanError as error:
        said(error)
        return "refused, but something was written" if out.exists() else "refused"
    finally:
        assert path.read_bytes() == before
    assert opens_whole(out)
    return compare(was, content(out), result)


def compare(was: dict[str, Any], now: dict[str, Any], result: Salvaged) -> str:
    """Everything is as it was, or named."""
    named = {each.id for each in result.lost_items}
    plan: Plan = was["plan"]
    wrong = {item.id for item in plan if now["plan"].get(item.id) != item} - named
    unsure = bool(result.unreadable_pages or result.unreadable_rows)
    assert not wrong or unsure, wrong
    assert {item.id for item in now["plan"]} <= {item.id for item in plan} | named
    assert now["plan"].uuid == "uuid" or result.new_uuid
    for name, lost in (
        ("history", result.lost_history),
        ("editions", result.lost_editions),
        ("attachments", result.lost_attachments),
    ):
        for key, row in was[name].items():
            assert now[name].get(key) == row or key in lost or unsure, (name, key)
    if wrong:
        return "salvaged, pages named"
    return "salvaged, all of it" if result.whole else "salvaged, loss named"


def run(folder: Path, copies: int) -> Counter[str]:
    """So many flipped copies; how many ended how."""
    path = folder / "original.kakehashi"
    make(path)
    was, original = content(path), path.read_bytes()
    found: Counter[str] = Counter()
    for seed in range(copies):
        found[outcome(folder, original, was, seed)] += 1
        for each in folder.glob(f"{seed}*"):
            each.unlink()
    return found
