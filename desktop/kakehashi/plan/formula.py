"""The one expression language: formulas of metrics and expressions in the cells of a document.

Text form: numbers, + - * / ( ), functions, and references in braces: `{id}` (a metric), `{id}[-1]` (one
month earlier) or `{block|row|column}` (a cell). A formula is stored with ids and shown with names.

Missing values: an operation on a missing value is missing; `sum` and `avg` skip missing values and are
missing only when all are; x/0 is missing ('not available'). The same table of cases holds for workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation, localcontext
from functools import cache

import msgspec

from kakehashi.words import PlanError

FUNCTIONS = {
    # name: (fewest, most arguments; None = any number)
    "min": (1, None),
    "max": (1, None),
    "sum": (1, None),
    "avg": (1, None),
    "power": (2, 2),
    "if_missing": (2, 2),
    "sum_months": (1, 1),
}


class BadFormula(PlanError):
    """A formula that can't be read; says where."""


class Number(msgspec.Struct, frozen=True, tag="number"):
    """A number as written."""

    value: Decimal


class Reference(msgspec.Struct, frozen=True, tag="reference"):
    """What the formula refers to: (metric id,) or (block, row, column), and how many months back."""

    target: tuple[str, ...]
    back: int = 0


class Operation(msgspec.Struct, frozen=True, tag="operation"):
    """left op right; op is one of + - * /."""

    op: str
    left: Expression
    right: Expression


class Call(msgspec.Struct, frozen=True, tag="call"):
    """A function over its arguments."""

    name: str
    arguments: tuple[Expression, ...]


Expression = Number | Reference | Operation | Call

DEEPEST = 40  # brackets within brackets; a workbook takes 64

# Gives the value of a reference, or None when it is missing.
Lookup = Callable[[Reference], Decimal | None]
# Gives all months' values of a reference, for sum_months.
LookupMonths = Callable[[Reference], list[Decimal | None]]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<ref>\{[^{}]+\})(?:\[-(?P<back>\d{1,3})\])?"
    r"|(?P<name>[a-z_]+)|(?P<mark>[-+*/(),]))"
)


@cache
def parse(text: str) -> Expression:
    """The expression of a formula's text. Raises BadFormula (where, what)."""
    tokens = list(_tokens(text))
    expression, at = _sum(tokens, 0, text)
    if at < len(tokens):
        raise BadFormula("error.formula.unexpected", what=tokens[at][1], at=tokens[at][2] + 1, formula=text)
    return expression


def names_in(text: str) -> Iterator[str]:
    """The ids that a formula's text refers to; also of a formula that can't be read."""
    for match in re.finditer(r"\{([^{}|]+)\}", text):
        yield match.group(1)


