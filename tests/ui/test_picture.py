"""The one view of pictures: painted as the scene says, and every shape knows its item."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from kakehashi.drawing.scene import Circle, Group, Label, Line, Paint, Polygon, Rect, Scene
from kakehashi.drawing.tokens import THEMES, Theme, colour, contrast
from kakehashi.plan.organization import CommunicationLink, Department
from kakehashi.ui.application import Program
from kakehashi.ui.look import Look
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.chapter import ChapterPage
from kakehashi.ui.picture import PictureView
from kakehashi.ui.picture_area import PictureArea
from kakehashi.ui.picture_file import ask_and_save, copy_picture, lay_page, print_on, save_picture
from kakehashi.ui.picture_pane import PicturePane
from kakehashi.ui.picture_table import PictureTable


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


def view_of(qtbot: QtBot, theme: Theme = "light", *, fits: bool = False, walks: bool = False) -> PictureView:
    view = PictureView(Look(theme, "ja"), fits=fits, walks=walks)
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


# ---- walked through by keys


def test_arrows_and_tab_go_from_shape_to_shape_and_are_spoken(qtbot: QtBot) -> None:
    view = view_of(qtbot, walks=True)
    view.setFocus()
    walked = []
    view.item_chosen.connect(walked.append)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.accessibleName() == "体制、白石 恵美 本部長"
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert walked == ["item-a", "item-b", "item-a", "item-c", "item-b"]
    with qtbot.waitSignal(view.item_activated) as activated:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert activated.args == ["item-b"]


def test_the_last_shape_lets_the_keyboard_go_on(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    view = PictureView(Look("light", "ja"), place, walks=True)
    view.set_scene(scene())
    after = QLineEdit(place)
    place.show()
    view.setFocus()
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Tab)
        assert place.focusWidget() is view
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert place.focusWidget() is after


@pytest.mark.parametrize("theme", THEMES)
def test_the_chosen_shape_has_a_ring_outside(qtbot: QtBot, theme: Theme) -> None:
    view = view_of(qtbot, theme, walks=True)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert view.chosen == "item-a"
    image = view.grab().toImage()
    ring = {pixel(image, x, 30) for x in range(4, 10)}
    assert colour("focus", theme) in ring
    assert pixel(image, 12, 30) == colour("accent", theme)


def test_a_choice_stays_with_its_item(qtbot: QtBot) -> None:
    view = view_of(qtbot, walks=True)
    assert view.choose("item-b")
    view.set_scene(scene())
    assert view.chosen == "item-b"
    view.set_scene(msgspec.structs.replace(scene(), shapes=()))
    assert view.chosen == ""
    assert not view.choose("item-b")


def test_control_and_the_wheel_ask_for_another_size(qtbot: QtBot) -> None:
    sheet = QWidget()
    view = view_of(qtbot, walks=True)
    view.setParent(sheet)
    area = PictureArea(sheet)
    qtbot.addWidget(area)
    area.follow(view)
    area.show()
    with qtbot.waitSignal(area.stepped) as stepped:
        _wheel(view, 120, Qt.KeyboardModifier.ControlModifier)
    assert stepped.args == [1]
    with qtbot.assertNotEmitted(area.stepped):
        _wheel(view, 120, Qt.KeyboardModifier.NoModifier)


def _wheel(view: PictureView, turned: int, held: Qt.KeyboardModifier) -> None:
    at = QPointF(50, 50)
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, view.mapToGlobal(at), QPoint(0, 0), QPoint(0, turned), none, held, phase, False)
    QApplication.sendEvent(view, event)


# ---- outside the window


def test_saved_as_png_on_white_at_twice_the_size(tmp_path: Path) -> None:
    look = Look("dark", "ja")
    save_picture(scene(), look, tmp_path / "a.png")
    image = QImage(str(tmp_path / "a.png"))
    assert (image.width(), image.height()) == (400, 200)
    assert pixel(image, 28, 28) == colour("accent", "light")
    assert pixel(image, 2, 2) == colour("surface", "light")


def test_saved_as_svg(tmp_path: Path) -> None:
    save_picture(scene(), Look("dark", "ja"), tmp_path / "a.svg")
    assert "白石" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_the_name_of_a_file_is_asked_for(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def answer(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append(name)
        return str(tmp_path / "chosen"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    view = view_of(qtbot)
    path = ask_and_save(view, msgspec.structs.replace(scene(), title="a/b: c"), Look("light", "ja"), "svg")
    assert asked == ["a_b_c.svg"]
    assert path == tmp_path / "chosen.svg"
    assert path.exists()


def test_copied_as_an_image(qtbot: QtBot) -> None:
    copy_picture(scene(), Look("light", "ja"))
    assert QGuiApplication.clipboard().image().width() == 400


def test_printed_as_large_as_fits_on_the_side_that_suits_it(qtbot: QtBot, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    lay_page(printer, scene())
    assert printer.pageLayout().orientation() == QPageLayout.Orientation.Landscape
    print_on(printer, scene(), Look("dark", "ja"))
    assert (tmp_path / "a.pdf").stat().st_size > 2_000


# ---- the pictures of a chapter


@pytest.fixture
def pane(
    qtbot: QtBot, program: Callable[..., Program], files: Callable[[str, str], Path], tmp_path: Path
) -> PicturePane:
    """The picture of the buying committee, in a plan of its own."""
    path = Path(shutil.copy(files("edited", "ja"), tmp_path / "plan.kakehashi"))
    made = program(file=path, language="ja", read_only=False, size=(1280, 800), page="organization")
    made.start()
    window = made.window
    assert isinstance(window, MainWindow)
    with qtbot.waitSignal(window.complete, timeout=20_000):
        pass
    assert isinstance(window.page, ChapterPage)
    window.page.choose_view("picture")
    QApplication.processEvents()
    return window.findChildren(PicturePane)[0]


def test_the_table_of_a_picture_is_one_key_away(qtbot: QtBot, pane: PicturePane) -> None:
    view = pane._views[0]
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_T)
    table = pane.findChildren(PictureTable)[0]
    assert not view.isVisible()
    assert table.rowCount() == len(pane._shown[0].table.rows)
    qtbot.keyClick(table, Qt.Key.Key_T)
    assert view.isVisible()


def test_the_item_of_a_shape_is_renamed_and_deleted(
    qtbot: QtBot, pane: PicturePane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    view, plan = pane._views[0], pane.editor.plan
    department = next(each for each in plan.items(Department) if not view.place_of(each.id).isNull())
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.place_of(department.id).center().toPoint())
    assert view.chosen == department.id
    qtbot.keyClick(view, Qt.Key.Key_F2)
    field = view.findChildren(QLineEdit)[0]
    field.selectAll()
    qtbot.keyClicks(field, "Sales")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    renamed = pane.editor.plan.find(Department, department.id)
    assert renamed is not None
    assert renamed.name == "Sales"
    pane.editor.undo()
    view.menu_wanted.emit(department.id, QPoint(0, 0))
    delete = next(each for each in pane.findChildren(QMenu)[-1].actions() if each.text() == "削除")
    delete.trigger()
    assert department.id not in pane.editor.plan


def test_what_has_no_name_of_its_own_is_opened_where_it_is_edited(qtbot: QtBot, pane: PicturePane) -> None:
    view = pane._views[0]
    link = next(
        each for each in pane.editor.plan.items(CommunicationLink) if not view.place_of(each.id).isNull()
    )
    with qtbot.waitSignal(pane.gone_to) as gone:
        view.item_activated.emit(link.id)
    assert gone.args == ["organization", link.id]
