"""What a person answers to a Question, as choices of the import that asked it."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from kakehashi.evidence.import_job import Choices
from kakehashi.evidence.question import Question
from kakehashi.evidence.read_as import ReadAs

_ANSWERS = {
    "--date-order": "date_order",
    "--serial-dates": "serial_dates",
    "--decimal": "decimal",
    "--currency": "currency",
}
_DECIMALS = {"1.200 = 1200": ",", "1.200 = 1.2": "."}
_READ_AS = {"--sheet": "sheet", "--part": "part", "--first-month": "first_month", "--encoding": "encoding"}


def option_of(question: Question) -> str:
    """The option that takes the answer ('--date-order'); '--profile' where the mapping must say it."""
    return question.option.split()[0]


def answered(choices: Choices, question: Question, reading: str) -> Choices:
    """The choices with one of the question's readings (or what was typed instead) as its answer.

    Raises ValueError where the mapping itself must say it.
    """
    option = option_of(question)
    if option in _ANSWERS:
        said = _DECIMALS.get(reading, reading)
        answers = msgspec.structs.replace(choices.answers, **{_ANSWERS[option]: said})
        return msgspec.structs.replace(choices, answers=answers)
    if option == "--repeats":
        return msgspec.structs.replace(choices, repeats=reading)
    if option in _READ_AS:
        return read_so(choices, **{_READ_AS[option]: _part(reading) if option == "--part" else reading})
    raise ValueError(option)


def read_so(choices: Choices, **said: Any) -> Choices:
    """The choices with these ways to read the file."""
    read_as = msgspec.structs.replace(choices.read_as or ReadAs(), **said)
    return msgspec.structs.replace(choices, read_as=read_as)


def _part(reading: str) -> int | str:
    """The reading of a part begins with its number: '2 (10-20)'."""
    number = re.match(r"\d+", reading)
    return int(number[0]) if number else reading
