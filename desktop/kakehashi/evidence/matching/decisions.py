"""What a person has decided about names: a plain JSON file beside the evidence, one decision a line.

    [
      {"name": "ABC商事 東京", "company": "C001", "by": "白石", "on": "2027-04-01"},
      {"name": "個人", "company": null}
    ]

It may be edited; the newest decision about a name (the last line) holds. null: none of the companies.
"""

from __future__ import annotations

import codecs
import json
import os
from pathlib import Path

import msgspec

from kakehashi.evidence.matching.names import Name, read_name
from kakehashi.evidence.workspace import cannot_write
from kakehashi.words import PlanError

FILE = "company-decisions.json"


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whose name this is: the company's id, or None: nobody's of the table. `by` and `on`: who, when."""

    name: str
    company: str | None
    by: str = ""
    on: str = ""


def read_decisions(workspace: Path) -> tuple[Decision, ...]:
    """All decisions, the oldest first. PlanError that names the line when the file is damaged."""
    path = workspace / FILE
    raw = decisions_file(workspace)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _damaged(path, raw.count(b"\n", 0, error.start) + 1) from None
    return tuple(_each(path, text)) if text.strip() else ()


def decisions_file(workspace: Path) -> bytes:
    """The file as it is, without a byte order mark; empty when there is none yet."""
    path = workspace / FILE
    try:
        return path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise PlanError("error.evidence.decisions_unreadable", name=str(path)) from error


def _each(path: Path, text: str) -> list[Decision]:
    """The elements of the list, read one by one so that the line of a wrong one is known."""
    read, place, decisions = json.JSONDecoder().raw_decode, _past_blanks(text, 0), []
    if text[place] != "[":
        raise _damaged(path, _line(text, place))
    place = _past_blanks(text, place + 1)
    while text[place : place + 1] != "]":
        try:
            element, end = read(text, place)
            decisions.append(msgspec.convert(element, Decision))
        except json.JSONDecodeError as error:
            raise _damaged(path, _line(text, error.pos)) from None
        except (msgspec.ValidationError, RecursionError):
            raise _damaged(path, _line(text, place)) from None
        place = _past_blanks(text, end)
        if text[place : place + 1] == ",":
            place = _past_blanks(text, place + 1)
        elif text[place : place + 1] != "]":
            raise _damaged(path, _line(text, place))
    rest = _past_blanks(text, place + 1)
    if rest < len(text):
        raise _damaged(path, _line(text, rest))
    return decisions


def _past_blanks(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    return place


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _damaged(path: Path, line: int) -> PlanError:
    return PlanError("error.evidence.decisions_damaged", name=str(path), line=line)


def keep_decision(workspace: Path, decision: Decision) -> None:
    """Add a decision; an earlier one about the same name goes. The file is replaced as a whole."""
    key = key_of(read_name(decision.name))
    others = [each for each in read_decisions(workspace) if key_of(read_name(each.name)) != key]
    lines = ",\n".join("  " + msgspec.json.encode(each).decode() for each in [*others, decision])
    path = workspace / FILE
    aside = path.with_name(f".{FILE}.new")
    try:
        aside.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
        os.replace(aside, path)  # noqa: PTH105 - over an existing file, on every system
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise cannot_write(workspace, error) from error


def key_of(name: Name) -> tuple[str, str]:
    """What a decision holds for: every spelling of the name with the same kind of legal form."""
    return name.core, name.form


def by_key(decisions: tuple[Decision, ...]) -> dict[tuple[str, str], str | None]:
    """Name -> company, or None."""
    return {key_of(read_name(each.name)): each.company for each in decisions}
