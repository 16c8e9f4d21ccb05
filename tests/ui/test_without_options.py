"""Sentences of an import as the window says them: no word for the command line is left."""

from __future__ import annotations

import pytest

from kakehashi.ui.without_options import without_options


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("シート：上期（ほかに2枚あります。別のシートは --sheet シート名）", "シート：上期"),
        ("見出し：2行目", "見出し：2行目"),
        ("日付が読めません。--date-order dmy|mdy で指定してください。", "日付が読めません。"),
        ("Sheet: A (2 others; for another one: --sheet NAME)", "Sheet: A"),
        ("Rows of totals left out: 3", "Rows of totals left out: 3"),
        ("Dates are unclear. Say --date-order dmy.", "Dates are unclear."),
        ("--sheet NAME", "--sheet NAME"),  # nothing else is said: better this than an empty line
    ],
)
def test_words_for_the_command_line_are_left_out(said: str, left: str) -> None:
    assert without_options(said) == left
