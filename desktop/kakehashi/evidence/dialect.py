"""Which dialect a delimited text is written in: its delimiter, its quotes, how a quote is written in a cell.

Candidates are tried on rows from all over the file; the one under which most rows have the same number of
cells, without quotes left over, is taken. Pure: lines in, a `Dialect` out.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from kakehashi.evidence.read_as import ReadAs, Rule
from kakehashi.words import Message

USUAL = (",", "\t", ";", "|")
ODD = ("^", "~", "\x1f", "\x01", "¦", "§", "#", "!", "&", ":", " ")
"""Delimiters that stand in ordinary text too, so that they need more proof."""
LONGEST_OPEN = 1 << 20
"""Characters that a quoted cell may go on over several lines, before its quote counts as never closed."""
CLEAR = 0.9
"""The share of rows of the same width from which an odd delimiter is believed."""

_QUOTED = re.compile('"[^"]*"')


class Dialect(msgspec.Struct, frozen=True):
    """`delimiter` one character; `quote` one, or '' for none.

    `escape` is what stands before a quote in a quoted cell: the quote itself, a backslash, or '' when nothing
    does (a quote then closes a cell only before a delimiter or the end of the line). `blanks`: blanks
    follow the delimiter and don't belong to the cell. `pairs`: `""` means one `"` though quotes are others.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    blanks: bool = False
    pairs: bool = False

    @property
    def strict(self) -> bool:
        """Whether it is RFC 4180 but for the delimiter."""
        return self.quote == self.escape == '"' and not self.blanks


class BrokenQuotes(Exception):
    """Quotes that don't close, or text after a closing quote; `more` are the lines read beyond the first."""

    def __init__(self, more: list[str]) -> None:
        self.more = more


class Lines:
    """Lines, each ending in \\n, some of which may be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._back: deque[str] = deque()

    def next(self) -> str | None:
        """The next line; None at the end."""
        if self._back:
            return self._back.popleft()
        line = next(self._lines, None)
        return line if line is None or line.endswith("\n") else line + "\n"

    def give_back(self, lines: list[str]) -> None:
        """Lines that were read too far."""
        self._back.extendleft(reversed(lines))

    def block(self, most: int) -> list[str]:
        """Up to so many lines at once; none at the end."""
        if self._back:
            return [self._back.popleft() for _ in range(min(most, len(self._back)))]
        lines = list(islice(self._lines, most))
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        return lines

    def __iter__(self) -> Iterator[str]:
        while True:
            while self._back:
                yield self._back.popleft()
            for line in self._lines:
                yield line if line.endswith("\n") else line + "\n"
                if self._back:
                    break
            if not self._back:
                return


# ---- one row


Cells = list[str | None]
"""None is an empty cell, '' an empty text in quotes."""


def row_of(line: str, lines: Lines, dialect: Dialect) -> tuple[Cells, list[str]]:
    """The cells of the row that begins with `line`, and the lines taken beyond it for a quoted cell.

    Raises BrokenQuotes.
    """
    delimiter, quote = dialect.delimiter, dialect.quote
    cells: Cells = []
    more: list[str] = []
    at = 0
    while True:
        if dialect.blanks:
            while line.startswith(" ", at):
                at += 1
        if quote and line.startswith(quote, at):
            line, end = _closing(line, at + 1, lines, more, dialect)
            cells.append(_unescaped(line[at + 1 : end], dialect))
            at = end + 1
            while line.startswith(" ", at) and delimiter != " ":
                at += 1
            if line.startswith(delimiter, at):
                at += len(delimiter)
                continue
            if line[at:].strip(" \n"):
                raise BrokenQuotes(more)
            return cells, more
        end = line.find(delimiter, at)
        cell = line[at:].rstrip("\n") if end < 0 else line[at:end]
        if dialect.pairs:
            cell = cell.replace('""', '"')
        cells.append(cell or None)
        if end < 0:
            return cells, more
        at = end + len(delimiter)


def one_line(line: str, dialect: Dialect) -> Cells | None:
    """The cells of a row of one line; None when its quotes don't close."""
    try:
        return row_of(line, Lines(()), dialect)[0]
    except BrokenQuotes:
        return None


def _unescaped(cell: str, dialect: Dialect) -> str:
    if dialect.pairs:
        cell = cell.replace('""', '"')
    if dialect.escape == dialect.quote:
        return cell.replace(dialect.quote * 2, dialect.quote)
    if dialect.escape and dialect.escape in cell:
        escape = dialect.escape
        return re.sub(re.escape(escape) + f"([{re.escape(dialect.quote + escape)}])", r"\1", cell)
    return cell


