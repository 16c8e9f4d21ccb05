"""The files of a plugin within a wheel, a zip or a folder: which of them count, what may not be among them.

Nothing is unpacked here. What an archive says about itself is looked at before anything of it is read.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

import msgspec

from kakehashi.extension.discovery import PACKED, packages_in
from kakehashi.extension.manifest import FILE
from kakehashi.storage.errors import NotFound
from kakehashi.words import Lines, Message, PlanError

MOST_BYTES = 200_000_000
MOST_FILES = 20_000
_NATIVE = re.compile(r"\.(so|pyd|dll|dylib)(\.[0-9.]+)?$", re.IGNORECASE)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of the others one can't read a part only
_ENCRYPTED = 1
_ENVIRONMENT = "pyvenv.cfg"  # whose folder is a virtual environment
_LEFT_OUT = {"__pycache__", "node_modules"}
_LEFT_OUT_ABOVE = {"tests", "test"}
"""Directly in a package only: a library that is carried along may need its own."""


class NotAParcel(PlanError):
    """What was given holds no plugin that can be installed."""


class Piece(msgspec.Struct, frozen=True):
    """A file by its place in the package ('vendor/x.py')."""

    name: str
    size: int
    place: Traversable

    def content(self) -> bytes:
        """What it holds; never more than it says. Raises NotAParcel."""
        parts, left = [], self.size
        with self.place.open("rb") as file:
            while part := file.read(1 << 20):
                left -= len(part)
                if left < 0:
                    raise NotAParcel("error.installing.grown", name=self.name)
                parts.append(part)
        return b"".join(parts)


@contextmanager
def inside(path: Path) -> Iterator[Traversable]:
    """A folder, or what is in a wheel or zip that may be looked into.

    Raises NotFound, NotAParcel, OSError.
    """
    if not path.exists():
        raise NotFound("error.file.not_found", path)
    if path.is_dir():
        yield path
        return
    if path.suffix.lower() not in PACKED or not path.is_file():
        raise NotAParcel("error.installing.kind", name=path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            wrong = [*_wrong_in(archive)]
            if wrong:
                raise told_all(path.name, wrong)
            yield zipfile.Path(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise NotAParcel("error.plugin.no_zip", name=path.name, detail=str(error)) from error


def looks_like_one(path: Path) -> bool:
    """Whether a file or folder is meant as a plugin, and not as data: a wheel, or what has a manifest."""
    suffix = path.suffix.lower()
    if not path.is_dir() and suffix != ".zip":
        return suffix in PACKED or path.name == FILE
    try:
        if path.is_dir():
            return any(packages_in(path))
        with zipfile.ZipFile(path) as archive:
            return any(PurePosixPath(name).name == FILE for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def told_all(name: str, wrong: Sequence[Message]) -> NotAParcel:
    """All that is wrong with it as one refusal."""
    return NotAParcel("error.installing.refused", name=name, count=len(wrong), all=Lines(tuple(wrong)))


def pieces(package: Traversable) -> list[Piece]:
    """The files of a package that count, by name: no tests, caches, environments, nothing hidden."""
    found = _packed(package) if isinstance(package, zipfile.Path) else _lying(package)
    return sorted(found, key=lambda each: each.name)


def wrong_with(found: Sequence[Piece]) -> Iterator[Message]:
    """What may not be among the files: too much of them, native code, also within wheels that are carried."""
    size, files = sum(each.size for each in found), len(found)
    if size > MOST_BYTES or files > MOST_FILES:
        yield _too_much(size, files)
        return
    native = [each.name for each in found if _NATIVE.search(each.name)]
    for wheel in (each for each in found if each.name.lower().endswith(PACKED)):
        native += [f"{wheel.name}/{name}" for name in _names_in(wheel) if _NATIVE.search(name)]
    if native:
        more = Message("error.installing.more", {"count": len(native) - 3}) if len(native) > 3 else ""
        yield Message("error.installing.native", {"names": ", ".join(native[:3]), "more": more})


# ---- an archive


def _wrong_in(archive: zipfile.ZipFile) -> Iterator[Message]:
    size, files = 0, 0
    seen: set[str] = set()
    for each in archive.infolist():
        size, files = size + each.file_size, files + 1
        if not _stays_inside(each.orig_filename) or each.filename in seen:
            yield Message("error.installing.name", {"name": each.orig_filename})
        elif stat.S_ISLNK(each.external_attr >> 16):
            yield Message("error.plugin.link", {"name": each.filename})
        elif each.flag_bits & _ENCRYPTED or each.compress_type not in _METHODS:
            yield Message("error.installing.closed", {"name": each.filename})
        seen.add(each.filename)
    if size > MOST_BYTES or files > MOST_FILES:
        yield _too_much(size, files)


def _too_much(size: int, files: int) -> Message:
    values = {
        "size": size // 1_000_000,
        "files": files,
        "most": MOST_BYTES // 1_000_000,
        "most_files": MOST_FILES,
    }
    return Message("error.installing.too_much", values)


def _stays_inside(name: str) -> bool:
    """Whether a name leads into the folder in which it is unpacked, on every system."""
    parts = name.removesuffix("/").split("/")
    return not any(each in ("", ".", "..") or set(each) & set('\\:\0*?"<>|') for each in parts)


def _names_in(wheel: Piece) -> list[str]:
    """The names in a wheel that is carried. Raises NotAParcel when it is none."""
    try:
        with wheel.place.open("rb") as file, zipfile.ZipFile(file) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError) as error:
        raise NotAParcel("error.plugin.no_zip", name=wheel.name, detail=str(error)) from error


def _packed(package: zipfile.Path) -> Iterator[Piece]:
    names = package.root.namelist()
    environments = tuple(
        name.removesuffix(_ENVIRONMENT) for name in names if name.endswith(f"/{_ENVIRONMENT}")
    )
    for each in package.root.infolist():
        name = each.filename.removeprefix(package.at)
        if not each.filename.startswith(package.at) or each.is_dir() or not _counts(name):
            continue
        if not each.filename.startswith(environments):
            yield Piece(name, each.file_size, zipfile.Path(package.root, each.filename))


# ---- a folder


def _lying(package: Traversable) -> Iterator[Piece]:
    if not isinstance(package, Path):
        raise TypeError(package)
    if package.is_symlink():
        raise NotAParcel("error.plugin.link", name=str(package))
    size = files = 0
    waiting = [package]
    while waiting:
        for each in waiting.pop().iterdir():
            name = each.relative_to(package).as_posix()
            if not _counts(name + "/x" if each.is_dir() else name) or (each / _ENVIRONMENT).is_file():
                continue
            if each.is_symlink():
                raise NotAParcel("error.plugin.link", name=str(each))
            if each.is_dir():
                waiting.append(each)
                continue
            if not each.is_file():
                raise NotAParcel("error.installing.no_file", name=str(each))
            yield (piece := Piece(name, each.stat().st_size, each))
            size, files = size + piece.size, files + 1
            if size > MOST_BYTES or files > MOST_FILES:
                return  # it is too much already, see `wrong_with`


def _counts(name: str) -> bool:
    *folders, last = PurePosixPath(name).parts
    if any(each.startswith(".") or each in _LEFT_OUT for each in (*folders, last)):
        return False
    if folders and folders[0] in _LEFT_OUT_ABOVE:
        return False
    return not last.endswith((".pyc", ".pyo"))
