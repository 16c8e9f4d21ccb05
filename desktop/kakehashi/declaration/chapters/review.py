"""Review: decisions asked for, risks by weight, questions with answers, what readers said and decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kakehashi.declaration.blocks import Block, Chapter, Row, Table
from kakehashi.declaration.cells import words
from kakehashi.declaration.context import Context
from kakehashi.declaration.decision_views import open_decisions
from kakehashi.declaration.item_table import item_table
from kakehashi.declaration.risk_views import GRADES, by_weight, risk_table
from kakehashi.plan.item import Item
from kakehashi.plan.organization import Department
from kakehashi.plan.review import Approval, Comment, Decision, Question, Risk


def chapter(context: Context) -> Chapter:
    """Decisions and risks for everyone; what was asked, said and decided for who wants more."""
    found: list[Block | None] = [_decisions(context), _risks(context)]
    if context.full:
        found.append(_matrix(context))
    if not context.headline:
        found += [_questions(context), _comments(context), _approvals(context)]
    return context.chapter("review", found, _sentence(context))


def _sentence(context: Context) -> str:
    """What still waits for somebody."""
    plan = context.plan
    said: list[str] = []
    waiting: dict[str, tuple[type[Item], int, str]] = {
        "decisions": (Decision, len(open_decisions(context)), "answer"),
        "questions": (Question, sum(not each.answer for each in plan.items(Question)), "answer"),
        "comments": (Comment, sum(each.state == "open" for each in plan.items(Comment)), "state"),
    }
    for name, (kind, count, field) in waiting.items():
        told = name == "decisions" or not context.headline
        if told and (every := len(plan.items(kind))) and context.sees(kind.__name__, field):
            said.append(context.say(f"declaration.review.waiting.{name}", all=every, count=count))
    return context.sentences(said) if said else ""


def _decisions(context: Context) -> Table | None:
    fields = ["what", "asked_of", "by", "if_no", "amount", "answer", "condition"]
    if not context.headline:
        fields[3:3] = ["reason", "options"]
    if context.full:
        fields += ["concerns", "decided_on", "decided_by"]
    return item_table(
        context,
        Decision,
        "review.decisions",
        fields,
        title="declaration.review.decisions",
        widths={"what": 30},
    )


def _risks(context: Context) -> Table | None:
    """The weightiest first; those that are over at the end, in full only."""
    fields = ["name", "likelihood", "effect", "remedy", "owner"]
    risks = list(by_weight(context))
    if not context.headline:
        fields[3:3] = ["consequence"]
        fields += ["early_sign", "state"]
    if context.full:
        risks += [each for each in context.plan.items(Risk) if each.state == "closed"]
        fields += ["metric", "concerns"]
    return risk_table(context, "review.risks", risks, fields, note=context.say("declaration.risks.order"))


def _matrix(context: Context) -> Table | None:
    """Likelihood down, effect across: which risks meet where."""
    if not (context.sees("Risk", "likelihood") and context.sees("Risk", "effect")):
        return None
    risks = [each for each in by_weight(context) if each.likelihood and each.effect]
    if not risks:
        return None
    return Table(
        key="review.matrix",
        title=context.say("declaration.risks.matrix"),
        columns=(
            context.column("likelihood", "Risk.likelihood", width=12),
            *(
                context.column(grade, f"declaration.risks.effect.{grade}", "long_text", width=26)
                for grade in GRADES
            ),
        ),
        rows=tuple(
            Row(
                id=likelihood,
                cells=(
                    words(context.choice("Risk.likelihood", likelihood)),
                    *(words(_meeting(context, risks, likelihood, effect)) for effect in GRADES),
                ),
            )
            for likelihood in reversed(GRADES)
        ),
    )


def _meeting(context: Context, risks: Sequence[Risk], likelihood: str, effect: str) -> str:
    names = [
        context.named(each.id) for each in risks if (each.likelihood, each.effect) == (likelihood, effect)
    ]
    return "\n".join(names)


def _questions(context: Context) -> Table | None:
    fields = ["question", "department", "answer"]
    if context.full:
        fields += ["backed_by", "answered_by"]
    return item_table(
        context,
        Question,
        "review.questions",
        fields,
        items=_by_department(context, context.plan.items(Question)),
        title="declaration.review.questions",
        widths={"question": 32, "answer": 48},
    )


def _by_department(context: Context, items: Iterable[Any]) -> list[Any]:
    """In the order of the departments; what belongs to none comes last."""
    order = {each.id: at for at, each in enumerate(context.plan.items(Department))}
    return sorted(items, key=lambda each: order.get(each.department or "", len(order)))


def _comments(context: Context) -> Table | None:
    fields = ["text", "type", "author", "department", "date", "state", "answer", "led_to"]
    if context.full:
        fields[2:2] = ["item", "weight"]
    note = _arrived(context)
    return item_table(
        context,
        Comment,
        "review.comments",
        fields,
        title="declaration.review.comments",
        widths={"text": 36},
        note=note,
    )


def _approvals(context: Context) -> Table | None:
    """By edition, the first one first."""
    fields = ["department", "edition", "person", "decision", "condition", "condition_met_on", "date"]
    if context.full:
        fields.append("remark")
    approvals = sorted(context.plan.items(Approval), key=lambda each: (each.edition or 0, each.date or ""))
    note = _arrived(context)
    return item_table(
        context,
        Approval,
        "review.approvals",
        fields,
        items=approvals,
        title="declaration.review.approvals",
        note=note,
    )


def _arrived(context: Context) -> str:
    """An edition tells what had arrived when it was declared; what comes in on it stands in the next."""
    if context.edition is None:
        return ""
    return context.say("declaration.review.arrived", number=context.edition, date=context.day(context.date))
