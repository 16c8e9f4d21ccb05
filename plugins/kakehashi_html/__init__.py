"""The document as one HTML file: opens without a network, prints as a board paper, holds all of its text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.api import Document, Exporter, Progress, hookimpl, template_folder


class HtmlSettings(msgspec.Struct, frozen=True):
    """`templates`: a folder whose files replace ours of the same name; '' = that of the user data, if any."""

    templates: str = ""


class HtmlExporter:
    """Writes the document as one file without any outside reference."""

    key = "html"
    settings: type[Any] = HtmlSettings

    def export(self, document: Document, settings: Any, target: Path, progress: Progress) -> None:
        from kakehashi_html.export import export

        own = template_folder("html")
        folder = settings.templates or (str(own) if own.is_dir() else "")
        export(document, folder, target, progress)


@hookimpl
def kakehashi_exporters() -> Sequence[Exporter]:
    return (HtmlExporter(),)
