"""Starters: a plan made from a file, what a malformed file says, and the starter that we ship."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from kakehashi.checks.run import run_checks
from kakehashi.extension.plugins import NoSuchPlugin
from kakehashi.extension.starters import starter_keys, starter_named
from kakehashi.forecast.forecast import forecast
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetFrame, BudgetLine, Measure
from kakehashi.plan.completeness import WORK_ORDER, next_steps
from kakehashi.plan.fields import describe, plain
from kakehashi.plan.formula import names_in, parse
from kakehashi.plan.item import Item, Series
from kakehashi.plan.journey import Stage
from kakehashi.plan.kinds import CHAPTERS, KINDS, agreement_of, budget_line_of, only_id
from kakehashi.plan.measurement import Tool
from kakehashi.plan.metrics import Agreement, AttributionRule, Metric
from kakehashi.plan.money import budget_rows, plan_months, total
from kakehashi.plan.months import months_from
from kakehashi.plan.organization import Capacity, Department, Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep, Goal, OpeningPipeline, Scenario
from kakehashi.plan.starter import plan_from, read_starter
from kakehashi.plan.starter_file import BadStarter, Library, Starter
from kakehashi.storage.folders import starter_folder
from kakehashi.words import LANGUAGES, Language, in_language, text

DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "starters.md"
MONTHS = months_from("2027-04", 12)


def numbered() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"n{next(numbers)}"


def made(starter: Starter, language: str = "ja", first_month: str = "2027-04") -> Plan:
    items = plan_from(starter, language=language, first_month=first_month, uuid="u", new_id=numbered())
    assert len({item.id for item in items}) == len(items)
    return Plan("u", items)


def small(*items: dict[str, Any]) -> bytes:
    return json.dumps({"key": "small", "title": "t", "summary": "s", "items": items}).encode()


FOLDER = files("kakehashi_templates") / "starters"
SHIPPED = sorted({each.name.removesuffix(".json") for each in FOLDER.iterdir()} - {"common"})


@cache
def shipped(key: str = "b2b-saas") -> Starter:
    return starter_named(key)


# Making ------------------------------------------------------------------------------------------------


def test_references_months_and_formulas_are_resolved() -> None:
    plan = made(
        read_starter(
            small(
                {"kind": "Metric", "key": "won", "fields": {"target": [3, None, "4.5"], "name": "Won"}},
                {"kind": "Metric", "key": "valid", "fields": {"target": {"m+11": 0.25}}},
                {
                    "kind": "Metric",
                    "key": "rate",
                    "fields": {"formula": "{@won}[-1] / ({@valid} + 1)", "leads_to": "@won"},
                },
                {"kind": "Measure", "fields": {"moves": ["@won", "@rate"], "start": "m+1", "end": "m-1"}},
            )
        )
    )
    won, valid, rate = plan.items(Metric)
    assert won.target == {"2027-04": 3, "2027-06": Decimal("4.5")}
    assert valid.target == {"2028-03": Decimal("0.25")}
    assert rate.formula == f"{{{won.id}}}[-1] / ({{{valid.id}}} + 1)"
    assert rate.leads_to == won.id
    (measure,) = plan.items(Measure)
    assert (measure.moves, measure.start, measure.end) == ((won.id, rate.id), "2027-05", "2027-03")


def test_ids_that_follow_from_other_items_do_so() -> None:
    plan = made(
        read_starter(
            small(
                {"kind": "Agreement", "fields": {"item": "@line", "department": "@sales"}},
                {"kind": "BudgetLine", "key": "line", "fields": {"source": "@agency"}},
                {"kind": "Partner", "key": "agency", "parent": "@sales", "fields": {}},
                {"kind": "Department", "key": "sales", "fields": {}},
                {"kind": "BudgetFrame", "fields": {"total": 5}},
            )
        )
    )
    agency, sales = plan.items(Partner)[0], plan.items(Department)[0]
    assert agency.parent == sales.id
    assert plan.items(BudgetLine)[0].id == budget_line_of(agency.id)
    assert plan.items(Agreement)[0].id == agreement_of(budget_line_of(agency.id), sales.id)
    assert plan.only(BudgetFrame).total == 5


def test_first_month_language_and_fiscal_year_are_those_of_the_new_plan() -> None:
    plan = made(read_starter(small()), language="en", first_month="2028-10")
    about = plan.item(only_id("About"))
    assert isinstance(about, About)
    assert (about.first_month, about.language, about.fiscal_start) == ("2028-10", "en", 10)


def test_items_keep_the_order_of_the_file() -> None:
    stages = [{"kind": "Stage", "fields": {"name": f"s{n}"}} for n in range(20)]
    plan = made(read_starter(small(*stages)))
    assert [plan.item(item.id).name for item in plan.of_kind("Stage")] == [f"s{n}" for n in range(20)]


def test_an_override_is_stored_in_plain_form() -> None:
    plan = made(
        read_starter(
            small(
                {"kind": "FunnelStep", "key": "step", "fields": {}},
                {"kind": "Measure", "key": "show", "fields": {}},
                {
                    "kind": "Scenario",
                    "fields": {
                        "overrides": [
                            {"item": "@step", "field": "rate", "value": {"value": 0.20, "low": "0.10"}},
                            {"item": "@show", "field": "expected", "key": "m+3", "value": 400},
                            {"item": "@show", "field": "own_rates", "key": "@step", "value": {"value": 1}},
                            {"item": "@show", "field": "enters_at", "value": "@step"},
                        ]
                    },
                },
            )
        )
    )
    (step,), (show,), (scenario,) = plan.items(FunnelStep), plan.items(Measure), plan.items(Scenario)
    assert [plain(each) for each in scenario.overrides] == [
        {"item": step.id, "field": "rate", "value": {"value": "0.2", "low": "0.1"}},
        {"item": show.id, "field": "expected", "key": "2027-07", "value": "400"},
        {"item": show.id, "field": "own_rates", "key": step.id, "value": {"value": "1"}},
        {"item": show.id, "field": "enters_at", "value": step.id},
    ]


# Malformed ---------------------------------------------------------------------------------------------

STAGE = {"kind": "Stage", "key": "one", "fields": {}}
METRIC = {"kind": "Metric", "key": "won", "fields": {}}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "line 1, character 1"),
        (b'{"key": "x",\n  oops}', "line 2, character 3"),
        ("{}".encode("utf-16"), "at byte 1"),
        (b"[" * 100_000, "JSON"),
        (b'{"key": 1' + b"0" * 5_000 + b"}", "JSON"),
        (b'{"key": NaN}', '"NaN"'),
        (b'{"key": "x", "key": "y"}', '"key" twice'),
        (b"[]", "form at $."),
        (b'{"key": "x", "title": "t", "summary": "s"}', "form at $."),
        (small(3), "form at $.items[0]."),  # type: ignore[arg-type]
        (small({"kind": "Stage", "field": {}}), "form at $.items[0]."),
        (small({"kind": "Stage", "fields": []}), "form at $.items[0].fields."),
    ],
)
def test_a_file_that_is_no_starter(raw: bytes, says: str) -> None:
    with pytest.raises(BadStarter) as caught:
        read_starter(raw)
    assert says in str(caught.value)
    assert text(caught.value.message, "ja")


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ([{"kind": "Stages"}], "no such kind. Kinds are: About, Maturity"),
        ([STAGE, STAGE], 'Another item has the key "one"'),
        ([{"kind": "About"}, {"kind": "About"}], "The same item stands further up"),
        ([{"kind": "Stage", "parent": "one"}], 'parent: "one" is not a reference'),
        ([{"kind": "Stage", "fields": {"nam": "x"}}], "nam: There is no such field. Fields are:"),
        ([{"kind": "Stage", "fields": {"id": "x"}}], "id: There is no such field."),
        ([{"kind": "Stage", "fields": {"name": 3}}], "Enter a text."),
        ([{"kind": "Stage", "fields": {"name": {"jp": "x"}}}], "these languages: ja, en, zh_TW"),
        ([{"kind": "Metric", "fields": {"leads_to": "@no"}}], 'No item has the key "no"'),
        ([{"kind": "Metric", "fields": {"leads_to": "won"}}], '"won" is not a reference'),
        ([STAGE, {"kind": "Metric", "fields": {"leads_to": "@one"}}], "@one is of the kind Stage."),
        ([{"kind": "Metric", "fields": {"shared_by": "@one"}}], "square brackets"),
        ([{"kind": "Metric", "fields": {"target": 3}}], "curly brackets"),
        ([{"kind": "Metric", "fields": {"target": {"2027-04": 3}}}], '"2027-04" is not a month'),
        ([{"kind": "Metric", "fields": {"target": ["many"]}}], "Enter a number"),
        ([{"kind": "Metric", "fields": {"level": 6}}], "at most 5"),
        ([{"kind": "Metric", "fields": {"role": "kpl"}}], "Choose one of: kgi, kpi, supporting"),
        ([{"kind": "Metric", "fields": {"formula": "{@won} /"}}], "ends too early"),
        ([METRIC, {"kind": "Metric", "fields": {"formula": "{won} / 2"}}], '"won" is not a reference'),
        ([{"kind": "Measure", "fields": {"start": "April"}}], '"April" is not a month'),
        ([{"kind": "Measure", "fields": {"stop": [{"metric": "@no"}]}}], 'No item has the key "no"'),
        ([{"kind": "BudgetFrame", "fields": {"caps": {"it": 3}}}], '"it" is not a reference'),
        ([{"kind": "BudgetLine", "fields": {"source": "@no"}}], 'No item has the key "no"'),
        ([{"kind": "Agreement", "fields": {}}], "needs both item and department"),
        ([{"kind": "Scenario", "fields": {"overrides": [3]}}], "curly brackets"),
        ([{"kind": "Scenario", "fields": {"overrides": [{"field": "rate"}]}}], "is not a reference"),
        (
            [METRIC, {"kind": "Scenario", "fields": {"overrides": [{"item": "@won", "field": "rate"}]}}],
            "There is no such field",
        ),
        (
            [
                METRIC,
                {
                    "kind": "Scenario",
                    "fields": {"overrides": [{"item": "@won", "field": "level", "value": 9}]},
                },
            ],
            "at most 5",
        ),
    ],
)
def test_a_starter_that_no_plan_can_be_made_from(items: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(BadStarter) as caught:
        read_starter(small(*items))
    said = str(caught.value)
    assert says in said
    assert '"small"' in said
    assert f"({items[-1]['kind']} " in said
    assert text(caught.value.message, "ja")


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(BadStarter) as caught:
        read_starter(
            small(
                {"kind": "Stage", "key": "one", "fields": {"nam": "x", "happens": 3}},
                {"kind": "Metric", "key": "won", "fields": {"leads_to": "@no"}},
            )
        )
    said = str(caught.value)
    assert caught.value.message.values["count"] == 3
    assert "Item 1 (Stage" in said
    assert "Item 2 (Metric" in said


# Several files ------------------------------------------------------------------------------------------


def library(**files: dict[str, Any]) -> Library:
    raw = {name: json.dumps(file).encode() for name, file in files.items()}
    here = Library(lambda name: (raw[name], here))
    return here


def taking(*names: str, items: tuple[dict[str, Any], ...] = (), **more: Any) -> bytes:
    file = {"key": "own", "title": "t", "summary": "s", "includes": names, "items": items, **more}
    return json.dumps(file).encode()


def test_items_of_included_files_come_first_and_references_lead_both_ways() -> None:
    shared = {"items": [{"kind": "Metric", "key": "won", "fields": {"owner": "@cmo"}}]}
    own = (
        {"kind": "Role", "key": "cmo", "fields": {"title": "CMO"}},
        {"kind": "Metric", "fields": {"leads_to": "@won"}},
    )
    plan = made(read_starter(taking("shared", items=own), library(shared=shared)))
    won, other = plan.items(Metric)
    assert (won.owner, other.leads_to) == (plan.items(Role)[0].id, won.id)


def test_an_item_of_the_same_key_goes_over_the_included_one() -> None:
    shared = {
        "items": [
            {"kind": "Metric", "key": "won", "fields": {"name": "Won", "level": 4, "read": "weekly"}},
            {"kind": "Metric", "key": "leads", "fields": {"name": "Leads"}},
            {"kind": "BudgetFrame", "fields": {"total": 5, "reserve": 1}},
            {"kind": "Stage", "key": "gone"},
        ]
    }
    own = (
        {"kind": "Metric", "key": "won", "fields": {"name": "Orders", "read": None}},
        {"kind": "BudgetFrame", "fields": {"total": 7}},
    )
    plan = made(read_starter(taking("shared", items=own, leaves_out=["gone"]), library(shared=shared)))
    assert [(each.name, each.level, each.read) for each in plan.items(Metric)] == [
        ("Orders", 4, "monthly"),
        ("Leads", 3, "monthly"),
    ]
    frame = plan.only(BudgetFrame)
    assert (frame.total, frame.reserve) == (7, 1)
    assert not plan.of_kind("Stage")


def test_a_file_included_twice_is_taken_once() -> None:
    files = library(
        base={"items": [{"kind": "Stage", "key": "one", "fields": {"name": "base"}}]},
        first={"includes": ["base"], "items": [{"kind": "Stage", "key": "one", "fields": {"name": "first"}}]},
        second={"includes": ["base"]},
    )
    plan = made(read_starter(taking("first", "second"), files))
    assert [plan.item(each.id).name for each in plan.of_kind("Stage")] == ["first"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (taking("none"), 'includes "none", but there is no such file'),
        (taking("../up"), 'includes "../up", but there is no such file'),
        (taking("a"), 'The file "a" includes itself (a > b > a)'),
        (taking("broken"), 'In the included file "broken": The starter does not have the right form at $.'),
        (taking("shared", leaves_out=["none"]), '"none" is to be left out'),
        (taking("shared", items=({"kind": "Role", "key": "one"},)), '"one" is a Role, but the included item'),
        (taking("shared", items=({"kind": "Stage", "key": "one"},) * 2), 'Another item has the key "one"'),
        (taking("wrong"), 'Item 2 of the included file "wrong" (Stage ""), nam: There is no such field.'),
    ],
)
def test_bad_includes_are_told(raw: bytes, says: str) -> None:
    files = library(
        a={"includes": ["b"]},
        b={"includes": ["a"]},
        broken={"item": []},
        shared={"items": [{"kind": "Stage", "key": "one"}]},
        wrong={"items": [{"kind": "Stage"}, {"kind": "Stage", "fields": {"nam": "x"}}]},
    )
    with pytest.raises(BadStarter) as caught:
        read_starter(raw, files)
    assert says in str(caught.value)
    assert text(caught.value.message, "ja")


def test_dates_count_from_the_first_month_and_lists_are_of_the_language() -> None:
    starter = read_starter(
        small(
            {"kind": "Launch", "fields": {"date": "m+1-31"}},
            {"kind": "Launch", "fields": {"date": "2026-11-24"}},
            {"kind": "Measure", "fields": {"stop": [{"decide_on": "m+2-15"}]}},
            {"kind": "LogTemplate", "fields": {"required": {"ja": ["課題"], "en": ["Need"]}}},
        )
    )
    plan = made(starter, language="en", first_month="2028-01")
    assert [plan.item(each.id).date for each in plan.of_kind("Launch")] == ["2028-02-29", "2026-11-24"]
    assert plan.items(Measure)[0].stop[0].decide_on == "2028-03-15"
    assert [plan.item(each.id).required for each in plan.of_kind("LogTemplate")] == [("Need",)]


# A company's own ----------------------------------------------------------------------------------------


def test_the_example_of_the_documentation_makes_a_plan() -> None:
    example = re.search(r"```json\n(.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.S)
    assert example is not None
    (starter_folder() / "our-company.json").write_text(example[1], encoding="utf-8")
    assert "our-company" in starter_keys()
    plan = made(starter_named("our-company"))
    assert not [each for each in run_checks(plan) if each.severity == "error"]
    assert len(plan.items(Metric)) == len(made(shipped()).items(Metric))
    assert in_language(plan.items(Stage)[3].name, "en") == "Trial"


def test_a_companys_own_starter_goes_before_ours_of_the_same_name() -> None:
    mine = json.loads(small().decode()) | {"key": "b2b-saas", "includes": ["shared"]}
    (starter_folder() / "b2b-saas.json").write_text(json.dumps(mine), encoding="utf-8")
    (starter_folder() / "shared.json").write_text('{"items": [{"kind": "Stage"}]}', encoding="utf-8")
    assert len(starter_named("b2b-saas").items) == 1
    assert "common" not in starter_keys()
    assert "shared" not in starter_keys()
    for name in ("common", "../b2b-saas", "none"):
        with pytest.raises(NoSuchPlugin) as caught:
            starter_named(name)
        assert "b2b-saas" in str(caught.value)
        assert str(starter_folder()) in str(caught.value)


# The starter that we ship ------------------------------------------------------------------------------


# What only the company can say: the starter leaves it empty, so that the next steps ask for it.
KNOWN_TO_THE_COMPANY = frozenset(
    {
        "Approval",
        "Audience",
        "Comment",
        "Coverage",
        "CustomerBase",
        "CustomerVoice",
        "FindingRecord",
        "Interview",
        "KeyMessage",
        "Launch",
        "NamedAccount",
        "Positioning",
    }
)


def test_each_is_called_as_its_file() -> None:
    assert [shipped(key).key for key in SHIPPED] == SHIPPED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", SHIPPED)
def test_it_makes_a_plan_in_each_language(key: str, language: Language) -> None:
    plan = made(shipped(key), language)
    assert plan.only(About).language == language
    assert set(plan.kinds()) == set(KINDS) - KNOWN_TO_THE_COMPANY
    for item in plan:
        for said in texts_of(plain(item)):
            assert set(said) == set(LANGUAGES), item
            assert all(said.values()), item


def texts_of(value: Any) -> Iterator[Mapping[str, str]]:
    if isinstance(value, dict):
        if "ja" in value or "en" in value:
            yield value
        else:
            for each in value.values():
                yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", SHIPPED)
def test_it_passes_its_checks_and_says_what_comes_next(key: str, language: Language) -> None:
    plan = made(shipped(key), language)
    found = run_checks(plan)
    assert not [each for each in found if each.severity == "error"]
    assert sum(each.severity == "warning" for each in found) <= 18
    steps = next_steps(plan, found)
    assert len(steps) == 10
    assert steps[0].kind == "About"
    # the goals and their figures first, then chapter by chapter
    chapters = [CHAPTERS.index(step.chapter) for step in steps if step.kind not in WORK_ORDER]
    assert chapters == sorted(chapters)


@pytest.mark.parametrize("key", SHIPPED)
def test_nothing_it_refers_to_is_missing(key: str) -> None:
    plan = made(shipped(key))
    assert [target for target in plan.reverse_index() if target not in plan] == []
    for metric in plan.items(Metric):
        if metric.formula:
            parse(metric.formula)
            assert all(plan.find(Metric, name) for name in names_in(metric.formula))


@pytest.mark.parametrize(("first_month", "last_month"), [("2027-04", "2028-03"), ("2026-01", "2026-12")])
def test_all_its_months_are_months_of_the_plan(first_month: str, last_month: str) -> None:
    plan = made(shipped(), first_month=first_month)
    assert plan_months(plan)[-1] == last_month
    found = [month for item in plan for month in months_of(item)]
    assert len(found) > 300
    assert set(found) <= set(plan_months(plan))


def months_of(item: Item) -> Iterator[str]:
    for name, described in describe(type(item)).items():
        value = getattr(item, name)
        if described.field.shape in ("series", "origins"):
            yield from value
        elif described.field.shape == "month" and value is not None:
            yield value
    if isinstance(item, Measure):
        yield from (each.decide_on[:7] for each in (*item.success, *item.stop) if each.decide_on)
    if isinstance(item, Scenario):
        yield from (each.key for each in item.overrides if each.key)


def test_its_budget_stays_under_the_caps() -> None:
    plan = made(shipped())
    frame, rows, months = plan.only(BudgetFrame), budget_rows(plan), plan_months(plan)
    planned = {
        category: sum(total(row.planned, months) or 0 for row in rows if row.category == category)
        for category in frame.caps
    }
    assert list(planned.values()) == [26_700_000, 12_900_000, 10_500_000, 7_800_000]
    assert all(planned[category] <= cap for category, cap in frame.caps.items())
    assert frame.total == sum(frame.caps.values()) + (frame.reserve or 0)
    assert {row.category for row in rows} == set(frame.caps)


def test_its_costs_have_one_source() -> None:
    plan = made(shipped())
    assert all(line.partner is None and line.source is None for line in plan.items(BudgetLine))
    for role in plan.items(Role):
        assert not (role.partner and role.monthly_cost), role
    by_source = {row.source for row in budget_rows(plan) if row.source}
    paid = [tool.id for tool in plan.items(Tool) if tool.monthly_cost or tool.initial_cost]
    assert by_source == {partner.id for partner in plan.items(Partner)} | set(paid)
    assert len(paid) == 4


def test_its_spend_follows_the_seasons() -> None:
    plan = made(shipped())
    by_month = metric_following(plan, "spend").target
    assert min(by_month.values()) * 2 < max(by_month.values())


def metric_following(plan: Plan, output: str, mark: str = "") -> Metric:
    for metric in plan.items(Metric):
        step = plan.find(FunnelStep, metric.follows_step)
        if metric.follows == output and (step is None or step.marks == mark):
            return metric
    raise AssertionError(output, mark)


def test_its_targets_follow_from_the_goal_and_the_rates() -> None:
    """Backward: each step's target, shifted by the lag and times the rate, is the next step's target."""
    plan = made(shipped())
    (goal,) = plan.items(Goal)
    kgi = plan.find(Metric, goal.metric)
    assert kgi is not None
    assert (kgi.role, kgi.follows, goal.by) == ("kgi", "revenue", "2028-03")
    marks = ("lead", "follow", "opportunity", "valid")
    targets = [metric_following(plan, "step", mark).target for mark in marks]
    targets.append(metric_following(plan, "won").target)
    assert [sum(each.values()) for each in (kgi.target, *targets)] == [300_000_000, 7680, 1920, 384, 192, 48]
    waiting = [(each.step, each.age, number(each.count)) for each in plan.items(OpeningPipeline)]
    for step, before, after in zip(plan.items(FunnelStep), targets, targets[1:], strict=False):
        rate, lag = number(step.rate), int(number(step.lag))
        for at, month in enumerate(MONTHS):
            standing = sum(many for where, age, many in waiting if where == step.id and lag - age == at)
            entered = before[MONTHS[at - lag]] if at >= lag else Decimal(0)
            assert abs(after[month] - rate * (entered + standing)) <= max(Decimal(3), after[month] / 10)


def number(figure: Any) -> Decimal:
    assert figure is not None
    assert figure.value is not None
    return Decimal(figure.value)


def test_it_expects_the_leads_it_needs_and_lands_a_little_below_the_goal() -> None:
    plan = made(shipped())
    found = forecast(plan)
    assert not found.problems
    reached = {step.marks: step for step in found.steps}
    leads = metric_following(plan, "step", "lead").target
    for month, expected in reached["lead"].reached.items():
        assert abs(expected - leads[month]) < 2
    (goal,) = found.goals
    assert goal.target == 300_000_000
    assert goal.forecast is not None
    assert Decimal("0.85") < goal.forecast / goal.target < 1
    base, *others = plan.items(Scenario)
    assert base.base
    assert not base.overrides
    cautious, ambitious = (forecast(plan, each.id) for each in others)
    landing = [sum(each.revenue.values()) for each in (cautious, found, ambitious)]
    assert landing == sorted(landing)
    assert landing[0] > 200_000_000


def test_its_people_can_take_what_arrives() -> None:
    plan = made(shipped())
    reached = {step.id: step.reached for step in forecast(plan).steps}
    held = [capacity for capacity in plan.items(Capacity) if capacity.step]
    assert len(held) == 2
    for capacity in held:
        most = number(capacity.amount) * (capacity.people or 1)
        assert max(reached[capacity.step or ""].values()) <= most


def test_what_it_reaches_agrees_with_what_it_promises() -> None:
    plan = made(shipped())
    economics = forecast(plan).economics
    last = MONTHS[-1]
    assert at_most(economics.cac, metric_following(plan, "cac").target, last)
    assert at_most(economics.payback, metric_following(plan, "payback").target, last)
    assert economics.ltv_cac is not None
    assert economics.ltv_cac >= metric_following(plan, "ltv_cac").target[last]
    spend = metric_following(plan, "spend").target
    rows = budget_rows(plan)
    assert spend == {month: sum(row.planned.get(month, Decimal(0)) for row in rows) for month in MONTHS}


def at_most(value: Decimal | None, target: Series, month: str) -> bool:
    return value is not None and value <= target[month]


def test_each_measure_says_when_it_succeeds_and_when_it_stops() -> None:
    plan = made(shipped())
    measures = plan.items(Measure)
    assert 8 <= len(measures) <= 10
    shapes = set()
    for measure in measures:
        assert measure.success
        assert all(each.money_goes_to for each in measure.stop)
        assert measure.stop
        assert measure.identified_by
        assert any(line.measure == measure.id for line in plan.items(BudgetLine))
        shapes.add(measure.response.shape if measure.response else "typed")
    assert shapes == {"typed", "linear", "saturating"}


def test_figures_say_where_they_come_from() -> None:
    plan = made(shipped())
    steps = plan.items(FunnelStep)[:-1]
    rates = [plain(step.rate) for step in steps]
    assert [(each["low"], each["value"], each["high"]) for each in rates] == [
        ("0.1", "0.25", "0.4"),
        ("0.1", "0.2", "0.4"),
        ("0.3", "0.5", "0.7"),
        ("0.15", "0.25", "0.35"),
    ]
    for each in (*rates, *(plain(step.lag) for step in steps)):
        assert each["passport"]["origin"] == "borrowed"
        assert "20" in each["passport"]["source"]["en"]  # with its year


def test_agreements_are_asked_of_those_who_share_a_metric() -> None:
    plan = made(shipped())
    asked = {(each.item, each.department) for each in plan.items(Agreement)}
    shared = (*plan.items(Metric), *plan.items(AttributionRule))
    assert asked == {(each.id, department) for each in shared for department in each.shared_by}
    assert {each.state for each in plan.items(Agreement)} == {"open"}  # a starter speaks for nobody
