"""A plan: an immutable set of items, with what can be asked of the set."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.kept import Kept
from kakehashi.plan.kinds import KINDS, OWN_KINDS, only_id
from kakehashi.plan.references import ReverseIndex, references, reverse_index

T = TypeVar("T", bound=Item)


class Plan:
    """A set of items by id. An edit gives a new plan that shares all kinds it did not touch.

    Order and reverse index are worked out when first asked for and handed on while they stay true. So is what
    others work out of it and keep: `kept` goes from a plan to those that edits make of it.
    """

    __slots__ = ("_kind_of", "_kinds", "_order", "_referrers", "kept", "uuid")

    def __init__(self, uuid: str, items: Iterable[Item] = ()) -> None:
        kinds: dict[str, dict[str, Item]] = {}
        for item in items:
            kinds.setdefault(item.kind, {})[item.id] = item
        self._fill(uuid, kinds)

    @classmethod
    def of_kinds(
        cls, uuid: str, kinds: Mapping[str, Mapping[str, Item]], index: ReverseIndex | None = None
    ) -> Plan:
        """A plan of items that are already sorted by kind and id, with their reverse index if it is known."""
        plan = cls.__new__(cls)
        plan._fill(uuid, kinds)
        plan._referrers = index
        return plan

    def _fill(self, uuid: str, kinds: Mapping[str, Mapping[str, Item]]) -> None:
        self.uuid = uuid
        self.kept = Kept()
        self._kinds = kinds
        kind_of: dict[str, str] = {}
        for kind, items in kinds.items():
            kind_of.update(dict.fromkeys(items, kind))
        self._kind_of: Mapping[str, str] = kind_of
        self._order: dict[str, tuple[Item, ...]] = {}
        self._referrers: Mapping[str, list[tuple[str, str]]] | None = None

    def __len__(self) -> int:
        return len(self._kind_of)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._kind_of

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Plan):
            return NotImplemented
        mine = {kind: items for kind, items in self._kinds.items() if items}
        theirs = {kind: items for kind, items in other._kinds.items() if items}
        return self.uuid == other.uuid and mine == theirs

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[Item]:
        for items in self._kinds.values():
            yield from items.values()

    def get(self, item_id: str | None) -> Item | None:
        """The item with this id, or None."""
        kind = self._kind_of.get(item_id) if item_id is not None else None
        return None if kind is None else self._kinds[kind][item_id]  # type: ignore[index]

    def item(self, item_id: str) -> Item:
        """The item with this id; KeyError when there is none."""
        return self._kinds[self._kind_of[item_id]][item_id]

    def find(self, kind: type[T], item_id: str | None) -> T | None:
        """The item with this id if it is of this kind, else None (a dangling reference, say)."""
        item = self._kinds.get(kind.__name__, {}).get(item_id) if item_id is not None else None
        return item if isinstance(item, kind) else None

    def items(self, kind: type[T]) -> tuple[T, ...]:
        """All items of a kind, by position."""
        return self.of_kind(kind.__name__)  # type: ignore[return-value]

    def of_kind(self, kind: str) -> tuple[Item, ...]:
        """All items of a kind by its name (unknown kinds too), by position."""
        found = self._order.get(kind)
        if found is None:
            found = self._order[kind] = tuple(sorted(self._kinds.get(kind, {}).values(), key=_place))
        return found

    def only(self, kind: type[T]) -> T:
        """The one item of a kind that exists once; its defaults when the plan has none yet."""
        found = self.find(kind, only_id(kind.__name__))
        return found if found is not None else kind(id=only_id(kind.__name__))

    def kinds(self) -> tuple[str, ...]:
        """The kinds that have items here by name: ours in the order of the chapters, then others."""
        here = [kind for kind, items in self._kinds.items() if items]
        known = list(KINDS)
        return tuple(
            sorted(here, key=lambda kind: (known.index(kind) if kind in OWN_KINDS else len(known), kind))
        )

    def referrers(self, item_id: str) -> tuple[tuple[str, str], ...]:
        """(item id, field) of every item that refers to this one."""
        return tuple(sorted(self.reverse_index().get(item_id, ())))

    def reverse_index(self) -> Mapping[str, list[tuple[str, str]]]:
        """Target id -> (item id, field) of those that refer to it, in no order."""
        if self._referrers is None:
            self._referrers = reverse_index(self._kinds.values())
        return self._referrers

    def with_items(self, changed: Mapping[str, Item | None]) -> Plan:
        """A new plan in which these items stand instead (None = gone)."""
        fresh = Plan.__new__(Plan)
        kinds, kind_of = dict(self._kinds), self._kind_of
        copied: dict[str, dict[str, Item]] = {}
        same_members, order = True, dict(self._order)
        referrers = self._referrers
        for item_id, item in changed.items():
            old_kind = self._kind_of.get(item_id)
            old = self._kinds[old_kind][item_id] if old_kind is not None else None
            kind = item.kind if item is not None else old_kind
            if kind is None:
                continue
            if kind not in copied:
                copied[kind] = kinds[kind] = dict(self._kinds.get(kind, {}))
            if old is None or item is None:
                if same_members:
                    kind_of, same_members = dict(kind_of), False
                if item is None:
                    del kind_of[item_id]  # type: ignore[attr-defined]
                    del copied[kind][item_id]
                else:
                    kind_of[item_id] = kind  # type: ignore[index]
            if item is not None:
                copied[kind][item_id] = item
            _keep_order(order, kind, old, item)
            if referrers is not None:
                referrers = _index_with(referrers, item_id, old, item, own=referrers is not self._referrers)
        fresh.uuid, fresh.kept = self.uuid, self.kept
        fresh._kinds, fresh._kind_of = kinds, kind_of
        fresh._order = order
        fresh._referrers = referrers
        return fresh


def _place(item: Item) -> tuple[str, str]:
    return item.position, item.id


def _keep_order(order: dict[str, tuple[Item, ...]], kind: str, old: Item | None, new: Item | None) -> None:
    """The order of a kind after a change of one item: the same with that item, or to be worked out anew."""
    if kind not in order:
        return
    if old is None or new is None or old.position != new.position:
        del order[kind]
        return
    here = order[kind]
    at = bisect_left(here, _place(new), key=_place)
    order[kind] = (*here[:at], new, *here[at + 1 :])


def _index_with(
    index: Mapping[str, list[tuple[str, str]]], item_id: str, old: Item | None, new: Item | None, *, own: bool
) -> Mapping[str, list[tuple[str, str]]]:
    """The reverse index with one item changed; `own` = it is a copy already and may be written to.

    Lists of referrers are shared between plans and replaced, never written to.
    """
    before, after = list(references(old)), list(references(new))
    if before == after:
        return index
    changed = index if own and isinstance(index, dict) else dict(index)
    for field, target in before:
        left = list(changed[target])
        left.remove((item_id, field))
        if left:
            changed[target] = left
        else:
            del changed[target]
    for field, target in after:
        changed[target] = [*changed.get(target, ()), (item_id, field)]
    return changed


def empty_of(kind: str, fields: Mapping[str, object] | None = None) -> Item:
    """A new item of a kind with nothing in it; a raw item when the kind is not known here."""
    known = KINDS.get(kind)
    return known() if known is not None else RawItem(name_of_kind=kind, fields=fields or {})
