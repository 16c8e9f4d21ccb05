"""One plugin: how it is, what it brings and says it uses, its last failure, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.drawing.badges import Badge
from kakehashi.extension.describing import said_by, seen_of
from kakehashi.extension.plugin_log import log_of
from kakehashi.extension.plugins import Plugin, State
from kakehashi.extension.standing import Standing
from kakehashi.ui.button import Button, Shape
from kakehashi.ui.labels import label, show
from kakehashi.ui.look import Look
from kakehashi.ui.marked_line import MarkedLine
from kakehashi.ui.plugin_facts import PluginFacts
from kakehashi.words import in_language

MARKS: dict[State, Badge] = {
    "ready": "good", "off": "note", "new": "warn", "changed": "warn", "packed": "warn", "wrong": "bad",
}  # fmt: skip
ACTS = {
    "allow": "ui.plugins.allow",
    "unpack": "ui.plugins.unpack",
    "turn_on": "ui.plugins.turn_on",
    "turn_off": "ui.plugins.turn_off",
    "log": "ui.plugins.log",
    "remove": "ui.plugins.remove",
}
"""What can be done, and what its button says."""


class PluginDetail(QWidget):
    """`wanted` tells which of `ACTS` somebody wants."""

    wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.title = label(look, "", 15, 700, parent=self)
        self.title.setWordWrap(True)
        self.called = label(look, "", 11.5, token="text2", parent=self)
        self.state = MarkedLine(look, self)
        self.facts = PluginFacts(look, look.say("ui.plugins.facts"), self)
        self.buttons: dict[str, Button] = {}
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for act, said in ACTS.items():
            shape: Shape = "primary" if act in ("allow", "unpack") else "outlined"
            button = self.buttons[act] = Button(look, look.say(said), shape, parent=self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, act=act: self.wanted.emit(act))
            acts.addWidget(button)
        acts.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for line in (self.title, self.called, self.state):
            rows.addWidget(line)
        rows.addSpacing(6)
        rows.addWidget(self.facts, 1)
        rows.addLayout(acts)

    def show_plugin(self, plugin: Plugin, kept: Standing) -> None:
        """Show this one, with what was said to it and became of it."""
        look, found = self._look, plugin.found
        self.title.setText(in_language(plugin.manifest.title, look.language) or plugin.name)
        self.called.setText(" ".join(filter(None, (plugin.name, found.version))))
        state = look.say(f"plugin.state_name.{plugin.state}")
        if plugin.reason is not None:
            state = look.say("ui.pair", name=state, value=look.say(plugin.reason))
        self.state.show_line(state, "text", MARKS[plugin.state])
        ours = found.origin == "built_in"
        said = said_by(plugin.manifest, ours=ours) if found.manifest is not None else ()
        self.facts.show_facts((*said, *seen_of(plugin, kept)))
        possible = acts_for(plugin, kept)
        for act, button in self.buttons.items():
            show(button, act in possible)


def acts_for(plugin: Plugin, kept: Standing) -> set[str]:
    """What can be done with a plugin as it is."""
    found = plugin.found
    acts = {"log"} if log_of(plugin.name).exists() else set()
    if plugin.state in ("new", "changed"):
        acts.add("allow")
    if found.packed and not found.problems:
        acts.add("unpack")
    elif found.origin != "built_in":
        acts.add("turn_on" if plugin.name in kept.disabled else "turn_off")
    if found.origin == "user":
        acts.add("remove")
    return acts
