"""The saved profile of a layout, also when its columns stand in another order or have changed a little."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from kakehashi.evidence.profile import Profile, layout_of, plain_columns, profile_path, read_profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.tables import Table
from kakehashi.words import Message, PlanError

Value = TypeVar("Value")
ALIKE = 0.5
"""So many of all columns must be the same before two layouts are taken for the same export."""


class Known(msgspec.Struct, frozen=True):
    """A saved profile, its columns named as they are now, and what is told about the change."""

    profile: Profile | None = None
    notes: tuple[Message, ...] = ()


def known_profile(workspace: Path, table: Table, columns: tuple[str, ...]) -> Known:
    """What was decided about this layout before. Raises Question when a column that is needed is gone."""
    exact = profile_path(workspace, table.name, layout_of(table.name, columns))
    if exact.exists():
        return Known(_renamed(read_profile(exact), columns))
    best: tuple[float, float, Profile] | None = None
    for path in saved_profiles(workspace, table.name):
        profile = read_profile(path)
        header, present = _own(profile, profile.header), _own(profile, columns)
        alike = len(header & present) / len(header | present) if header else 0.0
        if alike >= ALIKE and (best is None or (alike, path.stat().st_mtime) > best[:2]):
            best = (alike, path.stat().st_mtime, profile)
    return Known() if best is None else _changed(best[2], columns)


def saved_profiles(workspace: Path, table: str = "*") -> tuple[Path, ...]:
    """The profiles of a workspace, of one table or of all."""
    return tuple(sorted((workspace / "profiles").glob(f"{table}-*.json")))


def _own(profile: Profile, columns: tuple[str, ...]) -> set[str]:
    """The columns of the file itself, without those of joined files."""
    joined = tuple(f"{join.name}: " for join in profile.joins)
    return set(plain_columns(name for name in columns if not name.startswith(joined)))


def _changed(profile: Profile, columns: tuple[str, ...]) -> Known:
    now, before = set(plain_columns(columns)), set(plain_columns(profile.header))
    gone = tuple(name for name in profile.header if plain_columns([name])[0] not in now)
    new = tuple(name for name in columns if plain_columns([name])[0] not in before)
    needed = tuple(name for name in gone if name in profile.used_columns())
    joined = [
        join.name for join in profile.joins if any(name.startswith(f"{join.name}: ") for name in needed)
    ]
    if joined:
        raise PlanError("error.evidence.join_missing", names=", ".join(joined))
    if needed:
        raise Question(
            "error.evidence.layout_changed",
            column=None,
            readings=columns,
            option="--profile",
            gone=", ".join(needed),
            new=", ".join(new) or "-",
        )
    notes = []
    if new:
        notes.append(Message("evidence.note.new_columns", {"columns": ", ".join(new)}))
    if gone:
        notes.append(Message("evidence.note.gone_columns", {"columns": ", ".join(gone)}))
    if not notes:
        notes.append(Message("evidence.note.other_order"))
    return Known(_renamed(profile, columns), tuple(notes))


def _renamed(profile: Profile, columns: tuple[str, ...]) -> Profile:
    """The profile with its columns spelled as they are now."""
    now = dict(zip(plain_columns(columns), columns, strict=True))
    name = {old: now.get(plain_columns([old])[0], old) for old in profile.used_columns()}
    if all(old == new for old, new in name.items()):
        return profile

    def keyed(by_column: Mapping[str, Value]) -> dict[str, Value]:
        return {name.get(column, column): value for column, value in by_column.items()}

    outcome = profile.outcome
    if outcome is not None:
        outcome = msgspec.structs.replace(
            outcome,
            column=name.get(outcome.column or "", outcome.column),
            won=name.get(outcome.won or "", outcome.won),
            closed=name.get(outcome.closed or "", outcome.closed),
        )
    return msgspec.structs.replace(
        profile,
        key=name.get(profile.key or "", profile.key),
        columns=keyed(profile.columns),
        date_orders=keyed(profile.date_orders),
        scales=keyed(profile.scales),
        outcome=outcome,
    )
