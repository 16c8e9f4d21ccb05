"""After an import: what came of it, and where to go from here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.evidence.import_job import ImportResult
from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages.data_aside import save_aside
from kakehashi.ui.pages.data_result import ResultPanel


class DonePanel(QWidget):
    """`closed`: back to the list; `findings_wanted`: to what the data says."""

    closed = Signal()
    findings_wanted = Signal()

    def __init__(self, look: Look, editor: Editor, workspace: Path, name: str, result: ImportResult) -> None:
        super().__init__()
        say = look.say
        self.result = ResultPanel(look, say("ui.data.imported", name=name), done=True)
        self.result.show_result(result)
        self.to_findings = Button(look, say("ui.data.to_findings"), "primary")
        self.to_findings.clicked.connect(self.findings_wanted)
        self.save = Button(look, say("ui.data.save_aside"))
        self.save.clicked.connect(lambda: save_aside(self, look, editor, workspace, result.import_id, name))
        self.save.setVisible(bool(result.set_aside))
        self.close_it = Button(look, say("ui.data.to_list"))
        self.close_it.clicked.connect(self.closed)
        about = label(look, say("ui.data.repair_words"), 12.5, token="text2")
        about.setWordWrap(True)
        about.setVisible(bool(result.set_aside))
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.to_findings, self.save, self.close_it):
            acts.addWidget(button)
        acts.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self.result)
        rows.addWidget(about)
        rows.addLayout(acts)
        rows.addStretch(1)
