"""asks"""

from __future__ import annotations

from kakehashi.declaration.blocks import Chapter
from kakehashi.declaration.context import Context


def chapter(context: Context) -> Chapter:
    """To be told."""
    return Chapter(key="asks", title=context.say("declaration.chapter.asks"), blocks=())
