"""The look as data (design: look.md, sections 1-4): colours, palettes, kinds of role, type.

One table feeds the palette of the application, the scene, SVG, HTML and workbook styles. Colours are
hex strings; everything that draws names a token and leaves the colour to the theme.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)

Pattern = Literal["lines", "diagonal", "dots"]
RoleKind = Literal["in_house", "concurrent", "outsourced", "open"]


class Colour(msgspec.Struct, frozen=True):
    """One token in both themes, `#RRGGBB`."""

    light: str
    dark: str


def _numbered(name: str, light: str, dark: str) -> dict[str, Colour]:
    pairs = zip(light.split(), dark.split(), strict=True)
    return {f"{name}-{n}": Colour(*pair) for n, pair in enumerate(pairs, 1)}


COLOURS: Mapping[str, Colour] = {
    # Surfaces and edges.
    "window": Colour("#F1F2F0", "#15181A"),
    "surface": Colour("#FFFFFF", "#1D2123"),
    "raised": Colour("#F7F8F6", "#262B2E"),
    "line": Colour("#E9EBE8", "#2A3033"),
    "border": Colour("#DCDFDC", "#363D41"),
    "strong": Colour("#767E82", "#8B959A"),
    # What is read.
    "text": Colour("#1B2226", "#E6E9EA"),
    "text2": Colour("#566168", "#A6AFB4"),
    "disabled": Colour("#9AA1A4", "#6C7478"),
    "accent": Colour("#1F4E79", "#8DBBE8"),
    "on-accent": Colour("#FFFFFF", "#10202F"),
    "selection": Colour("#DCE8F3", "#27435D"),
    "focus": Colour("#2B7CD3", "#6BB1FF"),
    # States; the plural is the tint below a text of the singular.
    "good": Colour("#23744A", "#6FC79A"),
    "goods": Colour("#E3F1E8", "#1C352A"),
    "warn": Colour("#8C5C00", "#E4B558"),
    "warns": Colour("#FBF0D8", "#3A3019"),
    "bad": Colour("#B1332B", "#F5968C"),
    "bads": Colour("#FBE8E5", "#43251F"),
    # Charts.
    **_numbered(
        "category",
        "#3770C0 #8C6B00 #085951 #533E76 #79361F #7F9C62 #00A1BC #C94E7F",
        "#BCCEFF #B58C2E #76EBD4 #6B74D6 #F0AC95 #69845A #2EA6BE #D05289",
    ),
    **_numbered(
        "sequential",
        "#E9F1F8 #C6DAEC #9ABEDF #6A9CCB #3F78AE #1F4E79",
        "#22384C #2F5576 #4376A3 #6599CB #95BDE6 #CFE3F7",
    ),
    **_numbered(
        "on-sequential",
        "#1B2226 #1B2226 #1B2226 #1B2226 #FFFFFF #FFFFFF",
        "#FFFFFF #FFFFFF #FFFFFF #1B2226 #1B2226 #1B2226",
    ),
    **_numbered(
        "on-category",
        "#FFFFFF #FFFFFF #FFFFFF #FFFFFF #FFFFFF #1B2226 #1B2226 #FFFFFF",
        "#10202F #10202F #10202F #FFFFFF #10202F #FFFFFF #10202F #10202F",
    ),
    **_numbered(
        "diverging",
        "#1F5A94 #6A9CCB #C6DAEC #F1F2F0 #F3D9A8 #D99A3A #9A5B00",
        "#9CC6F0 #5B8FC2 #2F5576 #2A3033 #5A4520 #B07F2A #EFC577",
    ),
    # A bar that carries white figures, and the quiet field between two of them.
    "bar": Colour("#3F78AE", "#4376A3"),
    "on-bar": Colour("#FFFFFF", "#FFFFFF"),
    "between": Colour("#E9F1F8", "#22384C"),
    # Budget categories.
    "budget-promotion": Colour("#2B70B8", "#8FC1F5"),
    "budget-outsourcing": Colour("#A66800", "#D9A036"),
    "budget-production": Colour("#0E5F55", "#2F9483"),
    "budget-it": Colour("#6B3F73", "#B57BB5"),
    "on-budget": Colour("#FFFFFF", "#10202F"),
    # Kinds of role.
    "role-in-house": Colour("#1F4E79", "#7FA9F0"),
    "role-concurrent": Colour("#0B6E63", "#349A89"),
    "role-outsourced": Colour("#8A5A00", "#C98F2E"),
    "role-outsourced-fill": Colour("#FFF9EC", "#2C2617"),
    "role-open": Colour("#9B2F5B", "#F0B3CD"),
}

CATEGORIES = tuple(f"category-{n}" for n in range(1, 9))
SEQUENTIAL = tuple(f"sequential-{n}" for n in range(1, 7))


def colour(token: str, theme: Theme) -> str:
    """The token's colour, `#RRGGBB`; an unknown token is our mistake (KeyError)."""
    pair = COLOURS[token]
    return pair.light if theme == "light" else pair.dark


