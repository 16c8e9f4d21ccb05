"""Write the section 'The world' of docs/sample.md: what is true in the made-up world, from the code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kakehashi.sample.truth import (
    CAMPAIGNS,
    INDUSTRIES,
    LOST_EARLY,
    LOST_LATE,
    ONLY_SECOND_YEAR,
    OWN_SOURCES,
    OWNERS,
    REACHED,
    RETURNED,
    SIZES,
    SOURCES,
    Truth,
)
from kakehashi.sample.wording import Wording
from kakehashi.sample.world import SEED, STYLES, World, make_world

TARGET = Path(__file__).with_name("sample.md")
BEGIN, END = "<!-- the world: docs/make_world_table.py -->\n", "<!-- end of the world -->\n"
JA, EN = Wording("ja"), Wording("en")
STEPS = (
    ("follow", "lead → follow lead"),
    ("opportunity", "follow lead → opportunity"),
    ("valid", "opportunity → valid opportunity"),
    ("won", "valid opportunity → won"),
)


def section() -> str:
    """The tables as they should stand between the two marks."""
    truth, world = Truth(), make_world()
    parts = [
        _files(world),
        _steps(truth),
        _sources(truth),
        _profile(truth),
        _reasons(truth),
        _owners(),
        _spend(truth, world),
        _others(truth, world),
    ]
    return "\n".join("\n".join(part) + "\n" for part in parts)


def whole_text() -> str:
    """The page with these tables in it."""
    page = TARGET.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    return before + BEGIN + "\n" + section() + "\n" + END + rest.split(END)[1]


def _table(title: str, header: str, rows: Iterable[Iterable[object]], note: str = "") -> Iterator[str]:
    yield f"**{title}**{note and f' ({note})'}\n"
    cells = [[str(cell) for cell in row] for row in rows]
    yield f"| {header} |"
    yield "|" + "|".join("---:" if _figures(column) else "---" for column in zip(*cells, strict=True)) + "|"
    for row in cells:
        yield f"| {' | '.join(row)} |"


def _figures(column: Iterable[str]) -> bool:
    return all(re.fullmatch(r"[(]?[\d,.]*%?[)]?", cell) for cell in column)


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _both(kind: str, name: str) -> str:
    return f"{EN.word(kind, name)} {JA.word(kind, name)}"


def _files(world: World) -> Iterator[str]:
    return _table(
        "Files",
        "file | written like | sound rows | dirty rows, by the reason for which they are set aside",
        (
            (
                f"`{style.file}`",
                STYLE_WORDS[table],
                f"{world.rows[table]:,}",
                ", ".join(f"{reason} {many}" for reason, many in world.planted[table].items()),
            )
            for table, style in STYLES.items()
        ),
        f"the world of `make run`, seed {SEED}, in Japanese; in English all are UTF-8",
    )


STYLE_WORDS = {
    "company": "workbook saved as CSV, CP932, two title lines",
    "lead": "marketing tool, UTF-8 with BOM",
    "opportunity": "Salesforce report, CP932, all cells quoted",
    "activity": "CRM export, UTF-8, date and time",
    "spend": "finance's workbook, CP932, subtotals and total",
    "contract": "small database, UTF-8 with BOM",
    "voice": "form, UTF-8",
}


def _steps(truth: Truth) -> Iterator[str]:
    rows = []
    for step, name in STEPS:
        shares = truth.wait_shares(step, 6)
        rows.append(
            (
                name,
                _percent(truth.rate(step)),
                f"{truth.wait(step):.1f}",
                *(f"{max(share, 0):.0%}" for share in shares),
            )
        )
    return _table(
        "The funnel", "step | rate | months, mean | 0 months later | 1 | 2 | 3 | 4 | 5 | 6 or more", rows
    )


def _sources(truth: Truth) -> Iterator[str]:
    rows: list[tuple[object, ...]] = [
        (
            _both("source", each.name),
            _percent(each.share),
            _percent(each.follow),
            _percent(each.opportunity),
            _percent(each.valid) if each.opportunity else "",
            _percent(truth.rate("won", each.name)) if each.opportunity else "",
            _percent(each.dormant),
        )
        for each in SOURCES
    ]
    rows += [
        (
            _both("source", each.name),
            f"({_percent(each.share)})",
            "",
            "",
            _percent(each.valid),
            _percent(truth.rate("won", each.name)),
            "",
        )
        for each in OWN_SOURCES
    ]
    return _table(
        "Sources",
        "source | share | → follow lead | → opportunity | → valid | → won | never decided",
        rows,
        "in brackets: share of the deals that sales finds without a lead",
    )


def _profile(truth: Truth) -> Iterator[str]:
    yield from _table(
        "Valid opportunity → won, by industry and employees",
        "industry | share of targets | rate",
        (
            (_both("industry", each.name), _percent(each.share), _percent(truth.win_rate(industry=each.name)))
            for each in INDUSTRIES
        ),
    )
    yield ""
    yield "| employees | share of targets | rate | months to the end | mean value, 万円 |"
    yield "|---|---:|---:|---:|---:|"
    for size in SIZES:
        value = size.value * (1 + truth.big * (truth.big_factor - 1))
        yield (
            f"| {size.name} | {_percent(size.share)} | {_percent(truth.win_rate(size=size.name))} |"
            f" {truth.waits['won'] * size.wait:.1f} | {value / 10_000:,.0f} |"
        )


def _reasons(truth: Truth) -> Iterator[str]:
    known, in_the_end = truth.reasons(), truth.reasons(in_the_end=True)
    return _table(
        "Reasons of lost deals",
        "reason | before valid | after valid | of all lost by the last day | of all in the end",
        (
            (
                _both("lost", name),
                _percent(LOST_EARLY.get(name, 0)),
                _percent(LOST_LATE.get(name, 0)),
                _percent(known[name]),
                _percent(in_the_end[name]),
            )
            for name in known
        ),
    )


def _owners() -> Iterator[str]:
    return _table(
        "Who logs how",
        "owner | share | deals that fall asleep, a step | lost without a reason | contacts logged"
        " | complete logs | days to answer a lead",
        (
            (
                _both("owners", each.name),
                _percent(each.share),
                _percent(each.dormant),
                _percent(each.no_reason),
                _percent(each.logs),
                _percent(each.complete),
                f"{each.days:.1f}",
            )
            for each in OWNERS
        ),
    )


def _spend(truth: Truth, world: World) -> Iterator[str]:
    rows = []
    for each in CAMPAIGNS:
        first = 0.0 if each.name in ONLY_SECOND_YEAR else truth.growth
        meant = sum(each.months.values()) * first, sum(each.months.values())
        rows.append(
            (
                _both("campaign", each.name),
                _both("category", each.category),
                *(f"{year / 10_000:,.0f}" for year in meant),
                f"{world.spent[each.name] / 10_000:,.1f}",
            )
        )
    whole = sum(world.spent.values()) / 10_000
    rows.append(("All", "", "", f"{sum(sum(each.months.values()) for each in CAMPAIGNS) / 10_000:,.0f}",
                 f"{whole:,.1f}"))  # fmt: skip
    return _table(
        "Spend, 万円",
        "campaign | category | meant, first year | second year | spent in both, world of `make run`",
        rows,
        "single months stray by 5 %",
    )


def _others(truth: Truth, world: World) -> Iterator[str]:
    told = world.history
    leads = {lead.company.number for lead in told.leads if not lead.company.stranger}
    deals = {deal.company.number for deal in told.deals}

    def of_all(many: int) -> str:
        return f"{many} of {truth.companies} ({_percent(many / truth.companies)})"

    free, none = _percent(truth.free_mail), _percent(truth.no_mail)
    rows: list[tuple[object, ...]] = [
        ("Mean value of a won deal of new business, 万円", f"{truth.value() / 10_000:,.0f}"),
        ("Deals over a whole company", f"{_percent(truth.big)}, {truth.big_factor} times the value"),
        ("Handed-over leads that sales accepts", _percent(truth.accepted())),
        ("Handed-over leads that sales returns", _percent(1 - truth.accepted())),
    ]
    rows += [
        (f"&emsp;because: {_both('returned', each)}", _percent(share)) for each, share in RETURNED.items()
    ]
    rows += [
        ("Follow leads that fall asleep", _percent(truth.dormant_follow)),
        ("Lost deals without a reason", _percent(truth.without_reason())),
        ("Contracts renewed at their end", _percent(truth.renewed)),
        ("Valid expansions won", _percent(truth.expansion_win)),
        ("Leads of companies that are not on the target list", _percent(truth.from_stranger)),
        ("Leads with a free mail address, without any", f"{free}, {none}"),
        ("Leads that are somebody once more", _percent(truth.twice)),
        ("Companies that stand twice on the target list", truth.listed_twice),
    ]
    rows += [
        (f"Companies of tier {tier} that can become a lead at all", _percent(share))
        for tier, share in REACHED.items()
    ]
    rows += [
        ("Target companies with a lead, world of `make run`", of_all(len(leads))),
        ("Target companies with a deal, world of `make run`", of_all(len(deals))),
    ]
    return _table("And", "what | is", rows)


if __name__ == "__main__":
    TARGET.write_text(whole_text(), encoding="utf-8")
