"""Plugins in the window: looked at, installed, allowed, turned off and on, removed, by mouse and by keys."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAccessible, QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.extension.making import as_wheel, packed, project, put, put_writer
from tests.ui.test_frame import Programs, completed, drop, shown, told
from tests.ui.test_frame import own_file as own_file
from tests.ui.test_frame import start as start
from tests.ui.test_frame import working as working
from tests.ui.test_pseudo import bracketed as bracketed
from tests.ui.test_pseudo import outside
from tests.ui.test_shape import _takes_keys
from tests.ui.walking import cut_labels, texts

from kakehashi.extension import installing
from kakehashi.extension.plugin_log import note, write
from kakehashi.extension.plugins import plugin_named, plugins
from kakehashi.extension.standing import standing
from kakehashi.storage.folders import plugin_folder
from kakehashi.ui import restarting
from kakehashi.ui.application import Program, Wanted
from kakehashi.ui.commands import COMMANDS
from kakehashi.ui.finder import Finder
from kakehashi.ui.message_bar import MessageBar
from kakehashi.ui.plugin_question import PluginQuestion
from kakehashi.ui.plugins_dialog import PluginsDialog
from kakehashi.ui.settings_dialog import SettingsDialog
from kakehashi.words import PlanError

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
RICH = """name = "{name}"
version = "2.1"
api = ">=1.0,<2"
title = {{ en = "Our ERP", ja = "基幹システム" }}
summary = {{ en = "Writes a list.", ja = "一覧を書きます。" }}
contact = "it@example.com"
hosts = ["erp.example.com"]
"""

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def no_dialog_stays() -> Iterator[None]:
    yield
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog):
            each.close()


@pytest.fixture
def opened(start: Callable, qtbot: QtBot) -> Callable[..., tuple[Program, PluginsDialog]]:
    """The dialog over the start page, with all that is there."""

    def open_it(language: str = "ja", **wanted: object) -> tuple[Program, PluginsDialog]:
        program, _ = start(language, **wanted)
        program.acts.do("plugins")
        return program, filled(qtbot)

    return open_it


def filled(qtbot: QtBot) -> PluginsDialog:
    dialog = shown(qtbot, PluginsDialog)
    assert isinstance(dialog, PluginsDialog)
    qtbot.wait_until(lambda: dialog.list.model().rowCount() > 0)
    return dialog


def asked(qtbot: QtBot) -> PluginQuestion:
    question = shown(qtbot, PluginQuestion)
    assert isinstance(question, PluginQuestion)
    qtbot.wait_until(question.no.hasFocus)
    return question


def choose(dialog: PluginsDialog, qtbot: QtBot, title: str) -> None:
    """A click on the row with this title."""
    view = dialog.list
    for row in range(view.model().rowCount()):
        index = view.model().index(row, 0)
        if index.data() == title:
            view.scrollTo(index)
            qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
            assert dialog.detail.title.text() == title
            return
    pytest.fail(f"no row {title!r}")


def click(dialog: PluginsDialog, qtbot: QtBot, act: str) -> None:
    button = dialog.detail.buttons[act]
    assert button.isVisible()
    qtbot.mouseClick(button, LEFT)


def rows(dialog: PluginsDialog) -> list[str]:
    model = dialog.list.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def words(window: QWidget) -> str:
    return "\n".join(texts(window))


@pytest.mark.parametrize(
    ("language", "title", "yes", "said"),
    [("ja", "基幹システム", "あなたの権限", "組み込み"), ("en", "Our ERP", "your rights", "is installed")],
)
def test_a_plugin_from_a_file_to_its_end(
    opened: Callable, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    language: str, title: str, yes: str, said: str,
) -> None:  # fmt: skip
    place = put_writer("example_erp", folder=tmp_path, trusted=False, head=RICH)
    wheel = packed(place, tmp_path / "example_erp-2.1-py3-none-any.whl")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(wheel), ""))
    _, dialog = opened(language)
    assert dialog.none.isVisible()
    qtbot.mouseClick(dialog.choose_file, LEFT)
    question = asked(qtbot)
    for part in (title, "2.1", "it@example.com", "erp.example.com", "example_erp", wheel.name, yes):
        assert part in words(question), part
    assert cut_labels(question) == []
    qtbot.keyClick(question, Qt.Key.Key_Return)  # Enter alone allows nothing
    qtbot.wait_until(lambda: not question.isVisible())
    assert not [*plugin_folder().iterdir()]
    qtbot.mouseClick(dialog.choose_file, LEFT)
    qtbot.mouseClick(asked(qtbot).yes, LEFT)
    qtbot.wait_until(lambda: any(title in each for each in rows(dialog)))
    assert dialog.detail.title.text() == title
    assert said in dialog.message.sentence.text()
    assert not dialog.none.isVisible()
    assert plugin_named("example_erp").state == "ready"
    click(dialog, qtbot, "turn_off")
    qtbot.wait_until(lambda: plugin_named("example_erp").state == "off")
    qtbot.wait_until(dialog.detail.buttons["turn_on"].isVisible)
    click(dialog, qtbot, "turn_on")
    qtbot.wait_until(dialog.detail.buttons["turn_off"].isVisible)
    assert plugin_named("example_erp").state == "ready"
    click(dialog, qtbot, "remove")
    question = asked(qtbot)
    assert str(plugin_folder() / "example_erp") in words(question)
    qtbot.mouseClick(question.yes, LEFT)
    qtbot.wait_until(lambda: not any(title in each for each in rows(dialog)))
    assert not [*plugin_folder().iterdir()]
    assert not standing().trusted


def test_one_that_lies_there_is_allowed_and_asked_again_when_it_changed(
    opened: Callable, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = put_writer("theirs", folder=tmp_path / "shared", trusted=False)
    (tmp_path / "policy.json").write_text(json.dumps({"plugin_folder": str(place.parent)}))
    monkeypatch.setenv("KAKEHASHI_POLICY", str(tmp_path / "policy.json"))
    _, dialog = opened("en")
    assert dialog.detail.title.text() == "theirs"  # what waits for a decision comes first
    assert not dialog.detail.buttons["remove"].isVisible()  # it is the company's
    for change in (None, "more.py"):
        if change is not None:
            (place / "theirs" / change).write_text("")
            dialog.read_again()
            qtbot.wait_until(dialog.detail.buttons["allow"].isVisible)
        click(dialog, qtbot, "allow")
        qtbot.mouseClick(asked(qtbot).yes, LEFT)
        qtbot.wait_until(lambda: plugin_named("theirs").state == "ready")
        qtbot.wait_until(lambda: not dialog.detail.buttons["allow"].isVisible())


def test_files_that_change_while_one_reads_the_question_are_not_allowed(
    opened: Callable, qtbot: QtBot
) -> None:
    place = put_writer(trusted=False)
    _, dialog = opened("en")
    click(dialog, qtbot, "allow")
    question = asked(qtbot)
    (place / "writer/__init__.py").write_text("evil = 1")
    qtbot.mouseClick(question.yes, LEFT)
    qtbot.wait_until(lambda: "writer" in standing().trusted)
    assert plugin_named("writer").state == "changed"


def test_what_it_brings_is_there_once_the_dialog_is_closed(
    working: Callable, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manifest stands for its folder, where only files can be chosen."""
    place = put_writer(folder=tmp_path / "from", trusted=False)
    manifest = place / "writer/kakehashi-plugin.toml"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(manifest), ""))
    program, window = working(language="en")
    window.go_to("declare")
    documents = window.page.open_view("declare_documents")
    qtbot.wait_until(lambda: "excel" in documents.exports)
    program.acts.do("plugins")
    dialog = filled(qtbot)
    qtbot.mouseClick(dialog.choose_file, LEFT)
    qtbot.mouseClick(asked(qtbot).yes, LEFT)
    qtbot.wait_until(lambda: dialog.detail.title.text() == "writer")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    documents = window.page.open_view("declare_documents")
    qtbot.wait_until(lambda: "plain" in documents.others)
    qtbot.wait_until(lambda: not window.session.jobs.running, timeout=20_000)


