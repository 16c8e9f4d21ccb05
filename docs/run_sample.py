"""`make run`: the sample plan of a made-up company, its findings and checks, the documents and a window.

The plan is built by `kakehashi sample` (docs/sample.md); what follows works with one's own plan just so.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
OUT = REPO / "out"
AUDIENCES = {
    **dict.fromkeys(("executives", "sales", "finance", "it", "hr", "product", "service", "marketing"), ()),
    "partners": ("--parameter", "partner=スタジオ・ミチ"),
}


def main() -> int:
    """Build out/, print key figures and where things are, open the window if there is a display."""
    os.environ.update(
        KAKEHASHI_HOME=str(OUT / "home"),
        KAKEHASHI_NOW="2027-07-12T17:00:00",
        KAKEHASHI_PERSON="白石 恵美",
    )
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    plan = str(OUT / "sample.kakehashi")
    kakehashi("sample", plan, "--language", "ja", "--exports", str(OUT / "crm"))
    kakehashi("editions", plan)
    kakehashi("findings", plan, "funnel", "coverage")
    kakehashi("check", plan)
    for audience, parameter in AUDIENCES.items():
        for suffix in ("xlsx", "html", "md", "ics"):
            kakehashi(
                "export",
                plan,
                str(OUT / f"plan-{audience}.{suffix}"),
                "--audience",
                audience,
                *parameter,
                "--language",
                "ja",
                "--edition",
                "2",  # as declared; the approvals came after it
            )
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    chosen = os.environ.pop("QT_QPA_PLATFORM", None)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    picture = str(OUT / "window.png")
    kakehashi("window", plan, "--language", "ja", "--read-only", "--screenshot", picture)
    print(*sorted(str(path.relative_to(REPO)) for path in OUT.iterdir() if path.is_file()), sep="\n")
    kakehashi("forecast", plan)  # the key figures stand last
    if not display and not chosen:
        return 0
    os.environ.pop("QT_QPA_PLATFORM")
    if chosen:
        os.environ["QT_QPA_PLATFORM"] = chosen
    return run_apart("window", plan, "--language", "ja")


def kakehashi(*arguments: str) -> None:
    """One command, told before it runs; ends the script when it fails."""
    print(f"\n$ kakehashi {' '.join(arguments)}".replace(f"{REPO}{os.sep}", ""), flush=True)
    code = run_apart(*arguments)
    if code:
        sys.exit(code)


def run_apart(*arguments: str) -> int:
    """The exit code of a command in a process of its own, as a person would start it."""
    import subprocess

    return subprocess.run([sys.executable, "-m", "kakehashi.cli.main", *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
