"""What an import can't tell by itself: it is asked, never guessed in silence."""

from __future__ import annotations

from typing import Any

from kakehashi.words import PlanError


class Question(PlanError):
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


class Cancelled(PlanError):
    """Somebody stopped the work; everything is as before."""

    def __init__(self) -> None:
        super().__init__("error.evidence.cancelled")
