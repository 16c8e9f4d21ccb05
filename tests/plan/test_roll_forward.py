"""Next year's plan from this year's: what is kept, moved, asked anew, proposed and left behind."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from tests.plan.drawn import plans

from kakehashi.extension.starters import starter_named
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetFrame, BudgetLine, Criterion, Measure
from kakehashi.plan.changes import adding, apply
from kakehashi.plan.completeness import next_steps
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Figure, Item, Passport
from kakehashi.plan.kinds import KINDS, budget_line_of, only_id
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.plan.months import shifted
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.references import references
from kakehashi.plan.review import FindingRecord
from kakehashi.plan.roll_forward import KEPT, RULES, roll_forward
from kakehashi.plan.simulation import Economics, Goal, OpeningPipeline, Override, Scenario
from kakehashi.plan.starter import plan_from
from kakehashi.plan.work import Request
from kakehashi.words import LANGUAGES, text

DOCS = Path(__file__).resolve().parents[2] / "docs"
ABOUT = About(
    id=only_id("About"), title={"ja": "2027年度 計画", "en": "Plan 2027-2028"}, first_month="2027-04"
)
ONE, TWO = Decimal(1), Decimal(2)


def rolled(*items: Item, copied: bool = False) -> Plan:
    return roll_forward(Plan("u", [ABOUT, *items]), "v", targets="copied" if copied else "empty").plan


def test_every_kind_has_a_rule_or_is_kept_deliberately() -> None:
    assert not RULES.keys() & KEPT
    assert RULES.keys() | KEPT == KINDS.keys()


@pytest.mark.parametrize("kind", sorted(RULES))
def test_rules_name_fields_that_there_are(kind: str) -> None:
    rule, fields = RULES[kind], describe(KINDS[kind])
    names = {
        *rule.clears,
        *rule.moves,
        *rule.moves_along,
        *rule.repeats,
        *rule.targets,
        *filter(None, [rule.goes_on]),
    }
    assert names <= fields.keys()
    for field, values in filter(None, [rule.leaves_when]):
        assert values <= set(fields[field].choices)
    for field, value in filter(None, [rule.repeats_when]):
        assert value in fields[field].choices
    moved = {
        fields[name].field.shape for name in (*rule.moves, *rule.moves_along, *filter(None, [rule.goes_on]))
    }
    assert moved <= {"month", "date", "series", "origins", "records"}


def test_the_documentation_tells_every_rule() -> None:
    said = (DOCS / "plan-year.md").read_text(encoding="utf-8")
    assert [kind for kind in RULES if f"`{kind}`" not in said] == []


def test_the_plan_begins_a_year_later_and_says_so() -> None:
    about = rolled().only(About)
    assert about.first_month == "2028-04"
    assert about.title == {"ja": "2028年度 計画", "en": "Plan 2028-2029"}
    assert rolled().uuid == "v"
    assert roll_forward(Plan("u"), "v").plan.only(About).first_month == "2028-04"


def test_actuals_stay_and_targets_are_empty_or_copied() -> None:
    series = {"2027-04": ONE, "2028-03": TWO}
    metric = Metric(
        id="m", target=series, actual=series, passports={"p": Passport()}, actual_from={"2027-04": "p"}
    )
    assert rolled(metric).item("m") == metric
    copied = rolled(metric, copied=True).item("m")
    assert isinstance(copied, Metric)
    assert copied.target == {**series, "2028-04": ONE, "2029-03": TWO}
    assert (copied.actual, copied.actual_from) == (metric.actual, metric.actual_from)
    assert {copied.passports[key].origin for key in copied.target_from.values()} == {"assumed"}
    for language in LANGUAGES:
        source = copied.passports[copied.target_from["2028-04"]].source
        assert isinstance(source, dict)
        assert "2027-04" in source[language]


def test_recurring_money_is_proposed_again_one_off_money_is_not() -> None:
    planned = {"2027-03": TWO, "2027-04": ONE, "2028-03": ONE, "2028-04": Decimal(7)}
    lines = [
        BudgetLine(id="again", planned=planned, recurs="recurring"),
        BudgetLine(id="once", planned=planned, recurs="one_off"),
        BudgetLine(id=budget_line_of("p"), source="p", actual=planned, recurs="recurring"),
    ]
    plan = rolled(*lines)
    again = plan.item("again")
    assert isinstance(again, BudgetLine)
    assert again.planned == {**planned, "2029-03": ONE}, "what stands there already stays"
    assert set(again.planned_from) == {"2029-03"}
    assert plan.item("once") == lines[1]
    assert plan.item(budget_line_of("p")) == lines[2]


def test_what_ends_with_the_year_goes_on_what_ends_otherwise_does_not() -> None:
    stop = Criterion(metric="m", decide_on="2028-02-29", threshold=ONE)
    plan = rolled(
        Partner(id="a", start="2027-04", end="2028-03"),
        Partner(id="b", start="2025-04", end="2030-03"),
        Partner(id="c", start="2025-04", end="2027-09"),
        Measure(id="m1", end="2028-03", stop=(stop,), expected={"2027-04": ONE}),
        Measure(id="m2", end="2027-09", stop=(stop,)),
        Role(id="r", end="2028-03"),
    )
    assert [plan.item(each).end for each in "abcr"] == ["2029-03", "2030-03", "2027-09", "2028-03"]  # type: ignore[attr-defined]
    first, second = plan.item("m1"), plan.item("m2")
    assert isinstance(first, Measure)
    assert isinstance(second, Measure)
    assert (first.end, first.stop[0].decide_on, first.expected) == ("2029-03", "2029-02-28", {"2027-04": ONE})
    assert (second.end, second.stop) == ("2027-09", (stop,))


def test_what_was_agreed_is_asked_again_and_what_was_said_is_left_behind() -> None:
    agreement = Agreement(id="g", item="m", department="d", state="agreed", by="大野", date="2027-04-01")
    frame = BudgetFrame(id=only_id("BudgetFrame"), total=ONE, share_of_revenue=Decimal("0.05"))
    pipeline = OpeningPipeline(id="o", step="s", count=Figure(value=ONE, passport=Passport(finding="f2")))
    plan = rolled(Metric(id="m"), agreement, frame, pipeline, Goal(id="k", metric="m", by="2028-03"))
    assert plan.item("g") == Agreement(id="g", item="m", department="d")
    assert plan.only(BudgetFrame) == BudgetFrame(id=frame.id, share_of_revenue=Decimal("0.05"))
    assert plan.item("o") == OpeningPipeline(id="o", step="s")
    assert plan.item("k") == Goal(id="k", metric="m", by="2029-03")
    asked = {step.kind for step in next_steps(plan, most=999)}
    assert {"BudgetFrame", "OpeningPipeline"} <= asked


def test_findings_stay_where_a_figure_rests_on_them() -> None:
    passport = Passport(origin="measured", finding="f1", checked_on="2027-03-31")
    economics = Economics(id=only_id("Economics"), deal_value=Figure(value=ONE, passport=passport))
    pipeline = OpeningPipeline(id="o", count=Figure(value=ONE, passport=Passport(finding="f2")))
    plan = rolled(economics, pipeline, *(FindingRecord(id=f"f{n}", finding="x") for n in (1, 2, 3)))
    assert [item.id for item in plan.items(FindingRecord)] == ["f1"]
    assert plan.only(Economics) == economics, "its passport says when it was checked"


def test_a_scenario_assumes_the_same_a_year_later() -> None:
    overrides = (
        Override(item="m", field="expected", key="2027-06", value="5"),
        Override(item="s", field="rate"),
    )
    scenario = rolled(Scenario(id="s", overrides=overrides)).item("s")
    assert isinstance(scenario, Scenario)
    assert [each.key for each in scenario.overrides] == ["2028-06", None]


def test_the_starter_rolled_forward_is_told() -> None:
    numbers = count()
    items = plan_from(
        starter_named("b2b-saas"),
        language="ja",
        first_month="2027-04",
        uuid="u",
        new_id=lambda: f"i{next(numbers)}",
    )
    found = roll_forward(Plan("u", items), "v")
    assert found.kept
    assert found.moved["About"] == 1
    assert found.proposed["BudgetLine"]
    for language in LANGUAGES:
        assert all(text(message, language) for message in found.told())


def test_the_plan_is_about_the_next_year_whatever_owner_a_file_names() -> None:
    about = About(id=only_id("About"), parent="gone", first_month="2027-04")
    plan = Plan("u", (about, Scenario(id="other"), Request(id="gone", state="done")))
    found = roll_forward(plan, "v").plan
    assert "gone" not in found
    assert found.only(About).first_month == "2028-04"


@given(plans())
def test_next_years_plan_is_sound_and_nothing_of_this_year_is_erased(plan: Plan) -> None:
    for targets in ("empty", "copied"):
        found = roll_forward(plan, "v", targets=targets)  # type: ignore[arg-type]
        after = found.plan
        assert apply(Plan("v"), adding(*after)) == after, "every value may stand in its field"
        gone = {item.id for item in plan if item.id not in after}
        assert len(gone) == sum(found.left.values())
        kinds_with_formulas = {"Metric"}
        assert not gone & {t for i in after if i.kind not in kinds_with_formulas for _, t in references(i)}
        for item in plan:
            later = after.get(item.id)
            if later is None or item.kind in ("FromAPlugin", "Seasonality"):
                continue
            assert (later.kind, later.position, later.extra) == (item.kind, item.position, item.extra)
            for name, described in describe(type(item)).items():
                if described.field.shape == "series":
                    assert getattr(item, name).items() <= getattr(later, name).items()
        for message in found.told():
            assert text(message, "ja")
    first = plan.only(About).first_month
    twice = roll_forward(roll_forward(plan, "v").plan, "w").plan
    assert twice.only(About).first_month == shifted(first, 24)
