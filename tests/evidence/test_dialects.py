"""Dialects are found, told and can be overruled; hurt copies of a file never load a wrong row."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evidence.plain import WHEN
from tests.evidence.polluted import clean_rows, copies, is_right, ours, sniffed
from tests.evidence.test_files import stage

from kakehashi.evidence.delimited import read_delimited
from kakehashi.evidence.import_job import Choices
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import OutcomeRule, Profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.read_as import ReadAs
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.text_table import TextTable
from kakehashi.words import LANGUAGES, PlanError, text

PLAIN = [("D1", "Acme", "1,5"), ("D2", "Bolt", "2")]
ASKED = "file_multitable_same"
SPACES = "file_field_delimiter_0x20"


def read(tmp_path: Path, content: str | bytes, **told: object) -> TextTable:
    path = tmp_path / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    table = read_delimited(DelimitedFile(path), tmp_path, told=ReadAs(**told))  # type: ignore[arg-type]
    for language in LANGUAGES:
        assert all(text(rule.reason, language) for rule in table.rules)
    return table


def rows(table: TextTable) -> list[tuple[object, ...]]:
    return [row[1:] for row in stage(table)[0]]


def rules(table: TextTable) -> dict[str, str]:
    return {rule.key: rule.value for rule in table.rules}


def test_hurt_copies_beside_the_sniffer_of_the_engine(data: Path, tmp_path: Path) -> None:
    clean = clean_rows(data)
    right, theirs, wrong = set(), set(), []
    for path in copies(data):
        loaded, aside, columns, refused = ours(path, tmp_path / path.stem)
        if is_right(path, clean, loaded, aside):
            right.add(path.stem)
        if is_right(path, clean, sniffed(path)):
            theirs.add(path.stem)
        wrong += [(path.stem, row) for row in loaded if row not in clean]
        assert (refused == "error.evidence.header_again") == (path.stem == ASKED)
        assert len(columns) in (0, 9)
    count = len(copies(data))
    print(f"hurt copies read right: ours {len(right)} of {count}, the engine's sniffer {len(theirs)}")
    assert wrong == []
    assert {path.stem for path in copies(data)} - right == {ASKED, SPACES}
    assert len(right) >= 50
    assert theirs < right


def test_a_table_with_its_header_twice_is_asked_about(data: Path, tmp_path: Path) -> None:
    path = data / f"csv-dialects/polluted/{ASKED}.csv"
    with pytest.raises(Question) as asked:
        read_delimited(DelimitedFile(path), tmp_path)
    assert asked.value.readings == ("all", "1", "2")
    assert asked.value.message.values["row"] == 85
    first = read_delimited(DelimitedFile(path), tmp_path, told=ReadAs(part=1))
    assert (first.rows, first.aside) == (83, 0)
    second = read_delimited(DelimitedFile(path), tmp_path, told=ReadAs(part=2))
    assert second.read == 82
    whole = read_delimited(DelimitedFile(path), tmp_path, told=ReadAs(part="all"))
    assert whole.read == first.read + second.read + 1
    assert [row[1] for row in stage(whole)[1]].count("header") == 1
    with pytest.raises(Question):
        read_delimited(DelimitedFile(path), tmp_path, told=ReadAs(part=3))


def test_headers_of_pages_are_left_out(tmp_path: Path) -> None:
    table = read(tmp_path, "id,name,amount\nD1,Acme,1\nid,name,amount\nD2,Bolt,2\nid,name,amount\nD3,Cog,3\n")
    assert (table.rows, [row[:2] for row in stage(table)[1]]) == (3, [(3, "header"), (5, "header")])
    assert table.rules[-1].reason.id == "evidence.rule.header_again"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('id;name;amount\nD1;Acme;"1,5"\nD2;Bolt;2\n', {"delimiter": "semicolon"}),
        ("id|name|amount\nD1|Acme|1,5\nD2|Bolt|2\n", {"delimiter": "pipe"}),
        ("id^name^amount\nD1^Acme^1,5\nD2^Bolt^2\n", {"delimiter": "^"}),
        ("id\x01name\x01amount\nD1\x01Acme\x011,5\nD2\x01Bolt\x012\n", {"delimiter": "U+0001"}),
        ('id name amount\nD1 Acme "1,5"\nD2 Bolt 2\n', {"delimiter": "space"}),
        ('id, name, amount\nD1, Acme, "1,5"\nD2, Bolt, 2\n', {"delimiter": "comma", "blanks": "left out"}),
        ("'id','name','amount'\n'D1','Acme','1,5'\n'D2','Bolt','2'\n", {"delimiter": "comma", "quote": "'"}),
        ('"id,name,amount"\n"D1,Acme,""1,5"""\n"D2,Bolt,2"\n', {"delimiter": "comma", "wrapped": "2"}),
        ('id,name,amount\r\nD1,Acme,"1,5"\nD2,Bolt,2\r', {"delimiter": "comma"}),
        ("Deals\n\nid\tname\tamount\nD1\tAcme\t1,5\nD2\tBolt\t2", {"delimiter": "tab", "titles": "1"}),
    ],
)
def test_dialects_are_found_and_told(tmp_path: Path, content: str, told: dict[str, str]) -> None:
    table = read(tmp_path, content)
    assert table.columns == ("id", "name", "amount")
    assert rows(table) == PLAIN
    assert told.items() <= rules(table).items()


