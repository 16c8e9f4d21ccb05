"""Each picture says what look.md asks of it: what stands where, how long a bar is."""

from __future__ import annotations

from itertools import pairwise
from math import log10
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.drawing.axis import Axis, ticks
from kakehashi.drawing.budget_bars import BudgetBars, BudgetSeries, budget_bars
from kakehashi.drawing.cap_bar import CapBars, CapRow, cap_bar
from kakehashi.drawing.category_mark import Category
from kakehashi.drawing.effort_bar import Effort
from kakehashi.drawing.funnel import Funnel, FunnelStage, funnel
from kakehashi.drawing.kpi_tree import KpiTree, LegendEntry, kpi_tree
from kakehashi.drawing.line_chart import Goal, LineChart, Series, line_chart
from kakehashi.drawing.line_labels import spread
from kakehashi.drawing.metric_card import Metric
from kakehashi.drawing.org_chart import OrgChart, org_chart
from kakehashi.drawing.role_card import Role
from kakehashi.drawing.scene import Circle, Group, Label, Line, Polygon, Polyline, Rect, Scene, walk
from kakehashi.drawing.sparkline import Sparkline, sparkline
from kakehashi.drawing.tokens import RoleKind

S = TypeVar("S")


def shape(scene: Scene, name: str, kind: type[S]) -> S:
    found = next((one for one in walk(scene.shapes) if one.id == name), None)
    assert isinstance(found, kind), name
    return found


def names(scene: Scene) -> set[str]:
    return {one.id for one in walk(scene.shapes)}


def role(name: str, boss: str | None, kind: RoleKind = "in_house", **more: object) -> Role:
    return Role(id=name, title="役割", kind=kind, kind_label="内製", person=name, boss=boss, **more)  # type: ignore[arg-type]


ROLES = (
    role("boss", None),
    role("left", "boss"),
    role("right", "boss"),
    role("a", "left"),
    role("b", "left", "concurrent"),
    role("c", "a", "outsourced"),
    role("d", "right", "open", ends=True),
)


def org(*roles: Role, **more: object) -> Scene:
    return org_chart(OrgChart(key="org", title="", description="", roles=roles, **more))  # type: ignore[arg-type]


def frame(scene: Scene, name: str) -> Rect | Polygon:
    return next(s for s in walk(scene.shapes) if s.id == f"card:{name}" and isinstance(s, (Rect, Polygon)))


def test_boss_over_heads_in_a_row_over_stacked_people():
    scene = org(*ROLES)
    boss, left, right, a, b = (shape(scene, f"card:{n}", Rect) for n in ("boss", "left", "right", "a", "b"))
    assert boss.y + boss.height < left.y == right.y
    assert left.x + left.width < right.x
    assert boss.x + boss.width / 2 == pytest.approx((left.x + right.x + right.width) / 2)
    assert left.y + left.height < a.y < b.y
    assert left.x < a.x == b.x
    assert left.x + left.width == pytest.approx(a.x + a.width)


def test_connectors_run_at_right_angles_and_end_at_the_card():
    scene = org(*ROLES)
    for line in (s for s in walk(scene.shapes) if isinstance(s, Polyline)):
        assert all(
            a[0] == pytest.approx(b[0]) or a[1] == pytest.approx(b[1]) for a, b in pairwise(line.points)
        )
        assert 1.2 <= line.paint.line <= 1.3
        assert line.paint.stroke == "strong"
    card, link = shape(scene, "card:a", Rect), shape(scene, "link:a", Polyline)
    assert link.points[-1] == pytest.approx((card.x, card.y + card.height / 2))


def test_kinds_are_told_by_shape():
    scene = org(*ROLES)
    assert {"band:boss", "sheet:b"} <= names(scene)
    assert "band:b" not in names(scene)
    cut = frame(scene, "c")
    assert isinstance(cut, Polygon)
    assert len(cut.points) == 8
    pill = shape(scene, "card:d", Rect)
    assert pill.radius == pytest.approx(pill.height / 2, abs=0.1)
    assert pill.paint.round_caps
    assert shape(scene, "role:d", Group).opacity == pytest.approx(0.55)


def test_many_heads_go_into_rows_of_equal_length():
    scene = org(role("boss", None), *(role(f"h{n}", "boss") for n in range(6)), columns=4)
    cards = [shape(scene, f"card:h{n}", Rect) for n in range(6)]
    assert len({card.y for card in cards}) == 2
    assert [cards[n].x for n in range(3)] == pytest.approx([cards[n].x for n in range(3, 6)])


def test_two_rows_of_heads_are_parted_where_the_chart_is_lowest():
    """Long stacks stand side by side."""
    heads = [role(f"h{n}", "boss") for n in range(4)]
    people = [role(f"p{n}-{at}", f"h{n}") for n in (1, 2) for at in range(4)]
    scene = org(role("boss", None), *heads, *people, columns=3)
    tops = [shape(scene, f"card:h{n}", Rect).y for n in range(4)]
    assert tops[0] == tops[1] == tops[2] < tops[3]


