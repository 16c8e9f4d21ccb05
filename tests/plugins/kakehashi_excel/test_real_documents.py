"""The documents of the starter and of generated plans: recalculated, they show what the app says."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.declaration import plans
from tests.plugins.kakehashi_excel import recalculation
from tests.plugins.kakehashi_excel.samples import Told

from kakehashi.api import Document
from kakehashi.declaration.audience import AUDIENCES
from kakehashi_excel import Excel, Settings

CALCULATED = ("executives", "finance", "sales")  # what the others get is among theirs


@pytest.mark.parametrize("seed", [None, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_real_documents(tmp_path: Path, soffice: Path, seed: int | None) -> None:
    written = [_written(each, seed, tmp_path) for each in CALCULATED]
    stripped = [recalculation.strip_cached(path) for _, path in written]
    calculated = recalculation.all_converted(stripped, soffice, tmp_path / "out", "xlsx")
    for (document, path), opened in zip(written, calculated, strict=True):
        assert recalculation.counted(document) > 20, path.name
        assert recalculation.compare(document, path) == [], path.name
        values = openpyxl.load_workbook(opened, data_only=True)
        assert recalculation.compare(document, path, values) == [], path.name


def _written(audience: str, seed: int | None, folder: Path) -> tuple[Document, Path]:
    plan = plans.starter_plan("ja") if seed is None else plans.rich_plan(seed)
    document = plans.told(plan, AUDIENCES[audience], "en" if seed == 2 else "ja")
    path = folder / f"{audience}-{seed}.xlsx"
    Excel().export(document, Settings(), path, Told())
    return document, path
