"""How full chapters are."""

from __future__ import annotations

from decimal import Decimal

from tests.ui.plans import _starter_items

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.item import Figure
from kakehashi.plan.kinds import BY_CHAPTER, CHAPTERS, budget_line_of, only_id
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep
from kakehashi.ui.completeness import Completeness, completeness


def test_an_empty_plan_is_empty_everywhere() -> None:
    found = completeness(Plan("u"))
    assert tuple(found) == CHAPTERS
    for chapter, state in found.items():
        assert not state.full
        assert (state.needed > 0) == bool(BY_CHAPTER[chapter])
    # first month and currency of the basis have a value from the start
    assert found["basis"] == Completeness(2, 6)
    assert found["organization"] == Completeness(0, 1)


def test_what_is_filled_in_counts() -> None:
    about = About(id=only_id("About"), company="A", title={"ja": "計画"}, product="P", author="B")
    assert completeness(Plan("u", (about,)))["basis"].full
    half = About(id=only_id("About"), company="A")
    assert completeness(Plan("u", (half,)))["basis"] == Completeness(3, 6)


def test_nothing_is_asked_where_nothing_can_stand() -> None:
    figure = Figure(value=Decimal("0.2"))
    steps = [
        FunnelStep(id="a", position="a1", name="Lead", counts="x", rate=figure, lag=Figure(value=Decimal(0))),
        FunnelStep(id="b", position="a2", name="Won", counts="x"),
    ]
    simulation = completeness(Plan("u", steps))["simulation"]
    # the last step leads nowhere: no rate, no lag; what is missing is the economics' two
    assert simulation.needed - simulation.filled == 2
    derived = BudgetLine(id=budget_line_of("p"), source="p")
    frame_only = completeness(Plan("u", ()))["budget"]
    assert completeness(Plan("u", (derived,)))["budget"] == frame_only


def test_a_figure_without_a_value_is_not_filled_in() -> None:
    step = FunnelStep(id="a", position="a1", name="Lead", counts="x", rate=Figure(), lag=Figure())
    last = FunnelStep(id="b", position="a2", name="Won", counts="x")
    state = completeness(Plan("u", (step, last)))["simulation"]
    assert state.needed - state.filled == 4


def test_the_starter_is_nearly_full() -> None:
    found = completeness(Plan("u", _starter_items("ja")))
    for chapter in ("direction", "organization", "metrics", "journey", "budget", "simulation"):
        assert found[chapter].share > 0.9, chapter
