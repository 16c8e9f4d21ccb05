"""What the readers' departments have on their table: asks, decisions, requests and agreements."""

from __future__ import annotations

import msgspec

from kakehashi.declaration.context import Context
from kakehashi.declaration.decision_views import department_asked
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.organization import Department
from kakehashi.plan.review import Ask, Decision
from kakehashi.plan.work import Request

_SEE_ALL = frozenset({"board", "marketing"})


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """Asks and agreements by department in the plan's order; `every` = those of all departments.

    Agreements are those that are not given yet.
    """

    every: bool
    asks: tuple[Ask, ...]
    decisions: tuple[Decision, ...]
    requests: tuple[Request, ...]
    agreements: tuple[Agreement, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is none of them."""
        return not (self.asks or self.decisions or self.requests or self.agreements)


def owed(context: Context) -> Owed:
    """Of the readers' departments; who leads the company or the plan sees those of all departments."""
    plan, functions = context.plan, context.audience.functions
    every = not context.audience.parameter and (not functions or not _SEE_ALL.isdisjoint(functions))
    order = {each.id: at for at, each in enumerate(plan.items(Department) if every else context.readers)}

    def told(department: str | None) -> bool:
        return every or department in order

    def place(each: Ask | Agreement) -> int:
        return order.get(each.department or "", len(order))

    def asked(decision: Decision) -> str | None:
        department = department_asked(context, decision)
        return None if department is None else department.id

    missing = (each for each in plan.items(Agreement) if each.state != "agreed" and told(each.department))
    return Owed(
        every=every,
        asks=tuple(sorted((each for each in plan.items(Ask) if told(each.department)), key=place)),
        decisions=tuple(each for each in plan.items(Decision) if told(asked(each))),
        requests=tuple(each for each in plan.items(Request) if told(each.asked_by)),
        agreements=tuple(sorted(missing, key=place)),
    )
