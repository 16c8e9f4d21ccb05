"""The first rows of a file: as they will be loaded, as they were read, and those that will be set aside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kakehashi.evidence.previewing import Preview
from kakehashi.ui.look import Look
from kakehashi.ui.pages.data_aside import number_of
from kakehashi.ui.pages.data_meaning import STANDINGS
from kakehashi.ui.panel import Panel
from kakehashi.ui.plain_table import PlainTable
from kakehashi.ui.segments import Segments
from kakehashi.words import number

_LOADED, _READ, _ASIDE = "loaded", "read", "aside"


class RowsOfFile(QWidget):
    """Segments above a table."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view = _LOADED
        self._seen = Preview()
        self._segments = Segments(look, self)
        self._segments.chosen.connect(self.choose)
        sheet = Panel(look, parent=self)
        self.table = PlainTable(look, look.say("ui.data.rows_of_file"))
        sheet.body.addWidget(self.table)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self._segments)
        rows.addWidget(sheet, 1)

    def show_preview(self, seen: Preview) -> None:
        """Show its rows; what is looked at stays where there is something."""
        self._seen = seen
        self._show()

    def choose(self, view: str) -> None:
        """Look at 'loaded', 'read' or 'aside'."""
        self._view = view
        self._show()

    def _show(self) -> None:
        seen, say = self._seen, self._look.say
        titles = {_READ: say("ui.data.as_read")}
        if seen.result is not None:
            titles = {_LOADED: say("ui.data.as_loaded"), **titles}
            if seen.result.set_aside:
                count = number_of(seen.result.set_aside)
                titles[_ASIDE] = say("ui.data.set_aside_count", count=count)
        view = self._view if self._view in titles else next(iter(titles))
        self._segments.show_views(titles, view)
        match view:
            case "loaded":
                self._show_loaded(seen)
            case "aside":
                self._show_aside(seen)
            case _:
                self.table.show_rows(seen.columns, [[cell or "" for cell in row] for row in seen.rows])

    def _show_loaded(self, seen: Preview) -> None:
        titles = [self._look.say(f"finding.column.{field}") for field in seen.fields]
        right = [any(isinstance(row[at], (int, Decimal)) for row in seen.loaded) for at in range(len(titles))]
        rows = [
            [self._said(field, cell) for field, cell in zip(seen.fields, row, strict=True)]
            for row in seen.loaded
        ]
        self.table.show_rows(titles, rows, right)

    def _show_aside(self, seen: Preview) -> None:
        """The row's number in the file, why it is set aside, and its cells."""
        say = self._look.say
        titles = [say("ui.data.row"), say("ui.data.reason"), say("ui.data.in_column"), *seen.columns]
        rows = []
        for row in seen.aside:
            cells = [cell or "" for cell in row.cells][: len(seen.columns)]
            cells += [""] * (len(seen.columns) - len(cells))
            rows.append([str(row.source_row), say(row.reason), row.column or "", *cells])
        self.table.show_rows(titles, rows, [True, *[False] * (len(titles) - 1)])

    def _said(self, field: str, value: Any) -> str:
        if field == "outcome" and value in STANDINGS:
            return self._look.say(STANDINGS[value])
        match value:
            case None:
                return ""
            case bool():
                return self._look.say("ui.data.yes" if value else "ui.data.no")
            case int() | Decimal():
                whole = value == int(value)
                return number(Decimal(value), 0 if whole else 2)
            case date():
                return value.isoformat()
        return str(value)
