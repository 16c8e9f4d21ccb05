"""What the style sheet is given: tokens as custom properties, fonts, and texts of the page margins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

import msgspec

from kakehashi.api import tokens
from kakehashi_html.grids import ROOMS
from kakehashi_html.names import ems
from kakehashi_html.paper import LARGER, SMALLER, page_for, tallest
from kakehashi_html.views import BlockView, ChapterView, PageView, PictureView, TableView

_EM = 2.93  # mm of a table's letter in print, 8.3 pt
_MARGINS = 24  # mm, left and right of a page across
_FRAME = (9.6, 6.0, 15)  # letters, room beside them and height of a framed mark, px


class Look(msgspec.Struct, frozen=True):
    """Values of the style sheet; all of them are CSS as it stands.

    `pictures`: widths of pictures in px; `smaller` and `larger`: their scale on upright A4 and on broader
    sheets; `tallest`: by sheet how high they may be, mm, and below a chapter's heading.
    `page`: mm of the broadest page, so that no table is cut and each picture can be read.
    """

    light: str
    dark: str
    shapes: str
    families: str
    categories: tuple[str, ...]
    budget: tuple[str, ...]
    rooms: range
    pictures: tuple[int, ...]
    smaller: float
    larger: float
    tallest: Mapping[str, tuple[int, int]]
    page: tuple[int, int]


def look_of(language: str, chapters: Iterable[ChapterView], appendix: Iterable[TableView]) -> Look:
    """The look of this document: colours are the same for all, widths follow its pictures and tables."""
    told = [block for chapter in chapters for block in chapter.blocks]
    blocks = [*told, *appendix]
    shown = [block for block in blocks if isinstance(block, PictureView)]
    page = _broadest(blocks)
    return Look(
        light=tokens.css_variables("light"),
        dark=tokens.css_variables("dark"),
        shapes="".join(
            f".f-{token}{{fill:var(--k-{token})}}.s-{token}{{stroke:var(--k-{token})}}"
            for token in tokens.COLOURS
        ),
        families=_families(language),
        categories=tokens.CATEGORIES,
        budget=tuple(code for code, category in tokens.BUDGET_CATEGORIES.items() if category.token),
        rooms=ROOMS,
        pictures=tuple(sorted({picture.width for picture in shown})),
        smaller=SMALLER,
        larger=LARGER,
        tallest=tallest(page[1]),
        page=page,
    )


def _broadest(blocks: Iterable[BlockView]) -> tuple[int, int]:
    """Width and height of the page for all that A3 has no room for."""
    width, height = page_for(0, 0, 0)
    for block in blocks:
        if isinstance(block, TableView):
            width = max(width, round(block.ems * _EM) + _MARGINS)
        elif isinstance(block, PictureView) and block.paper == "widest":
            wanted = page_for(block.letter, block.width, block.height)
            width, height = max(width, wanted[0]), max(height, wanted[1])
    return width, height


def _families(language: str) -> str:
    names = [f'"{name}"' for name in tokens.families(language)]
    return ",".join([*names, "sans-serif"])


def css_string(words: str) -> str:
    """Any text as a CSS string; nothing in it can end the string or the style element."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in words if c != "\0") + '"'


def framed(words: str, token: str, language: str) -> str:
    """Words in a frame as a CSS image, for the margin of a printed page; '' = nothing."""
    if not words:
        return '""'
    size, beside, height = _FRAME
    width = round(ems(words) * size * 1.06 + 2 * beside)
    colour = tokens.colour(token, "light")
    family = tokens.families(language)[-1]
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" fill="none" stroke="{colour}"/>'
        f'<text x="{width / 2}" y="11.2" font-family="{family}" font-size="{size}" font-weight="700" '
        f'text-anchor="middle" fill="{colour}">{_xml(words)}</text></svg>'
    )
    return f'url("data:image/svg+xml,{quote(picture)}")'


def _xml(words: str) -> str:
    plain = "".join(c for c in words if c.isprintable())
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def header(page: PageView) -> str:
    """Right end of the page header: edition, date, audience."""
    return "\u3000".join(filter(None, (page.edition, page.date, page.audience)))
