"""An item: a small frozen record with an id; and the values that items are made of."""

import hashlib
import os
from base64 import b32encode
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from kakehashi.plan.fields import KEPT, Field
from kakehashi.words import Text

Series = Mapping[str, Decimal]  # month -> number; not set = absent, which is not 0
Origins = Mapping[str, str]  # month -> key into the item's `passports`
Origin = Literal["decided", "assumed", "borrowed", "measured", "computed"]


def new_id() -> str:
    """80 random bits, base32: 16 characters, never reused."""
    return b32encode(os.urandom(10)).decode().lower()


def derived_id(*parts: str) -> str:
    """The id of the one item that exists for these parts (a pair), the same in every copy of a plan."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return b32encode(digest[:10]).decode().lower()


class Part(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False
):
    """A small struct inside an item, changed as a whole; its fields are described like those of a kind.

    `extra` holds fields that a newer program or a plugin wrote: kept, compared and written back
    (`plan.unknown.converted` reads them).
    """

    extra: Mapping[str, Any] = msgspec.field(default_factory=dict, name=KEPT)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in self.__struct_fields__ if name != "extra"))


class Passport(Part, frozen=True, kw_only=True):
    """Where a figure comes from, so that a reader can check it."""

    origin: Annotated[Origin, Field("choice")] = "decided"
    definition: Annotated[Text, Field("long_text")] = ""
    numerator: Annotated[Text, Field("text")] = ""
    denominator: Annotated[Text, Field("text")] = ""
    source: Annotated[Text, Field("text")] = ""
    period: Annotated[str, Field("code")] = ""
    sample_size: Annotated[int | None, Field("integer", unit="count", low=0)] = None
    confidence: Annotated[Literal["", "low", "medium", "high"], Field("choice")] = ""
    checked_on: Annotated[str, Field("date")] = ""
    agreed_by: Annotated[tuple[str, ...], Field("list")] = ()
    by: Annotated[str, Field("code")] = ""
    finding: Annotated[str, Field("ref", kinds=("FindingRecord",))] = ""  # what it was taken from


class Figure(Part, frozen=True, kw_only=True):
    """An assumption: a value with its likely range (10th to 90th percentile) and its passport.

    `was` is the figure before somebody typed another value without a new passport.
    """

    value: Annotated[Decimal | None, Field("number")] = None
    low: Annotated[Decimal | None, Field("number")] = None
    high: Annotated[Decimal | None, Field("number")] = None
    passport: Annotated[Passport | None, Field("records")] = None
    was: "Figure | None" = None


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """The envelope of every item. `position` is a fractional key that orders siblings; ties by id.

    `extra` holds fields that a newer program or a plugin wrote: kept, compared and written back.
    Frozen values hold no circles, so the garbage collector need not look through them.
    """

    # The fields that an item is called by: a text, or references to what it is named after.
    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    # () = a plan has one of it; references = one for each such pair. Its id is derived from them, so that
    # every copy of a plan makes the same item. None = any number.
    ONCE_FOR: ClassVar[tuple[str, ...] | None] = None

    id: str = ""
    parent: str | None = None
    position: str = ""
    extra: Mapping[str, Any] = {}
    passports: Annotated[Mapping[str, Passport], Field("passports")] = {}

    @property
    def kind(self) -> str:
        """The kind's name, as it stands in the file and in message ids."""
        return type(self).__name__


class RawItem(Item, frozen=True, kw_only=True):
    """An item of a kind that this program doesn't know: kept as it is."""

    name_of_kind: str
    fields: Mapping[str, Any] = {}

    @property
    def kind(self) -> str:
        """The kind's name as it stands in the file."""
        return self.name_of_kind