def _closing(line: str, at: int, lines: Lines, more: list[str], dialect: Dialect) -> tuple[str, int]:
    """The row so far and where its open quote closes; fetches lines until it does."""
    quote, escape = dialect.quote, dialect.escape
    while True:
        end = line.find(quote, at)
        if end < 0:
            at = len(line)
            line += _up_to_quote(lines, more, quote, LONGEST_OPEN - at)
        elif escape == quote and line.startswith(quote, end + 1):
            at = end + 2
        elif _stands_inside(line, end, dialect):
            at = end + 1
        else:
            return line, end


def _up_to_quote(lines: Lines, more: list[str], quote: str, most: int) -> str:
    """The next lines up to one that holds a quote; BrokenQuotes when it comes too late, or never."""
    taken: list[str] = []
    length = 0
    while (line := lines.next()) is not None:
        taken.append(line)
        length += len(line)
        if quote in line:
            more += taken
            return "".join(taken)
        if length > most:
            break
    raise BrokenQuotes([*more, *taken])


def _stands_inside(line: str, at: int, dialect: Dialect) -> bool:
    """Whether a quote belongs to the text of its cell: after an escape, or where no cell ends."""
    if not dialect.escape:
        return not _ends_cell(line, at + 1, dialect.delimiter)
    return dialect.escape != dialect.quote and _escaped(line, at, dialect.escape)


def _escaped(line: str, at: int, escape: str) -> bool:
    """Whether an odd number of escapes stands before this place."""
    before = at
    while before and line[before - 1] == escape:
        before -= 1
    return (at - before) % 2 == 1


def _ends_cell(line: str, at: int, delimiter: str) -> bool:
    return line.startswith(delimiter, at) or not line[at:].strip(" \n")


def unwrapped(cells: Cells, dialect: Dialect) -> Cells:
    """The row inside a row whose whole line stands in quotes: read a second time. The same otherwise."""
    whole = cells[0] if len(cells) == 1 else None
    if not whole or dialect.delimiter not in whole:
        return cells
    return one_line(whole, dialect) or cells


def unwrap_rows(rows: list[Cells | None], dialect: Dialect) -> list[Cells | None]:
    """The rows, those read a second time that stand in quotes as a whole.

    Only where the others, or all of them then, have the same width: else a cell merely holds a delimiter.
    """
    inner = {at: unwrapped(row, dialect) for at, row in enumerate(rows) if row and len(row) == 1}
    inner = {at: row for at, row in inner.items() if len(row) > 1}
    widths = Counter(len(row) for row in rows if row and len(row) > 1)
    if not widths and len(inner) == sum(map(bool, rows)):
        widths = Counter(map(len, inner.values()))
        widths = widths if len(widths) == 1 else Counter()
    usual = widths.most_common(1)[0][0] if widths else 0
    return [inner[at] if len(inner.get(at, ())) == usual > 1 else row for at, row in enumerate(rows)]


def stray_quotes(cells: Cells, line: str, dialect: Dialect) -> bool:
    """Whether a delimiter in quotes seems to have cut a cell: `$83"Hikers, Low"` as `$83"Hikers` and ` Low"`.

    An inch (5" pipe) is none: nothing but a blank or the cell's end follows it.
    """
    quote = dialect.quote
    if not quote or quote not in line:
        return False
    odd = [cell for cell in cells if cell and cell.count(quote) % 2]
    opening = next((at for at, cell in enumerate(odd) if _opens(cell, quote)), len(odd))
    return any(cell.endswith(quote) for cell in odd[opening + 1 :])


def _opens(cell: str, quote: str) -> bool:
    after = cell[cell.find(quote) + 1 :]
    return bool(after) and not after[0].isspace()


# ---- which dialect


class _Trial(msgspec.Struct):
    """How a sample reads in a dialect. `fit` rows have the most frequent width, `left` of them hold quotes
    outside of quoted cells; `broken` rows could not be taken apart."""

    dialect: Dialect
    rows: int = 0
    fit: int = 0
    width: int = 1
    left: int = 0
    broken: int = 0
    clean: float = 0.0

    @property
    def score(self) -> float:
        return (self.fit - self.left / 2) / self.rows if self.rows and self.width > 1 else 0.0


