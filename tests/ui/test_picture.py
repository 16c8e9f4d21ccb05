"""The one view of pictures: painted as the scene says, and every shape knows its item."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kakehashi.drawing.scene import Circle, Group, Label, Line, Paint, Polygon, Rect, Scene
from kakehashi.drawing.tokens import THEMES, Theme, colour, contrast
from kakehashi.ui.look import Look
from kakehashi.ui.picture import PictureView


def scene() -> Scene:
    card = Group(
        "role:a",
        (
            Rect("card:a", 10, 10, 80, 40, Paint(fill="accent")),
            Label("name:a", 20, 35, "白石", 13, 60, fill="on-accent"),
        ),
        kind="role",
        item="item-a",
        title="白石 恵美\n本部長",
    )
    inner = Group("dot:b", (Circle("dot", 130, 30, 5, Paint(fill="warn")),), item="item-b", title="B")
    outer = Group(
        "box:b", (Rect("box", 110, 10, 80, 40, Paint(stroke="strong")), inner), item="item-c", title="C"
    )
    rest = (
        Line("line", 90, 30, 110, 30, Paint(stroke="strong", line=2)),
        Polygon("cut", ((10, 60), (90, 60), (90, 90), (10, 90)), Paint(pattern="diagonal", ink="bad")),
        Rect("dots", 110, 60, 80, 30, Paint(fill="surface", pattern="dots", ink="focus")),
    )
    return Scene(
        key="test",
        width=200,
        height=100,
        shapes=(card, outer, *rest),
        title="体制",
        description="白石、ほか1人",
    )


def view_of(qtbot: QtBot, theme: Theme = "light", *, fits: bool = False) -> PictureView:
    view = PictureView(Look(theme, "ja"), fits=fits)
    qtbot.addWidget(view)
    view.set_scene(scene())
    view.show()
    return view


def pixel(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name().upper()


@pytest.mark.parametrize("theme", THEMES)
def test_shapes_are_painted_where_and_how_the_scene_says(qtbot: QtBot, theme: Theme) -> None:
    view = view_of(qtbot, theme)
    image = view.grab().toImage()
    assert (view.width(), view.height()) == (200, 100)
    assert pixel(image, 14, 14) == colour("accent", theme)
    assert pixel(image, 130, 30) == colour("warn", theme)
    assert pixel(image, 100, 30) == colour("strong", theme)
    striped = {pixel(image, x, 75) for x in range(20, 80)}
    assert min(contrast(colour("bad", theme), each) for each in striped) < 1.1
    assert len(striped) > 2
    dotted = {pixel(image, x, y) for x in range(112, 130) for y in range(62, 80)}
    assert colour("surface", theme) in dotted
    assert len(dotted) > 2


def test_a_shape_knows_its_item(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    at = {(20, 20): "item-a", (130, 30): "item-b", (180, 45): "item-c"}
    for point, item in at.items():
        group = view.item_at(QPointF(*point))
        assert group is not None
        assert group.item == item
    assert view.item_at(QPointF(50, 75)) is None
    with qtbot.waitSignal(view.item_clicked) as clicked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert clicked.args == ["item-a"]
    with qtbot.waitSignal(view.item_activated) as activated:
        qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(180, 45))
    assert activated.args == ["item-c"]
    qtbot.mouseMove(view, QPoint(20, 20))
    QApplication.processEvents()
    assert view.toolTip() == "白石 恵美\n本部長"


def test_it_is_read_aloud(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    assert view.accessibleName() == "体制"
    assert view.accessibleDescription() == "白石、ほか1人"
    view.set_scene(None)
    assert view.accessibleName() == ""
    assert view.item_at(QPointF(20, 20)) is None


def test_zoom(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    view.set_zoom(2)
    assert (view.width(), view.height()) == (400, 200)
    group = view.item_at(QPointF(40, 40))
    assert group is not None
    assert group.item == "item-a"
    for wanted, given in ((9, 2), (0.1, 0.5)):
        view.set_zoom(wanted)
        assert view.zoom == given


def test_fitting_shrinks_and_never_enlarges(qtbot: QtBot) -> None:
    view = view_of(qtbot, fits=True)
    view.resize(100, 400)
    assert view.zoom == 0.5
    view.resize(1000, 1000)
    assert view.zoom == 1
    group = view.item_at(QPointF(400 + 20, 450 + 20))
    assert group is not None
    assert group.item == "item-a"
