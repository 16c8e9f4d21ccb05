"""How the window starts and ends: as a process of its own, with and without a display, for a picture."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kakehashi.ui.application import NoDisplay, must_have_display

Files = Callable[[str, str], Path]


def run(
    *arguments: object, module: str = "kakehashi.cli.main", **env: str
) -> subprocess.CompletedProcess[str]:
    code = f"import sys; from {module} import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(("language", "theme"), [("ja", "light"), ("en", "dark")])
def test_a_picture_of_the_window(files: Files, tmp_path: Path, language: str, theme: str) -> None:
    target = tmp_path / "window.png"
    ran = run(
        *("window", files("edited", language), "--language", language, "--theme", theme),
        *("--size", "1280x800", "--screenshot", target),
    )
    assert (
        ran.returncode,
        ran.stderr.replace("This plugin does not support propagateSizeHints()\n", ""),
    ) == (0, "")
    image = QImage(str(target))
    assert (image.width(), image.height()) == (1280, 800)
    dark = image.pixelColor(100, 700).lightness() < 100
    assert dark == (theme == "dark")
    assert not list(tmp_path.glob(".~*"))


@pytest.mark.parametrize("until", ["painted", "complete"])
def test_it_ends_at_the_moment_that_was_asked_for(files: Files, until: str) -> None:
    path = files("starter", "ja")
    assert run("window", path, "--until", until).returncode == 0
    assert run(path, "--until", until, module="kakehashi.ui.__main__").returncode == 0
    assert run("window", "--until", until).returncode == 0
    assert not path.with_name(f".~{path.name}.lock").exists()


def test_a_file_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    for arguments, module in (
        (("window", tmp_path / "no.kakehashi"), "kakehashi.cli.main"),
        ((tmp_path / "no.kakehashi", "--until", "painted"), "kakehashi.ui.__main__"),
    ):
        ran = run(*arguments, module=module, KAKEHASHI_LANGUAGE="ja")
        assert ran.returncode == 3
        assert "見つかりません" in ran.stderr
        assert "Traceback" not in ran.stderr


def test_a_picture_needs_a_folder(files: Files, tmp_path: Path) -> None:
    ran = run(
        "window", files("starter", "ja"), "--screenshot", tmp_path / "no" / "x.png", KAKEHASHI_LANGUAGE="en"
    )
    assert ran.returncode == 3
    assert ran.stderr.startswith("There is no folder")


def test_a_picture_that_can_not_be_written(files: Files, tmp_path: Path) -> None:
    (tmp_path / "x.png").mkdir()
    ran = run("window", files("starter", "ja"), "--screenshot", tmp_path / "x.png", KAKEHASHI_LANGUAGE="en")
    assert ran.returncode == 3
    assert ran.stderr.startswith('"x.png" in ')
    assert len(ran.stderr.splitlines()) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["x.png"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display(monkeypatch: pytest.MonkeyPatch, files: Files, tmp_path: Path) -> None:
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(NoDisplay):
        must_have_display(needs_none=False)
    monkeypatch.setenv("DISPLAY", ":97531")
    with pytest.raises(NoDisplay):
        must_have_display(needs_none=False)
    must_have_display(needs_none=True)
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    ran = run("window", files("starter", "ja"), QT_QPA_PLATFORM="", DISPLAY="", KAKEHASHI_LANGUAGE="en")
    assert ran.returncode == 3
    assert ran.stderr.startswith("There is no display")
    target = tmp_path / "x.png"
    ran = run("window", files("starter", "ja"), "--screenshot", target, QT_QPA_PLATFORM="", DISPLAY="")
    assert ran.returncode == 0
    assert target.exists()


def test_a_missing_library_of_qt_is_one_sentence(files: Files, tmp_path: Path) -> None:
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text("raise ImportError('libEGL.so.1')", encoding="utf-8")
    ran = run("window", files("starter", "ja"), PYTHONPATH=str(tmp_path), KAKEHASHI_LANGUAGE="en")
    assert ran.returncode == 3
    assert "libEGL.so.1" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_first_paint_loads_little(files: Files) -> None:
    program = """
import json, sys
from kakehashi.ui.__main__ import main
code = main([sys.argv[1], "--until", "painted"])
import PySide6.QtCore, PySide6.QtWidgets
spaces = [n for m, n in ((PySide6.QtCore, "Qt"), (PySide6.QtWidgets, "QStyle")) if n in vars(m)]
print(json.dumps([code, sorted(sys.modules), spaces]))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program, str(files("edited", "ja"))],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    code, modules, spaces = json.loads(ran.stdout)
    assert code == 0
    heavy = {"duckdb", "openpyxl", "numpy", "jinja2", "sqlglot", "resvg_py", "pluggy", "click"}
    assert heavy & set(modules) == set()
    ours = [name for name in modules if name.startswith("kakehashi.")]
    assert [name for name in ours if name.startswith(("kakehashi.checks", "kakehashi.extension"))] == []
    assert "kakehashi.forecast.forecast" not in ours
    # what PySide builds when it is first touched, and the first paint does without (see ui/flags.py)
    assert spaces == []
