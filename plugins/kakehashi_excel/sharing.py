"""How the width of a table is shared out among its columns of text, so that its rows take the fewest lines.

A row is as high as the cell of it that takes most lines, so a column gets its width from the rows in which it
is the one that does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

WIDEST = 76.0
"""Width in digits beyond which a text is hard to read."""

_SHORT = 20.0  # a text up to this width is not wrapped for want of a place
_MARGIN = 2.0  # of a cell, about
_ROUNDS, _STEPS, _NEAR = 8, 20, 0.01
_SEEN = 60  # rows that are looked at


@dataclass(frozen=True)
class Need:
    """What a column wants; one of text may get less, down to its longest word, and is wrapped."""

    width: float
    text: bool
    least: float = 0.0
    content: float = 0.0  # of its longest text in one line
    lengths: tuple[float, ...] = ()  # of the text of each row in one line

    @property
    def wish(self) -> float:
        """What it would take if there were room, without becoming hard to read."""
        return max(self.width, min(self.content, WIDEST)) if self.text else self.width

    @property
    def enough(self) -> float:
        """What will do where columns of another table leave no better place."""
        short = not self.text or self.width <= _SHORT
        return self.width if short else max(self.width * 0.9, self.least)


def shared(needs: Sequence[Need], most: float) -> tuple[Need, ...] | None:
    """The needs of a table's columns within a width; None when its texts would get less than their least."""
    texts = [need for need in needs if need.text]
    room = most - sum(need.width for need in needs if not need.text)
    if room < sum(need.least for need in texts):
        return None
    wide = [need.wish for need in texts]
    widths = iter(wide if sum(wide) <= room else _balanced(texts, room))
    return tuple(replace(need, width=next(widths)) if need.text else need for need in needs)


def squeezed(needs: Sequence[Need], most: float) -> tuple[Need, ...]:
    """The same where nothing else is left: each text gets its least, or what that leaves."""
    fitting = shared(needs, most)
    return fitting or tuple(replace(need, width=need.least) if need.text else need for need in needs)


def _balanced(texts: Sequence[Need], room: float) -> list[float]:
    """Widths of which the sum is `room`, at which the rows are lowest.

    The height of a row, the most lines of its cells, is taken as the fourth norm of them all, which makes it
    smooth: at the best widths, each is the fifth root of what its cells weigh in the rows.
    """
    step = max(1, max(len(need.lengths) for need in texts) // _SEEN)
    rows = list(zip(*(need.lengths[::step] for need in texts), strict=True))
    bounds = [(need.least, need.wish) for need in texts]
    widths = _within([need.wish for need in texts], bounds, room)
    for _ in range(_ROUNDS):
        weights = [0.0] * len(texts)
        for row in rows:
            lines = [length / max(wide - _MARGIN, 1.0) for length, wide in zip(row, widths, strict=True)]
            powers = [each * each * each * each for each in lines]
            total = sum(powers)
            if total > 1:  # a row of one line is as low as can be
                part = total**-0.75
                for at, power in enumerate(powers):
                    weights[at] += part * power
        wanted = [(weight * wide**4) ** 0.2 for weight, wide in zip(weights, widths, strict=True)]
        widths = _within([max(each, _NEAR) for each in wanted], bounds, room)
    return widths


def _within(wanted: Sequence[float], bounds: Sequence[tuple[float, float]], room: float) -> list[float]:
    """Widths in proportion to what is wanted, none out of its bounds, that fill `room`.

    Their sum grows with the factor in straight pieces, so a few steps of Newton's find the factor.
    """
    factor = room / sum(wanted)
    widths: list[float] = []
    for _ in range(_STEPS):
        widths, slope = [], 0.0
        for wide, (low, high) in zip(wanted, bounds, strict=True):
            given = factor * wide
            if low < given < high:
                slope += wide
            widths.append(min(max(given, low), high))
        missing = room - sum(widths)
        if abs(missing) < _NEAR:
            return widths
        factor = factor + missing / slope if slope else factor * (2.0 if missing > 0 else 0.5)
    return [wide * room / sum(widths) for wide in widths] if sum(widths) > room else widths
