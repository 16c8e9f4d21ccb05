"""The look in Qt: palettes, contrast, fonts, and that the style sheet names colours that exist."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from kakehashi.drawing.tokens import COLOURS, THEMES, Theme, colour, contrast
from kakehashi.ui.fonts import base_font, tabular
from kakehashi.ui.look import Look
from kakehashi.ui.palette import palette
from kakehashi.ui.style import style_sheet
from kakehashi.words import LANGUAGES, Language

Role = QPalette.ColorRole
READ = (
    (Role.WindowText, Role.Window),
    (Role.Text, Role.Base),
    (Role.Text, Role.AlternateBase),
    (Role.ButtonText, Role.Button),
    (Role.PlaceholderText, Role.Base),
    (Role.HighlightedText, Role.Highlight),
    (Role.Link, Role.Base),
    (Role.ToolTipText, Role.ToolTipBase),
)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("group", [QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive])
def test_text_can_be_read_in_every_role(theme: Theme, group: QPalette.ColorGroup) -> None:
    found = palette(theme)
    for ink, ground in READ:
        pair = (found.color(group, role).name() for role in (ink, ground))
        assert contrast(*pair) >= 4.5, (ink, ground)


@pytest.mark.parametrize("theme", THEMES)
def test_texts_of_the_window_can_be_read_on_their_grounds(theme: Theme) -> None:
    pairs = [
        (ink, ground) for ink in ("text", "text2", "accent") for ground in ("window", "surface", "raised")
    ]
    pairs += [("text", "selection"), ("text2", "selection"), ("text", "warns"), ("text", "bads")]
    pairs += [(state, "surface") for state in ("warn", "bad", "good")] + [("on-accent", "accent")]
    for ink, ground in pairs:
        assert contrast(colour(ink, theme), colour(ground, theme)) >= 4.5, (ink, ground)
    for edge in ("strong", "focus", "accent"):
        assert contrast(colour(edge, theme), colour("window", theme)) >= 3, edge


@pytest.mark.parametrize("theme", THEMES)
def test_every_role_is_of_the_look_in_every_group(theme: Theme) -> None:
    ours = {pair.light if theme == "light" else pair.dark for pair in COLOURS.values()}
    found = palette(theme)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for role in Role:
            if role not in (Role.NoRole, Role.NColorRoles):
                assert found.color(group, role).name().upper() in ours, (group, role)
    disabled = found.color(QPalette.ColorGroup.Disabled, Role.Text)
    assert disabled.name().upper() == colour("disabled", theme)


@pytest.mark.parametrize("theme", THEMES)
def test_style_sheet_is_understood(qapp: QApplication, theme: Theme) -> None:
    sheet = style_sheet(theme)  # a name that is no token raises; a rule that Qt can't parse is a warning
    assert "$" not in sheet
    qapp.setStyleSheet(sheet)
    qapp.setStyleSheet("")


@pytest.mark.parametrize("language", LANGUAGES)
def test_digits_have_one_width_and_sizes_are_as_said(qapp: QApplication, language: Language) -> None:
    assert tabular(base_font(language))
    look = Look("light", language)
    assert look.font(13).pixelSize() == 13
    widths = [look.width("1234567890", size) for size in (11, 11.5, 12)]
    assert widths[0] < widths[2]
    assert widths == sorted(widths)  # some systems draw 11.5 px as 12
    assert look.font(13, 700).weight() == 700
    assert look.height("あいう" * 20, 13, 100) > 3 * look.height("あ", 13, 100)
