"""Cases of the checks of metrics: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.plan.handoff import HandoffCondition
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.measurement import DataFlow, Tool
from kakehashi.plan.metrics import Agreement, AttributionRule, Metric
from kakehashi.plan.organization import Capacity, Department, Role
from kakehashi.plan.simulation import Goal

KPI = Metric(id="k", name="有効商談数")
KGI = Metric(id="k", name="受注金額", role="kgi", target={"2027-09": Decimal(5), "2028-03": Decimal(9)})
SALES = Department(id="d", name="営業本部")
PLANNED, USED = Tool(id="t", name="MA", state="introducing"), Tool(id="t", name="MA", state="leaving")
BY_MACHINE = DataFlow(id="f", source="t", metric="k", how="automatic")
BY_HAND = DataFlow(id="h", source="sheet", metric="k", how="by_hand")
RULE = AttributionRule(id="a", name="マーケティング起点", shared_by=("d",))


def _agreement(item: str, state: str) -> Agreement:
    return Agreement(id=agreement_of(item, "d"), item=item, department="d", state=state)  # type: ignore[arg-type]


CASES: list[tuple[str, list[Item], list[Item]]] = [
    ("metric_without_flow", [KPI], [KPI, BY_HAND]),
    ("metric_without_flow", [KPI], [Metric(id="k", formula="1 + 1")]),
    ("metric_waits_for_tool", [KPI, BY_MACHINE, PLANNED], [KPI, BY_MACHINE, USED]),
    ("metric_waits_for_tool", [KPI, BY_MACHINE, PLANNED], [KPI, BY_MACHINE, PLANNED, BY_HAND]),
    ("kgi_without_goal", [KGI], [KGI, Goal(id="g", metric="k")]),
    ("kgi_without_goal", [KGI], [Metric(id="k", role="kgi")]),
    (
        "alarm_without_threshold",
        [Metric(id="k", on_alarm="週次会議で原因を確かめる")],
        [Metric(id="k", on_alarm="週次会議で原因を確かめる", alarm=Decimal("0.9"))],
    ),
    ("returns_without_rule", [Metric(id="k", follows="roi")], [Metric(id="k", follows="spend")]),
    ("returns_without_rule", [Metric(id="k", follows="roi")], [Metric(id="k", follows="roi"), RULE]),
    ("attribution_not_agreed", [AttributionRule(id="a")], [RULE, SALES, _agreement("a", "open")]),
    ("attribution_not_agreed", [RULE, SALES], [RULE, SALES, _agreement("a", "agreed")]),
    (
        "metric_undefined",
        [Metric(id="k", counts="受注した商談", owner="r")],
        [Metric(id="k", counts="受注した商談", owner="r", formula="1 + 1")],
    ),
    (
        "agreement_open",
        [_agreement("c", "open"), SALES, Capacity(id="c", role="r"), Role(id="r", title="営業")],
        [_agreement("c", "open"), SALES, HandoffCondition(id="c")],
    ),
]
