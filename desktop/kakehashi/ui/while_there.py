"""The end of work beside the window reaches a page only while the page is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

T = TypeVar("T")


def while_there(owner: QObject, done: Callable[[T], None]) -> Callable[[T], None]:
    """`done`, unless Qt has destroyed `owner` meanwhile: somebody has gone to another page."""

    def guarded(result: T) -> None:
        if isValid(owner):
            done(result)

    return guarded
