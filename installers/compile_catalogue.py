"""Compile the catalogue: all areas of locale/<language>/*.po into one kakehashi.mo per language.

Run as a script (`make words`) and by setup.py when a wheel is built.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "desktop" / "kakehashi" / "locale"

ID = re.compile(r'^msgid "(.+)"$', re.MULTILINE)


def compile_catalogue(locale: Path = LOCALE) -> list[str]:
    """Write one .mo per language; returns what is wrong (an id twice), empty when all is well."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    wrong = []
    for folder in sorted(path for path in locale.iterdir() if path.is_dir() and list(path.glob("*.po"))):
        whole = Catalog(locale=folder.name, fuzzy=False)
        seen: dict[str, str] = {}
        for area in sorted(folder.glob("*.po")):
            counted = Counter(ID.findall(area.read_text("utf-8")))  # Babel takes the last one silently
            wrong += [f"{folder.name}: {one!r} twice in {area.name}" for one, n in counted.items() if n > 1]
            with area.open("rb") as file:
                for message in read_po(file, locale=folder.name):
                    if not message.id:
                        continue
                    if first := seen.get(message.id):
                        wrong.append(f"{folder.name}: {message.id!r} in {first} and in {area.name}")
                    seen[message.id] = area.name
                    whole.add(message.id, message.string)
        target = folder / "LC_MESSAGES" / "kakehashi.mo"
        target.parent.mkdir(exist_ok=True)
        aside = target.with_suffix(f".{os.getpid()}")  # another process may be reading the old one
        with aside.open("wb") as file:
            write_mo(file, whole)
        aside.replace(target)
    return wrong


if __name__ == "__main__":
    problems = compile_catalogue()
    sys.exit("\n".join(problems) or 0)
