"""Larger texts: nothing is cut on any page, and pictures grow as a whole."""

from __future__ import annotations

import contextlib

import msgspec
import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Opened
from tests.ui.every_page import PAGES, every_view
from tests.ui.walking import cut_buttons, cut_labels

from kakehashi.storage.settings import change_settings
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.budget_months import BudgetMonths
from kakehashi.ui.picture import PictureView
from kakehashi.words import Language

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def opened_at(opened: Opened, size: int, language: Language, **wanted: object) -> MainWindow:
    change_settings(lambda settings: msgspec.structs.replace(settings, text_size=size))
    window = opened("edited", language, **wanted)
    assert window.look.text_size == size
    return window


@pytest.mark.parametrize(
    ("language", "size"),
    [
        ("en", 125),  # where texts need most room
        pytest.param("ja", 125, marks=pytest.mark.slow),
        pytest.param("en", 100, marks=pytest.mark.slow),
        pytest.param("ja", 100, marks=pytest.mark.slow),
    ],
)
def test_no_text_of_a_page_is_cut(opened: Opened, qtbot: QtBot, language: Language, size: int) -> None:
    window = opened_at(opened, size, language)
    cut = []
    for page in PAGES:
        for view in every_view(window, page):
            cut += [f"{page} {view}: {said}" for said in cut_at_last(window, qtbot)]
    assert "\n".join(cut) == ""


def cut_at_last(window: MainWindow, qtbot: QtBot) -> list[str]:
    """What is cut once all that comes after the first paint is there."""
    found: list[str] = []

    def none() -> bool:
        found[:] = cut_labels(window) + cut_buttons(window)
        return not found

    with contextlib.suppress(TimeoutError):
        qtbot.wait_until(none, timeout=1_000)
    return found


@pytest.mark.parametrize("language", ["en", pytest.param("ja", marks=pytest.mark.slow)])
def test_the_budget_names_all_its_views(opened: Opened, language: Language) -> None:
    window = opened_at(opened, 125, language, page="budget")
    budget = window.findChild(BudgetMonths)
    assert isinstance(budget, BudgetMonths)
    shown = [each for each in budget.views.findChildren(QPushButton) if each.isVisible()]
    assert [each.text() for each in shown] == [
        window.look.say(f"ui.budget.which.{which}")
        for which in ("planned", "committed", "actual", "variance")
    ]


def test_a_picture_is_drawn_larger_with_its_texts_where_they_belong(opened: Opened) -> None:
    window = opened_at(opened, 125, "ja", page="metrics")
    tree = next(each for each in window.findChildren(PictureView) if each.scene is not None)
    assert tree.zoom == 1.25
    assert tree.width() == round(tree.scene.width * 1.25)  # type: ignore[union-attr]
    assert window.look.as_drawn.font(11).pixelSize() == 11
