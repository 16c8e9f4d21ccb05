"""Values of fields in words: short for a cell, whole for the inspector. No Qt here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

import msgspec

from kakehashi.forecast.targets import combined
from kakehashi.plan.amounts import Unit, digits_for, display_unit, unit_with
from kakehashi.plan.basis import About
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Figure, Item, Passport
from kakehashi.plan.listed import listed_words
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import plan_months
from kakehashi.plan.months import is_month
from kakehashi.plan.naming import code_words, name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.telling import entries
from kakehashi.rounding import rounded
from kakehashi.ui.amounts import bare_of_metric, money, of_metric
from kakehashi.words import MISSING, Language, day, in_language, known, month, number, percent, shown, text

NUMBERS = frozenset({"number", "integer", "figure", "series"})
"""Shapes that stand at the right of their column."""

_NAMED_UNITS = frozenset({"months", "people", "count", "person_months"})
_DAY, _HASH = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"[0-9a-f]{64}")
_COLUMNS_OF_TABLE = ("FindingRecord", "columns")  # beside its rows they say nothing
_NAME_IN_FORMULA = re.compile(r"\{([^{}|]+)")


class Reader:
    """Reads the fields of a plan's items aloud in one language."""

    def __init__(self, plan: Plan, language: Language) -> None:
        self.plan, self.language = plan, language
        self.about = plan.only(About)
        self.months = plan_months(plan)

    def title(self, described: FieldDescription) -> str:
        """The field's title; money with its unit, because the cells carry none."""
        said = text(described.title, self.language)
        if described.field.unit == "money" and described.field.shape in NUMBERS:
            return text("ui.title_with_unit", self.language, title=said, unit=self.unit.name)
        return said

    @cached_property
    def unit(self) -> Unit:
        """The plan's display unit in this language."""
        return display_unit(self.about, self.language)

    def name(self, item_id: str | None) -> str:
        """What an item is called; '' for none."""
        if item_id is None:
            return ""
        return shown(name_of(self.plan, self.plan.get(item_id)), self.language)

    def cell(self, item: Item, described: FieldDescription) -> str:
        """The value in one line, '' when it is not set."""
        value = getattr(item, described.name)
        if value is None or value in ("", (), {}):
            return ""
        say = _CELLS.get(described.field.shape)
        return say(self, item, described, value) if say is not None else str(value)

    def of_key(self, item: Item, described: FieldDescription, key: str) -> str:
        """The value of one key (a month, an item) of a field with keys; '' when it is not set, – for 0."""
        value = getattr(item, described.name).get(key)
        value = value.value if isinstance(value, Figure) else value
        if value is None:
            return ""
        if not value:
            return MISSING
        if isinstance(item, Metric) and described.field.shape == "series":
            return bare_of_metric(value, item, self.unit)
        return self._number(described, value)

    def whole(self, item: Item, described: FieldDescription) -> tuple[str, ...]:
        """The value with all that belongs to it, in lines: each month, range and passport, each record."""
        value = getattr(item, described.name)
        if value is None or value in ("", (), {}):
            return ()
        match described.field.shape:
            case "series":
                return tuple(
                    self._pair(month(each, self.language), self._in_unit(item, described, value[each]))
                    for each in sorted(value)
                )
            case "figure":
                return (self._figure(described, value), *self._passport(value.passport))
            case "figures":
                return tuple(
                    self._pair(self.name(key), self._figure(described, each)) for key, each in value.items()
                )
            case "amounts":
                return tuple(
                    self._pair(self.name(key), self._number(described, each)) for key, each in value.items()
                )
            case "records":
                return self._records(value)
            case "refs":
                return tuple(map(self.name, value))
            case "list":
                return tuple(listed_words(described, each, self.language) for each in value)
            case "number" | "integer":
                return (self._with_unit(described, self._number(described, value)),)
        return (self.cell(item, described),)

    def _with_unit(self, described: FieldDescription, said: str) -> str:
        unit = described.field.unit
        if unit not in _NAMED_UNITS:
            return said
        return text("ui.with_unit", self.language, value=said, unit=unit_with(said, unit, self.language))

    def _pair(self, name: str, value: str) -> str:
        return text("ui.pair", self.language, name=name, value=value)

    def _join(self, parts: list[str]) -> str:
        return text("ui.comma", self.language).join(filter(None, parts))

    def _number(self, described: FieldDescription, value: Decimal | int) -> str:
        """A number in as many digits as can be read; money without its unit, which stands in the title."""
        amount = Decimal(value)
        match described.field.unit:
            case "money":
                shown_amount = amount / self.unit.size
                small = abs(shown_amount) < 1
                return number(shown_amount, digits_for((amount,), self.unit) if small else self.unit.digits)
            case "rate":
                return percent(amount)
        return number(rounded(amount, 2 if abs(amount) >= 1 else 3), None)

    def _in_unit(self, item: Item, described: FieldDescription, value: Decimal) -> str:
        if isinstance(item, Metric):
            return of_metric(value, item, self.about, self.language)
        if described.field.unit == "money":
            return money(value, self.about, self.language)
        return self._number(described, value)

    def _series(self, item: Item, described: FieldDescription, value: Mapping[str, Decimal]) -> str:
        """What the months come to: their sum, or for a metric what its own rule says."""
        rule = item.combines if isinstance(item, Metric) else "sum"
        come_to = combined(value, self.months, rule)
        if come_to is None:
            return ""
        if isinstance(item, Metric):
            return of_metric(come_to, item, self.about, self.language)
        return self._number(described, come_to)

    def _figure(self, described: FieldDescription, figure: Figure) -> str:
        if figure.value is None:
            return ""
        said = self._with_unit(described, self._number(described, figure.value))
        if figure.low is None or figure.high is None:
            return said
        low, high = self._number(described, figure.low), self._number(described, figure.high)
        return text("ui.value_in_range", self.language, value=said, low=low, high=high)

    def _passport(self, passport: Passport | None) -> tuple[str, ...]:
        """Where a figure comes from: origin and source, how many cases, when checked."""
        if passport is None:
            return (text("ui.no_passport", self.language),)
        parts = [text(f"choice.Passport.origin.{passport.origin}", self.language)]
        parts.append(in_language(passport.source, self.language))
        if passport.sample_size is not None:
            count = number(Decimal(passport.sample_size))
            parts.append(text("ui.sample", self.language, count=count))
        if passport.checked_on:
            parts.append(text("ui.checked_on", self.language, day=day(passport.checked_on, self.language)))
        return (self._join(parts),)

    def _records(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, Mapping):
            return tuple(self._pair(str(key), str(each)) for key, each in value.items())
        records = value if isinstance(value, tuple) else (value,)
        return tuple(map(self.record, records))

    def record(self, record: Any) -> str:
        """A record, a pair, or a row of a table, in one line."""
        return self._record(record) if isinstance(record, msgspec.Struct) else self._row(record)

    def _record(self, record: msgspec.Struct) -> str:
        """Every part of a small struct that is set, with its title."""
        kind = type(record).__name__
        parts = []
        for name in record.__struct_fields__:
            value = getattr(record, name)
            if value is not None and value != "" and known(f"field.{kind}.{name}", self.language):
                title = text(f"field.{kind}.{name}", self.language)
                parts.append(self._pair(title, self._part(kind, name, value)))
        return self._join(parts)

    def _part(self, kind: str, name: str, value: Any) -> str:
        if isinstance(value, Figure):
            value = value.value
        if isinstance(value, Decimal):
            return number(value, None)
        if isinstance(value, str) and value in self.plan:
            return self.name(value)
        if isinstance(value, str) and is_month(value):
            return month(value, self.language)
        if isinstance(value, str) and _DAY.fullmatch(value):
            return day(value, self.language)
        if isinstance(value, str) and _HASH.fullmatch(value):
            return value[:12]  # enough to compare by eye
        if isinstance(value, str) and known(f"choice.{kind}.{name}.{value}", self.language):
            return text(f"choice.{kind}.{name}.{value}", self.language)
        return shown(code_words(kind, name, value) if isinstance(value, str) else value, self.language)

    def _row(self, value: Any) -> str:
        return self._join([str(each) for each in value if each]) if isinstance(value, tuple) else str(value)


