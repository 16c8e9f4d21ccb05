"""Rows between a table of the plan and a spreadsheet: items as a block of text cells, a block as one change.

A block is what a spreadsheet puts on the clipboard: tabs between cells, a line a row, quotes round cells that
hold tabs, line breaks or a quote at their beginning. A cell that still says what it said is no change: what a
cell can't hold (a range, a passport, a second language) stays when a copied block is pasted back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from kakehashi.plan.changes import AlreadyOnce, Change, Patch, apply, joined, replacing
from kakehashi.plan.deciding import deciding
from kakehashi.plan.fields import FieldDescription, describe, plain
from kakehashi.plan.formula import BadFormula, Reference, parse, written
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.kinds import KINDS, ONLY_ONE, budget_line_of, pair_id
from kakehashi.plan.listed import listed_words
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import between
from kakehashi.plan.reading_values import folded, read_month, read_value
from kakehashi.plan.telling import field_of, month_words
from kakehashi.rounding import canonical
from kakehashi.words import ALL_LANGUAGES, Language, Lines, Message, PlanError, in_language, shown, text

MOST_TOLD = 50
_NOUGHT = "-"  # how a spreadsheet copies a zero in its accounting format
_NUMBERS = frozenset({"number", "integer", "series", "figure", "figures", "amounts"})
_BARE = frozenset({"origins", "passports"})  # where figures keep their origin: never a column


class BadPaste(PlanError):
    """A block that can't be pasted; names row, column and reason of every bad cell."""

    def __init__(self, problems: Sequence[Message]) -> None:
        self.problems = tuple(problems)
        told = list(self.problems[:MOST_TOLD])
        if len(self.problems) > MOST_TOLD:
            told.append(Message("error.paste.more", {"count": len(self.problems) - MOST_TOLD}))
        super().__init__("error.paste", count=len(self.problems), problems=Lines(tuple(told)))


class Column(msgspec.Struct, frozen=True):
    """What a column of a table holds: a field, of one with keys (months, items) the value of one key."""

    field: str
    key: str | None = None


class Typist(msgspec.Struct, frozen=True):
    """Who pastes, when, in which language; and where ids of new items come from.

    `money` is the unit of bare amounts of money, see `read_value`.
    """

    language: Language
    person: str
    date: str
    new_id: Callable[[], str]
    money: int = 1


def columns_of(kind: str, months: Sequence[str], fields: Sequence[str] | None = None) -> tuple[Column, ...]:
    """The columns of a table of this kind: its fields (or these), a series as one column a month."""
    known = describe(KINDS[kind])
    found: list[Column] = []
    for name in fields if fields is not None else known:
        if known[name].field.shape == "series":
            found += [Column(name, month) for month in months]
        elif known[name].field.shape not in _BARE and not known[name].keyed:
            found.append(Column(name))
    return tuple(found)


def cells_of(block: str) -> list[list[str]]:
    """The cells of a block, row by row. One line break at the end belongs to the last row."""
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        cell, at = _cell(block, at)
        rows[-1].append(cell)
        if at < len(block) and block[at] == "\t":
            at += 1
            continue
        at += 2 if block.startswith("\r\n", at) else 1
        if at >= len(block):
            return rows
        rows.append([])


_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r|\n|\Z)')
_UNQUOTED = re.compile(r"[^\t\r\n]*")


def _cell(block: str, at: int) -> tuple[str, int]:
    quoted = _QUOTED.match(block, at)
    if quoted is not None:
        return quoted[1].replace('""', '"'), quoted.end()
    found = _UNQUOTED.match(block, at)
    assert found is not None
    return found[0], found.end()


def copied(
    plan: Plan,
    items: Sequence[str],
    columns: Sequence[Column],
    language: Language,
    *,
    head: bool = False,
    money: int = 1,
) -> str:
    """The block of these items and columns; with `head` their titles in the first row. Money in `money`."""
    rows = (
        [[column_title(plan, plan.item(items[0]).kind, each, language) for each in columns]] if head else []
    )
    saying = Saying(plan, language, money)
    rows += [[saying.cell(plan.item(item), column) for column in columns] for item in items]
    return block_of(rows)


def block_of(rows: Sequence[Sequence[str]]) -> str:
    """The block of these cells, as a spreadsheet takes it."""
    return "".join("\t".join(map(_quoted, row)) + "\n" for row in rows)


