"""An open plan: edits are durable and announced, undo works across restarts, one file has one writer."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.drawn import edited, plans

from kakehashi.declaration.edition import from_bytes, plan_of
from kakehashi.open_plan import NothingChanged, NothingToUndo, OpenPlan, Touched, kept_copy
from kakehashi.plan.budget import Measure
from kakehashi.plan.changes import adding, difference, joined, removing, setting
from kakehashi.plan.plan import Plan
from kakehashi.storage.errors import NotAPlan, OpenElsewhere, ReadOnly
from kakehashi.storage.lock import lock_path
from kakehashi.words import Message, text


def clock() -> str:
    return "2027-04-01T09:00:00"


def create(path: Path, plan: Plan) -> OpenPlan:
    return OpenPlan.create(path, plan.uuid, tuple(plan), person="白石", clock=clock, app_version="0")


def reopen(path: Path, *, read_only: bool = False) -> OpenPlan:
    return OpenPlan.open(path, person="大野", clock=clock, read_only=read_only)


WEBINAR = Plan("u", [Measure(id="m", name="ウェビナー", expected={"2027-06": Decimal(30)})])


@settings(max_examples=25)
@given(drawn=st.data())
def test_undo_and_redo_across_restarts(
    tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("plan") / "p.kakehashi"
    opened = create(path, drawn.draw(plans()))
    states = [opened.plan]
    for _ in range(drawn.draw(st.integers(1, 4))):
        opened.apply(difference(opened.plan, drawn.draw(edited(opened.plan))))
        if opened.plan != states[-1]:
            states.append(opened.plan)
    for state in reversed(states[:-1]):
        opened.close()
        opened = reopen(path)
        opened.undo()
        assert opened.plan == state
    with pytest.raises(NothingToUndo):
        opened.undo()
    for state in states[1:]:
        opened.close()
        opened = reopen(path)
        opened.redo()
        assert opened.plan == state
    with pytest.raises(NothingToUndo):
        opened.redo()
    opened.close()
    again = reopen(path, read_only=True)
    assert again.plan == states[-1]
    again.close()


def test_a_new_edit_ends_redo_and_undo_goes_back_through_redone_edits(tmp_path: Path) -> None:
    opened = create(tmp_path / "p.kakehashi", WEBINAR)
    for value in ("40", "50"):
        opened.apply(setting(opened.plan, "m", "expected", value, "2027-06"))
    opened.undo()
    opened.redo()
    opened.undo()
    assert opened.plan.item("m").expected == {"2027-06": Decimal(40)}
    opened.apply(setting(opened.plan, "m", "expected", "60", "2027-06"))
    with pytest.raises(NothingToUndo):
        opened.redo()
    opened.undo()
    opened.undo()
    assert opened.plan == WEBINAR
    opened.close()


def test_taking_back_a_redo_is_an_undo(tmp_path: Path) -> None:
    opened = create(tmp_path / "p.kakehashi", WEBINAR)
    opened.apply(setting(opened.plan, "m", "expected", "40", "2027-06"))
    for step in (opened.undo, opened.redo, opened.undo, opened.redo, opened.undo):
        step()
    told = opened.history()
    assert [each.again for each in reversed(told) if each.row.undoes] == [False, True, False, True, False]
    opened.close()


def test_an_edit_with_words_is_told_as_undone_or_done_again(tmp_path: Path) -> None:
    opened = create(tmp_path / "p.kakehashi", WEBINAR)
    words = Message("adopt.words", {"finding": "x"})
    opened.apply(setting(opened.plan, "m", "expected", "40", "2027-06"), words)
    said = [step().words[0].id for step in (opened.undo, opened.redo, opened.undo)]
    assert said == ["change.undone", "change.redone", "change.undone"]
    assert [each.words[0].values["what"].id for each in opened.history()[:3]] == ["adopt.words"] * 3
    opened.close()


def test_undo_stops_at_a_declaration(tmp_path: Path) -> None:
    opened = create(tmp_path / "p.kakehashi", WEBINAR)
    opened.apply(setting(opened.plan, "m", "expected", "40", "2027-06"))
    assert opened.declare(app_version="0").number == 1
    with pytest.raises(NothingToUndo):
        opened.undo()
    with pytest.raises(NothingChanged):
        opened.declare(app_version="0")
    opened.apply(setting(opened.plan, "m", "expected", "50", "2027-06"))
    opened.undo()
    assert opened.plan == plan_of(from_bytes(opened.edition(1)))
    with pytest.raises(NothingChanged):
        opened.declare(app_version="0")
    opened.redo()
    assert opened.declare(app_version="0").number == 2
    opened.close()


def test_an_edit_is_announced_after_it_is_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "p.kakehashi"
    opened = create(path, WEBINAR)
    heard: list[Touched] = []

    def hear(touched: Touched) -> None:
        other = reopen(path, read_only=True)
        assert other.plan == opened.plan
        other.close()
        heard.append(touched)

    opened.observe(hear)
    opened.apply(setting(opened.plan, "m", "expected", "45", "2027-06"))
    (touched,) = heard
    assert touched.items == {"m"}
    assert touched.kinds == {"Measure"}
    (sentence,) = (text(words, "en") for words in touched.words)
    assert "ウェビナー" in sentence
    assert sentence.endswith("Jun 2027: 30 → 45")
    opened.close()


def test_history_tells_items_that_are_gone_by_name(tmp_path: Path) -> None:
    opened = create(tmp_path / "p.kakehashi", WEBINAR)
    opened.apply(setting(opened.plan, "m", "expected", "45", "2027-06"))
    opened.apply(removing(opened.plan, "m"))
    said = [text(told.words[0], "ja") for told in opened.history()]
    assert all("ウェビナー" in sentence for sentence in said)
    assert [told.row.person for told in opened.history()] == ["白石", "白石"]
    opened.close()


@settings(max_examples=20)
@given(drawn=st.data())
def test_the_plan_after_any_edit_is_found_from_its_history(
    tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject
) -> None:
    opened = create(tmp_path_factory.mktemp("plan") / "p.kakehashi", drawn.draw(plans()))
    states = {0: opened.plan}
    for _ in range(drawn.draw(st.integers(1, 4))):
        opened.apply(difference(opened.plan, drawn.draw(edited(opened.plan))))
        states[opened.last_row[0]] = opened.plan
    if len(states) > 1:
        opened.undo()
        states[opened.last_row[0]] = opened.plan
    for seq, state in states.items():
        assert opened.plan_after(seq) == state
    assert [told.row.seq for told in opened.told_edits()] == sorted(states, reverse=True)[:-1]
    opened.close()


def test_history_is_read_as_far_as_it_is_asked_for(tmp_path: Path) -> None:
    opened = create(tmp_path / "p.kakehashi", WEBINAR)
    for value in range(450):
        opened.apply(setting(opened.plan, "m", "expected", str(value + 31), "2027-06"))
    told = opened.told_edits()
    first = [next(told).row.seq for _ in range(3)]
    opened.hand_to("大野")
    opened.apply(setting(opened.plan, "m", "name", "展示会"))
    assert first == [450, 449, 448]
    assert [each.row.seq for each in told] == list(range(447, 0, -1))
    assert opened.people() == ["大野", "白石"]
    assert next(opened.told_edits()).kinds == {"Measure"}
    opened.close()


def test_one_writer_and_readers_that_refresh(tmp_path: Path) -> None:
    path = tmp_path / "p.kakehashi"
    writer = create(path, WEBINAR)
    with pytest.raises(OpenElsewhere) as caught:
        reopen(path)
    assert "白石" in text(caught.value.message, "ja")
    reader = reopen(path, read_only=True)
    with pytest.raises(ReadOnly):
        reader.apply(removing(reader.plan, "m"))
    assert not reader.refresh()
    writer.apply(setting(writer.plan, "m", "expected", "45", "2027-06"))
    assert reader.refresh()
    assert reader.plan == writer.plan
    reader.close()
    writer.close()
    assert not lock_path(path).exists()
    reopen(path).close()


def test_the_lock_of_a_process_that_is_gone_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "p.kakehashi"
    create(path, WEBINAR).close()
    script = (
        "import os, sys; from pathlib import Path; from kakehashi.open_plan import OpenPlan\n"
        "OpenPlan.open(Path(sys.argv[1]), person='x', clock=lambda: ''); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, path], check=True)
    assert lock_path(path).exists()
    opened = reopen(path)
    assert kept_copy(path, "u").exists()
    opened.close()
    assert not kept_copy(path, "u").exists()


def test_a_refused_file_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "p.kakehashi"
    path.write_text("no plan")
    with pytest.raises(NotAPlan):
        reopen(path)
    assert [each.name for each in tmp_path.iterdir()] == ["p.kakehashi"]


def test_many_edits_at_once_are_one_row_and_one_step_back(tmp_path: Path) -> None:
    opened = create(tmp_path / "p.kakehashi", WEBINAR)
    before = opened.plan
    fresh = [Measure(id=name, name=name, position=f"b0{name}") for name in "xy"]
    edits = [
        setting(before, "m", "name", "ウェビナー（新）"),
        setting(before, "m", "expected", "40", "2027-06"),
        adding(*fresh),
    ]
    touched = opened.apply(joined(edits))
    assert touched.items == {"m", "x", "y"}
    assert len(opened.history()) == 1
    opened.undo()
    assert opened.plan == before
    assert not opened.can_undo()
    opened.redo()
    opened.apply(joined([removing(opened.plan, "x"), removing(opened.plan, "y")]))
    opened.undo()
    assert [item.id for item in opened.plan.items(Measure)] == ["m", "x", "y"]
    opened.close()


def test_an_attachment_is_kept_in_the_file_under_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "plan.kakehashi"
    opened = create(path, Plan("u"))
    name = opened.attach(b"picture")
    assert opened.attach(b"picture") == name
    assert opened.attachment("0" * 64) is None
    opened.close()
    again = reopen(path, read_only=True)
    assert again.attachment(name) == b"picture"
    with pytest.raises(ReadOnly):
        again.attach(b"another")
    again.close()
