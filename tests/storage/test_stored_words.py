"""The words of an edit come back as they were, messages within messages too."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.storage.stored_words import from_bytes, to_bytes
from kakehashi.words import Lines, Message, text


def test_words_within_words() -> None:
    inner = Message("finding.funnel")
    message = Message(
        "adopt.words",
        {
            "finding": inner,
            "all": Lines((inner, Message("change.yes"))),
            "name": {"ja": "受注", "en": "Won"},
            "sum": Decimal("12.50"),
            "count": 3,
            "nothing": None,
        },
    )
    again = from_bytes(to_bytes(message))
    assert again.values["finding"] == inner
    assert again.values["all"] == message.values["all"]
    assert again.values["sum"] == Decimal("12.5")
    assert (again.values["count"], again.values["nothing"]) == (3, None)
    assert text(again, "ja") == text(message, "ja")
