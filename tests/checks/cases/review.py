"""Cases of the checks of review: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from typing import Any

from kakehashi.plan.item import Figure, Item, Passport
from kakehashi.plan.organization import Department
from kakehashi.plan.review import (
    Approval,
    Ask,
    Audience,
    Comment,
    Decision,
    FindingRecord,
    FindingSource,
    Question,
    Risk,
)
from kakehashi.plan.simulation import FunnelStep

SALES = Department(id="d", name="営業本部")


def record(record_id: str, imported_on: str, table: str = "opportunity") -> FindingRecord:
    source = FindingSource(table=table, name="商談.csv", sha256=record_id, rows=9, imported_on=imported_on)
    return FindingRecord(id=record_id, finding="funnel", sources=(source,))


def rests_on(record_id: str) -> FunnelStep:
    return FunnelStep(id="s", rate=Figure(passport=Passport(origin="measured", finding=record_id)))


def approval(item_id: str = "a", edition: int = 1, **fields: Any) -> Approval:
    return Approval(id=item_id, department="d", edition=edition, edition_hash="7c1e", **fields)


CASES: list[tuple[str, list[Item], list[Item]]] = [
    ("decision_without_date", [Decision(id="x")], [Decision(id="x", by="2027-04-30")]),
    ("decision_without_date", [Decision(id="x")], [Decision(id="x", answer="yes")]),
    ("decision_of_nobody", [Decision(id="x")], [Decision(id="x", asked_of="d"), SALES]),
    ("ask_of_nobody", [Ask(id="x")], [Ask(id="x", department="d"), SALES]),
    (
        "ask_unanswered",
        [Ask(id="x", department="d"), SALES],
        [Ask(id="x", department="d", answer="with_condition"), SALES],
    ),
    (
        "ask_refused",
        [Ask(id="x", department="d", answer="no"), SALES],
        [Ask(id="x", department="d", answer="yes"), SALES],
    ),
    ("ask_gives_nothing_back", [Ask(id="x")], [Ask(id="x", gives_back="問い合わせが月10時間減る")]),
    ("risk_without_owner", [Risk(id="x")], [Risk(id="x", owner="r")]),
    ("risk_without_owner", [Risk(id="x", state="happened")], [Risk(id="x", state="closed")]),
    (
        "risk_without_remedy",
        [Risk(id="x", effect="high")],
        [Risk(id="x", effect="high", remedy="代行に委託")],
    ),
    ("risk_without_remedy", [Risk(id="x", likelihood="high")], [Risk(id="x", likelihood="medium")]),
    ("question_open", [Question(id="x")], [Question(id="x", answer="回収期間は11か月です")]),
    (
        "question_without_backing",
        [Question(id="x", answer="回収期間は11か月です")],
        [Question(id="x", answer="回収期間は11か月です", backed_by=("d",)), SALES],
    ),
    (
        "comment_open",
        [Comment(id="x", department="d", type="objection"), SALES],
        [Comment(id="x", department="d", type="objection", state="done"), SALES],
    ),
    ("comment_open", [Comment(id="x", type="condition")], [Comment(id="x", type="approval")]),
    (
        "comment_declined_without_answer",
        [Comment(id="x", state="declined")],
        [Comment(id="x", state="declined", answer="6月は会場が取れません")],
    ),
    (
        "approval_condition_open",
        [approval(decision="with_condition"), SALES],
        [approval(decision="with_condition", condition_met_on="2027-04-20"), SALES],
    ),
    (
        "approval_condition_open",
        [approval(decision="with_condition"), approval("b", 1, decision="approve"), SALES],
        [approval(decision="with_condition"), approval("b", 2, decision="approve"), SALES],
    ),
    (
        "approval_sent_back",
        [approval(decision="send_back"), approval("b", 2)],
        [approval(decision="send_back"), approval("b", 2, decision="approve")],
    ),
    (
        "approval_without_edition",
        [Approval(id="x", decision="approve", edition=3)],
        [Approval(id="x", decision="approve", edition=3, edition_hash="7c1e")],
    ),
    ("approval_without_edition", [Approval(id="x", decision="approve")], [Approval(id="x")]),
    (
        "audience_twice",
        [Audience(id="a", stands_for="sales"), Audience(id="b", stands_for="sales")],
        [Audience(id="a", stands_for="sales"), Audience(id="b", stands_for="hr"), Audience(id="c")],
    ),
    (
        "audience_unknown_field",
        [Audience(id="a", hides=("Risk.remedi",), sees=("*",))],
        [Audience(id="a", hides=("Risk.remedy",), sees=("*",))],
    ),
    ("audience_unknown_field", [Audience(id="a", hides=("*",))], [Audience(id="a", sees=("*",))]),
    ("audience_without_chapters", [Audience(id="a")], [Audience(id="a", chapters=("summary",))]),
    ("audience_without_chapters", [Audience(id="a")], [Audience(id="a", stands_for="sales")]),
    (
        "finding_out_of_date",
        [record("old", "2027-01-05"), record("new", "2027-04-01"), rests_on("old")],
        [record("old", "2027-01-05"), record("new", "2027-04-01"), rests_on("new")],
    ),
    (
        "finding_out_of_date",
        [record("old", "2027-01-05"), record("new", "2027-04-01"), rests_on("old")],
        [record("old", "2027-01-05"), record("new", "2027-04-01", "spend"), rests_on("old")],
    ),
]
