"""Expressions of a document as live formulas.

One rule for missing values, the same as in the app: an operation on a missing value is missing, `sum` and
`avg` skip missing values and are missing only when all are, x/0 is missing. A missing value is a blank cell
or a text ('n/a'), never an error: SUM, AVERAGE and COUNT skip texts by themselves, so sums stay plain and
nothing poisons them; what calculates with a cell that may be missing asks COUNT first. (#N/A would need
AGGREGATE in every sum, and no number format can show it as anything but #N/A.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple, Protocol

from kakehashi.api import Call, Cell, Document, Expression, Number, Operation, Reference, tables
from kakehashi_excel.text import quoted, quoted_sheet

LONGEST = 8192
_MOST_ARGUMENTS = 250  # Excel: 255

Target = tuple[str, ...]


class FormulaTooLong(ValueError):
    """An expression that no cell of a workbook can hold: the chapter has to split it. Our mistake."""


class Address(NamedTuple):
    """A cell of the workbook; row and column count from 1."""

    sheet: str
    row: int
    column: int


class Addresses(Protocol):
    """Says where each cell of the document stands."""

    def __getitem__(self, target: Target) -> Address: ...


@dataclass(frozen=True)
class _Test:
    """A condition under which a value is missing; `safe` = no error, whatever the cells hold."""

    text: str
    safe: bool = True


@dataclass(frozen=True)
class _Part:
    """A piece of a formula: right once all `cells` hold numbers and none of the `tests` is true.

    Tests stand in the order in which they may be asked.
    """

    text: str
    strength: int = 3
    cells: tuple[Address, ...] = ()
    tests: tuple[_Test, ...] = ()

    def within(self, strength: int) -> str:
        return self.text if self.strength >= strength else f"({self.text})"


class Missing:
    """Which cells can ever be missing, so that only those are guarded.

    What a reader may empty (inputs, assumptions) can; a figure written by the app can't.
    """

    def __init__(self, document: Document) -> None:
        self._tables = {
            table.key: (
                {row.id: row for row in table.rows},
                {column.key: at for at, column in enumerate(table.columns)},
                table.role == "input",
            )
            for table in tables(document).values()
        }
        self._known: dict[Target, bool] = {}

    def of(self, target: Target) -> bool:
        """Whether this cell can be missing. KeyError when the document has no such cell."""
        if target not in self._known:
            cell, editable = self._cell(target)
            self._known[target] = (
                cell.number is None or editable if cell.expression is None else self.within(cell.expression)
            )
        return self._known[target]

    def _cell(self, target: Target) -> tuple[Cell, bool]:
        """The cell, and whether a reader may change it."""
        table, row, column = target
        rows, columns, is_input = self._tables[table]
        cell = rows[row].cells[columns[column]]
        return cell, is_input or cell.assumption

    def may_be_text(self, target: Target) -> bool:
        """Whether a text may stand in a cell in place of a figure."""
        cell, _ = self._cell(target)
        if cell.expression is None:
            return cell.number is None and (cell.missing == "not_available" or bool(cell.value))
        return self.of(target)

    def of_formula(self, target: Target) -> bool:
        """Whether a formula stands in a cell."""
        return self._cell(target)[0].expression is not None

    def within(self, expression: Expression) -> bool:
        """Whether the value of an expression can be missing."""
        match expression:
            case Number():
                return False
            case Reference(target=target):
                return self.of(target)
            case Operation(op=op, left=left, right=right):
                return self.within(left) or self.within(right) or (op == "/" and not self.never_zero(right))
            case Call(name="sum" | "avg" | "sum_months" | "if_missing", arguments=arguments):
                return all(map(self.within, arguments))
            case Call(name="power", arguments=(base, Number(value=exponent))):
                return self.within(base) or not _always_defined(exponent)
            case Call(name=name, arguments=arguments):
                return name == "power" or any(map(self.within, arguments))

    def never_zero(self, expression: Expression) -> bool:
        """Whether a divisor is a figure of the app's own other than zero."""
        match expression:
            case Number(value=value):
                return bool(value)
            case Reference(target=target):
                cell, editable = self._cell(target)
                return cell.expression is None and not editable and bool(cell.number)
        return False


def _always_defined(exponent: Decimal) -> bool:
    return exponent > 0 and exponent == exponent.to_integral_value()


