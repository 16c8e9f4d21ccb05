"""A partner's part: their roles, work, contents and dates, and what they are measured by.

It is told from a plan in which nothing else stands (`part_of_partner`).
"""

from __future__ import annotations

from typing import Any

import msgspec

from kakehashi.declaration.blocks import Block, Cell, Chapter, Column, Table
from kakehashi.declaration.cells import words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import Extra, item_table, profile_table, with_used_columns
from kakehashi.declaration.measures import measures
from kakehashi.declaration.metric_values import values_table
from kakehashi.declaration.metric_views import months_table
from kakehashi.declaration.ritual_views import cadence_column
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.direction import Ritual
from kakehashi.plan.metrics import Metric
from kakehashi.plan.organization import Activity, Capacity, Enablement, Partner, Responsibility, Role
from kakehashi.plan.review import Ask
from kakehashi.plan.work import BlueprintEntry

KEY = "part"


def chapter(context: Context) -> Chapter:
    """Who we are to each other, then the work with its dates, then the figures and what is asked."""
    title = context.say("declaration.part.title")
    partner = context.plan.find(Partner, context.parameter)
    if partner is None:
        return Chapter(key=KEY, title=title, blocks=(), sentence=context.say("declaration.part.nobody"))
    found: list[Block | None] = [
        *_contract(context, partner),
        *_work(context, partner),
        *_dates(context),
        *_figures(context),
    ]
    blocks = tuple(block for block in found if block is not None)
    return Chapter(key=KEY, title=title, blocks=blocks, sentence=_sentence(context, partner))


def _sentence(context: Context, partner: Partner) -> str:
    counts = {
        "roles": sum(role.partner == partner.id for role in context.plan.items(Role)),
        "activities": len(context.plan.items(Activity)),
        "contents": len(context.plan.items(ContentAsset)),
    }
    said = context.say("declaration.part.sentence", partner=context.named(partner.id), **counts)
    open_dates = [
        asset
        for asset in context.plan.items(ContentAsset)
        if asset.due and asset.state in ("needed", "in_production") and asset.due > _closed(context)
    ]
    if not open_dates:
        return said
    first = min(open_dates, key=lambda asset: (asset.due or "", asset.id))
    due = context.say(
        "declaration.part.first_due", date=context.day(first.due), content=context.named(first.id)
    )
    return context.sentences([said, due])


def _closed(context: Context) -> str:
    """Behind every day of the closed months."""
    return f"{context.about.closed_through}-32" if context.about.closed_through else ""


def _contract(context: Context, partner: Partner) -> list[Block | None]:
    contact = context.plan.find(Role, partner.owner)
    inside = () if contact is None else (contact,)
    return [
        profile_table(
            context,
            (partner,),
            "part.contract",
            ("services", "start", "end", "notice_months", "contact"),
            title="declaration.part.contract",
            width=60,
        ),
        item_table(
            context, Role, "part.contact", ("title", "person"), title="field.Partner.owner", items=inside
        ),
    ]


def _work(context: Context, partner: Partner) -> list[Block | None]:
    roles = [role for role in context.plan.items(Role) if role.partner == partner.id]
    contents = sorted(context.plan.items(ContentAsset), key=lambda each: (each.due or "9", each.position))
    return [
        item_table(
            context,
            Role,
            "part.roles",
            ("title", "person", "responsibility", "skills_needed", "fte", "start", "end"),
            title="declaration.part.roles",
            items=roles,
        ),
        item_table(
            context,
            Activity,
            "part.activities",
            ("name", "covers", "sourcing", _duties(context), "kept_inside"),
            title="declaration.part.activities",
        ),
        item_table(
            context,
            ContentAsset,
            "part.contents",
            (
                "due", "title", "state", "type", "format", "topic", "purpose", "viewpoint", "depends_on",
                "next", "owner", "review_on",
            ),
            title="declaration.part.contents",
            items=contents,
        ),
        _renamed(context, measures(context), "part.measures", "declaration.part.measures"),
        item_table(
            context, Capacity, "part.capacity", ("role", "work", "amount", "people", "start", "end")
        ),
    ]  # fmt: skip


def _duties(context: Context) -> Extra:
    """Who of theirs does what in an activity."""
    column = Column(key="duties", title=context.say("kind.Responsibility"), kind="long_text", width=30)

    def cell(activity: Any) -> Cell:
        said = [
            context.say(
                "declaration.labelled",
                label=context.named(each.role),
                value=context.choice("Responsibility.duty", each.duty),
            )
            for each in context.plan.items(Responsibility)
            if each.activity == activity.id and each.role is not None
        ]
        return words("\n".join(said))

    return column, cell


def _dates(context: Context) -> list[Block | None]:
    entries = sorted(context.plan.items(BlueprintEntry), key=lambda each: (each.month or "9", each.position))
    return [
        item_table(
            context,
            BlueprintEntry,
            "part.deliverables",
            ("month", "deliverable", "done_when", "owner", "state"),
            title="declaration.part.deliverables",
            items=entries,
        ),
        item_table(
            context,
            Ritual,
            "part.meetings",
            ("name", "first_date", cadence_column(context), "minutes", "purpose", "agenda", "preparation"),
            title="declaration.part.meetings",
        ),
        item_table(
            context,
            Enablement,
            "part.enablement",
            ("when", "topic", "form", "aim", "recurs"),
            title="declaration.part.enablement",
        ),
    ]


def _figures(context: Context) -> list[Block | None]:
    return [
        item_table(
            context,
            Metric,
            "part.metrics",
            ("name", "counts", "counts_not", "counted_from", "read", "owner", "on_alarm"),
            title="declaration.part.metrics",
        ),
        months_table(context),
        values_table(context),
        item_table(
            context,
            Ask,
            "part.asks",
            ("what", "type", "amount", "counted_in", "start", "end", "gives_back", "answer", "condition"),
            title="declaration.part.asks",
        ),
    ]


def _renamed(context: Context, table: Table | None, key: str, title: str) -> Table | None:
    if table is None:
        return None
    return with_used_columns(msgspec.structs.replace(table, key=key, title=context.say(title)))
