"""Targets: which companies and people we want, how far we cover them, and what we tell them."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter
from kakehashi.declaration.context import Context
from kakehashi.declaration.finding_views import finding_blocks
from kakehashi.declaration.item_table import item_table
from kakehashi.plan.targets import (
    CompanyCondition,
    Competitor,
    FollowRule,
    KeyMessage,
    Launch,
    LeadCondition,
    LeadQuality,
    NamedAccount,
    Offer,
    Positioning,
    Segment,
)


def chapter(context: Context) -> Chapter:
    """Segments and coverage first, then the conditions, the accounts, and the message."""
    found: list[Block | None] = [
        item_table(
            context,
            Segment,
            "targets.segments",
            ("name", "tier", "share_of_goal", "describes", "why_we_win", "why_we_keep_it", "offer", "owner"),
        ),
        *finding_blocks(context, "targets"),
    ]
    if not context.headline:
        found += [
            item_table(
                context,
                CompanyCondition,
                "targets.company_conditions",
                ("segment", "side", "field", "operator", "values", "ground", "why"),
            ),
            item_table(
                context,
                LeadCondition,
                "targets.lead_conditions",
                (
                    "name",
                    "segment",
                    "side",
                    "department",
                    "job_title",
                    "came_in_from",
                    "cares_about",
                    "ground",
                ),
            ),
            item_table(
                context, LeadQuality, "targets.lead_quality", ("sentence", "rule", "not_good", "agreed_by")
            ),
            item_table(
                context,
                FollowRule,
                "targets.follow_rules",
                ("phase", "segment", "will", "decision", "priority", "will_of", "why", "until"),
            ),
            item_table(
                context,
                NamedAccount,
                "targets.accounts",
                ("name", "tier", "segment", "owner", "status", "why", "next_step", "next_by"),
            ),
            item_table(
                context,
                Offer,
                "targets.offers",
                ("name", "solves", "own_parts", "partner_parts", "price_idea"),
            ),
            item_table(
                context,
                Positioning,
                "targets.positioning",
                ("claim", "for_whom", "instead_of", "proof", "segment"),
            ),
            item_table(
                context, KeyMessage, "targets.messages", ("claim", "persona", "stage", "proof", "state")
            ),
            item_table(
                context,
                Competitor,
                "targets.competitors",
                ("name", "type", "strengths", "weaknesses", "we_answer"),
            ),
            item_table(
                context,
                Launch,
                "targets.launches",
                ("name", "date", "what", "needs", "offer", "owner", "state"),
            ),
        ]
    return context.chapter("targets", found)
