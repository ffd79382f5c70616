"""What it costs to serve a unit from a location: the typed fees, storage day by day, and returns by their rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from models.domain.money import half_up
from models.domain.routing.fees import FIELDS, NEEDED, Field, Tariff

_WHOLE = 10_000
_STORAGE_DAYS = 30
# What is paid when a unit arrives; all else but storage is paid when it leaves.
_ON_ARRIVAL = frozenset({Field.FREIGHT, Field.PLACEMENT})


@dataclass(frozen=True)
class Item:
    """What a location's fees depend on: the volume of a unit in cubic feet, its size tier, its return rate.

    `by_order` are the units of an order, over which a fee by order is spread.
    """

    sku: str
    volume: Fraction
    return_rate: int = 0
    size_tier: str = ""
    by_order: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.by_order <= 0:
            raise ValueError("an order holds more than no unit")


@dataclass(frozen=True)
class Part:
    """One fee in the cost of a unit, in minor units before rounding."""

    field: Field
    amount: Fraction


@dataclass(frozen=True)
class Cost:
    """The cost of a unit kept for some days at a location; `unknown` fees make it incomparable, `blank` count as 0.

    `daily` is what one more day costs at the rates of the first day.
    """

    location: str
    currency: str
    days: int
    parts: tuple[Part, ...]
    daily: Fraction
    unknown: tuple[Field, ...] = ()
    blank: tuple[Field, ...] = ()

    @cached_property
    def exact(self) -> Fraction:
        """The cost of a unit in minor units before rounding."""
        return sum((part.amount for part in self.parts if part.amount), Fraction(0))

    @property
    def fixed(self) -> Fraction:
        """The part that does not grow with the days of storage."""
        return sum((part.amount for part in self.parts if part.field is not Field.STORAGE), Fraction(0))

    @property
    def total(self) -> int:
        """The cost of a unit in whole minor units."""
        return half_up(self.exact)


def cost_to_serve(tariff: Tariff, item: Item, day: date, days: int) -> Cost:
    """Give the cost of a unit that arrives on a day, is kept for `days` and leaves at the fees of then."""
    amounts = {field: _amount(tariff, item, field, day, days) for field in FIELDS[tariff.kind]}
    missing = [field for field, amount in amounts.items() if amount is None]
    needed = NEEDED[tariff.kind]
    return Cost(
        tariff.location,
        tariff.currency,
        days,
        tuple(Part(field, amount) for field, amount in amounts.items() if amount is not None),
        _by_day(tariff, item, day) or Fraction(0),
        tuple(field for field in missing if field in needed),
        tuple(field for field in missing if field not in needed),
    )


def _amount(tariff: Tariff, item: Item, field: Field, day: date, days: int) -> Fraction | None:
    if field is Field.STORAGE:
        return _storage(tariff, item, day, days)
    paid = day if field in _ON_ARRIVAL else day + timedelta(days=days)
    fee = tariff.fee(field, paid, sku=item.sku, size_tier=item.size_tier, days=days)
    of_order = tariff.fee(field, paid, sku=item.sku, size_tier=item.size_tier, days=days, by_order=True)
    if fee is None and of_order is None:
        return None
    if field is Field.RETURNS:
        return Fraction(fee.amount * item.return_rate, _WHOLE) if fee else None
    by_unit = Fraction(fee.amount if fee else 0)
    return by_unit + of_order.amount / item.by_order if of_order else by_unit


def _storage(tariff: Tariff, item: Item, day: date, days: int) -> Fraction | None:
    """Add up storage day by day; a day without a rate leaves the whole unknown."""
    total = Fraction(0)
    for start, length in tariff.stretches(day, days):
        rate = _by_day(tariff, item, start)
        if rate is None:
            return None
        total += rate * length
    return total


def _by_day(tariff: Tariff, item: Item, day: date) -> Fraction | None:
    fee = tariff.fee(Field.STORAGE, day, sku=item.sku, size_tier=item.size_tier)
    return item.volume * fee.amount / _STORAGE_DAYS if fee else None
