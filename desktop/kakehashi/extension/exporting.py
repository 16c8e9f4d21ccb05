"""Export through a plugin, in a worker: to a temporary file that replaces the target only when complete."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.api import Document, Message, PlanError
from kakehashi.evidence.question import Cancelled as ReadingCancelled
from kakehashi.extension import frames
from kakehashi.extension.manifest import OfferedExporter
from kakehashi.extension.plugins import NoSuchPlugin, Offered, checked, code_of
from kakehashi.extension.worker import MIB, Limits, Worker
from kakehashi.progress import Progress, Quiet
from kakehashi.storage.errors import NotFound, told

LIMITS = Limits(memory=3072 * MIB, silence=300.0, time=1800.0, said=1 << 30)


class Cancelled(PlanError):
    """The user stopped the work; nothing was changed."""


class NothingWritten(PlanError):
    """An exporter said that it was done, and there is no file."""


def exporter_for(target: Path, exporters: Mapping[str, Offered[OfferedExporter]]) -> Offered[OfferedExporter]:
    """The exporter that writes files of this suffix. Raises NoSuchPlugin naming the suffixes there are."""
    for exporter in exporters.values():
        if target.name.lower().endswith(exporter.offer.suffix):
            return exporter
    known = ", ".join(sorted(exporter.offer.suffix for exporter in exporters.values()))
    raise NoSuchPlugin("error.plugin.no_suffix", suffix=target.suffix or target.name, known=known)


def export(
    exporter: Offered[OfferedExporter],
    document: Document,
    target: Path,
    *,
    settings: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> None:
    """Write a document; the target is as before unless all went well. Raises PlanError, Cancelled."""
    if not target.parent.is_dir():
        raise NotFound("error.file.no_folder", target)
    progress = progress or Quiet()
    code = code_of(checked(exporter.plugin))
    with told(target), tempfile.TemporaryDirectory(prefix=".kakehashi-", dir=target.parent) as folder:
        part = Path(folder) / f"export{exporter.offer.suffix}"
        question = frames.Export(msgspec.msgpack.encode(document), settings or {}, str(part))
        try:
            with Worker(
                code, "exporters", exporter.offer.key, target.name, limits=limits, progress=progress
            ) as worker:
                worker.ask(question)
                for each in worker.following(frames.Progressed):
                    progress(each.done, each.total, _words(each))
        except ReadingCancelled:
            raise Cancelled("error.cancelled") from None
        if progress.cancelled:
            raise Cancelled("error.cancelled")
        if not part.is_file():
            raise NothingWritten("error.plugin.nothing_written", plugin=code.name)
        part.replace(target)


def _words(said: frames.Progressed) -> Message | str:
    return said.words if said.values is None else Message(said.words, frames.unpacked(said.values))
