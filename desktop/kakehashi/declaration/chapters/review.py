"""Review: the decisions asked for, what may go wrong, and the questions that readers will have."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import item_table
from kakehashi.plan.review import Approval, Comment, Decision, Question, Risk


def chapter(context: Context) -> Chapter:
    """Decisions and risks first, then questions, comments and approvals."""
    found: list[Block | None] = [
        item_table(
            context,
            Decision,
            "review.decisions",
            ("what", "asked_of", "by", "reason", "options", "if_no", "amount", "answer", "condition"),
            title="declaration.review.decisions",
        ),
        item_table(
            context,
            Risk,
            "review.risks",
            ("name", "likelihood", "effect", "consequence", "remedy", "owner", "early_sign", "state"),
            title="declaration.review.risks",
        ),
    ]
    if not context.headline:
        found += [
            item_table(
                context,
                Question,
                "review.questions",
                ("question", "department", "answer", "backed_by"),
                title="declaration.review.questions",
            ),
            item_table(
                context,
                Comment,
                "review.comments",
                ("text", "type", "author", "department", "date", "state", "answer", "led_to"),
                title="declaration.review.comments",
            ),
            item_table(
                context,
                Approval,
                "review.approvals",
                ("department", "person", "decision", "condition", "date", "edition", "remark"),
                title="declaration.review.approvals",
            ),
        ]
    return context.chapter("review", found)
