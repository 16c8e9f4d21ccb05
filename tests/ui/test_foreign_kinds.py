"""A chapter and kinds that a plugin describes, in the window: the generic pages serve them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.extension.making import put_brand
from tests.ui.conftest import Opened, opener
from tests.ui.test_main_window import list_of
from tests.ui.walking import texts

from kakehashi.extension.kinds_here import admit_kinds
from kakehashi.plan.changes import adding
from kakehashi.plan.kinds import CHAPTERS, KINDS
from kakehashi.storage.folders import plugins_likely
from kakehashi.ui.application import Program
from kakehashi.ui.finding_things import items, pages_and_views
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.chapter import ChapterPage

Window = Callable[..., MainWindow]


@pytest.fixture
def showing(program: Callable[..., Program], branded: Path, qtbot: QtBot) -> Window:
    """The window with that plan."""

    def show(language: str = "ja", theme: str = "light") -> MainWindow:
        made = program(file=branded, language=language, theme=theme, size=(1280, 800), read_only=False)
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
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plugins of the company, or installed ones: looking for them waits until the plan is on the screen."""
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps({"plugin_folder": str(tmp_path / "company")}), "utf-8")
    monkeypatch.setenv("KAKEHASHI_POLICY", str(policy))
    put_brand(folder=tmp_path / "company", trusted=False)
    assert not plugins_likely()
    window = opened()
    qtbot.wait_until(lambda: "ブランド" in chapters_in(window))
    assert plugins_likely()
