"""`make screenshots`: every page of the window with the sample plan, in ja/en, light/dark, two sizes.

Into docs/images/pages, eight pictures a page, and those of the guide into docs/guide/images. To be looked at
before they are committed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
IMAGES = REPO / "docs" / "images" / "pages"
GUIDE = REPO / "docs" / "guide" / "images"
IN_GUIDE = ("overview", "metrics", "data", "organization", "budget", "simulation", "declare")
SIZES = ((1280, 800), (1920, 1080))
LONGEST = 60.0
"""Seconds until a page must show all that is worked out."""


def main() -> int:
    """Write the pictures; named pages only, when pages are named."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for folder in (IMAGES, GUIDE):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(KAKEHASHI_HOME=str(folder / "home"), KAKEHASHI_NOW="2027-07-12T09:00:00")
        for language in ("ja", "en"):
            plan = folder / f"{language}.kakehashi"
            made = (sys.executable, "-m", "kakehashi.cli.main", "sample", str(plan), "--language", language)
            subprocess.run(made, check=True, capture_output=True)
            for theme in ("light", "dark"):
                _pictures(plan, language, theme, tuple(sys.argv[1:]))
    return 0


def _pictures(plan: Path, language: str, theme: str, only: tuple[str, ...]) -> None:
    """All pages of one window."""
    from kakehashi.ui.application import Program, Wanted, application
    from kakehashi.ui.chapter_words import ABOUT
    from kakehashi.ui.main_window import MainWindow
    from kakehashi.ui.views import OVERVIEW, OWN_PAGES

    wanted = Wanted(file=plan, language=language, theme=theme, size=SIZES[0])  # type: ignore[arg-type]
    program = Program(application(), wanted)
    program.start()
    window = program.window
    assert isinstance(window, MainWindow)
    _wait(lambda: window.session.state.fresh)
    for size in SIZES:
        window.resize(*size)
        for page in (OVERVIEW, *ABOUT, *OWN_PAGES):
            if only and page not in only:
                continue
            window.go_to(page)
            _wait(lambda: False, 0.5)
            _wait(lambda: not window.session.jobs.running)
            stem = f"{page}-{language}-{theme}-{size[0]}"
            _save(window, IMAGES / f"{stem}.png")
            if page in IN_GUIDE and (theme, size) == ("light", SIZES[0]):
                shutil.copy(IMAGES / f"{stem}.png", GUIDE / f"{page}-{language}.png")
    program.finish()
    window.close()
    window.deleteLater()


def _save(window: object, target: Path) -> None:
    """As PNG of its 256 most frequent colours: an eighth of the size, and no eye sees it."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)  # type: ignore[attr-defined]
    colours = Counter(memoryview(picture.constBits()).cast("I"))
    table = [colour | 0xFF000000 for colour, _ in colours.most_common(256)]
    flat = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    picture.convertToFormat(QImage.Format.Format_Indexed8, table, flat).save(str(target), "PNG", 0)


def _wait(done: Callable[[], bool], most: float = LONGEST) -> None:
    from PySide6.QtWidgets import QApplication

    until = time.monotonic() + most
    while time.monotonic() < until and not done():
        QApplication.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
