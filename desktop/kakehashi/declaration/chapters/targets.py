"""Targets: which companies and people we want, how far we cover them, and what we tell them."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter, Table
from kakehashi.declaration.context import Context
from kakehashi.declaration.coverage_picture import coverage_picture, share
from kakehashi.declaration.coverage_tables import (
    WHOLE,
    companies_table,
    count_of,
    covered,
    people_table,
    shares_table,
)
from kakehashi.declaration.finding_views import finding_blocks
from kakehashi.declaration.item_table import item_table
from kakehashi.declaration.message_matrix import message_matrix, told_messages
from kakehashi.declaration.target_conditions import condition_tables, follow_rules
from kakehashi.plan.targets import (
    Competitor,
    KeyMessage,
    Launch,
    LeadQuality,
    NamedAccount,
    Offer,
    Positioning,
    Segment,
)
from kakehashi.words import number, percent

_SAME_AS_COVERAGE = ("targets.coverage", "targets.people")
"""Tables of the finding that the coverage of the plan was taken from."""


def chapter(context: Context) -> Chapter:
    """How far we have come first, with whom: segments, in full the accounts; then what we tell them."""
    findings = finding_blocks(context, "targets")
    found: list[Block | None] = [
        *(block for block in findings if not isinstance(block, Table)),
        coverage_picture(context),
        _segments(context),
    ]
    if context.full:
        found.append(_accounts(context))
    if not context.headline:
        found += _coverage(context, [block for block in findings if isinstance(block, Table)])
    if context.full:
        found += [*condition_tables(context), _lead_quality(context), follow_rules(context)]
    if not context.headline:
        found += _message(context)
    if not context.headline and not context.full:
        found += condition_tables(context)
    return context.chapter("targets", found, targets_sentence(context))


def targets_sentence(context: Context) -> str:
    """How many segments and target companies, what share is covered, and what the reader is asked."""
    segments = len(context.plan.items(Segment))
    said = [_reach(context, segments)] if segments else []
    return context.sentences([*said, *_asked(context)]) if said else ""


def _reach(context: Context, segments: int) -> str:
    whole = next((item for item in covered(context) if not item.segment and not item.tier), None)
    companies = None if whole is None else count_of(whole, WHOLE)
    if whole is None or companies is None:
        return context.say("declaration.targets.sentence_segments", segments=segments)
    said = [context.say("declaration.targets.sentence", segments=segments, companies=number(companies.value))]
    leads, won = count_of(whole, "with_leads"), count_of(whole, "with_won")
    if leads is not None:
        told = {"leads": number(leads.value), "share": percent(share(whole, "with_leads"))}
        said.append(
            context.say("declaration.targets.sentence_leads", **told)
            if won is None
            else context.say("declaration.targets.sentence_covered", **told, won=number(won.value))
        )
    return context.sentences(said)


def _asked(context: Context) -> list[str]:
    """Of sales the accounts, of product the claims that nobody has checked yet."""
    asked = []
    accounts = len(context.plan.items(NamedAccount))
    if accounts and context.full and "sales" in context.audience.functions:
        asked.append(context.say("declaration.targets.ask_accounts", count=accounts))
    claims = sum(each.state in ("draft", "to_check") for each in told_messages(context))
    if claims and not context.headline and "product" in context.audience.functions:
        asked.append(context.say("declaration.targets.ask_claims", count=claims))
    return asked


def _coverage(context: Context, findings: list[Table]) -> list[Block | None]:
    """The tables of the coverage; the finding's own where nothing was taken over."""
    if not covered(context):
        return [*findings]
    found: list[Block | None] = [companies_table(context), shares_table(context)]
    if context.full:
        found.append(people_table(context))
    return [*found, *(table for table in findings if table.key not in _SAME_AS_COVERAGE)]


def _segments(context: Context) -> Table | None:
    fields = ("name", "tier", "share_of_goal", "describes", "why_we_win", "why_we_keep_it", "offer", "owner")
    return item_table(context, Segment, "targets.segments", fields, title="declaration.targets.segments")


def _accounts(context: Context) -> Table | None:
    """The companies that are targets by name, the first tier first, then by the next date."""
    accounts = sorted(
        context.plan.items(NamedAccount), key=lambda each: (each.tier or "~", each.next_by or "~")
    )
    return item_table(
        context,
        NamedAccount,
        "targets.accounts",
        ("name", "tier", "segment", "owner", "status", "next_step", "next_by", "why"),
        title="declaration.targets.accounts",
        items=accounts,
    )


def _lead_quality(context: Context) -> Table | None:
    fields = ("sentence", "rule", "not_good", "metric", "agreed_by", "agreed_on")
    return item_table(context, LeadQuality, "targets.lead_quality", fields)


def _message(context: Context) -> list[Block | None]:
    """What we claim, to whom and when, what comes to market, and whom we are compared with."""
    launches = [launch for launch in context.plan.items(Launch) if launch.state != "dropped"]
    launches.sort(key=lambda launch: launch.date or "~")
    return [
        item_table(
            context,
            Positioning,
            "targets.positioning",
            ("claim", "for_whom", "instead_of", "proof", "segment", "offer"),
        ),
        message_matrix(context),
        item_table(
            context,
            KeyMessage,
            "targets.messages",
            ("claim", "persona", "stage", "proof", "state", "checked_by", "checked_on"),
            title="declaration.targets.messages",
            items=told_messages(context),
        ),
        item_table(
            context,
            Launch,
            "targets.launches",
            ("name", "date", "what", "needs", "offer", "measures", "owner", "state"),
            title="declaration.targets.launches",
            items=launches,
        ),
        item_table(
            context,
            Offer,
            "targets.offers",
            ("name", "category", "solves", "own_parts", "partner_parts", "price_idea"),
            title="declaration.targets.offers",
        ),
        item_table(
            context,
            Competitor,
            "targets.competitors",
            ("name", "type", "strengths", "weaknesses", "they_say", "we_answer", "source"),
            title="declaration.targets.competitors",
        ),
    ]
