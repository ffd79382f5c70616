"""Seeded chance in whole numbers, so that every Python on every machine writes the same files."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Draw:
    """One stream of chance, named after what it is for, so that a change in one file leaves the others alone."""

    def __init__(self, purpose: str) -> None:
        self._random = random.Random(f"Juniper & Rye: {purpose}")

    def below(self, limit: int) -> int:
        """Give a whole number from 0 to one less than the limit."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """Give a whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def chance(self, permille: int) -> bool:
        """Say yes so many times in a thousand."""
        return self.below(1000) < permille

    def count(self, permille: int) -> int:
        """Give a count whose average is so many thousandths, spread from half to one and a half times that."""
        expected = permille * self.between(500, 1500) // 1000
        return expected // 1000 + self.chance(expected % 1000)

    def pick(self, choices: Sequence[T]) -> T:
        """Give one of the choices, each as likely as the next."""
        return choices[self.below(len(choices))]

    def pick_by_weight(self, choices: Sequence[T], weights: Sequence[int]) -> T:
        """Give one of the choices, each as likely as its weight says."""
        left = self.below(sum(weights))
        for choice, weight in zip(choices, weights, strict=True):
            left -= weight
            if left < 0:
                return choice
        return choices[-1]

    def digits(self, length: int) -> str:
        """Give a run of digits; it may begin with a zero."""
        return "".join(str(self.below(10)) for _ in range(length))

    def token(self, length: int) -> str:
        """Give a run of letters and digits."""
        return "".join(self.pick(_LETTERS) for _ in range(length))
