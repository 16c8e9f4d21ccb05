"""Export through a plugin: to a temporary file that replaces the target only when complete."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from kakehashi.api import Document, Exporter, PlanError
from kakehashi.extension.loading import blame
from kakehashi.extension.plugins import NoSuchPlugin
from kakehashi.progress import Progress, Quiet
from kakehashi.storage.errors import NotFound, told


class Cancelled(PlanError):
    """The user stopped the work; nothing was changed."""


def exporter_for(target: Path, exporters: dict[str, Exporter]) -> Exporter:
    """The exporter that writes files of this suffix. Raises NoSuchPlugin naming the suffixes there are."""
    for exporter in exporters.values():
        if exporter.suffix == target.suffix.lower():
            return exporter
    known = ", ".join(sorted(exporter.suffix for exporter in exporters.values()))
    raise NoSuchPlugin("error.plugin.no_suffix", suffix=target.suffix or target.name, known=known)


def export(
    exporter: Exporter,
    document: Document,
    target: Path,
    *,
    settings: Any = None,
    progress: Progress | None = None,
) -> None:
    """Write a document; the target is as before unless all went well."""
    if not target.parent.is_dir():
        raise NotFound("error.file.no_folder", target)
    progress = progress or Quiet()
    with told(target), tempfile.TemporaryDirectory(prefix=".kakehashi-", dir=target.parent) as folder:
        part = Path(folder) / f"export{exporter.suffix}"
        with blame(exporter.key, "exporting"):
            exporter.export(
                document, settings if settings is not None else exporter.settings(), part, progress
            )
        if progress.cancelled:
            raise Cancelled("error.cancelled")
        part.replace(target)
