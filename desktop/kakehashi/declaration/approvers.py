"""Who approves an edition: each department with what it answered so far, and room for its answer."""

from __future__ import annotations

from kakehashi.declaration.blocks import Row, Table
from kakehashi.declaration.cells import BLANK, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.decision_views import box_cells, box_columns, department_asked
from kakehashi.plan.direction import Stakeholder
from kakehashi.plan.organization import Department
from kakehashi.plan.review import Approval, Decision


def approving(context: Context) -> tuple[Department, ...]:
    """Departments that have answered an edition, that a decision is asked of, or in which somebody is to be
    won for the plan; marketing proposes it and is none of them.
    """
    plan = context.plan
    asked = {each.department for each in plan.items(Approval)}
    asked |= {each.department for each in plan.items(Stakeholder)}
    asked |= {
        department.id
        for each in plan.items(Decision)
        if (department := department_asked(context, each)) is not None
    }
    return tuple(each for each in plan.items(Department) if each.id in asked and each.function != "marketing")


def last_answer(context: Context, department: str) -> Approval | None:
    """The answer of a department to the newest edition that it has answered."""
    answers = [
        each for each in context.plan.items(Approval) if each.department == department and each.decision
    ]
    return max(answers, key=lambda each: (each.edition or 0, each.date or ""), default=None)


def said(context: Context, answer: Approval | None) -> str:
    """An answer in words: to which edition, what, when, under which condition."""
    if answer is None:
        return ""
    words_of_it = [
        context.say("declaration.edition", number=answer.edition) if answer.edition else "",
        context.choice("Approval.decision", answer.decision),
        context.day(answer.date),
    ]
    told = context.listed([each for each in words_of_it if each])
    condition = context.typed(answer.condition)
    return context.say("declaration.labelled", label=told, value=condition) if condition else told


def approvers(context: Context, key: str) -> Table | None:
    """A line a department: its last answer, then room for the answer to this edition, name, date and seal."""
    departments = approving(context)
    if not departments:
        return None
    answers = {each.id: said(context, last_answer(context, each.id)) for each in departments}
    return Table(
        key=key,
        title=context.say("declaration.approval.approvers"),
        columns=(
            context.column("department", "Approval.department", width=16),
            context.column("so_far", "declaration.column.answered_so_far", "long_text", width=48),
            *box_columns(context),
            context.column("person", "declaration.column.name_and_date", width=12),
            context.column("seal", "declaration.column.seal", width=12),
        ),
        rows=tuple(
            Row(
                id=each.id,
                cells=(
                    words(context.named(each.id)),
                    words(answers[each.id] or context.say("declaration.approval.not_yet")),
                    *box_cells(),
                    BLANK,
                    BLANK,
                ),
            )
            for each in departments
        ),
        note=context.say("declaration.approval.note"),
    )
