"""Changes: patches by item, field and key (a month, say), each with the value before and after.

A change is a tuple of patches, and the same thing serves undo, history, words, diff and merge. An added
or removed item is patches of all its fields, its kind and its envelope too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from kakehashi.plan.fields import ENVELOPE, FieldDescription, describe, plain
from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.kinds import KINDS, ONLY_ONE, OWN_KINDS, only_id
from kakehashi.plan.months import is_month
from kakehashi.plan.plan import Plan, empty_of
from kakehashi.plan.position import between
from kakehashi.plan.values import BadValue, typed
from kakehashi.words import Message, PlanError, Several


class Patch(msgspec.Struct, frozen=True, array_like=True):
    """One value of one field (of one key of it) before and after, in plain form (see `fields.plain`).

    None before or after = not there. The field 'kind' makes or removes the item itself.
    """

    item: str
    field: str
    key: str | None
    before: Any
    after: Any


Change = tuple[Patch, ...]


def kind_words(kind: str) -> Message:
    """The kind's name."""
    return Message(f"kind.{kind}") if kind in KINDS else Message("change.unknown_kind", {"kind": kind})


class Outdated(PlanError):
    """The plan has moved on since the change was made: a value is no longer what it was."""


class NoSuchItem(PlanError):
    """A change of an item that isn't in the plan."""


class AlreadyOnce(PlanError):
    """An item of which there can be one only, for the plan or for a pair of others."""


class NoSuchField(PlanError):
    """A change of a field that the kind doesn't have."""


def inverse(change: Change) -> Change:
    """The change that takes this one back."""
    return tuple(Patch(p.item, p.field, p.key, p.after, p.before) for p in reversed(change))


def apply(plan: Plan, change: Change) -> Plan:
    """The plan after the change. Raises Outdated, BadValue or Several; the given plan stays as it is."""
    by_item: dict[str, list[Patch]] = {}
    for patch in change:
        by_item.setdefault(patch.item, []).append(patch)
    changed: dict[str, Item | None] = {}
    errors: list[PlanError] = []
    for item_id, patches in by_item.items():
        try:
            item = plan.get(item_id)
            for life in _lives(patches):
                item = _patched(item, item_id, life)
            old = plan.get(item_id)
            if old is not None and item is not None and item.kind != old.kind:
                raise Outdated("error.change.gone", item=item_id)
            changed[item_id] = item
        except PlanError as error:
            errors.append(error)
    if errors:
        raise errors[0] if len(errors) == 1 else Several(tuple(errors))
    return plan.with_items(changed)


def normalised(plan: Plan, change: Change) -> Change:
    """The change with its new values in canonical form ('1.50' -> '1.5'), so that undo finds what it expects.

    A value that may not stand in its field stays as it is: `apply` refuses it. Of a plugin's kind it is
    refused here: raises BadValue.
    """
    kinds = {patch.item: str(patch.after) for patch in change if patch.field == "kind"}
    return tuple(_normal(plan, kinds, patch) for patch in change)


def _normal(plan: Plan, kinds: Mapping[str, str], patch: Patch) -> Patch:
    item = plan.get(patch.item)
    kind = type(item) if item is not None else KINDS.get(kinds.get(patch.item, ""))
    described = describe(kind).get(patch.field) if kind is not None else None
    if described is None or patch.after is None:
        return patch
    try:
        after = plain(typed(described, patch.after, key=described.keyed and patch.key is not None))
    except BadValue:
        if kind is not None and kind.__name__ not in OWN_KINDS:
            raise  # `apply` keeps what doesn't fit a plugin's field: it may be another version's
        return patch
    return patch if after == patch.after else msgspec.structs.replace(patch, after=after)


def _lives(patches: list[Patch]) -> list[list[Patch]]:
    """The patches of an item, cut where it comes back: removed and added again in one change."""
    if sum(patch.field == "kind" for patch in patches) < 2:
        return [patches]
    lives: list[list[Patch]] = [[]]
    for patch in patches:
        if patch.field == "kind" and patch.before is None and lives[-1]:
            lives.append([])
        lives[-1].append(patch)
    return lives


