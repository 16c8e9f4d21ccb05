"""What a plugin's chapter is and gets: it makes blocks from the records that a reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from kakehashi.declaration.audience import Detail
from kakehashi.declaration.blocks import Block
from kakehashi.plan.records import Records
from kakehashi.words import Language


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who a chapter is told to. `audience` is the key of the audience, an own one's the id of its item.

    Display tables show money in `unit` (its title), each figure divided by `unit_size`. `edition` is None for
    a draft. All text of blocks is in `language`.
    """

    language: Language
    audience: str
    detail: Detail = "normal"
    months: tuple[str, ...] = ()
    currency: str = "JPY"
    unit: str = ""
    unit_size: int = 1
    edition: int | None = None
    date: str = ""


class PlanChapter(Protocol):
    """A chapter of documents. Its title stands in the plugin's manifest, under the same key."""

    @property
    def key(self) -> str: ...

    def blocks(self, plan: Records, reader: Reader) -> Sequence[Block]:
        """The chapter's blocks; the key of each begins with the chapter's ('brand.promises').

        `plan` holds what this reader may see and nothing else. The same arguments give the same blocks.
        """
        ...
