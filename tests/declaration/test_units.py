"""Money in words, and the columns of halves and years."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec
import pytest
from tests.declaration.plans import starter_plan, told

from kakehashi.declaration.audience import AUDIENCES
from kakehashi.declaration.spans import all_spans
from kakehashi.plan.amounts import amount, display_unit, full_amount
from kakehashi.plan.basis import About
from kakehashi.plan.in_currency import in_currency
from kakehashi.plan.plan import Plan
from kakehashi.words import Language


def about(unit: str = "10000", currency: str = "JPY", tax: str = "excluded", **more: object) -> About:
    return About(display_unit=unit, currency=currency, tax=tax, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "currency", "language", "said", "title"),
    [
        ("10000", "JPY", "ja", "5,790万円", "万円（税抜）"),
        ("10000", "JPY", "en", "¥57.9\u00a0M", "¥ M (excl. tax)"),
        ("1000000", "JPY", "ja", "58百万円", "百万円（税抜）"),
        ("1000", "JPY", "en", "¥57,900\u00a0K", "¥ K (excl. tax)"),
        ("1", "JPY", "ja", "57,900,000円", "円（税抜）"),
        ("1000", "USD", "ja", "57,900千ドル", "千ドル（税抜）"),
        ("1000", "USD", "en", "$57,900\u00a0K", "$ K (excl. tax)"),
        ("10000", "JPY", "zh_TW", "5,790萬日圓", "萬日圓（未稅）"),
        ("10000", "TWD", "zh_TW", "5,790萬元", "萬元（未稅）"),
        ("1000", "TWD", "en", "NT$57,900\u00a0K", "NT$ K (excl. tax)"),
        ("1000", "THB", "ja", "57,900千\u00a0THB", "千THB（税抜）"),
        ("1", "THB", "en", "THB\u00a057,900,000", "THB (excl. tax)"),
    ],
)
def test_money_in_words(unit: str, currency: str, language: Language, said: str, title: str) -> None:
    basis = about(unit, currency)
    assert amount(Decimal(57_900_000), basis, language) == said
    assert display_unit(basis, language).title == title


def test_the_sign_stands_before_the_currency() -> None:
    assert amount(Decimal(-27_200_000), about(), "en") == "−¥27.2\u00a0M"
    assert amount(Decimal(-27_200_000), about(), "ja") == "−2,720万円"
    assert amount(None, about(), "ja") == "–"
    assert full_amount(Decimal("1234567.5"), about(), "ja") == "1,234,568円"


def test_tax_is_said() -> None:
    assert display_unit(about(tax="included"), "ja").title == "万円（税込）"


def test_months_stand_side_by_side_then_halves_then_the_whole() -> None:
    spans = all_spans(about(first_month="2027-04", months=12, closed_through="2027-05"), "ja")
    assert [span.kind for span in spans] == ["month"] * 12 + ["half"] * 2 + ["total"]
    assert [span.title for span in spans[:2]] == ["4月", "5月"]
    assert [span.group for span in (spans[0], spans[11])] == ["2027年度上期", "2027年度下期"]
    assert [span.closed for span in spans[:3]] == [True, True, False]
    assert spans[-1].title == "年間"
    assert spans[-1].months == tuple(span.key for span in spans[:12])


def test_a_plan_across_years_has_a_half_for_each_and_no_year() -> None:
    spans = all_spans(about(first_month="2027-07", months=18, fiscal_start=4), "en")
    halves = [(span.key, span.title, len(span.months)) for span in spans if span.kind == "half"]
    assert halves == [
        ("2027-h1", "FY2027 H1", 3),
        ("2027-h2", "FY2027 H2", 6),
        ("2028-h1", "FY2028 H1", 6),
        ("2028-h2", "FY2028 H2", 3),
    ]
    assert spans[-1].title == "Total"


def test_within_one_half_there_are_no_halves() -> None:
    spans = all_spans(about(first_month="2027-04", months=6), "ja")
    assert [span.kind for span in spans] == ["month"] * 6 + ["total"]
    assert spans[-1].title == "合計"


def test_in_millions_only_small_amounts_are_told_in_full() -> None:
    plan = Plan("starter", in_currency(starter_plan(), "USD", Decimal("0.1")))  # a gap of 2.7 million
    about = msgspec.structs.replace(plan.only(About), display_unit="1000000")
    found = told(plan.with_items({about.id: about}), AUDIENCES["executives"], "en")
    summary = msgspec.json.encode(found.chapters[0]).decode()
    assert re.search(r"\$\d+(\.\d+)?\u00a0M", summary)
    assert not re.search(r"\$\d{3},\d{3}|\$\d{1,3}(,\d{3}){2}", summary)