def find_dialect(samples: Sequence[Sequence[str]], told: ReadAs) -> Dialect:
    """The dialect of these lines, taken from several places of a file; what a person told stands."""
    lines = [line for sample in samples for line in sample if line.strip()]
    best = _best(samples, lines, told)
    dialect = best.dialect
    if told.quote is None and told.escape is None and dialect.quote == '"':
        dialect = _escape_of(samples, best)
    if told.delimiter is None or told.delimiter != " ":
        dialect = _with_blanks(samples, dialect)
    pairs = dialect.quote == "'" and '"' in "".join(lines) and all(_paired(line) for line in lines)
    return msgspec.structs.replace(dialect, pairs=pairs)


def _best(samples: Sequence[Sequence[str]], lines: list[str], told: ReadAs) -> _Trial:
    first = lines[0] if lines else ""
    quotes = _quotes(lines, told)
    marks = [told.delimiter] if told.delimiter else _delimiters(lines)
    escape = told.escape
    best = _Trial(Dialect(told.delimiter or ",", quotes[0], _default(quotes[0], escape)))
    for quote in quotes:
        for mark, blanks in _with_and_without_blanks(lines, marks):
            trial = _tried(samples, Dialect(mark, quote, _default(quote, escape), blanks))
            if mark in ODD and not told.delimiter and not _proven(trial, lines, first):
                continue
            if _key(trial) > _key(best):
                best = trial
            if trial.score == 1 and mark == "," and not any(other in first for other in USUAL[1:]):
                return trial
    if best.score < 0.5 and not told.delimiter:
        bare = _QUOTED.sub("", first)
        mark = max(USUAL, key=bare.count)
        if mark in bare and best.dialect.delimiter not in bare:
            best = _tried(samples, Dialect(mark, quotes[0], _default(quotes[0], escape)))
    return best


def _key(trial: _Trial) -> tuple[float, float, int]:
    return (round(trial.score * 40), round(trial.clean, 2), trial.width)


def _default(quote: str, escape: str | None) -> str:
    """How quotes are escaped unless told or found otherwise: doubled; apostrophes not at all."""
    return escape if escape is not None else ("" if quote == "'" else quote)


def _quotes(lines: list[str], told: ReadAs) -> list[str]:
    if told.quote is not None:
        return [told.quote]
    single = [line for line in lines if re.search(r"(?:^|[^\w\s'])\s?'.*?'\s?(?:[^\w\s']|\s*$)", line)]
    return ['"', "'"] if len(single) * 2 > len(lines) else ['"']


def _delimiters(lines: list[str]) -> list[str]:
    found = [mark for mark in USUAL if any(mark in line for line in lines)]
    found += [mark for mark in ODD if sum(mark in line for line in lines) * 5 > len(lines) * 4]
    return found


def _with_and_without_blanks(lines: list[str], marks: list[str]) -> Iterator[tuple[str, bool]]:
    """The delimiters, and once more those that mostly have a blank behind them."""
    for mark in marks:
        yield mark, False
        if mark in USUAL and mark != "\t":
            text = "".join(lines[:200])
            if text.count(mark + " ") * 2 > text.count(mark) > 0:
                yield mark, True


def _proven(trial: _Trial, lines: list[str], first: str) -> bool:
    """An odd delimiter: nearly all rows have one width, the first line too, or quotes stand beside it."""
    mark, width = trial.dialect.delimiter, trial.width
    beside = sum(f'"{mark}"' in line for line in lines)
    if beside * 2 > len(lines) and not any(f'"{usual}"' in line for usual in USUAL for line in lines[:50]):
        return True
    needed = 2 if mark not in (":", " ") else 3
    bare = _QUOTED.sub("", first)
    return trial.score >= CLEAR and width >= needed and bare.count(mark) == width - 1 and len(lines) > 1


def _tried(samples: Sequence[Sequence[str]], dialect: Dialect) -> _Trial:
    trial = _Trial(dialect)
    widths: Counter[int] = Counter()
    left: Counter[int] = Counter()
    clean: Counter[int] = Counter()
    others = [mark for mark in USUAL if mark != dialect.delimiter]
    rows = list(_rows(samples, dialect))
    doubled = dialect.quote * 2
    for cells, (_, line) in zip(unwrap_rows([cells for cells, _ in rows], dialect), rows, strict=True):
        trial.rows += 1
        if cells is None:
            trial.broken += 1
            continue
        widths[len(cells)] += 1
        left[len(cells)] += doubled not in line and _left_over(cells, dialect)
        clean[len(cells)] += not any(mark in cell for cell in cells[:30] if cell for mark in others)
    several = {width: count for width, count in widths.items() if width > 1}
    if several:
        trial.width = max(several, key=lambda width: (several[width], width))
        trial.fit, trial.left = widths[trial.width], left[trial.width]
        trial.clean = clean[trial.width] / trial.fit
    return trial


