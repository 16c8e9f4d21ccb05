"""Plugins are loaded one by one; a bad one is named with its reason and stops nobody."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from kakehashi.api import Document, PlanError, hookimpl
from kakehashi.extension.exporting import Cancelled, export, exporter_for
from kakehashi.extension.loading import PluginFailed
from kakehashi.extension.plugins import NoSuchPlugin, exporters, plugins
from kakehashi.extension.reading import rows_of
from kakehashi.storage.errors import DiskFull, NotFound
from kakehashi.storage.folders import log_file
from kakehashi.words import text


class Settings(msgspec.Struct):
    pass


class Writer:
    key = "plain"
    title = {"ja": "テキスト", "en": "Text"}
    suffix = ".txt"
    settings = Settings

    def __init__(self, does: Any = None) -> None:
        self._does = does

    def export(self, document: Document, settings: Any, target: Path, progress: Any) -> None:
        target.write_text("half")
        if self._does is not None:
            self._does(progress)
        target.write_text("whole")


def plugin(monkeypatch: pytest.MonkeyPatch, name: str, *offered: Any) -> EntryPoint:
    module = ModuleType(name)

    @hookimpl
    def kakehashi_exporters() -> list[Any]:
        return list(offered)

    module.kakehashi_exporters = kakehashi_exporters  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, name, module)
    return EntryPoint(name=name, value=name, group="kakehashi")


def test_the_built_in_plugins_are_found() -> None:
    found = {each.name: each for each in plugins()}
    assert {"kakehashi_csv", "kakehashi_excel", "kakehashi_html", "kakehashi_workbook"} <= set(found)
    assert all(each.problem is None for each in found.values())
    assert set(exporters()) >= {"excel", "html"}


def test_a_bad_plugin_is_named_and_the_others_load(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = EntryPoint(name="absent", value="no_such_module_anywhere", group="kakehashi")
    odd = plugin(monkeypatch, "odd", object())
    good = plugin(monkeypatch, "good", Writer())
    twin = plugin(monkeypatch, "zwin", Writer())
    found = {each.name: each for each in plugins([missing, odd, good, twin])}
    assert found["good"].problem is None
    for name in ("absent", "odd", "zwin"):
        problem = found[name].problem
        assert problem is not None
        assert name in text(problem, "ja")
    assert list(exporters(list(found.values()))) == ["plain"]


def test_a_plugin_that_fails_is_named_with_the_log(tmp_path: Path) -> None:
    def broken(_progress: Any) -> None:
        raise ZeroDivisionError("secret")

    document: Any = None
    with pytest.raises(PluginFailed) as caught:
        export(Writer(broken), document, tmp_path / "out.txt")
    said = text(caught.value.message, "ja")
    assert "plain" in said
    assert str(log_file()) in said
    assert "secret" not in said


def test_an_unknown_suffix_or_source_names_those_there_are() -> None:
    with pytest.raises(NoSuchPlugin) as caught:
        exporter_for(Path("plan.doc"), exporters())
    assert ".xlsx" in text(caught.value.message, "en")
    with pytest.raises(NoSuchPlugin) as caught:
        rows_of("sap", Path("x"))
    assert "csv" in text(caught.value.message, "en")


def boom(_progress: Any) -> None:
    raise ZeroDivisionError


def leave(_progress: Any) -> None:
    raise SystemExit(3)


def refuse(_progress: Any) -> None:
    raise PlanError("error.cancelled")


def full(_progress: Any) -> None:
    raise OSError(28, "No space left on device")


def cancel(progress: Any) -> None:
    progress.cancelled = True


@pytest.mark.parametrize(
    ("does", "error"),
    [(boom, PluginFailed), (leave, PluginFailed), (refuse, PlanError), (full, DiskFull), (cancel, Cancelled)],
)
def test_the_target_is_replaced_only_when_all_went_well(
    tmp_path: Path, does: Any, error: type[PlanError], caplog: pytest.LogCaptureFixture
) -> None:
    target = tmp_path / "plan.txt"
    target.write_text("before")
    with pytest.raises(error):
        export(Writer(does), None, target)  # type: ignore[arg-type]
    assert target.read_text() == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["plan.txt"]
    export(Writer(), None, target)  # type: ignore[arg-type]
    assert target.read_text() == "whole"
    with pytest.raises(NotFound):
        export(Writer(), None, tmp_path / "nowhere" / "plan.txt")  # type: ignore[arg-type]
