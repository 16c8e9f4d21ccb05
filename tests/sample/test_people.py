"""The people's part of the sample: organization, figures agreed on, direction, work and review.

Laid over the starter together with the other parts that are there, in both languages.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from kakehashi.checks.run import run_checks
from kakehashi.plan.backlog import cut_line
from kakehashi.plan.basis import Maturity, assessed_level
from kakehashi.plan.direction import BigMove, Ritual, Stance
from kakehashi.plan.measurement import WeeklyCheck
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.plan.organization import Activity, Department, Partner, Responsibility, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Ask, Comment, Decision, Question, Risk
from kakehashi.plan.starter import plan_from, read_starter
from kakehashi.plan.starter_file import Library
from kakehashi.plan.work import BlueprintEntry, Request

TEMPLATES = Path(__file__).parents[2] / "templates"
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def _read(name: str) -> tuple[bytes, Library]:
    for folder in ("sample", "starters"):
        file = TEMPLATES / folder / f"{name}.json"
        if file.is_file():
            return file.read_bytes(), LIBRARY
    raise LookupError(name)


LIBRARY = Library(_read)


def _plan(language: str) -> Plan:
    numbers = count()
    starter = read_starter(_read("tsumugi")[0], LIBRARY)
    items = plan_from(
        starter, language=language, first_month="2027-04", uuid="u", new_id=lambda: f"i{next(numbers)}"
    )
    return Plan("u", items)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return _plan("ja")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_errors(language: str) -> None:
    assert [found for found in run_checks(_plan(language)) if found.severity == "error"] == []


def _texts(value: Any, where: str) -> list[tuple[str, Any]]:
    if isinstance(value, dict) and set(value) & {"ja", "en"}:
        return [(where, value)]
    if isinstance(value, dict):
        return [found for name, each in value.items() for found in _texts(each, f"{where}.{name}")]
    if isinstance(value, list):
        return [found for at, each in enumerate(value) for found in _texts(each, f"{where}[{at}]")]
    if isinstance(value, str) and JAPANESE.search(value):
        return [(where, value)]
    return []


def test_every_text_stands_in_both_languages() -> None:
    part = json.loads(_read("tsumugi-people")[0])
    for number, item in enumerate(part["items"]):
        for where, text in _texts(item["fields"], f"{number} {item['kind']} {item.get('key')}"):
            assert isinstance(text, dict), where
            assert set(text) == {"ja", "en"}, where
            assert text["ja"], where
            assert text["en"], where
            assert JAPANESE.search("".join(text["ja"])), where
            assert not JAPANESE.search("".join(text["en"])), where


def test_organization(plan: Plan) -> None:
    roles = plan.items(Role)
    assert len(roles) >= 14
    assert len(plan.items(Partner)) == 3
    kinds = Counter(role.employment for role in roles)
    assert kinds["concurrent"] >= 3
    assert kinds["outsourced"] == 3
    assert kinds["open"] == 1
    assert all(role.person for role in roles if role.employment in ("in_house", "concurrent"))
    accountable = Counter(
        each.activity for each in plan.items(Responsibility) if each.duty.startswith("accountable")
    )
    assert {activity.id: accountable[activity.id] for activity in plan.items(Activity)} == {
        activity.id: 1 for activity in plan.items(Activity)
    }


def test_metrics_make_one_tree_and_one_agreement_is_an_objection(plan: Plan) -> None:
    metrics = plan.items(Metric)
    assert len(metrics) >= 22
    assert [metric.role for metric in metrics if metric.leads_to is None] == ["kgi"]
    assert all(metric.counts and metric.counted_from and metric.owner for metric in metrics)
    agreements = plan.items(Agreement)
    states = Counter(each.state for each in agreements)
    assert 5 <= states["open"] <= 15
    assert states["objected"] == 1
    assert states["agreed"] > 30
    objected = next(each for each in agreements if each.state == "objected")
    sales = next(each.id for each in plan.items(Department) if each.function == "sales")
    assert objected.department == sales
    for each in agreements:
        assert (each.state == "open") == (not each.by and not each.date)
        assert not each.date or each.date <= "2027-03-31"


def test_five_big_moves_have_sponsors_behind_them(plan: Plan) -> None:
    moves = plan.items(BigMove)
    assert len(moves) == 5
    stances = {(each.big_move, each.stakeholder): each for each in plan.items(Stance)}
    for move in moves:
        assert stances[move.id, move.sponsor].state == "supports"
    assert all(not each.date or each.date < "2027-03-31" for each in stances.values())
    for ritual in plan.items(Ritual):
        assert "2027-04-01" <= (ritual.first_date or "") <= "2028-03-31"


def test_backlog_is_cut_between_should_and_could(plan: Plan) -> None:
    requests = plan.items(Request)
    assert len(requests) == 25
    assert all(each.asked_by and each.person and each.outcome and each.effort for each in requests)
    assert all("2027-01-01" <= (each.came_on or "") < "2027-03-31" for each in requests)
    line = cut_line(plan)
    asked = {each.id: each.moscow for each in requests}
    order = [asked[each.request] for each in line.ranked]
    assert order == sorted(order, key=["must", "should", "could"].index)
    assert line.fits == order.index("could")
    months = Counter(entry.month for entry in plan.items(BlueprintEntry))
    assert {"2027-04", "2027-05", "2027-06"} <= set(months)


def test_maturity_is_what_the_answers_prove(plan: Plan) -> None:
    maturity = plan.only(Maturity)
    assert (assessed_level(maturity), maturity.level, maturity.aims_at) == (
        "pipeline",
        "pipeline",
        "business",
    )


def test_review_is_answered(plan: Plan) -> None:
    assert len(plan.items(Decision)) >= 3
    assert len(plan.items(Risk)) >= 5
    assert all(ask.answer and ask.answered_on and ask.gives_back for ask in plan.items(Ask))
    questions = plan.items(Question)
    assert len(questions) >= 27
    assert all(each.answer and each.backed_by and each.answered_by for each in questions)
    assert [each.type for each in plan.items(Comment) if each.state == "open"] == ["objection"]


def test_weekly_checks_have_two_weeks_of_results(plan: Plan) -> None:
    checks = plan.items(WeeklyCheck)
    assert len(checks) >= 4
    for check in checks:
        weeks = [date.fromisoformat(result.week or "") for result in check.results]
        assert [week.weekday() for week in weeks] == [0, 0], check.id
        assert (weeks[1] - weeks[0]).days == 7
        assert all(result.value and result.verdict for result in check.results)


def test_only_what_the_story_wants_is_left_in_these_chapters(plan: Plan) -> None:
    chapters = ("basis", "direction", "organization", "metrics", "measurement", "work", "review")
    found = Counter(
        each.check for each in run_checks(plan) if each.severity == "warning" and each.chapter in chapters
    )
    assert found == {"objection": 1, "comment_open": 1}
