"""Tables as a person uses them: typed over, filled, pasted into, sorted, with each act taken back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import KINDS, ONLY_ONE
from kakehashi.plan.pasting import Column
from kakehashi.ui.editor import Editor
from kakehashi.ui.grid import Grid
from kakehashi.ui.grid_cells import GridColumn, GridRow
from kakehashi.ui.grid_model import GridModel
from kakehashi.ui.kind_view import KindSheet, KindView
from kakehashi.ui.look import Look
from kakehashi.ui.session import Session, State
from kakehashi.words import Message, text

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Files = Callable[[str, str], Path]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


TYPED = dict.fromkeys(("text", "long_text", "code"), "xyz")


class Desk:
    """A plan open for writing, with one view of it on the screen."""

    def __init__(self, path: Path, qtbot: QtBot, *, read_only: bool = False) -> None:
        self.qtbot = qtbot
        self.session = Session(lambda ro: _open(path, ro), read_only=read_only)
        self.look = Look("light", "ja")
        self.editor = Editor(self.session, "ja")
        self.refused: list[Message] = []
        self.editor.refused.connect(self.refused.append)
        self.view: QWidget | None = None
        self.session.changed.connect(self._show)

    def show(self, view: QWidget) -> None:
        if self.view is not None:
            self.view.hide()
            self.view.deleteLater()
        self.view = view
        view.resize(1100, 600)
        view.show()
        self._show()
        view.activateWindow()

    def _show(self) -> None:
        if self.view is not None:
            self.view.show_state(self.session.state)

    def kind(self, kind: type[Item]) -> Grid:
        view = KindView(self.look, self.editor, kind)
        self.show(view)
        table = view.findChild(Grid)
        assert isinstance(table, Grid)
        table.setFocus()
        return table

    @property
    def plan(self):
        return self.session.state.plan

    def undo(self) -> None:
        self.editor.undo()

    def undo_words(self) -> str:
        assert self.session.state
        return " ".join(text(each, "ja") for each in self.session.undo_words())

    def close(self) -> None:
        if self.view is not None:
            self.view.hide()
            self.view.deleteLater()
        self.session.close()
        QApplication.processEvents()


def _open(path: Path, read_only: bool) -> OpenPlan:
    return OpenPlan.open(path, person="大野", clock=lambda: "2027-05-01T09:00:00", read_only=read_only)


@pytest.fixture
def desk(qtbot: QtBot, files: Files, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(Path(shutil.copy(files("edited", "ja"), tmp_path / "plan.kakehashi")), qtbot)
    yield made
    made.close()


def put(table: Grid, row: int, column: str) -> None:
    table.places.be_at(row, table.grid_model.column_of(column))


def mark(table: Grid, rows: tuple[int, int], columns: tuple[str, str]) -> None:
    """Select a block with Shift and the arrows, as a person does."""
    put(table, rows[0], columns[0])
    for _ in range(rows[1] - rows[0]):
        QTest.keyClick(table, Qt.Key.Key_Down, SHIFT)
    model = table.grid_model
    for _ in range(model.column_of(columns[1]) - model.column_of(columns[0])):
        QTest.keyClick(table, Qt.Key.Key_Right, SHIFT)


def typing(table: Grid) -> QLineEdit:
    editor = table.cells.editor
    assert isinstance(editor, QLineEdit)
    return editor


def by_input_method(widget: QWidget, words: str) -> None:
    """Type what keys alone can't: an input method commits it."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def clip(words: str) -> None:
    QApplication.clipboard().setText(words)


class MonthModel(GridModel):
    """Budget lines x months with their sum, as a page of its own would make it."""

    def show_state(self, state: State) -> None:
        lines = state.plan.items(BudgetLine)
        rows = [GridRow(key=each.id, item=each.id, kind="BudgetLine") for each in lines]
        rows.append(GridRow(key="all", style="total"))
        columns = [GridColumn(key="name", title="名称", column=Column("name"), width=180)]
        columns += [
            GridColumn(key=month, title=month, column=Column("planned", month), right=True)
            for month in state.months
        ]
        self.show(state.plan, rows, columns)

    def text(self, row: GridRow, column: GridColumn) -> str:
        if row.style == "total" and column.right:
            lines = self.plan.items(BudgetLine)
            return str(sum(each.planned.get(column.key, Decimal(0)) for each in lines) / 10_000)
        return super().text(row, column)


