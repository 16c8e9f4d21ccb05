"""The guide for authors, followed word by word, ends with an installed plugin whose data stands in a plan."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(guide: str) -> list[tuple[str, ...]]:
    return BLOCK.findall((DOCS / guide).read_text("utf-8"))


def test_both_languages_do_the_same() -> None:
    assert blocks("author-guide.md") == blocks("author-guide.ja.md")
    assert len(blocks("author-guide.md")) >= 8


@pytest.mark.skipif(not DOCS.is_dir(), reason="the guide is not in the wheel")
def test_followed_word_by_word_it_ends_with_data_in_a_plan(tmp_path: Path, home: Path) -> None:
    commands = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((commands, os.environ["PATH"])),
        "KAKEHASHI_HOME": str(home),
        "KAKEHASHI_LANGUAGE": "en",
    }
    said = ""
    for language, file, content in blocks("author-guide.md"):
        if file:
            (tmp_path / file).write_text(content, "utf-8")
            continue
        assert language == "sh"
        ran = subprocess.run(
            ["bash", "-euc", content],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert "BROKEN" not in ran.stdout
        assert "Not tried" not in ran.stdout
        said += ran.stdout
    assert said.count("broken: 0") == 2
    assert loaded(environment, tmp_path) == 300


def loaded(environment: dict[str, str], folder: Path) -> int:
    """How many rows stand in the plan's evidence."""
    ran = subprocess.run(
        ["kakehashi", "imports", "plan.kakehashi", "--json"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    (only,) = json.loads(ran.stdout)
    return int(only["loaded"])
