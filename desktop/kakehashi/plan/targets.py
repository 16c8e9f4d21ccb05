"""Chapter 7, targets: which companies and which leads we go for, and which of them are ours already."""

from decimal import Decimal
from typing import Annotated, Literal

from kakehashi.plan.fields import Field
from kakehashi.plan.item import Figure, Item
from kakehashi.words import Text

Tier = Literal["", "tier_1", "tier_2", "tier_3"]
Side = Literal["include", "exclude"]
Ground = Literal["", "experience", "won_deals", "strategy"]
Many = Annotated[Figure | None, Field("figure", unit="count", low=0)]
People = Annotated[Figure | None, Field("figure", unit="people", low=0)]


class Offer(Item, frozen=True, kw_only=True):
    """What we offer as a complete solution: our parts and those of partners, and a price idea."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    category: Annotated[Text, Field("text")] = ""
    solves: Annotated[Text, Field("long_text", needed=True)] = ""
    own_parts: Annotated[Text, Field("long_text", needed=True)] = ""
    partner_parts: Annotated[Text, Field("long_text")] = ""
    partners: Annotated[tuple[str, ...], Field("refs", kinds=("Partner",))] = ()
    price_idea: Annotated[Text, Field("text")] = ""
    owner: Annotated[str | None, Field("ref", kinds=("Role",))] = None


class Segment(Item, frozen=True, kw_only=True):
    """A group of companies that we go for: its conditions, why we can win it, its share of the goal."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    tier: Annotated[Tier, Field("choice")] = ""
    describes: Annotated[Text, Field("long_text", needed=True)] = ""
    why_we_win: Annotated[Text, Field("long_text", needed=True)] = ""
    why_we_keep_it: Annotated[Text, Field("long_text")] = ""
    share_of_goal: Annotated[Decimal | None, Field("number", unit="rate", low=0, high=1, needed=True)] = None
    combine: Annotated[Literal["all", "any"], Field("choice")] = "all"
    personas: Annotated[
        tuple[str, ...],
        Field("refs", kinds=("CompanyPersona", "OrganizationPersona", "IndividualPersona")),
    ] = ()
    offer: Annotated[str | None, Field("ref", kinds=("Offer",))] = None
    owner: Annotated[str | None, Field("ref", kinds=("Role",))] = None


class CompanyCondition(Item, frozen=True, kw_only=True):
    """A condition that puts companies inside or outside a segment (or, without a segment, all targets)."""

    NAMED_BY = ("field",)

    segment: Annotated[str | None, Field("ref", kinds=("Segment",), part_of=True)] = None
    side: Annotated[Side, Field("choice")] = "include"
    field: Annotated[Text, Field("text", needed=True)] = ""
    data_field: Annotated[str, Field("code")] = ""
    operator: Annotated[
        Literal["one_of", "none_of", "at_least", "at_most", "between", "contains", "known"], Field("choice")
    ] = "one_of"
    values: Annotated[tuple[str, ...], Field("list", needed=True)] = ()
    ground: Annotated[Ground, Field("choice", needed=True)] = ""
    why: Annotated[Text, Field("long_text")] = ""


class LeadCondition(Item, frozen=True, kw_only=True):
    """Which people at target companies are target leads, and which are left out."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    segment: Annotated[str | None, Field("ref", kinds=("Segment",), part_of=True)] = None
    side: Annotated[Side, Field("choice")] = "include"
    department: Annotated[Text, Field("text", needed=True)] = ""
    job_title: Annotated[Text, Field("text", needed=True)] = ""
    came_in_from: Annotated[Text, Field("text")] = ""
    reads: Annotated[Text, Field("long_text")] = ""
    cares_about: Annotated[Text, Field("long_text")] = ""
    role: Annotated[Text, Field("text")] = ""
    responsibility: Annotated[Text, Field("long_text")] = ""
    mission: Annotated[Text, Field("long_text")] = ""
    data_field: Annotated[str, Field("code")] = ""
    values: Annotated[tuple[str, ...], Field("list")] = ()
    persona: Annotated[str | None, Field("ref", kinds=("IndividualPersona",))] = None
    ground: Annotated[Ground, Field("choice")] = ""


class Phase(Item, frozen=True, kw_only=True):
    """Where a customer stands by own judgement, from imagining to deciding; their order is the way."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    happens: Annotated[Text, Field("long_text", needed=True)] = ""
    told_by: Annotated[Text, Field("long_text")] = ""
    stages: Annotated[tuple[str, ...], Field("refs", kinds=("Stage",))] = ()
    data_values: Annotated[tuple[str, ...], Field("list")] = ()


class FollowRule(Item, frozen=True, kw_only=True):
    """What we do with leads of a customer's phase, given our own will: follow now, nurture or leave."""

    NAMED_BY = ("phase", "segment")

    phase: Annotated[str | None, Field("ref", kinds=("Phase",), needed=True)] = None
    segment: Annotated[str | None, Field("ref", kinds=("Segment",))] = None
    will: Annotated[Literal["strong", "ordinary", "weak"], Field("choice")] = "ordinary"
    decision: Annotated[Literal["follow_now", "nurture", "leave"], Field("choice")] = "nurture"
    priority: Annotated[int | None, Field("integer", low=1, high=5)] = None
    will_of: Annotated[str | None, Field("ref", kinds=("Role", "Department"), needed=True)] = None
    why: Annotated[Text, Field("long_text", needed=True)] = ""
    until: Annotated[str | None, Field("month")] = None


