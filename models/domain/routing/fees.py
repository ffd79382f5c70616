"""Fees as the user types them: by location, field, SKU or size tier, first day, season and age of the stock.

No marketplace's price list is in the program: a fee that nobody typed is missing, never 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from models.domain.period import add_months


class PlaceKind(StrEnum):
    """Who keeps and ships the stock."""

    OWN = "own"
    THIRD_PARTY = "3PL"
    FBA = "FBA"


class Field(StrEnum):
    """What a fee is for; storage is by cubic foot and 30 days, a return by returned unit, all else by unit or order."""

    FULFILMENT = "fulfilment"
    FREIGHT = "inbound freight"
    PLACEMENT = "placement"
    AGED = "aged inventory"
    LOW_INVENTORY = "low inventory"
    PICK = "pick"
    PACK = "pack"
    MATERIAL = "material"
    LABEL = "label"
    RETURNS = "returns"
    STORAGE = "storage"


_WAREHOUSE = (Field.PICK, Field.PACK, Field.MATERIAL, Field.LABEL, Field.RETURNS, Field.STORAGE)
FIELDS = {
    PlaceKind.OWN: _WAREHOUSE,
    PlaceKind.THIRD_PARTY: _WAREHOUSE,
    PlaceKind.FBA: (
        Field.FULFILMENT,
        Field.FREIGHT,
        Field.PLACEMENT,
        Field.AGED,
        Field.LOW_INVENTORY,
        Field.RETURNS,
        Field.STORAGE,
    ),
}
# What an order can be charged for as a whole, whatever it holds.
BY_ORDER = frozenset({Field.FULFILMENT, Field.PICK, Field.PACK, Field.MATERIAL, Field.LABEL})
# Without these the cost of a location is unknown; the others are named when they are missing, and count as 0.
NEEDED = {
    PlaceKind.OWN: (Field.LABEL,),
    PlaceKind.THIRD_PARTY: (Field.PICK, Field.LABEL, Field.STORAGE),
    PlaceKind.FBA: (Field.FULFILMENT, Field.STORAGE),
}


@dataclass(frozen=True)
class Season:
    """The months of each year in which a fee applies, from first to last; October to December is 10 to 12."""

    first: int
    last: int

    def __contains__(self, day: date) -> bool:
        if self.first <= self.last:
            return self.first <= day.month <= self.last
        return day.month >= self.first or day.month <= self.last


@dataclass(frozen=True)
class Fee:
    """A fee in minor units of its tariff from a day on, of all stock or of a SKU, size tier, season or age alone.

    One that is paid `by_order` adds to the fee by unit for the same.
    """

    field: Field
    amount: int
    valid_from: date
    size_tier: str = ""
    season: Season | None = None
    from_days: int = 0
    sku: str = ""
    by_order: bool = False


@dataclass(frozen=True)
class Tariff:
    """All fees of one location."""

    location: str
    kind: PlaceKind
    currency: str
    fees: tuple[Fee, ...]

    def fee(
        self, field: Field, day: date, *, sku: str = "", size_tier: str = "", days: int = 0, by_order: bool = False
    ) -> Fee | None:
        """Give the fee that applies on a day to stock kept for `days`; None where nobody typed one.

        The fee for the older stock wins, then that of the season, the SKU, the size tier, and the latest first day.
        """
        for fee in self._by_rank.get((field, by_order), ()):
            if _applies(fee, day, sku, size_tier, days):
                return fee
        return None

    @cached_property
    def _by_rank(self) -> dict[tuple[Field, bool], list[Fee]]:
        """Sort the fees once: by field, the one that wins first."""
        found: dict[tuple[Field, bool], list[Fee]] = {}
        for fee in sorted(self.fees, key=_rank, reverse=True):
            found.setdefault((fee.field, fee.by_order), []).append(fee)
        return found

    def stretches(self, first: date, days: int) -> Iterator[tuple[date, int]]:
        """Cut days of storage where a rate can change: at the first of a month and where a fee begins."""
        end = first + timedelta(days=days)
        starts = {fee.valid_from for fee in self.fees if first < fee.valid_from < end}
        month = add_months(first.replace(day=1), 1)
        while month < end:
            starts.add(month)
            month = add_months(month, 1)
        cuts = [first, *sorted(starts), end]
        for start, stop in pairwise(cuts):
            yield start, (stop - start).days


def _applies(fee: Fee, day: date, sku: str, size_tier: str, days: int) -> bool:
    in_time = fee.valid_from <= day and (fee.season is None or day in fee.season)
    kind = fee.sku in {"", sku} and fee.size_tier in {"", size_tier}
    return in_time and kind and fee.from_days <= days


def _rank(fee: Fee) -> tuple[int, bool, bool, bool, date]:
    return fee.from_days, fee.season is not None, bool(fee.sku), bool(fee.size_tier), fee.valid_from
