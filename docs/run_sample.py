"""`make run`: a sample plan from a starter and a made-up CRM export, the whole way to documents and a window.

Everything goes through the command line, so that the same steps work with one's own files (see README).
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
OUT = REPO / "out"
ANSWERS = (  # what a starter leaves open: the metric and who was asked, the answer, who gave it
    ("新規受注額・経営会議", "agreed", "代表取締役社長"),
    ("新規受注額・営業部", "agreed", "営業部長"),
    ("受注件数・営業部", "agreed", "営業部長"),
    ("有効商談数・営業部", "objected", "営業部長"),
    ("有効商談数・インサイドセールス課", "agreed", "インサイドセールス課長"),
    ("商談数・インサイドセールス課", "agreed", "インサイドセールス課長"),
    ("マーケティング費用・経理財務部", "agreed", "経理財務部長"),
)


def main() -> int:
    """Build out/, print key figures and where things are, open the window if there is a display."""
    os.environ.update(
        KAKEHASHI_HOME=str(OUT / "home"),
        KAKEHASHI_NOW="2027-04-01T09:00:00",
        KAKEHASHI_PERSON="白石 恵美",
    )
    from kakehashi.sample.world import STYLES, write_world

    shutil.rmtree(OUT, ignore_errors=True)
    write_world(OUT / "crm")
    plan = str(OUT / "sample.kakehashi")
    kakehashi(
        "new",
        plan,
        "--starter",
        "b2b-saas",
        "--language",
        "ja",
        "--company",
        "ツムギ計測株式会社",
        "--first-month",
        "2027-04",
    )
    for table, style in STYLES.items():
        told = ("--repeats", "first") if table == "contract" else ()  # the older record of a contract
        kakehashi("import", plan, str(OUT / "crm" / style.file), "--table", table, *told)
    for asked, state, by in ANSWERS:
        for field, value in (("state", state), ("by", by), ("date", "2027-03-24")):
            kakehashi("set", plan, f"Agreement:{asked}", field, value)
    kakehashi("findings", plan)
    kakehashi("adopt", plan, "funnel")
    kakehashi("adopt", plan, "spend")
    kakehashi("check", plan, fine=(0, 1))
    kakehashi("declare", plan, "--note", "2027年度 計画の初版")
    for audience in ("executives", "finance"):
        for suffix in ("xlsx", "html"):
            kakehashi(
                "export",
                plan,
                str(OUT / f"plan-{audience}.{suffix}"),
                "--audience",
                audience,
                "--language",
                "ja",
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


def kakehashi(*arguments: str, fine: tuple[int, ...] = (0,)) -> None:
    """One command, told before it runs; ends the script when it fails."""
    print(f"\n$ kakehashi {' '.join(arguments)}".replace(f"{REPO}{os.sep}", ""), flush=True)
    code = run_apart(*arguments)
    if code not in fine:
        sys.exit(code)


def run_apart(*arguments: str) -> int:
    """The exit code of a command in a process of its own, as a person would start it."""
    import subprocess

    return subprocess.run([sys.executable, "-m", "kakehashi.cli.main", *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
