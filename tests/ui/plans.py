"""Plans that the window's tests open: the starter as it is, and one declared and edited since."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from pathlib import Path

from kakehashi.extension.starters import starter_named
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.changes import adding, at_end, setting
from kakehashi.plan.item import Item, new_id
from kakehashi.plan.kinds import only_id
from kakehashi.plan.money import plan_months
from kakehashi.plan.starter import plan_from
from kakehashi.words import Language

UUID = "00000000-0000-4000-8000-00000000000a"
COMPANY = {"ja": "ツムギ計測株式会社", "en": "Tsumugi Instruments Inc."}
TITLE = {"ja": "2027年度 マーケティング計画", "en": "Marketing plan FY2027"}


def starter(path: Path, language: Language) -> Path:
    """The starter's plan, never declared."""
    _created(path, language).close()
    return path


def edited(path: Path, language: Language) -> Path:
    """Declared as edition 1; since then a cap is broken, a stop criterion gone, a line added."""
    plan = _created(path, language)
    plan.declare(app_version="0")
    months = plan_months(plan.plan)
    line = plan.plan.items(BudgetLine)[0]
    plan.apply(setting(plan.plan, line.id, "planned", Decimal(30_000_000), months[5]))
    plan.apply(setting(plan.plan, plan.plan.items(Measure)[0].id, "stop", ()))
    name = {"ja": "製品サイト改修", "en": "Product site rebuild"}[language]
    added = BudgetLine(id=new_id(), position=at_end(plan.plan, "BudgetLine"), name=name)
    plan.apply(adding(added))
    plan.close()
    return path


def _created(path: Path, language: Language) -> OpenPlan:
    minutes = (f"2027-04-01T14:{minute:02d}:00" for minute in count(32))
    items = tuple(_named(item, language) for item in _starter_items(language))
    return OpenPlan.create(
        path,
        UUID,
        items,
        person="大野" if language == "ja" else "Ono",
        clock=lambda: next(minutes),
        app_version="0",
    )


def _starter_items(language: Language) -> tuple[Item, ...]:
    return tuple(
        plan_from(
            starter_named("b2b-saas"), language=language, first_month="2027-04", uuid=UUID, new_id=new_id
        )
    )


def _named(item: Item, language: Language) -> Item:
    import msgspec

    if not isinstance(item, About):
        return item
    assert item.id == only_id("About")
    return msgspec.structs.replace(item, company=COMPANY[language], title=TITLE[language])
