"""What the window needs that knows no Qt, loaded before it: PySide6 reads the source of every module that is
imported after it, which took a twentieth of the start.
"""

from __future__ import annotations

from kakehashi import open_plan  # noqa: F401
from kakehashi.drawing import tokens  # noqa: F401
from kakehashi.storage import folders, settings  # noqa: F401
from kakehashi.ui import arranging, chapter_words, flags, key_figures, memory, window_words  # noqa: F401
from kakehashi.ui.compiled_once import load_pyside
from kakehashi.words import PlanError


def load_qt() -> None:
    """Load PySide6 the quick way. Raises ImportError."""
    try:
        kept = folders.compiled_file()
    except PlanError:  # told by whatever needs the folder
        return
    load_pyside(kept)
