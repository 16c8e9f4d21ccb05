"""Putting a folder in the place of another, and taking one away: whole, or all stays as it was.

A folder that holds files can't be replaced in one step on every system. The older one is put aside by a
hidden name for that moment; where the program ends just then, `put_back` gives it back its place.
"""

from __future__ import annotations

import logging
import shutil
import time
from pathlib import Path

log = logging.getLogger(__name__)

_ASIDE = ".before"
_LEFT_OVER = (".new-", ".gone-")
STAGE, GONE = _LEFT_OVER
_OLD_ENOUGH = 86_400  # seconds; a younger one may be another process's at work


def replace_folder(new: Path, target: Path) -> None:
    """Put a folder in the place of `target`, which need not be there. Raises OSError with all as before."""
    aside = target.with_name(f".{target.name}{_ASIDE}")
    put_back(target.parent)
    if _is_there(target):
        if _is_there(aside):
            _delete(aside)
        target.rename(aside)
    try:
        new.rename(target)
    except OSError:
        put_back(target.parent)
        raise
    if _is_there(aside):
        _sweep_away(aside)


def put_back(folder: Path) -> None:
    """Give folders their place back that were put aside when the program ended."""
    for aside in folder.glob(f".*{_ASIDE}"):
        target = aside.with_name(aside.name[1:].removesuffix(_ASIDE))
        if not _is_there(target):
            try:
                aside.rename(target)
            except OSError as error:
                log.warning("%s not put back: %s", aside, error)


def take_away(place: Path) -> None:
    """Remove a folder or file; of a link the link. Raises OSError with all as before."""
    if place.is_symlink() or not place.is_dir():
        place.unlink()
        return
    gone = place.with_name(f"{GONE}{time.time_ns()}-{place.name}")
    place.rename(gone)
    _sweep_away(gone)


def sweep(folder: Path) -> None:
    """Remove what an installation left that was ended half way."""
    for each in folder.iterdir():
        if each.name.startswith(_LEFT_OVER) and time.time() - each.lstat().st_mtime > _OLD_ENOUGH:
            _sweep_away(each)


def _sweep_away(folder: Path) -> None:
    """It has no name any more by which it would be found; what can't be removed now is removed later."""
    try:
        _delete(folder)
    except OSError as error:
        log.info("%s stays for now: %s", folder, error)


def _delete(place: Path) -> None:
    """A folder with all that is in it; of a link the link."""
    if place.is_symlink():
        place.unlink()
    else:
        shutil.rmtree(place)


def _is_there(place: Path) -> bool:
    """Also a link that leads nowhere."""
    return place.is_symlink() or place.exists()
