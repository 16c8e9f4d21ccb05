"""What a palette can't say (radii, padding, buttons, scroll bars): a style sheet, after the first paint."""

from __future__ import annotations

from string import Template

from kakehashi.drawing.tokens import COLOURS, Theme, colour
from kakehashi.ui.arranging import SCROLL_BAR

_HEIGHTS = (18, 20, 22, 24, 26, 28)
"""Of buttons and fields, px at 100 %."""

_SHEET = Template("""
#panel { background: $surface; border: 1px solid $border; border-radius: 6px; }
#tag { border: 1px solid $strong; border-radius: 4px; padding: 1px 7px; }
#chapter_names { background: transparent; border: none; outline: none; }
QScrollArea, QListView { background: transparent; border: none; }
QPushButton {
    color: $text; background: $surface; border: 1px solid $strong; border-radius: 4px; padding: 0 11px;
    min-height: ${h26}px; max-height: ${h26}px;
}
QPushButton:hover { background: $raised; }
QPushButton:disabled { color: $disabled; border-color: $border; }
QPushButton:focus { border: 2px solid $focus; padding: 0 10px; min-height: ${h24}px; max-height: ${h24}px; }
QPushButton#primary { color: $on_accent; background: $accent; border-color: $accent; font-weight: 500; }
QPushButton#primary:disabled { color: $disabled; background: $raised; border-color: $border; }
QPushButton#primary:focus { border-color: $focus; }
QPushButton#link { color: $accent; background: transparent; border: 1px solid transparent; padding: 0 2px; }
QPushButton#link:disabled { color: $disabled; }
QPushButton#link:hover { text-decoration: underline; }
QPushButton#link:focus { border: 2px solid $focus; padding: 0 1px; }
QPushButton#flat {
    color: $text2; background: transparent; border: 1px solid transparent; padding: 0 7px;
    min-height: ${h20}px; max-height: ${h20}px;
}
QPushButton#flat:hover { background: $raised; color: $text; }
QPushButton#flat:focus {
    border: 2px solid $focus; padding: 0 6px; min-height: ${h18}px; max-height: ${h18}px;
}
QPushButton#flat::menu-indicator { image: none; width: 0; }
QPushButton[segment] { min-height: ${h24}px; max-height: ${h24}px; }
QPushButton[segment="left"] { border-top-right-radius: 0; border-bottom-right-radius: 0; border-right: none; }
QPushButton[segment="middle"] { border-radius: 0; border-right: none; }
QPushButton[segment="right"] { border-top-left-radius: 0; border-bottom-left-radius: 0; }
QPushButton[segment]:checked { background: $selection; border-bottom: 2px solid $accent; }
#line { color: $text; background: $surface; border: 1px solid $strong; border-radius: 4px; padding: 0 8px; }
#line:focus { border: 2px solid $focus; padding: 0 7px; }
#line:disabled { color: $disabled; border-color: $border; }
QPushButton[segment]:focus {
    border: 2px solid $focus; min-height: ${h22}px; max-height: ${h22}px; padding: 0 10px;
}
#finder { background: $surface; border: 1px solid $strong; border-radius: 6px; }
#finder QLineEdit { background: transparent; border: none; padding: 9px 14px; }
QDialog QLineEdit, QComboBox#choice {
    color: $text; background: $surface; border: 1px solid $strong; border-radius: 4px; padding: 0 8px;
    min-height: ${h26}px; selection-background-color: $selection; selection-color: $text;
}
QDialog QLineEdit:focus, QComboBox#choice:focus {
    border: 2px solid $focus; padding: 0 7px; min-height: ${h24}px;
}
QComboBox#choice::drop-down { border: none; width: 22px; }
QComboBox#choice QAbstractItemView {
    background: $surface; border: 1px solid $strong; outline: none;
    selection-background-color: $selection; selection-color: $text;
}
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QMenu::item:disabled { color: $disabled; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: ${bar}px; }
QScrollBar:horizontal { height: ${bar}px; }
QScrollBar::handle { background: $strong; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $text2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableView { background: transparent; border: none; gridline-color: $line; outline: none; }
QTableView::item { padding: 0 8px; border: none; }
QTableView::item:selected { background: $selection; color: $text; }
QTableCornerButton::section {
    background: $raised; border: none; border-right: 1px solid $border; border-bottom: 1px solid $border;
}
QHeaderView { background: $raised; border: none; }
QHeaderView::section {
    background: $raised; color: $text2; border: none; border-bottom: 1px solid $border; padding: 0 11px;
}
#cell { color: $text; background: $surface; border: 2px solid $focus; }
#cell[bad="true"] { border-color: $bad; }
#complaint { color: $bad; background: $bads; border: 1px solid $bad; }
#find { background: $surface; border: 1px solid $strong; border-radius: 4px; padding: 0 6px; }
#find { min-height: 24px; max-height: 24px; }
#find:focus { border: 2px solid $focus; padding: 0 5px; min-height: 22px; max-height: 22px; }
QTableCornerButton::section { background: $raised; border: none; border-bottom: 1px solid $border; }
QLineEdit#field, QPlainTextEdit#field, QComboBox#field, QPushButton#pick {
    color: $text; background: $surface; border: 1px solid $strong; border-radius: 4px; padding: 0 7px;
    selection-background-color: $selection; selection-color: $text;
}
QLineEdit#field, QComboBox#field, QPushButton#pick { min-height: 26px; max-height: 26px; }
QPlainTextEdit#field { padding: 1px 5px; }
QLineEdit#field:focus, QComboBox#field:focus, QPushButton#pick:focus {
    border: 2px solid $focus; padding: 0 6px; min-height: 24px; max-height: 24px;
}
QPlainTextEdit#field:focus { border: 2px solid $focus; padding: 0 4px; }
QLineEdit#field:read-only, QPlainTextEdit#field:read-only,
QComboBox#field:disabled, QPushButton#pick:disabled {
    color: $text; background: $raised; border-color: $border;
}
QLineEdit#field[bad="true"], QPlainTextEdit#field[bad="true"] { border-color: $bad; }
QComboBox#field::drop-down { border: none; width: 20px; }
QComboBox#field::down-arrow { image: none; }
QComboBox QAbstractItemView {
    color: $text; background: $surface; border: 1px solid $strong; outline: none;
    selection-background-color: $selection; selection-color: $text;
}
#chip { background: $raised; border: 1px solid $border; border-radius: 4px; }
#popup { background: $surface; border: 1px solid $strong; border-radius: 4px; }
#popup QListView { background: $surface; }
#popup QListView::indicator:unchecked { border: 1px solid $strong; border-radius: 2px; }
#popup QListView::indicator:unchecked { width: 11px; height: 11px; }
#popup QListView::item { min-height: 26px; padding: 0 6px; color: $text; }
#popup QListView::item:selected { background: $selection; }
QPushButton#record { text-align: left; border-color: $border; background: $surface; padding: 0 8px; }
QPushButton#record:checked { background: $selection; }
QPushButton#record:focus { border: 2px solid $focus; padding: 0 7px; }
QTableView#months { background: $surface; border: 1px solid $strong; border-radius: 4px; }
QToolTip { color: $text; background: $raised; border: 1px solid $strong; padding: 4px 6px; }
QMenu { background: $surface; border: 1px solid $strong; padding: 4px 0; }
QMenu::item { padding: 5px 26px; color: $text; }
QMenu::item:selected { background: $selection; }
""")


def style_sheet(theme: Theme, text_size: int = 100) -> str:
    """The style sheet in a theme's colours, for texts of a size in percent."""
    colours = {token.replace("-", "_"): colour(token, theme) for token in COLOURS}
    heights = {f"h{each}": str(round(each * text_size / 100)) for each in _HEIGHTS}
    return _SHEET.substitute(colours, **heights, bar=SCROLL_BAR)