@pytest.fixture
def months(desk: Desk) -> Grid:
    grid = Grid(desk.look, desk.editor, MonthModel(desk.look, desk.editor), "予算")
    desk.show(grid)
    grid.setFocus()
    return grid


def planned(desk: Desk, row: int) -> list[Decimal | None]:
    line = desk.plan.items(BudgetLine)[row]
    return [line.planned.get(month) for month in desk.session.state.months]


# ---- typing


def test_typing_replaces_enter_goes_down_and_undo_takes_it_back(desk: Desk, months: Grid) -> None:
    before = planned(desk, 0)
    first = desk.session.state.months[0]
    put(months, 0, first)
    QTest.keyClicks(months, "8")
    QTest.keyClicks(typing(months), "5")
    QTest.keyClick(typing(months), Qt.Key.Key_Return)
    assert planned(desk, 0)[0] == 850_000  # the table is in 万円
    assert months.places.current == (1, months.grid_model.column_of(first))
    assert months.grid_model.index(0, 1).data() == "85"
    desk.undo()
    assert planned(desk, 0) == before


def test_tab_goes_right_arrows_go_on_and_escape_leaves_all_as_it_was(desk: Desk, months: Grid) -> None:
    before = planned(desk, 0)
    put(months, 0, desk.session.state.months[0])
    QTest.keyClicks(months, "7")
    QTest.keyClick(typing(months), Qt.Key.Key_Tab)
    QTest.keyClicks(months, "9")
    QTest.keyClick(typing(months), Qt.Key.Key_Right)
    assert planned(desk, 0)[:2] == [70_000, 90_000]
    assert months.places.current == (0, 3)
    QTest.keyClicks(months, "1")
    QTest.keyClick(typing(months), Qt.Key.Key_Escape)
    assert planned(desk, 0)[2] == before[2]
    assert months.hasFocus()
    desk.undo()
    desk.undo()
    assert planned(desk, 0) == before


def test_f2_changes_what_stands_there_in_the_display_unit(desk: Desk, months: Grid) -> None:
    month = desk.session.state.months[0]
    line = desk.plan.items(BudgetLine)[0]
    desk.editor.set(line.id, "planned", Decimal(1_234_000), month)
    put(months, 0, month)
    QTest.keyClick(months, Qt.Key.Key_F2)
    assert typing(months).text() == "123.4"
    QTest.keyClick(typing(months), Qt.Key.Key_End)
    QTest.keyClicks(typing(months), "5")
    QTest.keyClick(typing(months), Qt.Key.Key_Return)
    assert planned(desk, 0)[0] == 1_234_500


@pytest.mark.parametrize(
    ("typed", "value"),
    [("１，２００", 12_000_000), ("30万", 300_000), ("45,000円", 45_000), ("¥1.5", Decimal("1.5"))],
)
def test_amounts_are_typed_as_people_write_them(desk: Desk, months: Grid, typed: str, value: int) -> None:
    put(months, 1, desk.session.state.months[3])
    by_input_method(months, typed)
    QTest.keyClick(typing(months), Qt.Key.Key_Return)
    assert planned(desk, 1)[3] == value


@pytest.mark.parametrize(("typed", "value"), [("(80)", -80), ("▲1.5", "-1.5"), ("１，２００", 1200)])
def test_numbers_are_typed_as_people_write_them(desk: Desk, typed: str, value: object) -> None:
    table = desk.kind(KINDS["Outcome"])
    put(table, 0, "starts_at")
    by_input_method(table, typed)
    QTest.keyClick(typing(table), Qt.Key.Key_Return)
    assert desk.plan.of_kind("Outcome")[0].starts_at == Decimal(value)


def test_a_rate_gets_its_percent_sign(desk: Desk) -> None:
    table = desk.kind(KINDS["FunnelStep"])
    put(table, 1, "rate")
    QTest.keyClicks(table, "2")
    QTest.keyClicks(typing(table), "5")
    assert typing(table).text() == "25%"
    QTest.keyClick(typing(table), Qt.Key.Key_Return)
    assert desk.plan.of_kind("FunnelStep")[1].rate.value == Decimal("0.25")


