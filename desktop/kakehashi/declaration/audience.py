"""Audiences: which chapters a reader gets, how much of them, and what stays hidden. Data, not code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from kakehashi.plan.fields import describe
from kakehashi.plan.kinds import KINDS

Detail = Literal["headline", "normal", "full"]
Parameter = Literal["", "partner", "department"]

EVERYTHING = "*"


class Told(msgspec.Struct, frozen=True):
    """A chapter as an audience gets it."""

    chapter: str
    detail: Detail = "normal"


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads. `title` is a message id.

    Confidential fields are hidden unless `sees` names them ('Role.monthly_cost', or '*' for all), so that a
    field that becomes confidential later is hidden from every audience that doesn't ask for it. `hides` names
    further fields. `parameter` says of what kind the one is that the document is made for; without one it is
    for the departments of these `functions` ('sales').
    """

    key: str
    title: str
    chapters: tuple[Told, ...]
    sees: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    parameter: Parameter = ""
    functions: tuple[str, ...] = ()

    @property
    def sees_all(self) -> bool:
        """Whether nothing is hidden."""
        return EVERYTHING in self.sees and not self.hides


def hidden_fields(audience: Audience) -> Mapping[str, frozenset[str]]:
    """Kind -> names of its fields that this audience must not see."""
    found = {}
    for kind, item_type in KINDS.items():
        names = frozenset(
            name
            for name, described in describe(item_type).items()
            if _hidden(audience, f"{kind}.{name}", described.field.confidential)
        )
        if names:
            found[kind] = names
    return MappingProxyType(found)


def _hidden(audience: Audience, name: str, confidential: bool) -> bool:
    if name in audience.hides:
        return True
    return confidential and EVERYTHING not in audience.sees and name not in audience.sees


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
                "summary approval direction metrics simulation/headline budget organization/headline "
                "review/headline changes/headline asks",
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
                sees=(EVERYTHING,),
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
