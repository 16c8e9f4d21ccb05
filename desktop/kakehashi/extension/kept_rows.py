"""Rows of a source, read once and kept in a file as long as somebody decides how to import them.

A company's system is asked once then, not with every choice, and what was shown is what is imported.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kakehashi.evidence.batches import Packed
from kakehashi.evidence.batches import Rows as Batches
from kakehashi.evidence.grid import Sheet
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.taking import Elsewhere, Rows
from kakehashi.progress import Progress

_HEAD = 4
"""Bytes before some rows that tell how long they are."""


class KeptRows:
    """The file lies in `folder`, the evidence of a plan, and goes away with this object at the latest (a day
    later when the program was killed, see `evidence.importing`)."""

    def __init__(self, rows: Rows, folder: Path) -> None:
        self._rows, self._folder = rows, folder
        self._file: Path | None = None
        self._columns: tuple[str, ...] | None = None
        self._gone: weakref.finalize[..., KeptRows] | None = None

    def drop(self) -> None:
        """Take the file away: nobody wants the rows any more."""
        if self._gone is not None:
            self._gone()

    def rows(self) -> Rows:
        """The rows: of the source the first time, of the file from then on."""
        if not isinstance(self._rows, Elsewhere):
            return self._rows
        return Elsewhere(self._opened, lambda _sheet: self._of_source(), self._rows.sheet)

    def _of_source(self) -> Elsewhere:
        found = self.rows()
        assert isinstance(found, Elsewhere)
        return found

    @contextmanager
    def _opened(self, progress: Progress | None) -> Iterator[Packed | Sheet | DelimitedFile]:
        if self._columns is not None:
            yield Packed(self._columns, self._again())
            return
        assert isinstance(self._rows, Elsewhere)
        with self._rows.opening(progress) as read:
            yield Packed(read.columns, self._kept(read)) if isinstance(read, Packed) else read

    def _kept(self, read: Packed) -> Iterator[Batches]:
        """The rows as they come, written down; they count when all have come."""
        with self._place().open("wb") as file:
            for some in read.rows:
                content = msgspec.msgpack.encode(some)
                file.write(len(content).to_bytes(_HEAD, "little"))
                file.write(content)
                yield some
        self._columns = read.columns

    def _again(self) -> Iterator[Batches]:
        decode = msgspec.msgpack.Decoder(Batches).decode
        with self._place().open("rb") as file:
            while head := file.read(_HEAD):
                yield decode(file.read(int.from_bytes(head, "little")))

    def _place(self) -> Path:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            made = Path(tempfile.mkdtemp(prefix=".incoming-", dir=self._folder))
            self._gone = weakref.finalize(self, shutil.rmtree, made, ignore_errors=True)
            self._file = made / "rows"
        return self._file
