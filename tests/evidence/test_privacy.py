"""Personal values: hashed or left out when asked to, and nowhere but in the evidence in any case."""

from __future__ import annotations

import csv
import hashlib
import hmac
import json
from pathlib import Path

import pytest
from tests.evidence.plain import WHEN

from kakehashi.cli.main import run as run_command
from kakehashi.evidence.import_job import Choices
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.privacy import KEY_FILE, names_of_persons
from kakehashi.evidence.repairing import write_set_aside
from kakehashi.evidence.source import Batch, DelimitedFile
from kakehashi.evidence.workspace import engine, list_imports

PERSONS = ("Hanako Canarymoto", "カナリア花子", "canary.hanako@canary-mail.example", "090-1234-9999")
CONTACTS = ("Contact ID", "First Name", "氏名", "Email", "Phone", "Company", "Create Date", "Memo")
PEOPLE = [
    ("1", "Hanako", "花子", "Hanako@Acme.example", "090-1", "Acme", "2026-01-01", "call hanako@acme.example"),
    ("2", "Taro", "太郎", "taro@beta.example", "090-2", "Beta", "2026-01-02", ""),
    ("3", "Hanako", "花子", " hanako@acme.example ", "090-1", "Acme", "2026-01-03", "x"),
    ("", "Jiro", "次郎", "jiro@beta.example", "090-3", "Beta", "2026-01-04", "y"),
]


def load(folder: Path, rows: list[tuple[str, ...]], **chosen: bool) -> None:
    import_table(
        folder,
        iter([Batch(CONTACTS, list(rows))]),  # type: ignore[arg-type]
        name="people",
        table="lead",
        when=WHEN,
        choices=Choices(**chosen),  # type: ignore[arg-type]
    )


def everything(folder: Path) -> str:
    """All cells of all tables of the engine's file."""
    with engine(folder, read_only=True) as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        return "\n".join(str(connection.execute(f"SELECT * FROM {name}").fetchall()) for (name,) in tables)


def test_addresses_are_hashed_with_the_key_of_the_plan(tmp_path: Path) -> None:
    load(tmp_path / "a", PEOPLE, hash_email=True)
    with engine(tmp_path / "a", read_only=True) as connection:
        found = [
            row[0] for row in connection.execute("SELECT email FROM lead ORDER BY source_row").fetchall()
        ]
    key = (tmp_path / "a" / KEY_FILE).read_bytes()
    code = hmac.new(key, b"hanako@acme.example", hashlib.sha256).hexdigest()[:32]
    assert found[0] == found[2] == f"h{code}@acme.example"
    assert found[1].endswith("@beta.example")
    assert found[1] != found[0]
    whole = everything(tmp_path / "a").casefold()
    assert not [name for name in ("hanako@", "taro@", "jiro@") if name in whole]
    assert "call ***" in whole
    # The same person keeps the code at the next import, without being told again; another plan has others.
    load(tmp_path / "a", [PEOPLE[0]])
    with engine(tmp_path / "a", read_only=True) as connection:
        assert connection.execute("SELECT email FROM lead").fetchall() == [(found[0],)]
    load(tmp_path / "b", PEOPLE, hash_email=True)
    with engine(tmp_path / "b", read_only=True) as connection:
        assert connection.execute("SELECT email FROM lead LIMIT 1").fetchall() != [(found[0],)]


def test_a_row_set_aside_is_hashed_once(tmp_path: Path) -> None:
    workspace, out = tmp_path / "evidence", tmp_path / "out.csv"
    load(workspace, PEOPLE, hash_email=True)
    write_set_aside(workspace, list_imports(workspace)[0].id, out, "en")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    hashed = rows[1][3 + CONTACTS.index("Email")]
    rows[1][3] = "4"
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    import_table(workspace, DelimitedFile(out), name="out.csv", table="lead", when=WHEN)
    with engine(workspace, read_only=True) as connection:
        assert connection.execute("SELECT email FROM lead WHERE lead_id = '4'").fetchall() == [(hashed,)]


def test_names_are_left_out(tmp_path: Path) -> None:
    load(tmp_path, PEOPLE, drop_names=True)
    whole = everything(tmp_path)
    left = ("Hanako", "花子", "Taro", "太郎", "Jiro", "次郎", "090-")
    # Addresses are another option; here they are as they were.
    assert not [name for name in left if name in whole.replace("Hanako@Acme", "")]
    assert "taro@beta.example" in whole


def test_which_columns_hold_names() -> None:
    columns = ("Id", "Name", "姓", "携帯電話", "Company Name", "lead: Name", "Email", "Opportunity Name")
    assert names_of_persons("lead", columns) == ("Name", "姓", "携帯電話", "lead: Name")
    assert names_of_persons("opportunity", columns) == ("姓", "携帯電話", "lead: Name")


# The canary ----------------------------------------------------------------------------------------------


def person(number: int) -> str:
    """A person's value; another one in each row."""
    return f"{PERSONS[number % len(PERSONS)]} {number}"


def rows(count: int, *form: str) -> list[tuple[str, ...]]:
    """Rows of this form: 'id' a number, 'who' a person's value, anything else as it is."""
    return [
        tuple({"id": str(number), "who": person(number)}.get(cell, cell) for cell in form)
        for number in range(count)
    ]


