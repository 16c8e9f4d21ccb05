"""Which plugins are there, and what they say about themselves: nothing of them is imported or run.

They come with the program or are installed beside it (entry points in the group `kakehashi`), or lie as
folder, wheel or zip in the company's plugin folder or the user's.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint, entry_points
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import msgspec

from kakehashi.extension.manifest import FILE, Manifest, read_manifest
from kakehashi.extension.placing import put_back
from kakehashi.storage.folders import plugin_folder
from kakehashi.storage.policy import policy
from kakehashi.words import Message

GROUP = "kakehashi"
PACKED = (".whl", ".zip")

Origin = Literal["built_in", "installed", "company", "user"]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A plugin as it lies there. `module` is what will be imported of it; `place` the folder or file that it
    is (the folder of its package, for one that is installed); `paths` is where Python looks for it and for
    what it carries with it, beside the usual places."""

    name: str
    module: str
    origin: Origin
    place: Path
    paths: tuple[Path, ...] = ()
    version: str = ""
    manifest: Manifest | None = None
    problems: tuple[Message, ...] = ()

    @property
    def dropped(self) -> bool:
        """Whether somebody has put it into a folder, so that it needs a yes."""
        return self.origin in ("company", "user")

    @property
    def packed(self) -> bool:
        """Whether it is a wheel or zip that has to be installed first."""
        return self.place.suffix in PACKED and self.place.is_file()


def discovered(points: Sequence[EntryPoint] | None = None) -> tuple[Found, ...]:
    """All plugins: ours, the company's, those installed, the user's; each group by name."""
    found = entry_points(group=GROUP) if points is None else points
    installed = [_installed(point) for point in {point.name: point for point in found}.values()]
    company = policy().plugin_folder
    dropped = [
        *(_in_folder(Path(company), "company") if company else ()),
        *_in_folder(plugin_folder(), "user"),
    ]
    order: tuple[Origin, ...] = ("built_in", "company", "installed", "user")
    return tuple(sorted((*installed, *dropped), key=lambda each: (order.index(each.origin), each.name)))


def found_in(place: Path) -> Found:
    """The plugin in a folder, wherever that is."""
    return _dropped(place, place, "user")


def packages_in(place: Traversable) -> Iterator[tuple[Traversable, Traversable]]:
    """Folders with a manifest within a folder or an opened zip, each with the folder around it.

    Looked for in the folder itself, in those directly in it, and under `src`; where all lies in one folder,
    as in an archive of a project, in there.
    """
    if (place / FILE).is_file():
        yield place, place
        return
    found = [*_beside_each_other(place), *_beside_each_other(place / "src")]
    if not found:
        folders = [each for each in place.iterdir() if each.is_dir() and each.name[0] not in "._"]
        if len(folders) == 1:
            (only,) = folders
            found = [*_beside_each_other(only), *_beside_each_other(only / "src")]
    yield from found


def _beside_each_other(around: Traversable) -> Iterator[tuple[Traversable, Traversable]]:
    if around.is_dir():
        for each in sorted(around.iterdir(), key=lambda each: each.name):
            if each.is_dir() and (each / FILE).is_file():
                yield each, around


# ---- those that are installed


def _installed(point: EntryPoint) -> Found:
    version = point.dist.version if point.dist is not None else ""
    module = point.value.partition(":")[0].strip()
    ours = point.dist is not None and point.dist.name == GROUP
    plain = Found(
        name=module,
        module=module,
        origin="built_in" if ours else "installed",
        place=Path(),
        version=version,
    )
    try:
        spec = find_spec(module) if "." not in module else None
    except (ImportError, ValueError):
        spec = None
    if spec is None or not spec.submodule_search_locations:
        problem = Message("error.plugin.no_package", {"module": module})
        return msgspec.structs.replace(plain, problems=(problem,))
    folder = Path(next(iter(spec.submodule_search_locations)))
    return _described(msgspec.structs.replace(plain, place=folder), folder)


# ---- those that somebody has put into a folder


def _in_folder(folder: Path, origin: Origin) -> Iterator[Found]:
    try:
        if origin == "user":
            put_back(folder)
        places = sorted(folder.iterdir())
    except OSError:  # a shared folder that is not there today
        return
    for place in places:
        if place.name.startswith((".", "_")):
            continue
        if place.is_dir():
            yield _dropped(place, place, origin)
        elif place.suffix in PACKED:
            yield _packed(place, origin)


def _packed(place: Path, origin: Origin) -> Found:
    try:
        with zipfile.ZipFile(place) as archive:
            return _dropped(place, zipfile.Path(archive), origin)
    except (OSError, zipfile.BadZipFile) as error:
        problem = Message("error.plugin.no_zip", {"name": place.name, "detail": str(error)})
        return Found(name=place.stem, module="", origin=origin, place=place, problems=(problem,))


def _dropped(place: Path, inside: Traversable, origin: Origin) -> Found:
    """A plugin within a folder or an archive, of which it must be the only one."""
    packages = [*packages_in(inside)]
    plain = Found(name=place.stem if place.is_file() else place.name, module="", origin=origin, place=place)
    if len(packages) != 1:
        problem = Message("error.plugin.several" if packages else "error.plugin.no_manifest", {"file": FILE})
        return msgspec.structs.replace(plain, problems=(problem,))
    ((package, around),) = packages
    name = place.name if package is inside else package.name
    paths: tuple[Path, ...] = ()
    if isinstance(package, Path) and isinstance(around, Path):
        paths = (package.parent, *_carried(package))
    return _described(msgspec.structs.replace(plain, name=name, module=name, paths=paths), package)


def _carried(package: Path) -> Iterator[Path]:
    """What a plugin carries with it: its folder `vendor`, and the wheels in there."""
    vendor = package / "vendor"
    if vendor.is_dir():
        yield vendor
        yield from sorted(vendor.glob("*.whl"))


def _described(found: Found, package: Traversable) -> Found:
    """It with its manifest, or what is wrong with that."""
    file = package / FILE
    try:
        content = file.read_bytes() if file.is_file() else None
    except OSError as error:
        problem = Message(
            "error.plugin.manifest_unread", {"file": FILE, "detail": error.strerror or str(error)}
        )
        return msgspec.structs.replace(found, problems=(problem,))
    if content is None:
        problem = Message("error.plugin.no_manifest", {"file": FILE})
        return msgspec.structs.replace(found, problems=(problem,))
    read = read_manifest(content, found.module)
    version = read.manifest.version if read.manifest else found.version
    return msgspec.structs.replace(found, manifest=read.manifest, problems=read.problems, version=version)
