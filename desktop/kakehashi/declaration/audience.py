"""Audiences: which chapters a reader gets, how much of them, and what stays hidden. Data, not code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

import msgspec

from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import KINDS
from kakehashi.words import Language, Text, in_language, text

Detail = Literal["headline", "normal", "full"]
Parameter = Literal["", "partner", "department"]

EVERYTHING = "*"

# What people and partners cost, and what is earned: confidential, but those who answer for money see it.
CONFIDENTIAL_MONEY = (
    "Partner.monthly_fee",
    "Role.monthly_cost",
    "BudgetFrame.revenue",
    "Economics.gross_margin",
    "Economics.sales_cost",
)
# Without them a document has neither months nor units.
_NEVER_HIDDEN = frozenset(
    f"About.{name}"
    for name in (
        "first_month",
        "months",
        "fiscal_start",
        "closed_through",
        "currency",
        "display_unit",
        "tax",
        "language",
    )
)
_TEXTS = frozenset({"text", "long_text", "code", "list", "attachment"})


class Told(msgspec.Struct, frozen=True):
    """A chapter as an audience gets it."""

    chapter: str
    detail: Detail = "normal"


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads. `title` is a message id; an audience of the plan's own has the `name` that was typed.

    Confidential fields are hidden unless `sees` names them ('Role.monthly_cost', or '*' for all), so that a
    field that becomes confidential later is hidden from every audience that doesn't ask for it. `hides` names
    further fields. `parameter` says of what kind the one is that the document is made for; without one it is
    for the departments of these `functions` ('sales'). `foreword` is told first.
    """

    key: str
    title: str
    name: Text = ""
    foreword: Text = ""
    chapters: tuple[Told, ...]
    sees: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    parameter: Parameter = ""
    functions: tuple[str, ...] = ()

    @property
    def sees_all(self) -> bool:
        """Whether nothing is hidden."""
        return EVERYTHING in self.sees and not self.hides

    def called(self, language: Language) -> str:
        """What it is called."""
        return in_language(self.name, language).strip() or text(self.title, language)


def hidden_fields(audience: Audience) -> Mapping[str, frozenset[str]]:
    """Kind -> names of its fields that this audience must not see."""
    sees = frozenset(audience.sees)
    hides = frozenset(audience.hides) - _NEVER_HIDDEN
    found = {}
    for kind, item_type in KINDS.items():
        all_names, confidential = _names(item_type)
        seen = confidential if EVERYTHING in sees else _named(kind, confidential, sees)
        names = (confidential - seen) | _named(kind, all_names, hides)
        if names:
            found[kind] = names
    return MappingProxyType(found)


@cache
def _names(item_type: type[Item]) -> tuple[frozenset[str], frozenset[str]]:
    """The fields of a kind, and those of them that are confidential."""
    fields = describe(item_type)
    return frozenset(fields), frozenset(name for name in fields if fields[name].field.confidential)


def _named(kind: str, names: frozenset[str], those: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if f"{kind}.{name}" in those) if those else frozenset()


def sees_money(audience: Audience) -> bool:
    """Whether no figure is hidden that money or the forecast is made of, so that its parts may be told."""
    for kind, names in hidden_fields(audience).items():
        described = describe(KINDS[kind])
        for name in names:
            field = described[name].field
            if field.shape not in _TEXTS and not (field.shape == "choice" and field.confidential):
                return False
    return True


def _told(words: str) -> tuple[Told, ...]:
    """Chapters in the order in which they are told: 'summary metrics/full simulation/headline'."""
    found = []
    for word in words.split():
        chapter, _, detail = word.partition("/")
        found.append(Told(chapter, detail or "normal"))  # type: ignore[arg-type]
    return tuple(found)


def _built_in(
    key: str, chapters: str, *functions: str, sees: tuple[str, ...] = (), parameter: Parameter = ""
) -> Audience:
    return Audience(
        key=key,
        title=f"audience.{key}",
        chapters=_told(chapters),
        functions=functions,
        sees=sees,
        parameter=parameter,
    )


AUDIENCES: Mapping[str, Audience] = MappingProxyType(
    {
        audience.key: audience
        for audience in (
            _built_in(
                "executives",
                "summary approval direction metrics/headline simulation/headline budget/headline "
                "organization/headline review/headline changes/headline asks",
                "board",
            ),
            _built_in(
                "sales",
                "targets/full handoff/full metrics simulation/headline personas journey/headline content "
                "measurement/headline direction/headline changes asks",
                "sales",
            ),
            _built_in(
                "finance",
                "budget/full simulation/full metrics/headline measurement/headline basis changes asks",
                "finance",
                sees=CONFIDENTIAL_MONEY,
            ),
            _built_in(
                "it",
                "measurement/full metrics/headline organization/headline direction/headline basis "
                "changes asks",
                "it",
            ),
            _built_in(
                "hr",
                "organization/full direction/headline work/headline basis changes asks",
                "hr",
            ),
            _built_in(
                "product",
                "personas/full journey/full handoff targets content/headline direction/headline changes asks",
                "product",
            ),
            _built_in(
                "service",
                "journey/full handoff/headline simulation/headline content/headline direction/headline "
                "changes asks",
                "service",
            ),
            _built_in("partners", "part", parameter="partner"),
            _built_in(
                "marketing",
                "summary basis/full direction/full organization/full metrics/full personas/full journey/full "
                "targets/full content/full budget/full simulation/full measurement/full handoff/full "
                "work/full review/full changes asks",
                "marketing",
                sees=(EVERYTHING,),
            ),
        )
    }
)
