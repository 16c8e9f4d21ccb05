"""A picture outside the window: as an image, in the clipboard, as a file, on paper. Always on white."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPageLayout, QPainter

from kakehashi.drawing.scene import Scene
from kakehashi.ui.look import Look
from kakehashi.ui.paint import paint_shapes

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

SCALE = 2
"""Device px per px of a saved image."""

_ON_PAPER = 4  # device px per px: about 300 dpi and more on A4
_MARGIN = 12.0  # mm of paper around a picture
_LARGEST = 96 / 72  # px of a picture per point: on paper it is never larger than on the screen


def image_of(scene: Scene, look: Look, scale: float = SCALE) -> QImage:
    """The picture in light colours, `scale` device px per px."""
    paper = Look("light", look.language)
    image = QImage(round(scene.width * scale), round(scene.height * scale), QImage.Format.Format_ARGB32)
    image.fill(paper.colour("surface"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint_shapes(painter, scene.shapes, paper)
    painter.end()
    image.setDevicePixelRatio(scale)
    return image


def copy_picture(scene: Scene, look: Look) -> None:
    """Put the picture into the clipboard."""
    QGuiApplication.clipboard().setImage(image_of(scene, look))


def save_picture(scene: Scene, look: Look, path: Path) -> None:
    """Write the picture as SVG or PNG, by the name's ending. Raises NotWritable, DiskFull."""
    from kakehashi.storage.whole_file import write_whole

    if path.suffix.lower() == ".svg":
        from kakehashi.drawing.svg import svg

        write_whole(path, svg(scene, language=look.language).encode())
        return
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image_of(scene, look))
    write_whole(path, bytes(buffer.data().data()))


def ask_and_save(parent: QWidget, scene: Scene, look: Look, ending: str) -> Path | None:
    """Let somebody choose where, and write it there; None when nothing was chosen. Raises as above."""
    from PySide6.QtWidgets import QFileDialog

    name = re.sub(r'[\\/:*?"<>|\s]+', "_", scene.title).strip("_") or scene.key
    kind = {"png": "ui.picture.kind_png", "svg": "ui.picture.kind_svg"}[ending]
    kinds = look.say(kind, pattern=f"*.{ending}")
    title = look.say("ui.picture.save_title")
    chosen, _ = QFileDialog.getSaveFileName(parent, title, f"{name}.{ending}", kinds)
    if not chosen:
        return None
    path = Path(chosen)
    path = path if path.suffix.lower() in (".png", ".svg") else path.with_name(f"{path.name}.{ending}")
    save_picture(scene, look, path)
    return path


def preview(parent: QWidget, scene: Scene, look: Look) -> None:
    """Show how the picture comes on paper, from where it is printed."""
    from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(scene.title)
    lay_page(printer, scene)
    dialog = QPrintPreviewDialog(printer, parent)
    dialog.setWindowTitle(look.say("ui.picture.print_title", title=scene.title))
    dialog.resize(900, 700)
    dialog.paintRequested.connect(lambda paper: print_on(paper, scene, look))
    dialog.exec()
    dialog.deleteLater()


def lay_page(printer: QPrinter, scene: Scene) -> None:
    """Upright or across, as the picture is."""
    across = scene.width > scene.height
    side = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(side)
    printer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)


def print_on(printer: QPrinter, scene: Scene, look: Look) -> None:
    """Paint the picture on the printer's page, as large as fits and never enlarged."""
    painter = QPainter(printer)
    area = printer.pageLayout().paintRectPixels(printer.resolution())
    most = printer.resolution() / 72 / _LARGEST
    scale = min(area.width() / scene.width, area.height() / scene.height, most)
    target = QRectF(0, 0, scene.width * scale, scene.height * scale)
    painter.drawImage(target, image_of(scene, look, _ON_PAPER))
    painter.end()
