"""Cases of the checks of handoff: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from kakehashi.plan.basis import About
from kakehashi.plan.handoff import Approach, HandoffCondition, Interview, Reason, ServiceLevel
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import agreement_of, only_id
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.organization import Department, Role

CLOSED = About(id=only_id("About"), first_month="2027-04", months=12, closed_through="2027-08")
CONDITION = HandoffCondition(id="c", name="比較段階の製造業", from_role="inside", to_role="field")
SIDES: list[Item] = [
    Department(id="m", name="マーケティング本部"),
    Department(id="s", name="営業本部"),
    Role(id="inside", title="インサイドセールス", department="m"),
    Role(id="field", title="フィールドセールス", department="s"),
]
FIVE: list[Item] = [
    Approach(id=each, approach=each, done=True)  # type: ignore[arg-type]
    for each in ("won_companies", "opportunities", "settling", "supply", "exclusions")
]


def _agreements(*states: str) -> list[Item]:
    return [
        Agreement(id=agreement_of("c", side), item="c", department=side, state=state)  # type: ignore[arg-type]
        for side, state in zip("ms", states, strict=False)
    ]


CASES: list[tuple[str, list[Item], list[Item]]] = [
    (
        "handoff_not_agreed",
        [CONDITION, *SIDES, *_agreements("agreed")],
        [CONDITION, *SIDES, *_agreements("agreed", "agreed")],
    ),
    (
        "handoff_not_agreed",
        [CONDITION, *SIDES, *_agreements("agreed", "open")],
        [CONDITION, *SIDES, *_agreements("agreed", "objected")],  # told by its own check
    ),
    (
        "handoff_not_agreed",
        [CONDITION, *SIDES[:-1], *_agreements("agreed", "agreed")],
        [CONDITION, *SIDES, *_agreements("agreed", "agreed")],
    ),
    ("approach_left_out", [CONDITION], []),
    ("approach_left_out", FIVE[1:], FIVE),
    ("approach_left_out", [*FIVE[1:], Approach(id="w", approach="won_companies")], FIVE),
    (
        "handoff_review_past",
        [CLOSED, HandoffCondition(id="c", review_on="2027-08-31")],
        [CLOSED, HandoffCondition(id="c", review_on="2027-09-01")],
    ),
    ("no_service_level", [CONDITION], [CONDITION, ServiceLevel(id="l")]),
    (
        "return_without_recycle",
        [ServiceLevel(id="l", return_reasons=("対象外の会社",))],
        [ServiceLevel(id="l", return_reasons=("対象外の会社",), recycle="育成に戻す")],
    ),
    ("lost_reason_without_next", [Reason(id="r")], [Reason(id="r", then="drop")]),
    ("lost_reason_without_next", [Reason(id="r")], [Reason(id="r", outcome="won")]),
    (
        "lost_reason_without_next",
        [Reason(id="r", then="nurture")],
        [Reason(id="r", then="nurture", nurture_months=6)],
    ),
    (
        "lost_reason_without_next",
        [Reason(id="heading"), Reason(id="r", belongs_to="heading")],
        [Reason(id="heading"), Reason(id="r", belongs_to="heading", then="tell_product")],
    ),
    (
        "lesson_without_change",
        [Interview(id="i", lesson="移行支援を見せる")],
        [Interview(id="i", lesson="移行支援を見せる", changed=("c",)), HandoffCondition(id="c")],
    ),
]
