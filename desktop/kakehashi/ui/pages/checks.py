"""All that is not sound yet, over all chapters."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kakehashi.ui.checks_view import ChecksView
from kakehashi.ui.editor import Editor
from kakehashi.ui.look import Look
from kakehashi.ui.session import Session


def page(look: Look, editor: Editor, _session: Session) -> QWidget:
    """See `views`."""
    view = ChecksView(look, editor)
    view.setContentsMargins(20, 14, 20, 14)
    return view
