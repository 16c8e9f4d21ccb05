"""Items and values as they are typed at the command line."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from kakehashi.plan.changes import NoSuchField, NoSuchItem, kind_words
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.formula import Reference, parse, written
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.values import BadValue
from kakehashi.words import LANGUAGES, Lines, Message, PlanError, shown


class Ambiguous(PlanError):
    """Several items have the name that was typed."""


def item_named(plan: Plan, words: str) -> Item:
    """The item with this id, or `kind:name` (`kind` for one that exists once).

    Raises NoSuchItem, Ambiguous.
    """
    found = plan.get(words)
    if found is not None:
        return found
    kind_typed, _, name = words.partition(":")
    kind = next((each for each in KINDS if each.lower() == kind_typed.strip().lower()), None)
    if kind is None:
        raise NoSuchItem("error.change.no_item", item=words)
    candidates = plan.of_kind(kind)
    if name:
        candidates = tuple(item for item in candidates if name.strip() in names_of(plan, item))
    if not candidates:
        raise NoSuchItem("error.change.no_item", item=words)
    if len(candidates) > 1:
        ids = ", ".join(item.id for item in candidates[:5])
        raise Ambiguous("error.cli.ambiguous", item=words, count=len(candidates), ids=ids)
    return candidates[0]


def names_of(plan: Plan, item: Item) -> frozenset[str]:
    """The item's name in every language."""
    name = name_of(plan, item)
    return frozenset(shown(name, language) for language in LANGUAGES)


def field_named(item: Item, words: str) -> FieldDescription:
    """The field of an item. Raises NoSuchField."""
    described = describe(type(item)).get(words)
    if described is None:
        raise NoSuchField("error.change.no_field", field=words, kind=kind_words(item.kind))
    return described


def key_typed(plan: Plan, field: FieldDescription, words: str) -> str:
    """A month, or the id of the item that a key names."""
    return item_named(plan, words).id if field.field.shape in ("figures", "amounts") else words


def value_typed(plan: Plan, field: FieldDescription, words: str) -> Any:
    """What was typed as the field's value; '' clears it (None). Raises BadValue, NoSuchItem, BadFormula."""
    if words == "":
        return None
    read = _READ.get(field.field.shape)
    if read is None:
        raise BadValue(field, words, Message("error.cli.not_typed"))
    return read(plan, field, words)


def reference(plan: Plan, field: FieldDescription, words: str) -> str:
    """The id of an item that the field may refer to."""
    item = item_named(plan, words)
    if field.field.kinds and item.kind not in field.field.kinds:
        kinds = Lines(tuple(kind_words(kind) for kind in field.field.kinds))
        raise BadValue(field, words, Message("error.value.kind", {"kinds": kinds}))
    return item.id


def _references(plan: Plan, field: FieldDescription, words: str) -> tuple[str, ...]:
    return tuple(reference(plan, field, part) for part in _parts(words))


def _parts(words: str) -> list[str]:
    return [part.strip() for part in words.split(",") if part.strip()]


def _formula(plan: Plan, _field: FieldDescription, words: str) -> str:
    """A formula typed with names in braces (`{受注件数}`, `{Metric:受注件数}`) as it is stored: with ids."""

    def stored(found: Reference) -> str:
        name = "|".join(found.target)
        item = item_named(plan, name if name in plan or ":" in name else f"Metric:{name}")
        return "{" + item.id + "}" + (f"[-{found.back}]" if found.back else "")

    return written(parse(words), stored)


def _number(_plan: Plan, field: FieldDescription, words: str) -> Decimal:
    plain = words.strip().replace(",", "").replace("\u2212", "-")
    percent = plain.endswith("%")
    try:
        value = Decimal(plain[:-1] if percent else plain)
    except InvalidOperation:
        raise BadValue(field, words, Message("error.value.number")) from None
    if not value.is_finite():
        raise BadValue(field, words, Message("error.value.number"))
    return value / 100 if percent else value


def _integer(plan: Plan, field: FieldDescription, words: str) -> int:
    value = _number(plan, field, words)
    if value != value.to_integral_value():
        raise BadValue(field, words, Message("error.value.whole"))
    return int(value)


def _numbers(plan: Plan, field: FieldDescription, words: str) -> tuple[Decimal, ...]:
    return tuple(_number(plan, field, part) for part in _parts(words))


def _flag(_plan: Plan, field: FieldDescription, words: str) -> bool:
    found = {"true": True, "false": False}.get(words.strip().lower())
    if found is None:
        raise BadValue(field, words, Message("error.value.flag"))
    return found


def _as_typed(_plan: Plan, _field: FieldDescription, words: str) -> str:
    return words


_READ: dict[str, Callable[[Plan, FieldDescription, str], Any]] = {
    **dict.fromkeys(("number", "series", "amounts", "figure", "figures"), _number),
    **dict.fromkeys(("text", "long_text", "code", "choice", "month", "date", "attachment"), _as_typed),
    "integer": _integer,
    "numbers": _numbers,
    "flag": _flag,
    "ref": reference,
    "refs": _references,
    "list": lambda _plan, _field, words: tuple(_parts(words)),
    "formula": _formula,
}
