"""Both roads of a text file give the same: read by the engine straight, or row by row with care."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.evidence import delimited
from kakehashi.evidence.delimited import Road, read_delimited
from kakehashi.evidence.import_job import ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.looking import load_stage
from kakehashi.evidence.read_as import ReadAs
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.straight import NeedsCare
from kakehashi.evidence.text_table import TextTable
from kakehashi.words import PlanError

SMALL = 4 << 20
Seen = tuple[object, ...]


def seen(path: Path, folder: Path, road: Road, told: ReadAs | None = None) -> Seen:
    """All that a road shows of a file, or the message by which it is refused. Raises NeedsCare."""
    folder.mkdir(exist_ok=True)
    try:
        table = read_delimited(DelimitedFile(path), folder, told=told, road=road)
    except PlanError as error:
        return (error.message,)
    if road != "careful" and table.straight is None:
        raise NeedsCare
    with duckdb.connect() as connection:
        table = load_stage(connection, table)
        rows = connection.execute("SELECT * FROM stage ORDER BY r").fetchall()
        aside = connection.execute("SELECT r, reason, raw FROM aside ORDER BY r").fetchall()
    return (rows, aside, *_told_of(table))


def _told_of(table: TextTable) -> Seen:
    return (table.rows, table.aside, table.columns, table.kinds, table.rules, table.encoding, table.sha256)


def goes_straight(path: Path, folder: Path, told: ReadAs | None = None) -> bool:
    """Whether the engine reads it alone; what it reads must then be the same as with care."""
    try:
        straight = seen(path, folder / "straight", "straight always", told)
    except NeedsCare:
        return False
    assert straight == seen(path, folder / "careful", "careful", told)
    return True


@pytest.mark.once
@pytest.mark.slow  # what is drawn below is daily
@pytest.mark.parametrize("part", [0, 1, 2])
def test_real_files(data: Path, tmp_path: Path, part: int) -> None:
    suffixes = (".csv", ".tsv", ".txt", ".tab", ".dat")
    paths = [
        path
        for path in sorted(data.rglob("*"))
        if path.suffix.lower() in suffixes and path.is_file() and path.stat().st_size <= SMALL
    ]
    paths = paths[part::3]
    straight = [path.name for path in paths if goes_straight(path, tmp_path)]
    assert len(straight) * 3 > len(paths)


HEADER = "id,name,amount\n"
BODY = 'A-1,"Suzuki, Ltd.",100\nA-2,"say ""yes""",200\nA-3,,300\nA-4,"two\nlines",400\nA-5,"",\n'


