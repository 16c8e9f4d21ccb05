"""Plugins are installed whole or not at all, and only what is theirs; a broken one can be removed."""

from __future__ import annotations

import json
import os
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.extension.making import EXPORTER, HEAD, as_wheel, packed, project, put, put_writer, trust

from kakehashi.declaration.blocks import Document
from kakehashi.extension import parcel as parcels
from kakehashi.extension.exporting import export
from kakehashi.extension.installing import (
    NotAllowable,
    NotRemovable,
    allow,
    files_of,
    install,
    look_at,
    remove,
)
from kakehashi.extension.parcel import NotAParcel
from kakehashi.extension.plugins import NoSuchPlugin, exporters, plugin_named, plugins
from kakehashi.extension.standing import change_standing, standing, with_disabled
from kakehashi.storage.errors import DiskFull, NotFound
from kakehashi.storage.folders import plugin_folder
from kakehashi.words import PlanError, text

AT = "2027-04-01T09:00:00"
DOCUMENT = Document(
    plan="p", title="計画", company="架橋", department="", author="", language="ja", audience="executives",
    audience_title="", confidential_mark="", edition=None, edition_title="", date="2027-04-01", hash="h",
    history_row="", unit="", currency="JPY", fiscal_start=4, chapters=(),
)  # fmt: skip


def lying() -> dict[str, bytes]:
    """All that lies in the plugin folder, hidden too."""
    folder = plugin_folder()
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def refused(path: Path) -> str:
    """What is said when it can't be installed; in both languages, and with nothing written."""
    before, said_before = lying(), standing()
    with pytest.raises(PlanError) as caught:
        install(look_at(path), AT)
    assert (lying(), standing()) == (before, said_before)
    return text(caught.value.message, "ja") + text(caught.value.message, "en")


def as_zip(folder: Path) -> Path:
    return packed(project(folder), folder / "writer.zip")


def as_zip_of_the_bare_package(folder: Path) -> Path:
    return packed(project(folder) / "writer", folder / "download.zip")


def as_zip_of_a_whole_project(folder: Path) -> Path:
    (folder / "writer-main").mkdir()
    project(folder / "writer-main").rename(folder / "writer-main/src")
    return packed(folder / "writer-main", folder / "main.zip")


def as_project(folder: Path) -> Path:
    return project(folder)


def as_project_with_src(folder: Path) -> Path:
    project(folder / "my-writer").rename(folder / "my-writer/src")
    (folder / "my-writer/docs").mkdir()
    return folder / "my-writer"


def as_package(folder: Path) -> Path:
    return project(folder) / "writer"