def references_in(expression: Expression) -> Iterator[Reference]:
    """All references of an expression, left to right."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Reference):
            yield part
        elif isinstance(part, Operation):
            waiting += (part.right, part.left)
        elif isinstance(part, Call):
            waiting += reversed(part.arguments)


def written(expression: Expression, name: Callable[[Reference], str]) -> str:
    """The text of an expression, references written by `name`; parentheses only where needed."""
    return _write(expression, name)[0]


def evaluate(expression: Expression, lookup: Lookup, months: LookupMonths | None = None) -> Decimal | None:
    """The value of an expression, None when missing. Decimal with 28 digits."""
    match expression:
        case Number(value=value):
            return value
        case Reference():
            return lookup(expression)
        case Operation(op=op, left=left, right=right):
            return _operate(op, evaluate(left, lookup, months), evaluate(right, lookup, months))
        case Call(name="sum_months", arguments=(Reference() as reference,)) if months is not None:
            return _skipping("sum", months(reference))
        case Call(name=name, arguments=arguments):
            return _call(name, [evaluate(argument, lookup, months) for argument in arguments])


def _operate(op: str, left: Decimal | None, right: Decimal | None) -> Decimal | None:
    if left is None or right is None:
        return None
    if op == "+":
        return left + right
    if op == "-":
        return left - right
    if op == "*":
        return left * right
    return left / right if right else None


def _call(name: str, values: list[Decimal | None]) -> Decimal | None:
    if name == "if_missing":
        return values[1] if values[0] is None else values[0]
    if name in {"sum", "avg", "sum_months"}:
        return _skipping(name, values)
    if any(value is None for value in values):
        return None
    present = [value for value in values if value is not None]
    if name == "min":
        return min(present)
    if name == "max":
        return max(present)
    return _power(*present)


def _skipping(name: str, values: list[Decimal | None]) -> Decimal | None:
    present = [value for value in values if value is not None]
    if not present:
        return None
    total = sum(present, Decimal(0))
    return total / len(present) if name == "avg" else total


def _power(base: Decimal, exponent: Decimal) -> Decimal | None:
    with localcontext() as context:
        context.Emax = 400
        try:
            result = base**exponent
        except (InvalidOperation, ArithmeticError):
            return None
    return result if result.is_finite() else None


def _tokens(text: str) -> Iterator[tuple[str, str, int, int]]:
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise BadFormula("error.formula.unexpected", what=text[at : at + 10], at=at + 1, formula=text)
        kind = match.lastgroup or ""
        kind = "ref" if kind == "back" else kind
        yield kind, match.group(kind), match.start(kind), int(match.group("back") or 0)
        at = match.end()


_Tokens = list[tuple[str, str, int, int]]


def _sum(tokens: _Tokens, at: int, text: str, depth: int = 0) -> tuple[Expression, int]:
    if depth > DEEPEST:
        raise BadFormula("error.formula.deep", most=DEEPEST)
    left, at = _product(tokens, at, text, depth)
    while at < len(tokens) and tokens[at][1] in "+-" and tokens[at][0] == "mark":
        op = tokens[at][1]
        right, at = _product(tokens, at + 1, text, depth)
        left = Operation(op, left, right)
    return left, at


def _product(tokens: _Tokens, at: int, text: str, depth: int) -> tuple[Expression, int]:
    left, at = _factor(tokens, at, text, depth)
    while at < len(tokens) and tokens[at][1] in "*/" and tokens[at][0] == "mark":
        op = tokens[at][1]
        right, at = _factor(tokens, at + 1, text, depth)
        left = Operation(op, left, right)
    return left, at


def _factor(tokens: _Tokens, at: int, text: str, depth: int) -> tuple[Expression, int]:
    if depth > DEEPEST:
        raise BadFormula("error.formula.deep", most=DEEPEST)
    if at >= len(tokens):
        raise BadFormula("error.formula.ends", formula=text)
    kind, word, where, back = tokens[at]
    if kind == "number":
        return Number(Decimal(word)), at + 1
    if kind == "ref":
        return Reference(tuple(word[1:-1].split("|")), back), at + 1
    if word == "-":
        value, at = _factor(tokens, at + 1, text, depth + 1)
        return Operation("-", Number(Decimal(0)), value), at
    if word == "(":
        value, at = _sum(tokens, at + 1, text, depth + 1)
        return value, _expect(")", tokens, at, text)
    if kind == "name" and word in FUNCTIONS:
        return _function(word, tokens, at + 1, text, depth)
    raise BadFormula("error.formula.unexpected", what=word, at=where + 1, formula=text)


def _function(name: str, tokens: _Tokens, at: int, text: str, depth: int) -> tuple[Expression, int]:
    at = _expect("(", tokens, at, text)
    arguments = []
    while True:
        value, at = _sum(tokens, at, text, depth + 1)
        arguments.append(value)
        if at < len(tokens) and tokens[at][1] == ",":
            at += 1
            continue
        break
    fewest, most = FUNCTIONS[name]
    if len(arguments) < fewest or (most is not None and len(arguments) > most):
        raise BadFormula("error.formula.arguments", name=name, formula=text)
    return Call(name, tuple(arguments)), _expect(")", tokens, at, text)


def _expect(mark: str, tokens: _Tokens, at: int, text: str) -> int:
    if at >= len(tokens) or tokens[at][1] != mark:
        if at < len(tokens):
            raise BadFormula(
                "error.formula.unexpected", what=tokens[at][1], at=tokens[at][2] + 1, formula=text
            )
        raise BadFormula("error.formula.ends", formula=text)
    return at + 1


def _write(expression: Expression, name: Callable[[Reference], str]) -> tuple[str, int]:
    match expression:
        case Number(value=value):
            return format(value, "f"), 3
        case Reference():
            return name(expression), 3
        case Call(name=function, arguments=arguments):
            return f"{function}({', '.join(_write(each, name)[0] for each in arguments)})", 3
        case Operation(op=op, left=left, right=right):
            strength = 1 if op in "+-" else 2
            before, left_strength = _write(left, name)
            after, right_strength = _write(right, name)
            before = f"({before})" if left_strength < strength else before
            after = f"({after})" if right_strength <= strength else after
            return f"{before} {op} {after}", strength
    raise AssertionError(expression)
