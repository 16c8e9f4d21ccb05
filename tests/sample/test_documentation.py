"""The tables of docs/sample.md are those of the code."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_world_stands_in_the_documentation_as_it_is() -> None:
    made = runpy.run_path(str(DOCS / "make_world_table.py"))["whole_text"]()
    assert (DOCS / "sample.md").read_text(encoding="utf-8") == made, "run docs/make_world_table.py"
