"""Message ids to text in an explicit language: the lowest floor of the house.

Everything below the user interface says *what* it means (a `Message`: id and values); whoever
shows it names the language. There is no current language here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from struct import unpack_from
from typing import Any, Literal, get_args

import msgspec

from kakehashi.rounding import rounded

Language = Literal["ja", "en", "zh_TW"]
ALL_LANGUAGES: tuple[Language, ...] = get_args(Language)
LANGUAGES: tuple[Language, ...] = ("ja", "en")  # those that say everything; the others fall back to English
TAGS: Mapping[str, str] = {"zh_TW": "zh-Hant-TW"}

# A text that a starter brings in several languages, or what a person typed (one string, never translated).
Text = str | Mapping[str, str]

MISSING = "–"
LOCALE = __file__.rpartition("words.py")[0] + "locale"  # no pathlib: the lowest floor starts first


class Message(msgspec.Struct, frozen=True):
    """What is to be said, without the language: an id of the catalogue and its values.

    A value may be a text in several languages, a number, or another message; it is shown in the
    language of the whole.
    """

    id: str
    values: Mapping[str, Any] = {}


class Lines(msgspec.Struct, frozen=True):
    """Several messages, one a line."""

    messages: tuple[Message, ...]


class Listing(msgspec.Struct, frozen=True):
    """Several messages in one line (see `listed`)."""

    messages: tuple[Message, ...]


class PlanError(Exception):
    """The world's fault, not ours: one sentence for the reader (what, where, what to do).

    `details` are facts for the log and for `--json`, never needed to understand the sentence.
    """

    def __init__(self, message: str, /, **values: Any) -> None:
        self.message = Message(message, values)
        super().__init__(message)

    def __str__(self) -> str:
        return text(self.message, "en")


class Problem(PlanError):
    """What a plugin tells its user: one sentence (what, where, what to do), a text or texts by language."""

    def __init__(self, words: Text) -> None:
        super().__init__("error.plugin.said", plugin="", words=words)


class Several(PlanError):
    """Several things wrong at once: they are all told, not only the first."""

    def __init__(self, errors: tuple[PlanError, ...]) -> None:
        self.errors = errors
        super().__init__(
            "error.several", count=len(errors), all=Lines(tuple(error.message for error in errors))
        )


class _Catalogue:
    """A compiled catalogue (.mo). Its ids stand in order, so that a text is looked up where it stands;
    `gettext` reads all of them first, which took a fiftieth of the start of the window.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        _, _, self._count, self._ids, self._texts = unpack_from("=5I", content)

    def find(self, message: str) -> str | None:
        """The text of an id, or None."""
        wanted = message.encode()
        at = bisect_left(range(self._count), wanted, key=lambda each: self._string(self._ids, each))
        if at == self._count or self._string(self._ids, at) != wanted:
            return None
        return self._string(self._texts, at).decode()

    def _string(self, table: int, at: int) -> bytes:
        length, start = unpack_from("=2I", self._content, table + 8 * at)
        return self._content[start : start + length]


@cache
def _catalogue(language: Language) -> _Catalogue:
    try:
        with open(f"{LOCALE}/{language}/LC_MESSAGES/kakehashi.mo", "rb") as file:  # noqa: PTH123
            return _Catalogue(file.read())
    except FileNotFoundError:
        if language in LANGUAGES:
            raise
        return _catalogue("en")  # nothing is said in this language yet


@cache
def _pattern(message: str, language: Language) -> str | None:
    found = _catalogue(language).find(message)
    if found is None and message in _added:
        return in_language(_added[message], language).replace("{", "{{").replace("}", "}}")
    return _pattern(message, "en") if found is None and language not in LANGUAGES else found


_added: Mapping[str, Text] = {}


def add_texts(texts: Mapping[str, Text]) -> None:
    """Let these texts of plugins be found by their ids, said as they are; in place of those added before."""
    global _added  # the catalogue is one for the program
    _added = dict(texts)
    _pattern.cache_clear()


