"""The budget by month as a person works in it: typed, pasted from Excel, filled, over a cap, undone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.budget import BudgetCategory, BudgetFrame, BudgetLine
from kakehashi.plan.changes import adding, setting
from kakehashi.plan.kinds import budget_line_of, only_id
from kakehashi.plan.money import plan_months
from kakehashi.plan.organization import Partner
from kakehashi.ui.application import Program
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.budget_grid import TOTAL, YEAR
from kakehashi.ui.pages.budget_months import BudgetMonths

M = [f"2027-{month:02d}" for month in range(4, 13)] + ["2028-01", "2028-02", "2028-03"]
Made = tuple[MainWindow, BudgetMonths]
Make = Callable[..., Made]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def budget(
    qtbot: QtBot, program: Callable[..., Program], files: Callable[[str, str], Path], tmp_path: Path
) -> Make:
    """The budget of a plan of its own: two lines of one capped category, and an agency's fee."""

    def make(*, read_only: bool = False) -> Made:
        path = Path(shutil.copy(files("starter", "ja"), tmp_path / "plan.kakehashi"))
        _prepare(path)
        made = program(file=path, language="ja", read_only=read_only, size=(1440, 900), page="budget")
        made.start()
        window = made.window
        assert isinstance(window, MainWindow)
        with qtbot.waitSignal(window.complete, timeout=20_000):
            pass
        window.page.choose_view("budget_months")  # type: ignore[union-attr]
        shown = window.page._views_made["budget_months"]  # type: ignore[union-attr]
        assert isinstance(shown, BudgetMonths)
        shown.grid.setFocus()
        return window, shown

    return make


def _prepare(path: Path) -> None:
    opened = OpenPlan.open(path, person="x", clock=lambda: "2027-05-01T08:00:00")
    plan = opened.plan
    assert list(plan_months(plan)) == M
    first = plan.items(BudgetCategory)[0].id
    for line in plan.items(BudgetLine):
        opened.apply(setting(plan, line.id, "planned", {}))
        plan = opened.plan
    lines = (
        BudgetLine(
            id="fair", name="展示会", category=first, position="zx", planned={M[1]: Decimal(1_800_000)}
        ),
        BudgetLine(
            id="search", name="検索広告", category=first, position="zy", planned={M[0]: Decimal(600_000)}
        ),
        Partner(id="agency", name="運用代行", category=first, monthly_fee=Decimal(300_000), position="zz"),
    )
    opened.apply(adding(*lines))
    opened.apply(setting(opened.plan, only_id("BudgetFrame"), "caps", {first: Decimal(6_500_000)}))
    opened.close()


def place(shown: BudgetMonths, row: str, column: str) -> None:
    assert shown.grid.places.go_to(row, column)


def cell(shown: BudgetMonths, row: str, column: str) -> str:
    model = shown.model
    return model.text(model.rows[model.row_of(row)], model.columns[model.column_of(column)])


def number(said: str) -> int:
    return int(said.replace(",", ""))


def tone(shown: BudgetMonths, row: str, column: str) -> str:
    model = shown.model
    return model.tone(model.rows[model.row_of(row)], model.columns[model.column_of(column)])


def planned(window: MainWindow, line: str, which: str = "planned") -> dict[str, Decimal]:
    return dict(getattr(window.editor.plan.item(line), which))


