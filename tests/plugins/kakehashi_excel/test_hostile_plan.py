"""A plan whose texts are hostile: nothing of it becomes a formula, and every text comes back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from tests.declaration import plans
from tests.declaration.test_confidentiality_law import sample
from tests.plugins.kakehashi_excel import recalculation
from tests.plugins.kakehashi_excel.samples import AWKWARD, Told, hostile_texts, texts_of

from kakehashi.api import Cell, Column, Document, Picture, evaluated, tables
from kakehashi.declaration.audience import AUDIENCES
from kakehashi.declaration.document import document
from kakehashi.plan.fields import describe
from kakehashi.plan.plan import Plan
from kakehashi_excel import Excel, Settings, manifest
from kakehashi_excel.text import one_line, restored

pytestmark = [pytest.mark.once, pytest.mark.slow]  # the texts themselves: test_text.py

PLOTTED = "kakehashi_charts"
ALONE = 1_500
LONGEST = 4_000  # a cell may hold several fields


def packed(texts: list[str]) -> list[str]:
    """The texts, each once: the first alone, the others several to a field; so a plan has room for all."""
    short = [text for text in dict.fromkeys(texts) if len(text) <= LONGEST]
    return short[:ALONE] + ["\n".join(short[at : at + 8]) for at in range(ALONE, len(short), 8)]


def hostile_plan(texts: list[str]) -> Plan:
    """The sample with the next of these texts in every text field of every item."""
    plan, number = sample("ja"), count()
    changed = {}
    for item in plan:
        names = [each.name for each in describe(type(item)).values() if each.field.shape in _TEXTS]
        filled = {name: texts[next(number) % len(texts)] for name in names}
        changed[item.id] = msgspec.structs.replace(item, **filled)
    assert next(number) > len(texts)
    return plan.with_items(changed)


_TEXTS = frozenset({"text", "long_text"})


@pytest.fixture(scope="module")
def exported(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Path]:
    plan = hostile_plan(packed([*AWKWARD, *hostile_texts(data)]))
    told = document(plans.draft(plan), AUDIENCES["marketing"], "ja")
    path = tmp_path_factory.mktemp("hostile") / "marketing.xlsx"
    Excel().export(told, Settings(), path, Told())
    return told, path


def test_every_text_comes_back_from_its_cell(exported: tuple[Document, Path]) -> None:
    told, path = exported
    workbook, places = openpyxl.load_workbook(path), recalculation.places_of(path)
    wrong = []
    for (table, row, column), cell in cells_of(told):
        sheet, address = places[table, row, column]
        here = workbook[sheet][address]
        if here.data_type != "s" or restored(here.value) != cell.value:
            wrong.append((table, row, column, cell.value, here.value))
    assert wrong == []
    said = {restored(cell.value) for sheet in workbook for cell in strings(sheet)}
    for chapter in told.chapters:
        for block in chapter.blocks:
            assert [each for each in texts_of(block) if not any(each in one for one in said)] == []


def test_names_titles_and_alternative_texts_are_told(exported: tuple[Document, Path]) -> None:
    told, path = exported
    pictures = [each for c in told.chapters for each in c.blocks if isinstance(each, Picture)]
    alts = recalculation.alternative_texts(path)
    assert [each.key for each in pictures if one_line(each.description or each.title) not in alts] == []
    workbook = openpyxl.load_workbook(path)
    assert workbook.properties.title == one_line(told.title)
    sent = manifest.read(workbook)
    assert {block["block"] for block in sent["blocks"]} >= set(tables(told))


def test_no_formula_is_made_of_a_text(exported: tuple[Document, Path], soffice: Path, tmp_path: Path) -> None:
    told, path = exported
    opened = recalculation.converted(path, soffice, tmp_path / "out", "xlsx")
    for file in (path, opened):
        workbook = openpyxl.load_workbook(file)
        formulas = [
            cell
            for sheet in workbook
            if sheet.title != PLOTTED
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
        assert len(formulas) == len(evaluated(told))
        assert not [cell for sheet in workbook for cell in every(sheet) if cell.data_type == "e"]


def cells_of(told: Document) -> Iterator[tuple[tuple[str, str, str], Cell]]:
    """The cells that hold a text, and where."""
    for table in tables(told).values():
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                if _is_text(column, cell):
                    yield (table.key, row.id, column.key), cell


def _is_text(column: Column, cell: Cell) -> bool:
    figure = cell.number is not None or cell.expression is not None or cell.missing == "not_available"
    return bool(cell.value) and not figure and column.kind not in ("month", "date")


def strings(sheet: Any) -> Iterator[Any]:
    return (cell for cell in every(sheet) if isinstance(cell.value, str))


def every(sheet: Any) -> Iterator[Any]:
    return (cell for row in sheet.iter_rows() for cell in row)
