"""Changes: what is different from the edition before, in words."""

from __future__ import annotations

from collections.abc import Sequence

from kakehashi.declaration.blocks import Chapter, Row, Table
from kakehashi.declaration.budget_views import planned
from kakehashi.declaration.cells import words
from kakehashi.declaration.change_list import Told, by_weight, changes, counted
from kakehashi.declaration.context import Context
from kakehashi.declaration.simulation_views import goal_words, main_goal

KEY = "changes"
HEAVIEST = 10


def chapter(context: Context) -> Chapter:
    """How many changes where, what the figures did, then each change under its chapter."""
    found = changes(context)
    if context.headline and len(found) > HEAVIEST:
        note = context.say("declaration.changes.heaviest", count=HEAVIEST, all=len(found))
        shown = by_weight(found, HEAVIEST)
        tables = [_table(context, KEY, context.say("declaration.changes.heaviest_title"), shown, note)]
    else:
        tables = [
            _table(
                context,
                f"{KEY}.{key}",
                context.say(f"chapter.{key}"),
                [each for each in found if each.chapter == key],
            )
            for key, _ in counted(found)
        ]
    return Chapter(
        key=KEY,
        title=context.say("declaration.chapter.changes"),
        blocks=tuple(tables),
        sentence=_sentence(context, found),
    )


def _sentence(context: Context, found: tuple[Told, ...]) -> str:
    earlier = context.earlier
    if earlier is None:
        return context.say("declaration.changes.first")
    since = {"number": earlier.edition or 0, "date": context.day(earlier.date)}
    chapters = context.listed(
        [
            context.say("declaration.changes.in_chapter", chapter=context.say(f"chapter.{key}"), count=count)
            for key, count in counted(found)
        ]
    )
    message = "declaration.changes.since" if found else "declaration.changes.none"
    said = [context.say(message, **since, count=len(found), chapters=chapters)]
    return context.sentences([*said, *_figures(context, earlier)])


def _figures(context: Context, earlier: Context) -> list[str]:
    """What the forecast of the goal and the budget did, for those who are told these figures elsewhere."""
    said = []
    goal, was = main_goal(context), main_goal(earlier)
    told_goal = any(context.tells(chapter) for chapter in ("summary", "simulation", "metrics"))
    if told_goal and goal is not None and was is not None and goal.metric == was.metric:
        before, after = goal_words(earlier, was, was.forecast), goal_words(context, goal, goal.forecast)
        what = context.say("declaration.changes.forecast", metric=context.named(goal.metric))
        said.append(_went(context, what, before, after))
    money, spent = planned(earlier), planned(context)
    told_money = context.tells("summary") or context.tells("budget")
    if told_money and money is not None and spent is not None:
        label = context.say("declaration.changes.budget")
        said.append(_went(context, label, context.money(money), context.money(spent)))
    return said


def _went(context: Context, what: str, before: str, after: str) -> str:
    message = "declaration.changes.stayed" if before == after else "declaration.changes.went"
    return context.say(message, what=what, before=before, after=after)


def _table(context: Context, key: str, title: str, found: Sequence[Told], note: str = "") -> Table:
    return Table(
        key=key,
        title=title,
        columns=(
            context.column("act", "declaration.column.change", width=8),
            context.column("item", "declaration.column.item", "long_text", width=30),
            context.column("what", "declaration.column.changed_what", "long_text", width=72),
        ),
        rows=tuple(_row(context, each) for each in found),
        note=note,
    )


def _row(context: Context, told: Told) -> Row:
    item = context.say("declaration.with_note", value=told.name, note=told.kind)
    act = context.say(f"declaration.changes.act.{told.act}")
    said = (act, item, "\n".join(told.fields))
    return Row(id=told.item, item=told.item, cells=tuple(map(words, said)))
