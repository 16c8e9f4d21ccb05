"""The company's data in the window: a real file becomes figures of the plan; nothing happens unseen."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Opened
from tests.ui.walking import cut_labels

from kakehashi.evidence.workspace import list_imports
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.review import FindingRecord
from kakehashi.storage.folders import evidence_folder
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.data_findings import DataFindings
from kakehashi.ui.pages.data_imports import DataImports
from kakehashi.ui.pages.data_matches import DataMatches
from kakehashi.ui.pages.data_wizard import ImportWizard
from kakehashi.ui.rows_panel import RowsPanel
from kakehashi.ui.segmented_page import SegmentedPage

DEALS = """商談ID,取引先名,フェーズ,金額,作成日
A1,㈱北信精工,受注,"6,200,000",2027/4/12
A2,タテヤマ樹脂,失注,"1,000,000",2027/4/14
A3,豊岡プレス,商談中,,2027/4/15
,名無し,商談中,5,2027/4/16
A5,アサギリ,商談中,5,いつか
"""
COMPANIES = "企業ID,企業名\nC1,株式会社北信精工業\nC2,タテヤマ樹脂工業株式会社\nC3,豊岡プレス有限会社\n"


def page_of(window: MainWindow) -> SegmentedPage:
    if window.chapter != "data":
        window.go_to("data")
    assert isinstance(window.page, SegmentedPage)
    return window.page


def imports_of(qtbot: QtBot, window: MainWindow) -> DataImports:
    view: DataImports = page_of(window).open_view("data_imports")
    qtbot.wait_until(lambda: view._imports is not None, timeout=20_000)
    return view


def quiet(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.wait_until(lambda: not window._session.jobs.running, timeout=60_000)


def wizard_on(qtbot: QtBot, window: MainWindow, path: Path) -> ImportWizard:
    view = imports_of(qtbot, window)
    view.open_file(path)
    assert view.wizard is not None
    tried(qtbot, window, view.wizard)
    return view.wizard


def tried(qtbot: QtBot, window: MainWindow, wizard: ImportWizard) -> None:
    qtbot.wait_until(lambda: wizard.preview is not None and not wizard._trying, timeout=60_000)
    quiet(qtbot, window)


def loaded(qtbot: QtBot, window: MainWindow, wizard: ImportWizard) -> None:
    wizard.load.setFocus()
    qtbot.keyClick(wizard.load, Qt.Key.Key_Space)
    qtbot.wait_until(lambda: wizard.count() > 1, timeout=60_000)
    quiet(qtbot, window)


def file_of(folder: Path, text: str, name: str = "deals.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def heads(panel: RowsPanel) -> list[str]:
    return [row.head for row in panel.view._model._rows] if panel.view is not None else []


def records(path: Path) -> list[str]:
    plan = OpenPlan.open(path, person="", clock=lambda: "", read_only=True)
    try:
        return [each.finding for each in plan.plan.items(FindingRecord)]
    finally:
        plan.close()


def test_a_real_file_becomes_figures_of_the_plan_and_back(
    editable: Opened, qtbot: QtBot, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = editable()
    real = data / "maven-crm-sales" / "sales_pipeline.csv"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(real), ""))
    view = imports_of(qtbot, window)
    view.drop.button.setFocus()
    qtbot.keyClick(view.drop.button, Qt.Key.Key_Space)
    wizard = view.wizard
    assert wizard is not None
    tried(qtbot, window, wizard)
    assert wizard.table.key == "opportunity"
    assert {wizard.mapping.boxes["opportunity_id"].key, wizard.mapping.boxes["close_value"].key} == {
        "opportunity_id",
        "amount",
    }
    assert {value: box.key for value, box in wizard.meaning.boxes.items()} == {
        "Won": "won",
        "Lost": "lost",
        "Engaging": "open",
        "Prospecting": "open",
    }
    assert wizard.result.lines["読んだ行"] == "8,800"
    assert wizard.result.lines["うち受注"] == "4,238"
    assert list_imports(view.workspace) == ()  # nothing is loaded yet
    loaded(qtbot, window, wizard)
    (one,) = list_imports(view.workspace)
    assert (one.read, one.loaded, one.set_aside) == (8800, 8800, 0)
    before, plan = records(tmp_path / "plan.kakehashi"), window.editor.plan
    done = wizard.currentWidget()
    qtbot.keyClick(done.to_findings, Qt.Key.Key_Space)
    found: DataFindings = page_of(window).open_view("data_findings")
    qtbot.wait_until(lambda: bool(found._found), timeout=60_000)
    assert "ファネル" in heads(found.list)
    found.choose("funnel")
    found.adopt.setFocus()
    qtbot.keyClick(found.adopt, Qt.Key.Key_Space)
    assert records(tmp_path / "plan.kakehashi") == [*before, "funnel"]
    assert "ファネル" in window.header._undo.toolTip()
    assert found.words.text()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert records(tmp_path / "plan.kakehashi") == before
    assert window.editor.plan == plan


def test_a_file_can_be_dropped(editable: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = editable()
    view = imports_of(qtbot, window)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file_of(tmp_path, DEALS)))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    view.drop.dragEnterEvent(QDragEnterEvent(QPoint(20, 20), copy, mime, left, none))
    view.drop.dropEvent(QDropEvent(QPointF(20, 20), copy, mime, left, none))
    assert view.wizard is not None
    tried(qtbot, window, view.wizard)
    assert view.wizard.result.lines["保留する行"] == "2"


def test_another_field_is_chosen_by_keys_and_shown_at_once(
    editable: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = editable()
    wizard = wizard_on(qtbot, window, file_of(tmp_path, DEALS))
    box = wizard.mapping.boxes["金額"]
    assert box.key == "amount"
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)  # kept as it is
    tried(qtbot, window, wizard)
    assert "amount" not in wizard.preview.fields
    assert box.key == ""
    assert box.hasFocus()  # the boxes stay, and so does the keyboard
    wizard.meaning.boxes["商談中"].choose("lost")
    tried(qtbot, window, wizard)
    assert wizard.result.lines["うち失注"] == "2"
    loaded(qtbot, window, wizard)
    (one,) = list_imports(evidence_folder(window.editor.plan.uuid))
    assert (one.loaded, one.set_aside) == (3, 2)


def test_a_question_is_answered_by_a_button(editable: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = editable()
    text = DEALS.splitlines()[0] + "\nA1,X,受注,5,04/05/2027\nA2,Y,失注,5,04/05/2027\n"
    wizard = wizard_on(qtbot, window, file_of(tmp_path, text))
    assert not wizard.load.isEnabled()
    assert "--" not in wizard.question.sentence.text()
    assert [each.text() for each in wizard.question.buttons] == ["日/月/年", "月/日/年"]
    wizard.question.buttons[0].setFocus()
    qtbot.keyClick(wizard.question.buttons[0], Qt.Key.Key_Space)
    tried(qtbot, window, wizard)
    assert wizard.question.isHidden()
    assert str(wizard.preview.loaded[0][wizard.preview.fields.index("created_on")]) == "2027-05-04"


def test_a_workbook_asks_for_its_sheet(editable: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    from openpyxl import Workbook

    window, book = editable(), Workbook()
    rows = list(csv.reader(DEALS.splitlines()))
    for name, count in (("上期", 3), ("下期", 4)):
        sheet = book.create_sheet(name)
        for row in rows[:count]:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "deals.xlsx")
    wizard = wizard_on(qtbot, window, tmp_path / "deals.xlsx")
    assert [each.text() for each in wizard.question.buttons] == ["上期", "下期"]
    qtbot.mouseClick(wizard.question.buttons[1], Qt.MouseButton.LeftButton)
    tried(qtbot, window, wizard)
    assert wizard.result.lines["読んだ行"] == "3", wizard.question.sentence.text()


def test_a_file_of_deals_that_were_all_won(editable: Opened, qtbot: QtBot, data: Path) -> None:
    window = editable()
    wizard = wizard_on(qtbot, window, data / "olist-marketing-funnel" / "olist_closed_deals_dataset.csv")
    wizard.table.choose("opportunity")
    tried(qtbot, window, wizard)
    assert not wizard.load.isEnabled()  # neither key nor outcome can be told
    wizard.mapping.boxes["mql_id"].choose("opportunity_id")
    tried(qtbot, window, wizard)
    wizard.mapping.boxes["won_date"].choose("closed_on")
    tried(qtbot, window, wizard)
    wizard.meaning.column.choose("=won")
    tried(qtbot, window, wizard)
    assert wizard.load.isEnabled(), wizard.question.sentence.text()
    assert wizard.result.lines["うち受注"] == "842"


def test_rows_set_aside_come_back_repaired(
    editable: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = editable()
    wizard = wizard_on(qtbot, window, file_of(tmp_path, DEALS))
    loaded(qtbot, window, wizard)
    saved = tmp_path / "aside.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    qtbot.mouseClick(wizard.currentWidget().save, Qt.MouseButton.LeftButton)
    qtbot.wait_until(saved.exists, timeout=20_000)
    quiet(qtbot, window)
    with saved.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 3
    repaired = [
        ["A4" if cell == "" else "2027/4/20" if cell == "いつか" else cell for cell in row] for row in rows
    ]
    with saved.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(repaired)
    again = wizard_on(qtbot, window, saved)
    assert again.result.lines["取り込む行"] == "2", again.question.sentence.text()
    loaded(qtbot, window, again)
    assert again.currentWidget().result.lines["取り込んだ行"] == "2"
    view = imports_of(qtbot, window)
    qtbot.wait_until(lambda: len(view._imports or ()) == 2, timeout=20_000)
    first = next(each for each in view._imports or () if each.name == "deals.csv")
    assert (first.set_aside, first.repaired) == (0, 2)


def test_an_import_is_taken_out_and_all_data_deleted_after_asking(
    editable: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = editable()
    for name in ("one.csv", "two.csv"):
        text = DEALS if name == "one.csv" else DEALS.replace("A", "B")
        loaded(qtbot, window, wizard_on(qtbot, window, file_of(tmp_path, text, name)))
    view = imports_of(qtbot, window)
    view.setCurrentIndex(0)
    qtbot.wait_until(lambda: len(view._imports or ()) == 2, timeout=20_000)
    view.choose(next(each.id for each in view._imports or () if each.name == "one.csv"))
    qtbot.mouseClick(view.remove, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.keep, Qt.MouseButton.LeftButton)
    assert len(list_imports(view.workspace)) == 2
    qtbot.mouseClick(view.remove, Qt.MouseButton.LeftButton)
    assert "one.csv" in view.words.text()
    qtbot.mouseClick(view.really, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: [each.name for each in view._imports or ()] == ["two.csv"], timeout=20_000)
    qtbot.mouseClick(view.delete_all, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.really, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: view._imports == (), timeout=20_000)
    assert not view.workspace.exists() or not any(view.workspace.iterdir())
    assert view.list.sentence is not None
    assert view.list.sentence.isVisible()


def test_names_in_doubt_are_decided_by_keys(editable: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = editable()
    loaded(qtbot, window, wizard_on(qtbot, window, file_of(tmp_path, COMPANIES, "companies.csv")))
    loaded(qtbot, window, wizard_on(qtbot, window, file_of(tmp_path, DEALS)))
    view: DataMatches = page_of(window).open_view("data_matches")
    qtbot.wait_until(lambda: view.doubt is not None, timeout=20_000)
    quiet(qtbot, window)
    waiting = len(view._waiting)
    assert waiting >= 2
    first, second = view._waiting[0], view._waiting[1]
    keys = view.candidates.view
    qtbot.keyClick(keys, Qt.Key.Key_Space)  # later
    assert view.doubt == second
    qtbot.keyClick(keys, Qt.Key.Key_1)
    quiet(qtbot, window)
    while view.doubt is not None and view.doubt.name != first.name:
        qtbot.keyClick(keys, Qt.Key.Key_0)
        quiet(qtbot, window)
    qtbot.keyClick(keys, Qt.Key.Key_0)
    quiet(qtbot, window)
    assert view.doubt is None
    from kakehashi.evidence.matching.decisions import read_decisions

    decisions = {each.name: each.company for each in read_decisions(view.workspace)}
    assert decisions[second.name] == second.candidates[0].company_id
    assert decisions[first.name] is None


def test_a_plan_that_can_only_be_read_takes_nothing_over(
    editable: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = editable(read_only=True)
    loaded(qtbot, window, wizard_on(qtbot, window, file_of(tmp_path, DEALS)))
    found: DataFindings = page_of(window).open_view("data_findings")
    qtbot.wait_until(lambda: bool(found._found), timeout=60_000)
    assert not found.adopt.isEnabled()
    assert found.adopt.toolTip()


def test_a_file_that_cannot_be_read_says_so_and_the_page_goes_on(
    editable: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = editable()
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"no workbook" * 40)
    view = imports_of(qtbot, window)
    view.open_file(path)
    wizard = view.wizard
    assert wizard is not None
    qtbot.wait_until(wizard.question.isVisible, timeout=60_000)
    quiet(qtbot, window)
    assert not wizard.load.isEnabled()
    qtbot.mouseClick(wizard.cancel, Qt.MouseButton.LeftButton)
    assert view.currentIndex() == 0


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", [(1024, 680), (1280, 800)])
def test_no_text_is_cut(
    editable: Opened, qtbot: QtBot, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    window = editable("edited", language, size=size)
    imports_of(qtbot, window)
    assert cut_labels(window) == []
    wizard = wizard_on(qtbot, window, file_of(tmp_path, DEALS))
    assert cut_labels(window) == []
    loaded(qtbot, window, wizard)
    assert cut_labels(window) == []
    for key in ("data_findings", "data_matches"):
        page_of(window).open_view(key)
        quiet(qtbot, window)
        assert cut_labels(window) == [], key


def test_a_further_file_is_put_beside_the_rows(
    editable: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = editable()
    stages = file_of(tmp_path, "stage_id,label\ns1,受注\ns2,失注\n", "stages.csv")
    deals = "deal_id,dealstage,amount\n" + "".join(
        f"D{at},{'s1' if at % 2 else 's2'},{at}000\n" for at in range(1, 9)
    )
    wizard = wizard_on(qtbot, window, file_of(tmp_path, deals))
    assert not wizard.load.isEnabled()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(stages), ""))
    qtbot.mouseClick(wizard.join, Qt.MouseButton.LeftButton)
    tried(qtbot, window, wizard)
    assert any("label" in column for column in wizard.preview.columns)
