"""The content of the sample plan: it makes a plan in both languages, whole, sound and as rich as promised."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import count
from typing import get_args, get_type_hints

import pytest

from kakehashi.checks.run import run_checks
from kakehashi.plan.content import ContentAsset, ConversionPoint
from kakehashi.plan.handoff import Approach, HandoffCondition, Interview, Reason, ServiceLevel
from kakehashi.plan.journey import Cell, CustomerVoice, Journey, Lane, Stage
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.organization import Role
from kakehashi.plan.personas import IndividualPersona, OrganizationPersona, Research, Statement
from kakehashi.plan.plan import Plan
from kakehashi.plan.starter import plan_from, read_starter
from kakehashi.plan.starter_file import Library
from kakehashi.plan.targets import CompanyCondition, Competitor, KeyMessage, Launch, NamedAccount, Segment
from kakehashi.sample.history import history
from kakehashi.sample.names import company_names
from kakehashi.sample.truth import Truth
from kakehashi.sample.wording import Wording, data
from kakehashi.sample.world import SEED, make_world
from kakehashi.words import Language, in_language

FIRST_MONTH = "2027-04"
FOLDERS = [files("kakehashi_templates") / name for name in ("sample", "starters")]
FILES = sorted(file.name for file in FOLDERS[0].iterdir() if file.name.startswith("tsumugi"))


def read(name: str) -> tuple[bytes, Library]:
    for folder in FOLDERS:
        if (file := folder / f"{name}.json").is_file():
            return file.read_bytes(), Library(read)
    raise LookupError(name)


@cache
def sample(language: str) -> Plan:
    numbers = count(1)
    starter = read_starter(read("tsumugi")[0], Library(read))
    items = plan_from(
        starter, language=language, first_month=FIRST_MONTH, uuid="u", new_id=lambda: f"n{next(numbers)}"
    )
    return Plan("u", items)


@pytest.fixture(params=["ja", "en"])
def plan(request: pytest.FixtureRequest) -> Plan:
    return sample(request.param)


def test_it_has_no_errors(plan: Plan) -> None:
    assert [each for each in run_checks(plan) if each.severity == "error"] == []


def texts(value: object) -> Iterator[dict[str, object]]:
    """All texts in several languages that stand somewhere in a file's value."""
    if isinstance(value, dict):
        if "ja" in value or "en" in value:
            yield value
        else:
            for inner in value.values():
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


@pytest.mark.parametrize("name", FILES)
def test_every_text_stands_in_both_languages(name: str) -> None:
    for each in texts(json.loads((FOLDERS[0] / name).read_text("utf-8"))):
        assert set(each) == {"ja", "en"}, each
        one, other = each["ja"], each["en"]
        assert all((one, other, type(one) is type(other))), each


def test_three_layers_of_personas_and_a_committee_of_four(plan: Plan) -> None:
    company_of = {each.id: each.company for each in plan.items(OrganizationPersona)}
    members = Counter(company_of.get(each.organization or "") for each in plan.items(IndividualPersona))
    assert max(members.values()) == 4
    assert None not in members


def test_statements_rest_on_research(plan: Plan) -> None:
    marks = Counter(each.mark for each in plan.items(Statement))
    assert min(marks[each] for each in ("interview", "data", "assumption")) >= 5
    methods = {each.method for each in plan.items(Research)}
    assert {"customer_interview", "sales_hearing", "survey", "data_analysis"} <= methods
    for each in plan.items(Statement):
        assert bool(each.research) == (each.mark != "assumption"), each.text


def test_the_journey_as_it_is_and_as_it_is_to_be(plan: Plan) -> None:
    stages = [each.id for each in plan.items(Stage)]
    assert len(stages) == 8
    journeys = plan.items(Journey)
    assert {each.state for each in journeys} == {"as_is", "to_be"}
    cells = {(each.lane, each.stage): each for each in plan.items(Cell)}
    every = set(get_args(get_type_hints(Lane)["holds"])) - {"other"}
    for journey in journeys:
        lanes = {each.holds: each.id for each in plan.items(Lane) if each.journey == journey.id}
        assert set(lanes) == every
        for holds in every - {"content", "measures", "pain", "failure"}:
            assert all((lanes[holds], stage) in cells for stage in stages), holds
        emotions = {cells[lanes["emotion"], stage].emotion for stage in stages}
        assert len(emotions) >= 3


def test_what_customers_said_and_whether_it_may_be_used(plan: Plan) -> None:
    voices = plan.items(CustomerVoice)
    assert len(voices) >= 10
    assert {each.permission for each in voices} >= {"named", "anonymous", "internal", "refused"}
    assert all(each.permitted_until for each in voices if each.permission == "named")


