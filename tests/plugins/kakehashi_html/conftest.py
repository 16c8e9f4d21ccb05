"""One browser for all tests of a worker, and a quick way to write a document."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.conftest import missing
from tests.plugins.kakehashi_html.browser import running

from kakehashi.api import Document
from kakehashi_html import HtmlExporter, HtmlSettings

Write = Callable[..., Path]


class Watched:
    """Progress that remembers what it was told, and cancels when that many steps are done."""

    def __init__(self, cancel_at: int | None = None) -> None:
        self.told: list[tuple[int, int, str]] = []
        self._cancel_at = cancel_at

    def __call__(self, done: int, total: int, message: str = "") -> None:
        self.told.append((done, total, message))

    @property
    def cancelled(self) -> bool:
        return self._cancel_at is not None and len(self.told) >= self._cancel_at


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with running(chromium) as browser:
        yield browser


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Exports a document; gives the file."""

    def written(document: Document, templates: str = "", name: str = "plan.html") -> Path:
        target = tmp_path / name
        HtmlExporter().export(document, HtmlSettings(templates), target, Watched())
        return target

    return written


@pytest.fixture(scope="module")
def axe() -> Path:
    """axe-core, which comes from npm and is not part of this repo."""
    places = (os.environ.get("AXE_CORE", ""), "node_modules/axe-core/axe.min.js")
    found = next((Path(place) for place in places if place and Path(place).is_file()), None)
    return found or pytest.skip("axe-core is not here: name its axe.min.js in AXE_CORE")


@pytest.fixture
def poppler() -> None:
    if not shutil.which("pdftotext"):
        missing("pdftotext")
