"""After edits of a plan of many blocks of items, what is checked again equals a full run, digit by digit."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from tests.benchmarks.checks import working_plan
from tests.benchmarks.large_plan import MONTHS

from kakehashi.checks.run import checked, checked_again, run_checks
from kakehashi.forecast.forecast import forecast
from kakehashi.plan.budget import BudgetFrame, BudgetLine, Measure
from kakehashi.plan.changes import Change, adding, apply, at_end, kinds_touched, moving, removing, setting
from kakehashi.plan.kinds import only_id
from kakehashi.plan.organization import Capacity
from kakehashi.plan.plan import Plan

ITEMS = 500  # lines, measures and metrics in several blocks each


def _edits(plan: Plan, random: Random) -> Change:
    measure = random.choice(plan.items(Measure)).id
    line = random.choice(plan.items(BudgetLine)).id
    month = random.choice(MONTHS)
    amount = Decimal(random.randrange(10**9)) / 7
    match random.randrange(8):
        case 0:
            return setting(plan, line, "planned", amount.quantize(Decimal("0.01")), month)
        case 1:
            return setting(plan, measure, "expected", Decimal(random.randrange(900)) / 8, month)
        case 2:
            return removing(plan, measure)
        case 3:
            return removing(plan, line)
        case 4:
            new = BudgetLine(id=f"new{random.random()}", measure=measure, position=at_end(plan, "BudgetLine"))
            return adding(new)
        case 5:
            return moving(plan, measure, None)
        case 6:
            return setting(plan, "s1", "rate", {"value": str(Decimal(random.randrange(1, 100)) / 100)})
        case _:
            return setting(plan, line, "category", random.choice(["c0", "c1", None]))


@pytest.mark.parametrize("seed", range(4))
def test_again_is_a_full_run(seed: int) -> None:
    random = Random(seed)
    plan = working_plan(ITEMS)
    frame = BudgetFrame(id=only_id("BudgetFrame"), total=Decimal(10**8), caps={"c0": Decimal(10**7)})
    plan = apply(plan, adding(frame, Capacity(id="cap", step="s2", work="")))
    state = checked(plan)
    for _ in range(8):
        change = _edits(plan, random)
        after = apply(plan, change)
        kinds = kinds_touched(plan, change) | kinds_touched(after, change)
        state = checked_again(state, after, frozenset(patch.item for patch in change), kinds)
        plan = after
        assert state.findings == run_checks(Plan(plan.uuid, plan))
        goals = forecast(plan).goals
        kept = state.facts.forecast.goals
        assert [(goal.forecast, goal.factor, goal.limits) for goal in kept] == [
            (goal.forecast, goal.factor, goal.limits) for goal in goals
        ]
