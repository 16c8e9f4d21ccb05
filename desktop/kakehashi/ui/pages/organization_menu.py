"""The menu of a role in the chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kakehashi.declaration.org_picture import EMPLOYMENTS
from kakehashi.plan.organization import Role
from kakehashi.ui.pages.organization_acts import put_under, remove_role
from kakehashi.ui.picture_menu import Act, Choices, Entry

if TYPE_CHECKING:
    from kakehashi.ui.pages.organization_chart import OrganizationChart


def role_entries(page: OrganizationChart, role_id: str, *, has_branch: bool) -> list[Entry]:
    """Write on it, add to it, its kind, another boss, fold, remove."""
    editor, say = page.editor, page.look.say
    role = editor.plan.find(Role, role_id)
    if role is None:
        return []
    why = say("ui.read_only") if editor.read_only else ""

    def kind(value: str) -> Act:
        return Act(
            say(f"choice.Role.employment.{value}"),
            lambda: editor.set(role_id, "employment", value),
            checked=role.employment == value,
        )

    entries: list[Entry] = [
        Act(say("ui.organization.write"), lambda: page.rename(role_id), "F2", why=why),
        Choices(say("field.Role.employment"), [kind(value) for value in EMPLOYMENTS], why=why),
        None,
        Act(say("ui.organization.add_below"), lambda: page.add_role(role_id, False), "Ins", why=why),
        Act(say("ui.organization.add_beside"), lambda: page.add_role(role_id, True), "Shift+Ins", why=why),
        None,
        Act(say("ui.organization.carry"), lambda: page.chart.pick_up(role_id), "M", why=why),
    ]
    if role.reports_to is not None:
        entries.append(Act(say("ui.organization.no_boss"), lambda: put_under(editor, role_id, None), why=why))
    if has_branch:
        folded = role_id in page.folded
        said = say("ui.organization.unfold" if folded else "ui.organization.fold")
        entries.append(Act(said, lambda: page.fold(role_id), say("ui.key.space")))
    entries += [
        None,
        Act(say("ui.organization.remove"), lambda: remove_role(editor, role_id), "Del", why=why),
    ]
    return entries
