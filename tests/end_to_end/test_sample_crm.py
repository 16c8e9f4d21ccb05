"""The made-up CRM export: the same bytes for a seed, dirt as told, and the funnel that it was drawn from."""

from __future__ import annotations

import csv
import importlib.util
import re
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from statistics import mean
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "installers" / "sample_crm.py"
FILES = {"opportunities": "utf-8-sig", "leads": "cp932", "spend": "utf-8-sig"}
Row = list[str]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_crm", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def folder(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("crm")
    script.write_crm(made)
    return made


@pytest.fixture(scope="module")
def counts(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    return script.write_crm(tmp_path_factory.mktemp("counts"))


def table(folder: Path, name: str) -> tuple[Row, list[Row]]:
    with (folder / f"{name}.csv").open(encoding=FILES[name], newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def sound(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows as they stand in the columns, without the ragged ones and second copies."""
    header, rows = table(folder, name)
    found: dict[str, dict[str, str]] = {}
    for at, row in enumerate(rows):
        if len(row) == len(header):
            found.setdefault(row[0] or f"row {at}", dict(zip(header, row, strict=True)))
    return list(found.values())


def test_the_same_seed_gives_the_same_bytes(script: ModuleType, folder: Path, tmp_path: Path) -> None:
    script.write_crm(tmp_path / "again")
    script.write_crm(tmp_path / "other", seed=7)
    for name in FILES:
        bytes_now = (folder / f"{name}.csv").read_bytes()
        assert bytes_now == (tmp_path / "again" / f"{name}.csv").read_bytes()
        assert bytes_now != (tmp_path / "other" / f"{name}.csv").read_bytes()


def test_encodings_are_those_of_real_exports(folder: Path) -> None:
    assert (folder / "opportunities.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    leads = (folder / "leads.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        leads.decode()
    assert "髙橋" in leads.decode("cp932")
    assert "㈱" in leads.decode("cp932")
    for name in FILES:
        raw = (folder / f"{name}.csv").read_bytes()
        assert raw.count(b"\n") == raw.count(b"\r\n")


def test_counts_are_those_of_the_files(folder: Path, counts: dict[str, int]) -> None:
    for name, size in (("opportunities", 886), ("leads", 4006), ("spend", 222)):
        header, rows = table(folder, name)
        assert len(rows) == counts[name] == size
        keys = Counter(row[0] for row in rows)
        found = {
            "ragged": sum(len(row) != len(header) for row in rows),
            "missing_id": keys[""],
            "missing_month": keys[""],
            "repeated_id": sum(many - 1 for key, many in keys.items() if key),
            "impossible_date": sum("2026/02/30" in row for row in rows),
            "impossible_month": sum("2026/13" in row for row in rows),
            "amount_is_text": sum("別途見積" in row or "未確定" in row for row in rows),
            "empty_date": sum(row[header.index("作成日")] == "" for row in rows) if "作成日" in header else 0,
        }
        told = {key.split(".")[1] for key in counts if key.startswith(f"{name}.")} - {"won", "won_amount"}
        assert len(told) >= 3
        for reason in told:
            assert found[reason] == counts[f"{name}.{reason}"], (name, reason)


def test_the_command_says_the_counts(counts: dict[str, int], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, tmp_path], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout.splitlines() == [f"{name}: {many:,}" for name, many in counts.items()]


def share(yes: int, no: int) -> float:
    return yes / (yes + no)


def test_the_funnel_is_the_one_that_was_drawn(folder: Path, counts: dict[str, int]) -> None:
    leads, deals = sound(folder, "leads"), sound(folder, "opportunities")
    status = Counter(row["リード状況"] for row in leads)
    followed = status["フォロー中"] + status["差し戻し"] + status["商談化"]
    assert share(followed, status["対象外"]) == pytest.approx(0.25, abs=0.01)
    assert share(status["商談化"], status["差し戻し"]) == pytest.approx(0.20, abs=0.01)
    valid = [row for row in deals if row["有効化日"]]
    dropped = [row for row in deals if row["フェーズ"] == "失注" and not row["有効化日"]]
    assert share(len(valid), len(dropped)) == pytest.approx(0.50, abs=0.015)
    phase = Counter(row["フェーズ"] for row in valid)
    assert share(phase["受注"], phase["失注"]) == pytest.approx(0.25, abs=0.015)
    assert sum(phase.values()) > phase["受注"] + phase["失注"]  # some are still open
    won = [int(row["金額"].lstrip("¥").replace(",", "")) for row in deals if row["フェーズ"] == "受注"]
    assert (len(won), sum(won)) == (counts["opportunities.won"], counts["opportunities.won_amount"])
    assert mean(won) == pytest.approx(6_200_000, rel=0.05)


def months_between(first: str, second: str) -> float:
    days = datetime.strptime(second, "%Y/%m/%d") - datetime.strptime(first, "%Y/%m/%d")
    return days.days / 30.4


def readable(*days: str) -> bool:
    return all(day and day != "2026/02/30" for day in days)


def test_the_waits_are_those_that_were_drawn(folder: Path) -> None:
    """A little shorter than drawn, as in real data: the longest waits are not over yet."""
    leads, deals = sound(folder, "leads"), sound(folder, "opportunities")
    made = {row["商談ID"]: row["作成日"] for row in deals if row["商談ID"]}
    waits = {
        "follow": [(row["作成日"], row["フォロー開始日"]) for row in leads],
        "opportunity": [(row["フォロー開始日"], made.get(row["商談ID"], "")) for row in leads],
        "valid": [(row["作成日"], row["有効化日"]) for row in deals],
        "won": [(row["有効化日"], row["完了予定日"]) for row in deals if row["フェーズ"] == "受注"],
    }
    found = {
        step: mean(months_between(*pair) for pair in pairs if readable(*pair))
        for step, pairs in waits.items()
    }
    assert found["follow"] < 0.2
    assert found["opportunity"] == pytest.approx(2, abs=0.3)
    assert found["valid"] == pytest.approx(1, abs=0.15)
    assert found["won"] == pytest.approx(3, abs=0.4)


def test_leads_and_deals_belong_together(folder: Path) -> None:
    leads, deals = sound(folder, "leads"), sound(folder, "opportunities")
    converted = {row["商談ID"] for row in leads if row["商談ID"]}
    assert len(converted) > 150
    _, rows = table(folder, "opportunities")
    ids = {row[0] for row in rows}
    assert len(converted - ids) <= 4  # those whose deal has lost its id
    for row in (*leads, *deals):
        for day in (row["作成日"], row.get("有効化日", ""), row.get("フォロー開始日", "")):
            assert not readable(day) or "2025/04/01" <= day <= "2027/03/31"


def test_companies_are_written_as_people_write_them(folder: Path) -> None:
    names = " ".join(row["会社名"] for row in sound(folder, "leads"))
    for form in (
        "株式会社",
        "(株)",
        "（株）",
        "㈱",
        "有限会社",
        "(有)",
        "㈲",
        "合同会社",
        "(同)",
        "一般社団法人",
    ):
        assert form in names
    assert re.search(r"(^| )株式会社\S", names)
    assert re.search(r"\S株式会社( |$)", names)
    assert all(row["メール"].endswith(".example.co.jp") for row in sound(folder, "leads"))
