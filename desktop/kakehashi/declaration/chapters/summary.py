"""The page that executives read: conclusion, figures, goal against forecast, money against caps, needs."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter, Prose, Table
from kakehashi.declaration.budget_views import categories, planned
from kakehashi.declaration.chapters.budget import budget_sentence
from kakehashi.declaration.chapters.direction import guide_sentence
from kakehashi.declaration.context import Context
from kakehashi.declaration.decision_views import decisions_to_answer, open_decisions
from kakehashi.declaration.goal_chart import goal_chart, goal_lines, goal_table, goal_words_so_far
from kakehashi.declaration.goal_figures import main_figures
from kakehashi.declaration.item_table import item_table
from kakehashi.declaration.risk_views import main_risks
from kakehashi.declaration.role_views import open_roles
from kakehashi.declaration.simulation_views import goal_words, main_goal, months_over
from kakehashi.plan.budget import Experiment
from kakehashi.plan.direction import BigMove, Playbook
from kakehashi.plan.organization import Role

_MONTHS_NAMED = 3


def chapter(context: Context) -> Chapter:
    """One page; the reader should be able to decide by it."""
    lines = goal_lines(context)
    found: list[Block | None] = [
        _conclusion(context),
        main_figures(context, "summary.figures"),
        decisions_to_answer(context, "summary.decisions", open_decisions(context)),
    ]
    if lines is not None:
        found += [goal_chart(context, lines), goal_table(context, lines)]
    found += [
        _stopped(context),
        _needs(context),
        categories(context),
        _big_moves(context),
        main_risks(context, "summary.risks", "name", "remedy", "owner"),
    ]
    guide = guide_sentence(context)
    sentence = context.say("declaration.summary.guide", sentence=guide) if guide else ""
    return Chapter(
        key="summary",
        title=context.say("declaration.chapter.summary"),
        blocks=tuple(block for block in found if block is not None),
        sentence=sentence,
    )


def _conclusion(context: Context) -> Prose:
    said = [*goal_words_so_far(context), budget_sentence(context)]
    return Prose(
        key="summary.conclusion",
        heading=context.say("declaration.summary.conclusion"),
        paragraphs=(context.sentences(said),),
        lead=True,
    )


def _big_moves(context: Context) -> Table | None:
    """The moves of the year that are on, with who leads them, when and how far they are."""
    return item_table(
        context,
        BigMove,
        "summary.moves",
        ("name", "owner", "start", "end", "state"),
        items=(move for move in context.plan.items(BigMove) if move.state != "dropped"),
        title="declaration.direction.big_moves",
        widths={"name": 60},
    )


def _stopped(context: Context) -> Prose | None:
    """What was given up: by the strategy, as a big move, after an experiment."""
    plan = context.plan
    said = [context.typed(plan.only(Playbook).gives_up).strip()]
    said += [context.named(move.id) for move in plan.items(BigMove) if move.state == "dropped"]
    said += [context.named(each.id) for each in plan.items(Experiment) if each.result == "stop"]
    said = [each for each in said if each]
    if not said:
        return None
    heading = context.say("declaration.summary.stopped")
    return Prose(key="summary.stopped", heading=heading, paragraphs=tuple(said))


def _needs(context: Context) -> Prose | None:
    """What the plan asks for beside its budget: money, people, capacity; only what follows from the plan."""
    items = [*_needed_money(context), *_needed_people(context), *_needed_capacity(context)]
    if not items:
        return None
    return Prose(key="summary.needs", heading=context.say("declaration.summary.needs"), items=tuple(items))


def _needed_money(context: Context) -> list[str]:
    money = planned(context)
    if money is None:
        return []
    goal = main_goal(context)
    more = None if goal is None else goal.spend_total
    if goal is None or more is None or more <= money:
        return []
    message = "declaration.summary.needs_more_unpriced" if goal.unpriced else "declaration.summary.needs_more"
    said = {"amount": context.money(more - money), "target": goal_words(context, goal, goal.target)}
    return [context.say(message, **said, count=len(goal.unpriced))]


def _needed_people(context: Context) -> list[str]:
    return [
        context.say(
            "declaration.summary.needs_role_from"
            if role.start is not None
            else "declaration.summary.needs_role",
            role=context.named(role.id),
            month=context.month(role.start),
        )
        for role in open_roles(context.plan.items(Role))
    ]


def _needed_capacity(context: Context) -> list[str]:
    goal = main_goal(context)
    if goal is None:
        return []
    return [
        context.say(
            "declaration.summary.needs_capacity"
            if len(months) <= _MONTHS_NAMED
            else "declaration.summary.needs_capacity_more",
            step=context.named(step),
            months=context.listed([context.month(each) for each in months[:_MONTHS_NAMED]]),
            count=len(months),
        )
        for step, months in months_over(goal).items()
    ]
