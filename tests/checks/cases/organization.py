"""Cases of the checks of organization: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.plan.basis import About
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import only_id, pair_id
from kakehashi.plan.organization import (
    Activity,
    CommunicationLink,
    Department,
    Enablement,
    Responsibility,
    Role,
)

WEBINAR = Activity(id="webinar", name="ウェビナー運営")
CLOSED = About(id=only_id("About"), first_month="2027-04", months=12, closed_through="2027-06")
HALF = Decimal("0.5")


def _raci(role: str, duty: str) -> Responsibility:
    return Responsibility(
        id=pair_id("Responsibility", "webinar", role),
        activity="webinar",
        role=role,
        duty=duty,  # type: ignore[arg-type]
    )


def _post(post: str, fte: str, person: str = "村井沙織", **months: str) -> Role:
    return Role(id=post, title=post, person=person, fte=Decimal(fte), **months)


def _link(one: int, other: int, **rest: object) -> list[Item]:
    link = CommunicationLink(
        id="link", one="m", other="s", density_one=one, density_other=other, wanted=2, **rest
    )
    return [link, Department(id="m", name="マーケティング"), Department(id="s", name="営業")]


CASES: list[tuple[str, list[Item], list[Item]]] = [
    ("activity_accountable", [WEBINAR, _raci("a", "responsible")], [WEBINAR, _raci("a", "accountable")]),
    (
        "activity_accountable",
        [WEBINAR, _raci("a", "accountable"), _raci("b", "accountable_responsible")],
        [WEBINAR, _raci("a", "consulted"), _raci("b", "accountable_responsible")],
    ),
    (
        "activity_without_partner",
        [Activity(id="a", sourcing="partly")],
        [Activity(id="a", sourcing="partly", partner="p")],
    ),
    ("activity_without_partner", [Activity(id="a", sourcing="outsourced")], [Activity(id="a")]),
    (
        "open_without_remedy",
        [Role(id="r", employment="open", remedy="採用")],
        [Role(id="r", employment="open", remedy="採用", remedy_by="2027-09")],
    ),
    ("open_but_filled", [Role(id="r", employment="open", person="村井")], [Role(id="r", person="村井")]),
    (
        "person_over_full_time",
        [_post("a", "0.6"), _post("b", "0.5")],
        [_post("a", "0.5"), _post("b", "0.5")],
    ),
    (
        "person_over_full_time",
        [_post("a", "0.6"), _post("b", "0.5")],
        [_post("a", "0.6"), _post("b", "0.5", person="別人")],
    ),
    (
        "person_over_full_time",
        [_post("a", "0.6", end="2027-09"), _post("b", "0.5", start="2027-09")],
        [_post("a", "0.6", end="2027-09"), _post("b", "0.5", start="2027-10")],
    ),
    (
        "person_over_full_time",
        [_post("a", "0.6"), _post("b", "0.5", person=" 村井沙織 ")],
        [_post("a", "3")],  # one role of a team
    ),
    ("link_too_thin", _link(3, 1), _link(3, 2)),
    ("link_too_thin", _link(1, 1), _link(1, 1, next_step="週次会議に10分の枠をもらう")),
    ("link_seen_differently", _link(4, 2), _link(3, 2)),
    ("link_seen_differently", _link(4, 2), _link(4, 2, cause="営業は報告だけを受けている")),
    (
        "enablement_behind",
        [CLOSED, Enablement(id="e", when="2027-06", share_done=HALF)],
        [CLOSED, Enablement(id="e", when="2027-07", share_done=HALF)],
    ),
    (
        "enablement_behind",
        [CLOSED, Enablement(id="e", when="2027-06")],
        [CLOSED, Enablement(id="e", when="2027-06", share_done=Decimal(1))],
    ),
]
