"""What holds for every picture, whatever the plan says: nothing overlaps, no text leaves its box."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from decimal import Decimal
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawing import faults

from kakehashi.drawing import scene as scenes
from kakehashi.drawing import tokens
from kakehashi.drawing.badges import AgreementState, Badge
from kakehashi.drawing.budget_bars import BudgetBars, BudgetSeries, budget_bars
from kakehashi.drawing.cap_bar import CapBars, CapRow, cap_bar
from kakehashi.drawing.category_mark import Category
from kakehashi.drawing.effort_bar import Effort
from kakehashi.drawing.funnel import Funnel, FunnelStage, funnel
from kakehashi.drawing.kpi_tree import KpiTree, LegendEntry, kpi_tree
from kakehashi.drawing.line_chart import Band, Goal, LineChart, Series, SeriesKind, line_chart
from kakehashi.drawing.metric_card import Agreement, Metric
from kakehashi.drawing.org_chart import OrgChart, org_chart
from kakehashi.drawing.role_card import Role
from kakehashi.drawing.scene import Group, Label, Scene, walk
from kakehashi.drawing.sparkline import Sparkline, sparkline
from kakehashi.drawing.svg import svg
from kakehashi.drawing.tokens import RoleKind

EXAMPLES = settings(max_examples=100)

USUAL = st.sampled_from(
    [
        "有効商談数",
        "株式会社グローバルマーケティングソリューションズ東日本支社 第一営業部",
        "（本務 情シス）",
        "Global Marketing Solutions East Japan Partners K.K.",
        "Aya Miura",
        "1,234,567",
        "−12.5%",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 家族",
        "e\u0301\u0301\u0301",
        "",
        " ",
        "<script>alert('&')</script>",
        "]]>\x00\x1b\ud800\u202e\ufffe",
        "a\"b'c",
        "line\nbreak",
    ]
)
# An ellipsis in a label is ours: it says that something was cut.
texts = st.one_of(USUAL, st.text(max_size=12).map(lambda said: said.replace("…", "")))
amounts = st.one_of(
    st.floats(0, 1e6),
    st.integers(-500, 100_000).map(Decimal),
    st.sampled_from([0.0, 1e-12, 1e300, float("nan"), float("inf")]),
)
values = st.one_of(st.none(), amounts)
ids = st.one_of(
    st.integers(0, 25).map(lambda n: f"i{n}"), st.sampled_from(["a/b", "a~2", "~", "", "role:x", "名"])
)
parents = st.one_of(st.none(), ids)
widths = st.sampled_from([0.0, 200.0, 420.0, 900.0])

roles = st.builds(
    Role,
    id=ids,
    title=texts,
    kind=st.sampled_from(get_args(RoleKind)),
    kind_label=texts,
    person=texts,
    boss=parents,
    fte=texts,
    note=texts,
    department=texts,
    avatar=texts,
    ends=st.booleans(),
)
efforts = st.builds(Effort, kind=st.sampled_from(get_args(RoleKind)), value=amounts, label=texts, count=texts)
org_charts = st.builds(
    OrgChart,
    key=texts,
    title=texts,
    description=texts,
    roles=st.lists(roles, max_size=14).map(tuple),
    effort=st.lists(efforts, max_size=5).map(tuple),
    effort_title=texts,
    effort_caption=texts,
    columns=st.integers(-1, 5),
    card_width=st.sampled_from([0.0, 10.0, 240.0]),
)
states = st.sampled_from(get_args(AgreementState))
metrics = st.builds(
    Metric,
    id=ids,
    name=texts,
    value=texts,
    unit=texts,
    parent=parents,
    operator=st.sampled_from(["×", "+", "÷", "−", "*", "", "?", "×"]),
    agreements=st.lists(st.builds(Agreement, state=states, label=texts), max_size=7).map(tuple),
    head=texts,
    badge=st.none() | st.sampled_from(get_args(Badge)),
    note=texts,
)
kpi_trees = st.builds(
    KpiTree,
    key=texts,
    title=texts,
    description=texts,
    metrics=st.lists(metrics, max_size=14).map(tuple),
    legend_title=texts,
    legend=st.lists(st.builds(LegendEntry, state=states, label=texts, count=texts), max_size=3).map(tuple),
)
funnels = st.builds(
    Funnel,
    key=texts,
    title=texts,
    description=texts,
    stages=st.lists(
        st.builds(
            FunnelStage,
            id=ids,
            name=texts,
            value=values,
            count=texts,
            rate=texts,
            range=texts,
            gap=texts,
            short=st.booleans(),
        ),
        max_size=7,
    ).map(tuple),
    note=texts,
    width=widths,
)
categories = st.builds(
    Category, name=texts, mark=texts, token=st.sampled_from(["", "budget-it", "category-7"])
)
months = st.sampled_from(
    [
        (),
        ("4月",),
        ("4月", "5月", "6月"),
        tuple(f"{n}月" for n in range(1, 13)),
        tuple(f"M{n}" for n in range(36)),
    ]
)
monthly = st.lists(values, max_size=36).map(tuple)
budgets = st.builds(
    BudgetBars,
    key=texts,
    title=texts,
    description=texts,
    months=months,
    series=st.lists(
        st.builds(
            BudgetSeries,
            id=ids,
            category=categories,
            values=monthly,
            texts=st.lists(texts, max_size=12).map(tuple),
        ),
        max_size=6,
    ).map(tuple),
    totals=st.lists(texts, max_size=36).map(tuple),
    years=st.sampled_from([(), ("2027年", "", "2028年"), ("2027",)]),
    caps=monthly,
    cap_text=texts,
    closed=st.integers(-1, 40),
    closed_text=texts,
    width=widths,
    height=widths,
)
cap_bars = st.builds(
    CapBars,
    key=texts,
    title=texts,
    description=texts,
    rows=st.lists(
        st.builds(
            CapRow,
            id=ids,
            name=texts,
            planned=amounts,
            planned_text=texts,
            cap=values,
            cap_text=texts,
            note=texts,
            category=st.none() | categories,
            total=st.booleans(),
        ),
        max_size=7,
    ).map(tuple),
    width=widths,
)
line_charts = st.builds(
    LineChart,
    key=texts,
    title=texts,
    description=texts,
    months=months,
    series=st.lists(
        st.builds(
            Series,
            id=ids,
            values=monthly,
            name=texts,
            figure=texts,
            kind=st.sampled_from(get_args(SeriesKind)),
            token=st.sampled_from(["", "category-3"]),
        ),
        max_size=8,
    ).map(tuple),
    bands=st.lists(
        st.builds(
            Band,
            low=monthly,
            high=monthly,
            opacity=st.just(0.16),
            low_figure=texts,
            low_name=texts,
            high_figure=texts,
            high_name=texts,
        ),
        max_size=2,
    ).map(tuple),
    goal=st.none() | st.builds(Goal, value=amounts, text=texts),
    years=st.sampled_from([(), ("2027年", "", "2028年")]),
    today=st.none() | st.integers(-1, 40),
    today_text=texts,
    width=widths,
    height=widths,
)
sparklines = st.builds(Sparkline, key=texts, title=texts, target=monthly, actual=monthly)
pictures = st.one_of(
    org_charts.map(org_chart),
    kpi_trees.map(kpi_tree),
    funnels.map(funnel),
    budgets.map(budget_bars),
    cap_bars.map(cap_bar),
    line_charts.map(line_chart),
    sparklines.map(sparkline),
)


def check(scene: Scene) -> None:
    assert scene.width > 0
    assert scene.height > 0
    assert faults.repeated_ids(scene) == ()
    assert faults.overflows(scene) == ()
    assert faults.overlaps(scene) == ()
    for label in (shape for shape in walk(scene.shapes) if isinstance(shape, Label)):
        assert label.size >= 11
        assert all(run.size >= 11 for run in label.runs)
        assert not label.text.endswith("…") or label.title or label.text == "…"


def inside(scene: Scene) -> None:
    """Every shape within the scene, not only its texts."""
    sheet = scenes.Box(0, 0, scene.width, scene.height)
    for shape in walk(scene.shapes):
        if not isinstance(shape, Label) and not (isinstance(shape, Group) and not shape.shapes):
            assert sheet.contains(scenes.bounds(shape)), shape.id


@EXAMPLES
@given(org_charts)
def test_organization(chart: OrgChart):
    scene = org_chart(chart)
    check(scene)
    inside(scene)
    assert faults.colliding_labels(scene) == ()
    cards = [s for s in walk(scene.shapes) if isinstance(s, Group) and s.kind == "role"]
    assert sorted(card.item for card in cards) == sorted(role.id for role in chart.roles)


@EXAMPLES
@given(kpi_trees)
def test_metrics(tree: KpiTree):
    scene = kpi_tree(tree)
    check(scene)
    inside(scene)
    assert faults.colliding_labels(scene) == ()
    cards = [s for s in walk(scene.shapes) if isinstance(s, Group) and s.item]
    assert sorted(card.item for card in cards) == sorted(m.id for m in tree.metrics if m.id)


@EXAMPLES
@given(funnels)
def test_funnel(picture: Funnel):
    scene = funnel(picture)
    check(scene)
    inside(scene)
    assert faults.colliding_labels(scene) == ()


@EXAMPLES
@given(budgets)
def test_budget(picture: BudgetBars):
    scene = budget_bars(picture)
    check(scene)
    inside(scene)
    assert faults.colliding_labels(scene) == ()


@EXAMPLES
@given(cap_bars)
def test_caps(picture: CapBars):
    scene = cap_bar(picture)
    check(scene)
    inside(scene)
    assert faults.colliding_labels(scene) == ()


@EXAMPLES
@given(line_charts)
def test_lines(picture: LineChart):
    scene = line_chart(picture)
    check(scene)
    inside(scene)
    assert faults.colliding_labels(scene) == ()


@EXAMPLES
@given(sparklines)
def test_sparkline(picture: Sparkline):
    scene = sparkline(picture)
    check(scene)
    inside(scene)


@EXAMPLES
@given(pictures, st.sampled_from(["light", "dark"]), st.sampled_from(["ja", "en", "zh_TW"]), st.booleans())
def test_every_picture_is_sound_svg(scene: Scene, theme: tokens.Theme, language: str, variables: bool):
    text = svg(scene, theme, language=language, css_variables=variables)
    root = ET.fromstring(text)
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(names) == len(set(names))
    assert "style=" not in text
    assert "<script" not in text
    assert text.encode("utf-8").decode("utf-8") == text
    assert svg(scene, theme, language=language, css_variables=variables) == text


@EXAMPLES
@given(org_charts, kpi_trees, line_charts)
def test_the_same_input_gives_the_same_scene(a: OrgChart, b: KpiTree, c: LineChart):
    assert org_chart(a) == org_chart(msgspec.structs.replace(a))
    assert kpi_tree(b) == kpi_tree(msgspec.structs.replace(b))
    assert repr(line_chart(c)) == repr(line_chart(msgspec.structs.replace(c)))


@pytest.mark.parametrize("count", [1, 3, 40, 200])
def test_organizations_of_any_size_are_quick_and_sound(count: int):
    def role(n: int) -> Role:
        boss = None if n == 0 else f"r{(n - 1) // 6}"
        kind: RoleKind = ("in_house", "concurrent", "outsourced", "open")[n % 4]
        return Role(
            id=f"r{n}",
            title="需要創出",
            kind=kind,
            kind_label="内製",
            person=f"担当 {n}",
            boss=boss,
            fte="1.0",
        )

    scene = org_chart(OrgChart(key="org", title="t", description="d", roles=tuple(map(role, range(count)))))
    check(scene)
    inside(scene)
