"""Expressions as formulas: how they read, and the table of cases of missing values, by LibreOffice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from tests.plugins.kakehashi_excel import recalculation
from tests.plugins.kakehashi_excel.samples import Told, call, constant, document, figure, formula, ref, words

from kakehashi.api import Cell, Chapter, Column, Document, Expression, Operation, Row, Table, evaluated
from kakehashi_excel import Excel, Settings
from kakehashi_excel.formulas import Address, FormulaTooLong, Missing, Translator, letters, number, ranges

# What stands in a cell that an expression refers to.
OPERANDS = {
    "five": figure(5),
    "zero": figure(0),
    "minus": figure(-8),
    "third": figure("0.3333333333333333333333333333"),
    "typed": figure(7, assumption=True),
    "blank": Cell(missing="unset", assumption=True),
    "unset": Cell(missing="unset"),
    "absent": Cell(missing="not_available"),
    "over_zero": formula(Operation("/", constant(1), ref("in", "zero", "v"))),
    "of_typed": formula(Operation("*", ref("in", "typed", "v"), constant(2))),
    "of_blank": formula(Operation("+", ref("in", "blank", "v"), constant(2))),
    "silent": formula(Operation("+", ref("in", "blank", "v"), constant(2)), missing="unset"),
}


def operand(name: str) -> Expression:
    return ref("in", name, "v")


def inputs() -> Table:
    rows = tuple(Row(name, (words(name), cell)) for name, cell in OPERANDS.items())
    return Table("in", "Inputs", (Column("n", "Name"), Column("v", "Value", "number", 6)), rows)


def results(expressions: list[Expression]) -> Table:
    rows = tuple(Row(f"r{n}", (words(f"r{n}"), formula(each))) for n, each in enumerate(expressions))
    return Table(
        "out", "Results", (Column("n", "Name"), Column("v", "Value", "number", 6)), rows, role="model"
    )


def told(expressions: list[Expression]) -> Document:
    return document("en", [Chapter("c", "Cases", (inputs(), results(expressions)))])


def cases() -> list[Expression]:
    """Every operation on every pair of operands, every function on every kind of argument, nested ones."""
    names = list(OPERANDS)
    pairs = [(operand(a), operand(b)) for a in names for b in names]
    found: list[Expression] = [Operation(op, a, b) for op in "+-*/" for a, b in pairs]
    found += [
        call(name, a, b) for name in ("sum", "avg", "min", "max", "power", "if_missing") for a, b in pairs
    ]
    found += [call(name, operand(a)) for name in ("sum", "avg", "sum_months") for a in names]
    powers = ("2", "0", "-1", "0.5", "-0.5", "3")
    found += [call("power", operand(a), constant(power)) for a in names for power in powers]
    found += [
        call(name, Operation("*", a, b), b) for name in ("sum", "avg", "min", "if_missing") for a, b in pairs
    ]
    found += [Operation("/", a, Operation("-", b, b)) for a, b in pairs]
    found += [Operation("/", a, Operation("/", b, operand("zero"))) for a, b in pairs]
    found += [call("sum", Operation("/", a, b), Operation("*", a, b)) for a, b in pairs]
    found += [call("if_missing", Operation("/", a, b), constant(0)) for a, b in pairs]
    everything = tuple(map(operand, names))
    found += [call("sum", *everything), call("avg", *everything), call("min", *everything)]
    found.append(call("sum", *everything, *everything))  # each counts twice
    found.append(call("avg", *everything[:5], constant(3), Operation("*", operand("blank"), constant(2))))
    return found


def random_expression(rng: Random, depth: int) -> Expression:
    if depth == 0 or rng.random() < 0.2:
        return operand(rng.choice(list(OPERANDS))) if rng.random() < 0.8 else constant(rng.randint(-3, 4))
    parts = [random_expression(rng, depth - 1) for _ in range(rng.randint(2, 4))]
    kind = rng.choice(["+", "-", "*", "/", "sum", "avg", "min", "max", "if_missing"])
    if kind in "+-*/":
        return Operation(kind, parts[0], parts[1])
    return call(kind, *(parts[:2] if kind == "if_missing" else parts))


@pytest.mark.parametrize("kind", ["cases", "random"])
def test_missing_values_follow_the_one_rule(kind: str, tmp_path: Path, soffice: Path) -> None:
    rng = Random(4711)
    expressions = cases() if kind == "cases" else [random_expression(rng, 3) for _ in range(600)]
    plan = told(expressions)
    path = tmp_path / "cases.xlsx"
    Excel().export(plan, Settings(), path, Told())
    values = evaluated(plan)
    missing = sum(value is None for value in values.values())
    assert 0.1 < missing / len(values) < 0.8
    assert recalculation.compare(plan, path) == []
    stripped = recalculation.strip_cached(path)
    assert recalculation.compare(plan, path, recalculation.recalculate(stripped, soffice)) == []


# ---- how they read


def written(expression: Expression, marker: str = "n/a") -> str:
    plan = told([expression])
    addresses = {("in", name, "v"): Address("In", row, 5) for row, name in enumerate(OPERANDS, 2)}
    return Translator(addresses, Missing(plan)).formula(expression, "In", marker)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (Operation("+", operand("five"), constant("2.50")), "=E2+2.5"),
        (Operation("/", operand("zero"), operand("five")), "=E3/E2"),
        (Operation("/", operand("five"), operand("zero")), '=IF(E3=0,"n/a",E2/E3)'),
        (Operation("*", operand("typed"), operand("blank")), '=IF(COUNT(E6:E7)<2,"n/a",E6*E7)'),
        (call("sum", operand("five"), operand("zero"), operand("blank")), "=SUM(E2:E3,E7)"),
        (call("sum", operand("typed"), operand("blank")), '=IF(COUNT(E6:E7)=0,"n/a",SUM(E6:E7))'),
        (call("avg", operand("blank")), '=IF(COUNT(E7)=0,"n/a",AVERAGE(E7))'),
        (call("if_missing", operand("blank"), constant(0)), "=IF(COUNT(E7)=0,0,E7)"),
        (
            Operation("/", constant(1), Operation("*", constant(-2), operand("five"))),
            '=IF((-2)*E2=0,"n/a",1/((-2)*E2))',
        ),
        (
            Operation("-", operand("five"), Operation("-", operand("five"), operand("minus"))),
            "=E2-(E2-E4)",
        ),
    ],
)  # fmt: skip
def test_formulas_stay_readable(expression: Expression, expected: str) -> None:
    assert written(expression) == expected


def test_other_sheets_are_quoted() -> None:
    addresses = {("in", "five", "v"): Address("It's 予算", 3, 28)}
    plan = told([operand("five")])
    formula_text = Translator(addresses, Missing(plan)).formula(operand("five"), "Here", "")
    assert formula_text == "='It''s 予算'!AB3"


def test_marker_is_quoted() -> None:
    assert written(operand("blank"), 'say "no"') == '=IF(COUNT(E7)=0,"say ""no""",E7)'