def test_a_wrong_value_stays_as_typed_with_the_reason(desk: Desk, months: Grid) -> None:
    before = desk.plan
    put(months, 0, desk.session.state.months[0])
    by_input_method(months, "十万ぐらい")
    QTest.keyClick(typing(months), Qt.Key.Key_Return)
    assert typing(months).text() == "十万ぐらい"
    assert typing(months).property("bad")
    complaint = months.findChild(QWidget, "complaint")
    assert complaint.isVisible()
    assert "数値を入力してください" in complaint.text()
    assert desk.plan is before
    QTest.mouseClick(
        months.viewport(),
        Qt.MouseButton.LeftButton,
        pos=months.visualRect(months.grid_model.index(4, 4)).center(),
    )
    assert typing(months).text() == "十万ぐらい"
    typing(months).setText("12")
    QTest.keyClick(typing(months), Qt.Key.Key_Return)
    assert planned(desk, 0)[0] == 120_000
    assert not complaint.isVisible()


def test_what_is_worked_out_takes_nothing_and_says_why(desk: Desk, months: Grid) -> None:
    last = months.grid_model.rowCount() - 1
    put(months, last, desk.session.state.months[0])
    QTest.keyClicks(months, "5")
    assert months.cells.editor is None
    assert "計算で決まる" in months.currentIndex().data(Qt.ItemDataRole.ToolTipRole)


def test_an_edit_elsewhere_leaves_an_open_editor_alone(desk: Desk, months: Grid) -> None:
    put(months, 0, desk.session.state.months[0])
    QTest.keyClicks(months, "4")
    line = desk.plan.items(BudgetLine)[2]
    assert desk.editor.type(line.id, "planned", "1", desk.session.state.months[2]) is None
    assert typing(months).text() == "4"
    QTest.keyClick(typing(months), Qt.Key.Key_Return)
    assert planned(desk, 0)[0] == 40_000


# ---- choices


def test_a_reference_is_found_by_a_part_of_its_name(desk: Desk) -> None:
    table = desk.kind(BudgetLine)
    categories = [each.name for each in desk.plan.of_kind("BudgetCategory")]
    wanted = next(each for each in desk.plan.of_kind("BudgetCategory") if "外注" in str(each.name))
    assert len(categories) > 2
    put(table, 0, "category")
    by_input_method(table, "外注")
    editor = typing(table)
    desk.qtbot.wait_until(lambda: editor.completer().popup().isVisible())
    desk.qtbot.wait_until(lambda: editor.completer().popup().currentIndex().isValid())
    QTest.keyClick(editor.completer().popup(), Qt.Key.Key_Return)
    desk.qtbot.wait_until(lambda: table.cells.editor is None)
    assert desk.plan.items(BudgetLine)[0].category == wanted.id


def test_f2_lists_what_can_be_chosen(desk: Desk) -> None:
    table = desk.kind(BudgetLine)
    put(table, 0, "category")
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = typing(table)
    popup = editor.completer().popup()
    desk.qtbot.wait_until(popup.isVisible)
    assert popup.model().rowCount() == len(desk.plan.of_kind("BudgetCategory"))
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    QTest.keyClick(editor, Qt.Key.Key_Escape)


# ---- blocks


def test_fill_right_and_down_by_keys(desk: Desk, months: Grid) -> None:
    before = [planned(desk, row) for row in range(3)]
    names = desk.session.state.months
    put(months, 0, names[0])
    QTest.keyClicks(months, "6")
    QTest.keyClick(typing(months), Qt.Key.Key_Return)
    mark(months, (0, 0), (names[0], names[3]))
    QTest.keyClick(months, Qt.Key.Key_R, CTRL)
    assert planned(desk, 0)[:4] == [60_000] * 4
    assert "まとめて入力" in desk.undo_words()
    mark(months, (0, 2), (names[0], names[1]))
    QTest.keyClick(months, Qt.Key.Key_D, CTRL)
    assert [planned(desk, row)[:2] for row in range(3)] == [[60_000] * 2] * 3
    for _ in range(3):
        desk.undo()
    assert [planned(desk, row) for row in range(3)] == before


