"""Care of plan files: send-copy, forget, backups, restore, salvage."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import click
import msgspec

from kakehashi.cli.context import (
    answer,
    json_option,
    now,
    opened,
    person,
    plan_argument,
    say,
    spoken_language,
    take_over_option,
    version,
)
from kakehashi.plan.changes import kind_words
from kakehashi.storage.backups import Backup
from kakehashi.words import Message, PlanError, day, text

_MOST_SHOWN = 20
_STATES = {
    "gone": "cli.salvage.gone",
    "doubtful": "cli.salvage.doubtful",
    "rebuilt": "cli.salvage.rebuilt",
}


class NoBackup(PlanError):
    """There is no such backup."""


class AnotherPlan(PlanError):
    """The backup is of another plan."""


@click.command("send-copy")
@plan_argument
@click.argument("out", type=click.Path(path_type=Path))
@json_option
def send_copy(file: Path, out: Path, as_json: bool) -> None:
    """Write a copy to OUT without history, editions, confidential values and traces of the evidence."""
    with opened(file, read_only=True) as plan:
        left_out = plan.send_copy(out, app_version=version)
        items = len(plan.plan)
    if as_json:
        answer({"file": out, "left_out": left_out})
        return
    say("cli.copy_made", file=str(out), items=items)
    say("cli.copy_left_out", **msgspec.structs.asdict(left_out))


@click.command()
@plan_argument
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask; this can not be undone.")
@click.option("--backups", "with_backups", is_flag=True, help="Remove the plan's backups too.")
@take_over_option
@json_option
def forget(file: Path, name: str, yes: bool, with_backups: bool, take_over: bool, as_json: bool) -> None:
    """Replace a person's NAME everywhere in FILE, history and editions included."""
    from kakehashi.storage.backups import copies_kept

    if not yes:
        click.confirm(text("cli.forget.sure", spoken_language(), name=name, file=file.name), abort=True)
    with opened(file, take_over=take_over) as plan:
        forgotten = plan.forget(name)
        uuid = plan.plan.uuid
    copies = copies_kept(uuid)
    if with_backups:
        for each in copies:
            each.unlink(missing_ok=True)
    if as_json:
        answer({**msgspec.structs.asdict(forgotten), "copies": copies, "copies_removed": with_backups})
        return
    counts = {"items": len(forgotten.items), "rows": forgotten.history, "editions": len(forgotten.editions)}
    say("cli.forgotten", **counts)
    if forgotten.attachments:
        say("cli.forget.attachments", count=forgotten.attachments)
    if copies:
        say("cli.forget.copies_removed" if with_backups else "cli.forget.copies", count=len(copies))
        if not with_backups:
            click.echo("\n".join(f"  {each}" for each in copies))
    say("cli.forget.elsewhere")


@click.command()
@plan_argument
@json_option
def backups(file: Path, as_json: bool) -> None:
    """The backups of FILE, newest first; one a day, the last ten days."""
    from kakehashi.storage.backups import backups as all_backups

    found = all_backups(file)
    if as_json:
        answer(found)
    elif not found:
        say("cli.no_backups")
    for number, each in enumerate(found if not as_json else (), 1):
        click.echo(_line(number, each))


def _line(number: int, backup: Backup) -> str:
    language = spoken_language()
    of = "cli.backup_before" if backup.before_restore else "cli.backup"
    size = f"{backup.size / 1024:,.0f} KB"
    return text(of, language, number=number, date=day(backup.day, language), size=size, file=str(backup.path))


@click.command()
@plan_argument
@click.argument("backup")
@take_over_option
@json_option
def restore(file: Path, backup: str, take_over: bool, as_json: bool) -> None:
    """Put BACKUP (its number in `backups`, or a file) in the place of FILE; what is there is kept first."""
    from kakehashi.storage.backups import restored

    chosen = _chosen(file, backup)
    kept = restored(file, chosen, person=person(), now=now(), take_over=take_over)
    if as_json:
        answer({"file": file, "backup": chosen, "kept": kept})
        return
    say("cli.restored", file=str(file), backup=chosen.name)
    if kept is not None:
        say("cli.restored_kept", kept=str(kept))


def _chosen(file: Path, words: str) -> Path:
    from kakehashi.storage.backups import backups as all_backups
    from kakehashi.storage.backups import uuid_of

    found = all_backups(file)
    if words.isdecimal() and 0 < int(words) <= len(found):
        return found[int(words) - 1].path
    path = Path(words)
    if not path.is_file():
        raise NoBackup("error.cli.no_backup", backup=words, file=str(file))
    here, there = uuid_of(file), uuid_of(path)
    if here and there and here != there:
        raise AnotherPlan("error.cli.another_plan", backup=words, file=file.name)
    return path


@click.command()
@plan_argument
@click.argument("out", type=click.Path(path_type=Path))
@json_option
def salvage(file: Path, out: Path, as_json: bool) -> int:
    """Write all that can be read of a damaged FILE to OUT and name what can not (ends with 1 then)."""
    from kakehashi.storage.salvage import salvage as saved

    result = saved(file, out, person=person(), now=now(), app_version=version, new_uuid=str(uuid4()))
    if as_json:
        answer({"file": out, "whole": result.whole, **msgspec.structs.asdict(result)})
        return int(not result.whole)
    say("cli.salvaged", file=str(out), items=result.items, rows=result.history, editions=result.editions)
    if result.whole:
        say("cli.salvage.whole")
    for each in result.lost_items[:_MOST_SHOWN]:
        say(_STATES[each.state], kind=kind_words(each.kind), item=each.id)
    if len(result.lost_items) > _MOST_SHOWN:
        say("cli.more", count=len(result.lost_items) - _MOST_SHOWN)
    for message, numbers in (
        ("cli.salvage.history", result.lost_history),
        ("cli.salvage.editions", result.lost_editions),
        ("cli.salvage.attachments", tuple(each[:12] for each in result.lost_attachments)),
        ("cli.salvage.pages", result.unreadable_pages),
    ):
        if numbers:
            shown = ", ".join(str(each) for each in numbers[:_MOST_SHOWN])
            say(Message(message, {"count": len(numbers), "which": shown}))
    if result.unreadable_rows:
        say("cli.salvage.rows", count=result.unreadable_rows)
    if result.new_uuid:
        say("cli.salvage.uuid")
    return int(not result.whole)
