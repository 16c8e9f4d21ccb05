"""An item: a small frozen record with an id; and the values that items are made of."""

import hashlib
import os
from base64 import b32encode
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec

from kakehashi.plan.fields import Field
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


class Passport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a figure comes from, so that a reader can check it."""

    origin: Origin = "decided"
    definition: Text = ""
    numerator: Text = ""
    denominator: Text = ""
    source: Text = ""
    period: str = ""
    sample_size: int | None = None
    confidence: Literal["", "low", "medium", "high"] = ""
    checked_on: str = ""
    agreed_by: tuple[str, ...] = ()
    by: str = ""
    finding: str = ""  # id of the FindingRecord it was taken from


class Figure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An assumption: a value with its likely range (10th to 90th percentile) and its passport.

    `was` is the figure before somebody typed another value without a new passport.
    """

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    passport: Passport | None = None
    was: "Figure | None" = None


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The envelope of every item. `position` is a fractional key that orders siblings; ties by id.

    `extra` holds fields that a newer program or a plugin wrote: kept, compared and written back.
    """

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