def ink_on(token: str) -> str:
    """The token for a mark or figure that stands on this fill; '' is a place without fill."""
    if token.startswith("budget-"):
        return "on-budget"
    return f"on-{token}" if f"on-{token}" in COLOURS else "text2"


def css_variables(theme: Theme) -> str:
    """All tokens as custom properties (`--k-text:#1B2226;...`), to stand inside one CSS rule."""
    return "".join(f"--k-{token}:{colour(token, theme)};" for token in COLOURS)


class BudgetCategory(msgspec.Struct, frozen=True):
    """A fixed budget category: its fill ('' = no fill, dashed edge in `strong`) and its mark by language."""

    token: str
    marks: Mapping[str, str]

    def mark(self, language: str) -> str:
        return self.marks.get(language) or self.marks["en"]


BUDGET_CATEGORIES: Mapping[str, BudgetCategory] = {
    "promotion": BudgetCategory("budget-promotion", {"ja": "広", "en": "P", "zh_TW": "廣"}),
    "outsourcing": BudgetCategory("budget-outsourcing", {"ja": "外", "en": "O", "zh_TW": "外"}),
    "production": BudgetCategory("budget-production", {"ja": "制", "en": "C", "zh_TW": "製"}),
    "it": BudgetCategory("budget-it", {"ja": "IT", "en": "IT", "zh_TW": "IT"}),
    "reserve": BudgetCategory("", {"ja": "予", "en": "R", "zh_TW": "預"}),
}


def added_category(nth: int) -> str:
    """The colour token of the nth category (from 0) that a company added: palette 7, 8, 1, 2 ..."""
    return CATEGORIES[(nth + 6) % len(CATEGORIES)]


class RoleLook(msgspec.Struct, frozen=True):
    """How a kind of role is drawn. Line in px, dash in pen widths, inset: px between text and right edge."""

    shape: Literal["band", "sheets", "cut", "pill"]
    avatar: Literal["circle", "square", "plus"]
    colour: str
    fill: str
    line: float
    dash: tuple[float, ...] = ()
    round_caps: bool = False
    bar_fill: str = "surface"
    bar_pattern: Pattern | None = None
    bar_ink: str = ""
    inset: float = 12


ROLES: Mapping[RoleKind, RoleLook] = {
    "in_house": RoleLook(
        shape="band",
        avatar="circle",
        colour="role-in-house",
        fill="surface",
        line=1.3,
        bar_fill="role-in-house",
    ),
    "concurrent": RoleLook(
        shape="sheets",
        avatar="circle",
        colour="role-concurrent",
        fill="surface",
        line=1.3,
        bar_fill="role-concurrent",
        bar_pattern="lines",
        bar_ink="surface",
    ),
    "outsourced": RoleLook(
        shape="cut",
        avatar="square",
        colour="role-outsourced",
        fill="role-outsourced-fill",
        line=1.5,
        dash=(4.5, 2.5),
        bar_fill="role-outsourced-fill",
        bar_pattern="diagonal",
        bar_ink="role-outsourced",
    ),
    "open": RoleLook(
        shape="pill",
        avatar="plus",
        colour="role-open",
        fill="window",
        line=1.7,
        dash=(0.1, 2.1),
        round_caps=True,
        bar_pattern="dots",
        bar_ink="role-open",
        inset=22,
    ),
}

ENDING_ROLE = 0.55
"""Opacity of a role that ends."""

_JAPANESE = ("Yu Gothic UI", "Hiragino Sans", "Noto Sans CJK JP")

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "ja": _JAPANESE,
    "zh_TW": ("Microsoft JhengHei UI", "PingFang TC", "Noto Sans CJK TC"),
    "en": ("Segoe UI", "Helvetica Neue", "Noto Sans", *_JAPANESE),
}
"""Font families of pictures by language. `system-ui` is left out: the advance table can't know its widths."""


def families(language: str) -> tuple[str, ...]:
    """Families for the texts of a picture in this language, first that exists counts."""
    return FAMILIES.get(language, FAMILIES["en"])


def contrast(a: str, b: str) -> float:
    """WCAG 2 contrast ratio of two `#RRGGBB` colours, 1 to 21."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
