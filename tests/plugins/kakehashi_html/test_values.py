"""How values are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kakehashi.api import Cell, said_day
from kakehashi_html.names import Anchors, ems, pieces
from kakehashi_html.values import shown, with_sign


@pytest.mark.parametrize(
    ("cell", "kind", "digits", "text", "state"),
    [
        (Cell(number=Decimal("1234567.5")), "money", 0, "1,234,568", ""),
        (Cell(number=Decimal(-60)), "money", 0, "−60", ""),
        (Cell(number=Decimal(0)), "money", 0, "–", "zero"),
        (Cell(number=Decimal("0.04")), "money", 0, "0", ""),
        (Cell(number=Decimal("0.125")), "rate", 1, "12.5%", ""),
        (Cell(number=Decimal("0.25"), kind="rate", digits=2), "number", 0, "25.00%", ""),
        (Cell(number=Decimal("3.04"), kind="points", digits=1, signed=True), "rate", 0, "+3.0\u2009pt", ""),
        (Cell(number=Decimal(-2), kind="points", signed=True), "rate", 1, "−2.0\u2009pt", ""),
        (Cell(number=Decimal("0.04"), signed=True), "number", 1, "–", "zero"),
        (Cell(number=Decimal(5), signed=True), "number", 0, "+5", ""),
        (Cell(missing="unset"), "money", 0, "", ""),
        (Cell(), "text", 0, "", ""),
        (Cell(missing="not_available"), "rate", 1, "n/a", "missing"),
        (Cell(value="2027-04"), "month", 0, "Apr 2027", ""),
        (Cell(value="2027-08-20"), "date", 0, "20 Aug 2027", ""),
        (Cell(value="2027-99-20"), "date", 0, "2027-99-20", ""),
        (Cell(value="soon"), "month", 0, "soon", ""),
        (Cell(value="7"), "number", 0, "7", ""),
    ],
)
def test_a_value_is_written(cell: Cell, kind: str, digits: int, text: str, state: str) -> None:
    value = shown(cell, kind, digits, "en")
    assert (value.text, value.state) == (text, state)


@pytest.mark.parametrize(
    ("figure", "unit", "text", "rest"),
    [
        (Cell(number=Decimal("57.9")), "$ M", "$57.9", "M"),
        (Cell(number=Decimal("5.5"), signed=True), "$ M", "+$5.5", "M"),
        (Cell(number=Decimal(-5)), "$", "−$5.0", ""),
        (Cell(number=Decimal(5)), "万円", "5.0", "万円"),
        (Cell(missing="not_available"), "$ M", "n/a", "$ M"),
        (Cell(number=Decimal(0)), "$ M", "–", "$ M"),
        (Cell(number=Decimal(5)), "$HOME", "5.0", "$HOME"),
        (Cell(number=Decimal(5)), "$(x y)", "5.0", "$(x y)"),
    ],
)
def test_a_currency_stands_where_its_language_puts_it(figure: Cell, unit: str, text: str, rest: str) -> None:
    value, after = with_sign(shown(figure, "money", 1, "en"), unit)
    assert (value.text, after) == (text, rest)


def test_the_reason_of_a_missing_value_is_kept() -> None:
    assert (
        shown(Cell(value="no orders yet", missing="not_available"), "rate", 1, "en").hint == "no orders yet"
    )
    assert "必要な値" in shown(Cell(missing="not_available"), "rate", 1, "ja").hint


def test_a_tone_has_a_word() -> None:
    assert shown(Cell(number=Decimal(1), tone="bad"), "money", 0, "en").word == "Not sound"


def test_dates_in_words() -> None:
    assert said_day("2027-08-20", "ja") == "2027年8月20日"
    assert said_day("", "ja") == ""


def test_anchors_are_unique_and_plain() -> None:
    anchors = Anchors()
    keys = ["budget.months", "budget-months", "予算", '"><script>', ""]
    assert [anchors.new("b", key) for key in keys] == [
        "b-budget-months",
        "b-budget-months-2",
        "b-x",
        "b-script",
        "b-x-2",
    ]


def test_figures_stay_with_their_units() -> None:
    found = pieces("枠 6,000万円のうち 45%、16社、¥266.9 M、2027 Montag、12345678901234567890円")
    assert found[1::2] == ["6,000万円", "45%", "16社", "¥266.9 M"]
    assert "".join(pieces("a 5,790万円 b")) == "a 5,790万円 b"


def test_japanese_is_wider() -> None:
    assert ems("予算") == 2
    assert ems("ab\n予算予") == 3