@pytest.mark.parametrize(
    "text",
    [
        HEADER + BODY,
        (HEADER + BODY.replace("two\n", "two ")).replace("\n", "\r\n"),
        HEADER + BODY + "A-6,x,1",
        "Report of 2027\n" + HEADER + BODY,
        HEADER.replace("name", '"name"') + BODY,
        HEADER + BODY + 'A-7,5" pipe,1\n',
        HEADER + BODY + "A-8,Total Ltd.,1\n",
        (HEADER + "1,a,2\n2,b,3\n3,c,4\n").replace(",", "\t"),
        (HEADER + "1,'a,2'\n2,b,3\n3,c,4\n").replace(",", ";"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_well_formed_files_go_straight(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes((text.replace("Suzuki", "鈴木") + "\n" * (not text)).encode(encoding))
    assert goes_straight(path, tmp_path)


@pytest.mark.parametrize(
    "row",
    [
        "",
        "  ",
        ",,",
        "B-1",
        "B-1,x,1,2",
        "B-1,x,1,",
        'B-1, "x",1',
        'B-1,"x" ,1',
        'B-1,"x" y,1',
        'B-1,"x,1',
        'B-1,5"x,1"',
        'B-1,"a\r\nb",1',
        "B-1,a\rb,1",
        "id,name,amount",
        '"id","name","amount"',
        "Total,,1000",
        ",Grand Total,1000",
        "2027,合計,1000",
        "A-1,x,1\r",
        f"B-1,{'x' * (1 << 20)},1",
    ],
)
def test_what_needs_care_is_not_read_straight(tmp_path: Path, row: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(f"{HEADER}{BODY}{row}\nC-1,x,1\nC-2,y,2\n".encode())
    assert not goes_straight(path, tmp_path)


CELLS = st.one_of(
    st.text(alphabet='ab1 ,;"\n\r\t計　', max_size=5),
    st.sampled_from(["", "100", "2027-01-01", "Total", "合計", "id", "髙橋㈱"]),
)


def _line(cells: Sequence[str], quoted: Sequence[bool], mark: str) -> str:
    return mark.join(
        '"' + cell.replace('"', '""') + '"' if quote or any(odd in cell for odd in f'{mark}"\n\r') else cell
        for cell, quote in zip(cells, quoted, strict=True)
    )


@settings(max_examples=150, deadline=None)
@given(drawn=st.data())
def test_drawn_files(tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject) -> None:
    draw = drawn.draw
    width = draw(st.integers(1, 4))
    mark, end = draw(st.sampled_from([",", ";", "\t", "|"])), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8))
    lines = [mark.join(("id", "name", "amount", "day")[:width])]
    for row in rows:
        quoted = draw(st.lists(st.booleans(), min_size=width, max_size=width))
        # Now and then as somebody would write it who knows no quotes.
        lines.append(mark.join(row) if draw(st.integers(0, 9)) == 0 else _line(row, quoted, mark))
    text = end.join(lines) + draw(st.sampled_from(["", end, end + end]))
    folder = tmp_path_factory.mktemp("drawn")
    path = folder / "x.csv"
    path.write_bytes(
        text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp"])), "ignore")
    )
    goes_straight(path, folder)


def _imported(tmp_path: Path, text: str) -> ImportResult:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    file = DelimitedFile(path)
    return import_table(tmp_path / "evidence", file, name="x.csv", table="opportunity", when="2027-04-01")


@pytest.mark.parametrize("last", ["D9,Z,Won,1,2027-01-01", "D9,Z", "Total,,,5,"])
def test_an_import_is_the_same_on_both_roads(
    tmp_path: Path, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"D{number},Company {number},Won,{number},2027-01-01\n" for number in range(1, 9))
    text = f"Opportunity ID,Account Name,Stage,Amount,Close Date\n{rows}{last}\n"
    careful = _imported(tmp_path, text)
    monkeypatch.setattr(delimited, "WHOLE", 100)
    straight = _imported(tmp_path, text)
    for field in ("read", "loaded", "set_aside", "reasons", "won", "won_amount", "sha256", "encoding"):
        assert getattr(straight, field) == getattr(careful, field)
    assert straight.read == 9


@pytest.mark.parametrize(
    "cell",
    [b"\xff", b"\x82\xa0", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe3\x81", b'"\xe3\x81"'],
)
@pytest.mark.parametrize("place", [b"B-1,%s,1\n", b"%s,x,1\n", b"B-1,x,%s\n", b"B-1,x,%s"])
def test_the_engine_refuses_bytes_that_are_not_utf_8(tmp_path: Path, cell: bytes, place: bytes) -> None:
    path = tmp_path / "x.csv"
    text = HEADER.encode() + BODY.encode() + place
    path.write_bytes(text % cell.translate(bytes(34 if at == 34 else 120 for at in range(256))))
    table = read_delimited(DelimitedFile(path), tmp_path, road="straight always")
    with duckdb.connect() as connection:
        assert load_stage(connection, table).rows == 6
        path.write_bytes(text % cell)  # of a large file only the beginning has been verified
        with pytest.raises(NeedsCare):
            load_stage(connection, table)


def test_a_path_is_no_pattern_and_holds_no_columns(tmp_path: Path) -> None:
    (tmp_path / "x1.csv").write_text("id,name,amount\nother,a,1\n", encoding="utf-8")
    path = tmp_path / "x[1].csv"
    path.write_text(HEADER + BODY, encoding="utf-8")
    assert not goes_straight(path, tmp_path)
    folder = tmp_path / "year=2027"
    folder.mkdir()
    path = folder / "x.csv.gz"
    path.write_text(HEADER + BODY, encoding="utf-8")
    assert goes_straight(path, tmp_path)
