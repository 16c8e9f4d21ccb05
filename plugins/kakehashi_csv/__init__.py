"""The built-in source for delimited text files: it names the file, the host reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from kakehashi.api import DelimitedFile, PlanError, Setting, Source, SourceTable, hookimpl


class CsvSettings(msgspec.Struct, frozen=True):
    """Which file; encoding (a Python codec name) and delimiter are found when left out."""

    path: Annotated[str, Setting(title={"en": "File", "ja": "ファイル"}, shape="file")]
    encoding: Annotated[str | None, Setting(title={"en": "Encoding", "ja": "文字コード"})] = None
    delimiter: Annotated[str | None, Setting(title={"en": "Delimiter", "ja": "区切り文字"})] = None


class CsvSource:
    """A CSV, TSV or semicolon file. It has one table, named like the file."""

    key = "csv"
    settings: type[msgspec.Struct] = CsvSettings

    def tables(self, settings: CsvSettings) -> tuple[SourceTable, ...]:
        """The file itself."""
        name = Path(settings.path).stem
        return (SourceTable(name, {"ja": name, "en": name}),)

    def read(self, settings: CsvSettings, table: str) -> DelimitedFile:  # noqa: ARG002  # there is only one
        """The file as it is; the host finds encoding and delimiter, and recodes it."""
        return DelimitedFile(Path(settings.path), settings.encoding, settings.delimiter)

    def test(self, settings: CsvSettings) -> None:
        """Whether the file can be opened."""
        try:
            with Path(settings.path).open("rb"):
                pass
        except OSError as error:
            raise PlanError("error.csv.cannot_open", name=settings.path) from error


@hookimpl
def kakehashi_sources() -> list[Source]:
    """The sources of this plugin."""
    return [CsvSource()]
