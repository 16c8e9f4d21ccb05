"""What can be done with the item that a shape shows, whatever its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kakehashi.plan.fields import describe
from kakehashi.plan.item import RawItem
from kakehashi.plan.kinds import CHAPTER_OF
from kakehashi.plan.plan import Plan
from kakehashi.ui.editor import Editor
from kakehashi.ui.picture_menu import Act, Entry

if TYPE_CHECKING:
    from kakehashi.ui.picture import PictureView
    from kakehashi.ui.picture_pane import PicturePane


def name_field(plan: Plan, item_id: str) -> str | None:
    """The text field that an item is called by; None where its name follows from others."""
    item = plan.get(item_id)
    if item is None or isinstance(item, RawItem) or item.ONCE_FOR is not None:
        return None
    fields = describe(type(item))
    texts = (name for name in item.NAMED_BY if name in fields and fields[name].field.shape == "text")
    return next(texts, None)


def write_name(editor: Editor, item_id: str, said: str) -> None:
    """Call an item something else; a refusal is told."""
    field = name_field(editor.plan, item_id)
    problem = editor.type(item_id, field, said) if field is not None else None
    if problem is not None:
        editor.refused.emit(problem)


def item_entries(pane: PicturePane, view: PictureView, item_id: str) -> list[Entry]:
    """Edit where it is edited, rename, add one of its kind behind it, delete."""
    say, editor = pane.look.say, pane.editor
    item = editor.plan.get(item_id)
    if item is None:
        return []
    why = say("ui.read_only") if editor.read_only else ""
    chapter = CHAPTER_OF.get(item.kind, "")
    entries: list[Entry] = [Act(say("ui.picture.edit"), lambda: pane.gone_to.emit(chapter, item_id))]
    if name_field(editor.plan, item_id) is not None:
        entries.append(Act(say("ui.picture.rename"), lambda: pane.rename(view, item_id), "F2", why=why))
        kind = say(f"kind.{item.kind}")
        add = Act(say("ui.picture.add", kind=kind), lambda: _add_behind(pane, item_id), why=why)
        entries.append(add)
    entries.append(Act(say("ui.picture.delete"), lambda: editor.remove(item_id), why=why))
    return entries


def _add_behind(pane: PicturePane, item_id: str) -> None:
    """A new item of the same kind, opened where it is edited: a picture may not show it yet."""
    item = pane.editor.plan.item(item_id)
    new = pane.editor.add(item.kind, item_id)
    if new is not None:
        pane.gone_to.emit(CHAPTER_OF.get(item.kind, ""), new)
