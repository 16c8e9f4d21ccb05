"""Admits the kinds and chapters of plugins to the tables that everything walks over (`plan.kinds`), and their
texts to the catalogue: from manifests at the start of the program, from a plan file when it is read.

A kind is made of its description alone. What was admitted stays until the program ends, and what a plan holds
items of is not described anew by another file: its items are of the type that was made first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec

from kakehashi.plan.fields import Field
from kakehashi.plan.foreign_kinds import ForeignChapter, ForeignField, ForeignKind, PluginKinds
from kakehashi.plan.item import Figure, Item, Series
from kakehashi.plan.kinds import CHAPTERS, put_foreign
from kakehashi.words import ALL_LANGUAGES, Text, add_texts, text

_installed: dict[str, PluginKinds] = {}
_carried: dict[str, PluginKinds] = {}
_in_use: set[str] = set()
_made: dict[str, tuple[ForeignKind, type[Item]]] = {}
_admitted: dict[str, PluginKinds] = {}


def admit_installed(told: Iterable[PluginKinds]) -> bool:
    """Admit what the plugins of this computer describe, in the order in which they may claim names; whether
    anything is other than before. What a plan has items of stays described when its plugin is taken away."""
    for name in _in_use & _installed.keys():
        _carried[name] = newer(_installed[name], _carried.get(name))
    _installed.clear()
    _installed.update((each.plugin, each) for each in told if each.kinds or each.chapters)
    return _put_all()


def admit_carried(told: Iterable[PluginKinds]) -> None:
    """Admit what a plan file describes, where this computer has no newer description. Of a plugin of which
    items are in memory already, only kinds are added that nobody knew."""
    for each in told:
        name = each.plugin
        if name in _in_use and name in _admitted:
            _carried[name] = _with_others(_admitted[name], each)
        else:
            _carried[name] = newer(each, _carried.get(name))
        _in_use.add(name)
    _put_all()


def withdraw() -> None:
    """Take everything away again: for tests, each of which begins with our own kinds."""
    for each in (_installed, _carried, _made, _in_use):
        each.clear()
    _put_all()


def plugin_of(kind: str) -> PluginKinds | None:
    """What is known of the plugin of a kind that an item is of; None for ours and what nobody describes."""
    found = next((each for each in _admitted.values() if any(kind == its.name for its in each.kinds)), None)
    if found is not None:
        _in_use.add(found.plugin)
    return found


def _put_all() -> bool:
    wanted = _without_clashes(
        newer(_installed[name], _carried.get(name)) if name in _installed else _carried[name]
        for name in (*_installed, *(each for each in _carried if each not in _installed))
    )
    if wanted == _admitted and (wanted or not _made):
        return False
    _admitted.clear()
    _admitted.update(wanted)
    by_chapter: dict[str, tuple[type[Item], ...]] = {}
    for each in wanted.values():
        by_chapter |= {chapter.key: () for chapter in each.chapters}
    for each in wanted.values():
        for kind in each.kinds:
            by_chapter[kind.chapter] = (*by_chapter.get(kind.chapter, ()), _type_of(kind))
    put_foreign(by_chapter)
    add_texts(dict(_texts(wanted.values())))
    return True


def newer(one: PluginKinds, other: PluginKinds | None) -> PluginKinds:
    """The description of the newer version (`one` where they are the same), with the kinds that only the
    older one knows: items of them may be in a plan."""
    if other is None:
        return one
    return _with_others(other, one) if _version(other) > _version(one) else _with_others(one, other)


def _with_others(first: PluginKinds, second: PluginKinds) -> PluginKinds:
    kinds, chapters = {each.name for each in first.kinds}, {each.key for each in first.chapters}
    return msgspec.structs.replace(
        first,
        kinds=(*first.kinds, *(each for each in second.kinds if each.name not in kinds)),
        chapters=(*first.chapters, *(each for each in second.chapters if each.key not in chapters)),
    )


def _version(told: PluginKinds) -> tuple[int, ...]:
    numbers = [int(each[:9]) for each in re.findall(r"[0-9]+", told.version)]
    return tuple(numbers[: max((n for n, each in enumerate(numbers, 1) if each), default=0)])


def _without_clashes(told: Iterable[PluginKinds]) -> dict[str, PluginKinds]:
    """By plugin; a kind or chapter that another one had first stays that one's."""
    kinds: set[str] = set()
    chapters: set[str] = set(CHAPTERS)
    found: dict[str, PluginKinds] = {}
    for each in told:
        own_chapters = tuple(chapter for chapter in each.chapters if chapter.key not in chapters)
        chapters.update(chapter.key for chapter in own_chapters)
        own_kinds = tuple(kind for kind in each.kinds if kind.name not in kinds and kind.chapter in chapters)
        kinds.update(kind.name for kind in own_kinds)
        found[each.plugin] = msgspec.structs.replace(each, kinds=own_kinds, chapters=own_chapters)
    return found


# ---- types


_TYPES: Mapping[str, tuple[Any, Any]] = {
    "text": (Text, ""),
    "long_text": (Text, ""),
    "code": (str, ""),
    "number": (Decimal | None, None),
    "integer": (int | None, None),
    "flag": (bool, False),
    "month": (str | None, None),
    "date": (str | None, None),
    "ref": (str | None, None),
    "refs": (tuple[str, ...], ()),
    "series": (Series, {}),
    "figure": (Figure | None, None),
    "list": (tuple[str, ...], ()),
}


def _type_of(kind: ForeignKind) -> type[Item]:
    """The type of such items; the same one as long as the description is the same."""
    known = _made.get(kind.name)
    if known is None or known[0] != kind:
        known = _made[kind.name] = (kind, _new_type(kind))
    return known[1]


def _new_type(kind: ForeignKind) -> type[Item]:
    return msgspec.defstruct(  # type: ignore[return-value]
        kind.name,
        [_field(each) for each in kind.fields],
        bases=(Item,),
        namespace={"NAMED_BY": (kind.named_by,), "__doc__": "An item of a plugin's kind."},
        module=__name__,
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        gc=False,
    )


def _field(told: ForeignField) -> tuple[str, Any, Any]:
    field = Field(
        told.shape,
        unit=told.unit,
        low=told.low,
        high=told.high,
        confidential=told.confidential,
        kinds=told.kinds,
        needed=told.needed,
    )
    if told.shape == "choice":
        keys = tuple(dict.fromkeys(("", *(each.key for each in told.choices))))
        return told.name, Annotated[Literal[keys], field], ""
    annotation, default = _TYPES[told.shape]
    return told.name, Annotated[annotation, field], default


# ---- texts


def _texts(told: Iterable[PluginKinds]) -> Iterator[tuple[str, Text]]:
    """Every text by its message id."""
    not_set: Text = {language: text("change.nothing", language) for language in ALL_LANGUAGES}
    for each in told:
        for chapter in each.chapters:
            yield from _texts_of_chapter(chapter)
        for kind in each.kinds:
            yield f"kind.{kind.name}", kind.title
            for field in kind.fields:
                at = f"{kind.name}.{field.name}"
                yield f"field.{at}", field.title
                yield f"help.{at}", field.help or field.title
                if field.choices:
                    yield f"choice.{at}.none", not_set
                for choice in field.choices:
                    yield f"choice.{at}.{choice.key}", choice.title


def _texts_of_chapter(chapter: ForeignChapter) -> Iterator[tuple[str, Text]]:
    yield f"chapter.{chapter.key}", chapter.title
    yield f"chapter.{chapter.key}.about", chapter.summary or chapter.title