DEALS = (
    *("Deal ID", "Deal Name", "Stage", "Amount", "Create Date", "Close Date", "Account Name", "Memo"),
    *("Closed Lost Reason", "Deal Owner", "Product", "Competitor", "Background", "Trigger"),
)
TABLES = {
    # A value in every column of free text; not in source, measure and category: findings count by these.
    "lead": (
        ("Lead ID", "Company", "Email", "Department", "Title", "Created Date", "First Name", "Memo"),
        rows(8, "id", "who", "who", "who", "who", "2026-01-01", "who", "who"),
    ),
    "opportunity": (
        DEALS,
        [
            (*row[:2], ("Closed Won", "Closed Lost", "Closed Lost", row[2])[number % 4], *row[3:])
            for number, row in enumerate(
                rows(40, "id", "who", "who", "5", "2026-01-01", "2026-02-01", *["who"] * 8)
            )
        ],
    ),
    "activity": (
        ("Activity ID", "Activity Type", "Activity Date", "Activity Owner", "Notes", "Result"),
        rows(8, "id", "who", "2026-01-01", "who", "who", "who"),
    ),
    "contract": (
        ("Contract ID", "Account Name", "Product", "Start Date", "Amount", "Churn Reason"),
        rows(8, "id", "who", "who", "2026-01-01", "5", "who"),
    ),
    "voice": (
        ("Ticket ID", "Company", "Topic", "Channel", "Product", "Date"),
        rows(8, "id", "who", "who", "who", "who", "2026-01-01"),
    ),
}


@pytest.mark.once
def test_no_personal_value_leaves_the_evidence(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, said = tmp_path / "p.kakehashi", []

    def run(*arguments: object, code: int | None = 0, told: bool = True) -> str:
        ended = run_command([str(each) for each in arguments])
        out = "".join(capsys.readouterr())
        assert code in (None, ended), out
        if told:
            said.append(out)
        return out

    run("new", plan)
    for table, (header, cells) in TABLES.items():
        path = tmp_path / f"{table}.csv"
        hurt = [
            (PERSONS[0],) * len(header),
            (PERSONS[1], PERSONS[2]),
            ("", *[PERSONS[3]] * (len(header) - 1)),
        ]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *cells, *hurt])
        run("import", plan, path, "--table", table)
        run("import", plan, path, "--table", table, "--json")
    # Errors on the way: repeated keys, quotes that don't close, stages nobody knows, columns that are gone.
    broken = tmp_path / "broken.csv"
    broken.write_text("Lead ID,Email\n2,x\n" + "".join(f'1,"{p}{n}"\n' for n, p in enumerate(PERSONS)))
    run("import", plan, broken, "--table", "lead", code=3)
    broken.write_text("Lead ID,Created Date\n" + "".join(f'1,"{p}\n' for p in PERSONS))
    run("import", plan, broken, "--table", "opportunity", code=3)
    # Here the person is asked about the values themselves: the screen may show them, the log may not.
    broken.write_text("Deal ID,Stage\n" + "".join(f'{n},"{p}"\n' for n, p in enumerate(PERSONS)))
    asked = run("import", plan, broken, "--table", "opportunity", code=3, told=False)
    assert PERSONS[2] not in asked
    assert PERSONS[3] not in asked
    for listing in (("imports",), ("imports", "--json"), ("profiles",), ("profiles", "--json")):
        run(listing[0], plan, *listing[1:])
    for one in json.loads(run("findings", plan, "--json", told=False)):
        run("adopt", plan, one["key"], code=None)
    run("declare", plan)
    out = [tmp_path / "e.xlsx", tmp_path / "e.html", tmp_path / "f.html", tmp_path / "copy.kakehashi"]
    run("export", plan, out[0], "--audience", "executives", "--language", "ja")
    run("export", plan, out[1], "--audience", "executives", "--language", "en")
    run("export", plan, out[2], "--audience", "finance", "--language", "ja")
    run("send-copy", plan, out[3])
    number = json.loads(run("imports", plan, "--json"))[0]["id"]
    run("remove-import", plan, number)
    run("delete-evidence", plan, "--yes")
    run("imports", plan)
    forms = {form for name in PERSONS for form in _forms(name)}
    for words in said:
        assert not [form for form in forms if form in words.encode()], words
    files = [path for folder in (tmp_path, home) for path in folder.rglob("*") if path.is_file()]
    written = [path for path in files if path.suffix != ".csv"]
    assert {path.name for path in written} >= {path.name for path in (plan, *out)}
    assert [path for path in written if path.suffix == ".log"]
    for path in written:
        found = [form for form in forms if form in _contents(path)]
        assert not found, (path, found)


def _forms(name: str) -> tuple[bytes, ...]:
    return (name.encode(), name.encode("utf-16-le"), json.dumps(name)[1:-1].encode())


def _contents(path: Path) -> bytes:
    """What stands in a file, packed parts unpacked."""
    import zipfile

    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return b"\n".join(packed.read(name) for name in packed.namelist())
    return path.read_bytes()
