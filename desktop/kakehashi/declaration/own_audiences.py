"""The audiences of a plan: the built-in ones, those that the plan puts in their place, and its own."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kakehashi.declaration.audience import AUDIENCES, Audience, Told
from kakehashi.declaration.foreign_chapters import with_foreign
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Audience as Settings
from kakehashi.words import ALL_LANGUAGES


def audiences_of(plan: Plan) -> Mapping[str, Audience]:
    """Every audience of a plan by key, built-in ones first; the key of an own one is its item's id.

    Of several items that stand for one built-in audience the first counts.
    """
    found = {key: with_foreign(each) for key, each in AUDIENCES.items()}
    overlaid: set[str] = set()
    for item in plan.items(Settings):
        if not item.stands_for:
            found[item.id] = _own(item)
        elif item.stands_for not in overlaid:
            overlaid.add(item.stands_for)
            found[item.stands_for] = _overlaid(found[item.stands_for], item)
    return found


def audiences_called(plan: Plan, words: str) -> tuple[Audience, ...]:
    """Those with this key, else those with this name in any language; several may share a name."""
    known = audiences_of(plan)
    if words in known:
        return (known[words],)
    wanted = words.strip().casefold()
    return tuple(
        each
        for each in known.values()
        if any(each.called(language).casefold() == wanted for language in ALL_LANGUAGES)
    )


def _own(item: Settings) -> Audience:
    return Audience(
        key=item.id,
        title="kind.Audience",
        name=item.name,
        foreword=item.foreword,
        chapters=_told(item, item.chapters, {}),
        sees=item.sees,
        hides=item.hides,
        parameter=item.parameter,
    )


def _overlaid(built_in: Audience, item: Settings) -> Audience:
    """What the item leaves empty stays the built-in's; so does its parameter."""
    details = {told.chapter: told for told in built_in.chapters}
    return msgspec.structs.replace(
        built_in,
        name=item.name or built_in.name,
        foreword=item.foreword,
        chapters=_told(item, item.chapters or tuple(details), {} if item.chapters else details),
        sees=item.sees or built_in.sees,
        hides=item.hides,
        parameter=built_in.parameter or item.parameter,
    )


def _told(item: Settings, chapters: tuple[str, ...], built_in: Mapping[str, Told]) -> tuple[Told, ...]:
    """The chapters with their details; a chapter that is named twice is told once."""
    found = []
    for chapter in dict.fromkeys(chapters):
        if chapter in item.in_full:
            told = Told(chapter, "full")
        elif chapter in item.in_headline:
            told = Told(chapter, "headline")
        elif chapter in built_in and item.detail == "normal":
            told = built_in[chapter]
        else:
            told = Told(chapter, item.detail)
        found.append(told)
    return tuple(found)
