"""A source for a company's own system: a database file and a folder of monthly invoice files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from kakehashi.api import Batch, Setting, Source, SourceTable, hookimpl


class ErpSettings(msgspec.Struct, frozen=True):
    """What the reader is asked for. The form, `--set` and their checks come from these types."""

    folder: Annotated[
        str,
        Setting(
            title={"en": "Folder of the ERP", "ja": "基幹システムのフォルダー"},
            help={
                "en": "The folder that holds erp.db and the folder invoices.",
                "ja": "erp.db と invoices フォルダーがあるフォルダーです。",
            },
            shape="folder",
        ),
    ]
    fiscal_year: Annotated[
        int | None,
        Setting(
            title={"en": "Fiscal year", "ja": "会計年度"},
            help={
                "en": "Deals opened and invoices sent from April of this year to March. Empty: all.",
                "ja": "この年の4月から翌年3月までの案件と請求だけを読みます。空欄ならすべて読みます。",
            },
        ),
    ] = None
    cancelled: Annotated[bool, Setting(title={"en": "Cancelled deals too", "ja": "取り消した案件も読む"})] = (
        False
    )


class Erp:
    """The ERP. What it reads is imported when it is read: listing plugins stays quick."""

    key = "example_erp"
    settings: type[msgspec.Struct] = ErpSettings

    def tables(self, settings: ErpSettings) -> tuple[SourceTable, ...]:
        """What can be read, and how many rows there are."""
        from example_erp.reading import row_counts

        counts = row_counts(settings)
        titles = {
            "deals": {"en": "Deals", "ja": "案件"},
            "accounts": {"en": "Customers", "ja": "得意先"},
            "invoices": {"en": "Invoices", "ja": "請求"},
        }
        return tuple(SourceTable(key, title, rows=counts[key]) for key, title in titles.items())

    def read(self, settings: ErpSettings, table: str) -> Iterator[Batch]:
        """The rows of one of them, some thousand at a time."""
        from example_erp.reading import batches

        return batches(settings, table)

    def test(self, settings: ErpSettings) -> None:
        """Whether its files are there and are what they should be."""
        from example_erp.reading import row_counts

        row_counts(settings)


@hookimpl
def kakehashi_sources() -> list[Source]:
    """The sources of this plugin."""
    return [Erp()]
