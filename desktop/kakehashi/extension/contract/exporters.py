"""What every export format keeps."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path

import msgspec

from kakehashi.declaration.blocks import (
    Cell,
    Chapter,
    Column,
    Dated,
    Document,
    KeyFigure,
    KeyFigures,
    Prose,
    Row,
    Table,
)
from kakehashi.extension import frames
from kakehashi.extension.contract.project import Project
from kakehashi.extension.contract.texts import TEXTS
from kakehashi.extension.contract.trial import Broken, Trial
from kakehashi.extension.loading import PluginFailed
from kakehashi.extension.manifest import OfferedExporter
from kakehashi.extension.worker import Worker, WorkerStopped
from kakehashi.words import PlanError


def exporter_trials(project: Project, exporter: OfferedExporter) -> Iterator[Trial]:
    """All that is tried out on an exporter."""
    for about, run in (("writes", _writes), ("same", _same), ("texts", _texts), ("nothing", _nothing)):
        yield Trial(exporter.key, about, partial(run, project, exporter))


def _written(project: Project, exporter: OfferedExporter, document: Document, target: Path) -> bytes:
    with Worker(project.code, "exporters", exporter.key, target.name, watched=(target.parent,)) as worker:
        worker.ask(frames.Export(msgspec.msgpack.encode(document), {}, str(target)))
        for _ in worker.following(frames.Progressed):
            pass
    if not target.is_file():
        raise Broken("error.contract.no_file")
    if more := [each.name for each in target.parent.iterdir() if each != target]:
        raise Broken("error.contract.more_files", names=", ".join(more))
    return target.read_bytes()


def _writes(project: Project, exporter: OfferedExporter, folder: Path) -> None:
    """A document becomes one file, and nothing else is written."""
    if not _written(project, exporter, document(("架橋", "Kakehashi")), folder / f"a{exporter.suffix}"):
        raise Broken("error.contract.no_file")


def _same(project: Project, exporter: OfferedExporter, folder: Path) -> None:
    """The same document gives the same bytes."""
    files = []
    for name in ("a", "b"):
        (folder / name).mkdir()
        target = folder / name / f"document{exporter.suffix}"
        files.append(_written(project, exporter, document(TEXTS), target))
    if files[0] != files[1]:
        raise Broken("error.contract.bytes")


def _texts(project: Project, exporter: OfferedExporter, folder: Path) -> None:
    """No text of a plan breaks it."""
    _written(project, exporter, document(TEXTS), folder / f"a{exporter.suffix}")


def _nothing(project: Project, exporter: OfferedExporter, folder: Path) -> None:
    """A document without chapters is no failure: it is written, or refused in a sentence."""
    empty = msgspec.structs.replace(document(("x",)), chapters=(), dates=())
    try:
        _written(project, exporter, empty, folder / f"a{exporter.suffix}")
    except (Broken, PluginFailed, WorkerStopped):
        raise
    except PlanError:
        return


def document(texts: tuple[str, ...]) -> Document:
    """A small document with these texts in blocks of each kind that holds text, and in dates."""
    columns = (Column("text", "Text"), Column("money", "円", "money"), Column("rate", "%", "rate", 1))
    rows = tuple(
        Row(f"r{at}", (Cell(each), Cell(number=Decimal(at * 1000)), Cell(number=Decimal("0.125"))))
        for at, each in enumerate(texts)
    )
    figure = KeyFigure(texts[0], Cell(number=Decimal(12)), "number", unit="件", key="won")
    blocks = (
        Prose("said", heading=texts[0], paragraphs=texts, items=texts, lead=True),
        KeyFigures("figures", (figure,)),
        Table("table", texts[-1][:100], columns, rows, unit="円", note=texts[0]),
    )
    dates = tuple(
        Dated(
            key=f"r{at}.by", item=f"r{at}", kind="Decision", kind_title=each, what="due", title=each,
            on="2027-04-30", chapter="direction", label=each, description=each,
        )
        for at, each in enumerate(texts)
    )  # fmt: skip
    return Document(
        plan="00000000-0000-4000-8000-000000000000", title=texts[0], company=texts[0], department="",
        author="", language="ja", audience="executives", audience_title="経営", confidential_mark="社外秘",
        edition=1, edition_title="第1版", date="2027-04-01", hash="0" * 64, history_row="1", unit="円",
        currency="JPY", fiscal_start=4, chapters=(Chapter("direction", texts[0], blocks, texts[0]),),
        dates=dates,
    )  # fmt: skip