def test_what_is_loaded_once_counts_from_the_next_start(
    opened: Callable, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("rules", "", '[[checks]]\nkey = "rules"\ntitle = "Rules"\n', trusted=False)
    again: list[bool] = []
    monkeypatch.setattr(restarting, "start_again", lambda _wanted, _file, *, safe: again.append(safe))
    _, dialog = opened("en")
    click(dialog, qtbot, "allow")
    qtbot.mouseClick(asked(qtbot).yes, LEFT)
    qtbot.wait_until(dialog.message.isVisible)
    assert "next start" in dialog.message.sentence.text()
    qtbot.wait_until(lambda: "not allowed" not in "".join(rows(dialog)))
    qtbot.mouseClick(dialog.message.action, LEFT)
    qtbot.wait_until(lambda: again == [False])


def test_a_broken_one_says_why_and_is_removed(opened: Callable, qtbot: QtBot) -> None:
    put("broken", "", 'titel = "x"\nhosts = [1]\n', trusted=False)
    _, dialog = opened("en")
    choose(dialog, qtbot, "broken")
    assert "titel" in dialog.detail.state.text()
    assert "hosts" in dialog.detail.state.text()
    click(dialog, qtbot, "remove")
    qtbot.mouseClick(asked(qtbot).yes, LEFT)
    qtbot.wait_until(lambda: not (plugin_folder() / "broken").exists())


def test_the_last_failure_and_the_log(
    opened: Callable, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_writer()
    write("writer", "exporting", "ZeroDivisionError")
    note("writer", "exporting", PlanError("error.plugin.failed", plugin="writer", log="x.log"))
    shown_files: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown_files.append(url) or True)
    _, dialog = opened("ja")
    choose(dialog, qtbot, "writer（日本語）")
    assert "書き出しに失敗しました" in words(dialog)
    click(dialog, qtbot, "log")
    assert shown_files[0].toLocalFile().endswith("plugin-writer.log")
    for button in dialog.findChildren(QPushButton):
        if button.text() == "プラグインフォルダー":
            qtbot.mouseClick(button, LEFT)
    assert shown_files[-1].toLocalFile() == str(plugin_folder())


def test_long_work_is_told_and_one_thing_is_asked_at_a_time(
    opened: Callable, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, dialog = opened("en")
    may_end, real = Event(), installing.look_at
    monkeypatch.setattr(installing, "look_at", lambda path: may_end.wait(20) and real(path))
    wheel = as_wheel(tmp_path / "from")
    for _ in range(2):
        dialog.install(wheel)
    qtbot.wait_until(dialog.message.isVisible)
    assert "Looking at a plugin" in dialog.message.sentence.text()
    may_end.set()
    question = asked(qtbot)
    qtbot.wait_until(lambda: not dialog.message.isVisible())
    assert [each for each in dialog.findChildren(PluginQuestion) if each.isVisible()] == [question]


def test_a_refusal_is_told_in_the_dialog(opened: Callable, qtbot: QtBot, tmp_path: Path) -> None:
    _, dialog = opened("ja")
    place = project(tmp_path)
    (place / "writer/fast.so").write_text("")
    drop(dialog, packed(place, tmp_path / "writer.zip"))
    qtbot.wait_until(dialog.message.isVisible)
    assert "fast.so" in dialog.message.sentence.text()
    assert dialog.message.kind == "bad"
    assert not [*plugin_folder().iterdir()]


def test_a_packed_one_in_the_folder_is_installed_from_there(
    opened: Callable, qtbot: QtBot, tmp_path: Path
) -> None:
    packed(project(tmp_path), plugin_folder() / "writer-1.0-py3-none-any.whl")
    _, dialog = opened("en")
    click(dialog, qtbot, "unpack")
    qtbot.mouseClick(asked(qtbot).yes, LEFT)
    qtbot.wait_until(lambda: plugin_named("writer").state == "ready")
    assert [each.name for each in plugin_folder().iterdir()] == ["writer"]


# ---- ways there


def test_a_wheel_that_is_dropped_onto_a_window_is_to_be_installed(
    start: Callable, working: Callable, qtbot: QtBot, tmp_path: Path
) -> None:
    wheel = as_wheel(tmp_path / "from")
    for open_window in (start, working):
        _, window = open_window()
        drop(window, wheel)
        question = asked(qtbot)
        assert "writer" in words(question)
        question.reject()
        filled(qtbot).reject()


def test_a_zip_without_a_manifest_is_no_plugin(start: Callable, tmp_path: Path) -> None:
    _, window = start()
    (tmp_path / "data").mkdir()
    (tmp_path / "data/deals.csv").write_text("a,b\n")
    drop(window, packed(tmp_path / "data", tmp_path / "deals.zip"))
    assert "deals.zip" in told(window)


def test_by_keyboard_alone_from_ctrl_k(working: Callable, qtbot: QtBot) -> None:
    put_writer("first", "one", ".one")
    put_writer("second", "two", ".two", trusted=False)
    _, window = working(language="en")
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    finder = window.findChild(Finder)
    qtbot.wait_until(finder.typed.hasFocus)
    qtbot.keyClicks(finder.typed, "plugins")
    qtbot.keyClick(finder.typed, Qt.Key.Key_Return)
    dialog = filled(qtbot)
    qtbot.wait_until(dialog.list.hasFocus)
    assert dialog.detail.title.text() == "second"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    assert dialog.detail.title.text() == "first"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    reach(dialog, qtbot, dialog.detail.buttons["allow"])
    qtbot.keyClick(dialog.detail.buttons["allow"], Qt.Key.Key_Space)
    question = asked(qtbot)
    reach(question, qtbot, question.yes)
    qtbot.keyClick(question.yes, Qt.Key.Key_Space)
    qtbot.wait_until(lambda: plugin_named("second").state == "ready")


def reach(dialog: QDialog, qtbot: QtBot, wanted: QWidget) -> None:
    """Press Tab until the keyboard is there."""
    for _ in range(15):
        if wanted.hasFocus():
            return
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    pytest.fail(f"{wanted} is not reached")


def test_the_settings_lead_there(start: Callable, qtbot: QtBot) -> None:
    program, _ = start()
    program.acts.do("settings")
    settings = shown(qtbot, SettingsDialog)
    qtbot.mouseClick(settings.plugins, LEFT)
    filled(qtbot)
    assert {"plugins", "start_safely"} <= {each.key for each in COMMANDS}


# ---- whole


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_is_cut_and_all_has_a_name(opened: Callable, qtbot: QtBot, language: str) -> None:
    put_writer("example_erp", trusted=False, head=RICH)
    put("broken", "", 'titel = "x"\nhosts = [1]\n', trusted=False)
    _, dialog = opened(language)
    for row in range(dialog.list.model().rowCount()):
        dialog.list.setCurrentIndex(dialog.list.model().index(row, 0))
        qtbot.wait_until(lambda: cut_labels(dialog) == [])
        for widget in filter(_takes_keys, dialog.findChildren(QWidget)):
            name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            assert name, widget


def test_no_text_is_outside_the_catalogue(opened: Callable, bracketed: None) -> None:
    _, dialog = opened("ja")
    own = {each.name for each in plugins()} | {"CSV", "HTML", "csv", "excel", "html", "workbook"}
    own |= {word for each in plugins() for word in str(each.manifest).replace('"', " ").split()}
    for said in texts(dialog):
        for word in outside(said).split():
            assert not word.isalpha() or any(word in each for each in own), said


# ---- starting without plugins


def test_a_safe_start_is_told_and_left_again(
    working: Callable, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own_file: Path
) -> None:
    monkeypatch.setenv("KAKEHASHI_SAFE", "1")
    put_writer()
    program, window = working(language="en")
    assert "without plugins" in told(window)
    program.acts.do("plugins")
    dialog = filled(qtbot)
    assert "with plugins" in dialog.restart.text()
    choose(dialog, qtbot, "writer")
    assert "--safe" in dialog.detail.state.text()
    dialog.accept()
    script = tmp_path / "again.py"
    script.write_text(
        "import os, sys\nfrom pathlib import Path\n"
        "part = Path(sys.argv[1] + '.part')\n"
        "part.write_text(os.environ['KAKEHASHI_SAFE'] + ' ' + sys.argv[2])\npart.rename(sys.argv[1])\n"
    )
    out = tmp_path / "told.txt"
    monkeypatch.setattr(
        restarting, "command", lambda _wanted, file: [sys.executable, str(script), str(out), str(file)]
    )
    bar = window.findChild(MessageBar)
    bar.action.click()
    qtbot.wait_until(out.exists, timeout=20_000)
    assert out.read_text() == f"0 {own_file}"
    assert bar.kind != "bad"
    assert program.session is None  # the plan is free for the other one


def test_the_menu_restarts_without_plugins(
    working: Callable, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, own_file: Path
) -> None:
    again: list[tuple[Path | None, bool]] = []
    monkeypatch.setattr(restarting, "start_again", lambda _, file, *, safe: again.append((file, safe)))
    _, window = working()
    window.commands["start_safely"].trigger()
    assert again == [(own_file, True)]


def test_a_restart_that_fails_leaves_all_as_it_was(
    working: Callable, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, own_file: Path
) -> None:
    monkeypatch.setattr(restarting, "command", lambda *_: ["/nowhere/python", "x"])
    program, window = working(language="en")
    window.commands["start_safely"].trigger()
    window = completed(qtbot, program)
    assert "--safe" in told(window)
    assert program.session is not None
    assert program.session.state.path == own_file


def test_a_restart_waits_for_what_is_at_work(working: Callable, qtbot: QtBot, own_file: Path) -> None:
    program, window = working(language="en")
    may_end = Event()
    program.jobs.run("Counting", lambda _progress: may_end.wait(20))
    window.commands["start_safely"].trigger()
    assert "Counting" in told(window)
    assert program.session is not None
    may_end.set()
    qtbot.wait_until(lambda: not program.jobs.running)


def test_what_starts_again_starts(own_file: Path, program: Programs) -> None:
    wanted = Wanted(file=own_file, language="en", theme="dark", read_only=True)
    command = [*restarting.command(wanted, own_file), "--until", "complete"]
    surroundings = {**os.environ, "KAKEHASHI_SAFE": "1"}
    ended = subprocess.run(command, env=surroundings, capture_output=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
