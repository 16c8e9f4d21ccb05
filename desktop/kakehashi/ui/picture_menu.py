"""What can be done with a picture, and with the item that a shape of it shows: a menu, and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from kakehashi.drawing.scene import Scene
from kakehashi.ui.look import Look
from kakehashi.words import PlanError


class Act(msgspec.Struct, frozen=True):
    """An entry: its words, what it does, its key as it is said; `checked` = it is one of a choice.

    `why` says why it can't be done now.
    """

    said: str
    do: Callable[[], object]
    key: str = ""
    checked: bool | None = None
    why: str = ""


class Choices(msgspec.Struct, frozen=True):
    """Entries in a menu of their own."""

    said: str
    acts: Sequence[Act]
    why: str = ""


Entry = Act | Choices | None
"""None is a line between entries."""


def open_menu(parent: QWidget, entries: Sequence[Entry], at: QPoint) -> QMenu:
    """Open a menu at a point of the screen."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    _fill(menu, entries)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
    return menu


def _fill(menu: QMenu, entries: Sequence[Entry]) -> None:
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif isinstance(entry, Choices):
            inner = menu.addMenu(entry.said.replace("&", "&&"))
            inner.setEnabled(not entry.why)
            inner.menuAction().setToolTip(entry.why)
            _fill(inner, entry.acts)
        else:
            _add(menu, entry)


def _add(menu: QMenu, act: Act) -> None:
    said = act.said.replace("&", "&&")
    action = menu.addAction(f"{said}\t{act.key}" if act.key else said)
    action.setEnabled(not act.why)
    action.setToolTip(act.why or act.said)
    if act.checked is not None:
        action.setCheckable(True)
        action.setChecked(act.checked)
    action.triggered.connect(lambda _checked=False: act.do())


def picture_acts(
    parent: QWidget, look: Look, scene: Scene, refused: Callable[[PlanError], object]
) -> list[Entry]:
    """Copy, save, print a picture; `refused` is told why a file could not be written."""
    from kakehashi.ui import picture_file

    def save(ending: str) -> None:
        try:
            picture_file.ask_and_save(parent, scene, look, ending)
        except PlanError as error:
            refused(error)

    say = look.say
    return [
        Act(say("ui.picture.copy"), lambda: picture_file.copy_picture(scene, look)),
        Act(say("ui.picture.save_png"), lambda: save("png")),
        Act(say("ui.picture.save_svg"), lambda: save("svg")),
        Act(say("ui.picture.print"), lambda: picture_file.preview(parent, scene, look)),
    ]
