"""The edits of a window: each is one undo step, on disk at once; each refusal is a sentence.

Widgets know the plan through `State` and change it through this, nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kakehashi.plan.changes import Change, adding, at_end, difference, joined, moving, removing, setting
from kakehashi.plan.deciding import deciding
from kakehashi.plan.fields import describe
from kakehashi.plan.item import new_id
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.pasting import Column, Typist, copied, paste
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import between
from kakehashi.plan.reading_values import read_value
from kakehashi.storage.errors import moment
from kakehashi.words import Language, Message, PlanError

if TYPE_CHECKING:
    from kakehashi.ui.jobs import Jobs
    from kakehashi.ui.session import Session

_FIGURES = ("figure", "figures")


class Editor(QObject):
    """Edits the session's plan in one language. `refused` tells why something was not done."""

    refused = Signal(object)  # a Message

    def __init__(self, session: Session, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._language: Language = language

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self._session.state.plan

    @property
    def read_only(self) -> bool:
        """Whether nothing can be edited."""
        return self._session.state.read_only

    @property
    def jobs(self) -> Jobs:
        """The runner of long work beside the window."""
        return self._session.jobs

    @property
    def typist(self) -> Typist:
        """Who is typing, as pasted rows want to know it."""
        person, today = self._session.who_and_when
        return Typist(language=self._language, person=person, date=today, new_id=new_id)

    def apply(self, change: Change, words: Message | None = None) -> bool:
        """Do a change as one step; whether it was done. `words` name it where its patches say it badly."""
        try:
            self._session.apply(change, words)
        except PlanError as error:
            self.refused.emit(error.message)
            return False
        return True

    def type(self, item_id: str, field: str, words: str, key: str | None = None) -> Message | None:
        """Set a field (a key of it) to what somebody typed; '' clears. What is wrong with it, else None."""
        try:
            self._session.apply(self.typed(item_id, field, words, key))
        except PlanError as error:
            problem = getattr(error, "problem", None)
            return problem if isinstance(problem, Message) else error.message
        return None

    def typed(self, item_id: str, field: str, words: str, key: str | None = None) -> Change:
        """The change that typing would make. Raises PlanError."""
        item = self.plan.item(item_id)
        described = describe(type(item))[field]
        value = read_value(described, words, self.plan, self._language)
        if value is None and key is None and described.field.shape not in _FIGURES:
            return setting(self.plan, item_id, field, described.default)
        if described.field.shape in _FIGURES and value is not None:
            value = Decimal(value)
        typist = self.typist
        return deciding(self.plan, item, described, value, key=key, person=typist.person, date=typist.date)

    def set(self, item_id: str, field: str, value: Any, key: str | None = None) -> bool:
        """Set a field to a value that was chosen, not typed; whether it was done."""
        try:
            change = setting(self.plan, item_id, field, value, key)
        except PlanError as error:
            self.refused.emit(error.message)
            return False
        return self.apply(change)

    def paste(self, kind: str, block: str, items: Sequence[str], columns: Sequence[Column]) -> Message | None:
        """Lay a block of a spreadsheet over items of a kind, as one step; what is wrong, else None."""
        try:
            change = paste(self.plan, kind, block, items, columns, self.typist)
            self._session.apply(change, Message("change.pasted") if len(change) > 1 else None)
        except PlanError as error:
            return error.message
        return None

    def copied(self, items: Sequence[str], columns: Sequence[Column], *, head: bool = False) -> str:
        """The block of these cells, as a spreadsheet takes it."""
        return copied(self.plan, items, columns, self._language, head=head)

    def add(self, kind: str, after: str | None = None, **values: Any) -> str | None:
        """Add an item behind another of its kind (None: at the end); its id, None where it was refused."""
        position = at_end(self.plan, kind)
        if after is not None:
            order = self.plan.of_kind(kind)
            at = next((place for place, each in enumerate(order) if each.id == after), len(order) - 1)
            following = order[at + 1].position if at + 1 < len(order) else None
            if following is None or order[at].position < following:
                position = between(order[at].position, following)
        item = KINDS[kind](id=new_id(), position=position, **values)
        return item.id if self.apply(adding(item)) else None

    def remove(self, *items: str) -> bool:
        """Remove items with all that is part of them, as one step."""
        return self.apply(removing(self.plan, *items))

    def move(self, item: str, after: str | None) -> bool:
        """Put an item behind another of its kind; None: first."""
        return self.apply(moving(self.plan, item, after))

    def type_all(self, cells: Sequence[tuple[str, str, str | None]], words: str) -> Message | None:
        """Set many cells (item, field, key) to the same words as one step: fill, delete. What is wrong."""
        try:
            change = joined(self.typed(item, field, words, key) for item, field, key in cells)
            self._session.apply(change, Message("change.filled") if len(change) > 1 else None)
        except PlanError as error:
            problem = getattr(error, "problem", None)
            return problem if isinstance(problem, Message) else error.message
        return None

    def restore(self, seq: int, at: str) -> bool:
        """Make the plan again what it was after the edit with this number, of that time, as one step."""
        try:
            before = self._session.opened.plan_after(seq)
        except PlanError as error:
            self.refused.emit(error.message)
            return False
        return self.apply(difference(self.plan, before), Message("change.restored", {"at": moment(at)}))

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
