"""A window with a plan in it, closed cleanly after each test."""

from __future__ import annotations

import gc
import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui import plans

from kakehashi.open_plan import OpenPlan
from kakehashi.ui.application import Program, Wanted, application
from kakehashi.ui.garbage import look_for_garbage
from kakehashi.ui.main_window import MainWindow

Opened = Callable[..., MainWindow]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """The plan files, made once: `files(kind, language)`."""
    folder = tmp_path_factory.mktemp("plans")

    def file(kind: str, language: str) -> Path:
        path = folder / f"{kind}-{language}.kakehashi"
        return path if path.exists() else getattr(plans, kind)(path, language)

    return file


def opener(path: Path, read_only: bool) -> OpenPlan:
    return OpenPlan.open(path, person="テスト", clock=lambda: "2027-05-01T09:00:00", read_only=read_only)


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """See `ui.garbage`: a test may work beside the window, too."""
    gc.disable()
    yield
    look_for_garbage()
    gc.enable()


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """What the window logs goes to the user-data folder of its test."""
    yield
    log = logging.getLogger("kakehashi.ui")
    for handler in [*log.handlers]:
        log.removeHandler(handler)
        handler.close()
    log.propagate = True  # otherwise pytest puts handlers of its own there


@pytest.fixture
def program(qapp: QApplication) -> Iterator[Callable[..., Program]]:
    """Makes programs; each is ended after the test."""
    made: list[Program] = []

    def make(**wanted: Any) -> Program:
        fields = {"file": None, "opener": opener, "language": "ja", "theme": "light", "read_only": True}
        program = Program(application(), Wanted(**{**fields, **wanted}))
        made.append(program)
        return program

    yield make
    for program in made:
        program.finish()
        if program.window is not None:
            program.window.close()
            program.window.deleteLater()
    QApplication.processEvents()
    gc.unfreeze()


@pytest.fixture
def editable(
    qtbot: QtBot, program: Callable[..., Program], files: Callable[[str, str], Path], tmp_path: Path
) -> Opened:
    """A window that edits a copy of a plan, `tmp_path / "plan.kakehashi"`; the same one when opened again."""

    def open_it(kind: str = "edited", language: str = "ja", **wanted: Any) -> MainWindow:
        path = tmp_path / "plan.kakehashi"
        if not path.exists():
            shutil.copy(files(kind, language), path)
        fields = {"read_only": False, "size": (1280, 800), **wanted}
        made = program(file=path, language=language, **fields)
        made.start()
        window = made.window
        assert isinstance(window, MainWindow)
        with qtbot.waitSignal(window.complete, timeout=20_000):
            pass
        qtbot.wait_until(lambda: window.isVisible())
        QApplication.processEvents()
        return window

    return open_it


@pytest.fixture
def opened(qtbot: QtBot, program: Callable[..., Program], files: Callable[[str, str], Path]) -> Opened:
    """A window in which all that is worked out has arrived."""

    def open_it(
        kind: str = "edited", language: str = "ja", size: tuple[int, int] = (1280, 800), **wanted: Any
    ) -> MainWindow:
        made = program(file=files(kind, language), language=language, size=size, **wanted)
        made.start()
        window = made.window
        assert isinstance(window, MainWindow)
        with qtbot.waitSignal(window.complete, timeout=20_000):
            pass
        qtbot.wait_until(lambda: window.isVisible())
        QApplication.processEvents()
        return window

    return open_it
