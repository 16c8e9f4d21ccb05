"""What an exporter plugin is: it gets a document, settings, a target and somebody to tell its progress."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from kakehashi.declaration.blocks import Document
from kakehashi.progress import Progress


class Exporter(Protocol):
    """An export format. `export` writes the whole file to `target` (a temporary path given by the host).

    Title and suffix stand in the plugin's manifest, under the same key. The same document and settings give
    the same bytes.
    """

    key: str
    settings: type[Any]

    def export(self, document: Document, settings: Any, target: Path, progress: Progress) -> None:
        """Write the document to the target. Raises PlanError for what the user can mend."""
        ...