class Translator:
    """Writes expressions as formulas. `addresses` says where each cell of the document stands."""

    def __init__(self, addresses: Addresses, missing: Missing) -> None:
        self._addresses = addresses
        self._missing = missing

    def formula(self, expression: Expression, sheet: str, marker: str) -> str:
        """The formula for a cell of this sheet; it gives `marker` when the value is missing."""
        writer = _Writer(self._addresses, self._missing, sheet)
        text = "=" + writer.guarded(writer.part(expression), quoted(marker))
        if len(text) > LONGEST:
            raise FormulaTooLong(f"{len(text)} characters on sheet {sheet!r}: {text[:80]}...")
        return text


class _Writer:
    """Formulas on one sheet."""

    def __init__(self, addresses: Addresses, missing: Missing, sheet: str) -> None:
        self._addresses = addresses
        self._missing = missing
        self._sheet = sheet

    def part(self, expression: Expression) -> _Part:
        match expression:
            case Number(value=value):
                return _Part(number(value))
            case Reference(target=target, back=back):
                if back:
                    raise ValueError(f"a cell has no months to go back: {target}")
                address = self._addresses[target]
                cells = (address,) if self._missing.of(target) else ()
                return _Part(_range(address, address, self._sheet), cells=cells)
            case Operation():
                return self._operation(expression)
            case Call(name="sum" | "avg" | "sum_months", arguments=arguments):
                return self._skipping(expression.name, arguments)
            case Call(name="if_missing", arguments=(first, second)):
                return self._if_missing(self.part(first), self.part(second))
            case Call(name="power", arguments=(base, exponent)):
                return self._power(base, exponent)
            case Call(name="min" | "max" as name, arguments=arguments):
                return self._strict(name.upper(), arguments)
        raise ValueError(f"no formula for {expression}")

    def guarded(self, part: _Part, otherwise: str) -> str:
        """The part, or something else when it is missing."""
        text = part.text
        for condition in reversed(self._conditions(part)):
            text = f"IF({condition},{otherwise},{text})"
        return text

    def missing(self, part: _Part) -> str:
        """A condition, never an error, that is true when the part is missing; '' = it never is."""
        conditions = self._conditions(part)
        if not conditions:
            return ""
        text = conditions[-1]
        for condition in reversed(conditions[:-1]):
            text = f"IF({condition},TRUE,{text})"
        return text

    def _conditions(self, part: _Part) -> list[str]:
        """When a part is missing; each condition may be asked only when those before it are false."""
        found: list[list[str]] = [[]]
        if part.cells:
            count = self._count(part.cells)
            found[0].append(f"{count}=0" if len(part.cells) == 1 else f"{count}<{len(part.cells)}")
        for test in part.tests:
            if not test.safe and found[-1]:
                found.append([])
            found[-1].append(test.text)
        return [_call("OR", group) if len(group) > 1 else group[0] for group in found if group]

    def _operation(self, expression: Operation) -> _Part:
        left, right = self.part(expression.left), self.part(expression.right)
        op = expression.op
        strength = 1 if op in "+-" else 2
        tests = left.tests + right.tests
        if op == "/" and not self._missing.never_zero(expression.right):
            tests += (_Test(f"{right.within(2)}=0", safe=isinstance(expression.right, Reference)),)
        text = f"{left.within(strength)}{op}{right.within(strength + 1)}"
        return _Part(text, strength, _union(left.cells, right.cells), tests)

    def _strict(self, function: str, arguments: Sequence[Expression]) -> _Part:
        parts = [self.part(argument) for argument in arguments]
        values = [self._address(each) or part.text for each, part in zip(arguments, parts, strict=True)]
        tests = tuple(test for part in parts for test in part.tests)
        cells = _union(*(part.cells for part in parts))
        return _Part(_call(function, self._texts(values)), cells=cells, tests=tests)

    def _skipping(self, name: str, arguments: Sequence[Expression]) -> _Part:
        """`sum` and `avg`: cells are skipped by Excel itself, anything else when its condition says so."""
        values = [self._address(each) or self.part(each) for each in arguments]
        cells = [value for value in values if isinstance(value, Address)]
        absent = [self.missing(value) for value in values if isinstance(value, _Part)]
        counted = self._count(cells) if cells else ""
        tests: tuple[_Test, ...] = ()
        if all(map(self._missing.within, arguments)):
            tests = (_Test(_call("AND", [f"{counted}=0"] * bool(cells) + absent)),)
            if len(absent) + bool(cells) == 1:
                tests = (_Test(f"{counted}=0" if cells else absent[0]),)
        texts = self._texts([v if isinstance(v, Address) else self.guarded(v, "0") for v in values])
        if name != "avg":
            return _Part(_call("SUM", texts), tests=tests)
        if not absent:
            return _Part(_call("AVERAGE", texts), tests=tests)
        every = [f"COUNT({text})" for text in ranges(cells, self._sheet)]  # a cell given twice counts twice
        counts = every + [f"IF({test},0,1)" if test else "1" for test in absent]
        return _Part(f"{_call('SUM', texts)}/({'+'.join(counts)})", 2, tests=tests)

    def _if_missing(self, first: _Part, second: _Part) -> _Part:
        first_missing, second_missing = self.missing(first), self.missing(second)
        if not first_missing:
            return first
        tests = (_Test(f"AND({first_missing},{second_missing})"),) if second_missing else ()
        return _Part(f"IF({first_missing},{second.text},{first.text})", tests=tests)

    def _power(self, base: Expression, exponent: Expression) -> _Part:
        """0^0, 0^-1 and roots of negative numbers are missing, though LibreOffice has a number for some."""
        of, to = self.part(base), self.part(exponent)
        text = f"POWER({of.text},{to.text})"
        tests = of.tests + to.tests
        if not isinstance(exponent, Number):
            undefined = f"AND({of.text}=0,{to.text}<=0),AND({of.text}<0,{to.text}<>INT({to.text}))"
            tests += (_Test(f"OR({undefined},ISERROR({text}))", safe=False),)
        elif not _always_defined(exponent.value):
            whole = exponent.value == exponent.value.to_integral_value()
            mark = "<=" if exponent.value <= 0 and not whole else "=" if whole else "<"
            tests += (_Test(f"{of.within(2)}{mark}0", safe=isinstance(base, Reference)),)
        return _Part(text, cells=_union(of.cells, to.cells), tests=tests)

    def _address(self, expression: Expression) -> Address | None:
        return self._addresses[expression.target] if isinstance(expression, Reference) else None

    def _texts(self, values: Iterable[Address | str]) -> list[str]:
        """Arguments of a function in their order; cells next to each other as ranges."""
        texts: list[str] = []
        run: list[Address] = []
        for value in values:
            if isinstance(value, Address):
                run.append(value)
                continue
            texts += [*ranges(run, self._sheet), value]
            run = []
        return texts + ranges(run, self._sheet)

    def _count(self, cells: Iterable[Address]) -> str:
        """How many of these cells hold numbers; each is counted once."""
        own = set(cells)
        texts = ranges(sorted(own), self._sheet)
        if len(texts) > 1:
            down = sorted(own, key=lambda cell: (cell.sheet, cell.column, cell.row))
            texts = min(texts, ranges(down, self._sheet), key=len)
        groups = [texts[at : at + _MOST_ARGUMENTS] for at in range(0, len(texts), _MOST_ARGUMENTS)]
        counts = "+".join(f"COUNT({','.join(group)})" for group in groups)
        return f"({counts})" if len(groups) > 1 else counts


