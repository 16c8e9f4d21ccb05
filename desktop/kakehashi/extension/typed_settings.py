"""The settings of a source as they were typed: read by their shapes, all that is wrong told at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kakehashi.setting import SettingField
from kakehashi.words import Lines, Message, PlanError, Text

_FLAGS = {
    **dict.fromkeys(("1", "true", "yes", "on", "はい", "○"), True),
    **dict.fromkeys(("0", "false", "no", "off", "いいえ", "×"), False),
}


class SettingsWrong(PlanError):
    """Some settings are missing, unknown, or can't be read; each is named with what there is."""

    def __init__(self, source: Text, problems: Sequence[Message]) -> None:
        super().__init__("error.source.settings", source=source, all=Lines(tuple(problems)))


def settings_from(
    source: Text,
    fields: Sequence[SettingField],
    typed: Mapping[str, str],
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The settings of a source (its title) from what was typed, over those of `before`.

    What is typed empty stands as its default. Secrets are neither typed so nor looked for here. Raises
    SettingsWrong.
    """
    by_name = {field.name: field for field in fields}
    found = {name: value for name, value in (before or {}).items() if name in by_name}
    problems: list[Message] = []
    for name, words in typed.items():
        field = by_name.get(name)
        if field is None:
            known = ", ".join(each.name for each in fields if each.shape != "secret")
            problems.append(Message("source.setting.unknown", {"name": name, "known": known or "–"}))
        elif field.shape == "secret":
            problems.append(Message("source.setting.secret", _named(field)))
        elif not words.strip():
            found.pop(name, None)
        else:
            try:
                found[name] = _value(field, words)
            except (KeyError, ValueError):
                problems.append(_wrong(field, words))
    problems += _missing(fields, found)
    if problems:
        raise SettingsWrong(source, problems)
    return found


def _missing(fields: Sequence[SettingField], found: Mapping[str, Any]) -> Iterator[Message]:
    for field in fields:
        if field.needed and field.shape != "secret" and field.name not in found:
            yield Message("source.setting.missing", _named(field))


def _named(field: SettingField) -> dict[str, Any]:
    return {"name": field.name, "title": field.title}


def _value(field: SettingField, words: str) -> Any:
    """Raises ValueError, KeyError for what is none of its shape."""
    plain = words.strip()
    match field.shape:
        case "integer":
            return int(plain)
        case "number":
            number = float(plain)
            if not math.isfinite(number):
                raise ValueError(plain)
            return number
        case "flag":
            return _FLAGS[plain.lower()]
        case "choice":
            if plain not in field.choices:
                raise ValueError(plain)
            return plain
        case "file" | "folder":
            return str(Path(plain).expanduser().absolute())
        case "long_text":
            return words
        case _:
            return plain


def _wrong(field: SettingField, words: str) -> Message:
    wanted = Message("source.wanted.choice", {"choices": ", ".join(field.choices)})
    if field.shape in ("integer", "number", "flag"):
        wanted = Message(f"source.wanted.{field.shape}")
    return Message("source.setting.wrong", {**_named(field), "typed": words, "wanted": wanted})
