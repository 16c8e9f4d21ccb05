"""A sheet with a picture that fits its place, another at its foot, or one sentence instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kakehashi.ui.look import Look
from kakehashi.ui.panel import HEADER, Panel, empty_place

if TYPE_CHECKING:  # loaded after the first paint
    from kakehashi.drawing.scene import Scene
    from kakehashi.ui.picture import PictureView

_EDGE = 2


class PicturePanel(Panel):
    """Title, link, picture. Pictures and sentence are made when they are first needed."""

    item_activated = Signal(str)

    def __init__(self, look: Look, title: str, parent: QWidget | None = None) -> None:
        super().__init__(look, title, parent)
        self.view: PictureView | None = None
        self.foot: PictureView | None = None
        self.sentence: QLabel | None = None

    def show_scene(self, scene: Scene, foot: Scene | None = None) -> None:
        """The picture, and below it another."""
        if self.view is None:
            self.view = self._made(QSizePolicy.Policy.Expanding, 1)
            self.foot = self._made(QSizePolicy.Policy.Fixed, 0)
        self.view.set_scene(scene)
        self.view.show()
        if self.foot is not None:
            self.foot.set_scene(foot)
            self.foot.setVisible(foot is not None)
        if self.sentence is not None:
            self.sentence.hide()

    def show_sentence(self, said: str) -> None:
        """Only a sentence."""
        if self.sentence is None:
            self.sentence = empty_place(self._look, "", parent=self)
            self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            self.body.addWidget(self.sentence, 1)
        self.sentence.setText(said)
        self.sentence.show()
        for view in (self.view, self.foot):
            if view is not None:
                view.set_scene(None)
                view.hide()

    def height_for(self, width: int, otherwise: int) -> int:
        """How high the sheet wants to be in this width; `otherwise` without a picture."""
        scene = self.view.scene if self.view is not None else None
        if scene is None:
            return otherwise
        scale = min(1.0, (width - 2 * _EDGE) / scene.width)
        foot = self.foot.scene.height if self.foot is not None and self.foot.scene is not None else 0
        return round(scene.height * scale + foot) + HEADER + 2 * _EDGE + 2

    def _made(self, down: QSizePolicy.Policy, stretch: int) -> PictureView:
        from kakehashi.ui.picture import PictureView

        view = PictureView(self._look, self, fits=True)
        view.setSizePolicy(QSizePolicy.Policy.Expanding, down)
        view.item_activated.connect(self.item_activated)
        self.body.addWidget(view, stretch)
        return view
