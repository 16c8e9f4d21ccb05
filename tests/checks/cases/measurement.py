"""Cases of the checks of measurement: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kakehashi.plan.item import Item
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.measurement import DataFlow, NurtureFlow, OperationRule, Tool, WeeklyCheck
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.organization import Department

MA = Tool(id="ma", name="MA", type="ma", purpose="関心を追う", owner="r")
SALES, IT = Department(id="sales", function="sales"), Department(id="it", function="it")
FLOW = NurtureFlow(id="n", tool="ma", content=("case",), stop_when="反応なし", hand_over_when="料金を見た")


def agreed(department: str) -> Agreement:
    return Agreement(id=agreement_of("ma", department), item="ma", department=department, state="agreed")


READY: list[Item] = [MA, SALES, IT, FLOW, agreed("sales"), agreed("it")]
CASES: list[tuple[str, list[Item], list[Item]]] = [
    ("ma_not_ready", [msgspec.structs.replace(MA, purpose=""), *READY[1:]], READY),
    ("ma_not_ready", [*READY[:3], msgspec.structs.replace(FLOW, content=()), *READY[4:]], READY),
    ("ma_not_ready", READY[:-1], READY),
    ("ma_not_ready", [MA], [msgspec.structs.replace(MA, type="crm")]),
    (
        "personal_data_without_security",
        [Tool(id="t", personal_data="氏名")],
        [Tool(id="t", personal_data="氏名", security="担当4名のみ")],
    ),
    ("tool_without_owner", [Tool(id="t")], [Tool(id="t", owner="r")]),
    (
        "tool_without_exit_plan",
        [Tool(id="t", state="leaving")],
        [Tool(id="t", state="leaving", exit_plan="CRMへ移す")],
    ),
    (
        "flow_leads_nowhere",
        [DataFlow(id="f", source="t"), Tool(id="t", name="SFA")],
        [DataFlow(id="f", source="t", metric="k"), Tool(id="t", name="SFA")],
    ),
    (
        "flow_leads_nowhere",
        [DataFlow(id="f", source="t", metric="k", to_tool="t")],
        [DataFlow(id="f", source="t", metric="k", to_tool="u")],
    ),
    (
        "flow_from_leaving_tool",
        [DataFlow(id="f", source="t"), Tool(id="t", state="leaving")],
        [DataFlow(id="f", source="t"), Tool(id="t")],
    ),
    ("flow_without_person", [DataFlow(id="f")], [DataFlow(id="f", how="automatic")]),
    ("nurture_without_end", [msgspec.structs.replace(FLOW, stop_when="")], [FLOW]),
    (
        "rule_without_accountable",
        [OperationRule(id="o")],
        [OperationRule(id="o", state="dropped")],
    ),
    (
        "weekly_check_incomplete",
        [WeeklyCheck(id="w", threshold="80%未満")],
        [WeeklyCheck(id="w", threshold="80%未満", owner="r")],
    ),
    (
        "rule_not_kept",
        [OperationRule(id="o", share_kept=Decimal("0.89"), share_aimed=Decimal("0.9"))],
        [OperationRule(id="o", share_kept=Decimal("0.9"), share_aimed=Decimal("0.9"))],
    ),
]
