"""How long work tells how far it is, and learns that nobody waits for it any more."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from kakehashi.words import Message


@runtime_checkable
class Progress(Protocol):
    """Told what has been done; `cancelled` is asked between steps, and then everything is left as before."""

    @property
    def cancelled(self) -> bool:
        """Whether to stop."""
        ...

    def __call__(self, done: int, total: int | None, message: Message | str = "") -> None:
        """So much of `total` is done (None: not known); `message` says what is being done."""
        ...


class Quiet:
    """A progress that nobody watches."""

    cancelled = False

    def __call__(self, done: int, total: int | None, message: Message | str = "") -> None:
        """Ignore it."""
