"""A plan as JSON and back is the same plan; what can't be read is told with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.drawn import plans

from kakehashi.plan.basis import About
from kakehashi.plan.item import RawItem
from kakehashi.plan.kinds import only_id
from kakehashi.plan.plain_plan import NoPlainPlan, plain_item, read, written
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import between, is_key
from kakehashi.words import text


@given(plans())
def test_a_plan_written_and_read_is_the_same_plan(plan: Plan) -> None:
    once = written(plan)
    again = read(once.encode())
    assert again == plan
    assert written(again) == once


def test_unknown_kinds_and_fields_come_back_as_they_were() -> None:
    odd: dict[str, Any] = {"n": None, "deep": [1, 2.5, {"x": "\u2028", "ja": "計画"}], "big": 2**60}
    plan = Plan(
        "u",
        [
            RawItem(id="r", name_of_kind="FromAPlugin", fields=odd, position="a0"),
            About(id=only_id("About"), company="A", extra=odd),
        ],
    )
    assert read(written(plan).encode()) == plan


def test_what_show_prints_can_be_read_and_a_byte_order_mark_does_not_matter() -> None:
    plan = Plan("u", [About(id=only_id("About"), company="ツムギ")])
    shown = {"uuid": "u", "editions": [], "items": [plain_item(item) | {"names": ["x"]} for item in plan]}
    assert read(json.dumps(shown).encode("utf-8-sig")) == plan


ITEM = {"id": "m", "kind": "Measure", "parent": None, "position": "a0", "fields": {}}


def with_item(**changed: Any) -> str:
    return json.dumps({"uuid": "u", "items": [ITEM, {**ITEM, "id": "n"} | changed]})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1, character 1"),
        ('{\n "uuid": "u",\n "items": [,]}', "line 3, character 12"),
        ("[1]", "no plan in plain form"),
        ('{"uuid": "u"}', "no plan in plain form"),
        ('{"format": "other", "uuid": "u", "items": []}', '"other"'),
        ('{"version": 2, "uuid": "u", "items": []}', "newer"),
        ('{"uuid": "u", "uuid": "v", "items": []}', '"uuid" twice'),
        ('{"uuid": "u", "items": [NaN]}', '"NaN"'),
        ("[" * 100_000, "line 1"),
        ('{"uuid": "u", "items": [7]}', "Item 1 (?, ?)"),
        (with_item(id="m"), 'Item 2 (Measure, m): The id "m"'),
        (with_item(id=5), "Item 2 (Measure, ?), id: Write a text"),
        (with_item(colour="red"), "curly brackets and holds: id, kind"),
        (with_item(parent=""), "parent: Write a text"),
        (with_item(position="!"), "position: Write a position"),
        (with_item(fields=[]), "fields: Write the fields"),
        (with_item(kind="About"), only_id("About")),
        (with_item(fields={"name": 5}), "Item 2 (Measure, n), name: Name"),
        (with_item(fields={"expected": {"June": "1"}}), "2027-04"),
        (with_item(fields={"serves": "all"}), "new, existing, lost"),
        (with_item(fields={"name": "\ud800"}), "name: "),
        (with_item(kind="X", fields={"x\ud800": 1}), "broken character"),
        (with_item(kind="X", fields={"x": 10**30}), "x: "),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(content: str, said: str) -> None:
    with pytest.raises(NoPlainPlan) as refused:
        read(content.encode())
    assert said in text(refused.value.message, "en")
    assert text(refused.value.message, "ja")


def test_bytes_that_are_no_text_are_told() -> None:
    with pytest.raises(NoPlainPlan, match="byte 3"):
        read(b"{}\xff")


def test_all_that_is_wrong_is_told_up_to_twenty() -> None:
    bad = {"start": "June", "serves": "all", "expected": {"2027-04": "-1"}, "name": "fine"}
    content = {"uuid": "u", "items": [{**ITEM, "id": f"m{n}", "fields": bad} for n in range(30)]}
    with pytest.raises(NoPlainPlan) as refused:
        read(json.dumps(content).encode())
    lines = text(refused.value.message, "en").splitlines()
    assert "again: 90" in lines[0]
    assert len(lines) == 22
    assert lines[-1] == "and 70 more"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda e: st.lists(e) | st.dictionaries(st.text(), e),
    )
)
def test_no_json_breaks_the_reader(content: Any) -> None:
    for whole in (
        content,
        {"uuid": "u", "items": [content]},
        {"uuid": "u", "items": [{**ITEM, "fields": content}]},
    ):
        said = None
        try:
            plan = read(json.dumps(whole).encode())
        except NoPlainPlan as error:
            said = text(error.message, "ja")
        assert said or read(written(plan).encode()) == plan


@given(st.text("a0b1zZ9A", max_size=30), st.text("a0b1zZ9A", max_size=30))
def test_a_key_can_be_gone_on_from(first: str, second: str) -> None:
    low, high = sorted((first, second))
    if is_key(low) and is_key(high) and low < high:
        assert low < between(low, high) < high
        assert is_key(between(low, high))
        assert between(None, low) < low
        assert between(high, None) > high
