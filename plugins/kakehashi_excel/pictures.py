"""How large pictures are on their sheet: as broad as the page, as high as what is left of it, to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor

from kakehashi.api import Picture, smallest_text
from kakehashi_excel.filling import Filling
from kakehashi_excel.measure import PIXELS
from kakehashi_excel.sheets import POINTS
from kakehashi_excel.styles import ROW

LEGIBLE = 7.0
"""Size in pt below which no text is printed."""

_EASY = 7.5  # pt down to which a picture is made smaller to share a page
_USUAL, _LARGEST = 1.0, 1.5  # printed, of the size that a picture is drawn for
_ROOM = 6.0  # pt below a picture


@dataclass(frozen=True)
class Scales:
    """What a picture may be scaled by on its sheet: the least, what is usual, the most."""

    picture: Picture
    above: float  # pt of its title
    printed: float  # pt that its smallest text is printed with, unscaled
    least: float
    usual: float
    most: float
    wide: float  # px of the sheet
    room: float  # pt of a page

    def beside(self, scale: float) -> float:
        """The part of a page that is left empty beside it."""
        return max(1 - self.picture.scene.width * scale / self.wide, 0) * self.tall(scale) / self.room

    @property
    def legible(self) -> bool:
        """Whether all of it can be read where it is largest."""
        return self.printed == 0 or self.printed * self.most >= LEGIBLE

    def tall(self, scale: float) -> float:
        """Height in pt with its title."""
        return self.above + rows_high(self.picture.scene.height * scale) * ROW

    def fitting(self, room: float) -> float:
        """The scale at which it fills a height."""
        return _fitting(self.picture, room - self.above)


def scales(picture: Picture, *, wide: float, room: float, above: float, on_paper: float) -> Scales:
    """For a sheet `wide` digits wide of which a page has `room`, printed at the scale `on_paper`."""
    printed = smallest_text(picture.scene) * POINTS * on_paper
    whole = _fitting(picture, room - above)
    most = min(wide * PIXELS / max(picture.scene.width, 1), whole, _LARGEST / on_paper)
    usual = most if picture.wide else min(most, _USUAL / on_paper)
    least = min(usual, _EASY / printed) if printed else usual
    return Scales(picture, above, printed, least, usual, most, wide * PIXELS, room)


def _fitting(picture: Picture, room: float) -> float:
    rows = floor(max(room, 0) / ROW)
    return max(rows * ROW - _ROOM, 0) / POINTS / max(picture.scene.height, 1)


def put(filling: Filling, number: int, allowed: Scales) -> float:
    """Put a picture on a page, somewhat smaller if that saves a page; its scale."""
    scale = min(allowed.usual, max(allowed.fitting(filling.free), 0))
    if scale < allowed.least or not filling.pages[-1].blocks:
        scale = min(
            allowed.usual, allowed.fitting(filling.room if filling.pages[-1].blocks else filling.free)
        )
    filling.put(number, allowed.tall(scale))
    return scale


def grown(filling: Filling, allowed: Mapping[int, Scales], found: Mapping[int, float]) -> dict[int, float]:
    """The scales of all pictures, made larger where their page would stay empty."""
    larger = dict(found)
    for page in filling.pages:
        here = [number for number in page.blocks if number in found]
        if not here or page.torn:
            continue
        now = sum(allowed[number].tall(found[number]) for number in here)
        spare = filling.room - page.used
        for number in here:
            own = allowed[number]
            tall = own.tall(found[number])
            larger[number] = max(min(own.fitting(tall + spare * tall / now), own.most), found[number])
    return larger


def rows_high(pixels: float) -> int:
    """Rows of the usual height that something takes, with a little room."""
    return ceil((pixels * POINTS + _ROOM) / ROW)
