"""The example reads its ERP, says what is wrong with it, and comes into a plan as any source does."""

from __future__ import annotations

import ast
import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kakehashi.api import Problem, text
from kakehashi.cli.main import run

PLUGIN = Path(__file__).resolve().parents[1]


@pytest.fixture
def erp(tmp_path: Path) -> Path:
    """The sample ERP."""
    folder = tmp_path / "erp"
    shutil.copytree(PLUGIN / "sample", folder)
    database = sqlite3.connect(folder / "erp.db")
    database.executescript((PLUGIN / "sample" / "erp.sql").read_text(encoding="utf-8"))
    database.close()
    return folder


def rows(folder: Path, table: str, **settings: Any) -> list[dict[str, Any]]:
    from example_erp import Erp, ErpSettings

    found = Erp().read(ErpSettings(str(folder), **settings), table)
    return [dict(zip(batch.columns, row, strict=True)) for batch in found for row in batch.rows]


def problem(folder: Path, table: str) -> str:
    with pytest.raises(Problem) as caught:
        rows(folder, table)
    assert text(caught.value.message, "ja", plugin="") != text(caught.value.message, "en", plugin="")
    return text(caught.value.message, "en", plugin="")


def test_deals_have_words_and_days(erp: Path) -> None:
    first, *others = rows(erp, "deals")
    assert (first["得意先名"], first["進捗"], first["金額"]) == ("株式会社北信精工", "受注", 6_200_000)
    assert (first["登録日"], first["完了日"]) == (date(2026, 4, 12), date(2026, 7, 30))
    assert [each["案件番号"] for each in others] == [f"A-000{n}" for n in (2, 3, 4, 5, 6, 8, 9)]


def test_a_fiscal_year_and_cancelled_deals(erp: Path) -> None:
    assert [each["案件番号"] for each in rows(erp, "deals", fiscal_year=2027)] == ["A-0009"]
    assert len(rows(erp, "deals", fiscal_year=2026, cancelled=True)) == 8
    assert [each["請求番号"] for each in rows(erp, "invoices", fiscal_year=2026)] == [
        "S-001",
        "S-002",
        "S-003",
    ]
    assert rows(erp, "deals", fiscal_year=1999) == []


def test_many_deals_come_in_batches(erp: Path) -> None:
    from example_erp.reading import MANY

    from example_erp import Erp, ErpSettings

    database = sqlite3.connect(erp / "erp.db")
    deals = ((f"B-{at:06}", "T001", 1, "2026-05-01") for at in range(3 * MANY))
    database.executemany("INSERT INTO deals (no, account, status, opened) VALUES (?, ?, ?, ?)", deals)
    database.commit()
    database.close()
    batches: Iterator[Any] = Erp().read(ErpSettings(str(erp)), "deals")
    assert [len(batch.rows) for batch in batches] == [MANY, MANY, MANY, 8]


def test_what_is_wrong_is_a_sentence_in_both_languages(erp: Path) -> None:
    (erp / "invoices" / "2027-06.csv").write_bytes(
        "番号,得意先,日付,金額\nS-9,T001,いつか,1\n".encode("cp932")
    )
    said = problem(erp, "invoices")
    assert "2027-06.csv" in said
    assert "T001" not in said
    (erp / "erp.db").write_bytes(b"no database")
    assert "erp.db" in problem(erp, "deals")
    (erp / "erp.db").unlink()
    assert "Choose the folder" in problem(erp, "accounts")


def test_deals_come_into_a_plan(
    erp: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.extension.making import trust

    from kakehashi.storage.folders import plugin_folder

    monkeypatch.setenv("KAKEHASHI_NOW", "2027-06-01T09:00:00")
    place = plugin_folder() / "example_erp"
    shutil.copytree(PLUGIN, place, ignore=shutil.ignore_patterns("__pycache__"))
    trust(place, "example_erp")
    plan = str(tmp_path / "plan.kakehashi")
    source = ("import", plan, "--source", "example_erp")
    assert run(["new", plan]) == 0
    assert run([*source, "--set", f"folder={erp}", "--sheet", "deals", "--table", "opportunity"]) == 0
    assert run([*source, "--sheet", "accounts", "--table", "company"]) == 0
    capsys.readouterr()
    assert run([*source, "--table", "opportunity", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["read"], facts["loaded"], facts["won"], facts["lost"], facts["open"]) == (8, 8, 3, 2, 3)
    fields = {each["column"]: each["field"] for each in facts["mapping"]}
    assert fields["失注理由"] == "reason"
    assert {"登録日", "完了日", "金額", "担当者", "得意先名"} <= fields.keys()
    assert run(["matches", plan, "--json"]) == 0
    matched = json.loads(capsys.readouterr().out)
    assert matched["matched"]["opportunity"] == {"name": 8}


def test_it_keeps_what_every_plugin_keeps(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plugin", "check", str(PLUGIN), "--json"]) == 0
    tried = json.loads(capsys.readouterr().out)
    assert (tried["kept"], tried["broken"], tried["not_tried"]) == (9, 0, 0), tried["trials"]


def test_it_imports_the_api_and_the_standard_library_only() -> None:
    for file in (PLUGIN / "example_erp").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                root = name.partition(".")[0]
                assert root in (*sys.stdlib_module_names, "msgspec", "example_erp") or name == "kakehashi.api"
