"""How a table is read: what a person says about it, and what was decided and is shown."""

from __future__ import annotations

from typing import Literal

import msgspec

from kakehashi.words import Message


class Rule(msgspec.Struct, frozen=True):
    """Something that was decided about how a table is read: shown to the person, who can overrule it.

    `key` names it ('header', 'delimiter'), `value` is what the option of that name would be given,
    `reason` the sentence that tells it.
    """

    key: str
    value: str
    reason: Message


class ReadAs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a person says that a file is to be read; what is None is found from the file.

    `encoding` is a Python codec name, `delimiter` and `quote` one character ('' as quote: none), `escape`
    what stands before a quote inside a quoted cell ('"': it is doubled, '\\', '': nothing),
    `header_rows` the rows of the header (none: there is no header), `part` which of several tables,
    'all' when one table has its header several times. `totals`: rows of totals are loaded like others.
    `wide`: the field that the headers of a table with cells side by side name ('month', 'category'), 'none'
    when it has none; `first_month` (2026-04) is that of the first such header where they name no year.
    `sheet` is the one of a workbook.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    escape: str | None = None
    header_rows: tuple[int, ...] | None = None
    part: int | Literal["all"] | None = None
    totals: bool = False
    wide: str | None = None
    first_month: str | None = None
    sheet: str | None = None

    def over(self, other: ReadAs | None) -> ReadAs:
        """This where it says something, the other elsewhere."""
        if other is None:
            return self
        said = {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not None}
        return msgspec.structs.replace(other, **{**said, "totals": self.totals or other.totals})
