"""A source without a file in the window: settings, password, table, import; nothing waits on the window."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot
from tests.extension.vault import CANARY, Memory, put_vault, traces
from tests.ui.conftest import Opened
from tests.ui.test_data import file_of, imports_of, loaded, quiet, tried, wizard_on
from tests.ui.walking import cut_labels

from kakehashi.evidence.workspace import list_imports
from kakehashi.extension import reading
from kakehashi.extension.saved_sources import saved_sources
from kakehashi.extension.worker import Worker
from kakehashi.storage.folders import user_data
from kakehashi.ui.button import Button
from kakehashi.ui.choice_box import ChoiceBox
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.data_source_form import SourceForm


@pytest.fixture
def began(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Workers that were started, each with what it was started for; none on the window's thread."""
    found: list[str] = []
    started = Worker.__enter__

    def start(worker: Worker) -> Worker:
        assert threading.current_thread() is not threading.main_thread()
        found.append(worker._subject)
        return started(worker)

    monkeypatch.setattr(Worker, "__enter__", start)
    monkeypatch.setattr(reading, "_FIELDS", {})
    put_vault()
    return found


def press(qtbot: QtBot, button: Button) -> None:
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def form_of(qtbot: QtBot, window: MainWindow, called: str = "vault") -> SourceForm:
    view = imports_of(qtbot, window)
    view.setCurrentIndex(0)
    qtbot.wait_until(lambda: called in view.sources.buttons, timeout=20_000)
    press(qtbot, view.sources.buttons[called])
    form = view.form
    assert form is not None
    qtbot.wait_until(lambda: bool(form.lines), timeout=60_000)
    quiet(qtbot, window)
    return form


def fill(qtbot: QtBot, form: SourceForm, **words: str) -> None:
    for name, said in words.items():
        control = form.lines[name].control
        assert isinstance(control, QLineEdit)
        control.selectAll()
        qtbot.keyClick(control, Qt.Key.Key_Delete)
        control.insert(said)
        control.textEdited.emit(said)


def asked(qtbot: QtBot, window: MainWindow, button: Button) -> None:
    press(qtbot, button)
    quiet(qtbot, window)


def test_a_source_is_filled_in_tried_and_imported(
    editable: Opened, qtbot: QtBot, keychain: Memory, began: list[str], tmp_path: Path
) -> None:
    window = editable()
    form = form_of(qtbot, window)
    assert form.lines["server"].title.text() == "サーバー（必須）"
    password = form.lines["password"].control
    assert isinstance(password, QLineEdit)
    assert password.echoMode() == QLineEdit.EchoMode.Password
    fill(qtbot, form, server="erp", password=CANARY)
    asked(qtbot, window, form.test)
    assert form.note.text() == "接続できました。"
    asked(qtbot, window, form.next)
    titles = [form.tables.itemText(at) for at in range(form.tables.count())]
    assert titles == ["商談（deals）", "人（people）"]
    assert not form.tables.visibleRegion().isEmpty()  # although the form is longer than the page
    press(qtbot, form.next)
    wizard = imports_of(qtbot, window).wizard
    assert wizard is not None
    tried(qtbot, window, wizard)
    assert wizard.result.lines["うち受注"] == "2"
    wizard.mapping.boxes["Amount"].choose("")
    tried(qtbot, window, wizard)
    loaded(qtbot, window, wizard)
    view = imports_of(qtbot, window)
    (one,) = list_imports(view.workspace)
    assert (one.name, one.loaded) == ("vault: deals", 5)
    assert len([*view.workspace.glob(".incoming-*")]) == 1
    wizard.left.emit()
    assert [*view.workspace.glob(".incoming-*")] == []
    assert len(began) == 4  # settings, trying, tables, rows: once, however often something was chosen
    assert [*keychain.held.values()] == [CANARY]
    assert traces(tmp_path, user_data()) == []
    assert saved_sources(view.workspace)["vault"].settings == {"server": "erp"}