def test_roots_alone_stand_in_rows_at_the_end():
    scene = org(role("x", None), role("boss", None), role("a", "boss"), role("y", "gone"))
    low = shape(scene, "card:a", Rect)
    assert shape(scene, "card:x", Rect).y == shape(scene, "card:y", Rect).y > low.y + low.height


def test_a_role_without_person_shows_its_title_and_a_nameless_one_a_dash():
    scene = org(
        Role(id="a", title="編集", kind="open", kind_label="空席"),
        Role(id="b", title="", kind="open", kind_label=""),
    )
    assert shape(scene, "name:a", Label).text == "編集"
    assert shape(scene, "name:b", Label).text == "–"


def test_the_effort_bar_is_in_proportion_and_leaves_out_what_is_nothing():
    parts = tuple(
        Effort(kind=kind, value=value, label="x")
        for kind, value in (("in_house", 6.0), ("concurrent", 2.0), ("outsourced", 0.0))
    )
    scene = org(*ROLES, effort=parts, effort_title="工数")
    first, second = shape(scene, "effort-bar:0", Rect), shape(scene, "effort-bar:1", Rect)
    assert first.width / second.width == pytest.approx(3, rel=0.03)
    assert "effort-bar:2" not in names(scene)
    assert {f"effort-name:{n}" for n in range(3)} <= names(scene)


def metric(name: str, parent: str | None = None, **more: object) -> Metric:
    return Metric(id=name, name=name, value="1", unit="件", parent=parent, **more)  # type: ignore[arg-type]


def kpi(*metrics: Metric, **more: object) -> Scene:
    return kpi_tree(KpiTree(key="kpi", title="", description="", metrics=metrics, **more))  # type: ignore[arg-type]


def test_metrics_run_left_to_right_level_with_their_first_part():
    scene = kpi(
        metric("goal", head="KGI"), metric("a", "goal"), metric("b", "goal", operator="×"), metric("c", "a")
    )
    goal, a, b, c = (shape(scene, f"card:{n}", Rect) for n in ("goal", "a", "b", "c"))
    assert goal.x + goal.width < a.x == b.x < c.x
    assert goal.y == a.y == c.y < b.y
    assert {"head:goal", "tag:goal", "joint:goal"} <= names(scene)
    joint = shape(scene, "joint:goal", Circle)
    assert goal.x + goal.width < joint.cx < a.x


def test_each_operator_stands_at_its_part_when_they_differ():
    scene = kpi(
        metric("goal"),
        metric("a", "goal"),
        metric("b", "goal", operator="+"),
        metric("c", "goal", operator="÷"),
    )
    assert {"operator:b", "operator:c", "operator:c/above"} <= names(scene)
    assert "joint:goal" not in names(scene)


def test_the_legend_stands_below_the_goal_where_there_is_room():
    legend = (LegendEntry(state="agreed", label="合意", count="2"),)
    tall = kpi(metric("goal"), metric("a", "goal"), metric("b", "goal"), legend=legend)
    flat = kpi(metric("goal"), metric("a", "goal"), legend=legend)
    low = shape(tall, "card:b", Rect)
    assert shape(tall, "legend:0", Label).y < low.y + low.height
    assert (
        shape(flat, "legend:0", Label).y > shape(flat, "card:a", Rect).y + shape(flat, "card:a", Rect).height
    )


def test_bars_of_the_funnel_are_logarithmic():
    counts = (9999, 999, 99)
    stages = tuple(FunnelStage(id=str(n), name="段", value=n, count=str(n), rate="25%") for n in counts)
    scene = funnel(Funnel(key="f", title="", description="", stages=stages, note="対数"))
    wide = [shape(scene, f"bar:{n}", Rect) for n in counts]
    for bar, count in zip(wide, counts, strict=True):
        assert bar.width / wide[0].width == pytest.approx(log10(count + 1) / 4)
        assert bar.x + bar.width / 2 == pytest.approx(wide[0].x + wide[0].width / 2)
    assert {"rate:9999", "between:999", "note"} <= names(scene)
    assert "rate:99" not in names(scene)


def test_columns_are_stacked_to_their_sum():
    series = tuple(
        BudgetSeries(id=name, category=Category(name, "広", token), values=values, texts=("1", "2"))
        for name, token, values in (("p", "budget-promotion", (100, 200)), ("r", "", (50, None)))
    )
    picture = BudgetBars(
        key="b",
        title="",
        description="",
        months=("4月", "5月"),
        series=series,
        totals=("150", "200"),
        caps=(180, 180),
        cap_text="枠 180",
        closed=1,
        closed_text="締め済み",
    )
    scene = budget_bars(picture)
    low, high = shape(scene, "bar:p/0", Rect), shape(scene, "bar:r/0", Rect)
    assert high.y + high.height == pytest.approx(low.y, abs=1.5)
    assert low.height / shape(scene, "bar:p/1", Rect).height == pytest.approx(0.5, abs=0.02)
    assert high.paint.fill == ""
    assert high.paint.dash
    assert "bar:r/1" not in names(scene)
    cap = shape(scene, "cap:0", Line)
    assert shape(scene, "bar:p/1", Rect).y < cap.y1 < high.y
    assert shape(scene, "total:1", Label).fill == "bad"
    assert shape(scene, "total:0", Label).fill == "text"
    assert shape(scene, "piece:p/0", Group).title == "p\n4月 1"


