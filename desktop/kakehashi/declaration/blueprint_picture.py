"""The blueprint of a plan as a picture: what is delivered in the three months ahead."""

from __future__ import annotations

from kakehashi.declaration.blocks import Picture
from kakehashi.declaration.context import Context
from kakehashi.drawing.blueprint import Blueprint, Deliverable, Month, blueprint
from kakehashi.plan.backlog import next_months
from kakehashi.plan.work import BlueprintEntry

TABLE = "work.blueprint"


def ahead(context: Context) -> tuple[BlueprintEntry, ...]:
    """What is to be delivered in the months ahead."""
    months = next_months(context.plan)
    return tuple(each for each in by_month(context) if each.month in months)


def by_month(context: Context) -> tuple[BlueprintEntry, ...]:
    """All that is or was to be delivered, month after month; what has no month comes last."""
    return tuple(
        sorted(context.plan.items(BlueprintEntry), key=lambda each: (each.month is None, each.month or ""))
    )


def blueprint_picture(context: Context) -> Picture | None:
    """Three columns; None when nothing stands in them."""
    entries = ahead(context)
    if not entries:
        return None
    title = context.say("declaration.work.blueprint")
    description = context.sentences(
        [_described(context, month, entries) for month in next_months(context.plan)]
    )
    scene = blueprint(
        Blueprint(
            key="work.picture",
            title=title,
            description=description,
            months=tuple(_month(context, month, entries) for month in next_months(context.plan)),
        )
    )
    return Picture(key="work.picture", title=title, scene=scene, description=description, table=TABLE)


def _month(context: Context, month: str, entries: tuple[BlueprintEntry, ...]) -> Month:
    return Month(
        title=context.month(month),
        deliverables=tuple(_deliverable(context, each) for each in entries if each.month == month),
        empty=context.say("declaration.work.month_empty"),
    )


def _deliverable(context: Context, entry: BlueprintEntry) -> Deliverable:
    return Deliverable(
        id=entry.id,
        name=context.named(entry.id),
        state=entry.state,
        state_label=context.choice("BlueprintEntry.state", entry.state),
        owner=context.named(entry.owner),
        outcome=context.named(entry.outcome),
    )


def _described(context: Context, month: str, entries: tuple[BlueprintEntry, ...]) -> str:
    names = [context.named(each.id) for each in entries if each.month == month]
    if not names:
        return context.say("declaration.work.described_empty", month=context.month(month))
    return context.say("declaration.work.described", month=context.month(month), names=context.listed(names))
