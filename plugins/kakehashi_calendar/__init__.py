"""Meetings and dates of a document as an iCalendar file, for Outlook, Google and Apple calendars."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.api import Document, Exporter, Progress, hookimpl


class CalendarSettings(msgspec.Struct, frozen=True):
    """Nothing to choose."""


class CalendarExporter:
    """Writes the dates of a document; raises NoDates where it has none."""

    key = "calendar"
    settings: type[Any] = CalendarSettings

    def export(
        self,
        document: Document,
        settings: Any,  # noqa: ARG002 - there are none
        target: Path,
        progress: Progress,
    ) -> None:
        """Write the calendar."""
        from kakehashi_calendar.calendar_file import written

        target.write_bytes(written(document, progress))


@hookimpl
def kakehashi_exporters() -> Sequence[Exporter]:
    """The calendar."""
    return (CalendarExporter(),)