def _quoted(cell: str) -> str:
    if cell.startswith('"') or any(mark in cell for mark in "\t\r\n"):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def column_title(plan: Plan, kind: str, column: Column, language: Language) -> str:
    """What stands above a column: the field's title, and the month or item of a field with keys."""
    return text(_title(plan, kind, column), language)


def _title(plan: Plan, kind: str, column: Column) -> Message:
    described = describe(KINDS[kind])[column.field]
    if column.key is None:
        return Message(described.title)
    series = described.field.shape == "series"
    key = month_words(column.key) if series else name_of(plan, plan.get(column.key))
    return Message("paste.column", {"field": Message(described.title), "key": key})


def said(plan: Plan, item: Item, column: Column, language: Language, *, money: int = 1) -> str:
    """The cell of an item: what `read_value` reads back, numbers without separators; '' = not set."""
    return Saying(plan, language, money).cell(item, column)


class Saying:
    """Says cells of a plan in one language, as `said` does; remembers which names say which item is meant."""

    def __init__(self, plan: Plan, language: Language, money: int = 1) -> None:
        self._plan, self.language, self.money = plan, language, money
        self._names: dict[str, dict[str, str]] = {}

    def cell(self, item: Item, column: Column) -> str:
        described = field_of(item, column.field)
        value = getattr(item, column.field)
        if column.key is not None:
            value = value.get(column.key)
        if isinstance(value, Figure):
            value = value.value
        if value is None or value in ("", (), {}):
            return ""
        say = _SAY.get(described.field.shape)
        if say is not None:
            return say(self, described, value)
        count = len(value) if isinstance(value, (tuple, Mapping)) else 1
        return text("change.records", self.language, count=count)

    def name(self, item_id: str) -> str:
        """The item's name where it says which item is meant, else its id."""
        item = self._plan.get(item_id)
        if item is None:
            return item_id
        if item.kind not in self._names:
            names = {
                each.id: shown(name_of(self._plan, each), self.language)
                for each in self._plan.of_kind(item.kind)
            }
            often = Counter(names.values())
            self._names[item.kind] = {
                key: name if often[name] == 1 and not re.search(r"[{}|\n]", name) else key
                for key, name in names.items()
            }
        return self._names[item.kind][item_id]

    def formula(self, value: str) -> str:
        def named(found: Reference) -> str:
            back = f"[-{found.back}]" if found.back else ""
            return "{" + self.name("|".join(found.target)) + "}" + back

        try:
            return written(parse(value), named)
        except BadFormula:
            return value


def _number(described: FieldDescription, value: Decimal | int, money: int) -> str:
    if described.field.unit == "rate":
        return canonical(Decimal(value) * 100) + "%"
    if described.field.unit == "money" and money != 1:
        return canonical(Decimal(value) / money)
    return canonical(Decimal(value))


def _together(parts: list[str]) -> str:
    """With commas, or one a line where a part holds a comma itself."""
    return ("\n" if any(re.search(r"[,、，;；]", part) for part in parts) else ", ").join(parts)


Say = Callable[[Saying, FieldDescription, Any], str]

_SAY: Mapping[str, Say] = {
    **dict.fromkeys(("text", "long_text"), lambda saying, _field, value: in_language(value, saying.language)),
    **dict.fromkeys(("code", "month", "date"), lambda _saying, _field, value: str(value)),
    **dict.fromkeys(
        ("number", "integer", "series", "figure", "figures", "amounts"),
        lambda saying, field, value: _number(field, value, saying.money),
    ),
    "numbers": lambda saying, field, value: ", ".join(_number(field, each, saying.money) for each in value),
    "flag": lambda saying, _field, value: text("change.yes" if value else "change.no", saying.language),
    "choice": lambda saying, field, value: text(field.choice(value), saying.language),
    "ref": lambda saying, _field, value: saying.name(value),
    "refs": lambda saying, _field, value: _together([saying.name(each) for each in value]),
    "list": lambda saying, field, value: _together(
        [listed_words(field, each, saying.language) for each in value]
    ),
    "formula": lambda saying, _field, value: saying.formula(value),
}


def paste(
    plan: Plan, kind: str, block: str, items: Sequence[str], columns: Sequence[Column], typist: Typist
) -> Change:
    """The change that lays a block over items of a kind, from the first of `items` and `columns` on.

    Rows beyond the last item add items behind the last of their kind. When the first of several rows names
    columns, it says which is which and is not pasted. An empty cell clears. Raises BadPaste.
    """
    return _Pasting(plan, kind, items, columns, typist).change(block)


