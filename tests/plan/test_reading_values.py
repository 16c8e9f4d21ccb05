"""One typed cell, in either language, as a value; what can be meant in two ways is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kakehashi.plan.budget import BudgetCategory, BudgetFrame, BudgetLine, Measure
from kakehashi.plan.fields import Field, FieldDescription, describe
from kakehashi.plan.formula import BadFormula
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.metrics import Metric
from kakehashi.plan.organization import Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.reading_values import read_month, read_value, readable
from kakehashi.plan.simulation import Economics, FunnelStep, Scenario
from kakehashi.plan.values import BadValue, typed
from kakehashi.words import LANGUAGES, Language, month, number, percent, text

PLAN = Plan(
    "u",
    [
        BudgetCategory(id="c1", name={"ja": "広告・販促", "en": "Promotion & advertising"}),
        BudgetCategory(id="c2", name="IT, 基盤"),
        BudgetCategory(id="c3", name="IT"),
        BudgetCategory(id="c4", name="双子"),
        BudgetCategory(id="c5", name="双子"),
        Metric(id="m1", name="受注件数"),
        Metric(id="m2", name="有効商談"),
        Role(id="r1", title="受注件数"),
    ],
)


def field(kind: type[Item], name: str) -> FieldDescription:
    return describe(kind)[name]


MONEY, RATE, COUNT = field(BudgetLine, "planned"), field(FunnelStep, "rate"), field(Measure, "expected")
MONTHS, ANY = field(FunnelStep, "lag"), field(Metric, "target")


def read(described: FieldDescription, words: str, language: Language = "ja") -> Any:
    return read_value(described, words, PLAN, language)


@pytest.mark.parametrize(
    ("described", "words", "value"),
    [
        (MONEY, "1,234,000", "1234000"),
        (MONEY, "１，２３４，０００", "1234000"),
        (MONEY, "¥1,200", "1200"),
        (MONEY, "￥ 1,200", "1200"),
        (MONEY, "1,200円", "1200"),
        (MONEY, "$1.5M", "1500000"),
        (MONEY, "120万", "1200000"),
        (MONEY, "120万円", "1200000"),
        (MONEY, "1億2,000万円", "120000000"),
        (MONEY, "1万2000", "12000"),
        (MONEY, "3百万円", "3000000"),
        (MONEY, "1,200千円", "1200000"),
        (MONEY, "1.2億", "120000000"),
        (MONEY, "850k", "850000"),
        (MONEY, "1 234 567", "1234567"),
        (MONEY, "1\u00a0234", "1234"),
        (MONEY, "NT$ 3,000", "3000"),
        (MONEY, "0", "0"),
        (MONEY, " 5 ", "5"),
        (MONEY, "", None),
        (MONEY, "–", None),
        (field(BudgetLine, "actual"), "(1,200)", "-1200"),
        (field(BudgetLine, "actual"), "（￥1,200）", "-1200"),
        (field(BudgetLine, "actual"), "▲1,200", "-1200"),
        (field(BudgetLine, "actual"), "△120万", "-1200000"),
        (field(BudgetLine, "actual"), "−1200", "-1200"),
        (field(BudgetLine, "actual"), "¥-1,200", "-1200"),
        (RATE, "25%", "0.25"),
        (RATE, "２５．５％", "0.255"),
        (RATE, "0.25", "0.25"),
        (RATE, "1", "1"),
        (COUNT, "30件", "30"),
        (COUNT, "1,200 名", "1200"),
        (COUNT, "1.2万", "12000"),
        (MONTHS, "3か月", "3"),
        (MONTHS, "2.5 months", "2.5"),
        (MONTHS, "6m", "6"),
        (ANY, "25%", "0.25"),
        (ANY, "-1,000", "-1000"),
        (field(Scenario, "draws"), "1万", 10_000),
        (field(BudgetFrame, "alerts"), "50%, 75%、90%", None),
    ],
)
def test_numbers_as_people_type_them(described: FieldDescription, words: str, value: object) -> None:
    if described.name == "alerts":
        with pytest.raises(BadValue):  # two kinds of separators
            read(described, words)
        assert read(described, "50%, 75%,90%") == ["0.5", "0.75", "0.9"]
        assert read(described, "50%、75%") == ["0.5", "0.75"]
        return
    assert read(described, words) == value


@pytest.mark.parametrize(
    ("described", "words", "said"),
    [
        (MONEY, "1,2", "every three digits"),
        (MONEY, "12,34,567", "every three digits"),
        (MONEY, "1.234.567", "Enter a number"),
        (MONEY, "many", "Enter a number"),
        (MONEY, "1E+06", "Enter a number"),
        (MONEY, "10²", "Enter a number"),
        (MONEY, "########", "Enter a number"),
        (MONEY, "-", "Enter a number"),
        (MONEY, "30%", "Enter a number"),
        (MONEY, "万", "Enter a number"),
        (MONEY, "1万2億", "Enter a number"),
        (MONEY, "-5", "at least 0"),
        (MONEY, "5件", "Enter a number"),
        (RATE, "25", "at most 1"),
        (RATE, "1万", "Enter a number"),
        (COUNT, "¥30", "Enter a number"),
        (field(Scenario, "draws"), "1000.5", "whole number"),
        (field(Scenario, "draws"), "5", "at least 100"),
        (field(Measure, "success"), "x", "in its form"),
    ],
)
def test_what_is_no_number_here_says_why(described: FieldDescription, words: str, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        read(described, words)
    assert said in text(refused.value.message, "en")
    assert text(refused.value.message, "ja")


@pytest.mark.parametrize(
    "words",
    [
        "2027-04",
        "2027/4",
        "2027.4",
        "2027年4月",
        "２０２７年４月",
        "2027年 4月",
        "令和9年4月",
        "R9.4",
        "Apr 2027",
        "April 2027",
        "apr. 2027",
        "Apr-27",
        "Apr '27",
        "4/2027",
        "202704",
        "2027-04-01",
        "2027/4/1",
        "2027年4月1日(木)",
        "2027-04-01 00:00:00",
        "1 Apr 2027",
    ],
)
def test_months_as_people_type_them(words: str) -> None:
    assert read(field(Measure, "start"), words) == "2027-04"


@pytest.mark.parametrize(
    "words", ["April", "2027", "2027-13", "27-04", "2027-04-02", "Apr 12", "Smarch 2027", "0"]
)
def test_what_is_no_month(words: str) -> None:
    assert read_month(words) is None
    with pytest.raises(BadValue, match="2027-04"):
        read(field(Measure, "start"), words)


DATE = FieldDescription("Agreement", "date", str | None, None, Field("date"))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("2027-04-13", "2027-04-13"),
        ("2027/4/1", "2027-04-01"),
        ("2027年4月1日", "2027-04-01"),
        ("令和元年5月1日", "2019-05-01"),
        ("1 Apr 2027", "2027-04-01"),
        ("April 1st, 2027", "2027-04-01"),
        ("1-Apr-27", "2027-04-01"),
        ("20270401", "2027-04-01"),
        ("13/4/2027", "2027-04-13"),
        ("4/13/2027", "2027-04-13"),
        ("4/4/2027", "2027-04-04"),
        ("4/5/2027", None),
        ("2027-02-29", None),
        ("2027-04", None),
        ("13/13/2027", None),
        ("soon", None),
    ],
)
def test_dates_as_people_type_them(words: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(BadValue):
            read(DATE, words)
    else:
        assert read(DATE, words) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("はい", True),
        ("YES", True),
        ("○", True),
        ("✓", True),
        ("✔\ufe0f", True),
        ("TRUE", True),
        ("１", True),
        ("いいえ", False),
        ("no", False),
        ("×", False),
        ("0", False),
        ("偽", False),
        ("x", None),
        ("perhaps", None),
    ],
)
def test_yes_and_no(words: str, value: bool | None) -> None:
    if value is None:
        with pytest.raises(BadValue):
            read(field(Economics, "staff_in_cac"), words)
    else:
        assert read(field(Economics, "staff_in_cac"), words) is value


def test_choices_by_key_and_by_title_in_any_language() -> None:
    nature = field(BudgetLine, "nature")
    for key in nature.choices:
        assert read(nature, key) == key
        for language in LANGUAGES:
            assert read(nature, text(nature.choice(key), language).upper(), "en") == key
    with pytest.raises(BadValue) as refused:
        read(nature, "sometimes")
    assert text(nature.choice("fixed"), "ja") in text(refused.value.message, "ja")


def test_references_by_name_kind_and_id() -> None:
    category = field(BudgetLine, "category")
    for words in ("広告・販促", "promotion & Advertising", "c1", "BudgetCategory:広告・販促", " 広告・販促 "):
        assert read(category, words) == "c1"
    assert read(category, "IT") == "c3"
    assert read(category, "ＩＴ") == "c3"
    for words, said in (("双子", "c4, c5"), ("誰か", "No item"), ("受注件数", "Budget category")):
        with pytest.raises(BadValue) as refused:
            read(category, words)
        assert said in text(refused.value.message, "en")


def test_several_references() -> None:
    several = FieldDescription(
        "Measure", "moves", tuple[str, ...], (), Field("refs", kinds=("BudgetCategory",))
    )
    assert read(several, "IT, 広告・販促") == ["c3", "c1"]
    assert read(several, "IT、広告・販促；c2") == ["c3", "c1", "c2"]
    assert read(several, "IT, 基盤\nIT\n") == ["c2", "c3"]
    assert read(several, "IT, 基盤") == ["c2"], "a whole name goes before its parts"
    assert read(field(Measure, "identified_by"), "utm=a, utm=b") == ["utm=a", "utm=b"]


def test_formulas_with_names() -> None:
    formula = field(Metric, "formula")
    assert read(formula, "{受注件数} / {Metric:有効商談}[-1]") == "{m1} / {m2}[-1]"
    with pytest.raises(BadValue):
        read(formula, "{誰か}")
    with pytest.raises(BadFormula):
        read(formula, "{受注件数} /")


@given(st.decimals(-(10**14), 10**14, places=4), st.sampled_from(["ja", "en"]))
def test_a_number_that_we_show_is_read_back(value: Decimal, language: Language) -> None:
    assert Decimal(read(ANY, number(value, None), language)) == value
    share = abs(value) % 1
    assert Decimal(read(RATE, percent(share, 4), language)) == share


@given(st.integers(1900 * 12, 2200 * 12 - 1), st.sampled_from(["ja", "en"]))
def test_a_month_that_we_show_is_read_back(at: int, language: Language) -> None:
    said = f"{at // 12}-{at % 12 + 1:02d}"
    assert read_month(month(said, language)) == said


@given(st.data())
def test_whatever_is_typed_is_a_value_of_the_field_or_a_sentence(data: st.DataObject) -> None:
    kind = KINDS[data.draw(st.sampled_from(sorted(KINDS)))]
    described = data.draw(st.sampled_from(list(describe(kind).values())))
    words = data.draw(
        st.text(max_size=12) | st.text("0123456789,.-/年月日円万億千%()¥▲ kMAprr令和元", max_size=12)
    )
    assume("\ud800" not in words)
    try:
        value = read(described, words, data.draw(st.sampled_from(["ja", "en", "zh_TW"])))
    except (BadValue, BadFormula) as error:
        value, said = None, text(error.message, "ja")
    else:
        said = ""
    if value is None:
        assert said or words.strip() in ("", "–")
        return
    assert readable(described)
    if described.field.shape in ("figure", "figures"):
        value = {"value": value}
    typed(described, value, key=described.keyed)
    assert msgspec.json.encode(value)
