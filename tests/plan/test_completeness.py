"""How full chapters are, and what to do next."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from tests.plan.drawn import plans

from kakehashi.extension.starters import starter_named
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetFrame, BudgetLine
from kakehashi.plan.completeness import (
    MAY_BE_ABSENT,
    WORK_ORDER,
    asked_for,
    completeness,
    next_steps,
)
from kakehashi.plan.item import Figure, new_id
from kakehashi.plan.kinds import BY_CHAPTER, CHAPTERS, KINDS, budget_line_of, only_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, FunnelStep
from kakehashi.plan.starter import plan_from
from kakehashi.words import ALL_LANGUAGES, Message, text


def starter(language: str = "ja") -> Plan:
    items = plan_from(
        starter_named("b2b-saas"), language=language, first_month="2027-04", uuid="u", new_id=new_id
    )
    return Plan("u", items)


def test_an_empty_plan_is_empty_everywhere() -> None:
    found = completeness(Plan("u"))
    assert tuple(found) == CHAPTERS
    for chapter, state in found.items():
        assert not state.full, chapter
        assert state.needed > 0 or not BY_CHAPTER[chapter]
        assert state.filled == 0 or chapter == "basis"


def test_what_is_filled_in_counts() -> None:
    fields = {"company": "A", "title": {"ja": "計画"}, "product": "P", "author": "B"}
    # first month and currency have a value from the start
    empty, half = (
        About(id=only_id("About")),
        About(id=only_id("About"), company="A", title={"ja": "", "en": ""}),
    )
    filled = [
        completeness(Plan("u", (about,)))["basis"].filled
        for about in (empty, half, About(id=only_id("About"), **fields))
    ]
    assert filled == [2, 3, 6]


def test_nothing_is_asked_where_nothing_can_stand() -> None:
    figure = Figure(value=Decimal("0.2"))
    steps = [
        FunnelStep(id="a", position="a1", name="Lead", counts="x", rate=figure, lag=Figure(value=Decimal(0))),
        FunnelStep(id="b", position="a2", name="Won", counts="x"),
    ]
    # the last step leads nowhere: no rate, no lag
    assert not [step for step in next_steps(Plan("u", steps)) if step.kind == "FunnelStep"]
    derived = BudgetLine(id=budget_line_of("p"), source="p")
    assert not [step for step in next_steps(Plan("u", (derived,)), most=99) if step.kind == "BudgetLine"]


def test_a_figure_without_a_value_is_not_filled_in() -> None:
    step = FunnelStep(id="a", position="a1", name="Lead", counts="x", rate=Figure(), lag=Figure())
    last = FunnelStep(id="b", position="a2", name="Won", counts="x")
    found = next(each for each in next_steps(Plan("u", (step, last))) if each.kind == "FunnelStep")
    assert (found.item, found.fields, found.missing) == ("a", ("rate", "lag"), 2)


def test_the_starter_has_no_blanks_in_its_numbers() -> None:
    plan = starter()
    left = {step.kind for step in next_steps(plan, most=999) if plan.of_kind(step.kind)}
    assert not left & {"FunnelStep", "Economics", "Goal", "BudgetLine", "BudgetFrame"}


def test_a_fresh_plan_tells_its_next_ten_steps_in_working_order() -> None:
    steps = next_steps(Plan("u"))
    assert [step.kind for step in steps] == [
        "About",
        "GuidePoint",
        "Outcome",
        "Metric",
        "FunnelStep",
        "Economics",
        "Goal",
        "Department",
        "Role",
        "Measure",
    ]
    assert [text(step.message, "en") for step in steps[:2]] == [
        "Fill in About the plan > Company, Plan title, Product or offer, Author.",
        "Add the first Guide point.",
    ]
    every = next_steps(Plan("u"), most=999)
    assert {step.kind for step in every} == {name for name, kind in KINDS.items() if asked_for(kind)}


def test_a_step_names_where_to_begin_and_how_much_is_missing() -> None:
    full = {"counts": "x", "counted_from": "y", "target": {"2027-04": Decimal(1)}, "data_tool": "CRM"}
    plan = Plan(
        "u",
        [
            Metric(id="a", position="a1", name="Won", **full),
            Metric(id="b", position="a2", name="Leads", **(full | {"counts": ""})),
        ],
    )
    found = next(step for step in next_steps(plan) if step.kind == "Metric")
    # an owner can be named once there is a role: that is a step of its own
    assert (found.item, found.fields, found.missing) == ("b", ("counts",), 1)
    assert text(found.message, "en") == 'Fill in Metric "Leads" > What counts.'


def test_last_years_months_are_no_target_for_this_year() -> None:
    full = {"counts": "x", "counted_from": "y", "data_tool": "CRM"}
    line = {"name": "Expo", "category": "c", "planned": {"2026-04": Decimal(1)}}
    plan = Plan(
        "u",
        [
            About(id=only_id("About"), first_month="2027-04"),
            Metric(id="a", name="Won", target={"2027-03": Decimal(1)}, **full),
            BudgetLine(id="once", recurs="one_off", **line),
            BudgetLine(id="again", recurs="recurring", position="a0", **line),
        ],
    )
    fields = {step.kind: (step.item, step.fields, step.missing) for step in next_steps(plan, most=99)}
    assert fields["Metric"] == ("a", ("target",), 1)
    assert fields["BudgetLine"] == ("again", ("planned",), 1)


class Found:
    def __init__(self, check: str, severity: str, item: str | None) -> None:
        self.check, self.severity, self.item, self.chapter = check, severity, item, "simulation"
        self.sentence = Message("check.no_goal")


def test_errors_of_checks_come_first_and_once_a_check() -> None:
    economics = Economics(id=only_id("Economics"))
    findings = [Found("a", "error", economics.id), Found("b", "hint", None), Found("a", "error", None)]
    steps = next_steps(Plan("u", [economics]), findings)
    assert (steps[0].chapter, steps[0].kind, steps[0].missing) == ("simulation", "Economics", 2)
    assert "1 more" in text(steps[0].message, "en")
    assert steps[1].kind == "About"


def test_when_all_is_filled_in_there_is_nothing_to_do() -> None:
    frame = BudgetFrame(id=only_id("BudgetFrame"), total=Decimal(1))
    assert "BudgetFrame" not in {step.kind for step in next_steps(Plan("u", [frame]), most=999)}


@given(plans())
def test_steps_follow_from_what_is_missing_and_can_be_said(plan: Plan) -> None:
    steps = next_steps(plan, most=999)
    missing = sum(state.needed - state.filled for state in completeness(plan).values())
    assert bool(steps) <= bool(missing)
    for step in steps:
        assert step.missing > 0
        assert step.item is None or step.item in plan
        for language in ALL_LANGUAGES:
            assert text(step.message, language)


def test_the_tables_name_what_there_is() -> None:
    assert set(WORK_ORDER) <= {*KINDS, *CHAPTERS}
    assert sorted(MAY_BE_ABSENT) == sorted(MAY_BE_ABSENT & KINDS.keys()), "of kinds that there are"
