"""What has to be known of a SKU before its units can be shared out, and the numbers that people fixed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from models.domain.allocation.claimant import OrderLine
from models.domain.allocation.promise import Receipt
from models.domain.demand import Demand, Weekly


class ChannelFacts(NamedTuple):
    """What is known of a SKU on a channel: sales a day, stock in place, open order lines, and how it takes units.

    `contribution` is minor units a unit and None where it is not known; `rate_from` is the demand that the rate was
    measured as, None where nobody measured it. `costed` says whether a landed cost was taken off the contribution.
    """

    name: str
    rate: Fraction = Fraction(0)
    rate_from: Demand | Weekly | None = None
    positioned: int = 0
    lines: tuple[OrderLine, ...] = ()
    lot: int = 1
    moq: int = 0
    priority: int = 1
    contribution: int | None = None
    active: bool = True
    costed: bool = True

    @property
    def leaves(self) -> int | None:
        """What a unit leaves after its landed cost; None where the contribution or that cost is not known."""
        return self.contribution if self.costed else None


@dataclass(frozen=True)
class SkuFacts:
    """What is known of a SKU: sellable units at allocatable places, those promised to taken orders, what is coming."""

    sku: str
    category: str = ""
    title: str = ""
    on_hand: int = 0
    promised: int = 0
    channels: tuple[ChannelFacts, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    brand: str = ""


@dataclass(frozen=True)
class Override:
    """The number of one SKU on one channel as a person fixed it, from a day until a day, with the reason."""

    number: int
    sku: str
    channel: str
    units: int
    reason: str
    first: date
    until: date

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day; it lapses by itself."""
        return self.first <= day <= self.until


@dataclass(frozen=True)
class Supply:
    """Where the units to share come from: on hand less promised is the pool, the pool less its buffer is shared."""

    on_hand: int
    promised: int
    wanted_buffer: int = 0

    @property
    def pool(self) -> int:
        """Units that no order has taken yet."""
        return max(0, self.on_hand - self.promised)

    @property
    def buffer(self) -> int:
        """The part of the buffer that the pool can fill."""
        return min(self.wanted_buffer, self.pool)

    @property
    def to_share(self) -> int:
        """The units to share out."""
        pool = self.pool
        return pool - min(self.wanted_buffer, pool)