def _patched(item: Item | None, item_id: str, patches: list[Patch]) -> Item | None:
    birth = next((p for p in patches if p.field == "kind" and p.before is None), None)
    death = next((p for p in patches if p.field == "kind" and p.after is None), None)
    if (item is None) != (birth is not None) or (death is not None and item is None and birth is None):
        raise Outdated("error.change.gone", item=item_id)
    if item is None and birth is not None:
        item = msgspec.structs.replace(empty_of(birth.after), id=item_id)
    assert item is not None
    if death is not None and death.before != item.kind:
        raise Outdated("error.change.gone", item=item_id)
    fields: dict[str, Any] = {}
    for patch in patches:
        if patch.field != "kind":
            _put(item, fields, patch, adding=birth is not None)
    patched = msgspec.structs.replace(item, **fields)
    if death is None:
        return patched
    if patched.parent is not None or patched.position or plain_fields(patched):
        raise Outdated("error.change.more", item=item_id)
    return None


def _put(item: Item, fields: dict[str, Any], patch: Patch, *, adding: bool) -> None:
    """Check one patch against the item and lay its new value into `fields`."""
    name = patch.field
    described = describe(type(item)).get(name)
    if described is None:
        _put_plain(item, fields, patch)
        return
    current = fields.get(name, getattr(item, name))
    misfits = fields.get("extra", item.extra)
    if patch.key is not None and name not in misfits:
        fields[name] = _with_key(described, current, patch)
        return
    empty = patch.before is None and name not in misfits and current == described.default
    if patch.key is not None or (
        not adding and not empty and misfits.get(name, plain(current)) != patch.before
    ):
        raise Outdated("error.change.outdated", field=Message(described.title), key="")
    if name in misfits:
        fields["extra"] = {other: value for other, value in misfits.items() if other != name}
    try:
        fields[name] = described.default if patch.after is None else typed(described, patch.after)
    except BadValue:
        if item.kind in OWN_KINDS:
            raise
        # what another version of the plugin wrote comes back; what is typed was looked at by `normalised`
        fields[name] = described.default
        fields["extra"] = {**fields.get("extra", item.extra), name: patch.after}
        return
    if described.keyed:
        for key in fields[name]:
            _check_key(described, key)


def _with_key(described: FieldDescription, current: Any, patch: Patch) -> Any:
    """A keyed field with one key's value changed."""
    assert patch.key is not None
    if not described.keyed:
        raise NoSuchField("error.change.no_key", field=Message(described.title), key=patch.key)
    if plain(current.get(patch.key)) != patch.before:
        raise Outdated("error.change.outdated", field=Message(described.title), key=patch.key)
    changed = dict(current)
    if patch.after is None:
        changed.pop(patch.key, None)
    else:
        _check_key(described, patch.key)
        changed[patch.key] = typed(described, patch.after, key=True)
    return changed


def _check_key(described: FieldDescription, key: str) -> None:
    if described.field.shape in ("series", "origins") and not is_month(key):
        raise BadValue(described, key, Message("error.value.month"))


def _put_plain(item: Item, fields: dict[str, Any], patch: Patch) -> None:
    """The envelope, a field of an unknown kind, or a field that this program doesn't know."""
    if patch.field in ENVELOPE:
        current_value = fields.get(patch.field, getattr(item, patch.field))
        if current_value != (patch.before or ("" if patch.field == "position" else None)):
            raise Outdated("error.change.outdated", field=Message(f"field.envelope.{patch.field}"), key="")
        fields[patch.field] = patch.after if patch.after is not None else _EMPTY_ENVELOPE[patch.field]
        return
    place = "fields" if isinstance(item, RawItem) else "extra"
    current = dict(fields.get(place, getattr(item, place)))
    if current.get(patch.field) != patch.before:
        raise Outdated("error.change.outdated", field=patch.field, key="")
    if patch.after is None:
        current.pop(patch.field, None)
    else:
        current[patch.field] = patch.after
    fields[place] = current


_EMPTY_ENVELOPE: Mapping[str, Any] = {"parent": None, "position": ""}


def plain_fields(item: Item) -> dict[str, Any]:
    """All that differs from an empty item of its kind, in plain form: fields, then unknown fields."""
    if isinstance(item, RawItem):
        return dict(item.fields)
    found = {}
    for name, described in describe(type(item)).items():
        value = getattr(item, name)
        if value != described.default:
            found[name] = plain(value)
    found.update(item.extra)
    return found