def type_over(qtbot: QtBot, shown: BudgetMonths, words: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    qtbot.keyClicks(shown.grid, words[0])
    editor = shown.grid.cells.editor
    assert isinstance(editor, QLineEdit)
    editor.setText(words)
    qtbot.keyClick(editor, end)


def undo(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)


def category(window: MainWindow) -> str:
    return window.editor.plan.items(BudgetCategory)[0].id


def test_what_is_typed_means_what_the_header_says(qtbot: QtBot, budget: Make) -> None:
    window, shown = budget()
    assert "万円" in shown.unit.text()
    before, april = cell(shown, TOTAL, YEAR), cell(shown, category(window), M[2])
    assert before
    place(shown, "fair", M[2])
    type_over(qtbot, shown, "80")
    assert planned(window, "fair")[M[2]] == 800_000
    assert cell(shown, "fair", M[2]) == "80"
    assert cell(shown, "fair", YEAR) == "260"
    assert number(cell(shown, category(window), M[2])) == number(april) + 80
    assert number(cell(shown, TOTAL, YEAR)) == number(before) + 80
    undo(qtbot, window)
    assert planned(window, "fair") == {M[1]: Decimal(1_800_000)}
    assert cell(shown, TOTAL, YEAR) == before


def test_a_block_of_excel_with_separators_is_one_step(qtbot: QtBot, budget: Make) -> None:
    window, shown = budget()
    place(shown, "fair", M[0])
    QGuiApplication.clipboard().setText("1,060\t２０\t(5)\r\n30\t\t500,000円\r\n")
    refused: list[object] = []
    window.editor.refused.connect(refused.append)
    qtbot.keyClick(shown.grid, Qt.Key.Key_V, CTRL)
    assert len(refused) == 1  # a plan is not below 0; nothing of the block is done
    assert planned(window, "fair") == {M[1]: Decimal(1_800_000)}
    QGuiApplication.clipboard().setText("1,060\t２０\t5\r\n30\t\t500,000円\r\n")
    qtbot.keyClick(shown.grid, Qt.Key.Key_V, CTRL)
    assert planned(window, "fair") == {M[0]: 10_600_000, M[1]: 200_000, M[2]: 50_000}
    assert planned(window, "search") == {M[0]: 300_000, M[2]: 500_000}
    undo(qtbot, window)
    assert planned(window, "fair") == {M[1]: Decimal(1_800_000)}
    assert planned(window, "search") == {M[0]: Decimal(600_000)}


def test_a_cap_shows_at_once_when_it_is_passed(qtbot: QtBot, budget: Make) -> None:
    window, shown = budget()
    own = category(window)
    card = shown.caps.cards[0]
    assert not card.card.over
    assert card.card.note == "残り 50"
    place(shown, "search", M[10])
    type_over(qtbot, shown, "110")
    qtbot.wait_until(lambda: card.card.over)
    assert card.card.note == "枠を60超過"
    assert tone(shown, own, YEAR) == "bad"
    assert [each for each in M if tone(shown, own, each) == "bad"] == [M[10]]
    assert tone(shown, "search", M[10]) == ""
    undo(qtbot, window)
    qtbot.wait_until(lambda: not card.card.over)
    assert tone(shown, own, YEAR) == ""


def frame(window: MainWindow) -> BudgetFrame:
    return window.editor.plan.only(BudgetFrame)


def test_a_cap_is_changed_where_it_is_shown(qtbot: QtBot, budget: Make) -> None:
    window, shown = budget()
    own, card = category(window), shown.caps.cards[0]
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert card.edit is not None
    assert (card.edit.text(), card.edit.selectedText()) == ("650", "650")
    qtbot.keyClicks(card.edit, "500")
    qtbot.keyClick(card.edit, Qt.Key.Key_Return)
    assert frame(window).caps[own] == 5_000_000
    qtbot.wait_until(lambda: card.card.over)
    assert card.card.note == "枠を100超過"
    assert card.edit is None
    assert card.hasFocus()
    undo(qtbot, window)
    assert frame(window).caps[own] == 6_500_000
    qtbot.keyClicks(card, "9")  # begins anew, as in a cell
    assert card.edit.text() == "9"
    qtbot.keyClick(card.edit, Qt.Key.Key_Escape)
    assert card.edit is None
    assert frame(window).caps[own] == 6_500_000


def test_a_cap_is_clicked_cleared_and_wrong_words_are_told(qtbot: QtBot, budget: Make) -> None:
    window, shown = budget()
    own, card, whole = category(window), shown.caps.cards[0], shown.caps.cards[-1]
    at_cap = QPoint(card.width() - 20, 38)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=at_cap)
    card.edit.selectAll()
    qtbot.keyClicks(card.edit, "lots")
    qtbot.keyClick(card.edit, Qt.Key.Key_Return)
    assert card.edit.text() == "lots"
    assert card.edit.property("bad")
    assert card.edit.toolTip()
    card.edit.selectAll()
    qtbot.keyClick(card.edit, Qt.Key.Key_Delete)
    shown.grid.setFocus()  # leaving takes it
    assert own not in frame(window).caps
    qtbot.wait_until(lambda: card.card.cap is None)
    qtbot.mouseClick(whole, Qt.MouseButton.LeftButton, pos=QPoint(whole.width() - 20, 38))
    whole.edit.selectAll()
    whole.edit.insert("0.7億")  # as an input method does
    qtbot.keyClick(whole.edit, Qt.Key.Key_Return)
    assert frame(window).total == 70_000_000
    with qtbot.waitSignal(shown.caps.chosen):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert card.edit is None


