"""`make docs-images`: the pictures of the documentation, from the sample plan in each language.

The window in both languages and themes, and the first page of each export. To be looked at before they are
committed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
IMAGES = REPO / "docs" / "images"
EDITION = 2
AUDIENCES = ("executives", "finance")
LANGUAGES = ("ja", "en")


def main() -> int:
    """Write docs/images; needs Chromium, LibreOffice and pdftoppm."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(
            QT_QPA_PLATFORM="offscreen",
            KAKEHASHI_HOME=str(folder / "home"),
            KAKEHASHI_NOW="2027-07-12T09:00:00",
        )
        for language in LANGUAGES:
            plan = folder / f"{language}.kakehashi"
            _kakehashi("sample", plan, "--language", language)
            _windows(plan, language)
            for audience in AUDIENCES:
                _documents(plan, folder, audience, language)
    return 0


def _windows(plan: Path, language: str) -> None:
    for theme in ("light", "dark"):
        target = IMAGES / f"window-{language}-{theme}.png"
        _kakehashi("window", plan, "--language", language, "--theme", theme, "--read-only",
                   "--size", "1280x800", "--screenshot", target)  # fmt: skip


def _documents(plan: Path, folder: Path, audience: str, language: str) -> None:
    stem = f"{audience}-{language}"
    for suffix in ("html", "xlsx"):
        _kakehashi("export", plan, folder / f"{stem}.{suffix}", "--audience", audience,
                   "--language", language, "--edition", EDITION)  # fmt: skip
    page = folder / f"{stem}.html"
    _run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         f"--user-data-dir={folder / 'chromium'}", "--hide-scrollbars", "--window-size=1280,1810",
         f"--screenshot={IMAGES / f'html-{stem}.png'}", page.as_uri())  # fmt: skip
    office = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    _run("soffice", office, "--headless", "--convert-to", "pdf",
         "--outdir", folder, folder / f"{stem}.xlsx")  # fmt: skip
    for number, what in ((1, "cover"), (2, "summary")):
        _run("pdftoppm", "-r", "80", "-png", "-f", number, "-l", number, "-singlefile",
             folder / f"{stem}.pdf", IMAGES / f"excel-{stem}-{what}")  # fmt: skip


def _kakehashi(*arguments: object) -> None:
    _run(sys.executable, "-m", "kakehashi.cli.main", *arguments)


def _run(*command: object) -> None:
    subprocess.run([str(each) for each in command], check=True, capture_output=True, timeout=300)


if __name__ == "__main__":
    sys.exit(main())
