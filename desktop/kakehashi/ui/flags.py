"""Numbers of Qt's flags and roles, for calls that take plain numbers.

PySide builds all enumerations of a class when the class is first touched, and `Qt` has so many that this
takes a tenth of the whole start. The first paint does without: what it needs of them are these numbers.
"""

from __future__ import annotations

WRAP = 0x1000

DISPLAY, TOOLTIP, SPOKEN, SIZE, ENTRY = 0, 3, 11, 13, 0x100
"""Roles of a model's data; ENTRY is the first that is our own."""
