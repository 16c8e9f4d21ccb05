"""The made-up world of the sample company: the exports of its systems, and what is true about them.

    write_world(folder, seed=..., language="ja", first_month="2027-04")

24 months up to the month before `first_month`; the same bytes for the same arguments. Companies, people and
addresses are invented: domains end in .example, corporate numbers name a registry office that does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kakehashi.sample.dirt import DIRT, line, soiled, with_totals
from kakehashi.sample.exports import Export, Scribe
from kakehashi.sample.history import History, activities, contracts, history
from kakehashi.sample.names import company_names
from kakehashi.sample.truth import Truth
from kakehashi.sample.wording import Wording

SEED = 2027040342
"""Of 250 tried, one whose world lies near the truth in its main figures: people learn from it."""


class Style(NamedTuple):
    """How a system writes its file."""

    file: str
    encoding: str
    quote_all: bool


STYLES: Mapping[str, Style] = {
    "company": Style("companies.csv", "cp932", quote_all=False),
    "lead": Style("leads.csv", "utf-8-sig", quote_all=False),
    "opportunity": Style("opportunities.csv", "cp932", quote_all=True),
    "activity": Style("activities.csv", "utf-8", quote_all=True),
    "spend": Style("spend.csv", "cp932", quote_all=False),
    "contract": Style("contracts.csv", "utf-8-sig", quote_all=True),
    "voice": Style("voices.csv", "utf-8", quote_all=False),
}


class World(NamedTuple):
    """The exports and what they hold, by table.

    `rows` counts sound rows, `planted` the dirty ones by the importer's reason: read = their sum.
    `companies`: which company of the target list a row is about (None: none), for one that stands there twice
    its first entry. `spent`: money by campaign.
    """

    files: Mapping[str, bytes]
    rows: Mapping[str, int]
    planted: Mapping[str, Mapping[str, int]]
    companies: Mapping[str, Mapping[str, str | None]]
    spent: Mapping[str, int]
    history: History
    truth: Truth


def make_world(seed: int = SEED, language: str = "ja", first_month: str = "2027-04") -> World:
    """The world of this seed; language 'ja' or 'en' changes words only, not what happened."""
    truth, wording = Truth(), Wording(language)
    told = history(seed, first_month, truth)
    names = company_names(seed, told.companies, wording)
    scribe = Scribe(seed, told, truth, names, wording)
    logged, signed = activities(seed, told), contracts(seed, told, truth)
    spend, spent = scribe.spend()
    exports = {
        "company": scribe.companies(),
        "lead": scribe.leads(),
        "opportunity": scribe.opportunities(logged),
        "activity": scribe.activities(logged),
        "spend": spend,
        "contract": scribe.contracts(signed),
        "voice": scribe.voices(signed),
    }
    return World(
        files={table: _bytes(seed, table, export, wording, told) for table, export in exports.items()},
        rows={table: len(export.rows) for table, export in exports.items()},
        planted={table: {each.reason: each.many for each in DIRT[table]} for table in exports},
        companies={table: export.companies for table, export in exports.items() if export.companies},
        spent=spent,
        history=told,
        truth=truth,
    )


def write_world(folder: Path, seed: int = SEED, language: str = "ja", first_month: str = "2027-04") -> World:
    """Write the files of the world into the folder, which is made if need be; give the world."""
    world = make_world(seed, language, first_month)
    folder.mkdir(parents=True, exist_ok=True)
    for table, content in world.files.items():
        (folder / STYLES[table].file).write_bytes(content)
    return world


def _bytes(seed: int, table: str, export: Export, wording: Wording, told: History) -> bytes:
    style = STYLES[table]
    encoding = style.encoding if wording.language == "ja" else style.encoding.replace("cp932", "utf-8")
    lines = soiled(seed, table, export, wording, quote_all=style.quote_all)
    first = date.fromordinal(told.first)
    if table == "spend":
        lines = with_totals(lines, export, wording, first.year, quote_all=style.quote_all)
    titles: list[str] = []
    if table == "company":
        last = date.fromordinal(told.last - 6)
        empty = [""] * (len(export.header) - 1)
        for each in wording.some("titles"):
            said = each.format(year=last.year, month=last.month, day=last.day)
            titles.append(line([said, *empty], quote_all=False))
        titles.append(line(["", *empty], quote_all=False))
    header = line(export.header, quote_all=style.quote_all)
    text = "".join([*titles, header, *lines])
    if encoding == "cp932":  # it has no yen sign: the yen stands where others have the backslash
        text = text.replace("¥", chr(0x5C))
    return text.encode(encoding)