def adding(*items: Item) -> Change:
    """The change that adds these items."""
    patches = []
    for item in items:
        patches.append(Patch(item.id, "kind", None, None, item.kind))
        if item.parent is not None:
            patches.append(Patch(item.id, "parent", None, None, item.parent))
        patches.append(Patch(item.id, "position", None, None, item.position))
        patches += [Patch(item.id, name, None, None, value) for name, value in plain_fields(item).items()]
    return tuple(patches)


def removing(plan: Plan, *item_ids: str) -> Change:
    """The change that removes these items and all that is part of them; undo brings all back in place."""
    gone = []
    for item_id in with_dependants(plan, *item_ids):
        gone.append(inverse(adding(plan.item(item_id))))
    return tuple(patch for patches in gone for patch in patches)


def with_dependants(plan: Plan, *item_ids: str) -> tuple[str, ...]:
    """These items and everything that is part of them (by owner or by a `part_of` field), owners last."""
    found: dict[str, None] = {}
    waiting = list(item_ids)
    while waiting:
        item_id = waiting.pop()
        if item_id in found or item_id not in plan:
            continue
        found[item_id] = None
        for source, field in plan.referrers(item_id):
            described = describe(type(plan.item(source))).get(field)
            if field == "parent" or (described is not None and described.field.part_of):
                waiting.append(source)
    return tuple(reversed(found))


def setting(plan: Plan, item_id: str, field: str, value: Any, key: str | None = None) -> Change:
    """The change that sets a field (one key of it) to a typed or plain value; None clears it."""
    item = plan.get(item_id)
    if item is None:
        raise NoSuchItem("error.change.no_item", item=item_id)
    described = describe(type(item)).get(field)
    if described is None:
        raise NoSuchField("error.change.no_field", field=field, kind=kind_words(item.kind))
    current = getattr(item, field)
    if key is not None:
        if not described.keyed:
            raise NoSuchField("error.change.no_key", field=Message(described.title), key=key)
        before, after = plain(current.get(key)), plain(value)
        if after is not None:
            after = plain(typed(described, after, key=True))
    else:
        before, after = item.extra.get(field, plain(current)), plain(value)
        if after is not None:
            after = plain(typed(described, after))
    return () if before == after else (Patch(item_id, field, key, before, after),)


def replacing(plan: Plan, *items: Item) -> Change:
    """The change that makes these items (same ids) stand as given; new ids are added."""
    patches: list[Patch] = []
    for item in items:
        old = plan.get(item.id)
        patches += adding(item) if old is None else between_items(old, item)
    return tuple(patches)


def between_items(old: Item, new: Item) -> Change:
    """The patches that turn an item into another of the same kind and id, by key where a field has keys."""
    patches = []
    for name in ENVELOPE:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            patches.append(Patch(old.id, name, None, before, after))
    if isinstance(old, RawItem) and isinstance(new, RawItem):
        return (*patches, *_between_maps(old.id, old.fields, new.fields))
    for name, described in describe(type(old)).items():
        before, after = getattr(old, name), getattr(new, name)
        if name in old.extra or name in new.extra:
            before, after = old.extra.get(name, plain(before)), new.extra.get(name, plain(after))
        if before == after:
            continue
        if described.keyed and not (name in old.extra or name in new.extra):
            patches += [
                Patch(old.id, name, key, plain(before.get(key)), plain(after.get(key)))
                for key in sorted({*before, *after})
                if before.get(key) != after.get(key)
            ]
        else:
            patches.append(Patch(old.id, name, None, plain(before), plain(after)))
    known = describe(type(old))
    unknown = ({name: each.extra[name] for name in each.extra.keys() - known.keys()} for each in (old, new))
    return (*patches, *_between_maps(old.id, *unknown))