def test_the_next_time_the_settings_are_there_and_the_password_is_not_typed(
    editable: Opened, qtbot: QtBot, keychain: Memory, began: list[str]
) -> None:
    window = editable()
    form = form_of(qtbot, window)
    fill(qtbot, form, server="erp", password=CANARY)
    form.name.setText("東京")
    asked(qtbot, window, form.next)
    press(qtbot, form.next)
    view = imports_of(qtbot, window)
    assert view.wizard is not None
    tried(qtbot, window, view.wizard)
    loaded(qtbot, window, view.wizard)
    again = form_of(qtbot, window, "東京")
    assert [*view.sources.buttons] == ["東京", "sql", "vault"]
    password = again.lines["password"].control
    assert isinstance(password, QLineEdit)
    assert again.lines["server"].words == "erp"
    assert (password.text(), "キーチェーン" in password.placeholderText()) == ("", True)
    asked(qtbot, window, again.test)
    assert again.note.text() == "接続できました。"
    fill(qtbot, again, server="elsewhere")
    asked(qtbot, window, again.test)
    assert "必須" in again.lines["password"].below.text()  # it was for the other server


@pytest.mark.usefixtures("keychain", "began")
def test_what_is_wrong_is_told_at_its_setting_or_above(editable: Opened, qtbot: QtBot) -> None:
    window = editable()
    form = form_of(qtbot, window)
    fill(qtbot, form, port="http")
    asked(qtbot, window, form.test)
    below = {name: line.below.text() for name, line in form.lines.items()}
    assert "必須" in below["server"]
    assert "必須" in below["password"]
    assert "整数" in below["port"]
    assert not below["pin"]
    fill(qtbot, form, port="1", server="down", password="x")
    assert not form.lines["port"].below.text()
    asked(qtbot, window, form.test)
    assert "応答しません" in form.problem.sentence.text()
    fill(qtbot, form, server="erp", password="guess")
    asked(qtbot, window, form.next)
    assert "違います" in form.problem.sentence.text()
    assert form.tables.isHidden()
    press(qtbot, form.cancel)
    assert imports_of(qtbot, window).currentIndex() == 0


@pytest.mark.usefixtures("keychain", "began")
def test_reading_can_be_stopped_and_done_once_more(editable: Opened, qtbot: QtBot) -> None:
    window = editable()
    form = form_of(qtbot, window)
    fill(qtbot, form, server="erp", password=CANARY)
    way = form.lines["way"].control
    assert isinstance(way, ChoiceBox)
    way.choose("hangs")
    asked(qtbot, window, form.next)
    press(qtbot, form.next)
    wizard = imports_of(qtbot, window).wizard
    assert wizard is not None
    (job,) = window._session.jobs.running
    job.cancel()
    quiet(qtbot, window)
    assert "中止" in wizard.question.sentence.text()
    wizard.hash_email.click()
    (job,) = window._session.jobs.running
    job.cancel()
    quiet(qtbot, window)
    assert not wizard.load.isEnabled()


def test_stopping_a_file_leaves_the_page_usable(editable: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = editable()
    wizard = wizard_on(qtbot, window, file_of(tmp_path, "商談ID,フェーズ\nA1,受注\nA2,失注\n"))
    wizard.hash_email.click()
    for job in window._session.jobs.running:
        job.cancel()
    quiet(qtbot, window)
    wizard.drop_names.click()
    tried(qtbot, window, wizard)
    assert wizard.load.isEnabled()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_form_is_whole_and_a_folder_is_chosen(
    editable: Opened, qtbot: QtBot, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.extension.making import put
    from tests.extension.vault import CODE, MANIFEST

    server = "    server: Annotated[str, "
    folder = '    place: Annotated[str, Setting(title="Place", shape="folder")]\n'
    code = CODE.replace(server, folder + server)
    put("vault", code.replace("PASSWORD", "''"), MANIFEST)
    window = editable(language=language)
    form = form_of(qtbot, window)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    press(qtbot, form.lines["place"].choose)
    assert form.lines["place"].words == str(tmp_path)
    assert cut_labels(form) == []
