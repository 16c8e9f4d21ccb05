"""Laws of changes over plans of all kinds, and what a wrong change says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.drawn import edited, plans

from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.changes import (
    NoSuchField,
    NoSuchItem,
    Outdated,
    Patch,
    adding,
    apply,
    difference,
    inverse,
    moving,
    normalised,
    removing,
    setting,
    with_only,
)
from kakehashi.plan.deciding import decided, deciding
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Figure, Passport
from kakehashi.plan.kinds import agreement_of, id_of_pair, only_id
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Partner
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import spread
from kakehashi.plan.simulation import FunnelStep
from kakehashi.plan.telling import tell
from kakehashi.plan.values import BadValue
from kakehashi.words import Several, shown, text


@given(plans())
def test_adding_everything_and_taking_it_back(plan: Plan) -> None:
    empty = Plan(plan.uuid)
    change = adding(*plan)
    full = apply(empty, change)
    assert full == plan
    assert apply(full, inverse(change)) == empty


@given(st.data())
def test_a_difference_leads_to_the_other_plan_and_back(data: st.DataObject) -> None:
    first = data.draw(plans())
    second = data.draw(edited(first))
    change = difference(first, second)
    assert apply(first, change) == second
    assert apply(second, inverse(change)) == first
    assert (change == ()) == (first == second)


@given(st.data())
def test_every_difference_can_be_told_in_both_languages(data: st.DataObject) -> None:
    first = data.draw(plans())
    second = data.draw(edited(first))
    for message in tell(difference(first, second), first, second):
        assert text(message, "ja")
        assert text(message, "en")


@given(st.data())
def test_index_and_order_carried_over_equal_fresh_ones(data: st.DataObject) -> None:
    first = data.draw(plans())
    first.reverse_index()
    for kind in first.kinds():
        first.of_kind(kind)
    second = apply(first, difference(first, data.draw(edited(first))))
    fresh = Plan(second.uuid, list(second))
    targets = {*second.reverse_index(), *fresh.reverse_index()}
    assert all(second.referrers(each) == fresh.referrers(each) for each in targets)
    assert {kind: second.of_kind(kind) for kind in second.kinds()} == {
        kind: fresh.of_kind(kind) for kind in fresh.kinds()
    }


@given(st.data())
def test_removal_takes_dependants_along_and_undo_brings_all_back(data: st.DataObject) -> None:
    plan = data.draw(plans().filter(len))
    item = data.draw(st.sampled_from(sorted(each.id for each in plan)))
    change = removing(plan, item)
    after = apply(plan, change)
    assert item not in after
    assert not any(each.parent == item for each in after)
    assert apply(after, inverse(change)) == plan


def test_removing_a_metric_takes_its_agreements_but_not_what_refers_to_it() -> None:
    plan = Plan(
        "u",
        [
            Metric(id="won", name="受注件数"),
            Metric(id="valid", name="有効商談", leads_to="won"),
            Agreement(id="a", item="won", department="sales"),
        ],
    )
    after = apply(plan, removing(plan, "won"))
    assert sorted(item.id for item in after) == ["valid"]
    assert after.item("valid") == plan.item("valid")


def test_an_outdated_change_is_refused_and_changes_nothing() -> None:
    plan = Plan("u", [Measure(id="m", name="Webinar", expected={"2027-06": Decimal(30)})])
    late = setting(plan, "m", "expected", "40", "2027-06")
    moved_on = apply(plan, setting(plan, "m", "expected", "50", "2027-06"))
    with pytest.raises(Outdated):
        apply(moved_on, late)
    assert moved_on.item("m").expected == {"2027-06": Decimal(50)}


@pytest.mark.parametrize(
    ("field", "value", "key", "said"),
    [
        ("planned", "-1", "2027-06", "at least 0"),
        ("planned", "NaN", "2027-06", "number"),
        ("planned", "1e400", "2027-06", "too large"),
        ("planned", "1", "June", "month"),
        ("planned", "0.0000000000001", "2027-06", "12 digits"),
        ("nature", "sometimes", None, "variable, fixed"),
        ("name", "x" * 32_001, None, "32,000"),
        ("name", "\ud800", None, "broken"),
    ],
)
def test_a_bad_value_is_named(field: str, value: str, key: str | None, said: str) -> None:
    plan = Plan("u", [BudgetLine(id="b", name="Webinar")])
    with pytest.raises(BadValue) as caught:
        apply(plan, setting(plan, "b", field, value, key))
    assert said in text(caught.value.message, "en")
    assert text(caught.value.message, "ja")


def test_words_where_a_whole_number_is_wanted_are_named() -> None:
    plan = Plan("u", [Partner(id="p")])
    with pytest.raises(BadValue) as caught:
        setting(plan, "p", "notice_months", "two")
    assert "whole number" in text(caught.value.message, "en")
    assert text(caught.value.message, "ja")


def test_all_bad_values_of_a_change_are_told() -> None:
    plan = Plan("u", [BudgetLine(id="a"), BudgetLine(id="b")])
    change = tuple(Patch(item, "planned", "2027-06", None, "-1") for item in ("a", "b"))
    with pytest.raises(Several) as caught:
        apply(plan, change)
    assert len(caught.value.errors) == 2


def test_unknown_items_and_fields_are_named() -> None:
    plan = Plan("u", [Measure(id="m")])
    with pytest.raises(NoSuchItem):
        setting(plan, "x", "name", "y")
    with pytest.raises(NoSuchField):
        setting(plan, "m", "colour", "y")


def test_a_move_touches_one_item() -> None:
    keys = spread(3)
    plan = Plan("u", [Measure(id=name, position=key) for name, key in zip("abc", keys, strict=True)])
    change = moving(plan, "c", "a")
    assert [patch.item for patch in change] == ["c"]
    assert [item.id for item in apply(plan, change).items(Measure)] == ["a", "c", "b"]
    assert [item.id for item in apply(plan, moving(plan, "c", None)).items(Measure)] == ["c", "a", "b"]


def test_a_typed_value_keeps_the_figure_it_replaces() -> None:
    borrowed = Figure(
        value=Decimal("0.2"), low=Decimal("0.1"), high=Decimal("0.3"), passport=Passport(origin="borrowed")
    )
    typed = decided(borrowed, Decimal("0.35"), person="白石", date="2027-04-01")
    assert typed.passport == Passport(origin="decided", by="白石", checked_on="2027-04-01")
    assert typed.was == borrowed
    assert (typed.low, typed.high) == (None, None), "the value left its range"
    inside = decided(borrowed, Decimal("0.25"), person="白石", date="2027-04-01")
    assert (inside.low, inside.high) == (Decimal("0.1"), Decimal("0.3"))
    again = decided(typed, Decimal("0.15"), person="白石", date="2027-04-02")
    assert again.was is not None
    assert again.was.was is None


def test_items_that_name_each_other_have_names() -> None:
    plan = Plan("u", [Agreement(id="a", item="b"), Agreement(id="b", item="a", department="b")])
    for item in plan:
        assert shown(name_of(plan, item), "ja")


def test_values_are_stored_in_canonical_form_whatever_was_given() -> None:
    plan = Plan("u", [Measure(id="m", expected={"2027-06": Decimal(30)})])
    for typed in ("1e3", "1.50", "+5", "0"):
        change = normalised(plan, (Patch("m", "expected", "2027-06", "30", typed),))
        assert apply(apply(plan, change), inverse(change)) == plan


def test_a_change_of_a_whole_item_must_know_the_whole_item() -> None:
    plan = Plan("u", [Measure(id="m", name="Webinar")])
    removal = removing(plan, "m")
    edited_since = apply(plan, setting(plan, "m", "aim", "対象企業の課題に答える"))
    with pytest.raises(Outdated):
        apply(edited_since, removal)
    with pytest.raises(Outdated):
        apply(plan, adding(Measure(id="m")))
    with pytest.raises(Outdated):
        apply(plan, (Patch("m", "kind", None, "Metric", None),))
    twice = (Patch("m", "position", None, "", "a1"), Patch("m", "position", None, "a1", "a2"))
    assert apply(plan, twice).item("m").position == "a2"


def test_a_month_of_a_field_without_months_is_refused() -> None:
    plan = Plan("u", [Measure(id="m")])
    with pytest.raises(NoSuchField):
        setting(plan, "m", "name", "x", "2027-06")


def test_fields_that_end_in_from_are_told() -> None:
    plan = Plan("u", [Metric(id="k", name="リード数")])
    after = apply(plan, setting(plan, "k", "counted_from", "最初の資料請求"))
    assert len(tell(difference(plan, after), plan, after)) == 1


def test_a_typed_actual_loses_the_passport_of_the_one_it_replaces() -> None:
    line = BudgetLine(
        id="b",
        actual={"2027-04": Decimal(5), "2027-05": Decimal(6)},
        actual_from={"2027-04": "p", "2027-05": "p"},
        passports={"p": Passport(origin="measured")},
    )
    plan = Plan("u", [line])
    field = describe(BudgetLine)["actual"]
    change = deciding(plan, line, field, Decimal(7), key="2027-04", person="白石", date="2027-06-01")
    after = apply(plan, change).item("b")
    assert isinstance(after, BudgetLine)
    assert after.actual == {"2027-04": Decimal(7), "2027-05": Decimal(6)}
    assert after.actual_from == {"2027-05": "p"}


def test_a_typed_lag_is_the_lag() -> None:
    shares = (Decimal("0.5"), Decimal("0.5"))
    step = FunnelStep(id="s", lag_shape="histogram", lag_shares=shares, entered=10, passed=4)
    plan = Plan("u", [step])
    for name, typed in (("lag", Decimal(5)), ("rate", Decimal("0.3"))):
        field = describe(FunnelStep)[name]
        change = deciding(plan, plan.item("s"), field, typed, key=None, person="白石", date="2027-04-01")
        plan = apply(plan, change)
    after = plan.item("s")
    assert isinstance(after, FunnelStep)
    assert (after.lag_shape, after.lag_shares, after.entered, after.passed) == ("fixed", (), None, None)


def test_a_move_among_equal_positions_ends_where_it_was_meant() -> None:
    plan = Plan("u", [Measure(id=name, position="a1") for name in "abcd"])
    for after in ("a", "b", "d", None):
        moved = apply(plan, moving(plan, "c", after))
        order = [each.id for each in moved.items(Measure)]
        assert order[0 if after is None else order.index(after) + 1] == "c"
        assert [each for each in order if each != "c"] == ["a", "b", "d"]


def test_the_only_item_of_a_kind_comes_with_what_is_set_in_it() -> None:
    plan = Plan("u")
    birth, born = with_only(plan, only_id("Playbook"))
    change = (*birth, *setting(born, only_id("Playbook"), "vision", "先に相談される会社"))
    after = apply(plan, change)
    assert after.item(only_id("Playbook")).vision == "先に相談される会社"  # type: ignore[attr-defined]
    assert with_only(after, only_id("Playbook")) == ((), after)
    assert apply(after, inverse(change)) == plan
    with pytest.raises(NoSuchItem):
        with_only(plan, "nobody")


def test_the_id_of_a_pair_follows_from_both() -> None:
    agreement = Agreement(id="a", item="metric", department="sales")
    assert id_of_pair(agreement) == agreement_of("metric", "sales")
    assert id_of_pair(Agreement(id="a", item="metric")) is None
    assert id_of_pair(Metric(id="m")) is None