def test_two_segments_with_conditions_share_the_goal(plan: Plan) -> None:
    segments = plan.items(Segment)
    assert len(segments) == 2
    assert sum(each.share_of_goal or 0 for each in segments) == 1
    for each in segments:
        conditions = [one for one in plan.items(CompanyCondition) if one.segment == each.id]
        assert {one.data_field for one in conditions} == {"industry", "employees"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_thirty_accounts_are_companies_of_the_target_list(language: Language) -> None:
    names = company_names(SEED, history(SEED, FIRST_MONTH, Truth()).companies, Wording(language))
    listed = {each.registered(Wording(language)): each.corporate_number for each in names}
    accounts = {in_language(each.name, language): each for each in sample(language).items(NamedAccount)}
    assert len(accounts) == 30
    for name, each in accounts.items():
        assert each.corporate_number in ("", listed[name])


def test_what_we_say_to_whom_and_what_proves_it(plan: Plan) -> None:
    messages = plan.items(KeyMessage)
    told = {(each.persona, each.stage) for each in messages}
    assert len(told) >= 12
    assert {each.id for each in plan.items(IndividualPersona)} == {persona for persona, _ in told}
    assert all(each.proof for each in messages)
    assert len(plan.items(Competitor)) >= 4
    assert len(plan.items(Launch)) >= 2


def test_content_answers_questions_and_leads_somewhere(plan: Plan) -> None:
    assets = {each.id: each for each in plan.items(ContentAsset)}
    assert len([each for each in assets.values() if each.state != "retire"]) >= 30
    assert {each.state for each in assets.values()} == set(get_args(get_type_hints(ContentAsset)["state"]))
    assert {each.stage for each in assets.values()} == {each.id for each in plan.items(Stage)}
    questions = {each.id for each in plan.items(Lane) if each.holds == "question"}
    cells = {each.id: each for each in plan.items(Cell)}
    for each in assets.values():
        assert all((each.due, each.priority, each.difficulty, each.effort)), each.title
        assert {cells[cell].lane for cell in each.answers} <= questions
        assert each.stage in {cells[cell].stage for cell in each.answers}
        way = [each.id]
        while way[-1] in assets:
            step = assets[way[-1]].next
            assert step not in (None, *way), each.title
            way.append(step or "")
    answered = {cell for each in assets.values() for cell in each.answers if each.state != "retire"}
    assert answered == {each.id for each in cells.values() if each.lane in questions}


def test_conversion_points_say_how_many_take_the_step(plan: Plan) -> None:
    points = plan.items(ConversionPoint)
    assert len(points) >= 5
    order = [each.id for each in plan.items(Stage)]
    places = [order.index(each.stage or "") for each in points]
    assert places == sorted(places)
    assert all(each.rate is not None and each.rate.passport is not None for each in points)


def test_both_sides_agreed_to_each_hand_off(plan: Plan) -> None:
    assert {each.approach for each in plan.items(Approach) if each.done and each.date and each.result} == {
        "won_companies",
        "opportunities",
        "settling",
        "supply",
        "exclusions",
    }
    department = {each.id: each.department for each in plan.items(Role)}
    conditions = plan.items(HandoffCondition)
    assert {each.effect for each in conditions} == {"include", "exclude"}
    for each in conditions:
        for role in (each.from_role, each.to_role):
            agreement = plan.find(Agreement, agreement_of(each.id, department[role or ""] or ""))
            assert agreement is not None
            assert agreement.state == "agreed"
            assert all((agreement.by, agreement.date))
    levels = plan.items(ServiceLevel)
    assert len(levels) >= 4
    assert all(each.return_reasons and each.recycle and each.conditions for each in levels)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_interviews_teach_and_change_something(language: Language) -> None:
    interviews = sample(language).items(Interview)
    assert len(interviews) >= 8
    assert {each.outcome for each in interviews} == {"won", "lost"}
    names = company_names(SEED, history(SEED, FIRST_MONTH, Truth()).companies, Wording(language))
    listed = {each.registered(Wording(language)) for each in names}
    for each in interviews:
        assert in_language(each.company, language) in listed
        assert "2026" <= (each.date or "") < FIRST_MONTH
        assert all((each.said, each.reasons, each.lesson, each.changed))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_loss_reasons_are_called_as_in_the_records(language: Language) -> None:
    reasons = {in_language(each.name, language) for each in sample(language).items(Reason)}
    assert set(data(language)["lost"].values()) <= reasons


def test_figures_of_the_research_are_those_of_the_records() -> None:
    """The two data analyses quote the world: a change of its seed must change them."""
    lines = csv.DictReader(io.StringIO(make_world(language="en").files["opportunity"].decode("utf-8")))
    ended = [
        each
        for each in lines
        if each["Type"] == "New Business" and each["Qualified Date"] and each["Stage"].startswith("Closed")
    ]
    lost = Counter(each["Loss Reason"] for each in ended if each["Stage"] == "Closed Lost")
    losses, rates = (
        next(each for each in sample("en").items(Research) if in_language(each.name, "en").startswith(name))
        for name in ("Why valid", "Win rate")
    )
    assert losses.sample_size == lost.total()
    assert rates.sample_size == len(ended)
    said = in_language(losses.findings, "en").lower()
    for reason, many in lost.items():
        assert not reason or re.search(rf"{reason.lower().split(',')[0]}[a-z ]* {many}\b", said), reason
    assert f"of {lost.total() - lost['']} with" in said
