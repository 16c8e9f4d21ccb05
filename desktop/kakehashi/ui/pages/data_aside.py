"""Rows that were set aside, as a file to be repaired; and how counts of rows are written."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from kakehashi.ui.editor import Editor
from kakehashi.ui.jobs import Said
from kakehashi.ui.look import Look
from kakehashi.ui.show_file import show_file
from kakehashi.words import Message, number


def number_of(count: int) -> str:
    """A count as it is written: 1,204."""
    return number(Decimal(count))


def table_title(look: Look, table: str) -> str:
    """What a table of the evidence is called at the beginning of a line."""
    said = look.say(f"finding.table.{table}")
    return said[:1].upper() + said[1:]


def save_aside(
    parent: QWidget, look: Look, editor: Editor, workspace: Path, import_id: str, name: str
) -> None:
    """Ask where to, and write the rows of an import that were set aside as CSV."""
    from kakehashi.evidence.repairing import write_set_aside

    proposed = look.say("ui.data.aside_name", name=Path(name).stem)
    kinds = look.say("ui.declare.kind_of_file", format="CSV", pattern="*.csv")
    chosen, _ = QFileDialog.getSaveFileName(parent, look.say("ui.data.save_aside"), proposed, kinds)
    if not chosen:
        return
    target, language = Path(chosen), look.language

    def done(count: int) -> Said:
        said = Message("ui.data.aside_saved", {"count": count, "name": target.name})
        return Said(said, "ui.declare.show_file", lambda: show_file(target))

    editor.jobs.run(
        look.say("ui.declare.exporting", name=target.name),
        lambda _progress: write_set_aside(workspace, import_id, target, language),
        done,
    )
