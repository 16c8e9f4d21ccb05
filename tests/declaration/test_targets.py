"""Targets as they are told: coverage with live shares, conditions in words, accounts for sales, messages."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from tests.declaration.plans import EVERYTHING, starter_plan, table, told
from tests.forecast.plans import figure

from kakehashi.declaration.audience import AUDIENCES, Audience, Detail, Told
from kakehashi.declaration.blocks import Chapter, Document, Picture, Table
from kakehashi.plan.item import Item
from kakehashi.plan.journey import Stage
from kakehashi.plan.personas import IndividualPersona
from kakehashi.plan.plan import Plan
from kakehashi.plan.targets import (
    CompanyCondition,
    Coverage,
    FollowRule,
    KeyMessage,
    Launch,
    LeadCondition,
    NamedAccount,
    Phase,
    Segment,
)
from kakehashi.words import Language

ALL = Coverage(
    id="all",
    as_of="2027-03-31",
    companies=figure(400),
    with_leads=figure(300),
    with_follow_leads=figure(100),
    with_won=figure(40),
    outside=figure(90),
    people=figure(900),
)
MIDDLE = Coverage(
    id="mid",
    segment="seg",
    as_of="2027-03-31",
    companies=figure(100),
    with_leads=figure(50),
    with_won=figure(0),
)


def plan(*items: Item) -> Plan:
    own = {type(item).__name__ for item in items} | {"Segment", "NamedAccount", "KeyMessage"}
    base = starter_plan()
    gone: dict[str, Item | None] = {item.id: None for item in base if item.kind in own}
    segment = Segment(id="seg", name="中堅製造", tier="tier_1", combine="all")
    return base.with_items({**gone, "seg": segment, **{item.id: item for item in items}})


def document(made: Plan, detail: Detail = "full", language: Language = "ja", to: str = "") -> Document:
    audience: Audience = AUDIENCES[to] if to else EVERYTHING
    return told(made, msgspec.structs.replace(audience, chapters=(Told("targets", detail),)), language)


def chapter(made: Document) -> Chapter:
    (found,) = made.chapters
    return found


def keys(made: Document) -> list[str]:
    return [block.key for block in chapter(made).blocks]


def text(found: Table, row: str, column: str) -> str | None:
    at = [each.key for each in found.columns].index(column)
    return next(each for each in found.rows if each.id == row).cells[at].value


def test_the_sentence_says_segments_companies_and_what_is_covered() -> None:
    assert chapter(document(plan(ALL))).sentence == (
        "1つのセグメントで、ターゲット企業は400社です。このうち300社（75.0%）にリードがあり、40社から受注しています。"
    )
    assert "カバー率はまだ" in chapter(document(plan())).sentence


def test_shares_are_expressions_over_the_companies() -> None:
    made = document(plan(MIDDLE, ALL))
    companies, shares = table(made, "targets.companies"), table(made, "targets.shares")
    assert [row.id for row in companies.rows] == ["all", "mid"]
    cells = dict(zip([column.key for column in shares.columns], shares.rows[0].cells, strict=True))
    assert cells["with_leads"].number == Decimal("0.75")
    assert cells["with_leads"].expression is not None
    assert cells["with_follow_leads"].number == Decimal("0.25")
    assert companies.note == "2027年3月31日時点。データにはほかに、ターゲット外の企業が90社あります。"


def test_dates_that_differ_stand_in_their_rows() -> None:
    later = msgspec.structs.replace(MIDDLE, as_of="2027-05-31")
    found = table(document(plan(ALL, later)), "targets.companies")
    assert text(found, "mid", "as_of") == "2027-05-31"
    assert "時点" not in found.note


def test_the_picture_shows_all_and_segments_and_tiers_that_say_more() -> None:
    tier = msgspec.structs.replace(MIDDLE, id="tier", segment=None, tier="tier_1")
    other = msgspec.structs.replace(tier, id="other", tier="tier_2", with_leads=figure(9))
    made = document(plan(ALL, MIDDLE, tier, other))
    (picture,) = (block for block in chapter(made).blocks if isinstance(block, Picture))
    assert picture.table == "targets.companies"
    assert "中堅製造は100社" in picture.description
    assert "ランク2" in picture.description
    assert "ランク1" not in picture.description


@pytest.mark.parametrize("language", ["ja", "en"])
def test_without_coverage_there_is_no_picture_and_no_table(language: Language) -> None:
    assert not {"targets.reach", "targets.companies", "targets.shares"} & set(
        keys(document(plan(), "full", language))
    )


def test_details_give_sales_the_accounts_and_product_the_message() -> None:
    items = (
        ALL,
        NamedAccount(id="acc", name="甲社", tier="tier_2", next_by="2027-05-01"),
        NamedAccount(id="first", name="乙社", tier="tier_1"),
        Launch(id="launch", name="新型", date="2027-09-01"),
    )
    full, normal, headline = (
        keys(document(plan(*items), detail)) for detail in ("full", "normal", "headline")
    )
    assert full.index("targets.accounts") < full.index("targets.companies") < full.index("targets.launches")
    assert "targets.accounts" not in normal
    assert "targets.launches" in normal
    assert "targets.reach" in headline
    assert not {"targets.launches", "targets.companies"} & set(headline)
    accounts = table(document(plan(*items)), "targets.accounts")
    assert [row.id for row in accounts.rows] == ["first", "acc"]


def test_readers_are_asked_what_they_can_do() -> None:
    items = (ALL, NamedAccount(id="acc", name="甲社"), KeyMessage(id="m", claim="早い", state="to_check"))
    asked = {
        to: chapter(document(plan(*items), "full", "ja", to)).sentence for to in ("sales", "product", "it")
    }
    assert "重点企業1社" in asked["sales"]
    assert "メッセージが1件" in asked["product"]
    assert "ください" not in asked["it"]


CONDITIONS = (
    ("one_of", ("金属", "電機"), "業種：金属、電機のいずれか", "業種: one of 金属, 電機"),
    ("one_of", ("金属",), "業種：金属", "業種: 金属"),
    ("none_of", ("紙",), "業種：紙のいずれでもない", "業種: none of 紙"),
    ("at_least", ("3000",), "業種：3,000以上", "業種 at least 3,000"),
    ("at_most", ("10",), "業種：10以下", "業種 at most 10"),
    ("between", ("300", "999"), "業種：300〜999", "業種: 300–999"),
    ("contains", ("工場",), "業種：「工場」を含む", "業種 contains 工場"),
    ("at_least", (), "業種", "業種"),
    ("known", (), "業種：分かっている", "業種: known"),
)


@pytest.mark.parametrize(("operator", "values", "ja", "en"), CONDITIONS)
def test_conditions_are_said_in_words(operator: str, values: tuple[str, ...], ja: str, en: str) -> None:
    condition = CompanyCondition(id="c", segment="seg", field="業種", operator=operator, values=values)  # type: ignore[arg-type]
    for language, said in (("ja", ja), ("en", en)):
        found = table(document(plan(condition), "full", language), "targets.conditions.seg")  # type: ignore[arg-type]
        assert text(found, "c", "condition") == said


def test_each_segment_has_its_conditions_and_the_common_ones_come_last() -> None:
    made = document(
        plan(
            CompanyCondition(id="c", segment="seg", field="業種", values=("金属",)),
            LeadCondition(
                id="lead", segment="seg", name="保全", department="製造", job_title="課長", side="exclude"
            ),
            CompanyCondition(id="loose", segment="gone", field="地域", values=("関東",)),
        )
    )
    own, common = table(made, "targets.conditions.seg"), table(made, "targets.conditions")
    assert own.title == "ターゲットの条件：中堅製造（すべて満たす）"
    assert [row.id for row in own.rows] == ["c", "lead"]
    assert text(own, "lead", "condition") == "保全\n部署：製造\n役職：課長"
    assert text(own, "lead", "side") == "除く"
    assert [row.id for row in common.rows] == ["loose"]


def test_follow_rules_are_told_by_phase_and_will() -> None:
    made = document(
        plan(
            Phase(id="p1", name="想像", position="a"),
            Phase(id="p2", name="比較", position="b"),
            FollowRule(id="r1", phase="p2", will="strong", decision="follow_now", priority=1, why="急ぐ"),
            FollowRule(id="r2", phase="p2", segment="seg", will="ordinary", until="2027-09"),
            FollowRule(id="r3", phase="gone", will="ordinary", decision="leave"),
        )
    )
    found = table(made, "targets.follow_rules")
    assert [row.id for row in found.rows] == ["p1", "p2", "none"]
    assert [column.key for column in found.columns] == ["phase", "strong", "ordinary"]
    assert text(found, "p2", "strong") == "いまフォローする（優先順位1）\n急ぐ"
    assert text(found, "p2", "ordinary") == "〔中堅製造〕\n育成する\nいつまで：2027年9月"
    assert text(found, "none", "ordinary") == "追わない"


def test_messages_stand_by_stage_and_persona_and_withdrawn_ones_nowhere() -> None:
    made = document(
        plan(
            Stage(id="s1", name="未認知"),
            IndividualPersona(id="who", name="課長"),
            KeyMessage(id="m1", claim="早い", persona="who", stage="s1", state="checked"),
            KeyMessage(id="m2", claim="安い", persona="who", stage="s1", state="to_check"),
            KeyMessage(id="m3", claim="だめ", persona="who", stage="s1", state="withdrawn"),
            KeyMessage(id="m4", claim="誰に"),
        )
    )
    found = table(made, "targets.message_matrix")
    assert [column.title for column in found.columns] == ["ステージ", "課長", "ペルソナの指定なし"]
    assert text(found, "s1", "who") == "早い\n安い（要確認）"
    assert text(found, "none", "none") == "誰に（下書き）"
    assert [row.id for row in table(made, "targets.messages").rows] == ["m1", "m2", "m4"]
