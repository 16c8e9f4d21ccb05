"""Whether the self-contained folder works where nothing else is: run by `make installer-test`.

    python installers/test_installer.py FOLDER

Copies it out of the checkout, then goes the whole way with an environment of its own: new plan,
import of a CSV, a workbook and a database, findings, forecast, edition, documents, picture of the window.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

WON, LOST, OPEN = 40, 60, 20
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def write_crm(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["opportunity_id", "stage", "amount", "created_on", "closed_on"])
        for n in range(WON + LOST + OPEN):
            stage = "Closed Won" if n < WON else "Closed Lost" if n < WON + LOST else "Proposal"
            created, closed = f"2026-{n % 6 + 1:02}-03", f"2026-{n % 6 + 4:02}-17"
            rows.writerow([f"OPP-{n:04}", stage, 1000000 + n, created, "" if stage == "Proposal" else closed])
        rows.writerow(["OPP-9999", "Closed Won", "a lot", "2026-01-03", "2026-02-03"])  # to be set aside


def write_book(rows: Path, path: Path) -> None:
    book = Workbook()
    with rows.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            book.active.append(row)
    book.save(path)


def write_database(rows: Path, path: Path) -> None:
    database = sqlite3.connect(path)
    with rows.open(encoding="utf-8", newline="") as file:
        head, *deals = csv.reader(file)
        database.execute(f"CREATE TABLE deals ({', '.join(head)})")
        database.executemany("INSERT INTO deals VALUES (?, ?, ?, ?, ?)", deals)
    database.commit()
    database.close()


class Program:
    """The packed program, in a folder and an environment of its own."""

    def __init__(self, packed: Path, folder: Path) -> None:
        self.command = folder / "Program Files" / "kakehashi" / packed.name
        shutil.copytree(packed, self.command, symlinks=True)
        self.command /= "kakehashi"
        self.folder = folder / "計画"
        self.folder.mkdir()
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(folder),
            "KAKEHASHI_HOME": str(folder / "home"),
            "QT_QPA_PLATFORM": "offscreen",
        }

    def run(self, *arguments: str) -> str:
        print("kakehashi", *arguments, flush=True)
        ran = subprocess.run(
            [self.command, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=180,
            check=False,
        )
        assert ran.returncode == 0, f"exit {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
        assert "Traceback" not in ran.stderr, ran.stderr
        return ran.stdout

    def told(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))


def check_workbook(path: Path, *, japanese: bool) -> None:
    book = load_workbook(path)
    cells = [
        cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert sum(isinstance(value, (int, float)) for value in cells) > 20, "hardly any numbers"
    assert any(str(value).startswith("=") for value in cells), "no formula"
    assert any(JAPANESE.search(str(value)) for value in cells) or not japanese, "no Japanese"


def check_page(path: Path, language: str) -> None:
    page = path.read_text(encoding="utf-8")
    assert f'lang="{language}"' in page
    assert re.search(r"<title>\s*\S", page), "no title"
    assert "<svg" in page, "no picture"
    assert bool(JAPANESE.search(page)) or language != "ja", "no Japanese"


def main(packed: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        program = Program(packed.resolve(), Path(name))
        at = program.folder
        write_crm(at / "crm.csv")

        plugins = program.run("plugin", "list")
        ours = ("calendar", "csv", "excel", "html", "markdown", "sql", "workbook")
        assert all(f"kakehashi_{one}" in plugins for one in ours), plugins
        program.run("new", "plan.kakehashi", "--starter", "b2b-saas", "--language", "ja")
        told = program.told("import", "plan.kakehashi", "crm.csv", "--table", "opportunity")
        expected = {"read": WON + LOST + OPEN + 1, "loaded": WON + LOST + OPEN, "set_aside": 1}
        expected |= {"won": WON, "lost": LOST, "open": OPEN}
        assert expected.items() <= told.items(), told
        write_book(at / "crm.csv", at / "crm.xlsx")  # read by the program as its own worker
        again = program.told("import", "plan.kakehashi", "crm.xlsx", "--table", "opportunity")
        assert expected.items() <= again.items(), again
        write_database(at / "crm.csv", at / "crm.db")
        source = ("--source", "sql", "--set", "system=sqlite", "--set", f"database={at / 'crm.db'}")
        from_database = program.told("import", "plan.kakehashi", *source, "--table", "opportunity")
        assert expected.items() <= from_database.items(), from_database
        assert "funnel" in program.run("findings", "plan.kakehashi")
        program.run("adopt", "plan.kakehashi", "funnel")
        program.told("forecast", "plan.kakehashi")
        program.run("declare", "plan.kakehashi")
        for audience, language in (("executives", "ja"), ("finance", "en")):
            for ending in ("xlsx", "html", "md", "ics"):
                target = f"{audience}.{ending}"
                program.run(
                    "export", "plan.kakehashi", target, "--audience", audience, "--language", language
                )
            check_workbook(at / f"{audience}.xlsx", japanese=language == "ja")
            check_page(at / f"{audience}.html", language)
            assert (at / f"{audience}.md").read_text(encoding="utf-8").startswith("# ")
            assert (at / f"{audience}.ics").read_bytes().count(b"BEGIN:VEVENT") > 3
        program.run("window", "--screenshot", "window.png", "plan.kakehashi")
        assert (at / "window.png").read_bytes().startswith(b"\x89PNG")
        assert (at / "window.png").stat().st_size > 10_000, "the picture of the window is empty"
    print("the self-contained folder works")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
