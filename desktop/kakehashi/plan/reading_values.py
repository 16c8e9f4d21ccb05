"""One cell as people type it, in either language, read as a value of a field: for forms, pasted rows, `set`.

What can be meant in two ways is refused, not guessed: 4/5/2027, 1,2, a name that two items have.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from kakehashi.plan.changes import kind_words
from kakehashi.plan.fields import FieldDescription, Unit, plain
from kakehashi.plan.formula import Reference, parse, written
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.listed import can_hold, listed_words
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.values import BadValue, trouble, typed
from kakehashi.words import ALL_LANGUAGES, LANGUAGES, MISSING, Language, Lines, Message, shown, text


class _Cell:
    """A cell to be read, and what is known beside it."""

    def __init__(
        self, field: FieldDescription, words: str, plan: Plan, language: Language, money: int = 1
    ) -> None:
        self.field, self.words, self.plan, self.language = field, words, plan, language
        self.money = money
        self.said = folded(words)

    def bad(self, problem: str, **values: Any) -> BadValue:
        return BadValue(self.field, self.words, Message(problem, values))


def read_value(field: FieldDescription, words: str, plan: Plan, language: Language, *, money: int = 1) -> Any:
    """The plain value of what was typed; None when the cell is empty. Raises BadValue, BadFormula.

    Of a field with keys (months, items) it is the value of one key; of a figure its number.
    `language` decides between choices whose titles in two languages are the same. `money` is the unit of a
    bare amount of money: in a table in 万円 (10,000), 80 is 800,000, while 80円 and 80万 say it themselves.
    """
    cell = _Cell(field, words, plan, language, money)
    if field.field.shape not in _TEXTS and cell.said in ("", MISSING):
        return None
    if not words:
        return None
    read = _READ.get(field.field.shape)
    if read is None:
        raise cell.bad("error.value.not_in_a_cell")
    value = read(cell)
    if field.field.shape in _NUMBERS:
        if (problem := trouble_of_number(field, value)) is not None:
            raise BadValue(field, words, problem)
        return int(value) if field.field.shape == "integer" else plain(value)
    return plain(typed(field, plain(value)))


def readable(field: FieldDescription) -> bool:
    """Whether a value of the field (of one of its keys) can be typed in a cell."""
    return field.field.shape in _READ


def trouble_of_number(field: FieldDescription, value: Decimal) -> Message | None:
    """What is wrong with a number of a field, whatever holds it: a figure, a month."""
    try:
        if field.field.shape == "figure":
            typed(field, {"value": plain(value)})
        elif field.field.shape == "figures":
            typed(field, {"value": plain(value)}, key=True)
        elif field.field.shape == "integer":
            return trouble(field, value)
        else:
            typed(field, plain(value), key=field.keyed)
    except BadValue as error:
        return error.problem
    return None


def folded(words: str) -> str:
    """The words with full-width characters as plain ones, small letters, one blank at a time."""
    plain_words = unicodedata.normalize("NFKC", words).replace("\u2212", "-")
    return " ".join(plain_words.casefold().split())


# ---- numbers

_GROUPED = re.compile(r"\d{1,3}([, '’])\d{3}(?:\1\d{3})*(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_PIECE = re.compile(r"([\d., '’]*\d\.?)\s*([^\d., '’]*)\s*")
_BARE = re.compile(r"[\d., '’]+")
_SIZES = {
    "千": 3,
    "万": 4,
    "萬": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "億": 8,
    "十億": 9,
    "兆": 12,
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "million": 6,
    "b": 9,
    "bn": 9,
    "billion": 9,
}
_CURRENCY = re.compile(r"^(?:¥|\\|\$|€|£|us\$|nt\$|jpy|usd|eur|twd)\s*|\s*(?:円|圓|元|yen|jpy|usd|eur|twd)$")
_COUNTED: dict[Unit, str] = {
    "people": r"人|名|people|persons?",
    "count": r"件|社|人|名|個|回|本|items?|times",
    "months": r"か月|ヶ月|カ月|ヵ月|ケ月|個月|箇月|months?|mo?",
    "person_months": r"人月|person-months?",
    "factor": r"倍|x|times",
    "ratio": r"倍|x",
}


def _number(cell: _Cell) -> Decimal:
    unit = cell.field.field.unit
    words = cell.said
    if any(unicodedata.category(each) == "No" for each in cell.words):  # 10² is not 102
        raise cell.bad("error.value.number")
    sign = 1
    if words.startswith("(") and words.endswith(")"):
        words, sign = words[1:-1].strip(), -1
    words, negative = _unsigned(words)
    if unit == "money" and _BARE.fullmatch(words):
        sign *= cell.money
    if unit in ("money", "") and (bare := _CURRENCY.sub("", words)) != words:
        words, also = _unsigned(_CURRENCY.sub("", bare))
        negative = negative or also
    if unit in _COUNTED:
        words = re.sub(rf"(?<=[\d万億千kmb])\s*(?:{_COUNTED[unit]})$", "", words)
    if negative:
        sign = -sign
    if words.endswith("%") and unit in ("rate", "", "ratio", "factor"):
        return sign * _amount(cell, words[:-1].rstrip(), sizes=False) / 100
    return sign * _amount(cell, words, sizes=unit != "rate")


def _unsigned(words: str) -> tuple[str, bool]:
    if words[:1] in ("-", "▲", "△", "+"):
        return words[1:].lstrip(), words[0] != "+"
    return words, False


def _amount(cell: _Cell, words: str, *, sizes: bool) -> Decimal:
    """A number without sign: 1,200.5, 120万, 1億2,000万, 1.2M."""
    if len(words) > 60:
        raise cell.bad("error.value.number")
    total, at, last = Decimal(0), 0, 99
    while at < len(words):
        piece = _PIECE.match(words, at)
        size = _SIZES.get(piece[2].strip()) if piece is not None and piece[2] else 0
        if piece is None or size is None or size >= last or (size and not sizes):
            raise cell.bad("error.value.number")
        total += _digits(cell, piece[1].strip()).scaleb(size)
        at, last = piece.end(), size
    if not words:
        raise cell.bad("error.value.number")
    return total


def _digits(cell: _Cell, words: str) -> Decimal:
    if _PLAIN.fullmatch(words):
        return Decimal(words)
    if _GROUPED.fullmatch(words):
        return Decimal(re.sub(r"[, '’]", "", words))
    raise cell.bad("error.value.separators" if "," in words else "error.value.number")


def _integer(cell: _Cell) -> Decimal:
    value = _number(cell)
    if value != value.to_integral_value():
        raise cell.bad("error.value.whole")
    return value


def _several_numbers(cell: _Cell) -> list[Decimal]:
    parts = re.split(r"[\n;、]", cell.words.replace("；", ";"))
    if len(parts) == 1:
        parts = re.split(r"[,，]", cell.words)
    return [
        _number(_Cell(cell.field, part, cell.plan, cell.language, cell.money))
        for part in parts
        if part.strip()
    ]


# ---- months and dates

_ERA = {"令和": 2018, "r": 2018, "平成": 1988}
_YEAR_MONTH = re.compile(
    r"(?P<era>令和|平成|r)?\s*(?P<year>\d{1,4}|元)(?:年|[-/.])\s*(?P<month>\d{1,2})月?(?:[-/.]?\s*(?P<day>\d{1,2})日?)?"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20|21)\d\d)(?P<month>\d\d)(?P<day>\d\d)?")
_MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})")
_NAMED_MONTH = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -])?(?P<name>[a-z]{3,9})\.?[ -]?"
    r"(?:(?P<day2>\d{1,2})(?:st|nd|rd|th)?,? )?"
    r"(?P<year>\d{4}|'\d\d|(?<=-)\d\d)"
)
_THREE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_AFTER_DATE = re.compile(r"\s*(?:\([^)]{1,9}\)|[t ]0{1,2}:00(?::00(?:\.0+)?)?z?)$")


def read_month(words: str) -> str | None:
    """'2027-04' of 2027/4, 2027年4月, Apr 2027, Apr-27, 4/2027, the first day of the month; else None."""
    said = _AFTER_DATE.sub("", folded(words))
    found = _parts_of(said)
    if found is None and (match := _MONTH_YEAR.fullmatch(said)):
        found = int(match["year"]), int(match["month"]), None
    if found is None or not 1900 <= found[0] <= 2199 or not 1 <= found[1] <= 12 or found[2] not in (None, 1):
        return None
    return f"{found[0]:04d}-{found[1]:02d}"


def _parts_of(said: str) -> tuple[int, int, int | None] | None:
    """Year, month and (where it is said) day."""
    if match := _YEAR_MONTH.fullmatch(said) or _COMPACT.fullmatch(said):
        parts = match.groupdict()
        era = parts.get("era")
        year = 1 if parts["year"] == "元" else int(parts["year"])
        if era is None and len(parts["year"]) != 4:
            return None
        return year + _ERA.get(era or "", 0), int(parts["month"]), int(parts["day"]) if parts["day"] else None
    match = _NAMED_MONTH.fullmatch(said)
    if match is None or match["name"] not in _month_names() or (match["day"] and match["day2"]):
        return None
    year = int(match["year"].lstrip("'"))
    day = match["day"] or match["day2"]
    return year + 2000 if year < 100 else year, _month_names()[match["name"]], int(day) if day else None


@cache
def _month_names() -> dict[str, int]:
    names = {"sept": 9}
    for number in range(1, 13):
        english = _ENGLISH_MONTHS[number - 1]
        names |= {english: number, english[:3]: number}
    return names


_ENGLISH_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def _month(cell: _Cell) -> str:
    found = read_month(cell.words)
    if found is None:
        raise cell.bad("error.value.month")
    return found


def _date(cell: _Cell) -> str:
    said = _AFTER_DATE.sub("", cell.said)
    found = _parts_of(said)
    if found is None and (match := _THREE.fullmatch(said)):
        first, second, year = map(int, match.groups())
        if first != second and first <= 12 and second <= 12:
            raise cell.bad("error.value.date_order")
        found = (year, first, second) if second > 12 else (year, second, first)
    year, month, day = found or (0, 0, None)
    if day is None or not (
        1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= calendar.monthrange(year, month)[1]
    ):
        raise cell.bad("error.value.date")
    return f"{year:04d}-{month:02d}-{day:02d}"


# ---- words that stand for something

_YES = frozenset(
    {"true", "yes", "y", "1", "on", "はい", "有", "あり", "真", "是", "○", "〇", "◯", "✓", "✔", "☑", "レ"}
)
_NO = frozenset(
    {"false", "no", "n", "0", "off", "いいえ", "無", "なし", "偽", "否", "×", "✗", "✕", "✘", "☐", "-"}
)


def _flag(cell: _Cell) -> bool:
    said = cell.said.removesuffix("\ufe0e").removesuffix("\ufe0f")
    if said in _YES | _said_everywhere("change.yes"):
        return True
    if said in _NO | _said_everywhere("change.no"):
        return False
    raise cell.bad("error.value.flag")


@cache
def _said_everywhere(message: str) -> frozenset[str]:
    return frozenset(folded(text(message, language)) for language in ALL_LANGUAGES)


def _choice(cell: _Cell) -> str:
    if cell.words in cell.field.choices:
        return cell.words
    for language in (cell.language, *LANGUAGES):
        found = [
            key for key in cell.field.choices if folded(text(cell.field.choice(key), language)) == cell.said
        ]
        if len(found) == 1:
            return found[0]
    keys = [key for key in cell.field.choices if folded(key) == cell.said]
    if len(keys) == 1:
        return keys[0]
    titles = (text(cell.field.choice(key), cell.language) for key in cell.field.choices)
    raise cell.bad("error.value.choice", choices=", ".join(titles))


def _reference(cell: _Cell, words: str | None = None, kinds: tuple[str, ...] = ()) -> str:
    words = cell.words.strip() if words is None else words
    kinds = kinds or cell.field.field.kinds
    found = named(cell.plan, words, kinds)
    if len(found) == 1:
        return found[0].id
    if found:
        raise cell.bad(
            "error.value.two_named", count=len(found), ids=", ".join(item.id for item in found[:5])
        )
    target = cell.plan.get(words) or next(iter(named(cell.plan, words, ())), None)
    if target is not None and kinds:
        raise cell.bad("error.value.kind", kinds=Lines(tuple(kind_words(kind) for kind in kinds)))
    raise cell.bad("error.value.nobody")


def named(plan: Plan, words: str, kinds: Iterable[str] = ()) -> tuple[Item, ...]:
    """The items called so, of these kinds (none = any): by id, `kind:name`, or name in any language."""
    allowed = tuple(kinds) or plan.kinds()
    item = plan.get(words)
    if item is not None:
        return (item,) if item.kind in allowed else ()
    before, colon, after = words.partition(":")
    typed_kind = next((kind for kind in KINDS if kind.lower() == before.strip().lower()), None)
    if colon and typed_kind is not None:
        return _called(plan, after.strip(), (typed_kind,)) if typed_kind in allowed else ()
    return _called(plan, words, allowed)


def _called(plan: Plan, words: str, kinds: Iterable[str]) -> tuple[Item, ...]:
    items = [(item, _names(plan, item)) for kind in kinds for item in plan.of_kind(kind)]
    exact = tuple(item for item, names in items if words in names)
    if exact:
        return exact
    said = folded(words)
    return tuple(item for item, names in items if any(folded(name) == said for name in names))


def _names(plan: Plan, item: Item) -> set[str]:
    name = name_of(plan, item)
    return {shown(name, language) for language in ALL_LANGUAGES}


def _references(cell: _Cell) -> list[str]:
    """Names one a line, or with commas between them; a name may hold a comma itself."""
    lines = [line.strip() for line in cell.words.splitlines() if line.strip()]
    if len(lines) > 1 or (lines and named(cell.plan, lines[0], cell.field.field.kinds)):
        return [_reference(cell, line) for line in lines]
    return [_reference(cell, part) for part in _parts(cell.words)]


def _list(cell: _Cell) -> list[str]:
    """Values of a list; known ones by key or by their words in any language, which may hold commas."""
    known = {folded(key): key for key in can_hold(cell.field)}
    for language in (*ALL_LANGUAGES, cell.language) if known else ():  # the last one counts
        known |= {folded(listed_words(cell.field, key, language)): key for key in can_hold(cell.field)}
    whole = known.get(cell.said)
    return [whole] if whole else [known.get(folded(part), part) for part in _parts(cell.words)]


def _parts(words: str) -> Iterator[str]:
    if "\n" in words.strip():
        yield from filter(None, (line.strip() for line in words.splitlines()))
    else:
        yield from filter(None, (part.strip() for part in re.split(r"[,、，;；]", words)))


def _formula(cell: _Cell) -> str:
    """A formula typed with names in braces (`{受注件数}`, `{Metric:受注件数}`) as it is stored: with ids."""

    def stored(found: Reference) -> str:
        target = _reference(cell, "|".join(found.target), ("Metric",))
        return "{" + target + "}" + (f"[-{found.back}]" if found.back else "")

    return written(parse(cell.words), stored)


Read = Callable[[_Cell], Any]

_TEXTS = frozenset({"text", "long_text", "code"})
_NUMBERS = frozenset({"number", "integer", "series", "amounts", "figure", "figures"})
_READ: dict[str, Read] = {
    **dict.fromkeys(("number", "series", "amounts", "figure", "figures"), _number),
    "integer": _integer,
    "numbers": _several_numbers,
    "text": lambda cell: cell.words,
    "long_text": lambda cell: cell.words,
    "code": lambda cell: cell.words,
    "month": _month,
    "date": _date,
    "flag": _flag,
    "choice": _choice,
    "ref": _reference,
    "refs": _references,
    "list": _list,
    "formula": _formula,
}