def test_the_cap_bar_shows_what_is_beyond():
    rows = tuple(
        CapRow(id=name, name=name, planned=planned, planned_text="x", cap=cap, cap_text="枠", note="残")
        for name, planned, cap in (("over", 120, 100), ("half", 50, 100), ("none", 50, None), ("zero", 5, 0))
    )
    scene = cap_bar(CapBars(key="c", title="", description="", rows=rows))
    within, beyond = shape(scene, "within:over", Rect), shape(scene, "beyond:over", Rect)
    assert within.x + within.width == pytest.approx(beyond.x) == shape(scene, "cap-tick:over", Line).x1
    assert beyond.width / within.width == pytest.approx(0.2)
    assert beyond.paint.fill == "bad"
    assert shape(scene, "within:half", Rect).width == pytest.approx(within.width / 2)
    assert shape(scene, "note:over", Label).fill == "bad"
    assert {"badge:over", "cap-tick:zero", "beyond:zero"} <= names(scene)
    assert not {"track:none", "within:zero", "badge:half"} & names(scene)


@given(st.lists(st.floats(-1e9, 1e9), max_size=6))
def test_ticks_are_few_nice_and_enclose_the_values(values: list[float]):
    found = ticks(values)
    assert 4 <= len(found) <= 6
    slack = 1e-6 * (found[1] - found[0])
    assert found[0] <= min([0, *values]) + slack
    assert found[-1] >= max([0, *values]) - slack
    steps = [b - a for a, b in pairwise(found)]
    assert steps == pytest.approx([steps[0]] * len(steps))


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (400, ("0", "100", "200", "300", "400")),
        (104, ("0", "40", "80", "120")),
        (0.9, ("0.00", "0.25", "0.50", "0.75", "1.00")),
        (0.6, ("0.0", "0.2", "0.4", "0.6")),
        (30_000, ("0", "10,000", "20,000", "30,000")),
        (1.0, ("0.00", "0.25", "0.50", "0.75", "1.00")),
        (0, ("0.00", "0.25", "0.50", "0.75", "1.00")),
    ],
)
def test_ticks_are_written_with_equal_decimals(value: float, texts: tuple[str, ...]):
    assert Axis(ticks([value]), 100, 0).texts() == texts


@given(st.lists(st.floats(0, 200), max_size=10))
def test_labels_at_the_edge_are_spread_apart(wanted: list[float]):
    levels = spread(sorted(wanted), 16, (0, 200))
    assert all(b - a >= 16 - 1e-9 for a, b in pairwise(levels))
    assert all(0 <= level <= 200 for level in levels)


def test_lines_are_named_at_their_end_and_never_on_each_other():
    months = tuple(f"{n}月" for n in range(1, 13))
    series = tuple(
        Series(id=f"s{n}", values=(*range(11), 10 + n / 100), name=f"系列{n}", figure="10.0")
        for n in range(6)
    )
    actual = Series(id="a", values=(1, 2, 3, *[None] * 9), name="実績", figure="3", kind="actual")
    scene = line_chart(
        LineChart(
            key="l",
            title="",
            description="",
            months=months,
            series=(*series, actual),
            goal=Goal(8, "目標 8"),
            today=2,
        )
    )
    ends = [shape(scene, f"end:s{n}", Label) for n in range(6)]
    assert len({round(end.y) for end in ends}) == 6
    assert all(end.runs for end in ends)
    inside = shape(scene, "end:a", Label)
    assert inside.x < ends[0].x
    assert shape(scene, "goal", Line).paint.dash
    assert shape(scene, "goal", Line).paint.stroke == "text"
    assert list(names(scene)).count("today") == 1


def test_a_line_is_broken_where_a_month_is_missing():
    series = Series(id="s", values=(1, 2, None, 3, None, 4, 5))
    scene = line_chart(
        LineChart(key="l", title="", description="", months=tuple("abcdefg"), series=(series,))
    )
    assert {"line:s/0", "point:s/1", "line:s/2"} <= names(scene)


def test_the_sparkline_ends_in_a_dot_at_the_last_actual():
    scene = sparkline(Sparkline(key="s", target=(1, 2, 3, 4), actual=(1, 3, None, None)))
    assert (scene.width, scene.height) == (56, 34)
    dot, line = shape(scene, "last", Circle), shape(scene, "actual:0", Polyline)
    assert (dot.cx, dot.cy) == line.points[-1]
    assert shape(scene, "target:0", Polyline).paint.dash
