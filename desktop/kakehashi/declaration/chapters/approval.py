"""The approval sheet in the order of a Japanese circular: conclusion, why, effect, cost, risks, decisions."""

from __future__ import annotations

from kakehashi.declaration.approvers import approvers
from kakehashi.declaration.blocks import Block, Chapter, Prose, Row, Table
from kakehashi.declaration.budget_inputs import LINES, has_any
from kakehashi.declaration.budget_views import CATEGORIES, categories
from kakehashi.declaration.cells import ref, worked_out
from kakehashi.declaration.chapters.budget import budget_sentence
from kakehashi.declaration.chapters.direction import guide_sentence
from kakehashi.declaration.context import Context
from kakehashi.declaration.decision_views import decisions_to_answer, open_decisions
from kakehashi.declaration.goal_chart import goal_words_so_far
from kakehashi.declaration.goal_figures import effect_figures
from kakehashi.declaration.risk_views import main_risks
from kakehashi.plan.direction import BigMove

_REASONS = 3


def chapter(context: Context) -> Chapter:
    """One page on which a department decides."""
    decisions = open_decisions(context)
    found: list[Block | None] = [
        _conclusion(context, len(decisions)),
        _why(context),
        effect_figures(context, "approval.effect"),
        _cost(context),
        main_risks(context, "approval.risks", "name", "remedy"),
        decisions_to_answer(context, "approval.decisions", decisions),
        approvers(context, "approval.approvers"),
    ]
    return Chapter(
        key="approval",
        title=context.say("declaration.chapter.approval"),
        blocks=tuple(block for block in found if block is not None),
        sentence=_subject(context),
    )


def _subject(context: Context) -> str:
    """What is to be approved, and who proposes it."""
    title = context.typed(context.about.title) or context.say("declaration.untitled")
    which = context.say("declaration.draft")
    if context.edition is not None:
        which = context.say("declaration.edition", number=context.edition)
    subject = context.say("declaration.approval.subject", title=title, edition=which)
    author = context.typed(context.about.author)
    if not author:
        return subject
    return context.sentences([subject, context.say("declaration.approval.proposed_by", author=author)])


def _conclusion(context: Context, decisions: int) -> Prose:
    said = [*goal_words_so_far(context), budget_sentence(context)]
    if decisions:
        message = "declaration.approval.decide_one" if decisions == 1 else "declaration.approval.decide"
        said.append(context.say(message, count=decisions))
    return Prose(
        key="approval.conclusion",
        heading=context.say("declaration.summary.conclusion"),
        paragraphs=(context.sentences(said),),
        lead=True,
    )


def _why(context: Context) -> Prose | None:
    """What success looks like, and why the biggest moves come now."""
    moves = [move for move in context.plan.items(BigMove) if move.state != "dropped"]
    reasons = [
        context.say("declaration.labelled", label=context.named(move.id), value=why)
        for move in moves
        if (why := context.typed(move.why_now).strip())
    ]
    guide = guide_sentence(context)
    if not guide and not reasons:
        return None
    return Prose(
        key="approval.why",
        heading=context.say("declaration.approval.why"),
        paragraphs=(guide,) if guide else (),
        items=tuple(reasons[:_REASONS]),
    )


def _cost(context: Context) -> Table | None:
    """The plan's money by category with its share and cap, from the table of categories."""
    source = categories(context)
    if source is None or not has_any(context, LINES):
        return None
    columns = [each for each in source.columns if each.key in ("name", "plan", "share", "cap", "left")]
    kept = [source.columns.index(each) for each in columns]
    rows = []
    for row in source.rows:
        cells = [row.cells[0]]
        for at in kept[1:]:
            has = row.cells[at].expression is not None
            cells.append(
                worked_out(ref(CATEGORIES, row.id, source.columns[at].key), tone=row.cells[at].tone)
                if has
                else row.cells[at]
            )
        rows.append(Row(id=row.id, item=row.item, style=row.style, mark=row.mark, cells=tuple(cells)))
    return Table(
        key="approval.cost",
        title=context.say("declaration.approval.cost"),
        columns=tuple(columns),
        rows=tuple(rows),
        unit=source.unit,
    )
