"""Changes of fields that hold several: what they hold is named, or counted where it has no name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kakehashi.plan.budget import BudgetFrame, BudgetLine, Criterion, Measure, Response
from kakehashi.plan.changes import apply, difference, setting
from kakehashi.plan.item import Figure
from kakehashi.plan.journey import Stage
from kakehashi.plan.measurement import Tool
from kakehashi.plan.metrics import Metric
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import FindingRecord
from kakehashi.plan.telling import in_order, period_words, tell
from kakehashi.words import Language, shown, text

NAMES = ("Leads", "Meetings", "Offers", "Orders", "Revenue")


@pytest.fixture
def plan() -> Plan:
    metrics = [Metric(id=f"metric{n}", position=f"a{n}", name=name) for n, name in enumerate(NAMES)]
    return Plan("plan", [*metrics, Measure(id="fair", name="Fair"), BudgetFrame(id="frame")])


def said(plan: Plan, item: str, field: str, value: Any, language: Language = "en") -> tuple[Plan, str]:
    """The plan with this value, and what is told of the change, from the field's title on."""
    change = setting(plan, item, field, value)
    after = apply(plan, change)
    (message,) = tell(change, plan, after)
    return after, text(message, language).split(" > ")[-1]


def test_references_are_named(plan: Plan) -> None:
    plan, told = said(plan, "fair", "moves", ("metric0", "metric3"))
    assert told.endswith(": not set → Leads, Orders")
    assert said(plan, "fair", "moves", ())[1].endswith(": Leads, Orders → not set")


def test_only_the_first_of_many_are_named(plan: Plan) -> None:
    all_five = tuple(f"metric{n}" for n in range(5))
    assert said(plan, "fair", "moves", all_five)[1].endswith("→ Leads, Meetings, Offers … (5)")
    assert said(plan, "fair", "moves", all_five, "ja")[1].endswith(
        "：未入力 → Leads、Meetings、Offers …（5件）"
    )


def test_short_texts_and_numbers_stand_for_themselves(plan: Plan) -> None:
    assert said(plan, "fair", "identified_by", ("fair-2027", "booth"))[1].endswith("→ fair-2027, booth")
    assert said(plan, "frame", "alerts", (Decimal("0.5"),))[1].endswith("→ 50.0%")


def test_records_are_called_by_the_item_that_they_are_about(plan: Plan) -> None:
    few = Criterion(metric="metric0", threshold=Decimal(5))
    plan, told = said(plan, "fair", "stop", (few, Criterion(metric="metric1")))
    assert told.endswith("→ Leads, Meetings")
    more = Criterion(metric="metric0", threshold=Decimal(8))
    assert said(plan, "fair", "stop", (more, Criterion(metric="metric1")))[1].endswith(
        "Leads, Meetings, details changed"
    )


@pytest.mark.parametrize(("count", "en", "ja"), [(1, "1 entry", "1件"), (2, "2 entries", "2件")])
def test_what_has_no_name_is_counted(plan: Plan, count: int, en: str, ja: str) -> None:
    nameless = (Criterion(threshold=Decimal(5)),) * count
    assert said(plan, "fair", "stop", nameless)[1].endswith(f"→ {en}")
    assert said(plan, "fair", "stop", nameless, "ja")[1].endswith(f"→ {ja}")


def test_a_single_record_is_one_entry(plan: Plan) -> None:
    response = Response(cost_per_lead=Figure(value=Decimal(9_000)), carry_over=Decimal("0.1"))
    assert said(plan, "fair", "response", response)[1].endswith("→ 1 entry")


def test_changes_are_told_chapter_by_chapter_and_items_below_their_owners() -> None:
    """Whatever the order in which items were made; of one that is gone, where it stood."""
    before = Plan("plan", [BudgetLine(id="gone", position="a1", name="Gone", source="fair")])
    now = (
        Measure(id="z-late", position="a2", name="Late"),
        Metric(id="metric", position="a0", name="Leads"),
        BudgetLine(id="line", position="a0", name="Line", parent="fair"),
        Measure(id="fair", position="a1", name="Fair"),
        Stage(id="stage", position="a0", name="Stage"),
    )
    after = Plan("plan", now)
    change = in_order(difference(before, after), before, after)
    told = [text(each, "en").split(" > ")[-1] for each in tell(change, before, after)]
    assert [each.split('"')[1] for each in told] == ["Leads", "Stage", "Fair", "Line", "Late", "Gone"]
    assert apply(before, change) == after


def test_what_is_booked_on_a_line_that_follows_from_its_source_is_told_and_not_the_line_as_new() -> None:
    """The line was there with its source, in no item of its own."""
    source = Tool(id="crm", position="a0", name="CRM")
    line = BudgetLine(id="line", source="crm", committed={"2027-04": Decimal(200)}, actual={})
    before, after = Plan("plan", [source]), Plan("plan", [source, line])
    for one, other, told in ((before, after, "not set → 200"), (after, before, "200 → not set")):
        (message,) = tell(difference(one, other), one, other)
        assert text(message, "en") == f"Measures & budget > CRM > Committed > Apr 2027: {told}"
    with_source = tell(difference(Plan("plan"), after), Plan("plan"), after)
    assert text(with_source[-1], "en") == 'Measures & budget > Budget line "CRM" added'


def test_months_of_a_metric_are_told_in_its_unit(plan: Plan) -> None:
    before = apply(plan, setting(plan, "metric0", "unit", "rate"))
    change = setting(before, "metric0", "target", Decimal("0.93"), "2027-12")
    (message,) = tell(change, before, apply(before, change))
    assert text(message, "en").endswith("Dec 2027: not set → 93.0%")


def test_a_finding_is_called_by_what_it_says() -> None:
    plan = Plan("plan", [FindingRecord(id="f", finding="funnel"), FindingRecord(id="g", finding="of-plugin")])
    assert shown(name_of(plan, plan.item("f")), "ja") == "ファネル"
    assert shown(name_of(plan, plan.item("g")), "ja") == "of-plugin"


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2025-04–2027-03", "2025年4月–2027年3月"),
        ("2027-03", "2027年3月"),
        ("2025-2026", "2025-2026"),
        ("直近2年", "直近2年"),
        ("", ""),
    ],
)
def test_a_period_is_told_in_months(period: str, said: str) -> None:
    assert shown(period_words(period), "ja") == said
