"""Text goes in and comes back unchanged, and never becomes a formula, an error, a number or a code."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plugins.kakehashi_excel import recalculation
from tests.plugins.kakehashi_excel.samples import AWKWARD, Told, document, figure, hostile_texts, words

from kakehashi.api import Chapter, Column, Document, KeyFigure, KeyFigures, PlanError, Prose, Row, Table
from kakehashi_excel import Excel, Settings
from kakehashi_excel.text import (
    LIMIT,
    defined_name,
    escaped,
    header,
    in_header,
    one_line,
    restored,
    units,
)
from kakehashi_excel.titles import sheet_titles, shortened


def table(texts: list[str], **options: object) -> Table:
    rows = tuple(Row(f"r{at}", (words(text), words(text))) for at, text in enumerate(texts))
    return Table("t", "Texts", (Column("a", "=A", width=20), Column("b", "B", "long_text")), rows)


def found(path: Path, count: int) -> list[tuple[str, str]]:
    workbook = openpyxl.load_workbook(path)
    places = recalculation.places_of(path)
    read = []
    for at in range(count):
        values = []
        for column in ("a", "b"):
            sheet, address = places["t", f"r{at}", column]
            cell = workbook[sheet][address]
            assert cell.data_type == "s", cell.value
            values.append(restored(cell.value))
        read.append((values[0], values[1]))
    return read


def test_every_hostile_text_comes_back(data: Path, tmp_path: Path) -> None:
    texts = hostile_texts(data)
    path = tmp_path / "hostile.xlsx"
    Excel().export(document("ja", [Chapter("c", "本文", (table(texts),))]), Settings(), path, Told())
    assert found(path, len(texts)) == [(text, text) for text in texts]


def everywhere(text: str) -> Document:
    """A document with one text in every place that holds one."""
    blocks = (
        Prose("p", text, (text,), (text,)),
        KeyFigures("k", (KeyFigure(text, figure(1), "money", text, 0, text, key="k"),), text),
        Table(
            "t",
            text,
            (Column("a", text), Column("b", text, "choice", choices=(text, "other"), group=text)),
            (Row("r0", (words(text), words(text)), mark=text),),
            unit=text,
            note=text,
            source=text,
            role="input",
        ),
        table(["x"]),
    )
    facts = (
        "title",
        "company",
        "department",
        "author",
        "audience_title",
        "confidential_mark",
        "edition_title",
    )
    options = dict.fromkeys([*facts, "unit", "language_note"], text)
    return document("en", [Chapter("c", text, (*blocks[:3],), text)], **options)


@pytest.mark.parametrize("text", [each for each in AWKWARD if len(each) < 1000])
def test_an_awkward_text_may_stand_anywhere(text: str, tmp_path: Path) -> None:
    path = tmp_path / "anywhere.xlsx"
    Excel().export(everywhere(text), Settings(), path, Told())
    assert found(path, 1) == [(text, text)]
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type in "fe"]


def test_libreoffice_opens_hostile_texts_without_a_formula(data: Path, tmp_path: Path, soffice: Path) -> None:
    texts = hostile_texts(data)
    path = tmp_path / "hostile.xlsx"
    plan = document("ja", [Chapter("c", "=1+1", (table(texts),))], company="&[Page]&P", title="=cmd|x")
    Excel().export(plan, Settings(), path, Told())
    opened = openpyxl.load_workbook(recalculation.converted(path, soffice, tmp_path / "out", "xlsx"))
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    sheet, address = recalculation.places_of(path)[
        "t", f"r{texts.index('=10+20+cmd|' + chr(39) + ' /C calc' + chr(39) + '!A0')}", "a"
    ]
    assert opened[sheet][address].value.startswith("=10+20")


def test_a_text_that_no_cell_holds_is_refused(tmp_path: Path) -> None:
    plan = document("ja", [Chapter("c", "C", (table(["長い" * LIMIT]),))])
    with pytest.raises(PlanError) as refused:
        Excel().export(plan, Settings(), tmp_path / "long.xlsx", Told())
    assert "65,534" in str(refused.value)
    assert "長い長い" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@given(st.text())
def test_escaping_is_undone(text: str) -> None:
    assert restored(escaped(text)) == text


@given(st.text(alphabet="_x0041F\x01\r", max_size=30))
def test_escaping_is_undone_next_to_what_looks_escaped(text: str) -> None:
    assert restored(escaped(text)) == text
    assert not set(escaped(text)) & {"\x01", "\r"}


def test_length_is_counted_as_excel_does() -> None:
    assert units("😀a") == 3
    assert escaped("x" * LIMIT) == "x" * LIMIT
    with pytest.raises(PlanError):
        escaped("😀" * (LIMIT // 2 + 1))


# ---- titles, names, headers


def test_sheet_titles_are_legal_and_unique() -> None:
    wanted = [
        "a/b:c*d?e[f]\\",
        "'x'",
        "",
        "施策",
        "施策",
        "ABC",
        "abc",
        "History",
        "長" * 40,
        "長" * 40,
        "a\nb",
        "😀" * 20,
    ]
    titles = sheet_titles(wanted)
    assert len({title.casefold() for title in titles}) == len(titles)
    for title in titles:
        assert 0 < units(title) <= 31
        assert not set(title) & set("[]:*?/\\\n")
        assert not title.startswith("'")
        assert not title.endswith("'")
        assert title.casefold() != "history"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("win rate", "win_rate"),
        ("受注率", "受注率"),
        ("A1", "_A1"),
        ("R1C1", "_R1C1"),
        ("r", "_r"),
        ("2027", "_2027"),
        ("=x!y", "_x_y"),
        ("", "_"),
    ],
)
def test_names_are_legal(wanted: str, expected: str) -> None:
    assert defined_name(wanted, set()) == expected


def test_names_are_unique_whatever_their_case() -> None:
    taken: set[str] = set()
    assert [defined_name(name, taken) for name in ("cap", "CAP", "cap")] == ["cap", "CAP_2", "cap_3"]


def test_a_header_holds_no_code_of_a_text() -> None:
    assert in_header("R&D &[Page]", 40) == "R&&D && [Page]"
    assert in_header("&" * 30, 11) == "&" * 10 + "…"
    whole = header(in_header("会社" * 200, 90), "&P / &N", '&"Yu Gothic,Regular"&8 ')
    assert len(whole) <= 255
    assert whole.endswith("&P / &N")
    assert one_line("a\r\nb\x00") == "a b"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("お受けした要望の状況", "お受けした要望の状況"),
        (
            "計算 新規受注額：目標と見込みの累計と、その根拠になる前提の全部の一覧と理由",
            "計算 新規受注額：目標と見込みの累計",
        ),
        (
            "保全課長の道のり（あるべき姿の案、第2回の聞き取りのあとの版の写し）：内容の一覧",
            "保全課長の道のり",
        ),
        ("Journey of the maintenance manager (as it should be)", "Journey of the maintenance"),
        ("Input Metrics: their targets and actuals by month", "Input Metrics: their targets"),
        ("The maintenance manager's journey, as it is: contents", "Maintenance manager's journey"),
        ("What we ask of you, what you get, where your requests stand", "What we ask of you"),
        ("長" * 40, "長" * 31),
        ("x" * 40, "x" * 31),
    ],
)
def test_a_title_is_shortened_where_a_word_ends(wanted: str, expected: str) -> None:
    assert shortened(wanted, 31) == expected


@given(st.text(min_size=1, max_size=80))
def test_a_shortened_title_is_short_and_part_of_the_whole(text: str) -> None:
    kept = shortened(text, 31)
    assert kept[1:] in text
    assert 0 < units(kept) <= 31
