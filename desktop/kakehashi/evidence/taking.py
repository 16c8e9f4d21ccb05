"""Whatever a source gives, as a strict text table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from kakehashi.evidence.delimited import Road, read_delimited
from kakehashi.evidence.grid import Sheet, read_sheet
from kakehashi.evidence.read_as import ReadAs
from kakehashi.evidence.source import Batch, DelimitedFile
from kakehashi.evidence.text_table import TextTable, write_batches
from kakehashi.progress import Progress


class Elsewhere(msgspec.Struct, frozen=True):
    """Rows that another process reads. `opening` starts it and ends it; the progress can cancel it.

    `sheet` is the one that is asked for (None: found), `on_sheet` gives the rows of another one.
    """

    opening: Callable[[Progress | None], AbstractContextManager[Sheet | DelimitedFile]]
    on_sheet: Callable[[str], Elsewhere]
    sheet: str | None = None


Rows = Iterator[Batch] | Sheet | DelimitedFile | Elsewhere


def take_rows(
    rows: Rows,
    folder: Path,
    name: str,
    progress: Progress | None = None,
    told: ReadAs | None = None,
    road: Road = "careful",
) -> TextTable:
    """The rows as a text table in `folder`; `name` names them to the reader, `told` overrules how a file is
    read, `road` is taken by a text file. Raises PlanError, Question, Cancelled."""
    match rows:
        case Elsewhere():
            with rows.opening(progress) as opened:
                return take_rows(opened, folder, name, progress, told)
        case DelimitedFile():
            return read_delimited(rows, folder, progress, told, road)
        case Sheet():
            return read_sheet(rows, folder, name, progress, told)
        case _:
            return write_batches(rows, folder, name, progress)
