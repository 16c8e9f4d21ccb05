"""Chapter 14, review and declaration: what was taken over from evidence, and (later) what readers say."""

from collections.abc import Mapping
from typing import Annotated

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Item, Part


class FindingSource(Part, frozen=True, kw_only=True):
    """One import that a finding was computed from."""

    table: Annotated[str, Field("code")]
    name: Annotated[str, Field("code")]
    sha256: Annotated[str, Field("code")]
    rows: Annotated[int, Field("integer", unit="count", low=0)]
    imported_on: Annotated[str, Field("date")]


class FindingRecord(Item, frozen=True, kw_only=True):
    """A finding taken over from evidence: aggregates only, with its sources, so that figures can point to it.

    Cells are text as the finding gave it, numbers in canonical form.
    """

    NAMED_BY = ("finding",)

    finding: Annotated[str, Field("code", needed=True)] = ""
    date: Annotated[str | None, Field("date", needed=True)] = None
    parameters: Annotated[Mapping[str, str], Field("records")] = {}
    columns: Annotated[tuple[str, ...], Field("list")] = ()
    rows: Annotated[tuple[tuple[str | None, ...], ...], Field("records")] = ()
    sources: Annotated[tuple[FindingSource, ...], Field("records")] = ()


KINDS: tuple[type[Item], ...] = (FindingRecord,)
