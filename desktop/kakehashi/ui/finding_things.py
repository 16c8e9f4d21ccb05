"""What Ctrl+K finds: items by name in either language, pages, views, commands. No Qt here.

Every word that was typed must be in a thing's words, in any place: case, width and kana don't matter. Names
that begin with it come first, then words that do, then the rest.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from typing import Literal

import msgspec

from kakehashi.plan.item import RawItem
from kakehashi.plan.kinds import BY_CHAPTER, CHAPTER_OF, chapters
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.ui.views import OVERVIEW, OWN_PAGES, SPECIAL
from kakehashi.ui.window_words import title_of
from kakehashi.words import LANGUAGES, Language, shown, text

Sort = Literal["command", "page", "view", "item"]
MOST = 60
_KANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}  # katakana to hiragana
_SORTS: tuple[Sort, ...] = ("page", "command", "view", "item")


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """`title` is what it is called, `where` stands beside it. `page`, `view`, `item` say where it is; of a
    command, `command` which one. `names`: all it is found by, folded; `beside`: what helps to find it."""

    sort: Sort
    title: str
    where: str = ""
    page: str = ""
    view: str = ""
    item: str = ""
    command: str = ""
    names: tuple[str, ...] = ()
    beside: str = ""


def folded(words: str) -> str:
    """The words without differences of case, width and kana."""
    return unicodedata.normalize("NFKC", words).casefold().translate(_KANA)


def pages_and_views(language: Language) -> Iterator[Thing]:
    """Every page, and every view of a chapter."""
    for page in (OVERVIEW, *chapters(), *OWN_PAGES):
        yield _thing(language, "page", title_of(page), page=page)
    for chapter in chapters():
        where = text(f"chapter.{chapter}", language)
        for view in SPECIAL.get(chapter, ()):
            yield _thing(language, "view", f"ui.view.{view}", where=where, page=chapter, view=view)
        for kind in BY_CHAPTER.get(chapter, ()):
            name = kind.__name__
            yield _thing(language, "view", f"kind.{name}", where=where, page=chapter, view=name)


def commands(language: Language, keys: Iterable[tuple[str, str, str]]) -> Iterator[Thing]:
    """Commands: key, message id of the words, keys to press."""
    for key, message, pressed in keys:
        yield _thing(language, "command", message, where=pressed, command=key)


def items(plan: Plan, language: Language) -> Iterator[Thing]:
    """Every item of the plan that has a page."""
    for kind in plan.kinds():
        chapter = CHAPTER_OF.get(kind)
        if chapter is None:
            continue
        called = text(f"kind.{kind}", language)
        where = text("ui.find.where", language, kind=called, chapter=text(f"chapter.{chapter}", language))
        beside = folded(called)
        for item in plan.of_kind(kind):
            if isinstance(item, RawItem):
                continue
            name = name_of(plan, item)
            in_all = (name,) if isinstance(name, str) else [shown(name, each) for each in LANGUAGES]
            yield Thing(
                sort="item",
                title=shown(name, language),
                where=where,
                page=chapter,
                item=item.id,
                names=tuple(dict.fromkeys(map(folded, in_all))),
                beside=beside,
            )


def _thing(language: Language, sort: Sort, message: str, **where: str) -> Thing:
    names = tuple(dict.fromkeys(folded(text(message, each)) for each in LANGUAGES))
    return Thing(
        sort=sort,
        title=text(message, language),
        names=names,
        beside=folded(where.get("where", "")),
        **where,
    )


def found(things: Sequence[Thing], typed: str) -> list[Thing]:
    """The things with these words, the best first; pages and commands when nothing was typed."""
    words = folded(typed).split()
    if not words:
        return [thing for thing in things if thing.sort in ("page", "command")][:MOST]
    ranked = (
        (rank, _SORTS.index(thing.sort), len(thing.title), place)
        for place, thing in enumerate(things)
        if (rank := _rank(thing, words)) is not None
    )
    return [things[place] for *_, place in nsmallest(MOST, ranked)]


def _rank(thing: Thing, words: Sequence[str]) -> int | None:
    """How well it fits, 0 best; None where a word is missing."""
    whole = " ".join(words)
    if whole in thing.names:
        return 0
    ranks = [_of_word(thing, word) for word in words]
    known = [rank for rank in ranks if rank is not None]
    if len(known) < len(ranks):
        return None
    return max(known) if any(name.startswith(whole) for name in thing.names) else max(known) + 1


def _of_word(thing: Thing, word: str) -> int | None:
    if any(name.startswith(word) for name in thing.names):
        return 1
    if any(f" {word}" in name for name in thing.names):
        return 2
    if any(word in name for name in thing.names):
        return 3
    if word in thing.beside:
        return 5
    return 6 if any(_in_order(word, name) for name in thing.names) else None


def _in_order(word: str, name: str) -> bool:
    """Whether the letters of a Latin word come in this order: 'bgt' in 'budget'."""
    if len(word) < 3 or not word.isascii():
        return False
    letters = iter(name)
    return name[:1] == word[0] and all(letter in letters for letter in word)
