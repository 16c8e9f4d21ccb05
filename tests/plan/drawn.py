"""Plans drawn over all kinds, from the field descriptions alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from hypothesis import strategies as st

from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Figure, Item, Part, Passport, RawItem
from kakehashi.plan.kinds import KINDS, ONLY_ONE, only_id
from kakehashi.plan.months import months_from
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Override

IDS = tuple(f"item{n:02d}" for n in range(12))
ids = st.sampled_from(IDS)
months = st.sampled_from(months_from("2026-10", 18))
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
texts = st.one_of(words, st.fixed_dictionaries({"ja": words, "en": words}))
rates = st.integers(0, 1000).map(lambda n: Decimal(n) / 1000)


def numbers(field: FieldDescription) -> st.SearchStrategy[Decimal]:
    low = field.field.low if field.field.low is not None else -1000
    high = field.field.high if field.field.high is not None else 1_000_000
    return st.decimals(low, high, places=3).map(lambda d: Decimal(format(d.normalize(), "f")))


@st.composite
def figures(draw: st.DrawFn, field: FieldDescription) -> Figure:
    low, value, high = sorted(draw(st.tuples(*[numbers(field)] * 3)))
    passport = draw(st.none() | passports)
    chosen_low, extra = draw(st.sampled_from([None, low])), draw(unknown)
    return Figure(value=value, low=chosen_low, high=high, passport=passport, extra=extra)


# What a newer program may have written beside the fields that this one knows.
unknown = st.sampled_from([{}, {}, {}, {"from_the_future": {"deep": [1, "two", None]}, "*": "star"}])
passports = st.builds(
    Passport,
    origin=st.sampled_from(["decided", "assumed", "borrowed", "measured"]),
    source=texts,
    sample_size=st.none() | st.integers(0, 10_000),
    finding=st.just("") | ids,
    extra=unknown,
)


def records(field: FieldDescription) -> st.SearchStrategy[Any]:
    """What may stand in a field of small structs: one, several, or a map of texts; from its type alone."""
    if field.kind == "Scenario":  # the value of an override may be anything: one that fits a rate
        override = st.builds(Override, item=ids, field=st.just("rate"), value=st.just("0.5"))
        return st.lists(override, max_size=2).map(tuple)
    kind, many, optional = _part_of(field.type)
    if kind is None:
        return st.dictionaries(words, words, max_size=2)
    if kind is tuple:
        return st.lists(st.tuples(words, st.none() | words), max_size=2).map(tuple)
    one = parts(kind)
    return st.lists(one, max_size=2).map(tuple) if many else st.none() | one if optional else one


def _part_of(annotation: Any) -> tuple[Any, bool, bool]:
    """(kind of small struct, whether many of it, whether it may be absent) of a type."""
    if get_origin(annotation) is Annotated:
        return _part_of(get_args(annotation)[0])
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        return (tuple, True, False) if get_origin(inner) is tuple else (inner, True, False)
    if get_origin(annotation) in (Union, UnionType):
        return get_args(annotation)[0], False, True
    return (annotation, False, False) if isinstance(annotation, type) else (None, False, False)


@cache
def parts(kind: type[Part]) -> st.SearchStrategy[Any]:
    """A small struct with any of its described fields."""
    if kind is Passport:
        return passports
    required = {
        name: values(f) for name, f in describe(kind).items() if f.default is None and _must(kind, name)
    }
    optional = {name: values(f) for name, f in describe(kind).items() if name not in required}
    optional["extra"] = unknown
    return st.fixed_dictionaries(required, optional=optional).map(lambda fields: kind(**fields))


def _must(kind: type[Part], name: str) -> bool:
    info = next(each for each in msgspec.structs.fields(kind) if each.name == name)
    return info.required


def _or_empty(field: FieldDescription, filled: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The value, or what stands in the field when there is none: None or an empty text."""
    return st.just(field.default) | filled if field.default == "" or _optional(field) else filled


def _optional(field: FieldDescription) -> bool:
    return type(None) in get_args(get_args(field.type)[0])


