"""What every taking over needs: passports that point to the record, names in each language, kept digits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from kakehashi.evidence.findings import Finding
from kakehashi.evidence.findings.base import SMALL
from kakehashi.plan.item import Figure, Passport
from kakehashi.plan.plan import Plan
from kakehashi.rounding import canonical, rounded
from kakehashi.words import LANGUAGES, in_language, text


class Taking(msgspec.Struct, frozen=True):
    """What every part of the taking over needs."""

    plan: Plan
    finding: Finding
    record: str
    person: str
    date: str

    def passport(self, sample: int, **more: Any) -> Passport:
        """Measured, from this finding."""
        return Passport(
            origin="measured",
            source=", ".join(dict.fromkeys(source.name for source in self.finding.sources)),
            sample_size=sample,
            confidence="low" if sample < SMALL else "",
            period=self.finding.period,
            checked_on=self.date,
            by=self.person,
            finding=self.record,
            **more,
        )


def kept(value: Decimal) -> Decimal:
    """A measured number with as many decimals as a plan keeps."""
    return Decimal(canonical(rounded(value, 9)))


def said(message: str, **names: Any) -> dict[str, str]:
    """A message in each language, its names in that language too."""
    return {
        language: text(message, language, **{key: in_language(name, language) for key, name in names.items()})
        for language in LANGUAGES
    }


def was(figure: Figure | None) -> Figure | None:
    """The figure before, without what it was itself."""
    return None if figure is None or figure.value is None else msgspec.structs.replace(figure, was=None)
