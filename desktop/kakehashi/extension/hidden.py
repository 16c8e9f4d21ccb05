"""Secrets left out of what a plugin says: its traces, its words, the values of its sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, quote_plus

SECRETS_FROM = "KAKEHASHI_SECRET_"
"""How the names of environment variables begin that hold a secret for a source."""
SIGN = "***"


class Hidden:
    """Puts a sign in the place of secrets, as they are and as addresses and programs write them."""

    def __init__(self, secrets: Sequence[str]) -> None:
        found = {form for secret in secrets if secret for form in _forms(secret)}
        self._forms = sorted(found, key=len, reverse=True)

    @property
    def longest(self) -> int:
        """How many characters the longest form of one has."""
        return max(map(len, self._forms), default=0)

    def in_text(self, words: str) -> str:
        """The words without them."""
        for form in self._forms:
            words = words.replace(form, SIGN)
        return words

    def in_values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a sentence without them."""
        return {name: self._in_value(value) for name, value in values.items()}

    def _in_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.in_text(value)
        if isinstance(value, Mapping):
            return self.in_values(value)
        return value


def _forms(secret: str) -> tuple[str, ...]:
    escaped = (repr(secret)[1:-1], json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
    return (secret, quote(secret, safe=""), quote(secret), quote_plus(secret), *escaped)
