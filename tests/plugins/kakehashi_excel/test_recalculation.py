"""A spreadsheet program calculates what the app says, before and after somebody changes an assumption."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from tests.plugins.kakehashi_excel import recalculation, samples
from tests.plugins.kakehashi_excel.samples import Made

RATE = ("model.rates", "won", "rate")


def test_cached_values_are_the_apps(sample: Made) -> None:
    assert recalculation.counted(sample.document) > 400
    assert recalculation.compare(sample.document, sample.path) == []


def test_stripping_leaves_formulas_without_values(sample: Made, tmp_path: Path) -> None:
    stripped = recalculation.strip_cached(sample.path, tmp_path / "stripped.xlsx")
    formulas, values = openpyxl.load_workbook(stripped), openpyxl.load_workbook(stripped, data_only=True)
    cells = [cell for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(cells) >= recalculation.counted(sample.document)
    assert all(values[cell.parent.title][cell.coordinate].value is None for cell in cells)


def test_recalculated_it_shows_the_same(sample: Made, tmp_path: Path, soffice: Path) -> None:
    stripped = recalculation.strip_cached(sample.path, tmp_path / "stripped.xlsx")
    values = recalculation.recalculate(stripped, soffice)
    assert recalculation.compare(sample.document, sample.path, values) == []


@pytest.mark.parametrize(
    ("target", "value"),
    [
        (RATE, "0.31"),
        (("budget.lines", "c1.l0", "2027-07"), "555500"),
        pytest.param(RATE, None, marks=pytest.mark.slow),
        pytest.param(("budget.lines", "c5.l0", "2027-12"), "1000000", marks=pytest.mark.slow),
        pytest.param(("budget.caps", "cap", "amount"), "61234567", marks=pytest.mark.slow),
        (("model.rates", "value", "rate"), "0"),
    ],
)
def test_a_change_in_the_workbook_and_in_the_plan_agree(
    target: tuple[str, str, str], value: str | None, sample: Made, tmp_path: Path, soffice: Path
) -> None:
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(sample.path.read_bytes())
    number = None if value is None else Decimal(value)
    edited = recalculation.set_value(copy, target, None if value is None else float(value))
    values = recalculation.recalculate(edited, soffice)  # openpyxl kept no cached values
    after = samples.changed(sample.document, target, number)
    assert recalculation.compare(after, sample.path, values) == []
    assert recalculation.compare(sample.document, sample.path, values) != []


def test_a_planted_wrong_formula_is_seen(sample: Made, tmp_path: Path, soffice: Path) -> None:
    wrong = recalculation.strip_cached(sample.path, tmp_path / "wrong.xlsx")
    sheet, address = recalculation.places_of(sample.path)["budget.lines", "all", "total"]
    workbook = openpyxl.load_workbook(wrong)
    workbook[sheet][address].value += "+1"
    workbook.save(wrong)
    found = recalculation.compare(sample.document, sample.path, recalculation.recalculate(wrong, soffice))
    assert ("budget.lines", "all", "total") in {difference.target for difference in found}


def test_a_planted_wrong_cached_value_is_seen(sample: Made, tmp_path: Path) -> None:
    target = ("budget.lines", "all", "total")
    sheet, address = recalculation.places_of(sample.path)[target]
    number = openpyxl.load_workbook(sample.path, read_only=True).sheetnames.index(sheet) + 1
    part = f"xl/worksheets/sheet{number}.xml"
    wrong = tmp_path / "wrong.xlsx"
    cell = re.compile(rf'(<c r="{address}"[^>]*><f>[^<]*</f><v>)[^<]*')
    with ZipFile(sample.path) as source, ZipFile(wrong, "w") as copy:
        for name in source.namelist():
            text = source.read(name)
            copy.writestr(name, cell.sub(r"\g<1>999", text.decode()).encode() if name == part else text)
    assert [each.target for each in recalculation.compare(sample.document, wrong)] == [target]


def test_a_difference_below_the_displayed_digit_is_none() -> None:
    same = recalculation.same
    assert same(Decimal("1234.4"), 1234.2, 0)
    assert not same(Decimal("1234.4"), 1234.6, 0)
    assert same(Decimal("0.125"), 0.1249999999999, 2)
    assert same(None, "n/a", 0)
    assert not same(None, "#DIV/0!", 0)
    assert not same(None, 0, 0)
    assert not same(Decimal(0), None, 0)
    assert not same(Decimal(1), True, 0)
