"""The blueprint: a card a deliverable under its month, its state by shape, every text in its box."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawing.faults import colliding_labels, overflows, overlaps, repeated_ids

from kakehashi.drawing.blueprint import Blueprint, Deliverable, Month, blueprint
from kakehashi.drawing.scene import Circle, Group, Label, Rect, Scene, walk

texts = st.text(max_size=60) | st.sampled_from(
    ["導入事例1本" * 12, "A quarterly report of payment months " * 5]
)
deliverables = st.builds(
    Deliverable,
    id=st.text(max_size=4),
    name=texts,
    state=st.sampled_from(["planned", "in_progress", "delivered", "dropped"]),
    state_label=texts,
    owner=texts,
    outcome=texts,
)
months = st.builds(
    Month, title=texts, deliverables=st.lists(deliverables, max_size=4).map(tuple), empty=texts
)
blueprints = st.builds(
    Blueprint,
    key=st.just("b"),
    title=texts,
    description=texts,
    months=st.lists(months, max_size=4).map(tuple),
    width=st.sampled_from([480.0, 680.0]),
)


def deliverable(name: str, state: str = "planned", **more: str) -> Deliverable:
    return Deliverable(id=name, name=name, state=state, state_label=state, **more)  # type: ignore[arg-type]


def drawn(*months: Month) -> Scene:
    return blueprint(Blueprint(key="b", title="", description="", months=months))


def card(scene: Scene, name: str) -> Rect:
    return next(each for each in walk(scene.shapes) if isinstance(each, Rect) and each.id == f"card:{name}")


@given(blueprints)
@settings(max_examples=60, deadline=None)
def test_every_text_stays_in_its_box(picture: Blueprint) -> None:
    scene = blueprint(picture)
    assert not repeated_ids(scene)
    assert not overflows(scene)
    assert not overlaps(scene)
    assert not colliding_labels(scene)
    assert scene == blueprint(picture)


def test_deliverables_stand_below_each_other_under_their_month() -> None:
    scene = drawn(
        Month(title="7月", deliverables=(deliverable("a"), deliverable("b"))),
        Month(title="8月", deliverables=(deliverable("c"),)),
    )
    a, b, c = (card(scene, name) for name in "abc")
    assert a.x == b.x < c.x
    assert a.y == c.y < b.y
    assert a.x + a.width < c.x


def test_a_card_says_what_by_whom_for_which_outcome_and_how_far() -> None:
    scene = drawn(Month(title="7月", deliverables=(deliverable("事例", owner="藤代", outcome="選ばれる"),)))
    group = next(each for each in scene.shapes if isinstance(each, Group))
    said = [each.text for each in walk(group.shapes) if isinstance(each, Label)]
    assert said == ["事例", "藤代", "選ばれる", "planned"]
    assert group.item == "事例"
    assert group.title == "事例\n藤代\n選ばれる\nplanned"


def test_states_differ_in_shape_not_in_colour_alone() -> None:
    shapes = {}
    for state in ("planned", "in_progress", "delivered", "dropped"):
        scene = drawn(Month(title="7月", deliverables=(deliverable("x", state),)))
        marks = [each for each in walk(scene.shapes) if each.id.startswith("state:")]
        shapes[state] = tuple((type(each), isinstance(each, Circle) and each.radius) for each in marks)
    assert len(set(shapes.values())) == 4


def test_a_month_without_deliverables_says_so() -> None:
    scene = drawn(
        Month(title="7月", empty="まだありません"), Month(title="8月", deliverables=(deliverable("a"),))
    )
    assert "まだありません" in [each.text for each in walk(scene.shapes) if isinstance(each, Label)]
