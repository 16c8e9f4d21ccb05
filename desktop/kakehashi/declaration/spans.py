"""The columns of a table by month: months, halves of the fiscal year, the whole."""

from __future__ import annotations

from typing import Literal

import msgspec

from kakehashi.declaration.blocks import Cell, Column, Kind
from kakehashi.declaration.cells import plus, ref, worked_out
from kakehashi.plan.basis import About
from kakehashi.plan.formula import Expression
from kakehashi.plan.months import months_from
from kakehashi.words import Language, month, text

TOTAL = "total"


class Span(msgspec.Struct, frozen=True):
    """A month, a half or the whole: a column's key and title, and the months it stands for."""

    key: str
    title: str
    months: tuple[str, ...]
    kind: Literal["month", "half", "total"]
    group: str = ""
    closed: bool = False


def month_spans(about: About, language: Language) -> tuple[Span, ...]:
    """The plan's months, each under its half of the fiscal year."""
    return tuple(
        Span(
            key=each,
            title=month(each, language, year=False),
            months=(each,),
            kind="month",
            group=_half_title(each, about.fiscal_start, language),
            closed=about.closed_through is not None and each <= about.closed_through,
        )
        for each in months_from(about.first_month, about.months)
    )


def half_spans(about: About, language: Language) -> tuple[Span, ...]:
    """The halves of fiscal years that the plan covers; none when it lies within one."""
    by_half: dict[tuple[int, int], list[str]] = {}
    for each in months_from(about.first_month, about.months):
        by_half.setdefault(_half(each, about.fiscal_start), []).append(each)
    if len(by_half) < 2:
        return ()
    return tuple(
        Span(
            key=f"{year}-h{half}",
            title=_half_title(months[0], about.fiscal_start, language),
            months=tuple(months),
            kind="half",
        )
        for (year, half), months in by_half.items()
    )


def total_span(about: About, language: Language) -> Span:
    """The whole plan."""
    months = months_from(about.first_month, about.months)
    whole_year = about.months == 12 and int(about.first_month[5:]) == about.fiscal_start
    title = text("declaration.span.year" if whole_year else "declaration.span.total", language)
    return Span(key=TOTAL, title=title, months=months, kind="total")


def all_spans(about: About, language: Language) -> tuple[Span, ...]:
    """Months (side by side, so that a chart can take them), then halves, then the whole."""
    return (*month_spans(about, language), *half_spans(about, language), total_span(about, language))


def calendar_years(months: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """A calendar year below the first month and each January, '' below the others."""
    return tuple(
        text("declaration.calendar_year", language, year=each[:4]) if at == 0 or each.endswith("-01") else ""
        for at, each in enumerate(months)
    )


def column(span: Span, kind: Kind, digits: int = 0) -> Column:
    """The table's column of a span."""
    return Column(
        key=span.key,
        title=span.title,
        kind=kind,
        digits=digits,
        group=span.group,
        closed=span.closed,
        strong_left=span.kind == "total",
    )


def sums(block: str, row: str, spans: tuple[Span, ...]) -> tuple[Cell, ...]:
    """The cells of halves and the whole as sums over the months of the same row."""
    return tuple(worked_out(sum_of(block, row, span.months)) for span in spans if span.kind != "month")


def sum_of(block: str, row: str, months: tuple[str, ...]) -> Expression | None:
    """The sum over months of a row."""
    return plus(ref(block, row, each) for each in months)


def _half(value: str, fiscal_start: int) -> tuple[int, int]:
    year, calendar = int(value[:4]), int(value[5:])
    since = (calendar - fiscal_start) % 12
    return (year if calendar >= fiscal_start else year - 1), since // 6 + 1


def _half_title(value: str, fiscal_start: int, language: Language) -> str:
    year, half = _half(value, fiscal_start)
    name = text("declaration.span.h1" if half == 1 else "declaration.span.h2", language)
    return text("declaration.span.half", language, year=str(year), half=name)
