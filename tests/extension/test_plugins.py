"""Plugins are found without being run; a bad one is named with its reason and stops nobody."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.extension.making import EXPORTER, HEAD, put, put_writer, trust

from kakehashi.declaration.blocks import Document
from kakehashi.extension.exporting import Cancelled, export, exporter_for
from kakehashi.extension.loading import PluginFailed
from kakehashi.extension.plugin_log import log_of
from kakehashi.extension.plugins import NoSuchPlugin, Plugin, exporters, plugin_named, plugins
from kakehashi.extension.reading import rows_of
from kakehashi.extension.standing import change_standing, standing, with_disabled
from kakehashi.extension.worker import Limits, WorkerStopped
from kakehashi.progress import Quiet
from kakehashi.storage.errors import DiskFull, NotFound
from kakehashi.storage.folders import plugin_folder
from kakehashi.words import PlanError, text

DOCUMENT = Document(
    plan="p", title="計画", company="架橋", department="", author="", language="ja", audience="executives",
    audience_title="", confidential_mark="", edition=None, edition_title="", date="2027-04-01", hash="h",
    history_row="", unit="", currency="JPY", fiscal_start=4, chapters=(),
)  # fmt: skip


def state(name: str) -> str:
    return plugin_named(name).state


def reason(plugin: Plugin) -> str:
    assert plugin.reason is not None
    return text(plugin.reason, "ja") + text(plugin.reason, "en")


def test_the_built_in_plugins_are_found() -> None:
    found = {each.name: each for each in plugins()}
    with_the_program = ("calendar", "csv", "excel", "html", "markdown", "sql", "workbook")
    assert {f"kakehashi_{name}" for name in with_the_program} <= set(found)
    assert all(each.state == "ready" and each.found.origin == "built_in" for each in found.values())
    assert set(exporters()) >= {"calendar", "excel", "html", "markdown"}


def test_finding_runs_nothing_of_a_plugin(tmp_path: Path) -> None:
    code = f"open({str(tmp_path / 'ran')!r}, 'w').close()"
    for trusted in (True, False):
        put(f"spy{trusted:d}", code, EXPORTER.format(key=f"spy{trusted:d}", suffix=".spy"), trusted=trusted)
    assert {"spy0", "spy1"} <= {each.name for each in plugins()}
    assert not (tmp_path / "ran").exists()


def test_a_plugin_runs_only_after_a_yes_to_its_very_files() -> None:
    place = put_writer(trusted=False)
    assert state("writer") == "new"
    assert "plain" not in exporters()
    trust(place, "writer")
    assert state("writer") == "ready"
    assert "plain" in exporters()
    (place / "writer/__pycache__").mkdir()
    (place / "writer/__pycache__/x.pyc").write_text("a cache")
    assert state("writer") == "ready"
    (place / "writer/more.py").write_text("")
    assert state("writer") == "changed"
    trust(place, "writer")
    change_standing(lambda kept: with_disabled(kept, "writer", off=True))
    assert state("writer") == "off"
    change_standing(lambda kept: with_disabled(kept, "writer", off=False))
    assert state("writer") == "ready"
    assert {each.name for each in plugins(safe=True) if each.state == "ready"} == {
        each.name for each in plugins() if each.found.origin == "built_in"
    }


def test_what_changed_since_it_was_looked_at_is_not_run(tmp_path: Path) -> None:
    place = put_writer()
    exporter = exporters()["plain"]
    (place / "writer/__init__.py").write_text("raise SystemExit")
    with pytest.raises(NoSuchPlugin) as caught:
        export(exporter, DOCUMENT, tmp_path / "out.txt")
    assert "writer" in text(caught.value.message, "ja")


def test_all_that_is_wrong_with_a_manifest_is_told_at_once() -> None:
    put_writer("good")
    put("bad", "", 'titel = "x"\nhosts = [1]\n[[exporters]]\nkey = "A B"\n', trusted=False)
    said = reason(plugin_named("bad"))
    for part in ("titel", "hosts", "exporters[1].title", "exporters[1].suffix"):
        assert part in said
    put("bad", "", 'titel = "x"\n[[exporters]]\nkey = "A B"\n[[sources]]\nkey = "b"\nsuffixes = ["x"]\n')
    said = reason(plugin_named("bad"))
    for part in ("titel", "exporters[1].title", "A B", "sources[1].title", "sources[1].suffixes"):
        assert part in said  # the form and what it says, in one go
    put("bad", "", EXPORTER.format(key="A b", suffix="txt") * 2, trusted=False)
    said = reason(plugin_named("bad"))
    assert said.count("exporters[2]") == 2 * 3  # its name, that it is there twice, its suffix
    assert state("good") == "ready"


@pytest.mark.parametrize(
    ("spoil", "part"),
    [
        (lambda place: (place / "odd/kakehashi-plugin.toml").write_bytes(b"name = \xff"), "TOML"),
        (lambda place: (place / "odd/kakehashi-plugin.toml").unlink(), "kakehashi-plugin.toml"),
        (lambda place: (place / "odd").rename(place / "even"), "even"),
        (lambda place: (place / "odd/again.py").symlink_to(place / "odd/__init__.py"), "again"),
        (lambda place: os.mkfifo(place / "odd/pipe"), "pipe"),
        (lambda _: put("odd", "", "", head=HEAD.replace(">=1.0,<2", ">=7")), ">=7"),
        (lambda _: put("odd", "", "", head=HEAD.replace(">=1.0,<2", "new")), "new"),
    ],
)
def test_a_plugin_that_can_not_be_used_says_why(spoil: Callable[[Path], object], part: str) -> None:
    place = put_writer("odd")
    put_writer("good", "good", ".good")
    spoil(place)
    found = next(each for each in plugins() if each.name in ("odd", "even"))
    assert found.state == "wrong"
    assert part in reason(found)
    assert "good" in exporters()


def test_who_comes_first_keeps_a_name_and_the_other_is_told() -> None:
    put_writer("first", "same", ".one")
    put_writer("second", "same", ".two")
    put_writer("third", "excel", ".three")
    assert exporters()["same"].plugin.name == "first"
    assert exporters()["excel"].plugin.name == "kakehashi_excel"
    for name, other in (("second", "first"), ("third", "kakehashi_excel")):
        assert state(name) == "wrong"
        assert other in reason(plugin_named(name))
    change_standing(lambda kept: with_disabled(kept, "first", off=True))
    assert exporters()["same"].plugin.name == "second"


def test_a_wheel_in_the_folder_is_listed_and_not_run(tmp_path: Path) -> None:
    place = put_writer("packed", folder=tmp_path, trusted=False)
    with zipfile.ZipFile(plugin_folder() / "packed-1.0-py3-none-any.whl", "w") as wheel:
        for file in place.rglob("*.*"):
            wheel.write(file, file.relative_to(place))
    (plugin_folder() / "torn.zip").write_text("no zip")
    assert state("packed") == "packed"
    assert state("torn") == "wrong"


def test_a_company_folder_is_named_by_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = put_writer("theirs", folder=tmp_path / "shared", trusted=False)
    monkeypatch.setenv("KAKEHASHI_POLICY", str(tmp_path / "policy.json"))
    assert "theirs" not in {each.name for each in plugins()}
    (tmp_path / "policy.json").write_text(json.dumps({"plugin_folder": str(place.parent)}))
    assert (state("theirs"), plugin_named("theirs").found.origin) == ("new", "company")
    trust(place, "theirs")
    assert "plain" in exporters()


def test_an_installed_plugin_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = put_writer("entered", folder=tmp_path, trusted=False)
    (place / "entered-1.dist-info").mkdir()
    (place / "entered-1.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: entered\nVersion: 1\n")
    (place / "entered-1.dist-info/entry_points.txt").write_text(
        "[kakehashi]\nentered = entered\nlost = lost\n"
    )
    monkeypatch.syspath_prepend(str(place))
    assert (state("entered"), plugin_named("entered").found.origin) == ("ready", "installed")
    assert "entered" not in sys.modules
    assert "lost" in reason(plugin_named("lost"))


def test_a_plugin_that_fails_is_named_with_the_log(tmp_path: Path) -> None:
    put_writer()
    with pytest.raises(PluginFailed) as caught:
        export(exporters()["plain"], DOCUMENT, tmp_path / "out.txt", settings={"does": "boom"})
    said = text(caught.value.message, "ja")
    assert "writer" in said
    assert str(log_of("writer")) in said
    assert "secret" not in said
    assert standing().failures["writer"].id == "error.plugin.failed"
    assert "ZeroDivisionError" in log_of("writer").read_text("utf-8")


def test_an_unknown_suffix_or_source_names_those_there_are() -> None:
    with pytest.raises(NoSuchPlugin) as caught:
        exporter_for(Path("plan.doc"), exporters())
    assert ".xlsx" in text(caught.value.message, "en")
    with pytest.raises(NoSuchPlugin) as caught:
        rows_of("sap", Path("x"))
    assert "csv" in text(caught.value.message, "en")


class Impatient(Quiet):
    """Cancelled once the exporter has begun to write."""

    def __call__(self, *_: object) -> None:
        self.cancelled = True


@pytest.mark.parametrize(
    ("does", "error", "said"),
    [
        ("boom", PluginFailed, "error.plugin.failed"),
        ("leave", PluginFailed, "error.plugin.failed"),
        ("vanish", WorkerStopped, "error.worker.exporting.died"),
        ("refuse", PlanError, "error.plugin.said"),
        ("full", DiskFull, "error.file.disk_full"),
        ("hang", Cancelled, "error.cancelled"),
    ],
)
def test_the_target_is_replaced_only_when_all_went_well(
    tmp_path: Path, does: str, error: type[PlanError], said: str
) -> None:
    put_writer()
    exporter = exporters()["plain"]
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "plan.txt"
    target.write_text("before")
    progress = Impatient() if does == "hang" else Quiet()
    with pytest.raises(error) as caught:
        export(exporter, DOCUMENT, target, settings={"does": does}, progress=progress)
    assert caught.value.message.id == said
    if does == "refuse":
        told = text(caught.value.message, "ja")
        assert "writer" in told
        assert "一覧は締め切りました。" in told
    assert target.read_text() == "before"
    assert [each.name for each in folder.iterdir()] == ["plan.txt"]
    export(exporter, DOCUMENT, target)
    assert target.read_text() == "whole"
    with pytest.raises(NotFound):
        export(exporter, DOCUMENT, tmp_path / "nowhere" / "plan.txt")


def test_an_exporter_that_says_nothing_is_ended(tmp_path: Path) -> None:
    put_writer()
    with pytest.raises(WorkerStopped) as caught:
        export(
            exporters()["plain"],
            DOCUMENT,
            tmp_path / "plan.txt",
            settings={"does": "hang"},
            limits=Limits(silence=1.0),
        )
    assert caught.value.message.id == "error.worker.exporting.silent"
    assert not (tmp_path / "plan.txt").exists()


def test_a_manifest_that_lies_is_told(tmp_path: Path) -> None:
    put_writer("liar", "plain")
    manifest = plugin_folder() / "liar/liar/kakehashi-plugin.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('"plain"', '"other"'), "utf-8")
    trust(plugin_folder() / "liar", "liar")
    with pytest.raises(PlanError) as caught:
        export(exporters()["other"], DOCUMENT, tmp_path / "plan.txt")
    assert caught.value.message.id == "error.plugin.lies"
    assert all(each in text(caught.value.message, "en") for each in ("liar", "other", "plain"))