def test_dragging_the_handle_fills(desk: Desk, months: Grid) -> None:
    names = desk.session.state.months
    put(months, 0, names[0])
    QTest.keyClicks(months, "3")
    QTest.keyClick(typing(months), Qt.Key.Key_Return)
    put(months, 0, names[0])
    model, view = months.grid_model, months.viewport()
    start = months.visualRect(model.index(0, 1)).bottomRight() - QPoint(2, 2)
    end = months.visualRect(model.index(2, 1)).center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert [planned(desk, row)[0] for row in range(3)] == [30_000] * 3


def test_delete_empties_all_selected_cells_as_one_step(desk: Desk, months: Grid) -> None:
    names = desk.session.state.months
    before = [planned(desk, row) for row in range(2)]
    mark(months, (0, 1), (names[0], names[5]))
    QTest.keyClick(months, Qt.Key.Key_Delete)
    assert all(planned(desk, row)[:6] == [None] * 6 for row in range(2))
    assert "まとめて消去" in desk.undo_words()
    desk.undo()
    assert [planned(desk, row) for row in range(2)] == before


# ---- clipboard


def test_a_block_of_excel_is_pasted_as_one_step(desk: Desk, months: Grid) -> None:
    before = [planned(desk, row) for row in range(2)]
    put(months, 0, desk.session.state.months[0])
    clip("1,200\t１０\t30万\n20,000円\t\t4.5\n")
    QTest.keyClick(months, Qt.Key.Key_V, CTRL)
    assert desk.refused == []
    assert planned(desk, 0)[:3] == [12_000_000, 100_000, 300_000]
    assert planned(desk, 1)[:3] == [20_000, None, 45_000]
    assert "貼り付け" in desk.undo_words()
    desk.undo()
    assert [planned(desk, row) for row in range(2)] == before


def test_a_wrong_paste_names_cell_and_reason_and_changes_nothing(desk: Desk, months: Grid) -> None:
    before = desk.plan
    put(months, 0, desk.session.state.months[0])
    clip("100\t200\n300\t未定\n")
    QTest.keyClick(months, Qt.Key.Key_V, CTRL)
    assert desk.plan is before
    said = text(desk.refused[-1], "ja")
    assert "2行目" in said
    assert "未定" in said
    assert "5月" in said
    assert "数値" in said


def test_a_paste_onto_a_sum_is_refused(desk: Desk, months: Grid) -> None:
    before = desk.plan
    put(months, months.grid_model.rowCount() - 1, desk.session.state.months[0])
    clip("100\n")
    QTest.keyClick(months, Qt.Key.Key_V, CTRL)
    assert desk.plan is before
    assert "計算で決まる" in text(desk.refused[-1], "ja")


def test_one_value_goes_into_every_selected_cell(desk: Desk, months: Grid) -> None:
    names = desk.session.state.months
    mark(months, (0, 1), (names[0], names[1]))
    clip("50")
    QTest.keyClick(months, Qt.Key.Key_V, CTRL)
    assert [planned(desk, row)[:2] for row in range(2)] == [[500_000] * 2] * 2


def test_a_copied_block_is_pasted_back_unchanged_and_has_headings_when_asked(
    desk: Desk, months: Grid
) -> None:
    before = desk.plan
    names = desk.session.state.months
    mark(months, (0, 3), (names[0], names[4]))
    QTest.keyClick(months, Qt.Key.Key_C, CTRL)
    QTest.keyClick(months, Qt.Key.Key_V, CTRL)
    assert desk.plan is before
    QTest.keyClick(months, Qt.Key.Key_C, CTRL | SHIFT)
    assert QApplication.clipboard().text().splitlines()[0] == "\t".join(names[:5])


def test_rows_of_a_spreadsheet_become_items(desk: Desk) -> None:
    table = desk.kind(Measure)
    before = desk.plan.items(Measure)
    put(table, len(before), "name")
    clip("共催ウェビナー\n導入事例の取材\n")
    QTest.keyClick(table, Qt.Key.Key_V, CTRL)
    assert desk.refused == []
    assert [each.name for each in desk.plan.items(Measure)[-2:]] == ["共催ウェビナー", "導入事例の取材"]
    desk.undo()
    assert desk.plan.items(Measure) == before


# ---- rows


