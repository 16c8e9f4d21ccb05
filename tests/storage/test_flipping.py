"""Copies with flipped bytes: each opens as it was, is salvaged with the loss named, or is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.storage.flipping import run


def _look(found: dict[str, int], copies: int) -> None:
    assert sum(found.values()) == copies
    assert "refused, but something was written" not in found
    assert found["salvaged, loss named"] > copies // 2
    assert found["salvaged, pages named"] <= copies // 20


@pytest.mark.once
def test_40_flipped_copies(tmp_path: Path) -> None:
    _look(run(tmp_path, 40), 40)


@pytest.mark.slow
def test_1000_flipped_copies(tmp_path: Path) -> None:
    _look(run(tmp_path, 1000), 1000)
