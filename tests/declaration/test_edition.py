"""An edition keeps what was declared, and its hash says whether it still is that."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from tests.declaration.plans import EVERYTHING, draft, rich_plan, starter_plan
from tests.plan.drawn import plans

from kakehashi.declaration import results as results_module
from kakehashi.declaration.document import document
from kakehashi.declaration.edition import (
    BadEdition,
    Edition,
    content_hash,
    from_bytes,
    frozen,
    plan_of,
    results_of,
    to_bytes,
)
from kakehashi.declaration.results import worked_out
from kakehashi.plan.changes import apply, setting
from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Comment
from kakehashi.plan.simulation import FunnelStep
from kakehashi.words import Lines, Message


def declared(plan: Plan, number: int = 1) -> Edition:
    return frozen(plan, worked_out(plan), number=number, date="2027-04-01", by="佐藤", app_version="0.1.0")


@given(plans())
@settings(max_examples=60, deadline=None)
def test_an_edition_gives_the_plan_and_the_figures_back(plan: Plan) -> None:
    edition = declared(plan)
    again = from_bytes(to_bytes(edition))
    assert plan_of(again) == plan
    assert results_of(again) == worked_out(plan)
    assert to_bytes(again) == to_bytes(edition)
    assert content_hash(again) == content_hash(edition)


@pytest.mark.parametrize("seed", range(12))
def test_a_rich_plan_comes_back(seed: int) -> None:
    plan = rich_plan(seed)
    again = from_bytes(to_bytes(declared(plan)))
    assert plan_of(again) == plan
    assert results_of(again) == worked_out(plan)


def test_the_order_of_items_does_not_matter() -> None:
    plan = starter_plan()
    turned = Plan(plan.uuid, reversed(list(plan)))
    assert to_bytes(declared(turned)) == to_bytes(declared(plan))


def test_bytes_are_canonical_json() -> None:
    raw = to_bytes(declared(starter_plan()))
    assert b'"kind":"About"' in raw
    assert "リード".encode() in raw
    assert b'": ' not in raw
    assert raw == msgspec.json.encode(msgspec.json.decode(raw), order="sorted")


def test_the_hash_changes_with_a_value_and_with_nothing_else() -> None:
    plan = starter_plan()
    edition = declared(plan)
    step = plan.items(FunnelStep)[0]
    changed = apply(plan, setting(plan, step.id, "entered", 12))
    assert content_hash(declared(plan)) == content_hash(edition)
    assert content_hash(declared(changed)) != content_hash(edition)
    assert content_hash(declared(plan, number=2)) != content_hash(edition)


def test_comments_and_approvals_are_not_part_of_the_hash() -> None:
    plan = starter_plan()
    comment = Comment(id="c1", text="多すぎます")
    said = plan.with_items({"c1": comment})
    assert content_hash(declared(said)) == content_hash(declared(plan))
    assert plan_of(declared(said)).get("c1") == comment


def test_what_this_program_does_not_know_is_kept() -> None:
    plan = starter_plan()
    step: Item = msgspec.structs.replace(plan.items(FunnelStep)[0], extra={"tomorrow": ["x", 1]})
    raw = RawItem(id="r1", name_of_kind="Persona", parent=step.id, position="a1", fields={"name": "部長"})
    plan = plan.with_items({step.id: step, raw.id: raw})
    again = plan_of(from_bytes(to_bytes(declared(plan))))
    assert again.get("r1") == raw
    assert again.item(step.id).extra == {"tomorrow": ["x", 1]}


def test_a_field_written_in_a_form_of_tomorrow_is_kept_aside() -> None:
    edition = declared(starter_plan())
    items = tuple(
        msgspec.structs.replace(item, fields={**item.fields, "months": {"from": 1}})
        if item.kind == "About"
        else item
        for item in edition.items
    )
    about = next(
        item for item in plan_of(msgspec.structs.replace(edition, items=items)) if item.kind == "About"
    )
    assert about.extra == {"months": {"from": 1}}


def test_a_newer_format_is_refused_whole() -> None:
    raw = to_bytes(msgspec.structs.replace(declared(starter_plan()), format=2))
    with pytest.raises(BadEdition) as error:
        from_bytes(raw)
    assert error.value.message.id == "error.edition.newer"


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"\xff\xfe", b'{"format":1,"number":1}'])
def test_damaged_bytes_are_told_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(BadEdition, match="damaged"):
        from_bytes(raw)


def test_figures_come_from_the_edition_and_are_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = starter_plan()
    edition = declared(plan)
    same_day = msgspec.structs.replace(draft(plan), date=edition.date)
    expected = document(same_day, EVERYTHING, "ja")
    monkeypatch.setattr(results_module, "forecast", None)
    found = document(edition, EVERYTHING, "ja", history_row="ab")
    assert found.edition == 1
    assert found.edition_title == "第1版"
    assert found.hash == content_hash(edition)
    by_name = {"approval", "review"}  # they say which edition it is
    told = [[each for each in made.chapters if each.key not in by_name] for made in (found, expected)]
    assert told[0] == told[1]


def test_messages_with_numbers_and_messages_in_them_come_back() -> None:
    inner = Message("unit.count", {"value": Decimal("1200"), "name": {"ja": "名", "en": "name"}})
    problem = Message("forecast.problem.rate", {"step": inner, "all": Lines((inner,)), "n": 3})
    results = worked_out(starter_plan())
    base = msgspec.structs.replace(results.base, problems=(problem,))
    results = msgspec.structs.replace(results, base=base)
    plain = results_module.results_to_plain(results)
    assert results_module.results_from_plain(msgspec.json.decode(msgspec.json.encode(plain))) == results
