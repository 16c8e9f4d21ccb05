"""What the program and its worker say to one another: msgpack frames, each with its length in front."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

import msgspec

from kakehashi.evidence.batches import Rows as BatchRows
from kakehashi.evidence.cells import Block
from kakehashi.evidence.source import Merged, SourceTable
from kakehashi.setting import SettingField
from kakehashi.words import Message

LARGEST = 1 << 28
"""Bytes of a frame; whoever says more at once is not understood."""


TRACE = 20_000
"""Characters of a trace that are told, from its end."""


class Start(msgspec.Struct, frozen=True, tag=True):
    """Load what a plugin's hook gives under this key (see `loading.Code`); `memory` is the most that the
    worker may take, `file` the most that it may write into one file, in bytes."""

    plugin: str
    module: str
    paths: tuple[str, ...]
    hook: str
    key: str
    memory: int | None
    file: int


class Describe(msgspec.Struct, frozen=True, tag=True):
    """Which settings does it have?"""


class Convert(msgspec.Struct, frozen=True, tag=True):
    """What becomes of these settings when they are read and written again?"""

    settings: Mapping[str, Any]


class Try(msgspec.Struct, frozen=True, tag=True):
    """Can the source be reached with these settings?"""

    settings: Mapping[str, Any]


class ListTables(msgspec.Struct, frozen=True, tag=True):
    """Which tables are there with these settings?"""

    settings: Mapping[str, Any]


class ReadTable(msgspec.Struct, frozen=True, tag=True):
    """Give the rows of this table; `name` is what the reader calls the source."""

    settings: Mapping[str, Any]
    table: str
    name: str


class Export(msgspec.Struct, frozen=True, tag=True):
    """Write this document (msgpack of a `Document`) to `target`."""

    document: bytes
    settings: Mapping[str, Any]
    target: str


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The plugin is loaded. `limited`: the limit of memory holds."""

    limited: bool


class Described(msgspec.Struct, frozen=True, tag=True):
    """The settings that there are."""

    fields: tuple[SettingField, ...]


class Converted(msgspec.Struct, frozen=True, tag=True):
    """The settings, read and written again."""

    settings: Mapping[str, Any]


class Tables(msgspec.Struct, frozen=True, tag=True):
    """The tables that there are."""

    tables: tuple[SourceTable, ...]


class SheetHead(msgspec.Struct, frozen=True, tag=True):
    """The rows of a sheet follow: `SheetRows`, then `Done`."""

    first_column: int
    merged: tuple[Merged, ...]
    errors: int | None


class TableHead(msgspec.Struct, frozen=True, tag=True):
    """The rows of a table follow: `TableRows`, then `Done`."""

    columns: tuple[str, ...]


class NamedFile(msgspec.Struct, frozen=True, tag=True):
    """The rows stand in this delimited file."""

    path: str
    encoding: str | None
    delimiter: str | None


class SheetRows(msgspec.Struct, frozen=True, tag=True):
    """Some rows of a sheet."""

    block: Block


class TableRows(msgspec.Struct, frozen=True, tag=True):
    """Some rows of a table."""

    rows: BatchRows


class Progressed(msgspec.Struct, frozen=True, tag=True):
    """So far it is; `words` are the plugin's, or the id of a message with `values`."""

    done: int
    total: int | None
    words: str
    values: Mapping[str, Any] | None = None


class Done(msgspec.Struct, frozen=True, tag=True):
    """That was all."""


class Refused(msgspec.Struct, frozen=True, tag=True):
    """A sentence for the user."""

    id: str
    values: Mapping[str, Any]


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The plugin raised something that is no sentence: `trace` is for the log. `missing`: the library that it
    could not import."""

    trace: str
    loading: bool = False
    missing: str = ""


class OutOfMemory(msgspec.Struct, frozen=True, tag=True):
    """The limit of memory was reached."""


class DiskTrouble(msgspec.Struct, frozen=True, tag=True):
    """Its file could not be written, with the system's number of the error."""

    number: int


Asked = Start | Describe | Convert | Try | ListTables | ReadTable | Export
Answer = (
    Ready | Described | Converted | Tables | SheetHead | TableHead | NamedFile | SheetRows | TableRows
    | Progressed | Done | Refused | Failed | OutOfMemory | DiskTrouble
)  # fmt: skip


class BrokenFrame(Exception):
    """What came is no frame, or the other end has gone in the middle of one."""


def send(pipe: IO[bytes], frame: Asked | Answer) -> None:
    """Write a frame; waits while the other end is busy."""
    content = msgspec.msgpack.encode(frame)
    pipe.write(len(content).to_bytes(4, "little"))
    pipe.write(content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """The next frame, not decoded yet; None at the end. Raises BrokenFrame."""
    head = pipe.read(4)
    if not head:
        return None
    size = int.from_bytes(head, "little")
    if size > LARGEST or not size:
        raise BrokenFrame
    content = pipe.read(size)
    return content if len(content) == size else None  # it ended in the middle


asked = msgspec.msgpack.Decoder(Asked).decode
_answer = msgspec.msgpack.Decoder(Answer).decode


def answer(content: bytes) -> Answer:
    """A frame of the worker. Raises BrokenFrame."""
    try:
        said: Answer = _answer(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenFrame from error
    return said


def packed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a sentence, fit to be sent: messages among them keep their id, numbers their digits."""
    return {name: _packed(value) for name, value in values.items()}


def _packed(value: Any) -> Any:
    if isinstance(value, Message):
        return {"message": value.id, "values": packed(value.values)}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): str(text) for key, text in value.items()}
    return str(value)


def unpacked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a sentence as they were."""
    return {name: _unpacked(value) for name, value in values.items()}


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"message", "values"}:
        return Message(value["message"], unpacked(value["values"]))
    return value
