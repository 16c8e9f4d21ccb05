"""Whether a folder is kept in step with other computers by a program (OneDrive, Dropbox …).

Such a program may replace or double a file that is in use.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

# Names of folders, as the services make them on Windows, macOS and Linux.
_NAMED: Mapping[str, re.Pattern[str]] = {
    "OneDrive": re.compile(r"onedrive( - .+|-.+)?|sharepoint( - .+)?", re.IGNORECASE),
    "Dropbox": re.compile(r"dropbox( \(.+\)|-.+)?", re.IGNORECASE),
    "Google Drive": re.compile(r"google ?drive(-.+)?|my drive|マイドライブ|我的雲端硬碟", re.IGNORECASE),
    "iCloud": re.compile(r"icloud ?drive|mobile documents|com~apple~clouddocs", re.IGNORECASE),
    "Box": re.compile(r"box|box sync|box-box", re.IGNORECASE),
    "Nextcloud": re.compile(r"nextcloud\d*|owncloud", re.IGNORECASE),
}
# What the services lay into their topmost folder.
_MARKERS: Mapping[str, str] = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    ".sync_journal.db": "Nextcloud",
    ".owncloudsync.log": "Nextcloud",
    ".stfolder": "Syncthing",
}
_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")  # Windows sets these variables


def service(path: Path) -> str | None:
    """The service that keeps the file's folder in step, by names and markers; None when none is known."""
    folder = path.resolve().parent
    places = [Path(os.environ[name]) for name in _ONEDRIVE if os.environ.get(name)]
    if any(folder.is_relative_to(place) for place in places):
        return "OneDrive"
    for each in (folder, *folder.parents):
        for name, pattern in _NAMED.items():
            if pattern.fullmatch(each.name):
                return name
        found = next((name for marker, name in _MARKERS.items() if (each / marker).exists()), None)
        if found is not None:
            return found
    return None


def conflict_copies(path: Path) -> tuple[Path, ...]:
    """Files beside the plan that by their names are doubles: 'plan-HOST', 'plan (conflicted copy)'."""
    start = re.escape(path.stem)
    doubled = re.compile(rf"{start}( \(.*\)|-[^ ]+| 2|.*conflict.*){re.escape(path.suffix)}", re.IGNORECASE)
    return tuple(sorted(each for each in path.parent.glob(f"*{path.suffix}") if doubled.fullmatch(each.name)))
