"""What this program doesn't know is kept: kinds, fields, and fields inside small structs, at any depth."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.drawn import plans

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.budget import BudgetLine, Criterion, Measure, Response
from kakehashi.plan.changes import adding, apply, between_items, difference, inverse, plain_fields, setting
from kakehashi.plan.fields import describe, plain
from kakehashi.plan.item import Figure, Item, Passport, RawItem
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep
from kakehashi.plan.unknown import converted
from kakehashi.storage.plan_file import PlanFile
from kakehashi.storage.rows import item_sum, unchecked
from kakehashi.storage.tables import connect
from kakehashi.words import text

NEW = {"from_the_future": {"deep": [1, "two", None]}}


def clock() -> str:
    return "2027-05-01T09:00:00"


# As a newer program would write it: unknown fields at every place where there is a small struct.
FIELDS: dict[str, dict[str, Any]] = {
    "Measure": {
        "name": "ウェビナー",
        "stop": [{"threshold": "5", "unless": "予算が増えた"}],
        "response": {
            "top": {"value": "9", "shape": "beta", "passport": {"origin": "assumed", "licence": "CC"}}
        },
        "own_rates": {"s": {"value": "0.5", "median": "0.4"}},
        "passports": {"p1": {"source": "CRM", "url": {"x": 1}}},
        "colour": ["red"],
    },
    "FunnelStep": {
        "name": "商談",
        "rate": {"value": "0.2", "was": {"value": "0.1", "passport": {"who": "x", "*": "star"}}},
    },
}


def item_of(kind: str) -> Item:
    return unchecked("x", kind, None, "a0", msgspec.json.encode(FIELDS[kind]))


def test_fields_inside_small_structs_are_read_and_written_as_they_were() -> None:
    for kind, fields in FIELDS.items():
        item = item_of(kind)
        assert not isinstance(item, RawItem)
        assert plain_fields(item) == fields


def test_they_survive_an_edit_of_another_field_undo_and_a_difference() -> None:
    item = item_of("Measure")
    plan = Plan("u", [item])
    change = setting(plan, "x", "stop", (Criterion(threshold=Decimal(6)), *item.stop))
    edited = apply(plan, change)
    assert plain_fields(edited.item("x")) == {
        **FIELDS["Measure"],
        "stop": [{"threshold": "6"}, *FIELDS["Measure"]["stop"]],
    }
    assert apply(edited, inverse(change)) == plan
    assert apply(plan, difference(plan, edited)) == edited
    other = msgspec.structs.replace(
        item, own_rates={"s": Figure(value=Decimal("0.5"), extra={"median": "1"})}
    )
    (patch,) = between_items(item, other)
    assert (patch.field, patch.key) == ("own_rates", "s")
    assert apply(Plan("u"), adding(other)).item("x") == other


def test_only_a_strict_reading_that_fails_looks_for_unknown_fields() -> None:
    field = describe(FunnelStep)["rate"]
    known = converted(field.type, {"value": "0.2"})
    assert known == Figure(value=Decimal("0.2"))
    assert known != converted(field.type, {"value": "0.2", "median": "0.1"})
    assert hash(converted(field.type, {"value": "0.2", "median": "0.1"})) == hash(known)
    assert plain(Passport(extra={"a": Decimal("1.50")})) == {"a": "1.5"}
    assert plain(Response(extra=NEW)) == NEW


@settings(max_examples=40)
@given(data=st.data())
def test_law_saving_and_opening_keeps_everything_through_edits(data: st.DataObject) -> None:
    plan = data.draw(plans())
    marked = [msgspec.structs.replace(item, extra=NEW) for item in plan if not isinstance(item, RawItem)]
    plan = Plan(plan.uuid, [*marked, *(item for item in plan if isinstance(item, RawItem))])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.kakehashi"
        OpenPlan.create(path, "uuid", tuple(plan), person="x", clock=clock, app_version="0").close()
        opened = OpenPlan.open(path, person="x", clock=clock)
        assert opened.plan == plan
        assert {item.id: plain_fields(item) for item in opened.plan} == {i.id: plain_fields(i) for i in plan}
        opened.apply(adding(BudgetLine(id="another")))
        opened.undo()
        opened.close()
        again = OpenPlan.open(path, person="x", clock=clock, read_only=True)
        assert again.plan == plan
        again.close()


def test_the_user_is_told_that_something_unknown_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "p.kakehashi"
    made = PlanFile.create(path, "u", [item_of("Measure"), Measure(id="y")], app_version="0", at=clock())
    made.close()
    db = connect(path, read_only=False)
    row = ("z", "FromAPlugin", None, "a0", b'{"weight": 1, "order": {"b": 1, "a": 2}}')
    db.execute(
        "INSERT INTO item (id, kind, parent, position, fields, sum) VALUES (?, ?, ?, ?, ?, ?)",
        (*row, item_sum(row)),
    )
    db.close()
    opened = OpenPlan.open(path, person="x", clock=clock)
    (notice,) = opened.notices
    assert text(notice, "en").startswith("2 items")
    opened.close()
