"""Lists whose values are no free words but stand for something of ours: chapters of documents, fields."""

from __future__ import annotations

from collections.abc import Iterator

from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.kinds import KINDS, chapters
from kakehashi.words import Language, Message, known, shown

_CHAPTERS, _CONFIDENTIAL, _FIELDS = "chapters", "confidential", "fields"
_WHAT = {
    "Audience.chapters": _CHAPTERS,
    "Audience.in_headline": _CHAPTERS,
    "Audience.in_full": _CHAPTERS,
    "Audience.sees": _CONFIDENTIAL,
    "Audience.hides": _FIELDS,
}
_BEFORE = {"summary": "declaration.chapter.summary", "approval": "declaration.chapter.approval"}
_BEHIND = {
    "changes": "declaration.chapter.changes",
    "asks": "declaration.chapter.asks",
    "part": "declaration.part.title",
}
EVERYTHING = "*"


def can_hold(described: FieldDescription) -> tuple[str, ...]:
    """The values that a list knows, in the order in which they are offered; () for one of free words."""
    match _WHAT.get(f"{described.kind}.{described.name}"):
        case "chapters":
            return (*_BEFORE, *chapters(), *_BEHIND)
        case "confidential":
            return (EVERYTHING, *_fields(confidential=True))
        case "fields":
            return tuple(_fields(confidential=False))
    return ()


def _fields(*, confidential: bool) -> Iterator[str]:
    for kind, found in KINDS.items():
        for name, described in describe(found).items():
            if described.field.confidential is confidential and described.field.shape not in _BESIDE:
                yield f"{kind}.{name}"


_BESIDE = frozenset({"origins", "passports"})  # where figures keep their origin: no fields to a reader


def listed_words(described: FieldDescription, value: str, language: Language) -> str:
    """What a value of a list stands for in words; what it doesn't know is said as it is."""
    match _WHAT.get(f"{described.kind}.{described.name}"):
        case "chapters":
            found = _BEFORE.get(value) or _BEHIND.get(value) or f"chapter.{value}"
            return shown(Message(found), language) if known(found, language) else value
        case "confidential" if value == EVERYTHING:
            return shown(Message("name.every_field"), language)
        case "confidential" | "fields":
            kind, _, name = value.partition(".")
            field = describe(KINDS[kind]).get(name) if kind in KINDS else None
            if field is None:
                return value
            values = {"kind": Message(f"kind.{kind}"), "field": Message(field.title)}
            return shown(Message("name.field_of", values), language)
    return value
