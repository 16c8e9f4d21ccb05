"""All findings on a large house list: seconds, and how they grow from 100,000 leads to 1,000,000.

The tables are made in the engine, as an import leaves them; five leads a deal, ten a company, an activity for
every third deal. The plan has two segments with conditions, conditions on leads, a follow rule and metrics.
Seconds are those of the processor, all threads together: the runs are too long to be timed in turns on a
shared machine. Leaves out: importing, and matching the companies, which the first, uncounted run does.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

import msgspec
from tests.benchmarks.timing import Ratio

from kakehashi.evidence.findings import FINDINGS, Asking, findings
from kakehashi.evidence.profile import Profile
from kakehashi.evidence.workspace import data_table, engine, refresh_views, transaction
from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.handoff import ServiceLevel
from kakehashi.plan.measurement import DataFlow
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan
from kakehashi.plan.targets import CompanyCondition, FollowRule, LeadCondition, Phase, Segment

RUNS = 3
SIZES = (100_000, 1_000_000)
BOUND = 1.2

# n is the number of the row; the remainders by primes stand for chance that is the same every time.
_TABLES = {
    "company": (
        10,
        """SELECT n AS source_row, 'C' || n AS company_id, 'Company ' || n AS name, n || '.example' AS domain,
        'industry ' || (n % 17) AS industry, CAST(n * 7919 % 6000 AS BIGINT) AS employees,
        'region ' || (n % 47) AS region, 'tier ' || (n % 3) AS tier""",
    ),
    "lead": (
        1,
        """SELECT n AS source_row, 'L' || n AS lead_id, n || '@' || (n % {companies}) || '.example' AS email,
        (n % {companies}) || '.example' AS domain,
        CASE WHEN n % 4 = 0 THEN 'manager' ELSE 'engineer' END || ' ' || (n % 97) AS job_title,
        'source ' || (n % 11) AS source, 'phase ' || (n % 6) AS phase,
        DATE '2023-01-01' + CAST(n * 31 % 1100 AS INTEGER) AS created_on,
        CASE WHEN n % 9 = 0 THEN DATE '2023-02-01' + CAST(n * 31 % 1100 AS INTEGER) END AS handed_on,
        CASE WHEN n % 18 = 0
            THEN DATE '2023-02-01' + CAST(n * 31 % 1100 + n % 13 AS INTEGER) END AS accepted_on,
        CASE WHEN n % 27 = 9 THEN DATE '2023-02-03' + CAST(n * 31 % 1100 AS INTEGER) END AS returned_on,
        CASE WHEN n % 27 = 9 THEN 'reason ' || (n % 7) END AS return_reason""",
    ),
    "opportunity": (
        5,
        """SELECT n AS source_row, 'D' || n AS opportunity_id, 'L' || (n * 5) AS lead_id,
        (n % {companies}) || '.example' AS domain, 'Deal ' || n AS name, 'stage ' || (n % 6) AS stage,
        CAST(n % 900 * 1000 AS DECIMAL(38, 10)) AS amount, 'source ' || (n % 11) AS source,
        'owner ' || (n % 60) AS owner, 'reason ' || (n % 23) AS reason,
        CASE n % 5 WHEN 0 THEN 'won' WHEN 1 THEN 'open' ELSE 'lost' END AS outcome,
        DATE '2023-03-01' + CAST(n * 37 % 1000 AS INTEGER) AS created_on,
        CASE WHEN n % 3 > 0 THEN DATE '2023-03-20' + CAST(n * 37 % 1000 AS INTEGER) END AS valid_on,
        CASE WHEN n % 5 <> 1
            THEN DATE '2023-03-01' + CAST(n * 37 % 1000 + n % 211 AS INTEGER) END AS closed_on,
        CAST(NULL AS VARCHAR) AS standing""",
    ),
    "activity": (
        15,
        """SELECT n AS source_row, 'A' || n AS activity_id, 'D' || (n * 3) AS opportunity_id, 'call' AS kind,
        'owner ' || (n % 60) AS owner, 'said' AS content,
        CASE WHEN n % 4 > 0 THEN 'good' END AS result,
        DATE '2023-06-01' + CAST(n * 41 % 1000 AS INTEGER) AS happened_on""",
    ),
    "spend": (
        1000,
        """SELECT n AS source_row, DATE '2023-01-01' AS month, 'campaign ' || (n % 9) AS campaign,
        CAST(n AS DECIMAL(38, 10)) AS amount""",
    ),
}


def filled(folder: Path, leads: int) -> Path:
    """Evidence with so many leads."""
    folder.mkdir(parents=True)
    with engine(folder) as connection, transaction(connection):
        for number, (table, (every, select)) in enumerate(_TABLES.items(), 1):
            rows, name = leads // every, data_table(table, str(number))
            sql = select.format(companies=leads // 10)
            rows_of = f"({sql} FROM range({rows}) AS numbers (n))"
            sql = f"SELECT *, CAST(NULL AS VARCHAR) AS superseded_by FROM {rows_of}"
            connection.execute(f"CREATE TABLE {name} AS {sql}")
            profile = msgspec.json.encode(Profile(table=table)).decode()
            connection.execute(
                """INSERT INTO imports BY NAME SELECT ? AS id, ? AS table_name, ? AS name, ? AS sha256,
                '2026-01-01' AS imported_on, 'replace' AS mode, ? AS rows_read, ? AS rows_loaded,
                0 AS rows_aside, 0 AS rows_superseded, ? AS profile""",
                [str(number), table, table, table, rows, rows, profile],
            )
        refresh_views(connection)
    return folder


def plan() -> Plan:
    """What the data are held against."""
    return Plan(
        "benchmark",
        [
            Segment(id="s1", name="One", tier="tier_1"),
            Segment(id="s2", name="Two", tier="tier_2"),
            CompanyCondition(
                id="c1",
                segment="s1",
                data_field="industry",
                values=tuple(f"industry {n}" for n in range(6)),
            ),
            CompanyCondition(
                id="c2", segment="s2", data_field="employees", operator="at_least", values=("900",)
            ),
            CompanyCondition(id="c3", data_field="region", values=("region 3",), side="exclude"),
            LeadCondition(id="l", segment="s1", data_field="job_title", values=("manager",)),
            Phase(id="p", name="Compare", data_values=("phase 1", "phase 2")),
            FollowRule(id="f", phase="p", decision="follow_now"),
            ServiceLevel(id="v", lead_type="All", accept_hours=16),  # type: ignore[arg-type]
            Metric(id="won", name="Won", follows="won"),
            DataFlow(id="w", metric="won"),
            BudgetLine(id="b", name="campaign 1"),
        ],
    )


def measure(folder: Path) -> list[Ratio]:
    """Growth of all findings, with the seconds that both sizes take."""
    asking = Asking(plan=plan())
    places = {size: filled(folder / f"leads{size}", size) for size in SIZES}
    seconds: dict[int, list[float]] = {size: [] for size in SIZES}
    for run in range(RUNS + 1):
        for size, place in places.items():
            start = time.process_time()
            _all(place, asking)
            if run:
                seconds[size].append(time.process_time() - start)
    few, many = (statistics.median(seconds[size]) for size in SIZES)
    name = "all findings on 1,000,000 leads and 200,000 deals / ten times those on a tenth"
    return [Ratio(name, many, few * 10, BOUND)]


def _all(workspace: Path, asking: Asking) -> None:
    found = findings(workspace, "2026-02-01", asking)
    missing = set(FINDINGS) - {each.key for each in found}
    assert not missing, missing


def by_finding(folder: Path) -> None:
    """Seconds of each finding at both sizes: python -m tests.benchmarks.findings DIR."""
    asking = Asking(plan=plan())
    for size in SIZES:
        place = filled(folder / f"leads{size}", size)
        for key in FINDINGS:
            start, cpu = time.perf_counter(), time.process_time()
            findings(place, "2026-02-01", asking, (key,))
            cpu = time.process_time() - cpu
            print(f"{size:>9,}  {time.perf_counter() - start:6.2f} s, {cpu:6.2f} s of the processor  {key}")


if __name__ == "__main__":
    os.environ["KAKEHASHI_HOME"] = str(Path(sys.argv[1]) / "home")
    by_finding(Path(sys.argv[1]))
