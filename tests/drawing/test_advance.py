"""Widths and line breaks without a font."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kakehashi.drawing.advance import clean, clusters, is_cut, shortened, width, wrapped

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1ef\U0001f1f5"
NASTY = st.sampled_from(
    [
        "有効商談",
        "、",
        "「",
        "」",
        "（",
        "1,234万円",
        "12月",
        "Opportunity",
        " ",
        "　",
        FAMILY,
        FLAG,
        "e\u0301",
        "\u202e",
        "\n",
        "𠮷",
        "ー",
        "¥ 300.0 M",
    ]
)
texts = st.lists(st.one_of(NASTY, st.text(max_size=8)), max_size=12).map("".join)
sizes = st.sampled_from([11.0, 12.5, 13.0, 26.0])


def test_a_full_width_letter_is_one_em():
    assert width("有効商談", 13) == 52
    assert width("、「）・ー", 10) == 50
    assert width("𠮷", 10) == 10


def test_digits_are_tabular():
    assert len({width(digit, 10) for digit in "0123456789"}) == 1
    assert width("1,234", 10, bold=True) > width("1,234", 10)


def test_marks_take_no_room_of_their_own():
    assert width("e\u0301", 10) == width("e", 10)
    assert width("がぎ", 10) == width("か\u3099き\u3099", 10)
    assert width("e", 10) <= width("é", 10) < 1.2 * width("e", 10)


def test_clusters_stay_whole():
    assert clusters(f"a{FAMILY}{FLAG}e\u0301か\u3099") == ["a", FAMILY, FLAG, "e\u0301", "か\u3099"]


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("有効商談数を数える", 40, ("有効商", "談数を", "数える")),
        ("商談、受注、失注", 26, ("商", "談、", "受", "注、", "失注")),
        ("数は（予算）です", 39, ("数は", "（予", "算）で", "す")),
        ("予算は1,200万円です", 66, ("予算は", "1,200万円", "です")),
        ("10月から12月まで", 55, ("10月から", "12月まで")),
        ("Valid opportunities won", 100, ("Valid", "opportunities", "won")),
        ("ソフトウェア", 39, ("ソフト", "ウェア")),
        ("IS代行", 26, ("IS代", "行")),
        ("about ¥300.0 M by March", 70, ("about", "¥300.0 M", "by March")),
    ],
)
def test_lines_break_where_japanese_and_latin_allow(text: str, limit: float, lines: tuple[str, ...]):
    assert wrapped(text, limit, 13, 9) == lines


def test_what_does_not_fit_is_cut_with_an_ellipsis():
    assert wrapped("有効商談数を数えるもの", 52, 13, 2) == ("有効商談", "数を数…")
    assert is_cut("有効商談数を数えるもの", ("有効商談", "数を数…"))
    assert shortened("有効商談数（予算）", 78.5, 13) == "有効商談数…"
    assert shortened("有効商談", 52, 13) == "有効商談"
    assert shortened("有効商談", 5, 13) == ""
    assert not is_cut("a  b\nc", ("a b", "c"))


def test_a_word_longer_than_the_line_is_torn():
    lines = wrapped("Donaudampfschifffahrt", 60, 13, 9)
    assert "".join(lines) == "Donaudampfschifffahrt"
    assert len(lines) > 1


def test_a_very_long_text_costs_no_more_than_its_length():
    assert wrapped("計画" * 100_000, 100, 13, 2)[-1].endswith("…")


@example(text="、¯", size=12.5, limit=13.0, most=2, bold=False)
@given(texts, sizes, st.floats(1, 300), st.integers(0, 4), st.booleans())
def test_lines_never_leave_their_room(text: str, size: float, limit: float, most: int, bold: bool):
    lines = wrapped(text, limit, size, most, bold)
    assert len(lines) <= most
    assert all(width(line, size, bold) <= limit + 1e-5 for line in lines)
    assert width(shortened(text, limit, size, bold), size, bold) <= limit + 1e-5


@given(texts, sizes, st.floats(60, 300))
def test_nothing_is_lost_unless_said(text: str, size: float, limit: float):
    assume(all(width(each, size) <= limit for each in clusters(text)))  # one glyph may be wider than a line
    lines = wrapped(text, limit, size, 10_000)
    assert not is_cut(text, lines)
    two = wrapped(text, limit, size, 2)
    assert is_cut(text, two) == (len(lines) > 2)
    assert lines[:1] == two[:1] or len(two) == 1 or len(lines) < 2


@given(texts)
def test_clusters_are_the_text(text: str):
    assert "".join(clusters(text)) == text


@given(st.text())
def test_clean_texts_are_one_line(text: str):
    found = clean(text)
    assert found == clean(found)
    assert not set(found) & set("\n\r\t\x00\u202e")
