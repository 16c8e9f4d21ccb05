"""What is to be known before a plugin may run: what it brings, what it says it uses, whose rights it has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from kakehashi.extension.describing import Fact
from kakehashi.ui.dialog import Dialog
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.marked_line import MarkedLine
from kakehashi.ui.plugin_facts import PluginFacts

SIZE = (600, 480)


class PluginQuestion(Dialog):
    """`accepted` means yes. Enter alone says no: nobody allows a plugin by accident."""

    def __init__(
        self,
        look: Look,
        title: str,
        facts: Sequence[Fact],
        warnings: Sequence[str],
        action: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, title, parent)
        self.resize(look.scaled(SIZE[0]), look.scaled(SIZE[1]) if facts else 0)
        if facts:
            self.facts = PluginFacts(look, look.say("ui.plugins.facts"), self)
            self.facts.show_facts(facts)
            self.body.addWidget(self.facts, 1)
        for warning in warnings:
            line = MarkedLine(look, self)
            line.setFont(look.font(12.5))
            line.show_line(warning, "text", "warn")
            self.body.addWidget(line)
        self.yes = self.add_button(action)
        self.yes.clicked.connect(self.accept)
        self.no = self.add_button(look.say("ui.cancel"))
        self.no.setDefault(True)
        self.no.clicked.connect(self.reject)
        self.set_main(self.no)


def removal(look: Look, title: str, places: Sequence[str], parent: QWidget | None) -> PluginQuestion:
    """The question before a plugin is deleted."""
    asked = PluginQuestion(look, title, (), (), look.say("ui.plugins.remove_now"), parent)
    for said in (look.say("ui.plugins.removed_places"), *places):
        line = label(look, said, 12.5, parent=asked)
        line.setWordWrap(True)
        asked.body.addWidget(line)
    return asked
