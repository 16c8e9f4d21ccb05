"""Which sheet and which table of a file was chosen before: taken again where the layout is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from kakehashi.evidence.known_layout import saved_profiles
from kakehashi.evidence.profile import Profile, layout_of, read_profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.read_as import ReadAs, Rule
from kakehashi.evidence.tables import Table
from kakehashi.evidence.taking import Elsewhere, Rows
from kakehashi.evidence.text_table import TextTable
from kakehashi.words import Message, PlanError

Take = Callable[[Rows, ReadAs], TextTable]


class Taken(msgspec.Struct, frozen=True):
    """A text table, and how it was read."""

    text: TextTable
    told: ReadAs


def on_the_sheet_of_before(
    workspace: Path, table: Table, rows: Rows, told: ReadAs, take: Take
) -> Taken | None:
    """The sheet of a workbook that was chosen for the same layout before; None where a sheet is named now,
    none was chosen, or its layout is another one."""
    if not isinstance(rows, Elsewhere) or rows.sheet is not None:
        return None
    for profile in _chosen(workspace, table):
        if profile.read_as is not None and profile.read_as.sheet is not None:
            found = _again(rows, told, profile, table, take)
            if found is not None:
                return found
    return None


def answered_before(
    question: Question, workspace: Path, table: Table, rows: Rows, told: ReadAs, take: Take
) -> Taken | None:
    """The table that was chosen where the same question was asked about the same layout before."""
    if question.message.id != "error.evidence.which_part":
        return None
    found = (_again(rows, told, profile, table, take) for profile in _chosen(workspace, table))
    return next((each for each in found if each is not None), None)


def kept_choice(told: ReadAs, before: ReadAs | None) -> ReadAs | None:
    """What of this is kept in the profile of the layout: choices that the file can't tell the next time."""
    chosen = ReadAs(sheet=told.sheet, part=told.part, header_rows=told.header_rows, wide=told.wide)
    whole = chosen.over(before)
    return None if whole == ReadAs() else whole


def on_sheet(rows: Rows, told: ReadAs) -> tuple[Rows, ReadAs]:
    """Rows and options that name the same sheet, if one of them names any."""
    if not isinstance(rows, Elsewhere):
        return rows, told
    if rows.sheet is not None:
        return rows, msgspec.structs.replace(told, sheet=rows.sheet)
    return (rows if told.sheet is None else rows.on_sheet(told.sheet)), told


def _chosen(workspace: Path, table: Table) -> Iterator[Profile]:
    """The saved profiles for which something was chosen, the newest first."""
    paths = sorted(saved_profiles(workspace, table.name), key=lambda path: -path.stat().st_mtime)
    for profile in map(read_profile, paths):
        if profile.source_layout:
            yield profile


def _again(rows: Rows, told: ReadAs, profile: Profile, table: Table, take: Take) -> Taken | None:
    """The rows read as this profile was; None when they can't be, or are of another layout."""
    if profile.read_as is None:
        return None
    before = ReadAs(
        sheet=profile.read_as.sheet, part=profile.read_as.part, header_rows=profile.read_as.header_rows
    )
    try:
        there, as_told = on_sheet(rows, told.over(before))
        text = take(there, as_told)
    except PlanError:
        return None
    if layout_of(table.name, text.columns) != profile.source_layout:
        return None
    return Taken(msgspec.structs.replace(text, rules=(*_rules(before, told), *text.rules)), as_told)


def _rules(before: ReadAs, told: ReadAs) -> Iterator[Rule]:
    if before.sheet is not None and told.sheet is None:
        values = {"sheet": before.sheet}
        yield Rule("sheet", before.sheet, Message("evidence.rule.sheet_again", values))
    if before.part is not None and told.part is None:
        part = str(before.part)
        yield Rule("part", part, Message("evidence.rule.part_again", {"part": part}))
