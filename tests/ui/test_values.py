"""Values in words: in a cell, and in full for the inspector."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from tests.ui.plans import _starter_items

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetFrame, BudgetLine, Measure
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Figure, Item, Passport
from kakehashi.plan.kinds import KINDS, ONLY_ONE, only_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.organization import Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import FindingSource
from kakehashi.plan.simulation import FunnelStep, Goal
from kakehashi.ui.values import Reader, told_fields
from kakehashi.words import LANGUAGES, Language


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan("u", _starter_items("ja"))


def cell(plan: Plan, item: Item, field: str, language: Language = "ja") -> str:
    return Reader(plan, language).cell(item, describe(type(item))[field])


def whole(plan: Plan, item: Item, field: str, language: Language = "ja") -> tuple[str, ...]:
    return Reader(plan, language).whole(item, describe(type(item))[field])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_of_every_kind_can_be_read(plan: Plan, kind: str, language: Language) -> None:
    reader = Reader(plan, language)
    known = KINDS[kind]
    items = plan.of_kind(kind) or (plan.only(known),)
    ids = {item.id for item in plan}
    for item in items:
        for described in told_fields(known):
            said = [reader.title(described), reader.cell(item, described), *reader.whole(item, described)]
            assert reader.title(described)
            for each in said:
                assert "Decimal(" not in each
                assert "{'" not in each
                assert not any(each_id in each for each_id in ids), (kind, described.name, each)


def test_simple_values(plan: Plan) -> None:
    about = plan.only(About)
    assert cell(plan, about, "first_month") == "2027年4月"
    assert cell(plan, about, "tax") == "税抜"
    assert whole(plan, about, "months") == ("12か月",)
    assert cell(plan, about, "logo") == ""
    assert whole(plan, about, "logo") == ()
    role = next(each for each in plan.items(Role) if each.reports_to)
    assert cell(plan, role, "employment") in {"内製", "兼務", "外注", "空席"}
    assert cell(plan, role, "reports_to")
    assert cell(plan, plan.items(Goal)[0], "metric") == "新規受注額"
    assert cell(plan, plan.items(Goal)[0], "metric", "en") == "New order value"


def test_money_carries_its_unit_in_the_title_only(plan: Plan) -> None:
    frame = plan.only(BudgetFrame)
    described = describe(BudgetFrame)["total"]
    assert Reader(plan, "ja").title(described) == "総枠（万円）"
    assert cell(plan, frame, "total") == "6,000"
    assert Reader(plan, "en").title(described).endswith("(¥ M)")
    assert cell(plan, frame, "total", "en") == "60.0"


def test_series_are_combined_by_their_own_rule(plan: Plan) -> None:
    line = BudgetLine(id="x", planned={"2027-04": Decimal(10_000), "2027-05": Decimal(20_000)})
    assert cell(plan, line, "planned") == "3"
    assert whole(plan, line, "planned") == ("2027年4月：1万円", "2027年5月：2万円")
    last = Metric(
        id="y", unit="rate", combines="last", target={"2027-04": Decimal("0.2"), "2027-05": Decimal("0.3")}
    )
    assert cell(plan, last, "target") == "30.0%"


def test_a_figure_says_range_and_source(plan: Plan) -> None:
    passport = Passport(origin="measured", source="SFA 2027", sample_size=338, checked_on="2027-03-31")
    figure = Figure(value=Decimal("0.25"), low=Decimal("0.2"), high=Decimal("0.3"), passport=passport)
    step = FunnelStep(id="z", rate=figure)
    assert cell(plan, step, "rate") == "25.0%"
    said = whole(plan, step, "rate")
    assert said == ("25.0%（20.0%–30.0%）", "実測、SFA 2027、338件、2027年3月31日確認")
    bare = msgspec.structs.replace(step, rate=Figure(value=Decimal("0.25")))
    assert whole(plan, bare, "rate") == ("25.0%", "根拠なし")


def test_records_say_every_part_with_its_title(plan: Plan) -> None:
    measure = next(each for each in plan.items(Measure) if each.stop)
    assert cell(plan, measure, "stop") == "1件"
    said = whole(plan, measure, "stop")[0]
    assert "指標：" in said
    assert "しきい値：" in said


def test_formulas_name_their_metrics(plan: Plan) -> None:
    metric = next(each for each in plan.items(Metric) if each.formula)
    said = cell(plan, metric, "formula")
    assert "{" in said
    assert not set(ONLY_ONE) & {said}


def test_a_measured_figure_is_read_in_a_few_digits() -> None:
    reader = Reader(Plan("u"), "ja")
    months = describe(FunnelStep)["lag"]
    said = {"0.040160643": "0.04", "1.903456": "1.9", "12.3456": "12.35", "3": "3", "0.125": "0.125"}
    for value, words in said.items():
        item = FunnelStep(id="a", lag=Figure(value=Decimal(value)))
        assert reader.cell(item, months) == words
        assert reader.whole(item, months)[0] == f"{words}か月"


@pytest.mark.parametrize(
    ("months", "said"), [("1", "1 month"), ("2", "2 months"), ("0.5", "0.5 months"), ("1.5", "1.5 months")]
)
def test_one_month_is_no_months(plan: Plan, months: str, said: str) -> None:
    passport = Passport(origin="measured", source="CRM", sample_size=1)
    lag = Figure(value=Decimal(months), passport=passport)
    assert whole(plan, FunnelStep(id="a", lag=lag), "lag", "en") == (said, "measured, CRM, 1 case")


@pytest.mark.parametrize(("unit", "said"), [("people", "person"), ("count", "count")])
def test_one_of_a_metric(unit: str, said: str) -> None:
    metric = Metric(id="m", unit=unit, combines="last", target={"2027-04": Decimal(1)})  # type: ignore[arg-type]
    assert cell(Plan("u"), metric, "target", "en") == f"1 {said}"


def test_where_a_finding_comes_from_is_said_in_words() -> None:
    source = FindingSource(
        table="lead", name="leads.csv", sha256="0123456789ab" + 52 * "f", rows=12, imported_on="2027-04-01"
    )
    said = Reader(Plan("p", [About(id=only_id("About"))]), "ja").record(source)
    assert "表：リード、" in said
    assert "取り込み日：2027年4月1日" in said
    assert "0123456789ab、" in said
