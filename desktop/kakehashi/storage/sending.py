"""A copy of a plan to give away: without history, editions, confidential values and traces of the evidence.

What this program doesn't know stays out as well: nobody here can tell whether it is confidential. The copy
keeps the plan's uuid, so that what comes back can be compared with the plan.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item, Part, RawItem
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import FindingRecord
from kakehashi.plan.simulation import Override
from kakehashi.storage.plan_file import PlanFile

_OF_A_SOURCE = ("planned", "planned_from", "committed", "committed_from", "actual", "actual_from")


class LeftOut(msgspec.Struct, kw_only=True):
    """What the copy doesn't hold, in numbers."""

    history: int = 0
    editions: int = 0
    confidential: int = 0  # values
    sources: int = 0  # imports that findings came from
    unknown: int = 0  # items and values that this program doesn't know
    attachments: int = 0


def send_copy(file: PlanFile, out: Path, *, app_version: str, now: str) -> LeftOut:
    """Write the copy to a new file. Raises AlreadyThere, NotFound, NotWritable, DiskFull."""
    plan = file.read()
    editions = file.editions()
    left_out = LeftOut(history=file.last_row()[0], editions=len(editions))
    items = [kept for item in plan if (kept := _open_part(plan, item, left_out)) is not None]
    used = [name for name in file.attachments() if name in _attachments(items)]
    left_out.attachments = len(file.attachments()) - len(used)
    meta = {"last_edition": str(max((each.number for each in editions), default=0))}
    copy = PlanFile.create(out, plan.uuid, items, app_version=app_version, at=now, meta=meta)
    try:
        for name in used:
            copy.attach(name, file.attachment(name) or b"")
    except BaseException:
        copy.close()
        out.unlink(missing_ok=True)
        raise
    copy.close()
    return left_out


def _open_part(plan: Plan, item: Item, left_out: LeftOut) -> Item | None:
    """The item without what stays here; None when all of it does."""
    if isinstance(item, RawItem):
        left_out.unknown += 1
        return None
    changed: dict[str, Any] = {}
    for name, described in describe(type(item)).items():
        value = getattr(item, name)
        if value == described.default:
            continue
        if described.field.confidential or _tells_of_a_source(item, name):
            changed[name] = described.default
            left_out.confidential += 1
        elif isinstance(item, FindingRecord) and name == "sources":
            changed[name] = ()
            left_out.sources += len(item.sources)
        else:
            changed[name] = _open_value(plan, value, left_out)
    if item.extra:
        left_out.unknown += len(item.extra)
        changed["extra"] = {}
    return msgspec.structs.replace(item, **changed)


def _tells_of_a_source(item: Item, name: str) -> bool:
    """A partner's fee and a role's cost are confidential: so is the money of the line that holds them."""
    return isinstance(item, BudgetLine) and item.source is not None and name in _OF_A_SOURCE


def _open_value(plan: Plan, value: Any, left_out: LeftOut) -> Any:
    """The value without confidential and unknown fields of small structs in it."""
    if isinstance(value, tuple):
        kept = [each for each in value if not _overrides_confidential(plan, each)]
        left_out.confidential += len(value) - len(kept)
        return tuple(_open_value(plan, each, left_out) for each in kept)
    if isinstance(value, dict):
        return {key: _open_value(plan, each, left_out) for key, each in value.items()}
    if not isinstance(value, Part):
        return value
    changed: dict[str, Any] = {"extra": {}}
    left_out.unknown += len(value.extra)
    for name in value.__struct_fields__:
        described = describe(type(value)).get(name)
        inner = getattr(value, name)
        if described is not None and described.field.confidential and inner != described.default:
            left_out.confidential += 1
            changed[name] = described.default
        elif name != "extra":
            changed[name] = _open_value(plan, inner, left_out)
    return msgspec.structs.replace(value, **changed)


def _overrides_confidential(plan: Plan, part: Any) -> bool:
    """Whether a scenario says another value for a field that stays here."""
    if not isinstance(part, Override):
        return False
    target = plan.get(part.item)
    described = describe(type(target)).get(part.field) if target is not None else None
    if target is None or described is None:
        return True  # of what, nobody can tell
    return described.field.confidential or _tells_of_a_source(target, part.field)


def _attachments(items: list[Item]) -> frozenset[str]:
    return frozenset(
        value
        for item in items
        for name, described in describe(type(item)).items()
        if described.field.shape == "attachment" and (value := getattr(item, name))
    )
