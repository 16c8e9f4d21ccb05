"""The edits of a window: each is one undo step, on disk at once; each refusal is a sentence.

Widgets know the plan through `State` and change it through this, nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from kakehashi.plan.changes import (
    adding,
    at_end,
    duplicates,
    moving,
    moving_all,
    removing,
)
from kakehashi.plan.item import new_id
from kakehashi.plan.kinds import KINDS, id_of_pair
from kakehashi.plan.pasting import Column, new_item
from kakehashi.plan.position import between
from kakehashi.ui.cell_editor import CellEditor, problem_of
from kakehashi.words import Message, PlanError, text

if TYPE_CHECKING:
    from kakehashi.ui.jobs import Jobs


class Editor(CellEditor):
    """Edits the session's plan in one language: its cells, its items, steps back and forth."""

    @property
    def jobs(self) -> Jobs:
        """The runner of long work beside the window."""
        return self._session.jobs

    def add_typed(
        self, kind: str, cells: Sequence[tuple[Column, str]], *, money: int = 1
    ) -> tuple[str | None, Message | None]:
        """Add an item of which somebody typed some cells: its id; or what is wrong. Neither, where it is one
        of a pair that the cells don't name yet."""
        try:
            item = new_item(self.plan, kind, cells, self._typist(money))
            if item is not None:
                self._session.apply(adding(item))
        except PlanError as error:
            return None, problem_of(error)
        return (None if item is None else item.id), None

    def duplicate(self, items: Sequence[str]) -> tuple[str, ...]:
        """Put a copy of each item behind the last of them, as one step; their ids, () where refused."""
        try:
            copies = duplicates(self.plan, items, new_id, text("ui.copy_of", self._language, name="{name}"))
        except PlanError as error:
            self.refused.emit(error.message)
            return ()
        words = Message("change.duplicated", {"count": len(copies)})
        return tuple(each.id for each in copies) if self.apply(adding(*copies), words) else ()

    def add(self, kind: str, after: str | None = None, **values: Any) -> str | None:
        """Add an item behind another of its kind (None: at the end); its id, None where it was refused."""
        position = at_end(self.plan, kind)
        if after is not None:
            order = self.plan.of_kind(kind)
            at = next((place for place, each in enumerate(order) if each.id == after), len(order) - 1)
            following = order[at + 1].position if at + 1 < len(order) else None
            if following is None or order[at].position < following:
                position = between(order[at].position, following)
        item = KINDS[kind](position=position, **values)
        item = msgspec.structs.replace(item, id=id_of_pair(item) or new_id())
        return item.id if self.apply(adding(item)) else None

    def attach(self, content: bytes) -> str | None:
        """Keep a file's content in the plan; the name that a field calls it by, None where refused."""
        try:
            return self._session.opened.attach(content)
        except PlanError as error:
            self.refused.emit(error.message)
            return None

    def attachment(self, name: str) -> bytes | None:
        """An attachment's content; None where it is not there, or damaged."""
        try:
            return self._session.opened.attachment(name)
        except PlanError as error:
            self.refused.emit(error.message)
            return None

    def remove(self, *items: str) -> bool:
        """Remove items with all that is part of them, as one step."""
        return self.apply(removing(self.plan, *items))

    def move(self, item: str, after: str | None) -> bool:
        """Put an item behind another of its kind; None: first."""
        return self.apply(moving(self.plan, item, after))

    def move_all(self, items: Sequence[str], after: str | None) -> bool:
        """Put items of a kind behind another, in this order, as one step."""
        if len(items) == 1:
            return self.move(items[0], after)
        words = Message("change.moved_several", {"count": len(items)})
        return self.apply(moving_all(self.plan, items, after), words)

    def undo(self) -> None:
        """Take the last edit back; says so where there is none."""
        try:
            self._session.undo()
        except PlanError as error:
            self.refused.emit(error.message)

    def redo(self) -> None:
        """Do again what was taken back last."""
        try:
            self._session.redo()
        except PlanError as error:
            self.refused.emit(error.message)
