"""Values of the plan's cells, as a person types, chooses and pastes them.

Each act is one undo step, on disk at once; each refusal is a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kakehashi.plan.budget_entries import entering, opened
from kakehashi.plan.changes import (
    Change,
    apply,
    joined,
    setting,
    with_only,
)
from kakehashi.plan.deciding import deciding
from kakehashi.plan.item import new_id
from kakehashi.plan.pasting import Column, Typist, copied, paste, paste_cells
from kakehashi.plan.plan import Plan
from kakehashi.plan.reading_values import read_value
from kakehashi.plan.telling import field_of
from kakehashi.words import Language, Message, PlanError

if TYPE_CHECKING:
    from kakehashi.ui.session import Session

_FIGURES = ("figure", "figures")


class CellEditor(QObject):
    """Edits cells of the session's plan in one language. `refused` tells why something was not done."""

    refused = Signal(object)  # a Message

    def __init__(self, session: Session, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._language: Language = language
        self.kept: dict[str, Any] = {}
        """What views were in the midst of without writing it, by view; for when they are made anew."""

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self._session.state.plan

    @property
    def read_only(self) -> bool:
        """Whether nothing can be edited."""
        return self._session.opened.read_only

    @property
    def typist(self) -> Typist:
        """Who is typing, as pasted rows want to know it."""
        return self._typist(1)

    def _typist(self, money: int) -> Typist:
        person, today = self._session.who_and_when
        return Typist(language=self._language, person=person, date=today, new_id=new_id, money=money)

    def apply(self, change: Change, words: Message | None = None) -> bool:
        """Do a change as one step; whether it was done. `words` name it where its patches say it badly."""
        try:
            self._session.apply(change, words)
        except PlanError as error:
            self.refused.emit(error.message)
            return False
        return True

    def type(
        self, item_id: str, field: str, words: str, key: str | None = None, *, money: int = 1
    ) -> Message | None:
        """Set a field (a key of it) to what somebody typed; '' clears. What is wrong with it, else None.

        `money` is the unit of a bare amount of money, see `read_value`: where money is shown in the plan's
        display unit, it is typed in it.
        """
        try:
            self._session.apply(self.typed(item_id, field, words, key, money=money))
        except PlanError as error:
            return problem_of(error)
        return None

    def type_soon(
        self, cell: tuple[str, Column], words: str, refused: Callable[[Message], None], *, money: int = 1
    ) -> Plan | Message:
        """Type as `type` does, but let the file take its time until the cell is painted: the plan as it will
        be, or what is wrong with the words. `refused` gets what only the file refuses."""
        item_id, column = cell
        try:
            change = self.typed(item_id, column.field, words, column.key, money=money)
            after = apply(self.plan, change)
        except PlanError as error:
            return problem_of(error)
        self._session.soon.add(change, lambda error: refused(error.message))
        return after

    def typed(
        self, item_id: str, field: str, words: str, key: str | None = None, *, money: int = 1
    ) -> Change:
        """The change that typing would make. Raises PlanError."""
        _, plan = with_only(opened(self.plan, (item_id,)), item_id)
        return entering(self.plan, plan, self._typed(plan, item_id, Column(field, key), words, money))

    def _typed(self, plan: Plan, item_id: str, column: Column, words: str, money: int) -> Change:
        item = plan.item(item_id)
        described = field_of(item, column.field)
        value = read_value(described, words, plan, self._language, money=money)
        if value is None and column.key is None and described.field.shape not in _FIGURES:
            return setting(plan, item_id, column.field, described.default)
        if described.field.shape in _FIGURES and value is not None:
            value = Decimal(value)
        typist = self.typist
        return deciding(plan, item, described, value, key=column.key, person=typist.person, date=typist.date)

    def set(self, item_id: str, field: str, value: Any, key: str | None = None) -> bool:
        """Set a field to a value that was chosen, not typed; whether it was done."""
        problem = self.put(item_id, field, value, key)
        if problem is not None:
            self.refused.emit(problem)
        return problem is None

    def put(self, item_id: str, field: str, value: Any, key: str | None = None) -> Message | None:
        """Set a field to a value that was chosen; what is wrong with it, else None."""
        try:
            birth, plan = with_only(self.plan, item_id)
            change = setting(plan, item_id, field, value, key)
            self._session.apply((*birth, *change) if change else ())
        except PlanError as error:
            return problem_of(error)
        return None

    def paste(
        self, kind: str, block: str, items: Sequence[str], columns: Sequence[Column], *, money: int = 1
    ) -> Message | None:
        """Lay a block of a spreadsheet over items of a kind, as one step; what is wrong, else None."""
        try:
            change = paste(self.plan, kind, block, items, columns, self._typist(money))
            self._session.apply(change, Message("change.pasted") if len(change) > 1 else None)
        except PlanError as error:
            return error.message
        return None

    def paste_cells(
        self, block: str, cells: Sequence[Sequence[tuple[str, Column] | None]], *, money: int = 1
    ) -> Message | None:
        """Lay a block over cells of any items (None = one that takes nothing); what is wrong, else None."""
        try:
            plan = opened(self.plan, {cell[0] for row in cells for cell in row if cell is not None})
            change = entering(self.plan, plan, paste_cells(plan, block, cells, self._typist(money)))
            self._session.apply(change, Message("change.pasted") if len(change) > 1 else None)
        except PlanError as error:
            return error.message
        return None

    def copied(
        self, items: Sequence[str], columns: Sequence[Column], *, head: bool = False, money: int = 1
    ) -> str:
        """The block of these cells, as a spreadsheet takes it."""
        return copied(self.plan, items, columns, self._language, head=head, money=money)

    def type_each(
        self, cells: Sequence[tuple[str, Column, str]], words: str, *, money: int = 1
    ) -> Message | None:
        """Type into many cells (item, column, what) as one step, called by a message: `change.filled`,
        `change.cleared`. What is wrong, else None."""
        try:
            plan = opened(self.plan, {item for item, _, _ in cells})
            change = joined(self._typed(plan, item, column, said, money) for item, column, said in cells)
            change = entering(self.plan, plan, change)
            self._session.apply(change, Message(words) if len(change) > 1 else None)
        except PlanError as error:
            return problem_of(error)
        return None


def problem_of(error: PlanError) -> Message:
    """What is wrong, without the name of the field: it stands where somebody is typing."""
    problem = getattr(error, "problem", None)
    return problem if isinstance(problem, Message) else error.message