def ranges(cells: Sequence[Address], sheet: str) -> list[str]:
    """Cells in order, neighbours in a row or column joined to a range, as written on this sheet."""
    texts = []
    at = 0
    while at < len(cells):
        end = max(_reach(cells, at, 0, 1), _reach(cells, at, 1, 0))
        texts.append(_range(cells[at], cells[end], sheet))
        at = end + 1
    return texts


def _reach(cells: Sequence[Address], at: int, down: int, across: int) -> int:
    """The last of the cells from `at` on that follow each other in one direction."""
    sheet, row, column = cells[at]
    while at + 1 < len(cells):
        row, column = row + down, column + across
        if cells[at + 1] != (sheet, row, column):
            break
        at += 1
    return at


def _range(first: Address, last: Address, sheet: str) -> str:
    prefix = "" if first.sheet == sheet else f"{quoted_sheet(first.sheet)}!"
    start = f"{prefix}{letters(first.column)}{first.row}"
    return start if first == last else f"{start}:{letters(last.column)}{last.row}"


@cache
def letters(column: int) -> str:
    """1 -> A, 27 -> AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def number(value: Decimal) -> str:
    """A number as a constant of a formula; a spreadsheet keeps 15 digits."""
    text = format(value.normalize(), "f") if abs(value.adjusted()) < 30 else repr(float(value))
    return f"({text})" if value < 0 else text


def _union(*groups: tuple[Address, ...]) -> tuple[Address, ...]:
    return tuple(dict.fromkeys(cell for group in groups for cell in group))


def _call(function: str, texts: Sequence[str]) -> str:
    """A function that may be nested into itself when there are too many arguments."""
    while len(texts) > _MOST_ARGUMENTS:
        groups = [texts[at : at + _MOST_ARGUMENTS] for at in range(0, len(texts), _MOST_ARGUMENTS)]
        texts = [f"{function}({','.join(group)})" for group in groups]
    return f"{function}({','.join(texts)})"
