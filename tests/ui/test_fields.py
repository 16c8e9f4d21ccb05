"""Editors of fields, used as a person does: type, choose, leave; on disk; taken back; what is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.desk import Desk

from kakehashi.checks.check import Finding, Repair
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.changes import adding, setting
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Figure, Passport, RawItem, new_id
from kakehashi.plan.kinds import KINDS, ONLY_ONE, agreement_of, only_id
from kakehashi.ui.fields.controls import TypedLine, TypedText
from kakehashi.ui.fields.form import Form
from kakehashi.ui.fields.picker import Picker
from kakehashi.ui.inspector import Inspector
from kakehashi.words import Message, Text, in_language

Files = Callable[[str, str], Path]


@pytest.fixture
def own_file(tmp_path: Path, files: Files) -> Path:
    return Path(shutil.copy(files("edited", "ja"), tmp_path / "plan.kakehashi"))


@pytest.fixture
def desk(qtbot: QtBot, own_file: Path) -> Iterator[Desk]:
    made = Desk(qtbot, own_file)
    yield made
    made.close()


def undone(desk: Desk, item: Any) -> None:
    """The last edit taken back, the item is on disk as it was."""
    desk.editor.undo()
    assert desk.on_disk(item) == item


def write(control: QWidget, words: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(control, event)


def ja(said: Text) -> str:
    return in_language(said, "ja")


def control(desk: Desk, name: str) -> Any:
    return desk.field(name).control  # type: ignore[attr-defined]


# ---- what is typed


@pytest.mark.parametrize(
    ("kind", "name", "words", "value"),
    [
        ("Metric", "name", "有効商談の数", "有効商談の数"),
        ("Metric", "counts", "数える", "数える"),
        ("Metric", "level", "４", 4),
        ("Metric", "alarm", "85", Decimal("0.85")),
        ("Metric", "alarm", "85%", Decimal("0.85")),
        ("Role", "monthly_cost", "1,200", Decimal(12_000_000)),
        ("Role", "monthly_cost", "62.5", Decimal(625_000)),
        ("Role", "monthly_cost", "1.2億", Decimal(120_000_000)),
        ("Activity", "effort", "0.5人月", Decimal("0.5")),
        ("Measure", "start", "2027年6月", "2027-06"),
        ("Measure", "identified_by", "展示会, ウェビナー", ("展示会", "ウェビナー")),
        ("Experiment", "decide_on", "2027/7/31", "2027-07-31"),
        ("FunnelStep", "lag_shares", "50%, 30%, 20%", (Decimal("0.5"), Decimal("0.3"), Decimal("0.2"))),
        ("ContentAsset", "link", "https://example.com/a", "https://example.com/a"),
    ],
)
def test_what_is_typed_is_on_disk_when_left_and_taken_back(
    desk: Desk, kind: str, name: str, words: str, value: Any
) -> None:
    if not desk.editor.plan.of_kind(kind):
        assert desk.editor.add(kind) is not None
    item = desk.first(kind)
    desk.inspect(item)
    desk.type(control(desk, name), words)
    assert getattr(desk.on_disk(item), name) == value
    assert desk.field(name).problem == ""
    undone(desk, item)
    assert not control(desk, name).pending


def test_a_wrong_value_stays_as_typed_and_is_told_below(desk: Desk) -> None:
    item = desk.first("Role")
    desk.inspect(item)
    line = control(desk, "monthly_cost")
    desk.type(line, "十万ぐらい")
    assert line.text() == "十万ぐらい"
    assert line.property("bad") is True
    assert desk.field("monthly_cost").problem
    assert desk.on_disk(item) == item
    desk.editor.type(item.id, "responsibility", "別の欄")  # something else changes meanwhile
    assert line.text() == "十万ぐらい"
    line.setFocus()
    desk.qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert desk.field("monthly_cost").problem == "" or line.text() != "十万ぐらい"
    assert not line.property("bad")
    desk.type(line, "10")
    assert desk.on_disk(item).monthly_cost == Decimal(100_000)
    assert desk.field("monthly_cost").problem == ""


def test_escape_brings_back_and_enter_gives_over(desk: Desk) -> None:
    item = desk.first("Metric")
    desk.inspect(item)
    line = control(desk, "name")
    before = line.text()
    desk.type(line, "別の名前", leave=False)
    desk.qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == before
    desk.type(line, "別の名前", leave=False)
    assert desk.on_disk(item) == item
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.on_disk(item).name == "別の名前"
    assert line.hasFocus()


def test_what_is_typed_goes_with_its_item_when_another_is_selected(desk: Desk) -> None:
    one, other = desk.editor.plan.of_kind("Metric")[:2]
    desk.inspect(one)
    desk.type(control(desk, "name"), "最初の指標", leave=False)
    desk.inspect(other)
    assert desk.on_disk(one).name == "最初の指標"
    assert desk.on_disk(other) == other
    assert control(desk, "name").text() != "最初の指標"


def test_an_edit_elsewhere_keeps_what_is_being_typed(desk: Desk) -> None:
    item = desk.first("Metric")
    desk.inspect(item)
    text = control(desk, "counts")
    desk.type(text, "書いている途中", leave=False)
    desk.editor.type(item.id, "name", "ほかの名前")
    assert text.toPlainText() == "書いている途中"
    assert text.hasFocus()
    assert control(desk, "name").text() == "ほかの名前"


def test_undo_is_the_field_s_own_while_typing_and_the_plan_s_after_that(
    qtbot: QtBot, program: Callable[..., Any], own_file: Path
) -> None:
    made = program(file=own_file, read_only=False, page="metrics")
    made.start()
    window = made.window
    with qtbot.waitSignal(window.complete, timeout=20_000):
        pass
    window.page.choose_view("Metric")
    item = window.editor.plan.of_kind("Metric")[0]
    window.page.show_item(item.id)
    line = window.page._inspector.form.editors["name"].control
    window.activateWindow()
    line.setFocus()
    line.selectAll()
    write(line, "新しい名前")
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(line, Qt.Key.Key_Z, ctrl)
    assert line.text() != "新しい名前"  # its own, letter by letter
    assert window.editor.plan.item(item.id) == item
    line.selectAll()
    write(line, "新しい名前")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.editor.plan.item(item.id).name == "新しい名前"
    qtbot.keyClick(line, Qt.Key.Key_Z, ctrl)
    assert window.editor.plan.item(item.id) == item
    assert line.text() == ja(item.name)


def test_a_number_is_shown_short_and_typed_exactly(desk: Desk) -> None:
    step = desk.first("FunnelStep")
    desk.editor.put(step.id, "rate", Figure(value=Decimal("0.338461538462")))
    desk.inspect(step.id)
    line = desk.field("rate").lines.value  # type: ignore[attr-defined]
    assert line.text() == "33.85"
    line.setFocus()
    assert line.text() == "33.8461538462"
    before = desk.on_disk(step.id)
    desk.qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert desk.on_disk(step.id) == before  # looking is no edit
    assert line.text() == "33.85"


def test_arrows_step_through_months_and_days(desk: Desk) -> None:
    item = desk.first("Measure")
    desk.editor.put(item.id, "start", "2027-12")
    desk.inspect(item)
    line = control(desk, "start")
    line.setFocus()
    desk.qtbot.keyClick(line, Qt.Key.Key_Up)
    assert line.text() == "2028-01"
    assert desk.on_disk(item).start == "2027-12"  # it is only typed so far
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.on_disk(item).start == "2028-01"
    added = desk.editor.add("Decision")
    assert added is not None
    desk.inspect(added)
    line = control(desk, "by")
    line.setFocus()
    desk.qtbot.keyClick(line, Qt.Key.Key_Down)
    desk.qtbot.keyClick(line, Qt.Key.Key_Down)
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.on_disk(added).by == "2027-03-31"


def test_what_is_typed_is_kept_when_the_window_closes(
    qtbot: QtBot, program: Callable[..., Any], own_file: Path
) -> None:
    made = program(file=own_file, read_only=False, page="metrics")
    made.start()
    window = made.window
    with qtbot.waitSignal(window.complete, timeout=20_000):
        pass
    window.page.choose_view("Metric")
    item = window.editor.plan.of_kind("Metric")[0]
    window.page.show_item(item.id)
    field = window.page._inspector.form.editors["name"].control
    window.activateWindow()
    field.setFocus()
    field.selectAll()
    write(field, "閉じる前に")
    window.close()
    opened = OpenPlan.open(own_file, person="", clock=lambda: "", read_only=True)
    try:
        assert opened.plan.item(item.id).name == "閉じる前に"  # type: ignore[attr-defined]
    finally:
        opened.close()


# ---- what is chosen


def test_a_choice_by_keyboard(desk: Desk) -> None:
    item = desk.first("Metric")
    desk.inspect(item)
    combo = control(desk, "read")
    combo.setFocus()
    desk.qtbot.keyClick(combo, Qt.Key.Key_Down)
    view = combo.view()
    assert view.isVisible()
    wanted = describe(type(item))["read"].choices.index("yearly")
    view.setCurrentIndex(combo.model().index(wanted, 0))
    desk.qtbot.keyClick(view, Qt.Key.Key_Return)
    assert desk.on_disk(item).read == "yearly"
    undone(desk, item)
    assert combo.currentData() == item.read


def test_a_flag_by_mouse(desk: Desk) -> None:
    added = desk.editor.add("Scenario", name="慎重")
    assert added is not None
    item = desk.on_disk(added)
    desk.inspect(added)
    box = control(desk, "base")
    desk.qtbot.keyClick(box, Qt.Key.Key_Space)
    assert desk.on_disk(added).base is True
    undone(desk, item)
    assert not box.isChecked()


def test_a_reference_is_looked_for_by_name_and_cleared(desk: Desk) -> None:
    role = desk.editor.plan.of_kind("Role")[-1]
    item = desk.first("Metric")
    desk.inspect(item)
    button = control(desk, "owner")
    button.setFocus()
    desk.qtbot.keyClick(button, Qt.Key.Key_Return)
    desk.pick(ja(role.title)[:4])
    assert desk.on_disk(item).owner is not None
    assert button.words
    desk.qtbot.keyClick(button, Qt.Key.Key_Return)
    picker = desk.picker()
    while picker.list.currentIndex().row():
        desk.qtbot.keyClick(picker.search, Qt.Key.Key_Up)
    desk.qtbot.keyClick(picker.search, Qt.Key.Key_Return)  # the first row: none
    assert desk.on_disk(item).owner is None
    desk.editor.undo()
    undone(desk, item)


def test_a_new_item_is_added_from_a_reference_as_one_step(desk: Desk) -> None:
    item = desk.first("Metric")
    roles = len(desk.editor.plan.of_kind("Role"))
    desk.inspect(item)
    desk.qtbot.mouseClick(control(desk, "owner"), Qt.MouseButton.LeftButton)
    desk.pick("データ分析担当")
    made = desk.on_disk(desk.on_disk(item).owner)
    assert made.title == "データ分析担当"
    undone(desk, item)
    assert len(desk.editor.plan.of_kind("Role")) == roles


def test_a_reference_leads_to_its_item(desk: Desk) -> None:
    role = desk.first("Role")
    item = desk.first("Metric")
    desk.editor.put(item.id, "owner", role.id)
    inspector = desk.inspect(item.id)
    link = desk.field("owner").link  # type: ignore[attr-defined]
    with desk.qtbot.waitSignal(inspector.gone_to) as gone:
        desk.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert gone.args == ["organization", role.id]


def test_references_are_chips_that_are_added_and_taken_away(desk: Desk) -> None:
    one, other = desk.editor.plan.of_kind("Department")[:2]
    item = desk.first("Metric")
    desk.editor.put(item.id, "shared_by", (one.id,))
    desk.inspect(item.id)
    field: Any = desk.field("shared_by")
    assert [chip.item for chip in field.chips] == [one.id]
    desk.qtbot.mouseClick(field.add, Qt.MouseButton.LeftButton)
    desk.pick(ja(other.name))
    assert desk.on_disk(item).shared_by == (one.id, other.id)
    desk.qtbot.mouseClick(field.chips[0].cross, Qt.MouseButton.LeftButton)
    assert desk.on_disk(item).shared_by == (other.id,)
    desk.editor.undo()
    assert [chip.item for chip in field.chips] == [one.id, other.id]


def test_references_are_ticked_in_a_list_that_stays_open(desk: Desk) -> None:
    one, other, third = desk.editor.plan.of_kind("Department")[:3]
    item = desk.first("Metric")
    desk.editor.put(item.id, "shared_by", (one.id,))
    desk.inspect(item.id)
    field: Any = desk.field("shared_by")
    desk.qtbot.keyClick(field.add, Qt.Key.Key_Space)
    picker = desk.picker()
    assert [name for name, on in ticks(picker) if on] == [ja(one.name)]
    for name in (other.name, third.name, one.name):
        desk.pick(ja(name))
    assert picker.isVisible()
    assert desk.on_disk(item).shared_by == (other.id, third.id)
    assert {name for name, on in ticks(picker, "") if on} == {ja(other.name), ja(third.name)}
    desk.qtbot.keyClick(picker, Qt.Key.Key_Escape)
    desk.qtbot.wait_until(lambda: not field.findChildren(Picker))
    assert [chip.item for chip in field.chips] == [other.id, third.id]


def ticks(picker: Picker, words: str | None = None) -> list[tuple[str, bool]]:
    """What stands in the list (once it is looked for words) and whether it is ticked."""
    if words is not None:
        picker.search.setText(words)
    model, role = picker.list.model(), Qt.ItemDataRole.CheckStateRole
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        (row.data(), row.data(role) == Qt.CheckState.Checked) for row in rows if row.data(role) is not None
    ]


def test_chapters_of_an_audience_are_ticked_by_their_names_and_put_in_order(desk: Desk) -> None:
    made = desk.editor.add("Audience", name="取締役会")
    assert made is not None
    desk.inspect(made)
    field: Any = desk.field("chapters")
    desk.qtbot.mouseClick(field.add, Qt.MouseButton.LeftButton)
    offered = [name for name, _ in ticks(desk.picker())]
    assert offered[:3] == ["要約", "稟議", "基本情報"]
    for name in ("施策", "要約", "KGI"):
        desk.pick(name)
    assert desk.on_disk(made).chapters == ("budget", "summary", "metrics")
    desk.qtbot.keyClick(desk.picker(), Qt.Key.Key_Escape)
    said = [chip.findChild(QLabel).text() for chip in field.chips]
    assert said == ["施策・予算", "要約", "KGI・KPI"]
    desk.qtbot.keyClick(field.chips[1].cross, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.on_disk(made).chapters == ("summary", "budget", "metrics")
    desk.qtbot.keyClick(field.chips[2].cross, Qt.Key.Key_Space)
    assert desk.on_disk(made).chapters == ("summary", "budget")


def test_fields_that_an_audience_sees_are_ticked_and_said_in_words(desk: Desk) -> None:
    made = desk.editor.add("Audience", sees=("Gone.field",))
    assert made is not None
    desk.inspect(made)
    field: Any = desk.field("sees")
    desk.qtbot.mouseClick(field.add, Qt.MouseButton.LeftButton)
    offered = dict(ticks(desk.picker()))
    assert offered.pop("すべての社外秘の欄") is False
    assert offered.pop("Gone.field") is True  # nobody knows it any more; it can be taken away
    assert all("：" in name for name in offered)
    desk.pick("粗利率")
    assert desk.on_disk(made).sees == ("Gone.field", "Economics.gross_margin")
    desk.qtbot.keyClick(desk.picker(), Qt.Key.Key_Escape)
    desk.qtbot.mouseClick(field.chips[0].cross, Qt.MouseButton.LeftButton)
    assert desk.on_disk(made).sees == ("Economics.gross_margin",)


# ---- months, figures, amounts


def test_months_are_typed_filled_copied_and_cleared(desk: Desk) -> None:
    item = desk.first("BudgetLine")
    desk.inspect(item)
    field: Any = desk.field("committed")
    months = field.model.months
    grid = field.grid
    grid.setFocus()
    grid.setCurrentIndex(field.model.at(0))
    desk.qtbot.keyClick(grid, Qt.Key.Key_8)
    cell = QApplication.focusWidget()
    assert cell is not None
    desk.qtbot.keyClicks(cell, "0")
    desk.qtbot.keyClick(cell, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert desk.on_disk(item).committed[months[0]] == Decimal(800_000)
    assert field.model.month(grid.currentIndex()) == months[1]  # Enter goes on
    grid.setCurrentIndex(field.model.at(0))
    desk.qtbot.keyClick(grid, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert set(desk.on_disk(item).committed.values()) == {Decimal(800_000)}
    assert len(desk.on_disk(item).committed) == len(months)
    grid.selectAll()
    desk.qtbot.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "\t".join(["80"] * len(months))
    desk.qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert desk.on_disk(item).committed == {}
    desk.editor.undo()
    desk.editor.undo()
    undone(desk, item)


def test_months_are_pasted_from_a_spreadsheet(desk: Desk) -> None:
    item = desk.first("BudgetLine")
    desk.inspect(item)
    field: Any = desk.field("committed")
    field.grid.setFocus()
    field.grid.setCurrentIndex(field.model.at(1))
    QApplication.clipboard().setText("1,200\t(30)\t５０\n")
    desk.qtbot.keyClick(field.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    if desk.field("committed").problem:  # money is not below 0
        QApplication.clipboard().setText("1,200\t30\t５０\n")
        desk.qtbot.keyClick(field.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    second, third, fourth = field.model.months[1:4]
    pasted = desk.on_disk(item).committed
    assert (pasted[second], pasted[fourth]) == (Decimal(12_000_000), Decimal(500_000))
    assert abs(pasted[third]) == Decimal(300_000)
    undone(desk, item)


def test_a_wrong_month_keeps_what_was_typed(desk: Desk) -> None:
    item = desk.first("BudgetLine")
    desk.inspect(item)
    field: Any = desk.field("committed")
    field.grid.setFocus()
    field.grid.setCurrentIndex(field.model.at(0))
    desk.qtbot.keyClick(field.grid, Qt.Key.Key_X)
    cell = QApplication.focusWidget()
    assert cell is not None
    desk.qtbot.keyClick(cell, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert field.model.at(0).data() == "x"
    assert field.problem
    assert desk.on_disk(item) == item
    desk.qtbot.keyClick(field.grid, Qt.Key.Key_Escape)
    assert field.model.at(0).data() != "x"
    assert field.problem == ""


def test_a_month_typed_anew_loses_its_passport_the_others_keep_theirs(desk: Desk) -> None:
    item = desk.first("Metric")
    months = desk.inspect(item).form.editors["actual"].model.months  # type: ignore[union-attr, attr-defined]
    sourced = msgspec.structs.replace(
        item,
        actual={months[0]: Decimal(3), months[1]: Decimal(4)},
        actual_from={months[0]: "sfa", months[1]: "sfa"},
        passports={"sfa": Passport(origin="measured", source="SFA 2027")},
    )
    for name in ("passports", "actual", "actual_from"):
        assert desk.editor.put(item.id, name, getattr(sourced, name)) is None
    field: Any = desk.field("actual")
    assert "SFA 2027" in field.model.at(0).data(Qt.ItemDataRole.ToolTipRole)
    field.model.setData(field.model.at(0), "5")
    saved = desk.on_disk(item)
    assert saved.actual_from == {months[1]: "sfa"}
    assert field.model.at(0).data(Qt.ItemDataRole.ToolTipRole) == ""


def test_a_figure_typed_is_decided_and_says_what_it_was(desk: Desk) -> None:
    step = desk.first("FunnelStep")
    was = Figure(value=Decimal("0.2"), passport=Passport(origin="measured", source="SFA", sample_size=338))
    desk.editor.put(step.id, "rate", was)
    step = desk.on_disk(step)
    desk.inspect(step)
    lines = desk.field("rate").lines  # type: ignore[attr-defined]
    assert "338" in lines._source.text()
    desk.type(lines.value, "25")
    found = desk.on_disk(step).rate
    assert (found.value, found.passport.origin, found.passport.by) == (Decimal("0.25"), "decided", "大野")
    assert found.was == was
    assert "20" in lines._was.text()
    undone(desk, step)


def test_the_range_of_a_figure_keeps_its_passport_and_is_checked(desk: Desk) -> None:
    step = desk.first("FunnelStep")
    passport = Passport(origin="measured", source="SFA")
    desk.editor.put(step.id, "rate", Figure(value=Decimal("0.2"), passport=passport))
    desk.inspect(step)
    lines = desk.field("rate").lines  # type: ignore[attr-defined]
    desk.type(lines.ends["low"], "15")
    desk.type(lines.ends["high"], "30%")
    found = desk.on_disk(step).rate
    assert (found.low, found.high, found.passport) == (Decimal("0.15"), Decimal("0.3"), passport)
    desk.type(lines.ends["high"], "10")
    assert desk.field("rate").problem
    assert desk.on_disk(step).rate == found


def test_a_figure_without_a_source_says_so_and_gets_one(desk: Desk) -> None:
    step = desk.first("FunnelStep")
    desk.editor.put(step.id, "rate", Figure(value=Decimal("0.2")))
    desk.inspect(step)
    lines = desk.field("rate").lines  # type: ignore[attr-defined]
    assert lines._source.text() == "根拠なし"
    desk.qtbot.mouseClick(lines.button, Qt.MouseButton.LeftButton)
    form = lines._form
    desk.type(form.editors["source"].control, "業界調査 2026")
    found = desk.on_disk(step).rate
    assert (found.value, found.passport.source) == (Decimal("0.2"), "業界調査 2026")
    assert "業界調査 2026" in lines._source.text()


def test_amounts_have_a_row_for_each_item(desk: Desk) -> None:
    categories = desk.editor.plan.of_kind("BudgetCategory")
    desk.form("BudgetFrame")
    frame = desk.on_disk(only_id("BudgetFrame"))
    field: Any = desk.field("caps")
    assert set(field.lines) >= {each.id for each in categories}
    key = categories[0].id
    desk.type(field.lines[key], "2,700")
    assert desk.on_disk(only_id("BudgetFrame")).caps[key] == Decimal(27_000_000)
    desk.editor.undo()
    assert desk.on_disk(only_id("BudgetFrame")) == frame


def test_figures_of_items_are_chosen_from_a_list(desk: Desk) -> None:
    item, step = desk.first("Measure"), desk.first("FunnelStep")
    desk.editor.put(item.id, "own_rates", {})
    desk.inspect(item)
    field: Any = desk.field("own_rates")
    desk.qtbot.mouseClick(field.add, Qt.MouseButton.LeftButton)
    desk.pick(ja(step.name))
    desk.type(field.lines[step.id].value, "12")
    assert desk.on_disk(item).own_rates[step.id].value == Decimal("0.12")
    desk.editor.undo()
    assert desk.on_disk(item).own_rates == {}


# ---- formulas, records, attachments


def test_a_formula_completes_names_and_tells_what_is_wrong(desk: Desk) -> None:
    one, other = desk.editor.plan.of_kind("Metric")[:2]
    desk.inspect(other)
    field: Any = desk.field("formula")
    line = field.control
    desk.type(line, "2 * {" + ja(one.name)[:2], leave=False)
    assert field.completer.popup().isVisible()
    names = field.completer.completionModel()
    row = next(row for row in range(names.rowCount()) if names.index(row, 0).data() == ja(one.name))
    field.completer.popup().setCurrentIndex(names.index(row, 0))
    desk.qtbot.keyClick(field.completer.popup(), Qt.Key.Key_Return)
    assert line.text() == "2 * {" + ja(one.name) + "}"
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.on_disk(other).formula == "2 * {" + one.id + "}"
    desk.type(line, "2 * (")
    assert field.problem
    assert line.text() == "2 * ("
    assert desk.on_disk(other).formula == "2 * {" + one.id + "}"


def test_records_are_added_edited_moved_and_removed(desk: Desk) -> None:
    item, metric = desk.first("Measure"), desk.first("Metric")
    desk.editor.put(item.id, "success", ())
    before = desk.on_disk(item)
    desk.inspect(item)
    field: Any = desk.field("success")
    desk.qtbot.mouseClick(field.add, Qt.MouseButton.LeftButton)
    assert len(desk.on_disk(item).success) == 1
    form: Form = field.lines[0].form
    desk.type(form.editors["threshold"].control, "1,200")  # type: ignore[attr-defined]
    desk.qtbot.mouseClick(form.editors["metric"].control, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    desk.pick(ja(metric.name))
    criterion = desk.on_disk(item).success[0]
    assert (criterion.threshold, criterion.metric) == (Decimal(1200), metric.id)
    desk.qtbot.mouseClick(field.add, Qt.MouseButton.LeftButton)
    desk.qtbot.mouseClick(field.lines[1].tools[0], Qt.MouseButton.LeftButton)  # up
    assert desk.on_disk(item).success[1] == criterion
    desk.qtbot.mouseClick(field.lines[0].tools[2], Qt.MouseButton.LeftButton)
    assert desk.on_disk(item).success == (criterion,)
    for _ in range(6):
        desk.editor.undo()
    assert desk.on_disk(item) == before


def test_what_a_scenario_assumes_instead_is_typed_in_the_unit_of_the_figure(desk: Desk) -> None:
    step = desk.first("FunnelStep")
    desk.editor.put(step.id, "rate", Figure(value=Decimal("0.2")))
    added = desk.editor.add("Scenario", name="慎重")
    assert added is not None
    desk.inspect(added)
    field: Any = desk.field("overrides")
    desk.qtbot.mouseClick(field.add, Qt.MouseButton.LeftButton)
    desk.pick(f"{ja(step.name)} › ")
    override = desk.on_disk(added).overrides[0]
    assert override.item == step.id
    line = field.lines[0].line
    desk.type(line, "140")
    assert field.problem
    assert desk.on_disk(added).overrides == (override,)
    desk.type(line, "15")
    assert desk.on_disk(added).overrides[0].value == "0.15"
    assert line.text() == "15"
    desk.qtbot.mouseClick(field.lines[0].cross, Qt.MouseButton.LeftButton)
    assert desk.on_disk(added).overrides == ()


def test_a_figure_inside_a_record(desk: Desk) -> None:
    item = desk.first("Measure")
    desk.editor.put(item.id, "response", None)
    desk.inspect(item)
    field: Any = desk.field("response")
    desk.qtbot.mouseClick(field.add, Qt.MouseButton.LeftButton)
    lines = field.lines[0].form.editors["cost_per_lead"].lines
    desk.type(lines.value, "1.5")
    found = desk.on_disk(item).response.cost_per_lead
    assert (found.value, found.passport.by) == (Decimal(15_000), "大野")
    assert field.add.isHidden()  # one at most


def test_a_picture_is_kept_in_the_plan_and_taken_away(desk: Desk, tmp_path: Path) -> None:
    added = desk.editor.add("IndividualPersona", name="沢田さん")
    assert added is not None
    desk.inspect(added)
    field: Any = desk.field("portrait")
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(tmp_path / "sawada.png"))
    field.attach(tmp_path / "sawada.png")
    name = desk.on_disk(added).portrait
    assert desk.editor.attachment(name) == (tmp_path / "sawada.png").read_bytes()
    assert not field.picture.pixmap().isNull()
    desk.qtbot.mouseClick(field.remove, Qt.MouseButton.LeftButton)
    assert desk.on_disk(added).portrait is None
    desk.editor.undo()
    assert desk.on_disk(added).portrait == name
    field.attach(tmp_path / "none.png")
    assert "none.png" in field.problem


# ---- the inspector


def test_agreements_have_marks_and_are_given_in_place(desk: Desk) -> None:
    item, department = desk.first("Metric"), desk.first("Department")
    desk.editor.put(item.id, "shared_by", (department.id,))
    inspector = desk.inspect(item)
    rows = inspector.agreements
    at = next(at for at, each in enumerate(rows.lines) if ja(department.name) in each.accessibleName())
    desk.qtbot.mouseClick(rows.lines[at], Qt.MouseButton.LeftButton)
    form = rows.form
    assert form is not None
    combo: Any = form.editors["state"].control  # type: ignore[attr-defined]
    combo.activated.emit(combo.findData("objected"))
    saved = desk.on_disk(agreement_of(item.id, department.id))
    assert (saved.state, saved.item, saved.department) == ("objected", item.id, department.id)
    assert any("異議" in each.accessibleName() for each in rows.lines)


def test_what_an_agreement_is_about_stays(desk: Desk) -> None:
    item, department = desk.first("Metric"), desk.first("Department")
    given = desk.editor.plan.get(agreement_of(item.id, department.id))
    if given is None:
        assert desk.editor.add("Agreement", item=item.id, department=department.id)
    desk.inspect(agreement_of(item.id, department.id))  # its id follows from both
    for name in ("item", "department"):
        assert not control(desk, name).isEnabled()
        assert "組み合わせ" in control(desk, name).toolTip()
    assert control(desk, "state").isEnabled()


def test_a_comment_is_written_and_answered(desk: Desk) -> None:
    item = desk.first("Metric")
    inspector = desk.inspect(item)
    comments = inspector.comments
    assert comments.button.isHidden()
    desk.write(comments.words, "この定義でよいですか")
    desk.qtbot.mouseClick(comments.button, Qt.MouseButton.LeftButton)
    found = desk.editor.plan.of_kind("Comment")[-1]
    assert (found.item, found.text, found.author, found.date) == (  # type: ignore[attr-defined]
        item.id,
        "この定義でよいですか",
        "大野",
        "2027-05-01",
    )
    at = next(at for at, each in enumerate(comments.rows.lines) if "この定義" in each.accessibleName())
    desk.qtbot.mouseClick(comments.rows.lines[at], Qt.MouseButton.LeftButton)
    form = comments.rows.form
    assert form is not None
    desk.type(form.editors["answer"].control, "はい")  # type: ignore[attr-defined]
    assert desk.on_disk(found).answer == "はい"


def test_an_item_is_duplicated_and_deleted(desk: Desk) -> None:
    item = desk.first("Metric")
    count = len(desk.editor.plan.of_kind("Metric"))
    inspector = desk.inspect(item)
    with desk.qtbot.waitSignal(inspector.gone_to) as gone:
        desk.qtbot.mouseClick(inspector.duplicate, Qt.MouseButton.LeftButton)
    copy = desk.on_disk(gone.args[1])
    assert ja(copy.name) == f"{ja(item.name)}（コピー）"
    assert desk.editor.plan.of_kind("Metric")[1].id == copy.id
    desk.inspect(copy)
    desk.qtbot.mouseClick(inspector.remove, Qt.MouseButton.LeftButton)
    assert len(desk.editor.plan.of_kind("Metric")) == count
    assert inspector.form is None
    desk.editor.undo()
    assert desk.on_disk(copy.id) == copy


def test_who_refers_to_an_item_is_linked(desk: Desk) -> None:
    role, metric = desk.first("Role"), desk.first("Metric")
    desk.editor.put(metric.id, "owner", role.id)
    inspector = desk.inspect(role)
    if not inspector.used_by.more.isHidden():
        desk.qtbot.mouseClick(inspector.used_by.more, Qt.MouseButton.LeftButton)
    link = next(each for each in inspector.used_by.links if ja(metric.name) in each.words)
    with desk.qtbot.waitSignal(inspector.gone_to) as gone:
        desk.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert gone.args == ["metrics", metric.id]


def test_the_inspector_is_dragged_to_another_width(desk: Desk) -> None:
    inspector = desk.inspect(desk.first("Metric"))
    before = inspector.width()
    grip = inspector._grip
    left, middle = Qt.MouseButton.LeftButton, grip.rect().center()
    desk.qtbot.mousePress(grip, left, pos=middle)
    desk.qtbot.mouseMove(grip, middle.__class__(middle.x() - 30, middle.y()))
    desk.qtbot.mouseRelease(grip, left)
    assert before < inspector.width() <= 360
    assert Inspector(desk.look, desk.editor).width() == inspector.width()  # that of the next page


def test_a_check_is_repaired_where_it_stands(desk: Desk) -> None:
    item = desk.first("Metric")
    finding = Finding(
        check="metric_leads_nowhere",
        severity="warning",
        chapter="metrics",
        item=item.id,
        sentence=Message("check.metric_leads_nowhere", {"item": item.name}),
        why=Message("check.metric_leads_nowhere.why"),
        repair=Repair(Message("repair.clear_cost"), setting(desk.editor.plan, item.id, "level", 5)),
        order=(0, 0, 0, "", ""),
    )
    inspector = desk.inspect(item)
    inspector.show_item(desk.editor.plan, item, [finding])
    link = inspector.findings.sheets[0].findChildren(QPushButton)[0]
    desk.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert desk.on_disk(item).level == 5
    undone(desk, item)


def test_an_item_of_an_absent_plugin_is_only_shown(desk: Desk) -> None:
    raw = RawItem(id=new_id(), name_of_kind="Weather", fields={"wind": "north"})
    assert desk.editor.apply(adding(raw))
    inspector = desk.inspect(raw)
    assert "Weather" in inspector._raw.text()
    assert "north" in inspector._raw.text()
    assert inspector.remove.isHidden()
    assert not [each for each in inspector.findChildren(TypedLine) if each.isVisible()]


def test_nothing_can_be_edited_in_a_plan_that_is_only_read(qtbot: QtBot, own_file: Path) -> None:
    desk = Desk(qtbot, own_file, read_only=True)
    inspector = desk.inspect(desk.first("Metric"))
    form = inspector.form
    assert form is not None
    for each in (*form.findChildren(TypedLine), *form.findChildren(TypedText)):
        assert each.isReadOnly()
    for name in ("read", "owner"):
        assert not control(desk, name).isEnabled()
    assert not inspector.remove.isEnabled()
    assert inspector.remove.toolTip()
    model = desk.field("target").model  # type: ignore[attr-defined]
    assert not model.flags(model.at(0)) & Qt.ItemFlag.ItemIsEditable
    desk.close()


def test_the_only_item_of_a_kind_is_added_with_its_first_value(desk: Desk) -> None:
    kind = next((each for each in sorted(ONLY_ONE) if desk.editor.plan.get(only_id(each)) is None), None)
    if kind is None:
        kind = "Playbook"
        assert desk.editor.remove(only_id(kind))
    desk.form(kind)
    name = next(n for n, d in describe(KINDS[kind]).items() if d.field.shape in ("text", "long_text"))
    desk.type(control(desk, name), "はじめての値")
    assert getattr(desk.on_disk(only_id(kind)), name) == "はじめての値"
    desk.editor.undo()
    assert desk.on_disk(only_id(kind)) is None


# ---- every kind


def _texts(form: Form, kind: str) -> list[str]:
    fields = describe(KINDS[kind])
    return [name for name in form.editors if fields[name].field.shape in ("text", "long_text", "code")]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_form_whose_texts_can_be_typed(desk: Desk, kind: str) -> None:
    if kind in ONLY_ONE:
        item_id = only_id(kind)
        desk.form(kind)
    else:
        added = desk.editor.add(kind)
        assert added is not None
        item_id = added
        desk.inspect(item_id)
    form = desk.shown.form if desk.shown is not None else None
    assert form is not None
    expected = {
        name
        for name, each in describe(KINDS[kind]).items()
        if each.field.shape not in ("passports", "origins")
    }
    if kind == "FindingRecord":  # what an import writes and nobody types
        expected -= {"finding", "columns"}
    assert set(form.editors) == expected
    for name in _texts(form, kind):
        desk.type(control(desk, name), "試し")
        assert getattr(desk.on_disk(item_id), name) == "試し"
    for widget in form.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            in_list = isinstance(widget.parent(), QAbstractItemView)
            assert widget.accessibleName() or in_list, f"{widget} of {kind} has no name"


def test_a_form_is_gone_through_by_keyboard_alone(desk: Desk) -> None:
    item = desk.first("Metric")
    form = desk.inspect(item).form
    assert form is not None
    seen = []
    control(desk, "name").setFocus()
    for _ in range(60):
        focused = QApplication.focusWidget()
        if focused is None or not form.isAncestorOf(focused):
            break
        seen.append(focused)
        desk.qtbot.keyClick(focused, Qt.Key.Key_Tab)
    reached = {name for name, editor in form.editors.items() if any(map(editor.isAncestorOf, seen))}
    assert reached >= set(form.editors) - {"target", "actual"}


def test_setting_what_stands_already_is_no_step(desk: Desk) -> None:
    item = desk.first("Metric")
    desk.inspect(item)
    assert setting(desk.editor.plan, item.id, "name", item.name) == ()
    desk.type(control(desk, "name"), ja(item.name))
    assert not desk.session._opened.undo_words() or desk.on_disk(item) == item
