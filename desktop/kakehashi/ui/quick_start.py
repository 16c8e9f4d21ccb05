"""Two workarounds that shorten the start of the window by a tenth; without them it starts all the same.

Imported by `__main__` before anything else, so it imports nothing itself.
"""

from __future__ import annotations

import sys
from pathlib import Path


def load_msgspec() -> None:
    """Load msgspec without `typing_extensions`, from which it takes what Python 3.11's own `typing` has too:
    loading that takes longer than msgspec itself. Whoever imports it later gets it.
    """
    name = "typing_extensions"
    if name in sys.modules or "msgspec" in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment]  # an import of it fails at once
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules[name]


def skip_looking_for_features(*packages: str) -> None:
    """Tell PySide that the modules of these packages use none of its optional spellings (`__feature__`).

    It would read the source of each module that is imported after it to find out (PySide's feature.py keeps
    what it found by module name). Packages of `kakehashi.ui` and itself; nothing happens where PySide has no
    such list.
    """
    known = getattr(sys.modules.get("shibokensupport.feature"), "pyside_feature_dict", None)
    if not isinstance(known, dict):
        return
    for package in packages:
        known.setdefault(package, 0)
        folder = Path(__file__).parent.joinpath(*package.split(".")[2:])
        for file in folder.glob("*.py"):  # none in the installed program
            known.setdefault(f"{package}.{file.stem}", 0)
