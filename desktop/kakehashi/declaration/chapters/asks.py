"""Asks: what the readers are asked for, what they get, and where their own requests stand."""

from __future__ import annotations

from typing import Any

from kakehashi.declaration.blocks import Cell, Chapter, Table
from kakehashi.declaration.cells import words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import Extra, item_table
from kakehashi.declaration.owed import Owed, owed
from kakehashi.declaration.queue import places
from kakehashi.plan.changes import kind_words
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.review import Ask, Decision
from kakehashi.plan.work import Request
from kakehashi.words import number


def chapter(context: Context) -> Chapter:
    """The end of every edition."""
    found = owed(context)
    tables = (
        _asks(context, found),
        _decisions(context, found),
        _requests(context, found),
        _agreements(context, found),
    )
    return Chapter(
        key="asks",
        title=context.say("declaration.chapter.asks"),
        blocks=tuple(table for table in tables if table is not None),
        sentence=_sentence(context, found),
    )


def _sentence(context: Context, found: Owed) -> str:
    if found.nothing:
        return context.say("declaration.asks.nothing")
    unanswered = sum(not each.answer for each in found.asks)
    unanswered += sum(not each.answer for each in found.decisions)
    parts = {
        "asks": len(found.asks),
        "decisions": len(found.decisions),
        "requests": len(found.requests),
        "agreements": len(found.agreements),
    }
    listed = context.listed(
        [context.say(f"declaration.asks.count.{name}", count=count) for name, count in parts.items() if count]
    )
    said = [context.say("declaration.asks.here", what=listed)]
    if unanswered:
        said.append(context.say("declaration.asks.unanswered", count=unanswered))
    return context.sentences(said)


def _asks(context: Context, found: Owed) -> Table | None:
    amount = (context.column("amount", "Ask.amount", width=14), lambda ask: words(_amount(context, ask)))
    period = (
        context.column("period", "declaration.column.from_until", width=16),
        lambda ask: words(context.period(ask.start, ask.end)),
    )
    fields = [
        *_if(found.every, "department"),
        "what",
        *_if(context.sees("Ask", "amount"), amount),
        *_if(context.sees("Ask", "start") and context.sees("Ask", "end"), period),
        "outcome",
        "gives_back",
        *_if(context.sees("Ask", "answer"), _answer(context, Ask)),
    ]
    return item_table(
        context,
        Ask,
        "asks.asks",
        fields,
        items=found.asks,
        title="declaration.asks.asks",
        widths={"what": 28, "gives_back": 34, "outcome": 28},
    )


def _if(wanted: bool, *fields: str | Extra) -> tuple[str | Extra, ...]:
    return fields if wanted else ()


def _amount(context: Context, ask: Ask) -> str:
    """So much of what it is counted in; of a kind that is seen, without an amount."""
    unit = context.typed(ask.counted_in).strip()
    if ask.amount is None:
        return context.choice("Ask.type", ask.type) if ask.type else ""
    return context.say("declaration.with_unit", value=number(ask.amount, None), unit=unit).strip()


def _answer(context: Context, kind: type[Ask] | type[Decision]) -> Extra:
    """The answer with its condition."""
    name = kind.__name__

    def make(item: Any) -> Cell:
        said = context.choice(f"{name}.answer", item.answer)
        condition = context.typed(item.condition).strip()
        return words(context.say("declaration.labelled", label=said, value=condition) if condition else said)

    return context.column("answer", f"{name}.answer", "long_text", width=24), make


def _decisions(context: Context, found: Owed) -> Table | None:
    fields = [
        "what",
        *_if(found.every, "asked_of"),
        "by",
        "if_no",
        *_if(context.sees("Decision", "answer"), _answer(context, Decision)),
    ]
    return item_table(
        context,
        Decision,
        "asks.decisions",
        fields,
        items=found.decisions,
        title="declaration.asks.decisions",
        widths={"what": 34, "if_no": 34},
    )


def _requests(context: Context, found: Owed) -> Table | None:
    """In the order of the backlog: whose turn comes when, and why something is not done."""
    at = places(context)
    place = (
        context.column("place", "declaration.column.place", "long_text", width=24),
        lambda request: words(at.get(request.id, "")),
    )
    state: Extra = (
        context.column("state", "Request.state", "choice", width=11),
        lambda request: words(_state(context, request)),
    )
    fields = [
        "what",
        *_if(found.every, "asked_by"),
        *_if(context.sees("Request", "state"), state),
        *_if(context.sees("Request", "effort") and context.sees("Request", "state"), place),
        "declined_because",
    ]
    return item_table(
        context,
        Request,
        "asks.requests",
        fields,
        items=found.requests,
        title="declaration.asks.requests",
        widths={"what": 36},
    )


def _state(context: Context, request: Request) -> str:
    """What became of it; one that is not done now is no longer 'new', whatever its state says."""
    if request.state != "done" and request.moscow == "wont":
        return context.choice("Request.moscow", "wont")
    return context.choice("Request.state", request.state)


def _agreements(context: Context, found: Owed) -> Table | None:
    item: Extra = (
        context.column("item", "Agreement.item", "long_text", width=34),
        lambda agreement: words(_about(context, agreement)),
    )
    state: Extra = (
        context.column("state", "Agreement.state", "choice", width=11),
        lambda agreement: words(context.choice("Agreement.state", agreement.state)),
    )
    fields = [
        *_if(found.every, "department"),
        item,
        *_if(context.sees("Agreement", "state"), state),
        "remark",
    ]
    return item_table(
        context,
        Agreement,
        "asks.agreements",
        fields,
        items=found.agreements,
        title="declaration.asks.agreements",
        widths={"remark": 44},
    )


def _about(context: Context, agreement: Agreement) -> str:
    """The item with what it is: 'Valid opportunities (metric)'."""
    item = context.plan.get(agreement.item)
    if item is None:
        return ""
    kind = context.say(kind_words(item.kind))
    return context.say("declaration.with_note", value=context.named(item.id), note=kind)