def _integers(field: FieldDescription) -> st.SearchStrategy[Any]:
    plain = st.integers(field.field.low or 0, field.field.high or 1000)
    return st.none() | plain if _optional(field) else plain


_BY_SHAPE: dict[str, Callable[[FieldDescription], st.SearchStrategy[Any]]] = {
    "text": lambda _field: texts,
    "long_text": lambda _field: texts,
    "code": lambda _field: words,
    "formula": lambda _field: words.filter(lambda s: "{" not in s),
    "number": lambda field: st.none() | numbers(field) if _optional(field) else numbers(field),
    "integer": _integers,
    "flag": lambda _field: st.booleans(),
    "choice": lambda field: st.sampled_from(field.choices),
    "month": lambda field: months if field.default is not None else st.none() | months,
    "date": lambda field: _or_empty(field, months.map(lambda m: f"{m}-15")),
    "ref": lambda field: _or_empty(field, ids),
    "refs": lambda _field: st.lists(ids, max_size=3).map(tuple),
    "list": lambda _field: st.lists(words, max_size=3).map(tuple),
    "numbers": lambda _field: st.lists(rates, max_size=3).map(tuple),
    "series": lambda field: st.dictionaries(months, numbers(field), max_size=4),
    "origins": lambda _field: st.dictionaries(months, st.sampled_from(["p1", "p2"]), max_size=3),
    "passports": lambda _field: st.dictionaries(st.sampled_from(["p1", "p2"]), passports, max_size=2),
    "figure": lambda field: st.none() | figures(field),
    "figures": lambda field: st.dictionaries(ids, figures(field), max_size=2),
    "amounts": lambda field: st.dictionaries(ids, numbers(field), max_size=3),
    "records": records,
    "attachment": lambda _field: st.none(),
}
_KNOWN: dict[str, st.SearchStrategy[Any]] = {}


def values(field: FieldDescription) -> st.SearchStrategy[Any]:
    """Valid values of a field, from its description."""
    if field.title + field.name not in _KNOWN:
        _KNOWN[field.title + field.name] = _BY_SHAPE[field.field.shape](field)
    return _KNOWN[field.title + field.name]


@st.composite
def items(draw: st.DrawFn, item_id: str, kind: str) -> Item:
    """An item of this kind with some of its fields filled."""
    if kind not in KINDS:
        fields = draw(st.dictionaries(st.sampled_from(["name", "weight", "months"]), words, max_size=3))
        return RawItem(id=item_id, name_of_kind=kind, fields=fields, position=draw(positions))
    struct = KINDS[kind]
    chosen = {name: draw(values(field)) for name, field in describe(struct).items() if draw(st.booleans())}
    extra = draw(unknown)
    return struct(id=item_id, parent=draw(st.none() | ids), position=draw(positions), extra=extra, **chosen)


positions = st.sampled_from(["a0", "a1", "a1V", "a2", "b00"])
kinds = st.sampled_from([*KINDS, "FromAPlugin"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of up to a dozen items of any kinds (also one that only a plugin knows)."""
    drawn = {}
    for item_id in draw(st.lists(ids, unique=True, max_size=6)):
        kind = draw(kinds)
        real_id = only_id(kind) if kind in ONLY_ONE else item_id
        drawn[real_id] = draw(items(real_id, kind))
    return Plan("uuid", drawn.values())


@st.composite
def edited(draw: st.DrawFn, plan: Plan) -> Plan:
    """Another plan that shares some items with this one, some of them changed."""
    kept = []
    for item in plan:
        if draw(st.booleans()):
            continue
        if not isinstance(item, RawItem) and draw(st.booleans()):
            field = draw(st.sampled_from(list(describe(type(item)).values())))
            item = msgspec.structs.replace(item, **{field.name: draw(values(field))})
        kept.append(item)
    fresh = [item for item in draw(plans()) if item.id not in plan]
    return Plan(plan.uuid, [*kept, *fresh])