def test_a_row_is_added_by_typing_below_the_last(desk: Desk) -> None:
    table = desk.kind(Measure)
    before = desk.plan.items(Measure)
    QTest.keyClick(table, Qt.Key.Key_Down, CTRL)
    assert table.places.current[0] == len(before)
    put(table, len(before), "name")
    by_input_method(table, "展示会への共同出展")
    QTest.keyClick(typing(table), Qt.Key.Key_Tab)
    assert [each.name for each in desk.plan.items(Measure)] == [
        *(each.name for each in before),
        "展示会への共同出展",
    ]
    assert table.places.current[0] == len(before)  # on the new row, to go on with it
    desk.undo()
    assert desk.plan.items(Measure) == before


def test_rows_are_moved_by_keys_and_by_dragging(desk: Desk) -> None:
    table = desk.kind(Measure)
    names = [each.name for each in desk.plan.items(Measure)]
    put(table, 0, "name")
    QTest.keyClick(table, Qt.Key.Key_Down, ALT)
    now = [each.name for each in desk.plan.items(Measure)]
    assert now == [names[1], names[0], *names[2:]]
    assert table.places.current[0] == 1
    QTest.keyClick(table, Qt.Key.Key_Up, ALT)
    assert [each.name for each in desk.plan.items(Measure)] == names
    header = table.verticalHeader()
    middle = [QPoint(8, header.sectionViewportPosition(row) + 10) for row in (0, 2)]
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=middle[0])
    QTest.mouseMove(header.viewport(), middle[1])
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=middle[1])
    assert [each.name for each in desk.plan.items(Measure)][:3] == [names[1], names[2], names[0]]
    assert "順番を変更" in desk.undo_words()
    desk.undo()
    assert [each.name for each in desk.plan.items(Measure)] == names


def test_whole_rows_are_duplicated_and_removed(desk: Desk) -> None:
    table = desk.kind(Measure)
    before = desk.plan.items(Measure)
    mark(table, (0, 1), ("name", "name"))
    QTest.keyClick(table, Qt.Key.Key_D, CTRL | SHIFT)
    now = [each.name for each in desk.plan.items(Measure)]
    assert now[:2] == [before[0].name, before[1].name]
    copied = [each["ja"].removesuffix("（コピー）") for each in now[2:4]]
    assert copied == [before[0].name["ja"], before[1].name["ja"]]
    put(table, 2, "name")
    QTest.keyClick(table, Qt.Key.Key_Space, SHIFT)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert len(desk.plan.items(Measure)) == len(before) + 1
    desk.undo()
    desk.undo()
    assert desk.plan.items(Measure) == before


def test_removing_asks_only_where_others_go_along(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from kakehashi.plan.changes import with_dependants

    table = desk.kind(KINDS["Journey"])
    journey = desk.plan.of_kind("Journey")[0]
    parts = len(with_dependants(desk.plan, journey.id)) - 1
    assert parts > 0
    asked: list[Message] = []
    monkeypatch.setattr(type(table), "sure", lambda _self, question: asked.append(question))
    put(table, 0, "name")
    QTest.keyClick(table, Qt.Key.Key_Space, SHIFT)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert str(parts) in text(asked[0], "ja")
    assert journey.id in desk.plan


# ---- arranging


def test_sorting_and_filtering_never_touch_the_plan(desk: Desk) -> None:
    table = desk.kind(Measure)
    before = desk.plan
    names = shown(table)
    header = table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(0) + 20, 10)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown(table) == sorted(names)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown(table) == sorted(names, reverse=True)
    sheet = desk.view.findChild(KindSheet)
    assert sheet._toolbar.sign.isVisible()
    by_input_method(sheet._toolbar.search, names[0][:3])
    assert 0 < len(shown(table)) < len(names)
    assert all(
        any(names[0][:3] in table.grid_model.text(row, column) for column in table.grid_model.columns)
        for row in table.grid_model.rows[:-1]
    )
    QTest.keyClick(table, Qt.Key.Key_Down, ALT)
    assert "並べ替え" in text(desk.refused[-1], "ja")
    QTest.mouseClick(sheet._toolbar.back, Qt.MouseButton.LeftButton)
    assert shown(table) == names
    assert not sheet._toolbar.sign.isVisible()
    assert desk.plan is before


def shown(table: Grid) -> list[str]:
    return [
        table.grid_model.text(row, table.grid_model.columns[0]) for row in table.grid_model.rows if row.item
    ]


