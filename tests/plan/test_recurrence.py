"""Recurrence rules, read into their parts."""

from __future__ import annotations

import pytest

from kakehashi.plan.recurrence import OnWeekday, Recurrence, recurrence


@pytest.mark.parametrize(
    ("cadence", "read"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", Recurrence(every="week", weekdays=(OnWeekday("MO"),))),
        (
            "RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;UNTIL=20280331T000000Z",
            Recurrence(every="month", interval=3, weekdays=(OnWeekday("FR", -1),), until="2028-03-31"),
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,-1;COUNT=4",
            Recurrence(every="month", weekdays=(OnWeekday("MO"), OnWeekday("TU")), places=(1, -1), count=4),
        ),
        (
            "FREQ=YEARLY;BYMONTH=4,10;BYMONTHDAY=-1;WKST=SU",
            Recurrence(every="year", months=(4, 10), days_of_month=(-1,), week_begins="SU"),
        ),
        (
            "FREQ=DAILY;BYHOUR=9;BYMINUTE=30;BYSECOND=0",
            Recurrence(every="day", hours=(9,), minutes=(30,), seconds=(0,)),
        ),
        (
            "FREQ=YEARLY;BYWEEKNO=20;BYYEARDAY=-10",
            Recurrence(every="year", weeks=(20,), days_of_year=(-10,)),
        ),
    ],
)
def test_a_rule_is_read(cadence: str, read: Recurrence) -> None:
    assert recurrence(cadence) == read


@pytest.mark.parametrize(
    "cadence",
    [
        "",
        "毎週月曜",
        "BYDAY=MO",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=MONDAY",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20280331",
        "FREQ=WEEKLY;UNTIL=2028-03-31",
        "FREQ=WEEKLY;UNTIL=20280230",
        "FREQ=WEEKLY;UNTIL=00000230",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYMONTH=-1",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=WEEKLY;X-WHERE=here",
        "FREQ=WEEKLY\nSUMMARY:hello",
    ],
)
def test_what_is_no_rule_is_not_guessed(cadence: str) -> None:
    assert recurrence(cadence) is None
