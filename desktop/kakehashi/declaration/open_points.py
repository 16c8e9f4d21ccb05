"""What is open before a plan is declared: nothing of it forbids declaring, all of it should be known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from kakehashi.plan.item import Item
from kakehashi.plan.kinds import CHAPTER_OF
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Ask, Comment, Decision, Question

Open = Literal["decision", "objection", "agreement", "ask", "question", "comment"]


class OpenPoint(msgspec.Struct, frozen=True):
    """An item that waits for somebody, and for what; `chapter` is where it can be answered."""

    open: Open
    item: Item
    chapter: str


def open_points(plan: Plan) -> tuple[OpenPoint, ...]:
    """Decisions without an answer, objections and missing agreements, asks and questions without an answer,
    comments that nobody has dealt with; in this order."""
    return tuple(OpenPoint(what, item, CHAPTER_OF[item.kind]) for what, item in _waiting(plan))


def _waiting(plan: Plan) -> Iterator[tuple[Open, Item]]:
    for decision in plan.items(Decision):
        if decision.answer in ("", "postponed"):
            yield "decision", decision
    agreements = plan.items(Agreement)
    yield from (("objection", each) for each in agreements if each.state == "objected")
    yield from (("agreement", each) for each in agreements if each.state == "open")
    for ask in plan.items(Ask):
        if not ask.answer:
            yield "ask", ask
    for question in plan.items(Question):
        if not question.answer:
            yield "question", question
    for comment in plan.items(Comment):
        if comment.state == "open" and comment.type != "approval":
            yield "comment", comment
