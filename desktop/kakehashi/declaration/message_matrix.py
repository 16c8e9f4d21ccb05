"""What we say to whom and when: messages by stage and persona."""

from __future__ import annotations

from kakehashi.declaration.blocks import Column, Row, Table
from kakehashi.declaration.cells import words
from kakehashi.declaration.context import Context
from kakehashi.plan.journey import Stage
from kakehashi.plan.personas import CompanyPersona, IndividualPersona, OrganizationPersona
from kakehashi.plan.targets import KeyMessage

KEY = "targets.message_matrix"
_LOOSE = "none"
_CHECKED = "checked"


def told_messages(context: Context) -> tuple[KeyMessage, ...]:
    """The messages that are not withdrawn."""
    return tuple(each for each in context.plan.items(KeyMessage) if each.state != "withdrawn")


def message_matrix(context: Context) -> Table | None:
    """Stages down, personas across, the claims in the cells; what isn't checked yet says so."""
    messages = told_messages(context)
    personas = _personas(context, messages)
    if not personas:
        return None
    stages = context.plan.items(Stage)
    known = {stage.id for stage in stages}
    places = [(stage.id, stage.id, context.named(stage.id)) for stage in stages]
    places.append((_LOOSE, "", context.say("declaration.targets.no_stage")))
    rows = []
    for key, item, name in places:
        here = [each for each in messages if (each.stage if each.stage in known else _LOOSE) == key]
        if here:
            cells = (
                words("\n".join(_claim(context, m) for m in here if _persona(context, m) == each))
                for each in personas
            )
            rows.append(Row(id=key, item=item, cells=(words(name), *cells)))
    columns = [context.column("stage", "kind.Stage", width=16)]
    columns += [
        Column(key=each or _LOOSE, title=_title(context, each), kind="long_text", width=30)
        for each in personas
    ]
    return Table(
        key=KEY,
        title=context.say("declaration.targets.message_matrix"),
        columns=tuple(columns),
        rows=tuple(rows),
    )


def _personas(context: Context, messages: tuple[KeyMessage, ...]) -> list[str]:
    """The personas that messages are for, in the order of the plan; '' for messages that are for none."""
    named = {_persona(context, each) for each in messages}
    kinds = (CompanyPersona, OrganizationPersona, IndividualPersona)
    known = [item.id for kind in kinds for item in context.plan.items(kind) if item.id in named]
    return known + [""] * ("" in named)


def _persona(context: Context, message: KeyMessage) -> str:
    return message.persona if message.persona and context.plan.get(message.persona) is not None else ""


def _title(context: Context, persona: str) -> str:
    return context.named(persona) if persona else context.say("declaration.targets.no_persona")


def _claim(context: Context, message: KeyMessage) -> str:
    claim = context.named(message.id)
    if message.state == _CHECKED:
        return claim
    state = context.choice("KeyMessage.state", message.state)
    return context.say("declaration.with_note", value=claim, note=state)
