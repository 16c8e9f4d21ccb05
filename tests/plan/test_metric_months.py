"""Metrics by month: ratios from their parts, the year by each metric's rule, what is reached, alarms."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kakehashi.plan.basis import About
from kakehashi.plan.item import Passport
from kakehashi.plan.kinds import only_id
from kakehashi.plan.metric_months import MetricMonths, from_data, metric_sheet
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan

M = ("2027-04", "2027-05", "2027-06")


def series(*values: float | str | None) -> dict[str, Decimal]:
    return {m: Decimal(str(v)) for m, v in zip(M, values, strict=False) if v is not None}


def sheet(*metrics: Metric, **about: object) -> dict[str, MetricMonths]:
    basis = About(id=only_id("About"), first_month=M[0], months=3, **about)  # type: ignore[arg-type]
    return {each.metric.id: each for each in metric_sheet(Plan("p", [basis, *metrics])).metrics}


WON = Metric(id="won", name="受注", target=series(3, 3, 4), actual=series(3, 2), alarm=Decimal("0.9"))
VALID = Metric(id="valid", name="有効商談", target=series(12, 12, 16), actual=series(10, 10))
RATE = Metric(
    id="rate",
    name="受注率",
    unit="rate",
    combines="ratio",
    formula="{won} / {valid}",
    target=series("0.25", "0.25", "0.25"),
)


def test_an_actual_ratio_follows_from_its_parts_until_it_is_typed() -> None:
    found = sheet(WON, VALID, RATE)["rate"]
    assert dict(found.actual) == series("0.3", "0.2")
    assert found.worked_out == {M[0], M[1]}
    assert found.year["actual"] == Decimal("0.25")  # 5 of 20, not the mean of the months
    typed = Metric(id="rate", combines="ratio", unit="rate", formula="{won} / {valid}", actual=series("0.5"))
    found = sheet(WON, VALID, typed)["rate"]
    assert dict(found.actual) == series("0.5", "0.2")
    assert found.worked_out == {M[1]}


@pytest.mark.parametrize(
    ("combines", "year"), [("sum", "10"), ("average", "3.333333333333333333333333333"), ("last", "4")]
)
def test_the_year_by_the_metrics_rule(combines: str, year: str) -> None:
    metric = Metric(id="m", combines=combines, target=series(3, 3, 4))  # type: ignore[arg-type]
    assert sheet(metric)["m"].year == {"target": Decimal(year), "actual": None}


def test_reached_to_date_and_alarms_by_month() -> None:
    found = sheet(WON)["won"]
    assert (found.to_date["target"], found.to_date["actual"]) == (6, 5)
    assert found.reached == Decimal(5) / 6
    assert found.alarms == {M[1]}
    assert found.alarm
    assert not sheet(WON, closed_through=M[0])["won"].alarm


def test_where_less_is_better() -> None:
    cost = Metric(
        id="c", better="down", combines="last", target=series(100), actual=series(125), alarm=Decimal("0.9")
    )
    found = sheet(cost)["c"]
    assert found.reached == Decimal("0.8")
    assert found.alarms == {M[0]}


def test_a_formula_that_leads_in_a_circle_gives_nothing() -> None:
    one = Metric(id="a", combines="ratio", formula="{b} / {b}", target=series(1))
    other = Metric(id="b", combines="ratio", formula="{a} / {a}")
    assert dict(sheet(one, other)["a"].actual) == {}


def test_months_taken_from_data_are_told_from_typed_ones() -> None:
    taken = Passport(origin="measured", source="SFA")
    metric = Metric(
        id="m",
        actual=series(1, 2, 3),
        actual_from={M[0]: "import", M[1]: "note"},
        target=series(1),
        target_from={M[0]: "import"},
        passports={"import": taken, "note": Passport(origin="assumed")},
    )
    assert from_data(metric, "actual", M[0]) == taken
    assert [from_data(metric, "actual", month) for month in M[1:]] == [None, None]
    assert from_data(metric, "target", M[0]) is None
