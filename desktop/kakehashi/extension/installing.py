"""Installing, allowing and removing plugins in a folder. Nothing of a plugin is run here.

A plugin is first looked at (`look_at`): all that speaks against it is told at once, and nothing is written.
What a person then says yes to is exactly what was looked at.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path

import msgspec

from kakehashi.api import API_VERSION
from kakehashi.extension.content_hash import content_hash, hash_of
from kakehashi.extension.discovery import Found, Origin, discovered, packages_in
from kakehashi.extension.manifest import FILE, LARGEST, Manifest, fits_api, read_manifest
from kakehashi.extension.needs import missing
from kakehashi.extension.parcel import NotAParcel, Piece, inside, pieces, told_all, wrong_with
from kakehashi.extension.placing import STAGE, replace_folder, sweep, take_away
from kakehashi.extension.plugins import NoSuchPlugin, Plugin, ready
from kakehashi.extension.standing import change_standing, standing, with_disabled, with_trust, without
from kakehashi.storage.errors import told
from kakehashi.storage.folders import plugin_folder
from kakehashi.words import Message, PlanError

_NOT_REMOVED: Mapping[Origin, str] = {
    "built_in": "error.removing.built_in",
    "company": "error.removing.company",
    "installed": "error.removing.installed",
}
_NAME_TAKEN: Mapping[Origin, str] = {
    "built_in": "error.installing.name_built_in",
    "company": "error.installing.name_company",
    "installed": "error.installing.name_installed",
}


class NotRemovable(PlanError):
    """A plugin that does not lie in the user's plugin folder; says what to do instead."""


