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


# A plugin of kinds: a chapter of its own, a kind there, and one in a chapter of ours.
BRAND = """
[[chapters]]
key = "brand"
title = { en = "Brand {value}", ja = "ブランド" }
summary = { en = "What we want to be known for.", ja = "何で知られたいかをまとめます。" }

[[kinds]]
name = "BrandPromise"
chapter = "brand"
title = { en = "Promise", ja = "約束" }
help = { en = "What we promise.", ja = "お客様への約束です。" }

[[kinds.fields]]
name = "name"
shape = "text"
title = { en = "Promise in a sentence", ja = "約束の一文" }
help = { en = "For example: delivered tomorrow", ja = "例：翌日に届きます" }
needed = true

[[kinds.fields]]
name = "strength"
shape = "choice"
title = { en = "Strength", ja = "強さ" }
choices = [
    { key = "weak", title = { en = "Weak", ja = "弱い" } },
    { key = "strong", title = { en = "Strong", ja = "強い" } },
]

[[kinds.fields]]
name = "value"
shape = "number"
unit = "money"
low = 0
title = { en = "Brand value", ja = "ブランド価値" }
confidential = true

[[kinds.fields]]
name = "measures"
shape = "refs"
kinds = ["Measure"]
title = { en = "Measures for it", ja = "そのための施策" }

[[kinds.fields]]
name = "share"
shape = "series"
unit = "rate"
low = 0
high = 1
title = { en = "Share of voice", ja = "シェア・オブ・ボイス" }

[[kinds.fields]]
name = "fame"
shape = "figure"
unit = "rate"
title = { en = "Awareness", ja = "認知率" }

[[kinds]]
name = "BrandRival"
chapter = "personas"
title = { en = "Rival brand", ja = "競合ブランド" }
named_by = "promise"

[[kinds.fields]]
name = "promise"
shape = "ref"
kinds = ["BrandPromise"]
title = { en = "Against which promise", ja = "どの約束に対してか" }

[[kinds.fields]]
name = "since"
shape = "month"
title = "Since"

[[kinds.fields]]
name = "words"
shape = "list"
title = "Words"
"""


def put_brand(manifest: str = BRAND, **more: object) -> Path:
    """A plugin that brings kinds and has no code that could be run."""
    return put("brand", "raise RuntimeError('nothing of it is run')", manifest, **more)  # type: ignore[arg-type]


CHECK = """
[[checks]]
key = "{key}"
title = {{ en = "Owners", ja = "担当者" }}
"""


def put_check(name: str, body: str, key: str = "", **more: object) -> Path:
    """A plugin with one check, of which this is the body: `plan` is at hand."""
    lines = "\n".join(f"        {line}" for line in body.strip().splitlines())
    code = f"""
import os, sys, time
from kakehashi.api import CheckResult, Problem, hookimpl

class Rule:
    key = {(key or name + "_rule")!r}

    def check(self, plan):
{lines}

@hookimpl
def kakehashi_checks():
    return [Rule()]
"""
    return put(name, code, CHECK.format(key=key or f"{name}_rule"), **more)  # type: ignore[arg-type]


def put_chapter(body: str, name: str = "brand", **more: object) -> Path:
    """The plugin of kinds with code for its chapter, of which this is the body: `plan` and `reader`."""
    lines = "\n".join(f"        {line}" for line in body.strip().splitlines())
    code = f"""
import sys
from decimal import Decimal
from kakehashi.api import (
    Cell, Chart, Column, KeyFigure, KeyFigures, Picture, Prose, Reference, Row, Table, hookimpl, number,
)

class Brand:
    key = "brand"

    def blocks(self, plan, reader):
{lines}

@hookimpl
def kakehashi_chapters():
    return [Brand()]
"""
    return put(name, code, BRAND, **more)  # type: ignore[arg-type]


STARTER = """
[[starters]]
key = "{key}"
title = {{ en = "Our year", ja = "当社の年" }}
summary = {{ en = "With our promise.", ja = "当社の約束つき。" }}
"""


def put_starter(content: str, name: str = "yearly", key: str = "", **more: object) -> Path:
    """A plugin that gives a starter, `content` being Python that says what it holds."""
    code = f"""
import json, os, sys
from kakehashi.api import hookimpl

class Yearly:
    key = {(key or name)!r}

    @property
    def content(self):
        return {content}

@hookimpl
def kakehashi_starters():
    return [Yearly()]
"""
    return put(name, code, STARTER.format(key=key or name), **more)  # type: ignore[arg-type]