def known(message: str, language: Language) -> bool:
    """Whether the catalogue of this language has the id."""
    return _pattern(message, language) is not None


def text(message: str | Message, language: Language, /, **values: Any) -> str:
    """The message in this language, its values filled in.

    Numbers among the values are shown with thousands separators and as many decimals as they have. What goes
    with a number stands in the catalogue for one and for any other: `{count} {count:row|rows}`.
    Raises KeyError when the catalogue doesn't know the id: that is our mistake, not the reader's.
    """
    if isinstance(message, Message):
        values = {**message.values, **values}
        message = message.id
    pattern = _pattern(message, language)
    if pattern is None:
        raise KeyError(f"the {language} catalogue has no {message!r}")
    return pattern.format_map({name: _Said(shown(value, language)) for name, value in values.items()})


class _Said(str):
    """A value as it stands in a message; given two forms of a word, the one that goes with it."""

    __slots__ = ()

    def __format__(self, forms: str) -> str:
        if not forms:
            return str(self)
        one, other = forms.split("|")
        return one if self == "1" else other


def shown(value: object, language: Language) -> str:
    """Any value that may stand in a message, in this language."""
    if isinstance(value, Message):
        return text(value, language)
    if isinstance(value, Lines):
        return "\n".join(text(each, language) for each in value.messages)
    if isinstance(value, Listing):
        return listed([text(each, language) for each in value.messages], language)
    if value is None:
        return MISSING
    if isinstance(value, Mapping):
        return in_language(value, language)
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return number(Decimal(value), places=None)
    return str(value)


def listed(parts: Sequence[str], language: Language) -> str:
    """Several texts in one line: A、B / A, B; set further apart where one of them holds such a sign itself.

    A sentence that isn't the last loses its full stop.
    """
    stop, comma = text("list.stop", language), text("list.comma", language)
    apart = any(comma in part or stop in without_stop(part, language) or part.endswith(".") for part in parts)
    told = [without_stop(part, language) for part in parts[:-1]] + list(parts[-1:])
    return text("list.apart" if apart else "list.comma", language).join(told)


def without_stop(words: str, language: Language) -> str:
    """A sentence without its full stop; the point of an abbreviation (Ltd.) stays."""
    stop = text("list.stop", language)
    if not words.endswith(stop):
        return words
    *_, last = words[:-1].split() or [""]
    return words[:-1] if stop != "." or last.islower() else words


def in_language(value: Text | None, language: Language) -> str:
    """A plan's text in this language; what was typed in one language only is shown as typed."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return value.get(language) or value.get("en") or next(iter(value.values()), "")


def language_tag(language: str) -> str:
    """What HTML and SVG call a language: ja, en, zh-Hant-TW."""
    return TAGS.get(language, language.replace("_", "-"))


def number(value: Decimal | None, places: int | None = 0) -> str:
    """Thousands by commas, minus as U+2212, rounded half away from zero; None places = as they are."""
    if value is None:
        return MISSING
    plain = format(value if places is None else rounded(value, places), ",f")
    if places is None and "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain.replace("-", "\u2212") if any(c in "123456789" for c in plain) else plain.lstrip("-")


def percent(value: Decimal | None, places: int = 1) -> str:
    """A fraction as percent: 0.25 -> 25.0%."""
    return MISSING if value is None else number(value * 100, places) + "%"


def month(value: str, language: Language, *, year: bool = True) -> str:
    """'2027-04' -> 2027年4月 / Apr 2027; without the year 4月 / Apr."""
    y, m = value.split("-")
    name = text(f"month.{int(m)}", language)
    return text("month.of_year", language, year=y, month=name) if year else name


def day(value: str, language: Language) -> str:
    """'2027-04-01' (or a longer ISO time) -> 2027年4月1日 / 1 Apr 2027."""
    y, m, d = value[:10].split("-")
    return text("month.day", language, year=y, month=text(f"month.{int(m)}", language), day=str(int(d)))
