"""What can go wrong with a plan file, and SQLite's errors told as such."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kakehashi.words import Message, PlanError


class FileProblem(PlanError):
    """Something about a plan file; `path` is the file."""

    def __init__(self, message: str, path: Path, **values: object) -> None:
        self.path = path
        super().__init__(message, file=path.name, folder=_whole(path.parent), **values)


class NotFound(FileProblem):
    """There is no such file."""


class AlreadyThere(FileProblem):
    """A new plan may not overwrite a file."""


class NotAPlan(FileProblem):
    """The file is something else: a workbook, a text, an empty file."""


class Damaged(FileProblem):
    """The file is a plan, but it can't be read whole."""


class Newer(FileProblem):
    """The file was written by a newer version."""


class DiskFull(FileProblem):
    """The last change could not be saved."""


class NotWritable(FileProblem):
    """The file or its folder may not be written."""


class Busy(FileProblem):
    """Another program is writing just now."""


class OpenElsewhere(FileProblem):
    """Somebody has the plan open; `host` and `person` say who."""

    def __init__(self, path: Path, *, person: str, host: str, since: str) -> None:
        self.person, self.host, self.since = person, host, since
        super().__init__("error.file.open_elsewhere", path, person=person, host=host, since=moment(since))


class Overtaken(FileProblem):
    """Somebody else has written the file since it was opened here."""


class ChangedOutside(FileProblem):
    """Another program (one that synchronises, say) changed or replaced the file since it was opened."""


class ReadOnly(FileProblem):
    """An edit of a plan that was opened for reading."""


def _whole(folder: Path) -> str:
    """The folder from the root, as a reader can find it."""
    with suppress(OSError):  # the current folder may be gone
        return str(folder.absolute())
    return str(folder)


def moment(at: str) -> Message | str:
    """An ISO time as date and time in the reader's language; other text as it is."""
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})", at)
    if found is None:
        return at
    year, month, day, time = found.groups()
    date = {"year": year, "month": Message(f"month.{int(month)}"), "day": str(int(day))}
    return Message("file.moment", {"day": Message("month.day", date), "time": time})


@contextmanager
def told(path: Path) -> Iterator[None]:
    """SQLite's and the system's errors become sentences about this file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _of_sqlite(path, error) from error
    except UnicodeDecodeError as error:  # SQLite names what is wrong in the words of the damaged file
        raise Damaged("error.file.damaged", path) from error
    except PermissionError as error:
        raise NotWritable("error.file.not_writable", path) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull("error.file.disk_full", path) from error
        if error.errno == errno.EROFS:
            raise NotWritable("error.file.not_writable", path) from error
        if error.errno == errno.EISDIR:
            raise FileProblem("error.file.is_folder", path) from error
        if error.errno == errno.ENAMETOOLONG:
            raise FileProblem("error.file.long_name", path) from error
        raise FileProblem("error.file.unusable", path, reason=error.strerror or str(error)) from error


def _of_sqlite(path: Path, error: sqlite3.DatabaseError) -> FileProblem:
    name = getattr(error, "sqlite_errorname", "")
    if isinstance(error, sqlite3.IntegrityError):
        return Overtaken("error.file.overtaken", path)
    if name.startswith("SQLITE_FULL"):
        return DiskFull("error.file.disk_full", path)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return NotWritable("error.file.not_writable", path)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Busy("error.file.busy", path)
    if name.startswith("SQLITE_IOERR"):
        return DiskFull("error.file.disk", path)
    return Damaged("error.file.damaged", path)
