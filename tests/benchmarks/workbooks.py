"""A workbook of 200,000 rows: from the file to typed rows in the evidence, against its bare rows in Python.

The child process that reads it is counted, and so are its start, the rows' way to the program and the
mapping. Leaves out: the start of the program itself.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from tests.benchmarks.timing import Ratio, compared

from kakehashi.evidence.importing import import_table
from kakehashi.extension.reading import rows_of

ROWS = 200_000
RUNS = 9
HEADER = (
    "Opportunity ID", "Account Name", "Stage", "Amount", "Created Date", "Close Date", "Lead Source",
    "Opportunity Owner", "Employees", "Description",
)  # fmt: skip
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write_workbook(path: Path, rows: int = ROWS) -> None:
    """Deals as a spreadsheet program writes them: shared strings, dates as styled numbers, empty cells."""
    strings: dict[str, int] = {}

    def text(cell: str) -> str:
        return f't="s"><v>{strings.setdefault(cell, len(strings))}</v></c>'

    def row(number: int, cells: list[str]) -> str:
        filled = (
            f'<c r="{column}{number}" {cell}'
            for column, cell in zip("ABCDEFGHIJ", cells, strict=True)
            if cell
        )
        return f'<row r="{number}">{"".join(filled)}</row>'

    def deal(at: int) -> list[str]:
        return [
            text(f"D-{at:06}"),
            text(f"株式会社{at % 5000}商事"),
            text(("Closed Won", "Closed Lost", "Proposal")[at % 3]),
            f"><v>{(at * 7919 % 1_000_000_00) / 100}</v></c>",
            f's="1"><v>{45300 + at % 700}</v></c>',
            f's="1"><v>{45700 + at % 300}</v></c>',
            text(("web", "event", "referral")[at % 3]),
            text(f"owner {at % 40}"),
            f"><v>{10 + at % 9000}</v></c>",
            text(f"note {at}") if at % 3 else "",
        ]

    sheet = [row(1, [text(name) for name in HEADER]), *(row(at + 2, deal(at)) for at in range(rows))]
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="deals" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
        "</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">'
        + "".join(f"<si><t>{cell}</t></si>" for cell in strings)
        + "</sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(sheet)}</sheetData>'
        "</worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _relations(*relations: tuple[str, str, str]) -> str:
    each = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def measure(folder: Path) -> list[Ratio]:
    """The import against the bare rows."""
    from python_calamine import load_workbook

    path = folder / "deals.xlsx"
    write_workbook(path)

    def imported() -> None:
        workspace = folder / "evidence"
        shutil.rmtree(workspace, ignore_errors=True)
        result = import_table(
            workspace, rows_of(None, path), name=path.name, table="opportunity", when="2027-04-01"
        )
        assert (result.loaded, result.set_aside) == (ROWS, 0)

    def bare() -> None:
        rows = load_workbook(path).get_sheet_by_name("deals").iter_rows()
        assert sum(1 for _ in rows) == ROWS + 1

    name = f"{ROWS:,} rows of a workbook into the evidence / its bare rows"
    return [compared(name, imported, bare, bound=1.6, runs=RUNS)]
