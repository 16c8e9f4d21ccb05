"""What a person has chosen for the window and what it remembers: a file in the user-data folder.

It belongs to nobody's plan. Whoever changes it reads it first, so that two windows lose at most a moment.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from kakehashi.storage.errors import told
from kakehashi.storage.folders import user_data
from kakehashi.words import Language

log = logging.getLogger(__name__)

Theme = Literal["light", "dark", "system"]
TEXT_SIZES = (90, 100, 110, 125)
"""Percent."""

MOST_RECENT = 20
MOST_PLACES = 200


class Recent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A plan that was open: its file, as it was called then; a pinned one stays on top, never dropped."""

    path: str
    title: str = ""
    company: str = ""
    at: str = ""  # ISO time of the last opening
    pinned: bool = False


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where somebody was in a plan: size of the window (px), page, view of the page."""

    width: int = 1280
    height: int = 800
    maximized: bool = False
    page: str = ""
    view: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of it. None or '' = as the system says."""

    language: Language | None = None
    theme: Theme = "system"
    text_size: int = 100  # percent, one of TEXT_SIZES
    person: str = ""  # who is named in the history
    export_folder: str = ""  # where a document was written to last
    recent: tuple[Recent, ...] = ()
    places: Mapping[str, Place] = {}  # by the plan's uuid, the latest last


def read_settings() -> Settings:
    """The settings; where the file is missing or can't be read, those of a new program."""
    file = _file()
    try:
        return msgspec.json.decode(file.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        log.warning("settings not read from %s: %s", file, error)
        return Settings()


def change_settings(change: Callable[[Settings], Settings]) -> Settings:
    """Change what is stored now; the settings as they are then.

    A file that could not be read is kept beside as `settings.unreadable.json`. Raises FileProblem.
    """
    from kakehashi.storage.whole_file import write_whole

    file = _file()
    before = read_settings()
    after = change(before)
    if after != before or not file.exists():
        with told(file):
            if file.exists() and before == Settings() and file.read_bytes().strip() not in (b"", b"{}"):
                file.replace(file.with_name("settings.unreadable.json"))
        write_whole(file, msgspec.json.format(msgspec.json.encode(after), indent=1))
    return after


def opened_lately(settings: Settings, path: Path, *, title: str, company: str, at: str) -> Settings:
    """The settings with this plan as the one that was opened last."""
    name = str(path.absolute())
    pinned = any(each.pinned for each in settings.recent if each.path == name)
    newest = Recent(path=name, title=title, company=company, at=at, pinned=pinned)
    others = [each for each in settings.recent if each.path != name]
    kept, room = [newest], MOST_RECENT - 1
    for each in others:
        if each.pinned or room > 0:
            kept.append(each)
            room -= not each.pinned
    return msgspec.structs.replace(settings, recent=tuple(kept))


def pinned(settings: Settings, path: str, on: bool) -> Settings:
    """The settings with this recent plan pinned, or not."""
    recent = tuple(
        msgspec.structs.replace(each, pinned=on) if each.path == path else each for each in settings.recent
    )
    return msgspec.structs.replace(settings, recent=recent)


def forgotten(settings: Settings, path: str) -> Settings:
    """The settings without this recent plan; its file stays as it is."""
    return msgspec.structs.replace(
        settings, recent=tuple(each for each in settings.recent if each.path != path)
    )


def left_at(settings: Settings, uuid: str, place: Place) -> Settings:
    """The settings with the place where somebody left a plan."""
    places = {key: each for key, each in settings.places.items() if key != uuid}
    places[uuid] = place
    newest = dict(list(places.items())[-MOST_PLACES:])
    return msgspec.structs.replace(settings, places=newest)


def _file() -> Path:
    return user_data() / "settings.json"
