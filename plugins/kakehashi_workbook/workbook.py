"""An opened workbook: its worksheets and their cells, through python-calamine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.api import Grid, PlanError, SourceTable
from kakehashi_workbook.disguise import ARCHIVE, check_archive
from kakehashi_workbook.errors_in import ErrorCount

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

KEPT = 2_000_000
"""Cells of a sheet that is kept after it was looked at, so that it isn't read twice."""


def opened(path: Path) -> Workbook:
    """The workbook; the last one stays open while the file is the same. Raises PlanError."""
    try:
        state = path.stat()
    except OSError as error:
        raise PlanError("error.workbook.cannot_open", name=path.name) from error
    return _opened(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _opened(path: Path, _changed: int, _size: int) -> Workbook:
    return Workbook(path)


class Workbook:
    """Raises PlanError for what is protected, damaged or too large."""

    def __init__(self, path: Path) -> None:
        from python_calamine import SheetTypeEnum, load_workbook

        self._path = path
        with path.open("rb") as file:
            self._archive = file.read(4) == ARCHIVE
        if self._archive:
            check_archive(path)
        with self._told():
            self._book = load_workbook(path)
            self._sheets = [
                sheet for sheet in self._book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet
            ]
        self._kept: dict[str, CalamineSheet] = {}

    def tables(self) -> tuple[SourceTable, ...]:
        """The worksheets in their order."""
        from python_calamine import SheetVisibleEnum

        seen = {sheet.name for sheet in self._sheets if sheet.visible == SheetVisibleEnum.Visible}
        names = [sheet.name for sheet in self._sheets]
        if len(names) == 1 or (len(seen) == 1 and self._filled(*seen)[0]):
            return tuple(_table(name, name not in seen) for name in names)
        return tuple(_table(name, name not in seen, *self._filled(name)) for name in names)

    def _filled(self, name: str) -> tuple[int, int]:
        """Rows that hold something, and the most cells that one of them holds."""
        sheet = self._sheet(name)
        rows = widest = 0
        for row in sheet.iter_rows():
            filled = len(row) - row.count("")
            if filled:
                rows += 1
                widest = max(widest, filled)
        return rows, widest

    def grid(self, name: str) -> Grid:
        """The cells of a worksheet."""
        counting = ErrorCount(self._path, name) if self._archive else None
        sheet = self._sheet(name)
        merged = tuple(
            (top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        )
        errors = counting.wait() if counting is not None else None
        # The library gives all rows from the first on, but no empty columns on the left.
        column = sheet.start[1] + 1 if sheet.start else 1
        return Grid(sheet.iter_rows(), 1, column, merged, errors)

    def _sheet(self, name: str) -> CalamineSheet:
        found = self._kept.get(name)
        if found is None:
            with self._told():
                found = self._book.get_sheet_by_name(name)
            if found.height * found.width <= KEPT:
                self._kept[name] = found
        return found

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Whatever the library says, as a sentence."""
        from python_calamine import CalamineError, PasswordError

        name = self._path.name
        try:
            yield
        except PasswordError as error:
            raise PlanError("error.workbook.password", name=name) from error
        except CalamineError as error:
            if "limit exceeded" in str(error):
                raise PlanError("error.workbook.too_large", name=name) from error
            raise PlanError("error.workbook.damaged", name=name) from error
        except (OSError, ValueError, OverflowError) as error:
            raise PlanError("error.workbook.damaged", name=name) from error
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # of the library's own runtime; no Exception
                raise PlanError("error.workbook.damaged", name=name) from error
            raise


def _table(name: str, hidden: bool, rows: int | None = None, columns: int | None = None) -> SourceTable:
    return SourceTable(name, {"ja": name, "en": name}, hidden, rows, columns)
