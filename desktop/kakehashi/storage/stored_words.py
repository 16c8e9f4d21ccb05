"""The words of an edit as JSON: messages within messages, numbers and texts by language told apart."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from kakehashi.rounding import canonical
from kakehashi.words import Lines, Message


def to_bytes(message: Message) -> bytes:
    """The message as JSON."""
    return msgspec.json.encode(_plain(message))


def from_bytes(raw: bytes) -> Message:
    """The message of its JSON. Raises msgspec.DecodeError."""
    found = _revived(msgspec.json.decode(raw))
    if not isinstance(found, Message):
        raise msgspec.DecodeError("no message")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return {"message": value.id, "values": {name: _plain(each) for name, each in value.values.items()}}
    if isinstance(value, Lines):
        return {"lines": [_plain(each) for each in value.messages]}
    if isinstance(value, Decimal):
        return {"number": canonical(value)}
    if isinstance(value, Mapping):
        return {"text": dict(value)}
    return value


def _revived(value: Any) -> Any:
    match value:
        case {"message": str(message), "values": dict(values)}:
            return Message(message, {name: _revived(each) for name, each in values.items()})
        case {"lines": list(lines)}:
            return Lines(tuple(_revived(each) for each in lines))
        case {"number": str(number)}:
            return Decimal(number)
        case {"text": dict(text)}:
            return text
    return value
