"""What the window keeps in the user's settings: recent plans, where somebody was in each, what was chosen.

A folder that can't be written stops nobody: it is said in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kakehashi.storage.errors import FileProblem
from kakehashi.storage.settings import Place, Settings, change_settings, left_at, opened_lately, read_settings

if TYPE_CHECKING:
    from kakehashi.ui.appearance import Appearance
    from kakehashi.ui.main_window import MainWindow

log = logging.getLogger(__name__)


def settings_now() -> Settings:
    """The stored settings; a new program's where even the folder can't be made."""
    with suppress(FileProblem):
        return read_settings()
    return Settings()


def remember(change: Callable[[Settings], Settings]) -> Settings:
    """Change the stored settings; what they are then."""
    try:
        return change_settings(change)
    except FileProblem as problem:
        log.warning("settings not written: %s", problem)
        return change(settings_now())


def remember_plan(path: Path, title: str, company: str, at: str) -> None:
    """This plan was opened last."""
    remember(lambda settings: opened_lately(settings, path, title=title, company=company, at=at))


def remember_appearance(appearance: Appearance) -> None:
    """Language, theme and text size were chosen."""
    remember(
        lambda settings: msgspec.structs.replace(
            settings,
            language=appearance.language,
            theme=appearance.theme,
            text_size=appearance.text_size,
        )
    )


def remember_place(uuid: str, window: MainWindow) -> None:
    """Where somebody was in a plan when it was closed."""
    size = window.normalGeometry() if window.isMaximized() else window.geometry()
    place = Place(
        width=size.width(),
        height=size.height(),
        maximized=window.isMaximized(),
        page=window.chapter,
        view=window.view,
    )
    remember(lambda settings: left_at(settings, uuid, place))