def test_ranges_join_neighbours_in_order() -> None:
    cells = [
        Address("S", 1, 1),
        Address("S", 1, 2),
        Address("S", 2, 2),
        Address("S", 3, 2),
        Address("T", 3, 3),
    ]
    assert ranges(cells, "S") == ["A1:B1", "B2:B3", "'T'!C3"]
    assert ranges([Address("S", 1, 2), Address("S", 1, 1)], "S") == ["B1", "A1"]


def test_many_arguments_are_nested() -> None:
    plan = told([])
    addresses = {("in", name, "v"): Address("In", 2 * row, 5) for row, name in enumerate(OPERANDS, 2)}
    many = call("sum", *(operand("five") for _ in range(600)))
    text = Translator(addresses, Missing(plan)).formula(many, "In", "")
    assert text.count("SUM(") == 4
    assert text.count("E4") == 600


def test_a_formula_that_no_cell_holds_is_our_mistake() -> None:
    pair = Operation("*", operand("typed"), operand("blank"))
    with pytest.raises(FormulaTooLong):
        written(call("sum", *(Operation("*", pair, pair) for _ in range(200))))


@pytest.mark.parametrize(("column", "expected"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_letters(column: int, expected: str) -> None:
    assert letters(column) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0", "0"), ("1E+3", "1000"), ("-0.5", "(-0.5)"), ("1E-7", "0.0000001"), ("1.50", "1.5")],
)
def test_numbers_in_formulas(value: str, expected: str) -> None:
    assert number(Decimal(value)) == expected
