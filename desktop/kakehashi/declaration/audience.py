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
    further fields. `parameter` says of what kind the one is that the document is made for.
    """

    key: str
    title: str
    chapters: tuple[Told, ...]
    sees: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    parameter: Parameter = ""

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


AUDIENCES: Mapping[str, Audience] = MappingProxyType(
    {
        audience.key: audience
        for audience in (
            Audience(
                key="executives",
                title="audience.executives",
                chapters=(
                    Told("summary"),
                    Told("direction"),
                    Told("metrics"),
                    Told("simulation", "headline"),
                    Told("budget"),
                    Told("organization"),
                ),
            ),
            Audience(
                key="finance",
                title="audience.finance",
                chapters=(
                    Told("budget", "full"),
                    Told("simulation", "full"),
                    Told("metrics", "headline"),
                    Told("basis"),
                ),
                sees=(EVERYTHING,),
            ),
        )
    }
)