@pytest.mark.parametrize(
    "shape",
    [
        as_wheel, as_zip, as_zip_of_the_bare_package, as_zip_of_a_whole_project,
        as_project, as_project_with_src, as_package,
    ],
)  # fmt: skip
def test_a_plugin_comes_in_any_shape_and_works(tmp_path: Path, shape: Callable[[Path], Path]) -> None:
    source = shape(tmp_path)
    looked = look_at(source)
    assert (looked.manifest.name, looked.manifest.version, looked.older) == ("writer", "1.0", "")
    assert not lying()
    install(looked, AT)
    assert {name for name in lying() if "/" in name} == {
        "writer/writer/__init__.py",
        "writer/writer/kakehashi-plugin.toml",
    }
    assert plugin_named("writer").state == "ready"
    assert standing().trusted["writer"].at == AT
    export(exporters()["plain"], DOCUMENT, tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text() == "whole"


def test_only_what_is_needed_is_copied(tmp_path: Path) -> None:
    place = project(tmp_path)
    for name in (
        "tests/test_it.py", "test/x.py", "__pycache__/x.pyc", ".git/HEAD", ".venv/pyvenv.cfg",
        "env/pyvenv.cfg", "env/lib/x.py", ".DS_Store", "old.pyc",
        "vendor/lib/tests/needed.py", "data/table.json",
    ):  # fmt: skip
        file = place / "writer" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    for name in ("tests/test_more.py", "README.md", "build/x.py"):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text("")
    for source in (place, packed(place, tmp_path / "writer.zip")):
        install(look_at(source), AT)
        assert {name.removeprefix("writer/writer/") for name in lying()} == {
            "__init__.py", "kakehashi-plugin.toml", "vendor/lib/tests/needed.py", "data/table.json",
        }  # fmt: skip


def test_a_newer_version_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    install(look_at(project(tmp_path / "one")), AT)
    change_standing(lambda kept: with_disabled(kept, "writer", off=True))
    newer = project(tmp_path / "two", "2.0")
    (newer / "writer/more.py").write_text("")
    looked = look_at(newer)
    assert (looked.older, looked.manifest.version) == ("1.0", "2.0")
    install(looked, AT)
    found = plugin_named("writer")
    assert (found.found.version, found.state) == ("2.0", "ready")
    assert len([each for each in plugins() if each.name == "writer"]) == 1
    install(look_at(project(tmp_path / "three", "3.0")), AT)
    assert not (plugin_folder() / "writer/writer/more.py").exists()


def test_a_link_in_its_place_is_replaced_and_what_it_leads_to_is_kept(tmp_path: Path) -> None:
    source = project(tmp_path / "work")
    for leads_to in (source, tmp_path / "nowhere", source):
        if (plugin_folder() / "writer").exists():
            remove("writer")
        (plugin_folder() / "writer").symlink_to(leads_to, target_is_directory=True)
        install(look_at(packed(project(tmp_path / "two", "2.0"), tmp_path / "two.zip")), AT)
        assert [each.name for each in plugin_folder().iterdir()] == ["writer"]
        assert not (plugin_folder() / "writer").is_symlink()
    assert (source / "writer/__init__.py").exists()


def test_a_wheel_in_the_plugin_folder_and_other_places_of_it_give_way(tmp_path: Path) -> None:
    put_writer("writer", folder=plugin_folder() / "old-place", trusted=False)
    wheel = packed(project(tmp_path), plugin_folder() / "writer-1.0-py3-none-any.whl")
    install(look_at(wheel), AT)
    assert [each.name for each in plugin_folder().iterdir()] == ["writer"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../evil.py", "../evil.py"),
        ("writer/../../evil.py", "writer/../../evil.py"),
        ("/etc/evil.py", "/etc/evil.py"),
        ("C:/evil.py", "C:/evil.py"),
        ("writer\\..\\evil.py", "evil.py"),
        ("writer/__init__.py", "writer/__init__.py"),  # twice
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str, shown: str) -> None:
    evil = packed(project(tmp_path), tmp_path / "evil.zip", **{name: "x = 1"})
    assert refused(evil).count(shown) >= 2
    assert not [*tmp_path.parent.glob("evil.py"), *plugin_folder().parent.glob("evil.py")]


def test_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("writer/link.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    evil = packed(project(tmp_path), tmp_path / "evil.zip")
    with zipfile.ZipFile(evil, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "writer/link.py" in refused(evil)
    folder = project(tmp_path / "two")
    (folder / "writer/data").symlink_to(tmp_path, target_is_directory=True)
    assert "data" in refused(folder)
    (folder / "writer/data").unlink()
    os.mkfifo(folder / "writer/pipe")
    assert "pipe" in refused(folder)


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed(project(tmp_path), tmp_path / "bomb.zip", **{"writer/zeros.bin": bytes(201_000_000)})
    assert bomb.stat().st_size < 1_000_000
    assert "201 MB" in refused(bomb)
    many = packed(project(tmp_path), tmp_path / "many.zip", **{f"writer/{n}": "" for n in range(20_001)})
    assert "20,004" in refused(many)
    folder = project(tmp_path / "folder")
    monkeypatch.setattr(parcels, "MOST_FILES", 3)
    for number in range(9):
        (folder / f"writer/{number}.txt").write_text("")
    assert "4" in refused(folder)


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    """The size in both headers says 10 bytes; there are 50 million."""
    content = bytes(50_000_000)
    evil = packed(project(tmp_path), tmp_path / "evil.zip", **{"writer/zeros.bin": content})
    raw = evil.read_bytes()
    sizes = len(content).to_bytes(4, "little")
    assert raw.count(sizes) == 2
    evil.write_bytes(raw.replace(sizes, (10).to_bytes(4, "little")))
    assert "zip" in refused(evil)


def test_what_can_not_be_looked_into_is_refused(tmp_path: Path) -> None:
    (tmp_path / "torn.zip").write_bytes(as_zip(tmp_path / "one").read_bytes()[:-30])
    assert "torn.zip" in refused(tmp_path / "torn.zip")
    odd = tmp_path / "odd.zip"
    with zipfile.ZipFile(odd, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("writer/x.py", "x = 1")
    assert "writer/x.py" in refused(odd)
    (tmp_path / "plan.xlsx").write_text("")
    assert "plan.xlsx" in refused(tmp_path / "plan.xlsx")
    with pytest.raises(NotFound):
        look_at(tmp_path / "nowhere.whl")


@pytest.mark.parametrize(
    "name", ["speed.cpython-311-x86_64-linux-gnu.so", "vendor/x/y.PYD", "lib.so.1.2", "a.dll"]
)
def test_native_code_is_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    place = project(tmp_path)
    file = place / "writer" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("")
    for source in (place, packed(place, tmp_path / "native.whl")):
        said = refused(source)
        assert said.count(name) == 2
        assert "pure Python" in said


def test_native_code_in_a_wheel_that_is_carried_is_found(tmp_path: Path) -> None:
    place = project(tmp_path)
    (place / "writer/vendor").mkdir()
    wheel = place / "writer/vendor/fast-1.0-py3-none-any.whl"
    packed(project(tmp_path / "fast"), wheel, **{"fast/core.so": ""})
    assert "vendor/fast-1.0-py3-none-any.whl/fast/core.so" in refused(place)
    assert "fast/core.so" in refused(packed(place, tmp_path / "writer.zip"))


def test_all_that_speaks_against_it_is_told_at_once(tmp_path: Path) -> None:
    place = project(tmp_path, name="json")
    manifest = place / "json/kakehashi-plugin.toml"
    manifest.write_text(
        manifest.read_text("utf-8").replace(">=1.0,<2", ">=7").replace('"plain"', '"excel"'), "utf-8"
    )
    (place / "json/__init__.py").unlink()
    (place / "json/x.so").write_text("")
    said = refused(place)
    for part in (">=7", "__init__.py", "x.so", "kakehashi_excel", "json"):
        assert said.count(part) >= 2, part
    manifest.write_text("titel = 1\nhosts = 2", "utf-8")
    said = refused(place)
    assert all(part in said for part in ("titel", "hosts", "version"))


def test_names_that_are_taken_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("kakehashi_csv", "duckdb", "json"):
        assert name in refused(project(tmp_path / name, name=name, key="own", suffix=".own"))
    put_writer("writer", folder=tmp_path / "shared", trusted=False)
    (tmp_path / "policy.json").write_text(json.dumps({"plugin_folder": str(tmp_path / "shared")}))
    monkeypatch.setenv("KAKEHASHI_POLICY", str(tmp_path / "policy.json"))
    assert "company" in refused(project(tmp_path / "own"))
    monkeypatch.setenv("KAKEHASHI_POLICY", str(tmp_path / "none.json"))
    two = project(tmp_path / "two")
    (two / "again").mkdir()
    (two / "again/kakehashi-plugin.toml").write_text("")
    assert "kakehashi-plugin.toml" in refused(two)
    (tmp_path / "empty").mkdir()
    assert "kakehashi-plugin.toml" in refused(tmp_path / "empty")


def test_a_folder_of_another_plugin_is_left_alone(tmp_path: Path) -> None:
    other = plugin_folder() / "writer/other"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text("")
    (other / "kakehashi-plugin.toml").write_text(HEAD.format(name="other"), "utf-8")
    said = refused(project(tmp_path))
    assert said.count("other") >= 2
    assert (other / "__init__.py").exists()


def test_what_lies_in_the_plugin_folder_is_not_installed_again() -> None:
    place = put_writer(trusted=False)
    assert "writer" in refused(place)
    assert "writer" in refused(place / "writer")


def test_missing_dependencies_are_told(tmp_path: Path) -> None:
    place = project(tmp_path)
    for carried in ("vendor/carried_one", "vendor/carried_two-1.0.dist-info"):
        (place / "writer" / carried).mkdir(parents=True)
        (place / "writer" / carried / "x").write_text("")
    (place / "writer/vendor/carried_three-2.0-py3-none-any.whl").write_bytes(
        as_zip(tmp_path / "w").read_bytes()
    )
    (place / "writer/vendor/four.py").write_text("")
    needs = [
        "msgspec", "msgspec>=99", "kakehashi>=7", "carried-one", "carried_two>=1", "carried.three", "four",
        "absent-thing[extra]>=2", "win-only; sys_platform == 'nowhere'", "in-extra; extra == 'dev'",
    ]  # fmt: skip
    metadata = "Metadata-Version: 2.1\nName: writer\n" + "".join(f"Requires-Dist: {each}\n" for each in needs)
    (place / "pyproject.toml").write_text(f"[project]\ndependencies = {json.dumps(needs)}\n")
    with zipfile.ZipFile(tmp_path / "writer.whl", "w") as archive:
        for file in (place / "writer").rglob("*"):
            archive.write(file, file.relative_to(place))
        archive.writestr("writer-1.dist-info/METADATA", metadata)
        archive.writestr("helper_module.py", "")
    for source in (place, tmp_path / "writer.whl"):
        notes = [text(each, "en") for each in look_at(source).notes]
        said = [each for each in notes if "Missing" in each]
        assert len(said) == 2, said
        assert "msgspec>=99" in said[0]
        assert "absent-thing" in said[1]
    assert "helper_module.py" in notes[-1]


def test_what_changed_after_the_question_is_not_installed(tmp_path: Path) -> None:
    install(look_at(project(tmp_path / "one")), AT)
    before = lying()
    newer = project(tmp_path / "two", "2.0")
    looked = look_at(newer)
    (newer / "writer/__init__.py").write_text("evil = 1")
    with pytest.raises(NotAParcel) as caught:
        install(looked, AT)
    assert caught.value.message.id == "error.installing.changed"
    assert lying() == before
    assert plugin_named("writer").state == "ready"


class FullDisk(OSError):
    def __init__(self) -> None:
        super().__init__(28, "No space left on device")


@pytest.mark.parametrize("step", ["copy", "rename", "mkdir"])
def test_a_failure_leaves_the_older_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    install(look_at(project(tmp_path / "one")), AT)
    before, looked = lying(), look_at(project(tmp_path / "two", "2.0"))
    with monkeypatch.context() as patched:
        real = Path.rename

        def rename(self: Path, target: Path) -> Path:
            if self.parent != plugin_folder() and step == "rename":  # the new one into its place
                raise FullDisk
            return real(self, target)

        def fail(*_: object, **__: object) -> None:
            raise FullDisk

        patched.setattr(Path, "rename", rename)
        if step == "copy":
            patched.setattr("kakehashi.extension.parcel.Piece.content", fail)
        if step == "mkdir":
            patched.setattr("tempfile.mkdtemp", fail)
        with pytest.raises(DiskFull):
            install(looked, AT)
    assert lying() == before
    assert plugin_named("writer").state == "ready"
    install(looked, AT)
    assert plugin_named("writer").found.version == "2.0"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="ends a copy of this process")
def test_a_kill_at_any_step_leaves_the_older_version_or_the_newer_one(tmp_path: Path) -> None:
    """A process is ended at its first, second, … change in the plugin folder, until it comes through."""
    folder = plugin_folder()
    old, new = project(tmp_path / "one"), project(tmp_path / "two", "2.0")
    (new / "writer/vendor").mkdir()
    (new / "writer/vendor/more.py").write_text("")
    install(look_at(old), AT)
    seen = set()
    for step in range(200):
        looked = look_at(new)
        child = os.fork()
        if child == 0:
            _end_at(step, folder)
            install(looked, AT)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        found = [each for each in plugins() if each.found.origin == "user"]
        assert [each.name for each in found] == ["writer"], step
        (plugin,) = found
        seen.add((plugin.found.version, plugin.state))
        assert plugin.found.version in ("1.0", "2.0")
        assert plugin.state == "ready" or (plugin.found.version, plugin.state) == ("2.0", "changed")
        if ended == 0:
            break
        install(look_at(old), AT)
    else:
        pytest.fail("never came through")
    assert seen == {("1.0", "ready"), ("2.0", "changed"), ("2.0", "ready")}
    assert step > 5


def _end_at(step: int, folder: Path) -> None:
    """End this process right before its change number `step` below a folder."""
    left = step

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        changes = event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir") or (
            event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wxa")
        )
        if changes and (str(folder) in str(arguments[0]) or event in ("os.remove", "os.rmdir")):
            if left == 0:
                os._exit(9)
            left -= 1

    sys.addaudithook(watch)


def test_what_was_left_half_way_is_swept_up_later(tmp_path: Path) -> None:
    for name in (".new-old", ".gone-1-x", ".new-young"):
        (plugin_folder() / name).mkdir()
    for name in (".new-old", ".gone-1-x"):
        os.utime(plugin_folder() / name, (0, 0))
    install(look_at(project(tmp_path)), AT)
    assert sorted(each.name for each in plugin_folder().iterdir()) == [".new-young", "writer"]


def test_a_yes_counts_for_what_was_there_at_the_question(tmp_path: Path) -> None:
    place = put_writer(trusted=False)
    files = files_of(plugin_named("writer"))
    (place / "writer/__init__.py").write_text("evil = 1")
    allow("writer", files, AT)
    assert plugin_named("writer").state == "changed"
    allow("writer", files_of(plugin_named("writer")), AT)
    assert plugin_named("writer").state == "ready"
    packed(project(tmp_path, name="inside"), plugin_folder() / "inside.zip")
    for name in ("kakehashi_csv", "inside"):
        with pytest.raises(NotAllowable) as caught:
            files_of(plugin_named(name))
        assert name in text(caught.value.message, "ja")
    (place / "writer/kakehashi-plugin.toml").write_text("x", "utf-8")
    with pytest.raises(NoSuchPlugin) as refusal:
        files_of(plugin_named("writer"))
    assert "TOML" in text(refusal.value.message, "en")


def test_a_company_plugin_is_allowed_and_turned_off_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = put_writer("theirs", folder=tmp_path / "shared", trusted=False)
    before = {file: file.read_bytes() for file in place.rglob("*.*")}
    (tmp_path / "policy.json").write_text(json.dumps({"plugin_folder": str(place.parent)}))
    monkeypatch.setenv("KAKEHASHI_POLICY", str(tmp_path / "policy.json"))
    allow("theirs", files_of(plugin_named("theirs")), AT)
    assert plugin_named("theirs").state == "ready"
    change_standing(lambda kept: with_disabled(kept, "theirs", off=True))
    assert plugin_named("theirs").state == "off"
    with pytest.raises(NotRemovable) as caught:
        remove("theirs")
    assert str(place) in text(caught.value.message, "ja")
    assert {file: file.read_bytes() for file in place.rglob("*.*")} == before


def test_a_plugin_is_removed_with_what_was_said_to_it(tmp_path: Path) -> None:
    install(look_at(project(tmp_path)), AT)
    put_writer("other", "other", ".other")
    change_standing(lambda kept: with_disabled(kept, "writer", off=True))
    remove("writer")
    assert [each.name for each in plugin_folder().iterdir()] == ["other"]
    assert (list(standing().trusted), standing().disabled) == (["other"], ())
    with pytest.raises(NoSuchPlugin):
        remove("writer")
    with pytest.raises(NotRemovable):
        remove("kakehashi_csv")


def test_broken_ones_are_removed_and_nothing_outside_is_touched(tmp_path: Path) -> None:
    outside = tmp_path / "precious"
    outside.mkdir()
    (outside / "file.txt").write_text("kept")
    (plugin_folder() / "empty").mkdir()
    unreadable = put_writer("unreadable", trusted=False)
    (unreadable / "unreadable/kakehashi-plugin.toml").write_bytes(b"\xff")
    linked = put_writer("linked", "linked", ".linked", trusted=False)
    (linked / "linked/away").symlink_to(outside, target_is_directory=True)
    (plugin_folder() / "whole").symlink_to(outside, target_is_directory=True)
    (plugin_folder() / "torn.zip").write_text("no zip")
    trust(unreadable, "unreadable")
    names = [each.name for each in plugins() if each.found.origin == "user"]
    assert sorted(names) == ["empty", "linked", "torn", "unreadable", "whole"]
    for name in names:
        remove(name)
    assert not [*plugin_folder().iterdir()]
    assert not standing().trusted
    assert (outside / "file.txt").read_text() == "kept"
    with pytest.raises(NoSuchPlugin):
        remove("../precious")


def test_what_was_said_to_one_that_is_gone_is_forgotten() -> None:
    place = put("gone", "", EXPORTER.format(key="gone", suffix=".gone"))
    for file in sorted(place.rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    place.rmdir()
    remove("gone")
    assert "gone" not in standing().trusted