def test_rows_that_follow_from_elsewhere_take_no_plan_but_what_was_spent(qtbot: QtBot, budget: Make) -> None:
    window, shown = budget()
    model = shown.model
    row = next(each for each in model.rows if each.key == "derived:agency")
    april = model.columns[model.column_of(M[0])]
    assert cell(shown, row.key, M[0]) == "30"
    assert not model.editable(row, april)
    assert "運用代行" in model.why_not(row, april)
    assert model.tags(row, model.columns[0]) == ("委託契約",)
    shown.views.chosen.emit("actual")
    place(shown, row.key, M[0])
    type_over(qtbot, shown, "33")
    own = budget_line_of("agency")
    assert planned(window, own, "actual") == {M[0]: Decimal(330_000)}
    assert cell(shown, row.key, M[0]) == "33"
    undo(qtbot, window)
    assert window.editor.plan.get(own) is None
    shown.views.chosen.emit("variance")
    assert not model.editable(row, model.columns[1])


def test_fill_right_and_several_cells_deleted(qtbot: QtBot, budget: Make) -> None:
    window, shown = budget()
    place(shown, "search", M[0])
    for _ in range(3):
        qtbot.keyClick(shown.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.mouseClick(shown.fill, Qt.MouseButton.LeftButton)
    assert planned(window, "search") == dict.fromkeys(M[:4], Decimal(600_000))
    qtbot.keyClick(shown.grid, Qt.Key.Key_Delete)
    assert planned(window, "search") == {}
    undo(qtbot, window)
    undo(qtbot, window)
    assert planned(window, "search") == {M[0]: Decimal(600_000)}


def test_a_line_is_added_in_the_category_where_somebody_is(qtbot: QtBot, budget: Make) -> None:
    window, shown = budget()
    place(shown, "fair", M[0])
    qtbot.mouseClick(shown.add, Qt.MouseButton.LeftButton)
    editor = shown.grid.cells.editor
    assert isinstance(editor, QLineEdit)
    editor.setText("共催セミナー")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    order = [each for each in window.editor.plan.items(BudgetLine) if each.category == category(window)]
    names = [str(each.name) for each in order]
    assert names[names.index("展示会") + 1] == "共催セミナー"
    undo(qtbot, window)
    undo(qtbot, window)
    assert "共催セミナー" not in [str(each.name) for each in window.editor.plan.items(BudgetLine)]
    assert "新しい行" not in [str(each.name) for each in window.editor.plan.items(BudgetLine)]


def test_the_inspector_follows_and_finds_back(qtbot: QtBot, budget: Make) -> None:
    _, shown = budget()
    with qtbot.waitSignal(shown.item_chosen) as chosen:
        place(shown, "derived:agency", M[0])
    assert chosen.args == ["agency"]
    assert shown.show_item("search")
    assert shown.model.rows[shown.grid.currentIndex().row()].key == "search"
    assert not shown.show_item(only_id("BudgetFrame"))


def test_a_plan_that_can_only_be_read_is_not_changed(qtbot: QtBot, budget: Make) -> None:
    window, shown = budget(read_only=True)
    place(shown, "fair", M[0])
    QGuiApplication.clipboard().setText("5\n")
    qtbot.keyClick(shown.grid, Qt.Key.Key_V, CTRL)
    qtbot.keyClick(shown.grid, Qt.Key.Key_Delete)
    qtbot.keyClicks(shown.grid, "7")
    assert planned(window, "fair") == {M[1]: Decimal(1_800_000)}
    assert not shown.add.isEnabled()
    assert shown.add.toolTip() == "読み取り専用"
    card = shown.caps.cards[0]
    qtbot.keyClick(card, Qt.Key.Key_Return)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(card.width() - 20, 38))
    assert card.edit is None
    assert window.editor.plan.only(BudgetFrame).caps


def test_a_variance_without_actuals_says_why_it_is_empty(budget: Make) -> None:
    window, shown = budget()
    shown.views.chosen.emit("variance")
    assert shown.unit.text() == window.look.say("ui.budget.no_actual")
    window.editor.set("fair", "actual", {M[0]: Decimal(100_000)})
    assert shown.unit.text() != window.look.say("ui.budget.no_actual")
