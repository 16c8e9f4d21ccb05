"""What can be done to a role, each as one step of the editor."""

from __future__ import annotations

from kakehashi.plan.changes import joined, removing
from kakehashi.plan.organization import Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.reporting import InACircle, leaving, reporting, reports_of
from kakehashi.plan.telling import tell
from kakehashi.ui.editor import Editor
from kakehashi.ui.look import Look
from kakehashi.words import PlanError, in_language


def add_role(editor: Editor, look: Look, near: str, *, beside: bool) -> str | None:
    """Add a role below or beside another ('' = at the end), in its department; its id."""
    other = editor.plan.find(Role, near)
    title = look.say("ui.organization.new_role")
    if other is None:
        return editor.add("Role", title=title)
    reports = reports_of(editor.plan, other.id)
    after = other.id if beside or not reports else reports[-1].id
    boss = other.reports_to if beside else other.id
    return editor.add("Role", after, title=title, reports_to=boss, department=other.department)


def remove_role(editor: Editor, role: str) -> bool:
    """Remove a role; who reported to it reports to its boss from then on."""
    plan = editor.plan
    if plan.find(Role, role) is None or editor.read_only:
        return False
    return editor.apply(leaving(plan, role), tell(removing(plan, role), plan, plan)[-1])


def put_under(editor: Editor, role: str, boss: str | None) -> bool:
    """Give a role another boss; a circle is refused with a sentence."""
    try:
        change = reporting(editor.plan, role, boss)
    except InACircle as error:
        editor.refused.emit(error.message)
        return False
    return bool(change) and editor.apply(change)


def why_not(plan: Plan, look: Look, role: str, boss: str) -> str:
    """The sentence that forbids a boss; '' where nothing does."""
    try:
        reporting(plan, role, boss)
    except InACircle as error:
        return look.say(error.message)
    return ""


def shift(editor: Editor, role_id: str, by: int) -> bool:
    """Move a role before (-1) or behind (1) its neighbour of the same boss."""
    role = editor.plan.find(Role, role_id)
    if role is None or editor.read_only:
        return False
    everybody = editor.plan.items(Role)
    peers = [each.id for each in everybody if each.reports_to == role.reports_to]
    at = peers.index(role.id) + by
    if not 0 <= at < len(peers):
        return False
    order = [each.id for each in everybody if each.id != role.id]
    place = order.index(peers[at]) + (1 if by > 0 else 0)
    return editor.move(role.id, order[place - 1] if place else None)


def write_names(editor: Editor, look: Look, role_id: str, person: str, title: str) -> bool:
    """Set who holds a role and what it is, as one step; what was not changed stays as it was typed."""
    role = editor.plan.find(Role, role_id)
    if role is None:
        return False
    typed = {"person": person, "title": title}
    new = {
        name: said for name, said in typed.items() if said != in_language(getattr(role, name), look.language)
    }
    try:
        change = joined(editor.typed(role_id, name, said) for name, said in new.items())
    except PlanError as error:
        editor.refused.emit(error.message)
        return False
    return bool(change) and editor.apply(change)
