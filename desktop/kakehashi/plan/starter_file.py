"""The files of a starter: what stands in one, and the items of several joined into one starter.

A file may take in others: {"includes": ["common"]}. Their items come first, each file's once, and what stands
in the file itself goes over them: an item of the same key (of a kind that a plan has once: of the same kind)
lays its fields over those of the included one, null takes a field away, and `leaves_out` takes items away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NoReturn, Protocol, TypeVar

import msgspec

from kakehashi.plan.kinds import ONLY_ONE
from kakehashi.words import PlanError, Text

_Form = TypeVar("_Form")
_NAME = re.compile(r"[\w-]{1,64}")


class BadStarter(PlanError):
    """A starter that no plan can be made from; tells every place that is wrong."""


class StarterItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One item as the file has it; an item that nothing refers to needs no key."""

    kind: str
    key: str = ""
    parent: str | None = None
    fields: dict[str, Any] = {}


class Placed(StarterItem, frozen=True, kw_only=True):
    """An item with the included file (empty: the starter's own) and the place in it, so that it is found."""

    file: str = ""
    number: int = 0


class Starter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A starter as the file has it, with the items of the files that it takes in."""

    key: str
    title: Text
    summary: Text
    includes: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()
    items: tuple[StarterItem, ...]


class PlanStarter(Protocol):
    """A starter that a plugin gives. Its title stands in the plugin's manifest, under the same key."""

    @property
    def key(self) -> str: ...

    @property
    def content(self) -> bytes:
        """The content of a starter file."""
        ...


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that others take in; a whole starter will do."""

    key: str = ""
    title: Text = ""
    summary: Text = ""
    includes: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()
    items: tuple[StarterItem, ...] = ()


class Library(msgspec.Struct, frozen=True):
    """Where included files are: `read` gives a file's bytes and the library that its own includes are in.

    `read` raises LookupError where there is no such file.
    """

    read: Callable[[str], tuple[bytes, Library]]


def _nothing(name: str) -> NoReturn:
    raise LookupError(name)


NO_LIBRARY = Library(_nothing)


def is_name(word: str) -> bool:
    """Whether a starter's file can be called so: letters, digits, - and _."""
    return _NAME.fullmatch(word) is not None


def joined(raw: bytes, library: Library) -> Starter:
    """The starter of a file's bytes with the items of all files it takes in. Raises BadStarter."""
    starter = _read(raw, Starter)
    items = _Items()
    for name, part in _included(starter, library, (), set()):
        items.lay(part, name)
    items.lay(starter, "")
    return msgspec.structs.replace(starter, includes=(), leaves_out=(), items=items.all())


def is_part(raw: bytes) -> bool:
    """Whether a file has no title: others take it in, it is no starter of its own."""
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # what is wrong is told to whoever names it
        return False
    return isinstance(content, dict) and "title" not in content


def _read(raw: bytes, form: type[_Form]) -> _Form:
    try:
        content = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_without_doubles,
        )
        return msgspec.convert(content, form)
    except msgspec.ValidationError as error:
        where = re.search(r"at `(\$.*)`", str(error))
        raise BadStarter("error.starter.form", where=where[1] if where else "$", detail=str(error)) from None
    except UnicodeDecodeError as error:
        raise BadStarter("error.starter.encoding", byte=error.start + 1) from None
    except (ValueError, RecursionError) as error:  # json.JSONDecodeError, or numbers and brackets without end
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        raise BadStarter("error.starter.json", line=line, column=column, detail=str(error)) from None


def _no_number(word: str) -> NoReturn:
    raise BadStarter("error.starter.constant", word=word)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadStarter("error.starter.double", name=name)
        found[name] = value
    return found


def _included(
    taker: Starter | _Part, library: Library, way: tuple[str, ...], seen: set[str]
) -> Iterator[tuple[str, _Part]]:
    """The included files by name, those first that others build on, each once."""
    for name in taker.includes:
        if name in way:
            circle = " > ".join((*way[way.index(name) :], name))
            raise BadStarter("error.starter.circle", name=name, circle=circle)
        if name in seen:
            continue
        seen.add(name)
        try:
            raw, further = library.read(name if is_name(name) else "")
        except LookupError:
            raise BadStarter("error.starter.include", name=name) from None
        try:
            part = _read(raw, _Part)
        except BadStarter as error:
            raise BadStarter("error.starter.in_included", name=name, problem=error.message) from None
        yield from _included(part, further, (*way, name), seen)
        yield name, part


class _Items:
    """The items of the files so far, in order; those of a further file are laid over them."""

    def __init__(self) -> None:
        self._items: list[Placed] = []

    def lay(self, part: Starter | _Part, file: str) -> None:
        by_name = {name: at for at, item in enumerate(self._items) if (name := _identity(item))}
        gone = {by_name[key] for key in part.leaves_out if key in by_name}
        if unknown := [key for key in part.leaves_out if key not in by_name]:
            raise BadStarter("error.starter.leaves_out", key=unknown[0])
        for number, item in enumerate(part.items, 1):
            # Once only: a second item of this key in the same file is a mistake, told later.
            at = by_name.pop(_identity(item), None)
            if at is None or at in gone:
                self._items.append(_placed(item, item.fields, file, number))
            else:
                self._items[at] = _over(self._items[at], item, file, number)
        self._items = [item for at, item in enumerate(self._items) if at not in gone]

    def all(self) -> tuple[StarterItem, ...]:
        return tuple(self._items)


def _identity(item: StarterItem) -> str:
    return item.kind if item.kind in ONLY_ONE else item.key


def _over(below: Placed, item: StarterItem, file: str, number: int) -> Placed:
    """The item laid over one of an included file."""
    if item.kind != below.kind:
        raise BadStarter("error.starter.other_kind", key=item.key, kind=item.kind, other=below.kind)
    fields = {**below.fields, **item.fields}
    laid = _placed(item, {name: each for name, each in fields.items() if each is not None}, file, number)
    key, parent = item.key or below.key, below.parent if item.parent is None else item.parent
    return msgspec.structs.replace(laid, key=key, parent=parent)


def _placed(item: StarterItem, fields: Mapping[str, Any], file: str, number: int) -> Placed:
    return Placed(
        kind=item.kind, key=item.key, parent=item.parent, fields=dict(fields), file=file, number=number
    )
