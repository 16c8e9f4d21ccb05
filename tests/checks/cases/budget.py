"""Cases of the checks of budget: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetLine, Criterion, Experiment, Measure, Seasonality
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.item import Figure, Item, Passport
from kakehashi.plan.kinds import only_id
from kakehashi.plan.measurement import Tool
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.simulation import FunnelStep
from kakehashi.plan.targets import Coverage

ABOUT = About(id=only_id("About"), first_month="2027-04", months=12, closed_through="2027-06")
AGENCY = Partner(id="p", name="制作会社", monthly_fee=Decimal(100), start="2027-04", end="2027-06")


def figure(value: str) -> Figure:
    return Figure(value=Decimal(value), passport=Passport(origin="measured", source="MA"))


def shares(*values: str) -> dict[str, Decimal]:
    return {f"2027-{4 + at:02}": Decimal(value) for at, value in enumerate(values)}


def months(*values: int) -> dict[str, Decimal]:
    return shares(*map(str, values))


def mails(drawn: int, new: int = 0) -> list[Item]:
    """A house list of 1,000 people, a measure that draws from it, and new leads in the plan."""
    return [
        ABOUT,
        FunnelStep(id="lead", marks="lead", rate=figure("0.5"), lag=figure("0"), position="a0"),
        FunnelStep(id="won", marks="won", position="a1"),
        Coverage(id="c", people=figure("400"), people_outside=figure("600")),
        Measure(
            id="m",
            name="掘り起こし",
            drawn_from="house_list",
            serves="lost",
            expected=months(500, drawn - 500),
        ),
        Measure(id="n", name="展示会", expected=months(new)),
    ]


CASES: list[tuple[str, list[Item], list[Item]]] = [
    (
        "seasonality_not_whole",
        [Seasonality(id="s", shares=shares("0.3", "0.3", "0.3"))],
        [Seasonality(id="s", shares=shares("0.3333", "0.3333", "0.3333"))],
    ),
    (
        "seasonality_not_whole",
        [Seasonality(id="s", shares=shares("0", "0"))],
        [Seasonality(id="s", shares=shares("0", "1"))],
    ),
    (
        "seasonality_total",
        [
            ABOUT,
            Seasonality(id="s", spreads="b", total=Decimal(100)),
            BudgetLine(id="b", planned=months(60, 41)),
        ],
        [
            ABOUT,
            Seasonality(id="s", spreads="b", total=Decimal(100)),
            BudgetLine(id="b", planned=months(60, 40)),
        ],
    ),
    ("house_list_overdrawn", mails(1001), mails(1000)),
    ("house_list_overdrawn", mails(1001), [*mails(1001)[:3], *mails(1001)[4:]]),
    ("house_list_overdrawn", mails(1201, new=200), mails(1200, new=200)),
    (
        "experiment_not_decidable",
        [Experiment(id="e", hypothesis="2倍になる", criteria=(Criterion(metric="k"),))],
        [
            Experiment(
                id="e", hypothesis="2倍になる", criteria=(Criterion(metric="k"),), decide_on="2027-08-01"
            )
        ],
    ),
    (
        "experiment_undecided",
        [ABOUT, Experiment(id="e", decide_on="2027-06-15")],
        [ABOUT, Experiment(id="e", decide_on="2027-07-01")],
    ),
    (
        "tool_without_category",
        [Tool(id="t", monthly_cost=Decimal(5)), BudgetCategory(id="it", name="IT", code="it")],
        [Tool(id="t"), BudgetCategory(id="it", name="IT", code="it")],
    ),
    (
        "tool_cost_without_start",
        [Tool(id="t", initial_cost=Decimal(5))],
        [Tool(id="t", initial_cost=Decimal(5), start="2027-05")],
    ),
    (
        "cost_beside_fee",
        [AGENCY, ContentAsset(id="a", cost=Decimal(5), owner="p", due="2027-06-30")],
        [AGENCY, ContentAsset(id="a", cost=Decimal(5), owner="p", due="2027-07-01")],
    ),
    (
        "cost_beside_fee",
        [
            AGENCY,
            Role(id="r", partner="p"),
            ContentAsset(id="a", cost=Decimal(5), owner="r", due="2027-06-30"),
        ],
        [AGENCY, Role(id="r"), ContentAsset(id="a", cost=Decimal(5), owner="r", due="2027-06-30")],
    ),
    ("measure_without_outcome", [Measure(id="m")], [Measure(id="m", big_move="b")]),
]
