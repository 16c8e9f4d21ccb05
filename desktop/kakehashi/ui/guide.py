"""Where the user's guide lies: in the program, or beside it in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from kakehashi.words import Language, PlanError

_FORMS = ("html", "md")


def guide_file(language: Language) -> Path:
    """The guide in this language, else in English. Raises PlanError where there is none."""
    for folder in _folders():
        for wanted in (language, "en"):
            for form in _FORMS:
                found = sorted(folder.glob(f"*.{wanted}.{form}")) or sorted(folder.glob(f"{wanted}/*.{form}"))
                if found:
                    return found[0]
    raise PlanError("error.ui.no_guide")


def _folders() -> tuple[Path, ...]:
    package = Path(str(files("kakehashi")))
    return package / "guide", package.parents[1] / "docs" / "guide"