def paste_cells(
    plan: Plan, block: str, cells: Sequence[Sequence[tuple[str, Column] | None]], typist: Typist
) -> Change:
    """The change that lays a block over cells of any items, row by row; None = one that is worked out
    and takes nothing but what is empty. What of the block lies beyond the cells is refused. Raises BadPaste.
    """
    problems: list[Message] = []
    pastings: dict[str, _Pasting] = {}
    changed: dict[str, Item] = {}
    for number, words in enumerate(cells_of(block), 1):
        here = cells[number - 1] if number <= len(cells) else ()
        for at, cell in enumerate(words):
            target = here[at] if at < len(here) else None
            if target is None:
                if cell.strip():
                    where = "error.paste.no_column" if at >= len(here) else "error.paste.worked_out"
                    problems.append(Message(where, {"row": number, "column": at + 1}))
                continue
            item_id, column = target
            item = changed.get(item_id) or plan.item(item_id)
            if item.kind not in pastings:
                pastings[item.kind] = _Pasting(plan, item.kind, (), (), typist)
            changed[item_id] = pastings[item.kind].edited(item, [(column, cell)], number)
    problems += [problem for each in pastings.values() for problem in each.problems]
    if problems:
        raise BadPaste(problems)
    change = joined([replacing(plan, item) for item in changed.values()])
    apply(plan, change)
    return change


def new_item(plan: Plan, kind: str, cells: Sequence[tuple[Column, str]], typist: Typist) -> Item | None:
    """A new item behind the last of its kind, with what was typed into some of its cells; None where there is
    one for each pair of others, and the cells don't name the pair yet. Raises what a bad cell raises."""
    return _Pasting(plan, kind, (), (), typist).new_item(cells)