Say = Callable[[Reader, Item, FieldDescription, Any], str]

_CELLS: Mapping[str, Say] = {
    "text": lambda r, _i, _d, v: in_language(v, r.language),
    "long_text": lambda r, _i, _d, v: in_language(v, r.language),
    "formula": lambda r, _i, _d, v: _NAME_IN_FORMULA.sub(lambda m: "{" + (r.name(m[1]) or m[1]), v),
    "number": lambda r, _i, d, v: r._number(d, v),
    "integer": lambda r, _i, d, v: r._number(d, v),
    "flag": lambda r, _i, _d, v: text("change.yes" if v else "change.no", r.language),
    "choice": lambda r, _i, d, v: text(f"choice.{d.kind}.{d.name}.{v}", r.language),
    "code": lambda r, _i, d, v: shown(code_words(d.kind, d.name, v), r.language),
    "month": lambda r, _i, _d, v: month(v, r.language),
    "date": lambda r, _i, _d, v: day(v, r.language),
    "ref": lambda r, _i, _d, v: r.name(v),
    "refs": lambda r, _i, _d, v: r._join([r.name(each) for each in v]),
    "series": lambda r, i, d, v: r._series(i, d, v),
    "figure": lambda r, _i, d, v: r._number(d, v.value) if v.value is not None else "",
    "figures": lambda r, _i, d, v: r._join(
        [r._pair(r.name(key), r._number(d, each.value)) for key, each in v.items() if each.value is not None]
    ),
    "amounts": lambda r, _i, d, v: r._join([r._pair(r.name(k), r._number(d, n)) for k, n in v.items()]),
    "records": lambda r, _i, _d, v: text(
        entries(len(v) if isinstance(v, (tuple, Mapping)) else 1), r.language
    ),
    "list": lambda r, _i, d, v: r._join([listed_words(d, each, r.language) for each in v]),
    "numbers": lambda r, _i, d, v: r._join([r._number(d, each) for each in v]),
    "attachment": lambda r, _i, _d, _v: text("change.yes", r.language),
}


def told_fields(kind: type[Item]) -> tuple[FieldDescription, ...]:
    """The fields of a kind that are shown: all but the places where figures keep their origin, and codes."""
    return tuple(
        described
        for described in describe(kind).values()
        if described.field.shape not in ("passports", "origins")
        and (described.kind, described.name) != _COLUMNS_OF_TABLE
    )
