"""What a chapter is made from: the plan twice (whole for figures, redacted for text), results, reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property, reduce

import msgspec

from kakehashi.declaration.audience import Audience, Detail, hidden_fields, sees_money
from kakehashi.declaration.blocks import Block, Cell, Chapter, Column, Kind
from kakehashi.declaration.cells import words
from kakehashi.declaration.confidential import ShownRow, shown_rows
from kakehashi.declaration.metric_formulas import forecast_formulas
from kakehashi.declaration.results import Results
from kakehashi.plan.amounts import Unit, amount, digits_for, display_unit, full_amount
from kakehashi.plan.basis import About
from kakehashi.plan.formula import Expression
from kakehashi.plan.money import plan_months
from kakehashi.plan.naming import Name, name_of
from kakehashi.plan.organization import Department
from kakehashi.plan.plan import Plan
from kakehashi.words import Language, Message, Text, day, in_language, listed, month, shown, text


class Context(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """`whole` is for figures only; every text comes from `plan`, in which hidden fields are already gone.

    `parameter` is the id of whom the document is made for (a partner, a department), '' for none.
    `edition` is the number of the edition told, None for a draft; `date` its day. `earlier` is the edition
    before this one as the same audience may see it; None for the first. `shows` are the kinds of items that
    the other chapters of the document show, for the one that tells what has changed.
    """

    whole: Plan
    plan: Plan
    results: Results
    audience: Audience
    language: Language
    detail: Detail = "normal"
    parameter: str = ""
    edition: int | None = None
    date: str = ""
    earlier: Context | None = None
    shows: frozenset[str] = frozenset()

    @property
    def before(self) -> Plan | None:
        """The redacted plan of the edition before this one."""
        return None if self.earlier is None else self.earlier.plan

    @cached_property
    def about(self) -> About:
        """The plan's basis."""
        return self.plan.only(About)

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The months of the plan."""
        return plan_months(self.plan)

    @cached_property
    def unit(self) -> Unit:
        """The unit of display tables."""
        return display_unit(self.about, self.language)

    @cached_property
    def rows(self) -> tuple[ShownRow, ...]:
        """The rows of the budget as this audience may see them."""
        return shown_rows(self.whole, self.plan, self.audience)

    @cached_property
    def ratios(self) -> Mapping[str, Expression]:
        """Formulas of the ratios that have a forecast, by metric."""
        return forecast_formulas(self.plan)

    @cached_property
    def readers(self) -> tuple[Department, ...]:
        """The departments that read: the one that the document is made for, else those of its function."""
        departments = self.plan.items(Department)
        if self.audience.parameter == "department":
            return tuple(each for each in departments if each.id == self.parameter)
        return tuple(each for each in departments if each.function in self.audience.functions)

    @cached_property
    def sees_money(self) -> bool:
        """Whether this audience sees all that money is made of; else only declared aggregates of it."""
        return sees_money(self.audience)

    @property
    def full(self) -> bool:
        """Whether all detail is wanted."""
        return self.detail == "full"

    @property
    def headline(self) -> bool:
        """Whether only the main figures are wanted."""
        return self.detail == "headline"

    @cached_property
    def _hidden(self) -> Mapping[str, frozenset[str]]:
        return hidden_fields(self.audience)

    def sees(self, kind: str, field: str) -> bool:
        """Whether this audience may see a field."""
        return field not in self._hidden.get(kind, ())

    def tells(self, chapter: str) -> bool:
        """Whether the audience gets a chapter."""
        return any(told.chapter == chapter for told in self.audience.chapters)

    def say(self, message: str | Message, **values: object) -> str:
        """A message of the catalogue."""
        return text(message, self.language, **values)

    def typed(self, value: Text | None) -> str:
        """A text of the plan."""
        return in_language(value, self.language)

    def called(self, name: Name) -> str:
        """A name, never empty."""
        return shown(name, self.language).strip() or self.say("change.unnamed")

    def named(self, item_id: str | None) -> str:
        """The name of an item of the redacted plan, '' for none."""
        item = self.plan.get(item_id)
        return "" if item is None else self.called(name_of(self.plan, item))

    def all_named(self, ids: tuple[str, ...]) -> str:
        """Several names."""
        return self.listed([name for each in ids if (name := self.named(each))])

    def listed(self, parts: list[str]) -> str:
        """Several texts in one line (see `words.listed`)."""
        return listed(parts, self.language)

    def sentences(self, parts: list[str]) -> str:
        """Several sentences, one after the other."""
        return reduce(lambda one, other: self.say("declaration.sentences", one=one, other=other), parts)

    def choice(self, field: str, value: str) -> str:
        """A built-in choice in words; `field` such as 'Role.employment'."""
        return self.say(f"choice.{field}.{value or 'none'}")

    def field(self, name: str) -> str:
        """A field's title; `name` such as 'Role.title'."""
        return self.say(f"field.{name}")

    def column(self, key: str, title: str, kind: Kind = "text", *, digits: int = 0, width: int = 0) -> Column:
        """A column by the message id of its title; `title` may be a field's ('Role.title')."""
        message = title if title.startswith(("declaration.", "kind.")) else f"field.{title}"
        return Column(key=key, title=self.say(message), kind=kind, digits=digits, width=width)

    def money(self, value: Decimal | None, *, more_digits: int = 0) -> str:
        """An amount of full units in the display unit, in words."""
        return amount(value, self.about, self.language, more_digits=more_digits)

    def money_digits(self, amounts: Iterable[Decimal | None]) -> int:
        """Digits of a table of money: as many as its smallest amount (full units) needs to show a figure."""
        return digits_for(amounts, self.unit)

    def full_money(self, value: Decimal | None) -> str:
        """An amount in full units, in words."""
        return full_amount(value, self.about, self.language)

    def month(self, value: str | None) -> str:
        """A month in words, '' for none."""
        return "" if value is None else month(value, self.language)

    def day(self, value: str | None) -> str:
        """A date in words, '' for none."""
        return "" if not value else day(value, self.language)

    def period(self, start: str | None, end: str | None) -> str:
        """From month to month; open ends stay open."""
        if start is None and end is None:
            return ""
        return self.say("declaration.period", start=self.month(start), end=self.month(end)).strip()

    def month_cell(self, value: str | None) -> Cell:
        """A month as a value."""
        return words(value or "")

    def chapter(self, key: str, blocks: Iterable[Block | None], sentence: str = "") -> Chapter:
        """A chapter of the plan with its title; without any block it says that nothing stands here yet."""
        found = tuple(block for block in blocks if block is not None)
        if not found and not sentence:
            sentence = self.say("declaration.chapter_empty")
        return Chapter(key=key, title=self.say(f"chapter.{key}"), blocks=found, sentence=sentence)


ChapterMaker = Callable[[Context], Chapter | None]
