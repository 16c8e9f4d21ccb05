"""What is looked at every week, and what the last weeks showed: rows checks, columns weeks."""

from __future__ import annotations

from kakehashi.declaration.blocks import Cell, Column, Table
from kakehashi.declaration.cells import BLANK, Tone, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import Extra, item_table
from kakehashi.plan.measurement import CheckResult, WeeklyCheck

KEY = "measurement.checks"
MOST_WEEKS = 6
"""Weeks that a document shows."""

_TONES: dict[str, Tone] = {"good": "good", "watch": "warn", "bad": "warn"}


def weekly_checks(context: Context) -> Table | None:
    """The checks with their thresholds, what each of the last weeks showed, and the newest note."""
    checks = context.plan.items(WeeklyCheck)
    weeks = sorted({result.week for check in checks for result in check.results if result.week})[-MOST_WEEKS:]
    latest = context.column("note", "declaration.measurement.newest_note", "long_text", width=26)
    return item_table(
        context,
        WeeklyCheck,
        KEY,
        (
            "name", "looks_at", "threshold", "then", "owner",
            *(_week(context, week) for week in weeks),
            (latest, lambda check: words(_newest_note(context, check))),
        ),
        title="declaration.measurement.checks",
        widths={"name": 16, "looks_at": 24, "threshold": 14, "then": 24, "owner": 14},
    )  # fmt: skip


def _week(context: Context, week: str) -> Extra:
    def cell(check: WeeklyCheck) -> Cell:
        found = [result for result in check.results if result.week == week]
        return _result(context, found[-1]) if found else BLANK

    return Column(key=week, title=context.say("declaration.measurement.week", day=context.day(week)),
                  width=13), cell  # fmt: skip


def _result(context: Context, result: CheckResult) -> Cell:
    """The value; a verdict of attention stands beside it in words too."""
    value = context.typed(result.value).strip()
    verdict = context.choice("CheckResult.verdict", result.verdict) if result.verdict else ""
    if value and verdict and result.verdict != "good":
        value = context.say("declaration.with_note", value=value, note=verdict)
    return Cell(value=value or verdict or None, tone=_TONES.get(result.verdict, ""))


def _newest_note(context: Context, check: WeeklyCheck) -> str:
    dated = sorted(check.results, key=lambda result: result.week or "")
    notes = [note for result in dated if (note := context.typed(result.note).strip())]
    return notes[-1] if notes else ""