def _left_over(cells: Cells, dialect: Dialect) -> bool:
    """Whether a cell begins or ends with a quote that did not enclose it."""
    return bool(dialect.quote) and any(
        cell is not None and (cell.strip()[:1] == dialect.quote) != (cell.strip()[-1:] == dialect.quote)
        for cell in cells
        if cell
    )


def _rows(samples: Sequence[Sequence[str]], dialect: Dialect) -> Iterator[tuple[Cells | None, str]]:
    """The rows of a sample and their first lines; None for a row that can't be taken apart. Blank lines are
    no rows."""
    for sample in samples:
        lines = Lines(sample)
        for line in lines:
            if not line.strip(" \n"):
                continue
            try:
                yield row_of(line, lines, dialect)[0], line
            except BrokenQuotes as broken:
                lines.give_back(broken.more)
                yield None, line


def _escape_of(samples: Sequence[Sequence[str]], doubled: _Trial) -> Dialect:
    """Whether quotes inside cells are doubled, come after a backslash, or stand as they are."""
    if not doubled.rows or doubled.fit == doubled.rows:
        return doubled.dialect
    backslash = _tried(samples, msgspec.structs.replace(doubled.dialect, escape="\\"))
    if backslash.fit > doubled.fit and any('\\"' in line for sample in samples for line in sample):
        return backslash.dialect
    bare = _tried(samples, msgspec.structs.replace(doubled.dialect, escape=""))
    if bare.fit >= doubled.fit + 2 and not _doubles(samples, doubled.dialect):
        return bare.dialect
    return doubled.dialect


def _doubles(samples: Sequence[Sequence[str]], dialect: Dialect) -> bool:
    """Whether some row that reads well has doubled quotes in a quoted cell."""
    lines = (line for sample in samples for line in sample if '""' in line)
    return any(cell and '"' in cell for line in lines for cell in one_line(line, dialect) or ())


def _with_blanks(samples: Sequence[Sequence[str]], dialect: Dialect) -> Dialect:
    """Blanks after (nearly) every delimiter belong to the delimiter."""
    if dialect.delimiter in " \t" or dialect.blanks:
        return dialect
    skipping = msgspec.structs.replace(dialect, blanks=True)
    begin = blank = 0
    for sample in samples:
        for line in sample[:200]:
            begin += line.count(dialect.delimiter)
            blank += line.count(dialect.delimiter + " ")
    if not begin or blank * 2 < begin:
        return dialect
    cells = [cell for row, _ in _rows(samples, dialect) if row for cell in row[1:] if cell]
    begun = sum(cell.startswith(" ") for cell in cells)
    return skipping if begun * 20 >= len(cells) * 19 else dialect


def _paired(line: str) -> bool:
    return all(len(run) % 2 == 0 for run in re.findall('"+', line))


# ---- telling it

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", " ": "space", "|": "pipe"}
NAMED = {name: mark for mark, name in _NAMES.items()}
"""Delimiters by name, as an option may be given."""


def dialect_rules(dialect: Dialect) -> list[Rule]:
    """What is shown of a dialect: the delimiter always, the rest where it is unusual."""
    name = _NAMES.get(dialect.delimiter)
    shown = Message(f"evidence.delimiter.{name}") if name else _visible(dialect.delimiter)
    value = name or _visible(dialect.delimiter)
    rules = [Rule("delimiter", value, Message("evidence.rule.delimiter", {"delimiter": shown}))]
    if dialect.quote != '"':
        key = "evidence.rule.quote" if dialect.quote else "evidence.rule.no_quote"
        rules.append(Rule("quote", dialect.quote or "none", Message(key, {"quote": dialect.quote})))
    if dialect.quote and dialect.escape != dialect.quote:
        key = "evidence.rule.escape" if dialect.escape else "evidence.rule.no_escape"
        values = {"escape": dialect.escape, "quote": dialect.quote}
        rules.append(Rule("escape", dialect.escape or "none", Message(key, values)))
    if dialect.blanks:
        rules.append(Rule("blanks", "left out", Message("evidence.rule.blanks")))
    if dialect.pairs:
        rules.append(Rule("pairs", '"', Message("evidence.rule.pairs")))
    return rules


def _visible(mark: str) -> str:
    return mark if mark.isprintable() else f"U+{ord(mark):04X}"
