"""Cases of the checks of content: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.plan.budget import BudgetCategory, Measure
from kakehashi.plan.content import ContentAsset, ConversionPoint
from kakehashi.plan.item import Item
from kakehashi.plan.journey import Cell, CustomerVoice, Lane, Stage

QUESTION = (Lane(id="q", holds="question"), Cell(id="c", stage="s", lane="q", text="何を見られるのか"))
EARLY = Stage(id="s", name="課題認知", part="before")
PRODUCTION = BudgetCategory(id="p", name="制作", code="production")
MEASURE = Measure(id="m", name="春の展示会", start="2027-05")


def asset(asset_id: str = "a", **fields: object) -> ContentAsset:
    return ContentAsset(id=asset_id, title=f"事例 {asset_id}", **fields)  # type: ignore[arg-type]


CASES: list[tuple[str, list[Item], list[Item]]] = [
    (
        "content_in_a_circle",
        [
            asset(depends_on=("b",)),
            asset("b", depends_on=("c", "d")),
            asset("c"),
            asset("d", depends_on=("a",)),
        ],
        [
            asset(depends_on=("b", "c")),
            asset("b", depends_on=("d",)),
            asset("c", depends_on=("d",)),
            asset("d"),
        ],
    ),
    (
        "content_in_a_circle",
        [asset(depends_on=("b",)), asset("b", depends_on=("b", "a"))],
        [asset(depends_on=("b",)), asset("b", depends_on=("x",))],
    ),
    (
        "content_waits_for_later",
        [
            asset(due="2027-06-01", depends_on=("b", "c")),
            asset("b", due="2027-06-02"),
            asset("c", due="2027-07-01"),
        ],
        [asset(due="2027-06-01", depends_on=("b",)), asset("b", due="2027-06-01")],
    ),
    (
        "content_waits_for_later",
        [asset(due="2027-06-01", depends_on=("b",)), asset("b", due="2027-06-02")],
        [asset(due="2027-06-01", depends_on=("b",)), asset("b", due="2027-06-02", state="have")],
    ),
    (
        "content_starts_after_due",
        [asset(start="2027-06-02", due="2027-06-01")],
        [asset(start="2027-06-01", due="2027-06-01")],
    ),
    (
        "content_late_for_measure",
        [asset(due="2027-06-01", measure="m"), MEASURE],
        [asset(due="2027-05-31", measure="m"), MEASURE],
    ),
    (
        "voice_without_permission",
        [
            asset(voices=("v", "w")),
            CustomerVoice(id="v", permission="asked"),
            CustomerVoice(id="w", permission="named"),
        ],
        [asset(voices=("v",)), CustomerVoice(id="v", permission="anonymous")],
    ),
    ("content_answers_nothing", [asset(), *QUESTION], [asset(answers=("c",)), *QUESTION]),
    ("content_answers_nothing", [asset()], [asset(state="retire")]),
    (
        "early_content_about_us",
        [EARLY, asset(stage="s", viewpoint="product"), asset("b", stage="s", viewpoint="company")],
        [EARLY, asset(stage="s", viewpoint="product"), asset("b", stage="s", viewpoint="problem")],
    ),
    (
        "content_cost_unplaced",
        [asset(cost=Decimal(5), due="2027-06-01"), PRODUCTION],
        [asset(cost=Decimal(5), due="2027-06-01", category="p"), PRODUCTION],
    ),
    (
        "content_cost_unplaced",
        [asset(cost=Decimal(5), category="p"), PRODUCTION],
        [asset(cost=Decimal(5), category="p", start="2027-06-01"), PRODUCTION],
    ),
    ("published_without_link", [asset(state="published")], [asset(state="published", link="https://a.jp")]),
    ("conversion_without_metric", [ConversionPoint(id="p")], [ConversionPoint(id="p", metric="k")]),
    ("content_leads_nowhere", [asset()], [asset(next="p")]),
    (
        "content_in_production_unplanned",
        [asset(state="in_production", owner="r")],
        [asset(state="in_production", owner="r", due="2027-06-01")],
    ),
]
