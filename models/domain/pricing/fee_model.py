"""What selling one SKU on one channel costs: fee schedules as the user types them, and the target a price has to earn.

Money is in minor units of one currency, rates are exact fractions (15 % is 3/20). Source: B1 of the specification.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

NOTHING = Fraction(0)


class FeeBase(StrEnum):
    """What a referral fee is a share of: the price with shipping, or that without the tax inside."""

    GROSS = "gross"
    NET = "net"


class ScheduleKind(StrEnum):
    """How the rates of bands apply: one rate, that of the band for the whole price, or each for its portion."""

    FLAT = "flat"
    BRACKET = "bracket"
    MARGINAL = "marginal"


@dataclass(frozen=True)
class Band:
    """A rate up to and including an edge; None is no edge."""

    to: int | None
    rate: Fraction


@dataclass(frozen=True)
class Schedule:
    """A referral fee: bands with rising edges, of which the last is open, and the least that is charged."""

    kind: ScheduleKind = ScheduleKind.FLAT
    bands: tuple[Band, ...] = (Band(None, NOTHING),)
    minimum: int = 0

    def __post_init__(self) -> None:
        _rising([band.to for band in self.bands])
        _not_negative(self.minimum, *(band.rate for band in self.bands))
        if self.kind is ScheduleKind.FLAT and len(self.bands) > 1:
            raise ValueError("a flat schedule has one band")

    @property
    def edges(self) -> tuple[int, ...]:
        """The edges between bands."""
        return tuple([band.to for band in self.bands if band.to is not None])

    def portions(self) -> Iterator[tuple[Fraction, Fraction]]:
        """Give for each band its fee on a base b as (rate, constant): rate · b + constant."""
        constant = NOTHING
        for number, band in enumerate(self.bands):
            if self.kind is ScheduleKind.MARGINAL and number:
                before = self.bands[number - 1]
                constant += (before.rate - band.rate) * (before.to or 0)
            yield band.rate, constant


def flat(rate: Fraction, *, minimum: int = 0) -> Schedule:
    """Make a schedule of one rate."""
    return Schedule(bands=(Band(None, rate),), minimum=minimum)


@dataclass(frozen=True)
class Payment:
    """What a payment costs: a share of the price with shipping, and a fixed part; `refunded` comes back on returns."""

    rate: Fraction = NOTHING
    fixed: int = 0
    refunded: bool = False

    def __post_init__(self) -> None:
        _not_negative(self.rate, self.fixed)


@dataclass(frozen=True)
class Tier:
    """What fulfilment costs up to and including a list price; None is no edge."""

    to: int | None
    fee: int


@dataclass(frozen=True)
class Ads:
    """Advertising by unit, and as a share of net."""

    absolute: int = 0
    rate: Fraction = NOTHING

    def __post_init__(self) -> None:
        _not_negative(self.absolute, self.rate)


@dataclass(frozen=True)
class Administration:
    """What is kept of a referral fee on a refund: a share of it, at most `cap`; None is no cap."""

    rate: Fraction = NOTHING
    cap: int | None = None

    def __post_init__(self) -> None:
        _not_negative(self.rate, self.cap or 0)


@dataclass(frozen=True)
class Returns:
    """The share of units that come back, what handling one costs, and the share of those that can be sold again."""

    rate: Fraction = NOTHING
    handling: int = 0
    resale: Fraction = NOTHING
    administration: Administration = field(default_factory=Administration)

    def __post_init__(self) -> None:
        _not_negative(self.rate, self.handling, self.resale)
        if self.rate > 1 or self.resale > 1:
            raise ValueError("a share is at most 1")


@dataclass(frozen=True)
class FeeModel:
    """All that decides what one unit earns at a price; `vat` is the rate of a tax inside the price, else 0."""

    cogs: int
    vat: Fraction = NOTHING
    fee_base: FeeBase = FeeBase.GROSS
    shipping: int = 0
    referral: Schedule = field(default_factory=Schedule)
    payment: Payment = field(default_factory=Payment)
    fulfilment: tuple[Tier, ...] = (Tier(None, 0),)
    ads: Ads = field(default_factory=Ads)
    returns: Returns = field(default_factory=Returns)
    other: int = 0

    def __post_init__(self) -> None:
        _rising([tier.to for tier in self.fulfilment])
        _not_negative(self.cogs, self.vat, self.shipping, self.other, *(tier.fee for tier in self.fulfilment))


@dataclass(frozen=True)
class Target:
    """What a unit has to earn: an amount, and a share of net; the larger counts."""

    absolute: int = 0
    margin: Fraction = NOTHING

    def __post_init__(self) -> None:
        _not_negative(self.absolute, self.margin)


def _rising(edges: list[int | None]) -> None:
    """Refuse edges that do not rise, or of which not just the last is open."""
    closed = [edge for edge in edges[:-1] if edge is not None]
    if not edges or edges[-1] is not None or len(closed) != len(edges) - 1:
        raise ValueError("the last band, and no other, is open")
    if any(one >= other for one, other in pairwise(closed)):
        raise ValueError("edges rise")


def _not_negative(*values: Fraction | int) -> None:
    if any(value < 0 for value in values):
        raise ValueError("no fee is negative")
