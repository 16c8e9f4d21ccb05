"""Plugins for tests, written into a folder as their authors would."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kakehashi.extension.content_hash import content_hash
from kakehashi.extension.standing import change_standing, with_trust
from kakehashi.storage.folders import plugin_folder

HEAD = """name = "{name}"
version = "1.0"
api = ">=1.0,<2"
title = {{ en = "{name}", ja = "{name}（日本語）" }}
"""
EXPORTER = """
[[exporters]]
key = "{key}"
title = "Text"
suffix = "{suffix}"
"""
SOURCE = """
[[sources]]
key = "{key}"
title = "Source"
"""
CODE = """
import os, sys, time
from decimal import Decimal
import msgspec
from kakehashi.api import Batch, DelimitedFile, Grid, PlanError, Problem, SourceTable, hookimpl

class Settings(msgspec.Struct):
    does: str = "well"

class Writer:
    key, settings = "{key}", Settings

    def export(self, document, settings, target, progress):
        target.write_text("half")
        progress(1, 2, "writing")
        getattr(self, settings.does)()
        target.write_text("whole")

    def well(self): pass
    def boom(self): raise ZeroDivisionError("secret")
    def leave(self): sys.exit(3)
    def vanish(self): os._exit(3)
    def refuse(self): raise Problem({"en": "The list is closed.", "ja": "一覧は締め切りました。"})
    def full(self): raise OSError(28, "No space left on device")
    def hang(self): time.sleep(1000)

@hookimpl
def kakehashi_exporters():
    return [Writer()]
"""


def put(
    name: str, code: str, manifest: str, *, folder: Path | None = None, trusted: bool = True, head: str = HEAD
) -> Path:
    """A plugin of these texts in the user's plugin folder, or another one; where it lies."""
    place = (folder or plugin_folder()) / name
    package = place / name
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text(code, "utf-8")
    (package / "kakehashi-plugin.toml").write_text(head.format(name=name) + manifest, "utf-8")
    if trusted:
        trust(place, name)
    return place


def put_writer(name: str = "writer", key: str = "plain", suffix: str = ".txt", **more: object) -> Path:
    """A plugin with an exporter that does what its setting `does` says."""
    manifest = EXPORTER.format(key=key, suffix=suffix)
    return put(name, CODE.replace("{key}", key), manifest, **more)  # type: ignore[arg-type]


def project(folder: Path, version: str = "1.0", name: str = "writer", **more: Any) -> Path:
    """A plugin's project in a folder of its own."""
    head = HEAD.replace('version = "1.0"', f'version = "{version}"')
    return put_writer(name, folder=folder, trusted=False, head=head, **more)


def packed(folder: Path, target: Path, **more: str | bytes) -> Path:
    """A folder as a zip or wheel, with more files in it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder))
        for name, content in more.items():
            archive.writestr(name, content)
    return target


def as_wheel(folder: Path) -> Path:
    """A project and its wheel."""
    return packed(project(folder), folder / "writer-1.0-py3-none-any.whl")


def trust(place: Path, name: str) -> None:
    """Say yes to what lies there now."""
    digest = content_hash(place)
    change_standing(lambda kept: with_trust(kept, name, digest, "2027-04-01T09:00:00"))


def names(found: Sequence[object]) -> list[str]:
    """What plugins are called."""
    return [each.name for each in found]  # type: ignore[attr-defined]