def _between_maps(item_id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Patch]:
    return [
        Patch(item_id, name, None, before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def difference(old: Plan, new: Plan) -> Change:
    """The change that turns one plan into the other: diff(a, b) applied to a gives b."""
    patches: list[Patch] = []
    for item in old:
        if item.id not in new:
            patches += inverse(adding(item))
    for item in new:
        before = old.get(item.id)
        if before is None:
            patches += adding(item)
        elif before is not item and before != item:
            patches += between_items(before, item)
    return tuple(patches)


def moving(plan: Plan, item_id: str, after: str | None) -> Change:
    """The change that puts an item behind another of its kind (None = first).

    Neighbours that share a position (two copies chose the same) are spread as far as needed.
    """
    item = plan.item(item_id)
    siblings = [each for each in plan.of_kind(item.kind) if each.id != item_id]
    at = 0 if after is None else next(i for i, each in enumerate(siblings) if each.id == after) + 1
    before_key = siblings[at - 1].position if at else None
    tied = 0
    while before_key is not None and at + tied < len(siblings) and siblings[at + tied].position <= before_key:
        tied += 1
    end = siblings[at + tied].position if at + tied < len(siblings) else None
    patches = []
    for each in (item, *siblings[at : at + tied]):
        before_key = between(before_key, end)
        if each.position != before_key:
            patches.append(Patch(each.id, "position", None, each.position, before_key))
    return tuple(patches)


def moving_all(plan: Plan, items: Sequence[str], after: str | None) -> Change:
    """The change that puts items of a kind behind another (None = first), in this order."""
    now = plan
    for item_id in items:
        now = apply(now, moving(now, item_id, after))
        after = item_id
    return difference(plan, now)


def duplicates(plan: Plan, items: Sequence[str], new_id: Callable[[], str], name: str) -> tuple[Item, ...]:
    """Copies of items of one kind, to stand behind the last of them, called by a pattern ('{name} (copy)').

    What is part of them isn't copied. Raises AlreadyOnce for items of which there is one for each pair.
    """
    found: list[Item] = []
    order = [each.id for each in plan.of_kind(plan.item(items[0]).kind)]
    chosen = sorted(items, key=order.index)
    at = order.index(chosen[-1])
    position = plan.item(chosen[-1]).position
    end = plan.item(order[at + 1]).position if at + 1 < len(order) else None
    if end is not None and end <= position:
        end = None
    for item_id in chosen:
        item = plan.item(item_id)
        if item.ONCE_FOR is not None:
            raise AlreadyOnce("error.change.once", kind=kind_words(item.kind))
        position = between(position, end)
        found.append(_copy(item, new_id(), position, name))
    return tuple(found)


def _copy(item: Item, new_id: str, position: str, name: str) -> Item:
    """A copy of an item, called after a pattern where the item has a name of its own."""
    fields = describe(type(item))
    called = next((each for each in item.NAMED_BY if fields[each].field.shape in ("text", "long_text")), None)
    values: dict[str, Any] = {"id": new_id, "position": position}
    if called is not None and (old := getattr(item, called)):
        if isinstance(old, Mapping):
            values[called] = {language: name.format(name=each) for language, each in old.items()}
        else:
            values[called] = name.format(name=old)
    return msgspec.structs.replace(item, **values)


def with_only(plan: Plan, item_id: str) -> tuple[Change, Plan]:
    """The plan with the one item of a kind of which it has none yet, and the change that adds it."""
    if item_id in plan:
        return (), plan
    kind = next((each for each in ONLY_ONE if only_id(each) == item_id), None)
    if kind is None:
        raise NoSuchItem("error.change.no_item", item=item_id)
    item = KINDS[kind](id=item_id, position=at_end(plan, kind))
    return adding(item), plan.with_items({item_id: item})


def at_end(plan: Plan, kind: str) -> str:
    """The position behind the last item of a kind."""
    siblings = plan.of_kind(kind)
    return between(siblings[-1].position if siblings else None, None)


def joined(changes: Iterable[Change]) -> Change:
    """Several changes as one."""
    return tuple(patch for change in changes for patch in change)


def kinds_touched(plan: Plan, change: Change) -> frozenset[str]:
    """The kinds of items that a change touches, for who refreshes by it."""
    found = set()
    for patch in change:
        item = plan.get(patch.item)
        if item is not None:
            found.add(item.kind)
        elif patch.field == "kind":
            found.add(str(patch.after or patch.before))
    return frozenset(found)