class _Pasting:
    def __init__(
        self, plan: Plan, kind: str, items: Sequence[str], columns: Sequence[Column], typist: Typist
    ) -> None:
        self._plan, self._kind, self._items = plan, kind, items
        self._columns, self._typist = columns, typist
        self._fields = describe(KINDS[kind])
        self._saying = Saying(plan, typist.language, typist.money)
        self.problems: list[Message] = []

    def change(self, block: str) -> Change:
        rows = cells_of(block)
        named = self._head(rows[0]) if len(rows) > 1 else None
        columns: Sequence[Column | None] = self._columns if named is None else named
        skipped = 0 if named is None else 1
        changed: list[Item] = []
        position, taken = self._last_position(), set(self._items)
        for number, row in enumerate(rows[skipped:]):
            place = number + 1 + skipped
            self._check_width(row, columns, place)
            cells = [(column, cell) for column, cell in zip(columns, row, strict=False) if column is not None]
            if number < len(self._items):
                changed.append(self.edited(self._plan.item(self._items[number]), cells, place))
            elif any(cell.strip() for _, cell in cells):
                position = between(position, None)
                item = self._added(cells, place, position)
                if item is not None and (item.id in taken or item.id in self._plan):
                    self._tell(place, None, Message("error.paste.there"))
                elif item is not None:
                    taken.add(item.id)
                    changed.append(item)
        if self.problems:
            raise BadPaste(self.problems)
        change = joined([replacing(self._plan, item) for item in changed])
        apply(self._plan, change)  # what only the whole shows is refused here, not later
        return change

    def _last_position(self) -> str | None:
        siblings = self._plan.of_kind(self._kind)
        return siblings[-1].position if siblings else None

    def _check_width(self, row: list[str], columns: Sequence[Column | None], place: int) -> None:
        for at in range(len(columns), len(row)):
            if row[at].strip():
                self.problems.append(Message("error.paste.no_column", {"row": place, "column": at + 1}))

    def _tell(
        self, place: int, column: Column | None, problem: Message, cell: str = "", item_id: str = ""
    ) -> None:
        if column is None:
            self.problems.append(Message("error.paste.row", {"row": place, "problem": problem}))
            return
        title = _title(self._plan, self._kind, column)
        values = {"row": place, "column": title, "cell": " ".join(cell.split())[:40], "problem": problem}
        if (item := self._plan.get(item_id)) is not None:
            named = {**values, "item": name_of(self._plan, item)}
            self.problems.append(Message("error.paste.cell_of", named))
            return
        self.problems.append(Message("error.paste.cell", values))

    # Head -----------------------------------------------------------------------------------------------

    def _head(self, row: list[str]) -> list[Column | None] | None:
        """The columns that a first row names; None when it names none, or holds anything else."""
        found = [self._named(cell, at) for at, cell in enumerate(row)]
        filled = [column for column, cell in zip(found, row, strict=True) if cell.strip()]
        return found if filled and None not in filled else None

    def _named(self, cell: str, at: int) -> Column | None:
        words = folded(cell)
        for name, described in self._fields.items():
            if described.field.shape in _BARE:
                continue
            for language in ALL_LANGUAGES:
                title = folded(text(described.title, language))
                if words == title and not described.keyed:
                    return Column(name)
                if described.field.shape == "series" and words.startswith(title):
                    month = read_month(words[len(title) :])
                    if month is not None:
                        return Column(name, month)
        here = self._columns[at] if at < len(self._columns) else self._columns[-1]
        month = None if words.isdigit() else read_month(words)
        series = self._fields[here.field].field.shape == "series"
        return Column(here.field, month) if month is not None and series else None

    # Rows -----------------------------------------------------------------------------------------------

    def edited(self, item: Item, cells: list[tuple[Column, str]], place: int) -> Item:
        """The item with the cells of a row; a cell that says what it said stays."""
        alone = Plan(self._plan.uuid, [item])
        for column, cell in cells:
            if self._saying.cell(item, column) == cell:
                continue
            alone = self._with(alone, item.id, column, cell, place)
        return alone.item(item.id)

    def _added(self, cells: list[tuple[Column, str]], place: int, position: str) -> Item | None:
        if self._kind in ONLY_ONE:
            self._tell(place, None, Message("error.paste.only_one"))
            return None
        alone = Plan(self._plan.uuid, [KINDS[self._kind](id="", position=position)])
        for column, cell in cells:
            if cell:
                alone = self._with(alone, "", column, cell, place)
        item = alone.item("")
        item_id = self._id_for(item)
        if item_id is None:
            self._tell(
                place, None, Message("error.paste.pair", {"fields": Lines(tuple(self._pair_titles()))})
            )
            return None
        return msgspec.structs.replace(item, id=item_id)

    def new_item(self, cells: Sequence[tuple[Column, str]]) -> Item | None:
        """See the function."""
        position = between(self._last_position(), None)
        alone = Plan(self._plan.uuid, [KINDS[self._kind](id="", position=position)])
        for column, cell in cells:
            if cell:
                alone = self._with_value(alone, "", column, cell)
        item_id = self._id_for(alone.item(""))
        if item_id is not None and item_id in self._plan:
            raise AlreadyOnce("error.paste.there")
        return None if item_id is None else msgspec.structs.replace(alone.item(""), id=item_id)

    def _pair_titles(self) -> Iterator[Message]:
        return (Message(self._fields[name].title) for name in KINDS[self._kind].ONCE_FOR or ())

    def _id_for(self, item: Item) -> str | None:
        """The id of a new item; None where it follows from a pair that the row doesn't name."""
        pair = KINDS[self._kind].ONCE_FOR
        if pair:
            targets = [getattr(item, name) for name in pair]
            return pair_id(self._kind, *targets) if all(targets) else None
        source = getattr(item, "source", None) if self._kind == "BudgetLine" else None
        return budget_line_of(source) if source is not None else self._typist.new_id()

    def _with_value(self, alone: Plan, item_id: str, column: Column, cell: str) -> Plan:
        """The plan of the one item with what a cell says. Raises what a bad cell raises."""
        typist, described = self._typist, field_of(alone.item(item_id), column.field)
        typed = "0" if cell.strip() == _NOUGHT and described.field.shape in _NUMBERS else cell
        value = read_value(described, typed, self._plan, typist.language, money=typist.money)
        item = alone.item(item_id)
        if value is None and column.key is None:
            now = plain(getattr(item, column.field))
            patch = Patch(item_id, column.field, None, now, plain(described.default))
            return apply(alone, (patch,)) if now != plain(described.default) else alone
        if described.field.shape in ("figure", "figures") and value is not None:
            value = Decimal(value)
        change = deciding(
            alone, item, described, value, key=column.key, person=typist.person, date=typist.date
        )
        return apply(alone, change)

    def _with(self, alone: Plan, item_id: str, column: Column, cell: str, place: int) -> Plan:
        """The plan of the one item with a cell, or as it was: what is wrong is told at the end."""
        try:
            return self._with_value(alone, item_id, column, cell)
        except PlanError as error:
            problem = getattr(error, "problem", None)
            self._tell(
                place, column, problem if isinstance(problem, Message) else error.message, cell, item_id
            )
            return alone
