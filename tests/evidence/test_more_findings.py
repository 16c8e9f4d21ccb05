"""Hand-off, lead shortage, actuals, data quality, merging and lifts, on data that can be counted by hand."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path

import pytest
from tests.evidence.plain import WHEN

from kakehashi.evidence.findings import FINDINGS, Asking, Finding, finding, findings
from kakehashi.evidence.findings.counts import lift, lift_interval, merged
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import OutcomeRule, Profile
from kakehashi.evidence.source import Batch, Cell
from kakehashi.evidence.tables import TABLES
from kakehashi.plan.basis import About
from kakehashi.plan.handoff import Reason, ServiceLevel
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.measurement import DataFlow
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep
from kakehashi.plan.targets import CompanyCondition, FollowRule, LeadCondition, Phase
from kakehashi.words import LANGUAGES, PlanError, text


def load(folder: Path, table: str, rows: list[dict[str, Cell]], name: str = "") -> Path:
    """Rows whose columns are called as the fields are."""
    names = tuple(rows[0])
    known = TABLES[table]
    profile = Profile(
        table=table,
        key=known.key if known.key in names else None,
        columns={each: each for each in names if each not in (known.key, "outcome")},
        outcome=OutcomeRule(column="outcome", values={each: each for each in ("open", "won", "lost")})
        if known.outcome
        else None,
    )
    batch = Batch(names, [tuple(row[each] for each in names) for row in rows])
    import_table(folder, iter([batch]), name=name or table, table=table, profile=profile, when=WHEN)
    return folder


def deal(number: int, outcome: str = "open", **fields: Cell) -> dict[str, Cell]:
    whole: dict[str, Cell] = {
        "opportunity_id": f"D{number}",
        "outcome": outcome,
        "created_on": "2026-01-05",
        "closed_on": None,
        "company_name": None,
        "amount": 100,
        "reason": None,
        "owner": None,
        "stage": None,
        "valid_on": None,
    }
    return whole | fields


def lead(number: int, **fields: Cell) -> dict[str, Cell]:
    whole: dict[str, Cell] = {
        "lead_id": f"L{number}",
        "created_on": "2026-01-05",
        "handed_on": None,
        "accepted_on": None,
        "returned_on": None,
        "return_reason": None,
        "source": None,
        "job_title": None,
        "domain": None,
        "phase": None,
    }
    return whole | fields


# Hand-off -----------------------------------------------------------------------------------------------


def test_handed_leads_are_answered_or_wait(tmp_path: Path) -> None:
    """Thursday 1 January to Monday 5 January 2026: four days of the calendar, two of business."""
    rows = [lead(n, handed_on="2026-01-01", accepted_on="2026-01-02", source="Web") for n in range(6)]
    rows += [lead(10 + n, handed_on="2026-01-01", accepted_on="2026-01-05", source="Web") for n in range(3)]
    rows += [
        lead(
            20 + n, handed_on="2026-01-02", returned_on="2026-01-02", return_reason="Too small", source="Fair"
        )
        for n in range(5)
    ]
    rows += [lead(30 + n, handed_on="2026-01-08", source="Fair") for n in range(2)]
    rows += [lead(40, handed_on="2026-01-08", accepted_on="2026-01-07", source="Fair")]
    plan = Plan(
        "u",
        [
            ServiceLevel(id="a", lead_type="A", accept_hours=Decimal(8), return_reasons=("too small ",)),
            ServiceLevel(id="b", lead_type="B", accept_hours=Decimal(16), hours="business"),
            ServiceLevel(id="c", lead_type="C", accept_hours=Decimal(24), hours="calendar"),
        ],
    )
    found = finding(load(tmp_path, "lead", rows), "handoff", WHEN, Asking(plan=plan))
    (whole,) = found.records(part="handed", group="all")
    assert (whole["people"], whole["accepted"], whole["returned"], whole["waiting"]) == (17, 10, 5, 2)
    assert whole["rate"] == Decimal(10) / 15 or float(str(whole["rate"])) == pytest.approx(10 / 15)
    assert whole["days_mean"] == Decimal("1.28571428571")  # (6 * 1 + 3 * 4 + 5 * 0) / 14
    assert (whole["days_median"], whole["days_most"]) == (1, 4)
    assert "finding.note.answered_before" in {note.id for note in found.notes}
    (reason,) = found.records(part="returns")
    assert (reason["value"], reason["returned"], reason["agreed"]) == ("Too small", 5, True)
    in_time = {row["value"]: row["in_time"] for row in found.records(part="level")}
    assert in_time == {"A": 11, "B": 14, "C": 11}
    assert {row["value"]: row["people"] for row in found.records(group="source")} == {"Web": 9, "Fair": 8}


def test_leads_that_were_never_handed_over_still_have_a_supply(tmp_path: Path) -> None:
    load(tmp_path, "company", [{"company_id": "C1", "name": "A", "domain": "a.com", "industry": "x"}])
    load(tmp_path, "lead", [lead(n, domain="a.com" if n < 6 else "b.com", phase="Hot") for n in range(8)])
    plan = Plan(
        "u",
        [
            Phase(id="p", name="Decide", data_values=("hot",)),
            FollowRule(id="f", phase="p", decision="follow_now"),
        ],
    )
    found = finding(tmp_path, "handoff", WHEN, Asking(plan=plan))
    (row,) = found.records(part="supply")
    assert (row["value"], row["people"], row["target_leads"], row["follow_leads"]) == ("2026-01", 8, 6, 6)
    assert "finding.note.none_handed" in {note.id for note in found.notes}


# Lead shortage ------------------------------------------------------------------------------------------


CONDITIONS: tuple[Item, ...] = (
    CompanyCondition(id="c", data_field="industry", values=("x",)),
    LeadCondition(id="l", data_field="job_title", values=("manager",)),
    Phase(id="p", name="Decide", data_values=("hot",)),
    FollowRule(id="f", phase="p", decision="follow_now"),
)


@pytest.mark.parametrize(
    ("items", "hot", "needed", "verdict"),
    [
        ((), 10, 5, "not_set"),
        (CONDITIONS, 2, 8, "not_followed"),
        (CONDITIONS, 10, 500, "too_few"),
        (CONDITIONS, 10, 5, "enough"),
        (CONDITIONS, 10, None, "unknown"),
    ],
)
def test_why_leads_are_short(
    tmp_path: Path, items: tuple[Item, ...], hot: int, needed: int | None, verdict: str
) -> None:
    load(tmp_path, "company", [{"company_id": "C1", "name": "A", "domain": "a.com", "industry": "x"}])
    load(
        tmp_path,
        "lead",
        [
            lead(n, domain="a.com", job_title="Sales manager", phase="Hot" if n < hot else "Cold")
            for n in range(10)
        ],
    )
    need = {} if needed is None else {"follow": Decimal(needed)}
    asking = Asking(plan=Plan("u", items), needed=need)
    found = finding(tmp_path, "lead_shortage", WHEN, asking)
    answers = {row["question"]: row["answer"] for row in found.records()}
    assert answers["verdict"] == verdict
    assert ("finding.note.no_need" in {note.id for note in found.notes}) == (needed is None)


# Actuals ------------------------------------------------------------------------------------------------


def metric(item_id: str, **fields: object) -> Metric:
    return Metric(id=item_id, name=item_id, **fields)  # type: ignore[arg-type]


def test_actuals_of_metrics_with_a_data_flow(tmp_path: Path) -> None:
    load(
        tmp_path,
        "opportunity",
        [
            deal(1, "won", closed_on="2026-01-20"),
            deal(2, "won", closed_on="2026-03-10", amount=250),
            deal(3, "lost", closed_on="2026-03-31"),
            deal(4, created_on="2026-04-02"),
        ],
    )
    load(
        tmp_path,
        "spend",
        [{"month": "2026-01", "amount": 300}, {"month": "2026-01", "amount": 60}],
    )
    load(tmp_path, "lead", [lead(n) for n in range(4)])
    load(tmp_path, "actual", [{"metric": " nps ", "month": "2026-02", "value": 41}])
    plan = Plan(
        "u",
        [
            About(id=only_id("About"), currency="JPY"),
            FunnelStep(id="s", name="Deal", marks="opportunity"),
            metric("won", follows="won"),
            metric("money", follows="revenue"),
            metric("deals", follows="step", follows_step="s"),
            metric("cpl", follows="cost_per_lead"),
            metric("NPS", unit="factor"),
            metric("nothing", follows="roi"),
            metric("unwired", follows="won"),
            *(
                DataFlow(id=f"f{name}", metric=name)
                for name in ("won", "money", "deals", "cpl", "NPS", "nothing")
            ),
        ],
    )
    found = finding(tmp_path, "actuals", WHEN, Asking(plan=plan))
    told = {(row["metric"], row["month"]): row["value"] for row in found.records()}
    assert told == {
        ("won", "2026-01"): 1,
        ("won", "2026-02"): 0,  # the data go on, and nothing was won
        ("won", "2026-03"): 1,
        ("won", "2026-04"): 0,
        ("money", "2026-01"): 100,
        ("money", "2026-02"): 0,
        ("money", "2026-03"): 250,
        ("money", "2026-04"): 0,
        ("deals", "2026-01"): 3,
        ("deals", "2026-02"): 0,
        ("deals", "2026-03"): 0,
        ("deals", "2026-04"): 1,
        ("cpl", "2026-01"): 90,
        ("NPS", "2026-02"): 41,
    }
    over = {row["month"]: row["complete"] for row in found.records(metric="won")}
    assert over == {"2026-01": True, "2026-02": True, "2026-03": True, "2026-04": False}
    notes = {note.id for note in found.notes}
    assert {"finding.note.no_actuals", "finding.note.no_flow"} <= notes


# Data quality and neglect -------------------------------------------------------------------------------


def test_faults_and_logs(tmp_path: Path) -> None:
    load(
        tmp_path,
        "opportunity",
        [
            deal(1, "won", closed_on="2025-12-01", amount=None, company_name="A"),
            deal(2, "lost", closed_on="2026-02-01", valid_on="2026-01-01", company_name="B"),
            deal(3, closed_on="2026-01-10"),
            deal(4, closed_on="2027-01-10"),
        ],
    )
    rows: list[dict[str, Cell]] = [
        {"happened_on": "2026-02-01", "owner": "x", "kind": "call", "content": "…", "result": "ok"}
        for _ in range(6)
    ]
    rows += [{**rows[0], "result": None, "owner": "y"} for _ in range(5)]
    load(tmp_path, "activity", rows)
    found = finding(tmp_path, "data_quality", WHEN)
    faults = {row["fault"]: (row["entries"], row["count"]) for row in found.records(part="fault")}
    assert faults == {
        "closed_before_created": (4, 1),
        "valid_before_created": (4, 1),
        "overdue": (2, 1),
        "won_without_amount": (1, 1),
        "without_company": (4, 2),
    }
    logs = {row["value"]: row["rate"] for row in found.records(part="logs")}
    assert logs == {None: Decimal("0.545454545455"), "x": 1, "y": 0}


def test_the_standing_date_is_that_of_the_data_or_the_one_asked_for(tmp_path: Path) -> None:
    load(tmp_path, "opportunity", [deal(1, owner="a"), deal(2, created_on="2026-03-01", owner="a")])
    assert finding(tmp_path, "neglected", WHEN).records(group="all")[0]["neglected"] == 1
    later = finding(tmp_path, "neglected", WHEN, Asking(as_of="2026-06-01"))
    assert (later.records(group="all")[0]["neglected"], later.parameters["as_of"]) == (2, "2026-06-01")
    assert "as_of" not in finding(tmp_path, "neglected", WHEN).parameters


def test_reasons_of_the_plan_and_of_few_deals(tmp_path: Path) -> None:
    rows = [deal(n, "lost", reason="Price", valid_on="2026-01-06" if n < 2 else None) for n in range(6)]
    rows += [deal(10 + n, "lost", reason=f"Said by person {n}") for n in range(5)]
    rows += [deal(20, "lost"), deal(21, "won", reason="  ")]
    plan = Plan("u", [Reason(id="r", name={"ja": "価格", "en": "price"})])
    found = finding(load(tmp_path, "opportunity", rows), "reasons", WHEN, Asking(plan=plan))
    (price, rest) = found.records(part="reason")
    assert (price["value"], price["deals"], price["in_plan"]) == ("Price", 6, True)
    assert (price["at_valid"], price["at_opportunity"]) == (2, 4)
    assert (rest["group"], rest["value"], rest["deals"]) == ("rest", None, 5)
    (told, none) = found.records(part="told")
    assert (told["deals"], none["deals"]) == (11, 1)


# What holds for all -------------------------------------------------------------------------------------


def test_a_lift_and_its_interval() -> None:
    assert lift(20, 40, 50, 200) == 2
    low, high = lift_interval(20, 40, 50, 200)
    width = 1.959963984540054 * math.sqrt(1 / 20 - 1 / 40 + 1 / 50 - 1 / 200)
    assert float(str(low)) == pytest.approx(2 * math.exp(-width))
    assert float(str(high)) == pytest.approx(2 * math.exp(width))
    assert lift_interval(0, 40, 50, 200) == (None, None)
    assert lift(1, 2, 0, 5) is None


def test_small_groups_join_until_they_are_none() -> None:
    def grouped(*sizes: int) -> tuple[list[int], int | None]:
        return merged(sizes, lambda size: size, sum)

    assert grouped(9, 3, 1, 7) == ([9], 11)
    assert grouped(9, 5) == ([9, 5], None)
    assert grouped(4, 3) == ([], None)
    assert grouped(6, 2) == ([], None)


def _everything(folder: Path) -> tuple[Finding, ...]:
    load(folder, "company", [{"company_id": "C1", "name": "A", "domain": "a.com", "industry": "x"}])
    load(folder, "lead", [lead(n, domain="a.com", handed_on="2026-01-06") for n in range(9)])
    load(
        folder,
        "opportunity",
        [
            deal(n, ("won", "lost")[n % 2], closed_on="2026-02-01", reason="Price", owner="o")
            for n in range(40)
        ],
    )
    load(folder, "spend", [{"month": "2026-01", "amount": 300}])
    load(folder, "activity", [{"happened_on": "2026-01-09", "kind": "call"}])
    return findings(folder, WHEN, Asking(plan=Plan("u", CONDITIONS)))


def test_every_finding_says_when_from_what_and_of_how_many_rows(tmp_path: Path) -> None:
    found = _everything(tmp_path)
    assert {each.key for each in found} == set(FINDINGS) - {"actuals", "won_profile"}
    for each in found:
        assert each.when == WHEN
        assert {source.table for source in each.sources} <= set(FINDINGS[each.key][0])
        assert all(source.rows > 0 for source in each.sources)
        assert each.imports == tuple(source.sha256 for source in each.sources)
        assert all(len(row) == len(each.columns) for row in each.rows)
        for language in LANGUAGES:
            assert text(f"finding.{each.key}", language)
            assert all(text(note, language) for note in each.notes)


def test_only_the_findings_that_were_asked_for(tmp_path: Path) -> None:
    load(tmp_path, "opportunity", [deal(n, "won", closed_on="2026-02-01") for n in range(3)])
    assert [each.key for each in findings(tmp_path, WHEN, keys=("neglected", "funnel"))] == ["funnel"]
    with pytest.raises(PlanError):
        findings(tmp_path, WHEN, keys=("funnel", "nothing"))
