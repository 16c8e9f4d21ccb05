"""Chance for the made-up world: the same draws for a seed in every Python and in every language."""

from __future__ import annotations

import hashlib
import math
import random
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from statistics import NormalDist
from typing import Generic, TypeVar

T = TypeVar("T")
_NORMAL = NormalDist().inv_cdf


class Weighted(Generic[T]):
    """Choices with their weights, ready to be drawn from."""

    def __init__(self, choices: Iterable[tuple[T, float]]) -> None:
        pairs = [(choice, weight) for choice, weight in choices if weight > 0]
        self.choices = [choice for choice, _ in pairs]
        self.sums = list(accumulate(weight for _, weight in pairs))


class Dice:
    """One stream of chance, named, so that drawing more of one thing changes nothing else.

    Rests on `random()` alone, the only part of the module that is the same in every Python.
    """

    def __init__(self, seed: int, stream: str) -> None:
        digest = hashlib.sha256(f"{seed} {stream}".encode()).digest()
        self.roll = random.Random(int.from_bytes(digest[:8])).random

    def happens(self, chance: float) -> bool:
        """True in this share of cases."""
        return self.roll() < chance

    def below(self, number: int) -> int:
        """A whole number from 0 up to, but not with, this one."""
        return int(self.roll() * number)

    def of(self, choices: Sequence[T]) -> T:
        """One of them, each as likely."""
        return choices[int(self.roll() * len(choices))]

    def drawn(self, weighted: Weighted[T]) -> T:
        """One of them by weight."""
        sums = weighted.sums
        return weighted.choices[bisect_right(sums, self.roll() * sums[-1], 0, len(sums) - 1)]

    def wait(self, mean: float) -> float:
        """The sum of two equal exponential waits (Erlang, k = 2): most soon, few very late."""
        return -math.log((1 - self.roll()) * (1 - self.roll())) * mean / 2

    def around(self, mean: float, spread: float) -> float:
        """Lognormal with this mean; `spread` is the standard deviation of the logarithm."""
        normal = _NORMAL(self.roll() or 0.5)
        return mean * math.exp(spread * normal - spread * spread / 2)
