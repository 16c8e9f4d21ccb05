"""Every hook is specified, documented, known to manifest and contract, and called in a test."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from kakehashi.extension import hookspecs
from kakehashi.extension.loading import NEEDED
from kakehashi.extension.manifest import HOOKS, Manifest
from kakehashi.extension.worker import Hook

REPO = Path(__file__).parents[2]
SPECIFIED = sorted(name for name in vars(hookspecs) if name.startswith("kakehashi_"))


def test_the_lists_of_hooks_agree() -> None:
    hooks = sorted(name.removeprefix("kakehashi_") for name in SPECIFIED)
    assert len(hooks) == 5
    assert sorted(HOOKS) == sorted(NEEDED) == sorted(get_args(Hook)) == hooks
    assert set(hooks) <= set(Manifest.__struct_fields__)


@pytest.mark.skipif(not (REPO / "docs").is_dir(), reason="the docs are not in the wheel")
@pytest.mark.parametrize("name", SPECIFIED)
def test_a_hook_is_documented_and_exercised(name: str) -> None:
    guide = (REPO / "docs" / "plugins.md").read_text("utf-8")
    assert f"### `{name}()`" in guide, "no section of its own in docs/plugins.md"
    doc = getattr(hookspecs, name).__doc__
    assert doc
    called = [
        path.name
        for path in (REPO / "tests").rglob("*.py")
        if re.search(rf"def {name}\(", path.read_text("utf-8"))
    ]
    assert called, "no test writes a plugin with it"
    given = [
        path
        for path in (REPO / "plugins").rglob("*.py")
        if re.search(rf"def {name}\(", path.read_text("utf-8"))
    ]
    assert given or name == "kakehashi_starters", "no plugin of ours is an example of it"
