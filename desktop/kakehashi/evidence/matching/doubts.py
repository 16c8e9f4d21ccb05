"""Names that no exact step could place, with the companies that they may mean and what speaks against each.

Likeness proves nothing (of pairs alike to 95 % one in ten was right), so it only makes this list.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kakehashi.evidence.matching.decisions import by_key, key_of, read_decisions
from kakehashi.evidence.matching.index import Index, by_name, fitting
from kakehashi.evidence.matching.names import Name, read_name
from kakehashi.evidence.matching.steps import SOURCES, company_index, match_companies
from kakehashi.evidence.sql import literal
from kakehashi.evidence.tables import TABLES
from kakehashi.evidence.workspace import engine, exists
from kakehashi.words import Message

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CANDIDATES = 3
"""So many companies are named for one name at most."""

LEAST_ALIKE = 75
"""Percent of signs in common, in order, below which names are not compared further."""

LEAST_SHARED = 0.65
"""Share of the pairs of signs, weighted by how rare they are, below which names are not alike: a word that
many names have says little."""

_COMPARED = 8
_RAREST = 4
_COMMON = 300
"""A pair of signs that more companies have finds none of them."""


class Candidate(msgspec.Struct, frozen=True):
    """A company that may be meant: how alike the names are (0 to 1), and why that doesn't settle it."""

    company_id: str
    company: str
    score: Decimal
    reason: Message


class Doubt(msgspec.Struct, frozen=True):
    """A name as it is written most often, in how many rows, and the companies that it may mean."""

    name: str
    rows: int
    candidates: tuple[Candidate, ...]


class Review(msgspec.Struct, frozen=True):
    """How far matching got: `matched` rows by table and method, all rows by table, and the doubts."""

    matched: dict[str, dict[str, int]]
    rows: dict[str, int]
    doubts: tuple[Doubt, ...]


def review(workspace: Path, *, limit: int = 20, newest: bool = False) -> Review:
    """The first `limit` doubts: names in the most rows first, or those of the newest import first."""
    if not exists(workspace):
        return Review({}, {}, ())
    match_companies(workspace)
    decided = by_key(read_decisions(workspace))
    with engine(workspace, read_only=True) as connection:
        index = company_index(connection)
        rows = {
            table: _count(connection, f"SELECT count(*) FROM {table}") for table in SOURCES if table in TABLES
        }
        matched: dict[str, dict[str, int]] = {}
        for table, method, count in connection.execute(
            "SELECT source_table, method, count(*) FROM company_match GROUP BY source_table, method"
            " ORDER BY source_table, count(*) DESC, method"
        ).fetchall():
            matched.setdefault(table, {})[method] = count
        unmatched = _unmatched(connection)
    doubts = _doubts(index, _grouped(unmatched, decided, newest=newest))
    found = tuple(each for each, _ in zip(doubts, range(limit), strict=False))
    return Review(matched, {table: count for table, count in rows.items() if count}, found)


def names_like(workspace: Path, name: str) -> int:
    """How many rows bear this name, however it is spelled."""
    key = key_of(read_name(name))
    with engine(workspace, read_only=True) as connection:
        counted = connection.execute(_names("TRUE")).fetchall()
    return sum(count for written, count, _ in counted if key_of(read_name(written)) == key)


