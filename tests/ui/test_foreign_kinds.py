"""A chapter and kinds that a plugin describes, in the window: the generic pages serve them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.extension.making import put_brand, put_check, put_starter
from tests.ui.conftest import opener
from tests.ui.test_checks import checks_of, rows_of
from tests.ui.test_main_window import list_of
from tests.ui.walking import texts

from kakehashi.extension.kinds_here import admit_kinds
from kakehashi.extension.running import Running, left_running
from kakehashi.extension.standing import standing
from kakehashi.plan.changes import adding
from kakehashi.plan.item import RawItem
from kakehashi.plan.kinds import CHAPTERS, KINDS
from kakehashi.storage.folders import kinds_mark, plugin_folder, running_folder
from kakehashi.ui.application import Program
from kakehashi.ui.button import Button
from kakehashi.ui.finding_things import items, pages_and_views
from kakehashi.ui.left_running_dialog import LeftRunningDialog
from kakehashi.ui.look import Look
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.new_plan_dialog import NewPlanDialog
from kakehashi.ui.pages.chapter import ChapterPage
from kakehashi.words import text

Window = Callable[..., MainWindow]


WindowOf = Callable[[Path], MainWindow]


@pytest.fixture
def showing(showing_of: WindowOf, branded: Path) -> Window:
    """The window with that plan."""
    return lambda: showing_of(branded)


@pytest.fixture
def showing_of(program: Callable[..., Program], qtbot: QtBot) -> WindowOf:
    """The window with a plan in it that can be edited."""

    def show(path: Path) -> MainWindow:
        made = program(file=path, size=(1280, 800), read_only=False)
        made.start()
        assert isinstance(made.window, MainWindow)
        with qtbot.waitSignal(made.window.complete, timeout=20_000):
            pass
        return made.window

    return show


def chapters_in(window: MainWindow) -> list[str]:
    model = list_of(window).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def branded(files: Callable[[str, str], Path], tmp_path: Path) -> Path:
    """A plan with a promise and a rival in it."""
    put_brand(trusted=False)
    admit_kinds()
    path = tmp_path / "branded.kakehashi"
    path.write_bytes(files("edited", "ja").read_bytes())
    plan = opener(path, False)
    promise = KINDS["BrandPromise"](
        id="promise", position="a0", name="翌日に届きます", strength="strong", value=3
    )
    rival = KINDS["BrandRival"](id="rival", position="a0", promise="promise", words=("速い", "安い"))
    plan.apply(adding(promise))
    plan.apply(adding(rival))
    plan.close()
    return path


def test_a_foreign_chapter_stands_after_ours_with_its_kinds(showing: Window) -> None:
    window = showing()
    names = chapters_in(window)
    assert names.index("ブランド") == len(CHAPTERS) + 1
    window.go_to("brand", "promise")
    assert window.chapter == "brand"
    said = {*texts(window)}
    assert {"翌日に届きます", "強い", "約束の一文", "何で知られたいかをまとめます。"} <= said
    assert any(each.startswith("ブランド価値") for each in said)
    window.go_to("personas", "rival")
    assert {"競合ブランド", "翌日に届きます"} <= {*texts(window)}


def test_a_foreign_field_is_edited_undone_and_found(showing: Window, qtbot: QtBot) -> None:
    window = showing()
    window.go_to("brand", "promise")
    page = window.page
    assert isinstance(page, ChapterPage)
    editor = page._editor
    editor.set("promise", "strength", "weak")
    qtbot.wait_until(lambda: "弱い" in {*texts(window)})
    assert [each.title for each in pages_and_views("ja") if each.page == "brand"] == ["ブランド", "約束"]
    plan = window._session.state.plan
    assert "翌日に届きます" in [each.title for each in items(plan, "ja") if each.page == "brand"]
    editor.undo()
    qtbot.wait_until(lambda: "強い" in {*texts(window)})


def test_kinds_that_give_no_sign_at_the_start_are_shown_a_little_later(
    showing_of: WindowOf,
    files: Callable[[str, str], Path],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Plugins of the company, or installed ones: looking for them waits until the plan is on the screen."""
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps({"plugin_folder": str(tmp_path / "company")}), "utf-8")
    monkeypatch.setenv("KAKEHASHI_POLICY", str(policy))
    put_brand(folder=tmp_path / "company", trusted=False)
    assert not kinds_mark().exists()
    path = tmp_path / "raw.kakehashi"
    path.write_bytes(files("edited", "ja").read_bytes())
    plan = opener(path, False)
    raw = RawItem(id="promise", position="a0", name_of_kind="BrandPromise", fields={"name": "翌日に届きます"})
    plan.apply(adding(raw))
    plan.close()
    window = showing_of(path)
    qtbot.wait_until(lambda: "ブランド" in chapters_in(window))
    assert kinds_mark().exists()
    window.go_to("brand", "promise")
    qtbot.wait_until(lambda: "翌日に届きます" in {*texts(window)})


SAID = "名前はShowです。（rules（日本語））"
OWNERS = """
for each in plan.items("Measure"):
    if each["name"] == "Show":
        continue
    to = {"repair": {"name": "Show"}, "repair_title": "Showに直す"}
    yield CheckResult(severity="error", item=each.id, message="名前はShowです。", **to)
    break
"""


