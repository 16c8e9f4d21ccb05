"""Long lists make the rows that are seen, and all of them are reached by scrolling."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kakehashi.ui.look import Look
from kakehashi.ui.on_demand import OnDemand, one_after_another
from kakehashi.ui.rows import Row, RowsView

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_parts_are_made_once_and_when_they_are_asked_for() -> None:
    made: list[int] = []

    def make(at: int) -> str:
        made.append(at)
        return f"n{at}"

    found = one_after_another(("a", "b"), OnDemand(3, make), ())
    assert len(found) == 5
    assert found[2] == "n0"
    assert found[-1] == "n2"
    assert found[1:3] == ("b", "n0")
    assert made == [0, 2]
    with pytest.raises(IndexError):
        found[5]


def test_a_long_list_makes_what_is_seen_and_can_be_scrolled_to_its_end(qtbot: QtBot) -> None:
    made: list[int] = []

    def make(at: int) -> Row:
        made.append(at)
        return Row(key=str(at), head=f"Sentence {at}")

    view = RowsView(Look("light", "en"), "list")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.set_rows(OnDemand(1000, make))
    view.show()
    qtbot.waitExposed(view)
    assert len(made) < 300
    model = view.model()
    for _ in range(10):
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
        qtbot.wait(20)
    assert model.rowCount() == 1000
    last = model.index(999, 0)
    view.scrollTo(last)
    assert last.data() == "Sentence 999"
    assert view.viewport().rect().contains(view.visualRect(last).center())


def test_the_row_somebody_chose_stays_where_others_go(qtbot: QtBot) -> None:
    def rows(left_out: int) -> OnDemand[Row]:
        keys = [str(each) for each in range(1000) if each != left_out]
        return OnDemand(len(keys), lambda at: Row(key=keys[at], head=f"Sentence {keys[at]}"))

    view = RowsView(Look("light", "en"), "list")
    qtbot.addWidget(view)
    view.set_rows(rows(-1))
    view.setCurrentIndex(view.model().index(30, 0))
    view.set_rows(rows(3))
    assert view.currentIndex().data() == "Sentence 30"
    view.set_rows(rows(30))
    assert view.currentIndex().data() == "Sentence 29"
