"""A picture that is kept in the plan file: choose, look at, save, take away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel

from kakehashi.storage.errors import FileProblem
from kakehashi.storage.whole_file import write_whole
from kakehashi.ui.button import Button
from kakehashi.ui.fields.field_editor import FieldEditor
from kakehashi.ui.labels import show
from kakehashi.words import Message

_LARGEST = 5 * 1024 * 1024  # bytes; a plan is mailed around
_PATTERN = "*.png *.jpg *.jpeg *.svg *.gif *.webp"
_SIDE = 72


class AttachmentField(FieldEditor):
    """The picture small, and what can be done with it."""

    def lay_out(self) -> None:
        say = self.look.say
        self._shown = ""
        self.picture = QLabel(self)
        self.picture.setAccessibleName(self.title)
        self.choose = Button(self.look, say("ui.field.choose_file"), size=12.5, parent=self)
        self.explain(self.choose)
        self.choose.setAccessibleName(f"{self.title} {say('ui.field.choose_file')}")
        self.save = Button(self.look, say("ui.field.save_file"), "link", size=12, parent=self)
        self.remove = Button(self.look, say("ui.field.remove_file"), "link", size=12, parent=self)
        self.choose.clicked.connect(lambda: self._choose())
        self.save.clicked.connect(lambda: self._save())
        self.remove.clicked.connect(lambda: self._remove())
        row = QHBoxLayout()
        row.setSpacing(8)
        for each in (self.picture, self.choose, self.save, self.remove):
            row.addWidget(each)
        row.addStretch(1)
        self.rows.addLayout(row)

    def refresh(self) -> None:
        name = self.place.value(self.described.name) or ""
        if name != self._shown:
            self._shown = name
            self._show_picture(name)
        show(self.picture, bool(name))
        show(self.save, bool(name))
        show(self.remove, bool(name) and not self.read_only)
        show(self.choose, not self.read_only)

    def attach(self, path: Path) -> None:
        """Keep a file's content in the plan, and name it in the field."""
        try:
            content = path.read_bytes()
        except OSError:
            self.tell(Message("ui.field.file_unreadable", {"file": path.name}))
            return
        if len(content) > _LARGEST:
            self.tell(Message("ui.field.file_large", {"file": path.name, "most": _LARGEST // 1024 // 1024}))
            return
        name = self.place.editor.attach(content)
        if name is not None:
            self.tell(self.place.set(self.described, name))

    def _show_picture(self, name: str) -> None:
        content = self.place.editor.attachment(name) if name else None
        picture = QPixmap()
        if content is None or not picture.loadFromData(content):
            self.picture.setText(self.look.say("ui.field.file") if name else "")
            return
        fitting = Qt.AspectRatioMode.KeepAspectRatio
        smooth = Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(picture.scaled(_SIDE, _SIDE, fitting, smooth))

    def _choose(self) -> None:
        say = self.look.say
        kinds = say("ui.field.pictures", pattern=_PATTERN)
        path, _ = QFileDialog.getOpenFileName(self, say("ui.field.choose_file"), "", kinds)
        if path:
            self.attach(Path(path))

    def _save(self) -> None:
        content = self.place.editor.attachment(self._shown)
        if content is None:
            self.tell(Message("ui.field.file_gone"))
            return
        path, _ = QFileDialog.getSaveFileName(
            self, self.look.say("ui.field.save_file"), self.title + _end(content)
        )
        if path:
            try:
                write_whole(Path(path), content)
            except FileProblem as problem:
                self.tell(problem.message)

    def _remove(self) -> None:
        self.tell(self.place.set(self.described, None))


def _end(content: bytes) -> str:
    """How a file with this content ends."""
    ends = ((b"\x89PNG", ".png"), (b"\xff\xd8", ".jpg"), (b"GIF8", ".gif"), (b"RIFF", ".webp"))
    return next((end for begin, end in ends if content.startswith(begin)), ".svg")
