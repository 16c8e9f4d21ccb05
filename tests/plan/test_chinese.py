"""Changes are told in Traditional Chinese throughout: no word of it falls back to English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from kakehashi.plan.budget import BudgetFrame, BudgetLine, Criterion, Measure
from kakehashi.plan.changes import Change, Patch, adding, apply, moving, removing, setting
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Figure, Part, RawItem
from kakehashi.plan.journey import Stage
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.metrics import Metric
from kakehashi.plan.organization import Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep, Scenario
from kakehashi.plan.telling import tell
from kakehashi.plan.work import Request
from kakehashi.words import Message, day, known, month, text

# What is said in Latin letters in Taiwan too, or has no safe Chinese term (the glossary's "-").
KEPT = re.compile(
    r"(Target follow|Follow) lead|House list|(Company|Department|Individual) persona|"
    r"\b(KGI|KPI|KSF|CAC|LTV|ROI|CPL|RACI|MoSCoW|CRM|SFA|MA|CMS|BI|A/R|R|A|C|I)\b",
    re.IGNORECASE | re.ASCII,
)
KANA = re.compile(r"[\u3040-\u30ff]")
STAGES = (("aware", "認識"), ("compare", "比較"))


@pytest.fixture
def plan() -> Plan:
    stages = [Stage(id=key, position=f"a{n}", name=name) for n, (key, name) in enumerate(STAGES)]
    line = BudgetLine(id="line", name="攤位", planned={"2027-06": Decimal(300_000)})
    metrics = [Metric(id="leads", name="潛在客戶數"), Metric(id="won", name="成交數")]
    others = [Role(id="role", title="企劃"), Scenario(id="scenario", name="保守"), BudgetFrame(id="frame")]
    step = FunnelStep(id="step", name="商機")
    request = Request(id="request", what="簡報")
    fair = Measure(id="fair", name="展覽", stage="aware", start="2027-04")
    return Plan("plan", [*stages, *metrics, *others, line, step, request, fair])


def said(plan: Plan, change: Change) -> str:
    """The only sentence that is told of a change."""
    (message,) = tell(change, plan, apply(plan, change))
    return text(message, "zh_TW")


def foreign(sentence: str) -> list[str]:
    """Words of a sentence that are not Chinese."""
    return re.findall(r"[A-Za-z]{2,}", KEPT.sub("", sentence)) + KANA.findall(sentence)


@pytest.mark.parametrize(
    ("item", "field", "key", "value", "sentence"),
    [
        ("fair", "stage", None, "compare", "措施與預算 > 展覽 > 階段：認識 → 比較"),
        ("fair", "stage", None, None, "措施與預算 > 展覽 > 階段：認識 → 未填寫"),
        ("fair", "name", None, "春季展覽", "措施與預算 > 春季展覽 > 措施名稱：展覽 → 春季展覽"),
        ("fair", "serves", None, "existing", "措施與預算 > 展覽 > 對象：新客戶 → 既有客戶"),
        ("fair", "start", None, "2027-05", "措施與預算 > 展覽 > 開始月份：2027年4月 → 2027年5月"),
        (
            "fair",
            "moves",
            None,
            ("leads", "won"),
            "措施與預算 > 展覽 > 帶動的指標：未填寫 → 潛在客戶數、成交數",
        ),
        ("fair", "identified_by", None, ("甲", "乙"), "措施與預算 > 展覽 > 識別值：未填寫 → 甲、乙"),
        (
            "fair",
            "identified_by",
            None,
            tuple("甲乙丙丁"),
            "措施與預算 > 展覽 > 識別值：未填寫 → 甲、乙、丙 …（共 4 筆）",
        ),
        (
            "fair",
            "stop",
            None,
            (Criterion(threshold=Decimal(5)),),
            "措施與預算 > 展覽 > 退出標準：未填寫 → 1 筆",
        ),
        (
            "fair",
            "own_rates",
            "step",
            Figure(value=Decimal("0.25")),
            "措施與預算 > 展覽 > 措施專屬的比率 > 商機：未填寫 → 25.0%",
        ),
        (
            "line",
            "planned",
            "2027-06",
            Decimal(450_000),
            "措施與預算 > 攤位 > 計畫 > 2027年6月：300,000 → 450,000",
        ),
        (
            "frame",
            "alerts",
            None,
            (Decimal("0.5"),),
            "措施與預算 > 預算額度 > 執行率警示：50.0%、75.0%、90.0% → 50.0%",
        ),
        ("role", "employment", None, "open", "組織 > 企劃 > 任用方式：內部執行 → 職缺"),
        ("scenario", "base", None, True, "模擬 > 保守 > 基準情境：否 → 是"),
        ("request", "moscow", None, "wont", "工作 > 簡報 > 優先度（MoSCoW）：未填寫 → 暫不"),
    ],
)
def test_a_change_of_a_value(
    plan: Plan, item: str, field: str, key: str | None, value: Any, sentence: str
) -> None:
    told = said(plan, setting(plan, item, field, value, key))
    assert told == sentence
    assert foreign(told) == []


def test_items_come_and_go_and_move(plan: Plan) -> None:
    assert said(plan, adding(Stage(id="use", name="使用"))) == "顧客旅程 > 新增階段「使用」"
    assert said(plan, adding(Measure(id="other"))) == "措施與預算 > 新增措施「（未命名）」"
    assert said(plan, removing(plan, "request")) == "工作 > 刪除需求「簡報」"
    assert said(plan, moving(plan, "aware", "compare")) == "顧客旅程 > 調整認識的順序"


def test_what_a_record_holds_may_differ_alone(plan: Plan) -> None:
    few = Criterion(metric="leads", threshold=Decimal(5))
    plan = apply(plan, setting(plan, "fair", "stop", (few,)))
    more = setting(plan, "fair", "stop", (Criterion(metric="leads", threshold=Decimal(8)),))
    assert said(plan, more) == "措施與預算 > 展覽 > 退出標準：潛在客戶數（內容有變更）"


def test_what_is_undone_is_told_with_its_change(plan: Plan) -> None:
    change = setting(plan, "fair", "stage", "compare")
    (what,) = tell(change, plan, apply(plan, change))
    assert text("change.undone", "zh_TW", what=what) == "復原：措施與預算 > 展覽 > 階段：認識 → 比較"
    assert text("change.redone", "zh_TW", what=what).startswith("重做：措施與預算")


def test_an_item_of_a_newer_program_is_told(plan: Plan) -> None:
    change = adding(RawItem(id="new", name_of_kind="甲"))
    assert said(plan, change) == "其他 > 新增未知的種類（甲）「未知的種類（甲）」"


def test_dates_are_written_as_in_taiwan() -> None:
    assert month("2027-04", "zh_TW") == "2027年4月"
    assert day("2027-04-01", "zh_TW") == "2027年4月1日"


def values(described: FieldDescription) -> Iterator[Any]:
    """Plain values of a field, at least one; all that it can be where there are choices."""
    match described.field.shape:
        case "choice":
            yield from filter(None, described.choices)
        case "flag":
            yield from (True, False)
        case "month":
            yield "2027-04"
        case "number" | "integer":
            yield "0.5"
        case "series" | "amounts":
            yield {"2027-04": "0.5"}
        case "figure":
            yield {"value": "0.5"}
        case "refs" | "list" | "numbers" | "records":
            yield []
        case _:
            yield ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_has_chinese_words(kind: str) -> None:
    item = KINDS[kind](id="item")
    before = Plan("plan", [item])
    for name, described in describe(type(item)).items():
        for value in values(described):
            for message in tell((Patch("item", name, None, None, value),), before, before):
                assert foreign(text(message, "zh_TW")) == [], (name, value)
    for change in (adding(item), removing(before, "item")):
        for message in tell(change, before, before):
            assert foreign(text(message, "zh_TW")) == []


def test_every_field_of_a_record_has_chinese_words() -> None:
    for part in Part.__subclasses__():
        for described in describe(part).values():
            choices = [described.choice(key or "none") for key in described.choices]
            for each in (described.title, *choices):
                assert known(each, "zh_TW"), each
                assert foreign(text(each, "zh_TW")) == [], each


def test_a_fallback_would_be_seen() -> None:
    assert foreign(text(Message("kind.Measure"), "en")) == ["Measure"]
    assert foreign("Follow lead、KPI 樹狀圖") == []
    assert foreign("リード")
