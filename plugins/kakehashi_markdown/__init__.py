"""The document as one Markdown file, for wikis and for reviews in a repository."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.api import Document, Exporter, Progress, hookimpl


class MarkdownSettings(msgspec.Struct, frozen=True):
    """Nothing to choose."""


class MarkdownExporter:
    """Writes all that the document says; pictures as what they show in words, beside their tables."""

    key = "markdown"
    settings: type[Any] = MarkdownSettings

    def export(
        self,
        document: Document,
        settings: Any,  # noqa: ARG002 - there are none
        target: Path,
        progress: Progress,
    ) -> None:
        """Write the document."""
        from kakehashi_markdown.pages import written

        target.write_bytes(written(document, progress))


@hookimpl
def kakehashi_exporters() -> Sequence[Exporter]:
    """The Markdown document."""
    return (MarkdownExporter(),)
