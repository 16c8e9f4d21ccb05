"""Who talks with whom, as each side rates it: the map and the table that says it whole."""

from __future__ import annotations

from collections.abc import Callable

from kakehashi.declaration.blocks import Cell, Picture, Table
from kakehashi.declaration.cells import figure, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import Extra, item_table
from kakehashi.drawing.communication_map import CommunicationMap, Side, Talk, communication_map
from kakehashi.plan.organization import CommunicationLink, Department
from kakehashi.words import MISSING, without_stop

MAP, TABLE = "organization.map", "organization.communication"
_PAGE = 700  # px across on an upright page


def communication_picture(context: Context) -> Picture | None:
    """The map of all departments, and of the roles that talk; None where no talk is known."""
    links = [link for link in context.plan.items(CommunicationLink) if _both(context, link)]
    if not links:
        return None
    talking = dict.fromkeys(end for link in links for end in (link.one or "", link.other or ""))
    departments = [each.id for each in context.plan.items(Department)]
    ends = dict.fromkeys([*departments, *talking])
    title = context.say("declaration.organization.map")
    description = context.say(
        "declaration.organization.map_described",
        talks=context.sentences([_described(context, link) for link in links]),
    )
    scene = communication_map(
        CommunicationMap(
            key=MAP,
            title=title,
            description=description,
            sides=tuple(Side(id=each, name=context.named(each)) for each in ends),
            talks=tuple(_talk(context, link) for link in links),
            note=context.say("declaration.organization.map_note"),
        )
    )
    return Picture(
        key=MAP, title=title, scene=scene, description=description, table=TABLE, wide=scene.width > _PAGE
    )


def communication_table(context: Context) -> Table | None:
    """Each talk with its ratings, what is wanted, why it falls short and what comes next."""
    return item_table(
        context,
        CommunicationLink,
        TABLE,
        (
            "one",
            "other",
            "about",
            _channel(context),
            _density(context, "density_one", lambda link: link.density_one),
            _density(context, "density_other", lambda link: link.density_other),
            "wanted",
            "cause",
            "next_step",
            "next_by",
            "owner",
            "rated_on",
        ),
        title="declaration.organization.communication",
        widths={"one": 13, "other": 13, "about": 16, "wanted": 7, "cause": 26, "next_step": 28, "owner": 13},
        note=context.say("declaration.organization.density_note"),
    )  # fmt: skip


def _both(context: Context, link: CommunicationLink) -> bool:
    return link.one != link.other and None not in (context.plan.get(link.one), context.plan.get(link.other))


def _talk(context: Context, link: CommunicationLink) -> Talk:
    return Talk(
        id=link.id,
        one=link.one or "",
        other=link.other or "",
        density_one=link.density_one,
        density_other=link.density_other,
        wanted=link.wanted,
        name=_pair(context, link),
        rating=_rating(context, link, _short),
        step=context.typed(link.next_step),
        title=_hint(context, link),
    )


def _pair(context: Context, link: CommunicationLink) -> str:
    return context.say(
        "declaration.organization.pair", one=context.named(link.one), other=context.named(link.other)
    )


def _rating(context: Context, link: CommunicationLink, called: Callable[[Context, str | None], str]) -> str:
    """'M 3, S 1 → 4': how each side rates it, and what is wanted."""
    said = context.say(
        "declaration.organization.rating",
        one=called(context, link.one),
        here=_level(link.density_one),
        other=called(context, link.other),
        there=_level(link.density_other),
    )
    if link.wanted is None:
        return said
    return context.say("declaration.organization.wanted", rating=said, wanted=link.wanted)


def _level(density: int | None) -> str:
    return MISSING if density is None else str(density)


def _short(context: Context, end: str | None) -> str:
    department = context.plan.find(Department, end)
    short = context.typed(department.short_name).strip() if department is not None else ""
    return short or context.named(end)


def _told(context: Context, link: CommunicationLink) -> list[str]:
    """How each side rates it, why so, and what comes next."""
    rating = _rating(context, link, lambda told, end: told.named(end))
    typed = (context.typed(text).strip() for text in (link.cause, link.next_step))
    return [rating, *filter(None, typed)]


def _described(context: Context, link: CommunicationLink) -> str:
    """A sentence on who talks with whom."""
    said = without_stop(context.listed(_told(context, link)), context.language)
    return context.say("declaration.organization.talk", pair=_pair(context, link), said=said)


def _hint(context: Context, link: CommunicationLink) -> str:
    """The same in lines."""
    rating, *more = _told(context, link)
    return "\n".join([context.say("declaration.labelled", label=_pair(context, link), value=rating), *more])


def _channel(context: Context) -> Extra:
    """The channel with how often it is used."""

    def cell(link: CommunicationLink) -> Cell:
        channel = context.typed(link.channel).strip()
        often = context.choice("CommunicationLink.frequency", link.frequency) if link.frequency else ""
        if channel and often:
            return words(context.say("declaration.with_note", value=channel, note=often))
        return words(channel or often)

    return context.column("channel", "CommunicationLink.channel", "long_text", width=20), cell


def _density(context: Context, key: str, rated: Callable[[CommunicationLink], int | None]) -> Extra:
    def cell(link: CommunicationLink) -> Cell:
        value = rated(link)
        short = value is not None and link.wanted is not None and value < link.wanted
        return figure(value, tone="warn" if short else "")

    return context.column(key, f"CommunicationLink.{key}", "number", width=8), cell
