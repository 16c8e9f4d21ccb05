"""What an import can't tell by itself: it is asked, never guessed in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from kakehashi.words import PlanError

_PERSONAL = re.compile(r"\S+@\S+|\+?\d[\d\s()-]{8,}\d")
"""Addresses and telephone numbers."""


class OfTheData(PlanError):
    """A sentence that quotes cells or headers of the company's data. They may be personal: the log, which
    gets the text of every error, gets only the id."""

    def __str__(self) -> str:
        return self.message.id


class Question(OfTheData):
    """A question that must be answered before the rows can be loaded.

    `column` is the column asked about (None: the table as a whole), `readings` the possible answers,
    `option` how the command line takes the answer.
    """

    def __init__(
        self, message: str, /, *, column: str | None, readings: tuple[str, ...], option: str, **values: Any
    ) -> None:
        self.column = column
        self.readings = readings
        self.option = option
        super().__init__(message, column=column or "", readings=", ".join(readings), option=option, **values)


def quoted(values: Iterable[str]) -> str:
    """Some values of a column for a sentence, without addresses and telephone numbers."""
    return ", ".join(_PERSONAL.sub("***", value) for value in values)


class Cancelled(PlanError):
    """Somebody stopped the work; everything is as before."""

    def __init__(self) -> None:
        super().__init__("error.evidence.cancelled")
