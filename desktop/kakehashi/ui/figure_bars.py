"""The small bars below the key figures, as scenes: landing and goal, budget and cap, CAC and LTV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal

from kakehashi.drawing.category_mark import fill_of
from kakehashi.drawing.parts import SMALL, Style, centred, one_line
from kakehashi.drawing.scene import Anchor, Label, Line, Paint, Rect, Scene, Shape
from kakehashi.drawing.sparkline import Sparkline, sparkline
from kakehashi.drawing.tokens import BUDGET_CATEGORIES, added_category

HEIGHT = 36.0  # what a card has for it
Drawn = Callable[[float], Scene]

_BAR, _TOP = 10.0, 18.0
_NOTE = Style(SMALL, fill="text2")
_GOAL = Paint(stroke="text", line=1.3, dash=(3, 2))


def trajectory(target: tuple[Decimal | None, ...], actual: tuple[Decimal | None, ...]) -> Drawn:
    """Target and actual month by month."""
    return lambda width: sparkline(
        Sparkline(key="goal", target=target, actual=actual, width=width, height=HEIGHT)
    )


def landing(forecast: Decimal, goal: Decimal, goal_words: str) -> Drawn:
    """Where the plan lands, and the goal as a dashed line with its words above."""

    def draw(width: float) -> Scene:
        most = float(max(forecast, goal)) * 1.04 or 1.0
        reached, at = (max(float(value), 0) / most * width for value in (forecast, goal))
        shapes: list[Shape] = [
            Rect("track", 0, _TOP, width, _BAR, Paint(fill="line")),
            Rect("landing", 0, _TOP, reached, _BAR, Paint(fill="accent")),
            Line("goal", at, _TOP - 4, at, _TOP + _BAR + 4, _GOAL),
            _words("goal-words", goal_words, at, 8, width),
        ]
        return _scene("landing", width, shapes)

    return draw


def budget(
    parts: tuple[tuple[str, str, Decimal], ...], cap: Decimal | None, marks: Mapping[str, tuple[str, str]]
) -> Drawn:
    """Money by category (id, name, planned) up to the cap; what lies beyond it in red."""

    def draw(width: float) -> Scene:
        total = float(sum((part[2] for part in parts), Decimal(0)))
        most = max(total, float(cap or 0)) * (1.02 if cap is not None else 1.0) or 1.0
        shapes: list[Shape] = [Rect("track", 0, 8, width, _BAR, Paint(fill="line"))]
        x = 0.0
        for key, _, value in parts:
            wide = float(value) / most * width
            mark, token = marks[key]
            shapes.append(Rect(f"part:{key}", x, 8, max(wide - 1, 0.5), _BAR, fill_of(token)))
            if wide > _NOTE.width(mark) + 4:
                at = (x + wide / 2, centred(28, SMALL))
                shapes.append(one_line(f"mark:{key}", at, mark, wide, _NOTE, anchor="middle"))
            x += wide
        if cap is not None:
            at_cap = float(cap) / most * width
            if total > float(cap):
                shapes.append(Rect("beyond", at_cap, 8, x - at_cap, _BAR, Paint(fill="bad")))
            shapes.append(Line("cap", at_cap, 4, at_cap, 8 + _BAR + 4, Paint(stroke="text", line=2)))
        return _scene("budget", width, shapes)

    return draw


def budget_marks(categories: tuple[tuple[str, str, str], ...], language: str) -> dict[str, tuple[str, str]]:
    """Mark and token of each category (id, name, code), as the budget's own picture has them."""
    found: dict[str, tuple[str, str]] = {}
    added = 0
    for key, name, code in categories:
        known = BUDGET_CATEGORIES.get(code)
        if known is not None:
            found[key] = (known.mark(language), known.token)
        else:
            found[key] = (name[:1], added_category(added))
            added += 1
    return found


def cost(cac: Decimal, ltv: Decimal, words: tuple[str, str]) -> Drawn:
    """What a customer costs as part of what a customer is worth; both named below."""

    def draw(width: float) -> Scene:
        most = float(max(cac, ltv)) or 1.0
        both: list[tuple[str, float, Literal["accent", "sequential-2"]]] = [
            ("ltv", float(ltv), "sequential-2"),
            ("cac", float(cac), "accent"),
        ]
        shapes: list[Shape] = [
            Rect(name, 0, 8, max(value, 0) / most * width, _BAR, Paint(fill=token))
            for name, value, token in both
        ]
        shapes.append(_end("cac-words", words[0], 0, width, "start"))
        shapes.append(_end("ltv-words", words[1], width, width, "end"))
        return _scene("cost", width, shapes)

    return draw


def _end(name: str, said: str, x: float, width: float, anchor: Anchor) -> Label:
    return one_line(name, (x, centred(28, SMALL)), said, width / 2 - 4, _NOTE, anchor=anchor)


def _words(name: str, said: str, at: float, y: float, width: float) -> Label:
    """Words centred at x, moved inwards where they would pass an edge."""
    wide = _NOTE.width(said)
    middle = min(max(at, wide / 2), max(width - wide / 2, wide / 2))
    return one_line(name, (middle, centred(y, SMALL)), said, width, _NOTE, anchor="middle")


def _scene(key: str, width: float, shapes: list[Shape]) -> Scene:
    return Scene(key=key, width=width, height=HEIGHT, shapes=tuple(shapes))
