"""What is known of stock: units at locations, units on their way, and units that were promised."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

# The longest lead time that is taken for one, and not for a slip.
MOST_DAYS = 3650


class StockLevel(NamedTuple):
    """One row of a stock report; a quantity that the report does not give is None, never 0."""

    row: int
    day: str
    location: str
    sku: str
    on_hand: int | None
    available: int | None
    committed: int | None = None
    unavailable: int | None = None
    incoming: int | None = None


class Inbound(NamedTuple):
    """A line of a purchase order: units of a SKU on their way to a location; a blank day is not known.

    `received` counts the units that have arrived so far; a line of 0 units was cancelled.
    """

    row: int
    reference: str
    sku: str
    quantity: int
    expected: str
    location: str = ""
    received: int = 0
    received_on: str = ""
    ordered: str = ""
    supplier: str = ""


class Commitment(NamedTuple):
    """A line of an open order that a channel has promised to ship between two days; a blank day is not known.

    `shipped` counts the units that have left so far; a line of 0 units was cancelled; `fill` says whether the line may
    be shipped in part.
    """

    row: int
    reference: str
    sku: str
    quantity: int
    ship_by: str
    ship_from: str = ""
    shipped: int = 0
    fill: str = "partial"


class Fill(StrEnum):
    """Whether an order line may be shipped in part."""

    PARTIAL = "partial"
    FULL = "full"


class SkuPlanning(NamedTuple):
    """What planning knows of a SKU; None is not known.

    `volume` is in thousandths of a cubic foot; `lead_spread` is one standard deviation of the lead time, in days.
    """

    case_pack: int = 1
    volume: int | None = None
    supplier: str = ""
    lead_days: int | None = None
    lead_spread: int | None = None
    moq: int = 0


class PlanningFact(NamedTuple):
    """The planning facts of a SKU as a file tells them, those of `SkuPlanning` and its category; blank is not known."""

    row: int
    sku: str
    case_pack: int = 1
    volume: int | None = None
    supplier: str = ""
    lead_days: int | None = None
    lead_spread: int | None = None
    moq: int = 0
    category: str = ""


class ListingPlanning(NamedTuple):
    """What planning knows of a SKU on a channel: the least it accepts, and its turn, 1 being the first."""

    moq: int = 0
    priority: int = 1


class LocationKind(StrEnum):
    """What kind of place stock lies at."""

    OWN = "own warehouse"
    THIRD_PARTY = "3PL"
    FBA = "FBA"


def guess_location_kind(name: str) -> LocationKind:
    """Guess the kind of a location from its name; a place that says nothing is the brand's own."""
    words = name.casefold()
    if "fba" in words or "amazon" in words:
        return LocationKind.FBA
    if "3pl" in words or "fulfil" in words:
        return LocationKind.THIRD_PARTY
    return LocationKind.OWN
