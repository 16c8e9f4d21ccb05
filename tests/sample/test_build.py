"""The sample plan as the command makes it: its sums agree, its story is in it, nothing in it is unsound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from kakehashi.checks.run import run_checks
from kakehashi.cli.main import run
from kakehashi.declaration.edition import from_bytes, plan_of
from kakehashi.extension.exporting import Cancelled
from kakehashi.forecast.forecast import Forecast, forecast
from kakehashi.open_plan import OpenPlan, Told
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetFrame, BudgetLine, Experiment, Measure, Seasonality
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.direction import Stakeholder
from kakehashi.plan.kept import Kept
from kakehashi.plan.measurement import OperationRule, WeeklyCheck
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import BudgetRow, Spending, plan_months, spending
from kakehashi.plan.organization import Capacity, CommunicationLink, Department, Role
from kakehashi.plan.plain_plan import read, written
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Approval, Decision, FindingRecord
from kakehashi.plan.simulation import Economics, FunnelStep, Scenario
from kakehashi.plan.targets import Launch, NamedAccount, Segment
from kakehashi.plan.work import BlueprintEntry, Request
from kakehashi.sample.build import build
from kakehashi.sample.story import STORY
from kakehashi.sample.targets import ROUNDED_TO, metric_of, required_by_month, rounded_to
from kakehashi.sample.wording import Wording
from kakehashi.storage.plan_file import EditionRow
from kakehashi.words import Message, in_language

pytestmark = pytest.mark.once

WITHOUT_MEASURE = {  # what the company pays for every measure together
    "Linden Advertising",
    "CRM",
    "Marketing automation",
    "Company data and business cards",
    "Webinar platform",
}
NEW_THIS_YEAR = {  # measures that last year's data cannot name yet
    "Regional show (Nagoya, October)",
    "Co-hosted webinars",
    "Self-check: what downtime costs",
    "Letters to decision makers (30 accounts)",
    "Reactivation of dormant leads",
    "One-line trial kit",
    "Visits to customers' plants",
    "First 90 days after installation",
}

EXPLAINED = {  # in docs/sample.md, by check
    "content_late_for_measure": 1,
    "objection": 1,
    "gap_without_money": 1,
    "low_point_without_measure": 1,
    "comment_open": 1,
}


class Sample(NamedTuple):
    language: str
    path: Path
    plan: Plan
    editions: list[EditionRow]
    declared: list[Plan]
    history: list[Told]
    forecast: Forecast
    spending: Spending
    months: tuple[str, ...]


@pytest.fixture(scope="module", params=["ja", "en"])
def sample(request: pytest.FixtureRequest, sample_file: Callable[[str], Path]) -> Iterator[Sample]:
    path = sample_file(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAKEHASHI_HOME", str(path.parent / "home"))
        opened = OpenPlan.open(path, person="x", clock=lambda: "2027-07-12T09:00:00", read_only=True)
        plan, editions = opened.plan, opened.editions()
        yield Sample(
            language=request.param,
            path=path,
            plan=plan,
            editions=editions,
            declared=[plan_of(from_bytes(opened.edition(each.number))) for each in editions],
            history=opened.history(),
            forecast=forecast(plan),
            spending=spending(plan, Kept()),
            months=plan_months(plan),
        )
        opened.close()


def planned(row: BudgetRow, months: tuple[str, ...]) -> Decimal:
    return sum((row.planned.get(month, Decimal(0)) for month in months), Decimal(0))


def english(row: BudgetRow) -> str:
    return in_language(row.name, "en")


# Ties ---------------------------------------------------------------------------------------------------


def test_the_budget_is_the_same_by_category_by_month_and_by_measure(sample: Sample) -> None:
    spent, months = sample.spending, sample.months
    by_measure = {
        measure: sum((planned(row, months) for row in rows), Decimal(0))
        for measure, rows in spent.by_measure.items()
    }
    assert sum(spent.by_month.values()) == sum(spent.by_category.values()) == sum(by_measure.values())
    assert spent.planned == 57_900_000
    assert len(spent.by_month) == 12
    codes = {each.id: each.code for each in sample.plan.items(BudgetCategory)}
    assert {codes[str(key)]: value for key, value in spent.by_category.items()} == {
        "promotion": 26_600_000,
        "outsourcing": 12_900_000,
        "production": 10_600_000,
        "it": 7_800_000,
    }
    without = {english(row) for row in spent.by_measure[None] if planned(row, months)}
    assert without == WITHOUT_MEASURE
    assert set(by_measure) - {None} == {each.id for each in sample.plan.items(Measure)}
    assert all(by_measure.values())


def test_it_comes_back_from_its_json(sample: Sample) -> None:
    assert read(written(sample.plan).encode()) == sample.plan


def test_the_budget_keeps_its_caps_and_its_reserve(sample: Sample) -> None:
    frame = sample.plan.only(BudgetFrame)
    assert frame.total == 60_000_000
    assert frame.reserve is not None
    assert frame.total - frame.reserve >= sample.spending.planned
    assert sum(frame.caps.values()) + frame.reserve == frame.total
    assert all(sample.spending.by_category[each] <= cap for each, cap in frame.caps.items())
    assert frame.revenue is not None
    assert frame.share_of_revenue is not None
    assert frame.revenue * frame.share_of_revenue == frame.total


def test_the_spend_target_is_the_budget(sample: Sample) -> None:
    spend = next(each for each in sample.plan.items(Metric) if each.follows == "spend")
    declared = spending(sample.declared[0], Kept()).by_month
    for month in sample.months:
        told = sample.spending.by_month if month > "2027-06" else declared
        assert spend.target[month] == told[month]


def test_actual_spend_is_the_sum_of_its_rows(sample: Sample) -> None:
    spend = next(each for each in sample.plan.items(Metric) if each.follows == "spend")
    for month in ("2027-04", "2027-05", "2027-06"):
        invoiced = [row.actual.get(month, Decimal(0)) for row in sample.spending.rows]
        assert spend.actual[month] == sum(invoiced)
        assert all(row.committed.get(month, 0) == row.actual.get(month, 0) for row in sample.spending.rows)
        assert all(month in row.actual for row in sample.spending.rows if row.planned.get(month))


def test_targets_are_what_the_goal_requires_rounded(sample: Sample) -> None:
    """Of the open months by the plan as it is, of those closed by the first edition; both as declared."""
    for number, (plan, closed) in enumerate(zip(sample.declared, ("", "2027-06"), strict=True)):
        for mark, series in required_by_month(plan).items():
            target = metric_of(plan, mark).target
            for month, value in series.items():
                if month > closed:
                    assert target[month] == rounded_to(value, ROUNDED_TO[mark]), (number, mark, month)
    for mark in ROUNDED_TO:
        first, now = (metric_of(plan, mark).target for plan in (sample.declared[0], sample.plan))
        assert all(first[month] == now[month] for month in ("2027-04", "2027-05", "2027-06"))


def test_the_yearly_goal_is_the_sum_of_its_months(sample: Sample) -> None:
    (goal,) = sample.forecast.goals
    assert goal.target == 300_000_000
    orders = next(each for each in sample.plan.items(Metric) if each.id == goal.metric)
    assert sum(orders.target.values()) == goal.target
    assert goal.factor is not None
    assert goal.gap is not None
    assert goal.gap > 0
    assert Decimal("0.8") < goal.factor < 1, "the plan has some room, not much"


def test_what_is_required_within_what_people_can_do(sample: Sample) -> None:
    (goal,) = sample.forecast.goals
    assert goal.feasible
    steps = {each.id: each.marks for each in sample.plan.items(FunnelStep)}
    able: Counter[str] = Counter()
    for each in sample.plan.items(Capacity):
        if each.step is not None and each.amount is not None:
            able[steps[each.step]] += int((each.amount.value or 0) * (each.people or 1))
    assert able.keys() == {"follow", "valid"}
    for mark, most in able.items():
        assert max(required_by_month(sample.plan)[mark].values()) <= most
        step = next(each for each in sample.forecast.steps if each.marks == mark)
        assert max(step.reached.values()) <= most


def test_the_editions_hold_the_totals_of_the_plan(sample: Sample) -> None:
    first, second = sample.declared
    assert [spending(each, Kept()).planned for each in sample.declared] == [sample.spending.planned] * 2
    assert spending(second, Kept()).by_month == sample.spending.by_month
    by_category = spending(first, Kept()).by_category
    assert by_category == sample.spending.by_category, "money moved within a category only"
    assert forecast(second).revenue == sample.forecast.revenue


def test_seasonality_gives_the_months_that_it_spreads(sample: Sample) -> None:
    shapes = sample.plan.items(Seasonality)
    assert len(shapes) == 2
    for shape in shapes:
        item = sample.plan.item(shape.spreads or "")
        series = item.expected if isinstance(item, Measure) else getattr(item, "planned", {})
        assert shape.total == sum(series.values())
        assert sum(shape.shares.values()) == 1
        for month, share in shape.shares.items():
            assert abs(share * shape.total - series[month]) <= shape.total / 5_000


# Content ------------------------------------------------------------------------------------------------


def test_measures_can_be_judged_and_told_apart(sample: Sample) -> None:
    measures = sample.plan.items(Measure)
    assert len(measures) >= 22
    said = [value for each in measures for value in each.identified_by]
    assert len(said) == len(set(said)), "no value names two measures"
    wording = Wording(sample.language)
    known = {
        *(wording.word("source", each) for each in ("trade_show", "webinar", "download", "advertising")),
        *(wording.word("source", each) for each in ("comparison", "inquiry", "referral", "sales")),
        *(wording.word("source", each) for each in ("dealer", "customer")),
        *(wording.word("campaign", each) for each in ("show", "search", "webinar", "users", "media", "mail")),
        *(wording.word("campaign", each) for each in ("relations", "interviews", "stories", "papers")),
    }
    assert known <= set(said)
    new = {in_language(each.name, "en") for each in measures if not known & set(each.identified_by)}
    assert new == NEW_THIS_YEAR
    for each in measures:
        assert each.stop[0].money_goes_to
        assert all(criterion.decide_on for criterion in (*each.success, *each.stop))
        assert each.start is not None
        assert each.start <= str(each.stop[0].decide_on)[:7] <= sample.months[-1]
    assert sum(bool(each.expected or each.response) for each in measures) >= 15


def test_success_is_what_the_forecast_can_reach(sample: Sample) -> None:
    """A yearly count that means success lies near what the plan expects of the measure."""
    steps = {each.follows_step: each.id for each in sample.plan.items(Metric) if each.follows == "step"}
    metrics = {metric: step for step, metric in steps.items()}
    judged = 0
    for measure in sample.plan.items(Measure):
        (success,) = measure.success
        step = metrics.get(str(success.metric))
        expected = sample.forecast.by_measure.get(measure.id, {}).get(str(step), {})
        if not expected or success.decide_on != "2028-03-31" or success.threshold is None:
            continue
        share = success.threshold / sum(expected.values())
        assert Decimal("0.7") < share < Decimal("1.2"), (measure.name, success.threshold, expected)
        judged += 1
    assert judged >= 9


def test_experiments_scenarios_and_figures_from_evidence_beside_borrowed_ones(sample: Sample) -> None:
    plan = sample.plan
    experiments = plan.items(Experiment)
    assert len(experiments) == 3
    assert [each.result for each in experiments if each.result] == ["scale"]
    assert len(plan.items(Scenario)) == 3
    revenue = [sum(forecast(plan, each.id).revenue.values()) for each in plan.items(Scenario)]
    base, cautious, ambitious = revenue
    assert cautious < base < ambitious
    for step in plan.items(FunnelStep):
        if step.rate is not None:
            assert step.rate.passport.origin == "measured"
            assert step.rate.was, "the borrowed figure stays beside it"
    value = plan.only(Economics).deal_value
    assert value is not None
    assert value.passport.finding in plan
    origins = Counter(
        figure.passport.origin for each in plan.items(Measure) for figure in each.own_rates.values()
    )
    assert origins["borrowed"] == 1


def test_who_works_on_the_plan_stands_in_it(sample: Sample) -> None:
    heads = [each.head for each in sample.plan.items(Department)]
    known = {in_language(each, "en") for each in (*heads, *(role.person for role in sample.plan.items(Role)))}
    assert {names["en"] for names in STORY["people"].values()} <= known


def test_targets_of_ratios_are_those_of_the_totals(sample: Sample) -> None:
    """What is typed by month, and what the targets of its parts make over the year: a point apart at most."""
    totals = {each.id: sum(each.target.values()) for each in sample.plan.items(Metric)}
    ratios = [each for each in sample.plan.items(Metric) if each.combines == "ratio" and each.target]
    assert len(ratios) >= 5
    for each in ratios:
        upper, lower = (totals[part.strip(" {}")] for part in each.formula.split("/"))
        apart = Decimal("0.01") if each.unit == "rate" else Decimal("0.01") * upper / lower
        assert all(abs(value - upper / lower) <= apart for value in each.target.values()), each.name


def test_the_story_is_in_the_history(sample: Sample) -> None:
    told = [(each.date, each.by) for each in sample.editions]
    name = {key: names[sample.language] for key, names in STORY["people"].items()}
    assert told == [("2027-04-07", name["cmo"]), ("2027-07-08", name["cmo"])]
    assert [each.hash for each in sample.editions] == [
        next(a.edition_hash for a in sample.plan.items(Approval) if a.edition == number) for number in (1, 2)
    ]
    people = {each.row.person for each in sample.history}
    assert people >= {name[each] for each in ("cmo", "planning", "demand", "sales", "finance")}
    times = [each.row.at for each in reversed(sample.history)]
    assert times == sorted(times)
    assert sample.plan.only(About).closed_through == "2027-06"
    ended, line = (
        next(each for each in plan.items(Measure) if in_language(each.name, "en") == "Trade press")
        for plan in (sample.declared[1], sample.declared[0])
    )
    assert (line.end, ended.end) == ("2028-02", "2027-06")
    lines = [each for each in sample.plan.items(BudgetLine) if each.measure == ended.id]
    assert [max(each.planned) for each in lines] == ["2027-05"]


def test_nothing_is_declared_before_its_data_end_nor_on_a_weekend(sample: Sample) -> None:
    rates = [each.rate for each in sample.plan.items(FunnelStep) if each.rate is not None]
    taken = {each.passport.checked_on for each in rates}
    assert min(str(day) for day in taken) > "2027-03-31"
    assert min(each.date for each in sample.editions) > max(str(day) for day in taken)
    days = {str(each.row.at)[:10] for each in sample.history}
    assert [day for day in days if date.fromisoformat(day).weekday() > 4] == []


def test_who_asked_for_what_is_delivered_reads_that_it_is_done(sample: Sample) -> None:
    entries = sample.plan.items(BlueprintEntry)
    assert [each.month for each in entries if each.state == "in_progress"] == ["2027-07"]
    open_still = {request for each in entries if each.state != "delivered" for request in each.requests}
    served = {request for each in entries if each.state == "delivered" for request in each.requests}
    states = {each.id: each.state for each in sample.plan.items(Request)}
    assert len(served - open_still) > 5
    assert {states[each] for each in served - open_still} == {"done"}
    assert "done" not in {states[each] for each in open_still}


def test_what_is_looked_at_is_looked_at_anew_before_the_second_edition(sample: Sample) -> None:
    weeks = {each.results[-1].week for each in sample.plan.items(WeeklyCheck)}
    assert weeks == {"2027-06-28"}
    assert all(str(each.measured_on) > "2027-05" for each in sample.plan.items(OperationRule))
    assert {each.rated_on for each in sample.plan.items(CommunicationLink)} == {"2027-06-30"}
    unanswered = [each for each in sample.plan.items(Decision) if not each.answer]
    assert all(str(each.by) > sample.editions[-1].date for each in unanswered)
    assert all(str(each.next_talk) > sample.editions[-1].date for each in sample.plan.items(Stakeholder))


def test_what_lies_behind_the_second_edition_is_done_or_has_a_new_day(sample: Sample) -> None:
    """Content, launches and named accounts of a plan of July, and the days its data were taken in."""
    now = sample.editions[1].date
    for asset in sample.plan.items(ContentAsset):
        assert asset.state not in ("needed", "in_production") or str(asset.due) >= now, asset.title
    launches = sample.plan.items(Launch)
    assert {each.state for each in launches if str(each.date) < now} == {"launched"}
    assert all(str(each.next_by) > now for each in sample.plan.items(NamedAccount))
    for record in sample.plan.items(FindingRecord):
        assert record.date > "2027-03-31"
        assert all(source.imported_on > "2027-03-31" for source in record.sources)


def test_orders_placed_ahead_stand_in_the_rows_that_the_story_names(sample: Sample) -> None:
    named = {name for names in STORY["ordered"].values() for name in names}
    ahead = {english(row) for row in sample.spending.rows if any(m > "2027-06" for m in row.committed)}
    assert ahead == named


def test_nothing_is_wrong_and_the_forecast_has_no_problem(sample: Sample) -> None:
    assert [each for each in run_checks(sample.plan) if each.severity == "error"] == []
    assert sample.forecast.problems == ()


def test_the_same_command_gives_the_same_plan(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sample.language != "ja":
        return
    monkeypatch.setenv("KAKEHASHI_HOME", str(tmp_path / "home"))
    again = tmp_path / "again.kakehashi"
    assert run(["sample", str(again), "--language", sample.language]) == 0
    opened = OpenPlan.open(again, person="x", clock=lambda: "2027-07-12T09:00:00", read_only=True)
    assert opened.plan == sample.plan
    assert [each.hash for each in opened.editions()] == [each.hash for each in sample.editions]
    opened.close()


def test_segments_of_the_funnel_stand_in_the_order_of_the_plan(sample: Sample) -> None:
    """Whatever order the engine's threads give them in."""
    (record,) = [each for each in sample.plan.items(FindingRecord) if each.finding == "funnel"]
    part, group, value = (record.columns.index(each) for each in ("part", "group", "value"))
    rows = [row for row in record.rows if (row[part], row[group]) == ("group", "segment")]
    told = list(dict.fromkeys(row[value] for row in rows))
    names = [
        in_language(each.name, "ja" if sample.language == "ja" else "en")
        for each in sample.plan.items(Segment)
    ]
    assert told == [each for each in names if each in told]
    assert len(told) == 2


def test_a_plan_that_is_there_is_not_written_over(sample: Sample, capsys: pytest.CaptureFixture[str]) -> None:
    before = sample.path.read_bytes()
    assert run(["sample", str(sample.path), "--language", sample.language]) == 3
    assert sample.path.name in capsys.readouterr().err
    assert sample.path.read_bytes() == before


def test_only_the_warnings_that_the_story_wants(sample: Sample) -> None:
    """docs/sample.md explains each."""
    warnings = Counter(each.check for each in run_checks(sample.plan) if each.severity == "warning")
    assert warnings == EXPLAINED


class Impatient:
    """Somebody who cancels after so many steps."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    @property
    def cancelled(self) -> bool:
        return self.steps <= 0

    def __call__(self, done: int, total: int | None, message: Message | str = "") -> None:
        self.steps -= 1


@pytest.mark.parametrize("steps", [0, 2])
def test_a_sample_that_was_cancelled_leaves_nothing(tmp_path: Path, steps: int) -> None:
    with pytest.raises(Cancelled):
        build(tmp_path / "sample.kakehashi", "ja", app_version="0", progress=Impatient(steps))
    assert list(tmp_path.iterdir()) == []
