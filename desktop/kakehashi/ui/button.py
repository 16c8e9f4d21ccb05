"""Buttons as the look wants them: outlined, primary, link, flat, and one segment of several."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kakehashi.ui.look import Look

Shape = Literal["outlined", "primary", "link", "flat", "segment", "record"]


class Button(QPushButton):
    """A push button; the style sheet draws it by its shape. An icon stands before its text."""

    def __init__(
        self,
        look: Look,
        said: str,
        shape: Shape = "outlined",
        *,
        icon: str = "",
        size: float = 13.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(shape)
        self.setFont(look.font(size))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCheckable(shape == "segment")
        self.say(said)
        if icon:
            from kakehashi.ui.icons import ICON, icon_of

            self.setIconSize(ICON)
            token = {"flat": "text2", "primary": "on-accent"}.get(shape, "text")
            self.setIcon(icon_of(icon, look.colour(token), look.colour("disabled")))

    def say(self, said: str) -> None:
        """Another text; an & is an &, not a key to press."""
        self.setText(said.replace("&", "&&"))
        self.setAccessibleName(said)

    def join(self, *, first: bool, last: bool) -> None:
        """Where a segment stands among the others: only outer corners are round."""
        place = "only" if first and last else "left" if first else "right" if last else "middle"
        self.setProperty("segment", place)
