"""Whatever a source gives, as a strict text table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import msgspec

from kakehashi.evidence.batches import Packed, packed, write_packed
from kakehashi.evidence.delimited import Road, read_delimited
from kakehashi.evidence.grid import Sheet, read_sheet
from kakehashi.evidence.read_as import ReadAs
from kakehashi.evidence.source import Batch, DelimitedFile
from kakehashi.evidence.text_table import TextTable
from kakehashi.progress import Progress


class Elsewhere(msgspec.Struct, frozen=True):
    """Rows that another process reads. `opening` starts it and ends it; the progress can cancel it.

    `sheet` is the one that is asked for (None: found), `on_sheet` gives the rows of another one.
    """

    opening: Callable[[Progress | None], AbstractContextManager[Packed | Sheet | DelimitedFile]]
    on_sheet: Callable[[str], Elsewhere]
    sheet: str | None = None


Arrived = Iterator[Batch] | Packed | Sheet | DelimitedFile
Rows = Arrived | Elsewhere


@contextmanager
def arriving(rows: Rows, progress: Progress | None = None) -> Iterator[Arrived]:
    """The rows once they begin to come: what another process reads is there as long as this lasts."""
    if isinstance(rows, Elsewhere):
        with rows.opening(progress) as opened:
            yield opened
    else:
        yield rows


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
            with arriving(rows, progress) as arrived:
                return take_rows(arrived, folder, name, progress, told)
        case DelimitedFile():
            return read_delimited(rows, folder, progress, told, road)
        case Sheet():
            return read_sheet(rows, folder, name, progress, told)
        case Packed():
            return write_packed(rows, folder, name, progress)
        case _:
            return write_packed(packed(rows, name), folder, name, progress)
