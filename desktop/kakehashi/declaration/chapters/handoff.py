"""Hand-off and win/loss: which leads sales gets, how fast it answers, and what won and lost deals taught."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter, Table
from kakehashi.declaration.context import Context
from kakehashi.declaration.finding_views import finding_blocks
from kakehashi.declaration.handoff_views import (
    APPROACHES,
    approach_table,
    condition_table,
    done,
    reason_table,
)
from kakehashi.declaration.item_table import item_table
from kakehashi.plan.handoff import Approach, HandoffCondition, Interview, LogTemplate, ServiceLevel
from kakehashi.words import number


def chapter(context: Context) -> Chapter:
    """The conditions and promises first, what they rest on, then what was learned from won and lost deals."""
    found: list[Block | None] = [
        condition_table(context, "include"),
        condition_table(context, "exclude"),
        _service_levels(context),
    ]
    if not context.headline:
        found.append(approach_table(context))
    found += finding_blocks(context, "handoff")
    if not context.headline:
        found += [reason_table(context, "won"), reason_table(context, "lost"), _interviews(context)]
    if context.full:
        found.append(_logs(context))
    return context.chapter("handoff", found, _sentence(context))


def _sentence(context: Context) -> str:
    parts = [*_conditions(context), *_response(context), *_approaches(context)]
    return context.sentences(parts) if parts else ""


def _conditions(context: Context) -> list[str]:
    conditions = context.plan.items(HandoffCondition)
    if not conditions:
        return []
    excluding = sum(each.effect == "exclude" for each in conditions)
    return [
        context.say("declaration.handoff.sentence", include=len(conditions) - excluding, exclude=excluding)
    ]


def _response(context: Context) -> list[str]:
    """Within how many hours a lead is accepted or returned: the shortest and the longest promise."""
    promised = [each for each in context.plan.items(ServiceLevel) if each.accept_hours is not None]
    if not promised:
        return []
    hours = sorted((each.accept_hours, each.hours) for each in promised if each.accept_hours is not None)
    said = [
        context.say(
            "declaration.handoff.hours",
            hours=number(value, None),
            kind=context.choice("ServiceLevel.hours", kind),
        )
        for value, kind in dict.fromkeys((hours[0], hours[-1]))
    ]
    if len(said) == 1:
        return [context.say("declaration.handoff.response", hours=said[0])]
    (low, one), (_, other) = hours[0], hours[-1]
    shortest = number(low, None) if one == other else said[0]  # how they count is said once
    return [context.say("declaration.handoff.response_range", shortest=shortest, longest=said[1])]


def _approaches(context: Context) -> list[str]:
    if not context.plan.items(Approach) and not context.plan.items(HandoffCondition):
        return []
    taken = done(context)
    said = [context.say("declaration.handoff.approaches_done", count=len(taken), all=len(APPROACHES))]
    missing = [context.choice("Approach.approach", each) for each in APPROACHES if each not in taken]
    if missing:
        said.append(context.say("declaration.handoff.approaches_missing", approaches=context.listed(missing)))
    return said


def _service_levels(context: Context) -> Table | None:
    fields: tuple[str, ...] = (
        "lead_type", "conditions", "owner", "accept_hours", "contact_hours", "hours", "return_reasons",
        "recycle", "when_late",
    )  # fmt: skip
    if context.headline:
        fields = ("lead_type", "owner", "accept_hours", "contact_hours", "hours", "return_reasons")
    return item_table(
        context,
        ServiceLevel,
        "handoff.service_levels",
        fields,
        title="declaration.handoff.service_levels",
        widths={"lead_type": 26, "conditions": 26, "owner": 18, "return_reasons": 26, "when_late": 24},
    )


def _interviews(context: Context) -> Table | None:
    fields = ["company", "outcome", "date", "interviewee", "said", "reasons", "lesson", "changed"]
    if context.full:
        fields.insert(4, "interviewer")
    return item_table(
        context,
        Interview,
        "handoff.interviews",
        fields,
        title="declaration.handoff.interviews",
        widths={"company": 20, "interviewee": 14, "interviewer": 16, "said": 32, "reasons": 18,
                "changed": 22},
    )  # fmt: skip


def _logs(context: Context) -> Table | None:
    return item_table(
        context,
        LogTemplate,
        "handoff.logs",
        ("name", "occasion", "required", "who", "due", "tool", "used_for"),
        title="declaration.handoff.logs",
        widths={"name": 20, "who": 18, "due": 18, "tool": 14},
    )
