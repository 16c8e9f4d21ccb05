"""Laws of many edits at once: one change, one way back; moves in two copies; every change can be told."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.drawn import edited, ids, items, kinds, plans, values

from kakehashi.plan.changes import (
    Change,
    adding,
    apply,
    difference,
    inverse,
    joined,
    moving,
    removing,
    setting,
)
from kakehashi.plan.fields import describe
from kakehashi.plan.item import RawItem
from kakehashi.plan.kinds import ONLY_ONE, only_id
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import spread
from kakehashi.plan.telling import tell
from kakehashi.words import ALL_LANGUAGES, text


@st.composite
def edits(draw: st.DrawFn, plan: Plan, known: Plan | None = None) -> Change:
    """One edit as somebody makes it: a value, a month, an item more or less, a move.

    An id of `known` comes back as the kind that it was: no id is used for two things.
    """
    there = sorted(item.id for item in plan)
    what = draw(st.sampled_from(["add", "set", "remove", "move"] if there else ["add"]))
    if what == "add":
        kind = draw(kinds)
        item_id = only_id(kind) if kind in ONLY_ONE else draw(ids)
        before = known.get(item_id) if known is not None else None
        kind = before.kind if before is not None else kind
        return () if item_id in plan else adding(draw(items(item_id, kind)))
    item = plan.item(draw(st.sampled_from(there)))
    if what == "remove":
        return removing(plan, item.id)
    if what == "move":
        siblings = [each.id for each in plan.of_kind(item.kind) if each.id != item.id]
        return moving(plan, item.id, draw(st.sampled_from([None, *siblings])))
    if isinstance(item, RawItem):
        return ()
    described = draw(st.sampled_from(list(describe(type(item)).values())))
    value = draw(values(described))
    if described.keyed and value and draw(st.booleans()):
        key = sorted(value)[0]
        return setting(plan, item.id, described.name, value[key], key)
    return setting(plan, item.id, described.name, value)


def order(plan: Plan) -> dict[str, list[str]]:
    return {kind: [item.id for item in plan.of_kind(kind)] for kind in plan.kinds()}


@given(st.data())
def test_several_edits_are_one_change_with_one_way_back(data: st.DataObject) -> None:
    plan = data.draw(plans())
    after, made, known = plan, [], plan
    for _ in range(data.draw(st.integers(1, 5))):
        change = data.draw(edits(after, known))
        after = apply(after, change)
        known = known.with_items({item.id: item for item in after})
        made.append(change)
    whole = joined(made)
    assert apply(plan, whole) == after
    back = apply(after, inverse(whole))
    assert back == plan
    assert order(back) == order(plan)


@given(st.data())
def test_undoing_a_removal_brings_back_all_that_went_in_its_place(data: st.DataObject) -> None:
    plan = data.draw(plans().filter(len))
    there = sorted(item.id for item in plan)
    change = removing(plan, *data.draw(st.lists(st.sampled_from(there), min_size=1, unique=True)))
    after = apply(plan, change)
    for item in after:
        for name, described in () if isinstance(item, RawItem) else describe(type(item)).items():
            owner = getattr(item, name)
            assert not (described.field.part_of and owner in plan and owner not in after)
    back = apply(after, inverse(change))
    assert back == plan
    assert order(back) == order(plan)


@given(st.data())
def test_moves_of_different_items_in_two_copies_give_one_order(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 8))
    kind = data.draw(st.sampled_from(["Measure", "FromAPlugin"]))
    drawn = [data.draw(items(f"item{number:02d}", kind)) for number in range(count)]
    placed = zip(drawn, spread(count), strict=True)
    plan = Plan("u", [msgspec.structs.replace(item, position=position) for item, position in placed])
    names = [item.id for item in plan.of_kind(kind)]
    mine = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=count - 1, unique=True))
    theirs = [name for name in names if name not in mine]
    first, second = _moves(data, plan, mine), _moves(data, plan, theirs)
    one, other = apply(apply(plan, first), second), apply(apply(plan, second), first)
    assert one == other
    assert order(one) == order(other)
    assert sorted(order(one)[kind]) == sorted(names)


def _moves(data: st.DataObject, plan: Plan, names: list[str]) -> Change:
    """Several moves of these items, one after the other, as one change."""
    before, made = plan, []
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(names))
        kind = plan.item(name).kind
        others = [item.id for item in before.of_kind(kind) if item.id != name]
        change = moving(before, name, data.draw(st.sampled_from([None, *others])))
        before = apply(before, change)
        made.append(change)
    return joined(made)


@given(st.data())
def test_every_change_can_be_told_in_every_language(data: st.DataObject) -> None:
    plan = data.draw(plans())
    second = data.draw(edited(plan))
    changes = [difference(plan, second), adding(*second), removing(plan, *(item.id for item in plan))]
    after = plan
    for _ in range(3):
        change = data.draw(edits(after))
        changes += [change, inverse(change)]
        after = apply(after, change)
    for change in changes:
        nothing = Plan("u")
        for before, later in (
            (plan, second),
            (second, plan),
            (plan, after),
            (nothing, after),
            (plan, nothing),
        ):
            for message in tell(change, before, later):
                for language in ALL_LANGUAGES:
                    assert text(message, language)