class NotAllowable(PlanError):
    """A plugin to which a yes makes no sense; says why."""


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A plugin that can be installed, as it was looked at. `hash` is that of its files as they will lie;
    `older` the version that it replaces ('' = none); `notes` tell what will be missing."""

    source: Path
    manifest: Manifest
    hash: str
    files: int
    size: int
    older: str = ""
    notes: tuple[Message, ...] = ()


def look_at(path: Path) -> Parcel:
    """What could be installed of a wheel, a zip or a folder. Raises NotFound, NotAParcel, FileProblem."""
    path = path.absolute()
    if path.name == FILE:  # where only files can be chosen, it stands for its package
        path = path.parent
    _must_lie_elsewhere(path)
    with told(path), inside(path) as opened:
        package, around = _package_in(path, opened)
        manifest = _manifest(path, package)
        found = pieces(package)
        wrong = [*_wrong(manifest, path, found), *wrong_with(found)]
        if wrong:
            raise told_all(path.name, wrong)
        notes = missing(opened, around, [each.name for each in found])
        return Parcel(
            source=path,
            manifest=manifest,
            hash=_hash(manifest.name, found),
            files=len(found),
            size=sum(each.size for each in found),
            older=next((each.version for each in _own(manifest.name) if not each.packed), ""),
            notes=(*notes, *_left_behind(path, opened, package)),
        )


def install(parcel: Parcel, at: str) -> Path:
    """Put it into the user's plugin folder, in the place of an older version, with the yes to it; where it
    lies. `at` is an ISO time. Raises NotAParcel when it changed since it was looked at, FileProblem."""
    name, folder = parcel.manifest.name, plugin_folder()
    target = folder / name
    with told(target):
        sweep(folder)
        with tempfile.TemporaryDirectory(prefix=STAGE, dir=folder, ignore_cleanup_errors=True) as stage:
            new = Path(stage) / name
            with inside(parcel.source) as opened:
                _copy(pieces(_package_in(parcel.source, opened)[0]), new / name)
            if content_hash(new) != parcel.hash:
                raise NotAParcel("error.installing.changed", name=parcel.source.name)
            others = [each.place for each in _own(name) if each.place != target]
            replace_folder(new, target)
    for other in others:  # the wheel that it came in, or an older version by another name
        with told(other):
            take_away(other)
    change_standing(lambda kept: with_trust(without(kept, name), name, parcel.hash, at))
    return target


def files_of(plugin: Plugin) -> str:
    """The files of a plugin as they lie there now, to be given to `allow` after the question.

    Raises NotAllowable, LinkInPlugin, FileProblem.
    """
    found = plugin.found
    if not found.dropped:
        raise NotAllowable("error.allowing.needs_none", plugin=plugin.name)
    if found.packed:
        said = "error.allowing.packed" if found.origin == "user" else "error.allowing.packed_company"
        raise NotAllowable(said, plugin=plugin.name, file=str(found.place))
    if plugin.state == "wrong" and (found.problems or found.manifest is None):
        raise NoSuchPlugin("error.plugin.not_ready", plugin=plugin.name, reason=plugin.reason)
    with told(found.place):
        return content_hash(found.place)


def allow(name: str, files: str, at: str) -> None:
    """Keep the yes to a plugin with these files (see `files_of`); a later change asks again."""
    change_standing(lambda kept: with_trust(kept, name, files, at))


def turn(plugin: Plugin, *, off: bool) -> None:
    """Turn a plugin off, or on again; it stays where it is. Raises NotAllowable for one of ours."""
    if plugin.found.origin == "built_in":
        raise NotAllowable("error.turning.built_in", plugin=plugin.name)
    change_standing(lambda kept: with_disabled(kept, plugin.name, off))


def to_remove(name: str) -> tuple[Path, ...]:
    """What `remove` would take away; nothing where only what was said to it is left.

    Raises NoSuchPlugin, NotRemovable.
    """
    found = discovered()
    own = _own(name, found)
    others = [each for each in found if each.name == name]
    if not own and others:
        raise NotRemovable(_NOT_REMOVED[others[0].origin], plugin=name, place=str(others[0].place))
    if not own and name not in {*standing().trusted, *standing().disabled, *standing().failures}:
        known = ", ".join(each.name for each in found)
        raise NoSuchPlugin("error.plugin.unknown", plugin=name, known=known)
    return tuple(each.place for each in own)


def remove(name: str) -> None:
    """Take a plugin out of the user's plugin folder, also one that is broken, and forget what was said to it.

    Raises NoSuchPlugin, NotRemovable, FileProblem.
    """
    for place in to_remove(name):
        with told(place):
            take_away(place)
    if not any(each.name == name for each in discovered()):  # another of this name keeps what was said to it
        change_standing(lambda kept: without(kept, name))


# ---- looking at one


def _must_lie_elsewhere(path: Path) -> None:
    """What lies as a folder in the plugin folder needs a yes only."""
    if path.is_dir():
        place, own = path.resolve(), plugin_folder().resolve()
        if place == own or own in place.parents:
            raise NotAParcel("error.installing.there", name=path.name)


def _package_in(path: Path, opened: Traversable) -> tuple[Traversable, Traversable]:
    """The one package with a manifest, and the folder around it."""
    found = [*packages_in(opened)]
    if len(found) != 1:
        reason = Message("error.plugin.several" if found else "error.plugin.no_manifest", {"file": FILE})
        raise told_all(path.name, [reason])
    return found[0]


def _manifest(path: Path, package: Traversable) -> Manifest:
    with (package / FILE).open("rb") as file:
        content: bytes = file.read(LARGEST + 1)
    name = _said_name(content) if isinstance(package, zipfile.Path) and not package.at else ""
    name = name or (path.resolve().name if package == path else package.name)
    read = read_manifest(content, name)
    if read.manifest is None:
        raise told_all(path.name, read.problems)
    return read.manifest


def _said_name(content: bytes) -> str:
    """The name in a manifest; where a zip holds the bare files of a package, nothing else tells it."""
    try:
        return str(tomllib.loads(content.decode("utf-8-sig")).get("name", ""))
    except ValueError:
        return ""


def _wrong(manifest: Manifest, source: Path, found: Sequence[Piece]) -> Iterator[Message]:
    """What speaks against having this plugin here."""
    if not fits_api(manifest, API_VERSION):
        yield Message("plugin.api", {"range": manifest.api, "version": API_VERSION})
    if "__init__.py" not in {each.name for each in found}:
        yield Message("error.installing.no_init", {"name": manifest.name})
    name = manifest.name
    for each in discovered():
        if each.name == name and each.origin != "user" and not each.packed:
            yield Message(_NAME_TAKEN[each.origin], {"name": name})
            return
        if each.name != name and each.origin == "user" and each.place.name == name:
            yield Message("error.installing.place_taken", {"folder": str(each.place), "other": each.name})
    if name in sys.stdlib_module_names or _is_module(name, source):
        yield Message("error.installing.module", {"name": name})
    others = [each for each in ready() if each.name != name]
    taken = {offer: each.name for each in others for offer in each.manifest.offers()}
    for hook, key in manifest.offers():
        if (hook, key) in taken:
            values = {"what": Message(f"plugin.hook.{hook}"), "key": key, "other": taken[hook, key]}
            yield Message("plugin.clash", values)


def _is_module(name: str, source: Path) -> bool:
    """Whether Python would find another module by this name, installed with the program."""
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return True
    if spec is None:
        return False
    places = [spec.origin] if spec.origin else list(spec.submodule_search_locations or ())
    apart = [
        each.resolve() for each in (source, plugin_folder(), Path.cwd() / name, Path.cwd() / "src" / name)
    ]
    return not all(any(Path(place).resolve().is_relative_to(each) for each in apart) for place in places)


def _own(name: str, found: Sequence[Found] | None = None) -> list[Found]:
    """Those of this name in the user's plugin folder."""
    everything = discovered() if found is None else found
    return [each for each in everything if each.name == name and each.origin == "user"]


def _left_behind(path: Path, opened: Traversable, package: Traversable) -> tuple[Message, ...]:
    """Further modules of a wheel: the plugin's package is all that is taken."""
    if path.suffix.lower() != ".whl":
        return ()
    found = sorted(
        each.name
        for each in opened.iterdir()
        if each.name != package.name and not each.name.endswith((".dist-info", ".data"))
    )
    return (Message("plugin.note.left_behind", {"names": ", ".join(found)}),) if found else ()


# ---- putting it there


def _hash(name: str, found: Sequence[Piece]) -> str:
    return hash_of((f"{name}/{each.name}", each.content()) for each in found)


def _copy(found: Sequence[Piece], target: Path) -> None:
    target.mkdir(parents=True)
    for each in found:
        place = target / each.name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.write(each.content())
