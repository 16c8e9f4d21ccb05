"""`make docs-images`: the pictures of the documentation, from the sample that `make run` builds.

The window in both languages and themes, and the first page of each export. To be looked at before they are
committed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
IMAGES = REPO / "docs" / "images"
PLAN = REPO / "out" / "sample.kakehashi"
AUDIENCES = ("executives", "finance")
LANGUAGES = ("ja", "en")


def main() -> int:
    """Write docs/images; needs out/sample.kakehashi, Chromium, LibreOffice and pdftoppm."""
    if not PLAN.exists():
        print("First: make run")
        return 2
    os.environ.update(
        QT_QPA_PLATFORM="offscreen",
        KAKEHASHI_HOME=str(REPO / "out" / "home"),
        KAKEHASHI_NOW="2027-04-01T09:00:00",
    )
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = folder / "sample.kakehashi"
        shutil.copyfile(PLAN, plan)
        _windows(plan)
        for audience in AUDIENCES:
            for language in LANGUAGES:
                _documents(plan, folder, audience, language)
    return 0


def _windows(plan: Path) -> None:
    for language in LANGUAGES:
        for theme in ("light", "dark"):
            target = IMAGES / f"window-{language}-{theme}.png"
            _kakehashi("window", plan, "--language", language, "--theme", theme, "--read-only",
                       "--size", "1280x800", "--screenshot", target)  # fmt: skip


def _documents(plan: Path, folder: Path, audience: str, language: str) -> None:
    stem = f"{audience}-{language}"
    for suffix in ("html", "xlsx"):
        _kakehashi(
            "export", plan, folder / f"{stem}.{suffix}", "--audience", audience, "--language", language
        )
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
