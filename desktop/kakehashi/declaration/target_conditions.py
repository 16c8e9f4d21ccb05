"""Whom we go for, in readable words: the conditions of each segment, and what is done with leads."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from kakehashi.declaration.blocks import Row, Table
from kakehashi.declaration.cells import BLANK, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import with_used_columns
from kakehashi.plan.targets import CompanyCondition, FollowRule, LeadCondition, Phase, Segment
from kakehashi.words import number

CONDITIONS, FOLLOW_RULES = "targets.conditions", "targets.follow_rules"
_LEAD_FIELDS = ("department", "job_title", "came_in_from", "reads", "cares_about", "role")
_WILLS = ("strong", "ordinary", "weak")
_NO_PHASE = "none"


def condition_tables(context: Context) -> list[Table]:
    """A table a segment with its conditions for companies and leads; last those that hold for all."""
    segments = context.plan.items(Segment)
    titles = [
        (
            segment.id,
            context.say(
                "declaration.targets.conditions",
                segment=context.named(segment.id),
                combine=context.choice("Segment.combine", segment.combine),
            ),
        )
        for segment in segments
    ]
    found = [_conditions(context, title, f"{CONDITIONS}.{key}", key) for key, title in titles]
    title = context.say("declaration.targets.conditions_all" if segments else "kind.CompanyCondition")
    found.append(_conditions(context, title, CONDITIONS, None))
    return [table for table in found if table is not None]


def _conditions(context: Context, title: str, key: str, segment: str | None) -> Table | None:
    known = {each.id for each in context.plan.items(Segment)}

    def is_here(item: CompanyCondition | LeadCondition) -> bool:
        return (item.segment if item.segment in known else None) == segment

    companies = [_company(context, each) for each in context.plan.items(CompanyCondition) if is_here(each)]
    leads = [_lead(context, each) for each in context.plan.items(LeadCondition) if is_here(each)]
    if not companies and not leads:
        return None
    return with_used_columns(
        Table(
            key=key,
            title=title,
            columns=(
                context.column("about", "declaration.targets.about", width=10),
                context.column("side", "CompanyCondition.side", "choice", width=10),
                context.column("condition", "declaration.targets.condition", "long_text", width=44),
                context.column("ground", "CompanyCondition.ground", "choice", width=14),
                context.column("why", "CompanyCondition.why", "long_text", width=36),
            ),
            rows=(*companies, *leads),
        )
    )


def _company(context: Context, item: CompanyCondition) -> Row:
    return Row(
        id=item.id,
        item=item.id,
        cells=(
            words(context.say("declaration.targets.about_company")),
            words(context.choice("CompanyCondition.side", item.side)),
            words(condition_words(context, item)),
            words(context.choice("CompanyCondition.ground", item.ground)) if item.ground else BLANK,
            words(context.typed(item.why)),
        ),
    )


def _lead(context: Context, item: LeadCondition) -> Row:
    said = [
        context.say("declaration.labelled", label=context.field(f"LeadCondition.{name}"), value=value)
        for name in _LEAD_FIELDS
        if (value := context.typed(getattr(item, name)).strip())
    ]
    return Row(
        id=item.id,
        item=item.id,
        cells=(
            words(context.say("declaration.targets.about_lead")),
            words(context.choice("LeadCondition.side", item.side)),
            words("\n".join([context.named(item.id), *said])),
            words(context.choice("LeadCondition.ground", item.ground)) if item.ground else BLANK,
            BLANK,
        ),
    )


def condition_words(context: Context, item: CompanyCondition) -> str:
    """'Employees at least 300', never the operator's key; without values what is looked at, alone."""
    values = [as_words(context, each) for each in item.values]
    operator: str = item.operator
    if not values and operator != "known":
        return context.named(item.id)
    if operator == "one_of" and len(values) == 1:
        operator = "is"
    if operator == "between" and len(values) == 2:
        low, high = values
        said = context.say("declaration.targets.from_to", low=low, high=high)
    else:
        said = context.listed(values)
    return context.say(f"declaration.condition.{operator}", field=context.named(item.id), values=said)


def as_words(context: Context, said: str) -> str:
    """A number as numbers are written, true and false as an answer, anything else as it was typed."""
    if said in ("true", "false"):
        return context.say(f"finding.answer.{'yes' if said == 'true' else 'no'}")
    try:
        value = Decimal(said)
    except InvalidOperation:
        return said
    return number(value, None) if value.is_finite() else said


def follow_rules(context: Context) -> Table | None:
    """What is done with leads of a phase, given our own will: phases down, will across."""
    rules = context.plan.items(FollowRule)
    if not rules:
        return None
    phases = context.plan.items(Phase)
    known = {phase.id for phase in phases}
    wills = [will for will in _WILLS if any(rule.will == will for rule in rules)]
    places = [(phase.id, phase.id, context.named(phase.id), context.typed(phase.told_by)) for phase in phases]
    places.append((_NO_PHASE, "", context.say("declaration.targets.no_phase"), ""))
    found: list[Row] = []
    for key, item, name, told_by in places:
        here = [rule for rule in rules if (rule.phase if rule.phase in known else _NO_PHASE) == key]
        cells = [
            words("\n\n".join(_rule(context, rule) for rule in here if rule.will == will)) for will in wills
        ]
        if here or item:
            found.append(Row(id=key, item=item, cells=(words(name), words(told_by), *cells)))
    columns = [
        context.column("phase", "kind.Phase", width=16),
        context.column("told_by", "Phase.told_by", "long_text", width=28),
    ]
    columns += [
        context.column(will, f"declaration.targets.will.{will}", "long_text", width=34) for will in wills
    ]
    title = context.say("declaration.targets.follow_rules")
    return with_used_columns(Table(key=FOLLOW_RULES, title=title, columns=tuple(columns), rows=tuple(found)))


def _rule(context: Context, rule: FollowRule) -> str:
    """Of which segment, what is done and how soon, why, whose will it is and until when: a line each."""
    segment = context.named(rule.segment)
    said = context.choice("FollowRule.decision", rule.decision)
    if rule.priority is not None:
        note = context.say("declaration.targets.rule_priority", priority=rule.priority)
        said = context.say("declaration.with_note", value=said, note=note)
    notes = [
        context.say("declaration.labelled", label=context.field(f"FollowRule.{name}"), value=value)
        for name, value in (("will_of", context.named(rule.will_of)), ("until", context.month(rule.until)))
        if value
    ]
    first = context.say("declaration.targets.rule_segment", segment=segment) if segment else ""
    return "\n".join(filter(None, (first, said, context.typed(rule.why), *notes)))
