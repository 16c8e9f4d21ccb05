"""The tokens of the look as Qt's palette."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from kakehashi.drawing.tokens import Theme, colour

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text2",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "strong",
    QPalette.ColorRole.Shadow: "strong",
}
_DISABLED = {
    QPalette.ColorRole.WindowText: "disabled",
    QPalette.ColorRole.Text: "disabled",
    QPalette.ColorRole.ButtonText: "disabled",
    QPalette.ColorRole.HighlightedText: "disabled",
    QPalette.ColorRole.PlaceholderText: "disabled",
    QPalette.ColorRole.Link: "disabled",
    QPalette.ColorRole.Highlight: "border",
    QPalette.ColorRole.Accent: "disabled",
}


def palette(theme: Theme) -> QPalette:
    """Every role of all three groups."""
    found = QPalette()
    for role, token in _ROLES.items():
        found.setColor(role, QColor(colour(token, theme)))
    for role, token in _DISABLED.items():
        found.setColor(QPalette.ColorGroup.Disabled, role, QColor(colour(token, theme)))
    return found
