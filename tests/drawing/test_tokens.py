"""The tokens keep what look.md promises: contrasts, one name one meaning."""

from __future__ import annotations

import re
from itertools import product

import pytest

from kakehashi.drawing import tokens
from kakehashi.drawing.tokens import THEMES, Theme, colour, contrast

# token, contrast on surface / window / selection (light), the same (dark): look.md, section 1.
PROMISED = {
    "strong": ((4.1, 3.7, 3.3), (5.3, 5.8, 3.4)),
    "text": ((16.1, 14.3, 13.0), (13.3, 14.6, 8.4)),
    "text2": ((6.4, 5.7, 5.1), (7.3, 8.0, 4.6)),
    "accent": ((8.7, 7.7, 7.0), (8.0, 8.8, 5.1)),
    "focus": ((4.3, 3.8, 3.4), (7.2, 7.9, 4.6)),
    "good": ((5.7, 5.1, 4.6), (8.0, 8.8, 5.0)),
    "warn": ((5.8, 5.1, 4.6), (8.5, 9.4, 5.4)),
    "bad": ((6.2, 5.5, 5.0), (7.4, 8.2, 4.7)),
}


def ratio(ink: str, ground: str, theme: Theme) -> float:
    return contrast(colour(ink, theme), colour(ground, theme))


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("token", PROMISED)
def test_contrasts_as_promised(token: str):
    for theme, promised in zip(THEMES, PROMISED[token], strict=True):
        found = [ratio(token, ground, theme) for ground in ("surface", "window", "selection")]
        assert [round(value, 1) for value in found] == pytest.approx(promised, abs=0.11), theme


@pytest.mark.parametrize("theme", THEMES)
def test_states_are_read_on_their_tints(theme: Theme):
    for state in ("good", "warn", "bad"):
        assert ratio(state, f"{state}s", theme) >= 4.5
    assert ratio("on-accent", "accent", theme) >= 4.5
    assert ratio("on-bar", "bar", theme) >= 4.5
    assert ratio("text2", "between", theme) >= 4.5
    assert ratio("text2", "raised", theme) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_charts_are_seen_on_the_sheet(theme: Theme):
    least = {"light": 3.05, "dark": 3.9}[theme]
    for token in tokens.CATEGORIES:
        assert ratio(token, "surface", theme) >= least, token
        assert ratio(tokens.ink_on(token), token, theme) >= 3.9, token
    for token in tokens.SEQUENTIAL:
        assert ratio(tokens.ink_on(token), token, theme) >= 4.5, token


@pytest.mark.parametrize("theme", THEMES)
def test_marks_are_read_on_budget_categories(theme: Theme):
    for category in tokens.BUDGET_CATEGORIES.values():
        ground = category.token or "surface"
        assert round(ratio(tokens.ink_on(category.token), ground, theme), 1) >= 4.5
        assert all(category.mark(language) for language in ("ja", "en", "zh_TW", "fr"))


@pytest.mark.parametrize(("theme", "kind"), list(product(THEMES, tokens.ROLES)))
def test_role_cards_are_read(theme: Theme, kind: tokens.RoleKind):
    look = tokens.ROLES[kind]
    for ink in ("text", "text2", look.colour):
        assert ratio(ink, look.fill, theme) >= 4.5, ink
    assert ratio(look.colour, "surface", theme) >= 3
    if look.avatar != "plus":
        assert ratio("on-accent", look.colour, theme) >= 4.5


def test_kinds_of_role_differ_without_colour():
    looks = list(tokens.ROLES.values())
    assert len({look.shape for look in looks}) == len(looks)
    assert len({(look.bar_pattern, look.bar_fill == look.colour) for look in looks}) == len(looks)


def test_every_token_is_a_colour_and_a_css_name():
    for token, pair in tokens.COLOURS.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", token)
        assert all(re.fullmatch(r"#[0-9A-F]{6}", value) for value in (pair.light, pair.dark)), token
    assert tokens.css_variables("dark").count("--k-") == len(tokens.COLOURS)


def test_added_categories_take_colours_in_order_and_keep_them():
    assert [tokens.added_category(n) for n in range(4)] == [
        "category-7",
        "category-8",
        "category-1",
        "category-2",
    ]
