"""The settings of a source as they were typed: read by their shapes, all that is wrong told at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.setting import SettingField
from kakehashi.words import Lines, Message, PlanError, Text

_FLAGS = {
    **dict.fromkeys(("1", "true", "yes", "on", "はい", "○"), True),
    **dict.fromkeys(("0", "false", "no", "off", "いいえ", "×"), False),
}


class Wrong(msgspec.Struct, frozen=True):
    """What is wrong with one setting; `title` is '' for one that there isn't."""

    name: str
    title: Text
    said: Message

    @property
    def line(self) -> Message:
        """The setting, and what is wrong with it."""
        values = {"name": self.name, "title": self.title, "said": self.said}
        return Message("source.setting.line" if self.title else "source.setting.unnamed", values)


class SettingsWrong(PlanError):
    """Some settings are missing, unknown, or can't be read; each is named with what there is."""

    def __init__(self, source: Text, problems: Sequence[Wrong]) -> None:
        self.problems = tuple(problems)
        super().__init__("error.source.settings", source=source, all=Lines(tuple(p.line for p in problems)))


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
    problems: list[Wrong] = []
    for name, words in typed.items():
        field = by_name.get(name)
        if field is None:
            known = ", ".join(each.name for each in fields if each.shape != "secret")
            problems.append(Wrong(name, "", Message("source.setting.unknown", {"known": known or "–"})))
        elif field.shape == "secret":
            problems.append(Wrong(name, field.title, Message("source.setting.secret")))
        elif not words.strip():
            found.pop(name, None)
        else:
            try:
                found[name] = _value(field, words)
            except (KeyError, ValueError):
                problems.append(_wrong(field, words))
    problems += missing(field for field in fields if field.shape != "secret" and field.name not in found)
    if problems:
        raise SettingsWrong(source, problems)
    return {name: value for name, value in found.items() if not _is_default(by_name[name], value)}


def _is_default(field: SettingField, value: Any) -> bool:
    """Whether it is what would stand there without being said: so the same settings are always equal."""
    return not field.needed and type(value) is type(field.default) and value == field.default


def missing(absent: Iterable[SettingField]) -> Iterator[Wrong]:
    """What is wrong when these were not said: those that are needed."""
    for field in absent:
        if field.needed:
            yield Wrong(field.name, field.title, Message("source.setting.missing"))


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


def _wrong(field: SettingField, words: str) -> Wrong:
    wanted = Message("source.wanted.choice", {"choices": ", ".join(field.choices)})
    if field.shape in ("integer", "number", "flag"):
        wanted = Message(f"source.wanted.{field.shape}")
    said = Message("source.setting.wrong", {"typed": words, "wanted": wanted})
    return Wrong(field.name, field.title, said)
