"""Views of a chapter's page (what is special to it, then its picture, its kinds, its checks), and the pages
of no chapter.

A view is a widget made by a function `view(look, editor)` of its module. It has `show_state(state)`, called
when it is made and after every edit: it keeps focus, selection and scroll position. It may have
`show_item(item_id) -> bool` (whether the item is there) and the signal `item_chosen(str)`, which the
inspector at the right follows. The name of a module is the view's key. Commands of the window look for
`print_picture()` (Ctrl+P) and `focus_filter()` (Ctrl+F) on widgets of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from kakehashi.ui.editor import Editor
    from kakehashi.ui.look import Look
    from kakehashi.ui.session import Session

OVERVIEW = "overview"

OWN_PAGES: tuple[str, ...] = ("checks", "data", "declare", "history")
"""Pages of no chapter, modules of `ui.pages`, below the chapters in the list. Titles: `ui.page.<key>`;
icons by key."""

SPECIAL: Mapping[str, tuple[str, ...]] = {
    "organization": ("organization_chart", "organization_raci"),
    "metrics": ("metrics_tree", "metrics_months"),
    "journey": ("journey_map",),
    "budget": ("budget_months",),
    "simulation": ("simulation_board",),
}
"""Chapter -> its own views, modules of `ui.pages`, the first of them shown first. Titles: `ui.view.<key>`."""

BETWEEN = "\n"
"""Between the parts of a place: a chapter, an item there, a field of it."""


def field_place(item: str, field: str) -> str:
    """A field of an item, as one place to go to."""
    return f"{item}{BETWEEN}{field}" if item and field else item


def item_and_field(place: str) -> tuple[str, str]:
    """The item and the field ('' = none) that a place is."""
    item, _, field = place.partition(BETWEEN)
    return item, field


def special_view(key: str, look: Look, editor: Editor) -> QWidget:
    """The view of this key; its module is loaded with the first one."""
    made: QWidget = import_module(f"kakehashi.ui.pages.{key}").view(look, editor)
    return made


def own_page(key: str, look: Look, editor: Editor, session: Session) -> QWidget:
    """The page of no chapter: made by `page(look, editor, session)` of its module. It has `show_state`, and
    perhaps the signal `gone_to(str, str)`: a page or chapter, and an item there."""
    made: QWidget = import_module(f"kakehashi.ui.pages.{key}").page(look, editor, session)
    return made
