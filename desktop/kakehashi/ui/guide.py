"""The user guide: pages of HTML that come with the program, shown by the system's browser."""

from __future__ import annotations

from importlib.resources import as_file, files

from kakehashi.words import LANGUAGES, Language


def guide_page(language: Language) -> str:
    """The address of the guide's first page in this language, English where there is none."""
    name = language if language in LANGUAGES else "en"
    with as_file(files("kakehashi_guide") / f"first-plan.{name}.html") as page:
        return page.as_uri()


def open_guide(language: Language) -> bool:
    """Show the guide; whether the system has something to show it with."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    return QDesktopServices.openUrl(QUrl(guide_page(language)))
