"""The look of cells: fonts, fills and lines from the tokens. Each style is made once and shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kakehashi.api import Language, tokens

if TYPE_CHECKING:
    from openpyxl import Workbook

FONTS: dict[str, str] = {"ja": "Yu Gothic UI", "en": "Segoe UI", "zh_TW": "Microsoft JhengHei UI"}
_CHARSETS = {"ja": 128, "zh_TW": 136}  # Shift JIS, Big5: what stands in where the font is absent
BODY = 10
"""Type size of the body, pt."""

SMALL = 9.5
"""Type size of labels, units and notes: the smallest there is."""

LEAD = 11
"""Type size of what is set apart."""

LINE = 14.25
"""Height of a line of the body in pt: these families for screens set their lines alike."""

HIGHEST = 409
"""Highest row that Excel knows, pt."""

ROW = 16.5
"""Height of a row of one line, pt."""


GAP = 6.0
"""Height of the empty row between two blocks, pt."""


def high(lines: int, scale: float = 1.0) -> float:
    """Height in pt of a row that shows so many lines, in type `scale` times the body size."""
    return max(ROW, lines * LINE * scale + 2.5)


@dataclass(frozen=True)
class Style:
    """How a cell looks; colours are tokens, sizes points, '' and None = nothing."""

    size: float = BODY
    bold: bool = False
    colour: str = "text"
    fill: str = ""
    across: Literal["left", "right", "center"] = "left"
    down: Literal["top", "center", "bottom"] = "center"
    wrap: bool = False
    indent: int = 0
    format: str = "General"
    top: tuple[str, str] = ("", "")  # style of the line, token
    bottom: tuple[str, str] = ("", "")
    left: tuple[str, str] = ("", "")
    right: tuple[str, str] = ("", "")


PAGE_TITLE = Style(size=17, bold=True, wrap=True)
SENTENCE = Style(size=LEAD, colour="accent", wrap=True)
TITLE = Style(size=11.5, bold=True, wrap=True)
HINT = Style(size=SMALL, colour="text2", wrap=True)
PROSE = Style(wrap=True, down="top")
PROSE_LEAD = Style(size=LEAD, wrap=True, fill="sequential-1", left=("thick", "accent"), indent=1)
"""The looks of texts that are not in a table."""


class Styles:
    """The styles of one workbook."""

    def __init__(self, workbook: Workbook, language: Language) -> None:
        self.language = language
        self._workbook = workbook
        self._made: dict[Style, Any] = {}
        self._set_body_font()

    def __call__(self, style: Style) -> Any:
        """What stands as `_style` in the cells that look like this.

        Workaround: openpyxl's public way (cell.font = ...) hashes five objects a cell, twice the time of
        writing it: https://openpyxl.readthedocs.io/en/stable/styles.html
        """
        if style not in self._made:
            self._made[style] = self._make(style)
        return self._made[style]

    def _set_body_font(self) -> None:
        """The body's font is the workbook's: widths of columns are counted in its digits."""
        font = self._font(Style())
        self._workbook._fonts[0] = font
        self._workbook._named_styles["Normal"].font = font

    def _font(self, style: Style) -> Any:
        from openpyxl.styles import Font

        return Font(
            name=FONTS[self.language],
            charset=_CHARSETS.get(self.language),
            family=2,
            size=style.size,
            bold=style.bold or None,
            color=colour(style.colour),
        )

    def _make(self, style: Style) -> Any:
        from openpyxl.cell import Cell
        from openpyxl.styles import Alignment, Border, PatternFill

        cell = Cell(self._workbook.worksheets[0], 1, 1)
        cell.font = self._font(style)
        if style.fill:
            cell.fill = PatternFill("solid", fgColor=colour(style.fill))
        cell.border = Border(
            top=_side(style.top), bottom=_side(style.bottom), left=_side(style.left), right=_side(style.right)
        )
        cell.alignment = Alignment(
            horizontal=style.across, vertical=style.down, wrap_text=style.wrap or None, indent=style.indent
        )
        cell.number_format = style.format
        return cell._style


def _side(line: tuple[str, str]) -> Any:
    from openpyxl.styles import Side

    style, token = line
    return Side(style, colour(token)) if style else None


def colour(token: str) -> str:
    """A token's colour as a workbook writes it: a sheet is paper, always light."""
    return "FF" + tokens.colour(token, "light")[1:]
