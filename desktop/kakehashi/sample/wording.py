"""The words that the made-up systems of the sample company use, in one language."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from kakehashi.sample.dice import Weighted

LANGUAGES = ("ja", "en")


@cache
def data(name: str) -> dict[str, Any]:
    """A data file of this package."""
    found: dict[str, Any] = json.loads(files(__package__).joinpath(f"{name}.json").read_text("utf-8"))
    return found


class Wording:
    """Words of one language; `word` looks one up, the other attributes are lists of them."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._data = data(language)
        self.forms_before = language == "ja"
        self.forms: list[list[str]] = self._data["forms"]
        self.trades: dict[str, list[str]] = self._data["trades"]
        self.strangers: list[str] = self._data["strangers"]
        self.branches: list[str] = self._data["branches"]
        self.positions = Weighted(
            ((department, title), weight)
            for department, titles in self._data["positions"].items()
            for title, weight in titles.items()
        )
        self.regions = Weighted(self._data["regions"].items())
        self.topics: dict[str, float] = self._data["voice_topic"]

    def word(self, kind: str, name: str) -> str:
        """One word: word('source', 'webinar')."""
        said: str = self._data[kind][name]
        return said

    def phrase(self, name: str, **values: object) -> str:
        """A text with its values filled in."""
        said: str = self._data[name]
        return said.format(**values) if values else said

    def some(self, *path: str) -> list[str]:
        """A list of words to choose from."""
        found: Any = self._data
        for name in path:
            found = found[name]
        words: list[str] = found
        return words

    def company(self, stem: str, roman: str, trade: str) -> str:
        """The name of a company without its legal form."""
        return f"{stem}{trade}" if self.language == "ja" else f"{roman.title()} {trade}"

    def slashed(self, day: int | None) -> str:
        """As a CRM's report writes a date."""
        if day is None:
            return ""
        when = date.fromordinal(day)
        return f"{when:%Y/%m/%d}" if self.language == "ja" else f"{when.month:02d}/{when.day:02d}/{when.year}"

    def by_hand(self, day: int | None) -> str:
        """As somebody types a date into a field that takes any text."""
        if day is None:
            return ""
        when = date.fromordinal(day)
        if self.language == "ja":
            return f"令和{when.year - 2018}年{when.month}月{when.day}日"
        return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"

    def month(self, when: date) -> str:
        """As a workbook writes a month."""
        return (
            f"{when.year}年{when.month}月"
            if self.language == "ja"
            else f"{_MONTHS[when.month - 1]} {when.year}"
        )

    def yen(self, amount: int) -> str:
        """As a CRM writes money."""
        return f"¥{amount:,}" if self.language == "ja" else f"JPY {amount:,}"

    def yen_by_hand(self, amount: int) -> str:
        """As somebody types it."""
        return f"{amount // 10_000:,}万円" if self.language == "ja" else f"¥{amount:,}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def iso(day: int | None) -> str:
    """2026-06-18; nothing for None."""
    return "" if day is None else date.fromordinal(day).isoformat()
