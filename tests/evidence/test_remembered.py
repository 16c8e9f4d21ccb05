"""What was chosen of a file is known the next time: its sheet, and which of its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.evidence.plain import WHEN

from kakehashi.evidence.import_job import Choices, ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import as_json, read_profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.read_as import ReadAs
from kakehashi.evidence.workspace import list_imports
from kakehashi.extension.reading import rows_of

HEADER = ["Deal ID", "Stage", "Amount"]
OTHER = ["Account ID", "Account Name", "City"]
Rows = Sequence[Sequence[object]]


def book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def deals(count: int, header: Sequence[str] = HEADER) -> Rows:
    more = [None] * (len(header) - 3)
    rows = [(f"D{n}", "Closed Won" if n % 2 else "Closed Lost", n * 10, *more) for n in range(1, count + 1)]
    return [header, *rows]


ACCOUNTS = [OTHER, *([f"A{n}", f"Company {n}", "Nagoya"] for n in range(1, 5))]


def load(path: Path, sheet: str | None = None, **choices: object) -> ImportResult:
    return import_table(
        path.parent / "evidence",
        rows_of(None, path, sheet),
        name=path.name,
        table="opportunity",
        choices=Choices(**choices),  # type: ignore[arg-type]
        when=WHEN,
    )


def sheet_rule(result: ImportResult) -> tuple[str, str] | None:
    return next(((rule.value, rule.reason.id) for rule in result.rules if rule.key == "sheet"), None)


def test_the_sheet_is_read_again(tmp_path: Path) -> None:
    first = book(tmp_path / "march.xlsx", {"Accounts": ACCOUNTS, "Deals": deals(4)})
    with pytest.raises(Question):
        load(first)
    assert load(first, "Deals").loaded == 4
    second = book(tmp_path / "april.xlsx", {"Deals": deals(6), "Accounts": ACCOUNTS})
    result = load(second)
    assert result.loaded == 6
    assert sheet_rule(result) == ("Deals", "evidence.rule.sheet_again")
    assert load(second).loaded == 6  # and once more


def test_a_sheet_of_another_layout_is_asked_for(tmp_path: Path) -> None:
    load(book(tmp_path / "march.xlsx", {"Accounts": ACCOUNTS, "Deals": deals(4)}), "Deals")
    changed = book(tmp_path / "may.xlsx", {"Accounts": ACCOUNTS, "Deals": deals(4, [*HEADER, "New"])})
    with pytest.raises(Question) as asked:
        load(changed)
    assert asked.value.message.id == "error.evidence.which_sheet"
    renamed = book(tmp_path / "june.xlsx", {"Accounts": ACCOUNTS, "Deals 2": deals(4)})
    with pytest.raises(Question):
        load(renamed)
    assert len(list_imports(tmp_path / "evidence")) == 1


def test_what_is_said_now_counts(tmp_path: Path) -> None:
    path = book(tmp_path / "deals.xlsx", {"Deals": deals(4), "Old": deals(2)})
    load(path, "Deals")
    result = load(path, "Old")
    assert result.loaded == 2
    assert sheet_rule(result) is None
    assert sheet_rule(load(path)) == ("Old", "evidence.rule.sheet_again")
    with pytest.raises(Question):
        load(path, anew=True)


def test_a_profile_names_the_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "deals.xlsx", {"Accounts": ACCOUNTS, "Deals": deals(4)})
    saved = tmp_path / "profile.json"
    saved.write_bytes(as_json(load(path, "Deals").profile))
    assert read_profile(saved).read_as == ReadAs(sheet="Deals")
    result = import_table(
        tmp_path / "elsewhere", rows_of(None, path), name="x", table="opportunity", profile=saved, when=WHEN
    )
    assert result.loaded == 4


TWO = (
    "Account ID,City\nA1,Nagoya\nA2,Osaka\nA3,Kobe\n\n\n"
    "Deal ID,Stage,Amount\nD1,Closed Won,1\nD2,Closed Lost,2\nD3,Closed Won,3\nD4,Closed Won,3\n"
)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_one_of_several_tables_is_read_again(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"two.{kind}"
    if kind == "csv":
        path.write_text(TWO, "utf-8")
    else:
        book(path, {"One": [[cell or None for cell in line.split(",")] for line in TWO.splitlines()]})
    with pytest.raises(Question) as asked:
        load(path)
    assert asked.value.message.id == "error.evidence.which_part"
    assert asked.value.message.values["name"] == path.name
    assert load(path, read_as=ReadAs(part=2)).loaded == 4
    result = load(path)
    assert result.loaded == 4
    assert "evidence.rule.part_again" in {rule.reason.id for rule in result.rules}
