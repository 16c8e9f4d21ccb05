"""Chapter 14, review and declaration: what was taken over from evidence, and (later) what readers say."""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item


class FindingSource(msgspec.Struct, frozen=True, kw_only=True):
    """One import that a finding was computed from."""

    table: str
    name: str
    sha256: str
    rows: int
    imported_on: str


class FindingRecord(Item, frozen=True, kw_only=True):
    """A finding taken over from evidence: aggregates only, with its sources, so that figures can point to it.

    Cells are text as the finding gave it, numbers in canonical form.
    """

    finding: Annotated[str, Field("code", needed=True)] = ""
    date: Annotated[str | None, Field("date", needed=True)] = None
    parameters: Annotated[Mapping[str, str], Field("records")] = {}
    columns: Annotated[tuple[str, ...], Field("list")] = ()
    rows: Annotated[tuple[tuple[str | None, ...], ...], Field("records")] = ()
    sources: Annotated[tuple[FindingSource, ...], Field("records")] = ()