def _count(connection: DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


def _unmatched(connection: DuckDBPyConnection) -> list[tuple[str, int, int]]:
    """Names in rows without a company: as written, rows, number of the newest import."""
    return connection.execute(_names("company_match.company_id IS NULL")).fetchall()


def _names(which: str) -> str:
    parts = [
        f"SELECT company_name, import_id FROM {name} LEFT JOIN company_match"
        f" ON company_match.source_table = {literal(name)} AND company_match.source_id = {TABLES[name].key}"
        f" WHERE {TABLES[name].key} IS NOT NULL AND company_name <> '' AND {which}"
        for name in SOURCES
        if name in TABLES
    ]
    return (
        f"SELECT company_name, count(*), max(CAST(import_id AS INTEGER)) FROM ({' UNION ALL '.join(parts)})"
        f" AS every GROUP BY company_name ORDER BY count(*) DESC, company_name"
    )


class _Group:
    """The spellings of one name."""

    def __init__(self, name: Name, written: str) -> None:
        self.name = name
        self.written = written  # the most frequent comes first
        self.rows = 0
        self.newest = 0


def _grouped(
    unmatched: list[tuple[str, int, int]], decided: dict[tuple[str, str], str | None], *, newest: bool
) -> Iterator[_Group]:
    groups: dict[tuple[str, str], _Group] = {}
    for written, rows, imported in unmatched:
        name = read_name(written)
        key = key_of(name)
        if key in decided or not name.core:
            continue
        group = groups.setdefault(key, _Group(name, written))
        group.rows += rows
        group.newest = max(group.newest, imported)
    return iter(sorted(groups.values(), key=lambda group: (newest and -group.newest, -group.rows)))


def _doubts(index: Index, groups: Iterator[_Group]) -> Iterator[Doubt]:
    near = _Near(index)
    for group in groups:
        candidates = _same(index, group.name) or near.candidates(group.name)
        if candidates:
            yield Doubt(group.written, group.rows, tuple(candidates[:CANDIDATES]))


def _same(index: Index, name: Name) -> list[Candidate]:
    """Companies of the same name that exact steps could not choose among, or may not choose."""
    core = name.core if name.core in index.cores else name.trunk
    found = index.cores.get(core, [])
    fit = fitting(found, core, name.form)
    if not found:
        return []
    if len(core) == 1 and not fit:
        reason = Message("evidence.doubt.short")
    elif not fit:
        reason = Message("evidence.doubt.form")
    elif by_name(index, name) is not None:
        reason = Message("evidence.doubt.number")
    else:
        reason = Message("evidence.doubt.several", {"count": len(fit)})
    companies = fit or [company for company, _ in found]
    return [Candidate(company, index.names[company], Decimal(1), reason) for company in companies]


class _Near:
    """Companies with nearly the same name: those that share one of its rarest pairs of signs are compared."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def candidates(self, name: Name) -> list[Candidate]:
        from rapidfuzz.fuzz import ratio
        from rapidfuzz.process import extract

        found: dict[str, tuple[float, str]] = {}
        for core in filter(None, (name.core, name.trunk)):
            block = self._block(core)
            for other, _, _ in extract(core, block, scorer=ratio, score_cutoff=LEAST_ALIKE, limit=_COMPARED):
                shared = self._shared(core, other)
                if shared >= LEAST_SHARED:
                    found[other] = max(found.get(other, (0.0, "")), (shared, core))
        best = sorted(found.items(), key=lambda each: (-each[1][0], each[0]))
        return [
            Candidate(company, self.index.names[company], Decimal(f"{score:.2f}"), _difference(core, other))
            for other, (score, core) in best
            for company, _ in self.index.cores[other]
        ]

    def _shared(self, core: str, other: str) -> float:
        """Dice's coefficient of the pairs of signs, each weighted by its inverse document frequency."""
        mine, theirs = _pairs_of(core), _pairs_of(other)
        return 2 * self._weight(mine & theirs) / (self._weight(mine) + self._weight(theirs))

    def _weight(self, pairs: set[str]) -> float:
        every = len(self.index.cores) + 1
        return sum(
            math.log(every / len(self.pairs[pair])) if pair in self.pairs else math.log(every)
            for pair in pairs
        )

    @cached_property
    def pairs(self) -> dict[str, list[str]]:
        """Pair of signs -> the names that have it."""
        pairs: dict[str, list[str]] = {}
        for each in self.index.cores:
            for pair in _pairs_of(each):
                pairs.setdefault(pair, []).append(each)
        return pairs

    def _block(self, core: str) -> list[str]:
        pairs = self.pairs
        shared = [pairs[pair] for pair in _pairs_of(core) if pair in pairs and len(pairs[pair]) <= _COMMON]
        block: dict[str, None] = {}
        for companies in heapq.nsmallest(_RAREST, shared, key=len):
            block.update(dict.fromkeys(companies))
        return list(block)


def _pairs_of(core: str) -> set[str]:
    ended = f"\x02{core}\x03"
    return {ended[place : place + 2] for place in range(len(ended) - 1)}


def _difference(core: str, other: str) -> Message:
    """What differs, in words; `other` is the company's name."""
    from rapidfuzz.distance import Levenshtein

    changes = [each for each in Levenshtein.opcodes(core, other) if each.tag != "equal"]
    if len(changes) != 1:
        return Message("evidence.doubt.places", {"count": len(changes)})
    (change,) = changes
    here, there = core[change.src_start : change.src_end], other[change.dest_start : change.dest_end]
    if not there:
        return Message("evidence.doubt.more", {"here": here})
    if not here:
        return Message("evidence.doubt.less", {"there": there})
    return Message("evidence.doubt.differs", {"here": here, "there": there})
