"""docs/plan.md tells the kinds and fields as the code has them."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_table_of_kinds_is_current() -> None:
    made = runpy.run_path(str(DOCS / "make_plan_table.py"))["whole_text"]()
    written = (DOCS / "plan.md").read_text(encoding="utf-8")
    assert written == made, "run docs/make_plan_table.py"
