"""The advance table is never narrower than the fonts it stands for (those that this computer has)."""

from __future__ import annotations

from typing import Any

import pytest

from kakehashi.drawing import advance

gui = pytest.importorskip("PySide6.QtGui")
core = pytest.importorskip("PySide6.QtCore")

SIZE = 100
FAMILIES = ("Noto Sans CJK JP", "Noto Sans", "Segoe UI", "Helvetica Neue", "Yu Gothic UI", "Hiragino Sans")
SAMPLES = (
    "有効商談数（カスタマージャーニー・マップ）、2027年4月–2028年3月",
    "「予算の時期を確かめたものに限りたい」（田村、7月28日）",
    "MA運用（本務 情シス） 1.0",
    "¥266.9 M P50, 8 of 10 cases: ¥200.6 M – ¥356.9 M",
    "Planning & measurement (main: Information systems) 25.0% → 27.5%",
    "WAVE To AVATAR Type fj fi ffi 1,234,567 −89.0",
    "Ångström façade naïve Łódź Straße œuvre",
    "× ÷ ± → … ・ ※ ○ ● △ ◎ ① ㈱ ℃ € £ ½",
    "ﾊﾝｶｸ ｶﾅ ﾃｽﾄ",
    "東京都港区虎ノ門𠮷野家",
)
LETTERS = [chr(code) for code in (*range(0x20, 0x7F), *range(0xA1, 0x180), *range(0x3041, 0x3100))]


def _fonts(bold: bool) -> dict[str, tuple[Any, Any]]:
    """Metrics and raw font of the families that are here."""
    found = {}
    for family in set(FAMILIES) & set(gui.QFontDatabase.families()):
        font = gui.QFont(family)
        font.setPixelSize(SIZE)
        font.setHintingPreference(gui.QFont.HintingPreference.PreferNoHinting)
        font.setBold(bold)
        found[family] = gui.QFontMetricsF(font), gui.QRawFont.fromFont(font)
    return found or pytest.skip("none of the families of pictures is here")


@pytest.mark.parametrize("bold", [False, True])
def test_real_texts_are_not_wider_than_the_table(qapp: object, bold: bool):
    wider = {
        (family, text): (real, ours)
        for family, (metrics, raw) in _fonts(bold).items()
        for text in (*SAMPLES, *LETTERS)
        if all(raw.supportsCharacter(ord(char)) for char in text)  # else another family steps in
        if (real := metrics.horizontalAdvance(text)) > (ours := advance.width(text, SIZE, bold)) + 0.6
    }
    assert not wider


def test_the_table_is_not_wasteful(qapp: object):
    for metrics, _ in _fonts(bold=False).values():
        for text in SAMPLES[:6]:
            assert advance.width(text, SIZE) < 1.25 * metrics.horizontalAdvance(text)
