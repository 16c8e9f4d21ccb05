"""The documents of the starter and of generated plans: recalculated, they show what the app says."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.declaration import plans
from tests.plugins.kakehashi_excel import recalculation
from tests.plugins.kakehashi_excel.samples import Told

from kakehashi.declaration.audience import AUDIENCES, Audience
from kakehashi_excel import Excel, Settings


@pytest.mark.parametrize("seed", [None, 1, 2])
@pytest.mark.parametrize("audience", AUDIENCES.values(), ids=AUDIENCES.keys())
def test_real_documents(audience: Audience, seed: int | None, tmp_path: Path, soffice: Path) -> None:
    plan = plans.starter_plan("ja") if seed is None else plans.rich_plan(seed)
    document = plans.told(plan, audience, "en" if seed == 2 else "ja")
    path = tmp_path / "real.xlsx"
    Excel().export(document, Settings(), path, Told())
    assert recalculation.counted(document) > 100
    assert recalculation.compare(document, path) == []
    stripped = recalculation.strip_cached(path)
    assert recalculation.compare(document, path, recalculation.recalculate(stripped, soffice)) == []
