"""What the fields of a form edit: an item of the plan, or a small struct inside one, edited as a whole."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

from kakehashi.plan.changes import adding
from kakehashi.plan.deciding import decided
from kakehashi.plan.fields import FieldDescription, Unit, plain
from kakehashi.plan.item import Item, Part
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan
from kakehashi.plan.reading_values import read_value
from kakehashi.plan.values import BadValue, typed
from kakehashi.ui.editor import Editor
from kakehashi.ui.values import Reader
from kakehashi.words import Message, PlanError


class Place:
    """Where values are read and written. Every writing is one undo step; what is wrong with it, else None.

    `subject` is the same as long as it is the same item or struct that is edited.
    """

    def __init__(self, editor: Editor, reader: Reader, edited: Item | Part, subject: tuple[str, ...]) -> None:
        self.editor, self.reader, self.subject = editor, reader, subject
        self._edited = edited

    @property
    def plan(self) -> Plan:
        """The plan as it is shown."""
        return self.reader.plan

    def value(self, name: str) -> Any:
        """The value of a field."""
        return getattr(self._edited, name)

    def unit(self, described: FieldDescription) -> Unit:
        """The unit of a field's numbers."""
        return described.field.unit

    def type(self, described: FieldDescription, words: str, key: str | None = None) -> Message | None:
        """Set a field (a key of it) to what was typed; '' clears."""
        raise NotImplementedError

    def set(self, described: FieldDescription, value: Any, key: str | None = None) -> Message | None:
        """Set a field (a key of it) to what was chosen; None clears."""
        raise NotImplementedError


class ItemPlace(Place):
    """The fields of an item."""

    def __init__(self, editor: Editor, reader: Reader, item: Item) -> None:
        super().__init__(editor, reader, item, (item.id,))
        self.item = item

    def unit(self, described: FieldDescription) -> Unit:
        """Months of a metric are in the metric's own unit."""
        if isinstance(self.item, Metric) and described.field.shape == "series":
            return self.item.unit
        return described.field.unit

    def type(self, described: FieldDescription, words: str, key: str | None = None) -> Message | None:
        return self.editor.type(self.item.id, described.name, words, key)

    def set(self, described: FieldDescription, value: Any, key: str | None = None) -> Message | None:
        return self.editor.put(self.item.id, described.name, value, key)


class AbsentPlace(ItemPlace):
    """The fields of an item that the plan doesn't have yet: the first value adds it."""

    def type(self, described: FieldDescription, words: str, key: str | None = None) -> Message | None:
        try:
            value = read_value(described, words, self.plan, self.reader.language)
        except PlanError as error:
            return problem_of(error)
        return self.set(described, value, key)

    def set(self, described: FieldDescription, value: Any, key: str | None = None) -> Message | None:
        try:
            value = _whole(self.value(described.name), described, value, key)
        except PlanError as error:
            return problem_of(error)
        self.editor.apply(adding(msgspec.structs.replace(self.item, **{described.name: value})))
        return None


class PartPlace(Place):
    """The fields of a small struct; `put` sets the struct as it becomes, and tells what is wrong."""

    def __init__(
        self, outer: Place, subject: tuple[str, ...], part: Part, put: Callable[[Any], Message | None]
    ) -> None:
        super().__init__(outer.editor, outer.reader, part, (*outer.subject, *subject))
        self._part, self._put = part, put

    def type(self, described: FieldDescription, words: str, key: str | None = None) -> Message | None:
        try:
            value = read_value(described, words, self.plan, self.editor.typist.language)
        except PlanError as error:
            return problem_of(error)
        if described.field.shape == "figure" and value is not None:
            typist = self.editor.typist
            old = self.value(described.name)
            value = decided(old, Decimal(value), person=typist.person, date=typist.date)
        return self.set(described, value, key)

    def set(self, described: FieldDescription, value: Any, key: str | None = None) -> Message | None:
        try:
            value = _whole(self.value(described.name), described, value, key)
        except PlanError as error:
            return problem_of(error)
        return self._put(msgspec.structs.replace(self._part, **{described.name: value}))


def problem_of(error: PlanError) -> Message:
    """What is wrong with a value, without the words around it."""
    return error.problem if isinstance(error, BadValue) else error.message


def _whole(now: Any, described: FieldDescription, value: Any, key: str | None) -> Any:
    """The value that a field gets as a whole; with `key`, what it holds now with another value there."""
    if key is not None:
        kept = {each: here for each, here in now.items() if each != key}
        value = kept if value is None else {**kept, key: value}
    return described.default if value is None else typed(described, plain(value))
