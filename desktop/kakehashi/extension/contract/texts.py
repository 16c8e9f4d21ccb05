"""Texts that have hurt programs; every one of them must go through a plugin unharmed."""

from __future__ import annotations

TEXTS = (
    "株式会社架橋",
    "ﾊﾝｶｸ ｶﾅ と　全角空白",
    "髙﨑 𠮷野家 葛󠄀城",
    "naïve café – “quoted” ½ €",
    "Ελληνικά кириллица עברית العربية",
    "👩‍💻🇯🇵 emoji",
    "line one\nline two",
    'a "quoted", comma; semicolon',
    "  blanks around  ",
    "=1+1",
    "-5",
    "00123",
    "1E5",
    "2027-04-01",
    "TRUE",
    "NULL",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} %s {0}",
    "C:\\temp\\new",
    "x" * 5000,
)
