"""Cases of the checks of personas: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from kakehashi.plan.item import Item
from kakehashi.plan.personas import (
    CompanyPersona,
    IndividualPersona,
    OrganizationPersona,
    Research,
    Statement,
)

COMPANY = CompanyPersona(id="c", name="部品メーカー")
ORGANIZATION = OrganizationPersona(id="o", department="品質保証部", company="c")
INDIVIDUAL = IndividualPersona(id="i", name="佐藤課長", organization="o", buying_role="champion")
DECIDER = IndividualPersona(id="j", name="田村部長", organization="o", buying_role="decider")
ALL = (COMPANY, ORGANIZATION, INDIVIDUAL)
ASSUMED = Statement(id="s", persona="c", text="監査の前に探す")
HEARD = Statement(id="t", persona="c", text="監査の前に探す", mark="interview", research=("r",))

CASES: list[tuple[str, list[Item], list[Item]]] = [
    ("persona_layer_missing", [ORGANIZATION, INDIVIDUAL], [*ALL]),
    ("persona_layer_missing", [COMPANY, INDIVIDUAL], [*ALL]),
    ("persona_layer_missing", [COMPANY, ORGANIZATION], []),
    ("persona_without_layer_below", [*ALL, CompanyPersona(id="d")], [*ALL]),
    (
        "persona_without_layer_below",
        [*ALL, OrganizationPersona(id="p", company="c")],
        [COMPANY, ORGANIZATION],
    ),
    ("persona_unattached", [COMPANY, OrganizationPersona(id="o")], [COMPANY, ORGANIZATION]),
    (
        "persona_unattached",
        [ORGANIZATION, OrganizationPersona(id="p", company="c"), IndividualPersona(id="i")],
        [ORGANIZATION, INDIVIDUAL],
    ),
    ("committee_without_decider", [*ALL], [*ALL, DECIDER]),
    (
        "committee_without_decider",
        [OrganizationPersona(id="o"), INDIVIDUAL],
        [OrganizationPersona(id="o"), INDIVIDUAL, DECIDER],
    ),
    (
        "committee_without_decider",
        [*ALL, OrganizationPersona(id="p", company="x"), IndividualPersona(id="j", organization="p")],
        [
            *ALL,
            OrganizationPersona(id="p", company="c"),
            IndividualPersona(id="j", organization="p", buying_role="approver"),
        ],
    ),
    ("persona_rests_on_assumptions", [COMPANY], [COMPANY, HEARD]),
    ("persona_rests_on_assumptions", [COMPANY, ASSUMED], [COMPANY, ASSUMED, HEARD]),
    ("statements_assumed", [COMPANY, ASSUMED, HEARD], [COMPANY, ASSUMED]),
    ("statement_without_research", [Statement(id="s", mark="data")], [HEARD]),
    ("research_unused", [Research(id="r")], [Research(id="r"), HEARD]),
]
