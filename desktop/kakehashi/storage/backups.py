"""Backups: the plan file as it was when first opened for writing on a day; the last ten days are kept."""

from __future__ import annotations

import hashlib
import os
import shutil
from itertools import chain, count
from pathlib import Path

import msgspec

from kakehashi.storage import lock
from kakehashi.storage.errors import FileProblem, told
from kakehashi.storage.folders import backup_folder, kept_folder, user_data
from kakehashi.storage.plan_file import PlanFile, copy

DAYS = 10


class Backup(msgspec.Struct, frozen=True):
    """A backup of a plan file: of which day, and whether it was made before another was put back."""

    path: Path
    day: str  # 2027-04-01
    before_restore: bool
    size: int
    here: bool  # made of the file at this place, not of a copy or of where it lay before


def backup(path: Path, uuid: str, now: str) -> Path | None:
    """Make today's backup unless there is one; None when there was. Raises DiskFull and the like."""
    folder = backup_folder(uuid)
    target = folder / f"{_place(path)}-{now[:10]}{path.suffix}"
    if target.exists():
        return None
    copy(path, target)
    _thin_out(folder, f"{_place(path)}-")
    return target


def before_restoring(path: Path, uuid: str, now: str) -> Path:
    """Keep the file as it stands, byte by byte: it may be damaged."""
    stamp = "".join(each for each in now[10:] if each.isdigit())
    folder, name = backup_folder(uuid), f"{_place(path)}-{now[:10]}-before-{stamp}"
    free = (folder / f"{name}{extra}{path.suffix}" for extra in chain([""], map("-{}".format, count(2))))
    target = next(each for each in free if not each.exists())
    copied(path, target)
    if (journal := _journal(path)).exists():  # of a writer that died; without it the file is half an edit
        copied(journal, _journal(target))
    return target


def backups(path: Path) -> list[Backup]:
    """All backups of a plan, newest first; if the file can't be read, those of the file at this place."""
    uuid, place = uuid_of(path), _place(path)
    folders = [backup_folder(uuid)] if uuid else sorted((user_data() / "backups").glob("*"))
    found = []
    for each in (file for folder in folders for file in folder.iterdir()):
        at, _, rest = each.stem.partition("-")
        if each.suffix == path.suffix and not each.name.startswith(".") and (uuid or at == place):
            found.append(Backup(each, rest[:10], "-before-" in rest, each.stat().st_size, at == place))
    return sorted(found, key=lambda each: (each.day, each.path.stat().st_mtime, each.path.name), reverse=True)


def uuid_of(path: Path) -> str:
    """The uuid of a plan file; '' when it can't be read."""
    try:
        file = PlanFile.open(path, read_only=True)
    except FileProblem:
        return ""
    try:
        return file.meta().get("uuid", "")
    except FileProblem:
        return ""
    finally:
        file.close()


def copies_kept(uuid: str) -> list[Path]:
    """All copies of a plan in the user-data folder: backups, and those kept of files that were not closed."""
    folders = (backup_folder(uuid), kept_folder(uuid))
    return sorted(file for folder in folders for file in folder.iterdir())


def restored(path: Path, backed_up: Path, *, person: str, now: str, take_over: bool = False) -> Path | None:
    """Put a backup in the place of the file; gives the copy of what stood there.

    Raises OpenElsewhere, NotFound, Damaged, DiskFull.
    """
    uuid = uuid_of(backed_up)
    owner = lock.take(path, person=person, now=now, take_over=take_over)
    try:
        kept = before_restoring(path, uuid, now) if path.exists() else None
        put_back(path, backed_up)
    finally:
        lock.release(path, owner)
    return kept


def put_back(path: Path, backed_up: Path) -> None:
    """Put a backup in the place of the file, in one step. Raises what opening the backup raises."""
    file = PlanFile.open(backed_up, read_only=True)
    try:
        file.read()
    finally:
        file.close()
    _journal(path).unlink(missing_ok=True)  # else SQLite would lay it over the backup
    copied(backed_up, path)


def copied(source: Path, target: Path) -> None:
    """A copy byte by byte, written aside, then put in place."""
    aside = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    with told(target):
        try:
            shutil.copyfile(source, aside)
            with aside.open("rb+") as file:
                os.fsync(file.fileno())
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)


def _thin_out(folder: Path, start: str) -> None:
    days = sorted({each.name[len(start) :][:10] for each in folder.glob(f"{start}*")})
    for day in days[:-DAYS]:
        for each in folder.glob(f"{start}{day}*"):
            each.unlink(missing_ok=True)


def _place(path: Path) -> str:
    return hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:8]


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")
