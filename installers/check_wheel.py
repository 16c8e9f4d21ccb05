"""Whether the installed wheel is the whole program: run by an interpreter that has it installed.

    python installers/check_wheel.py WHEEL

Compares the wheel with the source tree, then starts what it brings: the command, the catalogue, the
templates, the plugins. Needs no Qt.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
NOT_PACKED = {".po", ".pyc"}


def main(wheel: Path) -> None:
    settings = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
    expected = set()
    for package, folder in settings["tool"]["setuptools"]["package-dir"].items():
        for path in (REPO / folder).rglob("*"):
            if path.is_file() and path.suffix not in NOT_PACKED:
                expected.add(f"{package}/{path.relative_to(REPO / folder).as_posix()}")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == expected, f"not as on disk: {sorted(packed ^ expected)}"

    import kakehashi

    assert REPO / "desktop" not in Path(kakehashi.__file__).parents, "the wheel isn't what is imported"
    from kakehashi.words import LANGUAGES, known

    assert all(known("error.several", language) for language in LANGUAGES)
    templates = files("kakehashi_templates")
    assert {"html", "starters"} <= {entry.name for entry in templates.iterdir()}, "templates are missing"
    found = {point.name for point in entry_points(group="kakehashi") if point.load()}
    assert found == set(settings["project"]["entry-points"]["kakehashi"]), found
    command = Path(sys.executable).with_name("kakehashi")
    helped = subprocess.run([command, "--help"], capture_output=True, text=True, check=True)
    assert "export" in helped.stdout
    print(f"{wheel.name}: {len(packed)} files, as on disk; command, catalogue, templates and plugins work")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
