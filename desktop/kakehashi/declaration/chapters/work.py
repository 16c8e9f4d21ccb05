"""Work: the three months ahead, the backlog in its order with its cut line, and what will not be done."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kakehashi.declaration.blocks import Block, Chapter, Row, Table
from kakehashi.declaration.blueprint_picture import TABLE, ahead, blueprint_picture, by_month
from kakehashi.declaration.cells import BLANK, figure, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import Extra, item_table
from kakehashi.declaration.queue import refused
from kakehashi.plan.backlog import CutLine, cut_line
from kakehashi.plan.work import BlueprintEntry, Request
from kakehashi.words import number

CUT_LINE = "cut-line"


def chapter(context: Context) -> Chapter:
    """What is delivered by month, then what is asked of marketing: how much of it gets done, and when."""
    line = cut_line(context.plan)
    found: list[Block | None] = [blueprint_picture(context), _blueprint(context)]
    if not context.headline:
        found += [_backlog(context, line), _refused(context)]
    if context.full:
        found.append(_done(context))
    return context.chapter("work", found, _sentence(context, line))


def _sentence(context: Context, line: CutLine) -> str:
    said = []
    if entries := ahead(context):
        said.append(context.say("declaration.work.ahead", count=len(entries)))
    if line.ranked and context.sees("Request", "effort"):
        count, effort = len(line.ranked), number(line.total, 1)
        said.append(context.say("declaration.work.waiting", count=count, effort=effort))
        if line.months_to_finish is not None:
            months = number(line.months_to_finish, 1)
            said.append(context.say("declaration.work.finished_in", months=months))
    return context.sentences(said) if said else ""


def _blueprint(context: Context) -> Table | None:
    fields = ["month", "deliverable", "owner", "outcome", "state"]
    if not context.headline:
        fields[4:4] = ["done_when", "agreed_with"]
    if context.full:
        fields += ["requests", "remark"]
    return item_table(
        context,
        BlueprintEntry,
        TABLE,
        ("deliverable", *(each for each in fields if each != "deliverable")),
        items=ahead(context) if context.headline else by_month(context),
        title="declaration.work.blueprint",
        widths={"deliverable": 36, "outcome": 28},
    )


def _backlog(context: Context, line: CutLine) -> Table | None:
    """The open requests in their order; behind the cut line nothing fits into the plan's months."""
    fields: list[str | Extra] = ["what", "asked_by", "moscow", "effort", "state"]
    if context.sees("Request", "effort"):
        fields[1:1] = [*_turns(context, line)]
    if context.full:
        fields += ["owner", "wanted_by", "outcome", "details"]
    made = item_table(
        context,
        Request,
        "work.requests",
        fields,
        items=tuple(context.plan.item(each.request) for each in line.ranked),
        title="declaration.work.backlog",
        widths={"what": 36},
        note=_backlog_note(context, line),
    )
    if made is None or line.fits is None or line.fits == len(line.ranked):
        return made
    return msgspec.structs.replace(
        made, rows=(*made.rows[: line.fits], _cut(context, line, made), *made.rows[line.fits :])
    )


def _turns(context: Context, line: CutLine) -> tuple[Extra, Extra]:
    """The place in the queue, and the month in which it is done."""
    at = {each.request: (number, each.month) for number, each in enumerate(line.ranked, 1)}
    return (
        (
            context.column("rank", "declaration.column.rank", "number", width=6),
            lambda request: figure(at[request.id][0]),
        ),
        (
            context.column("done", "declaration.column.done_in", "month", width=12),
            lambda request: context.month_cell(at[request.id][1]),
        ),
    )


def _cut(context: Context, line: CutLine, table: Table) -> Row:
    """The cut line as a row."""
    offered = sum(line.capacity.values(), Decimal(0))
    behind = len(line.ranked) - (line.fits or 0)
    said = context.say("declaration.work.cut", capacity=number(offered, 1), count=behind)
    return Row(id=CUT_LINE, style="subtotal", cells=(words(said), *(BLANK for _ in table.columns[1:])))


def _backlog_note(context: Context, line: CutLine) -> str:
    """How capacity is counted, and which requests count for nothing."""
    said = [context.say("declaration.work.no_capacity" if line.fits is None else "declaration.work.capacity")]
    if line.without_effort:
        said.append(context.say("declaration.work.without_effort", count=len(line.without_effort)))
    return context.sentences(said)


def _refused(context: Context) -> Table | None:
    return item_table(
        context,
        Request,
        "work.refused",
        ("what", "asked_by", "declined_because"),
        items=(each for each in context.plan.items(Request) if refused(each) and each.state != "done"),
        title="declaration.work.refused",
        widths={"what": 36, "declined_because": 44},
    )


def _done(context: Context) -> Table | None:
    return item_table(
        context,
        Request,
        "work.done",
        ("what", "asked_by", "outcome", "owner"),
        items=(each for each in context.plan.items(Request) if each.state == "done"),
        title="declaration.work.done",
        widths={"what": 36},
    )