def test_what_plugins_find_is_repaired_on_the_page_of_checks(showing: Window, qtbot: QtBot) -> None:
    put_check("rules", OWNERS)
    window = showing()
    rows = rows_of(checks_of(window))

    def places() -> list[int]:
        return [at for at, row in enumerate(rows._model._rows) if row.head == SAID]

    qtbot.wait_until(lambda: bool(places()), timeout=20_000)
    row = rows._model._rows[places()[0]]
    assert "Showに直す" in row.note
    before = window.editor.plan
    rows.acted.emit(row.act)
    (changed,) = [item for item in window.editor.plan if before.get(item.id) != item]
    assert changed.name == "Show"  # type: ignore[attr-defined]
    qtbot.wait_until(lambda: window.session.state.fresh, timeout=20_000)
    window.editor.undo()
    assert window.editor.plan == before


def test_a_check_that_hangs_holds_nothing_up(showing: Window, qtbot: QtBot, home: Path) -> None:
    gate = home / "go on"
    put_check("rules", f"while not os.path.exists({str(gate)!r}):\n    time.sleep(0.01)\nreturn []")
    window = showing()
    qtbot.wait_until(lambda: bool([*running_folder().iterdir()]), timeout=20_000)
    window.editor.set("promise", "strength", "weak")
    qtbot.wait_until(lambda: window.session.state.fresh, timeout=20_000)
    worked = window.session.state.worked
    assert worked is not None
    assert worked.findings
    window.session.close()
    gate.touch()
    qtbot.wait_until(lambda: not [*running_folder().iterdir()], timeout=20_000)


def left_behind(plugin: str) -> None:
    """As a process that is gone leaves it."""
    call = Running(plugin, "checking", "2027-05-01T09:00:00+00:00", 999_999_999)
    (running_folder() / "999999999.json").write_bytes(msgspec.json.encode(call))


@pytest.mark.parametrize("off", [True, False])
def test_a_plugin_that_ended_the_program_is_asked_about_before_it_runs_again(
    showing: Window, qtbot: QtBot, home: Path, off: bool
) -> None:
    put_check("rules", f"open({str(home / 'ran')!r}, 'w').close()\nreturn []")
    left_behind("rules")
    window = showing()
    (dialog,) = window.findChildren(LeftRunningDialog)
    assert any("rules" in each for each in texts(dialog))
    qtbot.wait_until(lambda: window.session.state.fresh, timeout=20_000)
    assert not (home / "ran").exists()
    button = next(each for each in dialog.findChildren(Button) if each.isDefault() == off)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ("rules" in standing().disabled) == off
    assert left_running() == ()
    if off:
        qtbot.wait_until(lambda: not window.session._plugins.busy and window.session._worker is None)
    else:
        qtbot.wait_until((home / "ran").exists, timeout=20_000)
    assert (home / "ran").exists() != off


def test_a_plan_is_made_from_a_plugins_starter(qtbot: QtBot, tmp_path: Path) -> None:
    put_brand(trusted=False)
    admit_kinds()
    item = {"kind": "BrandPromise", "key": "one", "fields": {"name": "翌日に届きます"}}
    content = {"key": "y", "title": "y", "summary": "", "includes": ["b2b-saas"], "items": [item]}
    put_starter(f"json.dumps({content!r}).encode()")
    dialog = NewPlanDialog(Look("light", "ja"), "大野", tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.starter.setCurrentIndex(dialog.starter.findText("当社の年"))
    assert "当社の約束つき。" in {*texts(dialog)}
    dialog.company.setText("架橋")
    dialog.file.setText(str(tmp_path / "new.kakehashi"))
    with qtbot.waitSignal(dialog.made):
        dialog.make.click()
    made = opener(tmp_path / "new.kakehashi", True)
    assert [each.name for each in made.plan.of_kind("BrandPromise")] == ["翌日に届きます"]  # type: ignore[attr-defined]
    made.close()


def test_a_plugin_that_is_taken_away_and_put_in_again_leaves_the_plan_as_it_is(
    program: Callable[..., Program], qtbot: QtBot, branded: Path
) -> None:
    """Its items stay shown and edited while the plan is open; its checks come and go."""
    made = program(file=branded, size=(1280, 800), read_only=False)
    made.start()
    window = made.window
    assert isinstance(window, MainWindow)
    with qtbot.waitSignal(window.complete, timeout=20_000):
        pass

    def found() -> set[str]:
        worked = window.session.state.worked
        return {each.check for each in worked.findings or ()} if worked is not None else set()

    window.go_to("brand", "promise")
    shutil.rmtree(plugin_folder() / "brand")
    put_check("rules", 'yield CheckResult(severity="hint", message="x")')
    made.plugins_changed()
    qtbot.wait_until(lambda: "rules.rules_rule" in found(), timeout=20_000)
    window.go_to("brand", "promise")
    qtbot.wait_until(lambda: "翌日に届きます" in {*texts(window)})
    window.editor.set("promise", "strength", "weak")
    qtbot.wait_until(lambda: "弱い" in {*texts(window)})
    shutil.rmtree(plugin_folder() / "rules")
    put_check("rules", 'yield CheckResult(severity="hint", message="newer")')
    made.plugins_changed()
    qtbot.wait_until(lambda: any("newer" in each for each in sentences(window)), timeout=20_000)


def sentences(window: MainWindow) -> list[str]:
    worked = window.session.state.worked
    return [text(each.sentence, "ja") for each in worked.findings or ()] if worked is not None else []
