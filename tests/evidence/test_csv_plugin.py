"""The CSV source: it names the file, is found as a plugin, and its words are complete."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pluggy
import pytest
from tests.evidence.plain import WHEN

import kakehashi_csv
from kakehashi import evidence
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.source import DelimitedFile
from kakehashi.words import LANGUAGES, PlanError, known


class Specs:
    @pluggy.HookspecMarker("kakehashi")
    def kakehashi_sources(self) -> list[object]:
        """Data sources."""
        return []


def test_the_csv_source(tmp_path: Path) -> None:
    manager = pluggy.PluginManager("kakehashi")
    manager.add_hookspecs(Specs)
    manager.register(kakehashi_csv)
    ((source,),) = manager.hook.kakehashi_sources()
    assert source.key == "csv"
    path = tmp_path / "deals.csv"
    settings = source.settings(path=str(path))
    with pytest.raises(PlanError):
        source.test(settings)
    path.write_text("Id,Stage\n1,Won\n2,Lost\n")
    source.test(settings)
    (table,) = source.tables(settings)
    rows = source.read(settings, table.key)
    assert rows == DelimitedFile(path)
    result = import_table(tmp_path / "evidence", rows, name=path.name, table="opportunity", when=WHEN)
    assert (result.won, result.lost) == (1, 1)


def test_heavy_libraries_wait_until_they_are_used() -> None:
    code = (
        "import sys, kakehashi_csv, kakehashi.evidence.importing, kakehashi.evidence.findings;"
        "sys.exit(bool({'duckdb', 'sqlglot', 'openpyxl'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_message_has_its_words() -> None:
    folder = Path(evidence.__file__).parent
    code = "".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    ids = set(re.findall(r'"((?:error\.)?(?:evidence|finding)\.[a-z_.]+[a-z_])"', code))
    assert len(ids) > 40
    ids -= {"evidence.duckdb"}
    for language in LANGUAGES:
        assert {id_ for id_ in ids if not known(id_, language)} == set()
