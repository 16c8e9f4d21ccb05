"""Forget a person: no byte of the name stays in the file, and the plan works on."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from tests.storage.test_samples import reopen

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import About
from kakehashi.plan.budget import Measure
from kakehashi.plan.changes import adding, removing, setting
from kakehashi.plan.item import Figure, Item, Passport, RawItem
from kakehashi.plan.kinds import only_id
from kakehashi.plan.organization import Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep
from kakehashi.storage.errors import Damaged
from kakehashi.storage.forgetting import NoName, replacer
from kakehashi.storage.lock import lock_path
from kakehashi.words import Message

NAME = "白石 春子"
ITEMS: tuple[Item, ...] = (
    About(id=only_id("About"), title="計画", author=f"{NAME}、大野"),
    Role(
        id="role",
        title="リーダー",
        person=NAME,
        responsibility=f"予算は白石春子が決める。{'長い文。' * 2000}{NAME}",
    ),
    FunnelStep(
        id="step",
        rate=Figure(
            value=Decimal("0.2"), passport=Passport(by=NAME, agreed_by=("大野", NAME), extra={"x": NAME})
        ),
    ),
    RawItem(id="raw", name_of_kind="Other", fields={"who": {NAME: [NAME]}}),
)


def made(path: Path) -> OpenPlan:
    opened = OpenPlan.create(
        path, "u", ITEMS, person=NAME, clock=lambda: "2027-04-01T09:00:00", app_version="0"
    )
    opened.apply(
        adding(Measure(id="m", name=f"{NAME}のウェビナー")), Message("adopt.words", {"finding": NAME})
    )
    opened.declare(app_version="0", note=f"{NAME}が承認")
    opened.apply(setting(opened.plan, "m", "aim", f"{NAME}に聞く"))
    opened.apply(setting(opened.plan, "m", "aim", "未定"))
    opened.apply(removing(opened.plan, "m"))
    return opened


def test_no_byte_of_the_name_stays(tmp_path: Path) -> None:
    path = tmp_path / "p.kakehashi"
    opened = made(path)
    declared = opened.editions()[0].hash
    assert "白石".encode() in path.read_bytes()
    forgotten = opened.forget(NAME)
    assert set(forgotten.items) == {only_id("About"), "role", "step", "raw"}
    assert (forgotten.history, forgotten.editions) == (4, (1,))
    opened.whole_check()
    for part in ("白石", "春子"):
        assert part.encode() not in path.read_bytes()
    assert opened.plan.item("role").person == "（削除済み）"
    assert opened.plan.item(only_id("About")).author == "（削除済み）、大野"
    edition = opened.editions()[0]
    assert edition.hash == declared
    assert edition.redacted
    assert opened.history(1)[0].row.person == "（削除済み）"
    opened.close()
    assert "白石".encode() not in b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert not lock_path(path).exists()


def test_undo_and_redo_work_on(tmp_path: Path) -> None:
    path = tmp_path / "p.kakehashi"
    opened = made(path)
    opened.forget(NAME)
    opened.undo()
    assert opened.plan.item("m").name == "（削除済み）のウェビナー"
    opened.undo()
    opened.undo()
    assert not opened.can_undo()
    for _ in range(3):
        opened.redo()
    assert "m" not in opened.plan
    assert all(told.words for told in opened.history())
    opened.close()
    again = reopen(path, read_only=True)
    assert isinstance(again.plan, Plan)
    again.close()


def test_choices_references_and_numbers_stay(tmp_path: Path) -> None:
    items = (
        About(id=only_id("About"), currency="JPY", title="Will and Mark: won deals"),
        FunnelStep(id="Mark", marks="won", name="Mark", rate=Figure(passport=Passport(origin="decided"))),
        Measure(id="m", enters_at="Mark", start="2027-04"),
    )
    opened = OpenPlan.create(
        tmp_path / "p.kakehashi", "u", items, person="x", clock=lambda: "2027-04-01", app_version="0"
    )
    for name in ("Mark", "won", "decided"):
        opened.forget(name)
    step = opened.plan.item("Mark")
    assert (step.marks, step.rate, opened.plan.item("m").enters_at) == ("won", items[1].rate, "Mark")
    assert msgspec.structs.asdict(opened.plan.item(only_id("About")))["title"].startswith(
        "Will and （削除済み）"
    )
    opened.close()


@pytest.mark.parametrize(
    ("name", "words", "after"),
    [
        ("Ann", "Ann, Annual, ann and JoAnn: Ann's", "?, Annual, ann and JoAnn: ?'s"),
        ("Anna Lee", "Anna  Lee / AnnaLee", "? / AnnaLee"),
        ("Tanaka", "担当Tanaka様", "担当?様"),
        ("白石 春子", "白石春子、白石\u3000春子、白石", "?、?、白石"),
        ("O'Neil (2)", "O'Neil (2)!", "?!"),
    ],
)
def test_where_a_name_is_found(name: str, words: str, after: str) -> None:
    assert replacer(name, "?")(words) == after


@pytest.mark.parametrize("name", ["", " ", "a", "12", "--"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(NoName):
        replacer(name, "?")


def test_a_damaged_row_is_not_sealed_as_if_it_were_sound(tmp_path: Path) -> None:
    path = tmp_path / "p.kakehashi"
    opened = made(path)
    opened._file._db.execute("UPDATE history SET at = '2000' WHERE seq = 1")
    before = path.read_bytes()
    with pytest.raises(Damaged):
        opened.forget(NAME)
    assert path.read_bytes() == before
    opened.close()
