"""What was imported: list, take out, rows set aside, profiles, delete all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kakehashi.cli.context import answer, json_option, opened, plan_argument, say, spoken_language
from kakehashi.storage.folders import evidence_folder
from kakehashi.storage.whole_file import write_whole
from kakehashi.words import Message, PlanError, text

if TYPE_CHECKING:
    from kakehashi.evidence.workspace import Import


def _workspace(file: Path) -> Path:
    with opened(file, read_only=True) as plan:
        return evidence_folder(plan.plan.uuid)


@click.command()
@plan_argument
@json_option
def imports(file: Path, as_json: bool) -> None:
    """The imports of the plan: date, file, rows."""
    from kakehashi.evidence.workspace import list_imports

    found = list_imports(_workspace(file))
    if as_json:
        answer(found)
    elif not found:
        say("cli.no_imports")
    for one in found if not as_json else ():
        click.echo(_line(one))


def _line(one: Import) -> str:
    return text(
        "cli.import_line",
        spoken_language(),
        id=one.id,
        date=one.imported_on,
        table=Message(f"finding.table.{one.table}"),
        name=one.name,
        sha256=one.sha256[:12],
        read=one.read,
        loaded=one.loaded,
        aside=one.set_aside,
        repaired=one.repaired,
        superseded=one.superseded,
    )


@click.command("remove-import")
@plan_argument
@click.argument("number")
@json_option
def remove_import(file: Path, number: str, as_json: bool) -> None:
    """Take one import out as a whole; rows that it had superseded count again."""
    from kakehashi.evidence.replacing import remove_import as removed

    gone = removed(_workspace(file), number)
    if as_json:
        answer(msgspec.structs.asdict(gone))
        return
    say("cli.import_removed", name=gone.name, rows=gone.rows)
    if gone.back:
        say("cli.removed_back", count=gone.back, names=", ".join(gone.back_from))
    if gone.not_back:
        say("cli.removed_not_back", names=", ".join(gone.not_back))
    if gone.again_aside:
        say("cli.removed_again_aside", count=gone.again_aside)


@click.command("set-aside")
@plan_argument
@click.argument("number")
@click.argument("out", type=click.Path(path_type=Path))
@json_option
def set_aside(file: Path, number: str, out: Path, as_json: bool) -> None:
    """Write the rows of an import that were set aside to OUT."""
    from kakehashi.evidence.repairing import write_set_aside

    count = write_set_aside(_workspace(file), number, out, spoken_language())
    if as_json:
        answer({"file": out, "rows": count})
    else:
        say("cli.set_aside_written", count=count, file=str(out))


@click.command()
@plan_argument
@click.option("--export", type=(str, click.Path(path_type=Path)), default=None, metavar="NAME OUT")
@click.option("--delete", type=str, default=None, metavar="NAME")
@json_option
def profiles(file: Path, export: tuple[str, Path] | None, delete: str | None, as_json: bool) -> None:
    """The saved profiles; export or delete one."""
    from kakehashi.evidence.known_layout import saved_profiles
    from kakehashi.evidence.profile import as_json as profile_json
    from kakehashi.evidence.profile import read_profile

    saved = {path.stem: path for path in saved_profiles(_workspace(file))}
    if export is not None:
        name, out = export
        write_whole(out, profile_json(read_profile(_named(saved, name))))
        if as_json:
            answer({"profile": name, "file": out})
        else:
            say("cli.profile_exported", file=str(out))
        return
    if delete is not None:
        _named(saved, delete).unlink()
        if as_json:
            answer({"deleted": delete})
        else:
            say("cli.profile_deleted", name=delete)
        return
    found = {name: read_profile(path) for name, path in saved.items()}
    if as_json:
        answer(
            [{"name": name, "table": each.table, "columns": each.fields()} for name, each in found.items()]
        )
    elif not found:
        say("cli.no_profiles")
    for name, each in found.items() if not as_json else ():
        columns = ", ".join(dict.fromkeys(each.used_columns()))
        say("cli.profile_line", name=name, table=Message(f"finding.table.{each.table}"), columns=columns)


def _named(saved: dict[str, Path], name: str) -> Path:
    if name not in saved:
        raise PlanError("error.evidence.no_such_profile", name=name, known=", ".join(saved) or "-")
    return saved[name]


@click.command("delete-evidence")
@plan_argument
@click.option("--yes", is_flag=True)
@json_option
def delete_evidence(file: Path, yes: bool, as_json: bool) -> None:
    """Delete all imported data of the plan from this computer."""
    from kakehashi.evidence.workspace import delete_workspace, list_imports
    from kakehashi.extension.saved_sources import forget_all_secrets

    with opened(file, read_only=True) as plan:
        uuid = plan.plan.uuid
    workspace = evidence_folder(uuid)
    if not workspace.exists() or not any(workspace.iterdir()):
        if as_json:
            answer({"imports": 0})
        else:
            say("cli.no_evidence")
        return
    if not yes:
        click.confirm(text("cli.evidence_sure", spoken_language(), file=file.name), abort=True)
    try:
        count = len(list_imports(workspace))
    except PlanError:  # damaged evidence can be deleted too
        count = 0
    forget_all_secrets(workspace, uuid)
    delete_workspace(workspace)
    if as_json:
        answer({"imports": count})
    else:
        say("cli.evidence_deleted", imports=count)
