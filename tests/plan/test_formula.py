"""The expression language: reading, writing, and the one table of missing values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.plan.formula import (
    FUNCTIONS,
    BadFormula,
    Call,
    Expression,
    Number,
    Operation,
    Reference,
    evaluate,
    names_in,
    parse,
    references_in,
    written,
)
from kakehashi.words import text

CASES = [
    # formula, value of {a}, value of {b}, result
    ("{a} + {b}", 1, 2, 3),
    ("{a} + {b}", 1, None, None),
    ("{a} / {b}", 1, 0, None),
    ("{a} / {b}", 1, 4, "0.25"),
    ("{a} - {b} - 1", 5, 2, 2),
    ("{a} - ({b} - 1)", 5, 2, 4),
    ("-{a} * 2", 3, None, -6),
    ("sum({a}, {b})", 1, None, 1),
    ("sum({a}, {b})", None, None, None),
    ("avg({a}, {b}, 4)", None, 2, 3),
    ("avg({a}, {b})", None, None, None),
    ("min({a}, {b})", 1, 2, 1),
    ("max({a}, {b})", 1, None, None),
    ("power({a}, {b})", 2, 10, 1024),
    ("power({a}, {b})", 0, -1, None),
    ("power({a}, {b})", -8, "0.5", None),
    ("if_missing({a}, {b})", None, 7, 7),
    ("if_missing({a} / 0, 0)", 1, None, 0),
]


def dec(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


@pytest.mark.parametrize(("formula", "a", "b", "result"), CASES)
def test_missing_values(formula: str, a: object, b: object, result: object) -> None:
    values = {("a",): dec(a), ("b",): dec(b)}
    assert evaluate(parse(formula), lambda reference: values[reference.target]) == dec(result)


def test_months_back_and_sum_over_months() -> None:
    series = [Decimal(1), None, Decimal(5)]
    assert parse("{a}[-1]") == Reference(("a",), 1)
    assert evaluate(parse("sum_months({a})"), lambda _r: None, lambda _r: series) == 6


def test_a_cell_is_named_by_block_row_and_column() -> None:
    assert list(references_in(parse("{lines|row1|2027-04} * 2"))) == [Reference(("lines", "row1", "2027-04"))]


def test_names_are_found_even_in_a_broken_formula() -> None:
    assert list(names_in("{a} + + {b}")) == ["a", "b"]


@pytest.mark.parametrize(
    "formula", ["", "1 +", "(1", "1)", "{a} {b}", "power(1)", "unknown(1)", "1 $ 2", "{}", "sum()", "= 1"]
)
def test_a_bad_formula_is_refused_with_a_sentence(formula: str) -> None:
    with pytest.raises(BadFormula) as caught:
        parse(formula)
    assert text(caught.value.message, "ja")


expressions: st.SearchStrategy[Expression] = st.recursive(
    st.builds(Number, st.integers(0, 1000).map(lambda n: Decimal(n) / 100))
    | st.builds(Reference, st.sampled_from([("a",), ("t", "r", "c")]), st.integers(0, 2)),
    lambda inner: (
        st.builds(Operation, st.sampled_from("+-*/"), inner, inner)
        | st.builds(
            lambda name, arguments: Call(name, tuple(arguments)),
            st.sampled_from([name for name, (_, most) in FUNCTIONS.items() if most is None]),
            st.lists(inner, min_size=1, max_size=3),
        )
    ),
    max_leaves=12,
)


@given(expressions)
def test_what_is_written_reads_back_the_same(expression: Expression) -> None:
    def name(reference: Reference) -> str:
        back = f"[-{reference.back}]" if reference.back else ""
        return "{" + "|".join(reference.target) + "}" + back

    assert parse(written(expression, name)) == expression
