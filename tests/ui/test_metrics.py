"""KGI and KPI as a person works on them: the tree with its answers, targets and actuals by month."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Opened

from kakehashi.plan.agreeing import answers
from kakehashi.plan.changes import replacing
from kakehashi.plan.item import Passport
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.ui.application import Program
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.metrics_months import MetricsMonths
from kakehashi.ui.pages.metrics_tree import MetricsTree

Open = Callable[..., tuple[MainWindow, QWidget]]


@pytest.fixture
def view(
    qtbot: QtBot, program: Callable[..., Program], files: Callable[[str, str], Path], tmp_path: Path
) -> Open:
    """A view of the chapter, of a plan of its own."""

    def make(
        key: str, *, read_only: bool = False, size: tuple[int, int] = (1280, 800)
    ) -> tuple[MainWindow, QWidget]:
        path = Path(shutil.copy(files("starter", "ja"), tmp_path / "plan.kakehashi"))
        made = program(file=path, language="ja", read_only=read_only, size=size, page="metrics")
        made.start()
        window = made.window
        assert isinstance(window, MainWindow)
        with qtbot.waitSignal(window.complete, timeout=20_000):
            pass
        window.page.choose_view(key)  # type: ignore[union-attr]
        shown = window.page._views_made[key]  # type: ignore[union-attr]
        return window, shown

    return make


def undo(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def shared(window: MainWindow) -> Metric:
    return next(each for each in window.editor.plan.items(Metric) if each.shared_by)


# ---- the tree


def tree_of(view: Open, **wanted: bool) -> tuple[MainWindow, MetricsTree]:
    window, shown = view("metrics_tree", **wanted)
    assert isinstance(shown, MetricsTree)
    return window, shown


def test_arrows_walk_and_the_inspector_follows(qtbot: QtBot, view: Open) -> None:
    window, shown = tree_of(view)
    first = shown.tree.chosen
    assert window.editor.plan.item(first).role == "kgi"  # type: ignore[attr-defined]
    shown.tree.setFocus()
    with qtbot.waitSignal(shown.item_chosen) as chosen:
        qtbot.keyClick(shown.tree, Qt.Key.Key_Right)
    assert chosen.args == [shown.tree.chosen]
    assert shown.tree.chosen != first


def test_a_department_answers_by_its_button_and_it_is_taken_back(qtbot: QtBot, view: Open) -> None:
    window, shown = tree_of(view)
    metric = shared(window)
    assert shown.show_item(metric.id)
    department = metric.shared_by[0]
    button = shown.answers.buttons[department]
    before = window.editor.plan
    agreed = next(each for each in button.menu().actions() if each.text() == "合意")
    agreed.trigger()
    said = {each.id: own for each, own in answers(window.editor.plan, metric)}[department]
    assert isinstance(said, Agreement)
    assert (said.state, said.by) == ("agreed", "テスト")
    assert "合意" in shown.answers.buttons[department].text()
    assert shown.answers.buttons[department] is button
    undo(qtbot, window)
    assert list(window.editor.plan) == list(before)


def test_a_metric_added_below_leads_to_the_chosen_one(qtbot: QtBot, view: Open) -> None:
    window, shown = tree_of(view)
    whole = shown.tree.chosen
    qtbot.mouseClick(shown.add, Qt.MouseButton.LeftButton)
    added = window.editor.plan.item(shown.tree.chosen)
    assert isinstance(added, Metric)
    assert added.leads_to == whole
    qtbot.keyClick(shown.tree, Qt.Key.Key_Delete)
    assert window.editor.plan.get(added.id) is None
    undo(qtbot, window)
    assert window.editor.plan.get(added.id) is not None


def test_a_plan_that_can_only_be_read_takes_no_answers(view: Open) -> None:
    window, shown = tree_of(view, read_only=True)
    shown.show_item(shared(window).id)
    assert shown.answers.buttons
    for button in (shown.add, *shown.answers.buttons.values()):
        assert not button.isEnabled()
        assert button.toolTip() == "読み取り専用"


# ---- months

M = [f"2027-{month:02d}" for month in range(4, 13)] + ["2028-01", "2028-02", "2028-03"]


def months_of(view: Open, **wanted: bool) -> tuple[MainWindow, MetricsMonths]:
    window, shown = view("metrics_months", **wanted)
    assert isinstance(shown, MetricsMonths)
    shown.grid.setFocus()
    return window, shown


def kgi(window: MainWindow) -> Metric:
    return next(each for each in window.editor.plan.items(Metric) if each.role == "kgi")


def now(window: MainWindow, metric: Metric) -> Metric:
    found = window.editor.plan.item(metric.id)
    assert isinstance(found, Metric)
    return found


def cell(shown: MetricsMonths, row: str, column: str) -> str:
    model = shown.model
    return model.text(model.rows[model.row_of(row)], model.columns[model.column_of(column)])


def type_over(qtbot: QtBot, shown: MetricsMonths, words: str) -> None:
    qtbot.keyClicks(shown.grid, words[0])
    editor = shown.grid.cells.editor
    assert isinstance(editor, QLineEdit)
    editor.setText(words)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_a_target_is_typed_in_the_unit_of_its_metric(qtbot: QtBot, view: Open) -> None:
    window, shown = months_of(view)
    metric = kgi(window)
    assert metric.unit == "money"
    before = dict(metric.target)
    assert shown.grid.places.go_to(f"{metric.id}:target", M[0])
    type_over(qtbot, shown, "1,234")
    assert now(window, metric).target[M[0]] == 12_340_000
    assert cell(shown, f"{metric.id}:target", M[0]) == "1,234"
    assert shown.grid.places.go_to(f"{metric.id}:actual", M[0])
    type_over(qtbot, shown, "1000")
    assert now(window, metric).actual == {M[0]: Decimal(10_000_000)}
    assert cell(shown, f"{metric.id}:actual", "reached") == "81.0"
    undo(qtbot, window)
    undo(qtbot, window)
    assert dict(now(window, metric).target) == before
    assert dict(now(window, metric).actual) == {}


def test_a_block_of_two_rows_is_pasted_as_one_step(qtbot: QtBot, view: Open) -> None:
    window, shown = months_of(view)
    metric = kgi(window)
    assert shown.grid.places.go_to(f"{metric.id}:target", M[0])
    QGuiApplication.clipboard().setText("1,000\t1,100\n900\t1,050\n")
    qtbot.keyClick(shown.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    found = now(window, metric)
    assert [found.target[each] for each in M[:2]] == [10_000_000, 11_000_000]
    assert [found.actual[each] for each in M[:2]] == [9_000_000, 10_500_000]
    undo(qtbot, window)
    assert now(window, metric) == metric


def test_an_actual_taken_from_data_is_read_only_and_says_where_it_is_from(qtbot: QtBot, view: Open) -> None:
    window, shown = months_of(view)
    metric = kgi(window)
    taken = msgspec.structs.replace(
        metric,
        actual={M[0]: Decimal(5_000_000), M[1]: Decimal(6_000_000)},
        actual_from={M[0]: "import"},
        passports={"import": Passport(origin="measured", source="SFAの商談")},
    )
    assert window.editor.apply(replacing(window.editor.plan, taken))
    model = shown.model
    row = model.rows[model.row_of(f"{metric.id}:actual")]
    april, may = (model.columns[model.column_of(each)] for each in M[:2])
    assert not model.editable(row, april)
    assert "SFAの商談" in model.why_not(row, april)
    assert model.editable(row, may)
    assert shown.grid.places.go_to(f"{metric.id}:actual", M[0])
    qtbot.keyClicks(shown.grid, "7")
    qtbot.keyClick(shown.grid, Qt.Key.Key_Delete)
    assert now(window, metric).actual[M[0]] == 5_000_000


def test_each_metric_has_its_trend_over_both_rows(view: Open) -> None:
    window, shown = months_of(view)
    at = shown.model.column_of("trend")
    for row in range(0, len(shown.model.rows), 2):
        assert shown.grid.rowSpan(row, at) == 2
        scene = shown.model.trend(row)
        assert scene is not None
        assert (scene.width, scene.height) == (56, 34)
    assert len(shown.model.rows) == 2 * len(window.editor.plan.items(Metric))


def test_the_inspector_follows_the_rows(qtbot: QtBot, view: Open) -> None:
    window, shown = months_of(view)
    last = window.editor.plan.items(Metric)[-1]
    with qtbot.waitSignal(shown.item_chosen) as chosen:
        assert shown.show_item(last.id)
    assert chosen.args == [last.id]


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_the_tree_is_laid_out_for_its_place_from_the_first_time_on(
    editable: Opened, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = editable(size=size)
    window.go_to("metrics")
    page = window.findChildren(MetricsTree)[0]
    qtbot.wait_until(lambda: page.tree.isVisible() and page.tree.width() > 100)
    first = page.tree.width()
    page._draw()
    QApplication.processEvents()
    assert first == page.tree.width()