class LeadQuality(Item, frozen=True, kw_only=True):
    """What a good lead is at this company: one sentence and a rule that can be measured. Exists once."""

    NAMED_BY = ("sentence",)
    ONCE_FOR = ()

    sentence: Annotated[Text, Field("text", needed=True)] = ""
    rule: Annotated[Text, Field("long_text", needed=True)] = ""
    not_good: Annotated[Text, Field("long_text")] = ""
    metric: Annotated[str | None, Field("ref", kinds=("Metric",), needed=True)] = None
    agreed_by: Annotated[tuple[str, ...], Field("refs", kinds=("Department",), needed=True)] = ()
    agreed_on: Annotated[str | None, Field("date")] = None


class NamedAccount(Item, frozen=True, kw_only=True):
    """A company that is a target by its name."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    corporate_number: Annotated[str, Field("code")] = ""
    tier: Annotated[Tier, Field("choice")] = ""
    segment: Annotated[str | None, Field("ref", kinds=("Segment",))] = None
    owner: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    status: Annotated[
        Literal["not_met", "known", "in_talks", "opportunity", "customer", "lost", "paused"], Field("choice")
    ] = "not_met"
    why: Annotated[Text, Field("long_text")] = ""
    next_step: Annotated[Text, Field("text")] = ""
    next_by: Annotated[str | None, Field("date")] = None
    sources: Annotated[tuple[str, ...], Field("list")] = ()


class Coverage(Item, frozen=True, kw_only=True):
    """How much of the targets is ours already, of a segment and tier, or of all targets.

    Companies first (the denominator is always the target companies), then people.
    """

    NAMED_BY = ("segment",)

    segment: Annotated[str | None, Field("ref", kinds=("Segment",))] = None
    tier: Annotated[Tier, Field("choice")] = ""
    as_of: Annotated[str | None, Field("date", needed=True)] = None
    companies: Annotated[Figure | None, Field("figure", unit="count", low=0, needed=True)] = None
    with_leads: Annotated[Figure | None, Field("figure", unit="count", low=0, needed=True)] = None
    with_target_leads: Many = None
    with_follow_leads: Many = None
    with_open: Many = None
    with_valid: Many = None
    with_won: Many = None
    with_lost: Many = None
    outside: Many = None
    people: People = None
    target_leads: People = None
    follow_leads: People = None
    people_outside: People = None


class Positioning(Item, frozen=True, kw_only=True):
    """What we claim to be, for whom and instead of what, and the proof."""

    NAMED_BY = ("claim",)

    claim: Annotated[Text, Field("text", needed=True)] = ""
    for_whom: Annotated[Text, Field("text", needed=True)] = ""
    instead_of: Annotated[Text, Field("text")] = ""
    proof: Annotated[Text, Field("long_text", needed=True)] = ""
    segment: Annotated[str | None, Field("ref", kinds=("Segment",))] = None
    offer: Annotated[str | None, Field("ref", kinds=("Offer",))] = None


class KeyMessage(Item, frozen=True, kw_only=True):
    """What we say to a persona at a stage, and what proves it."""

    NAMED_BY = ("claim",)

    claim: Annotated[Text, Field("text", needed=True)] = ""
    proof: Annotated[Text, Field("long_text", needed=True)] = ""
    proof_from: Annotated[
        tuple[str, ...], Field("refs", kinds=("CustomerVoice", "ContentAsset", "FindingRecord"))
    ] = ()
    persona: Annotated[
        str | None,
        Field("ref", kinds=("IndividualPersona", "OrganizationPersona", "CompanyPersona"), needed=True),
    ] = None
    stage: Annotated[str | None, Field("ref", kinds=("Stage",), needed=True)] = None
    positioning: Annotated[str | None, Field("ref", kinds=("Positioning",))] = None
    offer: Annotated[str | None, Field("ref", kinds=("Offer",))] = None
    state: Annotated[Literal["draft", "to_check", "checked", "withdrawn"], Field("choice")] = "draft"
    checked_by: Annotated[Text, Field("text")] = ""
    checked_on: Annotated[str | None, Field("date")] = None


class Competitor(Item, frozen=True, kw_only=True):
    """Whom customers compare us with (also doing nothing), and how we answer."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    type: Annotated[Literal["same", "other_way", "in_house", "nothing"], Field("choice")] = "same"
    segments: Annotated[tuple[str, ...], Field("refs", kinds=("Segment",))] = ()
    strengths: Annotated[Text, Field("long_text", needed=True)] = ""
    weaknesses: Annotated[Text, Field("long_text")] = ""
    they_say: Annotated[Text, Field("long_text")] = ""
    we_answer: Annotated[Text, Field("long_text", needed=True)] = ""
    price_idea: Annotated[Text, Field("text")] = ""
    seen_on: Annotated[str | None, Field("date")] = None
    source: Annotated[Text, Field("text")] = ""


class Launch(Item, frozen=True, kw_only=True):
    """Something new that comes to market, when, and what it needs."""

    name: Annotated[Text, Field("text", needed=True)] = ""
    date: Annotated[str | None, Field("date", needed=True)] = None
    what: Annotated[Text, Field("long_text", needed=True)] = ""
    needs: Annotated[Text, Field("long_text", needed=True)] = ""
    offer: Annotated[str | None, Field("ref", kinds=("Offer",))] = None
    segments: Annotated[tuple[str, ...], Field("refs", kinds=("Segment",))] = ()
    measures: Annotated[tuple[str, ...], Field("refs", kinds=("Measure",))] = ()
    owner: Annotated[str | None, Field("ref", kinds=("Role",), needed=True)] = None
    state: Annotated[Literal["idea", "decided", "ready", "launched", "dropped"], Field("choice")] = "idea"


KINDS: tuple[type[Item], ...] = (
    Segment,
    CompanyCondition,
    LeadCondition,
    Phase,
    FollowRule,
    LeadQuality,
    NamedAccount,
    Coverage,
    Offer,
    Positioning,
    KeyMessage,
    Competitor,
    Launch,
)
