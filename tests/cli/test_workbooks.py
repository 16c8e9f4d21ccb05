"""A workbook is imported by the same command; which sheet, and how it was read, is said."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from kakehashi.cli.main import run


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KAKEHASHI_NOW", "2027-04-01T09:00:00")
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "en")
    assert (
        run(["new", str(tmp_path / "plan.kakehashi"), "--starter", "b2b-saas", "--first-month", "2027-04"])
        == 0
    )
    book = openpyxl.Workbook()
    deals = book.active
    deals.title = "商談"
    deals.append(["商談一覧"])
    deals.merge_cells("A1:D1")
    deals.append([])
    deals.append(["Opportunity ID", "Stage", "Amount", "Close Date"])
    for at in range(6):
        deals.append([f"D-{at}", "Closed Won" if at % 2 else "Closed Lost", 1000.5 + at, "2026-04-20"])
    deals.append(["合計", None, 6018, None])
    book.save(tmp_path / "deals.xlsx")
    other = book.create_sheet("控え")
    for row in deals.iter_rows(min_row=3, max_row=6, values_only=True):
        other.append(row)
    book.save(tmp_path / "two.xlsx")
    return tmp_path


def imported(capsys: pytest.CaptureFixture[str], folder: Path, *more: str, code: int = 0) -> str:
    capsys.readouterr()
    plan = str(folder / "plan.kakehashi")
    ended = run(["import", plan, *more, "--table", "opportunity"])
    said = capsys.readouterr()
    assert ended == code, said.out + said.err
    return said.out if code == 0 else said.err


def test_a_workbook_says_how_it_was_read(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = imported(capsys, book, str(book / "deals.xlsx"))
    assert "Header: row 3" in said
    assert "a total of other rows: 1" in said
    assert "Rows of totals left out: 1" in said
    facts = json.loads(imported(capsys, book, str(book / "deals.xlsx"), "--json"))
    assert (facts["read"], facts["loaded"], facts["won"], facts["won_amount"]) == (7, 6, 3, "3010.5")
    assert {"key": "header", "value": "3", "sentence": "Header: row 3"} in facts["rules"]


def test_a_workbook_of_several_sheets_asks(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(book / "two.xlsx")
    said = imported(capsys, book, path, code=3)
    assert "商談, 控え" in said
    assert "--sheet NAME" in said
    assert "won" in imported(capsys, book, path, "--sheet", "控え").lower()
    assert "控え" in imported(capsys, book, path, "--sheet", "nope", code=3)


def test_a_damaged_workbook_changes_nothing(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = book / "bad.xlsx"
    bad.write_bytes((book / "deals.xlsx").read_bytes()[:2000])
    assert "bad.xlsx" in imported(capsys, book, str(bad), code=3)
