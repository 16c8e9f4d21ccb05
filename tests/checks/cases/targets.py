"""Cases of the checks of targets: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.plan.basis import About
from kakehashi.plan.budget import Measure
from kakehashi.plan.item import Figure, Item, Passport
from kakehashi.plan.kinds import only_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.simulation import FunnelStep, Goal
from kakehashi.plan.targets import (
    CompanyCondition,
    Competitor,
    Coverage,
    FollowRule,
    KeyMessage,
    Launch,
    LeadQuality,
    NamedAccount,
    Phase,
    Positioning,
    Segment,
)


def figure(value: str) -> Figure:
    return Figure(value=Decimal(value), passport=Passport(origin="measured", source="SFA"))


def goal(won: int) -> tuple[Item, ...]:
    """A plan whose goal is so many won deals, half of the leads."""
    return (
        About(id=only_id("About"), first_month="2027-04", months=12),
        FunnelStep(id="lead", marks="lead", rate=figure("0.5"), lag=figure("0"), position="a0"),
        FunnelStep(id="won", marks="won", position="a1"),
        Measure(id="m", name="展示会", expected={"2027-04": Decimal(100)}, enters_at="lead"),
        Metric(id="kgi", role="kgi", follows="won", target={"2027-04": Decimal(won)}),
        Goal(id="goal", metric="kgi", by="2028-03"),
    )


FOOD = Segment(id="food", name="食品製造業", why_we_win="事例", share_of_goal=Decimal("0.6"))
CASES: list[tuple[str, list[Item], list[Item]]] = [
    (
        "coverage_contradicts",
        [Coverage(id="c", companies=figure("100"), with_leads=figure("101"))],
        [Coverage(id="c", companies=figure("100"), with_leads=figure("100"))],
    ),
    (
        "coverage_contradicts",
        [Coverage(id="c", segment="food", people=figure("9"), target_leads=figure("10")), FOOD],
        [Coverage(id="c", segment="food", target_leads=figure("10")), FOOD],
    ),
    (
        "coverage_twice",
        [Coverage(id="c", segment="food"), Coverage(id="d", segment="food"), FOOD],
        [Coverage(id="c", segment="food"), Coverage(id="d", segment="food", tier="tier_1"), FOOD],
    ),
    (
        "shares_of_goal_over_one",
        [FOOD, Segment(id="other", share_of_goal=Decimal("0.41"))],
        [FOOD, Segment(id="other", share_of_goal=Decimal("0.4"))],
    ),
    (
        "follow_rules_disagree",
        [
            Phase(id="p", name="情報収集"),
            FollowRule(id="a", phase="p", decision="nurture"),
            FollowRule(id="b", phase="p", decision="leave"),
        ],
        [
            Phase(id="p", name="情報収集"),
            FollowRule(id="a", phase="p", decision="nurture"),
            FollowRule(id="b", phase="p", decision="leave", will="weak"),
        ],
    ),
    (
        "too_few_target_companies",
        [*goal(50), Coverage(id="c", companies=figure("49"))],
        [*goal(50), Coverage(id="c", companies=figure("51"))],
    ),
    (
        "too_few_target_companies",
        [
            *goal(50),
            FOOD,
            Coverage(id="c", segment="food", companies=figure("29")),
            Coverage(id="d", companies=figure("500")),
        ],
        [
            *goal(50),
            FOOD,
            Coverage(id="c", segment="food", tier="tier_1", companies=figure("29")),
            Coverage(id="e", segment="food", tier="tier_2", companies=figure("2")),
            Coverage(id="d", companies=figure("500")),
        ],
    ),
    (
        "segment_without_conditions",
        [FOOD, CompanyCondition(id="c", field="従業員数")],
        [FOOD, CompanyCondition(id="c", field="従業員数", segment="food")],
    ),
    ("segment_without_reason", [Segment(id="s")], [FOOD]),
    (
        "account_without_owner",
        [NamedAccount(id="n", name="東海フーズ")],
        [NamedAccount(id="n", name="東海フーズ", status="paused")],
    ),
    (
        "message_without_proof",
        [KeyMessage(id="k", claim="半日で終わります")],
        [KeyMessage(id="k", claim="半日で終わります", proof_from=("case",))],
    ),
    (
        "positioning_without_proof",
        [Positioning(id="p", claim="監査に強い")],
        [Positioning(id="p", claim="監査に強い", proof="導入7社")],
    ),
    ("follow_rule_without_why", [FollowRule(id="f")], [FollowRule(id="f", why="受注率が2倍")]),
    (
        "phase_without_rule",
        [Phase(id="p", name="比較"), FollowRule(id="f", phase="q")],
        [Phase(id="p", name="比較"), FollowRule(id="f", phase="p")],
    ),
    (
        "no_lead_quality",
        [FollowRule(id="f"), LeadQuality(id=only_id("LeadQuality"), sentence="望む購買につながる")],
        [
            FollowRule(id="f"),
            LeadQuality(id=only_id("LeadQuality"), sentence="望む購買につながる", rule="180日以内に有効商談"),
        ],
    ),
    (
        "launch_unprepared",
        [Launch(id="l", date="2027-10-01", what="第2版", owner="r")],
        [Launch(id="l", date="2027-10-01", what="第2版", owner="r", needs="価格の決定")],
    ),
    (
        "message_to_check",
        [KeyMessage(id="k", state="to_check")],
        [KeyMessage(id="k", state="checked")],
    ),
    (
        "competitor_without_answer",
        [Competitor(id="c", strengths="安い")],
        [Competitor(id="c", strengths="安い", we_answer="3年では同じ")],
    ),
]
