"""The floor for the start of the window: an empty PySide6 window that quits once it is painted.

No text is drawn in it, so it leaves out fonts, which any window with words in it needs.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget


class Empty(QWidget):
    """Quits after its first paint."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)


def main() -> int:
    """Show it."""
    application = QApplication(sys.argv)
    window = QMainWindow()
    window.setCentralWidget(Empty())
    window.resize(1280, 800)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