def test_quotes_inside_quotes(tmp_path: Path) -> None:
    wanted = [("1", '5" pipe'), ("2", 'the "big" one'), ("3", "plain")]
    doubled = read(tmp_path, 'id,name\n1,"5"" pipe"\n2,"the ""big"" one"\n3,plain\n')
    backslash = read(tmp_path, 'id,name\n1,"5\\" pipe"\n2,"the \\"big\\" one"\n3,plain\n')
    bare = read(tmp_path, 'id,name\n1,"5" pipe"\n2,"the "big" one"\n3,plain\n')
    assert rows(doubled) == rows(backslash) == rows(bare) == wanted
    assert "escape" not in rules(doubled)
    assert (rules(backslash)["escape"], rules(bare)["escape"]) == ("\\", "none")


def test_a_single_column_keeps_its_commas(tmp_path: Path) -> None:
    assert rows(read(tmp_path, 'name\n"Smith, John"\n"Doe, Jane"\n')) == [("Smith, John",), ("Doe, Jane",)]


def test_a_person_overrules_what_was_found(tmp_path: Path) -> None:
    content = "a;b,c\n1;2,3\n4;5,6\n"
    assert read(tmp_path, content, delimiter=",").columns == ("a;b", "c")
    assert read(tmp_path, content, delimiter="semicolon").columns == ("a", "b,c")
    assert read(tmp_path, "'a',b\n'1',2\n", quote="").columns == ("'a'", "b")
    assert read(tmp_path, 'a,b\n"x\\"",1\n"y",2\n', escape="\\").rows == 2
    titled = "Deals,,\nid,name,amount\nD1,Acme,3\nTotal,,3\n"
    assert rules(read(tmp_path, titled)) == {
        "encoding": "utf-8",
        "delimiter": "comma",
        "header": "2",
        "titles": "1",
        "totals": "1",
    }
    assert read(tmp_path, titled, totals=True).rows == 2
    assert read(tmp_path, titled, header_rows=(1,)).columns == ("Deals", "#2", "#3")
    assert read(tmp_path, titled, header_rows=()).columns == ("#1", "#2", "#3")
    assert read(tmp_path, "é,b\n1,2\n".encode("cp1252"), encoding="cp1252").columns == ("é", "b")


@pytest.mark.parametrize(
    "told",
    [
        {"delimiter": "ab"},
        {"delimiter": ""},
        {"quote": "''"},
        {"header_rows": (9,)},
        {"part": 2},
        {"encoding": "x"},
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(tmp_path: Path, told: dict[str, object]) -> None:
    with pytest.raises(PlanError) as refused:
        read(tmp_path, "a,b\n1,2\n", **told)
    for language in LANGUAGES:
        assert text(refused.value.message, language)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(tmp_path: Path, codec: str) -> None:
    assert rows(read(tmp_path, "名前,b\n一,2\n三,4\n".encode(codec))) == [("一", "2"), ("三", "4")]


def test_a_damaged_file_is_not_taken_for_a_western_one(tmp_path: Path) -> None:
    for damaged in (
        "名前,b\n".encode() + b"x\xe9,1\n",
        "名前と住所,b\nカタカナ,2\n".encode("cp932") + b"x\x82 ,1\n",
    ):
        with pytest.raises(PlanError) as refused:
            read(tmp_path, damaged)
        assert refused.value.message.id == "error.evidence.bad_bytes"


def test_totals_and_headers_in_a_long_file(tmp_path: Path) -> None:
    """Beyond the rows by which the table is found, and where rows are copied in blocks."""
    lines = [f'D{n},会計ソフト{n},"a, ""b""",{n}\n' for n in range(120_000)]
    lines[70_000] = "小計,,,5\n"
    lines[90_000] = 'D90000,"two\nlines",x,1\n'
    lines[90_001] = "D90001,short\n"
    lines.append("Grand Total,,,7\n")
    table = read(tmp_path, "id,product,note,amount\n" + "".join(lines))
    assert (table.rows, table.aside) == (119_998, 3)
    assert [row[:2] for row in stage(table)[1]] == [(70_002, "total"), (90_003, "width"), (120_002, "total")]
    assert stage(table)[0][-1][:2] == (120_001, "D119999")


def test_a_profile_says_how_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Nr;Kunde, Ort;Status\n1;Acme, Bonn;won\n2;Bolt, Ulm;lost\n")
    profile = Profile(
        table="opportunity",
        key="#1",
        outcome=OutcomeRule(column="#3", values={"won": "won", "lost": "lost"}),
        read_as=ReadAs(delimiter=";", header_rows=()),
    )
    rows = DelimitedFile(path)
    read = import_table(tmp_path / "e", rows, name="d", table="opportunity", profile=profile, when=WHEN)
    assert (read.read, read.won, read.profile.header) == (3, 1, ("#1", "#2", "#3"))
    choices = Choices(read_as=ReadAs(header_rows=(1,)))
    result = import_table(
        tmp_path / "e",
        rows,
        name="d",
        table="opportunity",
        profile=Profile(table="opportunity", key="Nr", outcome=OutcomeRule(column="Status")),
        choices=choices,
        when=WHEN,
    )
    assert (result.won, result.lost, {rule.key for rule in result.rules}) == (
        1,
        1,
        {"encoding", "delimiter", "header"},
    )
