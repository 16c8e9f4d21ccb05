"""Which program this is, under which licence, on what it stands."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QWidget

from kakehashi import VERSION
from kakehashi.storage.folders import log_file
from kakehashi.ui.dialog import Dialog
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look


class AboutDialog(Dialog):
    """Texts that can be copied."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, look.say("ui.about.title"), parent)
        say = look.say
        versions = say("ui.about.versions", version=VERSION, python=platform.python_version(), qt=qVersion())
        for said in (
            say("ui.about.what"),
            versions,
            say("ui.about.licence"),
            say("ui.about.log", log=str(log_file())),
        ):
            line = label(look, said, 12.5, parent=self)
            line.setWordWrap(True)
            line.setMinimumWidth(420)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.addWidget(line)
        close = self.add_button(say("ui.close"), primary=True)
        close.clicked.connect(self.accept)
        self.set_main(close)