def test_an_edit_keeps_place_and_does_not_make_the_table_anew(desk: Desk, months: Grid) -> None:
    months.resize(500, 160)
    put(months, 6, desk.session.state.months[9])
    scrolled = months.horizontalScrollBar().value(), months.verticalScrollBar().value()
    assert scrolled[0] > 0
    made: list[int] = []
    months.grid_model.modelReset.connect(lambda: made.append(1))
    line = desk.plan.items(BudgetLine)[0]
    desk.editor.type(line.id, "planned", "5", desk.session.state.months[0])
    assert made == []
    assert months.frozen.isVisible()
    assert (months.horizontalScrollBar().value(), months.verticalScrollBar().value()) == scrolled
    desk.editor.add("BudgetLine", name="別の明細")
    assert len(made) == 1
    assert months.places.current == (6, 10)
    assert (months.horizontalScrollBar().value(), months.verticalScrollBar().value()) == scrolled


# ---- every kind


@pytest.mark.parametrize("kind", [kind for name, kind in KINDS.items() if name not in ONLY_ONE])
def test_every_kind_opens_editable_and_a_text_is_typed_and_taken_back(desk: Desk, kind: type[Item]) -> None:
    table = desk.kind(kind)
    name = kind.__name__
    if not desk.plan.of_kind(name):
        if kind.ONCE_FOR is not None:
            assert table.grid_model.rows[-1].style == "new"
            return
        added = desk.editor.add(name)
        assert added is not None
        table.choose(added)
    fields = {each.name: each.field.shape for each in describe(kind).values()}
    key = next((name for name, shape in fields.items() if shape in TYPED), "")
    key = key or next(name for name, shape in fields.items() if shape in ("date", "integer", "month"))
    typed = TYPED.get(fields[key]) or {"date": "2027-05-01", "integer": "3", "month": "2027-05"}[fields[key]]
    column = table.grid_model.column_of(key)
    if table.isColumnHidden(column):
        table.show_column(column, shown=True)
    before = desk.plan
    table.places.be_at(0, column)
    QTest.keyClicks(table, typed[0])
    assert table.cells.editor is not None, name
    QTest.keyClicks(table.cells.editor, typed[1:])
    QTest.keyClick(table.cells.editor, Qt.Key.Key_Return)
    item = desk.plan.of_kind(name)[0]
    assert str(getattr(item, key)) == typed
    desk.undo()
    assert desk.plan == before


def test_a_pair_is_typed_cell_by_cell_in_the_last_row(desk: Desk) -> None:
    table = desk.kind(KINDS["Responsibility"])
    model = table.grid_model
    taken = {(each.activity, each.role) for each in desk.plan.of_kind("Responsibility")}
    activity, role = next(
        (a, r)
        for a in desk.plan.of_kind("Activity")
        for r in desk.plan.of_kind("Role")
        if (a.id, r.id) not in taken
    )
    before = len(desk.plan.of_kind("Responsibility"))
    put(table, model.rowCount() - 1, "activity")
    assert table.acts.type(model.rows[-1], model.columns[model.column_of("activity")], activity.id) is None
    assert len(desk.plan.of_kind("Responsibility")) == before
    assert table.acts.type(model.rows[-1], model.columns[model.column_of("role")], role.id) is None
    assert len(desk.plan.of_kind("Responsibility")) == before + 1
    desk.undo()
    assert len(desk.plan.of_kind("Responsibility")) == before


def test_where_nothing_can_be_edited_all_can_be_read_and_copied(
    qtbot: QtBot, files: Files, tmp_path: Path
) -> None:
    path = Path(shutil.copy(files("edited", "ja"), tmp_path / "plan.kakehashi"))
    desk = Desk(path, qtbot, read_only=True)
    try:
        table = desk.kind(Measure)
        QTest.keyClicks(table, "x")
        QTest.keyClick(table, Qt.Key.Key_Delete)
        assert table.cells.editor is None
        QTest.keyClick(table, Qt.Key.Key_C, CTRL)
        assert QApplication.clipboard().text() == f"{shown(table)[0]}\n"
        toolbar = desk.view.findChild(KindSheet)._toolbar
        assert not toolbar.add.isEnabled()
        assert "読み取り専用" in toolbar.add.toolTip()
    finally:
        desk.close()
