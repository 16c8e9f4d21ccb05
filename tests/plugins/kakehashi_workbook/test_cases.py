"""Every workbook of FACTS.md: opened with its counts of rows and filled cells, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.kakehashi_workbook.facts import Case, cases

from kakehashi.evidence.batches import Packed
from kakehashi.evidence.cells import Block, texts_of
from kakehashi.evidence.grid import Sheet
from kakehashi.evidence.question import Question
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.taking import take_rows
from kakehashi.extension import frames
from kakehashi.extension.plugins import code_of, sources
from kakehashi.extension.reading import arrived
from kakehashi.extension.worker import Limits, Worker, WorkerStopped
from kakehashi.words import PlanError, text

pytestmark = pytest.mark.once

LIMITS = Limits(silence=20)


class Reader:
    """One worker for many files; it is started anew after one that ended it."""

    def __init__(self) -> None:
        self._worker: Worker | None = None

    def sheets(self, path: Path) -> Iterator[tuple[str, Packed | Sheet | DelimitedFile]]:
        """The sheets of a workbook."""
        if self._worker is None:
            code = code_of(sources()["workbook"].plugin)
            self._worker = Worker(code, "sources", "workbook", path.name, limits=LIMITS).__enter__()
        settings = {"path": str(path)}
        try:
            for table in self._worker.asked(frames.ListTables(settings), frames.Tables).tables:
                question = frames.ReadTable(settings, table.key, path.name)
                yield table.key, arrived(self._worker, question)
        except WorkerStopped:
            self._worker = None
            raise

    def end(self) -> None:
        """Nothing is left running."""
        if self._worker is not None:
            self._worker.end()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.end()


def sentence(error: PlanError, path: Path) -> str:
    """What a person is told: in both languages, with the file's name, without a trace of a library."""
    for language in ("ja", "en"):
        said = text(error.message, language)  # type: ignore[arg-type]
        assert path.name in said or isinstance(error, Question)
        assert "Error" not in said
    return error.message.id


def counts(blocks: list[Block], expected: int) -> tuple[int, int]:
    """Rows, and cells that hold something. Empty rows above count for some of the libraries only."""
    filled = [
        (block.first_row + at, sum(cell is not None for cell in row))
        for block in blocks
        for at, row in enumerate(zip(*map(texts_of, block.columns), strict=True))
    ]
    first = next((number for number, cells in filled if cells), 1)
    rows = len(filled) if len(filled) == expected else len(filled) - first + 1
    return rows, sum(cells for _, cells in filled)


def test_all_workbooks(data: Path, tmp_path: Path, reader: Reader) -> None:
    known = cases(data)
    assert (len(known), sum(bool(case.refused) for case in known)) == (172, 10)
    wrong: dict[str, Any] = {}
    for case in known:
        problem = check(case, reader, tmp_path)
        if problem:
            wrong[case.path.name] = problem
    assert wrong == {}


def check(case: Case, reader: Reader, folder: Path) -> Any:
    """What is wrong about a case; nothing when all is as it should be."""
    found: dict[str, tuple[int, int]] = {}
    try:
        for name, sheet in reader.sheets(case.path):
            if isinstance(sheet, DelimitedFile):
                return "text"
            blocks = list(sheet.blocks)
            found[name] = counts(blocks, case.sheets.get(name, (0, 0))[0])
            table_in(sheet, blocks, case.path, folder)
    except PlanError as error:
        told = sentence(error, case.path)
        expected = {"PasswordError": "password", "CalamineError Cell limit": "too_large"}
        kind = next((kind for start, kind in expected.items() if case.refused.startswith(start)), "damaged")
        return None if case.refused and told == f"error.workbook.{kind}" else told
    if case.refused:
        return "opened"
    charts = {name for name in case.sheets if name.startswith("Chart")}  # sheets without cells
    return {
        name: (found.get(name), expected)
        for name, expected in case.sheets.items()
        if name not in charts and found.get(name) != expected and (expected[1] or found[name][1])
    }


def table_in(sheet: Sheet, blocks: list[Block], path: Path, folder: Path) -> None:
    """Finds the table of a sheet: rows, or a sentence."""
    again = Sheet(iter(blocks), sheet.first_column, sheet.merged, sheet.errors)
    try:
        table = take_rows(again, folder, path.name)
    except PlanError as error:
        sentence(error, path)
    else:
        assert table.read == table.rows + table.aside > 0
