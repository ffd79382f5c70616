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


class PlacePlanning(NamedTuple):
    """What planning knows of a place; None is not known.

    `lead_days` are those from sending units there until they can be sold, `target_days` the days of cover to keep
    there beside them, `uplift` the demand that it adds in basis points.
    """

    lead_days: int | None = None
    target_days: int | None = None
    uplift: int = 0


class Serving(NamedTuple):
    """What the cost of serving a SKU depends on beside its volume; the return rate is in basis points or not known."""

    size_tier: str = ""
    storage_type: str = ""
    return_rate: int | None = None


class LimitKind(StrEnum):
    """What a place has only so much of."""

    VOLUME = "volume stored"
    PACKED = "units packed a day"
    CARTONS = "cartons taken in"


class Limit(NamedTuple):
    """A limit of a place from a day on: thousandths of a cubic foot of a storage type, units a day, or cartons."""

    kind: LimitKind
    amount: int
    valid_from: str
    storage_type: str = ""


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
