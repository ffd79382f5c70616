"""What a promotion spends against its budget, and how much of a limit is used and left (K6)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from models.domain.money import half_up


@dataclass(frozen=True)
class Discounted:
    """Units that are sold with a discount of so many minor units each."""

    units: Fraction | int
    discount: int


@dataclass(frozen=True)
class Spending:
    """What a promotion costs: its discounts, its fixed cost and its advertising, in minor units."""

    lines: tuple[Discounted, ...]
    fixed: int = 0
    ads: int = 0

    @property
    def discounts(self) -> int:
        """The discounts of all units, rounded once."""
        return half_up(sum((Fraction(line.units) * line.discount for line in self.lines), Fraction(0)))

    @property
    def total(self) -> int:
        """Discounts, fixed cost and advertising."""
        return self.discounts + self.fixed + self.ads


@dataclass(frozen=True)
class Use:
    """How much of a limit is used, of money or of units; without a limit nothing is left and nothing is over."""

    used: int
    limit: int | None

    @property
    def left(self) -> int | None:
        """What may still be used; None without a limit."""
        return None if self.limit is None else max(0, self.limit - self.used)

    @property
    def over(self) -> int:
        """What is used beyond the limit."""
        return 0 if self.limit is None else max(0, self.used - self.limit)
