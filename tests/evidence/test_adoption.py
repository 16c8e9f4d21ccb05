"""Taking findings over: figures with passports that point to a record, in one edit that undo takes back."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from pathlib import Path

import msgspec
import pytest

from kakehashi.checks.run import run_checks
from kakehashi.evidence.adoption import NothingToAdopt, adopt
from kakehashi.evidence.findings import Asking, finding
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import OutcomeRule, Profile
from kakehashi.evidence.source import DelimitedFile
from kakehashi.extension.starters import starter_named
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.changes import apply, inverse
from kakehashi.plan.item import new_id
from kakehashi.plan.kinds import budget_line_of
from kakehashi.plan.measurement import Tool
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import budget_rows
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Capacity, Partner
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import FindingRecord
from kakehashi.plan.simulation import Economics, FunnelStep, OpeningPipeline
from kakehashi.plan.starter import plan_from
from kakehashi.words import LANGUAGES, shown, text


def starter() -> Plan:
    return Plan(
        "u",
        plan_from(starter_named("b2b-saas"), language="ja", first_month="2027-04", uuid="u", new_id=new_id),
    )


def imported(folder: Path, name: str, table: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    import_table(folder / "evidence", iter_file(path), name=name, table=table, when="2027-04-01")
    return folder / "evidence"


def iter_file(path: Path) -> DelimitedFile:
    return DelimitedFile(path)


def deals() -> str:
    rows = ["opportunity_id,stage,amount,created_on,closed_on"]
    rows += [f"w{n},Closed Won,{1000 + n},2026-0{1 + n % 6}-05,2026-0{3 + n % 6}-20" for n in range(40)]
    rows += [f"l{n},Closed Lost,900,2026-0{1 + n % 6}-05,2026-0{2 + n % 6}-20" for n in range(60)]
    rows += [f"o{n},Negotiation,900,2026-08-05," for n in range(7)]
    return "\n".join(rows) + "\n"


def test_a_funnel_that_knows_only_won_and_lost_spans_the_steps_between(tmp_path: Path) -> None:
    plan = starter()
    workspace = imported(tmp_path, "deals.csv", "opportunity", deals())
    numbers = count()
    adoption = adopt(
        plan,
        finding(workspace, "funnel", "2027-04-01"),
        person="白石",
        date="2027-04-01",
        make_id=lambda: f"new{next(numbers)}",
    )
    after = apply(plan, adoption.change)
    steps = {step.marks: step for step in after.items(FunnelStep)}
    assert "valid" not in steps
    rate = steps["opportunity"].rate
    assert rate is not None
    assert rate.value == Decimal("0.4")
    assert rate.low is not None
    assert rate.high is not None
    assert rate.low < rate.value < rate.high
    assert rate.was is not None
    assert rate.was.passport is not None
    assert rate.was.passport.origin == "borrowed"
    (record,) = after.items(FindingRecord)
    assert rate.passport is not None
    assert (rate.passport.origin, rate.passport.finding, rate.passport.sample_size) == (
        "measured",
        record.id,
        100,
    )
    assert record.sources[0].name == "deals.csv"
    assert (steps["opportunity"].entered, steps["opportunity"].passed) == (100, 40)
    assert steps["opportunity"].lag_shape == "histogram"
    assert sum(steps["opportunity"].lag_shares) == 1
    value = after.only(Economics).deal_value
    assert value is not None
    assert value.value == Decimal("1019.5")
    standing = [each for each in after.items(OpeningPipeline) if each.step == steps["opportunity"].id]
    assert sum(each.count.value for each in standing if each.count and each.count.value) == 7
    assert any("skipped" in message.id for message in adoption.told)
    assert rate.passport.period == value.passport.period == "2026-01–2026-08"  # type: ignore[union-attr]
    lost = [message for message in adoption.told if message.id == "adopt.reference_lost"]
    before = {each.id: each for each in plan}
    emptied = [
        each
        for each in after
        if isinstance(each, (Capacity, Metric))
        and each != before[each.id]
        and (each.step if isinstance(each, Capacity) else each.follows_step) is None
    ]
    assert emptied
    assert {shown(message.values["item"], "ja") for message in lost} == {
        shown(name_of(plan, before[each.id]), "ja") for each in emptied
    }
    assert any(message.id == "adopt.currency" for message in adoption.told)
    assert not [each for each in run_checks(after) if each.severity == "error"]
    assert apply(after, inverse(adoption.change)) == plan


WON_ONLY = Profile(
    table="opportunity",
    key="id",
    columns={"won": "closed_on", "began": "created_on"},
    outcome=OutcomeRule(always="won"),
)


def test_won_deals_alone_give_no_rate(tmp_path: Path) -> None:
    plan = starter()
    path = tmp_path / "won.csv"
    path.write_text("id,won\n" + "".join(f"a{n},2026-05-{1 + n % 28:02d}\n" for n in range(50)))
    only_dates = msgspec.structs.replace(WON_ONLY, columns={"won": "closed_on"})
    workspace = tmp_path / "evidence"
    import_table(
        workspace, DelimitedFile(path), name="w", table="opportunity", profile=only_dates, when="2027-04-01"
    )
    found = finding(workspace, "funnel", "2027-04-01")
    assert found.records(part="step", group="all")[0]["rate"] is None
    assert "finding.note.no_drops" in {note.id for note in found.notes}
    with pytest.raises(NothingToAdopt) as refused:
        adopt(plan, found, person="白石", date="2027-04-01")
    assert "denominator" in text(refused.value.message, "en")
    assert "分母" in text(refused.value.message, "ja")


def test_won_deals_alone_do_not_raise_the_rate_of_other_data(tmp_path: Path) -> None:
    workspace = imported(tmp_path, "deals.csv", "opportunity", deals())

    def also(name: str, always: str) -> dict[str, object]:
        path = tmp_path / f"{name}.csv"
        path.write_text("id,began,won\n" + "".join(f"{name}{n},2026-02-03,2026-05-04\n" for n in range(50)))
        profile = msgspec.structs.replace(WON_ONLY, outcome=OutcomeRule(always=always))
        import_table(
            workspace, DelimitedFile(path), name=name, table="opportunity", profile=profile, when="2027-04-01"
        )
        found = finding(workspace, "funnel", "2027-04-01")
        notes = {note.id for note in found.notes}
        assert ("finding.note.one_way" in notes) == (always == "won")
        return dict(found.records(part="step", group="all")[0])

    row = also("a", "won")
    assert (row["reached"], row["counted"], row["passed"]) == (90, 100, 40)
    assert row["rate"] == Decimal("0.4")
    row = also("b", "lost")  # won and lost ones exported apart
    assert (row["counted"], row["passed"]) == (200, 90)


def test_won_deals_alone_still_give_months(tmp_path: Path) -> None:
    plan = starter()
    path = tmp_path / "won.csv"
    path.write_text("id,began,won\n" + "".join(f"a{n},2026-02-03,2026-05-04\n" for n in range(50)))
    workspace = tmp_path / "evidence"
    import_table(
        workspace, DelimitedFile(path), name="w", table="opportunity", profile=WON_ONLY, when="2027-04-01"
    )
    adoption = adopt(plan, finding(workspace, "funnel", "2027-04-01"), person="白石", date="2027-04-01")
    after = apply(plan, adoption.change)
    before = {step.id: step for step in plan.items(FunnelStep)}
    assert all(step.rate == before[step.id].rate for step in after.items(FunnelStep))
    assert len(after.items(FunnelStep)) == len(before)
    (lag,) = [step.lag for step in after.items(FunnelStep) if step.lag != before[step.id].lag]
    assert lag is not None
    assert lag.value == 3
    told = next(message for message in adoption.told if message.id == "adopt.no_rate")
    for language in LANGUAGES:
        assert text(told, language)


def test_spend_stands_in_the_lines_of_the_measures_that_the_data_name(tmp_path: Path) -> None:
    plan = starter()
    line = next(each for each in plan.items(BudgetLine) if each.measure)
    measure = plan.find(Measure, line.measure)
    assert measure is not None
    content = (
        "month,campaign,amount\n"
        f"2027-04,{measure.identified_by[0]},120000\n"
        f"2027-04,{measure.identified_by[0]},30000\n"
        "2027-05,unknown,999\n"
    )
    workspace = imported(tmp_path, "spend.csv", "spend", content)
    found = finding(workspace, "spend", "2027-06-01")
    adoption = adopt(plan, found, person="白石", date="2027-06-01")
    after = apply(plan, adoption.change).find(BudgetLine, line.id)
    assert after is not None
    assert after.actual == {"2027-04": Decimal(150_000)}
    passport = after.passports[after.actual_from["2027-04"]]
    assert (passport.origin, passport.period) == ("measured", "2027-04")
    assert [message.id for message in adoption.told] == ["adopt.spend", "adopt.currency", "adopt.spend_left"]
    with pytest.raises(NothingToAdopt):
        adopt(Plan("empty"), found, person="白石", date="2027-06-01")


def test_money_without_a_line_is_named_in_the_finding(tmp_path: Path) -> None:
    plan = starter()
    line = next(each for each in plan.items(BudgetLine) if each.measure and each.planned)
    measure = plan.find(Measure, line.measure)
    assert measure is not None
    content = (
        f"month,campaign,amount\n2027-04,{measure.identified_by[0]},120000\n"
        "2027-04,agency fee,999\n2027-05,agency fee,1\n2027-05,a list,30\n"
    )
    workspace = imported(tmp_path, "spend.csv", "spend", content)
    (note,) = finding(workspace, "spend", "2027-06-01", Asking(plan=plan)).notes
    assert (note.id, note.values) == (
        "finding.note.no_line",
        {"sum": "1,030", "names": "agency fee, a list"},
    )
    assert finding(workspace, "spend", "2027-06-01", Asking(plan=Plan("empty"))).notes == ()


def test_spend_of_a_measure_that_only_a_contract_works_for_stands_in_the_row_of_the_contract(
    tmp_path: Path,
) -> None:
    partner = Partner(id="p", name="架電代行")
    measure = Measure(id="m", name="架電", identified_by=("代行",))
    line = BudgetLine(id=budget_line_of("p"), source="p", measure="m", category="c")
    plan = Plan("u", [partner, measure, line])
    content = "month,campaign,amount\n2027-04,代行,400000\n"
    workspace = imported(tmp_path, "spend.csv", "spend", content)
    adoption = adopt(plan, finding(workspace, "spend", "2027-06-01"), person="白石", date="2027-06-01")
    after = apply(plan, adoption.change).find(BudgetLine, line.id)
    assert after is not None
    assert after.actual == {"2027-04": Decimal(400_000)}


def test_spend_that_names_a_tool_stands_beside_its_derived_row(tmp_path: Path) -> None:
    tool = Tool(id="t", name="配信ツール", category="it", monthly_cost=Decimal(30_000))
    plan = Plan("u", [tool])
    content = "month,campaign,amount\n2027-04,配信ツール,33000\n"
    workspace = imported(tmp_path, "spend.csv", "spend", content)
    adoption = adopt(plan, finding(workspace, "spend", "2027-06-01"), person="白石", date="2027-06-01")
    after = apply(plan, adoption.change)
    (row,) = budget_rows(after)
    assert (row.id, row.line) == ("derived:t", budget_line_of("t"))
    assert row.actual == {"2027-04": Decimal(33_000)}
