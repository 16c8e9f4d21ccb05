"""What is at work beside the window, in the status line: its name, how far it is, a button to cancel it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.jobs import Job, Jobs
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look

_BAR = (84, 6)  # px


class JobLine(QWidget):
    """Hidden while nothing is at work. Of several jobs it shows the newest; all are in its tooltip."""

    def __init__(self, look: Look, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._jobs = look, jobs
        self._job: Job | None = None
        self.said = label(look, "", 11.5, token="text2", parent=self)
        self._bar = _Bar(look, self)
        self.cancel = Button(look, "", "flat", icon="close", parent=self)
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for each in (self.said, self._bar, self.cancel):
            row.addWidget(each)
        jobs.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        running = self._jobs.running
        self._job = running[-1] if running else None
        self.setVisible(self._job is not None)
        if self._job is None:
            return
        said = _words(self._look, self._job)
        if len(running) > 1:
            said = self._look.say("ui.job.more", said=said, more=len(running) - 1)
        self.said.setText(said)
        self.setToolTip("\n".join(_whole(self._look, job) for job in running))
        self.setAccessibleName(said)
        self._bar.show_percent(self._job.percent)
        act = self._look.say("ui.job.cancel", name=self._job.name)
        self.cancel.setToolTip(act)
        self.cancel.setAccessibleName(act)
        self.cancel.setEnabled(not self._job.cancelled)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._show()


def _words(look: Look, job: Job) -> str:
    if job.cancelled:
        return look.say("ui.job.stopping", name=job.name)
    if job.percent is None:
        return look.say("ui.job.running", name=job.name)
    return look.say("ui.job.at", name=job.name, percent=job.percent)


def _whole(look: Look, job: Job) -> str:
    """With what is being done."""
    said = job.message if isinstance(job.message, str) else look.say(job.message)
    return f"{_words(look, job)} {said}".strip()


class _Bar(QWidget):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._percent: int | None = None
        self.setFixedSize(*_BAR)

    def show_percent(self, percent: int | None) -> None:
        self._percent = percent
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.colour("strong"))
        painter.setBrush(self._look.colour("surface"))
        whole = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
        painter.drawRoundedRect(whole, 2, 2)
        if self._percent is not None:
            whole.setWidth(whole.width() * self._percent / 100)
            painter.setBrush(self._look.colour("accent"))
            painter.drawRoundedRect(whole, 2, 2)
